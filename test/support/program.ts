import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './database.ts';
import { preparedFolder } from './helpdesk.ts';

const MAIN = new URL('../../bot/main.ts', import.meta.url);

/** `node bot/main.ts`, or another script, as a process of its own, in an empty folder. */
export type Program = {
  /** What it has written so far. */
  out: () => string;
  err: () => string;
  /** Resolves when it has written this to standard output; rejects when it ends before, or after `withinMs`. */
  says: (words: string, withinMs?: number) => Promise<void>;
  signal: (name: NodeJS.Signals) => void;
  /** How it ended: its exit code, null after SIGKILL. */
  ended: Promise<number | null>;
};

/** A folder with the data of a helpdesk that is ready; `remove` deletes it. */
export async function preparedData(): Promise<{ dataDir: string; remove: () => Promise<void> }> {
  const dataDir = await preparedFolder();
  return { dataDir, remove: () => rm(dataDir, { recursive: true }) };
}

/**
 * Starts the program with exactly this environment. Without DATA_DIR its data would lie in `data` of its own folder, which
 * is removed with all that is in it when the program ends.
 */
export async function startProgram(env: Record<string, string>, script = MAIN): Promise<Program> {
  const folder = await temporaryFolder();
  const child = spawn(process.execPath, [fileURLToPath(script)], {
    cwd: folder,
    env: { PATH: process.env.PATH, TZ: 'UTC', DATA_DIR: join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes) => (out += bytes));
  child.stderr.on('data', (bytes) => (err += bytes));
  // A test that was given up must not leave it behind.
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  const ended = once(child, 'close').then(async ([code]) => {
    process.off('exit', end);
    await rm(folder, { recursive: true });
    return code as number | null;
  });
  return {
    out: () => out,
    err: () => err,
    async says(words, withinMs = 60_000) {
      const spoken = new Promise<void>((resolve) => {
        const look = () => out.includes(words) && resolve();
        child.stdout.on('data', look);
        look();
      });
      const late = new Promise<'late'>((resolve) => setTimeout(resolve, withinMs, 'late').unref());
      const end = await Promise.race([spoken, ended.then((code) => `ended with ${code}`), late]);
      if (end !== undefined) throw new Error(`${end}, and never said "${words}":\n${out}${err}`);
    },
    signal: (name) => void child.kill(name),
    ended,
  };
}

/** A port of this machine that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
