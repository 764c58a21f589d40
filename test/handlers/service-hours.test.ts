import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedDays } from '../../handlers/rules/holidays.ts';
import { AROUND_THE_CLOCK, serviceCalendar } from '../../handlers/rules/service-hours.ts';
import type { Hours, Service, Week } from '../../knowledge/index.ts';
import { readService } from '../../knowledge/service.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ZONE = 'Asia/Makassar';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A moment in WITA, which is always eight hours ahead. */
const wita = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const inWita = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');

const RAMADAN = {
  senin: '08.00-15.00, istirahat 12.00-12.30',
  selasa: '08.00-15.00, istirahat 12.00-12.30',
  rabu: '08.00-15.00, istirahat 12.00-12.30',
  kamis: '08.00-15.00, istirahat 12.00-12.30',
  jumat: '08.00-15.30, istirahat 11.30-12.30',
};
const LIBUR = {
  skb: { 2026: { '2026-01-01': 'Tahun Baru', '2026-12-25': 'Natal' }, 2027: { '2027-01-01': 'Tahun Baru' } },
  cuti_bersama: { kantor_tutup: 'ya', tanggal: { '2026-12-24': 'Cuti bersama Natal' } },
  tambahan: { '2026-11-25': 'Pindah kantor' },
};
/** The proposed week: Monday to Thursday 07.30-12.00 and 13.00-16.00, Friday 07.30-11.30 and 13.00-16.30. */
const serviceWith = (libur: object = LIBUR) =>
  readService({ rentang: [{ nama: 'Ramadan', mulai: '2026-02-19', sampai: '2026-03-20', jam: RAMADAN }], libur });
const calendar = serviceCalendar(serviceWith(), ZONE);

