/** Looks for what may have arrived: one after another and unhurried, whatever is being sent meanwhile. */
export type Lookups = {
  start: () => void;
  /** Begins nothing more; resolves when nothing is being looked for. */
  stop: () => Promise<void>;
};

/** How often is looked whether something is to be looked for. */
const EVERY_MS = 1_000;
/** Slack lets its history be read fifty times a minute, and who else reads it shall not be held up. */
const APART_MS = 2_000;

/**
 * @param next what is to be looked for now, if anything is
 * @param lookFor looks for it and notes what was found
 * @param failed called with what either of them throws
 */
export function createLookups<Sought>({
  next,
  lookFor,
  failed,
}: {
  next: () => Promise<Sought | undefined>;
  lookFor: (sought: Sought) => Promise<void>;
  failed: (error: unknown) => void;
}): Lookups {
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  const lookIn = (ms: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      looking = look();
    }, ms);
  };

  async function look(): Promise<void> {
    let wait = EVERY_MS;
    try {
      const sought = await next();
      if (sought !== undefined) {
        wait = APART_MS;
        await lookFor(sought);
      }
    } catch (error) {
      failed(error);
    }
    lookIn(wait);
  }

  return {
    start() {
      stopped = false;
      lookIn(0);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
