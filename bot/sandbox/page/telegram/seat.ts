import type { TelegramChatView, TelegramMessageView, TelegramPerson, TelegramView } from '../../views.ts';

/** Who is writing, and in which chat. */
export type Seat = { person: number; chat: number };

/** Whether who sits there may write: in a channel only its administrator does. */
export const mayWrite = (chat: TelegramChatView, { person }: Seat): boolean =>
  chat.kind !== 'channel' || chat.admin === person;

/** The chats of the list, vendors first; a vendor who never wrote has one too, with nothing in it. */
export function chatsOf(view: TelegramView): TelegramChatView[] {
  const privates = view.people.map(
    (person) =>
      view.chats.find(({ id }) => id === person.id) ?? {
        id: person.id,
        kind: 'private' as const,
        title: person.name,
        members: [person.id],
        messages: [],
        typing: false,
        blocked: false,
      },
  );
  return [...privates, ...view.chats.filter(({ kind }) => kind !== 'private')];
}

/** The people in a chat, the bot not among them. */
export const peopleIn = (chat: TelegramChatView, view: TelegramView): TelegramPerson[] =>
  view.people.filter(({ id }) => chat.members.includes(id) || id === chat.id);

/** The seat in a chat: the same person where they are a member, else the first who is. */
export function seatIn(chat: TelegramChatView, view: TelegramView, person?: number): Seat {
  const members = peopleIn(chat, view);
  const stays = members.find(({ id }) => id === person) ?? members[0];
  return { chat: chat.id, person: stays?.id ?? chat.id };
}

/** "Andi Baso – CV Sumber Jaya" as a name and what it belongs to. */
export function partsOfName(name: string): { short: string; firm?: string } {
  const [short = name, firm] = name.split(' – ', 2);
  return firm === undefined ? { short } : { short, firm };
}

/** The name over a message. */
export function nameOf(id: number, view: TelegramView): string {
  if (id === view.bot.id) return view.bot.name;
  return view.people.find((person) => person.id === id)?.name ?? 'Seseorang';
}

/** The name over a message of a chat; who writes in the name of a group or channel has no other. */
export const authorOf = (from: number, chat: TelegramChatView, view: TelegramView): string =>
  chat.kind === 'channel' || (chat.kind === 'group' && from === chat.id) ? chat.title : nameOf(from, view);

const MEDIA = {
  photo: 'Foto',
  document: 'Berkas',
  voice: 'Pesan suara',
  sticker: 'Stiker',
  video: 'Video',
  location: 'Lokasi',
  contact: 'Kontak',
};

/** What a medium is called. */
export const mediaName = (media: NonNullable<TelegramMessageView['media']>): string => media.name ?? MEDIA[media.kind];

/** A message in one line, for lists and replies. */
export const inOneLine = ({ text, media }: Pick<TelegramMessageView, 'text' | 'media'>): string =>
  text.replace(/\s+/g, ' ').trim() || (media ? MEDIA[media.kind] : '');
