import type { Database } from './database.ts';

/** A ticket as stored. The meaning of the columns stands in migrations/0003_tiket.sql. */
export type TicketRow = {
  id: number;
  number: string;
  reporter: number | null;
  reporter_name: string;
  contact: string | null;
  origin: string;
  kind: string;
  category: string;
  package_code: string | null;
  description: string;
  original: string | null;
  urgent: boolean;
  beyond_authority: string | null;
  restricted: boolean;
  priority: number;
  state: string;
  bidang: string;
  assignee: number | null;
  with_bot: boolean;
  attended: boolean;
  merged_into: number | null;
  answer: number | null;
  resolution: string | null;
  lkpp_ground: string | null;
  lkpp_number: string | null;
  opened_at: Date;
  counted_from: Date;
  responded_at: Date | null;
  resolved_at: Date | null;
  closed_at: Date | null;
  changed_at: Date;
  spent_ms: number;
  running_since: Date | null;
  lkpp_ms: number;
  lkpp_since: Date | null;
  response_due: Date | null;
  resolution_due: Date | null;
  alarms: string[];
  next_alarm: string | null;
  next_alarm_at: Date | null;
  stars: number | null;
  stars_comment: string | null;
  storm: number | null;
  /** The announced outage or maintenance that it is about. */
  announcement: number | null;
};

/** What a ticket begins with. */
export type NewTicket = Pick<
  TicketRow,
  | 'number'
  | 'reporter'
  | 'reporter_name'
  | 'contact'
  | 'origin'
  | 'kind'
  | 'category'
  | 'package_code'
  | 'description'
  | 'original'
  | 'urgent'
  | 'beyond_authority'
  | 'restricted'
  | 'priority'
  | 'bidang'
  | 'answer'
  | 'opened_at'
> & { key: string };

/** The columns that change after it was opened. */
export type TicketChange = Partial<
  Omit<TicketRow, 'id' | 'number' | 'reporter' | 'reporter_name' | 'origin' | 'opened_at' | 'attended'>
>;

/** A row of the record of a ticket. */
export type TicketEvent = {
  ticket: number;
  at: Date;
  person: number | null;
  source: 'telegram' | 'slack' | 'clock';
  deed: string;
  state_before: string | null;
  state_after: string;
  /** Holds no words of people. */
  detail?: object;
};

const COLUMNS = `id, number, reporter, reporter_name, contact, origin, kind, category, package_code, description, original,
  urgent, beyond_authority, restricted, priority, state, bidang, assignee, with_bot, attended, merged_into, answer,
  resolution, lkpp_ground, lkpp_number, opened_at, counted_from, responded_at, resolved_at, closed_at, changed_at,
  spent_ms::float8 AS spent_ms, running_since, lkpp_ms::float8 AS lkpp_ms, lkpp_since, response_due, resolution_due,
  alarms, next_alarm, next_alarm_at, stars, stars_comment, storm, announcement`;

/** Takes the next number of a year; the first is 1. Others who want one wait until the transaction ends. */
export async function takeTicketNumber(tx: Database, year: number): Promise<number> {
  const [row] = await tx.query<{ last: number }>(
    `INSERT INTO ticket_numbers (year, last) VALUES ($1, 1)
     ON CONFLICT (year) DO UPDATE SET last = ticket_numbers.last + 1 RETURNING last`,
    [year],
  );
  return row?.last ?? 1;
}

/** Stores a new ticket. */
export async function addTicket(tx: Database, ticket: NewTicket): Promise<TicketRow> {
  const [row] = await tx.query<TicketRow>(
    `INSERT INTO tickets (number, key, reporter, reporter_name, contact, origin, kind, category, package_code, description,
       original, urgent, beyond_authority, restricted, priority, bidang, answer, opened_at, counted_from, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $18) RETURNING ${COLUMNS}`,
    [
      ticket.number,
      ticket.key,
      ticket.reporter,
      ticket.reporter_name,
      ticket.contact,
      ticket.origin,
      ticket.kind,
      ticket.category,
      ticket.package_code,
      ticket.description,
      ticket.original,
      ticket.urgent,
      ticket.beyond_authority,
      ticket.restricted,
      ticket.priority,
      ticket.bidang,
      ticket.answer,
      ticket.opened_at,
    ],
  );
  return row as TicketRow;
}

/** The ticket that this incoming key opened before; undefined when it opened none. */
export async function findTicketOfKey(db: Database, key: string): Promise<TicketRow | undefined> {
  const [row] = await db.query<TicketRow>(`SELECT ${COLUMNS} FROM tickets WHERE key = $1`, [key]);
  return row;
}

