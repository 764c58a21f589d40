import {
  type AnnouncementRow,
  findAnnouncement,
  listAnnouncements,
  listOpenAnnouncements,
  listSentBulletins,
} from '../db/announcements.ts';
import { factsOf } from './announcement-facts.ts';
import { outdated } from './messages/citizen.ts';
import * as messages from './messages/running-trouble.ts';
import { speaksOfTrouble } from './rules/about-trouble.ts';
import { mayBeAbout } from './rules/affected.ts';
import { type Decision, type Needs, type Visit, whisper } from './visit.ts';

/** Older ones are on the status page. */
const LISTED = 10;

/** /status: whether anything is out of order now. */
export async function statusCommand(visit: Visit): Promise<Decision> {
  const { db, knowledge, now, statusUrl } = visit.needs;
  const open = (await listOpenAnnouncements(db)).map(announced);
  return whisper(visit, messages.statusNow(open, new Date(now()), knowledge.unit, statusUrl));
}

/** /pengumuman: what was announced lately. */
export async function announcementsCommand(visit: Visit): Promise<Decision> {
  const { db, knowledge, statusUrl } = visit.needs;
  const latest = (await listAnnouncements(db, { most: LISTED })).map(announced);
  return whisper(visit, messages.announcementList(latest, knowledge.unit, statusUrl));
}

/** One announcement with all that was told of it. One that nobody was told of yet is not there. */
export async function showAnnouncement(visit: Visit, id: number): Promise<Decision> {
  const { db, knowledge, statusUrl } = visit.needs;
  const row = await findAnnouncement(db, id);
  if (!row?.announced_at) return whisper(visit, outdated());
  const told = (await listSentBulletins(db, id)).map((text, at) => ({
    kind: text.kind,
    at: text.leaves_at ?? text.made_at,
    facts: factsOf(text),
    note: text.note,
    version: at + 1,
  }));
  return whisper(visit, messages.announcementInFull(announced(row), told, knowledge.unit, statusUrl));
}

/**
 * What runs now and a message may be about; nothing when it does not speak of trouble.
 * @param complains the message was taken for a complaint
 */
export async function troubleIn({ db }: Needs, text: string, complains: boolean): Promise<messages.Announced[]> {
  if (!speaksOfTrouble(text, complains)) return [];
  const open = (await listOpenAnnouncements(db)).map(announced);
  return open.filter(({ state, facts }) => state === 'berlangsung' && mayBeAbout(facts.services, text));
}

const announced = (row: AnnouncementRow): messages.Announced => ({
  id: row.id,
  number: row.number,
  kind: row.kind,
  state: row.state,
  facts: factsOf(row),
});
