import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Whether a sentence says only what its sources say. Written without a look at the guard that decides what is shown, and coarser:
 * it knows no roots of words, but compares letters.
 */
export type Support = { ok: boolean; missing: string[] };

/** Words that say nothing of their own. */
const GLUE = new Set(
  (
    'yang dan di ke dari untuk dengan pada dalam oleh itu ini tersebut adalah ialah yaitu yakni merupakan sebagai sebagaimana bagi ' +
    'juga pula serta atau jika bila apabila kalau maka agar supaya karena sebab namun tetapi tapi sedangkan lalu kemudian hanya saja ' +
    'akan telah sudah sedang masih belum lagi dapat bisa boleh harus wajib perlu tidak bukan tak tanpa jangan ada adanya terhadap ' +
    'atas antara lain melalui secara hal para anda kamu kita kami saya ya nya pun kah lah menurut berdasarkan sesuai tentang mengenai ' +
    'soal terkait berkaitan semua setiap seluruh saat ketika waktu tempat pihak orang jenis begitu demikian sini sana situs ' +
    'dimaksud diatur ketentuan aturan peraturan perbup pasal ayat huruf angka satu diri masing sendiri sama mana apa siapa nggak ga ' +
    'aja kok sih dong deh yg buat bikin dipakai memakai pakai termasuk meliputi terdiri berupa berikut mencakup dilakukan melakukan'
  ).split(' '),
);

const ENGLISH_GLUE = new Set(
  (
    'a an the of to in on at by for from with and or nor but if when while where which who whom whose that this these those it its ' +
    'is are was were be been being has have had do does did can may could must shall should will would not no only also as than then ' +
    'there their they them he she his her you your we our any each every all such other into under over through about between after ' +
    'before both either so because however following own one per within without upon up out more most'
  ).split(' '),
);

/** Different words for the same. */
const SAME: string[][] = [
  ['daftar', 'registrasi', 'mendaftar', 'pendaftaran'],
  ['wajib', 'harus', 'mesti'],
  ['dokumen', 'berkas'],
  ['password', 'sandi', 'pasword'],
  ['tugas', 'fungsi'],
  ['kantor', 'lokasi'],
  ['ulp', 'pokja', 'ukpbj', 'pemilihan'],
  ['skpd', 'perangkat'],
  ['memperoleh', 'mendapat', 'diperoleh', 'didapat', 'mendapatkan'],
  ['cadangan', 'backup', 'back'],
  ['staf', 'petugas', 'pegawai', 'personil'],
  ['keluhan', 'aduan', 'pengaduan'],
  ['online', 'daring', 'elektronik'],
  ['bantu', 'membantu', 'memfasilitasi'],
  ['persyaratan', 'syarat'],
  ['memakai', 'menggunakan', 'pengguna', 'penggunaan'],
];

const NUMBERS: Record<string, string> = Object.fromEntries([
  ...'nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas'
    .split(' ')
    .map((word, at): [string, string] => [word, String(at)]),
  ...'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, at): [string, string] => [word, String(at)]),
  ['dua belas', '12'],
]);
const COUNTING =
  /\b(?:orang|hari|bulan|tahun|jam|menit|kali|staf|hal|people|days?|months?|years?|hours?|members?|staff|matters)\b/iu;

const NEGATIONS =
  /\b(?:tidak|bukan\w*|tanpa|jangan|tak|nggak|ga|dilarang|not|no|never|without|cannot|nor|need not|belum)\b/giu;
const DUTIES =
  /\b(?:wajib|harus|mesti|diwajibkan|diharuskan|must|shall|required|obliged|mandatory|has to|have to|kewajiban)\b/iu;
const SAYS_DUTY = /\b(?:wajib|harus|mesti|perlu|kewajiban|persyaratan|syarat)\b/iu;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}[\p{L}'’-]*/gu) ?? [];
const numbersOf = (text: string): string[] => {
  const digits = text.match(/\d+(?:[.,]\d+)*/gu) ?? [];
  // "Salah satu" counts nothing: a written number counts before what is counted.
  const written = [...text.toLowerCase().matchAll(/\b([a-z]+(?: belas)?) ([a-z]+)/gu)].flatMap(
    ([, word = '', next = '']) => (COUNTING.test(next) && NUMBERS[word] !== undefined ? [NUMBERS[word]] : []),
  );
  return [...digits, ...written];
};

/**
 * @param claim a sentence that is shown
 * @param sources all that is shown with it: the words of the passages, those that lead into them, and where they stand
 */
export function supportOf(claim: string, sources: string[], english: boolean): Support {
  const source = sources.join('\n').normalize('NFKC');
  const said = claim.normalize('NFKC');
  const known = [...new Set(wordsOf(source))];
  const missing = [...new Set(wordsOf(said))].filter(
    (word) => !GLUE.has(word) && !(english && ENGLISH_GLUE.has(word)) && !isKnown(word, known, english),
  );
  const numbers = new Set(numbersOf(source));
  missing.push(...numbersOf(said).filter((number) => !numbers.has(number)));
  const negated = (text: string) => (text.match(NEGATIONS) ?? []).length > 0;
  if (negated(said) && !negated(source)) missing.push('(ingkar)');
  if (DUTIES.test(said) && !SAYS_DUTY.test(source)) missing.push('(wajib)');
  if (!negated(said) && isNegatedThroughout(said, source)) missing.push('(tanpa ingkar)');
  return { ok: missing.length === 0, missing };
}

/** The clauses that share most with the claim all deny what it affirms. */
function isNegatedThroughout(claim: string, source: string): boolean {
  const clauses = source.split(/[.;\n]/u).filter((clause) => wordsOf(clause).length >= 4);
  const own = wordsOf(claim).filter((word) => !GLUE.has(word));
  const shared = (clause: string) => own.filter((word) => isKnown(word, wordsOf(clause), false)).length;
  const most = Math.max(0, ...clauses.map(shared));
  if (most < 2) return false;
  return clauses.filter((clause) => shared(clause) === most).every((clause) => /\b(?:tidak|bukan)\b/iu.test(clause));
}

function isKnown(word: string, known: string[], english: boolean): boolean {
  const forms = [word, ...SAME.filter((group) => group.includes(word)).flat()];
  if (english) forms.push(...translated(word));
  return forms.some((form) => known.some((other) => isSameWord(form, other)));
}

/** Of one root, as far as letters tell: "menyetujui" and "persetujuan" share "setuju". */
function isSameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4) return false;
  return longestShared(a, b) >= Math.max(4, Math.ceil(shorter * 0.7));
}

function longestShared(a: string, b: string): number {
  let best = 0;
  for (let from = 0; from < a.length; from++)
    while (from + best < a.length && b.includes(a.slice(from, from + best + 1))) best++;
  return best;
}

const ENGLISH = fileURLToPath(new URL('../../knowledge/sources/lexicon/english.yaml', import.meta.url));
let english: Map<string, string[]> | undefined;

function translated(word: string): string[] {
  // Read line by line: parsing as many lines of YAML takes seconds.
  english ??= new Map(
    [...readFileSync(ENGLISH, 'utf8').matchAll(/^([^#:\n]+): (.+)$/gmu)].map(([, key = '', words = '']) => [
      key,
      words.toLowerCase().split(/\s+/u),
    ]),
  );
  const bare = word.replace(/(?:ies)$/u, 'y').replace(/(?:e?s|ing|ed)$/u, '');
  return [word, bare, `${bare}e`].flatMap((form) => english?.get(form) ?? []);
}
