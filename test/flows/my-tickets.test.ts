import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TelegramMessageView } from '../../bot/sandbox/views.ts';
import { findPersonAt, meetPeople, type PersonRow } from '../../db/people.ts';
import { addTicketMessage } from '../../db/ticket-messages.ts';
import type { TicketRow } from '../../db/tickets.ts';
import { claimedNotice, replyNotice, resolvedNotice } from '../../handlers/messages/reporter-notices.ts';
import { serviceCalendar } from '../../handlers/rules/service-hours.ts';
import type { Move } from '../../handlers/rules/ticket.ts';
import { tellReporter } from '../../handlers/ticket-places.ts';
import { type Complaint, type MoveAsked, makeMove, openTicket } from '../../handlers/ticketing.ts';
import type { Needs } from '../../handlers/visit.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A Monday at 10.00 WITA. */
let now = Date.UTC(2026, 10, 23, 2);

let world: Awaited<ReturnType<typeof createWorld>>;
let needs: Needs;
let officer: PersonRow;
beforeAll(async () => {
  world = await createWorld({ slack: {}, now: () => now });
  const { db, knowledge } = world.helpdesk;
  const { service, zone } = knowledge.unit;
  needs = {
    db,
    knowledge,
    now: () => now,
    triage: { channel: 'slack', chat: world.channel, audience: 'group' },
    calendar: serviceCalendar(service, zone),
    linkTo: () => undefined,
    privateLink: () => undefined,
    perSecond: 25,
    isAdminOf: async () => false,
  };
  const met = await meetPeople(db, [{ channel: 'slack', address: world.officer, name: 'Rahma', roles: ['lpd'] }]);
  officer = met[0] as PersonRow;
}, 120_000);
afterAll(() => world.close());

type Vendor = ReturnType<typeof vendor>;
const labels = (message: { buttons: { text: string }[][] } | undefined) =>
  (message?.buttons ?? []).flat().map(({ text }) => text);
const rows = <Row>(sql: string, params: unknown[] = []) => world.helpdesk.db.query<Row>(sql, params);
const settle = () => settled(world, () => JSON.stringify([world.telegram.people.view(), world.slack.people.view()]));
const personOf = async ({ id }: Vendor) => (await findPersonAt(world.helpdesk.db, 'telegram', String(id))) as PersonRow;

/** Somebody who has begun to talk with the bot. */
async function someone(name = 'Andi Baso'): Promise<Vendor> {
  const met = vendor(world, name);
  await met.say('/start');
  return met;
}

let opened = 0;
/** A ticket of theirs. */
async function report(who: Vendor, description: string, more: Partial<Complaint> = {}): Promise<TicketRow> {
  const person = await personOf(who);
  const chat = String(who.id);
  const incoming = {
    key: `test:${++opened}`,
    order: opened,
    at: now,
    from: { channel: 'telegram', id: chat, name: person.name },
    place: { channel: 'telegram', chat, audience: 'private' },
    event: { kind: 'text', text: description },
  } as const;
  return await world.helpdesk.db.transaction((tx) =>
    openTicket(
      tx,
      { needs, incoming, person },
      {
        reporter: { person: person.id, name: person.name },
        origin: 'internet',
        kind: 'gangguan',
        category: 'aplikasi',
        description,
        urgent: false,
        withDraftFiles: false,
        ...more,
      },
    ),
  );
}

/** The officer makes a move. */
async function act(ticket: TicketRow, move: Move, change: MoveAsked['change'] = {}): Promise<void> {
  const actor = { person: officer.id, roles: officer.roles };
  await world.helpdesk.db.transaction(async (tx) => {
    const moved = await makeMove(tx, needs, { ticket: ticket.id, move, actor, source: 'slack', change });
    if (!moved.ok) throw new Error(`${move}: ${moved.why}`);
  });
}

/** The officer answers. */
async function answer(ticket: TicketRow, text: string): Promise<void> {
  await act(ticket, 'reply');
  await world.helpdesk.db.transaction(async (tx) => {
    const at = new Date(now);
    await addTicketMessage(tx, { ticket: ticket.id, at, author: officer.id, direction: 'out', text });
    await tellReporter(tx, ticket, replyNotice({ ...ticket, text }));
  });
  await settle();
}

