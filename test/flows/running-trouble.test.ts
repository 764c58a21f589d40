import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TelegramMessageView } from '../../bot/sandbox/views.ts';
import type { AnnouncementRow } from '../../db/announcements.ts';
import { addStorm, joinStorm } from '../../db/storms.ts';
import type { TicketRow } from '../../db/tickets.ts';
import { onAnnounced, onOver } from '../../handlers/announced-tickets.ts';
import type { Complaint } from '../../handlers/ticketing.ts';
import { announcement, ended } from '../support/announcements.ts';
import { officer, wordsOf } from '../support/officer.ts';
import { needsOf, now as nowOf, ticketOf } from '../support/tickets.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

/** A Monday at 10.00 WITA. */
const NOW = Date.UTC(2026, 10, 23, 2);
const MINUTE = 60_000;

let world: Awaited<ReturnType<typeof createWorld>>;
beforeAll(async () => {
  world = await createWorld({ slack: {}, now: () => NOW });
}, 120_000);
afterAll(() => world.close());

const running: AnnouncementRow[] = [];
/** An announcement that runs during one test. */
async function during(which: Partial<Parameters<typeof announcement>[1]> = {}): Promise<AnnouncementRow> {
  const row = await announcement(world, { now: NOW, ...which });
  running.push(row);
  return row;
}
afterEach(async () => {
  for (const row of running.splice(0)) await ended(world, row, 'pulih', NOW);
});

const settle = () => settled(world, () => JSON.stringify([world.telegram.people.view(), world.slack.people.view()]));
const labels = (message: TelegramMessageView | undefined) => (message?.buttons ?? []).flat().map(({ text }) => text);
const rows = <Row>(sql: string, params: unknown[] = []) => world.helpdesk.db.query<Row>(sql, params);

const STEPS = ['Gangguan', 'jaringan', 'Tidak', 'Lewati', 'Lanjut'];
/** Goes through the form that is open, and sends it. */
async function fillIn(who: ReturnType<typeof vendor>): Promise<TelegramMessageView> {
  for (let steps = 0; steps < 8 && !labels(who.last()).includes('✅ Kirim'); steps++)
    await who.press(STEPS.find((step) => labels(who.last()).some((label) => label.includes(step))) ?? 'a step');
  return await who.press('Kirim');
}

/** A button that a changed client, or an old message, may press. */
const pressData = async (who: ReturnType<typeof vendor>, data: string) =>
  await who.do(() =>
    world.telegram.deliver({
      callback_query: {
        id: '1',
        from: { id: who.id, is_bot: false, first_name: 'Andi' },
        chat_instance: 'x',
        data,
        message: { message_id: who.last().id, date: 0, chat: { id: who.id, type: 'private' } },
      },
    }),
  );

describe('somebody who asks while nothing runs', () => {
  it('is answered as ever', async () => {
    const who = vendor(world);
    for (const text of ['kok spse ga bisa dibuka?', 'kapan normal lagi'])
      expect((await who.say(text)).text).not.toContain('Sedang ada');
    expect((await who.say('/status')).text).toContain('Tidak ada gangguan yang diumumkan');
    expect(who.last().text).toContain('23 Nov 2026 10.00 WITA');
    expect((await who.say('/pengumuman')).text).toContain('Belum ada');
  });
});

