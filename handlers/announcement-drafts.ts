import {
  type AnnouncementRow,
  addAnnouncement,
  addBulletin,
  type BulletinRow,
  findBulletin,
  findOfStorm,
  findPendingBulletin,
  lockAnnouncement,
  lockKind,
  saveAnnouncement,
  saveBulletin,
  takeAnnouncementNumber,
} from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { linkToCard, noteBelowCard, redrawAnnouncement } from './announcement-card.ts';
import { nextEventOf } from './announcement-facts.ts';
import type { Asked } from './announcement-reading.ts';
import type { Place } from './incoming.ts';
import { type Deed, deedBelow, drafted, type HINDERED, refused, stormAnnounced } from './messages/announcing.ts';
import type { Reply } from './reply.ts';
import { announcementNumber, type Facts, firstBulletin, newsFor } from './rules/announcement.ts';
import { type BulletinRefusal, whyNotChange } from './rules/bulletin.ts';
import { aloneIn, type Decision, type Visit } from './visit.ts';

type Of<What extends Asked['what']> = Extract<Asked, { what: What }>;

/** A new announcement: its card stands with a preview, and nothing is sent. */
export const draftNew = (visit: Visit, { kind, storm, facts, audience }: Of<'new'>): Decision => {
  const { needs, person } = visit;
  return async (tx) => {
    if (!needs.announcements) return toOneself(visit, refused('no-desk'));
    // Two officers may announce the same storm at once.
    await lockKind(tx, kind);
    const other = storm === null ? undefined : await findOfStorm(tx, storm);
    if (other) return toOneself(visit, stormAnnounced(other.number, await linkToCard(tx, needs, other.id)));
    const now = needs.now();
    const year = Number(needs.calendar.dayOf(now).date.slice(0, 4));
    const announcement = await addAnnouncement(tx, {
      number: announcementNumber(kind, year, await takeAnnouncementNumber(tx, kind, year)),
      kind,
      ...timesOf(facts),
      facts,
      audience,
      storm,
      drafted_by: person.id,
      made_at: new Date(now),
    });
    await addDraft(tx, visit, announcement, { bulletin: firstBulletin(kind, facts, now), facts, note: '' });
    return toOneself(visit, drafted(announcement.number));
  };
};

/** News about an announcement, as a preview. */
export const draftNews = (visit: Visit, { announcement: id, bulletin, facts, note }: Of<'news'>): Decision => {
  const { needs } = visit;
  return async (tx) => {
    const announcement = await lockAnnouncement(tx, id);
    if (!announcement) return toOneself(visit, refused('unknown'));
    if (!newsFor(announcement).includes(bulletin)) return toOneself(visit, refused('not-now'));
    if (await findPendingBulletin(tx, id)) return toOneself(visit, refused('pending'));
    await addDraft(tx, visit, announcement, { bulletin, facts, note });
    // That it is over is not told by itself while somebody is about to tell something else.
    await saveAnnouncement(tx, id, await nextEventOf(tx, needs, announcement));
    return toOneself(visit, drafted(announcement.number));
  };
};

/** A preview that is written anew: whoever did so is its author now, and buttons below the earlier one do nothing. */
export const changeDraft = (visit: Visit, change: Of<'change'>): Decision => {
  const { bulletin: id, facts, audience, note } = change;
  const { needs, person } = visit;
  return onText(visit, id, async (tx, { bulletin, announcement }) => {
    const why = whyNotChange(bulletin);
    if (why) return why;
    // Of two who sent their changes at once, the second has not seen the first's.
    if (bulletin.version !== change.version) return 'changed';
    const isFirst = announcement.state === 'rancangan';
    const kind = isFirst ? firstBulletin(announcement.kind, facts, needs.now()) : bulletin.kind;
    await saveBulletin(tx, id, {
      ...PREVIEW,
      kind,
      facts,
      note,
      version: bulletin.version + 1,
      drafted_by: person.id,
      changed_at: new Date(needs.now()),
    });
    const now = isFirst
      ? await saveAnnouncement(tx, announcement.id, { facts, ...timesOf(facts), ...(audience && { audience }) })
      : announcement;
    await redrawAnnouncement(tx, needs, now);
    await tellBelow(tx, visit, bulletin, { kind: 'changed' });
    return undefined;
  });
};

