import type { Clock } from '../../bot/pace.ts';

/** A clock that runs `factor` times as fast as the real one, the same in each process that is given the same `origin`. */
export function fastClock(origin: number, factor: number): Clock {
  return {
    now: () => origin + (Date.now() - origin) * factor,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / factor)),
    speed: factor,
  };
}
