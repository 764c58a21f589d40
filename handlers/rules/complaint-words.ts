import { says, wordsOf } from './loose-words.ts';
import type { Category, Kind } from './ticket.ts';

/** What a message of somebody with a complaint or a request already says. What is absent was not said. */
export type Heard = {
  kind?: Kind;
  category?: Category;
  packageCode?: string;
  /** A deadline is less than 24 hours away; false: one is known and further away. */
  urgent?: boolean;
};

/** Understands a complaint in everyday words, typing errors and all. Says rather too little than something wrong. */
export function hear(text: string): Heard {
  // A link names a package; its other words are those of a page.
  const words = wordsOf(text.replace(/https?:\/\/\S+/giu, ' '));
  const kind = likeliest(KIND_WORDS, words);
  const category = alleges(text) ? 'integritas' : likeliest(CATEGORY_WORDS, words);
  const packageCode = packageCodeNamed(text);
  const urgent = deadlineIn(text);
  return {
    ...(category === 'integritas' ? { kind: 'keluhan' } : kind && { kind }),
    ...(category && { category }),
    ...(packageCode !== undefined && { packageCode }),
    ...(urgent !== undefined && { urgent }),
  };
}

/** Phrases and how much each tells, `phrase:weight`; `!puas` is that it is not so. */
type Table<Name extends string> = Partial<Record<Name, Phrase[]>>;
type Phrase = { words: string[]; weight: number };

const KIND_WORDS = table<Kind>({
  saran: `saran:3, usul:3, usulan:3, masukan:2, sebaiknya:3, alangkah baik:3, lebih baik kalau:3, semoga kedepan:2,
    bagaimana kalau ditambah:3, kalau bisa ditambah:3, kalau bisa disediakan:3, perlu ditambahkan:2, harapan kami:2`,
  keluhan: `keluhan:1.5, komplain:2, komplen:2, kecewa:3, !puas:3, jutek:3, kasar:3, !sopan:3, !ramah:3,
    cuek:3, judes:3, lama sekali:2, lama banget:2, kelamaan:2, !diproses:2, !juga:1.5, !diverifikasi:2, !dibalas:3,
    !direspon:3, !respon:3, !ditanggapi:3, !diangkat:3, dipersulit:3, dipimpong:3, dipingpong:3, dilempar:2,
    diabaikan:3, pelayanan buruk:3, pelayanan lambat:3, pelayanan lama:3, buruk:1, protes:2, mengecewakan:3, marah:2,
    !nyaman:2, kotor:2, jawaban salah:2, jawaban keliru:2, !profesional:3, berbelit:3, dibentak:3, !transparan:3`,
  gangguan: `gangguan:3, error:2, !bisa:1.6, !buka:2, ke blokir:2, diblokir:2, !muncul:2, !tampil:2, !ada muncul:2, gagal:2, macet:2,
    lemot:2, lambat:1.2, down:2, rusak:2, blank:2, loading terus:2, muter terus:2, hang:2, terkunci:2, terblokir:2, !terkirim:2,
    !masuk:1.2, keluar sendiri:2, mati:1.5, bermasalah:1.5, hilang:1.6, timeout:2, time out:2, 502:2, 503:2, 504:2, 500:1, ditolak sistem:2,
    !sinkron:2, !kesinkron:2, !dikenal:2, !dikenali:2, !jalan:2, !berfungsi:2, !merespon:2, kendala:1, putus:1.5, corrupt:2, korup:1, layar putih:2, logout sendiri:2`,
  permintaan: `tolong:1, mohon:1.2, minta:1.2, bantu:0.5, butuh:1, perlu:0.5, ganti:1, ubah:1, mengubah:1, mengganti:1, reset:1.2, permintaan:2,
    permohonan:2, surat keterangan:2, pinjam:2, aktifkan:1.6, mengaktifkan:1.6, hapus akun:2, jadwalkan:1.5, pelatihan:1.2, bimtek:1.2, ingin:0.6,
    mau:0.6, minta bantuan:2, mohon bantuan:2, minta saran:4, mohon saran:4, mohon masukan:3, minta informasi:2, dijelaskan:1, diperbarui:1, perbarui:1.2, booking:2, pesan ruang:2`,
});

