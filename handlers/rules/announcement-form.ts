import {
  type AnnouncementKind,
  type Audience,
  type BulletinKind,
  type Facts,
  SERVICES,
  TROUBLE_ORIGINS,
} from './announcement.ts';
import {
  type AnnouncementField,
  type Filled,
  type Problem,
  type ProblemReason,
  type Reading,
  reading,
} from './announcement-fields.ts';

export {
  type AnnouncementField,
  type Filled,
  LONGEST,
  type Problem,
  type ProblemReason,
} from './announcement-fields.ts';

type Moment = { now: number; zone: string };
type Refused = { ok: false; problems: Problem[] };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** An outage that is older is a slip, or no news any more. */
const OLDEST_OUTAGE_MS = 7 * DAY_MS;
/** What lies further ahead is a slip in the year. */
const FURTHEST_MS = 366 * DAY_MS;

/**
 * Reads the form of a new announcement, or of one that is changed before it goes out. An outage has begun already and may
 * lack its end; a maintenance is still to come.
 * @param fields by AnnouncementField; dates as 2026-02-17 and times as 07:30, both as clocks show them in `zone`
 */
export function readAnnouncement(
  kind: AnnouncementKind,
  fields: Filled,
  { now, zone }: Moment,
): { ok: true; facts: Facts; audience: Audience } | Refused {
  const form = reading(fields, zone);
  const isOutage = kind === 'gangguan';
  const startsAt = form.moment('start', 'missing');
  const endsAt = form.moment('end', isOutage ? undefined : 'end-needed');
  const facts: Facts = {
    title: form.text('title'),
    origin: form.choice('origin', TROUBLE_ORIGINS),
    services: form.choices('services', SERVICES),
    startsAt: startsAt ?? now,
    ...(endsAt !== undefined && { endsAt }),
    impact: form.text('impact'),
    advice: form.text('advice'),
    ...(isOutage && form.says('pressing', 'ya') && { pressing: true }),
    ...(!isOutage && form.says('ending', 'sendiri') && { endsByItself: true }),
  };
  const audience = form.choice('audience', ['semua', 'topik']);
  if (startsAt !== undefined) form.refuse('start', isOutage ? begunWrong(startsAt, now) : plannedWrong(startsAt, now));
  if (startsAt !== undefined && endsAt !== undefined) form.refuse('end', endWrong(startsAt, endsAt, now));
  return form.problems.length > 0 ? { ok: false, problems: form.problems } : { ok: true, facts, audience };
}

const TIMES = ['startDate', 'startTime', 'endDate', 'endTime'] as const;

/** What the form of each kind of news asks; the other kinds are no news of officers. */
export const NEWS_FIELDS: Record<BulletinKind, readonly AnnouncementField[]> = {
  terjadwal: [],
  berlangsung: [],
  pengingat: [],
  pembaruan: ['note', ...TIMES, 'impact', 'advice'],
  perpanjangan: ['endDate', 'endTime', 'note'],
  pulih: ['endDate', 'endTime', 'note'],
  batal: ['note'],
  koreksi: ['note', 'title', 'origin', 'services', ...TIMES, 'impact', 'advice'],
};
/** Without a word on what is new these say nothing. */
export const NEEDS_NOTE: readonly BulletinKind[] = ['pembaruan', 'batal', 'koreksi'];

/**
 * Reads the form of news about an announcement. Where a text, the origin, the services or the start are not in it they stay
 * as they were. An end that was left empty is not known any more; in the form of 'pulih', and of a 'koreksi' of it, the end
 * is when it really was over, and for 'pulih' this minute where nothing else is said.
 * @param fields those of NEWS_FIELDS
 * @returns the facts as they are told then, and what the officer wrote besides
 */
