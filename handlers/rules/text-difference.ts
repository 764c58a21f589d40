import { diffArrays } from 'diff';

/** A stretch of a sentence; `changed`: the other text does not have it. */
export type Piece = { text: string; changed: boolean };

/** What stands in both texts, or a sentence that was reworded; one that is gone has no `after`, a new one no `before`. */
export type Hunk = { same: string } | { before: Piece[]; after: Piece[] };

/** Sentences that share less than this of their words are two sentences, not one that was reworded. */
const LEAST_COMMON = 0.4;
/** Pairs of sentences that are compared in one place: beyond that nobody sees what became of which. */
const MOST_PAIRS = 2_500;
/** Words of a sentence that may differ: comparing grows with their number times the length. */
const MOST_EDITS = 400;

/**
 * How a text became another: sentence by sentence, and in a sentence that was reworded word by word. What only moved is
 * removed in one place and new in another; other breaks of lines are no difference.
 */
export function textDifference(before: string, after: string): Hunk[] {
  const hunks: Hunk[] = [];
  let [removed, added]: [string[], string[]] = [[], []];
  const close = () => {
    hunks.push(...reworded(removed, added));
    [removed, added] = [[], []];
  };
  for (const change of diffArrays(sentencesOf(before), sentencesOf(after))) {
    if (change.removed) removed.push(...change.value);
    else if (change.added) added.push(...change.value);
    else {
      close();
      hunks.push({ same: change.value.join(' ') });
    }
  }
  close();
  return hunks;
}

/** Lines, and sentences in them. "1." of a list ends none. */
const sentencesOf = (text: string): string[] =>
  text
    .split(/\n+|(?<=(?:\p{L}|\d\d)[.!?]["”)]?)\s+(?=["“(]?\p{Lu})/u)
    .map((sentence) => sentence.replace(/\s+/gu, ' ').trim())
    .filter((sentence) => sentence !== '');

/** Which new sentence each old one became, in their order; the rest is gone or new. */
function reworded(removed: string[], added: string[]): Hunk[] {
  const partners = removed.length * added.length <= MOST_PAIRS ? pairs(removed, added) : [];
  const hunks: Hunk[] = [];
  let [old, now] = [0, 0];
  for (const [thisOld, thisNow] of [...partners, [removed.length, added.length] as const]) {
    hunks.push(...removed.slice(old, thisOld).map((sentence) => ({ before: whole(sentence), after: [] })));
    hunks.push(...added.slice(now, thisNow).map((sentence) => ({ before: [], after: whole(sentence) })));
    if (thisOld < removed.length) hunks.push(wordByWord(removed[thisOld] ?? '', added[thisNow] ?? ''));
    [old, now] = [thisOld + 1, thisNow + 1];
  }
  return hunks;
}

const whole = (text: string): Piece[] => [{ text, changed: true }];

/** The pairs, in the order of both sides, that are most alike in all. */
function pairs(removed: string[], added: string[]): (readonly [number, number])[] {
  const olds = removed.map(wordSet);
  const news = added.map(wordSet);
  const likeness = (old: number, now: number): number => {
    const common = inCommon(olds[old], news[now]);
    return common < LEAST_COMMON ? 0 : common;
  };
  // best[i][j]: how alike the sentences from i and j on can be paired.
  const best = Array.from({ length: removed.length + 1 }, () => new Float64Array(added.length + 1));
  const at = (old: number, now: number): number => best[old]?.[now] ?? 0;
  for (let old = removed.length - 1; old >= 0; old--)
    for (let now = added.length - 1; now >= 0; now--) {
      const paired = likeness(old, now) === 0 ? 0 : likeness(old, now) + at(old + 1, now + 1);
      (best[old] as Float64Array)[now] = Math.max(paired, at(old + 1, now), at(old, now + 1));
    }
  const found: (readonly [number, number])[] = [];
  for (let [old, now] = [0, 0]; old < removed.length && now < added.length; ) {
    if (at(old, now) === at(old + 1, now)) old++;
    else if (at(old, now) === at(old, now + 1)) now++;
    else found.push([old++, now++]);
  }
  return found;
}

const wordSet = (sentence: string): Set<string> => new Set(sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** The share of the words of two sentences that both have: 0 to 1. */
function inCommon(one: Set<string> = new Set(), other: Set<string> = new Set()): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared === 0 ? 0 : (2 * shared) / (one.size + other.size);
}

function wordByWord(before: string, after: string): Hunk {
  const changes = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: MOST_EDITS });
  if (!changes) return { before: whole(before), after: whole(after) };
  const without = (other: 'added' | 'removed'): Piece[] =>
    changes
      .filter((change) => !change[other])
      .map(({ value, added, removed }) => ({ text: value.join(''), changed: added || removed }));
  return { before: without('added'), after: without('removed') };
}

/** Words, and what stands between them; "08.30", "e-mail" and an address are one word. */
const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}]+(?:[.,:/@_-]+[\p{L}\p{N}]+)*|\S/gu) ?? [];
