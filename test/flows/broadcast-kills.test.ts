import { beforeAll, expect, it } from 'vitest';
import { killWhileBroadcasting } from '../support/broadcast-kills.ts';
import { preparedData } from '../support/program.ts';

// It may have to be made first, which takes half a minute.
beforeAll(async () => (await preparedData()).remove());

it('killed in the middle of a broadcast, goes on by itself and reaches everybody once, but for what it cannot know', {
  timeout: 120_000,
}, async () => {
  const tally = await killWhileBroadcasting({
    ...{ broadcasts: 1, killsEach: 3, recipients: 600 },
    share: (kill) => [0.02, 0.5, 0.9][kill] ?? 0.5,
  });
  expect(tally).toMatchObject({ kills: 3, recipients: 600, twice: 0, lost: 0, other: 0 });
  expect(tally.mostUnsure).toBeLessThanOrEqual(64);
  // Else the kills came too late to prove anything.
  expect(tally.sentAtKill.every((sent) => sent < 600)).toBe(true);
  expect(tally.once).toBeGreaterThan(400);
});
