import type { Database } from '../db/database.ts';
import { listFiles } from '../db/files.ts';
import { sentRef } from '../db/outbox.ts';
import { findPerson } from '../db/people.ts';
import { listTicketMessages } from '../db/ticket-messages.ts';
import {
  countOpen,
  countOpenForAll,
  countTurnover,
  findTicket,
  findTicketNumbered,
  type ListedTicket,
  listAtLkpp,
  listOpen,
  listOpenForAll,
  listStormsSince,
  listTicketEvents,
  listWaiting,
  type OpenCount,
  type OpenTickets,
  searchTickets,
  type TicketRow,
  type Viewer,
} from '../db/tickets.ts';
import { modelsAtHome } from './ai.ts';
import { announcementsAtHome } from './announcement-board.ts';
import { faqHome } from './faq-shelf.ts';
import * as words from './messages/desk.ts';
import { appHome } from './messages/staff.ts';
import { notify } from './notice.ts';
import type { Form, Reply } from './reply.ts';
import { packageCodeIn } from './rules/complaint-form.ts';
import type { Calendar } from './rules/service-hours.ts';
import { BIDANG, mayTriage, numberIn, ticketNumber } from './rules/ticket.ts';
import { cardOf, factsOf } from './ticket-card.ts';
import { deskOf } from './ticket-places.ts';
import { actorOf } from './ticketing.ts';
import { type Decision, type Needs, say, type Visit, whisper } from './visit.ts';
import { duties } from './welcome.ts';

/** Lines of a list among others, of a list alone and of what was found, and of each list of the digest. */
const FEW = 8;
/** The digest is one message in Slack. */
const FEW_IN_DIGEST = 6;
const MANY = 25;
const HISTORY_SHOWN = 15;
const SAID_SHOWN = 12;
const FILES_SHOWN = 10;
/** As far as the card of a ticket shows a description. */
const ON_CARD = 1_500;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** What is due within so much service time is near. */
const NEAR_MS = 2 * HOUR_MS;
const WAITED_LONG_MS = 3 * DAY_MS;

/** Something to show, and whether a restricted ticket is in it. */
type Shown = { reply: Reply; restricted: boolean };

/** The App Home: for officers their desk, for others what everybody finds there. */
export async function home(visit: Visit): Promise<Decision> {
  return isOfficer(visit) ? toOneself(visit, await homeOf(visit.needs.db, visit)) : say(helpFor(visit));
}

/** A list alone, by the name that its button has; any other name is the desk. */
export async function showTickets(visit: Visit, choice: string | undefined): Promise<Decision> {
  const { db } = visit.needs;
  const name = shelfNamed(choice);
  if (name === undefined) return toOneself(visit, await (isHome(visit) ? homeOf(db, visit) : boardOf(db, visit)));
  const tickets = await listOpen(db, viewerOf(visit), ticketsOf(visit, name), MANY);
  const count = countOf(name, await countsFor(db, visit));
  return toOneself(visit, {
    reply: words.shelfPage(name, { tickets, count }, isHome(visit), momentOf(visit.needs)),
    restricted: anyRestricted(tickets),
  });
}

/** A ticket in full, for an officer who may see it. */
export async function showTicket(visit: Visit, id: number): Promise<Decision> {
  const { db } = visit.needs;
  const ticket = await findTicket(db, id);
  return toOneself(visit, await inFull(db, visit, ticket));
}

/** `/lpse tiket`: one's own and nobody's, one ticket by its number, or what is found for the words. */
export async function ticketCommand(visit: Visit, text: string): Promise<Decision> {
  const asked = text.trim();
  if (asked === '') {
    const desk = await deskFor(visit.needs.db, visit);
    return toOneself(visit, {
      reply: words.shortDesk(desk, momentOf(visit.needs)),
      restricted: anyRestricted([...desk.mine.tickets, ...desk.unassigned.tickets]),
    });
  }
  // Its form was to be opened.
  if (/^baru$/iu.test(asked)) return whisper(visit, words.newTicketWhere());
  return await search(visit, asked.replace(/^cari(?:\s+|$)/iu, ''));
}

