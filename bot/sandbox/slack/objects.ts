import type { SlackUser } from '../views.ts';
import { IDENTITY } from './identity.ts';
import type { Json } from './schema.ts';
import type { Channel, Message, StoredFile } from './workspace.ts';

/** A user as users.info gives it. */
export function userObject({ id, name, realName, bot }: SlackUser): Json {
  return {
    id,
    team_id: IDENTITY.teamId,
    name,
    deleted: false,
    real_name: realName,
    tz: 'Asia/Makassar',
    tz_label: 'Central Indonesia Time',
    tz_offset: 28_800,
    profile: { real_name: realName, display_name: name, team: IDENTITY.teamId },
    is_admin: false,
    is_owner: false,
    is_bot: bot,
    is_app_user: false,
    updated: 0,
  };
}

/** A conversation as conversations.info gives it. */
export function channelObject(channel: Channel): Json {
  const isMember = channel.members.includes(IDENTITY.botUserId);
  if (channel.kind === 'im') {
    const user = channel.members.find((each) => each !== IDENTITY.botUserId);
    return { id: channel.id, created: channel.created, is_im: true, is_archived: false, user, is_user_deleted: false };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created: channel.created,
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.archived,
    is_general: false,
    is_member: isMember,
    num_members: channel.members.length,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

/** A file as files.info and messages give it; `baseUrl` ends without a slash. */
export function fileObject(file: StoredFile, baseUrl: string): Json {
  const url = `${baseUrl}/files-pri/${IDENTITY.teamId}-${file.id}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.type,
    filetype: file.name.includes('.') ? file.name.split('.').at(-1) : 'binary',
    user: file.user,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    url_private: `${url}/${encodeURIComponent(file.name)}`,
    url_private_download: `${url}/download/${encodeURIComponent(file.name)}`,
  };
}

/** A message as the Web API and the events give it. */
export function messageObject(channel: Channel, message: Message, baseUrl: string): Json {
  const replies = channel.messages.filter((each) => each.threadTs === message.ts && each.onlyFor === undefined);
  const root = channel.messages.find((each) => each.ts === message.threadTs);
  return {
    type: 'message',
    ...(message.files.length > 0 && { subtype: 'file_share' }),
    ...(message.clientMessageId && { client_msg_id: message.clientMessageId }),
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: IDENTITY.teamId,
    // A file that an app shared need not come with its bot_id; here it never does.
    ...(message.byApp &&
      message.files.length === 0 && {
        bot_id: IDENTITY.botId,
        app_id: IDENTITY.appId,
        bot_profile: {
          id: IDENTITY.botId,
          app_id: IDENTITY.appId,
          name: IDENTITY.botName,
          deleted: false,
          team_id: IDENTITY.teamId,
        },
      }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.files.length > 0 && { files: message.files.map((file) => fileObject(file, baseUrl)) }),
    ...(message.edited && { edited: message.edited }),
    ...(message.threadTs && { thread_ts: message.threadTs, parent_user_id: root?.user }),
    ...(replies.length > 0 && {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users: [...new Set(replies.map((each) => each.user))],
      latest_reply: replies.at(-1)?.ts,
    }),
    ...(Object.keys(message.reactions).length > 0 && {
      reactions: Object.entries(message.reactions).map(([name, users]) => ({ name, users, count: users.length })),
    }),
  };
}

/** The channel as interactions name it: what is not public has no name of its own. */
export const channelName = ({ kind, name }: Channel): string =>
  kind === 'im' ? 'directmessage' : kind === 'private' ? 'privategroup' : name;
