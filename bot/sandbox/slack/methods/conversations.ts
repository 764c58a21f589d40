import { IDENTITY } from '../identity.ts';
import { channelObject, messageObject } from '../objects.ts';
import { flag, type Params, page, required, text } from '../params.ts';
import type { Json } from '../schema.ts';
import { SlackError } from '../slack-error.ts';
import type { Channel, Message } from '../workspace.ts';
import type { Context, Method } from './method.ts';

/** Of one page. */
const MOST_MESSAGES = 999;
const TYPES: Record<string, Channel['kind']> = { public_channel: 'channel', private_channel: 'private', im: 'im' };

/** The channels that the app can see, of the types that were asked for. */
export function visibleChannels(params: Params, { workspace }: Context): Channel[] {
  const types = (text(params, 'types') ?? 'public_channel').split(',').map((each) => each.trim());
  if (types.some((type) => type !== 'mpim' && !TYPES[type])) throw new SlackError('invalid_types');
  const kinds = types.map((type) => TYPES[type]);
  return [...workspace.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      (channel.kind === 'channel' || channel.members.includes(IDENTITY.botUserId)) &&
      !(flag(params, 'exclude_archived') && channel.archived),
  );
}

function visibleChannel(params: Params, { workspace }: Context): Channel {
  const channel = workspace.channel(required(params, 'channel'));
  const hidden = channel.kind !== 'channel' && !channel.members.includes(IDENTITY.botUserId);
  if (hidden) throw new SlackError('channel_not_found');
  return channel;
}

function readableChannel(params: Params, context: Context): Channel {
  const channel = visibleChannel(params, context);
  if (!channel.members.includes(IDENTITY.botUserId)) throw new SlackError('not_in_channel');
  return channel;
}

/** Without being asked for all Slack shows only what kind of thing was written down. */
function shownMetadata({ metadata }: Message, all: boolean): Json {
  if (!metadata) return {};
  return { metadata: all ? metadata : { event_type: metadata.event_type } };
}

/** A time stamp. @throws SlackError invalid_ts_oldest, invalid_ts_latest */
function bound(params: Params, name: 'oldest' | 'latest', otherwise: number): number {
  const given = text(params, name);
  if (given === undefined) return otherwise;
  if (!/^\d+(?:\.\d+)?$/.test(given)) throw new SlackError(`invalid_ts_${name}`);
  return Number(given);
}

/** One page of messages within `oldest` and `latest`. */
function messagePage(params: Params, channel: Channel, messages: Message[], { baseUrl }: Context): Json {
  const [oldest, latest] = [bound(params, 'oldest', 0), bound(params, 'latest', Number.POSITIVE_INFINITY)];
  if (Number(text(params, 'limit') ?? 1) > MOST_MESSAGES) throw new SlackError('invalid_limit');
  const inclusive = flag(params, 'inclusive');
  const within = messages.filter(({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
  const { items, next_cursor } = page(params, within);
  return {
    messages: items.map((message) => ({
      ...messageObject(channel, message, baseUrl()),
      ...shownMetadata(message, flag(params, 'include_all_metadata')),
    })),
    has_more: next_cursor !== '',
    response_metadata: { next_cursor },
  };
}

/** conversations.*: channels, and what was said in them. */
export const conversations: Record<string, Method> = {
  'conversations.open': {
    tier: 'tier3',
    run(params, { workspace }) {
      const known = text(params, 'channel');
      if (known) return { channel: { id: workspace.channel(known).id }, no_op: true, already_open: true };
      const users = required(params, 'users').split(',');
      // Group conversations of several people are not pretended here.
      if (users.length > 1) throw new SlackError('too_many_users');
      const before = workspace.channels.size;
      const channel = workspace.directChannel(users[0] ?? '');
      const open = workspace.channels.size === before ? { no_op: true, already_open: true } : {};
      return { channel: flag(params, 'return_im') ? channelObject(channel) : { id: channel.id }, ...open };
    },
  },

  'conversations.info': {
    tier: 'tier3',
    run: (params, context) => ({ channel: channelObject(visibleChannel(params, context)) }),
  },

  'conversations.list': {
    tier: 'tier2',
    run(params, context) {
      const { items, next_cursor } = page(params, visibleChannels(params, context));
      return { channels: items.map(channelObject), response_metadata: { next_cursor } };
    },
  },

  'conversations.members': {
    tier: 'tier4',
    run(params, context) {
      const { items, next_cursor } = page(params, visibleChannel(params, context).members);
      return { members: items, response_metadata: { next_cursor } };
    },
  },

  'conversations.history': {
    tier: 'tier3',
    run(params, context) {
      const channel = readableChannel(params, context);
      const messages = channel.messages.filter((each) => !each.threadTs && !each.onlyFor).reverse();
      return messagePage(params, channel, messages, context);
    },
  },

  'conversations.replies': {
    tier: 'tier3',
    run(params, context) {
      const channel = readableChannel(params, context);
      const ts = required(params, 'ts');
      const thread = channel.messages.filter((each) => !each.onlyFor && (each.ts === ts || each.threadTs === ts));
      if (thread.length === 0) throw new SlackError('thread_not_found');
      return messagePage(params, channel, thread, context);
    },
  },

  'conversations.join': {
    tier: 'tier3',
    run(params, context) {
      const channel = visibleChannel(params, context);
      if (channel.kind !== 'channel') throw new SlackError('method_not_supported_for_channel_type');
      if (channel.archived) throw new SlackError('is_archived');
      if (channel.members.includes(IDENTITY.botUserId)) {
        return { channel: channelObject(channel), warning: 'already_in_channel' };
      }
      channel.members.push(IDENTITY.botUserId);
      context.workspace.changed();
      return { channel: channelObject(channel) };
    },
  },
};
