import type { Database } from '../db/database.ts';
import { addLetters } from '../db/outbox.ts';
import type { Place } from './incoming.ts';
import type { Reply } from './reply.ts';

/** What a notice may say about itself besides its words. */
export type NoticeFacts = {
  /** A later notice of the same subject to the same chat edits this one. */
  subject?: string;
  /** Where it is told when this does not arrive, or may not have. */
  reportTo?: Place;
  /** The subject of the message in whose thread it belongs. */
  under?: string;
  /** The ticket that it is about. */
  ticket?: number;
  /** Its words are not for those who look after letters. */
  confidential?: boolean;
};

/**
 * Tells somebody who is not waiting: a letter in the transaction of the fact that it reports.
 * @returns the number of the letter
 */
export async function notify(tx: Database, place: Place, reply: Reply, facts: NoticeFacts = {}): Promise<string> {
  const { channel, chat } = place;
  const [letter] = await addLetters(tx, [{ lane: 1, channel, chat, place, reply, ...facts }]);
  return letter ?? '';
}
