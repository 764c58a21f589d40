import type { Database } from './database.ts';

/** An answer of the knowledge for a ticket; `reply` is the plain data of the handlers. */
export type SuggestionRow = { ticket: number; reply: unknown; state: 'open' | 'sent' | 'dropped' };

/** Keeps the answer that an officer may send. */
export async function addSuggestion(tx: Database, ticket: number, reply: object): Promise<void> {
  await tx.query('INSERT INTO suggestions (ticket, reply) VALUES ($1, $2) ON CONFLICT (ticket) DO NOTHING', [
    ticket,
    JSON.stringify(reply),
  ]);
}

/** The answer that was suggested for a ticket; undefined when none was. */
export async function findSuggestion(db: Database, ticket: number): Promise<SuggestionRow | undefined> {
  const [row] = await db.query<SuggestionRow>('SELECT ticket, reply, state FROM suggestions WHERE ticket = $1', [
    ticket,
  ]);
  return row;
}

/** The same, and nobody else settles it until the transaction ends. */
export async function lockSuggestion(tx: Database, ticket: number): Promise<SuggestionRow | undefined> {
  const [row] = await tx.query<SuggestionRow>(
    'SELECT ticket, reply, state FROM suggestions WHERE ticket = $1 FOR UPDATE',
    [ticket],
  );
  return row;
}

/** Settles a suggestion that is open; false when it was settled before. */
export async function settleSuggestion(tx: Database, ticket: number, state: 'sent' | 'dropped'): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE suggestions SET state = $2 WHERE ticket = $1 AND state = 'open' RETURNING ticket`,
    [ticket, state],
  );
  return rows.length > 0;
}