describe('somebody who asks while an outage runs', () => {
  it('is told of it first, and then answered', async () => {
    const { number } = await during({ facts: { endsAt: NOW + 90 * MINUTE } });
    const who = vendor(world);
    const answer = await who.say('kok spse ga bisa dibuka?');
    expect(answer.text).toMatch(/^⚠️ Sedang ada gangguan: SPSE tidak dapat dibuka/u);
    for (const words of [number, 'sejak 23 Nov 2026 09.30 WITA', '23 Nov 2026 11.30 WITA', 'Coba lagi sesudah kabar'])
      expect(answer.text).toContain(words);
    expect(labels(answer)[0]).toBe(`📢 Rincian ${number}`);
    expect((await who.press('Rincian')).text).toContain('Riwayat');
    expect(who.last().text).toContain('Halaman SPSE tidak terbuka.');
  });

  it('hears the rule too when that was asked for', async () => {
    await during();
    const who = vendor(world);
    const { text } = await who.say('kalau server gangguan jadwal diundur ga?');
    expect(text).toMatch(/^⚠️ Sedang ada gangguan/u);
    expect(text).toContain('LPSE tidak mengubah jadwal');
    // What the regulation says on it, as on any other day.
    expect(text).toContain('Pasal');
  });

  it('is answered in English', async () => {
    await during();
    const { text } = await vendor(world).say("I can't log in to SPSE, is the server down?");
    expect(text).toMatch(/^⚠️ There is an outage right now: SPSE tidak dapat dibuka/u);
    expect(text).toContain('expected to end: not known yet');
  });

  it('is not led there by an ordinary question', async () => {
    await during();
    const who = vendor(world);
    for (const text of ['syarat daftar', 'jam layanan', 'apa itu e-tendering', 'lupa password gimana', 'halo'])
      expect((await who.say(text)).text, text).not.toContain('Sedang ada');
  });

  it('can make a ticket where nothing else was understood, and reads no article that is beside the point', async () => {
    await during();
    const answer = await vendor(world).say('kok spse ga bisa dibuka ya?');
    expect(answer.text).toMatch(/^⚠️ Sedang ada gangguan/u);
    expect(answer.text).toContain('Bila masalah Anda lain dari ini');
    expect(answer.text).not.toContain('Pasal 23');
    expect(labels(answer)).toEqual(expect.arrayContaining([expect.stringContaining('tiket')]));
  });

  it('says no more than what is known to whoever asks when it is over', async () => {
    const { number } = await during();
    const answer = await vendor(world).say('kapan normal lagi');
    expect(answer.text).toMatch(/^⚠️ Sedang ada gangguan/u);
    expect(answer.text).toContain('erkiraan selesai');
    expect(answer.text).not.toContain('Mau saya buatkan tiket');
    expect(labels(answer)).toContain(`📢 Rincian ${number}`);
  });

  it('keeps the lead when the answer is judged', async () => {
    const { number } = await during();
    const who = vendor(world);
    await who.say('spse down ya?');
    const judged = await who.press('👍');
    expect(judged.text).toMatch(/^⚠️ Sedang ada gangguan/u);
    expect(labels(judged)).toContain(`📢 Rincian ${number}`);
  });

  it('can report it from an answer, and hears when it is over', async () => {
    const { id } = await during();
    const who = vendor(world);
    expect(labels(await who.say('lagi down ya min?'))).toContain('🎫 Buat tiket');
    await who.press('Buat tiket');
    await fillIn(who);
    expect(await rows('SELECT kind FROM tickets WHERE announcement = $1', [id])).toEqual([{ kind: 'gangguan' }]);
  });

  it('is told nothing of another service', async () => {
    await during({ facts: { title: 'Katalog tidak dapat dibuka', services: ['katalog'] } });
    const who = vendor(world);
    expect((await who.say('spse ga bisa dibuka')).text).not.toContain('Sedang ada');
    expect((await who.say('e-katalog ga bisa dibuka')).text).toContain('Sedang ada gangguan: Katalog');
  });

  it('is told of a maintenance as such, not of one to come', async () => {
    await during({ kind: 'pemeliharaan', state: 'terjadwal', facts: { startsAt: NOW + 60 * MINUTE } });
    const who = vendor(world);
    expect((await who.say('spse error ya')).text).not.toContain('Sedang ada');
    await during({ kind: 'pemeliharaan', facts: { title: 'Pemeliharaan server SPSE' } });
    expect((await who.say('spse error ya min')).text).toMatch(/^🛠️ Sedang ada pemeliharaan/u);
  });

  it('is told so in a group and by an officer in Slack', async () => {
    const { number } = await during();
    const who = vendor(world);
    const { people } = world.telegram;
    const group = people.addGroup('Rekanan', [who.id]);
    people.say(who.id, group, `/tanya kok spse ga bisa dibuka`);
    await settle();
    const said = people
      .view()
      .chats.find(({ id }) => id === group)
      ?.messages.at(-1);
    expect(said?.text).toMatch(/^⚠️ Sedang ada gangguan/u);
    expect(labels(said)).toContain(`📢 Rincian ${number}`);

    const rahma = officer(world, world.officer);
    await rahma.command('tanya spse down ya?');
    expect(wordsOf(rahma.told().at(-1))).toContain('Sedang ada gangguan');
    await rahma.pressOn(rahma.told().at(-1), `Rincian ${number}`);
    expect(wordsOf(rahma.told().at(-1))).toContain('Riwayat');
  });
});

