/** What goes wrong with a call of the Web API. */
export type Fault =
  /** Slack refuses. */
  | { kind: 'error'; error: string }
  /** A status that is not Slack's own, from something in between. */
  | { kind: 'http'; status: number }
  /** The same after it was done. */
  | { kind: 'http-after'; status: number }
  /** `retryAfter` in seconds. */
  | { kind: 'ratelimited'; retryAfter: number }
  /** The connection breaks and nothing was done. */
  | { kind: 'drop-before' }
  /** The connection breaks after it was done. */
  | { kind: 'drop-after' }
  /** Done late. */
  | { kind: 'delay'; ms: number }
  /** Nothing is done and no answer comes. */
  | { kind: 'hang' };

/** Faults that are waiting for their call. */
export type Faults = {
  /**
   * The next `times` (1 unless told) calls of the method, or of any with '*', get this fault. The bytes of files are
   * `upload` and `download`.
   */
  next: (method: string, fault: Fault, times?: number) => void;
  clear: () => void;
};

/** @returns the side that orders faults, and `take`, which hands out the fault of a call that came */
export function createFaults(): Faults & { take: (method: string) => Fault | undefined } {
  let waiting: { method: string; fault: Fault; times: number }[] = [];
  return {
    next(method, fault, times = 1) {
      waiting.push({ method, fault, times });
    },
    clear() {
      waiting = [];
    },
    take(method) {
      const first = waiting.find((each) => each.method === method || each.method === '*');
      if (!first) return undefined;
      first.times -= 1;
      waiting = waiting.filter((each) => each.times > 0);
      return first.fault;
    },
  };
}
