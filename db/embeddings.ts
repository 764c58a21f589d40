import pgvector from 'pgvector';
import type { Database } from './database.ts';

/** A model whose vectors are stored. `trust` is kept as it was given. */
export type EmbedderRow = {
  id: number;
  model: string;
  dimension: number;
  state: 'filling' | 'serving';
  trust: unknown;
};

export type Neighbour = { hash: string; likeness: number };

/** The longest vectors that can be indexed, as they are and with half of the digits. */
const LONGEST = { vector: 2_000, halfvec: 4_000 };
/**
 * Up to so many numbers in all its vectors the embedded database looks at each of them: 3,804 vectors of 1,536 numbers take it
 * 60 ms (of 384: 10 ms), with an index over them the same, and making that took 6.5 s (1.9 s) in which it did nothing else. This
 * many take about 0.2 s.
 */
const LOOKED_THROUGH = 20_000_000;
/** A coarser index, since the embedded database makes it slowly. */
const EMBEDDED_INDEX = 'WITH (m = 8, ef_construction = 32)';
/** How many the index looks at: below 100 it misses some of the nearest. */
const LOOKED_AT = 100;

/** All whose vectors are stored, the serving one first. */
export async function listEmbedders(db: Database): Promise<EmbedderRow[]> {
  return await db.query("SELECT id, model, dimension, state, trust FROM embedders ORDER BY state = 'serving' DESC, id");
}

/** The embedder of that model with vectors of that length; a new one is filling. */
export async function ensureEmbedder(db: Database, model: string, dimension: number): Promise<EmbedderRow> {
  const [row] = await db.query<EmbedderRow>(
    `INSERT INTO embedders (model, dimension) VALUES ($1, $2)
     ON CONFLICT (model, dimension) DO UPDATE SET model = excluded.model
     RETURNING id, model, dimension, state, trust`,
    [model, dimension],
  );
  return row as EmbedderRow;
}

/** Forgets an embedder with all of its vectors. */
export async function dropEmbedder(db: Database, id: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(`DROP INDEX IF EXISTS ${indexOf(id)}`);
    await tx.query('DELETE FROM embedders WHERE id = $1', [id]);
  });
}

/** From now on this one serves, with that trust; the one that served before is forgotten. */
export async function serveEmbedder(db: Database, id: number, trust: unknown): Promise<void> {
  await db.transaction(async (tx) => {
    const before = await tx.query<{ id: number }>("SELECT id FROM embedders WHERE state = 'serving' AND id <> $1", [
      id,
    ]);
    for (const one of before) await dropEmbedder(tx, one.id);
    await tx.query("UPDATE embedders SET state = 'serving', trust = $2 WHERE id = $1", [id, JSON.stringify(trust)]);
  });
}

/** The hashes of the texts that have a vector. */
export async function embeddedHashes(db: Database, embedder: number): Promise<Set<string>> {
  const rows = await db.query<{ hash: string }>('SELECT hash FROM embeddings WHERE embedder = $1', [embedder]);
  return new Set(rows.map(({ hash }) => hash));
}

/** How many texts have a vector. */
export async function countEmbeddings(db: Database, embedder: number): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM embeddings WHERE embedder = $1',
    [embedder],
  );
  return row?.count ?? 0;
}

/** Stores vectors; a text that has one keeps it. */
export async function addEmbeddings(
  db: Database,
  embedder: number,
  rows: { hash: string; vector: number[] }[],
): Promise<void> {
  await db.query(
    `INSERT INTO embeddings (embedder, hash, embedding)
     SELECT $1, hash, embedding::vector FROM unnest($2::text[], $3::text[]) AS given (hash, embedding)
     ON CONFLICT DO NOTHING`,
    [embedder, rows.map(({ hash }) => hash), rows.map(({ vector }) => pgvector.toSql(vector))],
  );
}

/** Forgets the vectors of texts that are no more. */
export async function dropEmbeddings(db: Database, embedder: number, hashes: string[]): Promise<void> {
  await db.query('DELETE FROM embeddings WHERE embedder = $1 AND hash = ANY ($2)', [embedder, hashes]);
}

/**
 * Makes the index over the vectors of an embedder, if it is not there. Writing waits meanwhile, and in the embedded database
 * everything: there it is made only of more than `lookedThrough` numbers, and when that keeps nobody waiting.
 */
export async function indexEmbeddings(
  db: Database,
  { id, dimension }: EmbedderRow,
  { alone, lookedThrough = LOOKED_THROUGH }: { alone: boolean; lookedThrough?: number },
): Promise<void> {
  const type = indexable(db, dimension);
  if (!type) return;
  if (!db.shared && (!alone || (await countEmbeddings(db, id)) * dimension <= lookedThrough)) return;
  await db.query(
    `CREATE INDEX IF NOT EXISTS ${indexOf(id)} ON embeddings
     USING hnsw ((embedding::${type}(${whole(dimension)})) ${type}_cosine_ops) ${db.shared ? '' : EMBEDDED_INDEX}
     WHERE embedder = ${whole(id)}`,
  );
}

/** The texts whose vectors are nearest to `vector`, nearest first; `likeness` is the cosine. */
export async function nearestEmbeddings(
  db: Database,
  embedder: EmbedderRow,
  vector: number[],
  most: number,
): Promise<Neighbour[]> {
  return await nearest(db, embedder, '$1::text', pgvector.toSql(vector), most);
}

/** The same for the vector of a stored text, itself among them. */
export async function neighboursOf(
  db: Database,
  embedder: EmbedderRow,
  hash: string,
  most: number,
): Promise<Neighbour[]> {
  const stored = `(SELECT embedding FROM embeddings WHERE embedder = ${whole(embedder.id)} AND hash = $1)`;
  return await nearest(db, embedder, stored, hash, most);
}

/** @param to what is compared with, as SQL over the parameter `given` */
async function nearest(
  db: Database,
  { id, dimension }: EmbedderRow,
  to: string,
  given: string | null,
  most: number,
): Promise<Neighbour[]> {
  const type = `${indexable(db, dimension) ?? 'vector'}(${whole(dimension)})`;
  // Only the very expression of the index is looked up in it.
  const distance = `embedding::${type} <=> ${to}::vector::${type}`;
  return await db.transaction(async (tx) => {
    await tx.query(`SET LOCAL hnsw.ef_search = ${LOOKED_AT}`);
    return await tx.query(
      `SELECT hash, 1 - (${distance}) AS likeness FROM embeddings WHERE embedder = ${whole(id)}
       ORDER BY ${distance} LIMIT ${whole(most)}`,
      [given],
    );
  });
}

function indexable({ shared }: Database, dimension: number): 'vector' | 'halfvec' | undefined {
  if (dimension <= LONGEST.vector) return 'vector';
  return shared && dimension <= LONGEST.halfvec ? 'halfvec' : undefined;
}

const indexOf = (embedder: number) => `embeddings_of_${whole(embedder)}`;

/** A number that may stand in a statement: a partial index is only used when its condition is written out. */
function whole(number: number): number {
  if (!Number.isSafeInteger(number)) throw new TypeError(`${number} is no whole number.`);
  return number;
}
