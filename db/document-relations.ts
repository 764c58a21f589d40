import type { Database } from './database.ts';

/** `document` mengubah or mencabut `other`; `short` is how the former is called. */
export type RelationRow = {
  document: string;
  verb: 'mengubah' | 'mencabut';
  other: string;
  short: string;
  made_at: Date;
};

/** What stored documents do to others, whether those are stored or not, oldest first. */
export async function listRelations(db: Database): Promise<RelationRow[]> {
  return await db.query(
    `SELECT document_relations.document, verb, other, short, made_at
     FROM document_relations JOIN documents ON documents.id = document_relations.document
     ORDER BY made_at, document, other`,
  );
}

/** What a stored document does to others; `short` is how the other is called. */
export async function relationsOf(
  db: Database,
  document: string,
): Promise<Pick<RelationRow, 'verb' | 'other' | 'short'>[]> {
  return await db.query(
    `SELECT verb, other, coalesce(documents.short, other) AS short
     FROM document_relations LEFT JOIN documents ON documents.id = other
     WHERE document = $1 ORDER BY made_at, other`,
    [document],
  );
}

/** Says what a document does to others, in place of what was said before. */
export async function saveRelations(
  tx: Database,
  document: string,
  relations: { verb: string; other: string }[],
  by: number | null,
): Promise<void> {
  await tx.query('DELETE FROM document_relations WHERE document = $1', [document]);
  for (const { verb, other } of relations)
    await tx.query('INSERT INTO document_relations (document, verb, other, by_person) VALUES ($1, $2, $3, $4)', [
      document,
      verb,
      other,
      by,
    ]);
}
