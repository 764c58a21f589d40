import { type FileHandle, open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { decodeText, utf16Label } from './decode-text.ts';
import { docxToText } from './read-docx.ts';
import { htmlToText, MAX_MARKUP } from './read-html.ts';
import { pdfToText } from './read-pdf.ts';
import { pictureToText } from './read-picture.ts';
import type { Printed, Recognition } from './recognised.ts';
import { encrypted, noText, Refusal, UnreadableFile } from './unreadable.ts';

export { UnreadableFile } from './unreadable.ts';

/**
 * A document as plain text. `text` never holds a NUL, a BOM at its start, or a carriage return. `warnings` are sentences for the
 * person who gave it; `ocr` tells what was read from pictures, see Printed.
 */
export type SourceText = {
  path: string;
  name: string;
  format: 'txt' | 'md' | 'html' | 'pdf' | 'docx' | 'picture';
  text: string;
  warnings?: string[];
  ocr?: NonNullable<Printed['ocr']>;
};

const MB = 1024 * 1024;
const MAX_FILE = 50 * MB;

/**
 * Reads one document and gives its text. The content decides the format, not the extension; the
 * extension only tells Markdown from text, and HTML fragments from text that starts with a tag.
 *
 * What changes on the way:
 * - every format: NUL characters go (PostgreSQL rejects them), CRLF and CR become LF;
 * - txt, md: UTF-8 (one BOM stripped), UTF-16 with BOM, else Windows-1252; nothing else changes;
 * - html: see htmlToText; docx: see docxToText; pdf: see pdfToText, each in the file of its name (read-html.ts, …);
 * - pictures (PNG, JPEG) and scanned pages of a PDF: their words are read, see recognised.ts.
 *
 * Throws UnreadableFile, always with a `reason`:
 * - missing: no such file, no permission, or not a regular file;
 * - empty: no bytes, or only white space;
 * - too_large: over 50 MB, or HTML over 10 MB, or a docx that unpacks to over 200 MB (10 MB of XML), or more scanned pages or
 *   points of a picture than can be read;
 * - unknown_format: binary, GIF, TIFF, old Word, RTF, spreadsheet, .docm, a zip that is no docx;
 * - encrypted: a PDF or Office file that needs a password;
 * - no_text: no text in it, or only pictures that are illegible;
 * - encoding: neither valid UTF-8, UTF-16 nor plausible Windows-1252;
 * - broken: damaged, so that its own format cannot be followed.
 */
export async function readSource(path: string, recognition: Recognition = {}): Promise<SourceText> {
  return await refusing(path, recognition, async () => await textOf(path, await readBytes(path), recognition));
}

/** The same for bytes that came otherwise; `name` is the name of the file and may be anything. */
export async function readSourceBytes(
  name: string,
  bytes: Uint8Array,
  recognition: Recognition = {},
): Promise<SourceText> {
  return await refusing(name, recognition, async () => {
    if (bytes.length === 0) throw emptyFile();
    if (bytes.length > MAX_FILE) throw tooLarge(bytes.length);
    return await textOf(name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), recognition);
  });
}

async function refusing(path: string, { signal }: Recognition, read: () => Promise<SourceText>): Promise<SourceText> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal) {
      throw new UnreadableFile(path, error.reason, error.message, { cause: error.cause });
    }
    if (signal?.aborted) throw signal.reason;
    const explanation = 'isinya rusak atau tidak lengkap. Buka berkas aslinya, simpan ulang, lalu coba lagi.';
    throw new UnreadableFile(path, 'broken', explanation, { cause: error });
  }
}

async function textOf(path: string, bytes: Buffer, recognition: Recognition): Promise<SourceText> {
  const format = detectFormat(bytes, extname(path).toLowerCase());
  const { text, warnings, ocr } = await printed(bytes, format, recognition);
  return { path, name: basename(path), format, text, ...(warnings.length > 0 && { warnings }), ...(ocr && { ocr }) };
}

async function printed(bytes: Buffer, format: SourceText['format'], recognition: Recognition): Promise<Printed> {
  if (format === 'pdf') return await pdfToText(bytes, recognition);
  if (format === 'picture') return await pictureToText(bytes, recognition);
  return { text: await toText(bytes, format), warnings: [] };
}

async function toText(bytes: Buffer, format: SourceText['format']): Promise<string> {
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

const emptyFile = (): Refusal => new Refusal('empty', 'ukurannya 0 byte. Unduh atau simpan ulang berkasnya.');

const tooLarge = (bytes: number): Refusal =>
  new Refusal('too_large', `ukurannya ${Math.ceil(bytes / MB)} MB, batasnya 50 MB. Pecah atau kecilkan berkasnya.`);

async function readBytes(path: string): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const stat = await file.stat();
    if (!stat.isFile()) throw new Refusal('missing', 'ini bukan berkas. Tunjuk satu berkas, bukan folder.');
    if (stat.size > MAX_FILE) throw tooLarge(stat.size);
    if (stat.size === 0) throw emptyFile();
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
const READ_PICTURES = ['\x89PNG', '\xff\xd8\xff'];
const OTHER_PICTURES = ['GIF8', 'II*\0', 'MM\0*'];
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
  if (READ_PICTURES.some((magic) => start.startsWith(magic))) return 'picture';
  if (OTHER_PICTURES.some((magic) => start.startsWith(magic))) {
    throw new Refusal('unknown_format', 'gambar jenis ini tidak dapat dibaca. Simpan sebagai PNG, JPG, atau PDF.');
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
