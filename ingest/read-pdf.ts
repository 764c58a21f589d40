import { getDocumentProxy } from 'unpdf';
import { cleanLine } from './clean-text.ts';
import { encrypted, Refusal } from './unreadable.ts';

type PdfItem = { text: string; u: number; v: number; width: number; size: number; turn: number };
/** `gap` is the distance to the line above, `parted` says that it is wider than usual on its page. */
type PdfLine = { text: string; v: number; gap: number; parted: boolean };

/**
 * The text of a PDF, line by line as printed: items on one baseline make a line, and a wider gap
 * than usual between lines gives an empty line. Running headers and footers that repeat on most
 * pages (three pages at least), page numbers, and the catchwords of state gazettes ("b. bahwa . . .") go;
 * words hyphenated at a line's end are joined, reduplications ("pihak-pihak") keep their hyphen, and
 * what stands behind a slash ("Barang/Jasa") comes back to it.
 * Diagonal text is taken for a watermark and dropped; text turned by 90° is read after the rest.
 *
 * Columns side by side are not recognised: their lines are read across. Tables come as lines, cells
 * parted by spaces. Scanned pages give nothing; when they are most of the file it is refused.
 *
 * Throws Refusal for that and when a password is needed; any other error means that it is damaged.
 */
export async function pdfToText(bytes: Buffer): Promise<string> {
  const pages = await pdfPages(bytes);
  const bodies = dropCatchwords(dropRunningLines(pages));
  const readable = bodies.filter((lines) => lines.some(({ text }) => /[\p{L}\p{N}]/u.test(text))).length;
  if (readable * 2 < bodies.length || readable === 0) {
    throw new Refusal(
      'no_text',
      `${readable} dari ${bodies.length} halaman berisi teks; tampaknya hasil pindai (scan), dan OCR belum tersedia. Berikan PDF asli dari pengolah kata.`,
    );
  }
  const lines = bodies.flat().flatMap(({ text, parted }) => (parted ? ['', text] : [text]));
  return joinHyphenated(lines).join('\n').trim();
}

async function pdfPages(bytes: Buffer): Promise<PdfLine[][]> {
  // pdf.js takes the memory over, so it gets a copy.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 }).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'PasswordException' ? encrypted(error) : error;
  });
  try {
    const pages: PdfLine[][] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(pageLines(items.flatMap((item) => ('str' in item ? pdfItem(item) : []))));
      page.cleanup();
    }
    return pages;
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** Places an item along (u) and across (v) its own reading direction, so a turned page reads like any other. */
function pdfItem(item: { str: string; width: number; transform: number[] }): PdfItem[] {
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = item.transform;
  const angle = Math.atan2(b, a) / (Math.PI / 2);
  const turn = Math.round(angle);
  if (item.str === '' || Math.abs(angle - turn) > 0.1) return [];
  const [cos, sin] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][(turn + 4) % 4] as [number, number];
  const [u, v] = [x * cos + y * sin, y * cos - x * sin];
  return [{ text: item.str, u, v, width: item.width, size: Math.hypot(c, d), turn: (turn + 4) % 4 }];
}

function pageLines(items: PdfItem[]): PdfLine[] {
  const byTurn = [0, 1, 2, 3].map((turn) => items.filter((item) => item.turn === turn));
  byTurn.sort((one, other) => other.length - one.length);
  return byTurn.flatMap(linesOfDirection);
}

/** How many times the usual gap between two lines separates paragraphs, or a header from the body. */
const WIDE = 1.4;

