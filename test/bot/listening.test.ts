import { expect, it } from 'vitest';
import type { Fetched } from '../../bot/channel.ts';
import { createListening } from '../../bot/listening.ts';
import type { Models, Refused } from '../../knowledge/index.ts';
import { opus } from '../support/sounds.ts';

const SOUND = { id: 'AwAC', seconds: 3 };

/** Models that listen like this; the clock of tests is short. */
function modelsThat(
  listen: Models['listen'],
  may: Models['may'] = async () => undefined,
  timeLimitMs = 10_000,
): Models {
  const unset = async (): Promise<Refused> => ({ ok: false, why: 'unset' });
  return { names: { listener: 'x' }, timeLimitMs, may, listen, write: unset, embed: unset, breaker: () => 'closed' };
}
const hears: Models['listen'] = async () => ({ ok: true, text: 'halo' });
const gives = (fetched: Fetched) => async () => fetched;
const bytes = gives({ kind: 'bytes', bytes: opus(3) });

it.each<[Refused['why'], string]>([
  ['off', 'off'],
  ['unset', 'off'],
  ['budget', 'budget'],
  ['broken', 'fault'],
  ['busy', 'busy'],
  ['late', 'late'],
  ['fault', 'fault'],
  ['malformed', 'unclear'],
])('a refusal for “%s” is the reason “%s”', async (why, told) => {
  const listen = createListening({ models: modelsThat(async () => ({ ok: false, why })), fetch: bytes });
  expect(await listen(SOUND)).toEqual({ ok: false, why: told });
});

it.each<[Fetched, string]>([
  [{ kind: 'gone', why: 'x' }, 'gone'],
  [{ kind: 'too-big' }, 'too-big'],
  [{ kind: 'retry', after: 1, why: 'x' }, 'fault'],
  [{ kind: 'bytes', bytes: new Uint8Array(9) }, 'no-sound'],
  [{ kind: 'bytes', bytes: opus(121) }, 'too-long'],
])('what was fetched as %j is not sent: %s', async (fetched, why) => {
  let asked = 0;
  const models = modelsThat(async () => {
    asked++;
    return { ok: true, text: '' };
  });
  expect(await createListening({ models, fetch: gives(fetched) })(SOUND)).toEqual({ ok: false, why });
  expect(asked).toBe(0);
});

it('nothing is fetched while models may not be used', async () => {
  let fetches = 0;
  const fetch = async (): Promise<Fetched> => {
    fetches++;
    return { kind: 'gone', why: '' };
  };
  const listen = createListening({ models: modelsThat(hears, async () => ({ ok: false, why: 'off' })), fetch });
  expect(await listen(SOUND)).toEqual({ ok: false, why: 'off' });
  expect(fetches).toBe(0);
});

it('a sound that never comes is given up within the time of a question', async () => {
  const listen = createListening({ models: modelsThat(hears, undefined, 30), fetch: () => new Promise(() => {}) });
  expect(await listen(SOUND)).toEqual({ ok: false, why: 'late' });
});

it('the model is told the longer of the two lengths, and when to stop', async () => {
  const told: unknown[] = [];
  const models = modelsThat(async ({ seconds }, signal) => {
    told.push(seconds, signal.aborted);
    return { ok: true, text: 'halo' };
  });
  const listen = createListening({ models, fetch: gives({ kind: 'bytes', bytes: opus(7.5) }) });
  expect(await listen({ id: 'AwAC', seconds: 3 })).toEqual({ ok: true, text: 'halo' });
  await listen({ id: 'AwAC', seconds: 9 });
  await listen({ id: 'AwAC' });
  expect(told).toEqual([7.5, false, 9, false, 7.5, false]);
});

it('more than a few at once are told to wait, and then there is room again', async () => {
  const released = Promise.withResolvers<void>();
  const models = modelsThat(async () => {
    await released.promise;
    return { ok: true, text: 'halo' };
  });
  const listen = createListening({ models, fetch: bytes });
  const first = Array.from({ length: 4 }, () => listen(SOUND));
  expect(await listen(SOUND)).toEqual({ ok: false, why: 'busy' });
  released.resolve();
  expect(await Promise.all(first)).toEqual(first.map(() => ({ ok: true, text: 'halo' })));
  expect(await listen(SOUND)).toEqual({ ok: true, text: 'halo' });
});

it('a fault is thrown, and gives its place back', async () => {
  const listen = createListening({
    models: modelsThat(hears),
    fetch: async () => {
      throw new Error('a fault of the program');
    },
  });
  for (let times = 0; times < 6; times++) await expect(listen(SOUND)).rejects.toThrow('a fault of the program');
});

it('is given up when the answer is due, and not begun when it was due before', async () => {
  let fetches = 0;
  const fetch = () => {
    fetches++;
    return new Promise<Fetched>(() => {});
  };
  const listen = createListening({ models: modelsThat(hears), fetch });
  const due = new AbortController();
  const heard = listen(SOUND, due.signal);
  await expect.poll(() => fetches).toBe(1);
  due.abort();
  expect(await heard).toEqual({ ok: false, why: 'late' });
  expect(await listen(SOUND, due.signal)).toEqual({ ok: false, why: 'late' });
  expect(fetches).toBe(1);
});
