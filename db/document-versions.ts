import type { Database } from './database.ts';

/** A document as it stands now, without its passages; `since`: when this text was taken over. */
export type CurrentDocument = {
  id: string;
  kind: string;
  title: string;
  short: string;
  source_text: string;
  source_hash: string;
  meta: unknown;
  version: number;
  brought_by: number | null;
  /** Somebody gave this text as a file; else it came with the program. */
  given: boolean;
  since: Date;
};

/** A passage of an earlier version. */
export type OldPassage = {
  ordinal: number;
  parent: number | null;
  kind: string;
  address: unknown;
  heading: unknown;
  lead: string;
  text: string;
  extra: unknown;
};

/** An earlier version of a document: what it was called, and from when to when it answered. */
export type DocumentVersionRow = {
  document: string;
  version: number;
  kind: string;
  title: string;
  short: string;
  meta: unknown;
  /** The name of whoever brought it; null: it came with the program or the command line. */
  by_name: string | null;
  from_at: Date;
  until_at: Date;
};

const CURRENT = `id, kind, title, short, source_text, source_hash, meta, version, brought_by, given,
  ingested_at AS since`;
const VERSION = `document, version, kind, title, short, meta, from_at, until_at,
  (SELECT name FROM people WHERE people.id = brought_by) AS by_name`;

/** The document of that id; undefined when it is not stored. */
export async function currentDocument(db: Database, id: string): Promise<CurrentDocument | undefined> {
  const [row] = await db.query<CurrentDocument>(`SELECT ${CURRENT} FROM documents WHERE id = $1`, [id]);
  return row;
}

/** A document in a list: without its text, with how many passages it has and the name of whoever brought it. */
export type ListedDocument = Omit<CurrentDocument, 'source_text' | 'source_hash' | 'given'> & {
  passages: number;
  by_name: string | null;
};

/** All documents as they stand, by kind and name. */
export async function listCurrent(db: Database): Promise<ListedDocument[]> {
  return await db.query(
    `SELECT id, kind, title, short, meta, version, brought_by, ingested_at AS since,
       (SELECT count(*)::int FROM passages WHERE document = documents.id) AS passages,
       (SELECT name FROM people WHERE people.id = brought_by) AS by_name
     FROM documents
     ORDER BY array_position(ARRAY['peraturan', 'sop', 'lain', 'faq'], kind), short, id`,
  );
}

/** The number of the next text of a document: above all that it ever had, also before it was forgotten. */
export async function nextVersion(tx: Database, id: string): Promise<number> {
  const [row] = await tx.query<{ next: number }>(
    'SELECT coalesce(max(version), 0) + 1 AS next FROM document_versions WHERE document = $1',
    [id],
  );
  return row?.next ?? 1;
}

/** Says which version a document is now and who brought it; without `since` it is so from the moment of the transaction. */
export async function saveCurrent(
  tx: Database,
  id: string,
  { version, broughtBy, given, since }: { version: number; broughtBy: number | null; given: boolean; since?: Date },
): Promise<void> {
  await tx.query(
    'UPDATE documents SET version = $2, brought_by = $3, given = $4, ingested_at = coalesce($5, now()) WHERE id = $1',
    [id, version, broughtBy, given, since ?? null],
  );
}

/**
 * Keeps the document as it stands as an earlier version, in force until now; before it is replaced or forgotten, in the same
 * transaction. One that was once forgotten may have been stored with a number that an earlier text has.
 */
export async function archiveDocument(tx: Database, id: string): Promise<void> {
  await tx.query(
    `INSERT INTO document_versions (document, version, kind, title, short, source_hash, source_text, meta, brought_by,
       from_at, passages)
     SELECT id, greatest(version, (SELECT coalesce(max(version), 0) + 1 FROM document_versions WHERE document = $1)), kind, title, short, source_hash, source_text, meta, brought_by, ingested_at,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('ordinal', ordinal, 'parent', parent, 'kind', kind, 'address', address,
          'heading', heading, 'lead', lead, 'text', text, 'extra', extra) ORDER BY ordinal), '[]')
        FROM passages WHERE document = documents.id)
     FROM documents WHERE id = $1`,
    [id],
  );
}

/** The earlier versions of a document, or of all, newest first. */
export async function listVersions(db: Database, document?: string): Promise<DocumentVersionRow[]> {
  return await db.query(
    `SELECT ${VERSION} FROM document_versions WHERE $1::text IS NULL OR document = $1 ORDER BY document, version DESC`,
    [document ?? null],
  );
}

/** The passages of an earlier version in reading order; undefined when there is no such version. */
export async function passagesOfVersion(
  db: Database,
  document: string,
  version: number,
): Promise<OldPassage[] | undefined> {
  const [row] = await db.query<{ passages: OldPassage[] }>(
    'SELECT passages FROM document_versions WHERE document = $1 AND version = $2',
    [document, version],
  );
  return row?.passages;
}
