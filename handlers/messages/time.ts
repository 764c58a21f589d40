import type { Unit } from '../../knowledge/index.ts';

/** A moment as the unit's clock shows it, "23 Nov 2026 14.05 WITA". */
export function clock(at: Date, { zone, zoneName }: Unit): string {
  const shown = new Intl.DateTimeFormat('id-ID', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return `${shown.replace(',', '')} ${zoneName}`;
}
