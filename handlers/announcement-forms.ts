import {
  type AnnouncementRow,
  type BulletinRow,
  findAnnouncement,
  findBulletin,
  findOfStorm,
  findPendingBulletin,
} from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { findStorm, listStorm } from '../db/storms.ts';
import { linkToCard } from './announcement-card.ts';
import { factsOf, standingOf } from './announcement-facts.ts';
import { aloneForm, announceForm, type Known, newsForm } from './messages/announcement-forms.ts';
import { refused, stormAnnounced, stormDraft } from './messages/announcing.ts';
import type { Form, Reply } from './reply.ts';
import { ANNOUNCEMENT_KINDS, type AnnouncementKind, BULLETIN_KINDS, newsFor } from './rules/announcement.ts';
import { whyNotAskAlone, whyNotChange } from './rules/bulletin.ts';
import type { Category } from './rules/ticket.ts';
import type { Visit } from './visit.ts';

/** The form that a command or a press opens, or in words why it does not; undefined for what opens none. */
export async function openedBy(visit: Visit): Promise<{ form: Form } | { reply: Reply } | undefined> {
  const { event } = visit.incoming;
  const opens = event.kind === 'command' ? kindNamed(event.name) : undefined;
  if (opens) return anew(visit, opens);
  if (event.kind !== 'press') return undefined;
  const { verb, id, choice } = event.action;
  switch (verb) {
    case 'announce': {
      const kind = kindNamed(choice);
      return kind && anew(visit, kind);
    }
    case 'outage':
      return await ofStorm(visit, id);
    case 'news':
      return await news(visit, id, choice);
    case 'bulletin-edit':
      return await edited(visit, id);
    case 'bulletin-alone':
      return await alone(visit, id);
    default:
      return undefined;
  }
}

const kindNamed = (name: string | undefined): AnnouncementKind | undefined =>
  ANNOUNCEMENT_KINDS.find((kind) => kind === name);

/** An outage has mostly just begun. */
const anew = (visit: Visit, kind: AnnouncementKind) =>
  blank(visit, kind, kind === 'gangguan' ? { startsAt: visit.needs.now() } : {});

function blank(
  { needs }: Visit,
  kind: AnnouncementKind,
  known: Known = {},
  storm = 0,
): { form: Form } | { reply: Reply } {
  if (!needs.announcements) return { reply: refused('no-desk') };
  return { form: announceForm(kind, { id: storm, known }, needs.knowledge.unit) };
}

/** Prefilled with what the tickets of a storm tell. */
async function ofStorm(visit: Visit, id: number): Promise<{ form: Form } | { reply: Reply } | undefined> {
  const { db, knowledge } = visit.needs;
  const storm = await findStorm(db, id);
  if (!storm) return undefined;
  const announced = await findOfStorm(db, id);
  if (announced) return { reply: stormAnnounced(announced.number, await linkToCard(db, visit.needs, announced.id)) };
  const { length } = await listStorm(db, id);
  const known = stormDraft(storm.category as Category, { since: storm.began_at, tickets: length }, knowledge.unit);
  return blank(visit, 'gangguan', known, id);
}

async function news({ needs }: Visit, id: number, choice: string | undefined) {
  const kind = BULLETIN_KINDS.find((one) => one === choice);
  const announcement = await findAnnouncement(needs.db, id);
  if (!announcement || !kind) return { reply: refused('unknown') };
  if (!newsFor(announcement).includes(kind)) return { reply: refused('not-now') };
  if (await findPendingBulletin(needs.db, id)) return { reply: refused('pending') };
  const facts = factsOf(announcement);
  const known = kind === 'pulih' ? { ...facts, endedAt: needs.now() } : facts;
  return {
    form: { ...newsForm(kind, { ...announcement, known }, needs.knowledge.unit), version: announcement.version },
  };
}

async function edited({ needs }: Visit, id: number) {
  const found = await textOf(needs.db, id);
  if (!found) return { reply: refused('unknown') };
  const { bulletin, announcement } = found;
  const why = whyNotChange(bulletin);
  if (why) return { reply: refused(why) };
  const known = { ...factsOf(bulletin), audience: announcement.audience, note: bulletin.note };
  const { unit } = needs.knowledge;
  const form =
    announcement.state === 'rancangan'
      ? announceForm(announcement.kind, { id, name: 'bulletin-edit', known }, unit)
      : newsForm(bulletin.kind, { ...announcement, id, name: 'bulletin-edit', known }, unit);
  return { form: { ...form, version: bulletin.version } };
}

async function alone({ needs, person }: Visit, id: number) {
  const found = await textOf(needs.db, id);
  if (!found) return { reply: refused('unknown') };
  const { bulletin, announcement } = found;
  const why = whyNotAskAlone(standingOf(bulletin, announcement), person.id);
  return why ? { reply: refused(why) } : { form: aloneForm({ id, number: announcement.number }) };
}

/** A text with what it is about. */
export async function textOf(
  db: Database,
  id: number,
): Promise<{ bulletin: BulletinRow; announcement: AnnouncementRow } | undefined> {
  const bulletin = await findBulletin(db, id);
  const announcement = bulletin && (await findAnnouncement(db, bulletin.announcement));
  return bulletin && announcement && { bulletin, announcement };
}
