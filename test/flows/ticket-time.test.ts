import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { officer, wordsOf } from '../support/officer.ts';
import { now, ticketOf } from '../support/tickets.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Monday 9 March 2026, 08.00 WITA: in Ramadan, the office has just opened. */
const MONDAY = Date.UTC(2026, 2, 9, 0, 0);

let world: Awaited<ReturnType<typeof createWorld>>;
let rahma: ReturnType<typeof officer>;
let andi: ReturnType<typeof vendor>;
let time = MONDAY;

beforeAll(async () => {
  world = await createWorld({ slack: {}, now: () => time });
  rahma = officer(world, world.officer);
  await officer(world, world.admin).command(`peran beri <@${rahma.id}> LPD`);
});
afterAll(() => world.close());
beforeEach(async () => {
  andi = vendor(world, 'Andi Baso');
  await andi.say('/start');
});

const open = (more: Parameters<typeof ticketOf>[2] = {}) => ticketOf(world, andi.id, more, { now: () => time });
async function at(moment: number): Promise<void> {
  time = moment;
  await settled(world, () => JSON.stringify(world.slack.people.view()));
}
const inThread = (number: string, words: string) =>
  rahma.thread(number).filter((one) => wordsOf(one).includes(words)).length;

describe('the service clock of a ticket', () => {
  it('warns before its targets and at breach: in the thread, on the card, and the officers directly', async () => {
    const ticket = await open();
    expect(ticket.response_due?.getTime()).toBe(MONDAY + 4 * HOUR);
    await at(MONDAY + 3 * HOUR + 60_000);
    expect(inThread(ticket.number, 'perlu ditanggapi')).toBe(1);
    expect(rahma.direct().some((one) => wordsOf(one).includes(`${ticket.number} perlu ditanggapi`))).toBe(true);
    await at(MONDAY + 4 * HOUR + 60_000);
    expect(inThread(ticket.number, 'belum ditanggapi')).toBe(1);
    expect(wordsOf(rahma.card(ticket.number))).toContain('⏰ lewat');
    await at(MONDAY + 5 * HOUR);
    expect(inThread(ticket.number, 'ditanggapi')).toBe(2);
  });

  it('is met by an answer: no alarm comes', async () => {
    time = MONDAY;
    const ticket = await open();
    await rahma.write(ticket.number, '!balas kami cek');
    await at(MONDAY + 5 * HOUR);
    expect(inThread(ticket.number, 'ditanggapi')).toBe(0);
    expect((await now(world, ticket)).response_due).toBeNull();
  });

  it('stands still while the reporter is awaited', async () => {
    time = MONDAY;
    const ticket = await open();
    await rahma.press(ticket.number, 'Status');
    await rahma.submit({ state: 'wait', note: 'Mohon nomor paketnya.' });
    await at(MONDAY + 3 * DAY);
    expect(inThread(ticket.number, '⏰')).toBe(0);
    await andi.say('1234567');
    const due = (await now(world, ticket)).resolution_due?.getTime() ?? 0;
    expect(due).toBeGreaterThan(MONDAY + 4 * DAY);
  });

  it('does not forgive what is late because somebody touches the ticket', async () => {
    time = MONDAY;
    const ticket = await open();
    await at(MONDAY + 5 * HOUR);
    const late = (await now(world, ticket)).response_due;
    await rahma.press(ticket.number, 'Ambil');
    expect((await now(world, ticket)).response_due).toEqual(late);
  });

  it('closes by itself seven days after it was resolved, and says so', async () => {
    time = MONDAY;
    const ticket = await open();
    await rahma.press(ticket.number, 'Selesai');
    await rahma.submit({ resolution: 'Sudah.' });
    await at(MONDAY + 6 * DAY);
    expect((await now(world, ticket)).state).toBe('selesai');
    await at(MONDAY + 7 * DAY + 1_000);
    expect((await now(world, ticket)).state).toBe('ditutup');
    expect(andi.last().text).toContain('ditutup');
    expect(andi.last().text).toContain(ticket.number);
  });
});

describe('the daily digest', () => {
  it('comes once, when the office opens, not on a day off', async () => {
    const digests = () =>
      rahma.messages().filter((one) => wordsOf(one).includes('hari ini') && !one.threadTs && !one.onlyFor).length;
    // Saturday afternoon.
    await at(Date.UTC(2026, 3, 11, 6, 0));
    const before = digests();
    await at(Date.UTC(2026, 3, 12, 6, 0));
    expect(digests()).toBe(before);
    await at(Date.UTC(2026, 3, 12, 23, 31));
    expect(digests()).toBe(before + 1);
    await at(Date.UTC(2026, 3, 13, 3, 0));
    expect(digests()).toBe(before + 1);
  });
});

