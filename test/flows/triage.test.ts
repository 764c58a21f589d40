import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findPersonAt } from '../../db/people.ts';
import type { TicketRow } from '../../db/tickets.ts';
import { serviceCalendar } from '../../handlers/rules/service-hours.ts';
import { resolveFromForm } from '../../handlers/triage.ts';
import type { Visit } from '../../handlers/visit.ts';
import { buttonsOf, officer, wordsOf } from '../support/officer.ts';
import { now, personId, ticketOf } from '../support/tickets.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

let world: Awaited<ReturnType<typeof createWorld>>;
let rahma: ReturnType<typeof officer>;
let syamsul: ReturnType<typeof officer>;
let hasnah: ReturnType<typeof officer>;
let andi: ReturnType<typeof vendor>;
/** What is added to the clock of the helpdesk. */
let later = 0;

beforeAll(async () => {
  world = await createWorld({ slack: {}, now: () => Date.now() + later });
  rahma = officer(world, world.officer);
  syamsul = officer(world, world.slack.people.addUser('syamsul', 'Syamsul').id);
  hasnah = officer(world, world.head);
  world.slack.people.join(syamsul.id, world.channel);
  world.slack.people.join(hasnah.id, world.channel);
  await role(rahma.id, 'LPD');
  await role(syamsul.id, 'ASI');
});
afterAll(() => world.close());
beforeEach(async () => {
  andi = vendor(world, 'Andi Baso');
  await andi.say('/start');
});

async function role(id: string, name: string, verb = 'beri'): Promise<void> {
  await officer(world, world.admin).command(`peran ${verb} <@${id}> ${name}`);
}
const texts = () => andi.replies().map(({ text }) => text);
/** A question that the knowledge can answer. */
const QUESTION = {
  kind: 'permintaan',
  category: 'informasi',
  description: 'bolehkah LPSE minta syarat tambahan saat registrasi?',
} as const;
/** A picture of one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const open = (more: Parameters<typeof ticketOf>[2] = {}) =>
  ticketOf(world, andi.id, more, { now: () => Date.now() + later });

const said = (ticket: TicketRow) =>
  world.helpdesk.db.query<{ direction: string; text: string }>(
    'SELECT direction, text FROM ticket_messages WHERE ticket = $1 ORDER BY id OFFSET 1',
    [ticket.id],
  );
const deeds = async (ticket: TicketRow) =>
  (
    await world.helpdesk.db.query<{ deed: string }>('SELECT deed FROM ticket_events WHERE ticket = $1 ORDER BY id', [
      ticket.id,
    ])
  ).map(({ deed }) => deed);
/** How many letters still hold these words. */
const lettersWith = async (words: string) =>
  (await world.helpdesk.db.query('SELECT FROM outbox WHERE reply::text LIKE $1', [`%${words}%`])).length;

describe('the card of a ticket', () => {
  it('stands in the triage channel with what an officer needs, its thread explains itself', async () => {
    const ticket = await open({ packageCode: '10023456', urgent: true });
    const card = rahma.card(ticket.number);
    expect(wordsOf(card)).toContain('P2 Tinggi');
    expect(wordsOf(card)).toContain('10023456');
    expect(wordsOf(card)).toContain('Saya tidak bisa masuk ke SPSE');
    expect(wordsOf(card)).toContain('WITA');
    expect(wordsOf(rahma.thread(ticket.number)[0])).toContain('!balas');
    expect(buttonsOf(card).map(({ label }) => label)).toEqual([
      'Ambil',
      'Balas',
      'Selesai',
      'Tolak',
      'Alihkan',
      'Status',
      'Prioritas',
      'Teruskan ke LKPP',
      'Gabung',
    ]);
  });

  it('is claimed by one of fifty who press at once; the others are told who has it', async () => {
    const ticket = await open();
    const officers = Array.from({ length: 50 }, (_, n) => world.slack.people.addUser(`p${n}`, `Petugas ${n}`).id);
    await world.helpdesk.db.query(
      `INSERT INTO people (channel, address, name, roles) SELECT 'slack', id, 'x', '{lpd}' FROM unnest($1::text[]) AS id`,
      [officers],
    );
    for (const id of officers) world.slack.people.join(id, world.channel);
    const card = rahma.card(ticket.number);
    await Promise.all(
      officers.map((id) =>
        world.slack.people.press(id, { channel: world.channel, ts: card?.ts ?? '' }, `claim:${ticket.id}`),
      ),
    );
    await rahma.settle();
    const claims = await world.helpdesk.db.query<{ person: number }>(
      `SELECT person FROM ticket_events WHERE ticket = $1 AND deed = 'claim'`,
      [ticket.id],
    );
    expect(claims).toHaveLength(1);
    const losers = officers.filter((id) =>
      officer(world, id)
        .told()
        .some((one) => wordsOf(one).includes('sedang ditangani')),
    );
    expect(losers).toHaveLength(49);
    expect(wordsOf(rahma.card(ticket.number))).toContain('Diambil');
    expect(
      rahma.messages().filter((one) => wordsOf(one).includes(` ${ticket.number} ·`) && !one.threadTs && !one.onlyFor),
    ).toHaveLength(1);
    expect(texts().filter((text) => text.includes('sedang ditangani petugas'))).toHaveLength(1);
  });

  it('survives stale buttons: a second claim, a claim of what is solved', async () => {
    const ticket = await open();
    const card = rahma.card(ticket.number);
    await rahma.press(ticket.number, 'Ambil');
    await world.slack.people
      .press(rahma.id, { channel: world.channel, ts: card?.ts ?? '' }, `claim:${ticket.id}`)
      .catch(() => {});
    await rahma.settle();
    await rahma.press(ticket.number, 'Selesai');
    await rahma.submit({ resolution: 'Sudah diperbaiki.' });
    expect((await now(world, ticket)).state).toBe('selesai');
    expect(buttonsOf(rahma.card(ticket.number)).map(({ label }) => label)).toEqual(['Buka lagi']);
  });
});