/** The form to look for tickets. */
export const searchForm = (): Form => words.searchForm();

/** The sent form, answered where its button was. */
export async function searchFromForm(visit: Visit, fields: Record<string, string | string[]>): Promise<Decision> {
  return await search(visit, [fields.words ?? ''].flat().join(' '));
}

/**
 * A deed that was pressed or sent from the App Home leaves no page without a way back: what it says stands above the ticket
 * as it is then, or above the desk where it was about none that this officer sees now. Elsewhere it is the deed as it was.
 */
export function staysHome(visit: Visit, ticket: number, decision: Decision): Decision {
  if (!isHome(visit)) return decision;
  return async (tx) => {
    const { replies, confidential = false } = await decision(tx);
    const found = await findTicket(tx, ticket);
    const { reply, restricted } =
      found && maySee(visit, found) ? await inFull(tx, visit, found) : await homeOf(tx, visit);
    const said = { reply: words.sayingFirst(replies, reply), restricted: restricted || confidential };
    return await toOneself(visit, said)(tx);
  };
}

/** Posts the digest where tickets are triaged; of restricted tickets it tells nothing, not even how many there are. */
export async function digest(tx: Database, needs: Needs): Promise<void> {
  const { triage, calendar } = needs;
  if (!triage) return;
  const now = new Date(needs.now());
  const since = new Date(openingBefore(calendar, needs.now()));
  const open = await countOpenForAll(tx, { now, soon: new Date(endOfDay(calendar, needs.now())) });
  const withLinks = async <T extends { id: number }>(found: T[], subject: 'ticket' | 'storm') => {
    const linked = [];
    for (const one of found) linked.push({ ...one, link: await linkOf(tx, needs, `${subject}:${one.id}`) });
    return linked;
  };
  const message = words.digestMessage(
    {
      open: open.map((row) => ({ ...row, today: row.soon - row.late })),
      since,
      turnover: await countTurnover(tx, since),
      waiting: await withLinks(
        await listWaiting(tx, new Date(now.getTime() - WAITED_LONG_MS), FEW_IN_DIGEST),
        'ticket',
      ),
      atLkpp: await withLinks(await listAtLkpp(tx, FEW_IN_DIGEST), 'ticket'),
      storms: await withLinks((await listStormsSince(tx, since)).slice(0, FEW_IN_DIGEST), 'storm'),
      first: await withLinks(await listOpenForAll(tx, FEW_IN_DIGEST), 'ticket'),
    },
    { unit: needs.knowledge.unit, now },
  );
  await notify(tx, triage, message);
}

async function search(visit: Visit, text: string): Promise<Decision> {
  const { db } = visit.needs;
  const asked = text.trim();
  if (asked === '') return whisper(visit, words.searchWhat(isHome(visit)));
  const numbered = await findTicketNumbered(db, numberMeant(visit.needs, asked) ?? '');
  if (numbered && maySee(visit, numbered)) return toOneself(visit, await inFull(db, visit, numbered));
  const looked = { words: asked, packageCode: packageCodeIn(asked) };
  const found = await searchTickets(db, viewerOf(visit), looked, MANY + 1);
  const tickets = found.slice(0, MANY);
  return toOneself(visit, {
    reply: words.searchResult(asked, { tickets, more: found.length > MANY }, isHome(visit), momentOf(visit.needs)),
    restricted: anyRestricted(tickets),
  });
}

/** The number of a ticket in the words; of a short bare one the ticket of this year: nobody says the year. */
function numberMeant({ calendar, now }: Needs, text: string): string | undefined {
  const [, count] = /^(?:tiket\s*)?#?\s*0*(\d{1,5})$/iu.exec(text) ?? [];
  if (count === undefined) return numberIn(text);
  return ticketNumber(Number(calendar.dayOf(now()).date.slice(0, 4)), Number(count));
}

