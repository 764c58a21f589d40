const VOWELS = new Set('aiueo');
/** Chat drops vowels first ("prusahan", "dokmn"), then swaps and doubles letters: such errors cost less. */
const COST = { vowel: 0.6, double: 0.4, swap: 0.8, other: 1 } as const;

/** Words that are spelled right, with how often they were seen. */
export type Vocabulary = {
  has: (word: string) => boolean;
  /** Counts a word; `times` 0 makes it known without making it likelier. */
  add: (word: string, times?: number) => void;
  /**
   * The word that `word` most likely was meant to be, or undefined when none is near enough. The allowed
   * distance grows with the length; of equally near words the more frequent wins.
   */
  closest: (word: string) => string | undefined;
  /** Another with the same words, which learns by itself. */
  copy: () => Vocabulary;
};

/** Longer or shorter than this is another word. */
const LENGTHS_APART = 4;
const SHORTEST = 3;
/** A message is read several times over, and people make the same errors. */
const REMEMBERED = 5_000;

export const createVocabulary = (): Vocabulary => vocabularyOf(new Map(), new Map());

/** @param shelves the words by first letter and length: first letters are seldom wrong; allowing that would turn far words into near ones, and cost time */
function vocabularyOf(counts: Map<string, number>, shelves: Map<string, string[]>): Vocabulary {
  const found = new Map<string, string | undefined>();
  const shelf = (letter: string, length: number) => `${letter}${length}`;
  return {
    has: (word) => counts.has(word),
    add(word, times = 1) {
      found.clear();
      const before = counts.get(word);
      counts.set(word, (before ?? 0) + times);
      if (before !== undefined || word.length < SHORTEST) return;
      const key = shelf(word[0] ?? '', word.length);
      const words = shelves.get(key);
      if (words) words.push(word);
      else shelves.set(key, [word]);
    },
    closest(word) {
      if (found.has(word)) return found.get(word);
      const limit = word.length <= 3 ? 0.6 : word.length <= 5 ? 1.2 : word.length <= 8 ? 2 : 2.6;
      const [first = '', second = ''] = word;
      let best: string | undefined;
      let bestScore = Number.POSITIVE_INFINITY;
      for (const letter of new Set([first, second])) {
        for (
          let length = Math.max(SHORTEST, word.length - LENGTHS_APART);
          length <= word.length + LENGTHS_APART;
          length++
        ) {
          for (const candidate of shelves.get(shelf(letter, length)) ?? []) {
            // Another first letter only when the first two are swapped.
            if (letter !== first && candidate[1] !== first) continue;
            const distance = editDistance(word, candidate, limit);
            if (distance > limit) continue;
            const score = distance - Math.min(0.3, Math.log10(1 + (counts.get(candidate) ?? 0)) / 8);
            if (score < bestScore) {
              bestScore = score;
              best = candidate;
            }
          }
        }
      }
      if (found.size >= REMEMBERED) found.clear();
      found.set(word, best);
      return best;
    },
    copy: () => vocabularyOf(new Map(counts), new Map([...shelves].map(([key, words]) => [key, [...words]]))),
  };
}

/** Damerau-Levenshtein with the costs above; stops early and returns more than `limit` when it must exceed it. */
export function editDistance(from: string, to: string, limit: number): number {
  const width = to.length + 1;
  let beforeLast = new Float64Array(width);
  let last = new Float64Array(width);
  let row = new Float64Array(width);
  for (let column = 1; column < width; column++) last[column] = (last[column - 1] ?? 0) + insertCost(to, column - 1);
  for (let line = 1; line <= from.length; line++) {
    row[0] = (last[0] ?? 0) + insertCost(from, line - 1);
    let least = row[0];
    for (let column = 1; column < width; column++) {
      const a = from[line - 1];
      const b = to[column - 1];
      const replace = a === b ? 0 : VOWELS.has(a ?? '') && VOWELS.has(b ?? '') ? COST.vowel : COST.other;
      let cost = Math.min(
        (last[column] ?? 0) + insertCost(from, line - 1),
        (row[column - 1] ?? 0) + insertCost(to, column - 1),
        (last[column - 1] ?? 0) + replace,
      );
      if (line > 1 && column > 1 && a === to[column - 2] && from[line - 2] === b && a !== b)
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + COST.swap);
      row[column] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return least;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[width - 1] ?? 0;
}

/** What it costs that the letter at `at` is missing on the other side. */
function insertCost(word: string, at: number): number {
  if (at > 0 && word[at] === word[at - 1]) return COST.double;
  return VOWELS.has(word[at] ?? '') ? COST.vowel : COST.other;
}
