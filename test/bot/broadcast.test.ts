import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TELEGRAM_RATES } from '../../bot/pace.ts';
import { sendLate, setBroadcastState } from '../../db/broadcasts.ts';
import { type Database, DatabaseError } from '../../db/database.ts';
import { findSubscription, subscribe } from '../../db/subscriptions.ts';
import { broadcastStage, busiestSecond } from '../support/broadcasts.ts';
import { testDatabase } from '../support/database.ts';

type Stage = Awaited<ReturnType<typeof broadcastStage>>;
let db: Database;
let stage: Stage;
beforeAll(async () => {
  db = await testDatabase();
});
afterEach(() => stage.close());
afterAll(() => db.close());

const setStage = async (options: Parameters<typeof broadcastStage>[1] = {}) => {
  stage = await broadcastStage(db, options);
  await stage.start();
  return stage;
};
const sends = () => stage.telegram.calls.filter(({ method }) => method === 'sendMessage');
const refusal = (code: number, description: string, parameters?: object) => ({
  kind: 'error' as const,
  code,
  description,
  ...(parameters && { parameters }),
});
const to = (chat: number) => ({ channel: 'telegram', chat: `${chat}`, kind: 'private' as const });

describe('a broadcast', () => {
  it('reaches everybody once, more than fit into one page, and tells when it has ended', async () => {
    const { tell, idle, progress, told } = await setStage();
    const people = await stage.people(700);
    const id = await tell('SPSE terganggu');
    await idle();
    for (const { texts } of people.slice(0, 3)) expect(texts()).toEqual(['SPSE terganggu']);
    expect(new Set(sends().map(({ chat }) => chat)).size).toBe(700);
    expect(sends()).toHaveLength(700);
    expect(await progress(id)).toMatchObject({ state: 'done', total: 700, sent: 700, left: 0 });
    expect(told.settled).toBe(1);
  });

  it('replies to the first message of its thread in each chat, and a correction takes the place of the last', async () => {
    const { tell, idle, people } = await setStage();
    const [andi] = await people(1);
    const thread = 'announcement:1';
    for (const text of ['gangguan', 'pembaruan', 'pulih']) {
      await tell(text, { thread });
      await idle();
    }
    const first = andi?.got()[0]?.id;
    expect(andi?.got().map(({ text, replyTo }) => [text, replyTo])).toEqual([
      ['gangguan', undefined],
      ['pembaruan', first],
      ['pulih', first],
    ]);
    const [budi] = await people(1);
    await tell('koreksi', { thread, edits: true });
    await idle();
    expect(andi?.texts()).toEqual(['gangguan', 'pembaruan', 'koreksi']);
    expect(andi?.got()[2]).toMatchObject({ edited: true });
    expect(budi?.texts()).toEqual(['koreksi']);
  });

  it('sends a correction anew where the message is not there any more', async () => {
    const { tell, idle, people } = await setStage();
    const [andi] = await people(1);
    await tell('gangguan', { thread: 'a' });
    await idle();
    stage.telegram.faults.next('editMessageText', refusal(400, 'Bad Request: message to edit not found'));
    const id = await tell('koreksi', { thread: 'a', edits: true });
    await idle();
    expect(andi?.texts()).toEqual(['gangguan', 'koreksi']);
    expect(await stage.states(id)).toEqual(['sent']);
  });

  it('unsubscribes who cannot be reached any more, with the reason, and follows a group that moved', async () => {
    const { tell, idle, people, telegram } = await setStage();
    const [andi, budi, cici] = await people(3);
    telegram.people.block(andi?.id ?? 0);
    telegram.controls.deactivate(budi?.id ?? 0);
    const group = telegram.people.addGroup('Penyedia', [cici?.id ?? 0]);
    await subscribe(db, { channel: 'telegram', chat: `${group}`, kind: 'group' }, ['gangguan']);
    const moved = telegram.controls.migrateGroup(group);
    const id = await tell('gangguan');
    await idle();
    expect(await stage.states(id)).toEqual(['gone', 'gone', 'sent', 'sent']);
    expect(telegram.calls.filter(({ chat, ok }) => chat === moved && ok)).toHaveLength(1);
    expect(await findSubscription(db, 'telegram', `${andi?.id}`)).toMatchObject({
      ended_at: expect.any(Date),
      ended_why: expect.stringContaining('blocked'),
    });
    expect(await findSubscription(db, 'telegram', `${budi?.id}`)).toMatchObject({
      ended_why: expect.stringContaining('deactivated'),
    });
    expect(await findSubscription(db, 'telegram', `${moved}`)).toMatchObject({ kind: 'group', ended_at: null });
    expect(await findSubscription(db, 'telegram', `${group}`)).toBeUndefined();
    // Of the next one they are no recipients.
    const next = await tell('pulih');
    await idle();
    expect(await stage.states(next)).toEqual(['sent', 'sent']);
  });

  it('does not repeat what may have been taken, but an edit, and tries again what was not', async () => {
    const { tell, idle, people, telegram } = await setStage();
    const [andi, budi] = await people(2);
    telegram.faults.match(({ chat }) => chat === andi?.id, { kind: 'drop-after' });
    const first = await tell('gangguan', { thread: 'a' });
    await idle();
    expect(await stage.states(first)).toEqual(['unsure', 'sent']);
    expect(andi?.texts()).toEqual(['gangguan']);
    telegram.faults.match(({ chat, method }) => chat === budi?.id && method === 'editMessageText', {
      kind: 'drop-before',
    });
    const second = await tell('koreksi', { thread: 'a', edits: true });
    await idle();
    expect(await stage.states(second)).toEqual(['sent', 'sent']);
    expect(budi?.texts()).toEqual(['koreksi']);
  }, 15_000);

  it('is refused for everybody when it is no single message, and nothing is sent', async () => {
    const { tell, idle, people, lines } = await setStage();
    await people(2);
    const long = { blocks: [{ kind: 'paragraph', spans: ['kata '.repeat(1_500)] }] };
    const [many, none] = [await tell('panjang', { reply: long }), await tell('kosong', { reply: { blocks: [] } })];
    await idle();
    for (const id of [many, none])
      expect(await stage.progress(id)).toMatchObject({ state: 'done', refused: 2, total: 2 });
    expect(sends()).toEqual([]);
    expect(lines.some(({ level, what }) => level === 'error' && what === 'refused')).toBe(true);
  });

  it('stops while an officer pauses it, goes on, and is called off', async () => {
    const { tell, idle, people, progress, wake } = await setStage({ rates: { ...TELEGRAM_RATES, perSecond: 100 } });
    await people(60);
    const id = await tell('gangguan');
    await expect.poll(async () => (await progress(id)).sent).toBeGreaterThan(5);
    expect(await setBroadcastState(db, id, 'paused')).toBe(true);
    await idle();
    const paused = await progress(id);
    expect(paused).toMatchObject({ state: 'paused', total: 60 });
    expect(paused.left).toBeGreaterThan(0);
    await pause(300);
    expect(sends()).toHaveLength(paused.sent);
    await setBroadcastState(db, id, 'sending');
    wake();
    await expect.poll(async () => (await progress(id)).sent).toBeGreaterThan(paused.sent + 3);
    await setBroadcastState(db, id, 'stopped');
    await idle();
    const over = await progress(id);
    expect(over).toMatchObject({ state: 'stopped', total: 60, left: 0, endedAt: expect.any(Date) });
    expect(over.sent + over.stopped).toBe(60);
    expect(sends()).toHaveLength(over.sent);
    expect(over.stopped).toBeGreaterThan(0);
  });

  it('gives way to a later one of its thread', async () => {
    const { tell, idle, people, progress } = await setStage({ rates: { ...TELEGRAM_RATES, perSecond: 100 } });
    const all = await people(50);
    const first = await tell('gangguan', { thread: 'a' });
    await expect.poll(async () => (await progress(first)).sent).toBeGreaterThan(5);
    const second = await tell('pulih', { thread: 'a' });
    await idle();
    const earlier = await progress(first);
    expect(earlier).toMatchObject({ state: 'done', left: 0 });
    expect(earlier.superseded).toBeGreaterThan(0);
    expect(await progress(second)).toMatchObject({ state: 'done', sent: 50 });
    for (const { texts } of all) expect(texts().at(-1)).toBe('pulih');
    expect(all.filter(({ texts }) => texts().length === 1)).toHaveLength(earlier.superseded);
  }, 15_000);

  it('goes first to who came late', async () => {
    const { tell, people, wake, idle, progress } = await setStage({ rates: { ...TELEGRAM_RATES, perSecond: 20 } });
    await people(100);
    const id = await tell('gangguan', { thread: 'a' });
    await expect.poll(() => sends().length).toBeGreaterThan(2);
    const [newcomer] = await people(1);
    const before = sends().length;
    expect(await sendLate(db, 'a', to(newcomer?.id ?? 0))).toBe(true);
    wake();
    await expect.poll(() => newcomer?.texts(), { timeout: 3_000 }).toEqual(['gangguan']);
    // Without going first it would have been the hundred and first.
    expect(sends().length - before).toBeLessThan(60);
    await setBroadcastState(db, id, 'stopped');
    await idle();
    expect(await progress(id)).toMatchObject({ total: 101 });
  });
});

