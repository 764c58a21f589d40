import { type Heard, LARGEST_VOICE, LONGEST_VOICE_SECONDS, type SoundReference } from '../handlers/index.ts';
import type { Models, Refused } from '../knowledge/index.ts';
import type { Fetched, Transport } from './channel.ts';
import { readSound } from './sound.ts';

/** More at once would hold too many bytes: one sound may have 20 MB. */
const AT_ONCE = 4;

/** What a refusal of the models is to whoever spoke. */
const WHY: Record<Refused['why'], Extract<Heard, { ok: false }>['why']> = {
  unset: 'off',
  off: 'off',
  budget: 'budget',
  broken: 'fault',
  busy: 'busy',
  late: 'late',
  fault: 'fault',
  malformed: 'unclear',
};

/**
 * Fetches sounds from a channel and has a model write down what is said in them, within the time of one question and before
 * `due` is raised. The bytes are held in memory until then, and nowhere else.
 */
export function createListening({
  models,
  fetch,
}: {
  models: Models;
  fetch: Transport['fetchFile'];
}): (sound: SoundReference, due?: AbortSignal) => Promise<Heard> {
  let listening = 0;

  async function listen(sound: SoundReference, signal: AbortSignal): Promise<Heard> {
    const refused = await models.may();
    if (refused) return { ok: false, why: WHY[refused.why] };
    const fetched = await before(() => fetch(sound, LARGEST_VOICE), signal);
    if (fetched?.kind !== 'bytes') return { ok: false, why: fetched ? NOT_FETCHED[fetched.kind] : 'late' };
    const read = await readSound(fetched.bytes);
    if (!read) return { ok: false, why: 'no-sound' };
    // The channel repeats what the sender's program says of the length; some sounds say it themselves.
    const seconds = Math.max(read.seconds ?? 0, sound.seconds ?? 0);
    if (Math.floor(seconds) > LONGEST_VOICE_SECONDS) return { ok: false, why: 'too-long' };
    const { name, type } = read;
    const written = await models.listen({ bytes: fetched.bytes, name, type, ...(seconds > 0 && { seconds }) }, signal);
    return written.ok ? written : { ok: false, why: WHY[written.why] };
  }

  return async (sound, due) => {
    if (listening >= AT_ONCE) return { ok: false, why: 'busy' };
    listening++;
    try {
      const limit = AbortSignal.timeout(models.timeLimitMs);
      return await listen(sound, due ? AbortSignal.any([due, limit]) : limit);
    } finally {
      listening--;
    }
  };
}

const NOT_FETCHED: Record<Exclude<Fetched['kind'], 'bytes'>, Extract<Heard, { ok: false }>['why']> = {
  'too-big': 'too-big',
  gone: 'gone',
  retry: 'fault',
};

/** What comes of it before the signal is raised; undefined when nothing did, or it was raised already. */
async function before<T>(begin: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  const late = Promise.withResolvers<undefined>();
  const end = () => late.resolve(undefined);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([begin(), late.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
