import {
  type AnnouncementRow,
  type BulletinRow,
  findAnnouncement,
  findPendingBulletin,
  lockAnnouncement,
  saveAnnouncement,
  saveBulletin,
} from '../db/announcements.ts';
import { type Progress, progressOf } from '../db/broadcasts.ts';
import type { Database } from '../db/database.ts';
import { addFiles } from '../db/files.ts';
import { findPerson, listPeopleWithRole } from '../db/people.ts';
import { linkToCard, noteBelowCard, redrawAnnouncement } from './announcement-card.ts';
import { PREVIEW } from './announcement-drafts.ts';
import { factsOf, nextEventOf, standingOf } from './announcement-facts.ts';
import { sendBulletin, sendByClock } from './announcement-sending.ts';
import { deliveryList } from './delivery-list.ts';
import type { Channel } from './incoming.ts';
import { deliveryReport } from './messages/announcement-card.ts';
import { endsSoon, overdue, pleaseConfirm, serviceWaits, withdrawn } from './messages/announcing.ts';
import { notify } from './notice.ts';
import type { Reply } from './reply.ts';
import { whyNotLeave } from './rules/bulletin.ts';
import { CONFIRMERS } from './rules/permission.ts';
import type { Needs } from './visit.ts';

/** A card on which a broadcast runs is drawn again so often. */
export const SHOWN_EVERY_MS = 4_000;
/** What time brings waits so long after a text that was to leave. */
const AFTERWARDS_MS = 1_000;
/** Who is told directly when an end has passed without a word. */
const WATCHERS = ['asi', 'lpd'] as const;

/** Asks whoever may confirm a preview, once its card stands; not the one who wrote it. */
export async function askToConfirm(tx: Database, needs: Needs, bulletin: BulletinRow): Promise<void> {
  await saveBulletin(tx, bulletin.id, { shown_at: new Date(needs.now()) });
  const announcement = await findAnnouncement(tx, bulletin.announcement);
  const drafter = bulletin.drafted_by === null ? undefined : await findPerson(tx, bulletin.drafted_by);
  if (!announcement) return;
  const asked = pleaseConfirm(
    { number: announcement.number, facts: factsOf(bulletin), bulletin: bulletin.kind },
    drafter?.name ?? '',
    await linkToCard(tx, needs, announcement.id),
  );
  await tellDirectly(tx, CONFIRMERS, asked, bulletin.drafted_by);
}

/** Lets a confirmed text go; one that nobody was there to send in time, and that is not so any more, is a preview again. */
export async function leave(tx: Database, needs: Needs, bulletin: BulletinRow): Promise<void> {
  const announcement = await lockAnnouncement(tx, bulletin.announcement);
  if (!announcement) return;
  if (whyNotLeave(standingOf(bulletin, announcement), needs.now()) === undefined)
    return await sendBulletin(tx, needs, announcement, bulletin);
  await saveBulletin(tx, bulletin.id, { ...PREVIEW, state: 'ditarik', version: bulletin.version + 1 });
  await redrawAnnouncement(tx, needs, announcement);
  await noteBelowCard(tx, needs, announcement.id, withdrawn(bulletin.kind));
}

/** What time brings for an announcement: reminders, start and end of a maintenance, and a word to officers. */
export async function bringEvent(tx: Database, needs: Needs, announcement: AnnouncementRow): Promise<void> {
  // What leaves within a minute goes first: it may call it off, or set another time.
  const pending = await findPendingBulletin(tx, announcement.id);
  if (pending?.leaves_at) {
    const next_event_at = new Date(Math.max(pending.leaves_at.getTime(), needs.now()) + AFTERWARDS_MS);
    await saveAnnouncement(tx, announcement.id, { next_event_at });
    return;
  }
  // A clock that was late may have other things to do by now than it was set for.
  const { next_event: what, next_event_at: at } = await nextEventOf(tx, needs, announcement);
  const isDue = what !== null && at !== null && at.getTime() <= needs.now();
  const brought = isDue ? { ...announcement, events: [...announcement.events, what] } : announcement;
  const saved = await saveAnnouncement(tx, announcement.id, {
    events: brought.events,
    ...(await nextEventOf(tx, needs, brought)),
  });
  if (isDue) await bring(tx, needs, saved, what);
}

