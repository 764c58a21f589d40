import { beforeAll, expect, it } from 'vitest';
import { preparedData } from '../support/program.ts';
import { killWhileTicketing } from '../support/ticket-kills.ts';

// It may have to be made first, which takes half a minute.
beforeAll(async () => (await preparedData()).remove());

it('killed while people report and officers triage, loses no ticket and no answer, and does nothing twice', {
  timeout: 180_000,
}, async () => {
  const killed = await killWhileTicketing(2, {
    reporters: 3,
    callsBefore: (run) => [30, 80][run] ?? 50,
    until: Number.POSITIVE_INFINITY,
  });
  expect(killed).toMatchObject({
    ...{ runs: 2, reporters: 6, tickets: 6, acknowledged: 6, lost: 0, twice: 0 },
    ...{ owners: 0, records: 0, failed: 0, unfinished: 0, faults: [] },
  });
  expect(killed.cards).toMatchObject({ missing: 0, twice: 0 });
  expect(killed.answers).toMatchObject({ twice: 0, ignored: 0, lost: 0 });
  // Else nobody has answered anything, and the rest proves nothing.
  expect(killed.answers.once).toBeGreaterThan(3);
});
