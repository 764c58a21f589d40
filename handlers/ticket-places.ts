import type { Database } from '../db/database.ts';
import { findPerson, listPeopleWithRole } from '../db/people.ts';
import type { TicketRow } from '../db/tickets.ts';
import type { Channel, Place } from './incoming.ts';
import { forYou } from './messages/desk.ts';
import { type NoticeFacts, notify } from './notice.ts';
import type { Reply } from './reply.ts';
import type { Needs } from './visit.ts';

/** A note in the thread of a ticket's card, for officers only; of a merged one in that of the ticket it went into. */
export async function noteInThread(
  tx: Database,
  needs: Needs,
  ticket: TicketRow,
  reply: Reply,
  facts: NoticeFacts = {},
): Promise<void> {
  const place = deskOf(needs, ticket);
  if (!place) return;
  await notify(tx, place, reply, {
    under: `ticket:${ticket.merged_into ?? ticket.id}`,
    ticket: ticket.id,
    confidential: ticket.restricted,
    ...facts,
  });
}

/** A notice to whoever reported it; gives the number of the letter, or undefined when they have no chat with us. */
export async function tellReporter(tx: Database, ticket: TicketRow, reply: Reply): Promise<string | undefined> {
  const chat = await chatOfReporter(tx, ticket);
  return chat && (await notify(tx, chat, reply, { ticket: ticket.id, confidential: ticket.restricted }));
}

/** Where whoever reported it is written to; undefined for somebody who came or called. */
export async function chatOfReporter(db: Database, { reporter }: TicketRow): Promise<Place | undefined> {
  const person = reporter === null ? undefined : await findPerson(db, reporter);
  return person && { channel: person.channel as Channel, chat: person.address, audience: 'private' };
}

/** Where its card stands; undefined when there is no such channel. */
export function deskOf(
  needs: Pick<Needs, 'triage' | 'restricted'>,
  ticket: Pick<TicketRow, 'restricted'>,
): Place | undefined {
  return ticket.restricted ? needs.restricted : needs.triage;
}

/** Tells the officer who was given a ticket, or the head of one that has no channel; each directly. */
export async function tellOfficers(tx: Database, ticket: TicketRow, why: 'assigned' | 'without-desk'): Promise<void> {
  const assigned = ticket.assignee === null ? undefined : await findPerson(tx, ticket.assignee);
  const people = why === 'assigned' && assigned ? [assigned] : await listPeopleWithRole(tx, 'slack', ['kepala']);
  for (const { channel, address } of people)
    await notify(
      tx,
      { channel: channel as Channel, chat: address, audience: 'private' },
      forYou({ id: ticket.id, number: ticket.number }, why),
      { ticket: ticket.id, confidential: ticket.restricted },
    );
}
