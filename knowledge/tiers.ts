import type { Corpus, Entry } from './corpus.ts';
import { type Evidence, gather, type Scope } from './find.ts';
import { withNearness } from './fusion.ts';
import { splitParts } from './parts.ts';
import { type Asking, type Ranked, rank } from './ranking.ts';

/**
 * The regulation leads in duties and authority; then documents of which no questions are known, by their
 * words alone; what is left open, SOP and FAQ may answer.
 */
export function tiersOf(corpus: Corpus, scope: Scope): Scope[] {
  const tiers: [Set<string>, Set<string>, Set<string>] = [new Set(), new Set(), new Set()];
  for (const { id, kind } of corpus.documents.values()) {
    if (!scope.has(id)) continue;
    const tier = kind === 'sop' || kind === 'faq' ? 2 : kind === 'peraturan' && corpus.taught.has(id) ? 0 : 1;
    tiers[tier].add(id);
  }
  return tiers.filter((tier) => tier.size > 0);
}

/** Whether no questions are known of a document, so that its words alone speak for it. */
export function isUntaught(corpus: Corpus, id: string): boolean {
  const kind = corpus.documents.get(id)?.kind;
  return kind !== 'sop' && kind !== 'faq' && !corpus.taught.has(id);
}

/** What speaks for the passages of one tier. `byWords`: no questions are known of it. */
export type Tier = { scope: Scope; byWords: boolean; evidence: Evidence; ranked: Ranked };

/** Gathers and ranks within one tier, with what lies near. @param evidence where it is at hand already */
export function rankTier(asking: Asking, scope: Scope, evidence?: Evidence): Tier {
  const { needs, question, reading } = asking;
  const byWords = [...scope].every((id) => isUntaught(needs.corpus, id));
  const found = evidence ?? gather(needs.corpus, question, reading, scope, { withoutExamples: byWords });
  return { scope, byWords, evidence: found, ranked: near(asking, rank(needs, found), found, scope) };
}

/**
 * What words say, with what vectors add: never a passage without the value that is asked for. A message of several questions has
 * one vector, which lies near none of them.
 */
function near(
  { needs: { nearness, corpus }, question }: Asking,
  ranked: Ranked,
  { asked }: Evidence,
  scope: Scope,
): Ranked {
  if (!nearness || splitParts(question).length > 1) return ranked;
  const fits = (entry: Entry) => asked.length === 0 || asked.some((type) => corpus.values(entry).has(type));
  return withNearness(ranked, nearness, corpus, scope, fits);
}
