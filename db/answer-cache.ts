import type { Database } from './database.ts';

/** What was kept under a key, which counts as used; undefined when nothing was. */
export async function cachedAnswer(db: Database, key: string, now: Date): Promise<unknown> {
  const [row] = await db.query<{ value: unknown }>(
    'UPDATE answer_cache SET used_at = $2, hits = hits + 1 WHERE key = $1 RETURNING value',
    [key, now],
  );
  return row?.value;
}

/** Keeps what a model wrote; of two that wrote at once the first stays. */
export async function cacheAnswer(db: Database, key: string, value: unknown, now: Date): Promise<void> {
  await db.query(
    `INSERT INTO answer_cache (key, value, made_at, used_at) VALUES ($1, $2, $3, $3) ON CONFLICT (key) DO NOTHING`,
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
