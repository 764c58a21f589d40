import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../bot/http.ts';
import { statusRoutes } from '../../bot/status/index.ts';
import { createDue } from '../../handlers/due.ts';
import { readStatus } from '../../handlers/index.ts';
import { announcing, MAINTENANCE, needsToAnnounce, OUTAGE, times } from '../support/announcing.ts';
import { officer, wordsOf } from '../support/officer.ts';
import { freePort } from '../support/program.ts';
import { vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Monday, 9 November 2026, 10.00 WITA. */
const MONDAY = Date.UTC(2026, 10, 9, 2, 0);

let world: Awaited<ReturnType<typeof createWorld>>;
let desk: ReturnType<typeof announcing>;
let syamsul: ReturnType<typeof officer>;
let hasnah: ReturnType<typeof officer>;
let rahma: ReturnType<typeof officer>;
let andi: ReturnType<typeof vendor>;
/** The clock of the helpdesk. */
let time = MONDAY;
const zone = process.env.TZ;

beforeAll(async () => {
  // Half a day away from the unit: whoever reckons with the clock of the server is wrong here.
  process.env.TZ = 'America/New_York';
  world = await createWorld({ slack: {}, now: () => time });
  desk = announcing(world);
  syamsul = officer(world, world.slack.people.addUser('syamsul', 'Syamsul').id);
  world.slack.people.join(syamsul.id, world.announcements);
  rahma = officer(world, world.officer);
  hasnah = officer(world, world.head);
  const admin = officer(world, world.admin);
  await admin.command(`peran beri <@${syamsul.id}> ASI`);
  await admin.command(`peran beri <@${rahma.id}> LPD`);
  andi = vendor(world);
  await andi.say('/start');
});
afterAll(async () => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  await world.close();
});
beforeEach(async () => {
  // What an earlier test left open has no place in the next one.
  await world.helpdesk.db.query(
    `UPDATE announcements SET state = 'batal', closed_at = now(), next_event = NULL, next_event_at = NULL
     WHERE state IN ('terjadwal', 'berlangsung', 'rancangan')`,
  );
});

/** Moves the clock and lets it do what is due. */
async function at(moment: number): Promise<void> {
  time = moment;
  await syamsul.settle();
}

/** Drafts, and sends with the confirmation of the head; gives the number. */
async function announce(kind: 'gangguan' | 'pemeliharaan', values: Record<string, string | string[]>): Promise<string> {
  const number = await draft(kind, values);
  await desk.press(hasnah, number, 'Konfirmasi');
  await at(time + MINUTE);
  return number;
}

async function draft(kind: 'gangguan' | 'pemeliharaan', values: Record<string, string | string[]>): Promise<string> {
  const before = desk.messages().length;
  await syamsul.command(kind, world.announcements);
  await syamsul.submit({ ...(kind === 'gangguan' ? OUTAGE : MAINTENANCE), ...values });
  expect(desk.errors(syamsul)).toEqual({});
  return /[GP]-\d{4}-\d{4}/u.exec(desk.messages().slice(before).map(wordsOf).join(' '))?.[0] ?? '';
}

/** What the vendor was told of it, oldest first. */
const told = (number: string) => andi.replies().flatMap(({ text }) => (text.includes(number) ? [text] : []));
const below = (number: string, words: string) => desk.below(number).filter((one) => wordsOf(one).includes(words));
const alarmed = (who: typeof rahma, number: string) =>
  who.direct().filter((one) => wordsOf(one).includes(number) && wordsOf(one).includes('tanpa kabar'));
async function stateOf(number: string) {
  const [row] = await world.helpdesk.db.query<{ state: string; events: string[]; version: number }>(
    'SELECT state, events, version FROM announcements WHERE number = $1',
    [number],
  );
  return row;
}

