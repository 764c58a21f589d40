import type { Database } from '../db/database.ts';
import {
  type FaqRow,
  type FaqVersionRow,
  findVersion,
  lockFaq,
  lockFaqs,
  saveFaq,
  saveVersion,
  versionsOf,
} from '../db/faqs.ts';
import { lockGapsOf, saveGap } from '../db/gaps.ts';
import { findPerson } from '../db/people.ts';
import type { FaqContent } from '../knowledge/index.ts';
import { besideOf } from './faq-beside.ts';
import { drawFaqCard, linkToFaq, noteBelowFaq } from './faq-card.ts';
import {
  askApprovers,
  isFounded,
  preparePublication,
  proposeVariants,
  publishFaq,
  tellAside,
} from './faq-publishing.ts';
import type { Channel } from './incoming.ts';
import {
  decidedOn,
  type FaqDeed,
  type FaqHindrance,
  faqClashOver,
  faqDeed,
  faqMerged,
  faqRefused,
} from './messages/faq.ts';
import { notify } from './notice.ts';
import type { Reply } from './reply.ts';
import {
  authorsOf,
  type ProposalStanding,
  whyNotApprove,
  whyNotDecide,
  whyNotReturn,
  whyNotSubmit,
} from './rules/faq.ts';
import { revealed } from './rules/faq-suspicion.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** What is decided on: an entry, locked, and what is proposed for it. */
type Proposed = { faq: FaqRow; row: FaqVersionRow<FaqContent>; standing: ProposalStanding };

/** Ajukan: whoever may approve it is asked to. */
export const submit = (visit: Visit, id: number, version: number): Decision =>
  onProposal(visit, id, async (tx, { row, standing }) => {
    const why = whyNotSubmit(standing, version);
    if (why) return why;
    await saveVersion(tx, row, { state: 'ditinjau' });
    await saveFaq(tx, id, { proposed_state: 'ditinjau' });
    await drawFaqCard(tx, visit.needs, id);
    await tellBelow(tx, visit, id, { kind: 'submitted', version });
    await askApprovers(tx, visit.needs, row);
    return undefined;
  });

/** Setujui & terbitkan: somebody else than its authors lets that version answer. */
export async function approve(visit: Visit, id: number, version: number): Promise<Decision> {
  const { needs, person } = visit;
  const publication = await preparePublication(needs, id, version);
  const stands = publication === undefined || isFounded(needs, publication.content);
  return onProposal(visit, id, async (tx, { faq, row, standing }) => {
    const why = whyNotApprove(standing, { version, person: person.id });
    if (why) return why;
    if (!publication) return 'unknown';
    if (!stands) return 'basis-gone';
    if (besideOf(faq, row).review_by !== publication.reviewBy) return 'stale';
    const { published } = await publishFaq(tx, needs, publication, person.id);
    await tellBelow(tx, visit, id, { kind: 'published', version: published ?? version });
    await tellAuthor(tx, visit, row, { what: 'published' });
    return undefined;
  });
}

/** Kembalikan: its author is told what is missing. */
export const giveBack = (visit: Visit, id: number, version: number, reason: string): Decision =>
  onProposal(visit, id, async (tx, { row, standing }) => {
    const why = whyNotReturn(standing, version);
    if (why) return why;
    const { needs, person } = visit;
    await saveVersion(tx, row, {
      state: 'dikembalikan',
      note: reason,
      decided_by: person.id,
      decided_at: new Date(needs.now()),
    });
    await saveFaq(tx, id, { proposed_state: 'draf' });
    await drawFaqCard(tx, needs, id);
    await tellBelow(tx, visit, id, { kind: 'returned', version, reason });
    await tellAuthor(tx, visit, row, { what: 'returned', reason });
    return undefined;
  });

/** Buang: a proposal that is not wanted. What is published stays. */
export const drop = (visit: Visit, id: number, version: number): Decision =>
  onProposal(visit, id, async (tx, { row, standing }) => {
    const why = whyNotDecide(standing, version);
    if (why) return why;
    await discard(tx, visit, row);
    await tellBelow(tx, visit, id, { kind: 'dropped', version });
    return undefined;
  });

/** Buang punya saya: what somebody wrote at the same time as others. */
export const dropMine =
  (visit: Visit, id: number, version: number): Decision =>
  async (tx) => {
    const { needs, person } = visit;
    await lockFaq(tx, id);
    const own = await findVersion(tx, id, version);
    if (own?.state !== 'bersama' || own.author !== person.id) return await whisper(visit, faqRefused('not-yours'))(tx);
    await saveVersion(tx, own, { state: 'dibuang', decided_by: person.id, decided_at: new Date(needs.now()) });
    await drawFaqCard(tx, needs, id);
    await tellAside(tx, own, faqClashOver(id, version, 'dropped'));
    return { replies: [] };
  };

