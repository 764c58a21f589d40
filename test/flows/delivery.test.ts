import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addLetters } from '../../db/outbox.ts';
import { messages } from '../../handlers/index.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const states = async ({ id }: { id: number }) => {
  const rows = await world.helpdesk.db.query<{ state: string }>(
    'SELECT state FROM outbox WHERE chat = $1 ORDER BY id',
    [String(id)],
  );
  return rows.map(({ state }) => state);
};
const sendsOf = ({ telegram }: World) => telegram.calls.filter(({ method }) => method === 'sendMessage');
const sends = () => sendsOf(world);

describe('sending to Telegram', () => {
  it('does not repeat what may have been taken: it is unsure, and shown', async () => {
    const andi = vendor(world);
    world.telegram.faults.next('sendMessage', { kind: 'drop-after' });
    await andi.say('/start');
    await settled(world, () => sends().length);
    expect(andi.replies()).toHaveLength(1);
    expect(await states(andi)).toEqual(['unsure']);
    expect(world.lines).toContainEqual(expect.objectContaining({ level: 'warn', what: 'unsure' }));
    expect((await andi.say('/bantuan')).text).toContain('Yang dapat saya bantu');
  });

  it('tries again what was surely not taken, and waits as long as Telegram asks', async () => {
    const andi = vendor(world);
    world.telegram.faults.next('sendMessage', {
      kind: 'error',
      code: 429,
      description: 'Too Many Requests: retry after 2',
      parameters: { retry_after: 2 },
    });
    const asked = Date.now();
    andi.do((people) => people.say(andi.id, andi.id, '/start'));
    await expect.poll(() => andi.replies().length, { timeout: 10_000 }).toBe(1);
    expect(Date.now() - asked).toBeGreaterThan(1_900);
    // The message is there before it is written down that it is.
    await expect.poll(() => states(andi)).toEqual(['sent']);
  });

  it('holds all bulk back when Telegram asks for a pause, while live replies go on', async () => {
    const people = Array.from({ length: 5 }, (_, at) => vendor(world, `Orang ${at}`));
    for (const person of people) await person.say('/start');
    const [first, ...others] = people;
    world.telegram.faults.match(
      ({ method, params }) => method === 'sendMessage' && String(params.chat_id) === String(first?.id),
      { kind: 'error', code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } },
    );
    const bulk = (id: number) => ({
      lane: 2 as const,
      channel: 'telegram',
      chat: String(id),
      place: { channel: 'telegram', chat: String(id), audience: 'private' },
      reply: { blocks: [{ kind: 'paragraph', spans: ['pengumuman'] }] },
    });
    const before = world.telegram.calls.length;
    await addLetters(world.helpdesk.db, [bulk(first?.id ?? 0)]);
    await expect
      .poll(() => world.telegram.calls.slice(before).some(({ errorCode }) => errorCode === 429), { timeout: 5_000 })
      .toBe(true);
    await addLetters(
      world.helpdesk.db,
      others.map(({ id }) => bulk(id)),
    );
    const live = others[0] as (typeof people)[0];
    live.do((all) => all.say(live.id, live.id, '/bantuan'));
    await expect.poll(() => live.last().text).toContain('Yang dapat saya bantu');
    expect(others.some(({ last }) => last().text === 'pengumuman')).toBe(false);
    await expect.poll(() => people.every(({ last }) => last().text === 'pengumuman'), { timeout: 10_000 }).toBe(true);
  });

  it('edits the earlier message of the same subject, and sends anew when that is gone', async () => {
    const andi = vendor(world);
    await andi.say('/start');
    const tell = async (text: string) => {
      await addLetters(world.helpdesk.db, [
        {
          lane: 1,
          channel: 'telegram',
          chat: String(andi.id),
          place: { channel: 'telegram', chat: String(andi.id), audience: 'private' },
          reply: { blocks: [{ kind: 'paragraph', spans: [text] }] },
          subject: 'ticket:1',
        },
      ]);
      await settled(world, () => andi.last().text);
    };
    await tell('dibuka');
    const { id } = andi.last();
    await tell('diproses');
    expect(andi.last()).toMatchObject({ id, text: 'diproses', edited: true });
    world.telegram.faults.next('editMessageText', {
      kind: 'error',
      code: 400,
      description: 'Bad Request: message to edit not found',
    });
    await tell('selesai');
    expect(andi.last()).toMatchObject({ text: 'selesai', edited: false });
    await tell('dibuka lagi');
    expect(andi.last()).toMatchObject({ text: 'dibuka lagi', edited: true });
    expect(andi.replies().filter(({ text }) => text === 'diproses')).toHaveLength(1);
  });

  it('follows a group that moved', async () => {
    const andi = vendor(world);
    await andi.say('/start');
    const group = world.telegram.people.addGroup('Penyedia', [andi.id]);
    await settled(world, () => sends().length);
    world.telegram.controls.migrateGroup(group);
    await addLetters(world.helpdesk.db, [
      {
        lane: 1,
        channel: 'telegram',
        chat: String(group),
        place: { channel: 'telegram', chat: String(group), audience: 'group' },
        reply: { blocks: [{ kind: 'paragraph', spans: ['kabar'] }] },
      },
    ]);
    await settled(world, () => sends().length);
    const moved = world.telegram.people
      .view()
      .chats.filter(({ messages: said }) => said.some(({ text }) => text === 'kabar'));
    expect(moved).toHaveLength(1);
    expect(moved[0]?.id).not.toBe(group);
  });

  it('notes who cannot be reached any more', async () => {
    const andi = vendor(world);
    await andi.say('/start');
    world.telegram.faults.next('sendMessage', {
      kind: 'error',
      code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    await andi.do((people) => people.say(andi.id, andi.id, '/bantuan'));
    expect(await states(andi)).toEqual(['sent', 'gone']);
    expect(await world.helpdesk.db.query('SELECT reachable FROM people WHERE address = $1', [String(andi.id)])).toEqual(
      [{ reachable: false }],
    );
  });

  it('tells whoever waits when Telegram does not take the words', async () => {
    const andi = vendor(world);
    world.telegram.faults.next('sendMessage', { kind: 'error', code: 400, description: 'Bad Request: no' });
    expect((await andi.say('/start')).text).toContain('Maaf, ada kesalahan pada sistem kami');
    expect(await states(andi)).toEqual(['refused', 'sent']);
  });

  it('keeps the pace of Telegram: a burst to one chat, many people at once', async () => {
    const paced = await createWorld({ unlimited: false });
    const people = Array.from({ length: 40 }, (_, at) => vendor(paced, `Orang ${at}`));
    for (const { id } of people) paced.telegram.people.say(id, id, '/start');
    const [first] = people;
    if (first) for (let at = 0; at < 3; at++) paced.telegram.people.say(first.id, first.id, '/bantuan');
    await expect.poll(() => sendsOf(paced).length, { timeout: 20_000 }).toBe(43);
    expect(paced.telegram.calls.filter(({ errorCode }) => errorCode === 429)).toEqual([]);
    const times = sendsOf(paced).map(({ at }) => at);
    const busiest = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
    expect(busiest).toBeLessThanOrEqual(30);
    const own = sendsOf(paced)
      .filter(({ chat }) => String(chat) === String(first?.id))
      .map(({ at }) => at);
    for (const [at, time] of own.entries()) if (at > 0) expect(time - (own[at - 1] ?? 0)).toBeGreaterThan(950);
    await paced.close();
  });

  it('shows that it is writing when an answer takes longer than a moment', async () => {
    const andi = vendor(world);
    world.telegram.faults.next('sendMessage', { kind: 'delay', ms: 1_500 });
    const asked = Date.now();
    andi.do((people) => people.say(andi.id, andi.id, 'isi pasal 2'));
    await expect.poll(() => world.telegram.calls.some(({ method }) => method === 'sendChatAction')).toBe(true);
    expect(Date.now() - asked).toBeLessThan(1_000);
    await settled(world, () => andi.replies().length);
  });
});

describe('somebody who floods', () => {
  it('is slowed with one sentence; nothing is lost and others do not notice', async () => {
    const slow = await createWorld({ floodRate: { burst: 3, secondsEach: 1 } });
    const [loud, quiet] = [vendor(slow, 'Ramai'), vendor(slow, 'Tenang')];
    for (let at = 2; at <= 7; at++) slow.telegram.people.say(loud.id, loud.id, `isi pasal ${at}`);
    await pause(300);
    slow.telegram.people.say(quiet.id, quiet.id, '/start');
    await expect.poll(() => quiet.replies().length).toBe(1);
    expect(loud.replies().length).toBeLessThan(7);
    await expect.poll(() => loud.replies().length, { timeout: 10_000 }).toBe(7);
    const slowed = messages.slowDown(1).blocks[0];
    const sentence = slowed?.kind === 'paragraph' ? String(slowed.spans[0]) : '';
    expect(loud.replies().filter(({ text }) => text === sentence)).toHaveLength(1);
    const texts = loud.replies().map(({ text }) => text);
    expect([2, 3, 4, 5, 6, 7].filter((pasal) => !texts.some((text) => text.includes(`Pasal ${pasal}, `)))).toEqual([]);
    await slow.close();
  });
});
