import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { endIncoming, forgetIncoming, listWaiting, storeIncoming } from '../../db/inbox.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => db.query('DELETE FROM inbox'));
afterAll(() => db.close());

const row = (key: string, position: number) => ({ key, lane: 'telegram:1', position, incoming: { words: key } });
const keys = async () => (await db.query<{ key: string }>('SELECT key FROM inbox ORDER BY id')).map(({ key }) => key);

describe('the inbox', () => {
  it('stores a key once, in one delivery or in several', async () => {
    const [first, again, other] = await storeIncoming(db, [row('a', 1), row('a', 1), row('b', 2)]);
    expect([first, again, other]).toEqual([expect.any(String), undefined, expect.any(String)]);
    expect(await storeIncoming(db, [row('b', 2), row('c', 3)])).toEqual([undefined, expect.any(String)]);
    expect(await keys()).toEqual(['a', 'b', 'c']);
  });

  it('stores all or none', async () => {
    await expect(storeIncoming(db, [row('a', 1), { ...row('b', 2), incoming: { words: '\0' } }])).rejects.toThrow();
    expect(await keys()).toEqual([]);
  });

  it('gives what waits in the order in which it was done, with numbers beyond 32 bits', async () => {
    await storeIncoming(db, [row('later', 1_795_406_560_053_100), row('sooner', 1_795_406_560_053_099)]);
    const waiting = await listWaiting(db);
    expect(waiting.map(({ incoming, position }) => [incoming, position])).toEqual([
      [{ words: 'sooner' }, 1_795_406_560_053_099],
      [{ words: 'later' }, 1_795_406_560_053_100],
    ]);
  });

  it('ends a row once, empties it, and knows its key still', async () => {
    const [id = ''] = await storeIncoming(db, [row('a', 1)]);
    expect(await endIncoming(db, [id], 'failed', '1a2b3c4d')).toEqual(new Set([id]));
    expect(await endIncoming(db, [id], 'done')).toEqual(new Set());
    expect(await db.query('SELECT state, reference, incoming FROM inbox')).toEqual([
      { state: 'failed', reference: '1a2b3c4d', incoming: null },
    ]);
    expect(await listWaiting(db)).toEqual([]);
    expect(await storeIncoming(db, [row('a', 1)])).toEqual([undefined]);
  });

  it('forgets what ended long ago, never what waits', async () => {
    const [id = ''] = await storeIncoming(db, [row('ended', 1), row('waits', 2)]);
    await endIncoming(db, [id], 'done');
    await forgetIncoming(db, new Date(Date.now() - 60_000));
    expect(await keys()).toEqual(['ended', 'waits']);
    await forgetIncoming(db, new Date(Date.now() + 60_000));
    expect(await keys()).toEqual(['waits']);
  });
});
