import type { Trust } from '../nearby.ts';

/** A neighbour that was judged: how near it was, and whether it led to the right answer. */
export type Judged = { likeness: number; right: boolean };

/** Of fewer than this only their accidents would be measured. */
const ENOUGH = 60;
/** Neighbours whose likeness differs by less are equally near. */
const STEP = 0.005;
/** Who is wrong more often than right has nothing to say. */
const LEAST = 0.5;
/** How sure a share must be, in standard deviations (about 95 of 100 on one side). */
const SURE = 1.645;

/**
 * How far nearness means the same. Judged neighbours are taken together by likeness so that the nearer are never trusted less
 * (pool adjacent violators); of each step only the share counts that is surely reached. Empty for an embedder that is no good.
 */
export function trustFrom(judged: readonly Judged[]): Trust {
  if (judged.length < ENOUGH) return [];
  const steps: Step[] = [];
  for (const equallyNear of nearestFirst(judged)) {
    let step = equallyNear;
    for (let nearer = steps.at(-1); nearer && shareOf(nearer) <= shareOf(step); nearer = steps.at(-1)) {
      steps.pop();
      step = { from: step.from, right: nearer.right + step.right, count: nearer.count + step.count };
    }
    steps.push(step);
  }
  const trust: Trust = [];
  for (const step of steps.toReversed()) {
    const right = Math.max(surely(step), trust[0]?.right ?? 0);
    if (right >= LEAST) trust.unshift({ from: step.from, right });
  }
  return trust;
}

type Step = { from: number; right: number; count: number };

function nearestFirst(judged: readonly Judged[]): Step[] {
  const steps = new Map<number, Step>();
  for (const { likeness, right } of judged) {
    const number = Math.floor(likeness / STEP);
    const step = steps.get(number) ?? { from: number * STEP, right: 0, count: 0 };
    steps.set(number, { ...step, right: step.right + (right ? 1 : 0), count: step.count + 1 });
  }
  return [...steps.values()].sort((a, b) => b.from - a.from);
}

const shareOf = ({ right, count }: Step) => right / count;

/** The lower end of Wilson's interval of a share. */
function surely({ right, count }: Step): number {
  const share = right / count;
  const z = SURE ** 2 / count;
  return (share + z / 2 - Math.sqrt(z * share * (1 - share) + z ** 2 / 4)) / (1 + z);
}
