import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnnouncementEvent,
  type AnnouncementKind,
  type AnnouncementState,
  announcementNumber,
  BULLETIN_KINDS,
  type BulletinKind,
  eventsKept,
  type Facts,
  firstBulletin,
  newsFor,
  nextEvent,
  overlaps,
  sendingMs,
  stateAfter,
  type Timed,
  whyStale,
} from '../../handlers/rules/announcement.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const wita = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);

describe('what officers may tell', () => {
  it.each<[AnnouncementKind, AnnouncementState, BulletinKind[]]>([
    ['gangguan', 'rancangan', []],
    ['gangguan', 'berlangsung', ['pembaruan', 'perpanjangan', 'pulih', 'koreksi', 'batal']],
    ['gangguan', 'pulih', ['koreksi']],
    ['gangguan', 'batal', []],
    ['pemeliharaan', 'rancangan', []],
    ['pemeliharaan', 'terjadwal', ['pembaruan', 'koreksi', 'batal']],
    ['pemeliharaan', 'berlangsung', ['pembaruan', 'perpanjangan', 'pulih', 'koreksi']],
    ['pemeliharaan', 'pulih', ['koreksi']],
    ['pemeliharaan', 'dibuang', []],
  ])('of %s that is %s', (kind, state, news) => {
    expect(newsFor({ kind, state })).toEqual(news);
  });

  it('leads to where the matter then stands', () => {
    const leading = (kind: AnnouncementKind, state: AnnouncementState) =>
      BULLETIN_KINDS.map((bulletin) => stateAfter(bulletin, { kind, state }));
    const [planned, runs, over, off] = ['terjadwal', 'berlangsung', 'pulih', 'batal'] as const;
    expect(leading('pemeliharaan', planned)).toEqual([planned, runs, planned, planned, planned, over, off, planned]);
    expect(leading('gangguan', runs)).toEqual([planned, runs, runs, runs, runs, over, off, runs]);
    expect(stateAfter('koreksi', { kind: 'gangguan', state: 'pulih' })).toBe('pulih');
  });
});

describe('the first text', () => {
  it.each<[AnnouncementKind, string, BulletinKind]>([
    ['gangguan', '2026-11-23 07:30', 'berlangsung'],
    ['pemeliharaan', '2026-11-23 09:01', 'terjadwal'],
    ['pemeliharaan', '2026-11-23 09:00', 'berlangsung'],
  ])('of %s from %s is %s', (kind, start, bulletin) => {
    expect(firstBulletin(kind, { startsAt: wita(start) }, wita('2026-11-23 09:00'))).toBe(bulletin);
  });

  it('has a number of its kind and year', () => {
    expect(announcementNumber('gangguan', 2026, 7)).toBe('G-2026-0007');
    expect(announcementNumber('pemeliharaan', 2027, 12_345)).toBe('P-2027-12345');
  });
});

describe('a preview may not go out any more', () => {
  const now = wita('2026-11-23 09:00');
  const facts = { startsAt: wita('2026-11-23 12:00'), endsAt: wita('2026-11-23 14:00') };
  const past = { startsAt: wita('2026-11-23 06:00'), endsAt: wita('2026-11-23 09:00') };
  it.each<[string, BulletinKind, number, Pick<Facts, 'startsAt' | 'endsAt' | 'endedAt'>, 'old' | 'passed' | undefined]>(
    [
      ['fresh', 'terjadwal', 0, facts, undefined],
      ['two hours old', 'terjadwal', 2 * HOUR, facts, undefined],
      ['older', 'terjadwal', 2 * HOUR + 1, facts, 'old'],
      ['planned for now', 'terjadwal', 0, { ...facts, startsAt: now }, 'passed'],
      ['begun', 'berlangsung', 0, { ...facts, startsAt: now - HOUR }, undefined],
      ['begun, without an end', 'berlangsung', 0, { startsAt: now - HOUR }, undefined],
      ['with an end that is over', 'berlangsung', 0, past, 'passed'],
      ['extended to what is over', 'perpanjangan', 0, past, 'passed'],
      ['news with an end that is over', 'pembaruan', 0, past, 'passed'],
      ['over since then', 'pulih', 0, { ...past, endedAt: past.endsAt }, undefined],
      ['called off', 'batal', 0, past, undefined],
      ['put right', 'koreksi', 0, past, undefined],
    ],
  )('%s: %s', (_, kind, age, times, why) => {
    expect(whyStale({ changedAt: now - age, kind, facts: times }, now)).toBe(why);
  });
});

describe('two at the same time', () => {
  const other = {
    number: 'P-2026-0001',
    facts: { startsAt: wita('2026-12-31 22:00'), endsAt: wita('2027-01-01 02:00') },
  };
  const endless = { number: 'P-2026-0002', facts: { startsAt: wita('2027-02-01 00:00') } };
  it.each<[string, string, string | undefined]>([
    ['2026-12-31 20:00', '2026-12-31 22:00', undefined],
    ['2027-01-01 02:00', '2027-01-01 03:00', undefined],
    ['2026-12-31 20:00', '2026-12-31 22:01', 'P-2026-0001'],
    ['2027-01-01 01:59', '2027-01-01 03:00', 'P-2026-0001'],
    ['2026-12-31 23:00', '2027-01-01 01:00', 'P-2026-0001'],
    ['2026-12-31 20:00', '2027-01-01 04:00', 'P-2026-0001'],
    ['2027-03-01 00:00', '2027-03-01 01:00', 'P-2026-0002'],
  ])('%s to %s', (start, end, number) => {
    expect(overlaps({ startsAt: wita(start), endsAt: wita(end) }, [other, endless])?.number).toBe(number);
  });
});

