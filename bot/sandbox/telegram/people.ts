import type { TelegramPeople } from '../views.ts';
import type { Callbacks } from './callbacks.ts';
import { withFound } from './entities.ts';
import { type Document, documentOf, type Files, type StoredFile } from './files.ts';
import type { Flood } from './limits.ts';
import { botBecomes, makerOf } from './members.ts';
import { reachesBot } from './privacy.ts';
import type { Updates } from './updates.ts';
import { viewOf } from './view.ts';
import { botIsIn, type Chat, type Content, type Message, type Person, seconds, type World } from './world.ts';

/** A longer text leaves the app of a person as several messages. */
const LONGEST_TEXT = 4096;
const MOST_IN_ALBUM = 10;

/** What happens around the bot, beyond what people do in the page. */
export type Controls = {
  /** A small group becomes a supergroup with a new id, which is returned; its people and their messages stay behind. */
  migrateGroup: (group: number) => number;
  /** Somebody takes the bot out of a group or channel. */
  kickBot: (chat: number) => void;
  /** Somebody puts the bot back; in a channel as an administrator who may post. */
  addBot: (chat: number) => void;
  /** Somebody mutes the bot in a group or takes its right to post in a channel, or gives it back. */
  letBotWrite: (chat: number, may: boolean) => void;
  /** Who made a supergroup writes in its name; returns the id of the message. */
  sayAnonymously: (group: number, text: string) => number;
  /** The service takes no message of the bot for so many seconds, and says so with every refusal. */
  holdMessages: (seconds: number) => void;
  /** A supergroup from the start. */
  addSupergroup: (title: string, members: number[]) => number;
  /** The account of a person is deleted. */
  deactivate: (person: number) => void;
  /** Another bot writes in a group; this one never sees it, and commands for nobody go to the other one from then on. */
  otherBotWrites: (group: number, text: string) => void;
  /** BotFather's switch: with privacy on (as at first) the bot sees only what is meant for it in groups. */
  setPrivacy: (on: boolean) => void;
};

type Needs = {
  world: World;
  updates: Updates;
  files: Files;
  callbacks: Callbacks;
  flood: Flood;
  commands: () => { command: string; description: string }[];
  /** Where the page finds the content of a file. */
  href: (file: StoredFile) => string;
};

