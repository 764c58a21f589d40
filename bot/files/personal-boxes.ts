import { maskPersonalData } from '../../handlers/index.ts';
import type { Box } from './pixels.ts';
import type { Line, Word } from './read-words.ts';

/** Letters that a reader takes for digits and the other way round. One for one, so that places stay. */
const LOOK_ALIKES: Record<string, string> = {
  ...{ O: '0', o: '0', Q: '0', D: '0', U: '0', l: '1', I: '1', i: '1', '|': '1', '!': '1', ']': '1', '[': '1' },
  ...{ Z: '2', z: '2', A: '4', S: '5', s: '5', $: '5', G: '6', b: '6', T: '7', '?': '7', B: '8', g: '9', q: '9' },
};
/** In a word with so many digits, letters among them are digits that were misread. */
const DIGITS_OF_A_NUMBER = 3;

/** Longer than any code of a package: a NIK in which a digit was seen twice or not at all. */
const LONG_NUMBER = /\d(?:[.,:/-]?\d){12,}/g;
/** A mobile number behind a plus that was read as a digit. */
const MOBILE = /62[ .-]{0,3}8[1-9](?:[ .-]{0,3}\d){6,}/g;
/** A word with this sign is an address, even when the rest is unreadable. */
const AT_SIGN = /[@©®]/;

/** Blanks between columns, as a multiple of the height of the letters. */
const WIDE_GAP = 2.5;
const MOST_WORDS_OF_A_LABEL = 4;
const MOST_WORDS_OF_A_SECRET = 2;

/**
 * Where personal data stand in a picture, by the words that were read in it. Rather too much than too little: who needs it
 * can ask for the original.
 */
export function personalBoxes(lines: Line[]): Box[] {
  const rows = rowsOf(lines);
  const boxes = [...lines, ...rows].flatMap((line) => boxesIn(line));
  for (const [at, row] of rows.entries()) {
    const below = rows[at + 1];
    if (!below) continue;
    boxes.push(...boxesIn([...row, ...below], ['lahir', 'rekening']));
    if (isLabel(row) && below.length <= MOST_WORDS_OF_A_SECRET)
      boxes.push(...boxesIn([...withColon(row), ...below], ['sandi']));
  }
  return boxes;
}

/** @param kinds only these: words of two rows do not make one number */
function boxesIn(line: Line, kinds?: Kind[]): Box[] {
  const { text, starts } = textOf(line);
  const parts = [...partsOf(text, kinds), ...partsOf(restored(line).text, kinds)];
  const hit = ({ from, to }: Part) =>
    line.filter(({ text: { length } }, at) => (starts[at] ?? 0) < to && (starts[at] ?? 0) + length > from);
  const addresses = line.filter((word) => AT_SIGN.test(word.text) && word.text.length > 2);
  return [...parts.flatMap(hit), ...addresses].map(padded);
}

type Kind = ReturnType<typeof maskPersonalData>['kinds'][number];
type Part = { from: number; to: number };

function partsOf(text: string, kinds?: Kind[]): Part[] {
  const personal = maskPersonalData(text)
    .parts.filter(({ kind }) => kinds?.includes(kind) ?? true)
    // The reader may have torn a password in two.
    .map(({ from, to, kind }) => ({ from, to: kind === 'sandi' ? endOfColumn(text, to) : to }));
  if (kinds) return personal;
  const long = [LONG_NUMBER, MOBILE].flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ({ index, 0: all }) => ({ from: index, to: index + all.length })),
  );
  return [...personal, ...long];
}

function endOfColumn(text: string, from: number): number {
  const gap = text.indexOf('  ', from);
  return gap < 0 ? text.length : gap;
}

/** The words as one text, columns two blanks apart, and where each begins in it. */
function textOf(line: Line): { text: string; starts: number[] } {
  let text = '';
  const starts: number[] = [];
  for (const [at, word] of line.entries()) {
    const last = line[at - 1];
    if (last) text += word.left - last.right > (word.bottom - word.top) * WIDE_GAP ? '  ' : ' ';
    starts.push(text.length);
    text += word.text;
  }
  return { text, starts };
}

/** As it may have been before it was misread: digits among digits, and a colon for a single sign. */
const restored = (line: Line) =>
  textOf(
    line.map((word) => {
      if (word.text.length === 1) return { ...word, text: ':' };
      if ((word.text.match(/\d/g) ?? []).length < DIGITS_OF_A_NUMBER) return word;
      return { ...word, text: Array.from(word.text, (sign) => LOOK_ALIKES[sign] ?? sign).join('') };
    }),
  );

/** Lines that stand side by side: the columns of a table are read one after the other. */
function rowsOf(lines: Line[]): Line[] {
  const rows: { top: number; bottom: number; words: Line }[] = [];
  const byHeight = lines.map((words) => ({
    words,
    top: Math.min(...words.map(({ top }) => top)),
    bottom: Math.max(...words.map(({ bottom }) => bottom)),
  }));
  for (const line of byHeight.sort((one, other) => one.top - other.top)) {
    const row = rows.find((one) => isBeside(one, line));
    if (row) row.words.push(...line.words);
    else rows.push({ ...line, words: [...line.words] });
  }
  return rows.map(({ words }) => words.sort((one, other) => one.left - other.left));
}

function isBeside(one: { top: number; bottom: number }, other: { top: number; bottom: number }): boolean {
  const shared = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return shared > Math.min(one.bottom - one.top, other.bottom - other.top) / 2;
}

/** In forms the name of a field often stands above it, and then alone. */
const isLabel = (row: Line) =>
  row.length <= MOST_WORDS_OF_A_LABEL &&
  row.every(({ text }) => !/\d|@|[^:]:./.test(text)) &&
  !/[.!]$/.test(row.at(-1)?.text ?? '');

/** "Kata sandi" above a word is read like "Kata sandi: " before it. */
function withColon(label: Line): Line {
  return label.map((word, at) =>
    at === label.length - 1 ? { ...word, text: `${word.text.replace(/:$/, '')}:` } : word,
  );
}

/** Boxes are read tight; what stands out would still show the letter. */
function padded({ left, top, right, bottom }: Word): Box {
  const more = Math.max(2, (bottom - top) * 0.15);
  return { left: left - more, top: top - more, right: right + more, bottom: bottom + more };
}
