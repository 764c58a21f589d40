import type { SlackUser } from '../views.ts';
import { IDENTITY } from './identity.ts';
import type { Json } from './schema.ts';
import { SlackError } from './slack-error.ts';

export type StoredFile = {
  id: string;
  name: string;
  title: string;
  type: string;
  /** What was announced, and must come. */
  size: number;
  bytes?: Uint8Array;
  user: string;
  /** Seconds since 1970 UTC. */
  created: number;
};

export type Message = {
  ts: string;
  user: string;
  text: string;
  blocks: Json[];
  /** Written by the app. */
  byApp: boolean;
  clientMessageId?: string;
  threadTs?: string;
  onlyFor?: string;
  edited?: { user: string; ts: string };
  files: StoredFile[];
  /** What the app wrote down on it, unseen by people. */
  metadata?: Json;
  /** Users by the name of the emoji. */
  reactions: Record<string, string[]>;
};

export type Channel = {
  id: string;
  kind: 'channel' | 'private' | 'im';
  name: string;
  members: string[];
  messages: Message[];
  archived: boolean;
  /** Seconds since 1970 UTC. */
  created: number;
};

/** An open modal: `view` as the Web API hands it out, `values` what stands in its inputs. */
export type Modal = { view: Json; user: string; errors: Record<string, string>; values: ViewValues };
export type ViewValues = Record<string, Record<string, Json>>;

/** Everything that the pretended Slack remembers of its one team. */
export type Workspace = ReturnType<typeof createWorkspace>;

/** An empty team with only the bot in it. `clock` gives milliseconds since 1970 UTC. */
export function createWorkspace(clock: () => number) {
  const users = new Map<string, SlackUser>();
  const channels = new Map<string, Channel>();
  const files = new Map<string, StoredFile>();
  const modals: Modal[] = [];
  const homes = new Map<string, Json>();
  const listeners = new Set<() => void>();
  let lastMicroseconds = 0;
  let members = 0;
  let happenings = clock();

  users.set(IDENTITY.botUserId, {
    id: IDENTITY.botUserId,
    name: IDENTITY.botName,
    realName: IDENTITY.botRealName,
    bot: true,
  });

  const workspace = {
    users,
    channels,
    files,
    modals,
    homes,
    seconds: () => Math.floor(clock() / 1000),

    /** A timestamp like `1700000000.000100` that was never given before, later than all before. */
    ts(): string {
      lastMicroseconds = Math.max(clock() * 1000, lastMicroseconds) + 100;
      const seconds = Math.floor(lastMicroseconds / 1_000_000);
      return `${seconds}.${String(lastMicroseconds % 1_000_000).padStart(6, '0')}`;
    },

    /** An id of a user or channel: the same in every start that adds them in the same order, as an app remembers them. */
    lastingId(kind: 'U' | 'C' | 'D'): string {
      members += 1;
      return idOf(kind, members);
    },

    /** An id of what happens once, such as an event: never the same, not even after a start anew. */
    freshId(kind: 'Ev' | 'F' | 'V'): string {
      happenings += 1;
      return idOf(kind, happenings);
    },

    changed() {
      for (const listener of listeners) listener();
    },

    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    user(id: string): SlackUser {
      const user = users.get(id);
      if (!user) throw new SlackError('user_not_found');
      return user;
    },

    channel(id: string): Channel {
      const channel = channels.get(id);
      if (!channel) throw new SlackError('channel_not_found');
      return channel;
    },

    /** A channel that the app may write to: a user's id stands for the direct channel. */
    writableChannel(id: string): Channel {
      const channel = users.has(id) ? workspace.directChannel(id) : workspace.channel(id);
      if (!channel.members.includes(IDENTITY.botUserId)) {
        // A private channel that the app is not in does not exist for it.
        throw new SlackError(channel.kind === 'private' ? 'channel_not_found' : 'not_in_channel');
      }
      if (channel.archived) throw new SlackError('is_archived');
      return channel;
    },

    /** A message that all members see; not one that only one user sees. */
    message(channel: Channel, ts: string): Message {
      const message = channel.messages.find((each) => each.ts === ts && each.onlyFor === undefined);
      if (!message) throw new SlackError('message_not_found');
      return message;
    },

    addChannel(name: string, members: string[], kind: Channel['kind']): Channel {
      const channel: Channel = {
        id: workspace.lastingId(kind === 'im' ? 'D' : 'C'),
        kind,
        name,
        members,
        messages: [],
        archived: false,
        created: workspace.seconds(),
      };
      channels.set(channel.id, channel);
      workspace.changed();
      return channel;
    },

    /** The direct channel of a user with the app, made when it is not there. */
    directChannel(user: string): Channel {
      if (workspace.user(user).bot) throw new SlackError('cannot_dm_bot');
      const known = [...channels.values()].find((each) => each.kind === 'im' && each.members.includes(user));
      return known ?? workspace.addChannel(workspace.user(user).name, [user, IDENTITY.botUserId], 'im');
    },

    /** Puts a message at the end of a channel. */
    post(
      channel: Channel,
      content: Pick<Message, 'user' | 'text' | 'blocks' | 'byApp'> &
        Partial<Pick<Message, 'clientMessageId' | 'threadTs' | 'onlyFor' | 'files' | 'metadata'>>,
    ): Message {
      const message: Message = { files: [], ...content, ts: workspace.ts(), reactions: {} };
      channel.messages.push(message);
      workspace.changed();
      return message;
    },

    /** Takes a message away, whoever sees it. */
    remove(channel: Channel, message: Message) {
      channel.messages = channel.messages.filter((each) => each !== message);
      workspace.changed();
    },

    addFile(user: string, name: string, type: string, size: number): StoredFile {
      const file = { id: workspace.freshId('F'), name, title: name, type, size, user, created: workspace.seconds() };
      files.set(file.id, file);
      return file;
    },
  };
  return workspace;
}

/** Slack's form: the letters of the kind, then ten capitals or digits. */
const idOf = (kind: string, number: number): string => `${kind}0${number.toString(36).toUpperCase().padStart(9, '0')}`;
