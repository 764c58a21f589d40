import * as spreadsheet from '@e965/xlsx';
import writeXlsxFile from 'write-excel-file/node';
import type { FaqRowField, Grid, GridCell, GridRow } from './faq-table.ts';
import { FAQ_COLUMNS, letterOf, MOST_ROWS } from './faq-table.ts';
import { Refusal } from './unreadable.ts';
import { unpackEntry, zipBomb, zipEntries } from './zip.ts';

/** What the parts of a workbook that hold its text may unpack to: five times the largest list that is taken. */
const MAX_MARKUP = 60 * 1024 * 1024;
const MAX_UNZIPPED = 200 * 1024 * 1024;
/** Nobody merges so many by hand; comparing them with every row would take long. */
const MOST_MERGES = 2_000;
/** The parts that are read; pictures, macros and whatever else is no text are left where they are. */
const READ_PARTS = /\.(?:xml|rels)$/iu;

/**
 * The sheets of a workbook as tables. Formulas are not computed and macros never run: a cell with a formula is wrong. Hidden
 * sheets are left out.
 * @throws Refusal when it is no workbook, needs a password or unpacks too large; any other error means that it is damaged
 */
export function readWorkbook(bytes: Buffer): { grids: Grid[]; notes: string[] } {
  const { parts, hasMacros } = unpackParts(bytes);
  const container = spreadsheet.CFB.utils.cfb_new();
  for (const { name, content } of parts) spreadsheet.CFB.utils.cfb_add(container, name, content, { unsafe: true });
  const book = parseContainer(container);
  const grids: Grid[] = [];
  const notes = hasMacros ? ['Makro di dalam berkas tidak dijalankan dan tidak dibaca.'] : [];
  const is1904 = book.Workbook?.WBProps?.date1904 === true;
  const visible = book.SheetNames.filter((_, at) => !book.Workbook?.Sheets?.[at]?.Hidden);
  if (visible.length < book.SheetNames.length)
    notes.push(`${book.SheetNames.length - visible.length} lembar tersembunyi tidak dibaca.`);
  for (const name of visible) {
    const sheet = book.Sheets[name];
    if (sheet) grids.push({ ...(visible.length > 1 && { sheet: name }), rows: rowsOf(sheet, is1904) });
  }
  return { grids, notes };
}

/** Every part is unpacked here and held to its declared size: the library believes the headers inside the zip instead. */
function unpackParts(bytes: Buffer): { parts: { name: string; content: Buffer }[]; hasMacros: boolean } {
  const entries = zipEntries(bytes);
  const read = entries.filter(({ name }) => READ_PARTS.test(name));
  const sizeOf = (some: typeof entries) => some.reduce((sum, { size }) => sum + size, 0);
  if (sizeOf(read) > MAX_MARKUP || sizeOf(entries) > MAX_UNZIPPED) throw zipBomb();
  const parts = read.map((entry) => ({ name: entry.name, content: unpackEntry(bytes, entry) }));
  const types = parts.find(({ name }) => name === '[Content_Types].xml')?.content.toString('utf8') ?? '';
  if (!/spreadsheetml\.sheet\.main\+xml|ms-excel\.sheet\.macroEnabled\.main\+xml/iu.test(types))
    throw new Refusal('unknown_format', 'ini arsip zip, tetapi bukan buku kerja Excel .xlsx. Simpan sebagai .xlsx.');
  return { parts, hasMacros: entries.some(({ name }) => /vbaProject\.bin$/iu.test(name)) };
}

/** The declared types of the library leave out the parser of an unpacked workbook. */
const { parse_zip: parseZip } = spreadsheet as unknown as {
  parse_zip: (container: unknown, options: spreadsheet.ParsingOptions) => spreadsheet.WorkBook;
};
const parseContainer = (container: unknown) =>
  parseZip(container, { dense: true, cellFormula: true, cellHTML: false, cellNF: true, cellText: true, WTF: false });

