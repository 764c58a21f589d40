/** How many messages of one person are answered without a pause, and how many seconds one more takes after that. */
export type FloodRate = { burst: number; secondsEach: number };

/** Nobody types ten questions in a row, and one in six seconds is more than anybody reads. */
export const FLOOD_RATE: FloodRate = { burst: 10, secondsEach: 6 };

type Bucket = {
  /** When it is full again, in milliseconds since 1970: all that has to be known of it. */
  fullAt: number;
  /** What the person was told in this flood. */
  told: Set<string>;
};

/** A token bucket for each person. */
export function createFlood({ burst, secondsEach }: FloodRate, now: () => number = Date.now) {
  const buckets = new Map<string, Bucket>();
  const each = secondsEach * 1000;

  const bucketOf = (lane: string): Bucket => {
    const at = now();
    if (buckets.size > 10_000) for (const [other, { fullAt }] of buckets) if (fullAt <= at) buckets.delete(other);
    const known = buckets.get(lane);
    if (known && known.fullAt > at) return known;
    const bucket = { fullAt: at, told: new Set<string>() };
    buckets.set(lane, bucket);
    return bucket;
  };

  return {
    /** Takes tokens; gives the milliseconds to wait before the message is answered, 0 for none. */
    take(lane: string, tokens: number): number {
      const bucket = bucketOf(lane);
      bucket.fullAt += tokens * each;
      return Math.max(0, bucket.fullAt - now() - burst * each);
    },
    /** Whether this is said for the first time since the person's bucket was last full. */
    saysFirst(lane: string, what: string): boolean {
      const { told } = bucketOf(lane);
      const first = !told.has(what);
      told.add(what);
      return first;
    },
  };
}
