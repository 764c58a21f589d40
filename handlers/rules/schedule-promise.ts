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
/** These have a schedule that is ours. */
const OURS = new Set(['pemeliharaan', 'maintenance', 'perbaikan', 'pemulihan', 'gangguan', 'pelatihan', 'layanan']);

const SHIFTED =
  /^(?:diperpanjang|diundur(?:kan)?|dimundurkan|mundur|ditunda|digeser|bergeser|ditambah(?:kan)?|disesuaikan|diubah|berubah|dilonggarkan|diganti)$/u;
/** These come before what they change. */
const SHIFT =
  /^(?:perpanjangan|pengunduran|penundaan|pergeseran|penggeseran|penambahan|tambahan|penyesuaian|perubahan|memperpanjang|mengundurkan|memundurkan|menunda|menggeser|menambah|menyesuaikan|mengubah|perpanjang|kompensasi)$/u;
/** Who waits is given time; who works needs it. */
const GIVEN = /^(?:ada|(?:di|mem)beri(?:kan)?|mendapat(?:kan)?|memperoleh|peserta|penyedia)$/u;
const NOT = new Set(['tidak', 'bukan', 'belum', 'tanpa', 'jangan']);

const DECIDERS = new Set(['pokja', 'pejabat', 'ppk', 'ulp', 'ukpbj', 'panitia']);
/** A decider is pointed to, and nothing foretold. */
const POINTS =
  /^(?:we|ke|ber)wenang(?:an)?$|^(?:ber|me|di)?(?:tanya|hubungi|tergantung|gantung)|^(?:di|meng|peng)?ajukan$|^permohonan$|^(?:per|di|me)?minta(?:an)?$|^(?:di)?sampaikan$|^(?:di|ke)putus(?:kan|an)$|^di(?:tentukan|tetapkan|umumkan)$/u;
const LOOKS = new Set(['periksa', 'cek', 'lihat', 'pantau', 'perhatikan']);

/** Words in between at most, where the change comes before the schedule. */
const MOST_BETWEEN = 2;

function isPromise(sentence: string): boolean {
  const clauses = sentence.split(',').map(wordsOf);
  const words = clauses.flat();
  if (words.some((word) => LOOKS.has(word))) return false;
  if (words.some((word) => DECIDERS.has(word)) && words.some((word) => POINTS.test(word))) return false;
  return clauses.some((clause) => clause.some((_, at) => isChange(clause, at) && !clause.slice(0, at).some(isDenial)));
}

const isDenial = (word: string): boolean => NOT.has(word);

/** Whether the word at that place says that a schedule of a tender changes. */
function isChange(words: string[], at: number): boolean {
  const word = words[at] ?? '';
  const before = words.slice(0, at);
  if (SHIFTED.test(word)) return before.some((_, place) => isTimed(words, place)) && !before.some(isOurs);
  if (!SHIFT.test(word)) return false;
  if (words[at + 1] === 'waktu' && words.some((one) => GIVEN.test(one)) && !words.some(isOurs)) return true;
  return [...Array(MOST_BETWEEN + 1).keys()].some((between) => isTimed(words, at + 1 + between));
}

const isOurs = (word: string): boolean => OURS.has(word);

function isTimed(words: string[], at: number): boolean {
  const word = (words[at] ?? '').replace(/nya$/u, '');
  const next = words[at + 1] ?? '';
  return (TIMED.has(word) || TIMED.has(`${word} ${next}`)) && !isOurs(next);
}