async function resolve(ticket: TicketRow, resolution = 'Server sudah dinyalakan ulang'): Promise<void> {
  await act(ticket, 'resolve', { resolution });
  await world.helpdesk.db.transaction((tx) =>
    tellReporter(tx, ticket, resolvedNotice({ ...ticket, resolution, reopenDays: 7 })),
  );
  await settle();
}

const stateOf = async ({ id }: TicketRow) =>
  (await rows<{ state: string }>('SELECT state FROM tickets WHERE id = $1', [id]))[0]?.state;
const saidIn = ({ id }: TicketRow) =>
  rows<{ text: string }>("SELECT text FROM ticket_messages WHERE ticket = $1 AND direction = 'in' ORDER BY id", [
    id,
  ]).then((said) => said.map(({ text }) => text));
/** All that officers read in Slack. */
const desk = () =>
  JSON.stringify(world.slack.people.view().channels.find(({ id }) => id === world.channel)?.messages ?? []);

/** Presses buttons that they were not given; gives what was said to that. */
async function forge(who: Vendor, ...all: string[]): Promise<TelegramMessageView[]> {
  const before = who.replies().length;
  const message = { message_id: who.last().id, date: 0, chat: { id: who.id, type: 'private' } };
  const from = { id: who.id, is_bot: false, first_name: 'Mallory' };
  await who.do(() => {
    for (const data of all)
      world.telegram.deliver({ callback_query: { id: '1', from, chat_instance: 'x', data, message } });
  });
  return who.replies().slice(before);
}

const picture = (name: string) =>
  ({ kind: 'document', name, type: 'text/plain', bytes: new TextEncoder().encode(name) }) as const;
const NONE = 'Tidak ada tiket Anda dengan nomor itu';

describe('the list of one’s own tickets', () => {
  it('says how to make one while there is none', async () => {
    const andi = await someone();
    const empty = await andi.say('/tiket');
    expect(empty.text).toContain('belum mempunyai tiket');
    expect(labels(empty)).toEqual(['➕ Buat tiket']);
  });

  it('shows eight a page, latest first, and turns pages in place', async () => {
    const andi = await someone();
    const tickets: TicketRow[] = [];
    for (let count = 0; count < 10; count++) tickets.push(await report(andi, `SPSE galat ${count}`));
    const numbers = tickets.map(({ number }) => number).reverse();
    const listed = (message: TelegramMessageView | undefined) =>
      labels(message).flatMap((label) => /^L-\d{4}-\d{5}/u.exec(label) ?? []);

    const first = await andi.say('/tiket');
    expect(listed(first)).toEqual(numbers.slice(0, 8));
    expect(first.text).toContain(`${numbers[0]} · Gangguan, Aplikasi SPSE · 23 Nov 2026 10.00 WITA`);
    expect(labels(first)[0]).toBe(`${numbers[0]} · 🆕 menunggu petugas`);
    expect(labels(first)).not.toContain('« Terbaru');

    const second = await andi.press('Sebelumnya');
    expect(second.id).toBe(first.id);
    expect(listed(second)).toEqual(numbers.slice(8));
    expect(labels(second)).not.toContain('Sebelumnya »');

    const view = await andi.press(numbers[9] ?? '');
    expect(view.id).toBe(first.id);
    expect(view.text).toContain(`${numbers[9]} · 🆕`);
    const again = await andi.press('« Daftar');
    expect(again.id).toBe(first.id);
    expect(listed(again)).toEqual(numbers.slice(0, 8));
  });

  it('is opened at one ticket by its number, however it is typed', async () => {
    const andi = await someone();
    const { number } = await report(andi, 'SPSE galat 500');
    const count = Number(number.slice(-5));
    for (const typed of [number, `l 2026 ${count}`, `nomornya l-2026-${count} ya`])
      expect((await andi.say(`/tiket ${typed}`)).text, typed).toContain(`${number} · 🆕`);
    expect((await andi.say('/tiket yang kemarin')).text).toContain('tulis nomornya');
  });

  it('is what somebody finds who asks how their ticket is doing; who has none is answered as ever', async () => {
    const andi = await someone();
    expect((await andi.say('gimana tiket saya')).text).not.toContain('L-2026');
    const { number } = await report(andi, 'SPSE galat 500');
    expect((await andi.say('min blm dibales jg, gmn tiket sy')).text).toContain(number);
    expect((await andi.say(`${number} gimana?`)).text).toContain('Aplikasi');
    expect((await andi.say('siapa yang menangani keluhan pengguna?')).text).toContain('Pasal');
  });

  it('is not shown in a group', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'rahasia perusahaan');
    const group = world.telegram.people.addGroup('Penyedia', [andi.id]);
    for (const text of ['/tiket', `/tiket ${ticket.number}`]) world.telegram.people.say(andi.id, group, text);
    await settle();
    const said = world.telegram.people.view().chats.find(({ id }) => id === group)?.messages ?? [];
    const answers = said.filter(({ from }) => from !== andi.id).map(({ text }) => text);
    expect(answers.filter((text) => text.includes('obrolan pribadi'))).toHaveLength(2);
    expect(answers.join()).not.toContain('menunggu petugas');
  });
});

