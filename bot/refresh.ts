import { isDatabaseDown } from '../db/database.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Log } from './channel.ts';
import { faultOf } from './fault.ts';

/** Keeps what is known as it is stored, whichever process stored it. */
export type Refresh = {
  /** Something may have been published. */
  wake: () => void;
  /** Resolves when all that was stored before the last call of `wake` answers, or could not be taken in. */
  idle: () => Promise<void>;
};

/** @param changed called when something new answers */
export function createRefresh(
  knowledge: Pick<Knowledge, 'refresh'>,
  log: Log,
  changed: () => void = () => {},
): Refresh {
  /** A whole document takes a while: an entry of the FAQ that is published meanwhile does not wait for it. */
  const running = new Set<Promise<void>>();

  async function run(): Promise<void> {
    try {
      if (!(await knowledge.refresh())) return;
      log.info('knowledge refreshed');
      changed();
    } catch (error) {
      // Looked at again with the next round of the clockwork.
      if (!isDatabaseDown(error)) log.error('refresh', { fault: faultOf(error) });
    }
  }

  return {
    wake() {
      const one = run().finally(() => running.delete(one));
      running.add(one);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
