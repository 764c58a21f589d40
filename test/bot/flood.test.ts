import { expect, it } from 'vitest';
import { createFlood } from '../../bot/flood.ts';

it('answers a burst at once, then one message every so many seconds, each person by themselves', () => {
  let now = 1_000_000;
  const flood = createFlood({ burst: 3, secondsEach: 6 }, () => now);
  expect([flood.take('a', 1), flood.take('a', 1), flood.take('a', 1)]).toEqual([0, 0, 0]);
  expect(flood.take('a', 1)).toBe(6_000);
  expect(flood.take('a', 1)).toBe(12_000);
  expect(flood.take('b', 1)).toBe(0);
  now += 12_000;
  expect(flood.take('a', 1)).toBe(6_000);
  now += 60_000;
  expect(flood.take('a', 1)).toBe(0);
});

it('says a thing once in a flood, however often the person is answered in between', () => {
  let now = 1_000_000;
  const flood = createFlood({ burst: 1, secondsEach: 6 }, () => now);
  flood.take('a', 1);
  flood.take('a', 1);
  expect([flood.saysFirst('a', 'slow'), flood.saysFirst('a', 'slow'), flood.saysFirst('a', 'many')]).toEqual([
    true,
    false,
    true,
  ]);
  now += 6_000;
  flood.take('a', 1);
  expect(flood.saysFirst('a', 'slow')).toBe(false);
  now += 60_000;
  flood.take('a', 1);
  expect(flood.saysFirst('a', 'slow')).toBe(true);
});
