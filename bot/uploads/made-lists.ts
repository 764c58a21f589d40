import { stringify } from 'csv-stringify/sync';
import type { Database } from '../../db/database.ts';
import { findPerson } from '../../db/people.ts';
import { payloadOf } from '../../db/uploads.ts';
import {
  type DryRunList,
  type DryRunRow,
  dryRunRow,
  type ExportFormat,
  isMadeList,
  type Knowledge,
  lastLapsedDay,
  type ProblemList,
  problemRow,
} from '../../handlers/index.ts';
import { exportFaq } from '../../ingest/index.ts';
import { FAQ_FIELD_NAMES, FAQ_FIELDS, type FaqField, writeFaqFields } from '../../knowledge/index.ts';
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
    if (recipe.kind === 'upload-rows') return { bytes: await dryRunOf(needs, recipe), type: TYPES.csv };
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

/** All that an upload would change, a line for each field; empty for one that was decided on meanwhile. */
async function dryRunOf(
  { db, knowledge }: { db: Database; knowledge: Knowledge },
  { upload, columns }: DryRunList,
): Promise<Uint8Array> {
  const payload = (await payloadOf(db, upload)) as Payload | null;
  const rows = payload?.kind === 'faq' ? await dryRunRows(payload) : [];
  return Buffer.from(stringify([columns, ...rows.map(dryRunRow)], CSV));

  async function dryRunRows({ plan, problems, warnings = [] }: Extract<Payload, { kind: 'faq' }>) {
    const found: DryRunRow[] = [];
    const warned = new Map(warnings.map(({ at, suspicions }) => [at, suspicions]));
    const owners = new Map<number, string>();
    /** The warnings of a row stand on its first line. */
    const add = (row: Omit<DryRunRow, 'field' | 'before' | 'after'>, fields: Changed[]) => {
      for (const [index, { field, ...texts }] of fields.entries()) {
        const suspicions = index === 0 ? warned.get(row.at) : undefined;
        found.push({ ...row, field: FAQ_FIELD_NAMES[field], ...texts, ...(suspicions && { suspicions }) });
      }
    };
    for (const { at, content, owner, reviewBy } of plan.fresh) {
      if (owner !== undefined && !owners.has(owner)) owners.set(owner, (await findPerson(db, owner))?.name ?? '');
      const written = writeFaqFields(
        content,
        { owner: owner === undefined ? null : (owners.get(owner) ?? null), reviewBy },
        knowledge.basisText,
      );
      const said = FAQ_FIELDS.filter((field) => written[field] !== '');
      add(
        { at, what: 'fresh' },
        said.map((field) => ({ field, before: '', after: written[field] })),
      );
    }
    for (const { at, number, byQuestion = false, changes } of plan.changed)
      add({ at, what: 'changed', number, byQuestion }, changes);
    for (const { at, field, sentence } of problems)
      found.push({ at, what: 'wrong', field, before: '', after: sentence });
    return found;
  }
}

type Changed = { field: FaqField; before: string; after: string };
