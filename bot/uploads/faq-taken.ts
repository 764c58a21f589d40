import type { Database } from '../../db/database.ts';
import { numbersTakenOver, type UploadChange, type UploadRow } from '../../db/uploads.ts';
import type { FoundFaq, NumberRun } from '../../handlers/index.ts';
import { changedBeside } from '../../ingest/index.ts';
import { finished, type Payload } from './payload.ts';

/** How an upload of a list is once the plan is stored: its card names the entries by their numbers. */
export async function listTaken(
  db: Database,
  row: UploadRow,
  { plan, problems }: Pick<Extract<Payload, { kind: 'faq' }>, 'plan' | 'problems'>,
): Promise<UploadChange> {
  const changed = new Set(plan.changed.map(({ number }) => number));
  const stored = await numbersTakenOver(db, row.id);
  const fresh = stored.filter((number) => !changed.has(number));
  const kept = [...new Set([...stored.filter((number) => changed.has(number)), ...changedBeside(plan)])];
  const taken = { fresh: runsOf(fresh), changed: runsOf(kept.sort((one, other) => one - other)) };
  const found = row.found as FoundFaq | null;
  return { ...finished(problems, plan), ...(found && { found: { ...found, taken } satisfies FoundFaq }) };
}

/** Numbers in their order, as runs without a gap. */
function runsOf(numbers: number[]): NumberRun[] {
  const runs: NumberRun[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === number) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
