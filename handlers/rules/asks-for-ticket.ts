import { wordsOf } from './loose-words.ts';
import { numberIn } from './ticket.ts';

const TICKET = '(?:tiket|laporan|keluhan|aduan|pengaduan|komplain)(?:ku)?';
const OWN = '(?:saya|sy|aku|ak|gue|kami|tadi|td|kemarin|kmrn|kmarin)';
const HOW = '(?:bagaimana|gimana|gmn|gmna|bgmn|gmana)';
const YET = ['sudah', 'belum', 'tidak'];
const DONE = ['dibalas', 'dibales', 'ditangani', 'diproses'];
const PROGRESS = [
  'sampai mana',
  'status',
  'statusnya',
  'kabar',
  'kabarnya',
  'nasib',
  'nasibnya',
  'perkembangan',
  'progres',
];
/** Words that ask how far something is. */
const HOW_FAR = [...PROGRESS, ...YET.flatMap((yet) => DONE.map((done) => [yet, done].join(' ')))].join('|');
/** "Gimana tiket saya", "tiket saya sampai mana ya", "cek status laporan". */
const ASKS = new RegExp(
  [
    `\\b(?:${HOW_FAR})\\b.{0,24}\\b${TICKET}\\b`,
    `\\b${TICKET}\\b.{0,24}\\b(?:${HOW_FAR})\\b`,
    `\\b${HOW}\\b.{0,6}\\b${TICKET} ${OWN}\\b`,
    `\\b${TICKET} ${OWN}\\b.{0,16}\\b${HOW}\\b`,
  ].join('|'),
  'u',
);
/** Longer messages tell something besides. */
const MOST_WORDS = 14;

/**
 * Whether somebody asks how their ticket is doing, in casual words.
 * @returns the number that they named, or '' when they named none; undefined when they ask for something else
 */
export function asksForTicket(text: string): string | undefined {
  const words = wordsOf(text);
  if (words.length > MOST_WORDS) return undefined;
  const number = numberIn(text);
  if (number !== undefined) return number;
  return ASKS.test(words.join(' ')) ? '' : undefined;
}
