import type { Database } from '../db/database.ts';
import { addLetters } from '../db/outbox.ts';
import { saveTalk } from '../db/people.ts';
import { findTicket, type TicketChange, type TicketRow } from '../db/tickets.ts';
import { onlyInPrivate } from './messages/citizen.ts';
import * as messages from './messages/my-tickets.ts';
import { reopenedNotice } from './messages/reporter-notices.ts';
import { clock } from './messages/time.ts';
import type { Reply } from './reply.ts';
import type { Reopening, Said } from './rules/conversation.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import { decideMove, type MoveRefusal, type TicketState } from './rules/ticket.ts';
import { factsOf } from './ticket-card.ts';
import { noteInThread } from './ticket-places.ts';
import { actorOf, followUp, type Moved, makeMove } from './ticketing.ts';
import { type Decision, type Needs, say, type Visit } from './visit.ts';

// What everything has in common that a reporter does with a ticket of their own.

/** What they could do with it. */
type OwnMove = 'confirm' | 'reopen' | 'rate' | 'follow-up';

/** In a group everybody reads along: tickets are shown in private only. */
export const isInGroup = ({ incoming }: Visit): boolean => incoming.place.audience === 'group';
export const elsewhere = ({ needs }: Visit): Decision => say(onlyInPrivate(needs.privateLink()));

/** The choice that a pressed button carries. */
export function choiceOf({ incoming: { event } }: Visit): string | undefined {
  return event.kind === 'press' ? event.action.choice : undefined;
}

/** Goes on with a ticket that this person reported; of all others, and of numbers that nobody has, the same is said. */
export async function withTicket(
  visit: Visit,
  id: number,
  then: (ticket: TicketRow) => Decision | Promise<Decision>,
): Promise<Decision> {
  if (isInGroup(visit)) return elsewhere(visit);
  const ticket = await ownTicket(visit, id);
  return ticket ? await then(ticket) : say(messages.noSuchTicket());
}

/** The ticket of that number of the row, if this person reported it. */
export async function ownTicket({ needs, person }: Visit, id: number): Promise<TicketRow | undefined> {
  const ticket = await findTicket(needs.db, id);
  return ticket?.reporter === person.id ? ticket : undefined;
}

/**
 * Says something about a ticket to whoever waits, or without an `id` about several. The letter names the ticket, so that a
 * reply to this very message speaks in it, and is kept from those who look after letters when the ticket is restricted.
 */
export async function speak(
  tx: Database,
  { incoming: { place, message } }: Visit,
  { id, restricted }: { id?: number; restricted: boolean },
  reply: Reply,
): ReturnType<Decision> {
  const facts = {
    ...(id !== undefined && { ticket: id }),
    ...(reply.replaces && message !== undefined && { edits: message }),
  };
  const { channel, chat } = place;
  await addLetters(tx, [{ lane: 0, channel, chat, place, reply, confidential: restricted, ...facts }]);
  return { replies: [] };
}

/** A move of the reporter. */
export async function move(
  tx: Database,
  visit: Visit,
  ticket: number,
  what: OwnMove,
  change: TicketChange = {},
  detail: object = {},
): Promise<Moved> {
  const source = visit.incoming.place.channel;
  return await makeMove(tx, visit.needs, { ticket, move: what, actor: actorOf(visit), source, change, detail });
}

/** Says why a move was not made, and what can be done instead. */
export async function refuse(
  tx: Database,
  visit: Visit,
  ticket: TicketRow,
  what: OwnMove,
  why: MoveRefusal,
): ReturnType<Decision> {
  const { id, number, state } = ticket;
  const days = visit.needs.knowledge.unit.service.reopenWithinDays;
  const reply = messages.notPossibleNow({ id, number, state: state as TicketState }, what, why, days);
  return await speak(tx, visit, ticket, reply);
}

/** Nothing can be added any more without opening it again. What was merged goes on elsewhere. */
export function hasEnded({ state, merged_into }: TicketRow): boolean {
  return merged_into === null && (state === 'selesai' || state === 'ditutup' || state === 'ditolak');
}

/** Whether its reporter may open it again now. */
export function mayReopen({ now, knowledge }: Pick<Needs, 'now' | 'knowledge'>, ticket: TicketRow): boolean {
  if (ticket.reporter === null) return false;
  const reporter = { person: ticket.reporter, roles: [] };
  return decideMove(factsOf(ticket), 'reopen', reporter, now(), knowledge.unit.service.reopenWithinDays).ok;
}

/** Opens it again, and what was written for that goes into it. */
export async function openAgain(
  tx: Database,
  visit: Visit,
  ticket: TicketRow,
  said: Said[],
  talk: object = {},
): ReturnType<Decision> {
  const { needs, person } = visit;
  const moved = await move(tx, visit, ticket.id, 'reopen');
  const now = moved.ticket ?? ticket;
  // That words go to an officer is told anew.
  const { reopening: _opened, receipt: _told, ...rest } = withoutExpected(visit);
  await saveTalk(tx, person.id, { ...rest, ...talk });
  if (moved.ok) await noteInThread(tx, needs, now, messages.reporterDid('reopened'));
  // An officer may have been faster: what was written for it goes in all the same.
  else if (said.length === 0 || moved.why !== 'state' || hasEnded(now))
    return await refuse(tx, visit, now, 'reopen', moved.why);
  for (const one of said) await followUp(tx, visit, ticket.id, one);
  const { id, number, response_due } = now;
  const due = response_due && clock(response_due, needs.knowledge.unit);
  const notice = reopenedNotice({ id, number, ...(due && { due }) });
  const warned = said.some(({ text }) => maskPersonalData(text).found) ? messages.secretInTicket().blocks : [];
  return await speak(tx, visit, now, { ...notice, blocks: [...notice.blocks, ...warned] });
}

/** The ticket that this person is about to open again in this chat. */
export function reopeningOf({ person, incoming }: Visit): Reopening | undefined {
  const { reopening } = person.talk;
  return reopening?.chat === incoming.place.chat ? reopening : undefined;
}

/** The conversation, in which the next text is a question again. Words that wait for a press stay. */
export function withoutExpected(visit: Visit): Visit['person']['talk'] {
  const { expects: _nothing, reopening: _asked, ...talk } = visit.person.talk;
  const waiting = reopeningOf(visit);
  return { ...talk, ...(waiting && !waiting.asked && { reopening: waiting }) };
}
