import { setTimeout as sleep } from 'node:timers/promises';
import Bottleneck from 'bottleneck';

/** Gives requests to one server their turn. */
export type Rate = {
  /**
   * Does `work` when its turn has come; undefined when it cannot come in time. What one person waits for goes before what is made
   * in the background.
   * @param withinMs how long may be waited for the turn
   */
  turn: <T>(
    work: () => Promise<T>,
    by: { withinMs: number; background: boolean; signal: AbortSignal },
  ) => Promise<{ done: T } | undefined>;
  /** The server wants to be left alone for so many milliseconds. */
  hold: (ms: number) => void;
};

/** Spreads `perMinute` requests evenly. */
export function createRate(perMinute: number): Rate {
  const minTime = 60_000 / perMinute;
  // One planned at a time: whose turn it is, is decided when it has come, so that a person goes before what waited longer.
  const turns = new Bottleneck({ minTime, maxConcurrent: 1 });
  const people: ((comes: boolean) => void)[] = [];
  const background: ((comes: boolean) => void)[] = [];
  let heldUntil = 0;
  let latest = 0;

  function turnOf(lane: ((comes: boolean) => void)[], signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const leave = () => {
        const at = lane.indexOf(go);
        if (at >= 0) lane.splice(at, 1);
        resolve(false);
      };
      const go = (comes: boolean) => {
        signal.removeEventListener('abort', leave);
        resolve(comes);
      };
      signal.addEventListener('abort', leave, { once: true });
      lane.push(go);
      void turns.schedule(async () => (people.shift() ?? background.shift())?.(true));
    });
  }

  return {
    async turn(work, by) {
      const { withinMs, signal } = by;
      const now = Date.now();
      const ahead = people.length + (by.background ? background.length : 0);
      const turnComes = Math.max(0, latest + minTime - now) + ahead * minTime;
      if (signal.aborted || Math.max(heldUntil - now, turnComes) > withinMs) return undefined;
      if (!(await turnOf(by.background ? background : people, signal))) return undefined;
      latest = Date.now();
      const held = heldUntil - latest;
      if (held > 0 && !(await slept(held, signal))) return undefined;
      return { done: await work() };
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, Date.now() + ms);
    },
  };
}

/** False when it was broken off. */
async function slept(ms: number, signal: AbortSignal): Promise<boolean> {
  return await sleep(ms, true, { signal }).catch(() => false);
}
