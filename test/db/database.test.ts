import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/database.ts';
import { kinds, testDatabase } from '../support/database.ts';
import { type FakeServer, startFakePostgres } from '../support/fake-postgres.ts';

describe.each(kinds)('the %s database', (kind) => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase(kind);
    await db.query('CREATE TABLE counters (name text PRIMARY KEY, value integer NOT NULL)');
  });
  beforeEach(() => db.query('DELETE FROM counters'));
  afterAll(() => db.close());

  const add = (on: Database, name: string) => on.query('INSERT INTO counters VALUES ($1, 0)', [name]);
  const names = async () =>
    (await db.query<{ name: string }>('SELECT name FROM counters ORDER BY name')).map((row) => row.name);

  it('parses each type to its JavaScript value', async () => {
    const [row] = await db.query(
      `SELECT $1::int AS int, 12::bigint AS bigint, 1.50::numeric AS numeric, true AS bool, NULL AS nothing,
              '2026-01-02T03:04:05Z'::timestamptz AS moment, $2::jsonb AS json, ARRAY['a', 'b'] AS list,
              '\\x00ff'::bytea AS bytes, $3::text AS text`,
      [7, JSON.stringify([{ pasal: 3 }]), "kutip ' dan “é”"],
    );
    expect(row).toEqual({
      int: 7,
      bigint: '12',
      numeric: '1.50',
      bool: true,
      nothing: null,
      moment: new Date('2026-01-02T03:04:05Z'),
      json: [{ pasal: 3 }],
      list: ['a', 'b'],
      bytes: Buffer.from([0, 255]),
      text: "kutip ' dan “é”",
    });
  });

  it('measures the distance of vectors', async () => {
    expect(await db.query("SELECT '[1,2,3]'::vector <-> $1::vector AS distance", ['[1,2,4]'])).toEqual([
      { distance: 1 },
    ]);
  });

  it('gives the rows of the last of several statements', async () => {
    expect(await db.query("INSERT INTO counters VALUES ('a', 1); SELECT name FROM counters")).toEqual([{ name: 'a' }]);
  });

  it('rejects a bad statement with its SQLSTATE, and goes on', async () => {
    await expect(db.query('SELECT nothing_such')).rejects.toMatchObject({ code: '42703' });
    await expect(db.query('SELECT $1::int', ['x'])).rejects.toMatchObject({ code: '22P02' });
    await add(db, 'a');
    await expect(add(db, 'a')).rejects.toMatchObject({ code: '23505', table: 'counters' });
    expect(await names()).toEqual(['a']);
  });

  it('carries large values', async () => {
    const text = 'pengadaan '.repeat(200_000);
    expect(await db.query('SELECT $1::text AS text', [text])).toEqual([{ text }]);
  });

  it('commits a transaction and returns its result', async () => {
    const result = await db.transaction(async (tx) => {
      await add(tx, 'a');
      return 'done';
    });
    expect(result).toBe('done');
    expect(await names()).toEqual(['a']);
  });

  it('undoes a transaction that fails and rethrows its error', async () => {
    const failing = db.transaction(async (tx) => {
      await add(tx, 'a');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await names()).toEqual([]);
  });

  it('does not pretend that a transaction with a swallowed failure was committed', async () => {
    const swallowing = db.transaction(async (tx) => {
      await add(tx, 'a');
      await tx.query('SELECT nothing_such').catch(() => {});
    });
    await expect(swallowing).rejects.toThrow('rolled back');
    expect(await names()).toEqual([]);
  });

  it('undoes an inner transaction alone', async () => {
    await db.transaction(async (tx) => {
      await add(tx, 'a');
      await tx
        .transaction(async (inner) => {
          await add(inner, 'b');
          await inner.transaction((innermost) => add(innermost, 'c'));
          throw new Error('no');
        })
        .catch(() => {});
      await tx.transaction((inner) => add(inner, 'd'));
    });
    expect(await names()).toEqual(['a', 'd']);
  });

  it('runs transactions one after another', async () => {
    await add(db, 'a');
    const increment = () =>
      db.transaction(async (tx) => {
        const [row] = await tx.query<{ value: number }>('SELECT value FROM counters');
        await new Promise((later) => setTimeout(later, 2));
        await tx.query('UPDATE counters SET value = $1', [(row?.value ?? 0) + 1]);
      });
    await Promise.all(Array.from({ length: 20 }, increment));
    expect(await db.query('SELECT value FROM counters')).toEqual([{ value: 20 }]);
  });

  it('refuses the outer database inside a transaction, where it would wait for ever', async () => {
    await expect(db.transaction(() => db.query('SELECT 1'))).rejects.toThrow('Inside a transaction');
    await expect(db.transaction(() => db.transaction(async () => {}))).rejects.toThrow('Inside a transaction');
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses a transaction that has ended, and to be closed by one', async () => {
    const ended = await db.transaction(async (tx) => ({ tx }));
    await expect(ended.tx.query('SELECT 1')).rejects.toThrow('has ended');
    await expect(db.transaction((tx) => tx.close())).rejects.toThrow('cannot close');
  });

  it('finishes what runs before it closes, then refuses; closing twice is harmless', async () => {
    const other = await testDatabase(kind);
    const running = Promise.all([other.query('SELECT pg_sleep(0.05)'), other.query('SELECT 2 AS two')]);
    const closed = other.close();
    await expect(other.query('SELECT 1')).rejects.toMatchObject({ reason: 'closed' });
    expect((await running)[1]).toEqual([{ two: 2 }]);
    await closed;
  });
});

