import { DateTime, IANAZone } from 'luxon';
import type { Hours, Service } from '../../knowledge/index.ts';
import { closedDays } from './holidays.ts';

/** Service time as something that can be reckoned with. All instants are milliseconds since 1970. */
export type ServiceTime = {
  /** The moment of an opening is open, that of a closing or of the start of a break is not. */
  isOpen(at: number): boolean;
  /** `at` itself when open. */
  nextOpening(at: number): number;
  /**
   * The moment at which `ms` of service time have passed since `from`; it may be a closing or the start of a break, but
   * never lies outside the hours.
   */
  add(from: number, ms: number): number;
  /** Milliseconds of service time between two moments; none when `to` is before `from`. */
  between(from: number, to: number): number;
};

/** The service hours of the unit. */
export type Calendar = ServiceTime & {
  /** The opening of the first day with service that begins after `at`. */
  nextDay(at: number): number;
  /** The local day of `at`: its midnight, its date as 2026-02-17, and its name when that closes it. */
  dayOf(at: number): { start: number; date: string; holiday?: string };
};

/** A local day and its stretches of service as instants, in order and apart. */
type Day = { start: number; end: number; date: string; holiday?: string; open: { from: number; to: number }[] };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A year of closed days is a mistake in the hours, not a holiday. */
const MOST_CLOSED_DAYS = 366;
/** Some ten years; who asks for more gets them anew. */
const MOST_DAYS_KEPT = 4_000;

/** Never closed. */
export const AROUND_THE_CLOCK: ServiceTime = {
  isOpen: () => true,
  nextOpening: (at) => at,
  add: (from, ms) => from + notNegative(ms),
  between: (from, to) => Math.max(0, to - from),
};

/**
 * The service hours of a unit in its zone, right for changes of its clock: hours mean what the clock on the wall shows.
 * @param zone IANA zone, e.g. Asia/Makassar; that of the process does not matter
 * @throws Error for an unknown zone; its functions throw one when there is no service at all for a year
 */
export function serviceCalendar(service: Service, zone: string): Calendar {
  if (!IANAZone.isValidZone(zone)) throw new Error(`Unknown time zone: ${zone}`);
  const holidayOn = closedDays(service);
  const days = new Map<number, Day>();

  /** @param number days since 1 January 1970, a Thursday, whatever the zone */
  function day(number: number): Day {
    const known = days.get(number);
    if (known) return known;
    const made = makeDay(localMidnight(number, zone), localMidnight(number + 1, zone).toMillis());
    if (days.size >= MOST_DAYS_KEPT) days.clear();
    days.set(number, made);
    return made;
  }

  function makeDay(midnight: DateTime, end: number): Day {
    const date = midnight.toISODate() ?? '';
    const holiday = holidayOn(date);
    const week = service.ranges.find(({ from, to }) => from <= date && date <= to)?.week ?? service.week;
    const hours = holiday === undefined ? (week[midnight.weekday - 1] ?? []) : [];
    const open = instantsOf(hours, midnight, end);
    return { start: midnight.toMillis(), end, date, ...(holiday !== undefined && { holiday }), open };
  }

  /** The number of the local day of an instant. */
  function numberOf(at: number): number {
    if (!Number.isFinite(at)) throw new RangeError(`Not an instant: ${at}`);
    let number = Math.floor(at / DAY_MS);
    while (at < day(number).start) number--;
    while (at >= day(number).end) number++;
    return number;
  }

  /** What is looked for in the stretches of service of a day, on the first day from that of `at` on that has it. */
  function firstFrom(at: number, look: (open: Day['open']) => number | undefined): number {
    for (let number = numberOf(at), closed = 0; closed <= MOST_CLOSED_DAYS; number++) {
      const { open } = day(number);
      const found = look(open);
      if (found !== undefined) return found;
      closed = open.length === 0 ? closed + 1 : 0;
    }
    throw new Error(`No service hours for ${MOST_CLOSED_DAYS} days after ${new Date(at).toISOString()}`);
  }

  return {
    isOpen: (at) => day(numberOf(at)).open.some(({ from, to }) => from <= at && at < to),
    nextOpening: (at) =>
      firstFrom(at, (open) => {
        const stretch = open.find(({ to }) => at < to);
        return stretch && Math.max(at, stretch.from);
      }),
    add(from, ms) {
      let left = notNegative(ms);
      return firstFrom(from, (open) => {
        for (const stretch of open) {
          const begin = Math.max(from, stretch.from);
          // Adding nothing at the very end of a stretch stays there: two steps end where one does.
          if (begin + left <= stretch.to) return begin + left;
          left -= Math.max(0, stretch.to - begin);
        }
        return undefined;
      });
    },
    between(from, to) {
      if (to <= from) return 0;
      let passed = 0;
      for (let number = numberOf(from), last = numberOf(to); number <= last; number++)
        for (const stretch of day(number).open)
          passed += Math.max(0, Math.min(to, stretch.to) - Math.max(from, stretch.from));
      return passed;
    },
    nextDay: (at) =>
      firstFrom(at, ([first]) => {
        return first && first.from > at ? first.from : undefined;
      }),
    dayOf(at) {
      const { start, date, holiday } = day(numberOf(at));
      return { start, date, ...(holiday !== undefined && { holiday }) };
    },
  };
}

/** Found from its noon, which no change of the clock makes twice or not at all. */
const localMidnight = (number: number, zone: string): DateTime =>
  DateTime.fromMillis((number + 0.5) * DAY_MS, { zone: 'utc' })
    .setZone(zone, { keepLocalTime: true })
    .startOf('day');

/** A stretch that a change of the clock swallows is left out, one that it cuts begins later. */
function instantsOf(hours: readonly Hours[], midnight: DateTime, end: number): Day['open'] {
  const onTheWall = (minutes: number) =>
    minutes === 24 * 60 ? end : midnight.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toMillis();
  const open: Day['open'] = [];
  for (const { open: begin, close } of hours) {
    const from = Math.max(onTheWall(begin), open.at(-1)?.to ?? midnight.toMillis());
    const to = onTheWall(close);
    if (from < to) open.push({ from, to });
  }
  return open;
}

function notNegative(ms: number): number {
  if (!(ms >= 0)) throw new RangeError(`Service time to add must not be negative: ${ms}`);
  return ms;
}
