import type { Database } from '../../db/database.ts';
import { type EmbedderRow, neighboursOf } from '../../db/embeddings.ts';
import type { Knowledge } from '../base.ts';
import type { Trust } from '../nearby.ts';
import { type Judged, trustFrom } from './trust.ts';

/** So many neighbours of a question are looked at, here and for people: what is measured is what happens. */
export const NEIGHBOURS = 60;
/** More example questions hardly change the measure. */
const TESTS = 400;

/** How far known questions and passages near a question can be trusted. */
export type Trusts = { questions: Trust; passages: Trust };

/** Puts the vectors of an embedder to the test on example questions, each without those of its own writer. Undefined when it was broken off. */
export async function measureTrust(
  { db, knowledge }: { db: Database; knowledge: Pick<Knowledge, 'nearnessTests'> },
  embedder: EmbedderRow,
  signal: AbortSignal,
): Promise<Trusts | undefined> {
  const judged: Record<'question' | 'passage', Judged[]> = { question: [], passage: [] };
  for (const { hash, judge } of knowledge.nearnessTests(TESTS)) {
    if (signal.aborted) return undefined;
    const seen = new Set<'question' | 'passage'>();
    for (const { hash: other, likeness } of await neighboursOf(db, embedder, hash, NEIGHBOURS)) {
      const found = judge(other);
      // Only the nearest of each sort is what would be believed.
      if (!found || seen.has(found.of)) continue;
      seen.add(found.of);
      judged[found.of].push({ likeness, right: found.right });
    }
  }
  return { questions: trustFrom(judged.question), passages: trustFrom(judged.passage) };
}

/** What was measured, as it is stored. */
export function readTrusts(stored: unknown): Trusts {
  const { questions = [], passages = [] } = (stored ?? {}) as Partial<Trusts>;
  return { questions, passages };
}
