import type { Database } from './database.ts';

/** Sets when something is to be done, unless that is set already. */
export async function addChore(db: Database, name: string, due: Date): Promise<void> {
  await db.query('INSERT INTO chores (name, due_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [name, due]);
}

/** Sets when something is to be done, whatever was set before. */
export async function setChore(db: Database, name: string, due: Date): Promise<void> {
  await db.query(
    'INSERT INTO chores (name, due_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at',
    [name, due],
  );
}

/** Whether something of which the name begins so is to be done now. */
export async function isChoreDue(db: Database, beginning: string, now: Date): Promise<boolean> {
  const rows = await db.query('SELECT FROM chores WHERE starts_with(name, $1) AND due_at <= $2 LIMIT 1', [
    beginning,
    now,
  ]);
  return rows.length > 0;
}

/** What is to be done now; nobody else gets it until the transaction ends. */
export async function lockChores(tx: Database, now: Date): Promise<{ name: string; due_at: Date }[]> {
  return await tx.query(
    'SELECT name, due_at FROM chores WHERE due_at <= $1 ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED',
    [now],
  );
}

/** Does it again at another time, or with `due` undefined never. */
export async function moveChore(tx: Database, name: string, due: Date | undefined): Promise<void> {
  if (due) await tx.query('UPDATE chores SET due_at = $2 WHERE name = $1', [name, due]);
  else await tx.query('DELETE FROM chores WHERE name = $1', [name]);
}
