import type { Database } from './database.ts';

/** What was kept under a key; undefined when nothing was. It counts as used once `useCached` says so. */
export async function cachedAnswer(db: Database, key: string): Promise<unknown> {
  const [row] = await db.query<{ value: unknown }>('SELECT value FROM answer_cache WHERE key = $1', [key]);
  return row?.value;
}

/** What was kept under a key spared a call. */
export async function useCached(db: Database, key: string, now: Date): Promise<void> {
  await db.query('UPDATE answer_cache SET used_at = $2, hits = hits + 1 WHERE key = $1', [key, now]);
}

/** Keeps what a model wrote, in place of what was kept under the same key and could not be used. */
export async function cacheAnswer(db: Database, key: string, value: unknown, now: Date): Promise<void> {
  await db.query(
    `INSERT INTO answer_cache (key, value, made_at, used_at) VALUES ($1, $2, $3, $3)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, made_at = excluded.made_at, used_at = excluded.used_at, hits = 0`,
    [key, JSON.stringify(value), now],
  );
}

/** How many are kept, and how often one of them spared a call. */
export async function cacheUse(db: Database): Promise<{ kept: number; hits: number }> {
  const [row] = await db.query<{ kept: number; hits: number }>(
    'SELECT count(*)::integer AS kept, coalesce(sum(hits), 0)::integer AS hits FROM answer_cache',
  );
  return row ?? { kept: 0, hits: 0 };
}

/** Forgets what was not used since. */
export async function forgetCached(db: Database, before: Date): Promise<void> {
  await db.query('DELETE FROM answer_cache WHERE used_at < $1', [before]);
}
