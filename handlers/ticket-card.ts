import { findAnnouncement } from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { listFiles } from '../db/files.ts';
import { moveHeld } from '../db/outbox.ts';
import { findPerson } from '../db/people.ts';
import { hidesOriginals } from '../db/ticket-messages.ts';
import { findTicket, listMerged, type TicketRow } from '../db/tickets.ts';
import { type CardFacts, ticketCard } from './messages/triage.ts';
import { notify } from './notice.ts';
import type { Reply } from './reply.ts';
import type { TicketState } from './rules/ticket.ts';
import { deskOf } from './ticket-places.ts';
import type { Needs } from './visit.ts';

/** Posts the card of a ticket, or draws the one that stands there again from what is stored. */
export async function redrawCard(tx: Database, needs: Needs, ticket: TicketRow): Promise<void> {
  const place = deskOf(needs, ticket);
  if (!place) return;
  // What was to stand below a card elsewhere, where none can be posted any more, waits for this one.
  await moveHeld(tx, `ticket:${ticket.id}`, place);
  await notify(tx, place, await cardOf(tx, needs, ticket), {
    subject: `ticket:${ticket.id}`,
    ticket: ticket.id,
    confidential: ticket.restricted,
  });
}

/** The card of a ticket as it is now. */
export async function cardOf(db: Database, { knowledge }: Pick<Needs, 'knowledge'>, ticket: TicketRow): Promise<Reply> {
  const nameOf = async (id: number | null) => (id === null ? undefined : (await findPerson(db, id))?.name);
  const files = await listFiles(db, ticket.id);
  const merged = await listMerged(db, ticket.id);
  const into = ticket.merged_into === null ? undefined : await findTicket(db, ticket.merged_into);
  const announced = ticket.announcement === null ? undefined : await findAnnouncement(db, ticket.announcement);
  const facts: CardFacts = {
    files: files.filter(({ direction }) => direction === 'in').length,
    hidden: ticket.contact !== null || (await hidesOriginals(db, ticket.id)),
    merged: merged.map(({ number }) => number),
    assignee: await nameOf(ticket.assignee),
    mergedInto: into?.number,
    announced: announced?.number,
  };
  return ticketCard(ticket, facts, knowledge.unit);
}

/** What of a ticket decides on moves. */
export function factsOf(ticket: TicketRow) {
  return {
    state: ticket.state as TicketState,
    assignee: ticket.assignee,
    reporter: ticket.reporter,
    restricted: ticket.restricted,
    resolvedAt: ticket.resolved_at?.getTime() ?? null,
    merged: ticket.merged_into !== null,
  };
}
