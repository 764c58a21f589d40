import { describe, expect, it } from 'vitest';
import { createRate } from '../../knowledge/model/rate.ts';

const by = (background: boolean, signal = AbortSignal.timeout(30_000)) => ({ withinMs: 30_000, background, signal });

describe('createRate', () => {
  it('lets a person go before the background, and everybody in the order in which they came', async () => {
    const rate = createRate(6_000);
    const order: string[] = [];
    const go = (who: string, background: boolean) => rate.turn(async () => order.push(who), by(background));
    await Promise.all([go('latar 1', true), go('latar 2', true), go('orang 1', false), go('orang 2', false)]);
    expect(order).toEqual(['orang 1', 'orang 2', 'latar 1', 'latar 2']);
  });

  it('gives back what the work gives, and what it throws', async () => {
    const rate = createRate(6_000);
    expect(await rate.turn(async () => 7, by(false))).toEqual({ done: 7 });
    const failing = async () => {
      throw new Error('rusak');
    };
    await expect(rate.turn(failing, by(false))).rejects.toThrow('rusak');
  });

  it('does not do what nobody waits for any more, and does not keep them', async () => {
    const rate = createRate(1);
    await rate.turn(async () => {}, by(true));
    const stop = new AbortController();
    let done = false;
    const waiting = rate.turn(async () => (done = true), { withinMs: 120_000, background: false, signal: stop.signal });
    stop.abort();
    expect(await waiting).toBeUndefined();
    expect(done).toBe(false);
  });

  it('lets go whoever waits for a server that wants to be left alone', async () => {
    const rate = createRate(6_000);
    rate.hold(60_000);
    expect(await rate.turn(async () => 1, by(false))).toBeUndefined();
    const stop = new AbortController();
    const waiting = rate.turn(async () => 1, { withinMs: 120_000, background: true, signal: stop.signal });
    stop.abort();
    expect(await waiting).toBeUndefined();
  });
});
