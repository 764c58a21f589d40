// Everything is shown in the office's time, whatever the browser's is.
const ZONE = 'Asia/Makassar';

const hour = new Intl.DateTimeFormat('id-ID', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('id-ID', { timeZone: ZONE, day: 'numeric', month: 'long', year: 'numeric' });
const full = new Intl.DateTimeFormat('id-ID', { timeZone: ZONE, dateStyle: 'full', timeStyle: 'medium' });

/** `10.32`, for milliseconds since 1970 UTC. */
export const hourOf = (at: number): string => hour.format(at);

/** `Senin, 23 November 2026 pukul 10.32.05 WITA`. */
export const momentOf = (at: number): string => `${full.format(at)} WITA`;

/** `Hari ini`, `Kemarin`, or the date. */
export function dayOf(at: number, now: number = Date.now()): string {
  const name = day.format(at);
  if (name === day.format(now)) return 'Hari ini';
  return name === day.format(now - 24 * 60 * 60 * 1_000) ? 'Kemarin' : name;
}

/** Milliseconds since 1970 of a Slack `ts`. */
export const momentOfTs = (ts: string): number => Number(ts) * 1_000;
