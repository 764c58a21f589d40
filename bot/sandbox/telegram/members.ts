import type { Updates } from './updates.ts';
import { type Chat, seconds, type World } from './world.ts';

/** Of an administrator of a channel, beside the right to post. */
const RIGHTS = {
  ...{ can_be_edited: false, is_anonymous: false, can_manage_chat: true, can_delete_messages: false },
  ...{ can_manage_video_chats: false, can_restrict_members: false, can_promote_members: false },
  ...{ can_change_info: false, can_invite_users: false, can_edit_messages: false },
  ...{ can_post_stories: false, can_edit_stories: false, can_delete_stories: false },
};

/** Who administers a group or channel. */
export const makerOf = (chat: Chat): number | undefined =>
  chat.kind === 'private' ? undefined : chat.members.values().next().value;

/** What somebody is in a chat, as the Bot API has it. */
export function memberOf(world: World, chat: Chat, id: number): Record<string, unknown> {
  const user = world.apiUser(id);
  if (id === world.bot.id) return { user, ...botIn(chat) };
  if (!chat.members.has(id)) return { user, status: 'left' };
  return makerOf(chat) === id ? { user, status: 'creator', is_anonymous: false } : { user, status: 'member' };
}

function botIn({ kind, bot, blocked, botWrites }: Chat): Record<string, unknown> {
  const status = kind === 'private' && blocked ? 'kicked' : bot;
  if (status === 'kicked') return { status, until_date: 0 };
  if (status === 'administrator') return { status, ...RIGHTS, can_post_messages: botWrites };
  const muted = status === 'member' && !botWrites;
  return muted ? { status: 'restricted', is_member: true, can_send_messages: false, until_date: 0 } : { status };
}

/** Changes what the bot is in a chat, and lets it know. */
export function botBecomes(world: World, updates: Updates, chat: Chat, by: number, change: () => void): void {
  const before = memberOf(world, chat, world.bot.id);
  change();
  updates.add('my_chat_member', {
    ...{ chat: world.apiChat(chat), from: world.apiUser(by), date: seconds(world.now()) },
    ...{ old_chat_member: before, new_chat_member: memberOf(world, chat, world.bot.id) },
  });
  world.changed();
}
