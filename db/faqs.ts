import type { Database } from './database.ts';
import { stopPushes } from './faq-pushes.ts';

/** An entry as stored. The meaning of the columns stands in migrations/0007_pelatih.sql. */
export type FaqRow = {
  id: number;
  published: number | null;
  proposed: number | null;
  proposed_state: 'draf' | 'ditinjau' | null;
  revision: number;
  owner: number | null;
  /** A day in the zone of the unit, e.g. 2027-02-01. */
  review_by: string | null;
  reviewed_at: Date | null;
  reminded_for: string | null;
  basis_changed_at: Date | null;
  basis_changed: unknown;
  basis_told_at: Date | null;
  withdrawn_at: Date | null;
  withdrawn_why: string | null;
  shipped: boolean;
  gap: number | null;
  made_at: Date;
};

/** What an entry begins with. */
export type NewFaq = { id: number } & Partial<Pick<FaqRow, 'owner' | 'review_by' | 'shipped' | 'gap' | 'made_at'>>;

/** The columns that change; every change counts the revision up. */
export type FaqChange = Partial<Omit<FaqRow, 'id' | 'revision' | 'made_at'>>;

/** Owner and review day that a version brings; what is absent stays as the entry has it. */
export type FaqBeside = Partial<Pick<FaqRow, 'owner' | 'review_by'>>;

export type FaqVersionState = 'draf' | 'ditinjau' | 'terbit' | 'lama' | 'dikembalikan' | 'dibuang' | 'bersama';

/** A version as stored. `Content` is the FaqContent of knowledge/faq-entry.ts, as plain data. */
export type FaqVersionRow<Content = Record<string, unknown>> = {
  faq: number;
  version: number;
  content: Content;
  state: FaqVersionState;
  made_from: number | null;
  author: number | null;
  made_at: Date;
  decided_by: number | null;
  decided_at: Date | null;
  note: string | null;
  upload: number | null;
  beside: FaqBeside | null;
  /** What became of the basis of a proposal since it was written: a list of Basis as plain data; null: nothing. */
  basis_changed: unknown;
};

/** What a version begins with; its number is the next one of its entry. */
export type NewFaqVersion = Pick<FaqVersionRow, 'faq' | 'state' | 'author' | 'made_at'> & {
  content: object;
  made_from?: number | null;
  upload?: number | null;
  beside?: FaqBeside | null;
};

/** What became of a version; what it says stays. */
export type FaqVersionChange = Partial<Pick<FaqVersionRow, 'state' | 'decided_by' | 'decided_at' | 'note' | 'beside'>>;

const COLUMN_NAMES = [
  'id',
  'published',
  'proposed',
  'proposed_state',
  'revision',
  'owner',
  'review_by',
  'reviewed_at',
  'reminded_for',
  'basis_changed_at',
  'basis_changed',
  'basis_told_at',
  'withdrawn_at',
  'withdrawn_why',
  'shipped',
  'gap',
  'made_at',
];
/** A day is a text: as a Date it would be a moment in the zone of this machine. */
const DAYS = ['review_by', 'reminded_for'];
const columnsOf = (table: string) =>
  COLUMN_NAMES.map((name) => (DAYS.includes(name) ? `${table}.${name}::text AS ${name}` : `${table}.${name}`)).join(
    ', ',
  );
const COLUMNS = columnsOf('faqs');
const VERSION_COLUMNS =
  'faq, version, content, state, made_from, author, made_at, decided_by, decided_at, note, upload, beside, basis_changed';
/** Rows per statement: large enough to be fast, small enough for the memory of the embedded database. */
const BATCH = 500;

/**
 * The number that the next entry gets: one above the highest there is, and never below `first`. Nobody else adds entries until
 * the transaction ends.
 */
export async function nextFaqNumber(tx: Database, first: number): Promise<number> {
  await tx.query('LOCK TABLE faqs IN SHARE ROW EXCLUSIVE MODE');
  const [row] = await tx.query<{ next: number }>('SELECT greatest($1, max(id) + 1) AS next FROM faqs', [first]);
  return row?.next ?? first;
}

/** Stores an entry that has no version yet. */
export async function addFaq(tx: Database, faq: NewFaq): Promise<FaqRow> {
  const [row] = await addFaqs(tx, [faq]);
  return row as FaqRow;
}

