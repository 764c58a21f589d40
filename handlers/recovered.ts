import { findAnnouncement } from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { findTicket, type TicketRow } from '../db/tickets.ts';
import { outdated } from './messages/citizen.ts';
import { confirmedAskStars } from './messages/my-tickets.ts';
import * as messages from './messages/running-trouble.ts';
import { hasEnded, move, refuse, speak, withTicket } from './own-ticket.ts';
import { noteInThread } from './ticket-places.ts';
import { makeMove } from './ticketing.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/**
 * Whoever reported an announced matter says that it works again. A ticket that nobody has in hand ends with that; an officer
 * who has one decides, and sees it in the thread.
 */
export async function recovered(visit: Visit, id: number): Promise<Decision> {
  const { needs } = visit;
  return await withTicket(visit, id, async (ticket) => {
    const about = await announcementOver(visit, ticket);
    if (!about) return whisper(visit, outdated());
    return async (tx) => {
      const now = (await findTicket(tx, id)) ?? ticket;
      if (hasEnded(now)) return await refuse(tx, visit, now, 'confirm', 'state');
      if (now.assignee === null && now.merged_into === null) return await end(tx, visit, now, about);
      await noteInThread(tx, needs, now, messages.reporterRecovered(now.number, false));
      return await speak(tx, visit, now, messages.recoveredNoted(now));
    };
  });
}

/** What the ticket is about, by itself or in the one that it was merged into, once that is over. */
async function announcementOver({ needs: { db } }: Visit, ticket: TicketRow) {
  const main = ticket.merged_into === null ? undefined : await findTicket(db, ticket.merged_into);
  const id = ticket.announcement ?? main?.announcement ?? null;
  const about = id === null ? undefined : await findAnnouncement(db, id);
  return about?.state === 'pulih' ? about : undefined;
}

/** Nobody has to do anything about it any more. */
async function end(
  tx: Database,
  visit: Visit,
  ticket: TicketRow,
  about: messages.AnnouncementName & { id: number },
): ReturnType<Decision> {
  const { needs, incoming } = visit;
  const resolved = await makeMove(tx, needs, {
    ticket: ticket.id,
    move: 'resolve',
    // No officer did it, and its reporter may only confirm what somebody resolved.
    actor: 'clock',
    source: incoming.place.channel,
    change: { resolution: messages.recoveredResolution(about) },
    detail: { announcement: about.id, by: 'reporter' },
  });
  const moved = resolved.ok ? await move(tx, visit, ticket.id, 'confirm') : resolved;
  if (!moved.ok) return await refuse(tx, visit, moved.ticket ?? ticket, 'confirm', moved.why);
  await noteInThread(tx, needs, moved.ticket, messages.reporterRecovered(ticket.number, true));
  return await speak(tx, visit, moved.ticket, confirmedAskStars(ticket));
}
