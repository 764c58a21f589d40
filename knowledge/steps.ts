import { setImmediate as othersRun } from 'node:timers/promises';

/** Long work that can be left and gone on with at each `yield`. */
export type Steps<T> = Generator<void, T, void>;

/** Nobody who waits for an answer notices so many milliseconds. */
const AT_A_TIME_MS = 8;

/** Does it without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Does it a little at a time, and lets others run between. */
export async function inSteps<T>(steps: Steps<T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - since < AT_A_TIME_MS) continue;
    await othersRun();
    since = performance.now();
  }
}
