import type { Database } from './database.ts';

/** The ticket that a letter is about; null when it is about none, undefined when there is no such letter. */
export async function ticketOfLetter(db: Database, letter: number): Promise<number | null | undefined> {
  const [row] = await db.query<{ ticket: number | null }>('SELECT ticket FROM outbox WHERE id = $1', [letter]);
  return row?.ticket;
}
