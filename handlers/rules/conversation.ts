import type { Before } from '../../knowledge/index.ts';
import type { Place } from '../incoming.ts';

/** What is going on with one person, as it is stored. Times are milliseconds since 1970. */
export type Talk = {
  /** What was last talked about, and where. */
  before?: { about: Before; chat: string; at: number };
  /** The next text is not a question but this. */
  expects?: { what: 'reason'; answer: number; chat: string; at: number };
  /** The message that gave the reason, so that a correction of it is no question. */
  reason?: { answer: number; message: string };
  /** When a person was last asked for, and about which answer. */
  wanted?: { answer: number; at: number };
  /** The files sent together that were last replied to. */
  album?: string;
};

/** Pressing twice is one wish; an hour later it is another. */
const WANTED_MS = 15 * 60_000;
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

/** Whether a person was asked for about this answer just now. */
export function justWanted({ wanted }: Talk, answer: number, now: number): boolean {
  return wanted !== undefined && wanted.answer === answer && now - wanted.at < WANTED_MS;
}

/** Where a conversation goes on: in a channel of Slack each thread is one of its own. */
export function conversationOf({ channel, chat, audience, thread }: Place): string {
  return channel === 'slack' && audience === 'group' && thread !== undefined ? `${chat}:${thread}` : chat;
}