/** The same for many at once, in the order given. */
export async function addFaqs(tx: Database, faqs: NewFaq[]): Promise<FaqRow[]> {
  return await inBatches(faqs, (some) =>
    tx.query<FaqRow>(
      `INSERT INTO faqs (id, owner, review_by, shipped, gap, made_at)
       SELECT r.id, r.owner, r.review_by, coalesce(r.shipped, false), r.gap, coalesce(r.made_at, now())
       FROM jsonb_to_recordset($1::jsonb) AS r(id integer, owner integer, review_by date, shipped boolean, gap integer,
         made_at timestamptz)
       RETURNING ${COLUMNS}`,
      [JSON.stringify(some)],
    ),
  );
}

/** The entry of that number; undefined when there is none. */
export async function findFaq(db: Database, id: number): Promise<FaqRow | undefined> {
  const [row] = await db.query<FaqRow>(`SELECT ${COLUMNS} FROM faqs WHERE id = $1`, [id]);
  return row;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockFaq(tx: Database, id: number): Promise<FaqRow | undefined> {
  const [row] = await tx.query<FaqRow>(`SELECT ${COLUMNS} FROM faqs WHERE id = $1 FOR UPDATE`, [id]);
  return row;
}

/** The same for all of these, by number; nobody else changes them until the transaction ends. */
export async function lockFaqs(tx: Database, ids: number[]): Promise<FaqRow[]> {
  return await tx.query(`SELECT ${COLUMNS} FROM faqs WHERE id = ANY ($1) ORDER BY id FOR UPDATE`, [ids]);
}

/** Changes columns of an entry; gives it as it is then, a revision later. */
export async function saveFaq(tx: Database, id: number, change: FaqChange): Promise<FaqRow> {
  const columns = Object.keys(change);
  const values = Object.entries(change).map(([column, value]) =>
    column === 'basis_changed' && value !== null ? JSON.stringify(value) : value,
  );
  const assigned = columns.map((column, at) => `${column} = $${at + 2}`);
  const [row] = await tx.query<FaqRow>(
    `UPDATE faqs SET ${['revision = revision + 1', ...assigned].join(', ')} WHERE id = $1 RETURNING ${COLUMNS}`,
    [id, ...values],
  );
  return row as FaqRow;
}

/** Stores a version; gives it with its number. */
export async function addVersion<Content = Record<string, unknown>>(
  tx: Database,
  version: NewFaqVersion,
): Promise<FaqVersionRow<Content>> {
  const [row] = await addVersions<Content>(tx, [version]);
  return row as FaqVersionRow<Content>;
}

/** The same for many at once, in the order given, of each entry at most one. */
export async function addVersions<Content = Record<string, unknown>>(
  tx: Database,
  versions: NewFaqVersion[],
): Promise<FaqVersionRow<Content>[]> {
  return await inBatches(versions, (some) =>
    tx.query<FaqVersionRow<Content>>(
      `INSERT INTO faq_versions (faq, version, content, state, made_from, author, made_at, upload, beside)
       SELECT r.faq, coalesce((SELECT max(version) FROM faq_versions WHERE faq_versions.faq = r.faq), 0) + 1, r.content,
         r.state, r.made_from, r.author, r.made_at, r.upload, r.beside
       FROM jsonb_to_recordset($1::jsonb) AS r(faq integer, content jsonb, state text, made_from integer, author integer,
         made_at timestamptz, upload integer, beside jsonb)
       RETURNING ${VERSION_COLUMNS}`,
      [JSON.stringify(some)],
    ),
  );
}

/** One version of an entry; undefined when there is none. */
export async function findVersion<Content = Record<string, unknown>>(
  db: Database,
  faq: number,
  version: number,
): Promise<FaqVersionRow<Content> | undefined> {
  const [row] = await db.query<FaqVersionRow<Content>>(
    `SELECT ${VERSION_COLUMNS} FROM faq_versions WHERE faq = $1 AND version = $2`,
    [faq, version],
  );
  return row;
}

/** Notes what became of a version; gives it as it is then. */
export async function saveVersion<Content = Record<string, unknown>>(
  tx: Database,
  { faq, version }: Pick<FaqVersionRow, 'faq' | 'version'>,
  change: FaqVersionChange,
): Promise<FaqVersionRow<Content>> {
  const assigned = Object.keys(change).map((column, at) => `${column} = $${at + 3}`);
  const [row] = await tx.query<FaqVersionRow<Content>>(
    `UPDATE faq_versions SET ${assigned.join(', ')} WHERE faq = $1 AND version = $2 RETURNING ${VERSION_COLUMNS}`,
    [
      faq,
      version,
      ...Object.entries(change).map(([column, value]) =>
        column === 'beside' && value !== null ? JSON.stringify(value) : value,
      ),
    ],
  );
  return row as FaqVersionRow<Content>;
}

/** All versions of an entry with the names of who wrote and who decided, newest first. */
export async function versionsOf<Content = Record<string, unknown>>(
  db: Database,
  faq: number,
): Promise<(FaqVersionRow<Content> & { author_name: string | null; decider_name: string | null })[]> {
  return await db.query(
    `SELECT ${VERSION_COLUMNS},
       (SELECT name FROM people WHERE people.id = author) AS author_name,
       (SELECT name FROM people WHERE people.id = decided_by) AS decider_name
     FROM faq_versions WHERE faq = $1 ORDER BY version DESC`,
    [faq],
  );
}

/** A version that is published from now on, and what else is set with it; null leaves what is stored. */
export type Publication = {
  faq: number;
  version: number;
  owner?: number | null;
  review_by?: string | null;
  /** It came with the program. */
  shipped?: boolean;
};

/**
 * Makes these versions the ones that answer: what answered before is 'lama', another proposal 'dibuang'. An entry that was
 * withdrawn is so no more, and nothing is left of a changed basis. What subscribers are still being sent of the version before
 * is stopped. Each entry is a revision later.
 */
export async function publishVersions(
  tx: Database,
  publications: Publication[],
  { by, at }: { by: number | null; at: Date },
): Promise<FaqRow[]> {
  return await inBatches(publications, async (some) => {
    const rows = JSON.stringify(some);
    const given = '(SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(faq integer, version integer)) AS r';
    await tx.query(
      `UPDATE faq_versions SET state = CASE WHEN faq_versions.state = 'terbit' THEN 'lama' ELSE 'dibuang' END,
         decided_by = CASE WHEN faq_versions.state = 'terbit' THEN decided_by ELSE $2 END,
         decided_at = CASE WHEN faq_versions.state = 'terbit' THEN decided_at ELSE $3 END
       FROM ${given}
       WHERE faq_versions.faq = r.faq AND faq_versions.version <> r.version
         AND faq_versions.state IN ('terbit', 'draf', 'ditinjau')`,
      [rows, by, at],
    );
    await tx.query(
      `UPDATE faq_versions SET state = 'terbit', decided_by = $2, decided_at = $3
       FROM ${given} WHERE faq_versions.faq = r.faq AND faq_versions.version = r.version`,
      [rows, by, at],
    );
    await stopPushes(
      tx,
      some.map(({ faq }) => faq),
    );
    return await tx.query<FaqRow>(
      `UPDATE faqs SET published = r.version, proposed = NULL, proposed_state = NULL, revision = revision + 1,
         owner = coalesce(r.owner, faqs.owner), review_by = coalesce(r.review_by, faqs.review_by),
         shipped = coalesce(r.shipped, false), reviewed_at = $2, reminded_for = NULL, basis_changed_at = NULL,
         basis_changed = NULL, basis_told_at = NULL, withdrawn_at = NULL, withdrawn_why = NULL
       FROM jsonb_to_recordset($1::jsonb) AS r(faq integer, version integer, owner integer, review_by date, shipped boolean)
       WHERE faqs.id = r.faq RETURNING ${COLUMNS}`,
      [rows, at],
    );
  });
}

/** An entry with what its published version says, where it has none what is proposed, else what was written last. */
export type FaqHead<Content = Record<string, unknown>> = FaqRow & {
  version: number;
  content: Content;
  state: FaqVersionState;
  author: number | null;
  author_name: string | null;
  owner_name: string | null;
  written_at: Date;
};

const heads = (also = '') => `
  SELECT ${COLUMNS}${also}, head.version, head.content, head.state, head.author, head.made_at AS written_at,
    (SELECT name FROM people WHERE people.id = head.author) AS author_name,
    (SELECT name FROM people WHERE people.id = faqs.owner) AS owner_name
  FROM faqs JOIN faq_versions AS head ON head.faq = faqs.id AND head.version = coalesce(faqs.published, faqs.proposed,
    (SELECT max(version) FROM faq_versions WHERE faq_versions.faq = faqs.id))`;
/** It answers, was withdrawn, or may still come to answer: no draft that was thrown away. */
const KEPT = '(faqs.published IS NOT NULL OR faqs.proposed IS NOT NULL OR faqs.withdrawn_at IS NOT NULL)';

/** All entries but drafts that were thrown away, by number. */
export async function headVersions<Content = Record<string, unknown>>(db: Database): Promise<FaqHead<Content>[]> {
  return await db.query(`${heads()} WHERE ${KEPT} ORDER BY faqs.id`);
}

/** Where an entry is in its life, as listed; see statusOf in handlers/rules/faq.ts. */
export type FaqListStatus = 'draf' | 'ditinjau' | 'terbit' | 'kedaluwarsa' | 'ditarik';

/** `lapsed` is the last day of review that is too long ago: what was to be looked at until then is out of date. */
const statusColumn = (lapsed: string) => `CASE
  WHEN faqs.withdrawn_at IS NOT NULL THEN 'ditarik'
  WHEN faqs.published IS NOT NULL AND faqs.review_by <= ${lapsed}::date THEN 'kedaluwarsa'
  WHEN faqs.published IS NOT NULL THEN 'terbit'
  ELSE faqs.proposed_state END`;

/** What a list is narrowed to. */
export type FaqFilter = {
  /** The last day of review that is too long ago, e.g. 2026-11-08. */
  lapsed: string;
  status?: FaqListStatus;
  /** A proposal waits, whether or not another version answers. */
  proposed?: 'draf' | 'ditinjau';
  topic?: string;
  /** All of these words stand in the question, the ways to ask, or the answer. */
  words?: string[];
  owner?: number;
};

/** Entries after a number, by number; at most `most`. */
export async function listFaqs<Content = Record<string, unknown>>(
  db: Database,
  { after, most, ...filter }: FaqFilter & { after: number; most: number },
): Promise<(FaqHead<Content> & { status: FaqListStatus })[]> {
  return await db.query(
    `SELECT * FROM (${heads(`, ${statusColumn('$1')} AS status`)} WHERE ${KEPT} AND faqs.id > $6) AS listed
     WHERE ($2::text IS NULL OR status = $2) AND ($3::text IS NULL OR proposed_state = $3)
       AND ($4::text IS NULL OR content->>'topic' = $4) AND ($5::integer IS NULL OR owner = $5)
       AND (SELECT coalesce(bool_and(concat_ws(' ', content->>'question', content->>'variants', content->>'answer')
         ILIKE '%' || word || '%'), true) FROM unnest($8::text[]) AS word)
     ORDER BY id LIMIT $7`,
    [
      filter.lapsed,
      filter.status ?? null,
      filter.proposed ?? null,
      filter.topic ?? null,
      filter.owner ?? null,
      after,
      most,
      (filter.words ?? []).map((word) => word.replaceAll(/[\\%_]/gu, '\\$&')),
    ],
  );
}

/**
 * How many entries there are of each status. What waits counts there also where another version answers meanwhile, so that
 * one entry may count twice.
 */
export async function countFaqs(db: Database, lapsed: string): Promise<Record<FaqListStatus, number>> {
  const counted = (name: FaqListStatus, of: 'status' | 'proposed_state') =>
    `(count(*) FILTER (WHERE ${of} = '${name}'))::integer AS ${name}`;
  const [row] = await db.query<Record<FaqListStatus, number>>(
    `SELECT ${counted('terbit', 'status')}, ${counted('kedaluwarsa', 'status')}, ${counted('ditarik', 'status')},
       ${counted('draf', 'proposed_state')}, ${counted('ditinjau', 'proposed_state')}
     FROM (SELECT ${statusColumn('$1')} AS status, proposed_state FROM faqs WHERE ${KEPT}) AS kept`,
    [lapsed],
  );
  return row as Record<FaqListStatus, number>;
}

/** What answers, by number; `Content` is FaqContent, so that each is a FaqEntry. */
export async function publishedEntries<Content extends object>(
  db: Database,
  { zone, ids }: { zone: string; ids?: number[] },
): Promise<PublishedFaq<Content>[]> {
  const rows = await db.query<PublishedRow<Content>>(
    `SELECT faqs.id, faqs.published AS version, faq_versions.content, faqs.review_by::text AS review_by,
       to_char(faqs.basis_changed_at AT TIME ZONE $1, 'YYYY-MM-DD') AS basis_changed
     FROM faqs JOIN faq_versions ON faq_versions.faq = faqs.id AND faq_versions.version = faqs.published
     WHERE faqs.withdrawn_at IS NULL AND ($2::integer[] IS NULL OR faqs.id = ANY ($2)) ORDER BY faqs.id`,
    [zone, ids ?? null],
  );
  return rows.map(({ id, version, content, review_by, basis_changed }) => ({
    ...content,
    id,
    version,
    ...(review_by !== null && { reviewBy: review_by }),
    ...(basis_changed !== null && { basisChanged: basis_changed }),
  }));
}

/** An entry as it answers, as knowledge takes it. */
export type PublishedFaq<Content> = Content & {
  id: number;
  version: number;
  reviewBy?: string;
  basisChanged?: string;
};
type PublishedRow<Content> = {
  id: number;
  version: number;
  content: Content;
  review_by: string | null;
  basis_changed: string | null;
};

/** The versions of an entry that were written at the same time as others and wait for their writer, newest first. */
export async function listAside<Content = Record<string, unknown>>(
  db: Database,
  faq: number,
): Promise<FaqVersionRow<Content>[]> {
  return await db.query(
    `SELECT ${VERSION_COLUMNS} FROM faq_versions WHERE faq = $1 AND state = 'bersama' ORDER BY version DESC`,
    [faq],
  );
}

/** What is proposed for the first time, besides one entry: what it asks, newest first. */
export async function listFirstProposals(
  db: Database,
  { except, most }: { except: number; most: number },
): Promise<{ id: number; question: string }[]> {
  return await db.query(
    `SELECT faqs.id, faq_versions.content->>'question' AS question
     FROM faqs JOIN faq_versions ON faq_versions.faq = faqs.id AND faq_versions.version = faqs.proposed
     WHERE faqs.published IS NULL AND faqs.id <> $1 ORDER BY faqs.id DESC LIMIT $2`,
    [except, most],
  );
}

/** What is proposed and has no card in that chat. */
export async function listCardlessFaqs(
  db: Database,
  { channel, chat }: { channel: string; chat: string },
): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `SELECT id FROM faqs WHERE proposed IS NOT NULL AND NOT EXISTS (
       SELECT FROM outbox WHERE outbox.channel = $1 AND outbox.chat = $2 AND outbox.subject = 'faq:' || faqs.id
         AND outbox.state IN ('due', 'held', 'sending', 'sent', 'unsure', 'refused'))
     ORDER BY id`,
    [channel, chat],
  );
  return rows.map(({ id }) => id);
}

