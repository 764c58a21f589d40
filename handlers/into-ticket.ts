import { findAnswer } from '../db/answers.ts';
import type { Database } from '../db/database.ts';
import { ticketOfMessage } from '../db/outbox.ts';
import { saveTalk } from '../db/people.ts';
import { addTicketMessage, findTicketMessage, findTicketMessageAt } from '../db/ticket-messages.ts';
import type { TicketRow } from '../db/tickets.ts';
import { ask } from './asking.ts';
import type { Event } from './incoming.ts';
import { outdated } from './messages/citizen.ts';
import * as messages from './messages/my-tickets.ts';
import {
  choiceOf,
  isInGroup,
  mayReopen,
  move,
  openAgain,
  ownTicket,
  refuse,
  reopeningOf,
  speak,
  withoutExpected,
  withTicket,
} from './own-ticket.ts';
import type { Reply } from './reply.ts';
import { expected, type Reopening, type Said, type Talk } from './rules/conversation.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import type { TicketState } from './rules/ticket.ts';
import { noteInThread } from './ticket-places.ts';
import { followUp } from './ticketing.ts';
import { type Decision, say, type Visit } from './visit.ts';

/** What people send that may belong to a ticket. */
type Sent = Extract<Event, { kind: 'text' | 'files' | 'unreadable' }>;

/** Why it belongs to that ticket. */
type Way =
  /** It replies to a message about it. */
  | 'reply'
  /** They said that they add to it. */
  | 'adding'
  /** They were asked why it is to be opened again. */
  | 'reason'
  /** They were asked what they think of how it was handled. */
  | 'comment'
  /** An officer has it in hand. */
  | 'attended';
type Direct = Exclude<Way, 'reason' | 'comment'>;

/** Whoever was told that their words go to an officer knows it for so long. */
const RECEIPT_MS = 10 * 60_000;
/** Nobody gives a reason later than that. */
const REASON_MS = 10 * 60_000;
/** Messages that wait for a ticket to be opened again; files sent together are up to ten. */
const MOST_KEPT = 20;
const LONGEST_COMMENT = 2_000;

/** Words or files that belong to a ticket of whoever sent them, in a private chat; undefined for what does not. */
export async function toOfficer(visit: Visit, event: Sent): Promise<Decision | undefined> {
  if (isInGroup(visit)) return undefined;
  const found = await belongsTo(visit, event);
  if (!found) return undefined;
  const { ticket, way } = found;
  const message = (event.kind === 'text' ? event.edits : undefined) ?? visit.incoming.message;
  const said: Said = {
    text: (event.kind === 'text' ? event.text : event.caption) ?? '',
    ...(event.kind === 'files' && { files: event.files }),
    ...(message !== undefined && { message }),
  };
  if (way === 'comment') return comment(visit, ticket, said);
  const album = event.kind === 'files' ? event.album : undefined;
  const filed = album === undefined ? {} : { filed: { album, ticket: ticket.id } };
  if (way === 'reason') return async (tx) => await openAgain(tx, visit, ticket, [said], filed);
  if (event.kind === 'unreadable') return unreadable(visit, ticket, way, event.what, said);
  return async (tx) => await put(tx, visit, ticket, way, said, filed);
}

async function belongsTo(visit: Visit, event: Sent): Promise<{ ticket: TicketRow; way: Way } | undefined> {
  const { needs, person } = visit;
  const { chat } = visit.incoming.place;
  const own = async (id: number | undefined, way: Way) => {
    const ticket = id === undefined ? undefined : await ownTicket(visit, id);
    return ticket && { ticket, way };
  };
  const awaited = expected(person.talk, chat, needs.now());
  const adding = awaited?.what === 'ticket-message' ? awaited.ticket : undefined;
  const filed = filedBefore(visit, event);
  if (filed !== undefined) return await own(filed, filed === adding ? 'adding' : 'reply');
  const replied = await own(await repliedTicket(visit), 'reply');
  if (replied) return replied;
  const reopening = reopeningOf(visit);
  if (reopening?.asked && needs.now() - reopening.at < REASON_MS && event.kind !== 'unreadable')
    return await own(reopening.ticket, 'reason');
  // Who asks something has gone on to something else.
  const isComment = event.kind === 'text' && !event.text.trim().endsWith('?');
  if (awaited?.what === 'stars-comment' && isComment) return await own(awaited.ticket, 'comment');
  return (await own(adding, 'adding')) ?? (await own(person.attended ?? undefined, 'attended'));
}

