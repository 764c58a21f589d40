import { chatNamed, writableChat } from './access.ts';
import type { Method } from './method.ts';
import { badRequest } from './refusal.ts';
import { type Chat, seconds, type World } from './world.ts';

/** The methods about chats and who is in them. */
export const chats: Record<string, Method> = {
  getChat: ({ world }, params) => {
    const chat = chatNamed(world, params);
    if (chat.kind === 'private' && !chat.opened) throw badRequest('chat not found');
    return { ...world.apiChat(chat), accent_color_id: 0, max_reaction_count: 11 };
  },

  getChatMember: ({ world }, params) => {
    const chat = writableChat(world, params);
    const id = params.integer('user_id');
    if (id === undefined) throw badRequest('invalid user_id specified');
    if (id !== world.bot.id && !world.people.has(id)) throw badRequest('user not found');
    return memberOf(world, chat, id);
  },

  getChatAdministrators: ({ world }, params) => {
    const chat = writableChat(world, params);
    if (chat.kind === 'private') throw badRequest('there are no administrators in the private chat');
    return [...chat.members].slice(0, 1).map((id) => memberOf(world, chat, id));
  },

  getChatMemberCount: ({ world }, params) => {
    const chat = writableChat(world, params);
    return chat.members.size + 1;
  },

  leaveChat: ({ world, updates }, params) => {
    const chat = writableChat(world, params);
    if (chat.kind === 'private') throw badRequest("chat member status can't be changed in private chats");
    world.post(chat, world.bot.id, { left_chat_member: world.apiUser(world.bot.id) });
    chat.bot = 'left';
    const user = world.apiUser(world.bot.id);
    updates.add('my_chat_member', {
      ...{ chat: world.apiChat(chat), from: user, date: seconds(world.now()) },
      ...{ old_chat_member: { user, status: 'member' }, new_chat_member: { user, status: 'left' } },
    });
    return true;
  },
};

/** Who stands first in a group has made it. */
function memberOf(world: World, chat: Chat, id: number): Record<string, unknown> {
  const user = world.apiUser(id);
  if (id === world.bot.id) return { user, status: chat.bot };
  if (!chat.members.has(id)) return { user, status: 'left' };
  if (chat.kind !== 'private' && [...chat.members][0] === id) return { user, status: 'creator', is_anonymous: false };
  return { user, status: 'member' };
}