const CATEGORY_WORDS = table<Category>({
  akun: `akun:1.5, login:2, log in:2, bisa masuk:1.5, gagal masuk:2, password:2, kata sandi:2, sandi:1.5, username:2, user id:2, userid:2,
    otp:2, captcha:2, terkunci:1, email:1.5, blokir:1, terblokir:1, sign in:2`,
  verifikasi: `verifikasi:2, diverifikasi:2, verifikator:1.6, pendaftaran:2, daftar:1, mendaftar:1.2, registrasi:2, aktivasi:1.6, !disetujui:2, berkas daftar:2`,
  aplikasi: `spse:1, aplikasi:1.5, menu:1.5, tombol:2, fitur:1.5, halaman:1, blank:1, layar putih:1.5, inaproc:1, adp:1.5, tampilan:1.5, kode error:1, versi:1`,
  jaringan: `server:2, jaringan:2, koneksi:2, internet:2, lemot:1.6, lambat:1, down:1.6, diakses:1.5, akses:1, 502:2, 503:2, 504:2, timeout:1.5,
    time out:1.5, website:1.6, situs:1.6, web:1.5, wifi:2, gateway:2, loading:1.2, web buka:2`,
  dokumen: `dokumen:1.5, penawaran:1.6, apendo:2.5, spamkodok:2.5, upload:1.6, enkripsi:2, dekripsi:2, enkrip:2, dekrip:2, file:1, dokpil:2,
    kualifikasi:1, rhs:1.5, berkas penawaran:2, surat penawaran:2`,
  data_penyedia: `datasikap:3, data sikap:3, aplikasi sikap:3, data penyedia:3, data perusahaan:2.5, npwp:1.2, nib:1.5, akta:1.5, kbli:2, sbu:2,
    sinkron:1.5, integrasi:1.5, tenaga ahli:2, data pengalaman:2, alamat perusahaan:2.5, nama perusahaan:2, direktur:1.2, izin usaha:2`,
  informasi: `informasi:1.5, info:1.2, petunjuk:1.5, panduan:1.5, pelatihan:1.6, bimtek:1.6, syarat:1, prosedur:1.2, !jelas:1, jam layanan:2, sosialisasi:1.6`,
  petugas: `petugas:1.6, pegawai:1.6, staf:1.6, admin:1, jutek:2.5, kasar:2.5, !sopan:2.5, !ramah:2.5, cuek:2.5, judes:2.5, dibentak:2.5, pelayanan:1.6,
    !dibalas:1.6, !diangkat:1.6, !direspon:1.6, !respon:1.5, sikap petugas:3, dipersulit:1.6, dipimpong:2, dipingpong:2, berbelit:1.5, satpam:1.5`,
  fasilitas: `ruang:1.6, ruangan:2, bidding room:3, biding room:3, ac:2, kursi:2, parkir:2, parkiran:2, toilet:2, komputer:1.5, printer:2, antrian:1.6, antrean:1.6, loket:1.6,
    wifi kantor:3, ruang tunggu:3, colokan:2`,
  privasi: `data pribadi:3, bocor:2.5, kebocoran:2.5, tersebar:2.5, disebar:2.5, disalahgunakan:2.5, privasi:3, hapus data:2.5, nomor disebar:3`,
  bot: `bot:2.5, chatbot:3, jawaban salah:2.5, jawaban keliru:2.5, jawaban bot:3, robot:2`,
});

function table<Name extends string>(phrases: Partial<Record<Name, string>>): Table<Name> {
  const read = (list: string) =>
    list.split(',').map((entry): Phrase => {
      const [phrase = '', weight] = entry.trim().split(':');
      return { words: phrase.replace('!', 'tidak ').split(' '), weight: Number(weight) };
    });
  return Object.fromEntries(
    Object.entries<string | undefined>(phrases).map(([name, list]) => [name, read(list ?? '')]),
  ) as Table<Name>;
}

