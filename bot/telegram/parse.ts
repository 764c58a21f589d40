import {
  decodeAction,
  type Event,
  type FileReference,
  type Incoming,
  type Sender,
  type SoundReference,
} from '../../handlers/index.ts';
import { fields, list, whole, words } from './json.ts';

/** Who we are to Telegram; `username` without `@`. */
export type BotIdentity = { id: number; username: string };

type Fields = Record<string, unknown>;
/** All of an Incoming that does not come from the envelope of the update. */
type Found = Omit<Incoming, 'key' | 'order'>;
type Said = Extract<Event, { kind: 'text' | 'command' }>;

const LONGEST_NAME = 64;
/** What Telegram itself allows. */
const LONGEST_TITLE = 128;
const COMMAND = /^\/(\w{1,32})(?:@(\w+))?(?:\s+|$)/;

/** The kinds of content we cannot read, each by the field of the message that holds it; the first that is there counts. */
const UNREADABLE = [
  ['video', 'video'],
  ['video_note', 'video'],
  ['animation', 'video'],
  ['sticker', 'sticker'],
  ['location', 'location'],
  ['venue', 'location'],
  ['contact', 'contact'],
  ['poll', 'poll'],
  ['dice', 'other'],
  ['game', 'other'],
  ['story', 'other'],
  ['paid_media', 'other'],
  ['checklist', 'other'],
  ['giveaway', 'other'],
] as const;

/**
 * What somebody did, from one update of the Bot API.
 * @param update any JSON value; never throws
 * @param now when it arrived, in milliseconds since 1970 UTC: a pressed button carries no time of its own
 * @returns undefined for what is not meant for us: service messages, other bots, talk in a group, and of what is written in
 * the name of a group or channel everything but commands
 */
export function parse(update: unknown, bot: BotIdentity, now: number): Incoming | undefined {
  const { update_id, message, channel_post, edited_message, callback_query, my_chat_member } = fields(update);
  const id = whole(update_id);
  if (id === undefined) return undefined;
  const found =
    fromMessage(fields(message), bot) ??
    fromMessage(fields(channel_post), bot) ??
    fromEdit(fields(edited_message), bot) ??
    fromPress(fields(callback_query), now) ??
    fromMembership(fields(my_chat_member));
  return found && { key: `telegram:${id}`, order: id, ...found };
}

function fromMessage(message: Fields, bot: BotIdentity): Found | undefined {
  const found = written(message, message.date);
  if (!found || !isForUs(message, found, bot)) return undefined;
  const event = eventOf(message, bot);
  if (!event) return undefined;
  // All who write in the name of a chat share one person's state: a question or a file of one would go on with another's.
  if (isOwnName(found) && event.kind !== 'command') return undefined;
  const answers = answered(message);
  return { ...found, ...(answers !== undefined && { answers }), event };
}

function fromEdit(message: Fields, bot: BotIdentity): Found | undefined {
  const found = written(message, message.edit_date);
  const text = wordsTo(bot, message.text, message.entities) ?? wordsTo(bot, message.caption, message.caption_entities);
  // A live location is edited every few seconds: only words count.
  if (!found || text === undefined || isOwnName(found) || !isForUs(message, found, bot)) return undefined;
  const said = saidOf(text, false, bot);
  return said?.text ? { ...found, event: { kind: 'text', text: said.text, edits: found.message } } : undefined;
}

function fromPress(query: Fields, now: number): Found | undefined {
  const message = fields(query.message);
  const [from, place, id, data] = [
    senderOf(query.from),
    placeOf(message),
    whole(message.message_id),
    words(query.data),
  ] as const;
  // A button of a game carries no data; ours always do.
  if (!from || !place || id === undefined || data === undefined) return undefined;
  const action = decodeAction(data);
  const event: Event = action ? { kind: 'press', action } : { kind: 'outdated' };
  return { at: now, from, place, message: String(id), event };
}

function fromMembership(change: Fields): Found | undefined {
  const [from, date] = [senderOf(change.from), whole(change.date)];
  const place = placeOf({ chat: change.chat });
  if (!from || !place || date === undefined) return undefined;
  const [was, is] = [mayWrite(change.old_chat_member, place), mayWrite(change.new_chat_member, place)];
  if (was === is) return undefined;
  const [came, went] =
    place.audience === 'private' ? (['unblocked', 'blocked'] as const) : (['added', 'removed'] as const);
  return { at: date * 1000, from, place, event: { kind: is ? came : went } };
}

