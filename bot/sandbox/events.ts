import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';

/** One half of the page: how to look at it, and how to hear that it changed. */
export type Half = { view: () => unknown; onChange: (listener: () => void) => () => void };

/** At most ten views a second for each page that looks on. */
const SHORTEST_PAUSE_MS = 100;
/** A page that is gone shows itself only when something is written to it. */
const LONGEST_SILENCE_MS = 15_000;

/**
 * Answers with a stream of server-sent events: first `sandbox` with a name that changes with every start, then each
 * half under its name, whole, at once and after every change. A slow reader gets fewer views, never old ones.
 */
export function streamViews(halves: Record<string, Half>): (c: Context) => Response {
  const start = randomUUID();
  return (c) =>
    streamSSE(c, async (stream) => {
      const changed = new Set(Object.keys(halves));
      let wake = () => {};
      const endings = Object.entries(halves).map(([name, half]) =>
        half.onChange(() => {
          changed.add(name);
          wake();
        }),
      );
      stream.onAbort(() => wake());
      try {
        await stream.writeSSE({ event: 'sandbox', data: start, retry: 1_000 });
        while (!stream.aborted) {
          for (const name of [...changed]) {
            changed.delete(name);
            await stream.writeSSE({ event: name, data: JSON.stringify(halves[name]?.view()) });
          }
          await stream.sleep(SHORTEST_PAUSE_MS);
          if (changed.size > 0 || stream.aborted) continue;
          await new Promise<void>((resolve) => {
            const silence = setTimeout(resolve, LONGEST_SILENCE_MS);
            wake = () => {
              clearTimeout(silence);
              resolve();
            };
          });
          if (changed.size === 0 && !stream.aborted) await stream.write(':\n\n');
        }
      } finally {
        for (const end of endings) end();
      }
    });
}
