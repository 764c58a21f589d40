import Holidays from 'date-holidays';
import type { Service } from '../../knowledge/index.ts';

/** The library calls the night journey by the name of the Prophet's birthday. */
const RENAMED: Record<string, string> = { '27 Rajab': 'Isra Mikraj Nabi Muhammad' };

const calculated = new Map<string, Record<string, string>>();

/**
 * Which days the office is closed although its week says otherwise. A year without an official list has the calculated
 * holidays of Indonesia, of which the Islamic ones may be a day off.
 * @returns for a local date as 2026-02-17 the name of the day, undefined when nothing closes it
 */
export function closedDays({ holidays }: Pick<Service, 'holidays'>): (date: string) => string | undefined {
  const { official, jointLeave, added } = holidays;
  const removed = new Set(holidays.removed);
  return (date) => {
    if (removed.has(date)) return undefined;
    const year = date.slice(0, 4);
    return (
      (official[year] ?? calculatedIn(year))[date] ??
      (jointLeave.closes ? jointLeave.days[date] : undefined) ??
      added[date]
    );
  };
}

function calculatedIn(year: string): Record<string, string> {
  const known = calculated.get(year);
  if (known) return known;
  const found = new Holidays('ID', { languages: 'id', types: ['public'] }).getHolidays(Number(year));
  // Its start and end are instants in the zone of Jakarta; only the text holds the local date.
  const days = Object.fromEntries(found.map(({ date, rule, name }) => [date.slice(0, 10), RENAMED[rule] ?? name]));
  calculated.set(year, days);
  return days;
}
