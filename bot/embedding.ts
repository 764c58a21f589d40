import { isDatabaseDown } from '../db/database.ts';
import type { Ai } from '../knowledge/index.ts';
import type { Log } from './channel.ts';
import { faultOf } from './fault.ts';

/** Keeps the vectors of all that is known up to date, in the background. Never twice at once. */
export type Embedding = {
  /** Something new is known. */
  wake: () => void;
  /** Begins; what is missing is made soon. */
  start: () => void;
  /** Breaks off what is under way; the vectors made so far stay. */
  stop: () => Promise<void>;
};

/** People come first, and what is published together is embedded together. */
const SOON_MS = 10_000;
/** What kept it from finishing may be over by then. */
const AGAIN_MS = 10 * 60_000;

/** @param mayWork whether this process is the one that works */
export function createEmbedding({
  meaning,
  log,
  mayWork,
  soonMs = SOON_MS,
  againMs = AGAIN_MS,
}: {
  meaning: Pick<Ai['meaning'], 'fill'>;
  log: Log;
  mayWork: () => boolean;
  soonMs?: number;
  againMs?: number;
}): Embedding {
  const stopping = new AbortController();
  const { signal } = stopping;
  let started = false;
  let running: Promise<void> | undefined;
  let isChanged = false;
  let timer: NodeJS.Timeout | undefined;

  function later(ms: number): void {
    if (!started || signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(begin, ms).unref();
  }

  function begin(): void {
    isChanged = false;
    running = run().then((isWhole) => {
      running = undefined;
      if (!isWhole) later(againMs);
      else if (isChanged) later(soonMs);
    });
  }

  /** True when nothing is missing. */
  async function run(): Promise<boolean> {
    if (!mayWork()) return false;
    try {
      const filled = await meaning.fill({ signal });
      const { embedded, dropped, left, why } = filled;
      // Without a model that embeds there is nothing to do, now or later.
      if (why === 'unset') return true;
      if (embedded + dropped + left > 0 && !signal.aborted) log.info('embedded', { ...filled });
      return left === 0 && why === undefined;
    } catch (error) {
      if (!isDatabaseDown(error)) log.error('embedding', { fault: faultOf(error) });
      return false;
    }
  }

  return {
    wake() {
      isChanged = true;
      if (!running) later(soonMs);
    },
    start() {
      started = true;
      later(soonMs);
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
