import type { Database } from './database.ts';

/** An entry that somebody shall look at again, and its owner; nobody: null. */
export type ReviewDueRow = {
  id: number;
  question: string;
  /** A day in the zone of the unit, e.g. 2027-02-01. */
  review_by: string | null;
  owner: number | null;
};

/** Of an entry in its published version. */
const ANSWERS = 'faqs.published IS NOT NULL AND faqs.withdrawn_at IS NULL';
const SAID = "faqs.id, faq_versions.content->>'question' AS question, faqs.review_by::text AS review_by, faqs.owner";
const VERSION = 'faq_versions.faq = faqs.id AND faq_versions.version = faqs.published';

/** Days in the zone of the unit, e.g. 2026-11-23. What was to be looked at until `lapsed` is out of date. */
export type ReviewDays = { today: string; near: string; lapsed: string };

/**
 * Notes that the owners are reminded now, and gives the entries whose day of review has come nearer since they last were: it
 * is near, it has come, or it passed too long ago. Each of these is told of once.
 */
export async function takeReviewsDue(
  tx: Database,
  { today, near, lapsed }: ReviewDays,
): Promise<(ReviewDueRow & { stage: 'soon' | 'today' | 'lapsed' })[]> {
  return await tx.query(
    // The day that is noted is the day of review, or the one before or after it: it tells the three apart.
    `WITH due AS (
       SELECT ${SAID}, stages.stage, faqs.review_by + stages.after AS day
       FROM faqs JOIN faq_versions ON ${VERSION} CROSS JOIN LATERAL (
         SELECT * FROM (VALUES ('lapsed', 1, $3::date), ('today', 0, $1::date), ('soon', -1, $2::date))
           AS stages(stage, after, until)
         WHERE faqs.review_by <= until ORDER BY after DESC LIMIT 1) AS stages
       WHERE ${ANSWERS} AND faqs.review_by <= $2::date FOR UPDATE OF faqs)
     UPDATE faqs SET reminded_for = due.day FROM due
     WHERE faqs.id = due.id AND faqs.reminded_for IS DISTINCT FROM due.day
     RETURNING due.id, due.question, due.review_by, due.owner, due.stage`,
    [today, near, lapsed],
  );
}

/** Notes that it was told, and gives the entries of which a provision they rest on changed and nobody was told yet. */
export async function takeBasisChanged(
  tx: Database,
  now: Date,
  most: number,
): Promise<(ReviewDueRow & { basis_changed: unknown })[]> {
  return await tx.query(
    `WITH due AS (
       SELECT ${SAID}, faqs.basis_changed FROM faqs JOIN faq_versions ON ${VERSION}
       WHERE ${BASIS_UNTOLD} ORDER BY faqs.id LIMIT $2 FOR UPDATE OF faqs)
     UPDATE faqs SET basis_told_at = $1 FROM due WHERE faqs.id = due.id
     RETURNING due.id, due.question, due.review_by, due.owner, due.basis_changed`,
    [now, most],
  );
}

/** It answers, what it rests on changed, and nobody was told. */
export const BASIS_UNTOLD = `${ANSWERS} AND faqs.basis_changed_at IS NOT NULL AND faqs.basis_told_at IS NULL`;

/** How many entries of an owner wait to be looked at again: by their day, or as what they rest on changed. */
export async function countToReview(db: Database, owner: number, until: string): Promise<number> {
  const [row] = await db.query<{ total: number }>(
    `SELECT count(*)::integer AS total FROM faqs
     WHERE ${ANSWERS} AND owner = $1 AND (review_by <= $2::date OR basis_changed_at IS NOT NULL)`,
    [owner, until],
  );
  return row?.total ?? 0;
}