function linesOfDirection(items: PdfItem[]): PdfLine[] {
  const rows: PdfItem[][] = [];
  for (const item of items.filter(({ text }) => text.trim() !== '').sort((a, b) => b.v - a.v)) {
    const anchor = rows.at(-1)?.[0];
    // 0.4 of the letter height takes raised figures in and leaves the next line out.
    if (anchor && anchor.v - item.v < 0.4 * Math.max(anchor.size, item.size)) rows.at(-1)?.push(item);
    else rows.push([item]);
  }
  const lines = rows.flatMap((row) => {
    const text = rowText(row);
    return text === '' ? [] : [{ text, v: row[0]?.v ?? 0, size: Math.max(...row.map(({ size }) => size)) }];
  });
  const gaps = lines.slice(1).map(({ v }, index) => (lines[index]?.v ?? v) - v);
  // On a page of two or three lines the median may be the gap between header and body.
  const usual = Math.min(median(gaps), 2.5 * median(lines.map(({ size }) => size)));
  return lines.map(({ text, v }, index) => {
    const gap = gaps[index - 1] ?? 0;
    return { text, v, gap, parted: gap > WIDE * usual };
  });
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function rowText(row: PdfItem[]): string {
  let text = '';
  let previous: PdfItem | undefined;
  for (const item of row.sort((a, b) => a.u - b.u)) {
    // Some programs print bold by printing twice, a hair apart.
    const isShadow = previous?.text === item.text && item.u - previous.u < 0.2 * item.size;
    if (isShadow) continue;
    if (previous && item.u - (previous.u + previous.width) > 0.15 * item.size) text += ' ';
    text += item.text;
    previous = item;
  }
  // A soft hyphen at the end still says that the word goes on.
  return cleanLine(text.replace(/\u00ad\s*$/u, '-')).replace(/\p{Cc}/gu, '');
}

/** Never a running line, however often it comes back at the edge of a page. */
const STRUCTURE = /^(?:BAB|Bagian|Paragraf|Pasal|Lampiran|\(?\p{N}+[.)]|\(?[a-z][.)])(?:\s|$)/iu;
const DECORATED_NUMBER =
  /^(?:[-–—]\s*(?:\d{1,4}|[ivxl]+)\s*[-–—]|(?:hal(?:aman)?|page)\.?\s*\d{1,4}(?:\s*(?:dari|of|\/)\s*\d{1,4})?|\d{1,4}\s*(?:dari|of|\/)\s*\d{1,4})$/iu;
/** Running lines are looked for among so many lines at the top and at the foot of a page. */
const EDGE = 5;

function dropRunningLines(pages: PdfLine[][]): PdfLine[][] {
  const headings = countKeys(pages, (line, page) => (STRUCTURE.test(line.text) ? [] : lineKeys(line, page)));
  const numbers = countKeys(pages, bareNumberKeys);
  const filled = pages.filter((lines) => lines.length > 0).length;
  // Of the whole document: a last page with a few loose lines has no usual gap of its own.
  const wide = WIDE * median(pages.flatMap((lines) => lines.slice(1).map(({ gap }) => gap)));
  const often = Math.max(3, Math.floor(filled / 2) + 1);

  // A lone figure may be a table's: it must count along with the pages.
  const isNumber = (line: PdfLine, page: number) =>
    DECORATED_NUMBER.test(line.text) ||
    bareNumberKeys(line, page).some((key) => (numbers.get(key) ?? 0) >= Math.min(2, filled));
  const isHeading = (line: PdfLine, page: number) =>
    !STRUCTURE.test(line.text) && lineKeys(line, page).some((key) => (headings.get(key) ?? 0) >= often);

  const isBelowGap = (line: PdfLine | undefined) => line === undefined || line.parted || line.gap > wide;

  /** How many of these lines, the outermost first, are no part of the body. */
  const runningCount = (edge: PdfLine[], page: number, isApart: (count: number) => boolean) => {
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
function countKeys(pages: PdfLine[][], keysOf: (line: PdfLine, page: number) => string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [page, lines] of pages.entries()) {
    const edge = lines.filter((_, index) => index < EDGE || index >= lines.length - EDGE);
    for (const key of new Set(edge.flatMap((line) => keysOf(line, page)))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The same line on another page, at the same height, has a key in common: as it is, or but for a number that counts along with the pages. */
function lineKeys({ text, v }: PdfLine, page: number): string[] {
  const height = Math.round(v / 3);
  const counted = (pattern: RegExp) => text.replace(pattern, (digits) => `#${Number(digits) - page}`);
  return [text, counted(/\d+/), counted(/\d+(?=\D*$)/)].map((key) => `${height} ${key}`);
}

function bareNumberKeys({ text }: PdfLine, page: number): string[] {
  return /^\d{1,4}$/.test(text) ? [String(Number(text) - page)] : [];
}

/** State gazettes print the next page's first words at the foot: "Pasal 5 . . .". */
function dropCatchwords(pages: PdfLine[][]): PdfLine[][] {
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