describe('the service hours of the office', () => {
  it.each([
    ['before opening', '2026-11-23 07:00', 1, '2026-11-23 08:30'],
    ['over the break', '2026-11-23 11:30', 1, '2026-11-23 13:30'],
    ['within the break', '2026-11-23 12:20', 1, '2026-11-23 14:00'],
    ['up to the break exactly', '2026-11-23 11:00', 1, '2026-11-23 12:00'],
    ['up to closing exactly', '2026-11-23 15:00', 1, '2026-11-23 16:00'],
    ['from closing on', '2026-11-23 16:00', 1, '2026-11-24 08:30'],
    ['over night', '2026-11-23 15:30', 1, '2026-11-24 08:00'],
    ['around midnight', '2026-11-24 00:00', 1, '2026-11-24 08:30'],
    ['over the long break of a Friday', '2026-11-27 11:00', 1, '2026-11-27 13:30'],
    ['over a weekend', '2026-11-27 16:00', 1, '2026-11-30 08:00'],
    ['over a day of its own', '2026-11-24 15:30', 1, '2026-11-26 08:00'],
    ['over joint leave, Christmas and a weekend', '2026-12-23 15:30', 1, '2026-12-28 08:00'],
    ['over the year end', '2026-12-31 15:30', 1, '2027-01-04 08:00'],
    ['into Ramadan', '2026-02-18 15:30', 1, '2026-02-19 08:30'],
    ['within Ramadan', '2026-02-19 11:45', 1, '2026-02-19 13:15'],
    ['out of Ramadan', '2026-03-20 15:00', 1, '2026-03-23 08:00'],
    ['for a whole week', '2026-11-30 07:30', 37.5, '2026-12-04 16:30'],
    ['for a whole week of Ramadan', '2026-02-23 08:00', 32.5, '2026-02-27 15:30'],
    ['for nothing, while open', '2026-11-23 09:00', 0, '2026-11-23 09:00'],
    ['for nothing, while closed', '2026-11-23 20:00', 0, '2026-11-24 07:30'],
    ['for nothing, at closing', '2026-11-23 16:00', 0, '2026-11-23 16:00'],
  ])('go on %s', (_, from, hours, until) => {
    expect(inWita(calendar.add(wita(from), hours * HOUR))).toBe(until);
    expect(calendar.between(wita(from), wita(until))).toBe(hours * HOUR);
  });

  it.each([
    ['2026-11-23 07:29', false, '2026-11-23 07:30'],
    ['2026-11-23 07:30', true, '2026-11-23 07:30'],
    ['2026-11-23 12:00', false, '2026-11-23 13:00'],
    ['2026-11-23 13:00', true, '2026-11-23 13:00'],
    ['2026-11-23 15:59', true, '2026-11-23 15:59'],
    ['2026-11-23 16:00', false, '2026-11-24 07:30'],
    ['2026-11-25 10:00', false, '2026-11-26 07:30'],
    ['2026-02-19 07:45', false, '2026-02-19 08:00'],
    ['2026-12-24 10:00', false, '2026-12-28 07:30'],
  ])('at %s: open is %s, next is %s', (at, isOpen, next) => {
    expect(calendar.isOpen(wita(at))).toBe(isOpen);
    expect(inWita(calendar.nextOpening(wita(at)))).toBe(next);
  });

  it.each([
    ['2026-11-23 07:29', '2026-11-23 07:30'],
    ['2026-11-23 07:30', '2026-11-24 07:30'],
    ['2026-11-23 12:30', '2026-11-24 07:30'],
    ['2026-11-24 17:00', '2026-11-26 07:30'],
    ['2026-02-18 17:00', '2026-02-19 08:00'],
  ])('after %s the next day begins %s', (at, next) => {
    expect(inWita(calendar.nextDay(wita(at)))).toBe(next);
  });

  it('know the local day and its name', () => {
    expect(calendar.dayOf(wita('2026-12-25 00:00'))).toEqual({
      start: wita('2026-12-25 00:00'),
      date: '2026-12-25',
      holiday: 'Natal',
    });
    expect(calendar.dayOf(wita('2026-12-26 00:00') - 1).date).toBe('2026-12-25');
    expect(calendar.dayOf(wita('2026-12-28 23:59'))).toEqual({ start: wita('2026-12-28 00:00'), date: '2026-12-28' });
  });

  it('count nothing backwards', () => {
    expect(calendar.between(wita('2026-11-24 10:00'), wita('2026-11-23 10:00'))).toBe(0);
    expect(() => calendar.add(wita('2026-11-24 10:00'), -1)).toThrow(RangeError);
    expect(() => calendar.add(Number.NaN, 1)).toThrow(RangeError);
    expect(() => calendar.between(0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });

  it('end with an error instead of a search without end', () => {
    const never = serviceCalendar({ ...serviceWith(), week: [], ranges: [] }, ZONE);
    const at = wita('2026-11-23 10:00');
    for (const ask of [() => never.add(at, 1), () => never.nextOpening(at), () => never.nextDay(at)])
      expect(ask).toThrow('No service hours');
    expect(never.isOpen(at)).toBe(false);
    expect(never.between(at, at + 1000 * HOUR)).toBe(0);
    expect(() => serviceCalendar(serviceWith(), 'Asia/Atlantis')).toThrow('Asia/Atlantis');
  });

  it('need less than a millisecond for 14 working days', () => {
    const from = wita('2026-11-23 10:00');
    calendar.add(from, 14 * 7.5 * HOUR);
    const started = performance.now();
    for (let count = 0; count < 1000; count++) calendar.add(from + count, 14 * 7.5 * HOUR);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('holidays', () => {
  const closed = (libur: object) => closedDays(serviceWith(libur));

  it('are the official ones of a year whose list is written, and no others', () => {
    const on = closed({ skb: { 2026: { '2026-03-21': 'Idulfitri' } } });
    expect(on('2026-03-21')).toBe('Idulfitri');
    expect(on('2026-08-17')).toBeUndefined();
  });

  it('are calculated for a year without a list', () => {
    const on = closed({});
    expect(on('2027-08-17')).toContain('Kemerdekaan');
    expect(on('2027-12-25')).toBeDefined();
    expect(on('2027-08-18')).toBeUndefined();
    expect(on('2027-01-05')).toBe('Isra Mikraj Nabi Muhammad');
    expect(serviceCalendar(serviceWith({}), ZONE).dayOf(wita('2027-08-17 00:00')).holiday).toContain('Kemerdekaan');
  });

  it('include joint leave only when the office closes', () => {
    const leave = (kantor_tutup: string) =>
      closed({ cuti_bersama: { kantor_tutup, tanggal: { '2026-12-24': 'Cuti' } } })('2026-12-24');
    expect(leave('ya')).toBe('Cuti');
    expect(leave('tidak')).toBeUndefined();
    expect(closed({ cuti_bersama: { tanggal: { '2026-12-24': 'Cuti' } } })('2026-12-24')).toBeUndefined();
  });

  it('are taken back where the unit stays open', () => {
    const on = closed({ ...LIBUR, tetap_buka: ['2026-12-24', '2026-12-25'] });
    expect([on('2026-12-24'), on('2026-12-25'), on('2026-11-25')]).toEqual([undefined, undefined, 'Pindah kantor']);
  });

  it('that are added later move what was due', () => {
    const from = wita('2026-11-26 15:00');
    const later = serviceCalendar(serviceWith({ ...LIBUR, tambahan: { '2026-11-27': 'Pilkada' } }), ZONE);
    expect(inWita(calendar.add(from, 2 * HOUR))).toBe('2026-11-27 08:30');
    expect(inWita(later.add(from, 2 * HOUR))).toBe('2026-11-30 08:30');
  });
});

describe('a zone that changes its clock', () => {
  const allDay: Week = Array.from({ length: 7 }, () => [{ open: 0, close: 24 * 60 }]);
  const berlin = (week: Week) => serviceCalendar({ ...serviceWith(), week, ranges: [] }, 'Europe/Berlin');
  const [springMidnight, autumnMidnight] = [Date.parse('2026-03-28T23:00Z'), Date.parse('2026-10-24T22:00Z')];

  it('has days of 23 and 25 hours', () => {
    const open = berlin(allDay);
    expect(open.dayOf(springMidnight)).toEqual({ start: springMidnight, date: '2026-03-29' });
    expect(open.dayOf(springMidnight + 23 * HOUR).date).toBe('2026-03-30');
    expect(open.dayOf(autumnMidnight + 25 * HOUR - 1).date).toBe('2026-10-25');
    expect(open.between(springMidnight - HOUR, springMidnight + 24 * HOUR)).toBe(25 * HOUR);
  });

  it('opens by the clock on the wall', () => {
    const office = berlin(Array.from({ length: 7 }, () => [{ open: 8 * 60, close: 16 * 60 }]));
    expect(office.nextDay(springMidnight - 24 * HOUR)).toBe(Date.parse('2026-03-28T07:00Z'));
    expect(office.nextDay(springMidnight)).toBe(Date.parse('2026-03-29T06:00Z'));
    expect(office.add(Date.parse('2026-10-24T13:00Z'), 2 * HOUR)).toBe(Date.parse('2026-10-25T08:00Z'));
  });

  it.each([
    ['does not exist', '2026-03-08', Date.parse('2026-03-08T05:00Z'), 23],
    ['comes twice', '2026-11-01', Date.parse('2026-11-01T04:00Z'), 25],
  ])('misses no time on a day whose midnight %s', (_, date, start, length) => {
    const havana = serviceCalendar({ ...serviceWith(), week: allDay, ranges: [] }, 'America/Havana');
    expect(havana.between(start - 24 * HOUR, start + 48 * HOUR)).toBe(72 * HOUR);
    expect(havana.dayOf(start + 2 * HOUR).date).toBe(date);
    expect(havana.dayOf(start + length * HOUR - 1).date).toBe(date);
    expect(havana.dayOf(start + length * HOUR).date).not.toBe(date);
  });

  it('leaves out an hour that the day does not have', () => {
    const night = berlin(Array.from({ length: 7 }, () => [{ open: 2 * 60, close: 3 * 60 }]));
    expect(night.between(springMidnight, springMidnight + 23 * HOUR)).toBe(0);
    expect(night.nextOpening(springMidnight)).toBe(Date.parse('2026-03-30T00:00Z'));
  });
});

describe('round the clock', () => {
  it('never stops', () => {
    const at = wita('2026-12-25 03:00');
    expect([AROUND_THE_CLOCK.isOpen(at), AROUND_THE_CLOCK.nextOpening(at)]).toEqual([true, at]);
    expect(AROUND_THE_CLOCK.add(at, HOUR)).toBe(at + HOUR);
    expect(AROUND_THE_CLOCK.between(at, at + HOUR)).toBe(HOUR);
    expect(AROUND_THE_CLOCK.between(at, at - HOUR)).toBe(0);
  });
});

const ZONES = [ZONE, 'Europe/Berlin', 'America/St_Johns', 'Pacific/Auckland', 'UTC'];

/** A day of up to three stretches; none begins in the hours in which some zone changes its clock. */
const hours: fc.Arbitrary<Hours[]> = fc
  .uniqueArray(fc.integer({ min: 4 * 60, max: 24 * 60 }), { maxLength: 6 })
  .map((minutes) => minutes.sort((a, b) => a - b))
  .map((minutes) =>
    Array.from({ length: Math.floor(minutes.length / 2) }, (_, at) => ({
      open: minutes[2 * at] ?? 0,
      close: minutes[2 * at + 1] ?? 0,
    })),
  );
const week = fc.array(hours, { minLength: 7, maxLength: 7 }).filter((days) => days.flat().length > 0);
const moment = fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2026-12-31T00:00Z') });
const length = fc.oneof(fc.integer({ min: 0, max: 10 * MINUTE }), fc.integer({ min: 0, max: 200 * HOUR }));
const anyService: fc.Arbitrary<Service> = fc
  .record({ week, other: week, start: fc.integer({ min: 1, max: 28 }) })
  .map(({ week, other, start }) => {
    const from = `2026-03-${String(start).padStart(2, '0')}`;
    return { ...serviceWith(), week, ranges: [{ name: 'lain', from, to: '2026-04-10', week: other }] };
  });
const anyCalendar = fc
  .record({ service: anyService, zone: fc.constantFrom(...ZONES) })
  .map(({ service, zone }) => ({ service, zone, time: serviceCalendar(service, zone) }));

/** Whether it is open, as the clock on the wall shows it. */
function openOnTheWall({ week, ranges, holidays }: Service, zone: string, at: number): boolean {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  if ({ ...holidays.official[2026], ...holidays.jointLeave.days, ...holidays.added }[date]) return false;
  const now = Number(parts.hour) * 60 + Number(parts.minute);
  const used = ranges.find(({ from, to }) => from <= date && date <= to)?.week ?? week;
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  return (used[weekday] ?? []).some(({ open, close }) => open <= now && now < close);
}

describe('for all hours, zones and moments', () => {
  const holds = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>) => fc.assert(property, { numRuns: 300 });

  it('it is open as the clock on the wall says', () => {
    holds(
      fc.property(anyCalendar, moment, ({ service, zone, time }, at) => {
        expect(time.isOpen(at)).toBe(openOnTheWall(service, zone, at));
      }),
    );
  });

  it('what is added has passed', () => {
    holds(
      fc.property(anyCalendar, moment, length, ({ time }, from, ms) => {
        expect(time.between(from, time.add(from, ms))).toBe(ms);
      }),
    );
  });

  it('adding ends within hours, not before it began', () => {
    holds(
      fc.property(anyCalendar, moment, length, ({ time }, from, ms) => {
        const end = time.add(from, ms);
        expect(end).toBeGreaterThanOrEqual(from);
        expect(time.isOpen(end) || time.isOpen(end - 1)).toBe(true);
      }),
    );
  });

  it('adding is monotone in both', () => {
    holds(
      fc.property(anyCalendar, moment, length, length, length, ({ time }, from, ms, later, more) => {
        expect(time.add(from + later, ms)).toBeGreaterThanOrEqual(time.add(from, ms));
        expect(time.add(from, ms + more)).toBeGreaterThanOrEqual(time.add(from, ms));
      }),
    );
  });

  it('two steps are as one', () => {
    holds(
      fc.property(anyCalendar, moment, length, length, ({ time }, from, one, two) => {
        expect(time.add(time.add(from, one), two)).toBe(time.add(from, one + two));
        const [middle, end] = [from + one, from + one + two];
        expect(time.between(from, middle) + time.between(middle, end)).toBe(time.between(from, end));
      }),
    );
  });

  it('the next opening is open and nothing before it is', () => {
    holds(
      fc.property(anyCalendar, moment, ({ time }, at) => {
        const next = time.nextOpening(at);
        expect(time.isOpen(next)).toBe(true);
        expect(time.between(at, next)).toBe(0);
        const begins = time.nextDay(at);
        expect(time.isOpen(begins) && !time.isOpen(begins - 1) && begins > at).toBe(true);
        expect(time.between(time.dayOf(begins).start, begins)).toBe(0);
      }),
    );
  });
});

it('does not depend on the zone of the process', () => {
  const script = `
    import { serviceCalendar } from './handlers/rules/service-hours.ts';
    import { readService } from './knowledge/service.ts';
    for (const zone of ['Asia/Makassar', 'Europe/Berlin']) {
      const calendar = serviceCalendar(readService({}), zone);
      for (let at = Date.UTC(2026, 9, 20); at < Date.UTC(2027, 0, 6); at += 7 * ${HOUR})
        console.log(calendar.add(at, 9 * ${HOUR}), calendar.nextDay(at), JSON.stringify(calendar.dayOf(at)));
    }`;
  const shown = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'].map((TZ) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: ROOT,
      env: { ...process.env, TZ },
      encoding: 'utf8',
    }),
  );
  expect(shown[0]?.split('\n').length).toBeGreaterThan(500);
  expect(shown[0]).toContain('Natal');
  expect(new Set(shown).size).toBe(1);
});
