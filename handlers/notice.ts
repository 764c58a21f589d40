import type { Database } from '../db/database.ts';
import { addLetters } from '../db/outbox.ts';
import type { Place } from './incoming.ts';
import type { Reply } from './reply.ts';

/**
 * Tells somebody who is not waiting: a letter in the transaction of the fact that it reports.
 * @param subject a later notice of the same subject to the same place edits this one
 * @param reportTo where it is told when this does not arrive, or may not have
 */
export async function notify(
  tx: Database,
  place: Place,
  reply: Reply,
  { subject, reportTo }: { subject?: string; reportTo?: Place } = {},
): Promise<void> {
  await addLetters(tx, [
    {
      lane: 1,
      channel: place.channel,
      chat: place.chat,
      place,
      reply,
      ...(subject !== undefined && { subject }),
      ...(reportTo && { reportTo }),
    },
  ]);
}