it('says how long the sending takes', () => {
  expect([sendingMs(0, 25), sendingMs(1, 25), sendingMs(5_000, 25)]).toEqual([0, 40, 200_000]);
});

/** A maintenance over the new year, 22.00 to 02.00. */
const PLANNED = { startsAt: wita('2026-12-31 22:00'), endsAt: wita('2027-01-01 02:00') };
const reminders = [1_440, 60];
const maintenance = (more: Partial<Timed> = {}): Timed => ({
  kind: 'pemeliharaan',
  state: 'terjadwal',
  facts: { ...PLANNED, endsByItself: true },
  events: [],
  announcedAt: wita('2026-12-28 09:00'),
  ...more,
});
const running = (more: Partial<Timed> = {}): Timed => maintenance({ state: 'berlangsung', events: ['start'], ...more });

describe('what time brings next', () => {
  const DAY_BEFORE = ['remind:1440', '2026-12-30 22:00'] as const;
  const HOUR_BEFORE = ['remind:60', '2026-12-31 21:00'] as const;
  const START = ['start', '2026-12-31 22:00'] as const;
  const END_SOON = ['end-soon', '2027-01-01 01:45'] as const;
  const END = ['end', '2027-01-01 02:00'] as const;
  const OVERDUE = ['overdue', '2027-01-01 02:00'] as const;
  const attended = { facts: PLANNED };

  it.each<[string, Timed, string, readonly [string, string] | undefined]>([
    ['first the reminder a day before', maintenance(), '2026-12-28 09:00', DAY_BEFORE],
    ['a little late', maintenance(), '2026-12-30 22:30', DAY_BEFORE],
    ['not much later', maintenance(), '2026-12-30 22:31', HOUR_BEFORE],
    ['then the one an hour before', maintenance({ events: ['remind:1440'] }), '2026-12-30 22:01', HOUR_BEFORE],
    ['a little late', maintenance(), '2026-12-31 21:30', HOUR_BEFORE],
    ['not much later', maintenance(), '2026-12-31 21:31', START],
    ['then the start', maintenance({ events: ['remind:1440', 'remind:60'] }), '2026-12-31 21:01', START],
    ['the start hours late', maintenance(), '2027-01-01 01:59', START],
    ['the end, when the start was missed', maintenance(), '2027-01-01 02:30', END],
    ['an alarm, when all was missed', maintenance(), '2027-01-01 02:31', OVERDUE],
    ['an alarm, when all was missed by those who end it', maintenance(attended), '2027-01-01 02:00', OVERDUE],
    [
      'no reminder just after the announcement',
      maintenance({ announcedAt: wita('2026-12-30 21:31') }),
      '2026-12-30 21:31',
      HOUR_BEFORE,
    ],
    [
      'a reminder half an hour after it',
      maintenance({ announcedAt: wita('2026-12-30 21:30') }),
      '2026-12-30 21:30',
      DAY_BEFORE,
    ],
    [
      'no reminder that was past then',
      maintenance({ announcedAt: wita('2026-12-30 22:05') }),
      '2026-12-30 22:05',
      HOUR_BEFORE,
    ],
    ['a word before the end', running(), '2026-12-31 22:00', END_SOON],
    ['the same, late', running(), '2027-01-01 01:59', END_SOON],
    ['then the end', running({ events: ['start', 'end-soon'] }), '2027-01-01 01:46', END],
    ['the end half an hour late', running(), '2027-01-01 02:30', END],
    ['an alarm instead, later', running(), '2027-01-01 02:31', OVERDUE],
    ['an alarm instead, when news are written', running({ newsPending: true }), '2027-01-01 02:00', OVERDUE],
    ['an alarm, when officers end it', running(attended), '2027-01-01 02:00', OVERDUE],
    ['nothing after the alarm', running({ events: ['start', 'end-soon', 'overdue'] }), '2027-01-01 02:05', undefined],
    ['nothing after the end', running({ events: ['start', 'end-soon', 'end'] }), '2027-01-01 02:05', undefined],
    ['nothing once it is over', running({ state: 'pulih' }), '2026-12-31 23:00', undefined],
    ['nothing when it was called off', maintenance({ state: 'batal' }), '2026-12-28 09:00', undefined],
    ['nothing before it is announced', maintenance({ state: 'rancangan' }), '2027-01-01 03:00', undefined],
    ['nothing of what was thrown away', maintenance({ state: 'dibuang' }), '2027-01-01 03:00', undefined],
    ['an alarm for an outage', running({ kind: 'gangguan', events: [] }), '2026-12-31 22:10', OVERDUE],
    ['once', running({ kind: 'gangguan', events: ['overdue'] }), '2027-01-01 02:10', undefined],
    [
      'nothing for one whose end nobody knows',
      running({ kind: 'gangguan', facts: { startsAt: 0 } }),
      '2026-12-31 22:10',
      undefined,
    ],
    [
      'no word before the end of a quarter of an hour',
      running({ facts: { ...PLANNED, startsAt: wita('2027-01-01 01:45') } }),
      '2027-01-01 01:46',
      OVERDUE,
    ],
  ])('%s', (_, announcement, now, expected) => {
    const next = nextEvent(announcement, { now: wita(now), reminders });
    expect(next).toEqual(expected && { what: expected[0], at: wita(expected[1]) });
  });

  it('is no reminder where the unit wants none', () => {
    expect(nextEvent(maintenance(), { now: wita('2026-12-28 09:00'), reminders: [] })?.what).toBe('start');
  });

  it('is left of a short notice half as long as it was meant to be', () => {
    const at = (now: string) => nextEvent(maintenance(), { now: wita(now), reminders: [20] })?.what;
    expect([at('2026-12-31 21:50'), at('2026-12-31 21:51')]).toEqual(['remind:20', 'start']);
  });
});

