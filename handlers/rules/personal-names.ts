import { patternOf } from './reporter-name.ts';

/** A name in a text, in UTF-16 units, `to` not included. */
type NamePart = { from: number; to: number };

/** Nobody's name has more words, and what follows it is the question. */
const MOST_WORDS = 5;
/** In small letters a name cannot be told from the words behind it as surely. */
const MOST_SMALL_WORDS = 3;
/** So many names are looked for in the rest of a text: more are a list, and each of them stands there once. */
const MOST_NAMES = 20;

/**
 * Words behind which a person is named, whatever their letters; after some of them only capitals make a name, since anything
 * else may stand there too.
 */
const INTRODUCED: [before: RegExp, onlyCapitals: boolean][] = [
  [
    /\b(?:nama\s+(?:lengkap\s+)?(?:saya|sy|aku|kami|ku|gue|gw|direktur(?:nya)?)|namaku|namanya)\s*(?:(?:adalah|ialah|yaitu|itu)\b)?\s*[:=,]?\s*/giu,
    false,
  ],
  [/\bperkenalkan\s*,?\s*(?:(?:nama\s+)?(?:saya|sy|aku|kami)\b)?\s*(?:(?:adalah|dengan)\b)?\s*[:,]?\s*/giu, false],
  [/\bmy\s+(?:full\s+)?name\s*(?:is|'s|’s|:)\s*/giu, false],
  [/\bnama\s*(?:lengkap|pemohon|pelapor|direktur|pemilik|pic)?\s*[:=]\s*/giu, false],
  [/(?:\batas\s+nama|\ba\.\s?n\.?|\ba\/n\.?)\s*:?\s*/giu, true],
  [/\b(?:i\s+am|i'm|i’m|this\s+is)\s+/giu, true],
  [/\b(?:saya|sy|aku|ini|dengan)\s+(?:adalah\s+)?/giu, true],
  [/\b(?:bapak|ibu|pak|bu|sdr|sdri|saudara|saudari|haji|hajjah|mr|mrs|ms|mas|mbak|kak)\b\.?\s+/giu, true],
  [
    /(?:\bterima\s?kasih|\bmakasih|\btrims|\bthanks|\bthank\s+you|\bregards|\bsalam|\bhormat\s+(?:saya|kami)|\bttd\.?)\s*[,.]?\s+(?=[\p{L}.'’-]+(?:\s+[\p{L}.'’-]+){0,3}[.!]?\s*$)/giu,
    true,
  ],
];

/** "saya budi dari cv maju": in small letters, when what follows says that a person spoke of themselves. */
const FROM_FIRM =
  /\b(?:saya|sy|aku|ini|dengan|i\s+am|i'm|i’m)\s+((?:[\p{L}.'’-]+\s+){1,3}?)(?=(?:dari|dr|selaku|from|direktur|pemilik|owner)\s+\p{L})/giu;

/** The name of a firm behind its form: with a person of it, it says who asks. */
const FIRM = /\b(?:cv|pt|ud|firma|koperasi|yayasan|toko)\b\.?\s+/giu;

/** Names in Telegram and Slack; not what stands in an address of mail. */
const HANDLE = /(?<![\p{L}\p{N}@._+-])@\p{L}[\p{L}\p{N}_.-]{2,31}(?<![.-])/gu;

/** What stands where a name may stand, and is none: the words of any sentence … */
const LITTLE_WORDS =
  /^(?:anda|atau|belum|bila|dapat|dari|dengan|di|ini|itu|ke|pada|saya|silakan|sudah|tidak|untuk|yang)$/u;
/** … and those of this field. */
const NO_NAME = new Set(
  `a ada adalah admin agar aja akan akhirnya akta aktif aku akun alamat am an and android apa apabila apakabar
  apakah aplikasi apple asing asking asn atas badan bagaimana bagian bahwa banyak bapak baru barusan be benar
  berapa berbadan berbeda berhak bersama berubah besar biasa bidang bisa boleh bot bu buat bukan bumd bumdes bumn
  bupati butuh calon camat can cara cek coba cuma cv daftar dalam dan data desa diminta dinas direktur disini
  distributor do dokumen dosen dua dulu e-mail email error excel firma from ga gagal gak ganda gimana google guru
  hanya harap hari harus have hendak hilang how hp huruf i ibu ikut in info ingin is it izin jadi jika juga
  juragan kabid kadis kalau kalo kami kamu kantor karena karyawan kasi kecamatan kedua kelompok kemarin kembali
  kemudian kepala kesulitan ketika ketua kira kita konsultan kontraktor koperasi kota kso kuasa kurang lagi lain
  lalu lama lewat lkpp login lpse lupa mahasiswa mana masih masuk masyarakat mau mencoba mendaftar mengalami
  mengapa menjadi mereka mohon mulai muncul mundur mungkin my nama namun nanti new ngga nggak nib nik no nol nomor
  not notaris npwp numpang of ok oke on opd operator orang pa pak pakai panitia para pas pegawai pejabat pelaku
  pelapor pemda pemilik pemula penanggung pengadaan pengelola penyedia peraturan perbup perlu permisi pernah
  perorangan perseorangan persero pertama perusahaan perwakilan peserta petugas pihak pimpinan pns pokja polewali
  polman polri ppk pribadi produk pt pun punya registered registering rekanan representing resmi saat saja salah
  sama sampai sangat satker satu sebab sebagai sebuah sedang sejak sekarang sekda sekretaris selaku selalu selama
  selamat seorang sering serta sesuai setelah siapa sih sini sistem situ siup skpd skt sop spse staf staff sulit
  supaya surat swasta sy syarat tadi tahu tahun tak tanggung tanya tapi tbk tdk tdp telah tempat tender tentang
  terdaftar terima terkait ternyata tersebut tertarik tetap tetapi the tni toko tolong trying tuan ud udah ujung
  umk umkm umum unable unit usaha user username utama vendor verifikator wajib wakil want warga what when where
  who why windows wirausaha with wna wni word yaitu yakni yayasan yg`
    .split(/\s+/u)
    .filter((word) => word !== ''),
);

const WORD = /^[\p{L}][\p{L}.'’-]*/u;
/** What joins the words of one name: blanks, and a comma before a title such as "S.T.". */
const BETWEEN = /^(?:[ \t]+|,[ \t]*(?=(?:[A-Z][a-z]{0,3}\.){1,4}|(?:SE|ST|SH|MM|MT)\b))/u;
/** Parts of names that are written small. */
const JOINING = /^(?:bin|binti|al|el|von|van|de)$/iu;

/**
 * Finds where people are named: "nama saya …", "saya … dari CV …", "atas nama …", "Pak …", "my name is …", "@…", the firm that
 * belongs to it, and these names wherever else they stand. What is not sure to be a name is one only in capitals.
 * @param known names that the asker is known by
 */
export function namesIn(text: string, known: readonly string[] = []): NamePart[] {
  const found: NamePart[] = [];
  const take = (from: number, most: number, onlyCapitals: boolean) => {
    const to = endOfName(text, from, most, onlyCapitals);
    if (to !== undefined) found.push({ from, to });
  };
  const shouts = isInCapitals(text);
  for (const [before, onlyCapitals] of INTRODUCED)
    if (!(shouts && onlyCapitals))
      for (const { index, 0: all } of text.matchAll(before)) take(index + all.length, MOST_WORDS, onlyCapitals);
  for (const { index, 0: all, 1: name = '' } of text.matchAll(FROM_FIRM))
    take(index + all.length - name.length, name.trim().split(/\s+/u).length, false);
  if (!shouts) for (const { index, 0: all } of text.matchAll(FIRM)) take(index + all.length, MOST_WORDS, true);
  for (const { index, 0: all } of text.matchAll(HANDLE)) found.push({ from: index, to: index + all.length });
  const named = new Set([...known, ...found.map(({ from, to }) => text.slice(from, to))]);
  for (const name of [...named].slice(0, MOST_NAMES))
    for (const { index, 0: all } of text.matchAll(patternOf(name) ?? /(?!)/gu))
      if (isAgain(all, name)) found.push({ from: index, to: index + all.length });
  return joined(found);
}

/** Capitals tell nothing where all is written with them. */
function isInCapitals(text: string): boolean {
  const words = text.match(/\p{L}{4,}/gu) ?? [];
  const capital = words.filter((word) => /^\p{Lu}/u.test(word));
  return !/\p{Ll}/u.test(text) || (words.length >= 5 && capital.length >= words.length * 0.8);
}

/** A name once more, or a part of it; in small letters a part may be a word like any other: "Sumber Jaya", "sumber dana". */
const isAgain = (written: string, name: string): boolean =>
  written.toLowerCase() === name.toLowerCase() || /^\p{Lu}/u.test(written) || !/\p{Lu}/u.test(name);

/** Where a name ends that begins at `from`; undefined when none does. */
function endOfName(text: string, from: number, most: number, onlyCapitals: boolean): number | undefined {
  let [at, end, words]: [number, number | undefined, number] = [from, undefined, 0];
  const [first = ''] = WORD.exec(text.slice(from)) ?? [];
  const isCapital = /^\p{Lu}/u.test(first);
  if (onlyCapitals && !isCapital) return undefined;
  for (const allowed = isCapital ? most : Math.min(most, MOST_SMALL_WORDS); words < allowed; words++) {
    const [word = ''] = WORD.exec(text.slice(at)) ?? [];
    const bare = word.replace(/[.'’-]+$/u, '');
    if (bare === '' || isNoName(bare.toLowerCase())) break;
    const fits = !isCapital || /^\p{Lu}/u.test(word) || (words > 0 && JOINING.test(bare));
    if (!fits) break;
    if (!JOINING.test(bare)) end = at + bare.length;
    const [gap] = BETWEEN.exec(text.slice(at + word.length)) ?? [];
    // A full stop after more than an initial ends the sentence.
    if (gap === undefined || (/\.$/u.test(word) && bare.length > 4)) {
      words++;
      break;
    }
    at += word.length + gap.length;
  }
  return end;
}

const isNoName = (word: string): boolean => LITTLE_WORDS.test(word) || NO_NAME.has(word);

/** In order; those that overlap are one. */
function joined(parts: NamePart[]): NamePart[] {
  const whole: NamePart[] = [];
  for (const part of parts.toSorted((one, other) => one.from - other.from || other.to - one.to)) {
    const last = whole.at(-1);
    if (last && part.from < last.to) last.to = Math.max(last.to, part.to);
    else whole.push({ ...part });
  }
  return whole;
}