/** Entries of which something is to be told after an import, by number. */
export type ImportedFaq = {
  id: number;
  /** A card stands in that chat, or is on its way there. */
  carded: boolean;
};

/**
 * What an upload brought and has a card, or was begun for a group of questions; `beside` are entries that it changed without a
 * version.
 */
export async function listImported(
  db: Database,
  upload: number,
  {
    beside,
    after,
    most,
    place,
  }: { beside: number[]; after: number; most: number; place: { channel: string; chat: string } },
): Promise<ImportedFaq[]> {
  return await db.query(
    `SELECT id, carded FROM (
       SELECT faqs.id, EXISTS (
         SELECT FROM outbox WHERE outbox.channel = $2 AND outbox.chat = $3 AND outbox.subject = 'faq:' || faqs.id
           AND outbox.state IN ('due', 'held', 'sending', 'sent', 'unsure')) AS carded
       FROM faqs WHERE faqs.id > $4 AND (faqs.id = ANY ($5::integer[])
         OR EXISTS (SELECT FROM faq_versions WHERE faq_versions.faq = faqs.id AND faq_versions.upload = $1))) AS imported
     WHERE carded OR EXISTS (SELECT FROM gaps WHERE gaps.faq = imported.id AND gaps.state = 'dikerjakan')
     ORDER BY id LIMIT $6`,
    [upload, place.channel, place.chat, after, beside, most],
  );
}

/** Those of these entries that answer with what an upload brought. */
export async function answeringFrom(db: Database, upload: number, ids: number[]): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `SELECT faqs.id FROM faqs JOIN faq_versions ON faq_versions.faq = faqs.id AND faq_versions.version = faqs.published
     WHERE faqs.id = ANY ($2::integer[]) AND faq_versions.upload = $1 AND faqs.withdrawn_at IS NULL ORDER BY faqs.id`,
    [upload, ids],
  );
  return rows.map(({ id }) => id);
}

async function inBatches<Item, Row>(items: Item[], work: (some: Item[]) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let at = 0; at < items.length; at += BATCH) rows.push(...(await work(items.slice(at, at + BATCH))));
  return rows;
}
