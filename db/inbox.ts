import type { Database } from './database.ts';

/** Something that came in and waits for its turn; `incoming` is what the channel made of it. */
export type WaitingRow = { id: string; lane: string; position: number; incoming: unknown };

/** How work on something that came in ended. */
export type Ending = 'done' | 'failed' | 'superseded' | 'flooded';

/**
 * Stores what came in, all or none. Gives for each the id of its new row, or undefined when its key is already known.
 */
export async function storeIncoming(
  db: Database,
  rows: { key: string; lane: string; position: number; incoming: unknown }[],
): Promise<(string | undefined)[]> {
  const stored = await db.query<{ id: string; key: string }>(
    `INSERT INTO inbox (key, lane, position, incoming)
     SELECT r.key, r.lane, r.position, r.incoming
     FROM jsonb_to_recordset($1::jsonb) AS r(key text, lane text, position bigint, incoming jsonb)
     ON CONFLICT (key) DO NOTHING RETURNING id, key`,
    [JSON.stringify(rows)],
  );
  const ids = new Map(stored.map(({ id, key }) => [key, id]));
  return rows.map(({ key }) => {
    const id = ids.get(key);
    // The same key twice in one batch is one row; only the first may work on it.
    ids.delete(key);
    return id;
  });
}

/** What was stored and not finished, oldest first. */
export async function listWaiting(db: Database): Promise<WaitingRow[]> {
  return await db.query(
    `SELECT id, lane, position::float8 AS position, incoming FROM inbox WHERE state = 'waiting' ORDER BY position, id`,
  );
}

/**
 * Ends work on rows and empties them. Gives the ids of those that had not ended before: of the others somebody else did the
 * work, and the caller must undo its own.
 */
export async function endIncoming(
  db: Database,
  ids: string[],
  state: Ending,
  reference?: string,
): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(
    `UPDATE inbox SET state = $2, reference = $3, incoming = NULL, ended_at = now()
     WHERE id = ANY ($1::bigint[]) AND state = 'waiting' RETURNING id`,
    [ids, state, reference ?? null],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Forgets what ended before `before`; its keys are then unknown again, so keep them longer than any channel repeats. */
export async function forgetIncoming(db: Database, before: Date): Promise<void> {
  await db.query(`DELETE FROM inbox WHERE state <> 'waiting' AND ended_at < $1`, [before]);
}