describe('a ticket before its reporter', () => {
  it('shows state, times, history, answers in full and files, and nothing internal', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'Halaman login SPSE kosong', { packageCode: '12345678' });
    const long = `Silakan coba lagi. ${'Petunjuk. '.repeat(60)}selesai`;
    expect((await andi.say(`/tiket ${ticket.number}`)).text).toContain('Ditanggapi petugas paling lambat: 23 Nov 2026');
    await act(ticket, 'claim');
    await answer(ticket, long);
    await world.helpdesk.db.transaction((tx) =>
      addTicketMessage(tx, {
        ticket: ticket.id,
        at: new Date(now),
        author: officer.id,
        direction: 'internal',
        text: 'pelapornya cerewet',
      }),
    );
    await act(ticket, 'forward', { lkpp_ground: 'a', lkpp_number: 'LKPP-77' });
    const { text, buttons } = await andi.say(`/tiket ${ticket.number}`);
    for (const words of [
      'Jenis: Gangguan',
      'Kategori: Aplikasi SPSE',
      'Kode paket: 12345678',
      '23 Nov 2026 10.00 WITA: tiket dibuat',
      'diambil petugas',
      'diteruskan ke LKPP (nomor tiket LKPP: LKPP-77)',
      'Halaman login SPSE kosong',
      long.trim(),
    ])
      expect(text).toContain(words);
    for (const hidden of ['cerewet', 'Rahma', 'P3', 'Prioritas', 'paling lambat']) expect(text).not.toContain(hidden);
    expect(labels({ buttons })).toEqual(['✍️ Tambah pesan', '« Daftar']);
  });

  it('says how many messages are left out, and stays one message', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'pesan nol');
    for (let count = 1; count <= 12; count++)
      await world.helpdesk.db.transaction((tx) =>
        addTicketMessage(tx, {
          ticket: ticket.id,
          at: new Date(now),
          author: ticket.reporter,
          direction: 'in',
          text: `pesan ${count} ${'x'.repeat(1_000)}`,
        }),
      );
    const before = andi.replies().length;
    const { text } = await andi.say(`/tiket ${ticket.number}`);
    expect(andi.replies()).toHaveLength(before + 1);
    expect(text).toContain('… 3 pesan sebelumnya');
    expect(text).not.toContain('pesan 2 ');
    expect(text).toContain('pesan 3 ');
  });

  it('is nobody else’s: no verb does anything with it or tells that it is there', async () => {
    const [andi, mallory] = [await someone(), await someone('Mallory')];
    const ticket = await report(andi, 'Kata kunci rahasia: mangga');
    await resolve(ticket);
    const [message] = await rows<{ id: number }>('SELECT id FROM ticket_messages WHERE ticket = $1', [ticket.id]);
    const stored = () =>
      Promise.all([
        rows('SELECT * FROM tickets WHERE id = $1', [ticket.id]),
        rows('SELECT * FROM ticket_messages WHERE ticket = $1', [ticket.id]),
        rows('SELECT * FROM ticket_events WHERE ticket = $1', [ticket.id]),
      ]);
    const before = await stored();
    const unknown = (await mallory.say('/tiket L-2026-99999')).text;
    expect(unknown).toContain(NONE);
    expect((await mallory.say(`/tiket ${ticket.number}`)).text).toBe(unknown);
    // There is something that could be put into it.
    await mallory.say('jam buka lpse?');
    const verbs = [
      'my-ticket',
      'add',
      'add:done',
      'confirm',
      'reopen',
      'reopen:now',
      'stars:3',
      'stars:skip',
      'to-ticket',
    ];
    for (const [id, said] of [
      [ticket.id, message?.id],
      [999_999, 999_999],
    ]) {
      const all = [`to-bot:${said}`, ...verbs.map((verb) => verb.replace(/(?=:|$)/u, `:${id}`))];
      const answers = await forge(mallory, ...all);
      expect(answers.map(({ text }) => text)).toEqual(all.map(() => unknown));
    }
    expect(await stored()).toEqual(before);
    expect(
      mallory
        .replies()
        .map(({ text }) => text)
        .join(),
    ).not.toContain('mangga');
  }, 60_000);

  it('that was merged shows no other number, unless that is theirs too', async () => {
    const [andi, budi] = [await someone(), await someone('Budi')];
    const [main, same, alsoBudis] = [
      await report(andi, 'SPSE mati'),
      await report(budi, 'SPSE tidak terbuka'),
      await report(budi, 'SPSE kosong'),
    ];
    await act(same, 'merge', { merged_into: main.id });
    await answer(main, 'hanya untuk Andi');
    await world.helpdesk.db.transaction((tx) =>
      addTicketMessage(tx, {
        ticket: same.id,
        at: new Date(now),
        author: officer.id,
        direction: 'out',
        text: 'sedang kami periksa',
      }),
    );
    const view = await budi.say(`/tiket ${same.number}`);
    expect(view.text).toContain('ditangani bersama laporan');
    expect(view.text).toContain('sedang kami periksa');
    expect(view.text).not.toContain(main.number);
    expect(view.text).not.toContain('hanya untuk Andi');
    expect(labels(view)).toEqual(['✍️ Tambah pesan', '« Daftar']);
    // What is added still reaches the officers.
    await budi.press('Tambah');
    await budi.say('di kantor lain juga mati');
    await budi.press('Cukup');
    expect(await saidIn(same)).toContain('di kantor lain juga mati');
    await settle();
    expect(desk()).toContain('di kantor lain juga mati');
    await resolve(main, 'Listrik sudah menyala');
    expect((await budi.say(`/tiket ${same.number}`)).text).toContain('Listrik sudah menyala');

    await act(alsoBudis, 'merge', { merged_into: (await report(budi, 'SPSE mati lagi')).id });
    expect((await budi.say(`/tiket ${alsoBudis.number}`)).text).toMatch(/ditangani bersama tiket Anda L-2026-\d{5}/u);
  });
});

