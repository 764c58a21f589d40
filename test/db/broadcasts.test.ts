import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addBroadcast,
  anyDueDelivery,
  collectPage,
  type DeliveryEnd,
  endFinished,
  forgetDeliveries,
  listDeliveries,
  listDueDeliveries,
  listUnfinished,
  markDeliveriesUnsure,
  markDelivering,
  type NewBroadcast,
  noteSilence,
  progressOf,
  saveDeliveries,
  sendLate,
  setBroadcastState,
  settlePage,
  silenceLeft,
} from '../../db/broadcasts.ts';
import type { Database } from '../../db/database.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => db.query('TRUNCATE broadcasts, deliveries, subscriptions RESTART IDENTITY CASCADE'));
afterAll(() => db.close());

const now = new Date();
const subscribe = (chat: string, topics = ['gangguan'], kind = 'private') =>
  db.query("INSERT INTO subscriptions (channel, chat, kind, topics) VALUES ('telegram', $1, $2, $3)", [
    chat,
    kind,
    topics,
  ]);
const add = async (subject: string, more: Partial<NewBroadcast> = {}) =>
  (await addBroadcast(db, { subject, reply: { blocks: [] }, topic: 'gangguan', ...more }, now)) as number;
async function collect(id: number): Promise<void> {
  while ((await listUnfinished(db)).find((one) => one.id === id)?.uncollected) await collectPage(db, id, 2);
}
const due = (more: Partial<Parameters<typeof listDueDeliveries>[1]> = {}) =>
  listDueDeliveries(db, { channel: 'telegram', most: 10, bulk: true, besides: [], ...more });
const chats = async (more: Parameters<typeof due>[0] = {}) => (await due(more)).map(({ chat }) => chat);
async function end(chat: string, state: DeliveryEnd['state'], more: Partial<DeliveryEnd> = {}): Promise<void> {
  const id = (await due()).find((one) => one.chat === chat)?.id ?? '';
  expect(await markDelivering(db, [id])).toHaveLength(1);
  await saveDeliveries(db, [{ id, state, ...more }]);
}
/** Each chat of a broadcast with its state. */
const listed = async (id: number) =>
  (await listDeliveries(db, id, { after: '0', most: 100 })).map(({ chat, state }) => `${chat} ${state}`);
const to = (chat: string) => ({ channel: 'telegram', chat, kind: 'private' as const });

