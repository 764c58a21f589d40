import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serviceCalendar } from '../../handlers/rules/service-hours.ts';
import { STATES, type TicketState } from '../../handlers/rules/ticket.ts';
import {
  type Alarm,
  type Clocked,
  clockRuns,
  dueTimes,
  nextAlarm,
  paused,
  restarted,
  resumed,
  spentBy,
} from '../../handlers/rules/ticket-clock.ts';
import { readService } from '../../knowledge/service.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const wita = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const inWita = (at: number | null) =>
  at === null ? null : new Date(at + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');

const LIBUR = {
  skb: { 2026: { '2026-12-25': 'Natal' }, 2027: { '2027-01-01': 'Tahun Baru' } },
  cuti_bersama: { kantor_tutup: 'ya', tanggal: { '2026-12-24': 'Cuti bersama' } },
};
/** The proposed hours and targets. */
const service = readService({ libur: LIBUR });
const calendar = serviceCalendar(service, 'Asia/Makassar');
const roundTheClock = readService({
  libur: LIBUR,
  target: { 1: { tanggapan: '15 menit', selesai: '1 jam', terus_menerus: 'ya' } },
});

function opened(text: string, more: Partial<Clocked> = {}): Clocked {
  const at = wita(text);
  const begun = { openedAt: at, respondedAt: null, resolvedAt: null, spentMs: 0, runningSince: at };
  return { priority: 3, restricted: false, state: 'baru', ...begun, ...more };
}
const due = (ticket: Clocked, by = service) => {
  const { response, resolution } = dueTimes(ticket, by, calendar);
  return [inWita(response), inWita(resolution)];
};

describe('a ticket is due', () => {
  it.each<[string, Partial<Clocked>, string, string]>([
    ['2026-11-23 08:00', { priority: 1 }, '2026-11-23 08:15', '2026-11-23 09:00'],
    ['2026-11-23 11:50', { priority: 1 }, '2026-11-23 13:05', '2026-11-23 13:50'],
    ['2026-11-23 08:00', { priority: 2 }, '2026-11-23 08:30', '2026-11-24 08:00'],
    ['2026-11-23 20:00', { priority: 2 }, '2026-11-24 08:00', '2026-11-24 16:00'],
    ['2026-11-23 15:00', { priority: 3 }, '2026-11-24 10:30', '2026-11-25 15:00'],
    ['2026-11-27 11:00', { priority: 3 }, '2026-11-27 16:30', '2026-12-01 11:00'],
    ['2026-12-23 15:00', { priority: 3 }, '2026-12-28 10:30', '2026-12-29 15:00'],
    ['2026-12-30 15:00', { priority: 4 }, '2026-12-31 15:00', '2027-01-07 15:00'],
    ['2026-11-23 07:30', { restricted: true }, '2026-11-23 16:00', '2026-12-10 16:00'],
    ['2026-11-23 07:30', { restricted: true, priority: 1 }, '2026-11-23 16:00', '2026-12-10 16:00'],
  ])('opened %s, %j', (at, more, response, resolution) => {
    expect(due(opened(at, more))).toEqual([response, resolution]);
  });

  it('round the clock only where its target says so', () => {
    const night = '2026-12-25 23:50';
    expect(due(opened(night, { priority: 1 }), roundTheClock)).toEqual(['2026-12-26 00:05', '2026-12-26 00:50']);
    expect(due(opened(night, { priority: 1 }))).toEqual(['2026-12-28 07:45', '2026-12-28 08:30']);
    expect(due(opened(night, { priority: 2 }), roundTheClock)).toEqual(['2026-12-28 08:00', '2026-12-28 16:00']);
    const stopped = paused(opened(night, { priority: 1 }), wita('2026-12-26 00:10'), roundTheClock, calendar);
    expect(stopped.spentMs).toBe(20 * MINUTE);
  });

  it('no more for what is met', () => {
    const answered = opened('2026-11-23 08:00', { state: 'diambil', respondedAt: wita('2026-11-23 08:20') });
    expect(due(answered)).toEqual([null, '2026-11-25 08:00']);
  });

  it.each<[TicketState, boolean]>([
    ['baru', true],
    ['diambil', true],
    ['menunggu_pengguna', false],
    ['di_lkpp', false],
    ['selesai', false],
    ['ditutup', false],
    ['ditolak', false],
    ['dibuka_kembali', true],
  ])('in state %s: %s', (state, runs) => {
    expect(clockRuns(state)).toBe(runs);
    expect(due(opened('2026-11-23 08:00', { state }))).toEqual(
      runs ? ['2026-11-23 12:00', '2026-11-25 08:00'] : [null, null],
    );
  });

  it('later by the service time that it was paused', () => {
    const waiting = {
      ...paused(opened('2026-11-23 15:00'), wita('2026-11-24 08:30'), service, calendar),
      state: 'menunggu_pengguna' as const,
    };
    expect(waiting).toMatchObject({ spentMs: 2 * HOUR, runningSince: null });
    expect(due(waiting)).toEqual([null, null]);
    const again = resumed({ ...waiting, state: 'diambil' }, wita('2026-11-26 09:00'));
    expect(due(again)).toEqual(['2026-11-26 11:00', '2026-11-27 16:00']);
    expect(spentBy(again, wita('2026-11-26 09:30'), service, calendar)).toBe(2.5 * HOUR);
    expect(spentBy(waiting, wita('2026-11-26 09:30'), service, calendar)).toBe(2 * HOUR);
  });

  it('since the clock runs again when the target had passed before the pause', () => {
    const late = paused(opened('2026-11-23 07:30'), wita('2026-11-23 14:00'), service, calendar);
    expect(due(resumed(late, wita('2026-11-24 10:00')))).toEqual(['2026-11-24 10:00', '2026-11-25 12:00']);
  });

  it('anew when it is reopened', () => {
    const ended = opened('2026-11-23 08:00', {
      ...{ state: 'dibuka_kembali', respondedAt: 1, resolvedAt: 2, spentMs: 9 * HOUR, runningSince: null },
    });
    expect(due(restarted(ended, wita('2026-11-30 08:00')))).toEqual(['2026-11-30 12:00', '2026-12-02 08:00']);
  });

  it('by the targets of another priority as if it had always had them', () => {
    const ticket = opened('2026-11-23 08:00');
    expect(due({ ...ticket, priority: 2 })).toEqual(due(opened('2026-11-23 08:00', { priority: 2 })));
  });
});

it('pausing twice and resuming twice change nothing more', () => {
  const once = paused(opened('2026-11-23 08:00'), wita('2026-11-23 09:00'), service, calendar);
  expect(paused(once, wita('2026-11-23 11:00'), service, calendar)).toEqual(once);
  const again = resumed(once, wita('2026-11-23 13:00'));
  expect(resumed(again, wita('2026-11-23 15:00'))).toEqual(again);
});

describe('the alarms', () => {
  /** All that are given one after the other, the ticket staying as it is. */
  function alarmsOf(ticket: Clocked, given: Alarm['what'][] = []): string[] {
    const next = nextAlarm(ticket, given, service, calendar);
    return next ? [`${inWita(next.at)} ${next.what}`, ...alarmsOf(ticket, [...given, next.what])] : [];
  }

  it('come in their order, each once', () => {
    expect(alarmsOf(opened('2026-11-23 07:30'))).toEqual([
      '2026-11-23 10:30 response-soon',
      '2026-11-23 11:30 response-late',
      '2026-11-24 11:15 resolution-soon',
      '2026-11-24 16:00 resolution-late',
    ]);
  });

  it('leave out an answer that was given', () => {
    const answered = opened('2026-11-23 07:30', { state: 'diambil', respondedAt: wita('2026-11-23 08:00') });
    expect(alarmsOf(answered)).toEqual(['2026-11-24 11:15 resolution-soon', '2026-11-24 16:00 resolution-late']);
  });

  it('warn no more after the target, and not of what had passed before a pause', () => {
    const ticket = opened('2026-11-23 07:30');
    expect(alarmsOf(ticket, ['response-late', 'resolution-late'])).toEqual([]);
    const late = resumed(paused(ticket, wita('2026-11-23 14:00'), service, calendar), wita('2026-11-24 10:00'));
    expect(alarmsOf(late)).toEqual([
      '2026-11-24 10:00 response-late',
      '2026-11-25 08:15 resolution-soon',
      '2026-11-25 12:00 resolution-late',
    ]);
    expect(alarmsOf(late, ['response-soon', 'response-late'])).toHaveLength(2);
  });

  it('follow the share of the target that the unit has chosen', () => {
    const half = readService({ libur: LIBUR, peringatan: '50 persen' });
    expect(inWita(nextAlarm(opened('2026-11-23 07:30'), [], half, calendar)?.at ?? null)).toBe('2026-11-23 09:30');
  });

  it('close a resolved ticket after days of the calendar', () => {
    const resolvedAt = wita('2026-12-23 10:00');
    const solved = opened('2026-12-22 10:00', { state: 'selesai', resolvedAt, runningSince: null });
    expect(nextAlarm(solved, [], service, calendar)).toEqual({ what: 'close', at: resolvedAt + 7 * DAY });
    expect(nextAlarm(solved, ['close'], service, calendar)).toBeUndefined();
    expect(nextAlarm({ ...solved, state: 'ditutup' }, [], service, calendar)).toBeUndefined();
    const quick = readService({ tutup_otomatis: '1 hari' });
    expect(nextAlarm(solved, [], quick, calendar)?.at).toBe(resolvedAt + DAY);
  });

  it('are silent while the clock is paused', () => {
    for (const state of STATES.filter((state) => !clockRuns(state)))
      expect(nextAlarm(opened('2026-11-23 07:30', { state }), [], service, calendar), state).toBeUndefined();
    expect(nextAlarm(opened('2026-11-23 07:30', { runningSince: null }), [], service, calendar)).toBeUndefined();
  });
});

describe('for all tickets', () => {
  const moment = fc.integer({ min: wita('2026-01-01 00:00'), max: wita('2026-12-31 00:00') });
  const ticket: fc.Arbitrary<Clocked> = fc
    .record({ priority: fc.constantFrom(1, 2, 3, 4), restricted: fc.boolean(), openedAt: moment })
    .map((some) => ({ ...opened('2026-11-23 08:00'), ...some, runningSince: some.openedAt }));
  const pauses = fc.array(fc.integer({ min: 1, max: 40 * HOUR }), { maxLength: 6 });

  it('pauses move the end by nothing but themselves', () => {
    fc.assert(
      fc.property(ticket, pauses, (begun, lengths) => {
        let [now, running, ticket] = [begun.openedAt, 0, begun];
        for (const [at, length] of lengths.entries()) {
          if (at % 2 === 0) running += calendar.between(now, now + length);
          now += length;
          ticket = at % 2 === 0 ? paused(ticket, now, service, calendar) : resumed(ticket, now);
        }
        ticket = resumed(ticket, now);
        expect(ticket.spentMs).toBe(running);
        const { resolution } = dueTimes(ticket, service, calendar);
        const target = service.targets[ticket.restricted ? 'restricted' : ticket.priority].resolution * MINUTE;
        expect(resolution).toBe(calendar.add(now, Math.max(0, target - running)));
      }),
    );
  });

  it('a pause of no time changes nothing that is due', () => {
    fc.assert(
      fc.property(ticket, fc.integer({ min: 0, max: 14 * HOUR }), (ticket, after) => {
        const at = ticket.openedAt + after;
        const { resolution } = dueTimes(ticket, service, calendar);
        fc.pre(resolution !== null && at < resolution);
        const same = resumed(paused(ticket, at, service, calendar), at);
        expect(dueTimes(same, service, calendar).resolution).toBe(resolution);
      }),
    );
  });
});
