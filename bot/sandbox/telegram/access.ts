import type { Params } from './params.ts';
import { badRequest, forbidden, Refusal } from './refusal.ts';
import type { Chat, Message, World } from './world.ts';

/**
 * The chat that a call names, to look at.
 * @throws Refusal when there is none
 */
export function chatNamed(world: World, params: Params): Chat {
  if (params.text('chat_id').trim() === '') throw badRequest('chat_id is empty');
  const chat = world.chats.get(params.integer('chat_id') ?? 0);
  if (!chat) throw badRequest('chat not found');
  return chat;
}

/**
 * The chat that a call names, to write in it.
 * @throws Refusal when the bot may not
 */
export function writableChat(world: World, params: Params): Chat {
  const chat = ownChat(world, params);
  if (chat.botWrites) return chat;
  throw badRequest(
    chat.kind === 'channel'
      ? 'need administrator rights in the channel chat'
      : 'not enough rights to send text messages to the chat',
  );
}

/**
 * The chat that a call names, in which the bot must be.
 * @throws Refusal when it is not, or nobody is reached there
 */
export function ownChat(world: World, params: Params): Chat {
  const chat = chatNamed(world, params);
  if (chat.kind === 'private') {
    if (world.people.get(chat.id)?.deactivated) throw forbidden('user is deactivated');
    if (!chat.opened) throw forbidden("bot can't initiate conversation with a user");
    if (chat.blocked) throw forbidden('bot was blocked by the user');
    return chat;
  }
  if (chat.migratedTo !== undefined) {
    const parameters = { migrate_to_chat_id: chat.migratedTo };
    throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', parameters);
  }
  if (chat.bot === 'kicked') throw forbidden(`bot was kicked from the ${chat.kind} chat`);
  if (chat.bot === 'left') throw forbidden(`bot is not a member of the ${chat.kind} chat`);
  return chat;
}

/**
 * The bot's own message that a call names.
 * @throws Refusal when it is not there or somebody else's
 */
export function ownMessage(world: World, chat: Chat, params: Params): Message {
  const message = chat.messages.get(params.integer('message_id') ?? 0);
  if (params.text('message_id') === '') throw badRequest('message identifier is not specified');
  if (!message) throw badRequest('message to edit not found');
  if (message.from !== world.bot.id) throw badRequest("message can't be edited");
  return message;
}

/**
 * The id of the message that is replied to; undefined for none.
 * @throws Refusal when it is not there, unless that is allowed
 */
export function repliedTo(chat: Chat, params: Params): number | undefined {
  const given = params.nested('reply_parameters', 'reply parameters');
  if (given !== undefined && (typeof given !== 'object' || given === null)) {
    throw badRequest('object expected as reply parameters');
  }
  const { message_id, allow_sending_without_reply } = (given ?? {}) as Record<string, unknown>;
  const id = given === undefined ? params.integer('reply_to_message_id') : Number(message_id);
  if (id === undefined || id === 0) return undefined;
  if (chat.messages.has(id)) return id;
  if (allow_sending_without_reply === true || params.flag('allow_sending_without_reply')) return undefined;
  throw badRequest('message to be replied not found');
}
