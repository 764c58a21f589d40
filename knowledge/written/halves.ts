import { RESTRICTING } from './polarity.ts';
import type { Token } from './tokens.ts';

/** Words that set one saying against another: each stands for itself. */
const AGAINST: ReadonlySet<string> = new Set(['tetapi', 'tapi', 'namun']);

/**
 * Two sayings that a sentence joins, in every way it can be cut: each must be so for itself. The second has the subject of the
 * first where it names none. Nothing is cut where a condition, a limit or a denial of the first may reach into the second.
 */
export function halvesOf(claim: readonly Token[]): [Token[], Token[]][] {
  return claim.flatMap((token, at): [Token[], Token[]][] => {
    const isAgainst = token.is === 'light' && AGAINST.has(token.key);
    if (!isAgainst && (token.is !== 'joint' || token.or || token.key === '/')) return [];
    const first = withoutJoint(claim.slice(0, at));
    const second = claim.slice(at + 1).filter((other, index) => index > 0 || other.is !== 'joint');
    if (!doesSomething(first) || !doesSomething(second) || reaches(first, isAgainst)) return [];
    const begins = second.find((other) => other.is !== 'light');
    if (begins?.is === 'relation' || (begins?.is === 'word' && !begins.verb)) return [[first, second]];
    const subject = subjectOf(first);
    if (subject.length === 0) return [];
    // "tidak A dan B" denies both.
    return isDenied(first) && !isAgainst ? [] : [[first, [...subject, ...second]]];
  });
}

const withoutJoint = (tokens: readonly Token[]): Token[] =>
  tokens.filter((token, at) => at < tokens.length - 1 || token.is !== 'joint');

const doesSomething = (tokens: readonly Token[]) =>
  tokens.some((token) => (token.is === 'word' && token.verb) || (token.is === 'turn' && token.turn === 'negation'));

/** Whether what the first half is bound to may bind the second as well. */
function reaches(first: readonly Token[], isAgainst: boolean): boolean {
  const limits = first.flatMap((token, at) => (token.is === 'turn' && RESTRICTING.has(token.key) ? [at] : []));
  if (limits.length === 0) return false;
  const hasLimit = first.some((token) => token.is === 'turn' && token.key === 'hanya');
  const begins = first.findIndex((token) => token.is !== 'light');
  const isInFront = limits[0] === begins && first.some((token) => token.is === 'joint' && token.key === ',');
  return hasLimit || !(isAgainst || isInFront);
}

const isDenied = (tokens: readonly Token[]) => tokens.some((token) => token.is === 'turn' && token.turn === 'negation');

function subjectOf(tokens: readonly Token[]): Token[] {
  const at = tokens.findIndex((token) => token.is === 'turn' || (token.is === 'word' && token.verb));
  const subject = tokens.slice(0, at).filter((token) => token.is !== 'light');
  return subject.every((token) => token.is === 'word' || (token.is === 'joint' && token.key === '/')) ? subject : [];
}
