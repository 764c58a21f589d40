import type { Line } from './regulation-lines.ts';
import { letterValue, readDigits } from './regulation-markers.ts';

/** A heading that a line may be; the reader knows whether its number fits. */
export type Heading =
  | { kind: 'bab' | 'bagian'; number: number; name: string; title: string }
  | { kind: 'paragraf'; name: string; title: string }
  | { kind: 'diktum'; number: number; word: string; length: number }
  | { kind: 'pasal'; numbers: PasalNumber[]; length: number };

/** A scan leaves several readings: "5I" is 51, or 5 with the inserted letter I. */
export type PasalNumber = { number: number; letter?: string };

const UNITS = ['kesatu', 'kedua', 'ketiga', 'keempat', 'kelima', 'keenam', 'ketujuh', 'kedelapan', 'kesembilan'];
const ORDINALS = [
  ...UNITS,
  'kesepuluh',
  'kesebelas',
  ...UNITS.slice(1).map((unit) => `${unit} belas`),
  'kedua puluh',
  ...UNITS.map((unit) => `kedua puluh ${unit.slice(2)}`),
  'ketiga puluh',
];
const ORDINAL = `pertama|${[...ORDINALS]
  .sort((a, b) => b.length - a.length)
  .map((ordinal) => ordinal.replaceAll(' ', '\\s{0,3}'))
  .join('|')}`;

const BAB = /^BAB\s{1,5}([IVXLCl1|]{1,7})(?![\w/])\.?\s{0,5}(.*)$/iu;
const BAGIAN = new RegExp(`^Bagian\\s{1,5}(${ORDINAL})\\b\\s{0,5}(.*)$`, 'iu');
const PARAGRAF = new RegExp(`^Paragraf\\s{1,5}(\\d{1,2}|${ORDINAL})\\b\\s{0,5}(.*)$`, 'iu');
const PASAL = /^Pasa[lI1|]\s{0,5}([\dlI|OoS]{1,4})\s{0,2}([A-Z])?\s{0,2}[.:]?$/iu;
const PASAL_AND_TEXT = /^Pasal\s{1,5}(\d{1,3})([A-Z])?\.?\s{1,5}(?=\(1\)|\p{Lu})/u;
/** "Pasal 5 Undang-Undang Nomor …" goes on to speak of another instrument. */
const INSTRUMENT =
  /^(?:undang|peraturan|keputusan|ketetapan|instruksi|kitab|perpres|perda|perbup)(?![^.;]{0,80}\bini\b)/iu;
const DIKTUM = new RegExp(`^(${ORDINAL})(?:\\s{0,3}[:;.]\\s*|\\s{2,}|$)`, 'iu');

/** A title begins with a capital; "Bagian Kedua dan Bagian Ketiga berlaku …" is running text. */
const startsTitle = (rest: string) => rest === '' || /^\p{Lu}/u.test(rest);

/** What heading the line would be, judged by its own words. */
export function readHeading(line: string): Heading | undefined {
  const text = line.slice(0, 300).replace(/\*+$/u, '').trimEnd();
  let match = text.match(BAB);
  if (match && startsTitle(match[2] ?? '')) {
    const roman = (match[1] ?? '').replace(/[l1|]/gu, 'I').toUpperCase();
    const number = romanValue(roman);
    if (number !== undefined) return { kind: 'bab', number, name: `BAB ${roman}`, title: match[2] ?? '' };
  }
  match = text.match(BAGIAN);
  if (match && startsTitle(match[2] ?? ''))
    return {
      kind: 'bagian',
      number: ordinalValue(match[1] ?? ''),
      name: `Bagian ${match[1]}`,
      title: match[2] ?? '',
    };
  match = text.match(PARAGRAF);
  if (match && startsTitle(match[2] ?? ''))
    return { kind: 'paragraf', name: `Paragraf ${match[1]}`, title: match[2] ?? '' };
  match = text.match(PASAL);
  if (match) return { kind: 'pasal', numbers: pasalNumbers(match[1] ?? '', match[2]), length: line.length };
  match = text.match(PASAL_AND_TEXT);
  if (match && !INSTRUMENT.test(text.slice(match[0].length)))
    return { kind: 'pasal', numbers: pasalNumbers(match[1] ?? '', match[2]), length: match[0].length };
  match = text.match(DIKTUM);
  if (match && match[1] === match[1]?.toUpperCase())
    return {
      kind: 'diktum',
      number: ordinalValue(match[1] ?? ''),
      word: (ORDINALS[ordinalValue(match[1] ?? '') - 1] ?? '').toUpperCase(),
      length: match[0].length,
    };
  return undefined;
}

/** Whether a Pasal comes within the few lines that a title takes: what a BAB or a Bagian is there for. */
export function leadsToPasal(lines: Line[], from: number): boolean {
  for (const { text } of lines.slice(from + 1, from + 12)) {
    const heading = readHeading(text);
    if (heading?.kind === 'pasal') return true;
    // A title has neither a marker nor the end of a sentence.
    if (!heading && (/[;:]$/u.test(text) || text.length > 200)) return false;
  }
  return false;
}

function pasalNumbers(digits: string, letter: string | undefined): PasalNumber[] {
  const numbers: PasalNumber[] = [];
  const whole = readDigits(digits.replace(/S/gu, '5'));
  const inserted = letter?.toLowerCase();
  if (Number.isFinite(whole)) numbers.push({ number: whole, ...(inserted && { letter: inserted }) });
  const last = digits.slice(-1);
  if (inserted === undefined && /^\d+[A-Z]$/u.test(digits))
    numbers.push({ number: Number(digits.slice(0, -1)), letter: last.toLowerCase() });
  return numbers;
}

/** Whether `next` is the very next Pasal after `last`: 6 after 5 or 5B, 5A after 5, 5B after 5A. */
export function isNextPasal(next: PasalNumber, last: PasalNumber): boolean {
  if (next.letter === undefined) return next.number === last.number + 1;
  const before = last.letter === undefined ? 0 : letterValue(last.letter);
  return next.number === last.number && letterValue(next.letter) === before + 1;
}

function ordinalValue(word: string): number {
  const bare = word.toLowerCase().replace('pertama', 'kesatu').replace(/\s/gu, '');
  return ORDINALS.findIndex((ordinal) => ordinal.replace(/\s/gu, '') === bare) + 1;
}

const ROMAN = /^(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/u;
const ROMAN_SIGNS: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

function romanValue(text: string): number | undefined {
  if (text === '' || !ROMAN.test(text)) return undefined;
  const values = [...text].map((sign) => ROMAN_SIGNS[sign] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}
