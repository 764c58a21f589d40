import type { Citation } from '../../knowledge/index.ts';

/** One round of questions: milliseconds of each, the share of right first citations, memory in bytes afterwards. */
export type Asked = { times: number[]; cite1: number; rss: number };

const REGULATION = 'perbup-31-2012';

/** Another regulation has a Pasal of the same number: without its address it cannot count as right. */
export function onlyFrom(citations: Citation[]): Citation[] {
  return citations.map((citation) => {
    const { document, quote, basis } = citation;
    if (document === REGULATION) return citation;
    return { document, quote, ...(basis && { basis: onlyFrom(basis) }) };
  });
}
