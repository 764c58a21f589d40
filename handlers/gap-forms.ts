import { findGap, type GapRow } from '../db/gaps.ts';
import { FAQ_LIMITS } from '../knowledge/index.ts';
import { knownOfNew } from './faq-forms.ts';
import { answersFor, wordingsOf } from './gap-reading.ts';
import { type GapHindrance, gapDraftForm, gapHindered, gapJoinForm } from './messages/gaps.ts';
import type { Form, Reply } from './reply.ts';
import type { Visit } from './visit.ts';

/** The form that a press opens, or in words why it does not; undefined for what opens none. */
export async function openedOnGap(visit: Visit): Promise<{ form: Form } | { reply: Reply } | undefined> {
  const { event } = visit.incoming;
  if (event.kind !== 'press' || !['gap-draft', 'gap-join'].includes(event.action.verb)) return undefined;
  const { verb, id } = event.action;
  const { db, training, knowledge } = visit.needs;
  const gap = await findGap(db, id);
  const why = whyNotWork(gap, training !== undefined);
  if (!gap || why) return { reply: gapHindered(why ?? 'unknown') };
  const wordings = await wordingsOf(db, id, FAQ_LIMITS.variants);
  const [question] = wordings;
  if (question === undefined) return { reply: gapHindered('unknown') };
  if (verb === 'gap-draft') return { form: await draftForm(visit, gap, wordings) };
  return { form: gapJoinForm({ id, question }, knowledge.similarFaqs(question, { most: 1 })[0]?.id) };
}

/** Why nothing can be begun for a group; undefined: something can. */
export function whyNotWork(gap: GapRow | undefined, hasDesk: boolean): GapHindrance | undefined {
  if (!gap) return 'unknown';
  if (!hasDesk) return 'no-desk';
  return gap.state === 'terbuka' ? undefined : 'taken';
}

async function draftForm(visit: Visit, gap: GapRow, wordings: readonly string[]): Promise<Form> {
  const { db } = visit.needs;
  const [question = '', ...others] = wordings;
  const [from] = await answersFor(db, visit.needs, gap, 1);
  const known = knownOfNew(visit, {
    question: question.slice(0, FAQ_LIMITS.question.most).toWellFormed(),
    variants: others.filter((one) => one.length <= FAQ_LIMITS.variant.most).slice(0, FAQ_LIMITS.variants),
    ...(from && { answer: from.answer.slice(0, FAQ_LIMITS.answer.most).toWellFormed() }),
  });
  return gapDraftForm(gap.id, known, from);
}
