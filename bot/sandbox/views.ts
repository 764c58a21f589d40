// What the page shows and does: the people's side of the two pretended services. The servers implement it, the page and
// the tests use it.

/** Markup of a stretch of a Telegram text, in UTF-16 units, as the Bot API has it. */
export type TelegramEntity = { type: string; offset: number; length: number; url?: string };

export type TelegramPerson = { id: number; name: string; username?: string };

export type TelegramMessageView = {
  id: number;
  /** The id of a person or of the bot, or that of the group when somebody wrote in its name. */
  from: number;
  /** Milliseconds since 1970 UTC. */
  at: number;
  edited: boolean;
  text: string;
  entities: TelegramEntity[];
  buttons: { text: string; data?: string; url?: string }[][];
  replyTo?: number;
  forwardedFrom?: string;
  /** `href` is served by the sandbox. */
  media?: {
    kind: 'photo' | 'document' | 'voice' | 'sticker' | 'video' | 'location' | 'contact';
    name?: string;
    /** In bytes. */
    size?: number;
    /** Of a voice note. */
    seconds?: number;
    href?: string;
  };
  /** The same for files that were sent together. */
  album?: string;
};

export type TelegramChatView = {
  /** The same as the person's id for a private chat, negative for a group or channel. */
  id: number;
  kind: 'private' | 'group' | 'channel';
  title: string;
  members: number[];
  /** Of a group or channel: who administers it. In a channel nobody else writes but the bot. */
  admin?: number;
  messages: TelegramMessageView[];
  /** The bot is writing. */
  typing: boolean;
  /** The person has blocked the bot. */
  blocked: boolean;
};

export type TelegramView = {
  bot: { id: number; name: string; username: string };
  commands: { command: string; description: string }[];
  people: TelegramPerson[];
  chats: TelegramChatView[];
};

/** What people can do in the pretended Telegram. All throw an Error with a plain sentence when it is not possible. */
export type TelegramPeople = {
  view: () => TelegramView;
  /** Calls after every change; returns what ends it. */
  onChange: (listener: () => void) => () => void;
  addPerson: (name: string, username?: string) => TelegramPerson;
  /** A group with these people and the bot in it; the first administers it. Returns its (negative) id. */
  addGroup: (title: string, members: number[]) => number;
  /** A channel that these people read, with the bot as an administrator who may post; the first administers it too. */
  addChannel: (title: string, members: number[]) => number;
  /** Writes; returns the id of the message. A text that starts with `/` gets its bot_command entity, `@name` its mention. */
  say: (person: number, chat: number, text: string, options?: { replyTo?: number; forwardedFrom?: string }) => number;
  edit: (person: number, chat: number, message: number, text: string) => void;
  /**
   * Presses a button by its data; resolves with what the bot showed for it, or with the address of the chat that it opens
   * (nothing: undefined), at the latest after 15 seconds.
   */
  press: (person: number, chat: number, message: number, data: string) => Promise<string | undefined>;
  /** Sends files, several as one album, at most ten; returns the message ids. All of an album reply to the same message. */
  attach: (
    person: number,
    chat: number,
    files: { kind: 'photo' | 'document'; name: string; type: string; bytes: Uint8Array }[],
    caption?: string,
    options?: { replyTo?: number },
  ) => number[];
  /**
   * Sends a sound; returns the id of the message. One of type audio/ogg is a voice note, any other a recording that was sent
   * as a file; recordings sent together have the same `album`.
   */
  sendVoice: (
    person: number,
    chat: number,
    sound: { name: string; type: string; bytes: Uint8Array; seconds: number },
    options?: { caption?: string; replyTo?: number; forwardedFrom?: string; album?: string },
  ) => number;
  sendOther: (person: number, chat: number, kind: 'voice' | 'sticker' | 'video' | 'location' | 'contact') => number;
  block: (person: number) => void;
  unblock: (person: number) => void;
};

export type SlackUser = { id: string; name: string; realName: string; bot: boolean };

export type SlackMessageView = {
  ts: string;
  /** User id, the bot's own among them. */
  user: string;
  text: string;
  /** Block Kit as the app sent it. */
  blocks: unknown[];
  edited: boolean;
  /** The root of the thread; absent for a message that is in none or is a root itself. */
  threadTs?: string;
  /** Only this user sees it. */
  onlyFor?: string;
  /** `size` in bytes. */
  files: { id: string; name: string; type: string; href: string; size?: number }[];
};

export type SlackChannelView = {
  id: string;
  kind: 'channel' | 'private' | 'im';
  name: string;
  members: string[];
  messages: SlackMessageView[];
};

export type SlackModalView = {
  id: string;
  user: string;
  view: Record<string, unknown>;
  errors: Record<string, string>;
};

export type SlackView = {
  /** Where permalinks of this workspace begin, such as `https://lpse.slack.com`. */
  url?: string;
  bot: { id: string; userId: string; name: string };
  commands: { command: string; description: string; usage: string }[];
  shortcuts: { callbackId: string; name: string }[];
  users: SlackUser[];
  channels: SlackChannelView[];
  /** Open modals, the topmost last. */
  modals: SlackModalView[];
  /** The published App Home of each user. */
  homes: Record<string, Record<string, unknown>>;
};

/** What people can do in the pretended Slack. All throw an Error with a plain sentence when it is not possible. */
export type SlackPeople = {
  view: () => SlackView;
  onChange: (listener: () => void) => () => void;
  addUser: (name: string, realName: string) => SlackUser;
  /** A channel with these users and the bot in it; returns its id. */
  addChannel: (name: string, members: string[], kind?: 'channel' | 'private') => string;
  /** The direct channel of a user with the bot, made when it is not there. */
  directChannel: (user: string) => string;
  /** Writes; `@bot` mentions are `<@U…>` in the text. Returns the ts. */
  say: (user: string, channel: string, text: string, threadTs?: string) => string;
  /** Changes one's own message. */
  edit: (user: string, channel: string, ts: string, text: string) => void;
  /** Takes one's own message away. */
  remove: (user: string, channel: string, ts: string) => void;
  /** Sends files as one message; returns its ts. */
  attach: (
    user: string,
    channel: string,
    files: { name: string; type: string; bytes: Uint8Array }[],
    text?: string,
    threadTs?: string,
  ) => string;
  /** A slash command; resolves when the app acknowledged it (rejects with `operation_timeout` after 3 seconds). */
  command: (user: string, channel: string, command: string, text: string) => Promise<void>;
  /** Presses a button or changes an input of a message, a modal or the App Home. `value` overrides the state of selects. */
  press: (
    user: string,
    where: { channel: string; ts: string } | { view: string } | { home: true },
    actionId: string,
    blockId?: string,
    selected?: string | string[],
  ) => Promise<void>;
  /** A message shortcut. */
  shortcut: (user: string, channel: string, ts: string, callbackId: string) => Promise<void>;
  openHome: (user: string) => void;
  /** Sends a modal with `values[blockId][actionId]` as Slack's view state has it; resolves when acknowledged. */
  submit: (user: string, view: string, values: Record<string, Record<string, unknown>>) => Promise<void>;
  closeModal: (user: string, view: string) => void;
};