describe('a maintenance', () => {
  it('goes by the clock: two reminders, the start, a word before the end, the end; each once and none early', async () => {
    time = MONDAY;
    // From 22.00 over midnight to 01.30 WITA.
    const [starts, ends] = [MONDAY + 2 * DAY + 12 * HOUR, MONDAY + 2 * DAY + 15.5 * HOUR];
    const number = await announce('pemeliharaan', times(starts, ends));
    expect(told(number)).toHaveLength(1);
    expect(told(number)[0]).toMatch(/11 Nov.*22\.00.*12 Nov.*01\.30 WITA/su);
    const expected: [moment: number, messages: number, state: string, words: RegExp][] = [
      [starts - DAY, 2, 'terjadwal', /22\.00/u],
      [starts - HOUR, 3, 'terjadwal', /22\.00/u],
      [starts, 4, 'berlangsung', /01\.30/u],
      [ends, 5, 'pulih', /210 menit/u],
    ];
    for (const [moment, messages, state, words] of expected) {
      await at(moment - 1_000);
      expect(told(number)).toHaveLength(messages - 1);
      await at(moment);
      await at(moment + 2 * MINUTE);
      expect(told(number)).toHaveLength(messages);
      expect(told(number).at(-1)).toMatch(words);
      expect(await stateOf(number)).toMatchObject({ state, version: messages });
    }
    expect(below(number, 'seharusnya selesai')).toHaveLength(1);
    expect(alarmed(rahma, number)).toEqual([]);
    // All of it answers the first message.
    const [first, ...rest] = andi.replies().filter(({ text }) => text.includes(number));
    expect(rest.map(({ replyTo }) => replyTo)).toEqual(rest.map(() => first?.id));
    await at(ends + DAY);
    expect(told(number)).toHaveLength(5);
  });

  it('that officers end calls them when its time is over', async () => {
    time = MONDAY + 7 * DAY;
    const [starts, ends] = [time + 2 * HOUR, time + 4 * HOUR];
    const number = await announce('pemeliharaan', { ...times(starts, ends), ending: 'petugas' });
    await at(starts);
    await at(ends - 16 * MINUTE);
    expect(below(number, 'seharusnya selesai')).toHaveLength(0);
    await at(ends - 14 * MINUTE);
    expect(below(number, 'seharusnya selesai')).toHaveLength(1);
    await at(ends + 1_000);
    await at(ends + 10 * MINUTE);
    expect((await stateOf(number))?.state).toBe('berlangsung');
    expect(below(number, 'tanpa kabar')).toHaveLength(1);
    for (const who of [rahma, syamsul]) expect(alarmed(who, number)).toHaveLength(1);
    expect(alarmed(hasnah, number)).toEqual([]);
    // A new end is watched again.
    await desk.press(syamsul, number, 'Lebih lama');
    const later = times(0, time + HOUR);
    await syamsul.submit({ endDate: later.endDate ?? '', endTime: later.endTime ?? '', note: 'Perlu waktu.' });
    await desk.press(hasnah, number, 'Konfirmasi');
    await at(time + MINUTE);
    await at(time + 2 * HOUR);
    expect(below(number, 'tanpa kabar')).toHaveLength(2);
  });

  it('shows what went out last, though it was written before what went out by the clock', async () => {
    time = MONDAY + 10 * DAY;
    const starts = time + 4 * HOUR;
    const number = await announce('pemeliharaan', times(starts, starts + 2 * HOUR));
    await at(starts - 90 * MINUTE);
    await desk.press(syamsul, number, 'Kabar terbaru');
    await syamsul.submit({ note: 'Apendo tetap dapat dipakai.' });
    await at(starts - HOUR);
    expect(told(number).at(-1)).not.toContain('Apendo tetap');
    expect(wordsOf(desk.card(number))).toMatch(/pratinjau.*Apendo tetap.*Yang berlaku sekarang.*Pengingat/su);
    await desk.press(hasnah, number, 'Konfirmasi');
    await at(time + MINUTE);
    expect(told(number).at(-1)).toContain('Apendo tetap');
    expect(wordsOf(desk.card(number))).toMatch(/✅ Kabar terbaru.*Apendo tetap/su);
  });

  it('is told so by the feeds too: what went out last is new to whoever asks for what changed', async () => {
    time = MONDAY + 11 * DAY;
    const starts = time + 4 * HOUR;
    const number = await announce('pemeliharaan', times(starts, starts + 2 * HOUR));
    await at(starts - 10 * MINUTE);
    await desk.press(syamsul, number, 'Kabar terbaru');
    await syamsul.submit({ note: 'Latihan pindah ke ruang lain.' });
    await at(starts);
    const { db, knowledge } = world.helpdesk;
    const silent = () => {};
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    const read = (now: number) => readStatus({ db, knowledge, now });
    const routes = statusRoutes({ url: 'https://lpse.contoh.go.id/status', read, log, now: () => time });
    const server = await listen('127.0.0.1', await freePort(), routes);
    try {
      const get = (headers: Record<string, string> = {}) => fetch(`${server.url}/status.atom`, { headers });
      const before = await get();
      const since = { 'if-modified-since': before.headers.get('last-modified') ?? '' };
      expect(await before.text()).not.toContain('Latihan pindah');
      expect((await get(since)).status).toBe(304);
      await desk.press(hasnah, number, 'Konfirmasi');
      await at(time + MINUTE);
      // Past the while for which an answer is kept.
      time += MINUTE;
      const after = await get(since);
      expect(after.status).toBe(200);
      expect(await after.text()).toContain('Latihan pindah');
    } finally {
      await server.close();
    }
  });

  it('does not end by itself while officers are about to tell something', async () => {
    time = MONDAY + 14 * DAY;
    const [starts, ends] = [time + 2 * HOUR, time + 4 * HOUR];
    const number = await announce('pemeliharaan', times(starts, ends));
    await at(starts);
    await desk.press(syamsul, number, 'Kabar terbaru');
    await syamsul.submit({ note: 'Satu server belum selesai.' });
    await at(ends);
    expect((await stateOf(number))?.state).toBe('berlangsung');
    expect(alarmed(rahma, number)).toHaveLength(1);
  });
});