/** The ticket of that number of the row; undefined when there is none. */
export async function findTicket(db: Database, id: number): Promise<TicketRow | undefined> {
  const [row] = await db.query<TicketRow>(`SELECT ${COLUMNS} FROM tickets WHERE id = $1`, [id]);
  return row;
}

/** The ticket that people call by that number, e.g. L-2026-00042. */
export async function findTicketNumbered(db: Database, number: string): Promise<TicketRow | undefined> {
  const [row] = await db.query<TicketRow>(`SELECT ${COLUMNS} FROM tickets WHERE number = $1`, [number]);
  return row;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockTicket(tx: Database, id: number): Promise<TicketRow | undefined> {
  const [row] = await tx.query<TicketRow>(`SELECT ${COLUMNS} FROM tickets WHERE id = $1 FOR UPDATE`, [id]);
  return row;
}

/** Changes columns of a ticket; gives it as it is then. */
export async function saveTicket(tx: Database, id: number, change: TicketChange): Promise<TicketRow> {
  const columns = Object.keys(change);
  const [row] = await tx.query<TicketRow>(
    `UPDATE tickets SET ${columns.map((column, at) => `${column} = $${at + 2}`).join(', ')} WHERE id = $1 RETURNING ${COLUMNS}`,
    [id, ...Object.values(change)],
  );
  return row as TicketRow;
}

/** Adds to the record of a ticket. Rows of it can be neither changed nor removed. */
export async function addTicketEvent(
  tx: Database,
  { ticket, at, person, source, deed, state_before, state_after, detail = {} }: TicketEvent,
): Promise<void> {
  await tx.query(
    `INSERT INTO ticket_events (ticket, at, person, source, deed, state_before, state_after, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [ticket, at, person, source, deed, state_before, state_after, JSON.stringify(detail)],
  );
}

/** The record of a ticket, oldest first; `name` is that of the person. */
export async function listTicketEvents(
  db: Database,
  ticket: number,
): Promise<(Required<TicketEvent> & { name: string | null; detail: Record<string, unknown> })[]> {
  return await db.query(
    `SELECT ticket, at, person, source, deed, state_before, state_after, detail, people.name
     FROM ticket_events LEFT JOIN people ON people.id = ticket_events.person
     WHERE ticket = $1 ORDER BY ticket_events.id`,
    [ticket],
  );
}

/** What of a ticket stands in a list. `due`: what has to be done next is due then; null while its clock is paused. */
export type ListedTicket = Pick<
  TicketRow,
  | 'id'
  | 'number'
  | 'state'
  | 'kind'
  | 'category'
  | 'priority'
  | 'bidang'
  | 'reporter_name'
  | 'assignee'
  | 'restricted'
  | 'opened_at'
  | 'response_due'
  | 'resolution_due'
  | 'merged_into'
> & { assignee_name: string | null; due: Date | null };

/** As in the indexes: an expression that differs is not served by them. */
const DUE = 'least(tickets.response_due, tickets.resolution_due)';
const OPEN = 'tickets.resolved_at IS NULL AND tickets.closed_at IS NULL';

const LISTED = `tickets.id, tickets.number, tickets.state, tickets.kind, tickets.category, tickets.priority, tickets.bidang,
  tickets.reporter_name, tickets.assignee, tickets.restricted, tickets.opened_at, tickets.response_due,
  tickets.resolution_due, ${DUE} AS due, tickets.merged_into, people.name AS assignee_name`;
const LISTED_FROM = 'FROM tickets LEFT JOIN people ON people.id = tickets.assignee';

/** Whose eyes a list is for: restricted tickets are in it only for those who may see them. */
export type Viewer = { person: number; seesRestricted: boolean };
/** $1 and $2 are the viewer. */
const VISIBLE = '(NOT tickets.restricted OR $2 OR tickets.assignee = $1)';

/** A person's own tickets, latest first, from after the ticket `before` (absent: from the latest). */
export async function listReported(
  db: Database,
  reporter: number,
  { most, before }: { most: number; before?: number },
): Promise<ListedTicket[]> {
  return await db.query(
    `SELECT ${LISTED} ${LISTED_FROM} WHERE tickets.reporter = $1 AND ($2::integer IS NULL OR tickets.id < $2)
     ORDER BY tickets.id DESC LIMIT $3`,
    [reporter, before ?? null, most],
  );
}

/** Which open tickets are wanted. */
export type OpenTickets = { assignee: number } | { unassigned: true } | { dueBefore: Date } | { bidang: string };

/** Open tickets, the next to be due first, those whose clock is paused last. */
export async function listOpen(
  db: Database,
  viewer: Viewer,
  which: OpenTickets,
  most: number,
): Promise<ListedTicket[]> {
  const [condition, value] = conditionOf(which);
  return await db.query(
    `SELECT ${LISTED} ${LISTED_FROM} WHERE ${OPEN} AND ${VISIBLE} AND ${condition} ORDER BY ${DUE}, tickets.id LIMIT $3`,
    [viewer.person, viewer.seesRestricted, most, ...value],
  );
}

function conditionOf(which: OpenTickets): [string, unknown[]] {
  if ('assignee' in which) return ['tickets.assignee = $4', [which.assignee]];
  if ('bidang' in which) return ['tickets.bidang = $4', [which.bidang]];
  if ('dueBefore' in which) return [`${DUE} < $4`, [which.dueBefore]];
  return ['tickets.assignee IS NULL', []];
}

/** How many open tickets of a Bidang are in a state, and of those: the viewer's, nobody's, due before `now` and `soon`. */
export type OpenCount = {
  bidang: string;
  state: string;
  count: number;
  mine: number;
  unassigned: number;
  late: number;
  /** The late ones among them. */
  soon: number;
};

/** How many open tickets there are, by Bidang and state. */
export async function countOpen(
  db: Database,
  viewer: Viewer,
  { now, soon }: { now: Date; soon: Date },
): Promise<OpenCount[]> {
  return await db.query(
    `SELECT bidang, state, count(*)::integer AS count,
       count(*) FILTER (WHERE assignee = $1)::integer AS mine,
       count(*) FILTER (WHERE assignee IS NULL)::integer AS unassigned,
       count(*) FILTER (WHERE ${DUE} < $3)::integer AS late,
       count(*) FILTER (WHERE ${DUE} < $4)::integer AS soon
     FROM tickets WHERE ${OPEN} AND ${VISIBLE} GROUP BY bidang, state ORDER BY bidang, state`,
    [viewer.person, viewer.seesRestricted, now, soon],
  );
}

/** So many of the latest tickets are read one by one for words, before all are looked up. */
const READ_FIRST = 500;

/**
 * Tickets with that package code or with all those words in them, latest first. A word that stands in many is found among
 * the latest, one that stands in few by the index of words: neither way has to sort all that have it.
 */
export async function searchTickets(
  db: Database,
  viewer: Viewer,
  { words, packageCode }: { words: string; packageCode?: string | undefined },
  most: number,
): Promise<ListedTicket[]> {
  const ofWords = `tickets.words @@ plainto_tsquery('indonesian', $3) AND ${VISIBLE}`;
  const ofPackage = `tickets.package_code = $5 AND ${VISIBLE}`;
  return await db.transaction(async (tx) => {
    const found = (ids: string) =>
      tx.query<ListedTicket>(
        `WITH found AS MATERIALIZED (${ids} ORDER BY id DESC LIMIT $4)
         SELECT ${LISTED} ${LISTED_FROM} JOIN found ON found.id = tickets.id ORDER BY tickets.id DESC`,
        [viewer.person, viewer.seesRestricted, words, most, packageCode ?? null],
      );
    const latest = await found(
      `SELECT id FROM (SELECT * FROM tickets ORDER BY id DESC LIMIT ${READ_FIRST}) AS tickets
       WHERE (${ofWords}) OR (${ofPackage})`,
    );
    if (latest.length >= most) return latest;
    // The index of words can be used in no other way, and the embedded database does without unless told.
    await tx.query('SET LOCAL enable_bitmapscan = on');
    return await found(`SELECT id FROM tickets WHERE ${ofWords} UNION SELECT id FROM tickets WHERE ${ofPackage}`);
  });
}

/** Nobody's eyes: what everybody in the channel may read. */
const FOR_ALL: Viewer = { person: 0, seesRestricted: false };

/** What can be told of the open tickets to all officers at once, by Bidang and state; nothing of restricted ones. */
export async function countOpenForAll(db: Database, times: { now: Date; soon: Date }): Promise<OpenCount[]> {
  return await countOpen(db, FOR_ALL, times);
}

/** The unrestricted open tickets that are due next. */
export async function listOpenForAll(db: Database, most: number): Promise<ListedTicket[]> {
  return await db.query(
    `SELECT ${LISTED} ${LISTED_FROM} WHERE ${OPEN} AND NOT tickets.restricted AND ${DUE} IS NOT NULL
     ORDER BY ${DUE}, tickets.id LIMIT $1`,
    [most],
  );
}

/** An open ticket that stands still since then; `count` is how many there are in all. */
export type StandingTicket = { id: number; number: string; since: Date; lkpp_number: string | null; count: number };

/** Unrestricted tickets that have waited for their reporter since before `before`, the longest first. */
export async function listWaiting(db: Database, before: Date, most: number): Promise<StandingTicket[]> {
  return await db.query(
    `SELECT tickets.id, number, lkpp_number, asked.at AS since, count(*) OVER ()::integer AS count
     FROM tickets CROSS JOIN LATERAL (
       SELECT max(at) AS at FROM ticket_events
       WHERE ticket = tickets.id AND state_after = 'menunggu_pengguna' AND state_before <> state_after) AS asked
     WHERE state = 'menunggu_pengguna' AND NOT restricted AND asked.at < $1 ORDER BY asked.at, tickets.id LIMIT $2`,
    [before, most],
  );
}

/** Unrestricted tickets that are at LKPP, the longest first. */
export async function listAtLkpp(db: Database, most: number): Promise<StandingTicket[]> {
  return await db.query(
    `SELECT id, number, lkpp_number, lkpp_since AS since, count(*) OVER ()::integer AS count
     FROM tickets WHERE state = 'di_lkpp' AND NOT restricted ORDER BY lkpp_since, id LIMIT $1`,
    [most],
  );
}

/** How many unrestricted tickets came since then, and how many ended; merged ones end with the other. */
export async function countTurnover(
  db: Database,
  since: Date,
): Promise<{ came: number; resolved: number; rejected: number }> {
  const [row] = await db.query<{ came: number; resolved: number; rejected: number }>(
    `SELECT (SELECT count(*)::integer FROM tickets WHERE opened_at >= $1 AND NOT restricted) AS came,
       count(*) FILTER (WHERE state <> 'ditolak')::integer AS resolved,
       count(*) FILTER (WHERE state = 'ditolak')::integer AS rejected
     FROM tickets WHERE resolved_at >= $1 AND NOT restricted AND merged_into IS NULL`,
    [since],
  );
  return row ?? { came: 0, resolved: 0, rejected: 0 };
}

/** Storms that went on after `since`, the largest first. */
export async function listStormsSince(
  db: Database,
  since: Date,
): Promise<{ id: number; category: string; began_at: Date; count: number }[]> {
  return await db.query(
    `SELECT storms.id, storms.category, storms.began_at, count(tickets.id)::integer AS count
     FROM storms LEFT JOIN tickets ON tickets.storm = storms.id
     WHERE last_at >= $1 GROUP BY storms.id ORDER BY count DESC, storms.id`,
    [since],
  );
}

/** Tickets that were merged into that one. */
export async function listMerged(db: Database, into: number): Promise<TicketRow[]> {
  return await db.query(`SELECT ${COLUMNS} FROM tickets WHERE merged_into = $1 ORDER BY id`, [into]);
}

/** Tickets whose alarm is due; nobody else gets them until the transaction ends. */
export async function lockAlarming(tx: Database, now: Date, most: number): Promise<TicketRow[]> {
  return await tx.query(
    `SELECT ${COLUMNS} FROM tickets WHERE next_alarm_at <= $1 ORDER BY next_alarm_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, most],
  );
}