describe('an answer to the reporter', () => {
  it('leaves only by an explicit act: the form or !balas; other words stay inside', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Balas');
    await rahma.submit({ text: 'Coba hapus cache dulu ya.' });
    expect(andi.last().text).toContain('Coba hapus cache dulu ya.');
    expect((await now(world, ticket)).state).toBe('diambil');
    await rahma.write(ticket.number, 'sepertinya vendor ini salah sandi');
    await rahma.write(ticket.number, '!balas Sudah bisa masuk?');
    expect(andi.last().text).toContain('Sudah bisa masuk?');
    expect(texts().join()).not.toContain('salah sandi');
    expect(rahma.thread(ticket.number).filter((one) => wordsOf(one).includes('✅ terkirim'))).toHaveLength(2);
    const said = await world.helpdesk.db.query(
      'SELECT direction, text FROM ticket_messages WHERE ticket = $1 ORDER BY id',
      [ticket.id],
    );
    expect(said.slice(1)).toEqual([
      { direction: 'out', text: 'Coba hapus cache dulu ya.' },
      { direction: 'internal', text: 'sepertinya vendor ini salah sandi' },
      { direction: 'out', text: 'Sudah bisa masuk?' },
    ]);
  });

  it('is refused when another officer has the ticket, and what was typed is given back', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Ambil');
    await syamsul.press(ticket.number, 'Balas');
    await syamsul.submit({ text: 'Ini jawaban saya yang panjang' });
    const told = wordsOf(syamsul.told().at(-1));
    expect(told).toContain('sedang ditangani Rahma');
    expect(told).toContain('Ini jawaban saya yang panjang');
    expect(texts().join()).not.toContain('Ini jawaban saya');
    expect(await lettersWith('Ini jawaban saya yang panjang')).toBe(0);
  });

  it('is kept in no letter when it is given back', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Gabung');
    await rahma.submit({ number: 'ke tiket si pembuat onar' });
    expect(wordsOf(rahma.told().at(-1))).toContain('ke tiket si pembuat onar');
    expect(await lettersWith('ke tiket si pembuat onar')).toBe(0);
  });

  it('goes to the reporter from the thread also when it mentions the bot, with its files', async () => {
    const ticket = await open();
    const bot = `<@${world.slack.botUserId}>`;
    const before = rahma.thread(ticket.number).length;
    await rahma.write(ticket.number, `!balas Sudah bisa masuk? ${bot}`);
    expect(andi.last().text).toContain('Sudah bisa masuk?');
    const root = rahma.card(ticket.number)?.ts ?? '';
    const panduan = { name: 'panduan.png', type: 'image/png', bytes: PICTURE };
    world.slack.people.attach(rahma.id, world.channel, [panduan], `${bot} !balas ini panduannya`, root);
    await rahma.settle();
    expect(texts().some((text) => text.includes('ini panduannya'))).toBe(true);
    expect(await said(ticket)).toEqual([
      { direction: 'out', text: 'Sudah bisa masuk?' },
      { direction: 'out', text: 'ini panduannya' },
    ]);
    expect(await deeds(ticket)).toEqual(['open', 'reply', 'reply']);
    // To the bot it is no question: only what was written and how it fares stand there.
    expect(rahma.thread(ticket.number)).toHaveLength(before + 4);
    // Drawn again with how it fares, it still says that a file went along.
    const shown = rahma
      .thread(ticket.number)
      .find((one) => wordsOf(one).includes('ini panduannya') && one.user !== rahma.id);
    expect(wordsOf(shown)).toContain('✅ terkirim');
    expect(wordsOf(shown)).toContain('📎 1 berkas');
  });

  it('is not sent by an edit: whoever changes a note into one is told', async () => {
    const ticket = await open();
    const ts = await rahma.write(ticket.number, 'sepertinya sudah beres');
    world.slack.people.edit(rahma.id, world.channel, ts, '!balas sudah beres ya Pak');
    await rahma.settle();
    expect(wordsOf(rahma.told().at(-1))).toContain('Pesan yang diubah tidak dikirim');
    expect(texts().join()).not.toContain('sudah beres');
    expect((await said(ticket)).map(({ direction }) => direction)).not.toContain('out');
  });

  it('shows that the reporter blocked the bot', async () => {
    const ticket = await open();
    world.telegram.people.block(andi.id);
    await settled(world, () => 0);
    await rahma.write(ticket.number, '!balas halo');
    expect(wordsOf(rahma.thread(ticket.number).at(-1))).toContain('gagal: pelapor memblokir bot');
  });

  it('shows that nobody knows whether it arrived, and sends it again when told to', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Ambil');
    world.telegram.faults.next('sendMessage', { kind: 'drop-after' });
    await rahma.write(ticket.number, '!balas sudah kami cek');
    const noteOf = () =>
      rahma.thread(ticket.number).find((one) => wordsOf(one).includes('sudah kami cek') && one.user !== rahma.id);
    expect(wordsOf(noteOf())).toContain('Kirim ulang?');
    const before = texts().filter((text) => text.includes('sudah kami cek')).length;
    await rahma.pressOn(noteOf(), 'Kirim ulang');
    expect(wordsOf(noteOf())).toContain('✅ terkirim');
    expect(texts().filter((text) => text.includes('sudah kami cek'))).toHaveLength(before + 1);
  });

  it('is sent again by any officer who may see its ticket, and by nobody else', async () => {
    const reni = officer(world, world.slack.people.addUser('reni', 'Reni').id);
    world.slack.people.join(reni.id, world.channel);
    await role(reni.id, 'TRN');
    const ticket = await open();
    await reni.press(ticket.number, 'Ambil');
    world.telegram.faults.next('sendMessage', { kind: 'drop-after' });
    await reni.write(ticket.number, '!balas materinya menyusul');
    const noteOf = () => reni.thread(ticket.number).find((one) => wordsOf(one).includes('membalas pelapor:'));
    await reni.pressOn(noteOf(), 'Kirim ulang');
    expect(wordsOf(noteOf())).toContain('✅ terkirim');

    const secret = await open({ category: 'integritas', kind: 'keluhan', description: 'petugas minta uang' });
    await hasnah.press(secret.number, 'Ambil', world.restricted);
    world.telegram.faults.next('sendMessage', { kind: 'drop-after' });
    await hasnah.write(secret.number, '!balas kami periksa dulu', world.restricted);
    const stateOf = async () =>
      (
        await world.helpdesk.db.query<{ state: string }>(
          'SELECT state FROM outbox WHERE id = (SELECT max(letter) FROM ticket_messages WHERE ticket = $1)',
          [secret.id],
        )
      )[0]?.state;
    expect(await stateOf()).toBe('unsure');
    await rahma.command('kiriman');
    await rahma.pressOn(rahma.told().at(-1), 'Kirim ulang');
    expect(wordsOf(rahma.told().at(-1))).toContain('sudah diputuskan sebelumnya');
    expect(await stateOf()).toBe('unsure');
    const secretNote = () =>
      hasnah.thread(secret.number, world.restricted).find((one) => wordsOf(one).includes('membalas pelapor:'));
    await hasnah.pressOn(secretNote(), 'Kirim ulang', world.restricted);
    expect(await stateOf()).toBe('sent');
  });

  it('goes out as typed, whatever it holds', async () => {
    const ticket = await open();
    const text = '<b>tebal</b> *bintang* @channel <!everyone> & "kutip"';
    await rahma.press(ticket.number, 'Balas');
    await rahma.submit({ text });
    expect(andi.last().text).toContain(text);
  });
});

