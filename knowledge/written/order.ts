import { RESTRICTING } from './polarity.ts';
import type { Sentence } from './sentences.ts';
import { LOOSE, type Token } from './tokens.ts';

/**
 * Whether a passage says what a claim says: every piece of the claim stands in one sentence of the passage in the same order, and
 * what the claim leaves out of that sentence takes nothing from its truth. Left out may be whole items of a row, what stands in
 * brackets, and how or what for at the end; never a denial, a condition, a limit, or a word between two that are said.
 */
export function saysThat(claim: readonly Token[], sentence: Sentence): boolean {
  const source = sentence.tokens;
  const limits = limitsOf(source);
  const failed = new Set<number>();
  const width = (source.length + 1) * 2;

  const from = (i: number, j: number, all: boolean): boolean => {
    const key = i * width + j * 2 + (all ? 1 : 0);
    if (failed.has(key)) return false;
    failed.add(key);
    const said = claim[i];
    if (said === undefined) return endsAt(j, all);
    if (said.is === 'light' && !said.own && from(i + 1, j, all)) return true;
    // Of two joints, as in "A, dan B", one is enough.
    if (said.is === 'joint' && (i === 0 || (said.key === ',' && claim[i + 1]?.is === 'joint')) && from(i + 1, j, all))
      return true;
    const held = source[j];
    if (held && meets(said, held) && from(i + 1, j + 1, all || (said.is === 'all' && held.is === 'all'))) return true;
    if (said.is === 'relation' && LOOSE.has(said.key) && i > 0 && from(i + 1, j, all)) return true;
    if (!held) return false;
    if (mayMiss(held) && from(i, j + 1, all)) return true;
    if (held.is === 'joint' && j === 0 && from(i, j + 1, all)) return true;
    if (held.is === 'mark' && held.key === '(') {
      const close = bracketEnd(source, j);
      if (close !== undefined && from(i, close + 1, all)) return true;
    }
    if (held.is === 'joint' && held.key === ',' && source[j + 1]?.is === 'joint' && from(i, j + 1, all)) return true;
    if (all) return false;
    for (const to of rowSkips(i, j)) if (from(i, to, all)) return true;
    return false;
  };

  /** Places to which a claim may go on from `j`, leaving items of a row. */
  function rowSkips(i: number, j: number): number[] {
    const found: number[] = [];
    if (sentence.items.has(j)) {
      if (limits.limited[j]) return found;
      for (const to of sentence.items) if (to > j && !eitherBetween(j, to)) found.push(to);
      return found;
    }
    const held = source[j];
    if (!held || limits.limited[j]) return found;
    const slash = source[j + 1];
    if (!limits.binds(j) && isThing(held) && slash?.is === 'joint' && slash.key === '/') found.push(j + 2);
    if (!limits.binds(j) && held.is === 'joint' && held.key === '/' && isThing(source[j + 1])) found.push(j + 2);
    if (held.is === 'joint' && mayDrop(held, j) && isSameSort(source[j - 1], source[j + 1]) && !limits.every)
      found.push(j + 2);
    if (!beginsItem(i, j)) return found;
    for (let at = j + 1; at < source.length - 1; at++) {
      const joint = source[at];
      const next = source[at + 1];
      if (limits.limited[at]) break;
      if (joint?.is === 'all') break;
      if (joint?.is !== 'joint' || joint.key === '/' || !mayDrop(joint, at)) continue;
      if (next && isParallel(j, at + 1)) found.push(at + 1);
    }
    return found;
  }

  const eitherBetween = (j: number, to: number) =>
    source.slice(j, to).some((token) => token.is === 'joint' && token.whole && token.or);

  /** Of "A atau B" neither is said alone, but where both are only possible. */
  const mayDrop = (joint: Extract<Token, { is: 'joint' }>, at: number) =>
    joint.key !== 'dan/atau' && (!joint.or || limits.possible(at));

  /** A row begins behind what is said: what opens it must have been said as well. */
  const beginsItem = (i: number, j: number) => {
    const before = source.slice(0, j).findLast((token) => token.is !== 'light');
    const held = source[j];
    if (!before || !held) return false;
    if (before.is === 'joint') return before.key !== '/';
    const saidLast = claim.slice(0, i).findLast((token) => token.is !== 'light');
    if (before.key !== ':' && !(saidLast && meets(saidLast, before))) return false;
    if (held.is === 'turn' || (held.is === 'word' && held.verb)) return before.is !== 'word' || !before.verb;
    return before.is === 'relation' || before.is === 'all' || (before.is === 'word' && before.verb);
  };

  /** An item of a row begins as the others do, and holds no doing or denial that is not theirs as well. */
  function isParallel(j: number, to: number): boolean {
    const first = source[j];
    const other = source[to];
    if (!first || !other) return false;
    // "menyapa A, dan tidak meminta B": both are said of who does the first thing.
    if (first.is === 'word' && first.verb && other.is === 'turn' && other.turn !== 'condition')
      return j === source.findIndex(isVerb) && !source.slice(j, to).some((token) => token.is === 'turn');
    if (first.is !== other.is) return false;
    const key = other.key;
    const earlier = source.slice(0, to).findIndex((token) => token.is === other.is && token.key === key);
    if (earlier >= 0 && first.key !== key) return false;
    if (first.is === 'turn') return first.key === key;
    if (first.is === 'word' && other.is === 'word') {
      if (!isSameSort(first, other)) return false;
      const inside = source.slice(j, to);
      if (inside.some((token) => token.is === 'turn')) return false;
      return first.verb || !inside.some((token) => token.is === 'word' && token.verb);
    }
    return first.is === 'relation' && first.key === key;
  }

  /** Whether the claim may end before `j`. */
  function endsAt(j: number, all: boolean): boolean {
    const rest = source.slice(j);
    if (rest.every((token) => mayMiss(token) || token.is === 'mark')) return true;
    const turns = rest.filter((token) => token.is === 'turn');
    const held = source[j];
    if (held?.is === 'light') return endsAt(j + 1, all);
    // Before a list that is not told.
    if (held?.is === 'all' && sentence.items.size > 0 && !all && source[j - 1]?.key === 'yang') {
      const first = Math.min(...sentence.items);
      if (j < first && source.slice(j, first).every((token) => token.is === 'all')) return true;
    }
    if (sentence.items.size > 0 && held?.is === 'joint' && held.whole)
      return !all && !limits.limited[j] && !eitherBetween(j, source.length);
    if (limits.limited[j]) return false;
    const after = held?.is === 'joint' ? source[j + 1] : held;
    // "walaupun …", "karena …": what stands before is so, whatever follows.
    if (after?.is === 'turn' && (after.key === 'meski' || after.key === 'karena')) return true;
    if (turns.some(({ key }) => RESTRICTING.has(key))) return false;
    if (held?.is === 'joint' && after?.is === 'tail') return endsAt(j + 1, all);
    if (held?.is === 'mark') {
      const close = held.key === '(' ? bracketEnd(source, j) : undefined;
      return close !== undefined && endsAt(close + 1, all);
    }
    if (held?.is === 'tail') return !limits.denies && !limits.every && turns.length === 0;
    // What is said of a thing by its definition is so without the rest of the definition.
    const isDefined = all && ['adalah', 'ialah', 'merupakan'].includes(source.slice(0, j).findLast(isAll)?.key ?? '');
    if (isDefined && source[j - 1]?.key === 'yang' && turns.length === 0) return true;
    if (held?.is !== 'joint' || (all && !isDefined) || held.or || held.key === '/' || limits.only) return false;
    if (rest.some((token) => token.is === 'joint' && token.or)) return false;
    const [next, second] = source.slice(j + 1).filter((token) => token.is !== 'light');
    const isClause = next?.is === 'turn' || isVerb(next) || (next?.is === 'word' && isVerb(second));
    // What the last of a row stands in relation to may be said of all of it, unless the first has its own.
    if (isDefined) return isVerb(next) && source.slice(0, j).some(({ key }) => key === 'yang' || key === 'untuk');
    const own = new Set(source.slice(0, j).flatMap((token) => (token.is === 'relation' ? [token.key] : [])));
    return (
      isClause ||
      (!limits.every &&
        rest.every(
          (token) => ['word', 'joint', 'light'].includes(token.is) || (token.is === 'relation' && own.has(token.key)),
        ))
    );
  }

  return from(0, 0, false);
}

