import type { Database } from './database.ts';

/** Something that a person did or was refused. `detail` holds no words of people. */
export type Deed = { person: number; deed: string; allowed: boolean; detail?: object };

/** Adds to the record of deeds. Rows of it can be neither changed nor removed. */
export async function recordDeed(db: Database, { person, deed, allowed, detail = {} }: Deed): Promise<void> {
  await db.query('INSERT INTO audit (person, deed, allowed, detail) VALUES ($1, $2, $3, $4)', [
    person,
    deed,
    allowed,
    JSON.stringify(detail),
  ]);
}