function rowsOf(sheet: spreadsheet.WorkSheet, is1904: boolean): GridRow[] {
  const data = (sheet['!data'] ?? []) as (spreadsheet.CellObject | undefined)[][];
  const rows: GridRow[] = [];
  // forEach leaves out the holes: a sheet may begin at row 1,000,000.
  data.forEach((cells, at) => {
    const read: GridCell[] = [];
    cells?.forEach((cell, column) => {
      const found = cell && cellOf(cell, is1904);
      if (found) read[column] = found;
    });
    if (read.length > 0) rows.push({ row: at + 1, cells: Array.from(read, (cell) => cell ?? { text: '' }) });
  });
  const merges = sheet['!merges'] ?? [];
  if (merges.length > MOST_MERGES)
    throw new Refusal('too_large', `ada ${merges.length} kelompok sel gabungan. Pisahkan semuanya, lalu ulangi.`);
  for (const { s, e } of merges) {
    const range = `${letterOf(s.c)}${s.r + 1}:${letterOf(e.c)}${e.r + 1}`;
    for (const row of rows)
      if (row.row > s.r && row.row <= e.r + 1) row.merged = [...(row.merged ?? []), { from: s.c, to: e.c, range }];
  }
  return rows;
}

function cellOf(cell: spreadsheet.CellObject, is1904: boolean): GridCell | undefined {
  if (cell.f !== undefined || cell.F !== undefined)
    return {
      text: textOf(cell, is1904),
      wrong: `Sel ini berisi rumus (${cell.f === undefined ? 'larik' : `=${cell.f.slice(0, 30).toWellFormed()}`}). Ganti dengan hasilnya (Tempel Nilai).`,
    };
  if (cell.t === 'e') return { text: '', wrong: `Sel ini berisi galat ${cell.w ?? ''}. Ganti dengan isinya.` };
  const text = textOf(cell, is1904);
  return text === '' ? undefined : { text };
}

/** What the person sees for dates and percents; a number otherwise as it is, without the marks of thousands. */
function textOf({ t, v, w, z }: spreadsheet.CellObject, is1904: boolean): string {
  if (v === undefined || v === null) return '';
  if (t !== 'n') return String(v);
  const format = z === undefined ? 'General' : String(z);
  if (spreadsheet.SSF.is_date(format)) return dateText(Number(v), is1904) ?? w ?? String(v);
  return /%|^0+$/u.test(format) ? (w ?? String(v)) : String(v);
}

/** A day as 2026-11-23; undefined for a time without a day. */
function dateText(serial: number, is1904: boolean): string | undefined {
  const date = spreadsheet.SSF.parse_date_code(serial, { date1904: is1904 });
  if (!date || date.y < 1901) return undefined;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.y}-${two(date.m)}-${two(date.d)}`;
}

const WIDTHS: Partial<Record<FaqRowField, number>> = {
  number: 8,
  question: 40,
  variants: 40,
  answer: 70,
  basis: 28,
  practice: 30,
  version: 8,
};
const WIDTH = 16;

/** The list as a workbook: the head stays in sight, long texts wrap, every cell is a text, so that nothing is computed. */
export async function writeWorkbook(rows: Required<Record<FaqRowField, string>>[]): Promise<Uint8Array> {
  if (rows.length > MOST_ROWS) throw new Error(`${rows.length} rows are more than a list may hold`);
  const head = FAQ_COLUMNS.map(({ name }) => ({
    value: name,
    fontWeight: 'bold' as const,
    backgroundColor: '#DDE6F0',
  }));
  const body = rows.map((row) =>
    FAQ_COLUMNS.map(({ field }) =>
      row[field] === ''
        ? null
        : {
            type: String,
            value: escapeMarks(row[field]),
            format: '@',
            wrap: true,
            alignVertical: 'top' as const,
          },
    ),
  );
  const written = writeXlsxFile([head, ...body], {
    sheet: 'FAQ',
    columns: FAQ_COLUMNS.map(({ field }) => ({ width: WIDTHS[field] ?? WIDTH })),
    stickyRowsCount: 1,
  });
  return await written.toBuffer();
}

/**
 * Excel reads _x0041_ as a letter by its number, and so the underscore itself is written. The library keeps the texts of a book
 * as names of an object, where one that every object has ("valueOf") is lost: of such a text the first letter is written so.
 */
function escapeMarks(text: string): string {
  const escaped = text.replace(/_(?=x[0-9a-f]{4}_)/giu, '_x005F_');
  return escaped in Object.prototype ? `${byNumber(escaped.charCodeAt(0))}${escaped.slice(1)}` : escaped;
}

const byNumber = (code: number) => `_x${code.toString(16).toUpperCase().padStart(4, '0')}_`;
