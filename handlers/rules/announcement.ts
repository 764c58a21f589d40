/** Outages (Pasal 22 huruf d) and planned maintenance (Pasal 25 ayat (4)). */
export const ANNOUNCEMENT_KINDS = ['gangguan', 'pemeliharaan'] as const;
export type AnnouncementKind = (typeof ANNOUNCEMENT_KINDS)[number];

/** Every state, in the order in which most go through them. 'dibuang': it never went out. */
export const ANNOUNCEMENT_STATES = ['rancangan', 'terjadwal', 'berlangsung', 'pulih', 'batal', 'dibuang'] as const;
export type AnnouncementState = (typeof ANNOUNCEMENT_STATES)[number];

/** Every text that may go out about an announcement. 'koreksi' takes the place of the text before it. */
export const BULLETIN_KINDS = [
  'terjadwal',
  'berlangsung',
  'pengingat',
  'pembaruan',
  'perpanjangan',
  'pulih',
  'batal',
  'koreksi',
] as const;
export type BulletinKind = (typeof BULLETIN_KINDS)[number];

/** 'dikonfirmasi': it can still be recalled. */
export type BulletinState = 'pratinjau' | 'dikonfirmasi' | 'dikirim' | 'ditarik' | 'dibuang';

/** Where the trouble lies. */
export const TROUBLE_ORIGINS = ['lokal', 'jaringan', 'nasional'] as const;
export type TroubleOrigin = (typeof TROUBLE_ORIGINS)[number];

/** What can be affected. */
export const SERVICES = [
  'spse',
  'akun',
  'dokumen',
  'sikap',
  'katalog',
  'inaproc',
  'situs',
  'jaringan',
  'kantor',
  'lain',
] as const;
export type AffectedService = (typeof SERVICES)[number];

/** Who gets it: all who want anything, or those who chose the topic of its kind. */
export type Audience = 'semua' | 'topik';

/** What chats can subscribe to. */
export const TOPICS = ['gangguan', 'pemeliharaan', 'faq'] as const;
export type Topic = (typeof TOPICS)[number];

/** What is known of an outage or a maintenance, as it is stored. All instants are milliseconds since 1970 UTC. */
export type Facts = {
  title: string;
  origin: TroubleOrigin;
  services: AffectedService[];
  startsAt: number;
  /** Planned or estimated; absent: not known. */
  endsAt?: number;
  impact: string;
  /** What users should do. */
  advice: string;
  /** An outage of the first priority: one person may send it, with a reason. */
  pressing?: boolean;
  /** Of a maintenance: that it is over is announced on time by itself; otherwise an officer says so. */
  endsByItself?: boolean;
  /** Once it is over: when that really was. */
  endedAt?: number;
};

/** G-2026-0007, P-2026-0003. */
export const announcementNumber = (kind: AnnouncementKind, year: number, count: number): string =>
  `${kind === 'gangguan' ? 'G' : 'P'}-${year}-${String(count).padStart(4, '0')}`;

/** How the first text of it is called at that moment. An outage runs already when it is told. */
export const firstBulletin = (
  kind: AnnouncementKind,
  { startsAt }: Pick<Facts, 'startsAt'>,
  now: number,
): BulletinKind => (kind === 'pemeliharaan' && startsAt > now ? 'terjadwal' : 'berlangsung');

const NEWS: Record<AnnouncementKind, Partial<Record<AnnouncementState, BulletinKind[]>>> = {
  gangguan: {
    berlangsung: ['pembaruan', 'perpanjangan', 'pulih', 'koreksi', 'batal'],
    pulih: ['koreksi'],
  },
  pemeliharaan: {
    terjadwal: ['pembaruan', 'koreksi', 'batal'],
    berlangsung: ['pembaruan', 'perpanjangan', 'pulih', 'koreksi'],
    pulih: ['koreksi'],
  },
};

/** What officers may tell of it now. Whatever went out can be put right, also when all is over. */
export const newsFor = ({ kind, state }: { kind: AnnouncementKind; state: AnnouncementState }): BulletinKind[] =>
  NEWS[kind][state] ?? [];

const MOVES: Partial<Record<BulletinKind, AnnouncementState>> = {
  terjadwal: 'terjadwal',
  berlangsung: 'berlangsung',
  pulih: 'pulih',
  batal: 'batal',
};

/** Where it stands once that text has gone out. */
export const stateAfter = (
  bulletin: BulletinKind,
  { state }: { kind: AnnouncementKind; state: AnnouncementState },
): AnnouncementState => MOVES[bulletin] ?? state;

/** The first of the others that runs at the same time; one that begins when another ends does not. */
export const overlaps = <Other extends { facts: Pick<Facts, 'startsAt' | 'endsAt'> }>(
  facts: Pick<Facts, 'startsAt' | 'endsAt'>,
  others: readonly Other[],
): Other | undefined =>
  others.find(
    (other) =>
      facts.startsAt < (other.facts.endsAt ?? Number.POSITIVE_INFINITY) &&
      other.facts.startsAt < (facts.endsAt ?? Number.POSITIVE_INFINITY),
  );

/** How long so many messages take, in milliseconds. */
export const sendingMs = (recipients: number, perSecond: number): number => Math.ceil((recipients / perSecond) * 1_000);

