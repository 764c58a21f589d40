import type { Statement } from '../compose.ts';
import type { Corpus, Entry } from '../corpus.ts';
import type { Language, Word } from '../words.ts';
import type { HeldClaim } from './narrow.ts';

/** Sentences that differ in one of these say different things. */
const TURNING =
  /\b(?:tidak|bukan|belum|jangan|tanpa|kecuali|selain|hanya|wajib|harus|perlu|dapat|boleh|bisa|berhak|semua|setiap|not|no|must|may|can|only|except)\b/giu;

/**
 * The sentences that say something of their own, in order: of those that rest on the same and have the same words, in whatever
 * spelling, or no more of the words of their passages, one.
 */
export function distinct(claims: readonly HeldClaim[], language: Language): HeldClaim[] {
  const read = claims.map((claim) => {
    const passages = new Set(claim.given.flatMap(({ entry: { terms } }) => [...terms.own, ...terms.lead]));
    return {
      claim,
      letters: lettersOf(claim.text),
      turns: [...claim.text.toLowerCase().matchAll(TURNING)].map(([word]) => word).join(' '),
      places: [...new Set(claim.given.map(({ entry }) => entry.at))].sort((a, b) => a - b).join(' '),
      terms: new Set(language.terms(claim.text).filter((term) => passages.has(term))),
    };
  });
  type Read = (typeof read)[number];
  const isSaidBy = (one: Read, other: Read) =>
    one.letters === other.letters ||
    (one.places === other.places &&
      one.turns === other.turns &&
      one.terms.size >= WORDS &&
      [...one.terms].every((term) => other.terms.has(term)));
  return read
    .filter(
      (one, at) =>
        !read.some((other, place) => place !== at && isSaidBy(one, other) && (place < at || !isSaidBy(other, one))),
    )
    .map(({ claim }) => claim);
}

/** A sentence with fewer words of its passages is not compared: in English it has hardly any. */
const WORDS = 3;

/** Whether hardly anything of an explanation stands not in these texts already: less than the share `least` of its words. */
export function addsNothing(
  { fact, shown }: Pick<Statement, 'fact' | 'shown'>,
  texts: readonly string[],
  language: Language,
  least: number,
): boolean {
  const stems = (text: string) => language.terms(text).filter((term) => !term.startsWith('='));
  const terms = new Set(stems(fact ?? shown));
  const known = new Set(texts.flatMap(stems));
  const fresh = [...terms].filter((term) => !known.has(term)).length;
  return fresh < least * terms.size;
}

/** How much of what a question asks stands in a passage: the share of its words, by their rarity, 0 to 1. */
export function shareSaid({ index }: Corpus, words: readonly Word[], entry: Entry): number {
  const wanted = words.filter(({ role }) => role === 'content' || role === 'number');
  const worth = wanted.map(({ stem }) => index.idf(stem));
  const all = worth.reduce((sum, one) => sum + one, 0);
  const said = wanted.reduce((sum, word, at) => sum + (worth[at] ?? 0) * index.holds(entry.at, word), 0);
  return all > 0 ? said / all : 0;
}

const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
