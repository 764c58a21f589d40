import type { Unit } from '../../knowledge/index.ts';

/** A moment as the unit's clock shows it, "23 Nov 2026 14.05 WITA"; `toTheSecond` "23 Nov 2026 14.05.30 WITA". */
export function clock(at: Date, { zone, zoneName }: Unit, { toTheSecond = false } = {}): string {
  const shown = new Intl.DateTimeFormat('id-ID', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(toTheSecond && { second: '2-digit' as const }),
    hourCycle: 'h23',
  }).format(at);
  return `${shown.replace(',', '')} ${zoneName}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took, in its two largest units: "2 hari 3 jam". */
export function duration(ms: number): string {
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const hours = Math.floor((ms % DAY) / HOUR);
  const days = Math.floor(ms / DAY);
  const shown = days > 0 ? [part(days, 'hari'), part(hours, 'jam')] : [part(hours, 'jam'), part(minutes, 'menit')];
  return shown.filter((one) => one !== '').join(' ') || 'kurang dari semenit';
}

const part = (count: number, unit: string) => (count === 0 ? '' : `${count} ${unit}`);

/** A day of a calendar, which has no zone, e.g. 2026-11-23: "23 Nov 2026". */
export const calendarDay = (day: string): string =>
  new Intl.DateTimeFormat('id-ID', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** The day of a moment on the unit's clock: "23 Nov 2026". */
export const dayIn = (at: Date, { zone }: Pick<Unit, 'zone'>): string =>
  new Intl.DateTimeFormat('id-ID', { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' }).format(at);
