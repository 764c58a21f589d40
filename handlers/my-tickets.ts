import { saveTalk } from '../db/people.ts';
import { findTicketNumbered, listReported, type TicketRow } from '../db/tickets.ts';
import { outdated } from './messages/citizen.ts';
import * as messages from './messages/my-tickets.ts';
import { clock } from './messages/time.ts';
import {
  choiceOf,
  elsewhere,
  hasEnded,
  isInGroup,
  mayReopen,
  move,
  openAgain,
  refuse,
  reopeningOf,
  speak,
  withoutExpected,
  withTicket,
} from './own-ticket.ts';
import type { Reply } from './reply.ts';
import type { Reopening } from './rules/conversation.ts';
import { type Category, type Kind, numberIn, type TicketState } from './rules/ticket.ts';
import { noteInThread } from './ticket-places.ts';
import { shownTicket } from './ticket-shown.ts';
import { type Decision, say, type Visit } from './visit.ts';

export { revise, toBot, toOfficer, toTicket } from './into-ticket.ts';

/** Of tickets on a page. */
const PAGE = 8;

/** /tiket: the ticket of the number behind it, or the list. */
export async function ticketsCommand(visit: Visit, text: string): Promise<Decision> {
  if (text.trim() === '') return await listed(visit, 0);
  const number = numberIn(text);
  if (number === undefined) return await listed(visit, 0, messages.notANumber());
  const ticket = await findTicketNumbered(visit.needs.db, number);
  return await myTicket(visit, ticket?.id ?? 0);
}

/** A page of the tickets that this person reported, latest first, from after the ticket `before`; 0: from the latest. */
export async function myTickets(visit: Visit, before: number): Promise<Decision> {
  return await listed(visit, before);
}

async function listed(visit: Visit, before: number, ...remarks: Reply['blocks']): Promise<Decision> {
  if (isInGroup(visit)) return elsewhere(visit);
  const { needs, person } = visit;
  const found = await listReported(needs.db, person.id, { most: PAGE + 1, ...(before > 0 && { before }) });
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  const reply = messages.ticketPage(
    page.map(({ id, number, state, kind, category, opened_at }) => ({
      id,
      number,
      state: state as TicketState,
      kind: kind as Kind,
      category: category as Category,
      opened: clock(opened_at, needs.knowledge.unit),
    })),
    { first: before === 0, ...(found.length > PAGE && last && { next: last.id }) },
  );
  const shown = { ...reply, blocks: [...reply.blocks, ...remarks], replaces: standsHere(visit) };
  // One of them may be restricted.
  return async (tx) => await speak(tx, visit, { restricted: true }, shown);
}

/** A ticket with its history, what was said in it and what can be done with it. */
export async function myTicket(visit: Visit, id: number): Promise<Decision> {
  return await withTicket(visit, id, (ticket) => async (tx) => {
    const view = messages.myTicketView(await shownTicket(tx, visit.needs, ticket));
    return await speak(tx, visit, ticket, { ...view, replaces: standsHere(visit) });
  });
}

/** What is written from now on goes into the ticket; the choice 'done' ends that. */
export async function add(visit: Visit, id: number): Promise<Decision> {
  return await withTicket(visit, id, (ticket) => {
    if (choiceOf(visit) === 'done')
      return expectNothing(visit, ticket, messages.doneAdding(ticket, visit.person.attended !== null));
    if (hasEnded(ticket))
      return mayReopen(visit.needs, ticket)
        ? async (tx) => await speak(tx, visit, ticket, messages.addMeansReopen(ticket, ticket.state as TicketState))
        : async (tx) => await refuse(tx, visit, ticket, 'reopen', 'too-late');
    return expect(visit, ticket, 'ticket-message', messages.writeToTicket(ticket));
  });
}

/** All is well: it is closed, and they are asked how it was handled. */
export async function confirm(visit: Visit, id: number): Promise<Decision> {
  return await withTicket(visit, id, (ticket) => async (tx) => {
    const moved = await move(tx, visit, id, 'confirm');
    if (!moved.ok) return await refuse(tx, visit, moved.ticket ?? ticket, 'confirm', moved.why);
    // Words that waited for it to be opened again were a word of thanks.
    const { reopening: _thanks, ...talk } = visit.person.talk;
    if (reopeningOf(visit)?.ticket === id) await saveTalk(tx, visit.person.id, talk);
    await noteInThread(tx, visit.needs, moved.ticket, messages.reporterDid('confirmed'));
    return await speak(tx, visit, moved.ticket, messages.confirmedAskStars(moved.ticket));
  });
}

/** Asks why it is to be opened again; opens it at the choice 'now', and when words for it wait already. */
export async function reopen(visit: Visit, id: number): Promise<Decision> {
  const { needs, person, incoming } = visit;
  return await withTicket(visit, id, (ticket) => {
    const waiting = reopeningOf(visit);
    const said = waiting?.ticket === id ? waiting.said : [];
    if (choiceOf(visit) === 'now' || said.length > 0 || !mayReopen(needs, ticket))
      return async (tx) => await openAgain(tx, visit, ticket, said);
    return async (tx) => {
      const reopening: Reopening = { ticket: id, chat: incoming.place.chat, at: needs.now(), asked: true, said: [] };
      await saveTalk(tx, person.id, { ...withoutExpected(visit), reopening });
      return await speak(tx, visit, ticket, messages.whyReopen(ticket));
    };
  });
}

/** '1' to '5': how it was handled; may be changed later. Asks for words, which 'skip' leaves out. */
export async function stars(visit: Visit, id: number, choice: string | undefined): Promise<Decision> {
  return await withTicket(visit, id, (ticket) => {
    if (choice === 'skip') return expectNothing(visit, ticket, messages.starsEnough(ticket));
    const given = ['1', '2', '3', '4', '5'].indexOf(choice ?? '') + 1;
    if (given === 0) return say(outdated());
    return async (tx) => {
      const moved = await move(tx, visit, id, 'rate', { stars: given }, { stars: given });
      if (!moved.ok) return await refuse(tx, visit, moved.ticket ?? ticket, 'rate', moved.why);
      if (moved.before.stars !== given)
        await noteInThread(tx, visit.needs, moved.ticket, messages.reporterRated(given));
      return await expect(visit, ticket, 'stars-comment', messages.starsKept(ticket, given))(tx);
    };
  });
}

/** The next text in this chat is about the ticket. */
function expect(visit: Visit, ticket: TicketRow, what: 'ticket-message' | 'stars-comment', reply: Reply): Decision {
  const { needs, person, incoming } = visit;
  const expects = { what, ticket: ticket.id, chat: incoming.place.chat, at: needs.now() };
  return async (tx) => {
    await saveTalk(tx, person.id, { ...withoutExpected(visit), expects });
    return await speak(tx, visit, ticket, reply);
  };
}

function expectNothing(visit: Visit, ticket: TicketRow, reply: Reply): Decision {
  return async (tx) => {
    await saveTalk(tx, visit.person.id, withoutExpected(visit));
    return await speak(tx, visit, ticket, reply);
  };
}

/** Lists and views take the place of one another; a notice whose button was pressed stays. */
const standsHere = (visit: Visit): boolean => choiceOf(visit) === 'here';

/** Whether this person ever reported something. */
export const hasTickets = async ({ needs, person }: Visit): Promise<boolean> =>
  (await listReported(needs.db, person.id, { most: 1 })).length > 0;
