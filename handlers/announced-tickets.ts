import {
  type AffectedTicket,
  linkTickets,
  listAffected,
  listOpenReports,
  unlinkTickets,
} from '../db/announced-tickets.ts';
import { type AnnouncementRow, listOpenAnnouncements } from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { addLetters, type Letter } from '../db/outbox.ts';
import { findTicket } from '../db/tickets.ts';
import { factsOf } from './announcement-facts.ts';
import { calledOffNote, calledOffNotice, overNote, overNotice } from './messages/running-trouble.ts';
import type { Reply } from './reply.ts';
import { isReportOf, type Reported } from './rules/affected.ts';
import type { Category, Kind } from './rules/ticket.ts';
import { redrawCard } from './ticket-card.ts';
import { deskOf } from './ticket-places.ts';
import type { Needs } from './visit.ts';

/** The cards of more tickets are not drawn again at once: whoever writes to the bot meanwhile would wait. */
const DRAWN_AT_ONCE = 50;

/** What of an announcement counts for tickets. */
export type AnnouncedMatter = Pick<
  AnnouncementRow,
  'id' | 'number' | 'kind' | 'state' | 'facts' | 'starts_at' | 'storm'
>;

/** The announcement that runs now and that a new ticket is about; undefined when it is about none. */
export async function announcementOf(db: Database, reported: Reported): Promise<AnnouncementRow | undefined> {
  const open = await listOpenAnnouncements(db);
  return open.find(
    (announcement) => announcement.state === 'berlangsung' && isReportOf(factsOf(announcement).services, reported),
  );
}

/** An outage was announced for the first time: open tickets about it since it began, and those of its storm, belong to it. */
export async function onAnnounced(tx: Database, needs: Needs, announcement: AnnouncedMatter): Promise<void> {
  const { id, storm, starts_at: since } = announcement;
  const { services } = factsOf(announcement);
  const open = await listOpenReports(tx, { since, storm });
  const linked = open
    .filter(
      ({ kind, category, storm: its, ...report }) =>
        (storm !== null && its === storm) ||
        isReportOf(services, { ...report, kind: kind as Kind, category: category as Category }),
    )
    .map((ticket) => ticket.id);
  await linkTickets(tx, id, linked);
  await redrawCards(tx, needs, linked);
}

/**
 * It is over (`state` is 'pulih' or 'batal'): whoever reported it is asked whether it works again, or told that it was called
 * off, and the thread of each ticket says so. Nobody's words go out before those who wait for an answer have theirs.
 */
export async function onOver(tx: Database, needs: Needs, announcement: AnnouncedMatter): Promise<void> {
  const isCalledOff = announcement.state === 'batal';
  const affected = await listAffected(tx, announcement.id);
  await addLetters(
    tx,
    affected.flatMap((ticket) => [
      ...toReporter(ticket, isCalledOff ? calledOffNotice(ticket, announcement) : overNotice(ticket, announcement)),
      ...intoThread(
        needs,
        ticket,
        isCalledOff ? calledOffNote(announcement) : overNote(announcement, ticket.chat !== null, ticket),
      ),
    ]),
  );
  if (!isCalledOff) return;
  await unlinkTickets(tx, announcement.id);
  await redrawCards(
    tx,
    needs,
    affected.map(({ id }) => id),
  );
}

function toReporter({ id, restricted, channel, chat }: AffectedTicket, reply: Reply): Letter[] {
  if (channel === null || chat === null) return [];
  const place = { channel, chat, audience: 'private' };
  return [{ lane: 2, channel, chat, place, reply, ticket: id, confidential: restricted }];
}

function intoThread(needs: Needs, ticket: AffectedTicket, reply: Reply): Letter[] {
  const place = deskOf(needs, ticket);
  if (!place) return [];
  const { channel, chat } = place;
  const under = `ticket:${ticket.merged_into ?? ticket.id}`;
  return [{ lane: 2, channel, chat, place, reply, under, ticket: ticket.id, confidential: ticket.restricted }];
}

async function redrawCards(tx: Database, needs: Needs, tickets: number[]): Promise<void> {
  for (const id of tickets.slice(0, DRAWN_AT_ONCE)) {
    const ticket = await findTicket(tx, id);
    if (ticket) await redrawCard(tx, needs, ticket);
  }
}