describe('a broadcast', () => {
  it('goes to those who wanted its topic when it was added, a page after the other', async () => {
    await subscribe('a');
    await subscribe('b', ['pemeliharaan']);
    await subscribe('c', ['faq', 'gangguan'], 'group');
    await subscribe('d', []);
    await subscribe('e');
    await db.query("UPDATE subscriptions SET ended_at = now() WHERE chat = 'e'");
    const id = await add('x');
    await subscribe('f');
    expect(await progressOf(db, id)).toMatchObject({ state: 'sending', total: 2, left: 2, sent: 0, beganAt: null });
    await collect(id);
    expect(await due()).toMatchObject([
      { broadcast: id, channel: 'telegram', chat: 'a', kind: 'private', late: false },
      { chat: 'c', kind: 'group' },
    ]);
    expect(await progressOf(db, id)).toMatchObject({ total: 2, left: 2 });
    const all = await add('y', { topic: null });
    await collect(all);
    expect(await listed(all)).toEqual(['a due', 'b due', 'c due', 'f due']);
  });

  it('is sent once of each subject', async () => {
    expect(await add('x')).toBe(1);
    expect(await add('x')).toBeUndefined();
  });

  it('ends when nothing is left, also when there was nobody', async () => {
    const nobody = await add('none');
    await collect(nobody);
    expect(await endFinished(db)).toBe(1);
    expect(await progressOf(db, nobody)).toMatchObject({ state: 'done', total: 0, endedAt: expect.any(Date) });

    await subscribe('a');
    await subscribe('b');
    const id = await add('x');
    expect(await endFinished(db)).toBe(0);
    await collect(id);
    await end('a', 'sent', { ref: '7' });
    const [last] = await due();
    await markDelivering(db, [last?.id ?? '']);
    // One is still on its way.
    expect(await endFinished(db)).toBe(0);
    await saveDeliveries(db, [{ id: last?.id ?? '', state: 'gone', why: '403' }]);
    expect(await endFinished(db)).toBe(1);
    expect(await endFinished(db)).toBe(0);
    expect(await progressOf(db, id)).toMatchObject({ state: 'done', total: 2, sent: 1, gone: 1, left: 0 });
    expect((await progressOf(db, id))?.beganAt).toBeInstanceOf(Date);
  });

  it('lets each message leave once, and takes one word about it', async () => {
    await subscribe('a');
    await collect(await add('x'));
    const [one] = await due();
    const id = one?.id ?? '';
    expect(await markDelivering(db, [id, '99'])).toMatchObject([{ id, attempts: 1, first: null, last: null }]);
    expect(await markDelivering(db, [id])).toEqual([]);
    await saveDeliveries(db, [{ id, state: 'sent', ref: '7' }]);
    await saveDeliveries(db, [{ id, state: 'due', after: 0 }]);
    expect(await listed(1)).toEqual(['a sent']);
  });

  it('tries again what was not taken, later', async () => {
    await subscribe('a');
    await subscribe('b');
    await collect(await add('x'));
    await end('a', 'due', { after: 60, why: '429' });
    await end('b', 'due', { after: 0 });
    expect(await chats()).toEqual(['b']);
    expect(await anyDueDelivery(db, 'telegram', true)).toBe(true);
    expect(await anyDueDelivery(db, 'telegram', false)).toBe(false);
    expect(await anyDueDelivery(db, 'slack', true)).toBe(false);
  });

  it('never repeats what was on its way when its sender ended', async () => {
    for (const chat of ['a', 'b', 'c']) await subscribe(chat);
    const id = await add('x');
    await collect(id);
    const ids = (await due()).map((one) => one.id);
    await markDelivering(db, ids.slice(0, 2));
    // Nobody has taken too long yet, and one of them is on our own way.
    expect(await markDeliveriesUnsure(db, [])).toBe(0);
    await db.query("UPDATE deliveries SET leased_until = now() - interval '1 second' WHERE state = 'sending'");
    expect(await markDeliveriesUnsure(db, ids.slice(0, 1))).toBe(1);
    expect(await listed(id)).toEqual(['a sending', 'b unsure', 'c due']);
    expect(await markDeliveriesUnsure(db)).toBe(1);
    await saveDeliveries(db, [{ id: ids[0] ?? '', state: 'due', after: 0 }]);
    expect(await listed(id)).toEqual(['a unsure', 'b unsure', 'c due']);
  });

  it('shares the way equally with others, and gives none of the chats that are busy', async () => {
    for (const chat of ['a', 'b', 'c']) await subscribe(chat);
    await collect(await add('x'));
    await subscribe('d');
    await collect(await add('y'));
    expect((await due({ most: 4 })).map(({ broadcast, chat }) => `${broadcast}${chat}`)).toEqual([
      '1a',
      '2a',
      '1b',
      '2b',
    ]);
    expect(await chats({ besides: ['a', 'b'] })).toEqual(['c', 'c', 'd']);
    expect(await chats({ channel: 'slack' })).toEqual([]);
  });

  it('pauses, goes on and stops; what is left of a stopped one is told apart', async () => {
    for (const chat of ['a', 'b', 'c', 'd']) await subscribe(chat);
    const id = await add('x');
    await collectPage(db, id, 3);
    await end('a', 'sent', { ref: '1' });
    const [next] = await due();
    expect([await setBroadcastState(db, id, 'sending'), await setBroadcastState(db, id, 'paused')]).toEqual([
      false,
      true,
    ]);
    expect(await due()).toEqual([]);
    expect(await markDelivering(db, [next?.id ?? ''])).toEqual([]);
    expect(await progressOf(db, id)).toMatchObject({ state: 'paused', left: 3 });
    expect(await setBroadcastState(db, id, 'sending')).toBe(true);
    expect(await chats()).toEqual(['b', 'c']);
    expect(await setBroadcastState(db, id, 'stopped')).toBe(true);
    expect(await due()).toEqual([]);
    expect(await progressOf(db, id)).toMatchObject({ state: 'stopped', total: 4, sent: 1, stopped: 3, left: 0 });
    // Nobody has written it down for each of them yet.
    expect(await endFinished(db)).toBe(0);
    await collect(id);
    expect([await settlePage(db, id, 1), await settlePage(db, id, 5)]).toEqual([1, 1]);
    expect(await endFinished(db)).toBe(1);
    expect(await listed(id)).toEqual(['a sent', 'b stopped', 'c stopped', 'd stopped']);
    expect(await progressOf(db, id)).toMatchObject({ state: 'stopped', total: 4, stopped: 3 });
    for (const state of ['paused', 'sending', 'stopped'] as const)
      expect(await setBroadcastState(db, id, state)).toBe(false);
  });

  it('keeps in mind how long the service wants silence', async () => {
    await subscribe('a');
    const id = await add('x');
    expect(await silenceLeft(db)).toBe(0);
    await noteSilence(db, 600);
    await noteSilence(db, 60);
    expect(await silenceLeft(db)).toBeGreaterThan(590);
    expect((await progressOf(db, id))?.resumesAt?.getTime()).toBeGreaterThan(Date.now() + 590_000);
    await setBroadcastState(db, id, 'stopped');
    await collect(id);
    await endFinished(db);
    expect((await progressOf(db, id))?.resumesAt).toBeNull();
    expect(await silenceLeft(db)).toBe(0);
  });

  it('is forgotten when it ended long ago, and only then', async () => {
    await subscribe('a');
    const id = await add('x');
    await collect(id);
    await end('a', 'sent');
    await forgetDeliveries(db, new Date(Date.now() + 60_000));
    expect(await listed(id)).toEqual(['a sent']);
    await endFinished(db);
    await forgetDeliveries(db, new Date(Date.now() - 60_000));
    expect(await listed(id)).toEqual(['a sent']);
    await forgetDeliveries(db, new Date(Date.now() + 60_000));
    expect(await listed(id)).toEqual([]);
  });

  it('is listed in pages', async () => {
    for (const chat of ['a', 'b', 'c']) await subscribe(chat);
    const id = await add('x');
    await collect(id);
    const first = await listDeliveries(db, id, { after: '0', most: 2 });
    expect(first.map(({ chat }) => chat)).toEqual(['a', 'b']);
    expect(await listDeliveries(db, id, { after: first[1]?.id ?? '', most: 2 })).toEqual([
      { id: expect.any(String), kind: 'private', chat: 'c', state: 'due', why: null, ended_at: null },
    ]);
  });
});