/** A preview that is not wanted. */
export const discard = (visit: Visit, id: number): Decision => {
  const { needs } = visit;
  return onText(visit, id, async (tx, { bulletin, announcement }) => {
    const why = whyNotChange(bulletin);
    if (why) return why;
    await saveBulletin(tx, id, { state: 'dibuang' });
    const isFirst = announcement.state === 'rancangan';
    const now = await saveAnnouncement(
      tx,
      announcement.id,
      isFirst ? { state: 'dibuang' } : await nextEventOf(tx, needs, announcement),
    );
    await redrawAnnouncement(tx, needs, now);
    await tellBelow(tx, visit, bulletin, { kind: 'discarded' });
    return undefined;
  });
};

/** What a preview has of its confirmation: nothing. */
export const PREVIEW = {
  state: 'pratinjau',
  confirmed_by: null,
  confirmed_at: null,
  alone_reason: null,
  leaves_at: null,
  // Whoever may confirm it is asked anew.
  shown_at: null,
} as const;

/** What is decided on a text and what it is about; both are looked at again, and nobody else changes them meanwhile. */
export function onText(
  visit: Visit,
  id: number,
  work: (
    tx: Database,
    text: { bulletin: BulletinRow; announcement: AnnouncementRow },
  ) => Promise<BulletinRefusal | keyof typeof HINDERED | Reply | undefined>,
): Decision {
  return async (tx) => {
    const found = await findBulletin(tx, id);
    const announcement = found && (await lockAnnouncement(tx, found.announcement));
    // As it is now that everybody else has let go of it.
    const bulletin = announcement && (await findBulletin(tx, id));
    if (!announcement || !bulletin) return toOneself(visit, refused('unknown'));
    const said = await work(tx, { bulletin, announcement });
    if (said === undefined) return { replies: [] };
    return toOneself(visit, typeof said === 'string' ? refused(said) : said);
  };
}

/** Who did what to a text, below its card. */
export const tellBelow = async (tx: Database, { needs, person }: Visit, text: BulletinRow, deed: Deed): Promise<void> =>
  await noteBelowCard(tx, needs, text.announcement, deedBelow(person.name, text.kind, deed));

/** Only the one who came reads it; what was pressed in the App Home is answered directly, or the page would be gone. */
export function toOneself(visit: Visit, reply: Reply): { replies: Reply[]; place: Place } {
  const { from, place } = visit.incoming;
  const direct: Place = { channel: place.channel, chat: from.id, audience: 'private' };
  return { replies: [reply], place: place.home ? direct : aloneIn(visit) };
}

async function addDraft(
  tx: Database,
  visit: Visit,
  announcement: AnnouncementRow,
  { bulletin, facts, note }: Pick<Of<'news'>, 'bulletin' | 'facts' | 'note'>,
): Promise<void> {
  const { needs, person } = visit;
  const row = await addBulletin(tx, {
    announcement: announcement.id,
    kind: bulletin,
    state: 'pratinjau',
    facts,
    note,
    drafted_by: person.id,
    made_at: new Date(needs.now()),
  });
  await redrawAnnouncement(tx, needs, announcement);
  await tellBelow(tx, visit, row, { kind: 'drafted' });
}

const timesOf = ({ startsAt, endsAt }: Facts): Pick<AnnouncementRow, 'starts_at' | 'ends_at'> => ({
  starts_at: new Date(startsAt),
  ends_at: endsAt === undefined ? null : new Date(endsAt),
});
