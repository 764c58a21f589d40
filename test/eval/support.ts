import { said, type Token, tokensOf } from './support-tokens.ts';
import { isSame, isVerb, translated } from './support-words.ts';

/** Whether a sentence says only what its sources say, and what of it does not. */
export type Support = { ok: boolean; missing: string[] };

/** More words of a sentence than these are not left out without changing what it says. */
const LEFT_OUT = 0;
/** A sentence that leads into a list says no more than the words before the list do. */
const OPENS_LIST =
  /(?:\s+memenuhi(?=\s+(?:per)?syarat))?(?:\s+(?:beberapa))?(?:\s+(?:hal|hal-hal|unsur|fungsi|(?:per)?syarat(?:an)?))?\s+(?:(?:sebagai\s+)?berikut(?:\s+ini)?|as\s+follows|the\s+following(?:\s+\p{L}+)?)\s*[.:]*\s*$|:\s*$/iu;
/** What follows is all there is. */
const WHOLE = /^(?:terdiri|mencakup|meliputi|consists?|covers?|includes?)$/u;
/** "LPSE tidak melaksanakan." says something else than the same with what it is that is not carried out. */
const NEEDS_OBJECT = /^(?:jawab|me\p{L}{4,})$/u;
/** Words that another language does without. */
const LIGHT = /^(?:melaksanakan|dilaksanakan|menjadi|secara)$/u;
/** Nobody names a doer, or an object, in more words. */
const LONGEST_NAME = 8;
const NEVER = 1_000;

/**
 * Judges without a look at the guard that decides what is shown, by a method of its own. Each sentence of the claim is laid
 * over one sentence of the sources: all its words must stand there, in that order; so must the words for negation, duty,
 * condition, limit and number, neither more nor fewer. Of the sources' sentence only items of a list and what is told aside at
 * its end may be left out. A sentence may be turned from active to passive, and its condition moved.
 * @param claim a sentence that is shown
 * @param sources all that is shown with it: the words of the passages, those that lead into them, and where they stand
 */
export function supportOf(claim: string, sources: string[], english: boolean): Support {
  const verbatim = new Set(sources.flatMap((source) => sentencesOf(source)).map((one) => plain(said(one))));
  const units = unitsOf(sources).map((unit) => tokensOf(unit, false));
  const leads = sources
    .flatMap((source) => said(source).match(/^[^\n]+(?=:\s*\n)/gmu) ?? [])
    .map((lead) => tokensOf(lead, false));
  const missing = [...unknownNumbers(claim, sources), ...(claim.match(/[^\p{Script=Latin}\P{L}]+/gu) ?? [])];
  for (const sentence of sentencesOf(said(claim))) {
    if (verbatim.has(plain(sentence))) continue;
    const lead = sentence.replace(OPENS_LIST, '');
    const tokens = tokensOf(lead, english);
    if (tokens.length === 0) continue;
    const ways = turnsOf(tokens, lead);
    // Laying over takes its time: a unit that lacks a word is out at once.
    const over = (lead === sentence ? units : leads).filter((unit) =>
      tokens.every((own) => stands(own, unit, english)),
    );
    const isBorne = over.some((unit) => ways.some((way) => lossOf(way, unit, english) <= LEFT_OUT));
    if (!isBorne) missing.push(sentence.trim());
  }
  return { ok: missing.length === 0, missing };
}

/** "Tidak perlu" goes with what is done, wherever the doer stands. */
const isVerbal = (token: Token | undefined): boolean =>
  token?.mark !== undefined && ['not', 'must', 'may', 'need', 'right', 'forbid'].includes(token.mark);

const stands = (own: Token, unit: Token[], english: boolean): boolean =>
  unit.some((other) => [true, false].some((turned) => isSame(own, other, { english, turned })));

