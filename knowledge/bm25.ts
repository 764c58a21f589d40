import { atOnce, type Steps } from './steps.ts';
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
  widening: (changed: ReadonlyMap<number, Counts>) => Steps<Index>;
  /**
   * This index with some entries changed, taken out (without `is`) or added behind the last (without `was`): it answers like one
   * made anew without those taken out. All that stays the same is shared.
   */
  amend: (changed: ReadonlyMap<number, Change>) => Index;
};

/** How often each term stands in an entry. */
export type Counts = ReadonlyMap<string, number>;
export type Change = { was?: Counts | undefined; is?: Counts | undefined };

type Postings = { entries: Int32Array; counts: Float64Array };
/** Postings of some entries; `hidden` ones are given anew in a later layer. */
type Layer = { postings: Map<string, Postings>; hidden?: Uint8Array };
type Parts = {
  layers: Layer[];
  /** In how many entries a term stands that is not in as many as the first layer says. */
  spread: Map<string, number>;
  lengths: Float64Array;
  /** How many entries there are, without those taken out. */
  count: number;
  /** One array each for all searches: a search is synchronous and cleans up behind itself. */
  total: Float64Array;
  best: Float64Array;
};

/** `entries[i]` maps the terms of entry i to how often they stand there; parts may count less than 1. */
export const createIndex = (entries: readonly Counts[]): Index => atOnce(indexing(entries));

/** The same, for so many entries that others must run meanwhile. */
export function* indexing(entries: readonly Counts[]): Steps<Index> {
  const size = entries.length;
  const lengths = new Float64Array(size);
  for (const [entry, terms] of entries.entries()) {
    lengths[entry] = lengthOf(terms);
    yield;
  }
  return overParts({
    layers: [{ postings: yield* post(entries.entries()) }],
    spread: new Map(),
    lengths,
    count: size,
    total: new Float64Array(size),
    best: new Float64Array(size),
  });
}

function lengthOf(terms: Counts): number {
  let length = 0;
  // Concepts stand beside the words they come from: they do not lengthen the passage.
  for (const [term, count] of terms) if (!term.startsWith('=')) length += count;
  return length;
}

/** A pause after each term would take longer than the terms. */
const TERMS_AT_A_TIME = 256;

function* post(entries: Iterable<[number, Counts]>): Steps<Map<string, Postings>> {
  const growing = new Map<string, { entries: number[]; counts: number[] }>();
  for (const [entry, terms] of entries) {
    for (const [term, count] of terms) {
      const list = growing.get(term);
      if (list) {
        list.entries.push(entry);
        list.counts.push(count);
      } else growing.set(term, { entries: [entry], counts: [count] });
    }
    yield;
  }
  const postings = new Map<string, Postings>();
  for (const [term, list] of growing) {
    postings.set(term, { entries: Int32Array.from(list.entries), counts: Float64Array.from(list.counts) });
    if (postings.size % TERMS_AT_A_TIME === 0) yield;
  }
  return postings;
}

function overParts(parts: Parts): Index {
  const { layers, spread, lengths, count: all, total, best } = parts;
  const size = lengths.length;
  const mean = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, all));
  const everything: Range[] = [{ from: 0, to: size }];
  const spreadOf = (term: string) => spread.get(term) ?? layers[0]?.postings.get(term)?.entries.length ?? 0;
  const rarities = new Map<string, number>();
  const idf = (term: string) => {
    const known = rarities.get(term);
    if (known !== undefined) return known;
    const n = spreadOf(term);
    const rarity = Math.log(1 + (all - n + 0.5) / (n + 0.5));
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
    *widening(changed) {
      const hidden = new Uint8Array(size);
      const widerSpread = new Map(spread);
      const widerLengths = lengths.slice();
      const ascending = [...changed].sort(([a], [b]) => a - b);
      for (const [entry, terms] of ascending) {
        hidden[entry] = 1;
        widerLengths[entry] = lengthOf(terms);
        for (const term of terms.keys())
          if (countOf(entry, term) === 0) widerSpread.set(term, (widerSpread.get(term) ?? spreadOf(term)) + 1);
        yield;
      }
      return overParts({
        ...parts,
        layers: [...hide(layers, hidden), { postings: yield* post(ascending) }],
        spread: widerSpread,
        lengths: widerLengths,
      });
    },
    amend(changed) {
      const ascending = [...changed].sort(([a], [b]) => a - b);
      const amended = new Float64Array(Math.max(size, 1 + (ascending.at(-1)?.[0] ?? -1)));
      amended.set(lengths);
      const hidden = new Uint8Array(amended.length);
      const amendedSpread = new Map(spread);
      const spreadBy = (terms: Counts | undefined, by: number) => {
        for (const term of terms?.keys() ?? [])
          amendedSpread.set(term, (amendedSpread.get(term) ?? spreadOf(term)) + by);
      };
      let count = all;
      for (const [entry, { was, is }] of ascending) {
        hidden[entry] = 1;
        amended[entry] = is ? lengthOf(is) : 0;
        spreadBy(was, -1);
        spreadBy(is, 1);
        count += (is ? 1 : 0) - (was ? 1 : 0);
      }
      const added = ascending.flatMap(([entry, { is }]): [number, Counts][] => (is ? [[entry, is]] : []));
      return overParts({
        layers: [...hide(layers, hidden), { postings: atOnce(post(added)) }],
        spread: amendedSpread,
        lengths: amended,
        count,
        total: new Float64Array(amended.length),
        best: new Float64Array(amended.length),
      });
    },
  };
}

/** The layers without the entries `hidden`. */
function hide(layers: readonly Layer[], hidden: Uint8Array): Layer[] {
  return layers.map(({ postings, hidden: before }) => {
    const both = hidden.slice();
    if (before) for (let entry = 0; entry < before.length; entry++) if (before[entry]) both[entry] = 1;
    return { postings, hidden: both };
  });
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