/** Less is a word by the way. */
const TELLING = 1;

function likeliest<Name extends string>(phrases: Table<Name>, words: readonly string[]): Name | undefined {
  let best: { name: Name; score: number } | undefined;
  for (const [name, list] of Object.entries(phrases) as [Name, Phrase[]][]) {
    const score = list.reduce((sum, phrase) => (says(words, phrase.words) ? sum + phrase.weight : sum), 0);
    if (score >= TELLING && score > (best?.score ?? 0)) best = { name, score };
  }
  return best?.name;
}

/** Whatever it stands beside, it is an allegation. */
const ALLEGED = phrasesOf(
  'pungli, pungutan liar, suap, menyuap, disuap, sogok, sogokan, nyogok, menyogok, disogok, gratifikasi, kolusi, nepotisme, korupsi, kkn, uang pelicin, uang rokok, uang terima kasih, kongkalikong, main mata, curang, kecurangan',
);
/** It is one when it is about somebody of the office or of the procurement. */
const MONEY = phrasesOf(
  'minta uang, minta duit, minta bayaran, minta fee, fee, setoran, setor, amplop, diminta bayar, disuruh bayar, minta jatah, dimintai uang, dimintai duit, transfer ke rekening',
);
const SOMEBODY = phrasesOf(
  'petugas, pegawai, staf, admin, verifikator, oknum, pokja, panitia, ppk, pejabat, orang dalam',
);

function phrasesOf(list: string): string[][] {
  return list.split(',').map((phrase) => phrase.trim().split(' '));
}

/** Whether a text speaks of money asked for or of other wrongdoing by staff. */
export function alleges(text: string): boolean {
  const words = wordsOf(text);
  const saysAny = (phrases: string[][]) => phrases.some((phrase) => says(words, phrase));
  return saysAny(ALLEGED) || (saysAny(MONEY) && saysAny(SOMEBODY));
}

/** A person is wanted, and nothing is said about what for. */
export function onlyWantsPerson(text: string): boolean {
  const words = wordsOf(text);
  return (
    words.length <= 8 &&
    WANTS.some((phrase) => says(words, phrase)) &&
    likeliest(CATEGORY_WITHOUT_STAFF, words) === undefined
  );
}
const WANTS = ['bicara', 'ngomong', 'chat', 'hubungi', 'sambungkan', 'terhubung', 'minta', 'mau', 'hubungkan'].flatMap(
  (verb) => ['petugas', 'manusia', 'orang', 'operator', 'admin', 'cs', 'staf'].map((whom) => [verb, whom]),
);
const { petugas: _staff, ...CATEGORY_WITHOUT_STAFF } = CATEGORY_WORDS;

const IN_LINK =
  /\/(?:lelang|tender|non-?tender|nontender|pl|paket|swakelola|pencatatan|evaluasi|jadwal)\/(\d{6,12})(?!\d)/iu;
const NAMED =
  /(?:\b(?:kode|kd|id)\s*(?:paket|pket|tender|tendr|lelang|rup|pekerjaan)?|\b(?:paket|pket|tender|tendr|lelang|rup))\b(?!\s*(?:error|eror|otp|pos|verifikasi))[^\d\n]{0,16}?(?<![\d.])(\d{6,12})(?![\d])/iu;

/** The package code that a sentence or a link names as one; undefined when none is named. */
export function packageCodeNamed(text: string): string | undefined {
  const code = IN_LINK.exec(text)?.[1] ?? NAMED.exec(text)?.[1];
  return code !== undefined && !isPhone(code) ? code : undefined;
}