describe('who answers the reporter', () => {
  it('the officer, from taking over until it is given back to the bot', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Ambil');
    await andi.say('pasal 23 ayat 2 isinya apa?');
    expect(texts().join()).not.toContain('menjadi saksi');
    expect(rahma.thread(ticket.number).some((one) => wordsOf(one).includes('pasal 23 ayat 2'))).toBe(true);
    await rahma.press(ticket.number, 'Kembalikan ke bot');
    await andi.say('pasal 23 ayat 2 isinya apa?');
    expect(andi.last().text).toContain('menjadi saksi');
  });

  it('also when the bot had its answer ready and an officer was faster', async () => {
    const ticket = await open();
    world.telegram.faults.next('sendMessage', {
      kind: 'error',
      code: 429,
      description: 'Too Many Requests: retry after 2',
      parameters: { retry_after: 2 },
    });
    world.telegram.people.say(andi.id, andi.id, 'isi pasal 24 apa ya');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await rahma.press(ticket.number, 'Ambil');
    await settled(world, () => JSON.stringify(andi.replies()));
    expect(texts().join()).not.toContain('Pasal 24');
    expect(rahma.thread(ticket.number).some((one) => wordsOf(one).includes('isi pasal 24 apa ya'))).toBe(true);
  });
});

describe('what officers do with a ticket', () => {
  it('waits for the reporter, whose answer sets it going again; the clock stands meanwhile', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Status');
    await rahma.submit({ state: 'wait', note: 'Mohon kirim kode galatnya.' });
    expect(await now(world, ticket)).toMatchObject({ state: 'menunggu_pengguna', running_since: null });
    expect(andi.last().text).toContain('Mohon kirim kode galatnya.');
    await andi.say('kodenya TS-001');
    const going = await now(world, ticket);
    expect(going.state).toBe('diambil');
    expect(going.running_since).not.toBeNull();
  });

  it('asks the reporter with one message, which counts as a response and shows how it fares', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Status');
    await rahma.submit({ state: 'wait' });
    expect(wordsOf(rahma.told().at(-1))).toContain('Pertanyaannya belum ditulis');
    expect(await now(world, ticket)).toMatchObject({ state: 'baru', responded_at: null });

    for (const [button, fields, question] of [
      ['Status', { state: 'wait', note: 'Apa kode galatnya?' }, 'Apa kode galatnya?'],
      [
        'Balas',
        Object.fromEntries([
          ['text', 'Pakai peramban apa?'],
          ['then', 'wait'],
        ]),
        'Pakai peramban apa?',
      ],
    ] as const) {
      const before = texts().length;
      await rahma.press(ticket.number, button);
      await rahma.submit(fields);
      expect((await now(world, ticket)).state).toBe('menunggu_pengguna');
      expect(texts().slice(before)).toHaveLength(1);
      expect(andi.last().text).toContain('menunggu jawaban Anda');
      expect(andi.last().text).toContain(question);
      const shown = rahma.thread(ticket.number).filter((one) => wordsOf(one).includes(question));
      expect(shown.map((one) => wordsOf(one).includes('✅ terkirim'))).toEqual([true]);
      await andi.say('begini');
    }
    expect((await now(world, ticket)).responded_at).not.toBeNull();
    expect((await said(ticket)).filter(({ direction }) => direction === 'out')).toHaveLength(2);
  });

  it('is let go with a last word to the reporter, or not at all', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Ambil');
    await rahma.press(ticket.number, 'Status');
    await rahma.submit({ state: 'release', note: 'Rekan kami melanjutkan besok.' });
    expect(andi.last().text).toContain('Rekan kami melanjutkan besok.');
    expect(await now(world, ticket)).toMatchObject({ state: 'baru', assignee: null });

    await rahma.press(ticket.number, 'Ambil');
    await rahma.press(ticket.number, 'Status');
    await syamsul.press(ticket.number, 'Alihkan');
    await syamsul.submit({ bidang: 'lpd' });
    await rahma.submit({ state: 'release', note: 'Sampai jumpa besok.' });
    expect(texts().join()).not.toContain('Sampai jumpa besok.');
    expect(wordsOf(rahma.told().at(-1))).toContain('Sampai jumpa besok.');
  });

  it('shows how the words of Selesai and Tolak fare on their way', async () => {
    for (const [button, fields, words] of [
      ['Selesai', { resolution: 'Layanan dinyalakan ulang.' }, 'Layanan dinyalakan ulang.'],
      ['Tolak', { reason: 'Itu wewenang Pokja.' }, 'Itu wewenang Pokja.'],
    ] as const) {
      const ticket = await open();
      await rahma.press(ticket.number, button);
      await rahma.submit(fields);
      const shown = () => rahma.thread(ticket.number).filter((one) => wordsOf(one).includes(words));
      expect(shown().map((one) => wordsOf(one).includes('✅ terkirim'))).toEqual([true]);
      expect(await said(ticket)).toEqual([{ direction: 'out', text: words }]);
    }
    const ticket = await open();
    world.telegram.people.block(andi.id);
    await settled(world, () => 0);
    await rahma.press(ticket.number, 'Selesai');
    await rahma.submit({ resolution: 'Sudah pulih.' });
    expect(rahma.thread(ticket.number).map(wordsOf).join()).toContain('gagal: pelapor memblokir bot');
  });

  it('changes its priority, and the target with it', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Prioritas');
    await rahma.submit({ priority: '1', note: 'semua terdampak' });
    const changed = await now(world, ticket);
    expect(changed.priority).toBe(1);
    expect(changed.response_due?.getTime()).toBeLessThan(ticket.response_due?.getTime() ?? 0);
    expect(wordsOf(rahma.card(ticket.number))).toContain('P1 Kritis');
  });

  it('hands it to a Bidang or a person, never to somebody without a role', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Alihkan');
    await rahma.submit({ bidang: 'asi', person: syamsul.id, note: 'servernya' });
    expect(await now(world, ticket)).toMatchObject({
      bidang: 'asi',
      state: 'diambil',
      assignee: await personId(world, 'slack', syamsul.id),
    });
    const nobody = world.slack.people.addUser('tamu', 'Tamu').id;
    await syamsul.press(ticket.number, 'Alihkan');
    await syamsul.submit({ bidang: 'asi', person: nobody });
    expect(wordsOf(syamsul.told().at(-1))).toContain('belum mempunyai peran');
    await syamsul.press(ticket.number, 'Alihkan');
    await syamsul.submit({ bidang: 'lpd' });
    expect(await now(world, ticket)).toMatchObject({ bidang: 'lpd', assignee: null, state: 'baru' });
  });

  it('merges duplicates: one goes on, both reporters are told how it ended', async () => {
    const main = await open();
    const budi = vendor(world, 'Budi');
    await budi.say('/start');
    const other = await ticketOf(world, budi.id, {}, { name: 'Budi' });
    await rahma.press(other.number, 'Gabung');
    await rahma.submit({ number: main.number.toLowerCase() });
    expect((await now(world, other)).merged_into).toBe(main.id);
    expect(buttonsOf(rahma.card(other.number)).map(({ label }) => label)).toEqual(['Pisahkan lagi']);
    expect(budi.last().text).not.toContain(main.number);
    await rahma.press(main.number, 'Selesai');
    await rahma.submit({ resolution: 'Server sudah pulih.', faq: ['faq'] });
    expect(andi.last().text).toContain('Server sudah pulih.');
    expect(budi.last().text).toContain('Server sudah pulih.');
    expect(await world.helpdesk.db.query('SELECT answer FROM faq_drafts WHERE ticket = $1', [main.id])).toEqual([
      { answer: 'Server sudah pulih.' },
    ]);
  });

  it('takes a merge back: the ticket is open again, and hears no more of the other', async () => {
    const main = await open();
    const budi = vendor(world, 'Budi');
    await budi.say('/start');
    const other = await ticketOf(world, budi.id, {}, { name: 'Budi' });
    await rahma.press(other.number, 'Gabung');
    await rahma.submit({ number: main.number });
    await rahma.press(other.number, 'Pisahkan lagi');
    const alone = await now(world, other);
    expect(alone).toMatchObject({ state: 'dibuka_kembali', merged_into: null });
    expect(alone.running_since).not.toBeNull();
    expect(budi.last().text).toContain('ditangani tersendiri lagi');
    expect(wordsOf(rahma.card(main.number))).not.toContain(other.number);
    await rahma.press(main.number, 'Selesai');
    await rahma.submit({ resolution: 'Hanya untuk Andi.' });
    expect(budi.replies().some(({ text }) => text.includes('Hanya untuk Andi.'))).toBe(false);
  });

  it('does not merge into itself, into nothing, or into what is closed', async () => {
    const ticket = await open();
    const closed = await open();
    await rahma.press(closed.number, 'Tolak');
    await rahma.submit({ reason: 'bukan di sini' });
    for (const [number, why] of [
      [ticket.number, 'ke dirinya sendiri'],
      ['L-2020-00001', 'tidak ditemukan'],
      [closed.number, 'sudah selesai'],
    ] as const) {
      await rahma.press(ticket.number, 'Gabung');
      await rahma.submit({ number });
      expect(wordsOf(rahma.told().at(-1))).toContain(why);
    }
  });

  it('is rejected with a reason that the reporter reads, and can be opened again', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Tolak');
    await rahma.submit({ reason: 'Jadwal ditetapkan Pokja Pemilihan.' });
    expect(andi.last().text).toContain('Jadwal ditetapkan Pokja Pemilihan.');
    await rahma.press(ticket.number, 'Buka lagi');
    expect((await now(world, ticket)).state).toBe('dibuka_kembali');
  });

  it('sent twice the same form changes it once', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Selesai');
    await syamsul.press(ticket.number, 'Selesai');
    await rahma.submit({ resolution: 'Beres oleh Rahma.' });
    await syamsul.submit({ resolution: 'Beres oleh Syamsul, panjang lebar.' });
    expect((await now(world, ticket)).resolution).toBe('Beres oleh Rahma.');
    expect(wordsOf(syamsul.told().at(-1))).toContain('Beres oleh Syamsul, panjang lebar.');
    expect(texts().join()).not.toContain('Syamsul');
  });

  it('keeps a record of who did what, when, from where, and nothing of it can be changed', async () => {
    const ticket = await open();
    await rahma.press(ticket.number, 'Ambil');
    const events = await world.helpdesk.db.query(
      'SELECT deed, state_before, state_after, source FROM ticket_events WHERE ticket = $1 ORDER BY id',
      [ticket.id],
    );
    expect(events).toEqual([
      { deed: 'open', state_before: null, state_after: 'baru', source: 'telegram' },
      { deed: 'claim', state_before: 'baru', state_after: 'diambil', source: 'slack' },
    ]);
    await expect(world.helpdesk.db.query('UPDATE ticket_events SET deed = $1', ['x'])).rejects.toThrow('never changed');
  });

  it('is denied to somebody who lost the role while the form was open; the words come back', async () => {
    const dewi = officer(world, world.slack.people.addUser('dewi', 'Dewi').id);
    world.slack.people.join(dewi.id, world.channel);
    await role(dewi.id, 'LPD');
    const ticket = await open();
    await dewi.press(ticket.number, 'Balas');
    await role(dewi.id, 'LPD', 'cabut');
    await dewi.submit({ text: 'jawaban yang sudah panjang' });
    expect(texts().join()).not.toContain('jawaban yang sudah panjang');
    expect(wordsOf(dewi.told().at(-1))).toContain('jawaban yang sudah panjang');
  });
});

