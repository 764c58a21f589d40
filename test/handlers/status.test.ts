import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SOURCES } from '../../bot/helpdesk.ts';
import type { Database } from '../../db/database.ts';
import { readStatus, type Status } from '../../handlers/index.ts';
import type { Facts } from '../../handlers/rules/announcement.ts';
import { openKnowledge, type Unit } from '../../knowledge/index.ts';
import { announced } from '../support/announced.ts';
import { testDatabase } from '../support/database.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Monday 23 November 2026, 14.05 in Polewali. */
const NOW = Date.parse('2026-11-23T14:05:12+08:00');
const FACTS: Facts = {
  title: 'SPSE sulit dibuka',
  origin: 'lokal',
  services: ['spse'],
  startsAt: NOW - 6 * HOUR,
  impact: 'Halaman SPSE lambat.',
  advice: 'Coba lagi setiap 15 menit.',
};
const TELEGRAM = 'https://t.me/lpse_polman_bot';

let db: Database;
let shipped: Unit;
let unit: Unit;
beforeAll(async () => {
  db = await testDatabase();
  shipped = (await openKnowledge(db, SOURCES)).unit;
});
beforeEach(async () => {
  unit = shipped;
  await db.query('TRUNCATE announcements, bulletins, broadcasts CASCADE');
});
afterAll(() => db.close());

const read = (now = NOW, telegram?: string) => readStatus({ db, knowledge: { unit }, now, telegram });
const outage = (facts: Partial<Facts> = {}, number = 'G-2026-0007') =>
  announced(db, {
    number,
    kind: 'gangguan',
    state: 'berlangsung',
    facts: { ...FACTS, ...facts },
    told: [{ kind: 'berlangsung', at: NOW - 5 * HOUR }],
  });
const maintenance = (state: 'terjadwal' | 'berlangsung', startsAt: number, number = 'P-2026-0003') =>
  announced(db, {
    number,
    kind: 'pemeliharaan',
    state,
    facts: { ...FACTS, title: 'Pembaruan SPSE', startsAt, endsAt: startsAt + 3 * HOUR },
    told: [{ kind: 'terjadwal', at: NOW - 2 * DAY }],
  });
const numbers = ({ page }: Status) =>
  Object.fromEntries(page.parts.map(({ heading, entries }) => [heading, entries.map(({ number }) => number)]));
const verdict = async (now = NOW) => {
  const { page, state } = await read(now);
  return { state, tone: page.tone, verdict: page.verdict, lines: page.lines.map(wordsOf) };
};
const wordsOf = (line: Status['page']['lines'][number]) =>
  line.map((span) => (typeof span === 'string' ? span : Object.values(span)[0])).join('');

