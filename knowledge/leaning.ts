import { findAddresses } from './address.ts';
import { asksForMeaning } from './asked.ts';
import { contentWords } from './find.ts';
import type { Answer } from './outcome.ts';
import type { Reading, Word } from './words.ts';

/** A message beside what answers it by itself: all that tells whether it leans on the message before. */
export type Heard = {
  message: string;
  reading: Reading;
  /** Its words in standard spelling. */
  standard: string;
  /** What it speaks of itself: content words without those that only point at what was said. */
  own: Word[];
  alone: Answer;
};

/** So many words of its own say enough. */
const ENOUGH = 3;
/** "Kalau", "terus", "bagaimana dengan": what follows may go on from before. */
export const OPENER =
  /^(?:(?:oh|ok|oke|baik|nah|eh|min|kak|pak|bu|ya) )*(?:dan|lalu|lantas|terus|kemudian|kalau|jika|bila|bagaimana (?:dengan|kalau|jika)|sedangkan|and|then|what about|how about|what if|so)\b/u;
const ADDRESSED = /\b(?:kamu|anda|kalian|situ|you|bot|robot|namamu|\w*buatmu)\b/u;
export const ASKS =
  /\b(?:apa\w*|siapa|bagaimana|gimana|kenapa|mengapa|kapan|mana|berapa|who|whom|what|which|when|where|why|how)\b/u;
export const ASKS_MORE_THAN_HOW =
  /\b(?:apa|apakah|siapa|kenapa|mengapa|kapan|mana|berapa|who|whom|which|when|where|why)\b/u;
const PRONOUN =
  /\b(?:tersebut|tadi|dia|ia|mereka|beliau|begitu|that|it|its|they|them|those|itu(?! apa\b)(?<!\bapa itu))\b/u;
/** Somebody named before. */
export const PERSON =
  /\b(?:dia|ia|mereka|beliau|they|them|he|she|(?:bidang|pihak|pejabat|petugas|unit) (?:itu|tersebut|tadi))\b/u;
const NEVER_MIND = /\b(?:tidak apa apa|tidak masalah|never mind)\b/u;
const UNDERSTOOD = /\b(?:sudah|paham|mengerti|cukup|siap|baik|jelas|batal|understood|enough)\b/u;
/** "Yang dimaksud LPSE", "verifikasi itu untuk apa": the word in question is there. */
const TOPIC = /\bdimaksud\b|^(?!bidang|pihak|pejabat|petugas|unit)(\w+) itu\b/u;
const words = (...lines: string[]) => new Set(lines.flatMap((line) => line.split(' ')));
/** What can be asked of whatever was said, by its name alone: "contohnya?", "alasannya?". */
const ASPECT = words(
  'alasan contoh maksud arti dasar hukum landasan sumber rujukan pasal ayat huruf aturan atur tulis cantum bunyi isi',
  'lengkap rinci detail reason example source basis legal article mean meaning',
);
/** Words that say nothing without what was said before. */
const POINTING = words(
  'lewat via nomor lama kali besar jumlah ulang lain selanjutnya berikutnya sebelumnya perbup bagian langkah poin',
  'regulate regulated written next previous long often many much else other more',
);
/** "Siapa yang ngelakuin?": what was done was said before. */
const LIGHT = words('laku kerja buat urus tangan ada jadi punya masuk pakai');

/** "Wajib ga?", "boleh?": the verb was said before. */
export const MODAL = new Set(['wajib', 'harus', 'boleh', 'bisa', 'dapat', 'perlu', 'must', 'may', 'can']);
const MODAL_ALONE = /\b(?:wajib|harus|boleh|bisa|dapat|perlu)(?:kah)?\b/u;
const MODAL_DENIED = /\b(?:wajib|harus|boleh|bisa|dapat|perlu) (?:tidak|kah)$/u;

/** The content words but those that only point at what was said before. */
export function ownWords(reading: Reading): Word[] {
  const pointing = (word: Word) => word.text === 'nya' || [ASPECT, POINTING].some((group) => isAmong(group, word));
  return contentWords(reading).filter(
    (word) => word.text.length > 1 && !pointing(word) && !LIGHT.has(word.stem) && !MODAL.has(word.text),
  );
}

const isAmong = (group: ReadonlySet<string>, { text, stem }: Word) =>
  [text, stem, text.replace(/nya$/u, '')].some((form) => group.has(form));

function namesTopic(standard: string, own: Word[]): boolean {
  const topic = standard.match(TOPIC);
  return topic !== null && (topic[1] === undefined || own.some(({ text }) => text === topic[1]));
}

/** Whether a message needs nothing that was said before, or must not be touched by it. */
export function staysItself({ message, reading, standard, own, alone }: Heard): boolean {
  if (reading.words.length === 0 || alone.kind === 'refusal') return true;
  if (findAddresses(standard).length > 0) return true;
  if (own.length > 0 && !OPENER.test(standard) && (asksForMeaning(message) || namesTopic(standard, own))) return true;
  if (alone.kind === 'smalltalk' && UNDERSTOOD.test(standard) && !ASKS.test(standard)) return true;
  if (alone.talk === 'thanks' || alone.talk === 'farewell') return true;
  if (ADDRESSED.test(standard) || NEVER_MIND.test(standard)) return true;
  if (own.length > ENOUGH || (own.length === ENOUGH && ASKS_MORE_THAN_HOW.test(standard) && !PERSON.test(standard)))
    return true;
  if (alone.kind === 'complaint' && own.length > 0) return own.length > 1 || !OPENER.test(standard);
  // The unit's own facts, such as its opening hours, are the same whatever was said before.
  if (own.length > 0 && (alone.gap?.why === 'unit_unknown' || alone.unitFacts)) return true;
  return false;
}

/** "Contohnya?", "wajib ga?": nothing of its own, and asks all the same. */
export function pointsBack({ message, standard, reading }: Heard): boolean {
  if (reading.words.some((word) => isAmong(ASPECT, word))) return true;
  return !/\btanya\b/u.test(standard) && (/\?/u.test(message) ? MODAL_ALONE : MODAL_DENIED).test(standard);
}

/** Whether it asks at all. */
export const asks = ({ message, standard }: Heard) => ASKS.test(standard) || /\?/u.test(message);

/** Few own words, and a sign that the rest was said before. */
export function leans(heard: Heard): boolean {
  const { reading, standard, own, alone } = heard;
  if (OPENER.test(standard) || PRONOUN.test(standard)) return true;
  if (own.length > 2) return false;
  const failed = alone.kind === 'clarify' || (alone.kind === 'not_found' && alone.gap?.why === 'not_covered');
  const only =
    own.length === 1 && contentWords(reading).filter(({ text }) => !MODAL.has(text)).length === 1 && asks(heard);
  const named = isPossessive(heard) && (own.length === 1 || asks(heard));
  // A question is no greeting, however little of it is known.
  if (alone.kind === 'smalltalk' && ASKS.test(standard)) return true;
  return named || only || (failed && !ASKS.test(standard));
}

/** "Syaratnya apa?": of something that was named before; not "sanggahan caranya gimana", which names it. */
export function isPossessive({ message, reading, standard, own }: Heard): boolean {
  const [first] = reading.words;
  if (first !== undefined && own.includes(first) && !first.text.endsWith('nya') && ASKS.test(standard)) return false;
  return own.some(({ text }) => text.endsWith('nya')) || /\w{3}nya\b/iu.test(message);
}
