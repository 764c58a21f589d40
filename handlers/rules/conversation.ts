import type { Before, Turn } from '../../knowledge/index.ts';
import type { FileReference, Place } from '../incoming.ts';
import type { Draft } from './complaint-form.ts';

/** What the next text of a person is, instead of a question. */
type Expected =
  /** Why an answer was of no use. */
  | { what: 'reason'; answer: number }
  /** More about a ticket of theirs. */
  | { what: 'ticket-message'; ticket: number }
  /** What they think of how a ticket was handled. */
  | { what: 'stars-comment'; ticket: number };

/** What the reporter said in a ticket, in one message. */
export type Said = { text: string; files?: FileReference[]; message?: string };

/** A ticket that has ended and is to be opened again: the reason was asked for, or words wait for the press. */
export type Reopening = { ticket: number; chat: string; at: number; asked: boolean; said: Said[] };

/** What is going on with one person, as it is stored. Times are milliseconds since 1970. */
export type Talk = {
  /** What was last talked about, and where. `leaves`: its words may go to a model, as the question did. */
  before?: { about: Before; chat: string; at: number; leaves?: true };
  /** The last questions that went to a model, oldest first, without personal data. */
  turns?: { asked: Turn[]; chat: string; at: number };
  /** The next text is not a question but this. */
  expects?: Expected & { chat: string; at: number };
  /** The message that gave the reason, so that a correction of it is no question. */
  reason?: { answer: number; message: string };
  /** The form that is being filled in. */
  draft?: Draft;
  /** Files that came with no form open; one that is begun soon takes them in. */
  loose?: { files: FileReference[]; at: number };
  /** A ticket of theirs that is about to be opened again. */
  reopening?: Reopening;
  /** Files that were sent together come one by one: the later go where the first went, and are not answered again. */
  filed?: { album: string; ticket: number };
  /** The message that was the comment on a rating, so that a correction of it is no question. */
  commented?: { ticket: number; message?: string | undefined };
  /** When it was last said that what they write goes to the officer of a ticket. */
  receipt?: { ticket: number; at: number };
  /** The files sent together that were last replied to. */
  album?: string;
};

/** Half an hour later "kalau perorangan?" is about something else. */
const CONVERSATION_MS = 30 * 60_000;
/** So many questions, of so many UTF-16 units, say what a conversation is about. */
const MOST_TURNS = 3;
const LONGEST_TURN = 150;
/** A screenshot sent a quarter of an hour ago was about something else. */
const LOOSE_MS = 15 * 60_000;
/** Nobody finishes a sentence after ten minutes. */
const EXPECTS_MS = 10 * 60_000;

/** What was talked about in this chat, if the conversation has not ended. */
export function subjectOf(talk: Talk, chat: string, now: number): Before | undefined {
  const { before } = talk;
  return before && before.chat === chat && now - before.at < CONVERSATION_MS ? before.about : undefined;
}

/** What a model is told of the conversation in this chat; nothing when it has ended. */
export function turnsOf({ turns }: Talk, chat: string, now: number): Turn[] {
  return turns && turns.chat === chat && now - turns.at < CONVERSATION_MS ? turns.asked : [];
}

/** The last turns with one more; the question has no personal data in it. */
export const withTurn = (turns: Turn[], { question, places }: Turn): Turn[] =>
  [...turns, { question: question.slice(0, LONGEST_TURN).toWellFormed(), places }].slice(-MOST_TURNS);

/** The files that came shortly before, with no form open. */
export function looseFiles({ loose }: Talk, now: number): FileReference[] {
  return loose && now - loose.at < LOOSE_MS ? loose.files : [];
}

/** What the next text is for, if it is not a question. */
export function expected(talk: Talk, chat: string, now: number): Talk['expects'] {
  const { expects } = talk;
  return expects && expects.chat === chat && now - expects.at < EXPECTS_MS ? expects : undefined;
}

/** Where a conversation goes on: in a channel of Slack each thread is one of its own. */
export function conversationOf({ channel, chat, audience, thread }: Place): string {
  return channel === 'slack' && audience === 'group' && thread !== undefined ? thread : chat;
}
