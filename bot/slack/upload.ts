import type { webApi } from '@slack/bolt';
import type { HandedFile, Place } from '../../handlers/index.ts';
import type { Delivery, ReadFile } from '../channel.ts';
import { channelOf } from './direct-channel.ts';
import { AFTER_LIMIT, AFTER_OUTAGE, codeOf, deliveryOf, later, limited } from './outcome.ts';
import { clean } from './pieces.ts';
import { inThread } from './thread.ts';

/** Milliseconds for the bytes on their way. */
const TIME = 60_000;

/** An upload that ended before anybody could see anything of it. */
class Ended extends Error {
  readonly delivery: Delivery;
  constructor(delivery: Delivery) {
    super(delivery.kind);
    this.delivery = delivery;
  }
}

/**
 * Uploads a stored file into a channel or thread, with a comment above it. Slack takes it in three steps, and only the last
 * one shows it: until that has left, every failure can be tried again from the start.
 * @returns takes the place, the file and the comment, in which `&`, `<` and `>` are escaped: what else Slack takes for markup
 * there changes how words look, and reaches nobody
 */
export function createUpload(client: webApi.WebClient, readFile: ReadFile) {
  return async (place: Place, file: HandedFile, comment: string): Promise<Delivery> => {
    // Only messages that everybody in a channel sees can hold a file.
    if (place.home || place.onlyFor !== undefined) return { kind: 'refused', why: 'no place for a file' };
    try {
      const id = await uploaded(file);
      const channel = await invisible(() => channelOf(client, place.chat));
      if (channel === undefined) throw new Ended(later(AFTER_OUTAGE, 'no direct channel'));
      return await inThread(place.thread, (thread) => shown(id, file, { channel, thread, comment }));
    } catch (error) {
      if (error instanceof Ended) return error.delivery;
      throw error;
    }
  };

  async function uploaded({ id, name }: HandedFile): Promise<string> {
    const bytes = await readFile(id).catch(() => {
      throw new Ended(later(AFTER_OUTAGE, 'file cannot be read'));
    });
    if (!bytes) throw new Ended({ kind: 'refused', why: 'file is gone' });
    const filename = nameOf(name);
    const asked = await invisible(() => client.files.getUploadURLExternal({ filename, length: bytes.length }));
    if (!asked.file_id || !URL.canParse(asked.upload_url ?? ''))
      throw new Ended(later(AFTER_OUTAGE, 'no upload address'));
    await post(asked.upload_url ?? '', bytes);
    return asked.file_id;
  }

  async function shown(
    id: string,
    { name }: HandedFile,
    { channel, thread, comment }: { channel: string; thread: string | undefined; comment: string },
  ): Promise<Delivery> {
    const where = thread === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
    try {
      const said = comment === '' ? {} : { initial_comment: comment };
      await client.files.completeUploadExternal({ files: [{ id, title: nameOf(name) }], ...where, ...said });
      // Slack tells no ts here: the message comes into being a little later.
      return { kind: 'sent', ref: `file:${id}` };
    } catch (error) {
      const delivery = deliveryOf(error);
      // Nothing is edited here: the message that is not there is the first of the thread.
      return delivery.kind === 'unknown-message' ? { kind: 'refused', why: 'thread_not_found' } : delivery;
    }
  }
}

/** A call before the last: even if it was taken, nobody sees anything, and doing it again does no harm. */
async function invisible<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const delivery = deliveryOf(error);
    throw new Ended(delivery.kind === 'unsure' ? later(AFTER_OUTAGE, delivery.why) : delivery);
  }
}

/** Sends the bytes to an address that is good for this once, and so without a token. */
async function post(address: string, bytes: Uint8Array): Promise<void> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIME),
  }).catch((error: unknown) => {
    const why = error instanceof Error ? (codeOf(error.cause) ?? codeOf(error) ?? error.name) : 'unknown';
    throw new Ended(later(AFTER_OUTAGE, `upload: ${why}`));
  });
  await response.body?.cancel().catch(() => {});
  if (response.status === 429) throw new Ended(limited(secondsOf(response)));
  if (!response.ok) throw new Ended(later(AFTER_OUTAGE, `upload: HTTP ${response.status}`));
}

/** What Slack asks to wait, in seconds. */
export const secondsOf = ({ headers }: Response): number => Number(headers.get('retry-after')) || AFTER_LIMIT;

const nameOf = (name: string): string =>
  clean(name)
    .replaceAll(/[\n\t/\\]/g, '_')
    .trim() || 'berkas';
