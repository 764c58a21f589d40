import type { Database } from '../../db/database.ts';
import { type UploadChange, type UploadRow, wasTakenOver } from '../../db/uploads.ts';
import { type FoundFaq, type Knowledge, type RowProblem, type RowWarning, suspicionsOf } from '../../handlers/index.ts';
import { applyFaq, type FaqFileRow, type FaqPlan, placeOf, planFaqRows } from '../../ingest/index.ts';
import { FAQ_FIELD_NAMES } from '../../knowledge/index.ts';
import type { Log } from '../channel.ts';
import { letAnswer } from './answering.ts';
import { dayOf } from './day.ts';
import { listTaken } from './faq-taken.ts';
import { failed, finished, type Payload } from './payload.ts';
import type { Read } from './reading-thread.ts';

type Needs = {
  db: Database;
  knowledge: Knowledge;
  /** Milliseconds since 1970 UTC. */
  now: () => number;
};
type ApplyingNeeds = Needs & { log: Log };

/** Of each sort so many are named on a card, and so much of a text. */
const NAMED = 5;
const WORDS = 300;
/** Before the first difference so much of what is the same. */
const LEAD = 80;

/** What taking over a list of FAQ would change, as its upload keeps it; nothing is changed. */
export async function planned(needs: Needs, { rows, notes }: Extract<Read, { kind: 'faq' }>): Promise<UploadChange> {
  const plan = await planFaqRows(needs, rows, dayOf(needs));
  const problems = [...plan.wrong, ...plan.stale, ...plan.twice].map(({ field = '', ...rest }) => ({ ...rest, field }));
  const warnings = warningsOf(plan, rows);
  // A row may have several problems, and is one row all the same.
  const wrong = rows.length - plan.fresh.length - plan.changed.length - plan.unchanged;
  const more = { wrong, warnings, notes: [...(plan.notes ?? []), ...notes] };
  const read = { kind: 'faq', found: foundIn(plan, problems, more) } as const;
  if (plan.fresh.length + plan.changed.length > 0)
    return { ...read, state: 'siap', payload: { kind: 'faq', plan, problems, warnings } satisfies Payload };
  if (plan.unchanged > 0 || problems.length === 0) return { ...read, ...finished(problems) };
  return { ...read, ...finished(problems), state: 'ditolak', why: 'nothing' };
}

/**
 * Takes a plan over, all of it or nothing.
 * @param tell told of the entries prepared so far
 */
export async function imported(
  needs: ApplyingNeeds,
  row: UploadRow,
  { plan, problems }: Extract<Payload, { kind: 'faq' }>,
  tell: (done: number, total: number, storing: boolean) => void,
): Promise<UploadChange> {
  // An earlier try stored it all, and this program ended before it could say so.
  if (await wasTakenOver(needs.db, row.id)) return await listTaken(needs.db, row, { plan, problems });
  const applying = { by: row.person, approvedBy: row.decided_by, upload: row.id, at: new Date(needs.now()) };
  const applied = await applyFaq(needs, plan, applying, ({ step, done, total }) =>
    tell(done, total, step === 'storing'),
  );
  if (applied.ok) {
    await letAnswer(needs);
    return await listTaken(needs.db, row, { plan, problems });
  }
  const named = applied.moved.slice(0, NAMED).map(({ at, sentence }) => `${at}: ${sentence}`);
  return failed(named.join('\n'));
}

/** The rows that should be looked at twice, as they stand in the file: what is published lacks what nobody sees. */
function warningsOf({ fresh, changed }: FaqPlan, rows: readonly FaqFileRow[]): RowWarning[] {
  const byPlace = new Map(rows.map((row) => [placeOf(row), row.fields]));
  return [...fresh, ...changed].flatMap(({ at, content }) => {
    const { question, variants, answer, practice, source } = byPlace.get(at) ?? {};
    const suspicions = suspicionsOf({
      ...content,
      ...(question && { question }),
      ...(variants && { variants: [variants] }),
      ...(answer && { answer }),
      ...(practice && { practice }),
      ...(source && { source }),
    });
    return suspicions.length > 0 ? [{ at, suspicions }] : [];
  });
}

function foundIn(
  plan: FaqPlan,
  problems: RowProblem[],
  { wrong, warnings, notes }: { wrong: number; warnings: RowWarning[]; notes: string[] },
): FoundFaq {
  return {
    kind: 'faq',
    counts: {
      fresh: plan.fresh.length,
      changed: plan.changed.length,
      unchanged: plan.unchanged,
      wrong,
    },
    fresh: plan.fresh.slice(0, NAMED).map(({ at, content }) => ({
      at,
      question: content.question,
      answer: content.answer.slice(0, WORDS).toWellFormed(),
    })),
    changed: plan.changed.slice(0, NAMED).map(({ number, content, byQuestion, changes }) => ({
      number,
      question: content.question,
      ...(byQuestion && { byQuestion }),
      fields: changes.map(({ field, before, after }) => ({ field: FAQ_FIELD_NAMES[field], ...around(before, after) })),
    })),
    problems: problems.slice(0, NAMED),
    notes: notes.slice(0, NAMED),
    ...(warnings.length > 0 && { warned: { count: warnings.length, first: warnings.slice(0, NAMED) } }),
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