describe('/status and /pengumuman', () => {
  it('tell what runs and what is planned; /gangguan on Telegram is the same', async () => {
    const one = await during();
    const other = await during({
      kind: 'pemeliharaan',
      state: 'terjadwal',
      facts: { title: 'Pemeliharaan server', startsAt: NOW + 86_400_000, endsAt: NOW + 90_000_000 },
    });
    const who = vendor(world);
    for (const command of ['/status', '/gangguan', '/pemeliharaan']) {
      const { text } = await who.say(command);
      expect(text).toMatch(new RegExp(`Sedang berlangsung.*${one.number}.*Direncanakan.*${other.number}`, 'su'));
    }
    expect(labels(who.last())).toEqual([`📢 Rincian ${one.number}`, `📢 Rincian ${other.number}`]);
    const rahma = officer(world, world.officer);
    await rahma.command('status');
    expect(wordsOf(rahma.told().at(-1))).toContain(one.number);
  });

  it('shows the last ten, and all that was told of one in order', async () => {
    const numbers: string[] = [];
    for (let count = 0; count < 11; count++) {
      const told = [
        { kind: 'berlangsung' as const, at: NOW + count * MINUTE },
        { kind: 'pembaruan' as const, at: NOW + count * MINUTE + 1, note: 'Kabel sedang disambung.' },
        { kind: 'pulih' as const, at: NOW + count * MINUTE + 2, facts: { endedAt: NOW + count * MINUTE } },
      ];
      numbers.unshift((await announcement(world, { now: NOW, state: 'pulih', told })).number);
    }
    const who = vendor(world);
    const list = await who.say('/pengumuman');
    expect(labels(list)).toEqual(numbers.slice(0, 10).map((number) => expect.stringContaining(number)));
    for (const number of numbers.slice(0, 10)) expect(list.text).toContain(number);
    const { text } = await who.press(numbers[0] ?? '');
    expect(text).toContain(numbers[0]);
    expect(text).toMatch(/Riwayat.*Sedang berlangsung.*Kabar terbaru.*Kabel sedang disambung.*Selesai/su);
  });

  it('shows nobody what was not announced yet', async () => {
    const { id } = await announcement(world, { now: NOW, state: 'rancangan', told: [] });
    const who = vendor(world);
    await who.say('/start');
    for (const number of [id, 2_000_000_000])
      expect((await pressData(who, `announcement:${number}`))?.text).toContain('sudah tidak berlaku');
  });
});

describe('a ticket that is opened while an outage runs', () => {
  const report = (who: ReturnType<typeof vendor>, more: Partial<Complaint> = {}) =>
    ticketOf(
      world,
      who.id,
      { category: 'jaringan', description: 'SPSE tidak bisa dibuka', ...more },
      { now: () => NOW },
    );

  it('belongs to it when it is about it; its reporter and its card say so', async () => {
    const { id, number } = await during();
    const who = vendor(world);
    await who.say('spse ga bisa dibuka dari tadi, tolong');
    await who.press('Buat tiket');
    const opened = await fillIn(who);
    expect(opened.text).toContain(`terkait gangguan ${number}`);
    const [ticket] = await rows<TicketRow>('SELECT tickets.* FROM tickets WHERE announcement = $1', [id]);
    expect(opened.text).toContain(ticket?.number);
    await settle();
    expect(wordsOf(officer(world, world.officer).card(ticket?.number ?? ''))).toContain(number);
  });

  it('does not when it asks for something else', async () => {
    await during();
    const who = vendor(world);
    await who.say('/start');
    expect((await report(who, { kind: 'permintaan' })).announcement).toBeNull();
    expect((await report(who, { category: 'akun', description: 'Saya lupa kata sandi' })).announcement).toBeNull();
    expect((await report(who, { category: 'petugas', kind: 'keluhan' })).announcement).toBeNull();
  });
});

