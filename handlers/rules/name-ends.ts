import { isNoName } from './no-names.ts';
import { tellsOf } from './said-of.ts';

/** Nobody's name has more words, and what follows it is the question. */
export const MOST_WORDS = 8;
/** In small letters a name cannot be told from the words behind it as surely. */
const MOST_SMALL_WORDS = 3;
/** Where a name was announced it may be longer. */
const MOST_ANNOUNCED_SMALL_WORDS = 6;

/** A word that may be one of a name. */
export const WORD = /^[\p{L}][\p{L}.'’-]*/u;
/** What joins the words of one name: blanks, marks of emphasis, and a comma before a title such as "S.T.". */
const BETWEEN =
  /^(?:[ \t]+|[ \t]?[*_~]{1,2}[ \t]+[*_~]{0,2}|,[ \t]*(?=(?:[A-Z][a-z]{0,3}\.){1,4}|(?:SE|ST|SH|MM|MT)\b))/u;
/** Parts of names that are written small. */
const JOINING = /^(?:bin|binti|al|el|von|van|de)$/iu;

/** Where a clause ends, in which nothing can be told to be the name. */
const END_OF_CLAUSE = /[,;:?!()\n\0"”\]]|\.\s|\.$/u;

/** Where a name ends that begins at `from`; undefined when none does. */
export function endOfName(
  text: string,
  from: number,
  most: number,
  onlyCapitals: boolean,
  mostSmall = MOST_SMALL_WORDS,
): number | undefined {
  let [at, end, words]: [number, number | undefined, number] = [from, undefined, 0];
  const [first = ''] = WORD.exec(text.slice(from)) ?? [];
  const isCapital = /^\p{Lu}/u.test(first);
  if (onlyCapitals && !isCapital) return undefined;
  for (const allowed = isCapital ? most : Math.min(most, mostSmall); words < allowed; words++) {
    const [word = ''] = WORD.exec(text.slice(at)) ?? [];
    const bare = bareOf(word);
    if (bare === '' || isNoName(bare.toLowerCase()) || (!isCapital && tellsOf(bare.toLowerCase()))) break;
    const fits = !isCapital || /^\p{Lu}/u.test(word) || (words > 0 && JOINING.test(bare));
    if (!fits) break;
    if (!JOINING.test(bare)) end = at + bare.length;
    const [gap] = BETWEEN.exec(text.slice(at + word.length)) ?? [];
    if (gap === undefined || endsSentence(word, gap, words)) {
      words++;
      break;
    }
    at += word.length + gap.length;
  }
  return end;
}

/** A full stop after more than an initial or a short title does; so does one after a degree, "S.T. Boleh". */
const endsSentence = (word: string, gap: string, before: number): boolean =>
  /\.$/u.test(word) && (bareOf(word).length > 4 || (before > 0 && /\..*\.$/u.test(word) && !gap.startsWith(',')));

/** The end of a name in capitals; a single one may go on in small letters. */
export function endOfCapitals(text: string, from: number): number {
  let [at, end, words] = [from, from, 0];
  let [capitals, small] = [0, 0];
  const isLoud = /^\p{Lu}{2,}/u.test(text.slice(from));
  for (; words < MOST_WORDS; words++) {
    const [word = ''] = WORD.exec(text.slice(at)) ?? [];
    const bare = bareOf(word);
    const isCapital = /^\p{Lu}/u.test(word);
    const low = bare.toLowerCase();
    if (bare === '') break;
    // "Budi NIK": an abbreviation of this field; "Budi. Apakah": the next sentence.
    if (words > 0 && isCapital && !isLoud && /^\p{Lu}{2,}$/u.test(bare) && speaks(low)) break;
    if (words > 0 && /\p{L}{2}\.\s+$/u.test(text.slice(from, at)) && tellsOf(low)) break;
    const isJoining = words > 0 && JOINING.test(bare);
    if (!isCapital && !isJoining && (capitals !== 1 || small >= 2 || speaks(low))) break;
    if (isCapital) capitals++;
    else if (!isJoining) small++;
    if (!isJoining) end = at + bare.length;
    const [gap] = BETWEEN.exec(text.slice(at + word.length)) ?? [];
    if (gap === undefined || endsSentence(word, gap, words)) break;
    at += word.length + gap.length;
  }
  return end;
}

/** The end of a name in small letters; where the first word is one of this field the rest of the clause may be the name. */
export function endOfSmall(text: string, from: number): number {
  const to = endOfName(text, from, MOST_WORDS, false, MOST_ANNOUNCED_SMALL_WORDS);
  if (to !== undefined) return to;
  const clause = text.slice(from, from + 80).split(END_OF_CLAUSE)[0] ?? '';
  const words = clause.match(/\S+\s*/gu) ?? [];
  const said = words.findIndex((word, at) => at > 0 && (tellsOf(bareOf(word.trim()).toLowerCase()) || ASKS.test(word)));
  return from + (said < 0 ? words : words.slice(0, said)).join('').trimEnd().length;
}

/** Where the question begins behind a name. */
const ASKS = /^(?:mau|ingin|mohon|minta|syarat\p{L}*|daftar|saya|kami|dari|selaku|punya|nik|npwp|nib|nip)\b/iu;

/** Whether a word, in small letters, is none of a name: it says something of it, or belongs to this field. */
export const speaks = (word: string) => tellsOf(word) || isNoName(word);
/** Without the marks at its end. */
export const bareOf = (word: string) => word.replace(/[.'’-]+$/u, '');
