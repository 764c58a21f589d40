import {
  type AnnouncementRow,
  type BulletinRow,
  findPendingBulletin,
  listCardlessAnnouncements,
  listSentBulletins,
  lockAnnouncement,
} from '../db/announcements.ts';
import { progressOf } from '../db/broadcasts.ts';
import type { Database } from '../db/database.ts';
import { moveHeld, sentRef } from '../db/outbox.ts';
import { findPerson } from '../db/people.ts';
import { countAudience } from '../db/subscriptions.ts';
import { factsOf, topicOf } from './announcement-facts.ts';
import { bulletinReply } from './messages/announcement.ts';
import { announcementCard, type CardBulletin } from './messages/announcement-card.ts';
import { notify } from './notice.ts';
import type { Reply } from './reply.ts';
import type { Needs } from './visit.ts';

/** What letters call the card of an announcement. */
export const cardSubject = (announcement: number): string => `announcement:${announcement}`;

/** Posts the card of an announcement, or draws the one that stands there again from what is stored. */
export async function redrawAnnouncement(tx: Database, needs: Needs, announcement: AnnouncementRow): Promise<void> {
  const { announcements: place } = needs;
  if (!place) return;
  const subject = cardSubject(announcement.id);
  // What was to stand below a card elsewhere, where none can be posted any more, waits for this one.
  await moveHeld(tx, subject, place);
  await notify(tx, place, await cardOf(tx, needs, announcement), { subject });
}

/** Posts the cards that are missing: the channel was away, or is another one now. */
export async function postMissingAnnouncements(needs: Needs): Promise<void> {
  if (!needs.announcements) return;
  for (const id of await listCardlessAnnouncements(needs.db, needs.announcements))
    await needs.db.transaction(async (tx) => {
      const announcement = await lockAnnouncement(tx, id);
      if (announcement) await redrawAnnouncement(tx, needs, announcement);
    });
}

/** A note below the card, for all officers. */
export async function noteBelowCard(
  tx: Database,
  { announcements: place }: Pick<Needs, 'announcements'>,
  announcement: number,
  reply: Reply,
): Promise<void> {
  if (place) await notify(tx, place, reply, { under: cardSubject(announcement) });
}

/** The address of the card of an announcement; undefined where it does not stand yet, or nothing has addresses. */
export async function linkToCard(
  db: Database,
  { announcements: place, linkTo }: Pick<Needs, 'announcements' | 'linkTo'>,
  announcement: number,
): Promise<string | undefined> {
  const ref = place && (await sentRef(db, place.channel, place.chat, cardSubject(announcement)));
  return place && ref !== undefined ? linkTo(place.channel, place.chat, ref) : undefined;
}

/** A text exactly as chats get it. `version`: how many went out with it. */
export const replyOf = (
  { knowledge, statusUrl }: Pick<Needs, 'knowledge' | 'statusUrl'>,
  { number, kind }: Pick<AnnouncementRow, 'number' | 'kind'>,
  bulletin: Pick<BulletinRow, 'kind' | 'facts' | 'note'>,
  version: number,
): Reply =>
  bulletinReply({
    number,
    kind,
    bulletin: bulletin.kind,
    facts: factsOf(bulletin),
    note: bulletin.note,
    version,
    unit: knowledge.unit,
    statusUrl,
  });

async function cardOf(db: Database, needs: Needs, announcement: AnnouncementRow): Promise<Reply> {
  const pending = await findPendingBulletin(db, announcement.id);
  const last = (await listSentBulletins(db, announcement.id)).at(-1);
  const drawn = async (row: BulletinRow, version: number): Promise<CardBulletin> => ({
    row,
    blocks: replyOf(needs, announcement, row, version).blocks,
    drafter: await nameOf(db, row.drafted_by),
    confirmer: await nameOf(db, row.confirmed_by),
  });
  return announcementCard({
    announcement,
    ...(pending && {
      pending: {
        ...(await drawn(pending, announcement.version + 1)),
        recipients: await countAudience(db, topicOf(announcement)),
      },
    }),
    ...(last && {
      last: {
        ...(await drawn(last, announcement.version)),
        progress: last.broadcast === null ? undefined : await progressOf(db, last.broadcast),
      },
    }),
    perSecond: needs.perSecond,
    unit: needs.knowledge.unit,
    now: new Date(needs.now()),
  });
}

const nameOf = async (db: Database, person: number | null): Promise<string | undefined> =>
  person === null ? undefined : (await findPerson(db, person))?.name;
