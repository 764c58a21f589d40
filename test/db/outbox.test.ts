import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import {
  addLetters,
  anyDue,
  decideUncertain,
  forgetLetters,
  type Letter,
  type LetterEnd,
  listDue,
  listUncertain,
  markSending,
  markUnsure,
  saveEnds,
  sentRef,
} from '../../db/outbox.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => db.query('TRUNCATE outbox RESTART IDENTITY'));
afterAll(() => db.close());

const letter = (chat: string, more: Partial<Letter> = {}): Letter => ({
  lane: 0,
  channel: 'telegram',
  chat,
  place: { channel: 'telegram', chat, audience: 'private' },
  reply: { blocks: [] },
  ...more,
});
const letters = (more: Partial<Parameters<typeof listDue>[1]> = {}) =>
  listDue(db, { channel: 'telegram', most: 10, lastLane: 2, besides: [], ...more });
const due = async (more: Parameters<typeof letters>[0] = {}) => (await letters(more)).map(({ id }) => id);
const states = async () =>
  (await db.query<{ state: string }>('SELECT state FROM outbox ORDER BY id')).map(({ state }) => state);
async function end(id: string, state: LetterEnd['state'], more: Partial<LetterEnd> = {}): Promise<void> {
  await markSending(db, [id]);
  await saveEnds(db, [{ id, state, part: 0, refs: [], ...more }]);
}

describe('the outbox', () => {
  it('gives the lower lane first, then the older, and of each chat only its first', async () => {
    await addLetters(db, [letter('a', { lane: 2 }), letter('b', { lane: 1 }), letter('c'), letter('c'), letter('a')]);
    expect(await due()).toEqual(['3', '5', '2']);
    expect(await due({ most: 2 })).toEqual(['3', '5']);
    expect(await due({ lastLane: 0 })).toEqual(['3', '5']);
    expect(await due({ besides: ['c'] })).toEqual(['5', '2']);
    expect(await due({ channel: 'slack' })).toEqual([]);
    expect(await due()).toEqual(['3', '5', '2']);
  });

  it('lets one that has to wait hold back the later ones of its chat, and of no other', async () => {
    await addLetters(db, [letter('a'), letter('a'), letter('b')]);
    await end('1', 'due', { after: 30 });
    expect(await due()).toEqual(['3']);
    for (const id of ['3', '2']) await end(id, 'sent');
    expect([await anyDue(db, 'telegram'), await anyDue(db, 'slack')]).toEqual([true, false]);
    await end('1', 'sent');
    expect([await anyDue(db, 'telegram'), await anyDue(db, 'slack')]).toEqual([false, false]);
  });

  it('lets a letter leave once', async () => {
    await addLetters(db, [letter('a')]);
    expect(await markSending(db, ['1', '99'])).toEqual(new Set(['1']));
    expect(await markSending(db, ['1'])).toEqual(new Set());
    await saveEnds(db, [{ id: '1', state: 'sent', part: 1, refs: ['77'] }]);
    // Who comes late with another end changes nothing.
    await saveEnds(db, [{ id: '1', state: 'due', part: 0, refs: [], after: 0 }]);
    expect(await states()).toEqual(['sent']);
  });

  it('never sends by itself what a crash left on its way; a person decides, once', async () => {
    await addLetters(db, [letter('a'), letter('b'), letter('c')]);
    await markSending(db, ['1', '2']);
    expect(await markUnsure(db)).toBe(2);
    expect(await states()).toEqual(['unsure', 'unsure', 'due']);
    expect(await due()).toEqual(['3']);
    expect((await listUncertain(db, 10)).map(({ id }) => id)).toEqual([2, 1]);
    expect([await decideUncertain(db, 1, true), await decideUncertain(db, 2, false)]).toEqual([true, true]);
    expect([await decideUncertain(db, 1, true), await decideUncertain(db, 2, true)]).toEqual([false, false]);
    expect(await states()).toEqual(['due', 'dismissed', 'due']);
  });

  it('keeps how far a letter of several messages got', async () => {
    await addLetters(db, [letter('a')]);
    await end('1', 'due', { part: 1, refs: ['77'], after: 0 });
    expect(await letters()).toMatchObject([{ id: '1', part: 1, refs: ['77'], attempts: 1 }]);
  });

  it('follows a chat that moved', async () => {
    await addLetters(db, [letter('-4')]);
    await end('1', 'due', { after: 0, movedTo: '-100' });
    expect(await letters()).toMatchObject([{ chat: '-100', place: { chat: '-100', audience: 'private' } }]);
  });

  it('lets a newer letter of a subject take the place of one that waits, and finds the message that was sent', async () => {
    await addLetters(db, [letter('a', { subject: 'ticket:1' }), letter('b', { subject: 'ticket:1' })]);
    await end('1', 'sent', { part: 1, refs: ['77', '78'] });
    await addLetters(db, [letter('a', { subject: 'ticket:1' }), letter('b', { subject: 'ticket:1' })]);
    expect(await states()).toEqual(['sent', 'superseded', 'due', 'due']);
    expect(await sentRef(db, 'telegram', 'a', 'ticket:1')).toBe('77');
    expect(await sentRef(db, 'telegram', 'b', 'ticket:1')).toBeUndefined();
    expect(await sentRef(db, 'telegram', 'a', 'ticket:2')).toBeUndefined();
  });

  it('forgets what arrived long ago, not what somebody has to see or may still edit', async () => {
    await addLetters(db, [letter('a'), letter('b'), letter('c', { subject: 'ticket:1' }), letter('d')]);
    await end('1', 'sent');
    await end('2', 'refused', { why: 'no' });
    await end('3', 'sent', { refs: ['77'] });
    await forgetLetters(db, new Date(Date.now() + 60_000), new Date(Date.now() - 60_000));
    expect(await states()).toEqual(['refused', 'sent', 'due']);
  });
});
