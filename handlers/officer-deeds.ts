import type { Database } from '../db/database.ts';
import { findPerson } from '../db/people.ts';
import { findTicket, type TicketRow } from '../db/tickets.ts';
import * as words from './messages/triage.ts';
import type { Reply } from './reply.ts';
import { type Move, type MoveRefusal, mayTriage } from './rules/ticket.ts';
import { factsOf } from './ticket-card.ts';
import { noteInThread } from './ticket-places.ts';
import { actorOf, type MoveAsked, type Moved, makeMove } from './ticketing.ts';
import { aloneIn, type Decision, together, type Visit } from './visit.ts';

// What everything has in common that an officer does with a ticket.

/** The ticket, if this person may see it as an officer. */
export async function seen(visit: Visit, id: number): Promise<TicketRow | undefined> {
  const ticket = await findTicket(visit.needs.db, id);
  return ticket && mayTriage(factsOf(ticket), actorOf(visit)) ? ticket : undefined;
}

type More = Pick<MoveAsked, 'change' | 'detail'> & { typed?: string };

/** A move of the one who came, and what is told besides when it was made; else why it was not. */
export function doing(
  visit: Visit,
  id: number,
  what: Move,
  then: (tx: Database, ticket: TicketRow, before: TicketRow) => Promise<void>,
  { typed = '', ...more }: More = {},
): Decision {
  return async (tx) => {
    const moved = await move(tx, visit, id, what, more);
    if (!moved.ok) return await refused(visit, moved, typed)(tx);
    await then(tx, moved.ticket, moved.before);
    return { replies: [] };
  };
}

/** A move of the one who came. */
export const move = async (tx: Database, visit: Visit, ticket: number, what: Move, more: More = {}): Promise<Moved> =>
  await makeMove(tx, visit.needs, {
    ticket,
    move: what,
    actor: actorOf(visit),
    source: visit.incoming.place.channel,
    ...more,
  });

/** Why it was not done, to whoever wanted it; what was typed is given back. */
export function refused(
  visit: Visit,
  { why, ticket }: { ok: false; why: MoveRefusal; ticket?: TicketRow },
  typed = '',
): Decision {
  return async (tx) => {
    const has = ticket?.assignee == null ? undefined : await findPerson(tx, ticket.assignee);
    return await givenBack(visit, words.moveRefused(why, ticket, has?.name, typed), typed)(tx);
  };
}

/** What was wrong with what they sent. */
export const incomplete = (visit: Visit, what: keyof typeof words.INCOMPLETE, typed = ''): Decision =>
  givenBack(visit, words.formIncomplete(what, typed), typed);

/** Gives what somebody typed back to nobody but them: it is as they typed it, so whoever looks after letters is not shown it. */
const givenBack = (visit: Visit, reply: Reply, typed: string): Decision =>
  together(async () => ({ replies: [reply], place: aloneIn(visit), ...(typed !== '' && { confidential: true }) }));

/** Tells the officers in the thread of a ticket what somebody did. */
export async function noteDeed(tx: Database, visit: Visit, ticket: TicketRow, deed: words.Deed): Promise<void> {
  await noteInThread(tx, visit.needs, ticket, words.deedInThread(visit.person.name, deed));
}
