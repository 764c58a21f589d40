import { IDENTITY } from '../identity.ts';
import { checkTextInBlocks, LONGEST_EDITED_TEXT, messageContent, threadOf } from '../message-rules.ts';
import { metadataOf } from '../metadata.ts';
import { messageObject } from '../objects.ts';
import { type Params, required } from '../params.ts';
import { SlackError } from '../slack-error.ts';
import type { Channel, Message } from '../workspace.ts';
import type { Context, Method } from './method.ts';

function ownMessage(params: Params, channel: Channel, { workspace }: Context, refused: string): Message {
  const message = workspace.message(channel, required(params, 'ts'));
  if (!message.byApp) throw new SlackError(refused);
  return message;
}

/** chat.*: what the app says. */
export const chat: Record<string, Method> = {
  'chat.postMessage': {
    tier: 'message',
    run(params, context) {
      const channel = context.workspace.writableChannel(required(params, 'channel'));
      const content = messageContent(params);
      checkTextInBlocks(content.blocks);
      const metadata = metadataOf(params);
      const message = context.workspace.post(channel, {
        user: IDENTITY.botUserId,
        byApp: true,
        text: content.text,
        blocks: content.blocks ?? [],
        ...(metadata && { metadata }),
        ...threadOf(params, channel),
      });
      context.events.written(channel, message);
      return {
        channel: channel.id,
        ts: message.ts,
        message: { ...messageObject(channel, message, context.baseUrl()), ...(metadata && { metadata }) },
      };
    },
  },

  'chat.postEphemeral': {
    tier: 'tier4',
    run(params, { workspace }) {
      const channel = workspace.writableChannel(required(params, 'channel'));
      const user = required(params, 'user');
      workspace.user(user);
      if (!channel.members.includes(user)) throw new SlackError('user_not_in_channel');
      const { text: words, blocks = [] } = messageContent(params);
      const message = workspace.post(channel, {
        user: IDENTITY.botUserId,
        byApp: true,
        text: words,
        blocks,
        onlyFor: user,
        ...threadOf(params, channel),
      });
      return { message_ts: message.ts };
    },
  },

  'chat.update': {
    tier: 'tier3',
    run(params, context) {
      const { workspace, events, baseUrl } = context;
      const channel = workspace.writableChannel(required(params, 'channel'));
      const message = ownMessage(params, channel, context, 'cant_update_message');
      const content = messageContent(params, LONGEST_EDITED_TEXT);
      checkTextInBlocks(content.blocks);
      // What is not named stays; an empty object takes it away.
      const metadata = params.metadata === undefined ? message.metadata : metadataOf(params);
      const before = messageObject(channel, message, baseUrl());
      message.text = content.text;
      if (content.blocks) message.blocks = content.blocks;
      if (metadata) message.metadata = metadata;
      else delete message.metadata;
      message.edited = { user: IDENTITY.botUserId, ts: workspace.ts() };
      workspace.changed();
      events.edited(channel, message, before);
      return {
        channel: channel.id,
        ts: message.ts,
        text: message.text,
        message: messageObject(channel, message, baseUrl()),
      };
    },
  },

  'chat.delete': {
    tier: 'tier3',
    run(params, context) {
      const { workspace, events, baseUrl } = context;
      const channel = workspace.writableChannel(required(params, 'channel'));
      const message = ownMessage(params, channel, context, 'cant_delete_message');
      const before = messageObject(channel, message, baseUrl());
      workspace.remove(channel, message);
      events.deleted(channel, before);
      return { channel: channel.id, ts: message.ts };
    },
  },

  'chat.getPermalink': {
    tier: 'free',
    run(params, { workspace }) {
      const channel = workspace.writableChannel(required(params, 'channel'));
      const message = workspace.message(channel, required(params, 'message_ts'));
      const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
      const page = `https://${IDENTITY.teamDomain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
      return { channel: channel.id, permalink: page + thread };
    },
  },
};