export function readNews(
  bulletin: BulletinKind,
  { kind, facts: before }: { kind: AnnouncementKind; facts: Facts },
  fields: Filled,
  { now, zone }: Moment,
): { ok: true; facts: Facts; note: string } | Refused {
  const asked = NEWS_FIELDS[bulletin];
  const form = reading(Object.fromEntries(asked.flatMap((name) => (fields[name] ? [[name, fields[name]]] : []))), zone);
  const note = form.has('note') || NEEDS_NOTE.includes(bulletin) ? form.text('note') : '';
  const told = { ...before, ...changedTexts(form), startsAt: changedStart(form, kind, before, now) };
  const facts = asked.includes('endDate') ? withEnd(form, bulletin, kind, told, now) : told;
  return form.problems.length > 0 ? { ok: false, problems: form.problems } : { ok: true, facts, note };
}

function changedTexts(form: Reading): Partial<Facts> {
  return {
    ...(form.has('title') && { title: form.text('title') }),
    ...(form.has('origin') && { origin: form.choice('origin', TROUBLE_ORIGINS) }),
    ...(form.has('services') && { services: form.choices('services', SERVICES) }),
    ...(form.has('impact') && { impact: form.text('impact') }),
    ...(form.has('advice') && { advice: form.text('advice') }),
  };
}

function withEnd(form: Reading, bulletin: BulletinKind, kind: AnnouncementKind, facts: Facts, now: number): Facts {
  if (bulletin === 'pulih' || facts.endedAt !== undefined)
    return { ...facts, endedAt: realEnd(form, bulletin, facts, now) };
  const { endsAt: _, ...endless } = facts;
  const endsAt = plannedEnd(form, bulletin, kind, facts, now);
  return endsAt === undefined ? endless : { ...endless, endsAt };
}

function changedStart(form: Reading, kind: AnnouncementKind, { startsAt: before }: Facts, now: number): number {
  if (!form.has('startDate') && !form.has('startTime')) return before;
  const startsAt = form.moment('start', 'missing');
  if (startsAt === undefined || startsAt === before) return before;
  const isPlanned = kind === 'pemeliharaan' && before > now;
  form.refuse('start', isPlanned ? plannedWrong(startsAt, now) : begunWrong(startsAt, now));
  return startsAt;
}

function realEnd(form: Reading, bulletin: BulletinKind, { startsAt }: Facts, now: number): number {
  const endedAt = form.moment('end', bulletin === 'pulih' ? undefined : 'end-needed') ?? minuteOf(now);
  if (endedAt > now) form.refuse('end', 'ended-future');
  if (endedAt <= startsAt) form.refuse('end', 'end-before-start');
  return endedAt;
}

function plannedEnd(
  form: Reading,
  bulletin: BulletinKind,
  kind: AnnouncementKind,
  { startsAt, endsAt: before }: Facts,
  now: number,
): number | undefined {
  const isExtension = bulletin === 'perpanjangan';
  // An extension from no end to none says nothing.
  const isNeeded = kind === 'pemeliharaan' || (isExtension && before === undefined);
  const endsAt = form.moment('end', isNeeded ? 'end-needed' : undefined);
  if (endsAt === undefined) return undefined;
  if (isExtension && before !== undefined && endsAt <= before) form.refuse('end', 'end-not-later');
  // What else was wrong can be put right though the end that was told has come.
  const isKept = bulletin === 'koreksi' && endsAt === before && endsAt > startsAt;
  if (!isKept) form.refuse('end', endWrong(startsAt, endsAt, now));
  return endsAt;
}

const minuteOf = (at: number): number => at - (at % MINUTE_MS);

/** Of a start that is to come. Clocks still show the minute that runs now. */
function plannedWrong(startsAt: number, now: number): ProblemReason | undefined {
  if (startsAt < minuteOf(now)) return 'start-past';
  return startsAt - now > FURTHEST_MS ? 'too-far' : undefined;
}

/** Of a start that lies behind. */
function begunWrong(startsAt: number, now: number): ProblemReason | undefined {
  if (startsAt > now) return 'start-future';
  return now - startsAt > OLDEST_OUTAGE_MS ? 'start-too-old' : undefined;
}

function endWrong(startsAt: number, endsAt: number, now: number): ProblemReason | undefined {
  if (endsAt <= startsAt) return 'end-before-start';
  if (endsAt <= now) return 'end-passed';
  return endsAt - now > FURTHEST_MS ? 'too-far' : undefined;
}