async function homeOf(db: Database, visit: Visit): Promise<Shown> {
  const desk = await deskFor(db, visit);
  const announced = await announcementsAtHome(db, visit);
  const trained = await faqHome(db, visit);
  const help = helpFor(visit);
  return {
    reply: words.deskHome(
      desk,
      { ...help, blocks: [...help.blocks, ...(await modelsAtHome(visit))] },
      momentOf(visit.needs),
      trained ? words.sayingFirst([announced], trained) : announced,
    ),
    restricted: restrictedIn(desk),
  };
}

const helpFor = (visit: Visit): Reply => appHome(visit.needs.knowledge.unit, ...duties(visit));

async function boardOf(db: Database, visit: Visit): Promise<Shown> {
  const desk = await deskFor(db, visit);
  return { reply: words.deskBoard(desk, momentOf(visit.needs)), restricted: restrictedIn(desk) };
}

async function deskFor(db: Database, visit: Visit): Promise<words.Desk> {
  const open = await countsFor(db, visit);
  const shelf = async (name: words.ShelfName) => ({
    tickets: await listOpen(db, viewerOf(visit), ticketsOf(visit, name), FEW),
    count: countOf(name, open),
  });
  return { mine: await shelf('mine'), unassigned: await shelf('unassigned'), near: await shelf('late'), open };
}

async function countsFor(db: Database, visit: Visit): Promise<OpenCount[]> {
  const { needs } = visit;
  return await countOpen(db, viewerOf(visit), { now: new Date(needs.now()), soon: soonOf(needs) });
}

const soonOf = ({ calendar, now }: Needs): Date => new Date(calendar.add(now(), NEAR_MS));

function shelfNamed(choice: string | undefined): words.ShelfName | undefined {
  if (choice === 'mine' || choice === 'unassigned' || choice === 'late') return choice;
  const bidang = BIDANG.find((one) => choice === `bidang-${one}`);
  return bidang && `bidang-${bidang}`;
}

function ticketsOf({ needs, person }: Visit, name: words.ShelfName): OpenTickets {
  if (name === 'mine') return { assignee: person.id };
  if (name === 'unassigned') return { unassigned: true };
  return name === 'late' ? { dueBefore: soonOf(needs) } : { bidang: name.slice('bidang-'.length) };
}

function countOf(name: words.ShelfName, open: OpenCount[]): number {
  const counted = { mine: 'mine', unassigned: 'unassigned', late: 'soon' } as const;
  const total = (rows: OpenCount[], key: 'count' | 'mine' | 'unassigned' | 'soon') =>
    rows.reduce((all, row) => all + row[key], 0);
  if (name === 'mine' || name === 'unassigned' || name === 'late') return total(open, counted[name]);
  return total(
    open.filter(({ bidang }) => name === `bidang-${bidang}`),
    'count',
  );
}

async function inFull(db: Database, visit: Visit, ticket: TicketRow | undefined): Promise<Shown> {
  if (!ticket || !maySee(visit, ticket)) return { reply: words.noTicketThere(isHome(visit)), restricted: false };
  const { needs } = visit;
  const { id, description, restricted } = ticket;
  const events = await listTicketEvents(db, id);
  const said = await standingMessages(db, ticket);
  const files = await listFiles(db, id);
  const rest: words.TicketRest = {
    history: await historyOf(db, ticket, events.slice(-HISTORY_SHOWN)),
    earlierHistory: Math.max(0, events.length - HISTORY_SHOWN),
    ...(description.length > ON_CARD && { description }),
    said: said.slice(-SAID_SHOWN),
    earlierSaid: Math.max(0, said.length - SAID_SHOWN),
    files: files.slice(-FILES_SHOWN),
    thread: await linkOf(db, needs, `ticket:${id}`, ticket),
  };
  const card = await cardOf(db, needs, ticket);
  return { reply: words.ticketInFull(id, card, rest, isHome(visit), momentOf(needs)), restricted };
}

