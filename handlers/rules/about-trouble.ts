import { says, wordsOf } from './loose-words.ts';

/**
 * Whether a message speaks of the system being out of order, asks when it will be back, or asks what happens when it is.
 * Evidence is added up: each group counts once, with its heaviest phrase; what speaks against it counts with every phrase.
 * @param complains the message was taken for a complaint: less evidence is asked for
 */
export function speaksOfTrouble(text: string, complains = false): boolean {
  const words = spoken(text);
  const symptom = heaviest(SYMPTOMS, words);
  // Of "kok gitu min" nobody knows what it is about.
  if (symptom === 0) return false;
  const brevity = words.length <= FEW_WORDS ? BREVITY : 0;
  const evidence = symptom + heaviest(SYSTEM, words) + heaviest(NOW, words) + brevity - allOf(AGAINST, words);
  return evidence >= (complains ? ENOUGH_OF_A_COMPLAINT : ENOUGH) - ROUNDING;
}

/** Whether such a message asks about the rules besides, so that the answer to that is wanted too. */
export const asksForRules = (text: string): boolean => spoken(text).some((word) => OF_RULES.has(word));

const OF_RULES = new Set(
  `kalau bila jika apabila seandainya misal misalnya apakah bagaimana siapa boleh bolehkah wajib harus jadwal pasal perbup aturan ketentuan
   dasar hukum sop prosedur syarat tanggung jawab kewajiban hak manual if what who how may must rule rules`.split(
    /\s+/u,
  ),
);

/** Whether such a message asks for no more than whether it is over, or when it will be. */
export const asksWhenOver = (text: string): boolean =>
  spoken(text).some((word) => word === 'kapan' || word === 'when') ||
  (text.trim().endsWith('?') && heaviest(BACK, spoken(text)) > 0);

/** What has to come together. */
const ENOUGH = 1.3;
const ENOUGH_OF_A_COMPLAINT = 1;
const ROUNDING = 1e-9;
/** Who writes no more than "error min?" writes about now. */
const FEW_WORDS = 4;
const BREVITY = 0.5;

/** Words of a chat that come to the same here, besides those of loose-words. */
const SAME = new Map(
  Object.entries({
    kapan: 'kpn kapn kpan kapankah',
    berapa: 'brp brapa brpa',
    kenapa: 'kok ko koq napa why',
    akses: 'diakses mengakses ngakses diaksess access accessed aksesnya acces',
    buka: 'open opened opening',
    lambat: 'slow slowly lambt lamban',
    gagal: 'ggl fail fails failed failing failure gagall',
    normal: 'nrml normall',
    pulih: 'membaik',
    putus: 'terputus keputus',
    crash: 'crashes crashed crashing',
    problem: 'problems issue issues',
    down: 'dwon donw doun downn tumbang',
    gangguan: 'ganguan gangguaan gngguan trouble troble trobel gangguuan',
    web: 'webnya website websitenya websitnya webset site situs situsnya halaman',
    server: 'servernya severnya sever',
    sistem: 'system sistim sistemnya systemnya',
    spse: 'spsi sps spsenya eproc',
    terus: 'mulu trs2 melulu always',
    sejak: 'dari dr',
    sulit: 'susah ssh sush sukar',
    download: 'unduh diunduh mengunduh donlod didownload mendownload',
    kirim: 'terkirim dikirim mengirim ngirim submit disubmit send',
    simpan: 'tersimpan disimpan menyimpan save',
    perbaikan: 'diperbaiki',
    maintenance: 'maintenis mentenis maintenen maintanance maintenence mt pemeliharaan perawatan',
    ngadat: 'ngehang hang hank freeze frozen macet stuck nyangkut',
    'tidak bisa': 'cannot cant unable gabisaa tdkbs tidakbisa gkbs',
  }).flatMap(([word, forms]) => forms.split(' ').map((form): [string, string] => [form, word])),
);