describe('adding to a ticket', () => {
  it('takes words, files and an album until they say that it is enough', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await andi.say(`/tiket ${ticket.number}`);
    expect((await andi.press('Tambah')).text).toContain(
      `masuk ke ${ticket.number}, sampai Anda tekan “Cukup, itu saja”`,
    );
    expect((await andi.say('kode galatnya 502')).text).toContain(`Pesan Anda masuk ke ${ticket.number}`);
    await andi.do((people) => people.attach(andi.id, andi.id, [picture('satu.txt')], 'lihat ini'));
    expect(andi.last().text).toContain(`Berkas Anda masuk ke ${ticket.number}`);

    const before = andi.replies().length;
    await andi.do((people) =>
      people.attach(andi.id, andi.id, [picture('dua.txt'), picture('tiga.txt'), picture('empat.txt')], 'serta ini'),
    );
    expect(andi.replies().filter(({ text }) => text.includes('masuk ke'))).toHaveLength(before - 2 + 1);
    expect(await saidIn(ticket)).toEqual(['SPSE galat', 'kode galatnya 502', 'lihat ini', 'serta ini', '', '']);
    expect(await rows('SELECT name FROM files WHERE ticket = $1 ORDER BY id', [ticket.id])).toEqual(
      ['satu.txt', 'dua.txt', 'tiga.txt', 'empat.txt'].map((name) => ({ name })),
    );
    await settle();
    expect(desk()).toContain('kode galatnya 502');

    expect((await andi.press('Cukup')).text).toContain('dijawab bot');
    expect((await andi.say('isi pasal 25')).text).toContain('Pasal 25');
    expect(await saidIn(ticket)).toHaveLength(6);
    expect((await andi.say(`/tiket ${ticket.number}`)).text).toContain('empat.txt');
  });

  it('ends by itself when nothing comes', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await andi.say(`/tiket ${ticket.number}`);
    await andi.press('Tambah');
    now += 9 * MINUTE;
    await andi.say('masih galat');
    now += 9 * MINUTE;
    await andi.say('masih juga');
    now += 11 * MINUTE;
    expect((await andi.say('isi pasal 25')).text).toContain('Pasal 25');
    expect(await saidIn(ticket)).toEqual(['SPSE galat', 'masih galat', 'masih juga']);
  });

  it('masks secrets and warns, takes huge words and markup as they are', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'tidak bisa login');
    await andi.say(`/tiket ${ticket.number}`);
    await andi.press('Tambah');
    const warned = await andi.say('password saya: Rahasia123');
    expect(warned.text).toContain('ganti kata sandinya');
    await andi.say('<b>*tebal*</b> & <!channel>');
    await andi.say('y'.repeat(4_096));
    const said = await saidIn(ticket);
    expect(said[1]).not.toContain('Rahasia123');
    expect(said[2]).toBe('<b>*tebal*</b> & <!channel>');
    expect(said[3]?.length).toBeGreaterThanOrEqual(4_000);
    await settle();
    expect(desk()).not.toContain('Rahasia123');
    expect((await andi.say(`/tiket ${ticket.number}`)).text).toContain('<b>*tebal*</b> & <!channel>');
  });

  it('does not take voices and videos, and says what can be sent', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await andi.say(`/tiket ${ticket.number}`);
    await andi.press('Tambah');
    await andi.do((people) => people.sendOther(andi.id, andi.id, 'voice'));
    expect(andi.last().text).toMatch(/Pesan suara tidak dapat dimasukkan.*Kirim tulisan, foto, atau dokumen/u);
    expect(await saidIn(ticket)).toHaveLength(1);
  });

  it('of one that has ended means opening it again', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await resolve(ticket);
    const [offered] = await forge(andi, `add:${ticket.id}`);
    expect(offered?.text).toContain('buka lagi tiketnya');
    expect(labels(offered)).toContain('🔁 Buka lagi');
  });
});