const PREVIEW_MS = 2 * 60 * 60_000;

/**
 * Why a preview may not go out any more as it stands: it is 'old' (two hours), or its times have 'passed': it tells of a
 * start or an end to come that lies behind. Undefined: it may.
 */
export function whyStale(
  {
    changedAt,
    kind,
    facts,
  }: { changedAt: number; kind: BulletinKind; facts: Pick<Facts, 'startsAt' | 'endsAt' | 'endedAt'> },
  now: number,
): 'old' | 'passed' | undefined {
  if (now - changedAt > PREVIEW_MS) return 'old';
  if (kind === 'terjadwal' && facts.startsAt <= now) return 'passed';
  const endsInFuture = facts.endedAt === undefined && kind !== 'pulih' && kind !== 'batal' && kind !== 'koreksi';
  return endsInFuture && facts.endsAt !== undefined && facts.endsAt <= now ? 'passed' : undefined;
}

/** What time brings: a reminder so many minutes before the start, the start, a word to officers before the end … */
export type AnnouncementEvent = `remind:${number}` | 'start' | 'end-soon' | 'end' | 'overdue';

/** What of an announcement its clock needs. */
export type Timed = {
  kind: AnnouncementKind;
  state: AnnouncementState;
  facts: Pick<Facts, 'startsAt' | 'endsAt' | 'endsByItself'>;
  /** What was brought already; see `eventsKept`. */
  events: readonly string[];
  announcedAt?: number;
  /** An officer is about to tell something: that it is over is not told by itself meanwhile. */
  newsPending?: boolean;
};
type Due = { what: AnnouncementEvent; at: number };

const MINUTE_MS = 60_000;
/** So long before the planned end officers hear that it is near. */
const END_SOON_MS = 15 * MINUTE_MS;
/** Later than that what was to be told on time is not told any more. */
const LATE_MS = 30 * MINUTE_MS;

/**
 * What time brings next; when its moment lies behind it is to be done now. Undefined: nothing, as long as nothing changes.
 * It has to be asked again when that moment has come, since a clock that was late has other things to do: a reminder that
 * would come too late is left out, a late start is still told as long as the maintenance runs, and an end that was missed
 * is not told by itself but brought before the officers ('overdue').
 * @param reminders minutes before the start of a maintenance
 */
export function nextEvent(
  announcement: Timed,
  { now, reminders }: { now: number; reminders: readonly number[] },
): Due | undefined {
  const due = [
    ...reminders.flatMap((minutes) => reminderOf(announcement, minutes, now)),
    ...startOf(announcement, now),
    ...endSoonOf(announcement, now),
    ...endOf(announcement, now),
  ];
  return due
    .filter(({ what }) => !announcement.events.includes(what))
    .reduce<Due | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined);
}

function reminderOf({ kind, state, facts, announcedAt }: Timed, minutes: number, now: number): Due[] {
  const before = minutes * MINUTE_MS;
  const at = facts.startsAt - before;
  const isTooLate = now > at + Math.min(LATE_MS, before / 2);
  // Whoever was told of it just now needs no reminder.
  const isTooSoon = announcedAt !== undefined && at < announcedAt + LATE_MS;
  if (kind !== 'pemeliharaan' || state !== 'terjadwal' || isTooLate || isTooSoon) return [];
  return [{ what: `remind:${minutes}`, at }];
}

function startOf({ kind, state, facts }: Timed, now: number): Due[] {
  const isOver = facts.endsAt !== undefined && facts.endsAt <= now;
  return kind === 'pemeliharaan' && state === 'terjadwal' && !isOver ? [{ what: 'start', at: facts.startsAt }] : [];
}

function endSoonOf({ kind, state, facts: { startsAt, endsAt } }: Timed, now: number): Due[] {
  if (kind !== 'pemeliharaan' || state !== 'berlangsung' || endsAt === undefined || endsAt <= now) return [];
  const at = endsAt - END_SOON_MS;
  return at > startsAt ? [{ what: 'end-soon', at }] : [];
}

function endOf({ kind, state, facts, events, newsPending }: Timed, now: number): Due[] {
  const { endsAt, endsByItself } = facts;
  if (endsAt === undefined) return [];
  // Before it has begun the start comes first; only a clock that stood still all the while finds its end instead.
  if (state !== 'berlangsung' && !(state === 'terjadwal' && endsAt <= now)) return [];
  // Once officers were called they decide.
  const isTold = kind === 'pemeliharaan' && endsByItself && !newsPending && !events.includes('overdue');
  return [{ what: isTold && now - endsAt <= LATE_MS ? 'end' : 'overdue', at: endsAt }];
}

/** What of the events stays done when the times change: those of a new time are still to come. */
export function eventsKept(
  events: readonly string[],
  before: Pick<Facts, 'startsAt' | 'endsAt'>,
  after: Pick<Facts, 'startsAt' | 'endsAt'>,
): string[] {
  const dependsOn = (event: string) => (event.startsWith('remind:') ? 'startsAt' : 'endsAt');
  return events.filter((event) => event === 'start' || before[dependsOn(event)] === after[dependsOn(event)]);
}
