import type { Database } from '../db/database.ts';
import {
  addFaq,
  addVersion,
  type FaqBeside,
  type FaqRow,
  type FaqVersionRow,
  findFaq,
  findVersion,
  listAside,
  nextFaqNumber,
  publishVersions,
  saveFaq,
  saveVersion,
  versionsOf,
} from '../db/faqs.ts';
import { findPerson, listPeopleWithRole } from '../db/people.ts';
import { type FaqContent, type FaqEntry, FIRST_OWN_NUMBER, type Knowledge } from '../knowledge/index.ts';
import { besideOf } from './faq-beside.ts';
import { drawFaqCard, linkToFaq, noteBelowFaq, todayOf } from './faq-card.ts';
import type { Channel } from './incoming.ts';
import { faqChanges, faqClashOver, faqPreviewBelow, pleaseApprove, waitingTold } from './messages/faq.ts';
import { faqPreview, isCutShort } from './messages/faq-card.ts';
import { notify } from './notice.ts';
import type { Reply } from './reply.ts';
import { authorsOf, reviewAfter, saysTheSame, withVariants } from './rules/faq.ts';
import { faqDifference } from './rules/faq-difference.ts';
import { cleaned, revealed } from './rules/faq-suspicion.ts';
import { APPROVERS } from './rules/permission.ts';
import type { Needs } from './visit.ts';
import { tellWaiting } from './wishes.ts';

/** What an entry shall say once somebody approved it. */
export type Proposal = {
  /** The entry, locked. */
  faq: FaqRow;
  content: FaqContent;
  /** A row of people. */
  author: number | null;
  /** The version that it was written from; null for a first one. */
  madeFrom: number | null;
  /** 'ditinjau': whoever may approve it is asked at once. */
  state?: 'draf' | 'ditinjau';
  note?: string;
  /** Owner and review day that come with it, once it answers. */
  beside?: FaqBeside | null;
};

/** Stores a proposal in place of the one before, and shows it on the card of its entry. Gives its version. */
export async function propose(
  tx: Database,
  needs: Needs,
  { faq, content, author, madeFrom, state = 'draf', note, beside = null }: Proposal,
): Promise<FaqVersionRow<FaqContent>> {
  const at = new Date(needs.now());
  const over = faq.proposed === null ? undefined : await findVersion(tx, faq.id, faq.proposed);
  if (over && over.state !== 'dikembalikan')
    await saveVersion(tx, over, { state: 'dibuang', decided_by: author, decided_at: at });
  // What the same person wrote at the same time as somebody else is in it by now, or was not wanted.
  const own = (await listAside(tx, faq.id)).filter((aside) => aside.author === author);
  for (const aside of own) await saveVersion(tx, aside, { state: 'dibuang', decided_by: author, decided_at: at });
  const version = await addVersion<FaqContent>(tx, {
    faq: faq.id,
    content,
    state,
    author,
    made_from: madeFrom,
    made_at: at,
    beside,
  });
  for (const aside of own) await tellAside(tx, aside, faqClashOver(faq.id, aside.version, version.version));
  if (note !== undefined) await saveVersion(tx, version, { note });
  await saveFaq(tx, faq.id, { proposed: version.version, proposed_state: state });
  await showProposal(tx, needs, faq, version);
  if (state === 'ditinjau') await askApprovers(tx, needs, version);
  return version;
}

/**
 * Tells the writer of a version that was written at the same time as others what can be done with it. What is told later takes
 * the place of what was told first, so that nothing is left there to press.
 */
export async function tellAside(
  tx: Database,
  { faq, version, author }: Pick<FaqVersionRow, 'faq' | 'version' | 'author'>,
  reply: Reply,
): Promise<void> {
  const to = author === null ? undefined : await findPerson(tx, author);
  // What only one person sees in a channel is gone when they look away; this waits for a decision.
  const place = to && ({ channel: to.channel as Channel, chat: to.address, audience: 'private' } as const);
  if (place) await notify(tx, place, reply, { subject: `faq-aside:${faq}:${version}` });
}

/** On the card, and below it what the card has no room for: the whole preview, and what differs from what answers now. */
async function showProposal(
  tx: Database,
  needs: Needs,
  { id, published }: FaqRow,
  { version, content }: FaqVersionRow<FaqContent>,
): Promise<void> {
  const { knowledge } = needs;
  const card = await drawFaqCard(tx, needs, id);
  if (card && isCutShort(card)) {
    const preview = faqPreview(knowledge.drawFaq({ ...cleaned(content), id }), knowledge.unit);
    await noteBelowFaq(tx, needs, id, faqPreviewBelow(version, preview));
  }
  const now = published === null ? undefined : await findVersion<FaqContent>(tx, id, published);
  if (!now) return;
  const fields = faqDifference(revealed(now.content), revealed(content), knowledge.basisText);
  await noteBelowFaq(tx, needs, id, faqChanges({ from: now.version, to: version }, fields));
}