describe('a ticket that was resolved', () => {
  it('is confirmed, rated and commented on; the stars may be changed', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await resolve(ticket);
    expect(labels(andi.last())).toEqual([
      '👍 Sudah beres',
      'Belum beres, buka lagi',
      ...['1 ⭐', '2 ⭐', '3 ⭐', '4 ⭐', '5 ⭐'],
      'Lihat tiket',
    ]);
    expect((await andi.press('Sudah beres')).text).toContain(`${ticket.number} ditutup`);
    expect(await stateOf(ticket)).toBe('ditutup');
    expect((await andi.press('4 ⭐')).text).toContain('⭐⭐⭐⭐');
    expect((await andi.say('cepat, hubungi saya di 081234567890')).text).toContain('Komentar Anda');
    expect(await rows('SELECT stars, stars_comment FROM tickets WHERE id = $1', [ticket.id])).toEqual([
      { stars: 4, stars_comment: 'cepat, hubungi saya di [disamarkan]' },
    ]);
    const mine = andi.messages().findLast(({ from }) => from === andi.id)?.id ?? 0;
    await andi.do((people) => people.edit(andi.id, andi.id, mine, 'cepat dan ramah'));
    expect(await rows('SELECT stars_comment FROM tickets WHERE id = $1', [ticket.id])).toEqual([
      { stars_comment: 'cepat dan ramah' },
    ]);
    // The next words are for the bot again.
    expect((await andi.say('isi pasal 25')).text).toContain('Pasal 25');
    const view = await andi.say(`/tiket ${ticket.number}`);
    expect(view.text).toContain('ditutup atas konfirmasi Anda');
    expect(view.text).toContain('Server sudah dinyalakan ulang');
    expect(labels(view)).toContain('4 ⭐ ✓');
    await andi.press('2 ⭐');
    expect((await andi.press('Lewati')).text).toContain('Terima kasih atas penilaian');
    expect(await rows('SELECT stars FROM tickets WHERE id = $1', [ticket.id])).toEqual([{ stars: 2 }]);
    await settle();
    expect(desk()).toContain('cepat, hubungi saya di [disamarkan]');
    expect(desk()).toContain('Pelapor menyatakan masalahnya sudah beres');
  });

  it('says what is so when a button comes too late', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    for (const [data, words] of [
      [`confirm:${ticket.id}`, 'tidak sedang menunggu konfirmasi Anda. Sekarang: menunggu petugas'],
      [`reopen:${ticket.id}`, 'masih terbuka'],
      [`stars:${ticket.id}:5`, 'belum berakhir'],
      [`stars:${ticket.id}:9`, 'tidak berlaku'],
    ] as const)
      expect((await forge(andi, data))[0]?.text, data).toContain(words);
    await resolve(ticket);
    await andi.press('Sudah beres');
    expect((await andi.press('Sudah beres')).text).toContain('Sekarang: ditutup');
    expect(await rows("SELECT FROM ticket_events WHERE ticket = $1 AND deed = 'confirm'", [ticket.id])).toHaveLength(1);
  });

  it('is opened again with the reason as the next message', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await resolve(ticket);
    now += 7 * DAY - MINUTE;
    expect((await andi.press('Belum beres')).text).toContain('Apa yang belum beres');
    expect(await stateOf(ticket)).toBe('selesai');
    const reopened = await andi.say('masih galat 502 hari ini');
    expect(reopened.text).toContain(`${ticket.number} dibuka kembali. Petugas menanggapi paling lambat`);
    expect(await stateOf(ticket)).toBe('dibuka_kembali');
    expect(await saidIn(ticket)).toEqual(['SPSE galat', 'masih galat 502 hari ini']);
    await settle();
    expect(desk()).toContain('masih galat 502 hari ini');
  });

  it('is closed by thanks that are followed by a confirmation, and asks why when it is opened later', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await resolve(ticket);
    await andi.do((people) => people.say(andi.id, andi.id, 'terima kasih', { replyTo: andi.last().id }));
    await andi.press('Sudah beres');
    expect(await stateOf(ticket)).toBe('ditutup');
    expect((await andi.press('Buka lagi dan kirim')).text).toContain('Apa yang belum beres');
    await andi.say('ternyata masih galat');
    expect(await saidIn(ticket)).toEqual(['SPSE galat', 'ternyata masih galat']);
    // The officer who resolved it has it still.
    expect((await andi.say('halo')).text).toContain('Diteruskan ke petugas');
  });

  it('asks for the reason of one only as long as nothing else is asked for', async () => {
    const andi = await someone();
    const [ended, open] = [await report(andi, 'tiket satu'), await report(andi, 'tiket dua')];
    await resolve(ended);
    await andi.press('Belum beres');
    await andi.say(`/tiket ${open.number}`);
    await andi.press('Tambah');
    await andi.say('ini untuk dua');
    expect(await saidIn(open)).toEqual(['tiket dua', 'ini untuk dua']);
    expect(await stateOf(ended)).toBe('selesai');
  });

  it('gets the reason also when an officer has opened it meanwhile', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await resolve(ticket);
    await andi.press('Belum beres');
    await act(ticket, 'reopen');
    await andi.say('masih galat');
    expect(await saidIn(ticket)).toEqual(['SPSE galat', 'masih galat']);
    expect(await rows("SELECT FROM ticket_events WHERE ticket = $1 AND deed = 'reopen'", [ticket.id])).toHaveLength(1);
  });

  it('is opened again with an album as the reason, in one piece', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await resolve(ticket);
    await andi.press('Belum beres');
    await andi.do((people) => people.attach(andi.id, andi.id, [picture('a.txt'), picture('b.txt')]));
    expect(await stateOf(ticket)).toBe('dibuka_kembali');
    expect(await rows('SELECT FROM files WHERE ticket = $1', [ticket.id])).toHaveLength(2);
    expect(andi.replies().filter(({ text }) => text.includes('dibuka kembali'))).toHaveLength(1);
  });

  it('is opened again without a reason, and not after seven days', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await resolve(ticket);
    await andi.press('Belum beres');
    expect((await andi.press('tanpa alasan')).text).toContain('dibuka kembali');
    await resolve(ticket);
    now += 7 * DAY + MINUTE;
    // By now time has closed it.
    await settle();
    const refused = await andi.press('Belum beres');
    expect(refused.text).toMatch(/lebih dari 7 hari.*tiket baru dan sebutkan L-2026-\d{5}/u);
    expect(labels(refused)).toContain('➕ Buat tiket');
    expect(labels(await andi.say(`/tiket ${ticket.number}`))).not.toContain('Buka lagi');
  });

  it('keeps what is written to it until it is opened again', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await resolve(ticket);
    const notice = andi.last().id;
    await andi.do((people) => people.say(andi.id, andi.id, 'sudah saya coba, gagal', { replyTo: notice }));
    expect(andi.last().text).toContain('tidak perlu ditulis ulang');
    expect(await stateOf(ticket)).toBe('selesai');
    const mine = andi.messages().findLast(({ from }) => from === andi.id)?.id ?? 0;
    await andi.do((people) => people.edit(andi.id, andi.id, mine, 'sudah saya coba, gagal lagi'));
    // A question in between does not lose it.
    await andi.say('isi pasal 25');
    await andi.press('Buka lagi dan kirim');
    expect(andi.last().text).toContain('dibuka kembali');
    expect(await saidIn(ticket)).toEqual(['SPSE galat', 'sudah saya coba, gagal lagi']);
  });
});