/** Numbers of the claim, also in references, that stand nowhere in the sources. */
function unknownNumbers(claim: string, sources: string[]): string[] {
  const numbersOf = (text: string) => text.match(/\d+(?:[.,]\d+)*/gu) ?? [];
  const known = new Set(sources.flatMap(numbersOf));
  return numbersOf(claim.normalize('NFKC')).filter((number) => !known.has(number));
}

/** A whole sentence of a source, letter for letter, needs no laying over. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s.]+/gu, ' ')
    .trim();

const sentencesOf = (text: string): string[] =>
  text.split(/(?<=[.!?])\s+(?=[\p{Lu}"“])/u).filter((one) => /\p{L}/u.test(one));

/** Sentences to lay a claim over: those of each source, a list with what leads into it as one, and items with each lead. */
function unitsOf(sources: string[]): string[] {
  const units = new Set<string>();
  const leads = sources
    .map((source) => said(source).trim())
    .filter((source) => source.endsWith(':') && !source.includes('\n'))
    .flatMap((lead) => [lead, lead.split(':').at(-2) ?? '']);
  for (const source of sources) {
    const text = said(source);
    const own = /:\s*\n/u.test(text) ? [text] : sentencesOf(text.replaceAll('\n', '. '));
    for (const unit of own) {
      units.add(unit);
      for (const lead of leads) if (lead !== unit.trim()) units.add(`${lead}\n${unit}`);
    }
  }
  return [...units];
}

type Turned = { tokens: Token[]; verb?: Token; isTurned?: true };

/** The claim as it stands, and the other orders in which the same can be said. */
function turnsOf(tokens: Token[], sentence: string): Turned[] {
  const turns: Turned[] = [{ tokens }];
  for (const [at, verb] of tokens.entries()) {
    if (!isVerb(verb.word)) continue;
    let from = at;
    while (isVerbal(tokens[from - 1])) from--;
    const [first, marks] = [tokens.slice(0, from), tokens.slice(from, at + 1)];
    if (first.length === 0) continue;
    for (let length = 1; length <= LONGEST_NAME && at + length < tokens.length; length++) {
      const doer = tokens.findIndex(({ isDoer }, place) => isDoer && place > at);
      for (const start of new Set([at + 1, Math.max(doer, at + 1)])) {
        const second = tokens.slice(start, start + length);
        const rest = [...tokens.slice(at + 1, start), ...tokens.slice(start + length)];
        turns.push({ tokens: [...second, ...marks, ...first, ...rest], verb, isTurned: true });
      }
    }
  }
  const doer = tokens.findIndex(({ isDoer }) => isDoer);
  if (doer > 0) {
    let from = doer;
    while (isVerbal(tokens[from - 1])) from--;
    for (let length = 1; length <= LONGEST_NAME && doer + length <= tokens.length; length++) {
      const names = tokens.slice(doer, doer + length);
      const rest = tokens.slice(doer + length);
      turns.push({
        tokens: [...names, ...tokens.slice(from, doer), ...tokens.slice(0, from), ...rest],
        isTurned: true,
      });
    }
  }
  const condition = tokens.findIndex(({ mark }) => mark === 'if' || mark === 'after' || mark === 'while');
  if (condition > 0) turns.push({ tokens: [...tokens.slice(condition), ...tokens.slice(0, condition)] });
  const comma = tokens.findIndex(({ afterComma }) => afterComma);
  if (condition === 0 && comma > 0) turns.push({ tokens: [...tokens.slice(comma), ...tokens.slice(0, comma)] });
  if (/^\s*yang\b/iu.test(sentence))
    for (let length = 1; length <= LONGEST_NAME && length < tokens.length; length++)
      turns.push({ tokens: [...tokens.slice(-length), ...tokens.slice(0, -length)] });
  return turns;
}

