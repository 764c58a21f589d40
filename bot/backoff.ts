/** How long to wait between attempts, in milliseconds: doubling from `first` to `longest`. */
export type Backoff = { first: number; longest: number };

/**
 * Milliseconds to wait after an attempt failed for the `failures`th time in a row, from 1: between half and all of the step,
 * so that many who lost the same service do not come back at once.
 */
export function pauseAfter(failures: number, { first, longest }: Backoff): number {
  const step = Math.min(longest, first * 2 ** Math.min(failures - 1, 30));
  return step * (0.5 + Math.random() / 2);
}
