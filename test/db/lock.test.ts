import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/database.ts';
import { LockedError, takeLock } from '../../db/lock.ts';
import { type Child, startChild } from '../support/child.ts';
import { migratedFolder, temporaryFolder } from '../support/database.ts';

let folder: string;
let children: Child[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.end('SIGKILL')));
  children = [];
  await rm(folder, { recursive: true });
});

const start = (script: string) => {
  const child = startChild(script, folder);
  children.push(child);
  return child;
};
const path = () => join(folder, 'kunci.lock');
const holder = async () => JSON.parse(await readFile(path(), 'utf8'));
const writeHolder = (changes: object, name = 'kunci.lock') =>
  writeFile(
    join(folder, name),
    JSON.stringify({ id: 'old', pid: 1, host: hostname(), since: '2026-03-01T16:30:00Z', ...changes }),
  );
/** The pid of a process that lived and is gone. */
const deadPid = async () => {
  const child = start('take-lock.ts');
  await child.end('SIGKILL');
  return child.pid;
};

describe('takeLock', () => {
  it('holds the folder until released, and releases once', async () => {
    const lock = await takeLock(folder);
    expect(await holder()).toMatchObject({ pid: process.pid, host: hostname() });
    await expect(takeLock(folder)).rejects.toThrow(LockedError);
    lock.release();
    const next = await takeLock(folder);
    lock.release();
    expect((await holder()).pid).toBe(process.pid);
    next.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('says who holds it, since when in WITA, and what to do', async () => {
    await writeHolder({ pid: process.pid });
    await expect(takeLock(folder)).rejects.toThrow(
      `PID ${process.pid} di komputer ini, sejak 2 Maret 2026 pukul 00.30 WITA. Hentikan proses itu`,
    );
  });

  it('takes over the lock of a dead process', async () => {
    await writeHolder({ pid: await deadPid() });
    (await takeLock(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.runIf(existsSync('/proc/self/stat'))('takes over when another process has got the pid since', async () => {
    await writeHolder({ pid: process.ppid, started: '1' });
    (await takeLock(folder)).release();
  });

  it('does not take over from another computer, and tells which file to remove', async () => {
    await writeHolder({ pid: await deadPid(), host: 'server-lain' });
    await expect(takeLock(folder)).rejects.toThrow(new RegExp(`di komputer server-lain.*hapus berkas ${path()}`));
  });

  it.each(['', '{}'])('takes over a lock that holds %j', async (content) => {
    await writeFile(path(), content);
    (await takeLock(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.runIf(existsSync('/proc/self/stat'))('gives up, with the reason, where no folder can be made', async () => {
    await expect(takeLock('/proc/x')).rejects.toThrow('folder tidak dapat dibuat di sana');
  });

  it('makes the folder, and says when it is a file', async () => {
    (await takeLock(join(folder, 'a', 'b'))).release();
    await writeFile(join(folder, 'file'), '');
    await expect(takeLock(join(folder, 'file'))).rejects.toThrow('itu berkas, bukan folder');
  });

  it('gives up when the lock can be neither made nor read', { timeout: 20_000 }, async () => {
    await symlink(join(folder, 'nowhere', 'file'), path());
    await expect(takeLock(folder)).rejects.toThrow('tidak dapat dibuat maupun dibaca');
  });

  it('takes over although another died while taking over', async () => {
    const pid = await deadPid();
    await writeHolder({ pid });
    await writeHolder({ pid, id: 'next' }, 'kunci.lock.old');
    (await takeLock(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes to exactly one of many processes that find a dead lock at once', async () => {
    const pid = await deadPid();
    for (let round = 0; round < 3; round++) {
      await writeHolder({ pid });
      const rivals = Array.from({ length: 6 }, () => start('take-lock.ts'));
      await Promise.all(rivals.map((rival) => rival.line()));
      for (const rival of rivals) rival.process.stdin?.write('go\n');
      const outcomes = await Promise.all(rivals.map((rival) => rival.line()));
      expect(outcomes.sort()).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'taken']);
      await Promise.all(rivals.map((rival) => rival.end()));
      expect(await readdir(folder)).toEqual([]);
    }
  });
});

describe('a data folder', () => {
  it('is refused to a second process, and free when the first has ended', async () => {
    await migratedFolder(folder);
    const first = start('hold-database.ts');
    expect(await first.line()).toBe('open');
    const opening = openDatabase({ dataDir: folder });
    await expect(opening).rejects.toThrow(LockedError);
    await expect(opening).rejects.toMatchObject({ pid: first.pid });
    await first.end();
    expect(existsSync(path())).toBe(false);
    await (await openDatabase({ dataDir: folder })).close();
  });

  it('opens with all that was committed after its process was killed', async () => {
    await migratedFolder(folder);
    for (let killed = 1; killed <= 2; killed++) {
      const child = start('hold-database.ts');
      expect(await child.line()).toBe('open');
      await child.end('SIGKILL');
      expect(existsSync(path())).toBe(true);
      const db = await openDatabase({ dataDir: folder });
      expect(await db.query('SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: killed }]);
      await db.close();
      expect(existsSync(path())).toBe(false);
    }
  });

  it('opens although the process that first made it was killed halfway', { timeout: 90_000 }, async () => {
    const child = start('hold-database.ts');
    while (!existsSync(join(folder, 'pg.baru', 'PG_VERSION'))) await sleep(2);
    await child.end('SIGKILL');
    expect(existsSync(join(folder, 'pg'))).toBe(false);
    await (await openDatabase({ dataDir: folder })).close();
    expect(await readdir(folder)).toEqual(['pg']);
  });

  it('is told when it cannot be written, or is no database', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openDatabase({ dataDir: join(folder, 'file') })).rejects.toMatchObject({ reason: 'data-dir' });
    await mkdir(join(folder, 'pg'));
    await writeFile(join(folder, 'pg', 'PG_VERSION'), '9');
    await expect(openDatabase({ dataDir: folder })).rejects.toMatchObject({ reason: 'embedded-broken' });
    expect(existsSync(path())).toBe(false);
  });
});
