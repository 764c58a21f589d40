import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Helpdesk, openHelpdesk } from '../../bot/helpdesk.ts';
import { temporaryFolder } from './database.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.cache', 'test-helpdesk');

/** The helpdesk with the shipped sources, in a database of its own; `close` removes it. */
export async function testHelpdesk(): Promise<Helpdesk> {
  const dataDir = await preparedFolder();
  const helpdesk = await openHelpdesk({ databaseUrl: undefined, dataDir });
  return {
    ...helpdesk,
    async close() {
      await helpdesk.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/**
 * A new DATA_DIR that holds the shipped sources, learned: learning takes half a minute, so it is done once
 * for each state of the code and the sources, and copied.
 */
export async function preparedFolder(): Promise<string> {
  const made = join(CACHE, await stateOfSources());
  if (!existsSync(made)) {
    await mkdir(CACHE, { recursive: true });
    const making = join(CACHE, `making-${process.pid}`);
    const helpdesk = await openHelpdesk({ databaseUrl: undefined, dataDir: making });
    await helpdesk.close();
    // Two test files may prepare at once: the first to finish wins, the other throws its own away.
    await rename(making, made).catch(() => rm(making, { recursive: true }));
  }
  const folder = await temporaryFolder();
  await cp(made, folder, { recursive: true });
  return folder;
}

async function stateOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const part of ['knowledge', 'ingest', 'db']) {
    const entries = await readdir(join(ROOT, part), { recursive: true, withFileTypes: true });
    for (const entry of entries.sort((a, b) => join(a.parentPath, a.name).localeCompare(join(b.parentPath, b.name))))
      if (entry.isFile()) hash.update(entry.name).update(await readFile(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex').slice(0, 16);
}
