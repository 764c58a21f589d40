import {
  type AnnouncementRow,
  addBulletin,
  type BulletinRow,
  saveAnnouncement,
  saveBulletin,
} from '../db/announcements.ts';
import { addBroadcast } from '../db/broadcasts.ts';
import type { Database } from '../db/database.ts';
import { onAnnounced, onOver } from './announced-tickets.ts';
import { cardSubject, noteBelowCard, redrawAnnouncement, replyOf } from './announcement-card.ts';
import { factsOf, nextEventOf, topicOf } from './announcement-facts.ts';
import { left } from './messages/announcing.ts';
import { type BulletinKind, eventsKept, type Facts, stateAfter } from './rules/announcement.ts';
import type { Needs } from './visit.ts';

/** Lets a text go: from then on it is what holds, and its broadcast runs. */
export async function sendBulletin(
  tx: Database,
  needs: Needs,
  announcement: AnnouncementRow,
  bulletin: BulletinRow,
): Promise<void> {
  const at = new Date(needs.now());
  const version = announcement.version + 1;
  const broadcast = await addBroadcast(
    tx,
    {
      subject: `bulletin:${bulletin.id}`,
      thread: cardSubject(announcement.id),
      edits: bulletin.kind === 'koreksi',
      reply: replyOf(needs, announcement, bulletin, version),
      topic: topicOf(announcement),
    },
    at,
  );
  await saveBulletin(tx, bulletin.id, { state: 'dikirim', broadcast: broadcast ?? null, shown_at: at });
  const now = await moveOn(tx, needs, announcement, { bulletin: bulletin.kind, facts: factsOf(bulletin), version, at });
  await noteBelowCard(tx, needs, announcement.id, left(bulletin.kind, version, at, needs.knowledge.unit));
  if (announcement.announced_at === null && now.kind === 'gangguan') await onAnnounced(tx, needs, now);
  if (announcement.closed_at === null && now.closed_at !== null) await onOver(tx, needs, now);
  await redrawAnnouncement(tx, needs, now);
}

/** What time tells by itself: nobody drafts it, it was confirmed with the announcement. */
export async function sendByClock(
  tx: Database,
  needs: Needs,
  announcement: AnnouncementRow,
  kind: BulletinKind,
  facts: Facts = factsOf(announcement),
): Promise<void> {
  const bulletin = await addBulletin(tx, {
    announcement: announcement.id,
    kind,
    state: 'dikirim',
    facts,
    note: '',
    drafted_by: null,
    made_at: new Date(needs.now()),
  });
  await sendBulletin(tx, needs, announcement, bulletin);
}

/** What holds once a text has gone out. */
async function moveOn(
  tx: Database,
  needs: Needs,
  announcement: AnnouncementRow,
  { bulletin, facts, version, at }: { bulletin: BulletinKind; facts: Facts; version: number; at: Date },
): Promise<AnnouncementRow> {
  const state = stateAfter(bulletin, announcement);
  const isOver = state === 'pulih' || state === 'batal';
  const told = {
    state,
    facts,
    version,
    starts_at: new Date(facts.startsAt),
    ends_at: facts.endsAt === undefined ? null : new Date(facts.endsAt),
    announced_at: announcement.announced_at ?? at,
    closed_at: isOver ? (announcement.closed_at ?? at) : null,
    events: eventsKept(announcement.events, factsOf(announcement), facts),
  };
  return await saveAnnouncement(tx, announcement.id, {
    ...told,
    ...(await nextEventOf(tx, needs, { ...announcement, ...told })),
  });
}
