import type { PassageTerms } from './corpus.ts';

/** The terms of a passage as they are stored: one line for each place they stand in. */
export const writeTerms = ({ own, lead, heading }: PassageTerms): string =>
  [own, lead, heading].map((terms) => terms.join(' ')).join('\n');

/** The same, read. `same` holds every term once: one string each, not one per place, is most of the memory of many passages. */
export function readTerms(stored: string, same: Map<string, string>): PassageTerms {
  const shared = (term: string) => {
    const known = same.get(term);
    if (known !== undefined) return known;
    // A piece of a split text would keep the whole text alive.
    const own = Buffer.from(term).toString();
    same.set(own, own);
    return own;
  };
  const [own, lead, heading] = stored
    .split('\n')
    .map((line) => line.split(' ').flatMap((term) => (term === '' ? [] : shared(term))));
  return { own: own ?? [], lead: lead ?? [], heading: heading ?? [] };
}
