import type { ExampleKind } from './source.ts';
import { atOnce, type Steps } from './steps.ts';
import { type Reading, tokenize } from './words.ts';

/** An example question in memory; `passages` are the entries of the corpus that answer it. */
export type KnownExample = {
  question: string;
  reading: Reading;
  kind: ExampleKind;
  document: string;
  /** Who wrote it: when learning, a writer's own other examples do not count. */
  writer: string;
  passages: number[];
  /** Of a question of several parts, the passages that are all needed. */
  needs: number[];
};

/** `words` and `letters` are the two parts of the likeness. */
export type Similar = { example: number; likeness: number; words: number; letters: number };

export type ExampleIndex = {
  /** All that were ever given, and the places of those taken out. */
  list: readonly KnownExample[];
  gone: ReadonlySet<number>;
  /**
   * Examples that resemble the question, best first, with a likeness from 0 to 1.
   * `skip` leaves some out, for learning without looking at the answer.
   */
  similar: (reading: Reading, limit: number, skip?: (example: KnownExample, at: number) => boolean) => Similar[];
  /** Without those at the places `drop`, and with others behind the last: it answers like one made anew. */
  amend: (drop: ReadonlySet<number>, added: readonly KnownExample[]) => ExampleIndex;
};

/** Words and letters both count: letters forgive typing errors, words carry the synonyms. */
const WORDS = 0.7;
const LETTERS = 0.3;
/** Less alike than this is not alike at all. */
const LEAST = 0.05;
const CONCEPT = 0.7;
/** Question words matter a little: "siapa" and "kapan" ask different things of one passage. */
const FUNCTION_WORD = 0.35;

/** In steps, since there may be many. */
export function* indexingExamples(list: readonly KnownExample[]): Steps<ExampleIndex> {
  const words = yield* rowsOf(list, wordWeights);
  const letters = yield* rowsOf(list, letterCounts);
  return overRows(list, NONE, words, letters);
}

const NONE: ReadonlySet<number> = new Set();

function overRows(list: readonly KnownExample[], gone: ReadonlySet<number>, words: Rows, letters: Rows): ExampleIndex {
  const compare = (reading: Reading) => ({
    reading,
    byWords: words.cosines(wordWeights(reading)),
    byLetters: letters.cosines(letterCounts(reading)),
  });
  // One question is asked of several groups of documents, one after the other.
  let last: ReturnType<typeof compare> | undefined;

  return {
    list,
    gone,
    similar(reading, limit, skip) {
      if (last?.reading !== reading) last = compare(reading);
      const { byWords, byLetters } = last;
      const best: Similar[] = [];
      for (let at = 0; at < list.length; at++) {
        const likeness = WORDS * (byWords[at] as number) + LETTERS * (byLetters[at] as number);
        if (likeness < LEAST || (best.length === limit && likeness <= (best[limit - 1]?.likeness ?? 0))) continue;
        const example = list[at];
        if (!example || gone.has(at) || skip?.(example, at)) continue;
        let place = best.length;
        while (place > 0 && (best[place - 1]?.likeness ?? 0) < likeness) place--;
        best.splice(place, 0, { example: at, likeness, words: byWords[at] ?? 0, letters: byLetters[at] ?? 0 });
        if (best.length > limit) best.pop();
      }
      return best;
    },
    amend(drop, added) {
      const dropped = [...drop].flatMap((at) => list[at] ?? []).map(({ reading }) => reading);
      const readings = added.map(({ reading }) => reading);
      return overRows(
        [...list, ...added],
        new Set([...gone, ...drop]),
        words.amend(dropped.map(wordWeights), readings.map(wordWeights)),
        letters.amend(dropped.map(letterCounts), readings.map(letterCounts)),
      );
    },
  };
}

function wordWeights(reading: Reading): Map<string, number> {
  const weights = new Map<string, number>();
  for (const word of reading.words) {
    if (word.role === 'filler') continue;
    if (word.role === 'stop') {
      weights.set(`?${word.text}`, FUNCTION_WORD);
      continue;
    }
    for (const { term, weight } of word.alternatives) {
      const worth = term === word.stem ? weight : weight * CONCEPT;
      weights.set(term, Math.max(weights.get(term) ?? 0, worth));
    }
  }
  return weights;
}

function letterCounts(reading: Reading): Map<string, number> {
  const grams = new Map<string, number>();
  for (const word of reading.words) {
    if (word.role === 'filler') continue;
    for (const gram of gramsOf(word.text)) grams.set(gram, (grams.get(gram) ?? 0) + (word.role === 'stop' ? 0.3 : 1));
  }
  return grams;
}

