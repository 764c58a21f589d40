import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, isDatabaseDown, openDatabase } from '../../db/database.ts';
import { listenForIncoming, storeIncoming } from '../../db/inbox.ts';
import { claimLead, lastTerm, prepareToLead, SILENCE_MS } from '../../db/leader.ts';
import { preparing } from '../../db/preparing.ts';
import type { Session } from '../../db/session.ts';
import { kinds, testDatabase } from '../support/database.ts';

it('the embedded database is not shared', async () => {
  const db = await testDatabase('embedded');
  expect(db.shared).toBeUndefined();
  expect(await preparing(db, async () => 'done')).toBe('done');
  await db.close();
});

describe.runIf(kinds.includes('server'))('on a server', () => {
  let db: Database;
  let shared: NonNullable<Database['shared']>;
  let sessions: Session[];
  beforeAll(async () => {
    db = await testDatabase('server');
    shared = db.shared as NonNullable<Database['shared']>;
  });
  afterAll(() => db.close());
  beforeEach(() => {
    sessions = [];
  });
  afterEach(() => Promise.all(sessions.map((session) => session.close())));

  const connect = async (answerWithinMs?: number) => {
    const session = await shared.connect(answerWithinMs);
    sessions.push(session);
    return session;
  };
  const pidOf = async (session: Session) =>
    (await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'))[0]?.pid;
  const until = async (isTrue: () => boolean | Promise<boolean>, within = 5_000) =>
    await expect.poll(isTrue, { timeout: within, interval: 20 }).toBe(true);

  it('gives the lead to one session, and to another when that one ends', async () => {
    const [first, second] = [await connect(), await connect()];
    const { term } = (await claimLead(first, 'a', undefined)) as { term: number };
    expect(await claimLead(second, 'b', undefined)).toEqual({ kind: 'waits' });
    expect(await lastTerm(second)).toBe(term);
    await first.close();
    await until(async () => (await claimLead(second, 'b', undefined)).kind === 'leads');
    expect(await db.query('SELECT term, process FROM leader')).toEqual([{ term: term + 1, process: 'b' }]);
  });

  it('goes on with the term of a lead whose connection broke, and tells when another led since', async () => {
    const first = await connect();
    const { term } = (await claimLead(first, 'a', undefined)) as { term: number };
    await first.close();
    const again = await connect();
    await until(async () => (await claimLead(again, 'a', term)).kind !== 'waits');
    expect(await lastTerm(again)).toBe(term);
    await again.close();
    const other = await connect();
    await until(async () => (await claimLead(other, 'b', undefined)).kind === 'leads');
    const third = await connect();
    expect(await claimLead(third, 'a', term)).toEqual({ kind: 'over' });
    await other.close();
    // Nobody leads now, and still another has led since.
    expect(await claimLead(third, 'a', term)).toEqual({ kind: 'over' });
  });

  it('frees the lead of whoever gives no sign of life, and not of whoever does', async () => {
    const [alive, hung] = [await connect(), await connect()];
    for (const session of [alive, hung]) await prepareToLead(session);
    await claimLead(hung, 'hung', undefined);
    const since = Date.now();
    await until(async () => {
      await pause(200);
      return (await claimLead(alive, 'alive', undefined)).kind === 'leads';
    }, SILENCE_MS + 3_000);
    expect(Date.now() - since).toBeGreaterThan(SILENCE_MS - 500);
    expect([hung.ended.aborted, alive.ended.aborted]).toEqual([true, false]);
  });

  it('tells of a session that the server ends, and of a statement that is not answered in time', async () => {
    const session = await connect();
    await db.query('SELECT pg_terminate_backend($1)', [await pidOf(session)]);
    await until(() => session.ended.aborted);
    const patient = await connect(300);
    await expect(patient.query('SELECT pg_sleep(5)')).rejects.toThrow('timeout');
    const since = Date.now();
    await patient.close();
    expect(Date.now() - since).toBeLessThan(1_000);
  });

  it('tells those who listen who stored something, as soon as it is stored', async () => {
    const session = await connect();
    const heard: string[] = [];
    await listenForIncoming(session, (teller) => heard.push(teller));
    const row = { key: 'k1', lane: 'a', position: 1, incoming: {} };
    await storeIncoming(db, [row], 'b');
    await until(() => heard.length > 0);
    await storeIncoming(db, [row], 'b');
    await storeIncoming(db, [{ ...row, key: 'k2' }]);
    await storeIncoming(db, [{ ...row, key: 'k3' }], 'c');
    await until(() => heard.length > 1);
    expect(heard).toEqual(['b', 'c']);
  });

  it('refuses what waited for the connection, when the work is not right any more', async () => {
    let isRight = true;
    const guarded = shared.while(() => isRight);
    expect(await guarded.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const before = db.query('SELECT pg_sleep(0.1)');
    const waiting = expect(guarded.query('SELECT 1')).rejects.toMatchObject({ reason: 'not-leading' });
    const transaction = expect(guarded.transaction(async () => {})).rejects.toMatchObject({ reason: 'not-leading' });
    isRight = false;
    await Promise.all([before, waiting, transaction]);
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('ends what the former leader has under way, and nothing else', async () => {
    await storeIncoming(db, [{ key: 'locked', lane: 'a', position: 1, incoming: {} }]);
    const session = await connect();
    await until(async () => (await claimLead(session, shared.name, undefined)).kind === 'leads');
    await session.close();
    const [row] = await db.query<{ name: string }>('SELECT current_database() AS name');
    const url = new URL(process.env.DATABASE_URL ?? '');
    url.pathname = row?.name ?? '';
    const [other, third] = [
      await openDatabase({ url: url.href, dataDir: '' }),
      await openDatabase({ url: url.href, dataDir: '' }),
    ];
    const hanging = db.transaction(async (tx) => {
      await tx.query("UPDATE inbox SET lane = 'b' WHERE key = 'locked'");
      const successor = (await other.shared?.connect()) as Session;
      sessions.push(successor);
      await until(async () => (await claimLead(successor, other.shared?.name ?? '', undefined)).kind === 'leads');
      await other.query("UPDATE inbox SET lane = 'c' WHERE key = 'locked'");
      await third.query('SELECT 1');
      await tx.query('SELECT 1');
    });
    await third.query('SELECT 1');
    await expect(hanging).rejects.toSatisfy(isDatabaseDown);
    expect(await db.query("SELECT lane FROM inbox WHERE key = 'locked'")).toEqual([{ lane: 'c' }]);
    await other.close();
    await third.close();
  });

  it('lets one process prepare at a time', async () => {
    const order: string[] = [];
    const prepare = (name: string) =>
      preparing(db, async () => {
        order.push(`${name} begins`);
        await pause(50);
        order.push(`${name} ends`);
      });
    await Promise.all([prepare('a'), prepare('b')]);
    const [one, other] = order[0] === 'a begins' ? ['a', 'b'] : ['b', 'a'];
    expect(order).toEqual([`${one} begins`, `${one} ends`, `${other} begins`, `${other} ends`]);
  });
});
