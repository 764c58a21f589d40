import type { Database } from '../db/database.ts';
import { addFiles, giveDraftFiles } from '../db/files.ts';
import { addTicketMessage } from '../db/ticket-messages.ts';
import {
  addTicket,
  addTicketEvent,
  findTicketOfKey,
  lockTicket,
  saveTicket,
  type TicketChange,
  type TicketRow,
  takeTicketNumber,
} from '../db/tickets.ts';
import { announcementOf } from './announced-tickets.ts';
import type { Channel, FileReference } from './incoming.ts';
import { fromReporter, ticketOpenedNote } from './messages/triage.ts';
import { alleges } from './rules/complaint-words.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import {
  type Actor,
  type Category,
  decideMove,
  firstPriority,
  isRestricted,
  type Kind,
  type Move,
  type MoveRefusal,
  type Origin,
  type Priority,
  type TicketState,
  ticketNumber,
} from './rules/ticket.ts';
import {
  type Alarm,
  type Clocked,
  clockRuns,
  dueTimes,
  nextAlarm,
  paused,
  restarted,
  resumed,
} from './rules/ticket-clock.ts';
import { noticeStorm } from './storm.ts';
import { suggest } from './suggestion.ts';
import { factsOf, redrawCard } from './ticket-card.ts';
import { deskOf, noteInThread, tellOfficers } from './ticket-places.ts';
import type { Needs, Visit } from './visit.ts';

/** What somebody confirmed to be reported. */
export type Complaint = {
  /** Who has it; `person` is null for somebody who came or called. */
  reporter: { person: number | null; name: string; contact?: string };
  origin: Origin;
  kind: Kind;
  category: Category;
  packageCode?: string;
  /** As typed; personal data is taken out here. */
  description: string;
  /** A deadline is less than 24 hours away. */
  urgent: boolean;
  /** The matter of Pasal 3 ayat (3) that it is about, where the reporter insisted. */
  beyondAuthority?: string;
  /** The answer of the bot that did not help. */
  answer?: number;
  /** The message that holds the description. */
  message?: string;
  /** The files that the reporter sent for the form are part of it. */
  withDraftFiles: boolean;
};

/** A move that somebody wants to make. */
export type MoveAsked = {
  ticket: number;
  move: Move;
  actor: Actor;
  source: 'telegram' | 'slack' | 'clock';
  /** Columns that change with it. */
  change?: TicketChange;
  /** For the record; no words of people. */
  detail?: object;
};

/** How it ended. A refused one changed nothing; `ticket` is absent when the person may not even know of it. */
export type Moved =
  | { ok: true; ticket: TicketRow; before: TicketRow }
  | { ok: false; why: MoveRefusal; ticket?: TicketRow };

/** Longer descriptions and messages are cut: a card and a Telegram message hold less. */
const LONGEST_TEXT = 4_000;

/** Who came, as the one who makes a move. */
export const actorOf = ({ person }: Visit): Actor => ({ person: person.id, roles: person.roles });

/**
 * Opens a ticket with its number, clocks, record, files, card and suggestion; once for each thing that came in.
 * The reply to whoever reported it is the caller's.
 */
export async function openTicket(tx: Database, visit: Visit, complaint: Complaint): Promise<TicketRow> {
  const { needs, incoming, person } = visit;
  const before = await findTicketOfKey(tx, incoming.key);
  if (before) return before;
  const now = needs.now();
  const { reporter, kind, packageCode, urgent } = complaint;
  const typed = complaint.description.slice(0, LONGEST_TEXT);
  // The reporter was asked what it is about; an officer who writes it down may not see what it is.
  const category = reporter.person === null && alleges(typed) ? 'integritas' : complaint.category;
  const masked = maskPersonalData(typed);
  const year = Number(needs.calendar.dayOf(now).date.slice(0, 4));
  const added = await addTicket(tx, {
    key: incoming.key,
    number: ticketNumber(year, await takeTicketNumber(tx, year)),
    reporter: reporter.person,
    reporter_name: reporter.name,
    contact: reporter.contact ?? null,
    origin: complaint.origin,
    kind,
    category,
    package_code: packageCode ?? null,
    description: masked.text,
    original: masked.found ? typed : null,
    urgent,
    beyond_authority: complaint.beyondAuthority ?? null,
    restricted: isRestricted(category),
    priority: firstPriority({ kind, category, urgent, description: typed }),
    bidang: isRestricted(category) ? 'kepala' : 'lpd',
    answer: complaint.answer ?? null,
    opened_at: new Date(now),
  });
  const restricted = added.restricted;
  const about = await announcementOf(tx, { kind, category, restricted, description: added.description });
  const ticket = await saveTicket(tx, added.id, {
    ...clockColumns(needs, resumed(clockedOf(added), now), []),
    ...(about && { announcement: about.id }),
  });
  await addTicketEvent(tx, {
    ticket: ticket.id,
    at: ticket.opened_at,
    person: person.id,
    source: incoming.place.channel,
    deed: 'open',
    state_before: null,
    state_after: ticket.state,
    detail: { origin: ticket.origin },
  });
  await addTicketMessage(tx, {
    ticket: ticket.id,
    at: ticket.opened_at,
    author: reporter.person,
    direction: 'in',
    text: ticket.description,
    original: ticket.original,
    channel: incoming.place.channel,
    chat: incoming.place.chat,
    message: complaint.message ?? null,
  });
  if (complaint.withDraftFiles && reporter.person !== null) await giveDraftFiles(tx, reporter.person, ticket.id);
  await redrawCard(tx, needs, ticket);
  if (ticket.restricted && !deskOf(needs, ticket)) await tellOfficers(tx, ticket, 'without-desk');
  await noteInThread(tx, needs, ticket, ticketOpenedNote(ticket));
  await suggest(tx, needs, ticket);
  await noticeStorm(tx, needs, ticket);
  return ticket;
}

