import { wordsOf } from './loose-words.ts';

/**
 * Whether a text promises that the schedule of a tender will change. That is for the Pokja Pemilihan or Pejabat Pengadaan
 * alone (Pasal 3 ayat (3)), so no announcement may; to say whom to ask, or that LPSE does not change it, is no promise.
 * It reads words, not sense: good against slips.
 */
export const promisesSchedule = (text: string): boolean => text.split(/[.!?;\n]+(?=\s|$)/u).some(isPromise);

/** What of a tender has times: alone, or followed by another word. */
const SCHEDULES = ['jadwal', 'tahap', 'tahapan', 'tenggat', 'deadline', 'batas akhir', 'batas waktu'];
const STAGES = ['upload', 'pemasukan', 'penawaran', 'pendaftaran', 'tender', 'evaluasi', 'sanggah', 'pemilihan'];
const TIMED = new Set([...SCHEDULES, ...STAGES.flatMap((stage) => [`waktu ${stage}`, `masa ${stage}`])]);
/** Of these only a longer or later time can be meant: "Upload diperpanjang sampai besok". */
const DRAWN_OUT = /^(?:diperpanjang|diundur(?:kan)?|dimundurkan)$/u;
const DRAWN_OUT_OF = new Set([...STAGES, 'lelang', 'batas', 'unggah']);
/** These have a schedule that is ours. */
const OURS = new Set(['pemeliharaan', 'maintenance', 'perbaikan', 'pemulihan', 'gangguan', 'pelatihan', 'layanan']);

const SHIFTED =
  /^(?:(?:di)?perpanjang|(?:di)?undur(?:kan)?|(?:di)?mundurkan|mundur|(?:di)?tunda|(?:di)?geser|bergeser|(?:di)?tambah(?:kan)?|menjadi|jadi|disesuaikan|diubah|berubah|dilonggarkan|diganti)$/u;
/** These come before what they change. */
const SHIFT =
  /^(?:perpanjangan|pengunduran|penundaan|pergeseran|penggeseran|penambahan|tambahan|penyesuaian|perubahan|memperpanjang|mengundurkan|memundurkan|menunda|menggeser|menambah|menyesuaikan|mengubah|perpanjang|kompensasi)$/u;
/** Who waits is given time; who works needs it. */
const GIVEN = /^(?:ada|(?:di|mem)beri(?:kan)?|mendapat(?:kan)?|memperoleh|peserta|penyedia)$/u;
const NOT = new Set(['tidak', 'bukan', 'belum', 'tanpa', 'jangan']);
/** What is denied before these is something else: "tidak perlu khawatir karena jadwal diperpanjang". */
const ELSE = /^(?:karena|sebab|soalnya|khawatir|kuatir|panik|cemas|takut|bingung|ragu|gelisah)$/u;
/** Words at most between a denial and what it denies. */
const DENIED_WITHIN = 5;

const DECIDERS = new Set(['pokja', 'pejabat', 'ppk', 'ulp', 'ukpbj', 'panitia']);
/** A decider is pointed to, and nothing foretold. */
const POINTS =
  /^hanya$|^(?:we|ke|ber)wenang(?:an)?$|^(?:ber|me|di)?(?:tanya|hubungi|tergantung|gantung)|^(?:di|meng|peng)?ajukan$|^permohonan$|^(?:per|di|me)?minta(?:an)?$|^(?:di)?sampaikan$|^(?:di|ke)putus(?:kan|an)$|^di(?:tentukan|tetapkan|umumkan)$/u;
const LOOKS = new Set(['periksa', 'cek', 'lihat', 'pantau', 'perhatikan']);

/** Words in between at most, where the change comes before the schedule. */
const MOST_BETWEEN = 2;

function isPromise(sentence: string): boolean {
  const clauses = sentence.split(',').map(wordsOf);
  if (clauses.some((words) => words.some((word) => LOOKS.has(word)) || pointsElsewhere(words))) return false;
  return clauses.some((clause) => clause.some((_, at) => isChange(clause, at) && !isDenied(clause, at)));
}

const pointsElsewhere = (words: string[]): boolean =>
  words.some((word) => DECIDERS.has(word)) && words.some((word) => POINTS.test(word));

function isDenied(words: string[], at: number): boolean {
  const before = words.slice(Math.max(0, at - DENIED_WITHIN), at);
  const denial = before.findLastIndex((word) => NOT.has(word));
  return denial >= 0 && !before.slice(denial).some((word) => ELSE.test(word));
}

/** Whether the word at that place says that a schedule of a tender changes. */
function isChange(words: string[], at: number): boolean {
  const word = words[at] ?? '';
  const before = words.slice(0, at);
  if (SHIFTED.test(word) && !before.some(isOurs)) {
    if (before.some((_, place) => isTimed(words, place))) return true;
    if (DRAWN_OUT.test(word) && before.some((one) => DRAWN_OUT_OF.has(one))) return true;
  }
  if (!SHIFT.test(word)) return false;
  // "Akan ada perpanjangan": of what, nobody says, and everybody knows.
  if (word === 'perpanjangan' && words.some((one) => GIVEN.test(one)) && !words.some(isOurs)) return true;
  if (words[at + 1] === 'waktu' && words.some((one) => GIVEN.test(one)) && !words.some(isOurs)) return true;
  return [...Array(MOST_BETWEEN + 1).keys()].some((between) => isTimed(words, at + 1 + between));
}

const isOurs = (word: string): boolean => OURS.has(word);

function isTimed(words: string[], at: number): boolean {
  const word = (words[at] ?? '').replace(/nya$/u, '');
  const next = words[at + 1] ?? '';
  return (TIMED.has(word) || TIMED.has(`${word} ${next}`)) && !isOurs(next);
}