/** Open tickets that have no card in that chat, nor one on its way: ids, oldest first. */
export async function listCardless(
  db: Database,
  { channel, chat, restricted }: { channel: string; chat: string; restricted: boolean },
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `SELECT id FROM tickets WHERE resolved_at IS NULL AND closed_at IS NULL AND restricted = $3
       AND NOT EXISTS (
         SELECT FROM outbox WHERE outbox.channel = $1 AND outbox.chat = $2 AND outbox.subject = 'ticket:' || tickets.id
           AND outbox.state IN ('due', 'held', 'sending', 'sent', 'unsure', 'refused'))
     ORDER BY id`,
    [channel, chat, restricted],
  );
  return rows.map(({ id }) => id);
}

/** It ended before $1, and so did the one that it was merged into. */
const ENDED_BEFORE = `coalesce(tickets.closed_at, tickets.resolved_at) < $1 AND NOT EXISTS (
  SELECT FROM tickets AS main WHERE main.id = tickets.merged_into
    AND coalesce(main.closed_at, main.resolved_at, 'infinity') >= $1)`;

/** Forgets what was typed, with personal data in it, of tickets that ended before `before`. */
export async function forgetOriginals(db: Database, before: Date): Promise<void> {
  await db.query(
    `UPDATE ticket_messages SET original = NULL FROM tickets
     WHERE tickets.id = ticket_messages.ticket AND ticket_messages.original IS NOT NULL AND ${ENDED_BEFORE}`,
    [before],
  );
  await db.query(
    `UPDATE tickets SET original = NULL, contact = NULL
     WHERE (original IS NOT NULL OR contact IS NOT NULL) AND ${ENDED_BEFORE}`,
    [before],
  );
}
