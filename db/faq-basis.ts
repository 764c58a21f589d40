import type { Database } from './database.ts';

/** Published entries that rest on a document, with all that they rest on: a list of Basis as plain data. */
export async function faqsRestingOn(tx: Database, document: string): Promise<{ id: number; basis: unknown }[]> {
  return await tx.query(
    `SELECT faqs.id, faq_versions.content->'basis' AS basis
     FROM faqs JOIN faq_versions ON faq_versions.faq = faqs.id AND faq_versions.version = faqs.published
     WHERE faqs.withdrawn_at IS NULL AND faq_versions.content->'basis' @> $1::jsonb
     ORDER BY faqs.id`,
    [JSON.stringify([{ document }])],
  );
}

/** Says of entries that what they rest on changed, and which of it; somebody is to look, and has not been told of this. */
export async function markBasisChanged(tx: Database, marks: { id: number; changed: object[] }[]): Promise<void> {
  await tx.query(
    `UPDATE faqs SET basis_changed_at = now(), basis_changed = marks.changed, basis_told_at = NULL
     FROM jsonb_to_recordset($1::jsonb) AS marks(id integer, changed jsonb) WHERE faqs.id = marks.id`,
    [JSON.stringify(marks)],
  );
}
