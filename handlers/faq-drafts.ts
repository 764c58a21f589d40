import type { Database } from '../db/database.ts';
import {
  addVersion,
  type FaqBeside,
  type FaqRow,
  type FaqVersionRow,
  findFaq,
  findVersion,
  lockFaq,
  publishedEntries,
  saveFaq,
  saveVersion,
} from '../db/faqs.ts';
import { findPerson } from '../db/people.ts';
import type { FaqContent } from '../knowledge/index.ts';
import { besideOf, movedFrom } from './faq-beside.ts';
import { drawFaqCard, linkToFaq, noteBelowFaq } from './faq-card.ts';
import type { Written } from './faq-form-reading.ts';
import { headOf } from './faq-forms.ts';
import { propose, proposeNew, tellAside } from './faq-publishing.ts';
import type { Channel } from './incoming.ts';
import { draftReplaced, faqClash, faqDeed, faqKept, faqKeptAside, faqRefused, faqSaved } from './messages/faq.ts';
import { notify } from './notice.ts';
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
 * was written is kept aside for its writer to decide. `moved` are owner and review day that the writer has changed: of an entry
 * that answers they wait with the proposal.
 */
export async function changeFaq(
  visit: Visit,
  id: number,
  { version, written, moved }: { version: number; written: Written; moved: FaqBeside },
): Promise<Decision> {
  const { needs, person } = visit;
  const { knowledge, db } = needs;
  // Where nothing of what it says is new, only the day of review may be: it is a part of what answers.
  const stored = await findFaq(db, id);
  const before = stored && (await headOf(db, stored));
  const isKept = before !== undefined && saysTheSame(written.content, before.content);
  const entries =
    isKept && moved.review_by !== undefined
      ? await publishedEntries<FaqContent>(db, { zone: knowledge.unit.zone, ids: [id] })
      : [];
  const prepared = await knowledge.prepareFaq(entries.map((entry) => ({ ...entry, reviewBy: written.reviewBy })));
  return async (tx) => {
    const say = async (reply: Reply): Promise<Said> => await whisper(visit, reply)(tx);
    const faq = await lockFaq(tx, id);
    const head = faq && (await headOf(tx, faq));
    if (!faq || !head) return await say(faqRefused('unknown'));
    const isSame = saysTheSame(written.content, head.content);
    if (!isSame && head.version !== version) return await setAside(tx, visit, { faq, head, version, written, moved });
    const beside = movedFrom(besideOf(faq, head), moved);
    const isProposal = head.version === faq.proposed;
    // What answers keeps its owner and review day until somebody has approved others.
    const waits = faq.published !== null && (isProposal || !isSame);
    const now = beside && !waits ? await saveFaq(tx, id, beside) : faq;
    const waiting = waits ? { ...(isProposal && head.beside), ...beside } : null;
    const isGone = now.proposed === null && now.published === null;
    // A draft that was thrown away is wanted after all, even with the same words; or they are right, whatever they rest on.
    const isWrittenAnew = isGone || (isProposal && head.basis_changed !== null);
    if (isSame && !isWrittenAnew) {
      if (!beside) return await say(faqRefused('same'));
      if (waits) await saveVersion(tx, head, { beside: waiting });
      else if (beside.review_by !== undefined && entries.some((entry) => entry.version === now.published))
        await knowledge.storeFaq(tx, { put: prepared, drop: [] });
      await drawFaqCard(tx, needs, id);
      await noteBelowFaq(tx, needs, id, faqDeed(person.name, { kind: 'kept', version: head.version }));
      return await say(faqKept(id, waits));
    }
    const proposed = await propose(tx, needs, {
      faq: now,
      content: written.content,
      author: person.id,
      madeFrom: head.version,
      beside: waiting,
    });
    await noteBelowFaq(tx, needs, id, faqDeed(person.name, { kind: 'changed', version: proposed.version }));
    if (isProposal) await tellReplaced(tx, visit, head, proposed);
    return await say(faqSaved(id, await linkToFaq(tx, needs, id)));
  };
}

/** Whoever wrote the draft that gave way learns so, and what differs. */
async function tellReplaced(
  tx: Database,
  { needs, person }: Visit,
  draft: FaqVersionRow<FaqContent>,
  { faq: id, version, content }: FaqVersionRow<FaqContent>,
): Promise<void> {
  // What was given back has been decided on already.
  if (draft.author === null || draft.author === person.id || draft.state === 'dikembalikan') return;
  const to = await findPerson(tx, draft.author);
  const fields = faqDifference(revealed(draft.content), revealed(content), needs.knowledge.basisText);
  if (!to || fields.length === 0) return;
  const told = draftReplaced(
    { id, from: draft.version, to: version },
    person.name,
    await linkToFaq(tx, needs, id),
    fields,
  );
  await notify(tx, { channel: to.channel as Channel, chat: to.address, audience: 'private' }, told);
}

/** Keeps what was written on a version that is not the last any more, and shows its writer how the two differ. */
async function setAside(
  tx: Database,
  visit: Visit,
  {
    faq,
    head,
    version,
    written,
    moved,
  }: { faq: FaqRow; head: FaqVersionRow<FaqContent>; version: number; written: Written; moved: FaqBeside },
): Promise<Said> {
  const { needs, person } = visit;
  const { id } = faq;
  const base = version > 0 ? await findVersion(tx, id, version) : undefined;
  const aside = await addVersion(tx, {
    faq: id,
    content: written.content,
    state: 'bersama',
    author: person.id,
    made_from: base?.version ?? null,
    beside: moved,
    made_at: new Date(needs.now()),
  });
  await drawFaqCard(tx, needs, id);
  await noteBelowFaq(tx, needs, id, faqDeed(person.name, { kind: 'aside', version: aside.version }));
  const theirs = head.author === null ? undefined : (await findPerson(tx, head.author))?.name;
  const fields = faqDifference(revealed(head.content), revealed(written.content), needs.knowledge.basisText);
  await tellAside(tx, aside, faqClash({ id, version: aside.version, theirs }, fields));
  return await whisper(visit, faqKeptAside(id, { version: aside.version, theirs }))(tx);
}
