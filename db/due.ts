import { type AnnouncementsDue, announcementsDue, type CardPlace } from './announcements.ts';
import type { Database } from './database.ts';
import { unreportedPush } from './faq-pushes.ts';
import { BASIS_UNTOLD } from './faq-reviews.ts';

/** Of what something is due. */
export type WhatIsDue = {
  held: boolean;
  withheld: boolean;
  deliveries: boolean;
  files: boolean;
  alarms: boolean;
  chores: boolean;
  uploads: boolean;
  basis: boolean;
  pushes: boolean;
} & AnnouncementsDue;

/**
 * Looks in one statement whether there is anything to be done: mostly there is nothing.
 * @param cards where the cards of announcements stand
 * @param shown how far a broadcast is was shown before that is shown again
 */
export async function whatIsDue(
  db: Database,
  { now, shown, cards }: { now: Date; shown: Date; cards: CardPlace | undefined },
): Promise<WhatIsDue> {
  const [found] = await db.query<WhatIsDue>(
    `SELECT
       EXISTS (
         SELECT FROM outbox WHERE state = 'held' AND EXISTS (
           SELECT FROM outbox AS root WHERE root.channel = outbox.channel AND root.chat = outbox.chat
             AND root.subject = outbox.under AND root.state = 'sent')) AS held,
       EXISTS (SELECT FROM outbox WHERE state = 'withheld') AS withheld,
       EXISTS (
         SELECT FROM ticket_messages AS said JOIN outbox ON outbox.id = said.letter
         WHERE said.delivery NOT IN ('sent', 'dismissed')
           AND outbox.state IN ('sent', 'unsure', 'gone', 'refused', 'dismissed')
           AND outbox.state <> said.delivery AND NOT (outbox.state = 'unsure' AND outbox.look_at IS NOT NULL)) AS deliveries,
       EXISTS (
         SELECT FROM files
         WHERE NOT passed_on AND state <> 'waiting' AND (ticket IS NOT NULL OR recipe IS NOT NULL OR state = 'refused')
           AND kind IS DISTINCT FROM 'intake')
         AS files,
       EXISTS (SELECT FROM tickets WHERE next_alarm_at <= $1) AS alarms,
       EXISTS (SELECT FROM chores WHERE due_at <= $1) AS chores,
       EXISTS (SELECT FROM uploads WHERE shown_at IS NULL) AS uploads,
       EXISTS (SELECT FROM faqs WHERE ${BASIS_UNTOLD}) AS basis,
       EXISTS (SELECT FROM faq_pushes WHERE ${unreportedPush('$2')}) AS pushes,
       ${announcementsDue({ now: '$1', shown: '$2', channel: '$3', chat: '$4' })}`,
    [now, shown, cards?.channel ?? '', cards?.chat ?? ''],
  );
  return found as WhatIsDue;
}