describe.runIf(kinds.includes('server'))('the server database', () => {
  it('goes on with a new connection when the server has ended one', async () => {
    const db = await testDatabase('server');
    const end = 'SELECT pg_terminate_backend(pg_backend_pid())';
    await expect(db.query(end)).rejects.toMatchObject({ code: '57P01' });
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await expect(db.transaction((tx) => tx.query(end))).rejects.toMatchObject({ code: '57P01' });
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await db.close();
  });
});

describe('the embedded database', () => {
  it('leaves the event loop free during a heavy query', async () => {
    const db = await testDatabase('embedded');
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await db.query('SELECT count(*) FROM generate_series(1, 1000000)');
    clearInterval(timer);
    await db.close();
    expect(ticks).toBeGreaterThan(0);
  });

  it('works in memory, and closes twice', async () => {
    const db = await openDatabase({ dataDir: ':memory:' });
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await db.close();
    await db.close();
    expect(db.lost.aborted).toBe(false);
  });

  it('rejects what waits when its thread dies, and can still be closed', async () => {
    const started = new Promise<import('node:worker_threads').Worker>((worker) => process.once('worker', worker));
    const db = await testDatabase('embedded');
    const running = expect(db.query('SELECT pg_sleep(60)')).rejects.toMatchObject({ reason: 'embedded-broken' });
    const waiting = expect(db.transaction((tx) => tx.query('SELECT $1::int', [1]))).rejects.toThrow(
      'berhenti mendadak',
    );
    await (await started).terminate();
    await running;
    await waiting;
    expect(db.lost).toMatchObject({ aborted: true, reason: { reason: 'embedded-broken' } });
    await expect(db.query('SELECT $1::int', [1])).rejects.toThrow('berhenti mendadak');
    await db.close();
  });
});

describe('a server that cannot be used', () => {
  const version = (number: string) => (sql: string) => (sql.includes('server_version') ? [{ version: number }] : []);

  it.each<[reason: string, server: FakeServer, sentence: RegExp]>([
    ['wrong-password', { refuse: '28P01' }, /menolak nama pengguna atau kata sandi/],
    ['wrong-password', { askPassword: true }, /menolak nama pengguna atau kata sandi/],
    ['no-database', { refuse: '3D000' }, /127\.0\.0\.1:\d+\/helpdesk tidak ada/],
    ['unreachable', { refuse: '57P03' }, /tidak dapat dihubungi \(57P03\)/],
    ['server-too-old', { answer: version('14') }, /versi 14 terlalu lama/],
    ['no-pgvector', { answer: version('16') }, /belum memiliki ekstensi pgvector.*postgresql-16-pgvector/],
  ])('is told as %s', async (reason, server, sentence) => {
    const { port, stop } = await startFakePostgres(server);
    const password = 'askPassword' in server ? '' : ':rahasia';
    const opening = openDatabase({ url: `postgres://bot${password}@127.0.0.1:${port}/helpdesk`, dataDir: '' });
    await expect(opening).rejects.toMatchObject({
      name: 'DatabaseError',
      reason,
      message: expect.stringMatching(sentence),
    });
    await expect(opening).rejects.not.toThrow('rahasia');
    stop();
  });

  it('is told as unreachable when nobody listens', async () => {
    const { port, stop } = await startFakePostgres({ refuse: '' });
    stop();
    const opening = openDatabase({ url: `postgres://bot:rahasia@127.0.0.1:${port}/helpdesk`, dataDir: '' });
    await expect(opening).rejects.toMatchObject({ reason: 'unreachable' });
    await expect(opening).rejects.toThrow(/^Server PostgreSQL 127\.0\.0\.1:\d+\/helpdesk .*\(ECONNREFUSED\)/);
  });
});
