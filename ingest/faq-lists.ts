import type { Database } from '../db/database.ts';
import { headVersions, listFaqs } from '../db/faqs.ts';
import { listPeopleWithRole } from '../db/people.ts';
import { type FaqContent, inSteps, type Knowledge, UNIT_FACTS } from '../knowledge/index.ts';
import { type FaqFormat, writeFaq } from './faq-file.ts';
import { type FaqPlan, planningFaq, writtenRow } from './faq-plan.ts';
import type { FaqFileRow } from './faq-table.ts';

type Needs = { db: Database; knowledge: Knowledge };

/** Who may own an entry: who may write one, and who may approve it. */
const OWNERS = ['trn', 'kepala', 'admin'];
const ALL = 1_000_000;

/**
 * What taking over the rows of a file would do; changes nothing, and lets others run between.
 * @param today the day in the zone of the unit, e.g. 2026-11-23
 */
export async function planFaqRows(
  { db, knowledge }: Needs,
  rows: readonly FaqFileRow[],
  today: string,
): Promise<FaqPlan> {
  const { findBasis, basisText } = knowledge;
  const owners = await listPeopleWithRole(db, 'slack', OWNERS);
  const stored = await headVersions<FaqContent>(db);
  return await inSteps(planningFaq(rows, stored, { findBasis, basisText, unitFields: UNIT_FACTS, today, owners }));
}

/**
 * All entries as a file that can be edited and taken over again.
 * @param lapsed the last review day that is too long ago, see lastLapsedDay of handlers/rules/faq.ts
 */
export async function exportFaq({ db, knowledge }: Needs, format: FaqFormat, lapsed: string): Promise<Uint8Array> {
  const heads = await listFaqs<FaqContent>(db, { lapsed, after: 0, most: ALL });
  return await writeFaq(
    format,
    heads.map((head) => writtenRow(head, head.status, knowledge.basisText)),
  );
}
