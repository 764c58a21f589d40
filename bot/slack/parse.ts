import {
  decodeAction,
  type Event,
  type FileReference,
  type Incoming,
  type Place,
  wordsToReporter,
} from '../../handlers/index.ts';
import { type SentView, sentForm } from './modal.ts';
import { readable, withoutMention } from './readable.ts';

/** The slash command of manifest.yaml. */
export const COMMAND = '/lpse';
/** The message shortcuts of manifest.yaml, and the commands that they are. */
export const SHORTCUTS = { ask: 'tanyakan', ticket: 'tiket-dari-pesan' } as const;
/** The subscriptions of manifest.yaml. */
export const EVENTS = ['app_mention', 'message.im', 'message.channels', 'message.groups', 'app_home_opened'] as const;

// What is read of Slack's bodies. Each arrived signed or over our own connection, so their shape is taken as documented.
type Person = { id: string; name?: string; username?: string };
type File = { id: string; name?: string; mimetype?: string; size?: number };
type Message = {
  ts: string;
  user?: string;
  user_profile?: { real_name?: string };
  bot_id?: string;
  subtype?: string;
  text?: string;
  thread_ts?: string;
  files?: File[];
  edited?: { ts: string };
};
type Spoken = Message & { channel: string; event_ts: string };
type Changed = { channel: string; event_ts: string; message: Message; previous_message?: Message };
type HomeOpened = { user: string; tab: string; event_ts: string };
type Envelope = {
  type: 'event_callback';
  event_id: string;
  event: { type: string; subtype?: string; channel_type?: string };
  authorizations?: { user_id: string; is_bot: boolean }[];
};
type Command = {
  command: string;
  text?: string;
  trigger_id: string;
  user_id: string;
  user_name?: string;
  channel_id: string;
};
type Pressed = {
  type: 'block_actions';
  user: Person;
  actions: { action_id: string; action_ts: string }[];
  container: { message_ts?: string; channel_id?: string; thread_ts?: string; is_ephemeral?: boolean; view_id?: string };
  message?: { thread_ts?: string };
  view?: { type: string };
};
type Sent = { type: 'view_submission'; user: Person; view: SentView };
type Shortcut = {
  type: 'message_action';
  callback_id: string;
  trigger_id: string;
  action_ts: string;
  user: Person;
  channel: { id: string };
  message: Message;
};

/**
 * What a body of Slack says: of an event, a slash command, a press, a sent form or a shortcut.
 * @param now milliseconds since 1970, for what Slack gives no time
 * @param watched ids of the channels whose threads are read along
 * @returns undefined when there is nothing to do; the sender's name is a handle, or '' where Slack gives only an id
 */
export function parse(
  body: Record<string, unknown>,
  now: number,
  watched: readonly string[] = [],
): Incoming | undefined {
  if (typeof body.command === 'string') return commanded(body as Command, now);
  switch (body.type) {
    case 'event_callback':
      return happened(body as Envelope, watched);
    case 'block_actions':
      return pressed(body as Pressed);
    case 'view_submission':
      return submitted(body as Sent, now);
    case 'message_action':
      return shortcut(body as Shortcut);
    default:
      return undefined;
  }
}

function happened(body: Envelope, watched: readonly string[]): Incoming | undefined {
  const { event } = body;
  if (event.type === 'app_home_opened') return homeOpened(body, event as unknown as HomeOpened);
  if (event.type === 'app_mention') {
    const spoken = event as unknown as Spoken;
    // In a direct channel the same words arrive as message.im too.
    if (isDirect(spoken.channel) || isReadAlong(body, spoken, watched)) return undefined;
    return said(body, spoken, spoken.edited && idOf(spoken.channel, spoken.ts));
  }
  if (event.type !== 'message') return undefined;
  const isChange = event.subtype === 'message_changed';
  if (event.channel_type === 'im') {
    return isChange ? changed(body, event as unknown as Changed, said) : said(body, event as unknown as Spoken);
  }
  if (!watched.includes((event as unknown as Spoken).channel)) return undefined;
  return isChange ? changed(body, event as unknown as Changed, overheard) : overheard(body, event as unknown as Spoken);
}

/**
 * Words or files in the thread of a watched channel, and files outside of threads. What mentions the bot comes as app_mention
 * too, and is taken there; except what an officer writes to a reporter, which is no question to the bot.
 */
