import type { webApi } from '@slack/bolt';
import type { Place } from '../../handlers/index.ts';
import type { Delivery, ReadFile } from '../channel.ts';
import { metadataOf } from './mark.ts';
import { deliveryOf } from './outcome.ts';
import type { Message } from './render.ts';
import { inThread } from './thread.ts';
import { createUpload } from './upload.ts';

/** No previews of links, no names turned into mentions, and nothing of the notification text taken for markup. */
const PLAIN = { unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none', mrkdwn: false } as const;

/**
 * Sends one message with one call of the Web API; with more for a whisper that must take the other way, a thread that is
 * gone, or a file. What is posted bears the mark; edits, whispers, App Homes and files cannot.
 */
export function createSend(client: webApi.WebClient, readFile: ReadFile) {
  const upload = createUpload(client, readFile);

  return async (place: Place, message: Message, edits?: string, mark?: string): Promise<Delivery> => {
    const { chat, thread, onlyFor, audience, home } = place;
    // No message turns into one with a file: it is sent anew.
    if (message.file) return upload(place, message.file, message.text);
    if (home) return publish(chat, message);
    if (onlyFor !== undefined && audience === 'group') return whisper(chat, onlyFor, message, thread, mark);
    if (edits !== undefined) return update(edits, message);
    // A command may come from a direct channel of two people, where the app cannot write: then to its own with the one.
    return onlyFor === undefined
      ? inThread(thread, (within) => post(chat, message, mark, within))
      : post(onlyFor, message, mark);
  };

  function publish(user: string, { home }: Message): Promise<Delivery> {
    return delivered(async () => {
      await client.views.publish({ user_id: user, view: home });
      return `home:${user}`;
    });
  }

  function post(channel: string, { text, blocks }: Message, mark?: string, thread?: string): Promise<Delivery> {
    return delivered(async () => {
      const where = { channel, ...(thread !== undefined && { thread_ts: thread }) };
      const metadata = mark === undefined ? {} : { metadata: metadataOf(mark) };
      const sent = await client.chat.postMessage({ ...PLAIN, ...where, ...metadata, text, blocks });
      return `${sent.channel}:${sent.ts}`;
    });
  }

  function update(ref: string, { text, blocks }: Message): Promise<Delivery> {
    const [channel, ts] = ref.split(':');
    // A file has no message that could be edited.
    if (!channel || !ts || channel === 'file') return Promise.resolve({ kind: 'unknown-message' });
    return delivered(async () => {
      await client.chat.update({ channel, ts, link_names: false, parse: 'none', text, blocks });
      return ref;
    });
  }

  /** Only the one person sees it; where the app is not in the channel, it goes to their direct channel. */
  async function whisper(
    channel: string,
    user: string,
    message: Message,
    thread?: string,
    mark?: string,
  ): Promise<Delivery> {
    const { text, blocks } = message;
    const plain = { link_names: false, parse: 'none' } as const;
    const delivery = await inThread(thread, (within) => {
      const where = { channel, user, ...(within !== undefined && { thread_ts: within }) };
      return delivered(async () => {
        const sent = await client.chat.postEphemeral({ ...plain, ...where, text, blocks });
        return `${channel}:${sent.message_ts}`;
      });
    });
    return delivery.kind === 'gone' ? post(user, message, mark) : delivery;
  }
}

async function delivered(call: () => Promise<string>): Promise<Delivery> {
  try {
    return { kind: 'sent', ref: await call() };
  } catch (error) {
    return deliveryOf(error);
  }
}