describe('a maintenance that is called off at the last moment', () => {
  it('does not begin first', async () => {
    time = MONDAY + 16 * DAY;
    const starts = time + 2 * HOUR;
    const number = await announce('pemeliharaan', times(starts, starts + HOUR));
    await at(starts - HOUR);
    await at(starts - 30_000);
    await desk.press(syamsul, number, 'Batal');
    await syamsul.submit({ note: 'Pekerjaan ditunda.' });
    await desk.press(hasnah, number, 'Konfirmasi');
    await at(starts + 5_000);
    expect((await stateOf(number))?.state).toBe('terjadwal');
    await at(starts + 35_000);
    await at(starts + HOUR);
    expect((await stateOf(number))?.state).toBe('batal');
    expect(told(number)).toHaveLength(3);
    expect(told(number).at(-1)).toContain('Pekerjaan ditunda');
  });

  it('begins when the cancellation is recalled', async () => {
    time = MONDAY + 17 * DAY;
    const starts = time + HOUR;
    const number = await announce('pemeliharaan', times(starts, starts + HOUR));
    await at(starts - 30_000);
    await desk.press(syamsul, number, 'Batal');
    await syamsul.submit({ note: 'Pekerjaan ditunda.' });
    await desk.press(hasnah, number, 'Konfirmasi');
    await at(starts + 5_000);
    await desk.press(rahma, number, 'Tarik kembali');
    await at(starts + 90_000);
    expect((await stateOf(number))?.state).toBe('berlangsung');
  });
});

