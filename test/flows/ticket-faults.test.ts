import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { officer, wordsOf } from '../support/officer.ts';
import { now, ticketOf } from '../support/tickets.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

let world: Awaited<ReturnType<typeof createWorld>>;
let rahma: ReturnType<typeof officer>;
let andi: ReturnType<typeof vendor>;

beforeEach(async () => {
  world = await createWorld({ slack: {} });
  rahma = officer(world, world.officer);
  await officer(world, world.admin).command(`peran beri <@${rahma.id}> LPD`);
  andi = vendor(world, 'Andi Baso');
  await andi.say('/start');
});
afterEach(() => world.close());

const until = async (met: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200 && !met(); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  await rahma.settle();
};
const cards = (number: string) =>
  rahma.messages().filter((one) => !one.threadTs && !one.onlyFor && wordsOf(one).includes(` ${number} ·`));

describe('when Slack is away', () => {
  it('the ticket is saved and the vendor has the number; the card and its thread come when Slack is back', async () => {
    world.slack.faults.next('chat.postMessage', { kind: 'error', error: 'service_unavailable' }, 2);
    await andi.say('/keluhan SPSE error 500 terus dari tadi, deadline besok jam 9, kode tender 10023456');
    for (let step = 0; step < 8 && !/L-\d{4}-\d{5}/u.test(andi.last().text); step++) {
      const labels = andi
        .last()
        .buttons.flat()
        .map(({ text }) => text);
      const next = ['Kirim', 'Lanjut', 'Lewati', 'Gangguan', 'Aplikasi', 'Ya'].find((label) =>
        labels.some((text) => text.includes(label)),
      );
      if (next === undefined) throw new Error(`no way on from ${andi.last().text}: ${labels.join(', ')}`);
      await andi.press(next);
    }
    const [number = ''] = /L-\d{4}-\d{5}/u.exec(andi.last().text) ?? [];
    expect(number).not.toBe('');
    await until(() => cards(number).length > 0);
    expect(cards(number)).toHaveLength(1);
    expect(rahma.thread(number).length).toBeGreaterThan(0);
  });

  it('an uncertain card is looked for; when Slack does not let us, it is not posted twice and an officer decides', async () => {
    world.slack.faults.next('chat.postMessage', { kind: 'drop-after' });
    world.slack.faults.next('conversations.history', { kind: 'error', error: 'missing_scope' });
    const ticket = await ticketOf(world, andi.id);
    await rahma.settle();
    const told = () => rahma.messages().some((one) => wordsOf(one).includes('tidak pasti sampai: 1'));
    expect([cards(ticket.number).length, told()]).toEqual([1, false]);
    // As if it were the last look, half an hour later.
    await world.helpdesk.db.query('UPDATE outbox SET look_at = now(), looks = 3 WHERE look_at IS NOT NULL');
    await until(told);
    expect(told()).toBe(true);
    expect(cards(ticket.number)).toHaveLength(1);
    await rahma.command('kiriman');
    expect(wordsOf(rahma.told().at(-1))).toContain('Tidak pasti sampai: 1');
  });
});