describe('a storm', () => {
  it('is one card for many tickets of one category within minutes, with links and the form of an announcement', async () => {
    time = Date.UTC(2026, 3, 14, 2, 0);
    const tickets = [];
    for (let n = 0; n < 6; n++) {
      tickets.push(await open({ category: 'jaringan', description: `server tidak bisa dibuka ${n}` }));
      time += 60_000;
    }
    const storms = () =>
      rahma.messages().filter((one) => wordsOf(one).includes('Kemungkinan gangguan: Server') && !one.threadTs);
    await at(time + 61_000);
    expect(storms()).toHaveLength(1);
    for (const { number } of tickets) expect(wordsOf(storms()[0])).toContain(number);
    expect(wordsOf(storms()[0]).match(/slack\.com\/archives|\/archives\//gu)?.length).toBeGreaterThanOrEqual(6);
    await rahma.pressOn(storms()[0], 'Umumkan gangguan');
    const form = JSON.stringify(rahma.modal()?.view);
    for (const words of ['Kendala layanan: Server atau jaringan', 'ada 6 laporan', '2026-04-14', '10:00'])
      expect(form).toContain(words);
    await rahma.submit({ origin: 'lokal' });
    const cards = () => rahma.messages(world.announcements).filter(({ threadTs, onlyFor }) => !threadTs && !onlyFor);
    expect(wordsOf(cards().at(-1))).toContain('LPSE tidak mengubah jadwal');
    // Whoever presses it again is shown the way to that announcement.
    await rahma.pressOn(storms()[0], 'Umumkan gangguan');
    expect(rahma.modal()).toBeUndefined();
    expect(wordsOf(rahma.told().at(-1))).toContain('sudah dibuatkan pengumuman');
    expect(cards()).toHaveLength(1);
  });

  it('is not made of few, of other categories, or of what is restricted', async () => {
    time = Date.UTC(2026, 3, 15, 2, 0);
    for (let n = 0; n < 4; n++) await open({ category: 'akun' });
    await open({ category: 'fasilitas' });
    for (let n = 0; n < 6; n++) await open({ category: 'integritas', kind: 'keluhan' });
    await at(time + 61_000);
    expect(rahma.messages().some((one) => wordsOf(one).includes('Kemungkinan gangguan: Akun'))).toBe(false);
    expect(await world.helpdesk.db.query(`SELECT FROM storms WHERE category IN ('akun', 'integritas')`)).toEqual([]);
  });
});

describe('files', () => {
  const PNG = Uint8Array.from(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  );

  it('of the reporter come into the thread, those of officers with !balas to the reporter', async () => {
    time = MONDAY;
    const ticket = await open();
    await rahma.press(ticket.number, 'Ambil');
    await andi.do((people) =>
      people.attach(
        andi.id,
        andi.id,
        [{ kind: 'document', name: 'galat.png', type: 'image/png', bytes: PNG }],
        'ini layarnya',
      ),
    );
    await rahma.settle();
    expect(inThread(ticket.number, 'ini layarnya')).toBe(1);
    expect(rahma.thread(ticket.number).flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['galat.png']);
    const card = rahma.card(ticket.number);
    world.slack.people.attach(
      rahma.id,
      world.channel,
      [{ name: 'panduan.png', type: 'image/png', bytes: PNG }],
      '!balas ikuti gambar ini',
      card?.ts,
    );
    await rahma.settle();
    expect(andi.replies().some(({ text }) => text.includes('ikuti gambar ini'))).toBe(true);
    expect(andi.replies().some(({ media }) => media !== undefined)).toBe(true);
  });

  it('of a kind that is not taken are refused in words to whoever sent them', async () => {
    time = MONDAY;
    const ticket = await open();
    await rahma.press(ticket.number, 'Ambil');
    const program = Uint8Array.from(Buffer.from('MZ\x90\x00'.padEnd(600, '\0'), 'latin1'));
    await andi.do((people) =>
      people.attach(andi.id, andi.id, [{ kind: 'document', name: 'foto.jpg', type: 'image/jpeg', bytes: program }]),
    );
    await rahma.settle();
    expect(andi.replies().some(({ text }) => text.includes('foto.jpg'))).toBe(true);
    expect(rahma.thread(ticket.number).flatMap(({ files }) => files)).toEqual([]);
    expect(inThread(ticket.number, 'tidak diterima')).toBe(1);
  });
});
