import { FAQ_FIELD_NAMES, FAQ_FIELDS, type FaqField } from '../knowledge/index.ts';

/** What a row of a list of FAQ may hold. */
export type FaqRowField = FaqField | 'number' | 'status' | 'version';
export type FaqRowFields = Partial<Record<FaqRowField, string>>;

/** The columns in the order in which they are written, with the names in their heads. */
export const FAQ_COLUMNS: readonly { field: FaqRowField; name: string }[] = [
  { field: 'number', name: 'nomor' },
  ...FAQ_FIELDS.map((field) => ({ field, name: FAQ_FIELD_NAMES[field] })),
  { field: 'status', name: 'status' },
  { field: 'version', name: 'versi' },
];

/**
 * One entry as it stands in a file. A field is absent when the file has no such column, and an empty text when the cell is
 * empty. Plain data, so that it can go to another thread.
 */
export type FaqFileRow = {
  /** Counts from 1: the row of a table, the line of a text, the place in a YAML list. */
  row: number;
  /** Which of these it is, in front of the number. */
  kind: 'baris' | 'butir';
  /** The sheet, where a file has several. */
  sheet?: string;
  /** The letter of each column, of a table. */
  columns?: FaqRowColumns;
  fields: FaqRowFields;
  /** What makes it unusable before anything is read: formulas, merged cells. */
  wrong: { field: FaqRowField; at: string; sentence: string }[];
};
type FaqRowColumns = Partial<Record<FaqRowField, string>>;

/** Where a person finds it: "C12", "Akun!C12", "baris 12", "butir 3". */
export function placeOf(
  { row, kind, sheet, columns }: Omit<FaqFileRow, 'fields' | 'wrong'>,
  field?: FaqRowField,
): string {
  const column = field === undefined ? undefined : columns?.[field];
  const place = column === undefined ? `${kind} ${row}` : `${column}${row}`;
  if (sheet === undefined) return place;
  return column === undefined ? `${sheet} ${place}` : `${sheet}!${place}`;
}

/** The most entries a file may hold. */
export const MOST_ROWS = 10_000;

/** What a table is before its head is found: rows that hold anything, with their numbers from 1. */
export type Grid = { sheet?: string; rows: GridRow[] };
export type GridRow = { row: number; cells: GridCell[]; merged?: { from: number; to: number; range: string }[] };
/** A cell; `wrong` says why what stands there can't be used. */
export type GridCell = { text: string; wrong?: string };

export type ReadTable = { rows: FaqFileRow[]; notes: string[] };

/** A table that is no list of FAQ, with a sentence. */
export class NoFaqTable extends Error {
  override name = 'NoFaqTable';
}

/** The head may stand below a title and a few lines about the list. */
const HEAD_WITHIN = 20;

/** What people write in the head of a column, besides the names above; letters and numbers only. */
const OTHER_NAMES: Record<FaqRowField, readonly string[]> = {
  number: ['no', 'id', 'nomor faq', 'no faq', 'number'],
  question: ['tanya', 'pertanyaan utama', 'question'],
  variants: ['ragam pertanyaan', 'ragam tanya', 'variasi', 'pertanyaan lain', 'cara lain bertanya', 'variants'],
  answer: ['jawab', 'isi jawaban', 'answer'],
  basis: ['dasar hukum', 'rujukan', 'basis'],
  practice: ['alasan praktik', 'praktik layanan', 'practice'],
  topic: ['kategori', 'topic'],
  owner: ['penanggung jawab', 'pic', 'owner'],
  reviewBy: ['tinjau', 'tinjau ulang', 'tanggal tinjau', 'tanggal tinjau ulang', 'ditinjau sampai'],
  source: ['asal', 'source'],
  sourceDate: ['tgl sumber', 'tanggal surat', 'source date'],
  outcome: ['outcome'],
  unit: ['isian', 'unit'],
  status: ['keadaan'],
  version: ['version', 'revisi'],
};

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const FIELD_OF = new Map<string, FaqRowField>(
  FAQ_COLUMNS.flatMap(({ field, name }) => [name, ...OTHER_NAMES[field]].map((known) => [known, field] as const)),
);

/** The field that the head of a column names; case, order and punctuation do not matter. */
export const fieldNamed = (head: string): FaqRowField | undefined => FIELD_OF.get(plain(head));

/** How many columns the likeliest head of a table names; 0 when it has none. */
export function headWorth({ rows }: Grid): number {
  const head = headOf(rows);
  return head ? Object.keys(columnsOf(head)).length : 0;
}

