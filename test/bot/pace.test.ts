import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPace, NO_RATES, TELEGRAM_RATES } from '../../bot/pace.ts';

const busiestSecond = (times: number[]) =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));

const ready = async () => true;

describe('the pace of a channel', () => {
  it('spreads messages evenly, and never lets more than its ceiling into a second, even when the event loop was busy', async () => {
    const pace = createPace(TELEGRAM_RATES);
    const times: number[] = [];
    const all = Array.from({ length: 60 }, (_, at) =>
      pace.turn(2, { id: String(at), group: false }, ready, async () => void times.push(Date.now())),
    );
    await pause(300);
    // Timers that fell due meanwhile all fire at once afterwards.
    for (const until = Date.now() + 1_200; Date.now() < until; );
    await Promise.all(all);
    expect(times).toHaveLength(60);
    expect(busiestSecond(times)).toBeLessThanOrEqual(30);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(2_000);
  });

  it('keeps the ceiling when the database made all of them wait', async () => {
    const pace = createPace(TELEGRAM_RATES);
    const times: number[] = [];
    const stalled = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 2_000));
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        pace.turn(
          2,
          { id: String(at), group: false },
          () => stalled,
          async () => void times.push(Date.now()),
        ),
      ),
    );
    expect(times).toHaveLength(50);
    expect(busiestSecond(times)).toBeLessThanOrEqual(30);
  });

  it('does not count what was not ready', async () => {
    const pace = createPace(TELEGRAM_RATES);
    expect(
      await pace.turn(
        0,
        { id: '1', group: false },
        async () => false,
        async () => 'sent',
      ),
    ).toBeUndefined();
    expect(pace.cooling()).toEqual([]);
  });

  it('lets a lower lane go first', async () => {
    const pace = createPace(TELEGRAM_RATES);
    const order: string[] = [];
    const say = (lane: number, name: string) =>
      pace.turn(lane, { id: name, group: false }, ready, async () => void order.push(name));
    await Promise.all([...['1', '2', '3', '4'].map((name) => say(2, name)), say(1, 'notice'), say(0, 'live')]);
    // The second had its turn already when the others came.
    expect(order).toEqual(['1', '2', 'live', 'notice', '3', '4']);
  });

  it('lets a chat cool down for a second, a group for longer when it had twenty in a minute', async () => {
    let now = 0;
    const pace = createPace({ ...NO_RATES, private: TELEGRAM_RATES.private, group: TELEGRAM_RATES.group }, () => now);
    await pace.turn(0, { id: '1', group: false }, ready, async () => {});
    expect(pace.cooling()).toEqual([{ id: '1', ms: 1_000 }]);
    now = 1_000;
    expect(pace.cooling()).toEqual([]);
    for (let at = 0; at < 20; at++) {
      now += 1_000;
      await pace.turn(0, { id: '-1', group: true }, ready, async () => {});
    }
    expect(pace.cooling()).toEqual([{ id: '-1', ms: 60_000 - 19_000 }]);
    now += 41_000;
    expect(pace.cooling()).toEqual([]);
  });
});
