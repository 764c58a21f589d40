import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FileReference, Incoming, Place, Reply, SoundReference } from '../handlers/index.ts';

/** How sending one message ended. A fault of the code throws; everything the network does is one of these. */
export type Delivery =
  /** `ref` names the message for a later edit. */
  | { kind: 'sent'; ref: string }
  /** Nobody can be reached there any more: blocked, deactivated, chat or channel not found. */
  | { kind: 'gone'; why: string }
  /** The chat lives on under another id. */
  | { kind: 'moved'; to: string }
  /** It was surely not taken; try again after so many seconds. `limited`: the service asked for it (429). */
  | { kind: 'retry'; after: number; why: string; limited: boolean }
  /** It may have been taken: time-out or broken connection after the request left. */
  | { kind: 'unsure'; why: string }
  /** The message that should be edited is not there or too old. */
  | { kind: 'unknown-message' }
  /** The service refuses this very message; sending it again would not help. */
  | { kind: 'refused'; why: string };

/** What was seen of a message that may have arrived. */
export type Sighting =
  /** `ref` names the message, as that of a delivery. */
  | { kind: 'found'; ref: string }
  /** It is surely not there. The service may show a message late: this counts only half a minute after its request ended. */
  | { kind: 'absent' }
  /** Nobody can tell. */
  | { kind: 'unknown'; why: string };

/** The way out to one channel. `Message` is what its renderer makes and its sender takes; nobody else looks inside. */
export type Outgoing<Message = unknown> = {
  /** The messages that a reply takes, in order: at least one. */
  render: (reply: Reply) => Message[];
  /**
   * Sends one message, or with `edits` replaces the message of that ref. Never throws for what the network does.
   * @param mark what it can be found by later, where the channel can do so
   */
  send: (place: Place, message: Message, edits?: string, mark?: string) => Promise<Delivery>;
  /** Where the channel can be asked what it shows: whether such a message could be found there by its mark. */
  findable?: (place: Place, message: Message) => boolean;
  /** Looks for a message by its mark, from `since` on, in milliseconds since 1970. Never throws for what the network does. */
  find?: (place: Place, mark: string, since: number) => Promise<Sighting>;
  /** Shows that an answer is being written, where the channel can; resolves at once, failures are nobody's concern. */
  typing: (place: Place) => void;
};

/** Stores what came in; rejects when it could not be stored, and then nothing may be acknowledged. */
export type Receive = (incoming: Incoming) => Promise<void>;

/** How fetching a file from a channel ended. No `why` holds a token. */
export type Fetched =
  | { kind: 'bytes'; bytes: Uint8Array }
  /** Larger than asked for; nothing or only a part of it was read. */
  | { kind: 'too-big' }
  /** The channel does not have it any more, or never will give it out. */
  | { kind: 'gone'; why: string }
  /** Try again after so many seconds. */
  | { kind: 'retry'; after: number; why: string };

/** The bytes of a stored file by the number of its row; undefined when they are gone. Given to the channels that send files. */
export type ReadFile = (id: number) => Promise<Uint8Array | undefined>;

/** A channel that is configured and not yet connected. */
export type Transport = {
  out: Outgoing;
  /**
   * Asks the service who we are, before anything is started.
   * @throws ChannelError with a sentence that names the variable to change
   */
  check: () => Promise<void>;
  /** Begins to receive; resolves when connected, and from then on reconnects by itself. */
  start: () => Promise<void>;
  /** Takes nothing more; resolves when nothing is half received. */
  stop: () => Promise<void>;
  /** It asks for what came in, and two processes that ask get in each other's way: only the one that leads starts it. */
  alone?: true;
  /** For a channel that is called over HTTP: the path and what answers there. */
  http?: Route;
  /** The address of a private chat with us, where the channel has one; known after `check`. */
  privateLink?: () => string | undefined;
  /**
   * Fetches a file that somebody sent, at most `most` bytes of it. Never rejects for what the network does; addresses that
   * hold a token are neither logged nor told.
   */
  fetchFile: (file: FileReference | SoundReference, most: number) => Promise<Fetched>;
  /** Whether that person administers that group or channel; false too when the channel does not say. */
  isAdmin?: (chat: string, person: string) => Promise<boolean>;
  /** The address of a sent message, where the channel has addresses; known after `check`. */
  linkTo?: (chat: string, ref: string) => string | undefined;
};

/** A path of our HTTP server and what answers there. */
export type Route = { path: string; listener: (request: IncomingMessage, response: ServerResponse) => void };

/** A channel cannot be used as configured; `message` is one Indonesian sentence that names the variable. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
}

/** Where the parts write what happened. No secret and no text of people may be given to it at info level or above. */
export type Log = {
  debug: (what: string, facts?: Record<string, unknown>) => void;
  info: (what: string, facts?: Record<string, unknown>) => void;
  warn: (what: string, facts?: Record<string, unknown>) => void;
  error: (what: string, facts?: Record<string, unknown>) => void;
};
