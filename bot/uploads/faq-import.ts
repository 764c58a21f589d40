import type { Database } from '../../db/database.ts';
import { type UploadChange, type UploadRow, wasTakenOver } from '../../db/uploads.ts';
import type { FoundFaq, Knowledge, RowProblem } from '../../handlers/index.ts';
import { applyFaq, type FaqPlan, planFaqRows } from '../../ingest/index.ts';
import { FAQ_FIELD_NAMES } from '../../knowledge/index.ts';
import { dayOf } from './day.ts';
import { failed, finished, type Payload } from './payload.ts';
import type { Read } from './reading-thread.ts';

type Needs = {
  db: Database;
  knowledge: Knowledge;
  /** Milliseconds since 1970 UTC. */
  now: () => number;
};

/** Of each sort so many are named on a card, and so much of a text. */
const NAMED = 5;
const WORDS = 300;
/** Before the first difference so much of what is the same. */
const LEAD = 25;

/** What taking over a list of FAQ would change, as its upload keeps it; nothing is changed. */
export async function planned(needs: Needs, { rows, notes }: Extract<Read, { kind: 'faq' }>): Promise<UploadChange> {
  const plan = await planFaqRows(needs, rows, dayOf(needs));
  const problems = [...plan.wrong, ...plan.stale, ...plan.twice].map(({ field = '', ...rest }) => ({ ...rest, field }));
  const read = { kind: 'faq', found: foundIn(plan, problems, notes) } as const;
  if (plan.fresh.length + plan.changed.length > 0)
    return { ...read, state: 'siap', payload: { kind: 'faq', plan, problems } satisfies Payload };
  if (problems.length === 0) return { ...read, ...finished([]) };
  return { ...read, ...finished(problems), state: 'ditolak', why: 'nothing' };
}

/**
 * Takes a plan over, all of it or nothing.
 * @param tell told of the entries prepared so far
 */
export async function imported(
  needs: Needs,
  row: UploadRow,
  { plan, problems }: Extract<Payload, { kind: 'faq' }>,
  tell: (done: number, total: number, storing: boolean) => void,
): Promise<UploadChange> {
  // An earlier try stored it all, and this program ended before it could say so.
  if (await wasTakenOver(needs.db, row.id)) return finished(problems);
  const applying = { by: row.person, approvedBy: row.decided_by, upload: row.id, at: new Date(needs.now()) };
  const applied = await applyFaq(needs, plan, applying, ({ step, done, total }) =>
    tell(done, total, step === 'storing'),
  );
  if (applied.ok) return finished(problems);
  const named = applied.moved.slice(0, NAMED).map(({ at, sentence }) => `${at}: ${sentence}`);
  return failed(named.join('\n'));
}

function foundIn(plan: FaqPlan, problems: RowProblem[], notes: string[]): FoundFaq {
  return {
    kind: 'faq',
    counts: {
      fresh: plan.fresh.length,
      changed: plan.changed.length,
      unchanged: plan.unchanged,
      wrong: problems.length,
    },
    fresh: plan.fresh.slice(0, NAMED).map(({ at, content }) => ({ at, question: content.question })),
    changed: plan.changed.slice(0, NAMED).map(({ number, content, changes }) => ({
      number,
      question: content.question,
      fields: changes.map(({ field, before, after }) => ({ field: FAQ_FIELD_NAMES[field], ...around(before, after) })),
    })),
    problems: problems.slice(0, NAMED),
    notes: notes.slice(0, NAMED),
  };
}

/** Both texts from a little before where they begin to differ. */
function around(before: string, after: string): { before: string; after: string } {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  // From the beginning of a word.
  const from = same > LEAD ? before.lastIndexOf(' ', same - LEAD) + 1 : 0;
  const cut = (text: string) => `${from > 0 ? '…' : ''}${text.slice(from, from + WORDS)}`.toWellFormed();
  return { before: cut(before), after: cut(after) };
}