describe('when Telegram is away', () => {
  it('a reply waits, is shown as waiting, and goes out once when Telegram is back', async () => {
    const ticket = await ticketOf(world, andi.id);
    await rahma.press(ticket.number, 'Ambil');
    world.telegram.faults.next('sendMessage', {
      kind: 'error',
      code: 429,
      description: 'Too Many Requests: retry after 3',
      parameters: { retry_after: 3 },
    });
    world.slack.people.say(rahma.id, world.channel, '!balas sudah kami cek', rahma.card(ticket.number)?.ts);
    const noteOf = () =>
      rahma.thread(ticket.number).find((one) => one.user !== rahma.id && wordsOf(one).includes('sudah kami cek'));
    for (let tries = 0; tries < 40 && !noteOf(); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(wordsOf(noteOf())).toContain('⏳ menunggu dikirim');
    await settled(world, () => JSON.stringify(andi.replies()));
    await rahma.settle();
    expect(wordsOf(noteOf())).toContain('✅ terkirim');
    expect(andi.replies().filter(({ text }) => text.includes('sudah kami cek'))).toHaveLength(1);
  });
});

describe('when the triage channel changes', () => {
  it('a deleted card is posted again at the next change, its thread with it', async () => {
    const ticket = await ticketOf(world, andi.id);
    const card = rahma.card(ticket.number);
    world.slack.people.removeAny(world.channel, card?.ts ?? '');
    await world.slack.people
      .press(rahma.id, { channel: world.channel, ts: card?.ts ?? '' }, `claim:${ticket.id}`)
      .catch(() => {});
    await rahma.command(`tiket ${ticket.number}`);
    await rahma.pressOn(rahma.told().at(-1), 'Ambil');
    expect(cards(ticket.number)).toHaveLength(1);
    await rahma.write(ticket.number, '!balas halo dari utas baru');
    expect(andi.last().text).toContain('halo dari utas baru');
  });

  it('an archived channel loses nothing: admins are told, the cards come when it is back', async () => {
    world.slack.people.archive(world.channel);
    const ticket = await ticketOf(world, andi.id);
    await rahma.settle();
    const ilham = officer(world, world.admin);
    expect(ilham.direct().some((one) => wordsOf(one).includes('tidak dapat dipakai'))).toBe(true);
    expect((await now(world, ticket)).state).toBe('baru');
    world.slack.people.archive(world.channel, false);
    await world.app.tidy();
    await rahma.settle();
    expect(cards(ticket.number)).toHaveLength(1);
    expect(rahma.thread(ticket.number).length).toBeGreaterThan(0);
  });
});

describe('bad input', () => {
  it('a huge description and markup characters make one card, whole in the ticket', async () => {
    const description = `<b>&amp; *tebal* _miring_ @channel <!everyone> ${'panjang 🙂 '.repeat(2_000)}`;
    const ticket = await ticketOf(world, andi.id, { description });
    expect(cards(ticket.number)).toHaveLength(1);
    expect(wordsOf(cards(ticket.number)[0])).toContain('<b>&amp;');
    expect((await now(world, ticket)).description.length).toBeLessThanOrEqual(4_000);
  });

  it('words in a thread that is no ticket are nobody’s business', async () => {
    const ts = world.slack.people.say(rahma.id, world.channel, 'rapat jam 9 ya');
    world.slack.people.say(rahma.id, world.channel, '!balas siap', ts);
    await rahma.settle();
    expect(rahma.messages().filter(({ user, onlyFor }) => user === world.slack.botUserId && !onlyFor)).toEqual([]);
    expect(await world.helpdesk.db.query('SELECT FROM ticket_messages')).toEqual([]);
  });

  it('somebody without a role cannot answer a vendor from a thread', async () => {
    const ticket = await ticketOf(world, andi.id);
    const guest = officer(world, world.slack.people.addUser('tamu', 'Tamu').id);
    world.slack.people.join(guest.id, world.channel);
    await guest.write(ticket.number, '!balas saya bukan petugas');
    expect(andi.replies().some(({ text }) => text.includes('saya bukan petugas'))).toBe(false);
    expect(wordsOf(guest.told().at(-1))).toContain('saya bukan petugas');
  });

  it('a person of another ticket cannot press the buttons of officers', async () => {
    const ticket = await ticketOf(world, andi.id);
    const budi = vendor(world, 'Budi');
    await budi.say('/start');
    const message = budi.last();
    const from = { id: budi.id, is_bot: false, first_name: 'Budi' };
    for (const data of [
      `claim:${ticket.id}`,
      `resolve:${ticket.id}`,
      `reveal:${ticket.id}`,
      `ticket:${ticket.id}`,
      'tickets:0:mine',
    ])
      world.telegram.deliver({
        callback_query: {
          id: '1',
          from,
          chat_instance: 'x',
          data,
          message: { message_id: message.id, date: 0, chat: { id: budi.id, type: 'private' } },
        },
      });
    await settled(world, () => JSON.stringify(budi.replies()));
    expect((await now(world, ticket)).state).toBe('baru');
    expect(budi.replies().filter(({ text }) => text.includes('hanya untuk petugas'))).toHaveLength(5);
    expect(JSON.stringify(budi.replies())).not.toContain('tidak bisa masuk');
  });
});
