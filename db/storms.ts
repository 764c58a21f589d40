import type { Database } from './database.ts';

/** Many tickets of one category within minutes. */
export type StormRow = { id: number; category: string; began_at: Date; last_at: Date };

/** The storm of a category that still had tickets after `since`; undefined when there is none. */
export async function findStormOf(db: Database, category: string, since: Date): Promise<StormRow | undefined> {
  const [row] = await db.query<StormRow>(
    'SELECT id, category, began_at, last_at FROM storms WHERE category = $1 AND last_at >= $2 ORDER BY id DESC LIMIT 1',
    [category, since],
  );
  return row;
}

/** The storm of that number. */
export async function findStorm(db: Database, id: number): Promise<StormRow | undefined> {
  const [row] = await db.query<StormRow>('SELECT id, category, began_at, last_at FROM storms WHERE id = $1', [id]);
  return row;
}

/** Begins a storm. */
export async function addStorm(tx: Database, category: string, began: Date, last: Date): Promise<StormRow> {
  const [row] = await tx.query<StormRow>(
    `INSERT INTO storms (category, began_at, last_at) VALUES ($1, $2, $3) RETURNING id, category, began_at, last_at`,
    [category, began, last],
  );
  return row as StormRow;
}

/** Unrestricted tickets of a category since `since` that belong to no storm and no announcement, oldest first. */
export async function listLoose(
  db: Database,
  category: string,
  since: Date,
): Promise<{ id: number; opened_at: Date }[]> {
  return await db.query(
    `SELECT id, opened_at FROM tickets
     WHERE category = $1 AND opened_at >= $2 AND NOT restricted AND storm IS NULL AND announcement IS NULL
       AND kind <> 'saran' ORDER BY id`,
    [category, since],
  );
}

/** Counts tickets into a storm. */
export async function joinStorm(tx: Database, id: number, tickets: number[], last: Date): Promise<void> {
  await tx.query('UPDATE tickets SET storm = $1 WHERE id = ANY ($2::integer[])', [id, tickets]);
  await tx.query('UPDATE storms SET last_at = $2 WHERE id = $1', [id, last]);
}

/** The tickets of a storm, oldest first. */
export async function listStorm(
  db: Database,
  id: number,
): Promise<{ id: number; number: string; reporter_name: string }[]> {
  return await db.query('SELECT id, number, reporter_name FROM tickets WHERE storm = $1 ORDER BY id', [id]);
}