describe('a maintenance that is put off', () => {
  const LATER = 8 * HOUR;
  /** A plan, and shortly before its start the preview that puts it off. */
  async function puttingOff(from: number, news: 'Kabar terbaru' | 'Koreksi') {
    time = from;
    const starts = time + 4 * HOUR;
    const number = await announce('pemeliharaan', times(starts, starts + 2 * HOUR));
    await at(starts - HOUR);
    await at(starts - 20 * MINUTE);
    await desk.press(syamsul, number, news);
    await syamsul.submit({ note: 'Ditunda ke malam.', ...times(starts + LATER, starts + LATER + 2 * HOUR) });
    expect(desk.errors(syamsul)).toEqual({});
    return { number, starts };
  }

  it.each([
    ['Kabar terbaru', MONDAY + 18 * DAY],
    ['Koreksi', MONDAY + 19 * DAY],
  ] as const)('is not by %s when its start was announced meanwhile', async (news, from) => {
    const { number, starts } = await puttingOff(from, news);
    await at(starts);
    const begun = await stateOf(number);
    expect(begun).toMatchObject({ state: 'berlangsung', version: 3 });
    await desk.press(hasnah, number, 'Konfirmasi');
    expect(desk.told(hasnah)).toContain('Mulainya sudah telanjur diumumkan');
    await at(starts + 2 * MINUTE);
    expect(await stateOf(number)).toEqual(begun);
    expect(told(number).join()).not.toContain('Ditunda ke malam');
    // With the start that was announced it is news like any other.
    await desk.press(syamsul, number, 'Ubah');
    await syamsul.submit(times(starts, starts + 3 * HOUR));
    expect(desk.errors(syamsul)).toEqual({});
    await desk.press(hasnah, number, 'Konfirmasi');
    await at(time + MINUTE);
    expect(told(number).join()).toContain('Ditunda ke malam');
    expect(await stateOf(number)).toMatchObject({ state: 'berlangsung', version: 4 });
  });

  it('is when that was confirmed in time, and begins only then', async () => {
    const { number, starts } = await puttingOff(MONDAY + 20 * DAY, 'Kabar terbaru');
    await at(starts - 30_000);
    await desk.press(hasnah, number, 'Konfirmasi');
    await at(starts + 35_000);
    await at(starts + 2 * MINUTE);
    expect(await stateOf(number)).toMatchObject({ state: 'terjadwal', version: 3 });
    expect(told(number).at(-1)).toContain('Ditunda ke malam');
    await at(starts + LATER);
    expect((await stateOf(number))?.state).toBe('berlangsung');
  });

  it('is not by what was confirmed, when its start was announced before that left', async () => {
    const { number, starts } = await puttingOff(MONDAY + 20.5 * DAY, 'Kabar terbaru');
    await at(starts - 30_000);
    await desk.press(hasnah, number, 'Konfirmasi');
    // The clock lets what was confirmed go first; whatever else begins it, what follows has to hold.
    await world.helpdesk.db.query(`UPDATE announcements SET state = 'berlangsung' WHERE number = $1`, [number]);
    await at(starts + 35_000);
    expect(told(number).join()).not.toContain('Ditunda ke malam');
    expect(wordsOf(desk.card(number))).toContain('ditarik, tidak dikirim');
    expect(below(number, 'sudah tidak sesuai keadaan')).toHaveLength(1);
    expect(await stateOf(number)).toMatchObject({ state: 'berlangsung', version: 2 });
  });
});

describe('an outage', () => {
  it('whose estimate passes without a word calls officers once; one without an estimate never', async () => {
    time = MONDAY + 21 * DAY;
    const known = await announce('gangguan', times(time - 5 * MINUTE, time + HOUR));
    const unknown = await announce('gangguan', { ...times(time - 5 * MINUTE), title: 'Internet kantor' });
    await at(time + 30 * MINUTE);
    expect(alarmed(rahma, known)).toEqual([]);
    await at(time + HOUR);
    await at(time + DAY);
    expect(alarmed(rahma, known)).toHaveLength(1);
    expect(alarmed(rahma, unknown)).toEqual([]);
    expect((await stateOf(known))?.state).toBe('berlangsung');
  });
});