/** The ticket that the message which is replied to is about: one of ours, or of theirs that went into a ticket. */
async function repliedTicket({ needs, incoming }: Visit): Promise<number | undefined> {
  const { answers } = incoming;
  if (answers === undefined) return undefined;
  const { channel, chat } = incoming.place;
  const said = await findTicketMessageAt(needs.db, { channel, chat, message: answers });
  return said?.ticket ?? (await ticketOfMessage(needs.db, channel, chat, answers));
}

function filedBefore({ person }: Visit, event: Sent): number | undefined {
  const filed = person.talk.filed;
  return event.kind !== 'text' && event.album !== undefined && filed?.album === event.album ? filed.ticket : undefined;
}

/** Puts it into the ticket; into one that has ended only once that was opened again. */
async function put(
  tx: Database,
  visit: Visit,
  ticket: TicketRow,
  way: Direct,
  said: Said,
  filed: Pick<Talk, 'filed'>,
): ReturnType<Decision> {
  const { needs, person } = visit;
  const again = filed.filed !== undefined && person.talk.filed?.album === filed.filed.album;
  const moved = await followUp(tx, visit, ticket.id, said);
  if (!moved.ok)
    return moved.why === 'state' && moved.ticket
      ? await keep(tx, visit, moved.ticket, said, filed, again)
      : await refuse(tx, visit, moved.ticket ?? ticket, 'follow-up', moved.why);

  const now = needs.now();
  const { attended } = moved.ticket;
  const { receipt } = person.talk;
  const knows = attended && receipt?.ticket === ticket.id && now - receipt.at < RECEIPT_MS;
  const secret = maskPersonalData(said.text).found;
  const quiet = again || (way !== 'adding' && knows);
  const { expects } = person.talk;
  await saveTalk(tx, person.id, {
    ...person.talk,
    ...filed,
    // Whoever goes on adding is not interrupted.
    ...(way === 'adding' && expects && { expects: { ...expects, at: now } }),
    ...(way !== 'adding' && attended && !quiet && { receipt: { ticket: ticket.id, at: now } }),
  });
  if (quiet) return secret ? await speak(tx, visit, moved.ticket, messages.secretInTicket()) : { replies: [] };
  return await speak(tx, visit, moved.ticket, receiptOf(moved, way, said, secret));
}

function receiptOf(
  { ticket, message }: { ticket: TicketRow; message?: number },
  way: Direct,
  { text, files = [] }: Said,
  secret: boolean,
): Reply {
  if (way === 'adding') return messages.addedToTicket(ticket, files.length > 0 ? 'files' : 'text', secret);
  const asked = text.trim() === '' || message === undefined ? {} : { message };
  return messages.wentToOfficer(ticket, { ...asked, attended: ticket.attended, secret });
}

/** The words wait for the ticket to be opened again. */
async function keep(
  tx: Database,
  visit: Visit,
  ticket: TicketRow,
  said: Said,
  filed: Pick<Talk, 'filed'>,
  again: boolean,
): ReturnType<Decision> {
  const { needs, person, incoming } = visit;
  if (!mayReopen(needs, ticket)) return await refuse(tx, visit, ticket, 'reopen', 'too-late');
  const before = reopeningOf(visit);
  const reopening: Reopening = {
    ticket: ticket.id,
    chat: incoming.place.chat,
    at: needs.now(),
    asked: false,
    said: [...(before?.ticket === ticket.id ? before.said : []), said].slice(-MOST_KEPT),
  };
  await saveTalk(tx, person.id, { ...withoutExpected(visit), reopening, ...filed });
  if (again) return { replies: [] };
  return await speak(
    tx,
    visit,
    ticket,
    messages.keptForReopening(ticket, ticket.state as TicketState, maskPersonalData(said.text).found),
  );
}

/** A voice, a video and the like: only the words beside it go in. */
function unreadable(visit: Visit, ticket: TicketRow, way: Direct, what: string, said: Said): Decision {
  return async (tx) => {
    if (said.text.trim() !== '') await put(tx, visit, ticket, way, said, {});
    return await speak(tx, visit, ticket, messages.notIntoTicket(ticket, what));
  };
}

/** What they think of how it was handled. */
function comment(visit: Visit, ticket: TicketRow, { text, message }: Said): Decision {
  const { needs, person } = visit;
  const masked = maskPersonalData(text.slice(0, LONGEST_COMMENT));
  const commented = { ticket: ticket.id, message };
  return async (tx) => {
    const moved = await move(tx, visit, ticket.id, 'rate', { stars_comment: masked.text });
    await saveTalk(tx, person.id, { ...withoutExpected(visit), commented });
    if (!moved.ok) return await refuse(tx, visit, moved.ticket ?? ticket, 'rate', moved.why);
    await noteInThread(tx, needs, moved.ticket, messages.reporterRated(moved.ticket.stars, masked.text));
    return await speak(tx, visit, ticket, messages.starsCommentKept(ticket, masked.found));
  };
}

