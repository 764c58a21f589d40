import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Verb } from '../../handlers/actions.ts';
import { createHandlers, type Incoming } from '../../handlers/index.ts';
import { announcing, MAINTENANCE, needsToAnnounce, OUTAGE, times } from '../support/announcing.ts';
import { buttonsOf, officer, wordsOf } from '../support/officer.ts';
import { vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: Awaited<ReturnType<typeof createWorld>>;
let desk: ReturnType<typeof announcing>;
/** Who drafts (ASI), who confirms (Kepala LPSE), who may do either (LPD), and who may do neither. */
let syamsul: ReturnType<typeof officer>;
let hasnah: ReturnType<typeof officer>;
let rahma: ReturnType<typeof officer>;
let dewi: ReturnType<typeof officer>;
/** Who gets it. */
let people: ReturnType<typeof vendor>[];
/** What is added to the clock of the helpdesk. */
let later = 0;
const now = () => Date.now() + later;

beforeAll(async () => {
  world = await createWorld({ slack: {}, now });
  desk = announcing(world);
  syamsul = await newOfficer('syamsul', 'Syamsul', 'ASI');
  dewi = await newOfficer('dewi', 'Dewi', 'TRN');
  rahma = officer(world, world.officer);
  hasnah = officer(world, world.head);
  await officer(world, world.admin).command(`peran beri <@${rahma.id}> LPD`);
  people = ['Andi Baso', 'Sitti', 'Rusdi'].map((name) => vendor(world, name));
  for (const one of people) await one.say('/start');
});
afterAll(() => world.close());
beforeEach(() => {
  for (const who of [syamsul, hasnah, rahma, dewi]) {
    const open = who.modal();
    if (open) world.slack.people.closeModal(who.id, open.id);
  }
});

async function newOfficer(handle: string, name: string, role: string) {
  const one = officer(world, world.slack.people.addUser(handle, name).id);
  world.slack.people.join(one.id, world.announcements);
  await officer(world, world.admin).command(`peran beri <@${one.id}> ${role}`);
  return one;
}

async function wait(ms: number): Promise<void> {
  later += ms;
  await syamsul.settle();
}

/** Drafts an outage as ASI; gives its number. */
async function draft(values: Record<string, string | string[]> = {}, who = syamsul): Promise<string> {
  const before = desk.messages().length;
  await who.command('gangguan', world.announcements);
  await who.submit({ ...OUTAGE, ...times(now() - 10 * MINUTE, now() + 2 * HOUR), ...values });
  expect(desk.errors(who)).toEqual({});
  return numberIn(desk.messages().slice(before).map(wordsOf).join(' '));
}
const numberIn = (words: string): string => /[GP]-\d{4}-\d{4}/u.exec(words)?.[0] ?? '';
const received = (words: string) =>
  people.map((one) => one.replies().filter(({ text }) => text.includes(words)).length);
const labels = (number: string) => buttonsOf(desk.card(number)).map(({ label }) => label);
const rows = (sql: string, ...params: unknown[]) => world.helpdesk.db.query<Record<string, unknown>>(sql, params);

const lastText = async () => Number((await rows('SELECT max(id) AS id FROM bulletins'))[0]?.id);

/** What that person is told by the handlers, whatever Slack shows them: a button may be pressed just before it is gone. */
async function came(who: typeof syamsul, event: Incoming['event']): Promise<string> {
  const decision = await createHandlers(needsToAnnounce(world, now)).handle({
    key: `test:${now()}`,
    order: 1,
    at: now(),
    from: { channel: 'slack', id: who.id, name: '' },
    place: { channel: 'slack', chat: world.announcements, audience: 'group' },
    event,
  });
  const { replies, place } = await world.helpdesk.db.transaction(decision);
  if (replies.length > 0) expect(place?.onlyFor).toBe(who.id);
  return JSON.stringify(replies);
}
const pressed = (who: typeof syamsul, verb: Verb, id: number, choice?: string) =>
  came(who, { kind: 'press', action: { verb, id, ...(choice !== undefined && { choice }) } });

/** Sends it: confirmed by the head, and the minute in which it can be recalled has passed. */
async function send(number: string): Promise<void> {
  await desk.press(hasnah, number, 'Konfirmasi');
  await wait(61_000);
}

describe('an outage', () => {
  it('is drafted, confirmed by a second person, recalled, confirmed again, sent to all, told of until it is over', async () => {
    const number = await draft();
    // One card, with exactly what chats will get, whom it reaches and how long it takes.
    expect(desk.cards(number)).toHaveLength(1);
    const preview = wordsOf(desk.card(number));
    for (const words of [
      'belum dikirim',
      OUTAGE.title,
      OUTAGE.impact,
      'LPSE tidak mengubah jadwal',
      'WITA',
      'Pasal 22',
    ])
      expect(preview).toContain(words);
    expect(preview).toMatch(/Penerima: 3 \(3 orang, 0 grup, 0 kanal\).*Perkiraan lama pengiriman: 1 detik/u);
    expect(labels(number)).toEqual(['Konfirmasi dan kirim', 'Ubah', 'Buang']);
    // Who may confirm is asked directly, with the way to the card; who wrote it is not.
    for (const who of [hasnah, rahma]) {
      expect(wordsOf(who.direct().at(-1))).toContain(number);
      expect(wordsOf(who.direct().at(-1))).toContain('/archives/');
    }
    expect(syamsul.direct().some((one) => wordsOf(one).includes(number))).toBe(false);

    await desk.press(syamsul, number, 'Konfirmasi');
    await desk.press(hasnah, number, 'Konfirmasi');
    expect(wordsOf(desk.card(number))).toContain('dapat ditarik');
    expect(labels(number)).toEqual(['Tarik kembali']);
    await wait(30_000);
    await desk.press(rahma, number, 'Tarik kembali');
    expect(wordsOf(desk.card(number))).toContain('ditarik, tidak dikirim');
    await wait(5 * MINUTE);
    expect(await desk.broadcasts()).toBe(0);

    await send(number);
    expect(received(OUTAGE.title)).toEqual([1, 1, 1]);
    expect(people[0]?.last().text).toContain('LPSE tidak mengubah jadwal');
    expect(await desk.last()).toMatchObject({ number, state: 'berlangsung', version: 1 });
    // All of it in one message that is edited, what happened below it, with the report and the list.
    expect(desk.cards(number)).toHaveLength(1);
    expect(wordsOf(desk.card(number))).toContain('selesai dikirim ke 3 penerima');
    const below = desk.below(number).map(wordsOf).join('\n');
    for (const words of ['Syamsul', 'Hasnah', 'Rahma', 'Laporan pengiriman', 'Terkirim'])
      expect(below).toContain(words);
    expect(desk.below(number).some(({ files }) => files?.some(({ name }) => name.endsWith('.csv')))).toBe(true);

    await desk.press(syamsul, number, 'Kabar terbaru');
    await syamsul.submit({ note: 'Server utama sedang diganti.' });
    // The preview stands above what holds.
    expect(wordsOf(desk.card(number))).toMatch(/pratinjau, belum dikirim.*Yang berlaku/su);
    expect(received('Server utama sedang diganti')).toEqual([0, 0, 0]);
    await send(number);
    expect(received('Server utama sedang diganti')).toEqual([1, 1, 1]);
    // One thread of facts in each chat: what is new answers the first message.
    const [first, update] =
      people.map((one) => {
        const told = one.replies().filter(({ text }) => text.includes(number));
        return told;
      })[0] ?? [];
    expect(update?.replyTo).toBe(first?.id);

    await desk.press(syamsul, number, 'Sudah pulih');
    await syamsul.submit({});
    await send(number);
    expect(await desk.last()).toMatchObject({ number, state: 'pulih', version: 3 });
    expect(people[0]?.last().text).toMatch(/\d+ menit/u);
    expect(people[0]?.last().buttons.flat().length).toBeGreaterThan(0);
    expect(labels(number)).toEqual(['Koreksi']);
    expect(await rows('SELECT FROM deliveries')).toHaveLength(9);
  });

  it('that was told wrongly is put right in its place', async () => {
    const number = await draft({ title: 'SPSE lambat' });
    await send(number);
    await desk.press(syamsul, number, 'Koreksi');
    await syamsul.submit({ title: 'SPSE tidak dapat dimasuki', note: 'Judul diperbaiki.' });
    const before = people[0]?.replies().length;
    await send(number);
    expect(people[0]?.replies().length).toBe(before);
    const told = people[0]?.replies().filter(({ text }) => text.includes(number)) ?? [];
    expect(told).toHaveLength(1);
    expect(told[0]?.edited).toBe(true);
    expect(told[0]?.text).toContain('SPSE tidak dapat dimasuki');
    await desk.press(syamsul, number, 'Batal');
    await syamsul.submit({ note: 'Ternyata hanya gangguan di satu tempat.' });
    await send(number);
    expect((await desk.last())?.state).toBe('batal');
  });

  it('of the first priority is sent by one person with a reason that stays on record', async () => {
    const number = await draft({ title: 'Server padam', pressing: ['ya'] });
    await desk.press(rahma, number, 'Kirim sendiri');
    expect(rahma.modal()).toBeUndefined();
    expect(desk.told(rahma)).toContain('Anda orang kedua');
    await desk.press(syamsul, number, 'Kirim sendiri');
    await syamsul.submit({ reason: 'malam' });
    expect(desk.errors(syamsul).reason).toContain('10 huruf');
    await syamsul.submit({ reason: 'Pukul tiga pagi, pimpinan tidak dapat dihubungi.' });
    expect(wordsOf(desk.card(number))).toContain('tanpa orang kedua');
    await wait(61_000);
    expect(received('Server padam')).toEqual([1, 1, 1]);
    const [deed] = await rows(`SELECT detail FROM audit WHERE deed = 'bulletin-alone' AND detail ? 'reason'`);
    expect(JSON.stringify(deed)).toContain('Pukul tiga pagi');
    const [text] = await rows('SELECT confirmed_by, alone_reason FROM bulletins WHERE alone_reason IS NOT NULL');
    expect(text).toMatchObject({ confirmed_by: null });
    await desk.press(syamsul, number, 'Batal');
    await syamsul.submit({ note: 'Sudah menyala.' });
    await send(number);
  });
});

describe('who gets it', () => {
  it('is counted by kind; a chat that is gone stops its subscription, and stands in the list that officers get', async () => {
    await rows(`INSERT INTO subscriptions (channel, chat, kind, name, topics)
      VALUES ('telegram', '-1001234567890', 'group', 'Grup lama', '{gangguan}')`);
    const number = await draft({ title: 'Apendo tidak dapat diunduh' });
    expect(wordsOf(desk.card(number))).toContain('Penerima: 4 (3 orang, 1 grup, 0 kanal)');
    await send(number);
    expect(wordsOf(desk.card(number))).toContain('Terkirim 3, tidak terjangkau 1, tidak pasti 0');
    const [gone] = await rows(`SELECT ended_at, ended_why FROM subscriptions WHERE kind = 'group'`);
    expect(gone?.ended_at).toBeInstanceOf(Date);
    expect(gone?.ended_why).toMatch(/./u);
    const file = desk.below(number).flatMap(({ files }) => files)[0];
    expect(file?.name).toBe(`${number}-berlangsung-${await lastText()}.csv`);
    const lines = (await (await fetch(file?.href ?? '')).text()).split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines.filter((line) => /^\d;orang;…\d{3};terkirim;;\d{4}-/u.test(line))).toHaveLength(3);
    expect(lines.find((line) => line.includes(';grup;'))).toMatch(/;grup;…890;tidak terjangkau;/u);
    await desk.press(syamsul, number, 'Sudah pulih');
    await syamsul.submit({});
    await send(number);
  });

  it('is whoever chose the topic, where it is only for those', async () => {
    const [first] = people;
    await rows(`UPDATE subscriptions SET topics = '{pemeliharaan}' WHERE chat = $1`, String(first?.id));
    const count = desk.messages().length;
    await syamsul.command('pemeliharaan', world.announcements);
    const starts = now() + 200 * HOUR;
    await syamsul.submit({ ...MAINTENANCE, ...times(starts, starts + HOUR), audience: 'topik' });
    const number = numberIn(desk.messages().slice(count).map(wordsOf).join(' '));
    expect(wordsOf(desk.card(number))).toContain(
      'Penerima: 1 (1 orang, 0 grup, 0 kanal), yaitu pelanggan topik pemeliharaan',
    );
    await send(number);
    expect(received(number)).toEqual([1, 0, 0]);
    await desk.press(syamsul, number, 'Batal');
    await syamsul.submit({ note: 'Tidak jadi.' });
    await send(number);
    expect(received(number)).toEqual([2, 0, 0]);
    await rows(`UPDATE subscriptions SET topics = '{gangguan}' WHERE chat = $1`, String(first?.id));
  });
});

