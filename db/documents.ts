import type { Database } from './database.ts';

/** A stored document without its passages. */
export type DocumentRow = {
  id: string;
  kind: string;
  title: string;
  short: string;
  source_hash: string;
  meta: unknown;
};

/** A stored passage; `terms` are the words it is found by, as knowledge wrote them. */
export type PassageRow = {
  ordinal: number;
  parent: number | null;
  kind: string;
  address: unknown;
  heading: unknown;
  lead: string;
  text: string;
  extra: unknown;
  terms: string;
};

/** A stored example question. */
export type ExampleRow = { ordinal: number; question: string; kind: string; address: unknown; extra: unknown };

/** Rows per statement: large enough to be fast, small enough for the memory of the embedded database. */
const BATCH = 500;

/** All documents, by id. */
export async function listDocuments(db: Database): Promise<DocumentRow[]> {
  return await db.query('SELECT id, kind, title, short, source_hash, meta FROM documents ORDER BY id');
}

/** The hash a document was stored with; undefined when it is not stored. */
export async function storedHash(db: Database, id: string): Promise<string | undefined> {
  const [row] = await db.query<{ source_hash: string }>('SELECT source_hash FROM documents WHERE id = $1', [id]);
  return row?.source_hash;
}

/** The whole text of a document, of which every quotation is a part. */
export async function sourceText(db: Database, id: string): Promise<string | undefined> {
  const [row] = await db.query<{ source_text: string }>('SELECT source_text FROM documents WHERE id = $1', [id]);
  return row?.source_text;
}

/** Stores a document in place of the one with the same id: all of it, or nothing. */
export async function replaceDocument(
  db: Database,
  document: DocumentRow & { source_text: string },
  passages: PassageRow[],
  examples: ExampleRow[],
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('DELETE FROM documents WHERE id = $1', [document.id]);
    await tx.query(
      `INSERT INTO documents (id, kind, title, short, source_hash, source_text, meta) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        document.id,
        document.kind,
        document.title,
        document.short,
        document.source_hash,
        document.source_text,
        JSON.stringify(document.meta),
      ],
    );
    for (let at = 0; at < passages.length; at += BATCH) {
      await tx.query(
        `INSERT INTO passages (document, ordinal, parent, kind, address, heading, lead, text, extra, terms)
         SELECT $1, r.ordinal, r.parent, r.kind, r.address, r.heading, r.lead, r.text, r.extra, r.terms
         FROM jsonb_to_recordset($2::jsonb) AS r(ordinal integer, parent integer, kind text, address jsonb, heading jsonb,
           lead text, text text, extra jsonb, terms text)`,
        [document.id, JSON.stringify(passages.slice(at, at + BATCH))],
      );
    }
    for (let at = 0; at < examples.length; at += BATCH) {
      await tx.query(
        `INSERT INTO examples (document, ordinal, question, kind, address, extra)
         SELECT $1, r.ordinal, r.question, r.kind, r.address, r.extra
         FROM jsonb_to_recordset($2::jsonb) AS r(ordinal integer, question text, kind text, address jsonb, extra jsonb)`,
        [document.id, JSON.stringify(examples.slice(at, at + BATCH))],
      );
    }
  });
}

/** Removes a document with its passages and examples; false when there was none. */
export async function deleteDocument(db: Database, id: string): Promise<boolean> {
  const rows = await db.query('DELETE FROM documents WHERE id = $1 RETURNING id', [id]);
  return rows.length > 0;
}

/** The passages of a document in reading order. */
export async function passagesOf(db: Database, id: string): Promise<PassageRow[]> {
  return await db.query(
    `SELECT ordinal, parent, kind, address, heading, lead, text, extra, terms FROM passages WHERE document = $1 ORDER BY ordinal`,
    [id],
  );
}

/** The example questions of a document in the order they were given. */
export async function examplesOf(db: Database, id: string): Promise<ExampleRow[]> {
  return await db.query(
    'SELECT ordinal, question, kind, address, extra FROM examples WHERE document = $1 ORDER BY ordinal',
    [id],
  );
}
