import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Database } from './database.ts';

const MIGRATIONS = fileURLToPath(new URL('./migrations/', import.meta.url));
/** Any fixed number; every process that migrates this database must use the same. */
const ADVISORY_LOCK = 3_112_012;

/** The schema cannot be brought to what this program needs; `message` is an Indonesian sentence. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Runs each file of `folder` that this database has not seen, in order of name, each in a transaction of its own.
 * Processes that start together wait for one another: every transaction takes the lock first and then looks again.
 * @throws MigrationError when a file fails (its changes are undone) or a newer program has already changed the database
 */
export async function migrate(db: Database, folder: string = MIGRATIONS): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();

  await underLock(db, async (tx) => {
    await tx.query(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const unknown = (await appliedNames(tx)).filter((name) => !names.includes(name));
    if (unknown.length > 0) {
      throw new MigrationError(
        `Basis data ini sudah diubah oleh versi program yang lebih baru (${unknown.join(', ')}). Perbarui program ini.`,
      );
    }
  });

  for (const name of names) {
    await underLock(db, async (tx) => {
      if ((await appliedNames(tx)).includes(name)) return;
      try {
        await tx.query(await readFile(`${folder}/${name}`, 'utf8'));
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new MigrationError(`Migrasi ${name} gagal dan dibatalkan: ${why}`, { cause });
      }
      await tx.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
    });
  }
}

function underLock(db: Database, work: (tx: Database) => Promise<void>): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    await work(tx);
  });
}

async function appliedNames(db: Database): Promise<string[]> {
  const rows = await db.query<{ name: string }>('SELECT name FROM migrations ORDER BY name');
  return rows.map((row) => row.name);
}
