import type { Database } from './database.ts';

/** What changed in the knowledge: single passages of a document by their ordinals, or all of it. */
export type KnowledgeChange = { version: number; document: string; ordinals: number[] | null };

/**
 * Says that a document changed, within the transaction that changes it: `ordinals` of single passages, null for all of it.
 * Whoever else changes something waits until the transaction ends, so that numbers are never seen out of order.
 */
export async function recordChange(tx: Database, document: string, ordinals: number[] | null): Promise<void> {
  await tx.query(
    `WITH next AS (UPDATE knowledge_state SET version = version + 1 RETURNING version)
     INSERT INTO knowledge_changes (version, document, ordinals) SELECT version, $1, $2::integer[] FROM next`,
    [document, ordinals],
  );
}

/** The number of the last change. */
export async function knowledgeVersion(db: Database): Promise<number> {
  const [row] = await db.query<{ version: number }>('SELECT version FROM knowledge_state');
  return row?.version ?? 0;
}

/** The changes after `version`, oldest first. */
export async function changesSince(db: Database, version: number): Promise<KnowledgeChange[]> {
  return await db.query(
    'SELECT version, document, ordinals FROM knowledge_changes WHERE version > $1 ORDER BY version',
    [version],
  );
}

/** Forgets changes before `before`; a process that has not loaded one of them by then loads everything. */
export async function forgetChanges(db: Database, before: Date): Promise<void> {
  await db.query('DELETE FROM knowledge_changes WHERE made_at < $1', [before]);
}
