import { DateTime } from 'luxon';

/**
 * The moment at which clocks of a zone show that date and time, in milliseconds since 1970 UTC.
 * @param date as 2026-02-17
 * @param time as 07:30
 * @param zone IANA zone; that of the process does not matter
 * @returns undefined when there is no such date or time there
 */
export function momentOf(date: string, time: string, zone: string): number | undefined {
  const moment = DateTime.fromFormat(`${date} ${time}`, WALL, { zone });
  // A time that a change of the clock leaves out would quietly become another one.
  return moment.isValid && moment.toFormat(WALL) === `${date} ${time}` ? moment.toMillis() : undefined;
}

/** What clocks of that zone show at a moment: a date as 2026-02-17 and a time as 07:30. */
export function wallClock(at: number, zone: string): { date: string; time: string } {
  const moment = DateTime.fromMillis(at, { zone });
  return { date: moment.toFormat('yyyy-MM-dd'), time: moment.toFormat('HH:mm') };
}

/** An instant as the clock of a zone shows it, for programs: 2026-11-23T14:05:00+08:00. @throws RangeError for no instant or zone */
export function isoTime(at: number, zone: string): string {
  const shown = DateTime.fromMillis(at, { zone }).toISO({ suppressMilliseconds: true });
  if (shown === null) throw new RangeError(`No instant, or no zone: ${at}, ${zone}`);
  return shown;
}

const WALL = 'yyyy-MM-dd HH:mm';