async function bring(tx: Database, needs: Needs, announcement: AnnouncementRow, what: string): Promise<void> {
  const facts = factsOf(announcement);
  const { unit } = needs.knowledge;
  const told = { number: announcement.number, facts };
  if (what.startsWith('remind:')) await sendByClock(tx, needs, announcement, 'pengingat');
  else if (what === 'start') await sendByClock(tx, needs, announcement, 'berlangsung');
  else if (what === 'end')
    await sendByClock(tx, needs, announcement, 'pulih', { ...facts, endedAt: facts.endsAt ?? needs.now() });
  else if (what === 'end-soon') await noteBelowCard(tx, needs, announcement.id, endsSoon(told, unit));
  else await callOfficers(tx, needs, announcement);
}

/** The end has passed, and nobody told anything. */
async function callOfficers(tx: Database, needs: Needs, announcement: AnnouncementRow): Promise<void> {
  const { id, number, state } = announcement;
  const told = { number, facts: factsOf(announcement) };
  const { unit } = needs.knowledge;
  // Nobody was there at its start either: it had its time, and officers say how it ended.
  const begun = state === 'terjadwal' ? await saveAnnouncement(tx, id, { state: 'berlangsung' }) : announcement;
  await redrawAnnouncement(tx, needs, begun);
  await noteBelowCard(tx, needs, id, overdue(told, unit, undefined));
  await tellDirectly(tx, WATCHERS, overdue(told, unit, await linkToCard(tx, needs, id)));
}

/** Draws how far a broadcast is; at its end comes the report, with a list of who got it. */
export async function showProgress(tx: Database, needs: Needs, bulletin: BulletinRow): Promise<void> {
  const now = new Date(needs.now());
  // Whoever draws the card at the same moment is waited for: the later drawing has to know what the earlier one knew.
  const announcement = await lockAnnouncement(tx, bulletin.announcement);
  const progress = bulletin.broadcast === null ? undefined : await progressOf(tx, bulletin.broadcast);
  if (!announcement) return;
  const isOver = progress === undefined || progress.endedAt !== null;
  const waits = progress && newPause(bulletin, progress, now);
  await saveBulletin(tx, bulletin.id, { shown_at: now, reported: isOver, ...(waits && { pause_told: waits }) });
  if (waits)
    await noteBelowCard(
      tx,
      needs,
      announcement.id,
      serviceWaits(progress, waits, { perSecond: needs.perSecond, now, unit: needs.knowledge.unit }),
    );
  if (progress && isOver) await report(tx, needs, announcement, bulletin, progress);
  // Nothing moves while officers have it paused.
  if (progress?.state !== 'paused') await redrawAnnouncement(tx, needs, announcement);
}

/** Until when the service wants silence, if officers were not told of that pause; one that only grows a little is the same. */
function newPause({ pause_told }: BulletinRow, { resumesAt }: Progress, now: Date): Date | undefined {
  if (resumesAt === null || resumesAt <= now) return undefined;
  const isTold = pause_told !== null && resumesAt.getTime() - pause_told.getTime() < PAUSE_GROWS_MS;
  return isTold ? undefined : resumesAt;
}
const PAUSE_GROWS_MS = 30_000;

async function report(
  tx: Database,
  needs: Needs,
  announcement: AnnouncementRow,
  bulletin: BulletinRow,
  progress: Progress,
): Promise<void> {
  const { unit } = needs.knowledge;
  await noteBelowCard(tx, needs, announcement.id, deliveryReport(bulletin.kind, progress, { unit }));
  await addFiles(tx, [
    {
      direction: 'packet',
      // A file of no ticket is kept a day for whoever it belongs to: long enough to be posted.
      person: announcement.drafted_by,
      name: `${announcement.number}-${bulletin.kind}-${bulletin.id}.csv`,
      recipe: deliveryList(announcement.id, bulletin, progress.id, unit),
    },
  ]);
}

async function tellDirectly(
  tx: Database,
  roles: readonly string[],
  reply: Reply,
  besides: number | null = null,
): Promise<void> {
  for (const { id, channel, address } of await listPeopleWithRole(tx, 'slack', roles))
    if (id !== besides) await notify(tx, { channel: channel as Channel, chat: address, audience: 'private' }, reply);
}
