import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemWords } from '../../handlers/messages/announcement.ts';
import type { AnnouncementKind, BulletinKind, Facts } from '../../handlers/rules/announcement.ts';
import {
  type AnnouncementField,
  type Filled,
  LONGEST,
  NEWS_FIELDS,
  type ProblemReason,
  readAnnouncement,
  readNews,
} from '../../handlers/rules/announcement-form.ts';

const zone = 'Asia/Makassar';
const wita = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
/** Thirty seconds past the minute: forms know no seconds. */
const now = wita('2026-11-23 09:00') + 30_000;

const OUTAGE: Filled = {
  title: 'SPSE tidak dapat dibuka',
  origin: 'lokal',
  services: ['dokumen', 'spse'],
  startDate: '2026-11-23',
  startTime: '07:30',
  impact: 'Halaman SPSE tidak terbuka.',
  advice: 'Tunggu kabar berikutnya.',
  audience: 'semua',
};
const MAINTENANCE: Filled = {
  ...OUTAGE,
  title: 'Pembaruan SPSE',
  origin: 'nasional',
  startDate: '2026-12-31',
  startTime: '22:00',
  endDate: '2027-01-01',
  endTime: '02:00',
  audience: 'topik',
  ending: 'sendiri',
};
const FORMS = { gangguan: OUTAGE, pemeliharaan: MAINTENANCE };

/** What is wrong, by field. */
const wrongIn = (result: ReturnType<typeof readAnnouncement> | ReturnType<typeof readNews>) =>
  result.ok ? {} : Object.fromEntries(result.problems.map(({ field, why }) => [field, why]));
const wrongWith = (kind: AnnouncementKind, more: Filled) =>
  wrongIn(readAnnouncement(kind, { ...FORMS[kind], ...more }, { now, zone }));