/** The people's side of the service. */
export function createPeople({
  world,
  updates,
  files,
  callbacks,
  flood,
  commands,
  href,
}: Needs): TelegramPeople & Controls {
  const { bot, people, chats } = world;
  let lastAlbum = 13_000_000_000_000;

  const personOf = (id: number): Person => {
    const person = people.get(id);
    if (!person || person.deactivated) throw new Error('Orang itu tidak ada.');
    return person;
  };
  const chatOf = (person: number, id: number): Chat => {
    const chat = chats.get(id);
    if (!chat || chat.migratedTo !== undefined) throw new Error('Obrolan itu tidak ada.');
    if (!chat.members.has(person)) throw new Error('Orang itu bukan anggota obrolan ini.');
    return chat;
  };
  const groupOf = (id: number): Chat => {
    const chat = chats.get(id);
    if (!chat || chat.kind === 'private' || chat.migratedTo !== undefined) throw new Error('Grup itu tidak ada.');
    return chat;
  };
  const textOf = (text: string): Content => {
    const { entities, text: words } = withFound({ text, entities: [] });
    return { text: words, ...(entities.length > 0 && { entities }) };
  };
  const originOf = (name: string | undefined): Content =>
    name === undefined
      ? {}
      : { forward_origin: { type: 'hidden_user', sender_user_name: name, date: seconds(world.now()) } };
  const messageOf = (chat: Chat, id: number): Message => {
    const message = chat.messages.get(id);
    if (!message) throw new Error('Pesan itu tidak ada.');
    return message;
  };
  const someoneOf = (chat: Chat): number => [...chat.members][0] ?? bot.id;

  const write = (
    person: number,
    chatId: number,
    content: Content,
    more: { replyTo?: number | undefined; anonymous?: boolean } = {},
  ): Message => {
    personOf(person);
    const chat = chatOf(person, chatId);
    if (chat.kind === 'channel' && makerOf(chat) !== person)
      throw new Error('Hanya admin yang dapat menulis di kanal ini.');
    if (chat.blocked) throw new Error('Bot sedang diblokir; buka blokirnya dahulu.');
    if (more.replyTo !== undefined) messageOf(chat, more.replyTo);
    chat.opened = true;
    const message = world.post(chat, person, content, more);
    if (reachesBot(world, message))
      updates.add(chat.kind === 'channel' ? 'channel_post' : 'message', world.apiMessage(message));
    return message;
  };

  /** Service messages are seen by every bot that is there; in a channel there are none. */
  const note = (chat: Chat, from: number, content: Content): void => {
    if (chat.kind === 'channel') return;
    const message = world.post(chat, from, content);
    updates.add('message', world.apiMessage(message));
  };

  const becomes = (chat: Chat, by: number, change: () => void) => botBecomes(world, updates, chat, by, change);
  const enters = (chat: Chat): void =>
    becomes(chat, someoneOf(chat), () => {
      chat.bot = chat.kind === 'channel' ? 'administrator' : 'member';
      chat.botWrites = true;
    });

  const newGroup = (title: string, members: number[], kind: Exclude<Chat['kind'], 'private'>): number => {
    if (members.length === 0) throw new Error('Grup memerlukan anggota.');
    for (const member of members) personOf(member);
    const chat = world.addGroup(title, members, kind);
    enters(chat);
    note(chat, someoneOf(chat), kind === 'group' ? { group_chat_created: true } : { supergroup_chat_created: true });
    return chat.id;
  };

  const setBlocked = (id: number, blocked: boolean): void => {
    personOf(id);
    const chat = chatOf(id, id);
    if (chat.blocked === blocked) return;
    const change = () => {
      chat.blocked = blocked;
      world.changed();
    };
    // Who never wrote is unknown to the bot.
    if (chat.opened) becomes(chat, id, change);
    else change();
  };

  /** A name stands only with what was sent as a file. */
  const soundOf = ({ seconds, ...file }: Parameters<TelegramPeople['sendVoice']>[2]): Content => {
    const isVoice = file.type === 'audio/ogg';
    const { file_name, ...rest } = documentOf(files.add(isVoice ? 'voice' : 'audio', file));
    const duration = Math.max(0, Math.round(seconds));
    return isVoice
      ? { voice: { ...rest, duration } }
      : { audio: { ...rest, ...(file_name !== undefined && { file_name }), duration } };
  };

  const media = (kind: 'voice' | 'sticker' | 'video', name: string, type: string): Document => {
    const file = files.add(kind, { name, type, bytes: new TextEncoder().encode(`${kind} percobaan`) });
    return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length, mime_type: type };
  };

  return {
    view: () => viewOf(world, files, commands(), href),
    onChange: world.onChange,
    addPerson: (name, username) => {
      const { deactivated: _, ...person } = world.addPerson(name, username);
      return person;
    },
    addGroup: (title, members) => newGroup(title, members, 'group'),
    addSupergroup: (title, members) => newGroup(title, members, 'supergroup'),
    addChannel: (title, members) => newGroup(title, members, 'channel'),
    say: (person, chat, text, { replyTo, forwardedFrom } = {}) => {
      if (text.trim() === '') throw new Error('Pesannya kosong.');
      const origin = originOf(forwardedFrom);
      const ids = parts(text).map((part, index) => {
        return write(person, chat, { ...textOf(part), ...origin }, index === 0 ? { replyTo } : {}).id;
      });
      return ids[0] as number;
    },
    edit: (person, chatId, id, text) => {
      const message = messageOf(chatOf(person, chatId), id);
      if (message.from !== person) throw new Error('Hanya pesan sendiri yang dapat diubah.');
      if (text.trim() === '' || text.length > LONGEST_TEXT) throw new Error('Pesannya kosong atau terlalu panjang.');
      const { entities } = withFound({ text, entities: [] });
      const inCaption = message.content.text === undefined;
      const { text: _t, entities: _e, caption: _c, caption_entities: _ce, ...rest } = message.content;
      message.content = inCaption
        ? { ...rest, caption: text, ...(entities.length > 0 && { caption_entities: entities }) }
        : { ...rest, text, ...(entities.length > 0 && { entities }) };
      message.edited = true;
      message.editedAt = world.now();
      world.changed();
      if (reachesBot(world, message))
        updates.add(
          message.chat.kind === 'channel' ? 'edited_channel_post' : 'edited_message',
          world.apiMessage(message),
        );
    },
    press: (person, chatId, id, data) => {
      const chat = chatOf(person, chatId);
      const message = messageOf(chat, id);
      personOf(person);
      if (chat.blocked) throw new Error('Bot sedang diblokir; buka blokirnya dahulu.');
      if (chat.kind !== 'private' && !botIsIn(chat)) throw new Error('Bot tidak ada di obrolan ini.');
      const button = message.buttons?.flat().find((one) => one.callback_data === data);
      if (!button) throw new Error('Tombol itu tidak ada pada pesan ini.');
      const query = callbacks.open();
      updates.add('callback_query', {
        id: query.id,
        from: world.apiUser(person),
        message: world.apiMessage(message),
        chat_instance: String(7_000_000_000_000_000 + Math.abs(chat.id)),
        data,
      });
      return query.answered;
    },
    attach: (person, chat, given, caption, { replyTo } = {}) => {
      if (given.length === 0) throw new Error('Tidak ada berkas.');
      if (new Set(given.map(({ kind }) => kind)).size > 1) {
        throw new Error('Foto dan dokumen tidak dapat dikirim dalam satu album.');
      }
      if (given.length > MOST_IN_ALBUM) throw new Error('Paling banyak sepuluh berkas dalam satu album.');
      personOf(person);
      const there = chatOf(person, chat);
      if (replyTo !== undefined) messageOf(there, replyTo);
      const album = given.length > 1 && { media_group_id: String(++lastAlbum) };
      return given.map(({ kind, ...file }, index) => {
        const { text, entities } = withFound({ text: index === 0 ? (caption ?? '') : '', entities: [] });
        const content: Content = {
          ...album,
          ...(kind === 'photo'
            ? { photo: files.addPhoto(file) }
            : { document: documentOf(files.add('document', file)) }),
          ...(text !== '' && { caption: text }),
          ...(entities.length > 0 && { caption_entities: entities }),
        };
        return write(person, chat, content, { replyTo }).id;
      });
    },
    sendVoice: (person, chat, sound, { caption = '', replyTo, forwardedFrom, album } = {}) => {
      if (sound.bytes.length === 0) throw new Error('Rekamannya kosong.');
      const { text, entities } = withFound({ text: caption, entities: [] });
      const content: Content = {
        ...soundOf(sound),
        ...originOf(forwardedFrom),
        ...(album !== undefined && { media_group_id: album }),
        ...(text !== '' && { caption: text }),
        ...(entities.length > 0 && { caption_entities: entities }),
      };
      return write(person, chat, content, { replyTo }).id;
    },
    sendOther: (person, chat, kind) => {
      const contents = {
        voice: () => ({ voice: { ...media('voice', 'suara.oga', 'audio/ogg'), duration: 3 } }),
        video: () => ({ video: { ...media('video', 'video.mp4', 'video/mp4'), duration: 5, width: 640, height: 360 } }),
        sticker: () => {
          const { mime_type: _, ...file } = media('sticker', 'stiker.webp', 'image/webp');
          const look = { type: 'regular', width: 512, height: 512, is_animated: false, is_video: false, emoji: '🙏' };
          return { sticker: { ...file, ...look } };
        },
        location: () => ({ location: { latitude: -3.4328, longitude: 119.3435 } }),
        contact: () => ({
          contact: { phone_number: '+6281200000000', first_name: personOf(person).name, user_id: person },
        }),
      };
      return write(person, chat, contents[kind]()).id;
    },
    block: (person) => setBlocked(person, true),
    unblock: (person) => setBlocked(person, false),

    migrateGroup: (id) => {
      const old = groupOf(id);
      if (old.kind !== 'group') throw new Error('Grup itu sudah supergrup.');
      const next = world.addGroup(old.title, old.members, 'supergroup');
      note(old, someoneOf(old), { migrate_to_chat_id: next.id });
      old.migratedTo = next.id;
      // Of the old group the bot is never told that it left.
      if (botIsIn(old)) enters(next);
      note(next, someoneOf(next), { migrate_from_chat_id: old.id });
      return next.id;
    },
    kickBot: (id) => {
      const chat = groupOf(id);
      if (!botIsIn(chat)) throw new Error('Bot tidak ada di grup itu.');
      note(chat, someoneOf(chat), { left_chat_member: world.apiUser(bot.id) });
      becomes(chat, someoneOf(chat), () => {
        chat.bot = 'kicked';
      });
    },
    addBot: (id) => {
      const chat = groupOf(id);
      if (botIsIn(chat)) throw new Error('Bot sudah ada di grup itu.');
      enters(chat);
      note(chat, someoneOf(chat), { new_chat_members: [world.apiUser(bot.id)] });
    },
    letBotWrite: (id, may) => {
      const chat = groupOf(id);
      if (!botIsIn(chat)) throw new Error('Bot tidak ada di grup itu.');
      becomes(chat, someoneOf(chat), () => {
        chat.botWrites = may;
      });
    },
    sayAnonymously: (id, text) => {
      const chat = groupOf(id);
      if (chat.kind !== 'supergroup') throw new Error('Hanya di supergrup admin dapat menulis atas nama grup.');
      return write(someoneOf(chat), id, textOf(text), { anonymous: true }).id;
    },
    holdMessages: flood.hold,
    deactivate: (id) => {
      personOf(id).deactivated = true;
      world.changed();
    },
    otherBotWrites: (id, text) => {
      const chat = groupOf(id);
      world.post(chat, bot.id + 1, { text });
      chat.otherBotWroteLast = true;
    },
    setPrivacy: (on) => {
      bot.readsAll = !on;
    },
  };
}

function parts(text: string): string[] {
  if (text.length <= LONGEST_TEXT) return [text];
  const end = /[\ud800-\udbff]/.test(text[LONGEST_TEXT - 1] as string) ? LONGEST_TEXT - 1 : LONGEST_TEXT;
  return [text.slice(0, end), ...parts(text.slice(end))];
}