/** Being there is not enough: where we may not write we reach nobody. */
function mayWrite(member: unknown, { broadcast }: Incoming['place']): boolean {
  const { status, is_member, can_send_messages, can_post_messages } = fields(member);
  if (broadcast) return status === 'administrator' && can_post_messages === true;
  if (status === 'restricted') return is_member === true && can_send_messages === true;
  return status === 'member' || status === 'administrator' || status === 'creator';
}

function written(message: Fields, date: unknown): (Omit<Found, 'event'> & { message: string }) | undefined {
  const [from, place, id, at] = [authorOf(message), placeOf(message), whole(message.message_id), whole(date)];
  if (!from || !place || id === undefined || at === undefined) return undefined;
  return { at: at * 1000, from, place, message: String(id) };
}

function authorOf({ from, chat, sender_chat }: Fields): Sender | undefined {
  const here = fields(chat);
  if (here.type === 'channel') return chatAsSender(here);
  // Two bots that answer each other never end. In the name of a chat, too, a bot of Telegram's writes.
  if (sender_chat === undefined) return fields(from).is_bot === true ? undefined : senderOf(from);
  // Who writes as another channel, or is forwarded from it, is nobody in particular; in a group's name its admins write.
  return whole(here.id) === whole(fields(sender_chat).id) ? chatAsSender(here) : undefined;
}

function chatAsSender({ id, title }: Fields): Sender | undefined {
  const number = whole(id);
  if (number === undefined) return undefined;
  return { channel: 'telegram', id: String(number), name: cut(words(title) || String(number), LONGEST_NAME) };
}

/** Whether it was written in the name of the group or channel. */
const isOwnName = ({ from, place }: Pick<Found, 'from' | 'place'>): boolean =>
  place.audience === 'group' && from.id === place.chat;

function senderOf(value: unknown): Sender | undefined {
  const user = fields(value);
  const id = whole(user.id);
  if (id === undefined) return undefined;
  const name = [words(user.first_name), words(user.last_name)].filter(Boolean).join(' ').trim();
  return { channel: 'telegram', id: String(id), name: cut(name || words(user.username) || String(id), LONGEST_NAME) };
}

function cut(text: string, units: number): string {
  return text.slice(0, units).replace(/[\uD800-\uDBFF]$/, '');
}

function placeOf(message: Fields): Incoming['place'] | undefined {
  const { id, type, title } = fields(message.chat);
  const chat = whole(id);
  if (chat === undefined) return undefined;
  if (type === 'private') return { channel: 'telegram', chat: String(chat), audience: 'private' };
  if (type !== 'group' && type !== 'supergroup' && type !== 'channel') return undefined;
  const [name, answered] = [words(title), whole(message.message_id)];
  return {
    channel: 'telegram',
    chat: String(chat),
    audience: 'group',
    ...(type === 'channel' && { broadcast: true }),
    ...(name && { title: cut(name, LONGEST_TITLE) }),
    ...(answered !== undefined && { thread: String(answered) }),
  };
}

/** In a group only what is said to the bot is for us; the rest is nobody's to store. */
function isForUs(message: Fields, { place }: Pick<Found, 'place'>, bot: BotIdentity): boolean {
  if (place.audience === 'private') return true;
  if (fields(fields(message.reply_to_message).from).id === bot.id) return true;
  if (typeof message.text === 'string' && COMMAND.test(message.text)) return true;
  return (
    mentions(bot, message.text, message.entities).length > 0 ||
    mentions(bot, message.caption, message.caption_entities).length > 0
  );
}