/** What of a sentence stands under a condition or a limit, and what all of it stands under. */
function limitsOf(source: readonly Token[]) {
  const limited: boolean[] = [];
  let isLimited = false;
  let isFirst = true;
  for (const token of source) {
    if (token.is === 'turn' && RESTRICTING.has(token.key)) isLimited = true;
    // A condition that stands first ends at its comma.
    else if (isLimited && isFirst && token.is === 'joint' && token.key === ',') isLimited = false;
    if (!isLimited && token.is !== 'light') isFirst = false;
    limited.push(isLimited);
  }
  const turns = source.flatMap((token, at) => (token.is === 'turn' ? [{ ...token, at }] : []));
  const has = (key: string) => turns.some((turn) => turn.key === key);
  const binds = (at: number) =>
    has('wajib') || has('perlu') || turns.some((turn) => turn.turn === 'negation' && turn.at < at);
  return {
    limited,
    binds,
    denies: turns.some(({ turn }) => turn === 'negation'),
    every: has('semua') || has('hanya'),
    only: has('hanya'),
    possible: (at: number) =>
      !binds(at) && turns.some((turn) => turn.at < at && (turn.key === 'dapat' || turn.key === 'berhak')),
  };
}

function meets(said: Token, held: Token): boolean {
  if (said.is === 'tail' || held.is === 'tail') return false;
  if (said.is === 'joint' && held.is === 'joint') return joins(said, held);
  if (said.is === 'all' && held.is === 'all') return true;
  if (said.is !== held.is || said.key !== held.key) return false;
  if (said.is !== 'word' || held.is !== 'word') return true;
  return said.voice === held.voice || (OPEN.has(said.voice) && OPEN.has(held.voice));
}

