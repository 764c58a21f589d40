import type { Database } from './database.ts';

/** A file of a ticket. Its bytes are in the file store under `place`. */
export type FileRow = {
  id: number;
  person: number | null;
  ticket: number | null;
  message: number | null;
  direction: 'in' | 'out' | 'packet';
  channel: string | null;
  reference: string | null;
  kind: string | null;
  name: string;
  recipe: unknown;
  state: 'waiting' | 'stored' | 'refused';
  passed_on: boolean;
  why: FileRefusal | null;
  attempts: number;
  type: string | null;
  bytes: number | null;
  sha256: string | null;
  place: string | null;
  made_at: Date;
};

/** Why a file is not taken. */
export type FileRefusal = 'too-big' | 'type' | 'bid-file' | 'gone' | 'empty' | 'failed';

/** A file to be fetched from a channel, or to be made from a recipe. */
export type NewFile = Pick<FileRow, 'direction' | 'name'> &
  Partial<Pick<FileRow, 'person' | 'ticket' | 'message' | 'channel' | 'reference' | 'kind'>> & { recipe?: object };

const COLUMNS = `id, person, ticket, message, direction, channel, reference, kind, name, recipe, state, passed_on, why,
  attempts, type, bytes, sha256, place, made_at`;
/** What a trainer gave for the knowledge: it is of no ticket and no form, and handed on to nobody. */
const IS_INTAKE = `kind IS NOT DISTINCT FROM 'intake'`;

/** Notes files that are to be fetched or made; returns their numbers in order. */
export async function addFiles(tx: Database, files: NewFile[]): Promise<number[]> {
  if (files.length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `INSERT INTO files (person, ticket, message, direction, channel, reference, kind, name, recipe)
     SELECT r.person, r.ticket, r.message, r.direction, r.channel, r.reference, r.kind, r.name, r.recipe
     FROM jsonb_to_recordset($1::jsonb) AS r(at integer, person integer, ticket integer, message integer, direction text,
       channel text, reference text, kind text, name text, recipe jsonb)
     ORDER BY r.at RETURNING id`,
    [JSON.stringify(files.map((file, at) => ({ at, ...file })))],
  );
  return rows.map(({ id }) => id).sort((one, other) => one - other);
}

/** The file of that number; undefined when there is none. */
export async function findFile(db: Database, id: number): Promise<FileRow | undefined> {
  const [row] = await db.query<FileRow>(`SELECT ${COLUMNS} FROM files WHERE id = $1`, [id]);
  return row;
}

/** The files of a ticket, oldest first. */
export async function listFiles(db: Database, ticket: number): Promise<FileRow[]> {
  return await db.query(`SELECT ${COLUMNS} FROM files WHERE ticket = $1 ORDER BY id`, [ticket]);
}

/** How many files came with a message of a ticket. */
export async function countFilesOf(db: Database, message: number): Promise<number> {
  const [row] = await db.query<{ count: number }>('SELECT count(*)::integer AS count FROM files WHERE message = $1', [
    message,
  ]);
  return row?.count ?? 0;
}

/** Gives the files of a confirmed form to its ticket. */
export async function giveDraftFiles(tx: Database, person: number, ticket: number): Promise<void> {
  await tx.query(
    `UPDATE files SET ticket = $2, passed_on = false WHERE person = $1 AND ticket IS NULL AND NOT ${IS_INTAKE}`,
    [person, ticket],
  );
}

/** Takes the files of a form that was given up from their person: giveUpDraftFiles finds them. */
export async function dropDraftFiles(tx: Database, person: number): Promise<void> {
  await tx.query(`UPDATE files SET person = NULL WHERE person = $1 AND ticket IS NULL AND NOT ${IS_INTAKE}`, [person]);
}

/** Files that are to be fetched or made now, oldest first; none of a form that was given up. */
export async function listDueFiles(db: Database, now: Date, most: number): Promise<FileRow[]> {
  return await db.query(
    `SELECT ${COLUMNS} FROM files WHERE state = 'waiting' AND due_at <= $1 AND (person IS NOT NULL OR ticket IS NOT NULL)
     ORDER BY id LIMIT $2`,
    [now, most],
  );
}

/** Notes that fetching failed this time, and when it is tried again. */
export async function putOffFile(db: Database, id: number, due: Date): Promise<void> {
  await db.query(`UPDATE files SET attempts = attempts + 1, due_at = $2 WHERE id = $1 AND state = 'waiting'`, [
    id,
    due,
  ]);
}

/** Notes that the bytes are stored. */
export async function markFileStored(
  db: Database,
  id: number,
  { type, bytes, sha256, place, name }: { type: string; bytes: number; sha256: string; place: string; name: string },
): Promise<void> {
  await db.query(
    `UPDATE files SET state = 'stored', type = $2, bytes = $3, sha256 = $4, place = $5, name = $6
     WHERE id = $1 AND state = 'waiting'`,
    [id, type, bytes, sha256, place, name],
  );
}

/** Notes that the file is not taken. */
export async function markFileRefused(db: Database, id: number, why: FileRefusal): Promise<void> {
  await db.query(`UPDATE files SET state = 'refused', why = $2 WHERE id = $1 AND state = 'waiting'`, [id, why]);
}

/**
 * Files that were stored or refused and not handed on yet; nobody else gets them until the transaction ends. Stored files of
 * a form that is not confirmed wait for it; what was made here waits for nothing.
 */
export async function lockUnpassed(tx: Database, most: number): Promise<FileRow[]> {
  return await tx.query(
    `SELECT ${COLUMNS} FROM files
     WHERE NOT passed_on AND state <> 'waiting' AND (ticket IS NOT NULL OR recipe IS NOT NULL OR state = 'refused')
       AND NOT ${IS_INTAKE}
     ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [most],
  );
}

/** Notes that these files were handed on. */
export async function markPassedOn(tx: Database, ids: number[]): Promise<void> {
  await tx.query('UPDATE files SET passed_on = true WHERE id = ANY ($1::integer[])', [ids]);
}

/**
 * Takes files that no ticket and no upload under way has, given up or from before `before`, from their persons for good.
 * Gives where their bytes are: once those are removed, deleteFiles ends it. Until then each call gives them again.
 */
export async function giveUpDraftFiles(db: Database, before: Date): Promise<Pick<FileRow, 'id' | 'place'>[]> {
  return await db.query(
    `UPDATE files SET person = NULL WHERE ticket IS NULL AND (person IS NULL OR made_at < $1) AND NOT EXISTS (
       SELECT FROM uploads WHERE uploads.file = files.id AND uploads.state IN ('dibaca', 'siap', 'diterapkan'))
     RETURNING id, place`,
    [before],
  );
}

/** Deletes files that were given up. */
export async function deleteFiles(db: Database, ids: number[]): Promise<void> {
  await db.query('DELETE FROM files WHERE id = ANY ($1::integer[]) AND ticket IS NULL AND person IS NULL', [ids]);
}
