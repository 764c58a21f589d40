import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { momentOf, wallClock } from '../../handlers/rules/wall-clock.ts';

describe('a date and a time', () => {
  it.each<[string, string, string, string | undefined]>([
    ['2026-11-23', '07:30', 'Asia/Makassar', '2026-11-22T23:30:00.000Z'],
    ['2026-12-31', '23:59', 'Asia/Makassar', '2026-12-31T15:59:00.000Z'],
    ['2027-01-01', '00:00', 'Asia/Makassar', '2026-12-31T16:00:00.000Z'],
    ['2026-11-23', '07:30', 'Asia/Jakarta', '2026-11-23T00:30:00.000Z'],
    ['2028-02-29', '12:00', 'Asia/Makassar', '2028-02-29T04:00:00.000Z'],
    ['2026-02-29', '12:00', 'Asia/Makassar', undefined],
    ['2026-11-23', '24:00', 'Asia/Makassar', undefined],
    ['2026-11-23', '7:30', 'Asia/Makassar', undefined],
    ['23-11-2026', '07:30', 'Asia/Makassar', undefined],
    ['', '', 'Asia/Makassar', undefined],
    // The clocks go from 02:00 to 03:00.
    ['2026-03-29', '02:30', 'Europe/Berlin', undefined],
    ['2026-03-29', '03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ])('%s %s in %s', (date, time, zone, expected) => {
    const at = momentOf(date, time, zone);
    expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(expected);
    if (at !== undefined) expect(wallClock(at, zone)).toEqual({ date, time });
  });
});

it('do not depend on the zone of the process, nor do the words of a bulletin', () => {
  const script = `
    import { momentOf, wallClock } from './handlers/rules/wall-clock.ts';
    import { lasted, moment, stretch } from './handlers/messages/announcement-times.ts';
    const unit = { zone: 'Asia/Makassar', zoneName: 'WITA' };
    for (let hour = 0; hour < 24; hour++) {
      const at = momentOf('2026-12-31', String(hour).padStart(2, '0') + ':15', unit.zone);
      console.log(at, wallClock(at, unit.zone), moment(at, unit), stretch(at, at + 6 * 3600000, unit));
    }`;
  const shown = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Makassar'].map((TZ) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, TZ },
      encoding: 'utf8',
    }),
  );
  expect(shown[0]).toContain(
    'Kamis, 31 Desember 2026, pukul 23.15 WITA, sampai Jumat, 1 Januari 2027, pukul 05.15 WITA',
  );
  expect(new Set(shown).size).toBe(1);
});