describe('a card', () => {
  it('is confirmed by one of several who press at once; the others are told so', async () => {
    const number = await draft({ title: 'Katalog lambat' });
    const card = { channel: world.announcements, ts: desk.card(number)?.ts ?? '' };
    const { id = '' } = buttonsOf(desk.card(number)).find(({ label }) => label.includes('Konfirmasi')) ?? {};
    await Promise.all([hasnah, rahma, hasnah, rahma].map((who) => world.slack.people.press(who.id, card, id)));
    await hasnah.settle();
    expect(desk.below(number).filter((one) => wordsOf(one).includes('mengonfirmasi'))).toHaveLength(1);
    const late = [hasnah, rahma].flatMap((who) => who.told(world.announcements)).map(wordsOf);
    expect(late.filter((words) => words.includes('sudah dikonfirmasi')).length).toBeGreaterThanOrEqual(3);
    await wait(61_000);
    expect(received('Katalog lambat')).toEqual([1, 1, 1]);
    await desk.press(syamsul, number, 'Sudah pulih');
    await syamsul.submit({});
    await send(number);
  });

  it('that was written anew asks whoever may confirm it now; one that was recalled asks nobody', async () => {
    const number = await draft({ title: 'SPSE hanya lambat' }, rahma);
    const asked = () =>
      [hasnah, rahma].map((who) => who.direct().filter((one) => wordsOf(one).includes(number)).length);
    await wait(1_000);
    expect(asked()).toEqual([1, 0]);
    // She may not confirm what she wrote, and the first author has to know of it.
    await desk.press(hasnah, number, 'Ubah');
    await hasnah.submit({ title: 'SPSE sangat lambat' });
    await wait(1_000);
    expect(asked()).toEqual([1, 1]);
    expect(wordsOf(rahma.direct().at(-1))).toContain('Hasnah');
    await desk.press(rahma, number, 'Konfirmasi');
    await desk.press(syamsul, number, 'Tarik kembali');
    await wait(1_000);
    expect(asked()).toEqual([1, 1]);
    await desk.press(syamsul, number, 'Ubah');
    await syamsul.submit({ impact: 'Halaman lama terbuka.' });
    await wait(1_000);
    expect(asked()).toEqual([2, 2]);
    await desk.press(syamsul, number, 'Buang');
  });

  it('that could not be posted is posted later, and then somebody is asked to confirm', async () => {
    const number = await draft({ title: 'Situs LPSE mati' });
    await rows(
      `UPDATE outbox SET state = 'gone' WHERE subject = 'announcement:' || (SELECT max(id) FROM announcements)`,
    );
    await rows(`UPDATE bulletins SET shown_at = NULL WHERE state = 'pratinjau'`);
    world.slack.people.removeAny(world.announcements, desk.card(number)?.ts ?? '');
    await syamsul.settle();
    expect(desk.cards(number)).toHaveLength(0);
    const asked = hasnah.direct().length;
    await world.app.tidy();
    await syamsul.settle();
    expect(desk.cards(number)).toHaveLength(1);
    expect(hasnah.direct().length).toBe(asked + 1);
    await world.app.tidy();
    await syamsul.settle();
    expect(desk.cards(number)).toHaveLength(1);
    await desk.press(syamsul, number, 'Buang');
  });
});