function overheard(body: Envelope, message: Spoken, edits?: string): Incoming | undefined {
  const isTaken = isInThread(message) || (message.files ?? []).length > 0;
  if (!isTaken || (mentions(body, message.text) && !isToReporter(body, message))) return undefined;
  const incoming = said(body, message, edits);
  if (!incoming) return undefined;
  const text = wordsOf(body, message).trim();
  const files = message.files ?? [];
  // A recording is for the others in the thread too: nobody asked the bot to listen to it.
  return { ...incoming, event: files.length > 0 ? filesWith(text, files) : words(text, edits), overheard: true };
}

/** A mention that is taken where it comes as a message of the thread. */
const isReadAlong = (body: Envelope, message: Spoken, watched: readonly string[]): boolean =>
  watched.includes(message.channel) && isInThread(message) && isToReporter(body, message);

const isInThread = ({ thread_ts, ts }: Message): boolean => thread_ts !== undefined && thread_ts !== ts;
const isToReporter = (body: Envelope, message: Message): boolean =>
  wordsToReporter(wordsOf(body, message)) !== undefined;

/** The words of a message as they were seen, without the mention of the bot. */
function wordsOf(body: Envelope, { text = '' }: Message): string {
  const bot = botOf(body);
  return readable(bot === undefined ? text : withoutMention(text, bot));
}

const botOf = ({ authorizations }: Envelope): string | undefined =>
  authorizations?.find(({ is_bot }) => is_bot)?.user_id;

function mentions(body: Envelope, text = ''): boolean {
  const bot = botOf(body);
  return bot !== undefined && withoutMention(text, bot) !== text.trim();
}

/** Of messages with a subtype, these are words of a person; the others are notices, or from bots. */
const SPOKEN = [undefined, 'file_share', 'thread_broadcast', 'me_message'];

function said(body: Envelope, message: Spoken, edits?: string): Incoming | undefined {
  const { channel, ts, user } = message;
  const bot = botOf(body);
  // A file that the bot uploaded may come without a bot_id.
  const ofPerson = user !== undefined && user !== SLACKBOT && user !== bot && !message.bot_id;
  if (!ofPerson || !SPOKEN.includes(message.subtype)) return undefined;
  const text = wordsOf(body, message);
  return {
    key: `slack:${body.event_id}`,
    ...timed(message.event_ts),
    from: { channel: 'slack', id: user, name: message.user_profile?.real_name ?? '' },
    place: placeOf(channel, isDirect(channel) ? message.thread_ts : (message.thread_ts ?? ts)),
    message: idOf(channel, ts),
    // A screenshot beside a question to the bot in a channel is for the others there.
    event: wordsOrFiles(text, isDirect(channel) || text === '' ? (message.files ?? []) : [], edits),
  };
}

const SLACKBOT = 'USLACKBOT';

/** Slack also reports a change when it adds the preview of a link. */
function changed(
  body: Envelope,
  { channel, event_ts, message, previous_message }: Changed,
  take: typeof said,
): Incoming | undefined {
  if (!message.edited || message.text === previous_message?.text) return undefined;
  const { files: _, ...spoken } = message;
  return take(body, { ...spoken, channel, event_ts }, idOf(channel, message.ts));
}

function wordsOrFiles(text: string, files: File[], edits: string | undefined): Event {
  if (files.length === 0) return words(text, edits);
  for (const [type, what] of [
    ['audio/', 'voice'],
    ['video/', 'video'],
  ] as const) {
    if (text === '' && files.every(({ mimetype }) => mimetype?.startsWith(type))) return { kind: 'unreadable', what };
  }
  return filesWith(text, files);
}

const words = (text: string, edits: string | undefined): Event => ({
  kind: 'text',
  text,
  ...(edits !== undefined && { edits }),
});

const filesWith = (text: string, files: File[]): Event => ({
  kind: 'files',
  files: files.map(reference),
  ...(text !== '' && { caption: text }),
});

function reference({ id, name, mimetype, size }: File): FileReference {
  return {
    id,
    kind: mimetype?.startsWith('image/') ? 'photo' : 'document',
    ...(name !== undefined && { name }),
    ...(mimetype !== undefined && { type: mimetype }),
    ...(size !== undefined && { bytes: size }),
  };
}

function homeOpened({ event_id }: Envelope, { user, tab, event_ts }: HomeOpened): Incoming | undefined {
  if (tab !== 'home') return undefined;
  return {
    key: `slack:${event_id}`,
    ...timed(event_ts),
    from: { channel: 'slack', id: user, name: '' },
    place: homeOf(user),
    event: { kind: 'home' },
  };
}