/** In one word where English has two, so that what is looked for is the same. */
const spoken = (text: string): string[] =>
  wordsOf(text.replace(/\b(?:can\s?(?:no|['’])t|could\s?n['’]t|won['’]t|does\s?n['’]t)\b/giu, ' cannot ')).flatMap(
    (word) => (SAME.get(word) ?? word).split(' '),
  );

type Phrase = { words: string[]; weight: number };

/** Phrases and how much each tells. `!` is that it is not so, `+` that it is so by now. */
const weighed = (...lists: string[]): Phrase[] =>
  lists
    .flatMap((list) => list.split(','))
    .map((entry) => {
      const [phrase = '', weight] = entry.trim().split(':');
      const words = phrase.replace('!', `${NOT} `).replace('+', `${ALREADY} `).split(' ');
      return { words, weight: Number(weight) };
    });
const NOT = 'tidak';
const ALREADY = 'sudah';

const BACK = weighed(
  '+normal:1, +pulih:1, +up:1, +bisa:1, masih gangguan:1, masih down:1, masih error:1, still down:1, back up:1',
);

/** The weights of the phrases that stand in a text. Most begin with a word that is not there, and many with the same. */
function* foundIn(phrases: Phrase[], text: readonly string[]): Generator<number> {
  const stands = new Map<string, boolean>();
  for (const { words, weight } of phrases) {
    const [first = ''] = words;
    const begins = stands.get(first) ?? says(text, [first]);
    stands.set(first, begins);
    if (begins && says(text, words)) yield weight;
  }
}

const heaviest = (phrases: Phrase[], text: readonly string[]): number => Math.max(0, ...foundIn(phrases, text));
const allOf = (phrases: Phrase[], text: readonly string[]): number =>
  [...foundIn(phrases, text)].reduce((sum, weight) => sum + weight, 0);

/** What is wrong, or whether it still is. */
const SYMPTOMS = weighed(
  // How it is.
  `down:1.5, lemot:1.5, ngadat:1.5, ngelag:1.5, lag:1, lambat:1, error:1, gangguan:1, kendala:0.8, bermasalah:1,
  masalah:0.6, mati:0.8, rusak:0.8, blank:1.2, putus:1, crash:1.5, offline:1, problem:0.8, unreachable:1.5, server kenapa:1.3, spse kenapa:1.3, overload:1.5, sibuk:0.6, outage:1.5,
  not working:1.5, maintenance:1, perbaikan:0.7, perbaikan server:1.2, perbaikan sistem:1.2, perbaikan spse:1.2`,
  // What is seen of it.
  `loading:0.9, loading terus:1.5, muter:0.9, muter terus:1.5, lama banget:0.5, lama sekali:0.5, timeout:1.5, time out:1.5,
  timed out:1.5, rto:1.5, gateway:1.2, bad gateway:1.5, 500:0.8, 502:1.5, 503:1.5, 504:1.5, service unavailable:1.5,
  internal server error:1.5, not loading:1.5, not responding:1.5, layar putih:1.5, putih semua:1.2, putih polos:1.2,
  login balik lagi:1.3`,
  // What fails.
  `gagal:0.8, gagal terus:1.2, gagal login:1.5, login gagal:1.5, gagal masuk:1.3, gagal upload:1.5, upload gagal:1.5,
  gagal kirim:1.2, kirim gagal:1.2, gagal simpan:1.2, simpan gagal:1.2, gagal buka:1.2, gagal akses:1.5,
  gagal download:1.2, gagal connect:1.5, gagal konek:1.5`,
  // What cannot be done.
  `!bisa:0.8, !bisa login:1.5, !bisa log in:1.5, !bisa sign in:1.5, !bisa masuk:1.3, !bisa buka:1.2, !bisa akses:1.5,
  !bisa upload:1.5, !bisa download:1.3, !bisa kirim:1.3, !bisa simpan:1.2, !bisa load:1.5, !bisa tampil:1, !bisa muncul:1,
  !bisa dipakai:1, !bisa digunakan:1, !bisa pakai:1, !bisa konek:1.5, !bisa connect:1.5, !bisa daftar:0.9, !buka:1.2,
  !masuk masuk:1, !respon:0.8, !merespon:1, !jalan:0.8, !berfungsi:0.8, !muncul:0.8, !tampil:0.8, !kirim:0.7, !keluar:0.4`,
  // What is hard.
  `sulit:0.5, sulit akses:1.5, sulit buka:1.3, sulit login:1.5, sulit masuk:1.3, sulit upload:1.5`,
  // Whether it is back, and when.
  `!normal:1.3, !pulih:1.5, +normal:1.5, +pulih:1.5, +up:1.2, kembali normal:1.5, +bisa:0.4, +bisa akses:1.5,
  +bisa login:1.3, +bisa buka:1.2, +bisa upload:1.2, kapan normal:1.5, kapan pulih:1.5, kapan up:1.5, kapan hidup:1.5, kapan nyala:1.5,
  kapan bisa lagi:1.5, kapan bisa akses:1.5, kapan bisa login:1.2, kapan bisa buka:1.2, kapan bisa upload:1.2,
  kapan beres:1, kapan kelar:1, kapan selesai:0.3, is it back:1.5, back yet:1.5, back online:1.5, up again:1.5,
  back to normal:1.5, when back:1.2`,
);

/** What is out of order. */
const SYSTEM = weighed(`spse:0.5, lpse:0.3, web:0.5, server:0.5, sistem:0.5, aplikasi:0.5, inaproc:0.5, portal:0.5,
  datasikap:0.5, katalog:0.5, jaringan:0.5, link:0.4, menu:0.4, apendo:0.3, login:0.2, upload:0.2, internet:0.3`);

/** That it is now, and that somebody is annoyed by it. */
const NOW =
  weighed(`terus:0.4, selesai jam berapa:0.4, sampai jam berapa:0.4, kenapa:0.3, lagi:0.3, sedang:0.3, masih:0.3,
  sejak tadi:0.5, sejak pagi:0.5, sejak kemarin:0.4, hari ini:0.4, sekarang:0.4, tiba tiba:0.4, kapan:0.3, banget:0.3,
  parah:0.4, semua:0.2, kembali:0.2, lama:0.2, ada:0.2, right now:0.5, today:0.4, still:0.3, keeps:0.4, again:0.3,
  again and again:0.5`);

/** It is about something else. */
const AGAINST = weighed(
  // One's own account.
  `lupa:1.5, forgot:1.5, salah password:1.5, password salah:1.5, reset:1, ganti:0.8, ubah:0.6, terkunci:1.2, diblokir:1.2,
  terblokir:1.2, blacklist:1.5, kadaluarsa:1, expired:0.8, akun saya:0.5, user id:0.5, !aktif:0.6`,
  // A file of others.
  `dokumen !bisa buka:1.2, dokumen penawaran buka:1.2, penawaran !bisa buka:1.2, file !bisa buka:1.2, rhs !bisa buka:1.2`,
  // What a word means.
  `apa itu:2, dimaksud:2, apa bedanya:2, beda:1, definisi:2, pengertian:2, arti:1.2, what is:2, what are:1.5, meaning:1.5`,
  `gangguan itu apa:1.5`,
  // What a rule says.
  `syarat:1.5, persyaratan:1.5, pasal:2, ayat:1.5, perbup:2, peraturan:1.5, menurut:1.5, prosedur:1.5, sop:1.5,
  dasar hukum:2, requirement:1.5, requirements:1.5, procedure:1.5, regulation:1.5, article:1.5, tugas:1.5, wewenang:1.5,
  kewajiban:1.5, wajib:1.5, fungsi:1, siapa:1.2, bidang:1, biaya:1.5, jam layanan:1, jam buka:1, berapa kali:0.8,
  contoh:1, denda:1, sanksi:1.2, diskriminatif:1, should:0.6, must:0.8, duty:1.5, who:1`,
  // What has the same name, and what people do.
  `uang muka:2, down payment:2, turned down:1.5, send down:1.5, tender gagal:1.5, gagal tender:1.5, lelang gagal:1.5,
  kontrak putus:1.5, putus kontrak:1.5, jadwal maintenance:0.8, petugas:0.8, pegawai:0.8, pelayanan:0.8, verifikasi:0.6,
  hadir:0.8, datang:0.8, sanggah:0.6, gugur:1, pelatihan:1, bidding room:1.5, ruang:1.2, wifi:1.2`,
);
