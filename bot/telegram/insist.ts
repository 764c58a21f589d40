import { setTimeout as wait } from 'node:timers/promises';
import { type Backoff, pauseAfter } from '../backoff.ts';
import type { Log } from '../channel.ts';

/** What the log says of a row of failures. */
export type Lines = { failed: string; works: string };

/** An attempt failed and is to be repeated; `retryAfter` in seconds when the service asked for it. */
export class Failure extends Error {
  readonly retryAfter: number | undefined;
  constructor(why: string, retryAfter?: number) {
    super(why);
    this.retryAfter = retryAfter;
  }
}

/**
 * Repeats an attempt until it works, however long that takes. Of a whole row of failures it logs the first and the end.
 * @param attempt is told how often it failed before
 * @throws only when stopped: the attempt under way is waited for, no other begins
 */
export async function insist<Result>(
  attempt: (failures: number) => Promise<Result>,
  backoff: Backoff,
  lines: Lines,
  log: Log,
  stop: AbortSignal,
): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    stop.throwIfAborted();
    try {
      const result = await attempt(failures);
      if (failures > 0) log.info(lines.works, { failures });
      return result;
    } catch (error) {
      stop.throwIfAborted();
      if (failures === 0) log.warn(lines.failed, factsOf(error));
      const asked = error instanceof Failure ? (error.retryAfter ?? 0) * 1000 : 0;
      await wait(Math.max(asked, pauseAfter(failures + 1, backoff)), undefined, { signal: stop });
    }
  }
}

/** The message of an error that is not ours may hold what people wrote. */
export function factsOf(error: unknown): Record<string, unknown> {
  if (error instanceof Failure) return { why: error.message };
  if (!(error instanceof Error)) return { why: typeof error };
  const { code } = error as NodeJS.ErrnoException;
  return { why: error.name, ...(code !== undefined && { code }) };
}
