import { expect, it } from 'vitest';
import { createFlood } from '../../bot/flood.ts';

it('answers a burst at once, then one message every so many seconds, each person by themselves', () => {
  let now = 1_000_000;
  const flood = createFlood({ burst: 3, secondsEach: 6 }, () => now);
  expect([flood.take('a'), flood.take('a'), flood.take('a')]).toEqual([0, 0, 0]);
  expect(flood.take('a')).toBe(6_000);
  expect(flood.take('a')).toBe(12_000);
  expect(flood.take('b')).toBe(0);
  now += 12_000;
  expect(flood.take('a')).toBe(6_000);
  now += 60_000;
  expect(flood.take('a')).toBe(0);
});
