import type { Backoff } from '../backoff.ts';
import type { Log } from '../channel.ts';
import type { Call } from './api.ts';
import { Failure, insist, type Lines } from './insist.ts';
import { fields, whole } from './json.ts';

type Numbered = { id: number; update: unknown };

/** Stores what an update holds; rejects when that was not possible. */
export type Take = (update: unknown) => Promise<void>;

/** How often Telegram is tried again, in milliseconds. */
export const RECONNECTING: Backoff = { first: 1_000, longest: 60_000 };
export const CONNECTION: Lines = { failed: 'telegram not connected', works: 'telegram connected again' };
export const STORING: Lines = {
  failed: 'telegram update not stored',
  works: 'telegram updates stored again',
};

/** All that we read; the Bot API keeps the rest to itself. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'channel_post',
  'callback_query',
  'my_chat_member',
] as const;

/** How often an update is tried to be stored again, in milliseconds: a database may restart within a second. */
const STORING_AGAIN: Backoff = { first: 500, longest: 10_000 };
/** Seconds for which Telegram may keep a request open that has nothing to bring. */
const LONG_POLL = 30;
/** Milliseconds; a connection that broke without a word is found out after these. */
const POLL_LIMIT = (LONG_POLL + 10) * 1_000;

/**
 * Fetches updates until stopped. A request confirms all that came before it, so none is made before everything is stored.
 *
 * This is not telegraf's own loop: that one moves on before an update is handled, confirms once more when it ends, even
 * what failed, and ends at errors that pass.
 */
export async function poll(call: Call, take: Take, log: Log, stop: AbortSignal): Promise<void> {
  for (let offset = 0; !stop.aborted; ) {
    const fetch = (failures: number) => fetchBatch(call, offset, failures > 0 ? 0 : LONG_POLL, stop);
    const batch = await insist(fetch, RECONNECTING, CONNECTION, log, stop);
    // All is confirmed by now, and after a quiet week Telegram may count on from a lower number.
    if (batch.length === 0) offset = 0;
    await insist(() => takeAll(batch, take), STORING_AGAIN, STORING, log, stop);
    offset = (batch.at(-1)?.id ?? -1) + 1;
  }
}

/** All at once: they are stored together, and what somebody corrected a moment later is seen before it is worked on. */
async function takeAll(batch: Numbered[], take: Take): Promise<void> {
  const taken = await Promise.allSettled(batch.map(({ update }) => take(update)));
  const failed = taken.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** @param timeout seconds to wait for updates: none after a failure, or the log would learn late that all is well again */
async function fetchBatch(call: Call, offset: number, timeout: number, stop: AbortSignal): Promise<Numbered[]> {
  const payload = { offset, timeout, allowed_updates: ALLOWED_UPDATES };
  const answer = await call('getUpdates', payload, POLL_LIMIT, stop);
  if (answer.kind !== 'ok') throw new Failure(answer.why, answer.kind === 'no' ? answer.retryAfter : undefined);
  if (!Array.isArray(answer.result)) throw new Failure('updates that are no list');
  return answer.result
    .map((update: unknown) => {
      const id = whole(fields(update).update_id);
      if (id === undefined) throw new Failure('an update without a number');
      return { id, update };
    })
    .sort((one, other) => one.id - other.id);
}
