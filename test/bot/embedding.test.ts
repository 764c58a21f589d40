import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Log } from '../../bot/channel.ts';
import { createEmbedding } from '../../bot/embedding.ts';

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const DONE = { embedded: 0, unchanged: 3, dropped: 0, left: 0 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(fill: (options: { signal: AbortSignal }) => Promise<typeof DONE & { why?: 'budget' | 'unset' }>) {
  const leads = { now: true };
  const filled = vi.fn(fill);
  const embedding = createEmbedding({
    ...{ meaning: { fill: filled }, log: SILENT, mayWork: () => leads.now },
    ...{ soonMs: 1_000, againMs: 60_000 },
  });
  return { embedding, filled, leads };
}

describe('making vectors in the background', () => {
  it('begins a little after the start, and again a little after something changed', async () => {
    const { embedding, filled } = start(async () => DONE);
    embedding.wake();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(filled).not.toHaveBeenCalled();
    embedding.start();
    await vi.advanceTimersByTimeAsync(999);
    expect(filled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(filled).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(filled).toHaveBeenCalledTimes(1);
    for (let change = 0; change < 5; change++) embedding.wake();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(filled).toHaveBeenCalledTimes(2);
    await embedding.stop();
  });

  it('goes on later when something kept it from finishing, but not without a model', async () => {
    const whys = ['budget', undefined, 'unset'] as const;
    const { embedding, filled } = start(async () => {
      const why = whys[filled.mock.calls.length - 1];
      return { ...DONE, ...(why && { left: 2, why }) };
    });
    embedding.start();
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(filled).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(filled).toHaveBeenCalledTimes(2);
    embedding.wake();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(filled).toHaveBeenCalledTimes(3);
    await embedding.stop();
  });

  it('takes in what changes while it works, one after the other', async () => {
    const first = Promise.withResolvers<typeof DONE>();
    const { embedding, filled } = start(() => (filled.mock.calls.length === 1 ? first.promise : Promise.resolve(DONE)));
    embedding.start();
    await vi.advanceTimersByTimeAsync(1_000);
    embedding.wake();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(filled).toHaveBeenCalledTimes(1);
    first.resolve(DONE);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(filled).toHaveBeenCalledTimes(2);
    await embedding.stop();
  });

  it('leaves it to the process that leads, and survives a fault', async () => {
    const { embedding, filled, leads } = start(() => Promise.reject(new Error('rusak')));
    leads.now = false;
    embedding.start();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(filled).not.toHaveBeenCalled();
    leads.now = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(filled).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(filled).toHaveBeenCalledTimes(2);
    await embedding.stop();
  });

  it('is broken off when the program ends, and begins nothing more', async () => {
    const { embedding, filled } = start(
      ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(DONE))),
    );
    embedding.start();
    await vi.advanceTimersByTimeAsync(1_000);
    await embedding.stop();
    embedding.wake();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(filled).toHaveBeenCalledTimes(1);
  });
});