/** The bot answers what went to an officer, as its author wishes; the officer sees that in the thread. */
export async function toBot(visit: Visit, id: number): Promise<Decision> {
  const { needs, person } = visit;
  const message = await findTicketMessage(needs.db, id);
  const mine = message?.author === person.id && message.direction === 'in';
  // Of a message of somebody else nobody learns that it is there.
  return await withTicket(visit, mine ? message.ticket : 0, async (ticket) => {
    if (!message || message.text.trim() === '') return say(messages.nothingToAsk());
    // Words of a ticket never leave for a model: the bot quotes.
    const answered = await ask(visit, message.text, { message: message.message ?? undefined, stays: true });
    return async (tx) => {
      // It was asked for: that an officer has the ticket does not hold it back.
      const { unlessAttended: _asked, ...said } = await answered(tx);
      await noteInThread(tx, needs, ticket, messages.reporterDid('asked-bot'));
      return said;
    };
  });
}

/** What they asked belongs to that open ticket; the choice is the number of the bot's answer to it. */
export async function toTicket(visit: Visit, id: number): Promise<Decision> {
  const { needs, person, incoming } = visit;
  const { channel, chat } = incoming.place;
  return await withTicket(visit, id, async (ticket) => {
    const answer = await findAnswer(needs.db, Number(choiceOf(visit) ?? 0));
    if (answer?.person !== person.id) return say(outdated());
    const message = answer.message ?? undefined;
    const text = answer.changed_question ?? answer.question;
    const before = message === undefined ? undefined : await findTicketMessageAt(needs.db, { channel, chat, message });
    const said = { text, ...(message !== undefined && { message }) };
    return async (tx) => {
      if (before?.ticket === id)
        return await speak(tx, visit, ticket, messages.questionWentIntoTicket(ticket, text, true));
      const moved = await followUp(tx, visit, id, said);
      if (moved.ok) return await speak(tx, visit, ticket, messages.questionWentIntoTicket(ticket, text, false));
      return moved.why === 'state' && moved.ticket
        ? await keep(tx, visit, moved.ticket, said, {}, false)
        : await refuse(tx, visit, moved.ticket ?? ticket, 'follow-up', moved.why);
    };
  });
}

/**
 * A message was changed that had gone into a ticket: its new words are kept beside the old and shown to the officers. So are
 * those of a comment and of what waits for a ticket to be opened again, in place of the old.
 * @param edited the id of the message in its chat
 * @returns undefined for a message that is in no ticket of theirs
 */
export async function revise(visit: Visit, edited: string, text: string): Promise<Decision | undefined> {
  const { needs, person, incoming } = visit;
  if (isInGroup(visit)) return undefined;
  const commented = person.talk.commented;
  const rated = commented?.message === edited ? await ownTicket(visit, commented.ticket) : undefined;
  if (rated) return comment(visit, rated, { text, message: edited });
  const waiting = reopeningOf(visit);
  if (waiting?.said.some(({ message }) => message === edited))
    return async (tx) => {
      const said = waiting.said.map((one) => (one.message === edited ? { ...one, text } : one));
      await saveTalk(tx, person.id, { ...person.talk, reopening: { ...waiting, said } });
      return { replies: [] };
    };
  const { channel, chat } = incoming.place;
  const before = await findTicketMessageAt(needs.db, { channel, chat, message: edited });
  if (before?.author !== person.id || before.direction !== 'in') return undefined;
  const ticket = await ownTicket(visit, before.ticket);
  if (!ticket) return undefined;
  const typed = text.slice(0, LONGEST_TEXT);
  const masked = maskPersonalData(typed);
  if (masked.text === before.text) return say();
  return async (tx) => {
    await addTicketMessage(tx, {
      ticket: ticket.id,
      at: new Date(needs.now()),
      author: person.id,
      direction: 'in',
      text: masked.text,
      original: masked.found ? typed : null,
      channel,
      chat,
      message: edited,
      revises: before.id,
    });
    await noteInThread(tx, needs, ticket, messages.reporterChanged(masked.text));
    return masked.found ? await speak(tx, visit, ticket, messages.secretInTicket()) : { replies: [] };
  };
}

/** Longer ones are cut: a Telegram message holds no more. */
const LONGEST_TEXT = 4_096;
