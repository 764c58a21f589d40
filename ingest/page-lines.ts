/** A line as it stands on a page, `v` up from its foot in points; `gap` is the distance to the line above, `parted` says that it is wider than usual there. */
export type PageLine = { text: string; v: number; gap: number; parted: boolean };

/** How many times the usual gap between two lines separates paragraphs, or a header from the body. */
const WIDE = 1.4;

/** The lines of a page from the top, with the gaps between them; `size` is the height of their letters. */
export function spaced(lines: { text: string; v: number; size: number }[]): PageLine[] {
  const gaps = lines.slice(1).map(({ v }, index) => (lines[index]?.v ?? v) - v);
  // On a page of two or three lines the median may be the gap between header and body.
  const usual = Math.min(median(gaps), 2.5 * median(lines.map(({ size }) => size)));
  return lines.map(({ text, v }, index) => {
    const gap = gaps[index - 1] ?? 0;
    return { text, v, gap, parted: gap > WIDE * usual };
  });
}

/** The text of pages without what only the pages brought in: running lines, page numbers, catchwords, hyphens at the end of a line. */
export function textOfPages(pages: PageLine[][]): string {
  const lines = bodiesOf(pages)
    .flat()
    .flatMap(({ text, parted }) => (parted ? ['', text] : [text]));
  return joinHyphenated(lines).join('\n').trim();
}

/** Each page without running lines and catchwords. */
export const bodiesOf = (pages: PageLine[][]): PageLine[][] => dropCatchwords(dropRunningLines(pages));

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** Never a running line, however often it comes back at the edge of a page. */
const STRUCTURE = /^(?:BAB|Bagian|Paragraf|Pasal|Lampiran|\(?\p{N}+[.)]|\(?[a-z][.)])(?:\s|$)/iu;
const DECORATED_NUMBER =
  /^(?:[-–—]\s*(?:\d{1,4}|[ivxl]+)\s*[-–—]|(?:hal(?:aman)?|page)\.?\s*\d{1,4}(?:\s*(?:dari|of|\/)\s*\d{1,4})?|\d{1,4}\s*(?:dari|of|\/)\s*\d{1,4})$/iu;
/** Running lines are looked for among so many lines at the top and at the foot of a page. */
const EDGE = 5;

function dropRunningLines(pages: PageLine[][]): PageLine[][] {
  const headings = countKeys(pages, (line, page) => (STRUCTURE.test(line.text) ? [] : lineKeys(line, page)));
  const numbers = countKeys(pages, bareNumberKeys);
  const filled = pages.filter((lines) => lines.length > 0).length;
  // Of the whole document: a last page with a few loose lines has no usual gap of its own.
  const wide = WIDE * median(pages.flatMap((lines) => lines.slice(1).map(({ gap }) => gap)));
  const often = Math.max(3, Math.floor(filled / 2) + 1);

  // A lone figure may be a table's: it must count along with the pages.
  const isNumber = (line: PageLine, page: number) =>
    DECORATED_NUMBER.test(line.text) ||
    bareNumberKeys(line, page).some((key) => (numbers.get(key) ?? 0) >= Math.min(2, filled));
  const isHeading = (line: PageLine, page: number) =>
    !STRUCTURE.test(line.text) && lineKeys(line, page).some((key) => (headings.get(key) ?? 0) >= often);

  const isBelowGap = (line: PageLine | undefined) => line === undefined || line.parted || line.gap > wide;

  /** How many of these lines, the outermost first, are no part of the body. */
  const runningCount = (edge: PageLine[], page: number, isApart: (count: number) => boolean) => {
    let count = edge.findIndex((line) => !isNumber(line, page) && !isHeading(line, page));
    if (count < 0) count = edge.length;
    // A gap sets headers and footers apart; without it they may be lines of the text that happen to repeat.
    for (; count > 0; count -= 1) {
      const innermost = edge[count - 1];
      if (isApart(count) || (innermost && isNumber(innermost, page))) return count;
    }
    return 0;
  };

  return pages.map((lines, page) => {
    const top = runningCount(lines.slice(0, EDGE), page, (count) => isBelowGap(lines[count]));
    const rest = lines.slice(top);
    const bottom = runningCount(rest.slice(-EDGE).reverse(), page, (count) => isBelowGap(rest.at(-count)));
    const body = rest.slice(0, rest.length - bottom);
    return body.map((line, index) => (index === 0 ? { ...line, parted: false } : line));
  });
}

/** On how many pages each key stands among the first or last lines. */
function countKeys(pages: PageLine[][], keysOf: (line: PageLine, page: number) => string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [page, lines] of pages.entries()) {
    const edge = lines.filter((_, index) => index < EDGE || index >= lines.length - EDGE);
    for (const key of new Set(edge.flatMap((line) => keysOf(line, page)))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The same line on another page, at the same height, has a key in common: as it is, or but for a number that counts along with the pages. */
function lineKeys({ text, v }: PageLine, page: number): string[] {
  const height = Math.round(v / 3);
  const counted = (pattern: RegExp) => text.replace(pattern, (digits) => `#${Number(digits) - page}`);
  return [text, counted(/\d+/), counted(/\d+(?=\D*$)/)].map((key) => `${height} ${key}`);
}

function bareNumberKeys({ text }: PageLine, page: number): string[] {
  return /^\d{1,4}$/.test(text) ? [String(Number(text) - page)] : [];
}

/** State gazettes print the next page's first words at the foot: "Pasal 5 . . .". */
function dropCatchwords(pages: PageLine[][]): PageLine[][] {
  return pages.map((lines, page) => {
    const words = /^(.*\S)\s*(?:\.\s?\.\s?\.|…)$/u.exec(lines.at(-1)?.text ?? '')?.[1];
    const next = pages[page + 1]?.[0]?.text;
    return words && next?.startsWith(words) ? lines.slice(0, -1) : lines;
  });
}

/** Prefixes written with a hyphen anyway: "non-tender", "e-katalog". */
const KEEPS_HYPHEN = /^(?:e|non|ad)$/iu;

function joinHyphenated(lines: string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1) ?? '';
    const [, left, mark] = /(\p{L}+)([-/])$/u.exec(last) ?? [];
    const right = /^\p{L}+/u.exec(line)?.[0];
    if (left === undefined || right === undefined) {
      joined.push(line);
      continue;
    }
    const [word = '', ...rest] = line.split(' ');
    joined[joined.length - 1] = (mark === '/' || hyphenStays(left, right) ? last : last.slice(0, -1)) + word;
    if (rest.length > 0) joined.push(rest.join(' '));
  }
  return joined;
}

/** Reduplication ("perundang-undangan", "warna-warni"), a prefix, or a name ("non-Pemerintah"). */
function hyphenStays(left: string, right: string): boolean {
  const [l, r] = [left.toLowerCase(), right.toLowerCase()];
  const startsName = /^\p{Lu}/u.test(right) && /\p{Ll}$/u.test(left);
  const repeats = r.startsWith(l.slice(0, 3)) && l.length >= 3;
  for (let length = Math.min(l.length, r.length); length >= 4; length -= 1) {
    if (r.startsWith(l.slice(-length))) return true;
  }
  return startsName || repeats || KEEPS_HYPHEN.test(left);
}
