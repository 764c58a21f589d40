import type { Entity } from './entities.ts';
import type { Document, PhotoSize, Sound } from './files.ts';
import type { Button } from './keyboard.ts';

/** Older messages of a chat are forgotten, as if deleted. */
const KEPT_MESSAGES = 500;
const GROUP_IDS = -4_000_000_000;
const SUPERGROUP_IDS = -1_002_000_000_000;
/** Who stands for all that write in the name of their group. */
const GROUP_BOT = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };

export type Person = { id: number; name: string; username?: string; deactivated: boolean };

/** What a message holds, in the words of the Bot API. */
export type Content = {
  text?: string;
  entities?: Entity[];
  caption?: string;
  caption_entities?: Entity[];
  photo?: PhotoSize[];
  document?: Document;
  voice?: Sound;
  audio?: Sound;
  video?: Document;
  sticker?: Document;
  location?: { latitude: number; longitude: number };
  contact?: { phone_number: string; first_name: string };
  media_group_id?: string;
  [serviceOrOrigin: string]: unknown;
};

export type Message = {
  id: number;
  chat: Chat;
  /** Id of a person or of the bot. */
  from: number;
  at: number;
  editedAt?: number;
  /** Its words were changed; new buttons alone are no edit in people's eyes. */
  edited: boolean;
  content: Content;
  buttons: Button[][] | undefined;
  replyTo: number | undefined;
  /** By an administrator of a group who shows only the group's name. In a channel nobody shows their own. */
  anonymous: boolean;
};

export type Chat = {
  id: number;
  kind: 'private' | 'group' | 'supergroup' | 'channel';
  title: string;
  /** Who stands first in a group or channel has made it and administers it. */
  members: Set<number>;
  messages: Map<number, Message>;
  /** Private: the person wrote at least once, before that the bot may not. */
  opened: boolean;
  blocked: boolean;
  /** What the bot is in a group or channel. */
  bot: 'member' | 'administrator' | 'left' | 'kicked';
  /** Nobody took the bot's right to write: in a channel that of an administrator to post. */
  botWrites: boolean;
  /** A group: another bot wrote later than this one. */
  otherBotWroteLast: boolean;
  /** The supergroup that this group became. */
  migratedTo?: number;
  typingUntil: number;
  lastOwnId: number;
};

export type Bot = { id: number; name: string; username: string; readsAll: boolean };

/** People, chats and messages. Nothing here knows of HTTP. */
export type World = {
  bot: Bot;
  people: Map<number, Person>;
  chats: Map<number, Chat>;
  addPerson: (name: string, username?: string) => Person;
  addGroup: (title: string, members: Iterable<number>, kind: Exclude<Chat['kind'], 'private'>) => Chat;
  post: (
    chat: Chat,
    from: number,
    content: Content,
    more?: { buttons?: Button[][] | undefined; replyTo?: number | undefined; anonymous?: boolean },
  ) => Message;
  /** Something is to be seen differently. */
  changed: () => void;
  onChange: (listener: () => void) => () => void;
  apiUser: (id: number) => Record<string, unknown>;
  apiChat: (chat: Chat) => Record<string, unknown>;
  apiMessage: (message: Message) => Record<string, unknown>;
  now: () => number;
};

/** Whether the bot is in a group or channel. */
export const botIsIn = ({ bot }: Chat): boolean => bot === 'member' || bot === 'administrator';

export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

/** An empty world with one bot, which is in no group yet. `clock` gives milliseconds since 1970 UTC. */
export function createWorld(bot: Bot, clock: () => number): World {
  const people = new Map<number, Person>();
  const chats = new Map<number, Chat>();
  const listeners = new Set<() => void>();
  let nextPerson = 5_000_000_001;
  let groups = 0;
  // Private chats and small groups of one account count together, a supergroup or channel by itself.
  let lastSharedId = 0;

  const changed = () => {
    for (const listener of listeners) listener();
  };

  const addChat = (id: number, kind: Chat['kind'], title: string, members: Iterable<number>): Chat => {
    const chat: Chat = {
      ...{ id, kind, title, members: new Set(members), messages: new Map() },
      ...{ opened: kind !== 'private', blocked: false, otherBotWroteLast: false },
      ...{ bot: kind === 'private' ? 'member' : 'left', botWrites: true, typingUntil: 0, lastOwnId: 0 },
    };
    chats.set(id, chat);
    return chat;
  };

  const apiUser: World['apiUser'] = (id) => {
    if (id === bot.id) return { id, is_bot: true, first_name: bot.name, username: bot.username };
    const person = people.get(id);
    if (!person) return { id, is_bot: true, first_name: 'Bot lain', username: 'lain_bot' };
    const username = person.username === undefined ? {} : { username: person.username };
    return { id, is_bot: false, first_name: person.name, ...username, language_code: 'id' };
  };

  const apiChat: World['apiChat'] = ({ id, kind, title }) => {
    if (kind !== 'private') return { id, type: kind, title };
    const { first_name, username } = apiUser(id);
    return { id, type: kind, first_name, ...(username !== undefined && { username }) };
  };

  const authorOf = ({ chat, from, anonymous }: Message) => {
    if (chat.kind === 'channel') return { sender_chat: apiChat(chat) };
    return anonymous ? { from: GROUP_BOT, sender_chat: apiChat(chat) } : { from: apiUser(from) };
  };

  const withoutReply = (message: Message) => {
    const { id, chat, at, editedAt, content, buttons } = message;
    return {
      message_id: id,
      ...authorOf(message),
      chat: apiChat(chat),
      date: seconds(at),
      ...(editedAt !== undefined && { edit_date: seconds(editedAt) }),
      ...content,
      ...(buttons && { reply_markup: { inline_keyboard: buttons } }),
    };
  };

  return {
    bot,
    people,
    chats,
    addPerson: (name, username) => {
      const person: Person = {
        id: nextPerson++,
        name,
        ...(username !== undefined && { username }),
        deactivated: false,
      };
      people.set(person.id, person);
      addChat(person.id, 'private', name, [person.id]);
      changed();
      return person;
    },
    addGroup: (title, members, kind) => {
      groups++;
      return addChat(kind === 'group' ? GROUP_IDS - groups : SUPERGROUP_IDS - groups, kind, title, members);
    },
    post: (chat, from, content, { buttons, replyTo, anonymous = false } = {}) => {
      const shared = chat.kind === 'private' || chat.kind === 'group';
      const id = shared ? ++lastSharedId : ++chat.lastOwnId;
      const message: Message = { id, chat, from, at: clock(), edited: false, content, buttons, replyTo, anonymous };
      chat.messages.set(id, message);
      if (chat.messages.size > KEPT_MESSAGES) chat.messages.delete(chat.messages.keys().next().value as number);
      if (from === bot.id) {
        chat.typingUntil = 0;
        chat.otherBotWroteLast = false;
      }
      changed();
      return message;
    },
    changed,
    onChange: (listener) => {
      const own = () => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    apiUser,
    apiChat,
    apiMessage: (message) => {
      const answered = message.replyTo === undefined ? undefined : message.chat.messages.get(message.replyTo);
      return { ...withoutReply(message), ...(answered && { reply_to_message: withoutReply(answered) }) };
    },
    now: clock,
  };
}