/**
 * The entries of a table. Its head is the first row that names a question and an answer, or a number, a version and anything else.
 * @throws NoFaqTable when there is no head, or when it names a column twice
 */
export function readTable({ sheet, rows }: Grid): ReadTable {
  const head = headOf(rows);
  if (!head) throw new NoFaqTable(headlessSentence(rows));
  const at = columnsOf(head);
  const columns = Object.fromEntries(Object.entries(at).map(([field, column]) => [field, letterOf(column)]));
  const read: FaqFileRow[] = [];
  for (const { row, cells, merged = [] } of rows) {
    if (row <= head.row) continue;
    const place = { row, kind: 'baris' as const, ...(sheet !== undefined && { sheet }), columns };
    const fields: FaqRowFields = {};
    const wrong: FaqFileRow['wrong'] = [];
    for (const [name, column] of Object.entries(at)) {
      const field = name as FaqRowField;
      const cell = cells[column];
      fields[field] = cell?.text ?? '';
      if (cell?.wrong !== undefined) wrong.push({ field, at: placeOf(place, field), sentence: cell.wrong });
    }
    for (const { from, to, range } of merged) {
      const field = Object.entries(at).find(([, column]) => column >= from && column <= to)?.[0];
      if (field !== undefined)
        wrong.push({
          field: field as FaqRowField,
          at: sheet === undefined ? range : `${sheet}!${range}`,
          sentence: 'Sel-sel ini digabung. Pisahkan, lalu isi satu sel untuk satu entri.',
        });
    }
    if (wrong.length > 0 || Object.values(fields).some((text) => text.trim() !== ''))
      read.push({ ...place, fields, wrong });
  }
  return { rows: read, notes: unreadColumns(head, at, sheet) };
}

/** A, B, … Z, AA, …; 0 is A. */
export function letterOf(column: number): string {
  const before = Math.floor(column / 26);
  return `${before > 0 ? letterOf(before - 1) : ''}${String.fromCharCode(65 + (column % 26))}`;
}

function headOf(rows: GridRow[]): GridRow | undefined {
  return rows.slice(0, HEAD_WITHIN).find(({ cells }) => {
    const named = new Set(cells.map((cell) => cell && fieldNamed(cell.text)));
    // A cut-down export names its entries by number and version.
    const isCut = named.has('number') && named.has('version') && FAQ_FIELDS.some((field) => named.has(field));
    return (named.has('question') && named.has('answer')) || isCut;
  });
}

/** @throws NoFaqTable */
function columnsOf(head: GridRow): Partial<Record<FaqRowField, number>> {
  const at: Partial<Record<FaqRowField, number>> = {};
  for (const [column, cell] of head.cells.entries()) {
    const field = cell && fieldNamed(cell.text);
    if (field === undefined) continue;
    const first = at[field];
    if (first !== undefined)
      throw new NoFaqTable(
        `kolom "${cell?.text.trim()}" di ${letterOf(column)}${head.row} sama dengan kolom di ${letterOf(first)}${head.row}. Hapus salah satunya.`,
      );
    at[field] = column;
  }
  return at;
}

function unreadColumns(head: GridRow, at: Partial<Record<FaqRowField, number>>, sheet: string | undefined): string[] {
  const read = new Set(Object.values(at));
  const unread = head.cells.flatMap((cell, column) =>
    cell && cell.text.trim() !== '' && !read.has(column) ? `"${shortened(cell.text)}" (${letterOf(column)})` : [],
  );
  if (unread.length === 0) return [];
  const where = sheet === undefined ? '' : `Lembar ${sheet}: `;
  return [`${where}${unread.length} kolom tidak dikenal dan tidak dibaca: ${unread.slice(0, 10).join(', ')}.`];
}

function headlessSentence(rows: GridRow[]): string {
  const first = rows[0]?.cells.flatMap((cell) => (cell && cell.text.trim() !== '' ? shortened(cell.text) : [])) ?? [];
  const found = first.length > 0 ? ` Baris pertama berisi: ${first.slice(0, 8).join(', ')}.` : '';
  return `tidak ada baris judul kolom. Tulis paling sedikit kolom pertanyaan dan jawaban.${found} Contoh yang benar: /lpse faq ekspor.`;
}

const shortened = (text: string) => {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > 30 ? `${line.slice(0, 29).toWellFormed()}…` : line;
};
