import type { Unit } from '../../knowledge/index.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** "Senin, 23 November 2026, pukul 07.30 WITA" */
export const moment = (at: number, unit: Unit): string => `${day(at, unit)}, pukul ${time(at, unit)} ${unit.zoneName}`;

/**
 * From when to when: "Sabtu, 28 November 2026, pukul 20.00–23.00 WITA"; over midnight both moments in full. What ends with
 * the day ends at 24.00, so that nobody takes 00.00 for the night before.
 */
export function stretch(from: number, to: number, unit: Unit): string {
  const isSameDay = day(from, unit) === day(to - 1, unit);
  if (!isSameDay) return `${moment(from, unit)}, sampai ${moment(to, unit)}`;
  const end = day(from, unit) === day(to, unit) ? time(to, unit) : '24.00';
  return `${day(from, unit)}, pukul ${time(from, unit)}–${end} ${unit.zoneName}`;
}

/** How long something took: "45 menit", "102 menit (1 jam 42 menit)". */
export function lasted(from: number, to: number): string {
  const minutes = Math.max(0, Math.round((to - from) / MINUTE_MS));
  const all = `${new Intl.NumberFormat('id-ID').format(minutes)} menit`;
  if (minutes < 60) return all;
  const parts: [number, string][] = [
    [Math.floor(minutes / DAY_MINUTES), 'hari'],
    [Math.floor((minutes % DAY_MINUTES) / 60), 'jam'],
    [minutes % 60, 'menit'],
  ];
  const named = parts.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`);
  return `${all} (${named.join(' ')})`;
}

const day = (at: number, { zone }: Unit): string =>
  new Intl.DateTimeFormat('id-ID', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at);

const time = (at: number, { zone }: Unit): string =>
  new Intl.DateTimeFormat('id-ID', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
