import type { Database } from './database.ts';

/** Any fixed number but those of the migrations and of the lead. */
const ADVISORY_LOCK = 3_112_014;

/** Runs `work` while no other process prepares the same database: a second one waits, and then finds it done. */
export async function preparing<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const session = await db.shared?.connect();
  try {
    await session?.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    return await work();
  } finally {
    await session?.close();
  }
}
