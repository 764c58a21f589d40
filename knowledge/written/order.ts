import { RESTRICTING } from './polarity.ts';
import type { Sentence } from './sentences.ts';
import { LOOSE, type Token } from './tokens.ts';

/** A claim that leaves nothing of a row out (of all there is, or only of all who do a thing), or that says that it tells some. */
export type Whole = 'all' | 'who' | 'some' | false;

/**
 * Whether a passage says what a claim says: every piece of the claim stands in one sentence of the passage in the same order, and
 * what the claim leaves out of that sentence takes nothing from its truth. Left out may be whole items of a row, what stands in
 * brackets, and how or what for at the end; never a denial, a condition, a limit, the object of a verb, what a "tetapi" takes back,
 * or a word between two that are said. Of a row within a sentence one thing is told, or all, or some by that name ("antara lain").
 */
export function saysThat(claim: readonly Token[], sentence: Sentence, whole: Whole = false): boolean {
  const source = sentence.tokens;
  // One of several is not all there is.
  if (sentence.part && (whole === 'all' || claim.some((token) => isAll(token) && LIMITING.has(token.key))))
    return false;
  const limits = limitsOf(source);
  const saysSome = whole === 'some';
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
    if (
      said.is === 'joint' &&
      ((i === 0 && !said.or) || (said.key === ',' && claim[i + 1]?.is === 'joint')) &&
      from(i + 1, j, all)
    )
      return true;
    const held = source[j];
    if (held && meets(said, held) && from(i + 1, j + 1, all || (said.is === 'all' && held.is === 'all'))) return true;
    if (deniesBoth(i, j) && (from(i + 1, j + 1, all) || (isDenial(source[j + 1]) && from(i + 1, j + 2, all))))
      return true;
    if (held && joinsPossible(said, held, j) && from(i + 1, j + 1, all)) return true;
    for (const [toI, toJ] of besides(i, j)) if (from(toI, toJ, all)) return true;
    if (said.is === 'relation' && LOOSE.has(said.key) && i > 0 && from(i + 1, j, all)) return true;
    if (isSpare(i, j, all) && from(i + 1, j, all)) return true;
    if (
      said.is === 'joint' &&
      !said.or &&
      all &&
      held?.key === 'yang' &&
      isPassive(source[j + 1]) &&
      from(i + 1, j + 1, all)
    )
      return true;
    if (repeats(i, j) && from(i + 1, j, all)) return true;
    // "3 orang, yaitu staf": a name for what was named just before.
    if (said.is === 'all' && APPOSITION.has(said.key) && isWithinName(j) && from(i + 1, j, true)) return true;
    if (said.is === 'joint' && said.key === ',' && APPOSITION.has(claim[i + 1]?.key ?? '') && from(i + 1, j, all))
      return true;
    if (!held) return false;
    if (mayMiss(held) && from(i, j + 1, all)) return true;
    if (isOleh(held) && isThing(said) && isPassive(source[j - 1]) && from(i, j + 1, all)) return true;
    if (isOleh(said) && isPassive(source[j - 1]) && isThing(held) && from(i + 1, j, all)) return true;
    const named = renamedFrom(j);
    if (named !== undefined && from(i, named, all)) return true;
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

  /** "harus A dan harus B" is "harus A dan B". */
  const repeats = (i: number, j: number) => {
    const said = claim[i];
    if (said?.is !== 'turn' || claim[i - 1]?.is !== 'joint') return false;
    if (said.turn !== 'modality' && said.turn !== 'negation') return false;
    return source.slice(0, j).findLast((token) => token.is === 'turn')?.key === said.key && !limits.limited[j];
  };

  /** What a claim says more without saying more: "memfasilitasi X untuk mengumumkan", "not … any", a comma before a relation. */
  function isSpare(i: number, j: number, all: boolean): boolean {
    const said = claim[i];
    const held = source[j];
    if (said?.is === 'relation' && (said.key === 'untuk' || said.loose))
      return (
        held?.is === 'word' &&
        (held.voice === 'active' || held.key === 'jadi') &&
        source[j - 1]?.is === 'word' &&
        source.slice(0, j).some(isVerb)
      );
    if (said?.is === 'turn' && said.key === 'semua') return sentence.free === true && claim.slice(0, i).some(isDenial);
    return (
      !all && said?.is === 'joint' && said.key === ',' && claim[i + 1]?.is === 'relation' && held?.is === 'relation'
    );
  }

  const isWithinName = (j: number) => isThing(source[j]) && isThing(source[j - 1]);

  /** "A/B" where something is only possible is A as well as B. */
  const joinsPossible = (said: Token, held: Token, j: number) =>
    said.is === 'joint' &&
    !said.or &&
    held.is === 'joint' &&
    held.key === '/' &&
    limits.possible(j) &&
    !limits.limited[j];

  /** "tidak A atau B" is "tidak A dan tidak B". */
  const deniesBoth = (i: number, j: number) => {
    const said = claim[i];
    const held = source[j];
    if (said?.is !== 'joint' || said.key !== 'atau' || held?.is !== 'joint' || held.or || held.key === '/')
      return false;
    if (!claim.slice(0, i).some(isDenial) || isDenial(claim[i + 1]) || limits.limited[j]) return false;
    return source.slice(0, j).some(isDenial) && (isDenial(source[j + 1]) || isVerb(source[j + 1]));
  };

  /** Where a name in English ends, and the same name here, its words in another order. */
  function besides(i: number, j: number): [number, number][] {
    if (!sentence.free || !isThing(claim[i]) || !isThing(source[j])) return [];
    const found: [number, number][] = [];
    for (let length = 2; length <= 4; length++) {
      const theirs = rowOfThings(claim, i, length);
      const ours = rowOfThings(source, j, length);
      if (!theirs || !ours) break;
      if ([...theirs.keys].sort().join(' ') === [...ours.keys].sort().join(' ')) found.push([theirs.end, ours.end]);
    }
    return found;
  }

  /** "pada tanggal diundangkan, yaitu 3 September": what is named again may go for its name. */
  function renamedFrom(j: number): number | undefined {
    const again = source.findIndex((token, at) => at > j && token.is === 'all' && APPOSITION.has(token.key));
    const between = source.slice(j, again);
    if (again < 0 || between.length > 3 || limits.denies) return undefined;
    if (between.some((token, at) => token.is !== 'word' && !(at === between.length - 1 && token.key === ',')))
      return undefined;
    return source.slice(again).some((token) => token.is === 'turn') ? undefined : again + 1;
  }

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
    const tellsOne = !saysSome && !isClauseAt(source, j) ? !tellsMore(i) : true;
    const slash = source[j + 1];
    if (!limits.binds(j) && isThing(held) && slash?.is === 'joint' && slash.key === '/') found.push(j + 2);
    if (!limits.binds(j) && held.is === 'joint' && held.key === '/' && isThing(source[j + 1])) found.push(j + 2);
    if (held.is === 'joint' && mayDrop(held, j) && isSameSort(source[j - 1], source[j + 1]) && !limits.every)
      if (saysSome || isVerb(source[j + 1]) || !(isRowJoint(i) || joinedBefore(i))) found.push(j + 2);
    if (!tellsOne || !beginsItem(i, j)) return found;
    for (let at = j + 1; at < source.length - 1; at++) {
      const joint = source[at];
      const next = source.slice(at + 1).find((token) => token.is !== 'light');
      if (limits.limited[at]) break;
      if (joint?.is === 'all') break;
      if (joint?.is !== 'joint' || joint.key === '/' || !mayDrop(joint, at)) continue;
      if (next && isParallel(j, source.indexOf(next))) found.push(at + 1);
    }
    return found;
  }

  /** Whether a claim that leaves out an item here tells several others of the row. */
  const tellsMore = (i: number) => isRowJoint(i - 1) || joinedAfter(i);

  /** Whether a claim goes on to another thing of a row here; "isi dan adendumnya" is one thing of a row of commas. */
  function isRowJoint(at: number): boolean {
    const joint = claim[at];
    if (joint?.is !== 'joint' || joint.key === '/') return false;
    if (joint.key === ',') return true;
    const isOne = source.some(
      (token, j) =>
        token.is === 'joint' &&
        token.key === 'dan' &&
        source[j - 1]?.key === claim[at - 1]?.key &&
        source[j + 1]?.key === claim[at + 1]?.key,
    );
    return !(isOne && source.some((token) => token.is === 'joint' && token.key === ','));
  }

  /** Whether the claim told another thing of the same row before. */
  function joinedBefore(i: number): boolean {
    for (let at = i - 1; at >= 0; at--) {
      if (isRowJoint(at)) return !isClauseAt(claim, at + 1);
      if (isVerb(claim[at]) || !WITHIN_ROW.has(claim[at]?.is ?? '')) return false;
    }
    return false;
  }

  /** Whether the claim tells another thing of the same row behind this one. */
  function joinedAfter(i: number): boolean {
    for (let at = i; at < claim.length; at++) {
      if (isRowJoint(at)) return !isClauseAt(claim, at + 1);
      if (isVerb(claim[at]) || !WITHIN_ROW.has(claim[at]?.is ?? '')) return false;
    }
    return false;
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
    // "bertanggung jawab" is one doing.
    if (!before || !held || before.key === 'tanggung') return false;
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
      // "pengelolaan sarana dan prasarana": the doing is of them all.
      if (first.voice === 'noun' && other.voice !== 'noun' && isThing(source[j + 1])) return false;
      const inside = source.slice(j, to);
      if (inside.some((token) => token.is === 'turn')) return false;
      return first.verb || !inside.some((token) => token.is === 'word' && token.verb);
    }
    return first.is === 'relation' && first.key === key;
  }

  /** Whether the claim may end before `j`. */
  function endsAt(j: number, all: boolean): boolean {
    const rest = source.slice(j);
    if (rest.every((token) => mayMiss(token) || token.is === 'mark')) return !lacksObject(j);
    const turns = rest.filter((token) => token.is === 'turn');
    const held = source[j];
    if (held?.is === 'light') return !lacksObject(j) && endsAt(j + 1, all);
    // Before a list that is not told.
    if (held?.is === 'all' && sentence.items.size > 0 && !all && source[j - 1]?.key === 'yang') {
      const first = Math.min(...sentence.items);
      if (j < first && source.slice(j, first).every((token) => token.is === 'all')) return true;
    }
    if (sentence.items.size > 0 && held?.is === 'joint' && held.whole)
      return !all && !limits.limited[j] && !eitherBetween(j, source.length);
    if (isOtherCase(j)) return true;
    if (limits.limited[j] || isFront(j) || goesOn(j)) return false;
    const after = held?.is === 'joint' ? source[j + 1] : held;
    // "walaupun …", "karena …": what stands before is so, whatever follows.
    if (
      after?.is === 'turn' &&
      (after.key === 'meski' || after.key === 'karena' || (after.key === 'agar' && !limits.denies))
    )
      return true;
    if (turns.some(({ key }) => RESTRICTING.has(key))) return false;
    if (held?.is === 'joint' && after?.is === 'tail') return endsAt(j + 1, all);
    if (held?.is === 'mark') {
      const close = held.key === '(' ? bracketEnd(source, j) : undefined;
      return close !== undefined && endsAt(close + 1, all);
    }
    const isDefined = ['adalah', 'ialah', 'merupakan'].includes(source.slice(0, j).findLast(isAll)?.key ?? '');
    if (held?.is === 'tail') return !isDefined && !limits.denies && !limits.every && turns.length === 0;
    // Where it is: what is so there is so. Where something is done may be all that is said.
    const before = source[j - 1];
    const isPlace =
      held?.is === 'relation' &&
      held.key === 'di' &&
      before?.is === 'word' &&
      !isVerb(before) &&
      !['ber', 'active'].includes(before.voice) &&
      source[j - 2]?.key !== 'yang' &&
      // "Dalam proses …" is a time, and may be a limit.
      source[j + 1]?.is !== 'light';
    if (
      isPlace &&
      !limits.denies &&
      !limits.only &&
      rest.every((token) => ['relation', 'word', 'light', 'number'].includes(token.is))
    )
      return !rest.some((token) => isVerb(token) || (token.is === 'relation' && token.key !== 'di'));
    // "dapat … dengan A": what is possible with it is possible.
    const isMeans = held?.is === 'relation' && held.key === 'dengan' && limits.possible(j) && !isVerb(source[j + 1]);
    const more = rest.findIndex((token, at) => token.is === 'joint' && isVerb(rest[at + 1]));
    const means = rest.slice(0, more < 0 ? undefined : more);
    if (isMeans && !limits.denies && !limits.only && turns.length === 0 && !means.some(isVerb)) return true;
    if (held?.is !== 'joint' || (all && !isDefined) || held.or || held.key === '/' || limits.only) return false;
    if (rest.some((token) => token.is === 'joint' && token.or)) return false;
    const [next, second] = source.slice(j + 1).filter((token) => token.is !== 'light');
    // What is to come of it is told whole.
    if (source.slice(0, j).some((token) => token.is === 'turn' && token.key === 'agar')) return false;
    const isClause =
      next?.is === 'turn' || isVerb(next) || (next?.is === 'word' && isVerb(second) && source[j + 2]?.key !== 'yang');
    // Items that stand between say nothing of this one; the last may say something of all.
    const lastJoint = rest.findLastIndex((token) => token.is === 'joint');
    const last = held.key === ',' ? rest.slice(lastJoint) : rest;
    // What the last of a row stands in relation to may be said of all of it, unless the first has its own.
    if (isDefined)
      return (
        next?.is === 'word' &&
        next.verb &&
        next.voice !== 'ber' &&
        source.slice(0, j).some(({ key }) => key === 'yang' || key === 'untuk')
      );
    const own = new Set(source.slice(0, j).flatMap((token) => (token.is === 'relation' ? [token.key] : [])));
    return (
      isClause ||
      (!limits.every &&
        turns.length === 0 &&
        (saysSome || !joinedBefore(claim.length)) &&
        !sharesRest(j) &&
        last.every(
          (token) =>
            ['word', 'joint', 'light'].includes(token.is) ||
            (token.is === 'relation' && (own.has(token.key) || (!limits.denies && LOOSE.has(token.key)))),
        ))
    );
  }

  /** Whether all before `j` only says when, where or for whom something is that follows. */
  function isFront(j: number): boolean {
    const first = source.find((token) => token.is !== 'light');
    if (first?.is !== 'relation' && !(first?.is === 'turn' && first.turn === 'condition')) return false;
    const comma = source.findIndex((token) => token.is === 'joint' && token.key === ',');
    const front = source.slice(0, Math.max(comma, 0));
    // "Pada umumnya A, lalu B" begins at once.
    if (first.is === 'relation' && front.some((token) => isVerb(token) || token.is === 'turn')) return false;
    return comma >= 0 && j <= comma;
  }

  /** Whether what follows takes something back, or is what the last verb is done to. */
  function goesOn(j: number): boolean {
    const next = source.slice(j).find((token) => token.is !== 'joint');
    if (next?.is === 'light' && AGAINST.has(next.key)) return !source.slice(0, j).some(isDenial);
    const both = source.slice(0, j).findLastIndex((token) => token.key === 'baik');
    if (both >= 0 && source[j]?.is === 'joint' && !source.slice(both, j).some(({ is }) => is === 'joint')) return true;
    return source[j]?.is === 'joint' && lacksObject(j);
  }

  /** "melaksanakan dan …", "bertanggung jawab terhadap …": what is done to what is not told. */
  function lacksObject(j: number): boolean {
    const [next, ...more] = source.slice(j).filter((token) => token.is !== 'light');
    const [last, before] = source
      .slice(0, j)
      .filter((token) => token.is !== 'light')
      .reverse();
    if (last?.key === 'jawab' && before?.key === 'tanggung' && next?.is === 'relation') return true;
    if (last?.is === 'number' && source[j]?.key === 'hal') return true;
    if (last?.is !== 'word' || last.voice !== 'active' || !last.verb || next?.is !== 'joint') return false;
    return more.some((token) => token.is === 'word');
  }

  /** "kondisi dan kapasitas harddisk": one word alone leaves out what the last of its row says of both. */
  function sharesRest(j: number): boolean {
    const row = source.slice(j);
    const [joint, next, second] = row;
    const isDoing = (token: Token | undefined) => token?.is === 'word' && token.voice === 'noun';
    if (joint?.key === 'dan' && isDoing(source[j - 1]) && isDoing(next) && isThing(second)) return true;
    const last = row.slice(row.findLastIndex((token) => token.is === 'joint') + 1).filter(isThing);
    const before = source[j - 1];
    return isThing(before) && !before?.key.includes('_') && !isThing(source[j - 2]) && last.length > 1;
  }

  /** "jika A atau B": what is so in either case is so in the first. */
  function isOtherCase(j: number): boolean {
    const held = source[j];
    if (held?.is !== 'joint' || !held.or || !limits.limited[j] || limits.denies || limits.only) return false;
    const turns = source.flatMap((token) => (token.is === 'turn' && RESTRICTING.has(token.key) ? [token.key] : []));
    if (turns.length !== 1 || turns[0] !== 'jika') return false;
    return source.slice(j + 1).every((token) => token.is === 'word' && !token.verb);
  }

  return from(0, 0, whole === 'all' || whole === 'who');
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
    has('wajib') ||
    has('perlu') ||
    turns.some((turn) => turn.turn === 'negation' && turn.key !== 'non' && turn.at < at);
  return {
    limited,
    binds,
    denies: turns.some(({ turn, key }) => turn === 'negation' && key !== 'non'),
    every: has('semua') || has('hanya'),
    only: has('hanya'),
    possible: (at: number) =>
      !binds(at) && turns.some((turn) => turn.at < at && (turn.key === 'dapat' || turn.key === 'berhak')),
  };
}

