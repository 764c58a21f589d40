import type { Database } from './database.ts';
import type { Session } from './session.ts';

/** Something that came in and waits for its turn; `incoming` is what the channel made of it. */
export type WaitingRow = { id: string; lane: string; position: number; incoming: unknown };

/** How work on something that came in ended. */
export type Ending = 'done' | 'failed' | 'superseded' | 'flooded';

/** Where processes tell one another that something came in; what is said is the name of the one that stored it. */
const NOTICES = 'helpdesk_inbox';

/**
 * Stores what came in, all or none. Gives for each the id of its new row, or undefined when its key is already known.
 * @param teller the name of this process, where others work on the same database: they are told as it is stored
 */
export async function storeIncoming(
  db: Database,
  rows: { key: string; lane: string; position: number; incoming: unknown }[],
  teller?: string,
): Promise<(string | undefined)[]> {
  const stored = await db.query<{ id: string; key: string }>(
    `INSERT INTO inbox (key, lane, position, incoming)
     SELECT r.key, r.lane, r.position, r.incoming
     FROM jsonb_to_recordset($1::jsonb) AS r(key text, lane text, position bigint, incoming jsonb)
     ON CONFLICT (key) DO NOTHING RETURNING id, key${teller === undefined ? '' : `, pg_notify('${NOTICES}', $2)`}`,
    [JSON.stringify(rows), ...(teller === undefined ? [] : [teller])],
  );
  const ids = new Map(stored.map(({ id, key }) => [key, id]));
  return rows.map(({ key }) => {
    const id = ids.get(key);
    // The same key twice in one batch is one row; only the first may work on it.
    ids.delete(key);
    return id;
  });
}

/** Calls `hear` with the name of each process that stores something from now on. */
export async function listenForIncoming(session: Session, hear: (teller: string) => void): Promise<void> {
  session.onNotice(hear);
  await session.query(`LISTEN ${NOTICES}`);
}

/** What was stored and not finished, oldest first, without the rows `besides`. */
export async function listWaiting(db: Database, besides: string[] = []): Promise<WaitingRow[]> {
  return await db.query(
    `SELECT id, lane, position::float8 AS position, incoming FROM inbox
     WHERE state = 'waiting' AND id <> ALL ($1::bigint[]) ORDER BY position, id`,
    [besides],
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
