import type { Action } from './actions.ts';

/** The two ways in. */
export type Channel = 'telegram' | 'slack';

/** Where something was said, and so where the reply goes. Plain data: it is stored and read back after a restart. */
export type Place = {
  channel: Channel;
  /** Telegram's chat id or Slack's channel id, as text. */
  chat: string;
  /** In a group everybody reads along: nothing personal is said there. */
  audience: 'private' | 'group';
  /** Telegram: a channel, where only its administrators write and everybody else reads. Its audience is 'group'. */
  broadcast?: true;
  /** Telegram: the name of the group or channel, as it was when this was said. */
  title?: string;
  /** Slack: the id of the first message of the thread. Telegram: the message that is replied to. */
  thread?: string;
  /** Slack: the one person who sees the reply, though it stands in a channel (an ephemeral message). */
  onlyFor?: string;
  /** Slack: the reply becomes this person's App Home instead of a message. */
  home?: boolean;
};

/** Who wrote or pressed, as the channel knows them. */
export type Sender = { channel: Channel; id: string; name: string };

/** A file that came along, by the id under which the channel hands it out. Nothing is fetched here. */
export type FileReference = { id: string; kind: 'photo' | 'document'; name?: string; type?: string; bytes?: number };

/** A sound that came along: a voice note or a recording. `seconds` and `bytes` are what the channel says of it. */
export type SoundReference = { id: string; seconds?: number; bytes?: number };

/** What somebody did. */
export type Event =
  /** Words. `forwarded`: written by someone else first. `edits`: replaces the words of the message with that id. */
  | { kind: 'text'; text: string; forwarded?: boolean; edits?: string }
  /** `/tanya syarat daftar` is { name: 'tanya', text: 'syarat daftar' }; `/lpse tanya …` of Slack is the same. */
  | { kind: 'command'; name: string; text: string }
  | { kind: 'press'; action: Action }
  /** A form was sent; `fields` by name. */
  | {
      kind: 'form';
      form: string;
      id: number;
      version?: number;
      /** What stood in some of the fields when it was opened. */
      before?: Record<string, string>;
      fields: Record<string, string | string[]>;
    }
  /** Files; `album` is the same for those sent together. */
  | { kind: 'files'; files: FileReference[]; caption?: string; album?: string }
  /** Something spoken, which is heard only where that is wished and can be. `forwarded`: spoken by somebody else first. */
  | { kind: 'voice'; sound: SoundReference; forwarded?: boolean; caption?: string; album?: string }
  /** Something this helpdesk cannot read; the words beside it it can. */
  | {
      kind: 'unreadable';
      what: 'voice' | 'video' | 'sticker' | 'location' | 'contact' | 'poll' | 'other';
      caption?: string;
      album?: string;
    }
  /** A button that no version of this program since then carries. */
  | { kind: 'outdated' }
  /** Telegram: the person blocked the bot or let it in again; the bot was added to a group or taken out. Slack: App Home was opened. */
  | { kind: 'blocked' | 'unblocked' | 'added' | 'removed' | 'home' };

/** One thing that came in, from either channel. */
export type Incoming = {
  /** The same for every delivery of the same thing, and for nothing else: `telegram:<update_id>`, `slack:<event_id>` … */
  key: string;
  /** Later things of the same person have a higher number. */
  order: number;
  /** When it was sent, in milliseconds since 1970 UTC. */
  at: number;
  from: Sender;
  place: Place;
  /** The id of the message that was written, or of the one whose button was pressed. */
  message?: string;
  /** Telegram: the id of the message that was replied to. */
  answers?: string;
  /** Slack: said to the others in a thread that is only read along; a mention of the bot never is. */
  overheard?: true;
  event: Event;
};

/** One person's things are worked on in order, different people's side by side. */
export const laneOf = ({ from }: Pick<Incoming, 'from'>): string => `${from.channel}:${from.id}`;