describe('the form of an announcement', () => {
  it('becomes the facts of an outage', () => {
    expect(readAnnouncement('gangguan', { ...OUTAGE, pressing: ['ya'] }, { now, zone })).toEqual({
      ok: true,
      audience: 'semua',
      facts: {
        title: 'SPSE tidak dapat dibuka',
        origin: 'lokal',
        services: ['spse', 'dokumen'],
        startsAt: wita('2026-11-23 07:30'),
        impact: 'Halaman SPSE tidak terbuka.',
        advice: 'Tunggu kabar berikutnya.',
        pressing: true,
      },
    });
  });

  it('becomes those of a maintenance over the new year', () => {
    expect(readAnnouncement('pemeliharaan', { ...MAINTENANCE, pressing: ['ya'] }, { now, zone })).toEqual({
      ok: true,
      audience: 'topik',
      facts: {
        title: 'Pembaruan SPSE',
        origin: 'nasional',
        services: ['spse', 'dokumen'],
        startsAt: Date.UTC(2026, 11, 31, 14),
        endsAt: Date.UTC(2026, 11, 31, 18),
        impact: 'Halaman SPSE tidak terbuka.',
        advice: 'Tunggu kabar berikutnya.',
        endsByItself: true,
      },
    });
  });

  it('is over by itself only when that was asked for', () => {
    for (const ending of ['petugas', '']) {
      const result = readAnnouncement('pemeliharaan', { ...MAINTENANCE, ending }, { now, zone });
      expect(result.ok && result.facts.endsByItself).toBeUndefined();
    }
  });

  it('keeps what people typed but for blank lines', () => {
    const result = readAnnouncement(
      'gangguan',
      { ...OUTAGE, title: '  SPSE\n lambat ', impact: ' <b>*a*</b> \r\n\r\n\n\n _b_ &amp; \n' },
      { now, zone },
    );
    expect(result).toMatchObject({ ok: true, facts: { title: 'SPSE lambat', impact: '<b>*a*</b>\n\n _b_ &amp;' } });
  });

  const LONG = 'a'.repeat(5_000);
  it.each<[string, AnnouncementKind, Filled, Partial<Record<AnnouncementField, ProblemReason>>]>([
    ['no title', 'gangguan', { title: '' }, { title: 'missing' }],
    ['a title without a word', 'gangguan', { title: ' –\u200B!? ' }, { title: 'missing' }],
    ['5,000 characters', 'gangguan', { impact: LONG, advice: LONG }, { impact: 'too-long', advice: 'too-long' }],
    ['one character too many', 'gangguan', { title: 'a'.repeat(121) }, { title: 'too-long' }],
    ['as many as there may be', 'gangguan', { title: 'a'.repeat(120), impact: 'a'.repeat(600) }, {}],
    ['no service', 'gangguan', { services: [] }, { services: 'missing' }],
    ['a service that is none', 'gangguan', { services: ['spse', 'kopi'] }, { services: 'not-offered' }],
    ['an origin that is none', 'gangguan', { origin: 'bulan' }, { origin: 'not-offered' }],
    ['nobody to get it', 'gangguan', { audience: '' }, { audience: 'missing' }],
    ['no start', 'gangguan', { startDate: '', startTime: '' }, { startDate: 'missing' }],
    ['a start without its time', 'gangguan', { startTime: '' }, { startTime: 'half' }],
    ['an end without its day', 'gangguan', { endTime: '10:00' }, { endDate: 'half' }],
    ['a day that is none', 'gangguan', { startDate: '2026-11-31' }, { startDate: 'no-such-time' }],
    ['a time that is none', 'gangguan', { startTime: '24:30' }, { startDate: 'no-such-time' }],
    ['an outage to come', 'gangguan', { startTime: '09:01' }, { startDate: 'start-future' }],
    ['one of this minute', 'gangguan', { startTime: '09:00' }, {}],
    ['one of a week ago', 'gangguan', { startDate: '2026-11-16', startTime: '09:01' }, {}],
    ['an older one', 'gangguan', { startDate: '2026-11-16', startTime: '09:00' }, { startDate: 'start-too-old' }],
    [
      'an end before the start',
      'gangguan',
      { endDate: '2026-11-23', endTime: '07:00' },
      { endTime: 'end-before-start' },
    ],
    [
      'an end on the day before',
      'gangguan',
      { endDate: '2026-11-22', endTime: '23:00' },
      { endDate: 'end-before-start' },
    ],
    ['an end with the start', 'gangguan', { endDate: '2026-11-23', endTime: '07:30' }, { endTime: 'end-before-start' }],
    ['an end that is over', 'gangguan', { endDate: '2026-11-23', endTime: '09:00' }, { endTime: 'end-passed' }],
    ['an end in another year', 'gangguan', { endDate: '2027-12-23', endTime: '10:00' }, { endDate: 'too-far' }],
    [
      'a maintenance of the past',
      'pemeliharaan',
      { startDate: '2026-11-23', startTime: '08:59' },
      { startDate: 'start-past' },
    ],
    ['one that begins this minute', 'pemeliharaan', { startDate: '2026-11-23', startTime: '09:00' }, {}],
    ['one without an end', 'pemeliharaan', { endDate: '', endTime: '' }, { endDate: 'end-needed' }],
    ['one turned round', 'pemeliharaan', { endDate: '2026-12-31' }, { endTime: 'end-before-start' }],
    [
      'one in two years',
      'pemeliharaan',
      { startDate: '2028-12-31', endDate: '2029-01-01' },
      { startDate: 'too-far', endDate: 'too-far' },
    ],
    ['a promise', 'gangguan', { advice: 'Jadwal tender akan diperpanjang.' }, { advice: 'promises-schedule' }],
  ])('knows what is wrong with %s', (_, kind, more, problems) => {
    expect(wrongWith(kind, more)).toEqual(problems);
  });

  it('tells all of it at once, and each field once', () => {
    const empty = readAnnouncement('pemeliharaan', {}, { now, zone });
    expect(wrongIn(empty)).toEqual({
      title: 'missing',
      origin: 'missing',
      services: 'missing',
      startDate: 'missing',
      endDate: 'end-needed',
      impact: 'missing',
      advice: 'missing',
      audience: 'missing',
    });
    expect(empty.ok ? 0 : empty.problems.length).toBe(8);
  });

  it('takes or refuses anything, but never faults', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 130 }),
      fc.constantFrom(
        'a'.repeat(601),
        '2026-11-23',
        '07:30',
        '99:99',
        '0000-00-00',
        'ya',
        'lokal',
        'spse',
        'semua',
        '__proto__',
      ),
      fc.array(fc.string(), { maxLength: 4 }),
    );
    const fields = fc.dictionary(fc.constantFrom(...Object.keys(MAINTENANCE), 'note', 'endDate', '__proto__'), value);
    fc.assert(
      fc.property(fields, fc.constantFrom<AnnouncementKind>('gangguan', 'pemeliharaan'), (more, kind) => {
        const result = readAnnouncement(kind, { ...FORMS[kind], ...more }, { now, zone });
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0);
          return;
        }
        expect(result.facts.title.length).toBeLessThanOrEqual(LONGEST.title);
        expect(result.facts.services.length).toBeGreaterThan(0);
        if (result.facts.endsAt !== undefined) expect(result.facts.endsAt).toBeGreaterThan(result.facts.startsAt);
      }),
    );
  });
});

