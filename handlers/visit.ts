import type { Database } from '../db/database.ts';
import type { AttendedMessage } from '../db/outbox.ts';
import type { PersonRow } from '../db/people.ts';
import type { Ai, Knowledge } from '../knowledge/index.ts';
import type { Channel, Incoming, Place, Sender, SoundReference } from './incoming.ts';
import type { Reply } from './reply.ts';
import type { Talk } from './rules/conversation.ts';
import type { Calendar } from './rules/service-hours.ts';
import type { Heard } from './rules/voice.ts';

/** What every handler may use. */
export type Needs = {
  db: Database;
  knowledge: Knowledge;
  /** Models that write and find by meaning; absent when none is configured. */
  ai?: Ai;
  /** Hears what is said in a sound of Telegram; absent when no model listens. */
  listen?: (sound: SoundReference, due?: AbortSignal) => Promise<Heard>;
  /** Aborted when the program ends. */
  stopping?: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Where tickets are triaged; absent when there is no such channel. */
  triage?: Place;
  /** The same for restricted ones. */
  restricted?: Place;
  /** Where officers work on announcements and read them; absent when there is no such channel. */
  announcements?: Place;
  /** Where trainers look after the FAQ and the documents; absent when there is no such channel. */
  training?: Place;
  /** Messages a second that a broadcast is sent with. */
  perSecond: number;
  /** Whether they may decide for that group or channel: asks the channel, and is false when it does not say. */
  isAdminOf: (place: Place, sender: Sender) => Promise<boolean>;
  /** The public address of the status page, where there is one. */
  statusUrl?: string;
  /** The service hours of the unit. */
  calendar: Calendar;
  /** The address of a sent message, where the channel has addresses. */
  linkTo: (channel: Channel, chat: string, ref: string) => string | undefined;
  /** The address of a private chat with the bot, where the channel has one. */
  privateLink: () => string | undefined;
};

/** How long whoever came is to wait; both are raised when the program ends, too. */
export type Deadline = {
  /** Raised when the answer is due: it is given as it can be by then. */
  due: AbortSignal;
  /** Raised with it, and before it when the same person waits for something later. */
  hurried: AbortSignal;
};

/** Thrown in place of a decision that the end of the program broke off: the next start takes up what came. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

/** Somebody who came with something. */
export type Visit = { needs: Needs; incoming: Incoming; person: PersonRow & { talk: Talk }; deadline?: Deadline };

/** What is said to the one who waits; `place` when it is not said where they asked. */
type Said = {
  replies: Reply[];
  place?: Place;
  /** The message that is answered here: when an officer takes over meanwhile, it goes to the officer instead. */
  unlessAttended?: AttendedMessage;
  /** Its words are not for those who look after letters. */
  confidential?: boolean;
};

/**
 * What was decided: slow thinking is over, this writes and speaks. It runs in one transaction with the end of the work, so it
 * must wait for nothing but `tx`.
 */
export type Decision = {
  (tx: Database): Promise<Said>;
  /** It reads nothing and writes only about its own person: others may run at the same time in the same transaction. */
  together?: true;
};

/** A decision that others may run beside. */
export const together = (decision: (tx: Database) => Promise<Said>): Decision =>
  Object.assign(decision, { together: true as const });

/** A decision that only says something. */
export const say = (...replies: Reply[]): Decision => together(async () => ({ replies }));

/** Where only the one who came reads it: in a channel of Slack a message that nobody else sees. */
export function aloneIn({ incoming: { place, from, event, message } }: Visit): Place {
  if (place.channel !== 'slack' || place.audience !== 'group') return place;
  const { thread, ...channel } = place;
  // Whoever pressed a button of a message in the channel looks at the channel, not into the thread below it.
  const isAtRoot = (event.kind === 'press' || event.kind === 'form') && thread === message;
  return { ...(isAtRoot ? channel : place), onlyFor: from.id };
}

/** Says something to nobody but the one who came. */
export const whisper = (visit: Visit, ...replies: Reply[]): Decision =>
  together(async () => ({ replies, place: aloneIn(visit) }));