/** What English says with the same word. */
const MEANT: Record<string, string> = { ke: 'untuk', oleh: 'dengan' };

function meets(said: Token, held: Token): boolean {
  if (said.is === 'tail' || held.is === 'tail') return false;
  if (said.is === 'joint' && held.is === 'joint') return joins(said, held);
  if (said.is === 'all' && held.is === 'all') return true;
  if (said.is === 'relation' && said.loose && held.is === 'relation' && held.key === MEANT[said.key]) return true;
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

/** Of what stands before these, what follows is all. */
const LIMITING: ReadonlySet<string> = new Set(['adalah', 'ialah', 'yaitu', 'yakni', 'merupakan', 'terdiri']);

const APPOSITION: ReadonlySet<string> = new Set(['yaitu', 'yakni']);

const isDenial = (token: Token | undefined) => token?.is === 'turn' && token.key === 'tidak';

/** Words that take back something of what stands before them. */
const AGAINST: ReadonlySet<string> = new Set(['tetapi', 'tapi', 'namun', 'melainkan']);

/** What stands in the things of a row. */
const WITHIN_ROW: ReadonlySet<string> = new Set(['word', 'light', 'joint', 'mark', 'relation']);

/** Whether an item of a row begins with a doing of its own. */
const isClauseAt = (tokens: readonly Token[], at: number) => isVerb(tokens[at]) || tokens[at]?.is === 'turn';

const isOleh = (token: Token) => token.is === 'relation' && token.key === 'oleh';

const isPassive = (token: Token | undefined) => token?.is === 'word' && token.voice === 'passive';

/** So many things named from a place on, and where they end; nothing else may stand between them. */
function rowOfThings(tokens: readonly Token[], from: number, length: number) {
  const keys: string[] = [];
  let end = from;
  for (; end < tokens.length && keys.length < length; end++) {
    const token = tokens[end];
    if (token?.is === 'light') continue;
    if (!token || !isThing(token)) return undefined;
    keys.push(token.key);
  }
  return keys.length === length ? { keys, end } : undefined;
}

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
