import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createPace, NO_RATES, REAL_CLOCK, TELEGRAM_RATES } from '../../bot/pace.ts';

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

  it.for<[what: string, delay: (left: number) => number, share: number]>([
    // The service, or the way to it, stands still for a while now and then.
    ['where some arrive all at once', (left) => Math.max(0, 600 - (left % 2_000)), 0.7],
    ['where all take long', () => 300, 0.9],
  ])('keeps the ceiling where requests arrive, %s', async ([, delay, share]) => {
    const pace = createPace(TELEGRAM_RATES);
    const arrived: number[] = [];
    const left: number[] = [];
    await Promise.all(
      Array.from({ length: 120 }, (_, at) =>
        pace.turn(2, { id: String(at), group: false }, ready, async () => {
          left.push(Date.now());
          await pause(delay(Date.now() - (left[0] ?? 0)));
          arrived.push(Date.now());
          await pause(5);
        }),
      ),
    );
    expect(busiestSecond(arrived)).toBeLessThanOrEqual(30);
    const rate = 119_000 / ((left.at(-1) ?? 0) - (left[0] ?? 0));
    expect(rate).toBeGreaterThan(share * 25);
  });

  it('is not stopped for long by requests that are never answered', async () => {
    const pace = createPace({ ...NO_RATES, ceiling: 5 });
    for (let at = 0; at < 5; at++)
      void pace.turn(2, { id: String(at), group: false }, ready, () => new Promise<void>(() => {}));
    const began = Date.now();
    await pace.turn(0, { id: 'x', group: false }, ready, async () => {});
    expect(Date.now() - began).toBeGreaterThan(2_900);
    expect(Date.now() - began).toBeLessThan(4_500);
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
    expect(order).toEqual(['live', 'notice', '1', '2', '3', '4']);
  });

  it('uses the whole rate though the event loop stands still now and then', async () => {
    const pace = createPace(TELEGRAM_RATES);
    const times: number[] = [];
    const stalling = setInterval(() => {
      for (const until = Date.now() + 150; Date.now() < until; );
    }, 400);
    await Promise.all(
      Array.from({ length: 101 }, (_, at) =>
        pace.turn(2, { id: String(at), group: false }, ready, async () => void times.push(Date.now())),
      ),
    );
    clearInterval(stalling);
    const took = (times.at(-1) ?? 0) - (times[0] ?? 0);
    // 25 a second; the stalls would add more than a second if they were not made up for.
    expect(took).toBeGreaterThan(3_700);
    expect(took).toBeLessThan(4_800);
    expect(busiestSecond(times)).toBeLessThanOrEqual(30);
  });

  it('does not make up for a silence with a burst', async () => {
    const pace = createPace(TELEGRAM_RATES);
    const times: number[] = [];
    const send = () => pace.turn(2, { id: 'x', group: false }, ready, async () => void times.push(Date.now()));
    await send();
    await pause(500);
    for (let at = 0; at < 5; at++) await send();
    // A timer may be late, and the next turn in time; together they are not early.
    expect((times.at(-1) ?? 0) - (times[1] ?? 0)).toBeGreaterThan(3 * 40);
  });

  it('gives a chat to one sender at a time, and to none while it cools down', async () => {
    let now = 0;
    const pace = createPace({ ...NO_RATES, private: TELEGRAM_RATES.private }, { ...REAL_CLOCK, now: () => now });
    expect([pace.take('1'), pace.take('1'), pace.take('2')]).toEqual([true, false, true]);
    expect(pace.taken()).toEqual(['1', '2']);
    await pace.turn(0, { id: '1', group: false }, ready, async () => {});
    pace.letGo('1');
    expect(pace.take('1')).toBe(false);
    now = 1_000;
    expect(pace.take('1')).toBe(true);
  });

  it('holds bulk back as long as the service asked, the longest of all times', () => {
    let now = 0;
    const pace = createPace(NO_RATES, { ...REAL_CLOCK, now: () => now });
    expect(pace.bulkWaits()).toBe(0);
    pace.holdBulk(60_000);
    pace.holdBulk(1_000);
    now = 20_000;
    expect(pace.bulkWaits()).toBe(40_000);
    now = 70_000;
    expect(pace.bulkWaits()).toBe(0);
  });

  it('lets a chat cool down for a second, a group for longer when it had twenty in a minute', async () => {
    let now = 0;
    const pace = createPace(
      { ...NO_RATES, private: TELEGRAM_RATES.private, group: TELEGRAM_RATES.group },
      { ...REAL_CLOCK, now: () => now },
    );
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
