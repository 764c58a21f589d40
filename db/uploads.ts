import type { Database } from './database.ts';

/** A file of a trainer as stored. The meaning of the columns stands in migrations/0007_pelatih.sql. */
export type UploadRow = {
  id: number;
  file: number | null;
  name: string;
  person: number;
  place: unknown;
  kind: 'faq' | 'dokumen' | null;
  state: 'dibaca' | 'siap' | 'ditolak' | 'diterapkan' | 'selesai' | 'dibuang' | 'gagal';
  revision: number;
  found: unknown;
  chosen: unknown;
  progress: UploadProgress | null;
  shown_at: Date | null;
  why: string | null;
  decided_by: number | null;
  decided_at: Date | null;
  made_at: Date;
  ended_at: Date | null;
};

/** How far reading or taking over is. */
export type UploadProgress = {
  done: number;
  total: number;
  /** All is prepared and is being stored at once, of which nothing can be told before its end. */
  storing?: boolean;
  /** How often it was begun: what ends the program each time is given up. */
  tries: number;
};

/** What an upload begins with. */
export type NewUpload = Pick<UploadRow, 'file' | 'name' | 'person' | 'made_at'> & { place: object };

/** What changes of an upload; the payload is changed with it, and read apart, for it may be large. */
export type UploadChange = Partial<
  Pick<UploadRow, 'kind' | 'state' | 'found' | 'chosen' | 'progress' | 'why' | 'decided_by' | 'decided_at' | 'ended_at'>
> & { payload?: unknown };

const COLUMNS = `id, file, name, person, place, kind, state, revision, found, chosen, progress, shown_at, why, decided_by,
  decided_at, made_at, ended_at`;
const JSON_COLUMNS = ['found', 'chosen', 'progress', 'payload'];

/** Notes a file that a trainer gave. */
export async function addUpload(tx: Database, { file, name, person, place, made_at }: NewUpload): Promise<UploadRow> {
  const [row] = await tx.query<UploadRow>(
    `INSERT INTO uploads (file, name, person, place, made_at) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
    [file, name, person, JSON.stringify(place), made_at],
  );
  return row as UploadRow;
}

/** The upload of that number; undefined when there is none. */
export async function findUpload(db: Database, id: number): Promise<UploadRow | undefined> {
  const [row] = await db.query<UploadRow>(`SELECT ${COLUMNS} FROM uploads WHERE id = $1`, [id]);
  return row;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockUpload(tx: Database, id: number): Promise<UploadRow | undefined> {
  const [row] = await tx.query<UploadRow>(`SELECT ${COLUMNS} FROM uploads WHERE id = $1 FOR UPDATE`, [id]);
  return row;
}

/** What is taken over once an upload is confirmed; null when there is nothing. */
export async function payloadOf(db: Database, id: number): Promise<unknown> {
  const [row] = await db.query<{ payload: unknown }>('SELECT payload FROM uploads WHERE id = $1', [id]);
  return row?.payload ?? null;
}

/**
 * Changes an upload that is still in that state, and lets its card be drawn again; the revision grows with everything but
 * progress.
 * @returns it as it is then; undefined when it is in another state by now, and then nothing changes
 */
export async function saveUpload(
  db: Database,
  id: number,
  state: UploadRow['state'],
  change: UploadChange,
): Promise<UploadRow | undefined> {
  const columns = Object.keys(change);
  const values = Object.entries(change).map(([column, value]) =>
    JSON_COLUMNS.includes(column) && value !== null ? JSON.stringify(value, asStored) : value,
  );
  const grows = columns.some((column) => column !== 'progress') ? 1 : 0;
  const [row] = await db.query<UploadRow>(
    `UPDATE uploads SET ${columns.map((column, at) => `${column} = $${at + 3}`).join(', ')}, revision = revision + ${grows},
       shown_at = NULL WHERE id = $1 AND state = $2 RETURNING ${COLUMNS}`,
    [id, state, ...values],
  );
  return row;
}

/** PostgreSQL takes no half of a character and no NUL in its JSON; a text that somebody cut short may hold either. */
const asStored = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value;

/** Uploads that are to be read or taken over, in the order in which they came. */
export async function listWorking(db: Database): Promise<UploadRow[]> {
  return await db.query(`SELECT ${COLUMNS} FROM uploads WHERE state IN ('dibaca', 'diterapkan') ORDER BY id`);
}

/** Whether a list of FAQ was taken over by this upload: versions of entries came with it. */
export async function wasTakenOver(db: Database, id: number): Promise<boolean> {
  const rows = await db.query('SELECT FROM faq_versions WHERE upload = $1 LIMIT 1', [id]);
  return rows.length > 0;
}

/** The numbers of the entries of which versions came with this upload, in their order. */
export async function numbersTakenOver(db: Database, id: number): Promise<number[]> {
  const rows = await db.query<{ faq: number }>('SELECT DISTINCT faq FROM faq_versions WHERE upload = $1 ORDER BY faq', [
    id,
  ]);
  return rows.map(({ faq }) => faq);
}

/** Uploads whose cards do not show how they are now; nobody else gets them until the transaction ends. */
export async function lockUnshown(tx: Database, most: number): Promise<UploadRow[]> {
  return await tx.query(
    `SELECT ${COLUMNS} FROM uploads WHERE shown_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [most],
  );
}

/** Notes that the cards show how it is now. */
export async function markShown(tx: Database, id: number, at: Date): Promise<void> {
  await tx.query('UPDATE uploads SET shown_at = $2 WHERE id = $1', [id, at]);
}

/** The last uploads, newest first. */
export async function listUploads(db: Database, most: number): Promise<UploadRow[]> {
  return await db.query(`SELECT ${COLUMNS} FROM uploads ORDER BY id DESC LIMIT $1`, [most]);
}
