import { stopPushes } from '../db/faq-pushes.ts';
import { type FaqRow, findFaq, findVersion, lockFaq, publishedEntries, saveFaq, saveVersion } from '../db/faqs.ts';
import type { FaqContent } from '../knowledge/index.ts';
import { drawFaqCard, noteBelowFaq, todayOf } from './faq-card.ts';
import { isFounded } from './faq-publishing.ts';
import {
  deskDeed,
  FAQ_TOLD,
  faqReviewed,
  faqTold,
  faqWithdrawn,
  withdrawForm,
  withdrawNotTaken,
} from './messages/faq-desk.ts';
import type { Form, Reply } from './reply.ts';
import { reviewAfter } from './rules/faq.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** Shorter ones give no reason. */
const SHORTEST_REASON = 5;

/** The form in which somebody says why an entry is withdrawn, or in words why there is none. */
export async function withdrawing({ needs }: Visit, id: number): Promise<{ form: Form } | { reply: Reply }> {
  const faq = await findFaq(needs.db, id);
  const why = whyNotStanding(faq);
  if (why) return { reply: faqTold(why) };
  const published = await findVersion<FaqContent>(needs.db, id, faq?.published ?? 0);
  return { form: withdrawForm({ id, question: published?.content.question ?? '' }) };
}

/** What is wrong with that form, below its field. */
export const checkWithdraw = (reason: string): Record<string, string> | undefined =>
  isReason(reason) ? undefined : { reason: FAQ_TOLD['no-reason'] };

/**
 * Tarik: the entry answers nothing more, from the end of the transaction on. What was submitted for it has to be submitted again:
 * approving it would bring back what somebody has just found wrong.
 */
export async function withdraw(visit: Visit, id: number, reason: string): Promise<Decision> {
  const { needs, person } = visit;
  const { knowledge, now } = needs;
  const nothing = await knowledge.prepareFaq([]);
  return async (tx) => {
    const faq = await lockFaq(tx, id);
    const why = whyNotStanding(faq) ?? (isReason(reason) ? undefined : 'no-reason');
    if (why) return await whisper(visit, withdrawNotTaken(why, reason))(tx);
    const { proposed, proposed_state } = faq as FaqRow;
    const isAsked = proposed !== null && proposed_state === 'ditinjau';
    if (isAsked) await saveVersion(tx, { faq: id, version: proposed }, { state: 'draf' });
    await saveFaq(tx, id, {
      ...{ withdrawn_at: new Date(now()), withdrawn_why: reason.trim(), shipped: false },
      ...(isAsked && { proposed_state: 'draf' }),
    });
    await knowledge.storeFaq(tx, { put: nothing, drop: [id] });
    // What does not answer any more is not sent on.
    await stopPushes(tx, [id]);
    await drawFaqCard(tx, needs, id);
    await noteBelowFaq(tx, needs, id, deskDeed(person.name, { kind: 'withdrawn', reason: reason.trim() }));
    return await whisper(visit, faqWithdrawn(id))(tx);
  };
}

/**
 * Masih benar: somebody looked at the entry, and it is to be looked at again in three months. Remarks that it was not looked
 * at, or that its basis changed, are gone from its answer.
 */
export async function reviewed(visit: Visit, id: number): Promise<Decision> {
  const { needs, person } = visit;
  const { db, knowledge, now } = needs;
  const [entry] = await publishedEntries<FaqContent>(db, { zone: knowledge.unit.zone, ids: [id] });
  if (!entry) return whisper(visit, faqTold(whyNotStanding(await findFaq(db, id)) ?? 'changed'));
  const { basisChanged: _, ...standing } = entry;
  if (!isFounded(needs, standing)) return whisper(visit, faqTold('basis-gone'));
  const reviewBy = reviewAfter(todayOf(needs));
  const put = await knowledge.prepareFaq([{ ...standing, reviewBy }]);
  return async (tx) => {
    const faq = await lockFaq(tx, id);
    // Another version may have been published while this one was prepared.
    const why = whyNotStanding(faq) ?? (faq?.published === entry.version ? undefined : 'changed');
    if (why) return await whisper(visit, faqTold(why))(tx);
    await saveFaq(tx, id, {
      ...{ review_by: reviewBy, reviewed_at: new Date(now()), reminded_for: null },
      ...{ basis_changed_at: null, basis_changed: null, basis_told_at: null },
    });
    await knowledge.storeFaq(tx, { put, drop: [] });
    await drawFaqCard(tx, needs, id);
    await noteBelowFaq(tx, needs, id, deskDeed(person.name, { kind: 'reviewed', reviewBy }));
    return await whisper(visit, faqReviewed(id, reviewBy))(tx);
  };
}

/** Why there is nothing that answers under that number. */
function whyNotStanding(faq: FaqRow | undefined): keyof typeof FAQ_TOLD | undefined {
  if (!faq) return 'unknown';
  if (faq.published === null) return 'unpublished';
  return faq.withdrawn_at === null ? undefined : 'withdrawn';
}

const isReason = (text: string): boolean => text.trim().length >= SHORTEST_REASON;