describe('a clock that stands still now and then', () => {
  /** Brings what is due whenever it looks, as the clockwork does. */
  function lived(looks: number[], announcement: Timed): { what: AnnouncementEvent; at: number }[] {
    const brought: { what: AnnouncementEvent; at: number }[] = [];
    let now = announcement;
    for (const at of looks) {
      for (;;) {
        const next = nextEvent(now, { now: at, reminders });
        if (!next || next.at > at) break;
        brought.push({ what: next.what, at });
        const state = next.what === 'start' ? 'berlangsung' : next.what === 'end' ? 'pulih' : now.state;
        now = { ...now, state, events: [...now.events, next.what] };
      }
    }
    return brought;
  }
  const whole = { min: wita('2026-12-28 09:00'), max: wita('2027-01-03 09:00') };

  it('tells everything on time when it never does', () => {
    const looks = Array.from({ length: 6 * 24 * 60 }, (_, minute) => whole.min + minute * MINUTE);
    expect(lived(looks, maintenance())).toEqual([
      { what: 'remind:1440', at: wita('2026-12-30 22:00') },
      { what: 'remind:60', at: wita('2026-12-31 21:00') },
      { what: 'start', at: wita('2026-12-31 22:00') },
      { what: 'end-soon', at: wita('2027-01-01 01:45') },
      { what: 'end', at: wita('2027-01-01 02:00') },
    ]);
  });

  it('tells nothing twice, nothing that is not so any more, and always comes to an end', () => {
    const looking = fc
      .array(fc.integer(whole), { maxLength: 40 })
      .map((looks) => [...looks.sort((a, b) => a - b), whole.max]);
    fc.assert(
      fc.property(looking, fc.boolean(), (looks, endsByItself) => {
        const brought = lived(looks, maintenance({ facts: { ...PLANNED, endsByItself } }));
        const names = brought.map(({ what }) => what);
        expect(new Set(names).size).toBe(names.length);
        expect(names.at(-1)).toMatch(/^(?:end|overdue)$/);
        for (const { what, at } of brought) {
          if (what.startsWith('remind')) expect(at).toBeLessThan(PLANNED.startsAt);
          if (what === 'start') expect(at).toBeLessThan(PLANNED.endsAt);
          if (what === 'end') expect(at - PLANNED.endsAt).toBeLessThanOrEqual(30 * MINUTE);
          if (what === 'end') expect(endsByItself).toBe(true);
        }
      }),
    );
  });
});

describe('when the times change', () => {
  const before = PLANNED;
  const done = ['remind:1440', 'remind:60', 'start', 'end-soon', 'overdue'];
  it.each<[string, Pick<Facts, 'startsAt' | 'endsAt'>, string[]]>([
    ['nothing is to come again when they do not', { ...before }, done],
    [
      'reminders are, for another start',
      { ...before, startsAt: before.startsAt + HOUR },
      ['start', 'end-soon', 'overdue'],
    ],
    ['the end is, for another end', { ...before, endsAt: before.endsAt + HOUR }, ['remind:1440', 'remind:60', 'start']],
    ['the end is, when it is not known any more', { startsAt: before.startsAt }, ['remind:1440', 'remind:60', 'start']],
  ])('%s', (_, after, kept) => {
    expect(eventsKept(done, before, after)).toEqual(kept);
  });

  it('an extension brings its own end', () => {
    const facts = { startsAt: PLANNED.startsAt, endsAt: wita('2027-01-01 04:00'), endsByItself: true };
    const events = eventsKept(['start', 'end-soon', 'overdue'], PLANNED, facts);
    const at = (now: string) => nextEvent(running({ facts, events }), { now: wita(now), reminders });
    expect(at('2027-01-01 02:10')).toEqual({ what: 'end-soon', at: wita('2027-01-01 03:45') });
    expect(at('2027-01-01 04:00')).toEqual({ what: 'end', at: wita('2027-01-01 04:00') });
  });
});