describe('while an officer has a ticket in hand', () => {
  it('words go to the officer: told once in ten minutes, the bot is silent', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await act(ticket, 'claim');
    await world.helpdesk.db.transaction((tx) => tellReporter(tx, ticket, claimedNotice(ticket)));
    await settle();

    const receipt = await andi.say('isi pasal 25');
    expect(receipt.text).toContain(`Diteruskan ke petugas (${ticket.number}).`);
    expect(receipt.text).toContain('/tanya');
    const before = andi.replies().length;
    for (const text of ['jam berapa selesai?', 'tolong cepat']) await andi.say(text);
    await andi.do((people) => people.attach(andi.id, andi.id, [picture('a.txt'), picture('b.txt')], 'ini'));
    expect(andi.replies()).toHaveLength(before);
    expect(await saidIn(ticket)).toEqual([
      'SPSE galat',
      'isi pasal 25',
      'jam berapa selesai?',
      'tolong cepat',
      'ini',
      '',
    ]);
    expect((await andi.say('otp saya 123456')).text).toContain('ganti kata sandinya');

    expect((await andi.say('/tanya isi pasal 25')).text).toContain('Pasal 25');
    now += 11 * MINUTE;
    expect((await andi.say('halo?')).text).toContain('Diteruskan ke petugas');
    await act(ticket, 'hand-to-bot');
    expect((await andi.say('isi pasal 25')).text).toContain('Pasal 25');
  });

  it('the bot answers a message after all when they want it, and the officer sees that', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await act(ticket, 'claim');
    await andi.say('isi pasal 24');
    expect((await andi.press('Tanya bot saja')).text).toContain('Pasal 24');
    await settle();
    expect(desk()).toContain('dijawab bot atas permintaan pelapor');

    // What officers say among themselves is nothing to ask about.
    const note = await world.helpdesk.db.transaction((tx) =>
      addTicketMessage(tx, {
        ticket: ticket.id,
        at: new Date(now),
        author: officer.id,
        direction: 'internal',
        text: 'isi pasal 23',
      }),
    );
    expect((await forge(andi, `to-bot:${note}`))[0]?.text).toContain(NONE);
  });

  it('a reply to a message about another ticket goes into that one', async () => {
    const andi = await someone();
    const [first, second] = [await report(andi, 'tiket satu'), await report(andi, 'tiket dua')];
    await answer(first, 'jawaban untuk satu');
    const toFirst = andi.last().id;
    now += MINUTE;
    await answer(second, 'jawaban untuk dua');
    await andi.say('ini untuk dua');
    const mine = andi.messages().findLast(({ from }) => from === andi.id)?.id ?? 0;
    await andi.do((people) => people.say(andi.id, andi.id, 'ini untuk satu', { replyTo: toFirst }));
    expect(andi.last().text).toContain(`Diteruskan ke petugas (${first.number}).`);
    await andi.do((people) =>
      people.attach(andi.id, andi.id, [picture('a.txt'), picture('b.txt')], undefined, { replyTo: toFirst }),
    );
    now += MINUTE;
    // To what they wrote themselves, too.
    await andi.do((people) => people.say(andi.id, andi.id, 'dua lagi', { replyTo: mine }));
    expect(await saidIn(first)).toEqual(['tiket satu', 'ini untuk satu', '', '']);
    expect(await saidIn(second)).toEqual(['tiket dua', 'ini untuk dua', 'dua lagi']);
    // And to a view of it.
    const view = await andi.say(`/tiket ${first.number}`);
    await andi.do((people) => people.say(andi.id, andi.id, 'lewat tampilan', { replyTo: view.id }));
    expect(await saidIn(first)).toContain('lewat tampilan');
  });

  it('a changed message is changed in the ticket, and not answered', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await act(ticket, 'claim');
    await andi.say('galatnya 502');
    const mine = andi.messages().findLast(({ from }) => from === andi.id)?.id ?? 0;
    const before = andi.replies().length;
    await andi.do((people) => people.edit(andi.id, andi.id, mine, 'galatnya 504'));
    await andi.do((people) => people.edit(andi.id, andi.id, mine, 'galatnya 503'));
    await settle();
    expect(andi.replies()).toHaveLength(before);
    expect(await saidIn(ticket)).toEqual(['SPSE galat', 'galatnya 502', 'galatnya 504', 'galatnya 503']);
    expect(desk()).toContain('galatnya 503');
    const { text } = await andi.say(`/tiket ${ticket.number}`);
    expect(text).toContain('diubah');
    expect(text).toContain('galatnya 503');
    expect(text).not.toMatch(/galatnya 50[24]/u);
  });
});

