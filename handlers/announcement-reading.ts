import { type AnnouncementRow, type BulletinRow, findAnnouncement, listPlanned } from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { factsOf } from './announcement-facts.ts';
import { textOf } from './announcement-forms.ts';
import { problemWords } from './messages/announcement.ts';
import { formTooOld, overlapsWith, reasonMissing } from './messages/announcing.ts';
import {
  ANNOUNCEMENT_KINDS,
  type AnnouncementKind,
  type Audience,
  BULLETIN_KINDS,
  type BulletinKind,
  type Facts,
  overlaps,
} from './rules/announcement.ts';
import { type Filled, type Problem, readAnnouncement, readNews } from './rules/announcement-form.ts';
import { isReason } from './rules/bulletin.ts';
import type { Needs, Visit } from './visit.ts';

/** What a sent form asks for. */
export type Asked =
  | { what: 'new'; kind: AnnouncementKind; storm: number | null; facts: Facts; audience: Audience }
  | { what: 'news'; announcement: number; bulletin: BulletinKind; facts: Facts; note: string }
  /** `version` of the text when its form was opened; `audience` only of one that has not gone out. */
  | { what: 'change'; bulletin: number; version: number; facts: Facts; audience?: Audience; note: string }
  | { what: 'alone'; bulletin: number; reason: string };

/** What was filled in, and of which version what it changes was when the form was opened. */
type Sent = { fields: Filled; version: number | undefined };

/** Sentences by the field that they stand below. */
type Problems = { problems: Record<string, string> };

/** Reads a form about announcements; undefined when what it is about is not there. */
export async function readForm(visit: Visit): Promise<Asked | Problems | undefined> {
  const { event } = visit.incoming;
  if (event.kind !== 'form') return undefined;
  const { form, id, fields, version } = event;
  const kind = ANNOUNCEMENT_KINDS.find((one) => form === `announce-${one}`);
  const news = BULLETIN_KINDS.find((one) => form === `news-${one}`);
  if (kind) return await readNew(visit.needs, kind, id, fields);
  if (news) return await readNewsOf(visit.needs, news, id, { fields, version });
  if (form === 'bulletin-edit') return await readChange(visit.needs, id, { fields, version });
  return form === 'bulletin-alone' ? readReason(id, fields) : undefined;
}

async function readNew(needs: Needs, kind: AnnouncementKind, storm: number, fields: Filled): Promise<Asked | Problems> {
  const read = readAnnouncement(kind, fields, momentOf(needs));
  if (!read.ok) return inWords(read.problems);
  const { facts, audience } = read;
  const clash = await clashOf(needs.db, { id: 0, kind }, 'terjadwal', facts);
  return clash
    ? clashes(clash, needs, fields)
    : { what: 'new', kind, storm: storm > 0 ? storm : null, facts, audience };
}

async function readNewsOf(
  needs: Needs,
  bulletin: BulletinKind,
  id: number,
  { fields, version }: Sent,
): Promise<Asked | Problems | undefined> {
  const announcement = await findAnnouncement(needs.db, id);
  if (!announcement) return undefined;
  if (isOutdated(version, announcement)) return changedMeanwhile(fields);
  const read = await newsIn(needs, announcement, bulletin, fields);
  return 'problems' in read ? read : { what: 'news', announcement: id, bulletin, ...read };
}

async function readChange(needs: Needs, id: number, { fields, version }: Sent): Promise<Asked | Problems | undefined> {
  const found = await textOf(needs.db, id);
  if (!found) return undefined;
  const { bulletin, announcement } = found;
  if (isOutdated(version, bulletin)) return changedMeanwhile(fields);
  if (announcement.state !== 'rancangan') {
    const read = await newsIn(needs, announcement, bulletin.kind, fields);
    return 'problems' in read ? read : { what: 'change', bulletin: id, version: bulletin.version, ...read };
  }
  const read = readAnnouncement(announcement.kind, fields, momentOf(needs));
  if (!read.ok) return inWords(read.problems);
  const { facts, audience } = read;
  const clash = await clashOf(needs.db, announcement, bulletin.kind, facts);
  return clash
    ? clashes(clash, needs, fields)
    : { what: 'change', bulletin: id, version: bulletin.version, facts, audience, note: '' };
}

async function newsIn(
  needs: Needs,
  announcement: AnnouncementRow,
  bulletin: BulletinKind,
  fields: Filled,
): Promise<{ facts: Facts; note: string } | Problems> {
  const of = { kind: announcement.kind, facts: factsOf(announcement) };
  const read = readNews(bulletin, of, fields, momentOf(needs));
  if (!read.ok) return inWords(read.problems);
  const clash = await clashOf(needs.db, announcement, bulletin, read.facts);
  return clash ? clashes(clash, needs, fields) : { facts: read.facts, note: read.note };
}

/** Somebody else changed it while this form was open: what it was prefilled with would undo that. */
const isOutdated = (version: number | undefined, now: { version: number }): boolean =>
  version !== undefined && version !== now.version;

const changedMeanwhile = (fields: Filled): Problems => ({
  problems: Object.fromEntries(
    Object.keys(fields)
      .slice(0, 1)
      .map((field) => [field, formTooOld()]),
  ),
});

function readReason(bulletin: number, fields: Filled): Asked | Problems {
  const reason = [fields.reason ?? ''].flat().join(' ').trim();
  return isReason(reason) ? { what: 'alone', bulletin, reason } : { problems: { reason: reasonMissing() } };
}

/** The other maintenance that would run at the same time; undefined: none. */
export async function clashOf(
  db: Database,
  { id, kind }: Pick<AnnouncementRow, 'id' | 'kind'>,
  bulletin: BulletinRow['kind'],
  facts: Facts,
): Promise<AnnouncementRow | undefined> {
  const isOver = bulletin === 'pulih' || bulletin === 'batal' || facts.endedAt !== undefined;
  if (kind !== 'pemeliharaan' || isOver) return undefined;
  // What it is and what it is about to become: either may still be the case, as a confirmed text can be recalled.
  const planned = (await listPlanned(db, id)).flatMap((row) => [
    { row, facts: factsOf(row) },
    ...(row.confirmed === null ? [] : [{ row, facts: factsOf({ facts: row.confirmed }) }]),
  ]);
  return overlaps(facts, planned)?.row;
}

const clashes = (other: AnnouncementRow, { knowledge }: Needs, fields: Filled): Problems => ({
  problems: { ['startDate' in fields ? 'startDate' : 'endDate']: overlapsWith(other, knowledge.unit) },
});

/** Slack shows one sentence below a field. */
const inWords = (problems: Problem[]): Problems => ({
  problems: Object.fromEntries(problems.toReversed().map((problem) => [problem.field, problemWords(problem)])),
});

const momentOf = ({ now, knowledge }: Needs) => ({ now: now(), zone: knowledge.unit.zone });