/** Stores a new entry with its first proposal. `gap`: the group of questions that it is written for. */
export async function proposeNew(
  tx: Database,
  needs: Needs,
  {
    owner,
    reviewBy,
    gap,
    ...proposal
  }: Pick<Proposal, 'content' | 'author' | 'state'> & { owner: number | null; reviewBy: string | null; gap?: number },
): Promise<FaqVersionRow<FaqContent>> {
  const faq = await addFaq(tx, {
    id: await nextFaqNumber(tx, FIRST_OWN_NUMBER),
    owner,
    review_by: reviewBy,
    made_at: new Date(needs.now()),
    ...(gap !== undefined && { gap }),
  });
  return await propose(tx, needs, { ...proposal, faq, madeFrom: null });
}

/**
 * Proposes more ways to ask for an entry, on top of what is proposed for it already, else of what is published.
 * @param faq the entry, locked
 * @returns the ways that are new, in its new proposal; or why there is none
 */
export async function proposeVariants(
  tx: Database,
  needs: Needs,
  { faq, questions, author }: { faq: FaqRow; questions: readonly string[]; author: number },
): Promise<{ version: number; added: string[] } | { why: 'nothing-new' | 'too-many' | 'gone' }> {
  const head = faq.proposed ?? faq.published;
  const base = head === null ? undefined : await findVersion<FaqContent>(tx, faq.id, head);
  if (!base) return { why: 'gone' };
  const joined = withVariants(base.content, questions);
  if ('why' in joined) return joined;
  const { version } = await propose(tx, needs, {
    ...{ faq, content: joined.content, author, madeFrom: base.version },
    beside: faq.proposed === null ? null : base.beside,
  });
  return { version, added: joined.added };
}

/** A version that is ready to be published: the slow part is done. */
export type Publication = {
  faq: number;
  /** What was read; another one may be proposed by now. */
  version: number;
  content: FaqContent;
  entry: FaqEntry;
  /** The review day that it was prepared with, before it was made to lie ahead: others may set another one meanwhile. */
  reviewBy: string | null;
  prepared: Awaited<ReturnType<Knowledge['prepareFaq']>>;
};

/** Prepares a version of an entry to be published, outside of any transaction; undefined when there is no such version. */
export async function preparePublication(needs: Needs, id: number, version: number): Promise<Publication | undefined> {
  const faq = await findFaq(needs.db, id);
  const row = await findVersion<FaqContent>(needs.db, id, version);
  if (!faq || !row) return undefined;
  const content = cleaned(row.content);
  const today = todayOf(needs);
  const { review_by } = besideOf(faq, row);
  const reviewBy = review_by !== null && review_by > today ? review_by : reviewAfter(today);
  const entry = { ...content, id, version, reviewBy };
  return { faq: id, version, content, entry, reviewBy: review_by, prepared: await needs.knowledge.prepareFaq([entry]) };
}

/** Whether all that an entry rests on is still there. */
export const isFounded = ({ knowledge }: Pick<Needs, 'knowledge'>, { basis }: Pick<FaqContent, 'basis'>): boolean =>
  basis.every((one) => knowledge.findBasis(knowledge.basisText(one)) !== undefined);

/**
 * Publishes what was prepared: it answers once the transaction is over and the knowledge is refreshed. Whoever asked to be
 * told is told, and the card shows it. Owner and review day come with it. Call it with the entry locked, and only while `version` is still what it should be.
 * @param by who approved it
 */
export async function publishFaq(
  tx: Database,
  needs: Needs,
  { faq, version, content, entry, prepared }: Publication,
  by: number,
): Promise<FaqRow> {
  const at = new Date(needs.now());
  const row = (await findVersion<FaqContent>(tx, faq, version)) as FaqVersionRow<FaqContent>;
  // A version is never changed: without the characters that nobody sees it is another one.
  const out = saysTheSame(row.content, content)
    ? row
    : await addVersion(tx, {
        faq,
        content,
        state: 'ditinjau',
        author: row.author,
        made_from: row.version,
        made_at: at,
      });
  // Nobody may be the owner too, which publishing takes for: as it was.
  if (row.beside?.owner !== undefined) await saveFaq(tx, faq, { owner: row.beside.owner });
  const [published] = await publishVersions(
    tx,
    [{ faq, version: out.version, ...(entry.reviewBy !== undefined && { review_by: entry.reviewBy }) }],
    { by, at },
  );
  await needs.knowledge.storeFaq(tx, { put: prepared, drop: [] });
  const people = await tellWaiting(tx, needs, { ...entry, version: out.version });
  await drawFaqCard(tx, needs, faq);
  if (people > 0) await noteBelowFaq(tx, needs, faq, waitingTold(people));
  return published as FaqRow;
}

/** Asks everybody who may approve a proposal, but its authors, directly. */
export async function askApprovers(tx: Database, needs: Needs, version: FaqVersionRow<FaqContent>): Promise<void> {
  const link = await linkToFaq(tx, needs, version.faq);
  const authors = authorsOf(await versionsOf(tx, version.faq), version.version);
  const people = await listPeopleWithRole(tx, 'slack', APPROVERS);
  const author = people.find(({ id }) => id === version.author)?.name ?? '';
  const reply = pleaseApprove({ id: version.faq, question: revealed(version.content).question }, author, link);
  for (const { id, channel, address } of people)
    if (!authors.includes(id))
      await notify(tx, { channel: channel as Channel, chat: address, audience: 'private' }, reply);
}
