import { Worker } from 'node:worker_threads';
import type { Answer, Question } from './blacken-thread.ts';
import { personalBoxes } from './personal-boxes.ts';

/** Blackens personal data that can be read in pictures. */
export type Blackener = {
  /**
   * The picture (PNG or JPEG) with what is personal painted over, at most 2,000 points on its longer side and without
   * metadata; undefined when it cannot be opened or read, and then it must not be passed on.
   */
  blacken: (picture: Uint8Array) => Promise<Uint8Array | undefined>;
  /** Ends at once what is under way; that becomes undefined. */
  stop: () => Promise<void>;
};

/** Reading takes a few seconds, or four times as long for what lies on its side; what takes longer than this is left out. */
const LONGEST_MS = 120_000;
/** The models take much memory: without work they are let go. */
const IDLE_MS = 60_000;

/** Opening and reading pictures takes seconds of work: a thread of its own does it, so that nobody waits for an answer. */
export function createBlackener({ longest = LONGEST_MS, idle = IDLE_MS } = {}): Blackener {
  let thread: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let letGo: NodeJS.Timeout | undefined;

  function start(): Worker {
    // What the reader of pictures tells on its own about them is for nobody.
    const started = new Worker(new URL('./blacken-thread.ts', import.meta.url), { stdout: true, stderr: true });
    started.stdout.resume();
    started.stderr.resume();
    started.on('exit', () => {
      if (thread === started) thread = undefined;
    });
    started.unref();
    return started;
  }

  async function end(): Promise<void> {
    const ended = thread;
    thread = undefined;
    await ended?.terminate();
  }

  /** Undefined when the thread dies or takes too long; then it is ended. */
  async function ask(question: Question): Promise<Answer | undefined> {
    thread ??= start();
    const asked = thread;
    return await new Promise((resolve) => {
      const done = (answer: Answer | undefined) => {
        clearTimeout(limit);
        asked.off('message', done).off('error', died).off('exit', died).unref();
        resolve(answer);
      };
      const died = () => done(undefined);
      const limit = setTimeout(() => {
        done(undefined);
        if (thread === asked) end();
        else asked.terminate();
      }, longest);
      asked.ref();
      asked.on('message', done).on('error', died).on('exit', died);
      asked.postMessage(question);
    });
  }

  async function blackenNow(picture: Uint8Array): Promise<Uint8Array | undefined> {
    clearTimeout(letGo);
    const read = await ask({ read: picture });
    const painted = read?.kind === 'words' ? await ask({ paint: read.passes.flatMap(personalBoxes) }) : undefined;
    letGo = setTimeout(end, idle).unref();
    return painted?.kind === 'picture' ? painted.bytes : undefined;
  }

  return {
    blacken(picture) {
      const result = last.then(() => blackenNow(picture));
      last = result.catch(() => {});
      return result;
    },
    async stop() {
      clearTimeout(letGo);
      await end();
    },
  };
}