/** `/lpse tanya syarat daftar`; `/lpse` alone asks for help. */
function commanded(body: Command, now: number): Incoming | undefined {
  if (body.command !== COMMAND) return undefined;
  const [, name = '', words = ''] = /^\s*(\S*)\s*([\s\S]*?)\s*$/.exec(body.text ?? '') ?? [];
  // Whoever is given a role is known by the id in the mention, which reading would turn into a name.
  const text = NAMES_PEOPLE.has(name.toLowerCase()) ? words : readable(words);
  return {
    key: `slack:command:${body.trigger_id}`,
    ...clocked(now),
    from: { channel: 'slack', id: body.user_id, name: body.user_name ?? '' },
    place: { ...placeOf(body.channel_id), onlyFor: body.user_id },
    event: { kind: 'command', name: name.toLowerCase() || 'bantuan', text },
  };
}

function pressed({ user, actions, container, message, view }: Pressed): Incoming | undefined {
  const [action] = actions;
  const asked = action && decodeAction(action.action_id);
  if (!action || !asked) return undefined;
  const { message_ts, channel_id, view_id } = container;
  const common = {
    key: `slack:press:${user.id}:${message_ts ?? view_id}:${action.action_id}:${action.action_ts}`,
    ...timed(action.action_ts),
    from: { channel: 'slack', id: user.id, name: nameOf(user) },
    event: { kind: 'press', action: asked },
  } as const;
  if (channel_id === undefined || message_ts === undefined) {
    return { ...common, place: view?.type === 'home' ? homeOf(user.id) : placeOf(user.id) };
  }
  const thread = container.thread_ts ?? message?.thread_ts;
  const place = container.is_ephemeral
    ? { ...placeOf(channel_id, thread), onlyFor: user.id }
    : placeOf(channel_id, isDirect(channel_id) ? thread : (thread ?? message_ts));
  return { ...common, place, message: idOf(channel_id, message_ts) };
}

function submitted({ user, view }: Sent, now: number): Incoming | undefined {
  const sent = sentForm(view);
  if (!sent) return undefined;
  return {
    key: `slack:form:${view.id}`,
    ...clocked(now),
    from: { channel: 'slack', id: user.id, name: nameOf(user) },
    ...sent,
  };
}

/** "Tanya LPSE" or "Buat tiket" on somebody's message; only who chose it sees the answer. */
function shortcut({ callback_id, trigger_id, action_ts, user, channel, message }: Shortcut): Incoming | undefined {
  const name = Object.hasOwn(SHORTCUTS, callback_id) && SHORTCUTS[callback_id as keyof typeof SHORTCUTS];
  if (!name) return undefined;
  const thread = isDirect(channel.id) ? undefined : (message.thread_ts ?? message.ts);
  return {
    key: `slack:shortcut:${trigger_id}`,
    ...timed(action_ts),
    from: { channel: 'slack', id: user.id, name: nameOf(user) },
    place: { ...placeOf(channel.id, thread), onlyFor: user.id },
    message: idOf(channel.id, message.ts),
    event: { kind: 'command', name, text: readable(message.text ?? '') },
  };
}

/** The same id that sending a message returns as its ref. */
const idOf = (channel: string, ts: string): string => `${channel}:${ts}`;

/** Commands that are about people. */
const NAMES_PEOPLE = new Set(['peran']);

const nameOf = ({ name, username }: Person): string => name ?? username ?? '';

/** Direct channels are `D…`; a person's id stands for the direct channel with them. */
const isDirect = (chat: string): boolean => /^[DUW]/.test(chat);

/** @param thread the ts of its first message; the place names that message as every other */
const placeOf = (chat: string, thread?: string): Place => ({
  channel: 'slack',
  chat,
  audience: isDirect(chat) ? 'private' : 'group',
  ...(thread !== undefined && { thread: idOf(chat, thread) }),
});

const homeOf = (user: string): Place => ({ ...placeOf(user), home: true });

/** Slack's `1712345678.123456` orders by the microsecond; in microseconds it still is an exact double. */
function timed(ts: string): { order: number; at: number } {
  const [seconds = '', fraction = ''] = ts.split('.');
  const order = Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  return { order, at: Math.floor(order / 1000) };
}

const clocked = (now: number): { order: number; at: number } => ({ order: now * 1000, at: now });
