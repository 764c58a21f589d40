import { expect, it } from 'vitest';
import { type ReadingLimits, readInThread } from '../../../bot/uploads/reader.ts';

const LIMITS: ReadingLimits = { memory: 64, still: 60_000, longest: 60_000 };
const IMPORTS = `import { parentPort, workerData } from 'node:worker_threads';`;

/** Lets a thread that does this read a file. */
async function reading(doing: string, limits: Partial<ReadingLimits> = {}, signal = new AbortController().signal) {
  const told: [number, number][] = [];
  const read = await readInThread(
    { name: 'daftar.csv', bytes: new Uint8Array([1, 2, 3]) },
    {
      progress: (done, total) => void told.push([done, total]),
      signal,
      limits: { ...LIMITS, ...limits },
      thread: new URL(`data:text/javascript,${encodeURIComponent(`${IMPORTS}\n${doing}`)}`),
    },
  );
  return { read, told };
}

it('gives what the thread read of the file, and tells how far it is', async () => {
  const { read, told } = await reading(`
    parentPort.postMessage({ kind: 'progress', done: 1, total: 2 });
    parentPort.postMessage({ kind: 'refused', why: workerData.name + workerData.bytes.length });`);
  expect(read).toEqual({ kind: 'refused', why: 'daftar.csv3' });
  expect(told).toEqual([[1, 2]]);
});

it.each([
  ['objects without end', 'const all = []; for (;;) all.push({ one: String(all.length) });'],
  ['bytes without end', 'const all = []; for (;;) all.push(new Uint8Array(1e6).fill(1));'],
])('ends a file that unpacks to %s, and nothing else', async (_what, doing) => {
  expect((await reading(doing)).read).toEqual({ kind: 'broken', why: 'too-much' });
});

it('ends a file that is never read to its end', async () => {
  expect((await reading('for (;;);', { still: 500 })).read).toEqual({ kind: 'broken', why: 'too-long' });
  const slow = `setInterval(() => parentPort.postMessage({ kind: 'progress', done: 1, total: 9 }), 10);`;
  expect((await reading(slow, { longest: 500 })).read).toEqual({ kind: 'broken', why: 'too-long' });
});

it('gives the fault of a reader that breaks, and no words of the file', async () => {
  const { read } = await reading(`throw new TypeError('unforeseen');`);
  expect(read).toMatchObject({ kind: 'broken', why: 'broken', fault: { message: 'unforeseen' } });
  expect((await reading('process.exit(3);')).read).toEqual({ kind: 'broken', why: 'broken' });
});

it('is broken off', async () => {
  const breaking = new AbortController();
  const under = reading('for (;;);', {}, breaking.signal);
  breaking.abort();
  expect((await under).read).toEqual({ kind: 'broken', why: 'stopped' });
  expect((await reading('', {}, breaking.signal)).read).toEqual({ kind: 'broken', why: 'stopped' });
});
