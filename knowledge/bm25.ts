import type { Alternative } from './words.ts';

const K1 = 0.9;
const B = 0.65;

/** A word to look for: the best of its alternatives counts, never their sum. */
type Query = { alternatives: Alternative[] }[];

type Hit = { entry: number; score: number };

/** Okapi BM25 over entries given as weighted terms, held in memory. */
export type Index = {
  size: number;
  /** Rarity of a term: ln(1 + (N − n + ½)/(n + ½)); a term that no entry has gets the highest value. */
  idf: (term: string) => number;
  has: (term: string) => boolean;
  /** The `limit` best entries, best first; entries for which `allowed` is false are passed over. */
  search: (query: Query, limit: number, allowed?: (entry: number) => boolean) => Hit[];
  /** The share of a word's rarity that an entry holds: the weight of its best alternative there, 0 to 1. */
  holds: (entry: number, word: Query[number]) => number;
};

type Postings = { entries: number[]; counts: number[] };

/** `entries[i]` maps the terms of entry i to how often they stand there; parts may count less than 1. */
export function createIndex(entries: ReadonlyMap<string, number>[]): Index {
  const postings = new Map<string, Postings>();
  const lengths = new Float64Array(entries.length);
  for (const [entry, terms] of entries.entries()) {
    let length = 0;
    for (const [term, count] of terms) {
      // Concepts stand beside the words they come from: they do not lengthen the passage.
      if (!term.startsWith('=')) length += count;
      const list = postings.get(term);
      if (list) {
        list.entries.push(entry);
        list.counts.push(count);
      } else postings.set(term, { entries: [entry], counts: [count] });
    }
    lengths[entry] = length;
  }
  const size = entries.length;
  const filled = entries.filter((terms) => terms.size > 0).length;
  const mean = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, filled));
  const idf = (term: string) => {
    const n = postings.get(term)?.entries.length ?? 0;
    return Math.log(1 + (filled - n + 0.5) / (n + 0.5));
  };
  // One array each for all searches: a search is synchronous and cleans up behind itself.
  const total = new Float64Array(size);
  const best = new Float64Array(size);

  return {
    size,
    idf,
    has: (term) => postings.has(term),
    search(query, limit, allowed) {
      const touched: number[] = [];
      for (const { alternatives } of query) {
        const here: number[] = [];
        for (const { term, weight } of alternatives) {
          const list = postings.get(term);
          if (!list) continue;
          const rarity = idf(term) * weight;
          for (let at = 0; at < list.entries.length; at++) {
            const entry = list.entries[at] ?? 0;
            if (allowed && !allowed(entry)) continue;
            const count = list.counts[at] ?? 0;
            const score = (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * (lengths[entry] ?? 0)) / mean));
            const before = best[entry] ?? 0;
            if (before === 0) here.push(entry);
            if (score > before) best[entry] = score;
          }
        }
        for (const entry of here) {
          if (total[entry] === 0) touched.push(entry);
          total[entry] = (total[entry] ?? 0) + (best[entry] ?? 0);
          best[entry] = 0;
        }
      }
      const hits = topOf(touched, total, limit);
      for (const entry of touched) total[entry] = 0;
      return hits;
    },
    holds(entry, { alternatives }) {
      const terms = entries[entry];
      let most = 0;
      for (const { term, weight } of alternatives) if (weight > most && terms?.has(term)) most = weight;
      return most;
    },
  };
}

/** The best `limit` of the touched entries without sorting them all: at 100 thousand most are touched. */
function topOf(touched: number[], scores: Float64Array, limit: number): Hit[] {
  const heap: Hit[] = [];
  for (const entry of touched) {
    const score = scores[entry] ?? 0;
    if (heap.length === limit && score <= (heap[limit - 1]?.score ?? 0)) continue;
    let at = heap.length;
    while (at > 0 && (heap[at - 1]?.score ?? 0) < score) at--;
    heap.splice(at, 0, { entry, score });
    if (heap.length > limit) heap.pop();
  }
  return heap;
}

/** Counts terms; `weight` is what one occurrence is worth. */
export function countTerms(into: Map<string, number>, terms: Iterable<string>, weight: number): Map<string, number> {
  for (const term of terms) into.set(term, (into.get(term) ?? 0) + weight);
  return into;
}
