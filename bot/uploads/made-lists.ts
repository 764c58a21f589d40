import { stringify } from 'csv-stringify/sync';
import type { Database } from '../../db/database.ts';
import { payloadOf } from '../../db/uploads.ts';
import {
  type ExportFormat,
  isMadeList,
  type Knowledge,
  lastLapsedDay,
  type ProblemList,
  problemRow,
} from '../../handlers/index.ts';
import { exportFaq } from '../../ingest/index.ts';
import { dayOf } from './day.ts';
import type { Payload } from './payload.ts';

/** A file that was made, and its content type. */
export type MadeFile = { bytes: Uint8Array; type: string };

const TYPES: Record<ExportFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  md: 'text/markdown',
};

/** As Indonesian spreadsheets open it, and nothing in it that a spreadsheet would take for a formula. */
const CSV = { delimiter: ';', escape_formulas: true, record_delimiter: 'windows', bom: true } as const;

/** Makes the lists that trainers ask for; undefined for every other recipe. */
export function createListMaker(needs: { db: Database; knowledge: Knowledge; now: () => number }) {
  return async (recipe: unknown): Promise<MadeFile | undefined> => {
    if (!isMadeList(recipe)) return undefined;
    if (recipe.kind === 'upload-problems') return { bytes: await problemsOf(needs.db, recipe), type: TYPES.csv };
    return { bytes: await exportFaq(needs, recipe.format, lastLapsedDay(dayOf(needs))), type: TYPES[recipe.format] };
  };
}

/** What could not be taken of an upload; empty for one that is over, and has nothing any more. */
async function problemsOf(db: Database, { upload, columns }: ProblemList): Promise<Uint8Array> {
  const payload = (await payloadOf(db, upload)) as Payload | null;
  const problems = payload && 'problems' in payload ? payload.problems : [];
  return Buffer.from(stringify([columns, ...problems.map(problemRow)], CSV));
}
