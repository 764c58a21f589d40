import { Worker } from 'node:worker_threads';
import type { Read, Task, Told } from './reading-thread.ts';

/** How reading a file ended besides what was read: nothing is kept of it. */
export type Broken = { kind: 'broken'; why: 'too-much' | 'too-long' | 'broken' | 'stopped'; fault?: unknown };

/** What a file may use up while it is read. */
export type ReadingLimits = {
  /** Of objects and of bytes besides them, in MB each. */
  memory: number;
  /** Without a word about progress, and in all; in milliseconds. */
  still: number;
  longest: number;
};

export const READING_LIMITS: ReadingLimits = { memory: 768, still: 120_000, longest: 20 * 60_000 };

const MB = 1024 * 1024;
/** How often is looked what the thread holds. */
const LOOK_EVERY_MS = 250;
/** Room for what has just been made; a large list makes much at once. */
const YOUNG_MB = 96;

/**
 * Reads one file in a thread of its own: what is planted in it, or is just too large, ends that thread and nothing else.
 * @param progress told of the pages read so far
 * @param signal breaks it off
 */
export async function readInThread(
  task: Task,
  {
    progress,
    signal,
    limits = READING_LIMITS,
    thread = new URL('./reading-thread.ts', import.meta.url),
  }: { progress: (done: number, total: number) => void; signal: AbortSignal; limits?: ReadingLimits; thread?: URL },
): Promise<Read | Broken> {
  if (signal.aborted) return { kind: 'broken', why: 'stopped' };
  const { promise, resolve } = Promise.withResolvers<Read | Broken>();
  const broken = (why: Broken['why'], fault?: unknown) =>
    resolve({ kind: 'broken', why, ...(fault !== undefined && { fault }) });
  const worker = new Worker(thread, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: limits.memory, maxYoungGenerationSizeMb: YOUNG_MB },
    // What the readers of formats tell on their own is for nobody.
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();

  let still = setTimeout(() => broken('too-long'), limits.still);
  const longest = setTimeout(() => broken('too-long'), limits.longest);
  const watch = setInterval(() => void look(), LOOK_EVERY_MS);
  /** Bytes stand outside of the heap, where the limits of the thread do not count them. */
  async function look(): Promise<void> {
    const held = await worker.getHeapStatistics().catch(() => undefined);
    if (held && held.external_memory > limits.memory * MB) broken('too-much');
  }
  const stop = () => broken('stopped');
  signal.addEventListener('abort', stop);
  worker.on('message', (told: Told) => {
    if (told.kind !== 'progress') return resolve(told);
    clearTimeout(still);
    still = setTimeout(() => broken('too-long'), limits.still);
    progress(told.done, told.total);
  });
  worker.on('error', (fault: NodeJS.ErrnoException) =>
    fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? broken('too-much') : broken('broken', fault),
  );
  worker.on('exit', () => broken('broken'));
  try {
    return await promise;
  } finally {
    clearTimeout(still);
    clearTimeout(longest);
    clearInterval(watch);
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