describe('nothing is sent, and a clear sentence says why', () => {
  let before = 0;
  beforeEach(async () => {
    before = await desk.broadcasts();
  });
  const nothingSent = async () => {
    await wait(5 * MINUTE);
    expect(await desk.broadcasts()).toBe(before);
  };

  it.each<[what: string, values: () => Record<string, string | string[]>, field: string, words: RegExp]>([
    ['an end before the start', () => times(now() - MINUTE, now() - HOUR), 'endDate|endTime', /selesai|sebelum/iu],
    ['a start to come', () => times(now() + HOUR, now() + 2 * HOUR), 'startDate|startTime', /belum tiba/u],
    ['a promise of another schedule', () => ({ advice: 'Jadwal tender akan diperpanjang.' }), 'advice', /Pokja/u],
    ['half an end', () => ({ endDate: '', endTime: '10:00' }), 'endDate|endTime', /tanggal/iu],
    ['a title of 3,000 characters', () => ({ title: 'x'.repeat(3_000) }), 'title', /120/u],
    ['an effect of 3,000 characters', () => ({ impact: 'x'.repeat(3_000) }), 'impact', /600/u],
  ])('of %s', async (_what, values, field, words) => {
    const cards = desk.messages().length;
    await syamsul.command('gangguan', world.announcements);
    await syamsul.submit({ ...OUTAGE, ...times(now() - 10 * MINUTE, now() + HOUR), ...values() });
    const [[name, said] = ['', '']] = Object.entries(desk.errors(syamsul));
    expect(name).toMatch(new RegExp(`^(${field})$`, 'u'));
    expect(said).toMatch(words);
    // What was typed still stands there, and can be sent once it is put right.
    await syamsul.submit({
      ...times(now() - 10 * MINUTE, now() + HOUR),
      title: OUTAGE.title,
      advice: OUTAGE.advice,
      impact: 'Kolom diperbaiki.',
    });
    expect(syamsul.modal()).toBeUndefined();
    const number = numberIn(desk.messages().slice(cards).map(wordsOf).join(' '));
    expect(wordsOf(desk.card(number))).toContain(OUTAGE.advice);
    await desk.press(syamsul, number, 'Buang');
    await nothingSent();
  });

  it('of a maintenance in the past', async () => {
    await syamsul.command('pemeliharaan', world.announcements);
    await syamsul.submit({ ...MAINTENANCE, ...times(now() - HOUR, now() + HOUR) });
    expect(Object.keys(desk.errors(syamsul)).join()).toMatch(/^start/u);
    await nothingSent();
  });

  it('of a form that became wrong on its way: what was typed is given back', async () => {
    const fields = { ...MAINTENANCE, ...times(now() - HOUR, now() + HOUR), impact: 'Tidak dapat dibuka semalaman.' };
    const said = await came(syamsul, { kind: 'form', form: 'announce-pemeliharaan', id: 0, fields });
    expect(said).toMatch(/tidak ada yang dikirim.*Tidak dapat dibuka semalaman/u);
    await nothingSent();
  });

  it('of markup characters: they are words', async () => {
    const title = '<b>SPSE</b> *mati* _dan_ `rusak` <!channel> [x](http://x.id)';
    const number = await draft({ title });
    expect(wordsOf(desk.card(number))).toContain('<b>SPSE</b> *mati*');
    await send(number);
    expect(received(title)).toEqual([1, 1, 1]);
    before++;
    await desk.press(syamsul, number, 'Sudah pulih');
    await syamsul.submit({});
    await desk.press(hasnah, number, 'Konfirmasi');
    await wait(61_000);
    before++;
    await nothingSent();
  });

  it('of a confirmation by whoever wrote it, be it the head', async () => {
    const number = await draft({}, hasnah);
    await desk.press(hasnah, number, 'Konfirmasi');
    expect(desk.told(hasnah)).toContain('tidak dapat mengonfirmasi tulisannya sendiri');
    await nothingSent();
    // Whoever changes it has written it.
    await desk.press(rahma, number, 'Ubah');
    await rahma.submit({ impact: 'Lebih jelas begini.' });
    await desk.press(rahma, number, 'Konfirmasi');
    expect(desk.told(rahma)).toContain('tulisannya sendiri');
    await desk.press(hasnah, number, 'Buang');
    expect(wordsOf(desk.card(number))).toContain('Tidak ada yang dikirim');
    expect(labels(number)).toEqual([]);
    await nothingSent();
  });

  it('of who may not: a colleague of another Bidang, and ASI for a confirmation', async () => {
    const number = await draft();
    await desk.press(dewi, number, 'Konfirmasi');
    const other = await newOfficer('nur', 'Nur', 'ASI');
    await desk.press(other, number, 'Konfirmasi');
    for (const who of [dewi, other])
      expect(desk.told(who)).toMatch(/tidak mempunyai peran untuk itu|berperan LPD atau Kepala LPSE/u);
    expect(labels(number)).toContain('Konfirmasi dan kirim');
    await dewi.command('gangguan', world.announcements);
    expect(dewi.modal()).toBeUndefined();
    await nothingSent();
    await desk.press(syamsul, number, 'Buang');
  });

  it('of a stale preview: another version, two hours old, or times that have passed', async () => {
    const number = await draft();
    await desk.press(syamsul, number, 'Ubah');
    await syamsul.submit({ impact: 'Berubah.' });
    expect(await pressed(hasnah, 'bulletin-confirm', await lastText(), '1')).toContain(
      'sudah diubah sejak tombol itu tampil',
    );
    expect(await pressed(hasnah, 'bulletin-confirm', await lastText())).toContain('sudah diubah');
    expect(await pressed(hasnah, 'bulletin-confirm', 2_000_000_000, '1')).toContain('tidak ada');
    await nothingSent();
    await wait(2 * HOUR);
    await desk.press(hasnah, number, 'Konfirmasi');
    expect(desk.told(hasnah)).toMatch(/2 jam|lewat/u);
    await nothingSent();
    // Looked at once more it goes out.
    await desk.press(syamsul, number, 'Ubah');
    await syamsul.submit(times(now() - HOUR, now() + HOUR));
    await desk.press(hasnah, number, 'Konfirmasi');
    expect(labels(number)).toEqual(['Tarik kembali']);
    await desk.press(hasnah, number, 'Tarik kembali');
    await desk.press(hasnah, number, 'Buang');
    await nothingSent();
  });

  it('of a recall that comes too late: it went', async () => {
    const number = await draft();
    const id = await lastText();
    await send(number);
    before++;
    expect(await pressed(syamsul, 'bulletin-recall', id)).toContain('pesan pertama sudah berangkat');
    for (const verb of ['bulletin-pause', 'bulletin-resume', 'bulletin-stop'] as const)
      expect(await pressed(syamsul, verb, id)).toContain('sudah berakhir');
    expect(await pressed(hasnah, 'bulletin-confirm', id, '1')).toContain('tidak berlaku lagi');
    expect(await pressed(syamsul, 'bulletin-discard', id)).toContain('tidak berlaku lagi');
    expect(await pressed(syamsul, 'bulletin-edit', id)).toContain('tidak berlaku lagi');
    expect((await desk.last())?.state).toBe('berlangsung');
    await desk.press(syamsul, number, 'Batal');
    await syamsul.submit({ note: 'Selesai.' });
    await desk.press(hasnah, number, 'Konfirmasi');
    await wait(61_000);
    before++;
    await nothingSent();
  });

  it('of a second text while one waits', async () => {
    const number = await draft();
    await send(number);
    before++;
    await desk.press(syamsul, number, 'Kabar terbaru');
    await rahma.pressOn(desk.card(number), 'Kabar terbaru', world.announcements);
    await syamsul.submit({ note: 'Kabar pertama.' });
    // Hers was open before his was there.
    await rahma.submit({ note: 'Kabar kedua.' });
    expect(desk.told(rahma)).toContain('Masih ada teks yang menunggu');
    const { id = 0 } = (await desk.last()) ?? {};
    expect(await pressed(rahma, 'news', id, 'pulih')).toContain('Masih ada teks yang menunggu');
    expect(await pressed(rahma, 'news', id, 'terjadwal')).toContain('tidak dapat dikirim untuk keadaan');
    await desk.press(syamsul, number, 'Buang');
    await nothingSent();
    await desk.press(syamsul, number, 'Sudah pulih');
    await syamsul.submit({});
    await send(number);
  });

  it('of a form that was opened on older facts: it stays open, and undoes nothing', async () => {
    const facts = async () => {
      const { facts, version } = (await desk.last()) ?? {};
      return { facts, version };
    };
    const older = async (who: typeof rahma, note: string) => {
      const known = await facts();
      const texts = await lastText();
      const [text] = await rows('SELECT facts, note, version FROM bulletins WHERE id = $1', texts);
      await who.submit({ note });
      const said = Object.values(desk.errors(who));
      expect(said).toEqual([expect.stringContaining('pengumumannya sudah berubah atau berlanjut')]);
      expect(who.modal()).toBeDefined();
      expect(await lastText()).toBe(texts);
      expect(await rows('SELECT facts, note, version FROM bulletins WHERE id = $1', texts)).toEqual([text]);
      expect(await facts()).toEqual(known);
      world.slack.people.closeModal(who.id, who.modal()?.id ?? '');
    };
    const number = await draft();
    await send(number);
    before++;
    // Hers knows the end that he puts off meanwhile.
    await desk.press(rahma, number, 'Kabar terbaru');
    const ends = now() + 5 * HOUR;
    const { endDate = '', endTime = '' } = times(0, ends);
    await desk.press(syamsul, number, 'Lebih lama');
    await syamsul.submit({ endDate, endTime, note: 'Perlu waktu.' });
    await send(number);
    before++;
    expect((await facts()).facts).toMatchObject({ endsAt: ends - (ends % MINUTE) });
    await older(rahma, 'Teknisi di tempat.');
    // Opened again it knows what holds.
    await desk.press(rahma, number, 'Kabar terbaru');
    await rahma.submit({ note: 'Teknisi sudah di tempat.' });
    expect(desk.errors(rahma)).toEqual({});
    // A preview that two change at once is that of the first.
    await desk.press(rahma, number, 'Ubah');
    await desk.press(syamsul, number, 'Ubah');
    await syamsul.submit({ note: 'Teknisi mengganti server.' });
    await older(rahma, 'Teknisi menunggu suku cadang.');
    await send(number);
    before++;
    expect(received('Teknisi mengganti server')).toEqual([1, 1, 1]);
    expect((await facts()).facts).toMatchObject({ endsAt: ends - (ends % MINUTE) });
    await nothingSent();
    await desk.press(syamsul, number, 'Sudah pulih');
    await syamsul.submit({});
    await send(number);
  });

  it('of a maintenance that overlaps another, in the form and at the confirmation', async () => {
    const starts = now() + 72 * HOUR;
    const plan = async (from: number, who = syamsul) => {
      const count = desk.messages().length;
      await who.command('pemeliharaan', world.announcements);
      await who.submit({ ...MAINTENANCE, ...times(from, from + 2 * HOUR) });
      return numberIn(desk.messages().slice(count).map(wordsOf).join(' '));
    };
    const one = await plan(starts);
    // Neither is confirmed: both may stand as drafts.
    const two = await plan(starts + HOUR, rahma);
    await desk.press(hasnah, one, 'Konfirmasi');
    await desk.press(hasnah, two, 'Konfirmasi');
    expect(desk.told(hasnah)).toContain(`Bertabrakan dengan pemeliharaan ${one}`);
    await plan(starts + HOUR);
    expect(Object.values(desk.errors(syamsul)).join()).toContain(`Bertabrakan dengan pemeliharaan ${one}`);
    // One that begins when the other ends does not overlap.
    await syamsul.submit(times(starts + 2 * HOUR + MINUTE, starts + 3 * HOUR));
    expect(syamsul.modal()).toBeUndefined();
    await desk.press(hasnah, one, 'Tarik kembali');
    await nothingSent();
  });

  describe('of two maintenances in one slot, within the minute in which one can be recalled', () => {
    /** One that is announced for the slot before, with a preview that moves it into the slot, and a draft for the slot. */
    async function contested(hours: number) {
      const slot = now() + hours * HOUR;
      const plan = async (from: number) => {
        const count = desk.messages().length;
        await syamsul.command('pemeliharaan', world.announcements);
        await syamsul.submit({ ...MAINTENANCE, ...times(from, from + HOUR) });
        expect(desk.errors(syamsul)).toEqual({});
        return numberIn(desk.messages().slice(count).map(wordsOf).join(' '));
      };
      const moving = await plan(slot - 3 * HOUR);
      await send(moving);
      before++;
      await desk.press(syamsul, moving, 'Kabar terbaru');
      await syamsul.submit({ note: 'Dipindah.', ...times(slot, slot + HOUR) });
      return { moving, draft: await plan(slot), left: slot - 3 * HOUR };
    }
    const clash = (number: string) => `Bertabrakan dengan pemeliharaan ${number}`;
    async function callOff(number: string): Promise<void> {
      await desk.press(syamsul, number, 'Batal');
      await syamsul.submit({ note: 'Tidak jadi.' });
      await send(number);
    }

    it('the one that is moved there comes first', async () => {
      const { moving, draft, left } = await contested(120);
      await desk.press(hasnah, moving, 'Konfirmasi');
      await desk.press(hasnah, draft, 'Konfirmasi');
      expect(desk.told(hasnah)).toContain(clash(moving));
      expect(labels(draft)).toContain('Konfirmasi dan kirim');
      // What it leaves is not free yet either: the move can be recalled.
      await syamsul.command('pemeliharaan', world.announcements);
      await syamsul.submit({ ...MAINTENANCE, ...times(left, left + HOUR) });
      expect(Object.values(desk.errors(syamsul)).join()).toContain(clash(moving));
      await wait(61_000);
      before++;
      await syamsul.submit({});
      expect(syamsul.modal()).toBeUndefined();
      await desk.press(hasnah, draft, 'Konfirmasi');
      expect(desk.told(hasnah)).toContain(clash(moving));
      await nothingSent();
      await callOff(moving);
      // Now the slot is free.
      await send(draft);
      await callOff(draft);
    });

    it('the draft comes first', async () => {
      const { moving, draft } = await contested(240);
      await desk.press(hasnah, draft, 'Konfirmasi');
      await desk.press(hasnah, moving, 'Konfirmasi');
      expect(desk.told(hasnah)).toContain(clash(draft));
      // Recalled, it holds nothing.
      await desk.press(hasnah, draft, 'Tarik kembali');
      await send(moving);
      before++;
      await nothingSent();
      await callOff(moving);
    });
  });

  it('of a list of recipients that is empty', async () => {
    await rows(`UPDATE subscriptions SET topics = '{}'`);
    const number = await draft();
    expect(wordsOf(desk.card(number))).toContain('Belum ada penerima');
    await desk.press(hasnah, number, 'Konfirmasi');
    expect(desk.told(hasnah)).toContain('tidak ada yang dapat dikirim');
    await nothingSent();
    await desk.press(syamsul, number, 'Buang');
    await rows(`UPDATE subscriptions SET topics = '{gangguan}'`);
  });
});