function eventOf(message: Fields, bot: BotIdentity): Event | undefined {
  const text = wordsTo(bot, message.text, message.entities);
  if (text !== undefined) return saidOf(text, isForwarded(message), bot);
  // An animation also comes as a document, a venue also as a location: what cannot be read is looked for first.
  const [, what] = UNREADABLE.find(([field]) => message[field] !== undefined) ?? [];
  const caption = wordsTo(bot, message.caption, message.caption_entities);
  const album = words(message.media_group_id);
  const beside = { ...(caption && { caption }), ...(album && { album }) };
  const sound = soundOf(message);
  if (sound) return { kind: 'voice', sound, ...(isForwarded(message) && { forwarded: true }), ...beside };
  if (what) return { kind: 'unreadable', what, ...beside };
  const files = filesOf(message);
  return files.length === 0 ? undefined : { kind: 'files', files, ...beside };
}

function saidOf(text: string, forwarded: boolean, bot: BotIdentity): Said | undefined {
  // Only our name: we are called, and nothing is asked yet.
  if (text === '') return { kind: 'command', name: 'bantuan', text: '' };
  // A command that was forwarded is shown to us, not given.
  if (forwarded) return { kind: 'text', text, forwarded };
  const [whole, name, addressee] = COMMAND.exec(text) ?? [];
  if (whole === undefined || name === undefined) return { kind: 'text', text };
  if (addressee && addressee.toLowerCase() !== bot.username.toLowerCase()) return undefined;
  return { kind: 'command', name: name.toLowerCase(), text: text.slice(whole.length).trim() };
}

/** The id of the message that is replied to. In a topic everything replies to the topic's beginning, which is nobody's message. */
function answered(message: Fields): string | undefined {
  const { message_id, forum_topic_created } = fields(message.reply_to_message);
  const id = whole(message_id);
  return id === undefined || forum_topic_created !== undefined ? undefined : String(id);
}

function isForwarded({ forward_origin, forward_date }: Fields): boolean {
  return forward_origin !== undefined || forward_date !== undefined;
}

function filesOf(message: Fields): FileReference[] {
  const sizes = list(message.photo).map(fields);
  const photo = sizes.sort((one, other) => area(other) - area(one))[0];
  return [
    ...(photo ? referenceTo('photo', photo) : []),
    ...(message.document ? referenceTo('document', fields(message.document)) : []),
  ];
}

/** A voice note, or a recording that was sent as one: Telegram tells its length of either. */
function soundOf({ voice, audio }: Fields): SoundReference | undefined {
  const sound = fields(voice ?? audio);
  const [id, seconds, bytes] = [words(sound.file_id), whole(sound.duration), whole(sound.file_size)] as const;
  return id ? { id, ...(seconds !== undefined && { seconds }), ...(bytes !== undefined && { bytes }) } : undefined;
}

function area({ width, height }: Fields): number {
  return (whole(width) ?? 0) * (whole(height) ?? 0);
}

function referenceTo(kind: FileReference['kind'], file: Fields): FileReference[] {
  const id = words(file.file_id);
  if (!id) return [];
  const [name, type, bytes] = [words(file.file_name), words(file.mime_type), whole(file.file_size)] as const;
  return [{ id, kind, ...(name && { name }), ...(type && { type }), ...(bytes !== undefined && { bytes }) }];
}

/** A text without the mentions of the bot; undefined when there is no text. */
function wordsTo(bot: BotIdentity, value: unknown, entities: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const found = mentions(bot, value, entities);
  if (found.length === 0) return words(value);
  let [rest, from] = ['', 0];
  for (const { offset, length } of found) {
    rest += value.slice(from, offset);
    from = offset + length;
    if (/(^|\s)$/.test(rest)) from += /^\s*/.exec(value.slice(from))?.[0].length ?? 0;
  }
  return words((rest + value.slice(from)).trim());
}

/** Where a text names the bot, first to last. */
function mentions(bot: BotIdentity, text: unknown, entities: unknown): { offset: number; length: number }[] {
  if (typeof text !== 'string') return [];
  let end = 0;
  const found: { offset: number; length: number }[] = [];
  for (const entity of list(entities).map(fields)) {
    const [offset, length] = [whole(entity.offset) ?? -1, whole(entity.length) ?? 0];
    if (offset < end || length < 1 || offset + length > text.length) continue;
    const named = text.slice(offset, offset + length).toLowerCase() === `@${bot.username.toLowerCase()}`;
    if (entity.type === 'mention' ? !named : entity.type !== 'text_mention' || fields(entity.user).id !== bot.id)
      continue;
    found.push({ offset, length });
    end = offset + length;
  }
  return found;
}
