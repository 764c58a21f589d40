import type { Database } from '../db/database.ts';
import {
  addVersion,
  type FaqRow,
  type FaqVersionRow,
  findFaq,
  findVersion,
  lockFaq,
  publishedEntries,
  saveFaq,
} from '../db/faqs.ts';
import { findPerson } from '../db/people.ts';
import type { FaqContent } from '../knowledge/index.ts';
import { drawFaqCard, linkToFaq, noteBelowFaq } from './faq-card.ts';
import type { Written } from './faq-form-reading.ts';
import { headOf } from './faq-forms.ts';
import { propose, proposeNew } from './faq-publishing.ts';
import { faqClash, faqDeed, faqKept, faqRefused, faqSaved } from './messages/faq.ts';
import type { Reply } from './reply.ts';
import { saysTheSame } from './rules/faq.ts';
import { faqDifference } from './rules/faq-difference.ts';
import { revealed } from './rules/faq-suspicion.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

type Said = Awaited<ReturnType<Decision>>;

/** A new entry: its card stands with a preview, and nothing answers yet. `gap`: the group of questions it is written for. */
export const draftFaq = (visit: Visit, { content, owner, reviewBy }: Written, gap?: number): Decision => {
  const { needs, person } = visit;
  return async (tx) => {
    if (!needs.training) return await whisper(visit, faqRefused('no-desk'))(tx);
    const { faq, version } = await proposeNew(tx, needs, {
      content,
      author: person.id,
      owner,
      reviewBy,
      ...(gap !== undefined && { gap }),
    });
    await noteBelowFaq(tx, needs, faq, faqDeed(person.name, { kind: 'drafted', version }));
    return await whisper(visit, faqSaved(faq, undefined))(tx);
  };
};

/**
 * An entry that stands, written anew: a proposal. Where somebody else changed it since the form was opened on `version`, what
 * was written is kept aside for its writer to decide.
 */
export async function changeFaq(visit: Visit, id: number, version: number, written: Written): Promise<Decision> {
  const { needs, person } = visit;
  const { knowledge, db } = needs;
  // Where nothing of what it says is new, only the day of review may be: it is a part of what answers.
  const stored = await findFaq(db, id);
  const before = stored && (await headOf(db, stored));
  const isKept = before !== undefined && saysTheSame(written.content, before.content);
  const entries = isKept ? await publishedEntries<FaqContent>(db, { zone: knowledge.unit.zone, ids: [id] }) : [];
  const prepared = await knowledge.prepareFaq(entries.map((entry) => ({ ...entry, reviewBy: written.reviewBy })));
  return async (tx) => {
    const say = async (reply: Reply): Promise<Said> => await whisper(visit, reply)(tx);
    const faq = await lockFaq(tx, id);
    const head = faq && (await headOf(tx, faq));
    if (!faq || !head) return await say(faqRefused('unknown'));
    const isSame = saysTheSame(written.content, head.content);
    if (!isSame && head.version !== version) return await setAside(tx, visit, { faq, head, version, written });
    const { owner, reviewBy } = written;
    const isMoved = owner !== faq.owner || reviewBy !== faq.review_by;
    const now = isMoved ? await saveFaq(tx, id, { owner, review_by: reviewBy }) : faq;
    const isGone = now.proposed === null && now.published === null;
    // A draft that was thrown away is wanted after all, even with the same words.
    if (isSame && !isGone) {
      if (!isMoved) return await say(faqRefused('same'));
      if (entries.some((entry) => entry.version === now.published))
        await knowledge.storeFaq(tx, { put: prepared, drop: [] });
      await drawFaqCard(tx, needs, id);
      await noteBelowFaq(tx, needs, id, faqDeed(person.name, { kind: 'kept', version: head.version }));
      return await say(faqKept(id));
    }
    const proposed = await propose(tx, needs, {
      faq: now,
      content: written.content,
      author: person.id,
      madeFrom: head.version,
    });
    await noteBelowFaq(tx, needs, id, faqDeed(person.name, { kind: 'changed', version: proposed.version }));
    return await say(faqSaved(id, await linkToFaq(tx, needs, id)));
  };
}

/** Keeps what was written on a version that is not the last any more, and shows its writer how the two differ. */
async function setAside(
  tx: Database,
  { needs, person, incoming }: Visit,
  { faq, head, version, written }: { faq: FaqRow; head: FaqVersionRow<FaqContent>; version: number; written: Written },
): Promise<Said> {
  const { id } = faq;
  const base = version > 0 ? await findVersion(tx, id, version) : undefined;
  const aside = await addVersion(tx, {
    faq: id,
    content: written.content,
    state: 'bersama',
    author: person.id,
    made_from: base?.version ?? null,
    made_at: new Date(needs.now()),
  });
  await drawFaqCard(tx, needs, id);
  await noteBelowFaq(tx, needs, id, faqDeed(person.name, { kind: 'aside', version: aside.version }));
  const theirs = head.author === null ? undefined : (await findPerson(tx, head.author))?.name;
  const fields = faqDifference(revealed(head.content), revealed(written.content), needs.knowledge.basisText);
  return {
    replies: [faqClash({ id, version: aside.version, theirs }, fields)],
    // What only one person sees in a channel is gone when they look away; this waits for a decision.
    place: { channel: 'slack', chat: incoming.from.id, audience: 'private' },
  };
}
