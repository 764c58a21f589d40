import { isDatabaseDown } from '../db/database.ts';
import type { Due } from '../handlers/index.ts';
import type { Log } from './channel.ts';
import { faultOf } from './fault.ts';

/** Does what time brings: alarms, files that arrived, the state of replies. Never twice at once. */
export type Clockwork = {
  /** Something may be due: look now. */
  nudge: () => void;
  start: () => void;
  /** Begins nothing more; resolves when nothing is being done. */
  stop: () => Promise<void>;
  /** Resolves when nothing is due. */
  idle: () => Promise<void>;
};

/** How often is looked without being nudged. */
const LOOK_EVERY_MS = 5_000;
/** Rounds after one another while there is more; then others have their turn. */
const MOST_ROUNDS = 50;

/**
 * @param work does what is due; true when there may be more, or something to send
 * @param sent called when there may be something to send
 */
export function createClockwork({
  work,
  log,
  sent,
  everyMs = LOOK_EVERY_MS,
}: {
  work: Due['work'];
  log: Log;
  sent: () => void;
  everyMs?: number;
}): Clockwork {
  let stopped = true;
  let running: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const nudge = () => {
    if (stopped) return;
    again = true;
    running ??= run().finally(() => {
      running = undefined;
      if (again) nudge();
    });
  };

  async function run(): Promise<void> {
    clearTimeout(timer);
    try {
      for (let round = 0; again && !stopped && round < MOST_ROUNDS; round++) {
        again = await work();
        if (again) sent();
      }
    } catch (error) {
      again = false;
      if (!isDatabaseDown(error)) log.error('clockwork', { fault: faultOf(error) });
    }
    if (!stopped) timer = setTimeout(nudge, everyMs).unref();
  }

  return {
    nudge,
    start() {
      stopped = false;
      nudge();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
    async idle() {
      nudge();
      while (running) await running;
    },
  };
}
