/** Milliseconds of computing between two looks at what came in. */
const SLICE_MS = 10;

/**
 * Lets callers go on one after another, and after each slice of time lets the event loop turn: an answer takes milliseconds of
 * computing, and between them, however many wait, what came in shall be stored and what is ready be sent.
 */
export function createTurns(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let running = false;

  const run = async () => {
    running = true;
    while (waiting.length > 0) {
      await new Promise<void>((turned) => setImmediate(turned));
      const end = performance.now() + SLICE_MS;
      while (waiting.length > 0 && performance.now() < end) {
        waiting.shift()?.();
        // Whoever goes on computes before this does.
        await undefined;
      }
    }
    running = false;
  };

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (!running) void run();
    });
}