const FACTS: Facts = {
  title: 'SPSE tidak dapat dibuka',
  origin: 'lokal',
  services: ['spse'],
  startsAt: wita('2026-11-23 07:30'),
  endsAt: wita('2026-11-23 10:00'),
  impact: 'Halaman SPSE tidak terbuka.',
  advice: 'Tunggu kabar berikutnya.',
};
const { endsAt: _end, ...ENDLESS } = FACTS;
const PLANNED: Facts = { ...FACTS, startsAt: wita('2026-12-31 22:00'), endsAt: wita('2027-01-01 02:00') };
/** What a form holds of the facts at first. */
const END = { endDate: '2026-11-23', endTime: '10:00' };

const news = (bulletin: BulletinKind, facts: Facts, fields: Filled, kind: AnnouncementKind = 'gangguan') =>
  readNews(bulletin, { kind, facts }, fields, { now, zone });

describe('the form of news', () => {
  it.each<[string, BulletinKind, Facts, Filled, Facts]>([
    ['an update leaves what it does not name', 'pembaruan', FACTS, { ...END, note: 'x' }, FACTS],
    [
      'an update can change the texts',
      'pembaruan',
      FACTS,
      { ...END, note: 'x', impact: 'Hanya lambat.' },
      { ...FACTS, impact: 'Hanya lambat.' },
    ],
    ['an update can take the end back', 'pembaruan', FACTS, { note: 'x' }, ENDLESS],
    ['an update can give an end', 'pembaruan', ENDLESS, { ...END, note: 'x' }, FACTS],
    [
      'an extension moves the end',
      'perpanjangan',
      FACTS,
      { ...END, endTime: '10:01' },
      { ...FACTS, endsAt: wita('2026-11-23 10:01') },
    ],
    ['an extension may not know it', 'perpanjangan', FACTS, {}, ENDLESS],
    [
      'it is over when the form says',
      'pulih',
      FACTS,
      { ...END, endTime: '08:45' },
      { ...FACTS, endedAt: wita('2026-11-23 08:45') },
    ],
    ['otherwise it is over now', 'pulih', ENDLESS, {}, { ...ENDLESS, endedAt: wita('2026-11-23 09:00') }],
    ['calling off changes nothing', 'batal', FACTS, { note: 'x', title: 'y' }, FACTS],
    [
      'a correction can change anything',
      'koreksi',
      FACTS,
      { ...OUTAGE, note: 'x', title: 'Judul baru', origin: 'jaringan', startTime: '06:00', advice: 'Sabar.' },
      {
        ...ENDLESS,
        title: 'Judul baru',
        origin: 'jaringan',
        services: ['spse', 'dokumen'],
        startsAt: wita('2026-11-23 06:00'),
        advice: 'Sabar.',
      },
    ],
    [
      'a correction of what is over is about when that really was',
      'koreksi',
      { ...FACTS, endedAt: wita('2026-11-23 08:45') },
      { ...END, endTime: '08:15', note: 'x' },
      { ...FACTS, endedAt: wita('2026-11-23 08:15') },
    ],
    [
      'a correction may leave an end that has come',
      'koreksi',
      { ...FACTS, endsAt: wita('2026-11-23 08:00') },
      { ...END, endTime: '08:00', note: 'x' },
      { ...FACTS, endsAt: wita('2026-11-23 08:00') },
    ],
  ])('%s', (_, bulletin, before, fields, facts) => {
    expect(news(bulletin, before, fields)).toEqual({ ok: true, facts, note: fields.note ?? '' });
  });

  it('moves a maintenance that is still to come', () => {
    const fields = { startDate: '2027-01-02', startTime: '20:00', endDate: '2027-01-02', endTime: '23:00', note: 'x' };
    expect(news('pembaruan', PLANNED, fields, 'pemeliharaan')).toMatchObject({
      facts: { startsAt: wita('2027-01-02 20:00'), endsAt: wita('2027-01-02 23:00') },
    });
  });

  it.each<[string, BulletinKind, AnnouncementKind, Facts, Filled, Partial<Record<AnnouncementField, ProblemReason>>]>([
    ['an update without words', 'pembaruan', 'gangguan', FACTS, END, { note: 'missing' }],
    ['calling off without a reason', 'batal', 'gangguan', FACTS, {}, { note: 'missing' }],
    ['a correction that does not say of what', 'koreksi', 'gangguan', FACTS, END, { note: 'missing' }],
    ['words that are too many', 'pulih', 'gangguan', FACTS, { note: 'a'.repeat(601) }, { note: 'too-long' }],
    [
      'words that promise',
      'pulih',
      'gangguan',
      FACTS,
      { note: 'Batas akhir diundur sehari.' },
      { note: 'promises-schedule' },
    ],
    [
      'an end that was over already',
      'pembaruan',
      'gangguan',
      FACTS,
      { ...END, endTime: '08:59', note: 'x' },
      { endDate: 'end-passed' },
    ],
    ['no end for a maintenance', 'pembaruan', 'pemeliharaan', PLANNED, { note: 'x' }, { endDate: 'end-needed' }],
    ['an extension to the same end', 'perpanjangan', 'gangguan', FACTS, END, { endDate: 'end-not-later' }],
    [
      'an extension to an earlier end',
      'perpanjangan',
      'gangguan',
      FACTS,
      { ...END, endTime: '09:30' },
      { endDate: 'end-not-later' },
    ],
    ['an extension of nothing', 'perpanjangan', 'gangguan', ENDLESS, {}, { endDate: 'end-needed' }],
    ['an end to come', 'pulih', 'gangguan', FACTS, { ...END, endTime: '09:01' }, { endDate: 'ended-future' }],
    [
      'an end before the start',
      'pulih',
      'gangguan',
      FACTS,
      { ...END, endTime: '07:30' },
      { endDate: 'end-before-start' },
    ],
    [
      'an end on the day before',
      'koreksi',
      'gangguan',
      FACTS,
      { ...END, endDate: '2026-11-22', note: 'x' },
      { endDate: 'end-before-start' },
    ],
    ['half an end', 'pulih', 'gangguan', FACTS, { endTime: '08:00' }, { endDate: 'half' }],
    [
      'a start to come',
      'koreksi',
      'gangguan',
      FACTS,
      { ...END, startDate: '2026-11-23', startTime: '09:01', note: 'x' },
      { startDate: 'start-future' },
    ],
    [
      'a start of the past for what is planned',
      'pembaruan',
      'pemeliharaan',
      PLANNED,
      { startDate: '2026-11-22', startTime: '20:00', endDate: '2027-01-01', endTime: '02:00', note: 'x' },
      { startDate: 'start-past' },
    ],
    [
      'a correction that forgets when it was over',
      'koreksi',
      'gangguan',
      { ...FACTS, endedAt: wita('2026-11-23 08:45') },
      { note: 'x' },
      { endDate: 'end-needed' },
    ],
  ])('refuses %s', (_, bulletin, kind, before, fields, problems) => {
    expect(wrongIn(news(bulletin, before, fields, kind))).toEqual(problems);
  });

  it('leaves an old start alone', () => {
    const before = { ...ENDLESS, startsAt: wita('2026-11-01 07:30') };
    const fields = { startDate: '2026-11-01', startTime: '07:30', note: 'Masih diperbaiki.' };
    expect(news('pembaruan', before, fields)).toMatchObject({ ok: true, facts: before });
  });

  it('asks an end wherever it reads one', () => {
    for (const [bulletin, fields] of Object.entries(NEWS_FIELDS))
      expect([bulletin, fields.includes('endDate')]).toEqual([bulletin, fields.length > 1]);
  });
});

describe('what stands below a field', () => {
  it('says what is wrong and how to put it right, in a line', () => {
    const reasons: ProblemReason[] = [
      ...([
        'missing',
        'too-long',
        'not-offered',
        'half',
        'no-such-time',
        'too-far',
        'start-past',
        'start-future',
      ] as const),
      ...(['start-too-old', 'end-needed', 'end-before-start', 'end-passed', 'end-not-later', 'ended-future'] as const),
      'promises-schedule',
    ];
    const words = reasons.map((why) => problemWords({ field: 'impact', why, most: 600, length: 5_000 }));
    expect(new Set(words).size).toBe(reasons.length);
    for (const one of words) expect(one).toMatch(/^\p{Lu}.{10,230}\.$/u);
  });

  it('counts what is too much', () => {
    expect(problemWords({ field: 'impact', why: 'too-long', most: 600, length: 5_000 })).toBe(
      'Terlalu panjang: 5.000 dari paling banyak 600 huruf. Ringkaskan.',
    );
  });

  it('names what is missing', () => {
    expect(problemWords({ field: 'services', why: 'missing' })).toBe('Pilih paling sedikit satu layanan.');
  });
});
