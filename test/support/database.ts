import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';

/** The two databases there are: the embedded one, and the server at DATABASE_URL. */
export type Kind = 'embedded' | 'server';

/** The kinds that can be tried on this machine. */
export const kinds: readonly Kind[] = process.env.DATABASE_URL ? ['embedded', 'server'] : ['embedded'];

/**
 * A migrated, empty database of its own; `close` removes it. One per test file is enough: opening takes half a second.
 * Without `kind` it is the server if there is one.
 */
export async function testDatabase(kind: Kind | undefined = kinds.at(-1)): Promise<Database> {
  if (kind === 'server') {
    const { db } = await emptyServerDatabase();
    await migrate(db);
    return db;
  }
  const dataDir = await temporaryFolder();
  await migratedFolder(dataDir);
  const db = await openDatabase({ dataDir });
  return closingAlso(db, () => rm(dataDir, { recursive: true }));
}

/** A database on the server at DATABASE_URL without any table, and its address; `close` drops it. */
export async function emptyServerDatabase(): Promise<{ db: Database; url: string }> {
  const url = new URL(process.env.DATABASE_URL ?? '');
  const admin = await openDatabase({ url: url.href, dataDir: '' });
  const name = `helpdesk_test_${randomBytes(6).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name}`);
  url.pathname = name;
  const db = await openDatabase({ url: url.href, dataDir: '' });
  const drop = async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.close();
  };
  return { db: closingAlso(db, drop), url: url.href };
}

/** Fills an empty folder as the DATA_DIR of a migrated, empty, closed embedded database. */
export async function migratedFolder(dataDir: string): Promise<void> {
  await cp(await migratedCluster(), dataDir, { recursive: true });
}

/** A new folder under the temporary folder of the machine; the caller removes it. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'helpdesk-'));
}

function closingAlso(db: Database, afterwards: () => Promise<void>): Database {
  return {
    ...db,
    async close() {
      await db.close();
      await afterwards();
    },
  };
}

/** Making a cluster takes seconds, copying one does not: one is kept for each state of packages and migrations. */
async function migratedCluster(): Promise<string> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  const migrations = join(root, 'db/migrations');
  for (const name of (await readdir(migrations)).sort()) hash.update(await readFile(join(migrations, name)));
  const cache = join(root, 'node_modules/.cache/test-database');
  const cluster = join(cache, hash.digest('hex').slice(0, 16));
  if (existsSync(cluster)) return cluster;

  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(join(cache, 'baru-'));
  const db = await openDatabase({ dataDir: unfinished });
  await migrate(db);
  await db.close();
  try {
    await rename(unfinished, cluster);
  } catch {
    // Another test file was faster.
    await rm(unfinished, { recursive: true });
  }
  return cluster;
}
