import { moveChore } from '../db/chores.ts';
import type { Database } from '../db/database.ts';
import { countGaps } from '../db/gaps.ts';
import { gapsShown } from './gap-reading.ts';
import { gapsOfWeek } from './messages/gaps.ts';
import { notify } from './notice.ts';
import type { Calendar } from './rules/service-hours.ts';
import type { Needs } from './visit.ts';

/** The weekly list, as a chore is called. */
export const WEEKLY_GAPS = 'gaps';
const SHOWN = 5;
const DAY_MS = 24 * 60 * 60_000;

/** Posts the groups that were asked about since a week ago where trainers work, and sets the next time. */
export async function postGaps(tx: Database, needs: Needs): Promise<void> {
  const { training, knowledge, calendar } = needs;
  const now = needs.now();
  await moveChore(tx, WEEKLY_GAPS, new Date(nextMonday(calendar, now)));
  if (!training) return;
  const since = new Date(now - 7 * DAY_MS);
  const gaps = await gapsShown(tx, { states: ['terbuka'], since, skip: 0, most: SHOWN });
  const { terbuka = 0 } = await countGaps(tx);
  await notify(tx, training, gapsOfWeek(gaps, { total: terbuka, unit: knowledge.unit }));
}

/** The first opening of a week after `at`: on Monday, or the first day with service after it. */
export function nextMonday({ dayOf, nextOpening }: Pick<Calendar, 'dayOf' | 'nextOpening'>, at: number): number {
  const { date, start } = dayOf(at);
  const sinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  // From noon to noon: a day on which the clock changes is no exception.
  const noon = start + DAY_MS / 2 - sinceMonday * DAY_MS;
  const openingOf = (monday: number) => nextOpening(dayOf(monday).start);
  const opening = openingOf(noon);
  return opening > at ? opening : openingOf(noon + 7 * DAY_MS);
}
