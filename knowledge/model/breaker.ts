import { type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';

/** When calls are given up for a while: after so many faults in a row, for so long. */
export type Patience = { faults: number; restMs: number };

/** Half a minute is gone before a server is up again; somebody who asks shall not wait for it each time. */
export const PATIENCE: Patience = { faults: 5, restMs: 30_000 };

/** Keeps calls from a server that fails. */
export type Breaker = {
  state: () => 'closed' | 'half-open' | 'open';
  /** Whether `through` would let nothing through now. */
  isShut: () => boolean;
  /** Does `call`, or gives back undefined without doing it. Rejects as `call` does. */
  through: <T>(call: () => Promise<T>) => Promise<{ done: T } | undefined>;
};

/** @param counts which faults count; after any other the server is held to be well */
export function createBreaker({ faults, restMs }: Patience, counts: (error: unknown) => boolean): Breaker {
  const policy: CircuitBreakerPolicy = circuitBreaker(handleWhen(counts), {
    halfOpenAfter: restMs,
    breaker: new ConsecutiveBreaker(faults),
  });
  let openedAt = 0;
  policy.onBreak(() => {
    openedAt = Date.now();
  });
  // While one tries whether it is up again, the others would wait until that one is through.
  const isShut = () =>
    policy.state === CircuitState.HalfOpen || (policy.state === CircuitState.Open && Date.now() - openedAt < restMs);
  return {
    state: () => STATES[policy.state],
    isShut,
    async through(call) {
      return isShut() ? undefined : { done: await policy.execute(call) };
    },
  };
}

const STATES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
} as const;
