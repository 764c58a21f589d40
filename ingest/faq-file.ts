import { extname } from 'node:path';
import { hiddenIn } from '../knowledge/index.ts';
import { decodeText } from './decode-text.ts';
import { readCsv, writeCsv } from './faq-csv.ts';
import { readDates } from './faq-dates.ts';
import { isFaqMarkdown, readMarkdown, writeMarkdown } from './faq-markdown.ts';
import {
  FAQ_COLUMNS,
  type FaqFileRow,
  type FaqRowField,
  type Grid,
  headWorth,
  MOST_ROWS,
  NoFaqTable,
  placeOf,
  type ReadTable,
  readTable,
} from './faq-table.ts';
import { readWorkbook, writeWorkbook } from './faq-xlsx.ts';
import { isFaqYaml, readFaqYaml } from './faq-yaml.ts';
import { Refusal } from './unreadable.ts';

/** What a list of FAQ is written as. */
export const FAQ_FORMATS = ['xlsx', 'csv', 'md'] as const;
export type FaqFormat = (typeof FAQ_FORMATS)[number];

/** The entries of a file, or a sentence that says why it can't be used and what to do. `notes` say what was left out. */
export type FaqFileRead = { ok: true; rows: FaqFileRow[]; notes: string[] } | { ok: false; reason: string };

/** An entry as it is written: every column, see writeFaqFields of knowledge. */
export type FaqWrittenRow = Required<Record<FaqRowField, string>>;

/** So many cells are named in a sentence. */
const NAMED = 10;
const LARGEST = 20 * 1024 * 1024;
const ZIP = 'PK\x03\x04';
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
const TABLE = new Set(['.xlsx', '.xlsm', '.xlsb', '.xls', '.ods', '.csv', '.tsv']);

/** Whether a file is a list of FAQ, or a table that can be nothing else: what readFaqFile takes and readDocument does not. */
export function isFaqFile(name: string, bytes: Uint8Array): boolean {
  const extension = extname(name).toLowerCase();
  if (TABLE.has(extension)) return true;
  if (bytes.length > LARGEST) return false;
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (content.toString('latin1', 0, 4) === ZIP) return content.includes('xl/workbook.');
  if (extension !== '.md' && extension !== '.markdown' && extension !== '.yaml' && extension !== '.yml') return false;
  try {
    const text = decodeText(content);
    return extension.startsWith('.m') ? isFaqMarkdown(text) : isFaqYaml(text);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/**
 * Reads a list of FAQ: a workbook (.xlsx, .xlsm; several sheets), CSV (";", "," or tab; UTF-8, UTF-16, Windows-1252), Markdown or
 * YAML. Nothing in it is computed, run or followed. Takes at most 20 MB and 10,000 entries. Runs without a pause: give it a
 * thread of its own where others wait.
 */
export function readFaqFile(name: string, bytes: Uint8Array): FaqFileRead {
  try {
    if (bytes.length === 0) throw new Refusal('empty', 'ukurannya 0 byte. Simpan ulang berkasnya.');
    if (bytes.length > LARGEST) throw new Refusal('too_large', 'ukurannya lebih dari 20 MB. Pecah berkasnya.');
    const read = readAny(extname(name).toLowerCase(), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    if (read.rows.length > MOST_ROWS)
      throw new Refusal('too_large', `ada ${read.rows.length} baris, batasnya ${MOST_ROWS}. Pecah berkasnya.`);
    if (read.rows.length === 0) throw new Refusal('empty', 'tidak ada satu pun entri di bawah judul kolom.');
    const dates = readDates(read.rows);
    return { ok: true, rows: dates.rows, notes: [...read.notes, ...dates.notes, ...hiddenNotes(read.rows)] };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** Which cells hold characters that nobody sees; taken over, they are gone. */
function hiddenNotes(rows: readonly FaqFileRow[]): string[] {
  const cells = rows.flatMap((row) =>
    FAQ_COLUMNS.flatMap(({ field }) => (hiddenIn(row.fields[field] ?? '').length > 0 ? placeOf(row, field) : [])),
  );
  if (cells.length === 0) return [];
  const more = cells.length > NAMED ? ` dan ${cells.length - NAMED} tempat lain` : '';
  return [`Karakter tersembunyi di ${cells.slice(0, NAMED).join(', ')}${more} dibuang saat diterapkan.`];
}

function reasonOf(error: unknown): string {
  if (error instanceof Refusal || error instanceof NoFaqTable)
    return error.message.charAt(0).toUpperCase() + error.message.slice(1);
  return 'Isinya rusak atau tidak lengkap. Buka berkas aslinya, simpan ulang, lalu coba lagi.';
}

function readAny(extension: string, content: Buffer): ReadTable {
  if (content.toString('latin1', 0, 4) === ZIP) return readBook(content);
  if (content.subarray(0, OLE.length).equals(OLE))
    throw content.includes(ENCRYPTED)
      ? new Refusal('encrypted', 'terkunci kata sandi. Simpan salinan tanpa kata sandi.')
      : new Refusal('unknown_format', 'ini format Excel lama (.xls). Simpan sebagai .xlsx.');
  if (TABLE.has(extension) && extension !== '.csv' && extension !== '.tsv')
    throw new Refusal('broken', 'ini bukan buku kerja Excel. Simpan ulang sebagai .xlsx.');
  const text = textOf(content);
  if (text.trim() === '') throw new Refusal('empty', 'isinya kosong. Periksa apakah berkas yang dipilih sudah benar.');
  if (extension === '.md' || extension === '.markdown') return withUnknown(readMarkdown(text));
  if (extension === '.yaml' || extension === '.yml') return withUnknown(readFaqYaml(text));
  return readTable(readCsv(text));
}

/** @throws Refusal */
function textOf(content: Buffer): string {
  try {
    return decodeText(content);
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'unknown_format')
      throw new Refusal('unknown_format', 'isinya bukan teks. Daftar FAQ berupa .xlsx, .csv, .md, atau .yaml.');
    throw error;
  }
}

function withUnknown({ rows, unknown }: { rows: FaqFileRow[]; unknown: string[] }): ReadTable {
  const shown = unknown.slice(0, 10).map((name) => `"${name.slice(0, 30).toWellFormed()}"`);
  return {
    rows,
    notes: unknown.length > 0 ? [`${unknown.length} isian tidak dikenal dan tidak dibaca: ${shown.join(', ')}.`] : [],
  };
}

/** All sheets that hold a list; the others are named. */
function readBook(content: Buffer): ReadTable {
  const { grids, notes } = readWorkbook(content);
  const filled = grids.filter(({ rows }) => rows.length > 0);
  if (filled.length === 0) throw new Refusal('empty', 'tidak ada isi di dalamnya.');
  const lists = filled.filter((grid) => headWorth(grid) > 0);
  const tables = (lists.length > 0 ? lists : filled.slice(0, 1)).map(readTable);
  const left = filled.filter((grid) => !lists.includes(grid)).flatMap(({ sheet }: Grid) => sheet ?? []);
  return {
    rows: tables.flatMap(({ rows }) => rows),
    notes: [
      ...notes,
      ...(left.length > 0 ? [`Lembar tanpa judul kolom FAQ tidak dibaca: ${left.join(', ')}.`] : []),
      ...tables.flatMap((table) => table.notes),
    ],
  };
}

/** Writes a list of FAQ that readFaqFile reads back as it was. */
export async function writeFaq(format: FaqFormat, rows: FaqWrittenRow[]): Promise<Uint8Array> {
  if (format === 'xlsx') return await writeWorkbook(rows);
  return format === 'csv' ? writeCsv(rows) : writeMarkdown(rows);
}