describe('what officers find', () => {
  it('is listed with the ways to announce, in the channel and in the App Home', async () => {
    const number = await draft({ title: 'Jaringan kantor putus' });
    await rahma.command('pengumuman', world.announcements);
    expect(desk.told(rahma)).toMatch(/Belum dikirim.*Jaringan kantor putus/su);
    expect(desk.told(rahma)).toContain('Umumkan pemeliharaan');
    await dewi.command('pengumuman', world.announcements);
    expect(desk.told(dewi)).not.toContain('Umumkan pemeliharaan');
    await send(number);
    world.slack.people.openHome(rahma.id);
    await rahma.settle();
    expect(rahma.home()).toContain('Jaringan kantor putus');
    expect(rahma.home()).toContain('Umumkan gangguan');
    await desk.press(syamsul, number, 'Sudah pulih');
    await syamsul.submit({});
    await send(number);
  });
});

describe('while it is on its way', () => {
  it('is paused by Telegram, and by officers, goes on, and is given up; each is told where officers read', async () => {
    const { telegram } = world;
    const number = await draft({ title: 'SPSE lambat sekali' });
    telegram.faults.match(
      ({ method, params }) => method === 'sendMessage' && JSON.stringify(params).includes('lambat sekali'),
      {
        kind: 'error',
        code: 429,
        description: 'Too Many Requests: retry after 90000',
        parameters: { retry_after: 90_000 },
      },
      3,
    );
    await send(number);
    await wait(5_000);
    await wait(5_000);
    expect(wordsOf(desk.card(number))).toMatch(
      /0 dari 3 \(0%\).*sisa 3.*Telegram meminta jeda sampai.*Perkiraan selesai/u,
    );
    const said = (words: string) => desk.below(number).filter((one) => wordsOf(one).includes(words));
    expect(said('Telegram meminta jeda')).toHaveLength(1);
    expect(labels(number)).toEqual(expect.arrayContaining(['Jeda', 'Batalkan pengiriman', 'Sudah pulih']));

    await desk.press(rahma, number, 'Jeda');
    expect(wordsOf(desk.card(number))).toContain('dijeda petugas');
    await desk.press(syamsul, number, 'Lanjutkan');
    expect(labels(number)).toContain('Jeda');
    await desk.press(hasnah, number, 'Batalkan pengiriman');
    await wait(5_000);
    expect(wordsOf(desk.card(number))).toContain('pengiriman dibatalkan petugas');
    expect(labels(number)).not.toContain('Batalkan pengiriman');
    expect(wordsOf(said('Laporan pengiriman')[0])).toMatch(/Dibatalkan +3/u);
    expect(received('lambat sekali')).toEqual([0, 0, 0]);
    for (const words of ['menjeda', 'melanjutkan', 'membatalkan sisa']) expect(said(words)).toHaveLength(1);
  });
});