/** How many words of the source are left out that may not be; at least `NEVER` when the claim is not in it at all. */
function lossOf({ tokens, verb, isTurned }: Turned, unit: Token[], english: boolean): number {
  const known = new Map<number, number>();
  const inCondition = unit.map((_, at) => {
    const begin = unit.findLastIndex(({ isApart }, place) => isApart && place <= at);
    return unit.slice(Math.max(begin, 0), at).some(({ mark }) => mark === 'if' || mark === 'after');
  });
  const lists = tokens.some(({ word }) => WHOLE.test(word));
  const isWhole = unit.map((_, at) => lists && unit.slice(0, at).some(({ word }) => WHOLE.test(word)));
  const endOf = (from: number) => {
    const next = unit.findIndex((token, at) => at > from && token.opens !== undefined);
    return next < 0 ? unit.length : next;
  };
  // "Oleh" makes the next the doer, unless the sentence was turned.
  const isLaid = (own: Token, other: Token) =>
    (isTurned || !own.isDoer || other.isDoer) && isSame(own, other, { english, turned: own === verb });
  const isCutShort = (i: number, j: number) =>
    i === tokens.length - 1 && j < unit.length - 1 && NEEDS_OBJECT.test(tokens[i]?.word ?? '');
  const lose = ({ mark }: Token) => (mark ? NEVER : 1);

  /** `after` says whether the token before this one was matched, so that only what follows a match ends a part. */
  const from = (i: number, j: number): number => {
    if (j >= unit.length) return i >= tokens.length ? 0 : NEVER;
    const key = i * (unit.length + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    const token = unit[j] as Token;
    let best = lose(token) + from(i, j + 1);
    const own = tokens[i];
    if (own && isLaid(own, token) && !isCutShort(i, j)) best = Math.min(best, from(i + 1, j + 1));
    for (const length of english ? [2, 3, 4, 5] : [])
      if (best > 0 && isBackward(i, j, length)) best = Math.min(best, from(i + length, j + length));
    const previous = tokens[i - 1];
    // "Responsible" is two words.
    if (best > 0 && english && previous && translated(previous.word).includes(token.word))
      best = Math.min(best, from(i, j + 1));
    if (best > 0 && english && LIGHT.test(token.word)) best = Math.min(best, from(i, j + 1));
    if (best > 0 && token.opens === 'item' && !(isWhole[j] || inCondition[j])) best = Math.min(best, from(i, endOf(j)));
    if (best > 0 && token.opens === 'bracket' && !unit.slice(j, endOf(j)).some(({ mark }) => mark))
      best = Math.min(best, from(i, endOf(j)));
    if (best > 0 && token.opens === 'aside' && i >= tokens.length) best = Math.min(best, from(i, endOf(j)));
    if (best > 0 && i > 0 && i < tokens.length && !inCondition[j]) best = Math.min(best, passOver(i, j));
    known.set(key, best);
    return best;
  };

  /** "Field inspection" is "pemeriksaan lapangan": a name of a thing stands the other way round, what is done and by whom does not. */
  const isBackward = (i: number, j: number, length: number): boolean => {
    const [own, others] = [tokens.slice(i, i + length), unit.slice(j, j + length)];
    if (own.length < length || others.length < length) return false;
    if (others.some(({ word, mark }) => mark || isVerb(word)) || own.filter(({ isName }) => isName).length > 1)
      return false;
    // "Registration and Verification Division": the last comes first, the others stay.
    const orders = [others.toReversed(), [...others.slice(1), ...others.slice(0, 1)]];
    return orders.some((order) =>
      own.every((token, at) => isSame(token, order[at] as Token, { english, turned: false })),
    );
  };

  /** Leaves out the first of several objects or predicates: what comes next begins an item. */
  const passOver = (i: number, j: number): number => {
    let best = NEVER;
    for (let next = endOf(j); next < unit.length; next = endOf(next)) {
      const [item, own] = [unit[next], tokens[i]];
      if (!item || !own || inCondition[next] || isWhole[next]) break;
      const passed = unit.slice(j, next);
      if (passed.some(({ mark }) => mark) && !item.mark) continue;
      if (item.opens === 'item' && isLaid(own, item) && !isCutShort(i, next))
        best = Math.min(best, from(i + 1, next + 1));
    }
    return best;
  };
  return from(0, 0);
}