describe('forwarding to LKPP', () => {
  it('asks for the ground, tells the reporter, counts apart, and makes the packet', async () => {
    const ticket = await open({ packageCode: '10023456' });
    await rahma.press(ticket.number, 'Teruskan ke LKPP');
    await rahma.submit({
      ground: 'a',
      number: 'LKPP-778',
      application: 'SPSE 4.5',
      error: 'Error 500',
      steps: 'restart layanan\nbersihkan cache',
    });
    const there = await now(world, ticket);
    expect(there).toMatchObject({ state: 'di_lkpp', lkpp_ground: 'a', lkpp_number: 'LKPP-778', running_since: null });
    expect(there.lkpp_since).not.toBeNull();
    expect(andi.last().text).toContain('LKPP-778');
    expect(
      rahma.thread(ticket.number).some(({ files }) => files.some(({ name }) => name === `${ticket.number}-LKPP.pdf`)),
    ).toBe(true);
    expect(wordsOf(rahma.card(ticket.number))).toContain('Di LKPP sejak');
    later += 3_600_000;
    await rahma.press(ticket.number, 'Status');
    await rahma.submit({ state: 'return-from-lkpp' });
    expect((await now(world, ticket)).lkpp_ms).toBeGreaterThanOrEqual(3_600_000);
    expect(wordsOf(rahma.card(ticket.number))).toContain('Di LKPP selama 1 jam');
  });

  it('only notes the number of a ticket that is there, and never sends one there again by that', async () => {
    const ticket = await open();
    const packets = () => rahma.thread(ticket.number).flatMap(({ files }) => files).length;
    await rahma.press(ticket.number, 'Teruskan ke LKPP');
    await rahma.submit({ ground: 'b', steps: 'dicoba lagi' });
    expect(andi.last().text).toContain('belum tercakup dalam aplikasi SPSE');
    expect(packets()).toBe(1);
    await rahma.press(ticket.number, 'Teruskan ke LKPP');
    await rahma.submit({ what: 'number', number: 'LKPP-991' });
    expect(await now(world, ticket)).toMatchObject({ state: 'di_lkpp', lkpp_number: 'LKPP-991', lkpp_ground: 'b' });
    expect(andi.last().text).toContain('LKPP-991');
    expect(packets()).toBe(1);
    const kept = await world.helpdesk.db.query(
      `SELECT detail FROM ticket_events WHERE ticket = $1 AND deed = 'forward' ORDER BY id`,
      [ticket.id],
    );
    expect(kept).toEqual([{ detail: { ground: 'b' } }, { detail: { ground: 'b' } }]);

    await rahma.press(ticket.number, 'Teruskan ke LKPP');
    await rahma.submit({ what: 'anew', ground: 'a' });
    expect(packets()).toBe(2);
    await rahma.press(ticket.number, 'Teruskan ke LKPP');
    await hasnah.press(ticket.number, 'Status');
    await hasnah.submit({ state: 'return-from-lkpp' });
    await rahma.submit({ what: 'number', number: 'LKPP-992' });
    expect(await now(world, ticket)).toMatchObject({ state: 'diambil' });
    expect(wordsOf(rahma.told().at(-1))).toContain('LKPP-992');
  });
});

