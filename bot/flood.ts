/** How many messages of one person are answered without a pause, and how many seconds one more takes after that. */
export type FloodRate = { burst: number; secondsEach: number };

/** Nobody types ten questions in a row, and one in six seconds is more than anybody reads. */
export const FLOOD_RATE: FloodRate = { burst: 10, secondsEach: 6 };

/** A token bucket for each person. `take` gives the milliseconds to wait before this message is answered; 0 for none. */
export function createFlood({ burst, secondsEach }: FloodRate, now: () => number = Date.now) {
  /** When the bucket of a person is full again, in milliseconds since 1970: all that has to be known of it. */
  const fullAt = new Map<string, number>();
  const each = secondsEach * 1000;
  return {
    take(lane: string): number {
      const at = now();
      if (fullAt.size > 10_000) for (const [other, full] of fullAt) if (full <= at) fullAt.delete(other);
      const full = Math.max(fullAt.get(lane) ?? at, at) + each;
      fullAt.set(lane, full);
      return Math.max(0, full - at - burst * each);
    },
  };
}