describe('tickets on an outage', () => {
  const needs = () => needsOf(world, () => NOW);
  const report = (who: ReturnType<typeof vendor>, more: Partial<Complaint> = {}, now = NOW) =>
    ticketOf(
      world,
      who.id,
      { category: 'jaringan', description: 'SPSE tidak bisa dibuka', ...more },
      { now: () => now },
    );
  /** As officers announce it. */
  const begins = async (which: Parameters<typeof during>[0] = {}) => {
    const row = await during(which);
    await world.helpdesk.db.transaction((tx) => onAnnounced(tx, needs(), row));
    await settle();
    return row;
  };
  /** As officers end it. */
  const isOver = async (row: AnnouncementRow, state: 'pulih' | 'batal' = 'pulih') => {
    const over = await ended(world, row, state, NOW);
    await world.helpdesk.db.transaction((tx) => onOver(tx, needs(), over));
    await settle();
  };
  const someone = async (name?: string) => {
    const who = vendor(world, name);
    await who.say('/start');
    return who;
  };

  it('belong to it when it is announced after them: those since it began, and those of its storm', async () => {
    const [since, before, stormy, other] = await Promise.all([someone(), someone(), someone(), someone()]);
    const tickets = [
      await report(since, {}, NOW - 10 * MINUTE),
      await report(before, {}, NOW - 40 * MINUTE),
      await report(stormy, { category: 'verifikasi', description: 'tolong' }, NOW - 41 * MINUTE),
      await report(other, { category: 'akun', description: 'Saya lupa kata sandi' }, NOW - 10 * MINUTE),
    ];
    const { db } = world.helpdesk;
    const storm = await addStorm(db, 'verifikasi', new Date(NOW - 41 * MINUTE), new Date(NOW));
    await joinStorm(db, storm.id, [tickets[2]?.id ?? 0], new Date(NOW));
    const row = await during();
    await db.transaction((tx) => onAnnounced(tx, needs(), { ...row, storm: storm.id }));
    const linked = await Promise.all(
      tickets.map(async (ticket) => (await nowOf(world, ticket)).announcement === row.id),
    );
    expect(linked).toEqual([true, false, true, false]);
    await settle();
    const rahma = officer(world, world.officer);
    expect(wordsOf(rahma.card(tickets[0]?.number ?? ''))).toContain(row.number);
    expect(wordsOf(rahma.card(tickets[3]?.number ?? ''))).not.toContain(row.number);
  });

  it('end when their reporters say that it works again', async () => {
    const who = await someone();
    const row = await begins();
    const ticket = await report(who);
    expect(ticket.announcement).toBe(row.id);
    await isOver(row);
    expect(who.last().text).toContain(`${ticket.number}: gangguan ${row.number} dinyatakan pulih`);
    const thanks = await who.press('Sudah bisa');
    expect(thanks.text).toContain(`${ticket.number} ditutup`);
    expect(labels(thanks)).toContain('5 ⭐');
    expect(await nowOf(world, ticket)).toMatchObject({
      state: 'ditutup',
      resolution: expect.stringContaining(row.number),
      responded_at: expect.any(Date),
    });
    const thread = officer(world, world.officer).thread(ticket.number).map(wordsOf).join('\n');
    expect(thread).toContain(`${row.number} dinyatakan pulih`);
    expect(thread).toContain('menyatakan sudah bisa. Tiketnya ditutup.');
    // The notice stands there still.
    const again = await who.press('Sudah bisa');
    expect(again.text).toContain(ticket.number);
    expect(
      (await rows('SELECT FROM ticket_events WHERE ticket = $1 AND deed = $2', [ticket.id, 'resolve'])).length,
    ).toBe(1);
  });

  it('are left to the officer who has one in hand', async () => {
    const who = await someone();
    const rahma = officer(world, world.officer);
    await officer(world, world.admin).command(`peran beri <@${world.officer}> lpd`);
    const row = await begins();
    const ticket = await report(who);
    await rahma.press(ticket.number, 'Ambil');
    await isOver(row);
    const thanks = await who.press('Sudah bisa');
    expect(thanks.text).toContain('Petugas yang menangani');
    expect((await nowOf(world, ticket)).state).toBe('diambil');
    expect(rahma.thread(ticket.number).map(wordsOf).join('\n')).toContain('Silakan selesaikan tiketnya.');
  });

  it('go on when it does not work for somebody', async () => {
    const who = await someone();
    const row = await begins();
    const ticket = await report(who);
    await isOver(row);
    await who.press('Masih bermasalah');
    await who.say('masih error 502 jam 10.05');
    expect((await nowOf(world, ticket)).state).toBe('baru');
    expect(officer(world, world.officer).thread(ticket.number).map(wordsOf).join('\n')).toContain('masih error 502');
  });

  it('are told of to officers where the reporter has no chat', async () => {
    const row = await begins();
    const walkIn = await report(vendor(world), { reporter: { person: null, name: 'Pak Haji' }, origin: 'langsung' });
    expect(walkIn.announcement).toBe(row.id);
    await isOver(row);
    expect(officer(world, world.officer).thread(walkIn.number).map(wordsOf).join('\n')).toContain('hubungi pelapor');
  });

  it('are told of to the reporters of merged ones, who end nothing', async () => {
    const [main, merged] = await Promise.all([someone(), someone()]);
    const row = await begins();
    const [one, other] = [await report(main), await report(merged, { kind: 'permintaan', category: 'akun' })];
    await rows(`UPDATE tickets SET merged_into = $1, state = 'ditutup', closed_at = now() WHERE id = $2`, [
      one.id,
      other.id,
    ]);
    await isOver(row);
    expect(merged.last().text).toContain(`${other.number}: gangguan ${row.number} dinyatakan pulih`);
    expect((await merged.press('Sudah bisa')).text).toContain(other.number);
    expect((await nowOf(world, one)).state).toBe('baru');
    const thread = officer(world, world.officer).thread(one.number).map(wordsOf).join('\n');
    expect(thread).toContain(`Pelapor ${other.number} menyatakan sudah bisa`);
  });

  it('are no part of it any more when it is called off, and their reporters know', async () => {
    const who = await someone();
    const row = await begins();
    const ticket = await report(who);
    await isOver(row, 'batal');
    expect(who.last().text).toContain(`${row.number} dibatalkan`);
    expect((await nowOf(world, ticket)).announcement).toBeNull();
    expect(wordsOf(officer(world, world.officer).card(ticket.number))).not.toContain(row.number);
  });

  it('that have ended are not told of', async () => {
    const who = await someone();
    const row = await begins();
    const ticket = await report(who);
    await rows(`UPDATE tickets SET state = 'selesai', resolved_at = now() WHERE id = $1`, [ticket.id]);
    const before = who.replies().length;
    await isOver(row);
    expect(who.replies()).toHaveLength(before);
  });

  it('are nobody else’s, and of those about nothing no press does anything', async () => {
    const [who, stranger] = await Promise.all([someone(), someone('Orang lain')]);
    const row = await begins();
    const ticket = await report(who);
    const apart = await report(who, { category: 'akun', description: 'Saya lupa kata sandi' });
    await isOver(row);
    expect((await pressData(stranger, `recovered:${ticket.id}`))?.text).toContain('Tidak ada tiket Anda');
    expect((await pressData(who, `recovered:${apart.id}`))?.text).toContain('sudah tidak berlaku');
    expect((await nowOf(world, ticket)).state).toBe('baru');
    expect((await nowOf(world, apart)).state).toBe('baru');
  });

  it('cannot be ended by a press while it runs', async () => {
    const who = await someone();
    await begins();
    const ticket = await report(who);
    expect((await pressData(who, `recovered:${ticket.id}`))?.text).toContain('sudah tidak berlaku');
    expect((await nowOf(world, ticket)).state).toBe('baru');
  });
});