describe('what is not for everybody', () => {
  it('shows what was typed to the officer who has the ticket, on record', async () => {
    const ticket = await open({ description: 'password saya: Rahasia123, NIK 7604011234567890, tolong' });
    expect(wordsOf(rahma.card(ticket.number))).not.toContain('7604011234567890');
    expect(wordsOf(rahma.card(ticket.number))).not.toContain('Rahasia123');
    await rahma.press(ticket.number, 'Lihat asli');
    expect(wordsOf(rahma.told().at(-1))).toContain('Ambil dulu tiket ini');
    await syamsul.press(ticket.number, 'Ambil');
    await rahma.press(ticket.number, 'Lihat asli');
    expect(wordsOf(rahma.told().at(-1))).toContain('sedang ditangani Syamsul');
    await syamsul.press(ticket.number, 'Lihat asli');
    expect(wordsOf(syamsul.told().at(-1))).toContain('7604011234567890');
    expect(rahma.thread(ticket.number).some((one) => wordsOf(one).includes('melihat tulisan asli'))).toBe(true);
    expect(JSON.stringify(world.lines)).not.toContain('7604011234567890');
  });

  it('keeps allegations about staff in the restricted channel', async () => {
    const ticket = await open({ category: 'integritas', kind: 'keluhan', description: 'petugas minta uang rokok' });
    expect(rahma.card(ticket.number)).toBeUndefined();
    const card = hasnah.card(ticket.number, world.restricted);
    expect(wordsOf(card)).toContain('petugas minta uang rokok');
    await world.slack.people
      .press(rahma.id, { channel: world.restricted, ts: card?.ts ?? '' }, `claim:${ticket.id}`)
      .catch(() => {});
    await rahma.settle();
    expect((await now(world, ticket)).state).toBe('baru');
    await hasnah.press(ticket.number, 'Ambil', world.restricted);
    expect((await now(world, ticket)).state).toBe('diambil');
    await hasnah.write(ticket.number, '!balas Terima kasih, kami periksa.', world.restricted);
    expect(andi.last().text).toContain('kami periksa');
    expect(JSON.stringify(rahma.messages())).not.toContain('uang rokok');
    await hasnah.press(ticket.number, 'Selesai', world.restricted);
    expect(JSON.stringify(hasnah.modal()?.view)).not.toContain('FAQ');
    // Also when a form comes back that asks for it all the same.
    const { db, knowledge } = world.helpdesk;
    const person = await findPersonAt(db, 'slack', hasnah.id);
    if (!person) throw new Error('Hasnah is not known');
    const { unit } = knowledge;
    const visit: Visit = {
      needs: {
        db,
        knowledge,
        now: Date.now,
        calendar: serviceCalendar(unit.service, unit.zone),
        linkTo: () => undefined,
        privateLink: () => undefined,
        perSecond: 25,
        isAdminOf: async () => false,
      },
      person: { ...person, talk: {} },
      incoming: {
        key: 'test:faq',
        order: 1,
        at: Date.now(),
        from: { channel: 'slack', id: hasnah.id, name: 'Hasnah' },
        place: { channel: 'slack', chat: world.restricted, audience: 'group' },
        event: { kind: 'form', form: 'resolve', id: ticket.id, fields: {} },
      },
    };
    await db.transaction(await resolveFromForm(visit, ticket.id, { resolution: 'Sudah ditindak.', faq: ['faq'] }));
    await hasnah.settle();
    expect((await now(world, ticket)).state).toBe('selesai');
    expect(await world.helpdesk.db.query('SELECT FROM faq_drafts WHERE ticket = $1', [ticket.id])).toEqual([]);
  });
});

