import { basisOf, type Citation } from './compose.ts';
import type { Corpus, Entry } from './corpus.ts';
import type { Scope } from './find.ts';
import type { Heard } from './leaning.ts';
import type { Before } from './outcome.ts';
import type { AnswerNeeds } from './ranking.ts';

/** A message in the conversation it stands in. */
export type Turn = Heard & {
  needs: AnswerNeeds;
  scope: Scope;
  before: Before;
  /** The passages of the last answer that are still there. */
  last: Entry[];
};

/** The passage that a citation points at. */
export function entryOf(
  corpus: Corpus,
  { document, quote: _quote, basis: _basis, ...address }: Citation,
): Entry | undefined {
  return corpus.find(document, address);
}

/** Passages, each followed by what it rests on. */
export const withBasis = (corpus: Corpus, entries: Entry[]) =>
  entries.flatMap((entry) => [entry, ...basisOf(corpus, entry)]);
