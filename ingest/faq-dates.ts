import { FAQ_FIELD_NAMES } from '../knowledge/index.ts';
import type { FaqFileRow } from './faq-table.ts';
import { placeOf } from './faq-table.ts';

const DATES = ['reviewBy', 'sourceDate'] as const;
type DateField = (typeof DATES)[number];

/** What a spreadsheet leaves of a day where its cell is no date: days since 30 December 1899; 2000 to 2099. */
const SERIAL = /^\d{5}(?:[.,]0+)?$/u;
const FIRST_SERIAL = 36_526;
const LAST_SERIAL = 73_050;
const EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 24 * 60 * 60_000;
/** Two numbers and a year. */
const NUMBERS = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/u;

/**
 * The same rows with the days that spreadsheets write in ways of their own as 2026-11-23: numbers of days, and a column in which
 * months come before days. That is seen by a day that can be read in no other way, while no other one contradicts it. What is
 * no such day stays as it was typed.
 */
export function readDates(rows: readonly FaqFileRow[]): { rows: FaqFileRow[]; notes: string[] } {
  const notes: string[] = [];
  const read = new Map<FaqFileRow, FaqFileRow['fields']>();
  for (const column of Map.groupBy(rows, ({ sheet }) => sheet).values())
    for (const field of DATES) {
      const witness = monthFirst(column, field);
      if (witness)
        notes.push(
          `Kolom ${FAQ_FIELD_NAMES[field]} dibaca sebagai bulan/tanggal/tahun, karena ${placeOf(witness, field)} berisi ${witness.fields[field]?.trim()}.`,
        );
      for (const row of column) {
        const day = dayOf(row.fields[field]?.trim() ?? '', witness !== undefined);
        if (day !== undefined) read.set(row, { ...(read.get(row) ?? row.fields), [field]: day });
      }
    }
  return { rows: rows.map((row) => ({ ...row, fields: read.get(row) ?? row.fields })), notes };
}

/** The row that shows that months come first; undefined when none does, or another one shows the contrary. */
function monthFirst(rows: FaqFileRow[], field: DateField): FaqFileRow | undefined {
  const parts = rows.flatMap((row) => {
    const [, first, second] = NUMBERS.exec(row.fields[field]?.trim() ?? '') ?? [];
    return first === undefined ? [] : [{ row, first: Number(first), second: Number(second) }];
  });
  if (parts.some(({ first }) => first > 12)) return undefined;
  return parts.find(({ second }) => second > 12)?.row;
}

function dayOf(said: string, isMonthFirst: boolean): string | undefined {
  const serial = SERIAL.test(said) ? Number.parseInt(said, 10) : 0;
  if (serial >= FIRST_SERIAL && serial <= LAST_SERIAL)
    return new Date(EPOCH + serial * DAY_MS).toISOString().slice(0, 10);
  const [, month, day, year] = (isMonthFirst && NUMBERS.exec(said)) || [];
  if (month === undefined || day === undefined || year === undefined) return undefined;
  return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
