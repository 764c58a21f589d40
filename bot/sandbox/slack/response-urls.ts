import { randomBytes } from 'node:crypto';
import { type Answer, refused } from './calls.ts';
import type { Events } from './events.ts';
import { IDENTITY } from './identity.ts';
import { messageContent } from './message-rules.ts';
import { messageObject } from './objects.ts';
import type { Json } from './schema.ts';
import { SlackError } from './slack-error.ts';
import type { Channel, Message, Workspace } from './workspace.ts';

const MOST_USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** What a response_url answers to. `message` is the one whose button was pressed. */
export type Origin = { channel: Channel; user: string; message?: Message };

export type ResponseUrls = ReturnType<typeof createResponseUrls>;

export function createResponseUrls(workspace: Workspace, events: Events, clock: () => number, baseUrl: () => string) {
  const given = new Map<string, Origin & { at: number; uses: number }>();

  function show({ channel, user, message }: Origin, answer: Json): void {
    if (answer.delete_original === true || answer.delete_original === 'true') {
      if (!message || !channel.messages.includes(message)) throw new SlackError('message_not_found');
      const before = messageObject(channel, message, baseUrl());
      workspace.remove(channel, message);
      if (!message.onlyFor) events.deleted(channel, before);
      return;
    }
    const { text, blocks = [] } = messageContent(answer);
    if (message && (answer.replace_original === true || answer.replace_original === 'true')) {
      if (!channel.messages.includes(message)) throw new SlackError('message_not_found');
      const before = messageObject(channel, message, baseUrl());
      Object.assign(message, { text, blocks, edited: { user: IDENTITY.botUserId, ts: workspace.ts() } });
      workspace.changed();
      if (!message.onlyFor) events.edited(channel, message, before);
      return;
    }
    const toAll = answer.response_type === 'in_channel';
    const thread = typeof answer.thread_ts === 'string' ? { threadTs: answer.thread_ts } : {};
    const content = { user: IDENTITY.botUserId, byApp: true, text, blocks, ...thread };
    const shown = workspace.post(channel, toAll ? content : { ...content, onlyFor: user });
    if (toAll) events.written(channel, shown);
  }

  return {
    give(origin: Origin): string {
      const id = randomBytes(12).toString('hex');
      given.set(id, { ...origin, at: clock(), uses: 0 });
      return `${baseUrl()}/response/${IDENTITY.teamId}/${id}`;
    },

    /** Shows what a slash command was answered with at once; nothing for an empty answer. */
    showAnswer(origin: Origin, answer: unknown): void {
      if (typeof answer === 'object' && answer !== null && Object.keys(answer).length > 0) show(origin, answer as Json);
    },

    /** Answers a post to the URL with this id. */
    take(id: string, answer: Json | undefined): Answer {
      const origin = given.get(id);
      if (!origin || clock() - origin.at > LIFETIME_MS) return { ...refused('expired_url'), status: 404 };
      if (origin.uses >= MOST_USES) return { ...refused('used_url'), status: 404 };
      if (!answer) return { ...refused('invalid_payload'), status: 400 };
      try {
        show(origin, answer);
      } catch (error) {
        if (!(error instanceof SlackError)) throw error;
        return { ...refused(error.code, error.details), status: 500 };
      }
      origin.uses += 1;
      return { status: 200, body: { ok: true } };
    },
  };
}
