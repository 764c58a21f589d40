import type { Database } from './database.ts';
import { recordChange } from './knowledge-changes.ts';

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
const PASSAGE_COLUMNS = 'ordinal, parent, kind, address, heading, lead, text, extra, terms';
const EXAMPLE_COLUMNS = 'ordinal, question, kind, address, extra';

/** All documents, by id. */
export async function listDocuments(db: Database): Promise<DocumentRow[]> {
  return await db.query('SELECT id, kind, title, short, source_hash, meta FROM documents ORDER BY id');
}

/** The hash a document was stored with; undefined when it is not stored. */
export async function storedHash(db: Database, id: string): Promise<string | undefined> {
  const [row] = await db.query<{ source_hash: string }>('SELECT source_hash FROM documents WHERE id = $1', [id]);
  return row?.source_hash;
}

/** The whole text of a document, of which every quotation is a part. Where passages are stored one by one it is theirs. */
export async function sourceText(db: Database, id: string): Promise<string | undefined> {
  const [row] = await db.query<{ source_text: string }>(
    `SELECT CASE WHEN source_text <> '' THEN source_text ELSE coalesce((SELECT
       string_agg(concat_ws(E'\n', extra->>'question', text), E'\n\n' ORDER BY ordinal)
       FROM passages WHERE passages.document = documents.id), '') END AS source_text
     FROM documents WHERE id = $1`,
    [id],
  );
  return row?.source_text;
}

/** Stores a document in place of the one with the same id: all of it, or nothing. Every process learns that it changed. */
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
    await addPassages(tx, document.id, passages);
    await addExamples(tx, document.id, examples);
    await recordChange(tx, document.id, null);
  });
}

async function addPassages(tx: Database, document: string, passages: PassageRow[]): Promise<void> {
  for (let at = 0; at < passages.length; at += BATCH)
    await tx.query(
      `INSERT INTO passages (document, ordinal, parent, kind, address, heading, lead, text, extra, terms)
       SELECT $1, r.ordinal, r.parent, r.kind, r.address, r.heading, r.lead, r.text, r.extra, r.terms
       FROM jsonb_to_recordset($2::jsonb) AS r(ordinal integer, parent integer, kind text, address jsonb, heading jsonb,
         lead text, text text, extra jsonb, terms text)`,
      [document, JSON.stringify(passages.slice(at, at + BATCH))],
    );
}

async function addExamples(tx: Database, document: string, examples: ExampleRow[]): Promise<void> {
  for (let at = 0; at < examples.length; at += BATCH)
    await tx.query(
      `INSERT INTO examples (document, ordinal, question, kind, address, extra)
       SELECT $1, r.ordinal, r.question, r.kind, r.address, r.extra
       FROM jsonb_to_recordset($2::jsonb) AS r(ordinal integer, question text, kind text, address jsonb, extra jsonb)`,
      [document, JSON.stringify(examples.slice(at, at + BATCH))],
    );
}

/** Makes sure that a document is there whose passages are stored one by one; what it is called is left as it stands. */
export async function ensureDocument(tx: Database, { id, kind, title, short, source_hash, meta }: DocumentRow) {
  await tx.query(
    `INSERT INTO documents (id, kind, title, short, source_hash, source_text, meta) VALUES ($1, $2, $3, $4, $5, '', $6)
     ON CONFLICT (id) DO NOTHING`,
    [id, kind, title, short, source_hash, JSON.stringify(meta)],
  );
}

/** Notes what a document was made from. */
export async function saveHash(tx: Database, id: string, hash: string): Promise<void> {
  await tx.query('UPDATE documents SET source_hash = $2 WHERE id = $1', [id, hash]);
}

/**
 * Stores single passages and examples of a document in place of those at the ordinals `instead`. The examples of a passage have
 * the ordinals from `examplesEach` times its own on, fewer than `examplesEach`.
 */
export async function replacePassages(
  tx: Database,
  document: string,
  {
    passages,
    examples,
    instead: { ordinals, examplesEach },
  }: {
    passages: PassageRow[];
    examples: ExampleRow[];
    instead: { ordinals: number[]; examplesEach: number };
  },
): Promise<void> {
  await tx.query('DELETE FROM passages WHERE document = $1 AND ordinal = ANY ($2::integer[])', [document, ordinals]);
  await tx.query(
    `DELETE FROM examples USING unnest($2::integer[]) AS gone
     WHERE document = $1 AND ordinal >= gone * $3 AND ordinal < (gone + 1) * $3`,
    [document, ordinals, examplesEach],
  );
  await addPassages(tx, document, passages);
  await addExamples(tx, document, examples);
}

/** Sets fields of what is stored beside some passages. */
export async function savePassageExtra(
  tx: Database,
  document: string,
  ordinals: number[],
  extra: Record<string, unknown>,
): Promise<void> {
  await tx.query(
    'UPDATE passages SET extra = extra || $3::jsonb WHERE document = $1 AND ordinal = ANY ($2::integer[])',
    [document, ordinals, JSON.stringify(extra)],
  );
}

/** Removes a document with its passages and examples; false when there was none. */
export async function deleteDocument(db: Database, id: string): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const rows = await tx.query('DELETE FROM documents WHERE id = $1 RETURNING id', [id]);
    if (rows.length > 0) await recordChange(tx, id, null);
    return rows.length > 0;
  });
}

/** Where to go on in a long list, and how much of it. */
type Page = { after?: number; most?: number };

/** The passages of a document in reading order. */
export async function passagesOf(db: Database, id: string, { after = -1, most }: Page = {}): Promise<PassageRow[]> {
  return await db.query(
    `SELECT ${PASSAGE_COLUMNS} FROM passages WHERE document = $1 AND ordinal > $2 ORDER BY ordinal LIMIT $3`,
    [id, after, most ?? null],
  );
}

/** The example questions of a document in the order they were given. */
export async function examplesOf(db: Database, id: string, { after = -1, most }: Page = {}): Promise<ExampleRow[]> {
  return await db.query(
    `SELECT ${EXAMPLE_COLUMNS} FROM examples WHERE document = $1 AND ordinal > $2 ORDER BY ordinal LIMIT $3`,
    [id, after, most ?? null],
  );
}

/** Those passages that are there, in reading order, and the examples whose ordinals belong to them; see replacePassages. */
export async function passagesAt(
  db: Database,
  id: string,
  { ordinals, examplesEach }: { ordinals: number[]; examplesEach: number },
): Promise<{ passages: PassageRow[]; examples: ExampleRow[] }> {
  return {
    passages: await db.query(
      `SELECT ${PASSAGE_COLUMNS} FROM passages WHERE document = $1 AND ordinal = ANY ($2::integer[]) ORDER BY ordinal`,
      [id, ordinals],
    ),
    examples: await db.query(
      `SELECT ${EXAMPLE_COLUMNS} FROM examples, unnest($2::integer[]) AS wanted
       WHERE document = $1 AND ordinal >= wanted * $3 AND ordinal < (wanted + 1) * $3 ORDER BY ordinal`,
      [id, ordinals, examplesEach],
    ),
  };
}