describe('broadcasts of one thread', () => {
  const thread = 'announcement:1';

  it('take the place of what is left of the earlier ones, also of a paused one and of what was not collected', async () => {
    for (const chat of ['a', 'b', 'c']) await subscribe(chat);
    const first = await add('x', { thread });
    await collectPage(db, first, 2);
    await end('a', 'sent', { ref: '1' });
    await setBroadcastState(db, first, 'paused');
    const other = await add('other');
    const second = await add('y', { thread });
    expect(await progressOf(db, first)).toMatchObject({ total: 3, sent: 1, superseded: 2, left: 0 });
    expect(await setBroadcastState(db, first, 'stopped')).toBe(false);
    expect(await listUnfinished(db)).toEqual([
      { id: first, uncollected: true, over: true },
      { id: other, uncollected: true, over: false },
      { id: second, uncollected: true, over: false },
    ]);
    expect(await due()).toEqual([]);
    await collect(first);
    await settlePage(db, first, 100);
    expect(await endFinished(db)).toBe(1);
    expect(await listed(first)).toEqual(['a sent', 'b superseded', 'c superseded']);
    expect(await progressOf(db, first)).toMatchObject({ state: 'done', superseded: 2, left: 0 });
  });

  it('know the first and the last message in each chat', async () => {
    await subscribe('a');
    await subscribe('b');
    await collect(await add('x', { thread }));
    await end('a', 'sent', { ref: '10' });
    await end('b', 'unsure');
    await collect(await add('strange', { thread: 'announcement:2' }));
    await end('a', 'sent', { ref: '11' });
    await end('b', 'sent', { ref: '21' });
    await collect(await add('y', { thread }));
    await end('a', 'sent', { ref: '12' });
    await end('b', 'sent', { ref: '22' });
    await collect(await add('z', { thread }));
    const marked = await markDelivering(
      db,
      (await due()).map(({ id }) => id),
    );
    expect(marked.map(({ first, last }) => [first, last]).sort()).toEqual([
      ['10', '12'],
      ['22', '22'],
    ]);
  });

  it('reach who subscribes later once, and first', async () => {
    await subscribe('a');
    const first = await add('x', { thread });
    await collect(first);
    expect(await sendLate(db, 'announcement:9', to('z'))).toBe(false);
    expect(await sendLate(db, thread, to('z'))).toBe(true);
    expect(await sendLate(db, thread, to('z'))).toBe(false);
    expect(await sendLate(db, thread, to('a'))).toBe(false);
    expect(await chats()).toEqual(['z', 'a']);
    expect(await chats({ bulk: false })).toEqual(['z']);
    await end('z', 'sent', { ref: '1' });
    await end('a', 'sent', { ref: '2' });
    await endFinished(db);
    // Also when everybody else has it.
    expect(await sendLate(db, thread, to('y'))).toBe(true);
    expect(await chats()).toEqual(['y']);
    await end('y', 'unsure');
    expect(await sendLate(db, thread, to('y'))).toBe(false);
    expect(await progressOf(db, first)).toMatchObject({ state: 'done', total: 3, sent: 2, unsure: 1 });
  });

  it('come late to nobody who is about to get one anyway, and again to who was gone', async () => {
    await subscribe('a');
    await subscribe('b');
    const first = await add('x', { thread });
    expect(await sendLate(db, thread, to('a'))).toBe(false);
    await collect(first);
    await end('a', 'gone', { why: 'blocked' });
    expect(await sendLate(db, thread, to('a'))).toBe(true);
    expect(await listed(first)).toEqual(['a due', 'b due']);
    const second = await add('y', { thread });
    // They are recipients of the second like all others.
    expect(await listed(first)).toEqual(['a superseded', 'b due']);
    await collect(second);
    expect(await chats()).toEqual(['a', 'b']);
  });

  it('come late to who had an earlier one and missed the last', async () => {
    await subscribe('a');
    await subscribe('b');
    await collect(await add('x', { thread }));
    await end('a', 'sent', { ref: '1' });
    await end('b', 'sent', { ref: '2' });
    await endFinished(db);
    await db.query("UPDATE subscriptions SET ended_at = now() WHERE chat = 'a'");
    const second = await add('y', { thread });
    await collect(second);
    expect(await listed(second)).toEqual(['b due']);
    expect(await sendLate(db, thread, to('b'))).toBe(false);
    expect(await sendLate(db, thread, to('a'))).toBe(true);
    expect(await sendLate(db, thread, to('a'))).toBe(false);
    expect(await chats()).toEqual(['a', 'b']);
    // It answers what they have of the thread.
    const [late] = await due();
    expect(await markDelivering(db, [late?.id ?? ''])).toMatchObject([{ first: '1', last: '1' }]);
    await saveDeliveries(db, [{ id: late?.id ?? '', state: 'sent', ref: '3' }]);
    expect(await sendLate(db, thread, to('a'))).toBe(false);
    expect(await listed(1)).toEqual(['a sent', 'b sent']);
  });

  it('do not come late while an earlier one is on its way to that chat', async () => {
    await subscribe('a');
    await collect(await add('x', { thread }));
    const [leaving] = await due();
    expect(await markDelivering(db, [leaving?.id ?? ''])).toHaveLength(1);
    await db.query("UPDATE subscriptions SET ended_at = now() WHERE chat = 'a'");
    await collect(await add('y', { thread }));
    expect(await sendLate(db, thread, to('a'))).toBe(false);
  });

  it('give who comes late what is in force when the last one was stopped', async () => {
    await subscribe('a');
    await collect(await add('x', { thread }));
    await end('a', 'sent', { ref: '1' });
    await endFinished(db);
    const second = await add('y', { thread });
    await setBroadcastState(db, second, 'stopped');
    expect(await sendLate(db, thread, to('z'))).toBe(true);
    expect(await due()).toMatchObject([{ broadcast: 1, chat: 'z', late: true }]);
    await end('z', 'sent', { ref: '2' });
    await setBroadcastState(db, 1, 'stopped');
    expect(await listed(1)).toEqual(['a sent', 'z sent']);
  });

  it('follow a chat that moved, and do not reach it twice', async () => {
    await subscribe('-1', ['gangguan'], 'group');
    await subscribe('-2', ['gangguan'], 'group');
    await subscribe('-100', ['gangguan'], 'group');
    const id = await add('x');
    await collect(id);
    await end('-1', 'due', { movedTo: '-100', after: 0 });
    await end('-2', 'due', { movedTo: '-200', after: 0 });
    expect(await listed(id)).toEqual(['-1 superseded', '-200 due', '-100 due']);
  });
});