describe('a pause that Telegram asks for', () => {
  it('is kept however long it is, told, and remembered by the next process; who is waited for is sent to', async () => {
    const { tell, people, progress, told, say, telegram, restart, idle } = await setStage();
    const [andi, ...others] = await people(5);
    telegram.faults.match(
      ({ chat }) => chat === andi?.id,
      refusal(429, 'Too Many Requests: retry after 900', { retry_after: 900 }),
    );
    const id = await tell('gangguan');
    await expect.poll(() => told.settled).toBe(1);
    await idle();
    const during = await progress(id);
    expect(during).toMatchObject({ state: 'sending', unsure: 0, refused: 0 });
    expect(during.left).toBeGreaterThan(0);
    expect(during.resumesAt?.getTime()).toBeGreaterThan(Date.now() + 890_000);
    await restart();
    await say(others[0]?.id ?? 0, 'jawaban');
    await expect.poll(() => others[0]?.texts()).toContain('jawaban');
    await say(others[1]?.id ?? 0, 'salah satu dari banyak', 2);
    await idle();
    await pause(300);
    expect(others[1]?.texts()).not.toContain('salah satu dari banyak');
    expect((await progress(id)).left).toBe(during.left);
    // As if it were over.
    await db.query('UPDATE broadcasts SET resumes_at = now(); UPDATE deliveries SET due_at = now()');
    await restart();
    await idle();
    expect(await progress(id)).toMatchObject({ state: 'done', sent: 5, resumesAt: null });
    for (const person of [andi, ...others])
      expect(person?.texts().filter((text) => text === 'gangguan')).toHaveLength(1);
  });

  it('is kept when it is short, and nothing is told', async () => {
    const { tell, people, progress, told, telegram, idle } = await setStage();
    await people(8);
    telegram.controls.holdMessages(1);
    const id = await tell('gangguan');
    await idle();
    expect(await progress(id)).toMatchObject({ state: 'done', sent: 8 });
    // Those that were on their way when the first was refused, and no more.
    expect(telegram.traffic().refused).toBeLessThanOrEqual(8);
    expect(told.settled).toBe(1);
  });
});