/**
 * One move: locked, decided, stored with its clocks and a row in the record, the card drawn again. Whoever has to be told
 * besides is told by the caller.
 */
export async function makeMove(
  tx: Database,
  needs: Needs,
  { ticket: id, move, actor, source, change = {}, detail = {} }: MoveAsked,
): Promise<Moved> {
  const before = await lockTicket(tx, id);
  if (!before) return { ok: false, why: 'unseen' };
  const now = needs.now();
  const decided = decideMove(factsOf(before), move, actor, now, needs.knowledge.unit.service.reopenWithinDays);
  if (!decided.ok) return { ok: false, why: decided.why, ...(decided.why !== 'unseen' && { ticket: before }) };
  const person = actor === 'clock' ? null : actor.person;
  const own = { ...ownChange(before, move, decided.state, person, now), ...change, state: decided.state };
  const ticket = await saveTicket(tx, id, {
    ...own,
    ...clocksAfter(needs, before, { ...before, ...own }, move, now),
    changed_at: new Date(now),
  });
  await addTicketEvent(tx, {
    ticket: id,
    at: new Date(now),
    person,
    source,
    deed: move,
    state_before: before.state,
    state_after: decided.state,
    detail,
  });
  await redrawCard(tx, needs, ticket);
  if (move === 'assign' && ticket.assignee !== null && ticket.assignee !== person)
    await tellOfficers(tx, ticket, 'assigned');
  return { ok: true, ticket, before };
}

/** Something that whoever reported a ticket wrote or sent. */
type FollowUp = {
  ticket: number;
  author: number;
  channel: Channel;
  chat: string;
  text: string;
  files?: FileReference[];
  message?: string | undefined;
};

/** Whoever reported it writes or sends files: kept, shown in its thread; a ticket that waited for them goes on. */
export async function followUp(
  tx: Database,
  { needs, incoming, person }: Visit,
  ticket: number,
  said: { text: string; files?: FileReference[]; message?: string },
): Promise<Moved & { message?: number }> {
  const { channel, chat } = incoming.place;
  return await addFollowUp(tx, needs, { ticket, author: person.id, channel, chat, ...said });
}

/** The same for what was written some time ago. */
export async function addFollowUp(
  tx: Database,
  needs: Needs,
  { ticket: id, author, channel, chat, text, files = [], message }: FollowUp,
): Promise<Moved & { message?: number }> {
  const moved = await makeMove(tx, needs, {
    ticket: id,
    move: 'follow-up',
    actor: { person: author, roles: [] },
    source: channel,
    detail: { files: files.length },
  });
  // One that was merged goes on in the other, where the officers are, as long as that one does.
  const ticket =
    moved.ok || (moved.why === 'merged' && (await goesOn(tx, needs, moved.ticket))) ? moved.ticket : undefined;
  if (!ticket) return moved;
  const typed = text.slice(0, LONGEST_TEXT);
  const masked = maskPersonalData(typed);
  const said = await addTicketMessage(tx, {
    ticket: id,
    at: new Date(needs.now()),
    author,
    direction: 'in',
    text: masked.text,
    original: masked.found ? typed : null,
    channel,
    chat,
    message: message ?? null,
  });
  await addFiles(
    tx,
    files.map((file) => ({
      person: author,
      ticket: id,
      message: said,
      direction: 'in' as const,
      channel,
      reference: file.id,
      kind: file.kind,
      name: file.name ?? file.kind,
    })),
  );
  await noteInThread(tx, needs, ticket, fromReporter(ticket, masked.text, masked.found, files.length));
  // From now on there is something to be revealed.
  if (masked.found) await redrawCard(tx, needs, ticket);
  return moved.ok ? { ...moved, message: said } : { ok: true, ticket, before: ticket, message: said };
}

