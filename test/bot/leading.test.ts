import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Log } from '../../bot/channel.ts';
import { createLeading, type Leading } from '../../bot/leading.ts';
import { DatabaseError } from '../../db/database.ts';
import { testDatabase } from '../support/database.ts';
import { type PretendedServer, pretendServer, type Seen } from '../support/pretended-server.ts';

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

type Process = Seen & { leading: Leading; begin: ReturnType<typeof vi.fn>; heard: ReturnType<typeof vi.fn> };

let server: PretendedServer;
let processes: Process[];
beforeEach(() => {
  server = pretendServer();
  processes = [];
});
afterEach(() => Promise.all(processes.map(({ leading }) => leading.stop())));

/** A process that has started. */
async function start(begin = vi.fn(async (_takesOver: boolean) => {})): Promise<Process> {
  const seen = server.seenBy();
  const heard = vi.fn();
  const leading = createLeading({ db: seen.db, log: SILENT, begin, heard });
  const process = Object.assign(seen, { leading, begin, heard });
  processes.push(process);
  await leading.start();
  return process;
}
const until = async (isTrue: () => boolean, within = 5_000) =>
  await expect.poll(isTrue, { timeout: within, interval: 5 }).toBe(true);

it('of the embedded database there is one process, and it leads', async () => {
  const db = await testDatabase('embedded');
  const begin = vi.fn(async () => {});
  const leading = createLeading({ db, log: SILENT, begin, heard: () => {} });
  expect(leading.mayLeave()).toBe(true);
  await leading.start();
  await leading.begun;
  expect(begin).toHaveBeenCalledExactlyOnceWith(false);
  expect([leading.leads(), leading.db, leading.name]).toEqual([true, db, undefined]);
  await leading.stop();
  await db.close();
});

describe('of several processes on a server', () => {
  it('one leads; another begins when that one stops, and says that it takes over', async () => {
    const [first, second] = [await start(), await start()];
    expect(first.begin).toHaveBeenCalledExactlyOnceWith(false);
    expect([first.leading.leads(), first.leading.mayLeave()]).toEqual([true, true]);
    await pause(700);
    expect([second.leading.leads(), second.leading.mayLeave()]).toEqual([false, false]);
    expect(second.begin).not.toHaveBeenCalled();
    await first.leading.stop();
    expect(first.leading.mayLeave()).toBe(false);
    await second.leading.begun;
    expect(second.begin).toHaveBeenCalledExactlyOnceWith(true);
    expect(first.leading.lost.aborted).toBe(false);
  });

  it('begins to send only when what the former leader sent last does not count any more', async () => {
    const [first, second] = [await start(), await start()];
    first.cut();
    first.away = true;
    await until(() => second.leading.leads());
    const since = Date.now();
    await second.leading.begun;
    expect(Date.now() - since).toBeGreaterThan(1_000);
  });

  it('the one that leads hears what others store, and does not hear itself', async () => {
    const [first, second] = [await start(), await start()];
    const tell = async (by: Process) => {
      const session = await by.db.shared?.connect();
      await session?.query("SELECT pg_notify('inbox', $1)", [by.leading.name]);
    };
    await tell(first);
    expect(first.heard).not.toHaveBeenCalled();
    await tell(second);
    expect(first.heard).toHaveBeenCalledOnce();
    expect(second.heard).not.toHaveBeenCalled();
  });

  it('a connection that breaks puts the lead in doubt at once; when nobody else led meanwhile it goes on', async () => {
    const first = await start();
    first.away = true;
    first.cut();
    expect([first.leading.mayLeave(), first.leading.leads()]).toEqual([false, true]);
    await expect(first.leading.db.query('SELECT 1')).rejects.toMatchObject({ reason: 'not-leading' });
    await pause(300);
    expect(first.leading.mayLeave()).toBe(false);
    first.away = false;
    await until(() => first.leading.mayLeave());
    expect(await first.leading.db.query('SELECT 1')).toEqual([]);
    expect(server.term()).toBe(1);
    expect(first.begin).toHaveBeenCalledOnce();
    // What others stored meanwhile was not heard of.
    expect(first.heard).toHaveBeenCalledOnce();
  });

  it('leaves the lead to whoever had it when the server was away from both', async () => {
    const [first, second] = [await start(), await start()];
    for (let time = 0; time < 3; time++) {
      // In this order the one that waits is connected again first.
      second.cut();
      first.cut();
      await until(() => first.leading.mayLeave());
    }
    expect([second.leading.leads(), server.term()]).toEqual([false, 1]);
  });

  it('has lost when another took over meanwhile, even if that one is gone again', async () => {
    const [first, second] = [await start(), await start()];
    first.away = true;
    first.cut();
    await second.leading.begun;
    await second.leading.stop();
    first.away = false;
    await until(() => first.leading.lost.aborted);
    expect(first.leading.lost.reason).toMatchObject({ name: 'DatabaseError', reason: 'taken-over' });
    expect(first.leading.mayLeave()).toBe(false);
    expect(server.term()).toBe(2);
  });

  it('is not certain any more when a sign of life is not answered for four seconds', async () => {
    const first = await start();
    await pause(1_200);
    first.silent = true;
    const since = Date.now();
    await until(() => !first.leading.mayLeave());
    expect(Date.now() - since).toBeLessThan(4_000);
    first.silent = false;
    await until(() => first.leading.mayLeave());
    expect(server.term()).toBe(1);
  });

  it('is not certain any more when the machine slept, whichever clock tells it', async () => {
    const first = await start();
    const clocks = [
      () => vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 5_000),
      () => vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_000),
    ];
    for (const sleep of clocks) {
      const slept = sleep();
      expect(first.leading.mayLeave()).toBe(false);
      slept.mockRestore();
      expect(first.leading.mayLeave()).toBe(true);
    }
  });

  it('waits for a database that is away just when it takes over', async () => {
    const down = new DatabaseError('unreachable', 'Basis data tidak dapat dihubungi.');
    const first = await start();
    const second = await start(vi.fn().mockRejectedValueOnce(down).mockResolvedValue(undefined));
    await first.leading.stop();
    await second.leading.begun;
    expect(second.begin).toHaveBeenCalledTimes(2);
  });

  it('has lost when it cannot begin the work', async () => {
    const fault = new Error('a fault');
    const first = await start();
    const second = await start(vi.fn().mockRejectedValue(fault));
    await first.leading.stop();
    await until(() => second.leading.lost.aborted);
    expect(second.leading.lost.reason).toBe(fault);
  });

  it('tells at the start that the work could not be begun', async () => {
    await expect(start(vi.fn().mockRejectedValue(new Error('a fault')))).rejects.toThrow('a fault');
  });

  it('told to end while it waits, does not begin when it could lead', async () => {
    const [first, second] = [await start(), await start()];
    await first.leading.stop();
    await until(() => second.leading.leads());
    await second.leading.retire();
    await second.leading.stop();
    expect(second.begin).not.toHaveBeenCalled();
  });
});