async function historyOf(
  db: Database,
  { reporter_name }: TicketRow,
  events: Awaited<ReturnType<typeof listTicketEvents>>,
): Promise<words.HistoryRow[]> {
  const rows = [];
  for (const { at, deed, person, name, state_before, state_after, detail } of events) {
    const to = typeof detail.to === 'number' ? await findPerson(db, detail.to) : undefined;
    rows.push({
      at,
      deed,
      before: state_before,
      after: state_after,
      by: person === null ? 'Sistem' : (name ?? reporter_name),
      ...(to && { to: to.name }),
      detail,
    });
  }
  return rows;
}

/** What was said, each in its last wording; the description stands on the card and is not repeated. */
async function standingMessages(db: Database, ticket: TicketRow): Promise<words.SaidRow[]> {
  const said = await listTicketMessages(db, ticket.id, { internal: true, most: 500 });
  const revised = new Set(said.map(({ revises }) => revises));
  // An internal note that was edited comes again under the id of its message.
  const latest = new Map(said.map(({ id, message }) => [message ?? `#${id}`, id]));
  return said
    .filter(({ id, message }) => !revised.has(id) && latest.get(message ?? `#${id}`) === id)
    .filter(({ direction, text }) => direction !== 'in' || text !== ticket.description)
    .map(({ at, direction, name, text, message, id, revises, delivery }) => ({
      at,
      direction,
      by: name ?? ticket.reporter_name,
      text,
      changed: revises !== null || said.some((other) => message !== null && other.message === message && other.id < id),
      delivery,
    }));
}

/** The address of the card of a ticket or storm, if it stands in a channel that has addresses. */
async function linkOf(
  db: Database,
  needs: Needs,
  subject: string,
  ticket: Pick<TicketRow, 'restricted'> = { restricted: false },
): Promise<string | undefined> {
  const place = deskOf(needs, ticket);
  const ref = place && (await sentRef(db, place.channel, place.chat, subject));
  return place && ref !== undefined ? needs.linkTo(place.channel, place.chat, ref) : undefined;
}

/** Only the one who came reads it; what holds a restricted ticket is kept from those who look after letters. */
function toOneself(visit: Visit, { reply, restricted }: Shown): Decision {
  const said = whisper(visit, reply);
  return restricted ? async (tx) => ({ ...(await said(tx)), confidential: true }) : said;
}

/** The opening of the last day with service that began before the day of `at`. */
function openingBefore(calendar: Calendar, at: number): number {
  const { start } = calendar.dayOf(at);
  for (let day = calendar.dayOf(start - 1).start; ; day = calendar.dayOf(day - 1).start) {
    const opening = calendar.nextDay(day - 1);
    if (opening < start) return opening;
    // A year without service: the calendar knows of no opening before.
    if (start - day > 366 * DAY_MS) return day;
  }
}

/** The midnight after `at`; a day has at most 25 hours. */
const endOfDay = (calendar: Calendar, at: number): number =>
  calendar.dayOf(calendar.dayOf(at).start + 36 * HOUR_MS).start;

const isHome = ({ incoming }: Visit): boolean => incoming.place.home === true;
const isOfficer = ({ person }: Visit): boolean => person.roles.some((role) => role !== 'vendor');
const maySee = (visit: Visit, ticket: TicketRow): boolean => mayTriage(factsOf(ticket), actorOf(visit));
const viewerOf = ({ person }: Visit): Viewer => ({
  person: person.id,
  seesRestricted: person.roles.includes('kepala'),
});
const momentOf = ({ knowledge, now }: Needs): words.Moment => ({ unit: knowledge.unit, now: new Date(now()) });
const anyRestricted = (tickets: ListedTicket[]): boolean => tickets.some(({ restricted }) => restricted);
const restrictedIn = ({ mine, unassigned, near }: words.Desk): boolean =>
  anyRestricted([...mine.tickets, ...unassigned.tickets, ...near.tickets]);
