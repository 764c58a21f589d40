import { expect, it } from 'vitest';
import { createNames } from '../../../bot/slack/names.ts';

it('asks once an hour', async () => {
  let now = 0;
  let asked = 0;
  const nameOf = createNames({
    ask: async () => `Budi ${++asked}`,
    clock: () => now,
  });
  expect([await nameOf('U1', ''), await nameOf('U1', '')]).toEqual(['Budi 1', 'Budi 1']);
  now = 3_600_001;
  expect(await nameOf('U1', '')).toBe('Budi 2');
});

it('does with the id where the question fails, and asks again after a while', async () => {
  let now = 0;
  const answers = [() => Promise.reject(new Error('ratelimited')), () => Promise.resolve('Budi')];
  const nameOf = createNames({ ask: async () => answers.shift()?.(), clock: () => now });
  expect(await nameOf('U1', '')).toBe('U1');
  expect(await nameOf('U1', '')).toBe('U1');
  now = 30_001;
  expect(await nameOf('U1', '')).toBe('Budi');
});

it('does with the id where the answer takes longer than two seconds', async () => {
  const began = performance.now();
  const nameOf = createNames({ ask: () => new Promise(() => {}), clock: Date.now });
  expect(await nameOf('U1', '')).toBe('U1');
  expect(performance.now() - began).toBeLessThan(2500);
});

it('remembers no more than a thousand', async () => {
  let asked = 0;
  const nameOf = createNames({ ask: async () => `${++asked}`, clock: () => 0 });
  for (let n = 0; n <= 1000; n++) await nameOf(`U${n}`, '');
  await nameOf('U1000', '');
  expect(asked).toBe(1001);
  await nameOf('U0', '');
  expect(asked).toBe(1002);
});

it('does with the handle until the name is known, without waiting for it', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const nameOf = createNames({ ask: () => promise, clock: () => 0 });
  const began = performance.now();
  expect(await nameOf('U1', 'budi')).toBe('budi');
  expect(performance.now() - began).toBeLessThan(500);
  resolve('Budi Santoso');
  expect(await nameOf('U1', 'budi')).toBe('Budi Santoso');
});
