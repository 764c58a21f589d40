import type { Database } from './database.ts';

/** Keeps an answer of an officer that may become a FAQ. */
export async function addFaqDraft(
  tx: Database,
  draft: { ticket: number | null; question: string; answer: string; person: number },
): Promise<void> {
  await tx.query('INSERT INTO faq_drafts (ticket, question, answer, by_person) VALUES ($1, $2, $3, $4)', [
    draft.ticket,
    draft.question,
    draft.answer,
    draft.person,
  ]);
}
