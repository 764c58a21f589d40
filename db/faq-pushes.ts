import type { Database } from './database.ts';

/** A version of an entry that was sent to subscribers: the columns stand in migrations/0008_kiriman_faq.sql. */
export type FaqPushRow = {
  faq: number;
  version: number;
  broadcast: number;
  person: number;
  shown_at: Date;
  reported: boolean;
  /** Who sent it, and when. */
  name: string;
  made_at: Date;
};

const COLUMNS = `pushes.faq, pushes.version, pushes.broadcast, pushes.person, pushes.shown_at, pushes.reported, people.name,
  broadcasts.made_at`;
const FROM = `FROM faq_pushes AS pushes JOIN people ON people.id = pushes.person
  JOIN broadcasts ON broadcasts.id = pushes.broadcast`;

/** Notes that a version was sent. */
export async function addFaqPush(
  tx: Database,
  { faq, version, broadcast, person, shown_at }: Omit<FaqPushRow, 'reported' | 'name' | 'made_at'>,
): Promise<void> {
  await tx.query('INSERT INTO faq_pushes (faq, version, broadcast, person, shown_at) VALUES ($1, $2, $3, $4, $5)', [
    faq,
    version,
    broadcast,
    person,
    shown_at,
  ]);
}

/** The last version of an entry that was sent; with `version` that one. Undefined when it was not. */
export async function findFaqPush(db: Database, faq: number, version?: number): Promise<FaqPushRow | undefined> {
  const [row] = await db.query<FaqPushRow>(
    `SELECT ${COLUMNS} ${FROM} WHERE pushes.faq = $1 AND ($2::integer IS NULL OR pushes.version = $2)
     ORDER BY pushes.version DESC LIMIT 1`,
    [faq, version ?? null],
  );
  return row;
}

/** Stops what is on its way of these entries: what answers is another version, or none. */
export async function stopPushes(tx: Database, faqs: number[]): Promise<void> {
  await tx.query(
    // Of an entry only the last can be on its way: what is left of earlier ones gave way to it.
    `UPDATE broadcasts SET state = 'stopped'
     WHERE id IN (SELECT max(broadcast) FROM faq_pushes WHERE faq = ANY ($1) GROUP BY faq)
       AND state IN ('sending', 'paused') AND ended_at IS NULL`,
    [faqs],
  );
}

/** Notes when the card last showed how far it is, and whether that was the end. */
export async function saveFaqPush(
  tx: Database,
  { faq, version }: Pick<FaqPushRow, 'faq' | 'version'>,
  { shown_at, reported }: Pick<FaqPushRow, 'shown_at' | 'reported'>,
): Promise<void> {
  await tx.query('UPDATE faq_pushes SET shown_at = $3, reported = $4 WHERE faq = $1 AND version = $2', [
    faq,
    version,
    shown_at,
    reported,
  ]);
}

/**
 * What is on its way and was last shown before `shown`, and what has ended since; those shown longest ago come first. Nobody
 * else gets them until the transaction ends.
 */
export async function lockUnreportedPushes(
  tx: Database,
  shown: Date,
  most: number,
): Promise<Pick<FaqPushRow, 'faq' | 'version' | 'broadcast'>[]> {
  return await tx.query(
    `SELECT faq, version, broadcast FROM faq_pushes WHERE ${unreportedPush('$1')} ORDER BY shown_at, faq LIMIT $2
     FOR UPDATE SKIP LOCKED`,
    [shown, most],
  );
}

/** Which of them is to be shown again, for a statement whose parameter `shown` is a moment. */
export const unreportedPush = (shown: string): string => `NOT faq_pushes.reported AND (faq_pushes.shown_at <= ${shown}
  OR EXISTS (SELECT FROM broadcasts WHERE broadcasts.id = faq_pushes.broadcast AND broadcasts.ended_at IS NOT NULL))`;
