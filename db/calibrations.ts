import type { Database } from './database.ts';

/** What was learned under a name, and the hash of what it was learned from. */
export async function loadCalibration(
  db: Database,
  name: string,
): Promise<{ madeFrom: string; value: unknown } | undefined> {
  const [row] = await db.query<{ made_from: string; value: unknown }>(
    'SELECT made_from, value FROM calibrations WHERE name = $1',
    [name],
  );
  return row && { madeFrom: row.made_from, value: row.value };
}

/** Replaces what was learned under a name. */
export async function saveCalibration(db: Database, name: string, madeFrom: string, value: unknown): Promise<void> {
  await db.query(
    `INSERT INTO calibrations (name, made_from, value) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO UPDATE SET made_from = excluded.made_from, value = excluded.value, made_at = now()`,
    [name, madeFrom, JSON.stringify(value)],
  );
}