describe('tickets of people without a chat', () => {
  it('are opened with /lpse tiket baru, and answered by telling them', async () => {
    await rahma.command('tiket baru');
    await rahma.submit({
      origin: 'telepon',
      name: 'CV Maju',
      contact: '0812-3456-7890',
      kind: 'permintaan',
      category: 'akun',
      package: '1234567',
      description: 'minta ganti e-mail akun',
    });
    const [, number = ''] = /(L-\d{4}-\d{5})/u.exec(wordsOf(rahma.told().at(-1))) ?? [];
    expect(wordsOf(rahma.card(number))).toContain('telepon');
    expect(wordsOf(rahma.card(number))).not.toContain('3456-7890');
    await rahma.press(number, 'Ambil');
    await rahma.press(number, 'Lihat asli dan kontak');
    expect(wordsOf(rahma.told().at(-1))).toContain('0812-3456-7890');
    await rahma.press(number, 'Balas');
    await rahma.submit({ text: 'Sudah saya telepon.' });
    expect(wordsOf(rahma.thread(number).at(-1))).toContain('disampaikan langsung');
  });

  it('are opened from a message, and a wrong package code is told without losing anything', async () => {
    const ts = world.slack.people.say(rahma.id, world.channel, 'Bu Ani lapor tidak bisa unggah dokumen');
    await world.slack.people.shortcut(rahma.id, world.channel, ts, 'ticket');
    expect(JSON.stringify(rahma.modal()?.view)).toContain('Bu Ani lapor');
    await rahma.submit({
      name: 'Bu Ani',
      category: 'dokumen',
      package: 'abc',
      description: 'Bu Ani lapor tidak bisa unggah',
    });
    const told = wordsOf(rahma.told().at(-1));
    expect(told).toContain('6 sampai 12 angka');
    const [, number = ''] = /(L-\d{4}-\d{5})/u.exec(told) ?? [];
    expect(await now(world, { number })).toMatchObject({
      reporter_name: 'Bu Ani',
      category: 'dokumen',
      package_code: null,
      description: 'Bu Ani lapor tidak bisa unggah\nKode paket (belum dipastikan): abc',
    });
  });
});