/** Runs of four letters, word borders included: "akun" gives _aku, akun, kun_. */
export function gramsOf(word: string): string[] {
  const padded = `_${word}_`;
  if (padded.length <= 4) return [padded];
  return Array.from({ length: padded.length - 3 }, (_, at) => padded.slice(at, at + 4));
}

/** The grams of a text, each once. */
export function gramSet(text: string): Set<string> {
  return new Set(tokenize(text).flatMap(gramsOf));
}

type Row = ReadonlyMap<string, number>;
/** What stands in which row, how much of it, from row `from` on. */
type Postings = Map<string, { at: Int32Array; counts: Float64Array }>;
type Rows = {
  /** The likeness of a row to all others, 0 to 1: the cosine of both, weighted by how rare each term is. */
  cosines: (row: Row) => Float64Array;
  /** Without the rows `dropped`, whose places stay empty, and with others behind the last. */
  amend: (dropped: readonly Row[], added: readonly Row[]) => Rows;
};

function* rowsOf(list: readonly KnownExample[], weigh: (reading: Reading) => Row): Steps<Rows> {
  const rows: Row[] = [];
  for (const { reading } of list) {
    rows.push(weigh(reading));
    yield;
  }
  return weighted({ layers: [yield* post(rows, 0)], size: rows.length, count: rows.length, less: new Map() });
}

function* post(rows: readonly Row[], from: number): Steps<Postings> {
  const growing = new Map<string, { at: number[]; counts: number[] }>();
  for (const [index, row] of rows.entries()) {
    for (const [term, count] of row) {
      const list = growing.get(term);
      const often = Math.min(MOST_COUNTED, count);
      if (list) {
        list.at.push(from + index);
        list.counts.push(often);
      } else growing.set(term, { at: [from + index], counts: [often] });
    }
    yield;
  }
  const postings: Postings = new Map();
  for (const [term, { at, counts }] of growing) {
    postings.set(term, { at: Int32Array.from(at), counts: Float64Array.from(counts) });
    if (postings.size % TERMS_AT_A_TIME === 0) yield;
  }
  return postings;
}

/** A pause after each term would take longer than the terms. */
const TERMS_AT_A_TIME = 256;

const MOST_COUNTED = 2;

/** `count` rows are there of `size` that ever were; `less` is in how many a term stands that are not there any more. */
function weighted(parts: { layers: Postings[]; size: number; count: number; less: Map<string, number> }): Rows {
  const { layers, size, count, less } = parts;
  const spread = (term: string) =>
    layers.reduce((sum, layer) => sum + (layer.get(term)?.at.length ?? 0), -(less.get(term) ?? 0));
  const rarities = new Map<string, number>();
  for (const layer of layers)
    for (const term of layer.keys())
      if (!rarities.has(term)) rarities.set(term, Math.log(1 + count / (0.5 + spread(term))));
  const rarest = Math.log(1 + count / 0.5);
  const idf = (term: string) => rarities.get(term) ?? rarest;
  // The lengths of all rows, anew: one more row makes every term a little rarer or more common.
  const lengths = new Float64Array(size);
  for (const layer of layers)
    for (const [term, { at, counts }] of layer) {
      const square = idf(term) ** 2;
      for (let next = 0; next < at.length; next++)
        lengths[at[next] as number] = (lengths[at[next] as number] as number) + square * (counts[next] as number) ** 2;
    }
  for (let at = 0; at < size; at++) lengths[at] = Math.sqrt(lengths[at] as number) || 1;

  return {
    cosines(row) {
      const sums = new Float64Array(size);
      let square = 0;
      for (const [term, often] of row) {
        const rarity = idf(term);
        const weight = Math.min(MOST_COUNTED, often) * rarity;
        square += weight * weight;
        for (const layer of layers) {
          const list = layer.get(term);
          if (!list) continue;
          const share = weight * rarity;
          for (let next = 0; next < list.at.length; next++) {
            const at = list.at[next] as number;
            sums[at] = (sums[at] as number) + share * (list.counts[next] as number);
          }
        }
      }
      const length = Math.sqrt(square) || 1;
      for (let at = 0; at < size; at++) sums[at] = (sums[at] as number) / (length * (lengths[at] as number));
      return sums;
    },
    amend(dropped, added) {
      const fewer = new Map(less);
      for (const row of dropped) for (const term of row.keys()) fewer.set(term, (fewer.get(term) ?? 0) + 1);
      return weighted({
        layers: [...layers, atOnce(post(added, size))],
        size: size + added.length,
        count: count - dropped.length + added.length,
        less: fewer,
      });
    },
  };
}
