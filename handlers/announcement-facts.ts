import type { AnnouncementRow, BulletinRow } from '../db/announcements.ts';
import { findPendingBulletin } from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { type Facts, nextEvent, type Topic } from './rules/announcement.ts';
import type { BulletinStanding } from './rules/bulletin.ts';
import type { Needs } from './visit.ts';

/** The facts of a row; the database keeps them without looking inside. */
export const factsOf = ({ facts }: Pick<AnnouncementRow, 'facts'>): Facts => facts as Facts;

/** What of a text decides on what can be done with it. */
export const standingOf = (bulletin: BulletinRow, about: AnnouncementRow): BulletinStanding => ({
  kind: bulletin.kind,
  state: bulletin.state,
  version: bulletin.version,
  facts: factsOf(bulletin),
  draftedBy: bulletin.drafted_by,
  changedAt: bulletin.changed_at.getTime(),
  leavesAt: bulletin.leaves_at?.getTime() ?? null,
  about: { kind: about.kind, state: about.state },
});

/** The topic that chats must have chosen to get it; null: all who want anything. */
export const topicOf = ({ audience, kind }: Pick<AnnouncementRow, 'audience' | 'kind'>): Topic | null =>
  audience === 'semua' ? null : kind;

/** The columns of what time brings next for an announcement as it is now. */
export async function nextEventOf(
  tx: Database,
  { knowledge, now }: Pick<Needs, 'knowledge' | 'now'>,
  announcement: Pick<AnnouncementRow, 'id' | 'kind' | 'state' | 'facts' | 'events' | 'announced_at'>,
): Promise<Pick<AnnouncementRow, 'next_event' | 'next_event_at'>> {
  const { id, kind, state, events, announced_at } = announcement;
  const newsPending = (await findPendingBulletin(tx, id)) !== undefined;
  const next = nextEvent(
    {
      kind,
      state,
      facts: factsOf(announcement),
      events,
      newsPending,
      ...(announced_at && { announcedAt: announced_at.getTime() }),
    },
    { now: now(), reminders: knowledge.unit.service.announcements.reminders },
  );
  return { next_event: next?.what ?? null, next_event_at: next ? new Date(next.at) : null };
}
