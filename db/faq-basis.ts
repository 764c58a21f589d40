import type { Database } from './database.ts';

/** A version that answers or is proposed, with all that it rests on: a list of Basis as plain data. */
export type RestingFaq = { id: number; answers: boolean; basis: unknown };

/** The versions that rest on a document, and answer or may come to. */
export async function faqsRestingOn(tx: Database, document: string): Promise<RestingFaq[]> {
  return await tx.query(
    `SELECT faqs.id, faq_versions.version IS NOT DISTINCT FROM faqs.published AS answers,
       faq_versions.content->'basis' AS basis
     FROM faqs JOIN faq_versions ON faq_versions.faq = faqs.id AND (faq_versions.version = faqs.proposed
       OR faq_versions.version = faqs.published AND faqs.withdrawn_at IS NULL)
     WHERE faq_versions.content->'basis' @> $1::jsonb
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

/** The same of what is proposed for entries: nobody can approve it as it was written. */
export async function markProposedBasisChanged(
  tx: Database,
  marks: { id: number; changed: object[] }[],
): Promise<void> {
  await tx.query(
    `UPDATE faq_versions SET basis_changed = marks.changed
     FROM jsonb_to_recordset($1::jsonb) AS marks(id integer, changed jsonb) JOIN faqs ON faqs.id = marks.id
     WHERE faq_versions.faq = faqs.id AND faq_versions.version = faqs.proposed`,
    [JSON.stringify(marks)],
  );
}
