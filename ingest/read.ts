import { type FileHandle, open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { load } from 'cheerio';
import mammoth from 'mammoth';
import { getDocumentProxy } from 'unpdf';

/** A document as plain text. `text` never holds a NUL, a BOM at its start, or a carriage return. */
export type SourceText = { path: string; name: string; format: 'txt' | 'md' | 'html' | 'pdf' | 'docx'; text: string };

/** Why a file was refused; readSource tells them apart. */
type UnreadableReason =
  | 'missing'
  | 'empty'
  | 'unknown_format'
  | 'encrypted'
  | 'no_text'
  | 'broken'
  | 'too_large'
  | 'encoding';

/** A file that cannot be used. `message` is Indonesian and says which file, why, and what to do. */
export class UnreadableFile extends Error {
  readonly path: string;
  readonly reason: UnreadableReason;

  constructor(path: string, reason: UnreadableReason, explanation: string, options?: ErrorOptions) {
    super(`Berkas "${path}" tidak dapat dibaca: ${explanation}`, options);
    this.name = 'UnreadableFile';
    this.path = path;
    this.reason = reason;
  }
}

/** What a reader below throws; readSource adds the path. */
class Refusal extends Error {
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason, explanation: string, options?: ErrorOptions) {
    super(explanation, options);
    this.reason = reason;
  }
}

const MB = 1024 * 1024;
const MAX_FILE = 50 * MB;
const MAX_UNZIPPED = 200 * MB;
/** HTML, and the XML of a docx, become trees of a hundred times their size and more. */
const MAX_MARKUP = 10 * MB;

/**
 * Reads one document and gives its text. The content decides the format, not the extension; the
 * extension only tells Markdown from text, and HTML fragments from text that starts with a tag.
 *
 * What changes on the way:
 * - every format: NUL characters go (PostgreSQL rejects them), CRLF and CR become LF;
 * - txt, md: UTF-8 (one BOM stripped), UTF-16 with BOM, else Windows-1252; nothing else changes;
 * - html: see htmlToText; docx: see docxToText; pdf: see pdfToText.
 *
 * Throws UnreadableFile, always with a `reason`:
 * - missing: no such file, no permission, or not a regular file;
 * - empty: no bytes, or only white space;
 * - too_large: over 50 MB, or HTML over 10 MB, or a docx that unpacks to over 200 MB (10 MB of XML);
 * - unknown_format: binary, picture, old Word, RTF, spreadsheet, .docm, a zip that is no docx;
 * - encrypted: a PDF or Office file that needs a password;
 * - no_text: no text in it, or a PDF of which most pages are scans;
 * - encoding: neither valid UTF-8, UTF-16 nor plausible Windows-1252;
 * - broken: damaged, so that its own format cannot be followed.
 */
export async function readSource(path: string): Promise<SourceText> {
  try {
    const bytes = await readBytes(path);
    const format = detectFormat(bytes, extname(path).toLowerCase());
    return { path, name: basename(path), format, text: await toText(bytes, format) };
  } catch (error) {
    if (error instanceof Refusal) {
      throw new UnreadableFile(path, error.reason, error.message, { cause: error.cause });
    }
    const explanation = 'isinya rusak atau tidak lengkap. Buka berkas aslinya, simpan ulang, lalu coba lagi.';
    throw new UnreadableFile(path, 'broken', explanation, { cause: error });
  }
}

async function toText(bytes: Buffer, format: SourceText['format']): Promise<string> {
  if (format === 'pdf') return pdfToText(bytes);
  if (format === 'docx') return docxToText(bytes);
  if (format === 'html' && bytes.length > MAX_MARKUP) {
    throw new Refusal('too_large', 'halaman HTML lebih dari 10 MB. Pecah menjadi beberapa berkas.');
  }
  const decoded = decodeText(bytes);
  const text = format === 'html' ? htmlToText(decoded) : decoded;
  if (text.trim() !== '') return text;
  if (format === 'html') throw noText();
  throw new Refusal('empty', 'isinya kosong. Periksa apakah berkas yang dipilih sudah benar.');
}

async function readBytes(path: string): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const stat = await file.stat();
    if (!stat.isFile()) throw new Refusal('missing', 'ini bukan berkas. Tunjuk satu berkas, bukan folder.');
    if (stat.size > MAX_FILE) {
      const size = Math.ceil(stat.size / MB);
      throw new Refusal('too_large', `ukurannya ${size} MB, batasnya 50 MB. Pecah atau kecilkan berkasnya.`);
    }
    if (stat.size === 0) throw new Refusal('empty', 'ukurannya 0 byte. Unduh atau simpan ulang berkasnya.');
    return await file.readFile();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const explanation =
      code === 'EACCES' || code === 'EPERM'
        ? 'izin akses ditolak. Beri izin baca pada berkas ini.'
        : code === 'ENOENT' || code === 'ENOTDIR'
          ? 'berkas tidak ditemukan. Periksa nama dan foldernya.'
          : `gagal membacanya dari disk (${String(code)}). Periksa disk, lalu coba lagi.`;
    throw new Refusal('missing', explanation, { cause: error });
  } finally {
    await file?.close();
  }
}

