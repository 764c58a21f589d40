import { chatNamed, ownChat } from './access.ts';
import { botBecomes, makerOf, memberOf } from './members.ts';
import type { Method } from './method.ts';
import { badRequest } from './refusal.ts';

/** The methods about chats and who is in them. */
export const chats: Record<string, Method> = {
  getChat: ({ world }, params) => {
    const chat = chatNamed(world, params);
    if (chat.kind === 'private' && !chat.opened) throw badRequest('chat not found');
    return { ...world.apiChat(chat), accent_color_id: 0, max_reaction_count: 11 };
  },

  getChatMember: ({ world }, params) => {
    const chat = ownChat(world, params);
    const id = params.integer('user_id');
    if (id === undefined) throw badRequest('invalid user_id specified');
    // Of others the service promises to tell administrators only.
    const mayAsk = id === world.bot.id || chat.kind === 'private' || chat.bot === 'administrator';
    if (!mayAsk) throw badRequest('CHAT_ADMIN_REQUIRED');
    if (id !== world.bot.id && !world.people.has(id)) throw badRequest('user not found');
    return memberOf(world, chat, id);
  },

  getChatAdministrators: ({ world }, params) => {
    const chat = ownChat(world, params);
    const maker = makerOf(chat);
    if (maker === undefined) throw badRequest('there are no administrators in the private chat');
    return [memberOf(world, chat, maker)];
  },

  getChatMemberCount: ({ world }, params) => {
    const chat = ownChat(world, params);
    return chat.members.size + 1;
  },

  leaveChat: ({ world, updates }, params) => {
    const chat = ownChat(world, params);
    if (chat.kind === 'private') throw badRequest("chat member status can't be changed in private chats");
    if (chat.kind !== 'channel') world.post(chat, world.bot.id, { left_chat_member: world.apiUser(world.bot.id) });
    botBecomes(world, updates, chat, world.bot.id, () => {
      chat.bot = 'left';
    });
    return true;
  },
};
