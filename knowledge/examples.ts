import type { ExampleKind } from './source.ts';
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
  list: KnownExample[];
  /**
   * Examples that resemble the question, best first, with a likeness from 0 to 1.
   * `skip` leaves some out, for learning without looking at the answer.
   */
  similar: (reading: Reading, limit: number, skip?: (example: KnownExample, at: number) => boolean) => Similar[];
};

/** Words and letters both count: letters forgive typing errors, words carry the synonyms. */
const WORDS = 0.7;
const LETTERS = 0.3;
/** Less alike than this is not alike at all. */
const LEAST = 0.05;
const CONCEPT = 0.7;
/** Question words matter a little: "siapa" and "kapan" ask different things of one passage. */
const FUNCTION_WORD = 0.35;

export function createExamples(list: KnownExample[]): ExampleIndex {
  const readings = list.map(({ reading }) => reading);
  const rawWords = readings.map(wordWeights);
  const rawLetters = readings.map(letterCounts);
  const words = tfidf(rawWords);
  const letters = tfidf(rawLetters);
  const compare = (reading: Reading) => ({
    reading,
    byWords: words.cosines(wordWeights(reading)),
    byLetters: letters.cosines(letterCounts(reading)),
  });
  // One question is asked of several groups of documents, one after the other.
  let last: ReturnType<typeof compare> | undefined;

  return {
    list,
    similar(reading, limit, skip) {
      if (last?.reading !== reading) last = compare(reading);
      const { byWords, byLetters } = last;
      const best: Similar[] = [];
      for (let at = 0; at < list.length; at++) {
        const likeness = WORDS * (byWords[at] as number) + LETTERS * (byLetters[at] as number);
        if (likeness < LEAST || (best.length === limit && likeness <= (best[limit - 1]?.likeness ?? 0))) continue;
        const example = list[at];
        if (!example || skip?.(example, at)) continue;
        let place = best.length;
        while (place > 0 && (best[place - 1]?.likeness ?? 0) < likeness) place--;
        best.splice(place, 0, { example: at, likeness, words: byWords[at] ?? 0, letters: byLetters[at] ?? 0 });
        if (best.length > limit) best.pop();
      }
      return best;
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

function tfidf(rows: Map<string, number>[]) {
  const spread = new Map<string, number>();
  for (const row of rows) for (const term of row.keys()) spread.set(term, (spread.get(term) ?? 0) + 1);
  const idf = (term: string) => Math.log(1 + rows.length / (0.5 + (spread.get(term) ?? 0)));
  const weigh = (row: Map<string, number>) => {
    let square = 0;
    const weights = new Map<string, number>();
    for (const [term, count] of row) {
      const weight = Math.min(2, count) * idf(term);
      weights.set(term, weight);
      square += weight * weight;
    }
    const length = Math.sqrt(square) || 1;
    return { weights, length };
  };
  const growing = new Map<string, { at: number[]; weights: number[] }>();
  for (const [at, row] of rows.entries()) {
    const { weights, length } = weigh(row);
    for (const [term, weight] of weights) {
      const list = growing.get(term);
      if (list) {
        list.at.push(at);
        list.weights.push(weight / length);
      } else growing.set(term, { at: [at], weights: [weight / length] });
    }
  }
  const postings = new Map<string, { at: Int32Array; weights: Float64Array }>();
  for (const [term, { at, weights }] of growing)
    postings.set(term, { at: Int32Array.from(at), weights: Float64Array.from(weights) });
  return {
    cosines(row: Map<string, number>): Float64Array {
      const sums = new Float64Array(rows.length);
      const { weights, length } = weigh(row);
      for (const [term, weight] of weights) {
        const list = postings.get(term);
        if (!list) continue;
        const share = weight / length;
        for (let next = 0; next < list.at.length; next++) {
          const at = list.at[next] as number;
          sums[at] = (sums[at] as number) + share * (list.weights[next] as number);
        }
      }
      return sums;
    },
  };
}
