import { findTicket, listReported } from '../db/tickets.ts';
import { wordsOf } from './rules/loose-words.ts';
import type { Visit } from './visit.ts';

/** Older ones are found in the list. */
const LOOKED_AT = 10;
const OFFERED = 2;
/** What is written within a day after a ticket was opened is mostly more of the same. */
const FRESH_MS = 24 * 60 * 60_000;
const ENDED: readonly string[] = ['selesai', 'ditutup', 'ditolak'];
/** Of the words of both, how many are the same. */
const ALIKE = 0.5;

/** Open tickets of this person that a message may belong to: of the same category, with the same words, or of today. Latest first. */
export async function ticketsLike(
  { needs, person }: Visit,
  text: string,
  category: string | undefined,
): Promise<{ id: number; number: string }[]> {
  const reported = await listReported(needs.db, person.id, { most: LOOKED_AT });
  const open = reported.filter(({ state, merged_into }) => !ENDED.includes(state) && merged_into === null);
  const found: { id: number; number: string }[] = [];
  for (const { id, number, category: own, opened_at } of open) {
    if (found.length === OFFERED) break;
    const isFresh = needs.now() - opened_at.getTime() < FRESH_MS;
    const isAlike =
      isFresh || own === category || likeness(text, (await findTicket(needs.db, id))?.description ?? '') >= ALIKE;
    if (isAlike) found.push({ id, number });
  }
  return found;
}

const SHORTEST = 4;

/** Shared words among all the words of both, 0 to 1. Short words tell nothing. */
function likeness(one: string, other: string): number {
  const [mine, theirs] = [one, other].map((text) => new Set(wordsOf(text).filter(({ length }) => length >= SHORTEST)));
  if (!mine?.size || !theirs?.size) return 0;
  const shared = [...mine].filter((word) => theirs.has(word)).length;
  return shared / (mine.size + theirs.size - shared);
}
