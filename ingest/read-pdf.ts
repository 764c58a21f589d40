import { getDocumentProxy } from 'unpdf';
import { cleanLine } from './clean-text.ts';
import type { Ocr } from './ocr.ts';
import { bodiesOf, type PageLine, spaced, textOfPages } from './page-lines.ts';
import { pgmOf, picturesOf } from './page-picture.ts';
import { type Printed, type Recognition, recognised } from './recognised.ts';
import { encrypted, noText, Refusal } from './unreadable.ts';

type PdfItem = { text: string; u: number; v: number; width: number; size: number; turn: number };
type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/**
 * The text of a PDF, line by line as printed: items on one baseline make a line, and a wider gap
 * than usual between lines gives an empty line. Running headers and footers that repeat on most
 * pages (three pages at least), page numbers, and the catchwords of state gazettes ("b. bahwa . . .") go;
 * words hyphenated at a line's end are joined, reduplications ("pihak-pihak") keep their hyphen, and
 * what stands behind a slash ("Barang/Jasa") comes back to it.
 * Diagonal text is taken for a watermark and dropped; text turned by 90° is read after the rest.
 * Scanned pages are read by their pictures and stand where they stood among the others.
 *
 * Columns side by side are not recognised: their lines are read across. Tables come as lines, cells
 * parted by spaces.
 *
 * Throws Refusal when it needs a password, when hardly any page holds text or a picture that can be read, when there are too
 * many scanned pages or they are illegible; any other error means that it is damaged.
 */
export async function pdfToText(bytes: Uint8Array, recognition: Recognition = {}): Promise<Printed> {
  // pdf.js takes the memory over, so it gets a copy.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, maxImageSize: MOST_POINTS }).catch(
    (error: unknown) => {
      throw error instanceof Error && error.name === 'PasswordException' ? encrypted(error) : error;
    },
  );
  try {
    const pages = await pdfPages(pdf);
    const { scanned, unopened } = await scannedPages(pdf, pages);
    if (unopened.length > 0 && scanned.length === 0 && isEmpty(pages)) throw unopenedPictures(unopened);
    const read = await recognised(scanned, recognition, async (ocr, number) => {
      const { lines, sure } = await readPage(pdf, number, ocr);
      // Stamps and signatures that were typed over the scan stand among its lines.
      const all = [...lines, ...(pages[number - 1] ?? []).map((line) => ({ ...line, size: 10 }))];
      pages[number - 1] = spaced(all.sort((a, b) => b.v - a.v));
      return sure;
    });
    const bodies = bodiesOf(pages);
    const readable = bodies.filter((lines) => lines.some(({ text }) => /[\p{L}\p{N}]/u.test(text))).length;
    if (readable * 2 < bodies.length || readable === 0) throw noText();
    const warnings = [...read.warnings, ...unopened.map(unopenedPicture)];
    return { text: textOfPages(pages), warnings, ...(read.ocr && { ocr: read.ocr }) };
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** Of a picture in a PDF: a page of A4 in 600 points an inch has 35 million. */
const MOST_POINTS = 40_000_000;
/** A page with fewer letters than this beside a picture that covers so much of it is a scan with a stamp. */
const SCANNED = { letters: 250, coverage: 0.5 };
/** A page without any text may be a small scan. */
const BARE_COVERAGE = 0.05;

/** Numbers of the pages that are to be read by their pictures, and of those whose pictures cannot be opened. */
async function scannedPages(pdf: Pdf, pages: PageLine[][]): Promise<{ scanned: number[]; unopened: number[] }> {
  const scanned: number[] = [];
  const unopened: number[] = [];
  for (const [index, body] of bodiesOf(pages).entries()) {
    const letters = body.reduce((sum, { text }) => sum + (text.match(/\p{L}/gu)?.length ?? 0), 0);
    if (letters >= SCANNED.letters) continue;
    const page = await pdf.getPage(index + 1);
    const pictures = await picturesOf(page);
    page.cleanup();
    if (pictures.coverage >= (letters === 0 ? BARE_COVERAGE : SCANNED.coverage)) scanned.push(index + 1);
    else if (pictures.unopened > 0 && letters === 0) unopened.push(index + 1);
  }
  return { scanned, unopened };
}

async function readPage(pdf: Pdf, number: number, ocr: Ocr) {
  const page = await pdf.getPage(number);
  const picture = (await picturesOf(page)).draw();
  page.cleanup();
  const { lines, sure } = await ocr.read(pgmOf(picture));
  const { height, scale } = picture;
  return {
    sure,
    lines: lines.map((line) => ({ text: line.text, v: (height - line.bottom) / scale, size: line.height / scale })),
  };
}

const isEmpty = (pages: PageLine[][]): boolean => pages.every((lines) => lines.length === 0);

const unopenedPicture = (page: number): string =>
  `Halaman ${page}: gambarnya memakai pemampatan yang tidak dapat dibuka (misalnya JBIG2 atau JPEG 2000), jadi tidak terbaca.`;

const unopenedPictures = (pages: number[]): Refusal =>
  new Refusal(
    'no_text',
    `${unopenedPicture(pages[0] ?? 1)} Pindai ulang dengan pilihan JPEG, atau simpan tiap halaman sebagai gambar PNG atau JPG.`,
  );

async function pdfPages(pdf: Pdf): Promise<PageLine[][]> {
  const pages: PageLine[][] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(pageLines(items.flatMap((item) => ('str' in item ? pdfItem(item) : []))));
    page.cleanup();
  }
  return pages;
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

function pageLines(items: PdfItem[]): PageLine[] {
  const byTurn = [0, 1, 2, 3].map((turn) => items.filter((item) => item.turn === turn));
  byTurn.sort((one, other) => other.length - one.length);
  return byTurn.flatMap(linesOfDirection);
}

function linesOfDirection(items: PdfItem[]): PageLine[] {
  const rows: PdfItem[][] = [];
  for (const item of items.filter(({ text }) => text.trim() !== '').sort((a, b) => b.v - a.v)) {
    const anchor = rows.at(-1)?.[0];
    // 0.4 of the letter height takes raised figures in and leaves the next line out.
    if (anchor && anchor.v - item.v < 0.4 * Math.max(anchor.size, item.size)) rows.at(-1)?.push(item);
    else rows.push([item]);
  }
  return spaced(
    rows.flatMap((row) => {
      const text = rowText(row);
      return text === '' ? [] : [{ text, v: row[0]?.v ?? 0, size: Math.max(...row.map(({ size }) => size)) }];
    }),
  );
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