const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED_OFFICE = Buffer.from('EncryptedPackage', 'utf16le');
const ZIP_MAGIC = ['PK\x03\x04', 'PK\x05\x06'];
const PICTURE_MAGIC = ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'II*\0', 'MM\0*'];
const HTML_START = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i;

function detectFormat(bytes: Buffer, extension: string): SourceText['format'] {
  const start = bytes.toString('latin1', 0, 1024);
  // Some generators write a few bytes before the header; only the name .pdf makes that believable.
  if (start.startsWith('%PDF-') || (extension === '.pdf' && start.includes('%PDF-'))) return 'pdf';
  if (ZIP_MAGIC.some((magic) => start.startsWith(magic))) return 'docx';
  if (bytes.subarray(0, 8).equals(OLE_MAGIC)) {
    if (bytes.includes(ENCRYPTED_OFFICE)) throw encrypted();
    throw new Refusal('unknown_format', 'ini format Office lama (.doc/.xls/.ppt). Simpan sebagai .docx atau PDF.');
  }
  if (start.startsWith('{\\rtf')) throw new Refusal('unknown_format', 'ini format RTF. Simpan sebagai .docx atau PDF.');
  if (PICTURE_MAGIC.some((magic) => start.startsWith(magic))) {
    throw new Refusal('unknown_format', 'ini gambar, dan OCR belum tersedia. Berikan naskah yang berisi teks.');
  }
  if (HTML_START.test(sample(bytes))) return 'html';
  if (extension === '.html' || extension === '.htm' || extension === '.xhtml') return 'html';
  return extension === '.md' || extension === '.markdown' ? 'md' : 'txt';
}

/** The first characters, good enough to look for a tag. */
function sample(bytes: Buffer): string {
  const head = bytes.subarray(0, 4096);
  return new TextDecoder(utf16Label(bytes) ?? 'utf-8').decode(head);
}

