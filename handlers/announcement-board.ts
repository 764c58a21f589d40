import {
  type AnnouncementRow,
  listAnnouncements,
  listOpenAnnouncements,
  listUnannounced,
} from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { linkToCard } from './announcement-card.ts';
import { announcementsBoard, type Listed, openAnnouncements } from './messages/announcing.ts';
import type { Reply } from './reply.ts';
import { may } from './rules/permission.ts';
import { type Decision, type Needs, type Visit, whisper } from './visit.ts';

/** So many of the last that are over, and of the drafts that wait. */
const PAST_SHOWN = 5;
const DRAFTS_SHOWN = 10;

/** /lpse pengumuman: what runs, what waits, what was, and the ways to announce. */
export async function board(visit: Visit): Promise<Decision> {
  const { needs, incoming } = visit;
  const { db, knowledge } = needs;
  const open = await listOpenAnnouncements(db);
  const past = (await listAnnouncements(db, { most: PAST_SHOWN + open.length })).filter(
    ({ id }) => !open.some((one) => one.id === id),
  );
  const drafts = await listUnannounced(db, DRAFTS_SHOWN);
  const shelves = {
    open: await linked(db, needs, open),
    drafts: await linked(db, needs, drafts),
    past: await linked(db, needs, past.slice(0, PAST_SHOWN)),
  };
  const who = { announces: announces(visit), home: incoming.place.home === true };
  return whisper(visit, announcementsBoard(shelves, who, knowledge.unit));
}

/** What runs and is planned, for the App Home of an officer. */
export async function announcementsAtHome(db: Database, visit: Visit): Promise<Reply> {
  const open = await linked(db, visit.needs, await listOpenAnnouncements(db));
  return openAnnouncements(open, announces(visit), visit.needs.knowledge.unit);
}

const announces = ({ needs, person }: Visit): boolean =>
  needs.announcements !== undefined && may(person.roles, 'press:announce');

async function linked(db: Database, needs: Needs, rows: AnnouncementRow[]): Promise<Listed[]> {
  const listed = [];
  for (const row of rows) listed.push({ ...row, link: await linkToCard(db, needs, row.id) });
  return listed;
}