describe('suggested answers', () => {
  it('stand in the thread, and are sent by one press with their source', async () => {
    const ticket = await open(QUESTION);
    const suggestion = () => rahma.thread(ticket.number).find((one) => wordsOf(one).includes('Saran jawaban'));
    await rahma.pressOn(suggestion(), 'Kirim');
    expect(andi.last().text).toContain('Pasal 21 ayat (3)');
    expect(wordsOf(suggestion())).toContain('Dikirim kepada pelapor oleh Rahma');
    expect(buttonsOf(suggestion())).toEqual([]);
  });

  it('can be edited first, or dropped', async () => {
    const ticket = await open(QUESTION);
    const suggestion = () => rahma.thread(ticket.number).find((one) => wordsOf(one).includes('Saran jawaban'));
    await rahma.pressOn(suggestion(), 'Sunting');
    expect(JSON.stringify(rahma.modal()?.view)).toContain('Pasal 21 ayat (3)');
    await rahma.submit({ text: 'Tidak perlu, Bu.' });
    expect(andi.last().text).toContain('Tidak perlu, Bu.');
    expect(wordsOf(suggestion())).toContain('Disunting lalu dikirim kepada pelapor oleh Rahma');
    expect(buttonsOf(suggestion())).toEqual([]);

    const { number } = await open(QUESTION);
    const other = () => rahma.thread(number).find((one) => wordsOf(one).includes('Saran jawaban'));
    await rahma.pressOn(other(), 'Abaikan');
    expect(wordsOf(other())).toContain('Diabaikan');
  });

  it('are sent once, however many press at once', async () => {
    const ticket = await open(QUESTION);
    const suggestion = rahma.thread(ticket.number).find((one) => wordsOf(one).includes('Saran jawaban'));
    const edit = buttonsOf(suggestion).find(({ label }) => label.includes('Sunting'))?.id ?? '';
    const send = buttonsOf(suggestion).find(({ label }) => label === 'Kirim')?.id ?? '';
    const place = { channel: world.channel, ts: suggestion?.ts ?? '' };
    await world.slack.people.press(hasnah.id, place, edit);
    await hasnah.settle();
    const before = texts().length;
    await Promise.all([rahma, hasnah, rahma, hasnah].map(({ id }) => world.slack.people.press(id, place, send)));
    await rahma.settle();
    expect(texts().slice(before)).toHaveLength(1);
    await hasnah.submit({ text: 'Tidak perlu, sudah saya sunting.' });
    expect(texts().slice(before)).toHaveLength(1);
    expect(wordsOf(hasnah.told().at(-1))).toContain('Tidak perlu, sudah saya sunting.');
    expect(await deeds(ticket)).toEqual(['open', 'reply']);
  });

  it('stay open when they are not sent, and are not spoken of as a thread', async () => {
    const ticket = await open(QUESTION);
    const suggestion = () => syamsul.thread(ticket.number).find((one) => wordsOf(one).includes('Saran jawaban'));
    await rahma.press(ticket.number, 'Ambil');
    await syamsul.pressOn(suggestion(), 'Kirim');
    expect(wordsOf(syamsul.told().at(-1))).toContain('sedang ditangani Rahma');
    await syamsul.pressOn(suggestion(), 'Sunting');
    await syamsul.submit({ text: 'punya saya' });
    expect(wordsOf(syamsul.told().at(-1))).toContain('punya saya');
    expect(buttonsOf(suggestion())).toHaveLength(3);
    await rahma.pressOn(suggestion(), 'Kirim');
    expect(andi.last().text).toContain('Pasal 21 ayat (3)');
  });
});
