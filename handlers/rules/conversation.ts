import type { Before } from '../../knowledge/index.ts';
import type { Place } from '../incoming.ts';
import type { Draft } from './complaint-form.ts';

/** What the next text of a person is, instead of a question. */
export type Expected =
  /** Why an answer was of no use. */
  | { what: 'reason'; answer: number }
  /** More about a ticket of theirs. */
  | { what: 'ticket-message'; ticket: number }
  /** What they think of how a ticket was handled. */
  | { what: 'stars-comment'; ticket: number };

/** What is going on with one person, as it is stored. Times are milliseconds since 1970. */
export type Talk = {
  /** What was last talked about, and where. */
  before?: { about: Before; chat: string; at: number };
  /** The next text is not a question but this. */
  expects?: Expected & { chat: string; at: number };
  /** The message that gave the reason, so that a correction of it is no question. */
  reason?: { answer: number; message: string };
  /** The form that is being filled in. */
  draft?: Draft;
  /** When it was last said that what they write goes to the officer of a ticket. */
  receipt?: { ticket: number; at: number };
  /** The files sent together that were last replied to. */
  album?: string;
};

/** Half an hour later "kalau perorangan?" is about something else. */
const CONVERSATION_MS = 30 * 60_000;
/** Nobody finishes a sentence after ten minutes. */
const EXPECTS_MS = 10 * 60_000;

/** What was talked about in this chat, if the conversation has not ended. */
export function subjectOf(talk: Talk, chat: string, now: number): Before | undefined {
  const { before } = talk;
  return before && before.chat === chat && now - before.at < CONVERSATION_MS ? before.about : undefined;
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
