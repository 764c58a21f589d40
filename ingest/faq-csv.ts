import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { FAQ_COLUMNS, type FaqRowField, type Grid, headWorth } from './faq-table.ts';
import { Refusal } from './unreadable.ts';

const DELIMITERS = [';', ',', '\t'];
/** Enough to see the head; a record is longer than any entry may be. */
const HEAD = 50;
const LONGEST_RECORD = 500_000;

/**
 * A CSV file as a table: apart by ";", "," or tab, whichever gives the fullest head. Rows count as a spreadsheet shows them.
 * @throws Refusal with the line where quotes are not closed
 */
export function readCsv(text: string): Grid {
  const [, given] = /^"?sep=(.)"?\r?\n/iu.exec(text) ?? [];
  const worth = (delimiter: string) => {
    try {
      return headWorth(gridOf(records(text, delimiter, HEAD)));
    } catch {
      return 0;
    }
  };
  const [best = ';'] = given === undefined ? DELIMITERS.toSorted((a, b) => worth(b) - worth(a)) : [given];
  return gridOf(records(text, best));
}

function records(text: string, delimiter: string, most?: number): string[][] {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      // Line ends are all alike by now, see decodeText.
      record_delimiter: '\n',
      relax_column_count: true,
      max_record_size: LONGEST_RECORD,
      ...(most !== undefined && { to: most }),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as CsvError & { lines?: number }).lines ?? 0);
    throw new Refusal(
      'broken',
      `tanda kutip tidak ditutup atau salah tempat di sekitar baris ${line}. Perbaiki, atau simpan ulang sebagai .xlsx.`,
      { cause: error },
    );
  }
}

const gridOf = (found: string[][]): Grid => ({
  rows: found.flatMap((cells, at) =>
    cells.some((cell) => cell.trim() !== '')
      ? [{ row: at + 1, cells: cells.map((cell) => ({ text: unguarded(cell) })) }]
      : [],
  ),
});

/**
 * The list the way Indonesian spreadsheets open it: UTF-8 with a mark, columns apart by ";", and nothing in it that a spreadsheet
 * would take for a formula.
 */
export function writeCsv(rows: Required<Record<FaqRowField, string>>[]): Uint8Array {
  const head = FAQ_COLUMNS.map(({ name }) => name);
  const body = rows.map((row) => FAQ_COLUMNS.map(({ field }) => guarded(row[field])));
  return Buffer.from(stringify([head, ...body], FORMAT));
}

const FORMAT = {
  delimiter: ';',
  bom: true,
  record_delimiter: 'windows',
  // By itself the library quotes only what holds the whole end of a record.
  quoted_match: /[\r\n\t,]/u,
} as const;

/** What a spreadsheet may take for the beginning of a formula, the wide forms of East Asia among them. */
const FORMULA = '[=+\\-@\\t\\r\\uff1d\\uff0b\\uff0d\\uff20]';
const TO_GUARD = new RegExp(`^'*${FORMULA}`, 'u');
const GUARDED = new RegExp(`^'+${FORMULA}`, 'u');

/**
 * An apostrophe in front of what looks like a formula, and of what looks like one so guarded: exactly those texts that
 * `unguarded` takes one off from, so that reading gives back what was written.
 */
const guarded = (text: string) => (TO_GUARD.test(text) ? `'${text}` : text);
const unguarded = (text: string) => (GUARDED.test(text) ? text.slice(1) : text);