function utf16Label(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function decodeText(bytes: Buffer): string {
  const utf16 = utf16Label(bytes);
  try {
    return normalise(new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    if (utf16) throw wrongEncoding(cause);
  }
  // Mostly good UTF-8 with some bad bytes is damaged UTF-8: as Windows-1252 it would turn into "Ã©".
  const lossy = new TextDecoder().decode(bytes);
  const bad = lossy.split('\ufffd').length - 1;
  const good = (lossy.match(/[^\p{ASCII}]/gu)?.length ?? 0) - bad;
  if (good > bad) throw wrongEncoding();
  const text = new TextDecoder('windows-1252').decode(bytes);
  // Windows-1252 gives every byte a meaning; control characters tell a binary from a text.
  const controls = text.match(/[^\P{Cc}\t\n\v\f\r]/gu)?.length ?? 0;
  if (controls > text.length / 100) {
    throw new Refusal('unknown_format', 'isinya bukan teks. Yang diterima: .txt, .md, .html, .docx, dan .pdf.');
  }
  return normalise(text);
}

function normalise(text: string): string {
  return text.replaceAll('\0', '').replace(/\r\n?/g, '\n');
}

function wrongEncoding(cause?: unknown): Refusal {
  return new Refusal('encoding', 'pengodean hurufnya rusak atau tercampur. Simpan ulang sebagai UTF-8.', { cause });
}

function encrypted(cause?: unknown): Refusal {
  return new Refusal('encrypted', 'terkunci kata sandi. Simpan salinan tanpa kata sandi.', { cause });
}

function noText(): Refusal {
  return new Refusal(
    'no_text',
    'tidak ada teks di dalamnya, mungkin hanya gambar, dan OCR belum tersedia. Berikan naskah yang berisi teks.',
  );
}

// --- HTML ---

/** Real pages stay below 100; the parser's time grows with the square of the depth. */
const MAX_NESTING = 1000;
/** Elements that never contain, or that the next one of their kind closes. */
const UNNESTED = new Set(
  'area base body br col dd dt embed head hr html img input li link meta option p param rp rt source tbody td tfoot th thead tr track wbr'.split(
    ' ',
  ),
);

type HtmlNode = ReturnType<ReturnType<ReturnType<typeof load>['root']>['contents']>[number];
type HtmlElement = Extract<HtmlNode, { attribs: unknown }>;

const DROPPED =
  'head, script, style, noscript, template, iframe, object, svg, nav, header, footer, aside, button, select, textarea, [hidden]';
const BLOCKS = new Set(
  'address article blockquote body br caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 hr html legend li main ol p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** A marker somebody typed: "a.", "12)", "(3)", "•". */
const TYPED_MARKER = /^(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[-–•*])\s/iu;

/**
 * The text of an HTML page, one block element a line, without script, style, nav, header, footer,
 * aside and form (a form is kept when it holds the whole page, as some portals do it).
 * List items get "- " or their number ("a. ", "3. "; from type, list-style-type, start and value;
 * `reversed` is not followed) unless their text starts with a marker of its own. A table row is a line, its
 * cells joined by " | "; when only the last cell has several lines, as in tables made for layout,
 * they stay lines. Entities are decoded, no-break spaces become spaces, soft hyphens and
 * zero-width characters go. Everything that is no text is lost: links, pictures, headings' rank.
 */
function htmlToText(html: string): string {
  if (nesting(html) > MAX_NESTING) throw new Error('html: nested too deep');
  const $ = load(html);
  $(DROPPED).remove();
  const remaining = () => linesOf($.root().contents().toArray()).join('\n');
  const withForms = remaining();
  $('form').remove();
  return remaining() || withForms;
}

/** How deep the tags nest, roughly: comments and scripts are counted in. */
function nesting(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (UNNESTED.has(name.toLowerCase())) continue;
    depth = Math.max(0, depth + (slash ? -1 : 1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function linesOf(nodes: HtmlNode[]): string[] {
  const lines: string[] = [];
  let line = '';
  let marker = '';

  const emit = (text: string) => {
    // A marker waits for its text: <li><p>…</p></li> is one line.
    if (text === '') return;
    lines.push(TYPED_MARKER.test(`${text} `) ? text : marker + text);
    marker = '';
  };
  const flush = () => {
    const text = cleanLine(line);
    line = '';
    emit(text);
  };
  const walk = (node: HtmlNode, inPre: boolean): void => {
    if (node.type === 'text') {
      const pieces = inPre ? node.data.split('\n') : [node.data];
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) flush();
        line += piece;
      }
      return;
    }
    if (!('attribs' in node)) return;
    const block = BLOCKS.has(node.name);
    if (block) flush();
    if (node.name === 'tr') rowLines(node).forEach(emit);
    else if (node.name === 'ol' || node.name === 'ul') walkList(node, inPre);
    else for (const child of node.children) walk(child, inPre || node.name === 'pre');
    if (block) flush();
  };
  const walkList = (list: HtmlElement, inPre: boolean) => {
    const next = itemMarkers(list);
    for (const child of list.children) {
      if (!('attribs' in child) || child.name !== 'li') {
        walk(child, inPre);
        continue;
      }
      marker += next(child);
      walk(child, inPre);
      marker = '';
    }
  };

  for (const node of nodes) walk(node, false);
  flush();
  return lines;
}

/** Gives the marker of each item in turn. */
function itemMarkers(list: HtmlElement): (item: HtmlElement) => string {
  const style = /list-style(?:-type)?\s*:[^;]*?(none|(?:lower|upper)-(?:alpha|latin|roman))/i.exec(
    list.attribs.style ?? '',
  );
  const kind = style?.[1]?.toLowerCase() ?? list.attribs.type ?? '1';
  let number = wholeNumber(list.attribs.start) ?? 1;
  return (item) => {
    number = wholeNumber(item.attribs.value) ?? number;
    const label = kind === 'none' ? '' : list.name === 'ul' ? '- ' : `${listNumber(number, kind)}. `;
    number += 1;
    return label;
  };
}

function wholeNumber(attribute: string | undefined): number | undefined {
  return attribute !== undefined && /^\s*-?\d{1,6}\s*$/.test(attribute) ? Number(attribute) : undefined;
}

function listNumber(number: number, kind: string): string {
  const upper = kind === 'A' || kind === 'I' || kind.startsWith('upper-');
  const roman = kind.toLowerCase() === 'i' || kind.endsWith('-roman');
  const letters = kind.toLowerCase() === 'a' || /-(?:alpha|latin)$/.test(kind);
  // Like browsers: what the system cannot write is written as a number.
  if (number < 1 || (roman && number > 3999) || !(roman || letters)) return String(number);
  const label = roman ? romanNumber(number) : alphabetNumber(number);
  return upper ? label.toUpperCase() : label;
}

function alphabetNumber(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return (rest > 0 ? alphabetNumber(rest) : '') + String.fromCharCode(97 + ((number - 1) % 26));
}

const ROMAN: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function romanNumber(number: number): string {
  let rest = number;
  let roman = '';
  for (const [value, letters] of ROMAN) {
    roman += letters.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return roman;
}

function rowLines(row: HtmlElement): string[] {
  const cells: string[][] = [];
  for (const child of row.children) {
    if ('attribs' in child && (child.name === 'td' || child.name === 'th')) cells.push(linesOf(child.children));
  }
  const last = cells.at(-1) ?? [];
  const isLayout = last.length > 1 && cells.slice(0, -1).every((cell) => cell.length < 2);
  const columns = cells.map((cell, index) => (isLayout && index === cells.length - 1 ? last[0] : cell.join(' ')));
  const first = cleanLine(columns.join(' | ')).replace(/(?: ?\|)+$/u, '');
  return isLayout ? [first, ...last.slice(1)] : [first];
}

/** White space collapsed; characters nobody sees, which would break a search, gone. */
function cleanLine(line: string): string {
  return line
    .replace(/[\u00ad\u200b\u2060\ufeff]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

// --- DOCX ---

/**
 * The text of a Word document, by way of HTML (see htmlToText). Macros, links to other files and the
 * style map a document may carry are not followed; page headers and footers are not read; notes come at the end.
 *
 * Limitation: mammoth drops the format of automatic numbering. Every numbered list comes out as
 * "1.", "2.", whether Word shows "(1)", "a." or "Pasal 1", and a list interrupted by a plain
 * paragraph starts at 1 again. Numbers typed as text are kept as they are. For regulations with
 * automatic numbering, the PDF is the better source.
 */
async function docxToText(bytes: Buffer): Promise<string> {
  assertPlainDocx(bytes);
  const { value } = await mammoth.convertToHtml(
    { buffer: bytes },
    {
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  );
  const html = value.replace(/<a href="#(?:foot|end)note-ref-[^"]*">↑<\/a>/g, '');
  const text = normalise(htmlToText(html));
  if (text === '') throw noText();
  return text;
}

/** Throws unless this is a Word document without macros that unpacks within the limits. */
function assertPlainDocx(bytes: Buffer): void {
  const entries = centralDirectory(bytes);
  assertUnpackedSize(entries);
  let types = '';
  for (const entry of entries) {
    // Every part is unpacked once, since the sizes in the directory may be made up.
    const content = unpack(bytes, entry);
    if (entry.name === '[Content_Types].xml') types = content.toString('utf8');
  }
  if (/macroEnabled/i.test(types) || entries.some(({ name }) => /vbaProject\.bin$/i.test(name))) {
    throw new Refusal('unknown_format', 'dokumen ini memuat makro (.docm). Simpan sebagai .docx tanpa makro.');
  }
  if (!types.includes('wordprocessingml.document.main+xml')) {
    throw new Refusal('unknown_format', 'ini arsip zip, tetapi bukan dokumen Word .docx. Berikan .docx atau PDF.');
  }
}

type ZipEntry = { name: string; method: number; packed: number; size: number; offset: number };

function assertUnpackedSize(entries: ZipEntry[]): void {
  let total = 0;
  let xml = 0;
  for (const { name, size } of entries) {
    total += size;
    if (/\.(?:xml|rels)$/i.test(name)) xml += size;
  }
  if (total > MAX_UNZIPPED || xml > MAX_MARKUP) throw zipBomb();
}

/** Throws a plain Error, "broken" to the caller, on anything unusual: Word writes plain zips. */
function centralDirectory(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new Error('zip: no end of central directory');
  const isZip64 =
    bytes.readUInt16LE(end + 10) === 0xffff ||
    bytes.subarray(end + 4, end + 20).includes('\xff\xff\xff\xff', 0, 'latin1');
  // A zip64 directory stands elsewhere; a library would follow it past the sizes checked here.
  if (isZip64) throw new Error('zip: zip64');
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (at < end) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error('zip: bad central directory');
    if (bytes.readUInt16LE(at + 8) & 1) throw encrypted();
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (at !== end) throw new Error('zip: bad central directory');
  return entries;
}

function unpack(bytes: Buffer, { name, method, packed, size, offset }: ZipEntry): Buffer {
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + packed > bytes.length) throw new Error(`zip: ${name} is cut off`);
  const content = bytes.subarray(start, start + packed);
  if (method === 0 && packed === size) return content;
  if (method !== 8) throw new Error(`zip: method ${method} of ${name}`);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    throw error instanceof RangeError ? zipBomb() : error;
  }
}

function zipBomb(): Refusal {
  return new Refusal(
    'too_large',
    'isinya terlalu besar setelah dibuka, atau tidak sesuai ukurannya. Simpan ulang dari Word, atau pecah.',
  );
}

// --- PDF ---

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
 */
async function pdfToText(bytes: Buffer): Promise<string> {
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
