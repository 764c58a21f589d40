import type { FaqBeside, FaqRow, FaqVersionRow } from '../db/faqs.ts';

/** Owner and review day of an entry as they are once that version answers: what it brings, for the rest what stands. */
export function besideOf(
  { owner, review_by, proposed }: FaqRow,
  { version, beside }: Pick<FaqVersionRow, 'version' | 'beside'>,
): Required<FaqBeside> {
  // What an answering version brought is in the entry already, and may have been changed there since.
  return { owner, review_by, ...(version === proposed && beside) };
}

/** Of what somebody wishes to be otherwise what is not so already; undefined: all is. */
export function movedFrom(standing: Required<FaqBeside>, wished: FaqBeside): FaqBeside | undefined {
  const moved: FaqBeside = {
    ...(wished.owner !== undefined && wished.owner !== standing.owner && { owner: wished.owner }),
    ...(wished.review_by !== undefined && wished.review_by !== standing.review_by && { review_by: wished.review_by }),
  };
  return Object.keys(moved).length > 0 ? moved : undefined;
}
