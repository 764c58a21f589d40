import type { Alternative } from './words.ts';

const K1 = 0.9;
const B = 0.65;

/** A word to look for: the best of its alternatives counts, never their sum. */
type Query = { alternatives: Alternative[] }[];

type Hit = { entry: number; score: number };

/** Entries from `from` up to but not including `to`. */
export type Range = { from: number; to: number };

/** Okapi BM25 over entries given as weighted terms, held in memory. */
export type Index = {
  size: number;
  /** Rarity of a term: ln(1 + (N − n + ½)/(n + ½)); a term that no entry has gets the highest value. */
  idf: (term: string) => number;
  has: (term: string) => boolean;
  /** The `limit` best entries, best first, of those in the ranges `within` (ascending). */
  search: (query: Query, limit: number, within?: readonly Range[]) => Hit[];
  /** The share of a word's rarity that an entry holds: the weight of its best alternative there, 0 to 1. */
  holds: (entry: number, word: Query[number]) => number;
  /** This index with further terms in some entries, given whole; all that stays the same is shared, not copied. */
  widen: (changed: ReadonlyMap<number, ReadonlyMap<string, number>>) => Index;
};

type Postings = { entries: Int32Array; counts: Float64Array };
/** Postings of some entries; `hidden` ones are given anew in a later layer. */
type Layer = { postings: Map<string, Postings>; hidden?: Uint8Array };
type Parts = {
  layers: Layer[];
  /** In how many entries a term stands that is not in as many as the first layer says. */
  spread: Map<string, number>;
  lengths: Float64Array;
  /** One array each for all searches: a search is synchronous and cleans up behind itself. */
  total: Float64Array;
  best: Float64Array;
};

/** `entries[i]` maps the terms of entry i to how often they stand there; parts may count less than 1. */
export function createIndex(entries: readonly ReadonlyMap<string, number>[]): Index {
  const size = entries.length;
  return overParts({
    layers: [{ postings: post(entries.entries()) }],
    spread: new Map(),
    lengths: Float64Array.from(entries, lengthOf),
    total: new Float64Array(size),
    best: new Float64Array(size),
  });
}

function lengthOf(terms: ReadonlyMap<string, number>): number {
  let length = 0;
  // Concepts stand beside the words they come from: they do not lengthen the passage.
  for (const [term, count] of terms) if (!term.startsWith('=')) length += count;
  return length;
}

function post(entries: Iterable<[number, ReadonlyMap<string, number>]>): Map<string, Postings> {
  const growing = new Map<string, { entries: number[]; counts: number[] }>();
  for (const [entry, terms] of entries)
    for (const [term, count] of terms) {
      const list = growing.get(term);
      if (list) {
        list.entries.push(entry);
        list.counts.push(count);
      } else growing.set(term, { entries: [entry], counts: [count] });
    }
  const postings = new Map<string, Postings>();
  for (const [term, list] of growing)
    postings.set(term, { entries: Int32Array.from(list.entries), counts: Float64Array.from(list.counts) });
  return postings;
}

function overParts(parts: Parts): Index {
  const { layers, spread, lengths, total, best } = parts;
  const size = lengths.length;
  const mean = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, size));
  const everything: Range[] = [{ from: 0, to: size }];
  const spreadOf = (term: string) => spread.get(term) ?? layers[0]?.postings.get(term)?.entries.length ?? 0;
  const rarities = new Map<string, number>();
  const idf = (term: string) => {
    const known = rarities.get(term);
    if (known !== undefined) return known;
    const n = spreadOf(term);
    const rarity = Math.log(1 + (size - n + 0.5) / (n + 0.5));
    // Only terms of the documents: what people invent must not fill the memory.
    if (n > 0) rarities.set(term, rarity);
    return rarity;
  };
  const countOf = (entry: number, term: string) => {
    for (const { postings, hidden } of layers) {
      if (hidden?.[entry]) continue;
      const list = postings.get(term);
      if (!list) continue;
      const at = firstFrom(list.entries, entry);
      if (list.entries[at] === entry) return list.counts[at] ?? 0;
    }
    return 0;
  };

  return {
    size,
    idf,
    has: (term) => spreadOf(term) > 0,
    search(query, limit, within = everything) {
      const touched: number[] = [];
      for (const { alternatives } of query) {
        const here: number[] = [];
        for (const { term, weight } of alternatives) {
          const rarity = idf(term) * weight * (K1 + 1);
          for (const { postings, hidden } of layers) {
            const list = postings.get(term);
            if (!list) continue;
            const { entries, counts } = list;
            for (const { from, to } of within) {
              for (let at = firstFrom(entries, from); at < entries.length; at++) {
                const entry = entries[at] as number;
                if (entry >= to) break;
                if (hidden?.[entry]) continue;
                const count = counts[at] as number;
                const score = (rarity * count) / (count + K1 * (1 - B + (B * (lengths[entry] as number)) / mean));
                const before = best[entry] as number;
                if (before === 0) here.push(entry);
                if (score > before) best[entry] = score;
              }
            }
          }
        }
        for (const entry of here) {
          if (total[entry] === 0) touched.push(entry);
          total[entry] = (total[entry] as number) + (best[entry] as number);
          best[entry] = 0;
        }
      }
      const hits = topOf(touched, total, limit);
      for (const entry of touched) total[entry] = 0;
      return hits;
    },
    holds(entry, { alternatives }) {
      let most = 0;
      for (const { term, weight } of alternatives) if (weight > most && countOf(entry, term) > 0) most = weight;
      return most;
    },
    widen(changed) {
      const [base] = layers;
      if (!base || layers.length > 1) throw new Error('Only a plain index can be widened.');
      const hidden = new Uint8Array(size);
      const widerSpread = new Map<string, number>();
      const widerLengths = lengths.slice();
      const ascending = [...changed].sort(([a], [b]) => a - b);
      for (const [entry, terms] of ascending) {
        hidden[entry] = 1;
        widerLengths[entry] = lengthOf(terms);
        for (const term of terms.keys())
          if (countOf(entry, term) === 0) widerSpread.set(term, (widerSpread.get(term) ?? spreadOf(term)) + 1);
      }
      return overParts({
        layers: [{ ...base, hidden }, { postings: post(ascending) }],
        spread: widerSpread,
        lengths: widerLengths,
        total,
        best,
      });
    },
  };
}

/** The first place in an ascending list whose value is at least `value`. */
function firstFrom(list: Int32Array, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
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