describe('a question', () => {
  it('is put into an open ticket, once, and only by whoever asked it', async () => {
    const [andi, mallory] = [await someone(), await someone('Mallory')];
    const [ticket, hers] = [await report(andi, 'SPSE galat'), await report(mallory, 'SPSE lambat')];
    await andi.say('isi pasal 26');
    const [asked] = await rows<{ id: number }>('SELECT max(id) AS id FROM answers');
    const [told] = await forge(andi, `to-ticket:${ticket.id}:${asked?.id}`);
    expect(told?.text).toContain(`saya masukkan ke ${ticket.number}`);
    expect(told?.text).toContain('isi pasal 26');
    const [again] = await forge(andi, `to-ticket:${ticket.id}:${asked?.id}`);
    expect(again?.text).toContain(`sudah ada di ${ticket.number}`);
    const [stolen] = await forge(mallory, `to-ticket:${hers.id}:${asked?.id}`);
    expect(stolen?.text).toContain('sudah tidak berlaku');
    expect(await saidIn(ticket)).toEqual(['SPSE galat', 'isi pasal 26']);
    expect(await saidIn(hers)).toEqual(['SPSE lambat']);
  });

  it('for a ticket that has ended waits until that is opened again', async () => {
    const andi = await someone();
    const ticket = await report(andi, 'SPSE galat');
    await andi.say('isi pasal 26');
    const [asked] = await rows<{ id: number }>('SELECT max(id) AS id FROM answers');
    await resolve(ticket);
    await forge(andi, `to-ticket:${ticket.id}:${asked?.id}`);
    expect(await saidIn(ticket)).toEqual(['SPSE galat']);
    await andi.press('Buka lagi dan kirim');
    expect(await saidIn(ticket)).toEqual(['SPSE galat', 'isi pasal 26']);
  });
});