describe('a clock that stood still', () => {
  it('leaves out reminders that would come too late, and still tells a start', async () => {
    time = MONDAY + 28 * DAY;
    const [starts, ends] = [time + 2 * DAY, time + 2 * DAY + 3 * HOUR];
    const number = await announce('pemeliharaan', times(starts, ends));
    await at(starts + 40 * MINUTE);
    expect(told(number)).toHaveLength(2);
    expect(await stateOf(number)).toMatchObject({ state: 'berlangsung', version: 2 });
    // Half an hour after the end nobody knows any more whether it is true.
    await at(ends + 31 * MINUTE);
    expect(told(number)).toHaveLength(2);
    expect(alarmed(syamsul, number)).toHaveLength(1);
  });

  it('tells neither start nor end of what it missed as a whole', async () => {
    time = MONDAY + 35 * DAY;
    const [starts, ends] = [time + 2 * DAY, time + 2 * DAY + 3 * HOUR];
    const number = await announce('pemeliharaan', times(starts, ends));
    await at(ends + 2 * HOUR);
    expect(told(number)).toHaveLength(1);
    expect(alarmed(rahma, number)).toHaveLength(1);
    // How it ended an officer says.
    expect((await stateOf(number))?.state).toBe('berlangsung');
    await desk.press(syamsul, number, 'Sudah selesai');
    const { endDate = '', endTime = '' } = times(0, ends);
    await syamsul.submit({ endDate, endTime });
    await desk.press(hasnah, number, 'Konfirmasi');
    await at(time + MINUTE);
    expect(told(number).at(-1)).toMatch(/180 menit/u);
  });

  it('does not send what was confirmed and is not so any more', async () => {
    time = MONDAY + 42 * DAY;
    const number = await draft('gangguan', times(time - 5 * MINUTE, time + HOUR));
    await desk.press(hasnah, number, 'Konfirmasi');
    await at(time + 3 * HOUR);
    expect(told(number)).toEqual([]);
    expect(wordsOf(desk.card(number))).toContain('ditarik, tidak dikirim');
    expect(below(number, 'sudah tidak sesuai keadaan')).toHaveLength(1);
  });

  it('sends what was confirmed and still holds', async () => {
    time = MONDAY + 43 * DAY;
    const number = await draft('gangguan', times(time - 5 * MINUTE, time + 5 * HOUR));
    await desk.press(hasnah, number, 'Konfirmasi');
    await at(time + 20 * MINUTE);
    expect(told(number)).toHaveLength(1);
  });
});

describe('the turn of the year', () => {
  it('is that of the unit: numbers, dates and reminders', async () => {
    // 31 December 2026, 10.00 WITA; the maintenance from 23.00 to 02.00.
    time = Date.UTC(2026, 11, 31, 2, 0);
    const [starts, ends] = [Date.UTC(2026, 11, 31, 15, 0), Date.UTC(2026, 11, 31, 18, 0)];
    const number = await announce('pemeliharaan', times(starts, ends));
    expect(number).toMatch(/^P-2026-/u);
    expect(told(number)[0]).toMatch(/31 Des\w* 2026.*23\.00.*1 Jan\w* 2027.*02\.00 WITA/su);
    await at(starts - HOUR);
    await at(starts);
    // Half past midnight there, and still the old year in Greenwich.
    time = Date.UTC(2026, 11, 31, 16, 30);
    const outage = await announce('gangguan', times(time - 40 * MINUTE));
    expect(outage).toBe('G-2027-0001');
    expect(told(outage)[0]).toMatch(/31 Des\w* 2026/u);
    await at(ends);
    expect(told(number).at(-1)).toMatch(/180 menit/u);
    expect(await stateOf(number)).toMatchObject({ state: 'pulih', version: 4 });
  });
});

describe('what time brings', () => {
  it('is brought once, though two look at the same moment and one of them fails half way', async () => {
    time = Date.UTC(2027, 0, 11, 2, 0);
    const starts = time + DAY;
    const number = await announce('pemeliharaan', times(starts, starts + HOUR));
    const needs = needsToAnnounce(world, () => time);
    const broken = createDue({
      ...needs,
      linkTo: () => {
        throw new Error('half way');
      },
      get statusUrl(): string {
        throw new Error('half way');
      },
    });
    time = starts;
    await expect(broken.work()).rejects.toThrow('half way');
    expect(await stateOf(number)).toMatchObject({ state: 'terjadwal', version: 1 });
    await Promise.all([createDue(needs).work(), createDue(needs).work()]);
    await at(starts + 1_000);
    expect(told(number)).toHaveLength(2);
    expect(await stateOf(number)).toMatchObject({ state: 'berlangsung', version: 2 });
  });
});