/** Forms that leave the doer where he stands. */
const OPEN: ReadonlySet<string> = new Set(['plain', 'active', 'noun']);

function joins(said: Extract<Token, { is: 'joint' }>, held: Extract<Token, { is: 'joint' }>): boolean {
  if (said.key === 'dan/atau' || held.key === 'dan/atau') return said.key === held.key;
  if (said.key === '/') return held.key === '/';
  if (held.key === '/') return said.key === 'atau' || (said.key === ',' && said.or);
  return said.or === held.or;
}

const mayMiss = (token: Token): boolean =>
  token.is === 'light' ||
  token.is === 'tail' ||
  (token.is === 'all' && token.key === ':') ||
  (token.is === 'relation' && LOOSE.has(token.key)) ||
  (token.is === 'turn' && token.optional === true);

const isAll = (token: Token) => token.is === 'all';

const isThing = (token: Token | undefined) => token?.is === 'word' && !token.verb;

const isSameSort = (a: Token | undefined, b: Token | undefined) =>
  a?.is === 'word' &&
  b?.is === 'word' &&
  a.verb === b.verb &&
  (!a.verb || (a.voice === 'passive') === (b.voice === 'passive'));

const isVerb = (token: Token | undefined) => token?.is === 'word' && token.verb;

/** The bracket that closes the one at `from`, when nothing between limits anything. */
function bracketEnd(source: readonly Token[], from: number): number | undefined {
  const close = source.findIndex((token, at) => at > from && token.is === 'mark' && token.key === ')');
  if (close < 0 || source.slice(from, close).some((token) => token.is === 'turn')) return undefined;
  return close;
}