/** Gabungkan: a draft asks what another entry answers already; its ways to ask are proposed there, and it is gone. */
export const merge = (visit: Visit, id: number, into: number): Decision =>
  onProposal(
    visit,
    id,
    async (tx, { faq, row }) => {
      const { needs, person } = visit;
      if (faq.published !== null) return 'published';
      const other = id === into ? undefined : await lockFaq(tx, into);
      if (!other) return 'unknown';
      const questions = [row.content.question, ...row.content.variants];
      const joined = await proposeVariants(tx, needs, { faq: other, questions, author: person.id });
      if ('why' in joined) return joined.why;
      // Those who wait for an answer to what it was written for wait for the other one now.
      const decided = { by: person.id, at: new Date(needs.now()), why: null };
      for (const gap of await lockGapsOf(tx, id))
        await saveGap(tx, gap, { state: 'dikerjakan', faq: into, ...decided });
      await discard(tx, visit, row);
      // It was drawn while both asked the same.
      await drawFaqCard(tx, needs, into);
      await tellBelow(tx, visit, id, { kind: 'merged', version: row.version, into });
      await tellBelow(tx, visit, into, { kind: 'variants', ...joined });
      return faqMerged(id, into, await linkToFaq(tx, needs, into));
    },
    into,
  );

/** What is decided on a proposal; it is looked at again, and nobody else changes it meanwhile. */
function onProposal(
  visit: Visit,
  id: number,
  work: (tx: Database, proposed: Proposed) => Promise<FaqHindrance | Reply | undefined>,
  also: number = id,
): Decision {
  return async (tx) => {
    const say = async (reply: Reply) => await whisper(visit, reply)(tx);
    // Of two that lock the same entries each locks the lower number first.
    const faq = (await lockFaqs(tx, [id, also])).find((one) => one.id === id);
    if (!faq) return await say(faqRefused('unknown'));
    const versions = await versionsOf<FaqContent>(tx, id);
    const row = versions.find(({ version }) => version === faq.proposed);
    const said = row ? await work(tx, { faq, row, standing: standingOf(faq, row, versions) }) : 'gone';
    if (said === undefined) return { replies: [] };
    if (typeof said !== 'string') return await say(said);
    // Whoever pressed looked at a card that is not so any more.
    if (OUTDATED.has(said)) await drawFaqCard(tx, visit.needs, id);
    return await say(faqRefused(said));
  };
}

const OUTDATED: ReadonlySet<FaqHindrance> = new Set(['stale', 'gone', 'basis-changed', 'basis-gone']);

const standingOf = (
  { proposed, proposed_state }: FaqRow,
  { version, state, basis_changed }: FaqVersionRow<FaqContent>,
  versions: FaqVersionRow<FaqContent>[],
): ProposalStanding => ({
  proposed,
  proposed_state,
  authors: authorsOf(versions, version),
  returned: state === 'dikembalikan',
  basisChanged: basis_changed !== null,
});

async function discard(tx: Database, { needs, person }: Visit, row: FaqVersionRow<FaqContent>): Promise<void> {
  await saveVersion(tx, row, { state: 'dibuang', decided_by: person.id, decided_at: new Date(needs.now()) });
  await saveFaq(tx, row.faq, { proposed: null, proposed_state: null });
  await drawFaqCard(tx, needs, row.faq);
}

const tellBelow = async (tx: Database, { needs, person }: Visit, id: number, deed: FaqDeed): Promise<void> =>
  await noteBelowFaq(tx, needs, id, faqDeed(person.name, deed));

/** Tells whoever wrote it, unless they decided themselves. */
async function tellAuthor(
  tx: Database,
  { needs, person }: Visit,
  { faq: id, author, content }: FaqVersionRow<FaqContent>,
  what: { what: 'published' } | { what: 'returned'; reason: string },
): Promise<void> {
  const to = author === null || author === person.id ? undefined : await findPerson(tx, author);
  if (!to) return;
  const { question } = revealed(content);
  const told = decidedOn({ id, question }, { ...what, by: person.name, link: await linkToFaq(tx, needs, id) });
  await notify(tx, { channel: to.channel as Channel, chat: to.address, audience: 'private' }, told);
}