/** The package code in the answer to the question for it, however it is dressed; undefined for what is none. */
export function packageCodeIn(answer: string): string | undefined {
  const named = packageCodeNamed(answer);
  if (named !== undefined) return named;
  const bare = answer.replace(/[\s.#-]/gu, '');
  const codes = /^\d{6,12}$/u.test(bare) ? [bare] : (answer.match(/(?<![\d.])\d{6,12}(?!\d)/gu) ?? []);
  const [code, another] = codes.filter((one) => !isPhone(one));
  return another === undefined ? code : undefined;
}

const isPhone = (digits: string) => /^0/u.test(digits) || /^628\d{8,}$/u.test(digits);

const NUMBER_WORDS = 'satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas'.split(' ');
const END = '(?:deadline|dedline|deadlin|tenggat|batas|tutup|berakhir|terakhir|pemasukan|jatuh tempo|upload)';
const SOON =
  '(?:(?:hari|malam|sore|siang|pagi) ini|besok|nanti|tengah malam|sebentar lagi|jam (?:\\d|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas))';
const ENDS_SOON = new RegExp(`\\b${END}\\b.{0,40}?\\b${SOON}|\\b${SOON}.{0,24}?\\b${END}\\b`, 'u');
const OFFICE_HOURS = /\b(?:kantor|loket|lpse|layanan)\b.{0,12}\btutup\b/u;
/** "Tutup jam 5 sore ini": also where the office is named beside it. */
const CLOSES_TODAY = /\btutup jam \S+ (?:(?:hari|malam|sore|siang|pagi) ini|nanti|besok)\b/u;
/** Ends that can only be ahead. "Jam 3" may have been. */
const AHEAD = /\b(?:(?:hari|malam|sore|siang|pagi) ini|besok|nanti|sebentar lagi)\b/u;
const PAST = /\b(?:kemarin|tadi|lewat|terlewat|sudah|minggu lalu)\b/u;
/** So many letters before and behind the words for an end say whether it has been. */
const AROUND = 12;
const LATER =
  /\b(?:lusa|masih lama|(?:minggu|bulan) depan|(?:minggu|bulan) lagi|(?:tidak|belum) ada (?:deadline|batas|tenggat)|(?:dua|tiga|empat|lima|enam|tujuh|[2-9]|\d\d) hari lagi)\b/u;
const PRESSED =
  /\b(?:mepet (?:deadline|batas|waktu)|(?:deadline|waktu) (?:sudah )?mepet|kurang dari (?:24|sehari)(?: jam)?|dalam (?:24|sehari) jam)\b/u;
const HOURS_LEFT =
  /\b(?:(?:sisa|tinggal|kurang)(?: waktu)? )?(\d{1,3}|se|setengah|beberapa|[a-z]+)?\s?(jam|menit|sejam|semenit)(?: (?:lagi|tersisa))?\b/gu;

/** Whether a deadline is less than 24 hours away, as far as the text says: true, false for a later one, else undefined. */
export function deadlineIn(text: string): boolean | undefined {
  const said = wordsOf(text).join(' ');
  if (LATER.test(said)) return false;
  if (PRESSED.test(said)) return true;
  const left = hoursLeft(said);
  if (left !== undefined) return left <= 24;
  const end = ENDS_SOON.exec(said);
  if (end && CLOSES_TODAY.test(said.slice(end.index))) return true;
  if (!end || OFFICE_HOURS.test(said)) return undefined;
  if (AHEAD.test(end[0])) return true;
  const around = said.slice(Math.max(0, end.index - AROUND), end.index + end[0].length + AROUND);
  return PAST.test(around) ? undefined : true;
}

/** "2 jam lagi", "sisa 30 menit", "sejam lagi" in hours. */
function hoursLeft(said: string): number | undefined {
  for (const [whole, count = '', unit = ''] of said.matchAll(HOURS_LEFT)) {
    const isLeft = /\b(?:lagi|tersisa)$/u.test(whole) || /^(?:sisa|tinggal)\b/u.test(whole);
    if (!isLeft) continue;
    const number = /^\d/u.test(count) ? Number(count) : NUMBER_WORDS.indexOf(count) + 1 || 1;
    return unit.endsWith('menit') ? number / 60 : number;
  }
  return undefined;
}
