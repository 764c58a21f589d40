import type { Database } from '../db/database.ts';
import { type FaqBeside, type FaqRow, type FaqVersionRow, findFaq, findVersion, versionsOf } from '../db/faqs.ts';
import { findPerson } from '../db/people.ts';
import type { FaqContent, Knowledge } from '../knowledge/index.ts';
import { numberChosen } from './actions.ts';
import { besideOf } from './faq-beside.ts';
import { todayOf } from './faq-card.ts';
import { faqRefused } from './messages/faq.ts';
import { dropFaqForm, editFaqForm, fitsForm, type KnownFaq, newFaqForm, returnFaqForm } from './messages/faq-form.ts';
import * as messages from './messages/index.ts';
import type { Form, Reply } from './reply.ts';
import { reviewAfter, whyNotDecide, whyNotReturn } from './rules/faq.ts';
import { revealed } from './rules/faq-suspicion.ts';
import { may } from './rules/permission.ts';
import type { Needs, Visit } from './visit.ts';

type Opened = { form: Form } | { reply: Reply };

/** The form that a command or a press opens, or in words why it does not; undefined for what opens none. */
export async function openedBy(visit: Visit): Promise<Opened | undefined> {
  const { event } = visit.incoming;
  if (event.kind === 'command') return /^\s*baru\s*$/iu.test(event.text) ? anew(visit) : undefined;
  if (event.kind !== 'press') return undefined;
  const { verb, id, choice } = event.action;
  switch (verb) {
    case 'faq-new':
      return anew(visit);
    case 'faq-edit':
      return await edited(visit, id);
    case 'faq-mine':
      return await mine(visit, id, numberChosen(choice));
    case 'faq-drop':
      return choice?.startsWith('mine-') ? undefined : await dropping(visit, id, numberChosen(choice));
    case 'faq-return':
      return await returned(visit, id, numberChosen(choice));
    default:
      return undefined;
  }
}

/** What stands in the form of a new entry: whoever writes it looks after it, for three months at first. */
export const knownOfNew = ({ needs, person }: Visit, known: KnownFaq = {}): KnownFaq => ({
  owner: person.address,
  reviewBy: reviewAfter(todayOf(needs)),
  ...known,
});

/** What stands in the form of an entry that says this. */
const knownOf = (content: FaqContent, { basisText }: Pick<Knowledge, 'basisText'>): KnownFaq => {
  const { question, variants, answer, basis, practice, topic, source, sourceDate } = content;
  return {
    question,
    variants,
    answer,
    basis: basis.map((one) => basisText(one)),
    topic,
    ...(practice !== undefined && { practice }),
    ...(source !== undefined && { source }),
    ...(sourceDate !== undefined && { sourceDate }),
  };
};

/** The version that changes are made on: what is proposed, else what is published; of a draft that is gone the last one. */
export async function headOf(db: Database, faq: FaqRow): Promise<FaqVersionRow<FaqContent> | undefined> {
  const version = faq.proposed ?? faq.published;
  return version === null
    ? (await versionsOf<FaqContent>(db, faq.id)).find(({ state }) => state !== 'bersama')
    : await findVersion<FaqContent>(db, faq.id, version);
}

function anew(visit: Visit): Opened {
  if (!may(visit.person.roles, 'press:faq-new')) return { reply: messages.notAllowed(visit.incoming) };
  return visit.needs.training ? { form: newFaqForm(knownOfNew(visit)) } : { reply: faqRefused('no-desk') };
}

async function edited(visit: Visit, id: number): Promise<Opened> {
  const faq = await findFaq(visit.needs.db, id);
  const head = faq && (await headOf(visit.needs.db, faq));
  return faq && head ? await formOf(visit, faq, head) : { reply: faqRefused('unknown') };
}

/** What somebody wrote at the same time as others, once more on top of what stands now. */
async function mine(visit: Visit, id: number, version: number | undefined): Promise<Opened> {
  const { needs, person } = visit;
  const faq = await findFaq(needs.db, id);
  const head = faq && (await headOf(needs.db, faq));
  const own = version === undefined ? undefined : await findVersion<FaqContent>(needs.db, id, version);
  if (!faq || !head || own?.state !== 'bersama' || own.author !== person.id) return { reply: faqRefused('not-yours') };
  return await formOf(visit, faq, head, own);
}

/** The form of changes to a version, filled in with what it says, or with what somebody wrote aside of it. */
async function formOf(
  { needs }: Visit,
  faq: FaqRow,
  head: FaqVersionRow<FaqContent>,
  aside?: FaqVersionRow<FaqContent>,
): Promise<Opened> {
  if (!needs.training) return { reply: faqRefused('no-desk') };
  const standing = besideOf(faq, head);
  const stood = await knownBeside(needs, standing);
  const known = {
    ...knownOf((aside ?? head).content, needs.knowledge),
    ...(aside ? await knownBeside(needs, { ...standing, ...aside.beside }) : stood),
  };
  return fitsForm(known)
    ? { form: editFaqForm({ id: faq.id, version: head.version, stood }, known) }
    : { reply: faqRefused('too-long') };
}

async function knownBeside(needs: Needs, { owner, review_by }: Required<FaqBeside>) {
  const person = owner === null ? undefined : await findPerson(needs.db, owner);
  return {
    reviewBy: review_by ?? reviewAfter(todayOf(needs)),
    ...(person?.channel === 'slack' && { owner: person.address }),
  };
}

async function returned({ needs }: Visit, id: number, version: number | undefined): Promise<Opened> {
  const faq = await findFaq(needs.db, id);
  if (!faq) return { reply: faqRefused('unknown') };
  if (version === undefined) return { reply: faqRefused('stale') };
  const why = whyNotReturn(faq, version);
  return why ? { reply: faqRefused(why) } : { form: returnFaqForm({ id, version }) };
}

async function dropping({ needs }: Visit, id: number, version: number | undefined): Promise<Opened> {
  const faq = await findFaq(needs.db, id);
  if (!faq) return { reply: faqRefused('unknown') };
  const why = version === undefined ? 'stale' : whyNotDecide(faq, version);
  const row = why || version === undefined ? undefined : await findVersion<FaqContent>(needs.db, id, version);
  if (!row) return { reply: faqRefused(why ?? 'gone') };
  return { form: dropFaqForm({ id, version: row.version, question: revealed(row.content).question }) };
}
