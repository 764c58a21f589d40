import { type AnnouncementRow, listAnnouncements } from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { listTold, type ToldRow } from '../db/told.ts';
import type { Knowledge, Unit } from '../knowledge/index.ts';
import { factsOf } from './announcement-facts.ts';
import { BASIS, bulletinReply } from './messages/announcement.ts';
import {
  type Announced,
  STATUS_DAYS,
  type StatusEntry,
  type StatusPage,
  statusEntry,
  statusPage,
} from './messages/status.ts';
import { isoTime } from './rules/wall-clock.ts';

/** What the public is told of outages and maintenance. It holds nothing about people. */
export type Status = {
  page: StatusPage;
  /** The worst that is going on. */
  state: 'normal' | 'pemeliharaan' | 'gangguan';
  /** IANA zone of the unit. */
  zone: string;
  /** What is on the page, the latest news first. */
  announcements: { entry: StatusEntry; facts: AnnouncementFacts }[];
  /** When somebody last told something, in milliseconds since 1970; when nobody did, the beginning of this day (UTC). */
  changedAt: number;
};

/** One announcement for programs. Times are ISO 8601 with the offset of the unit's zone. */
type AnnouncementFacts = {
  number: string;
  kind: 'gangguan' | 'pemeliharaan';
  state: 'terjadwal' | 'berlangsung' | 'pulih' | 'batal';
  title: string;
  origin: string;
  services: string[];
  starts: string;
  /** Planned or estimated, null when nobody knows; once it is over, when that really was. */
  ends: string | null;
  version: number;
  /** The article that it is told by. */
  basis: string;
  published: string;
  updated: string;
};

/** More were never announced in so many days. */
const MOST = 500;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Reads what the public is told now.
 * @param now milliseconds since 1970
 * @param telegram the address of the bot, where it is known
 */
export async function readStatus({
  db,
  knowledge: { unit },
  now,
  telegram,
}: {
  db: Database;
  knowledge: Pick<Knowledge, 'unit'>;
  now: number;
  telegram?: string | undefined;
}): Promise<Status> {
  const rows = await listAnnouncements(db, { since: new Date(now - STATUS_DAYS * DAY_MS), most: MOST });
  const ids = rows.map(({ id }) => id);
  const told = Map.groupBy(await listTold(db, ids), ({ announcement }) => announcement);
  const announced = rows.map((row) => withTexts(row, told.get(row.id) ?? [], unit));
  const runs = (kind: Announced['kind']) => announced.some((one) => one.state === 'berlangsung' && one.kind === kind);
  return {
    page: statusPage(announced, { now, unit, telegram }),
    state: runs('gangguan') ? 'gangguan' : runs('pemeliharaan') ? 'pemeliharaan' : 'normal',
    zone: unit.zone,
    announcements: [...announced]
      .sort((a, b) => updatedAt(b) - updatedAt(a))
      .map((one) => ({ entry: statusEntry(one, { now, unit }), facts: forPrograms(one, unit.zone) })),
    changedAt: announced.length > 0 ? Math.max(...announced.map(updatedAt)) : now - (now % DAY_MS),
  };
}

function withTexts(row: AnnouncementRow, told: ToldRow[], unit: Unit): Announced {
  const { number, kind } = row;
  return {
    number,
    kind,
    state: row.state as Announced['state'],
    facts: factsOf(row),
    version: row.version,
    announcedAt: (row.announced_at ?? row.made_at).getTime(),
    told: told.map((text, at) => ({
      kind: text.kind,
      at: text.told_at.getTime(),
      blocks: bulletinReply({
        number,
        kind,
        bulletin: text.kind,
        facts: factsOf(text),
        note: text.note,
        version: at + 1,
        unit,
      }).blocks,
    })),
  };
}

const updatedAt = ({ told, announcedAt }: Announced): number => Math.max(announcedAt, ...told.map(({ at }) => at));

function forPrograms(one: Announced, zone: string): AnnouncementFacts {
  const { number, kind, state, version, announcedAt, facts } = one;
  const { title, origin, services, startsAt, endsAt, endedAt } = facts;
  const end = endedAt ?? endsAt;
  return {
    number,
    kind,
    state,
    title,
    origin,
    services,
    starts: isoTime(startsAt, zone),
    ends: end === undefined ? null : isoTime(end, zone),
    version,
    basis: BASIS[kind],
    published: isoTime(announcedAt, zone),
    updated: isoTime(updatedAt(one), zone),
  };
}
