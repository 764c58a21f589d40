import type { Reading } from './words.ts';

/** A sort of value that a question can ask for and a passage can hold. */
export type ValueType =
  | 'uang'
  | 'persen'
  | 'jumlah'
  | 'lama'
  | 'kekerapan'
  | 'tanggal'
  | 'jam'
  | 'kontak'
  | 'tautan'
  | 'alamat'
  | 'versi'
  | 'ukuran'
  | 'nomor'
  | 'nama';

/**
 * What each sort looks like when asked for (in the standardised question) and when held (in a passage).
 * "dapat", "berkala" and the like are values of their sort: a vague answer is still the answer.
 */
const VALUES: Record<ValueType, { asked: RegExp; held: RegExp }> = {
  uang: {
    asked:
      /\b(berapa (?:rupiah|duit|uang|biaya|ongkos|harga|tarif|gaji|honor\w*|tunjangan\w*|anggaran\w*|dana\w*|besar\w*|nominal\w*)|(?:biaya\w*|tarif\w*|harga\w*|ongkos\w*|gaji\w*|honor\w*|tunjangan\w*|nominal\w*|besar\w*|bayar|denda\w*|anggaran\w*|pagu)(?: \w+){0,5} berapa|bayar(?: \w+){0,3} berapa|berapa(?: \w+){0,2} (?:bayar|juta|ribu|rupiah|rp)|how much (?:does|do|is|money|cost|will|should|are)|(?:what|any|which|how big) (?:\w+ ){0,3}(?:fee|cost|price|salary|charge|fine)s?\b|(?:fee|fees|cost|costs|price|charges) (?:to|for|of)\b)/u,
    held: /\b(rp\.?\s*\d|rupiah|\d+\s*(?:juta|ribu|miliar)|gratis|tidak dipungut)/iu,
  },
  persen: {
    asked: /\b(berapa persen\w*|persen(?: \w+){0,2} berapa|persentase|what percent\w*)\b/u,
    held: /\d\s*(?:%|persen)|\bper(?:mil|seratus)\b/iu,
  },
  jumlah: {
    asked:
      /\b(berapa (?:orang|banyak|jumlah|buah|macam|jenis|bidang|anggota|pasal|bab|staf|unsur|poin|butir|pegawai|petugas)|jumlah(?: \w+){0,3} berapa|how many (?!days|hours|months|years|weeks|times))/u,
    held: /\b\d+\s*(?:\([a-z ]+\)\s*)?(?:orang|buah|unit|bidang|anggota|staf)\b|[;:]\s*\n/iu,
  },
  lama: {
    asked:
      /\b(berapa (?:lama|hari|bulan|tahun|minggu|jam kerja|hari kerja|menit)|(?:hari|lama|bulan|minggu|tahun|menit)(?:nya)? berapa|maksimal berapa hari|how long|how many (?:\w+ )?(?:days|hours|months|years|weeks))\b/u,
    held: /\b\d+\s*(?:\([a-z ]+\)\s*)?(?:x\s*24\s*jam|hari|bulan|tahun(?! \d{4})|minggu|jam|menit)\b/iu,
  },
  kekerapan: {
    asked:
      /\b(berapa kali|seberapa sering|tiap berapa|setiap berapa|berapa (?:hari|minggu|bulan) sekali|how often|how frequently|daily or weekly|harian atau mingguan|(?:tiap|setiap) (?:hari|minggu|bulan)(?: \w+)? atau (?:tiap |setiap )?(?:hari|minggu|bulan))\b/u,
    held: /\b(harian|mingguan|bulanan|triwulan\w*|semester\w*|tahunan|berkala|setiap (?:hari|minggu|bulan|tahun|saat)|\d+\s*kali|sekali|jika sedang)\b/iu,
  },
  tanggal: {
    asked: /\b(tanggal berapa|tgl berapa|berapa tanggal\w*|what date|tahun berapa|bulan apa|hari apa)\b/u,
    held: /\b\d{1,2}\s+(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\b|\btahun \d{4}\b|\btanggal diundangkan\b|\bberlaku pada tanggal\b/iu,
  },
  jam: {
    asked:
      /\b(jam berapa|pukul berapa|jam (?:buka|kerja|layanan|operasional|pelayanan|tutup|kantor)|(?:buka|tutup)(?: \w+){0,3} jam|sampai jam|dari jam|what time|opening hours?|office hours?|operating hours?|hari (?:sabtu|minggu|libur)|(?:sabtu|minggu|libur) (?:buka|tutup|tetap))\b/u,
    held: /\b(?:pukul|jam)\s*\d|\b\d{1,2}[.:]\d{2}\b/iu,
  },
  kontak: {
    asked:
      /\b((?:nomor|no|kontak|contact|hubungi)(?: \w+){0,2} (?:wa|whatsapp|telepon\w*|telpon\w*|telp|hp|hotline|call center|helpdesk|cs|admin|petugas|pic)|(?:telepon\w*|telpon\w*|telp|whatsapp|wa|hotline)(?:nya)?(?: \w+){0,2} (?:berapa|nomor)|phone number|telephone number|whatsapp number|(?:alamat )?e ?mail(?:nya)? (?:apa|lpse|resmi|nya)|email address)\b/u,
    held: /\b(?:\+?62|0)\d[\d\s-]{6,}|\S+@\S+\.\S+/iu,
  },
  tautan: {
    asked:
      /\b((?:alamat|link|tautan|url)(?: \w+){0,2} (?:web\w*|situs|laman|aplikasi|spse|lpse|portal|download|unduh)|(?:website|situs|web|link|url|laman)(?:nya)?(?: \w+){0,3} apa|link(?:nya)?\b(?= (?:dong|apa|mana|dimana|di mana))|website address|the url|the link)\b/u,
    held: /https?:|www\.|\b\w+\.go\.id\b/iu,
  },
  alamat: {
    asked:
      /\b(alamat (?:kantor|lengkap|lpse|lokasi)|jalan apa|di jalan|gedung apa|lantai berapa|ruang(?:an)? (?:berapa|nomor)|street|office address|google maps?|(?:kantor|lokasi)(?:nya)?(?: \w+){0,2} (?:di ?mana|where))\b/u,
    held: /\b(?:jalan|jl\.)\s+[A-Z]|\b(?:kantor|gedung|sekretariat(?: daerah)?)\b/iu,
  },
  versi: {
    asked: /\b(versi (?:berapa|apa|keberapa|terbaru)|versi\w*(?: \w+){0,2} berapa|which version|what version)\b/u,
    held: /\bversi\s*\d/iu,
  },
  ukuran: {
    asked:
      /\b(berapa (?:mb|gb|tb|kb|mbps|gbps|karakter|derajat|celcius|celsius|huruf|digit|watt|kva|meter|persen|lembar|rangkap|kapasitas)|(?:maksimal|minimal|ukuran|kapasitas|suhu|kecepatan|panjang|batas)\w*(?: \w+){0,4} berapa|berapa(?: \w+){0,2} (?:maksimal|minimal)\w*|how (?:large|fast|hot|cold)\b|maximum (?:size|temperature|file)|minimum (?:length|size|characters?))\b/u,
    held: /\b\d+\s*(?:mb|gb|tb|kb|mbps|karakter|derajat|°|watt|kva|meter|lembar|rangkap)\b/iu,
  },
  nomor: {
    asked:
      /\b(nomor(?:nya)? berapa|no(?:nya)? berapa|berapa nomor\w*|(?:perpres|perbup|perka|permendagri|undang undang|uu|pp) (?:nomor )?berapa|what number|which number)\b/u,
    held: /\bnomor\s+(?:per\.)?\d+/iu,
  },
  nama: {
    asked:
      /\b(siapa nama\w*|nama(?:nya)? siapa|nama (?:kepala|ketua|bupati|pejabat|petugas|sekretaris|sekda|pimpinan|admin)\w*|dijabat (?:oleh )?siapa|(?:kepala|ketua|pimpinan)\w*(?: \w+){0,2} (?:sekarang|saat ini|skrg)|what is the name|name of the)\b/u,
    held: /\b[A-Z]{3,}(?:\s+[A-Z.]{2,})+\.?\s*$/mu,
  },
};

const TYPES = Object.keys(VALUES) as ValueType[];

/** The sorts of value a question asks for; most questions ask for none. `raw` is the question as typed. */
export function askedValues(reading: Reading, raw: string): ValueType[] {
  const standard = `${reading.words.map((word) => word.text).join(' ')} `;
  const typed = raw.toLowerCase().replace(/[^a-z0-9]+/gu, ' ');
  return TYPES.filter((type) => VALUES[type].asked.test(standard) || VALUES[type].asked.test(typed));
}

/** The sorts of value a passage holds. */
export function heldValues(text: string): Set<ValueType> {
  return new Set(TYPES.filter((type) => VALUES[type].held.test(text)));
}

/** Whether the question wants a whole list: "apa saja", "sebutkan", "meliputi". */
export function asksForList(raw: string): boolean {
  return /\b(apa[\s-]*(?:saja|aja|aj|sja|sj|apa)|ap aja|apaan aja|siapa (?:saja|aja|aj)|sebutkan|sebutin|uraikan|rincian|rinciannya|jabarkan|daftarnya|semua|seluruh|meliputi|mencakup|terdiri|mana (?:saja|aja)|what are|list|all the|which documents?|what documents?|apa2)\b/iu.test(
    raw,
  );
}

/** Whether the question asks what a word means. */
export function asksForMeaning(raw: string): boolean {
  return /\b(apa (?:itu|sih)|itu apa|apaan (?:sih|tuh|itu)|maksud(?:nya)?|pengertian|definisi|arti(?:nya)?|singkatan|singkatn|kepanjangan|dimaksud dengan|yang disebut|what is|what are|what does|meaning|stands? for|define|beda(?:nya)?|istilah)\b/iu.test(
    raw,
  );
}
