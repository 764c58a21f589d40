import { beforeAll, expect, it } from 'vitest';
import { killInBursts } from '../support/kills.ts';
import { preparedData } from '../support/program.ts';

// It may have to be made first, which takes half a minute.
beforeAll(async () => (await preparedData()).remove());

it('killed in the middle of a burst, answers everything once; what it cannot know it does not repeat', {
  timeout: 120_000,
}, async () => {
  const tally = await killInBursts(3, 120, (kill) => [0.05, 0.4, 0.75][kill] ?? 0.5);
  expect(tally).toMatchObject({ asked: 360, twice: 0, lost: 0 });
  expect(tally.once).toBeGreaterThan(100);
  // Else the kills came too late to prove anything.
  for (const { open } of tally.kills) expect(open).toBeGreaterThan(0);
});
