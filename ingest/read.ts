import { type FileHandle, open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { normalise } from './clean-text.ts';
import { docxToText } from './read-docx.ts';
import { htmlToText, MAX_MARKUP } from './read-html.ts';
import { pdfToText } from './read-pdf.ts';
import { encrypted, noText, Refusal, UnreadableFile } from './unreadable.ts';

export { UnreadableFile } from './unreadable.ts';

/** A document as plain text. `text` never holds a NUL, a BOM at its start, or a carriage return. */
export type SourceText = { path: string; name: string; format: 'txt' | 'md' | 'html' | 'pdf' | 'docx'; text: string };

const MB = 1024 * 1024;
const MAX_FILE = 50 * MB;

/**
 * Reads one document and gives its text. The content decides the format, not the extension; the
 * extension only tells Markdown from text, and HTML fragments from text that starts with a tag.
 *
 * What changes on the way:
 * - every format: NUL characters go (PostgreSQL rejects them), CRLF and CR become LF;
 * - txt, md: UTF-8 (one BOM stripped), UTF-16 with BOM, else Windows-1252; nothing else changes;
 * - html: see htmlToText; docx: see docxToText; pdf: see pdfToText, each in the file of its name (read-html.ts, …).
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

function wrongEncoding(cause?: unknown): Refusal {
  return new Refusal('encoding', 'pengodean hurufnya rusak atau tercampur. Simpan ulang sebagai UTF-8.', { cause });
}
