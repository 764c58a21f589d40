import type { Status } from '../../handlers/index.ts';
import type { Log } from '../channel.ts';
import { faultOf } from '../fault.ts';

/** What the public is told at a moment; undefined while nobody can tell. Rejects when the database is away. */
export type ReadStatus = (now: number) => Promise<Status | undefined>;

/** Many may look at once, most of all when something is out of order; the database is asked only so often. */
const FRESH_MS = 5_000;
/** While it cannot be asked, what was so a moment ago is still worth more than nothing: the page says when that was. */
const USABLE_MS = 10 * 60_000;

/** The latest status that is known, at most seconds old while the database answers; undefined when nobody can tell. */
export function latestStatus(read: ReadStatus, now: () => number, log: Log): () => Promise<Status | undefined> {
  let known: { status: Status; at: number } | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    askedAt = now();
    try {
      const status = await read(askedAt);
      known = status && { status, at: askedAt };
    } catch (error) {
      log.warn('status', { fault: faultOf(error) });
    } finally {
      asking = undefined;
    }
  }

  return async () => {
    // Whoever comes while it is being read waits for the same.
    if (now() - askedAt >= FRESH_MS) asking ??= ask();
    await asking;
    return known && now() - known.at < USABLE_MS ? known.status : undefined;
  };
}