describe('what the public is told', () => {
  it('claims no more than that nothing was announced', async () => {
    expect(await verdict()).toEqual({
      state: 'normal',
      tone: 'calm',
      verdict: 'Tidak ada gangguan yang diumumkan',
      lines: [],
    });
    const { page, announcements, changedAt } = await read();
    expect(page.asOf).toEqual({
      words: 'Keadaan pada Senin, 23 November 2026, pukul 14.05 WITA',
      at: Date.parse('2026-11-23T14:05:00+08:00'),
    });
    expect(numbers({ page } as Status)).toEqual({ 'Riwayat 90 hari': [] });
    expect(page.parts[0]?.none).toMatch(/^Tidak ada gangguan atau pemeliharaan/);
    expect(announcements).toEqual([]);
    expect(changedAt).toBe(Date.parse('2026-11-23T00:00:00Z'));
  });

  it('says since when, and until when as far as anybody knows', async () => {
    await outage();
    expect(await verdict()).toEqual({
      state: 'gangguan',
      tone: 'outage',
      verdict: 'Sedang ada gangguan',
      lines: ['SPSE sulit dibuka, sejak hari ini pukul 08.05 WITA. Perkiraan selesai belum diketahui.'],
    });
    // Seen after midnight it is not of today any more.
    expect((await verdict(NOW + 10 * HOUR)).lines).toEqual([
      'SPSE sulit dibuka, sejak Senin, 23 November 2026, pukul 08.05 WITA. Perkiraan selesai belum diketahui.',
    ]);
  });

  it('hides nothing when the estimated end has passed without news', async () => {
    await outage({ endsAt: NOW - MINUTE });
    expect((await verdict()).lines[0]).toContain('Perkiraan selesai hari ini pukul 14.04 WITA sudah lewat.');
    const warning = async (now: number) => (await read(now)).page.parts[0]?.entries[0]?.warning;
    expect(await warning(NOW)).toMatch(/sudah lewat/);
    expect(await warning(NOW - 2 * MINUTE)).toBeUndefined();
  });

  it('tells trouble of the centre from that of the office', async () => {
    await outage({ origin: 'nasional' });
    expect((await verdict()).verdict).toBe('Sedang ada gangguan di layanan pusat');
    await outage({ title: 'Listrik padam' }, 'G-2026-0008');
    expect((await verdict()).verdict).toBe('Sedang ada 2 gangguan');
  });

  it('puts outages before maintenance, what runs before what is planned, the next first', async () => {
    await maintenance('terjadwal', NOW + 9 * DAY, 'P-2026-0005');
    await maintenance('terjadwal', NOW + 2 * DAY, 'P-2026-0004');
    expect(await verdict()).toMatchObject({
      state: 'normal',
      lines: ['Pemeliharaan berikutnya: Rabu, 25 November 2026, pukul 14.05–17.05 WITA.'],
    });
    await maintenance('berlangsung', NOW - HOUR);
    expect(await verdict()).toMatchObject({
      state: 'pemeliharaan',
      tone: 'maintenance',
      verdict: 'Sedang ada pemeliharaan',
      lines: ['Pembaruan SPSE, sejak hari ini pukul 13.05 WITA. Rencana selesai hari ini pukul 16.05 WITA.'],
    });
    await outage();
    expect(await verdict()).toMatchObject({ state: 'gangguan', tone: 'outage', verdict: 'Sedang ada gangguan' });
    expect(numbers(await read())).toEqual({
      Sekarang: ['G-2026-0007', 'P-2026-0003'],
      'Akan datang': ['P-2026-0004', 'P-2026-0005'],
      'Riwayat 90 hari': [],
    });
  });

  it('keeps what is over for 90 days, with how long it took', async () => {
    const over = (number: string, endedAt: number) =>
      announced(db, {
        number,
        kind: 'gangguan',
        state: 'pulih',
        facts: { ...FACTS, startsAt: endedAt - 100 * MINUTE },
        told: [
          { kind: 'berlangsung', at: endedAt - 90 * MINUTE },
          { kind: 'pulih', at: endedAt, facts: { endedAt } },
        ],
      });
    await over('G-2026-0001', NOW - 91 * DAY);
    await over('G-2026-0002', NOW - 89 * DAY);
    await over('G-2026-0003', NOW - DAY);
    const status = await read();
    expect(numbers(status)).toEqual({ 'Riwayat 90 hari': ['G-2026-0003', 'G-2026-0002'] });
    expect(status.page.parts[0]?.entries[0]).toMatchObject({
      badge: 'Gangguan selesai',
      period: 'Minggu, 22 November 2026, pukul 12.25–14.05 WITA · 1 jam 40 menit',
      tone: 'calm',
    });
    expect(status.page.tone).toBe('calm');
  });

  it('shows every text with its version, the latest first; reminders tell nothing new, a correction is not hidden', async () => {
    await announced(db, {
      number: 'P-2026-0003',
      kind: 'pemeliharaan',
      state: 'terjadwal',
      facts: { ...FACTS, title: 'Pembaruan SPSE', startsAt: NOW + DAY, endsAt: NOW + DAY + HOUR },
      told: [
        { kind: 'terjadwal', at: NOW - 2 * DAY },
        { kind: 'koreksi', at: NOW - DAY, note: 'Mulainya 14.05, bukan 15.05.' },
        { kind: 'pengingat', at: NOW - HOUR },
      ],
    });
    const entry = (await read()).page.parts[0]?.entries[0];
    const latest = entry?.latest.news;
    expect(latest).toMatchObject({ label: 'Koreksi', at: NOW - DAY, when: '22 Nov 2026 14.05 WITA' });
    expect(JSON.stringify(latest?.blocks)).toContain('Mulainya 14.05, bukan 15.05.');
    expect(JSON.stringify(latest?.blocks)).toContain('versi 2');
    expect(entry?.earlier.heading).toBe('Kabar sebelumnya (1)');
    expect(entry?.earlier.news.map(({ label }) => label)).toEqual(['Rencana (sudah dikoreksi)']);
  });

  it('says when a text left, not when it should have', async () => {
    const { id } = await outage();
    const broadcast = `INSERT INTO broadcasts (subject, reply, upto, made_at) VALUES ('x', '{}', 0, $1) RETURNING id`;
    const [late] = await db.query<{ id: number }>(broadcast, [new Date(NOW - HOUR)]);
    await db.query('UPDATE bulletins SET broadcast = $1 WHERE announcement = $2', [late?.id, id]);
    const status = await read();
    expect(status.page.parts[0]?.entries[0]?.latest.news?.when).toBe('23 Nov 2026 13.05 WITA');
    expect(status.changedAt).toBe(NOW - HOUR);
  });

  it('goes by when texts left, not by when they were written', async () => {
    const { id } = await announced(db, {
      number: 'P-2026-0003',
      kind: 'pemeliharaan',
      state: 'berlangsung',
      facts: { ...FACTS, title: 'Pembaruan SPSE', startsAt: NOW - HOUR, endsAt: NOW + HOUR },
      told: [
        { kind: 'terjadwal', at: NOW - DAY },
        // Written before the start went out by the clock, and confirmed after it.
        { kind: 'pembaruan', at: NOW - 10 * MINUTE, note: 'Apendo tetap dapat dipakai.' },
        { kind: 'berlangsung', at: NOW - HOUR },
      ],
    });
    for (const [kind, at] of [
      ['terjadwal', NOW - DAY],
      ['berlangsung', NOW - HOUR],
      ['pembaruan', NOW - 10 * MINUTE],
    ] as const)
      await db.query(
        `WITH sent AS (INSERT INTO broadcasts (subject, reply, upto, made_at) VALUES ($1, '{}', 0, $2) RETURNING id)
         UPDATE bulletins SET broadcast = sent.id FROM sent WHERE announcement = $3 AND kind = $1`,
        [kind, new Date(at), id],
      );
    // One whose only news came in between.
    await announced(db, {
      number: 'G-2026-0007',
      kind: 'gangguan',
      state: 'berlangsung',
      facts: FACTS,
      told: [{ kind: 'berlangsung', at: NOW - 30 * MINUTE }],
    });
    const status = await read();
    expect(status.announcements.map(({ facts }) => facts.number)).toEqual(['P-2026-0003', 'G-2026-0007']);
    const [one] = status.announcements;
    expect(one?.entry.latest.news).toMatchObject({ label: 'Kabar terbaru', at: NOW - 10 * MINUTE });
    expect(JSON.stringify(one?.entry.latest.news?.blocks)).toMatch(/Apendo tetap.*versi 3/su);
    expect(one?.entry.earlier.news.map(({ at }) => at)).toEqual([NOW - HOUR, NOW - DAY]);
    expect(one?.facts.updated).toBe('2026-11-23T13:55:12+08:00');
    expect(status.changedAt).toBe(NOW - 10 * MINUTE);
  });

  it('is never told to have changed earlier than it had, though the clock was set back', async () => {
    await announced(db, {
      number: 'G-2026-0007',
      kind: 'gangguan',
      state: 'berlangsung',
      facts: FACTS,
      told: [
        { kind: 'berlangsung', at: NOW - 10 * MINUTE },
        { kind: 'pembaruan', at: NOW - 20 * MINUTE, note: 'Teknisi di tempat.' },
      ],
    });
    expect((await read()).changedAt).toBe(NOW - 10 * MINUTE);
  });

  it('tells neither drafts nor what was thrown away, nor anything about people', async () => {
    await announced(db, { number: 'G-2026-0008', kind: 'gangguan', state: 'rancangan', facts: FACTS, told: [] });
    await announced(db, { number: 'G-2026-0009', kind: 'gangguan', state: 'dibuang', facts: FACTS, told: [] });
    await outage();
    const status = await read();
    expect(status.announcements.map(({ facts }) => facts.number)).toEqual(['G-2026-0007']);
    expect(JSON.stringify(status)).not.toMatch(/Rahma|U0RAHMA|Rahasia/);
  });

  it('gives programs the facts, with times in the zone of the unit', async () => {
    const startsAt = Date.parse('2026-12-31T23:30:00+08:00');
    await announced(db, {
      number: 'P-2026-0003',
      kind: 'pemeliharaan',
      state: 'terjadwal',
      facts: { ...FACTS, services: ['spse', 'dokumen'], startsAt, endsAt: startsAt + HOUR },
      told: [
        { kind: 'terjadwal', at: NOW - DAY },
        { kind: 'pembaruan', at: NOW - HOUR, note: 'Tetap dilakukan.' },
      ],
    });
    await outage();
    expect((await read()).announcements.map(({ facts }) => facts)).toEqual([
      {
        number: 'P-2026-0003',
        kind: 'pemeliharaan',
        state: 'terjadwal',
        title: 'SPSE sulit dibuka',
        origin: 'lokal',
        services: ['spse', 'dokumen'],
        starts: '2026-12-31T23:30:00+08:00',
        ends: '2027-01-01T00:30:00+08:00',
        version: 2,
        basis: 'Pasal 25 ayat (4)',
        published: '2026-11-22T14:05:12+08:00',
        updated: '2026-11-23T13:05:12+08:00',
      },
      expect.objectContaining({ number: 'G-2026-0007', ends: null, version: 1, basis: 'Pasal 22 huruf d' }),
    ]);
  });

  it('says how to report, by the ways that are known', async () => {
    const report = async (telegram?: string) => JSON.stringify((await read(NOW, telegram)).page.report);
    expect(await report()).toContain('Laporkan kepada Sekretariat LPSE');
    expect(await report()).not.toContain('Telegram');
    expect(await report(TELEGRAM)).toContain('/keluhan');
    expect(await report(TELEGRAM)).toContain(TELEGRAM);
    unit = { ...unit, facts: { telepon: '(0428) 21001' } };
    expect(await report()).toContain('(0428) 21001');
    expect(await report()).not.toContain('Sekretariat');
  });
});