describe('the way out', () => {
  it('is shared with the answers to people, which go first; the limits of Telegram hold for both together', async () => {
    const { tell, people, say, telegram, progress, idle } = await setStage({ rates: TELEGRAM_RATES, server: {} });
    const all = await people(120);
    const id = await tell('gangguan');
    await expect.poll(() => sends().length, { timeout: 5_000 }).toBeGreaterThan(10);
    const waits: number[] = [];
    for (const { id: chat } of all.slice(-5)) {
      const asked = Date.now();
      await say(chat, 'jawaban');
      await expect.poll(() => sends().some((call) => call.chat === chat), { interval: 5 }).toBe(true);
      waits.push(Date.now() - asked);
    }
    expect(Math.max(...waits)).toBeLessThan(1_000);
    await idle();
    expect(await progress(id)).toMatchObject({ state: 'done', sent: 120 });
    await expect.poll(() => sends().length).toBe(125);
    expect(telegram.traffic()).toMatchObject({ refused: 0 });
    expect(busiestSecond(sends().map(({ at }) => at))).toBeLessThanOrEqual(30);
    for (const { id: chat } of all.slice(-5)) {
      const [one, other] = sends()
        .filter((call) => call.chat === chat)
        .map(({ at }) => at);
      expect((other ?? 0) - (one ?? 0)).toBeGreaterThan(950);
    }
  }, 20_000);

  it('is closed while another process sends', async () => {
    let leads = false;
    const { tell, people, idle, say, wake } = await setStage({ mayLeave: () => leads });
    const [andi, budi] = await people(2);
    await tell('gangguan');
    await say(andi?.id ?? 0, 'jawaban');
    await pause(700);
    expect(sends()).toEqual([]);
    leads = true;
    wake();
    await idle();
    expect(budi?.texts()).toEqual(['gangguan']);
    await expect.poll(() => andi?.texts().toSorted()).toEqual(['gangguan', 'jawaban']);
  });
});

describe('after a crash', () => {
  it('what was on its way is unsure and not repeated, the rest goes out', async () => {
    stage = await broadcastStage(db);
    const { people, tell, start, idle, lines } = stage;
    const all = await people(3);
    const id = await tell('gangguan');
    // As the crashed process left it.
    await db.query(
      "INSERT INTO deliveries (broadcast, channel, chat, kind, state) VALUES ($1, 'telegram', $2, 'private', 'sending')",
      [id, `${all[0]?.id}`],
    );
    await start();
    await idle();
    expect(all.map(({ texts }) => texts())).toEqual([[], ['gangguan'], ['gangguan']]);
    expect(await stage.progress(id)).toMatchObject({ state: 'done', unsure: 1, sent: 2 });
    expect(lines).toContainEqual({
      level: 'warn',
      what: 'unsure',
      facts: { deliveries: 1, why: 'stopped while sending' },
    });
  });

  it('what was sent is written down as soon as the database is back', async () => {
    let isAway = false;
    const failing: Database = {
      ...db,
      query: (sql, params) =>
        isAway ? Promise.reject(new DatabaseError('closed', 'tidak ada')) : db.query(sql, params),
    };
    stage = await broadcastStage(failing);
    await stage.start();
    const { people, tell, idle, telegram } = stage;
    const [andi] = await people(1);
    telegram.faults.next('sendMessage', { kind: 'delay', ms: 300 });
    const id = await tell('gangguan');
    await expect.poll(() => stage.states(id)).toEqual(['sending']);
    isAway = true;
    await expect.poll(() => andi?.texts()).toEqual(['gangguan']);
    await pause(500);
    isAway = false;
    await idle();
    expect(await stage.states(id)).toEqual(['sent']);
  });
});