/** Whether the ticket that one was merged into is still worked on; one that waited for the reporter goes on. */
async function goesOn(tx: Database, needs: Needs, merged: TicketRow | undefined): Promise<boolean> {
  const main = merged?.merged_into == null ? undefined : await lockTicket(tx, merged.merged_into);
  if (!main || main.resolved_at !== null || main.closed_at !== null) return false;
  if (main.state === 'menunggu_pengguna')
    await makeMove(tx, needs, { ticket: main.id, move: 'resume', actor: 'clock', source: 'clock' });
  return true;
}

/** Notes that an alarm was given, and when the next one is due. */
export async function alarmGiven(tx: Database, needs: Needs, ticket: TicketRow, what: string): Promise<TicketRow> {
  const alarms = [...ticket.alarms, what];
  return await saveTicket(tx, ticket.id, { alarms, ...clockColumns(needs, clockedOf(ticket), alarms) });
}

/** What a move changes by itself. */
function ownChange(
  before: TicketRow,
  move: Move,
  state: TicketState,
  person: number | null,
  now: number,
): TicketChange {
  const at = new Date(now);
  // Whoever works on a ticket that nobody has, has it from then on.
  const mine = before.assignee === null && person !== null ? { assignee: person } : {};
  const answered = before.responded_at === null ? { responded_at: at } : {};
  switch (move) {
    case 'claim':
      return { assignee: person, with_bot: false };
    case 'release':
      return { assignee: null };
    case 'reply':
      return { ...mine, ...answered, with_bot: false };
    case 'wait':
    case 'resume':
    case 'return-from-lkpp':
      return { ...mine, with_bot: false };
    case 'forward':
      return { ...mine };
    case 'hand-to-bot':
      return { with_bot: true };
    case 'resolve':
    case 'reject':
      return { ...mine, ...answered, resolved_at: at };
    case 'merge':
      return { resolved_at: at, closed_at: at };
    case 'confirm':
    case 'close':
      return { closed_at: at };
    case 'split':
    case 'reopen':
      return { merged_into: null, resolved_at: null, closed_at: null, resolution: null, with_bot: false };
    default:
      return state === before.state ? {} : { with_bot: false };
  }
}

/** The clocks after a move: they run where the unit is to act, and time at LKPP is counted apart. */
function clocksAfter(needs: Needs, before: TicketRow, after: TicketRow, move: Move, now: number): TicketChange {
  const { calendar, knowledge } = needs;
  const { service } = knowledge.unit;
  const asBefore = clockedOf(before);
  const runs = clockRuns(after.state as TicketState);
  // A clock that goes on running is left alone: stopping it for a moment would forgive what is late already.
  const { spentMs, runningSince } =
    runs && asBefore.runningSince !== null ? asBefore : paused(asBefore, now, service, calendar);
  const counted = { ...clockedOf(after), spentMs, runningSince };
  const anew = move === 'reopen' || move === 'split';
  const clocked = anew ? restarted(counted, now) : runs ? resumed(counted, now) : counted;
  const alarms = anew ? [] : before.alarms;
  const left = before.lkpp_since !== null && after.state !== 'di_lkpp';
  const came = before.lkpp_since === null && after.state === 'di_lkpp';
  return {
    ...clockColumns(needs, clocked, alarms),
    ...(anew && { counted_from: new Date(now), responded_at: null, alarms }),
    ...(came && { lkpp_since: new Date(now) }),
    ...(left && { lkpp_since: null, lkpp_ms: before.lkpp_ms + now - (before.lkpp_since?.getTime() ?? now) }),
  };
}

function clockColumns(needs: Needs, clocked: Clocked, alarms: readonly string[]): TicketChange {
  const { calendar, knowledge } = needs;
  const { service } = knowledge.unit;
  const due = dueTimes(clocked, service, calendar);
  const next = nextAlarm(clocked, alarms as Alarm['what'][], service, calendar);
  return {
    spent_ms: clocked.spentMs,
    running_since: dateOf(clocked.runningSince),
    response_due: dateOf(due.response),
    resolution_due: dateOf(due.resolution),
    next_alarm: next?.what ?? null,
    next_alarm_at: dateOf(next?.at ?? null),
  };
}

function clockedOf(ticket: TicketRow): Clocked {
  return {
    priority: ticket.priority as Priority,
    restricted: ticket.restricted,
    state: ticket.state as TicketState,
    openedAt: ticket.counted_from.getTime(),
    respondedAt: ticket.responded_at?.getTime() ?? null,
    resolvedAt: ticket.resolved_at?.getTime() ?? null,
    spentMs: ticket.spent_ms,
    runningSince: ticket.running_since?.getTime() ?? null,
  };
}

const dateOf = (at: number | null) => (at === null ? null : new Date(at));
