import { findFaq } from '../db/faqs.ts';
import { findPersonAt } from '../db/people.ts';
import { type FaqContent, faqProblem, readFaq } from '../knowledge/index.ts';
import { todayOf } from './faq-card.ts';
import { headOf } from './faq-forms.ts';
import { faqReasonMissing, ownerUnfit, SHORTEST_FAQ_REASON } from './messages/faq.ts';
import { isVariantsField } from './messages/faq-form.ts';
import { reviewAfter } from './rules/faq.ts';
import { may } from './rules/permission.ts';
import type { Needs, Visit } from './visit.ts';

/** What was filled in, by field. */
type Filled = Record<string, string | string[]>;

/** An entry as somebody wrote it in a form. */
export type Written = { content: FaqContent; owner: number | null; reviewBy: string };

/** Sentences by the field that they stand below. */
type Problems = { problems: Record<string, string> };

/** What a sent form asks for. */
export type AskedOfFaq =
  | { what: 'new'; written: Written }
  /** `version` is what the form was opened on. */
  | { what: 'change'; faq: number; version: number; written: Written }
  | { what: 'return'; faq: number; version: number; reason: string };

/** Reads a form about an entry; undefined when what it is about is not there. */
export async function readFaqForm(visit: Visit): Promise<AskedOfFaq | Problems | undefined> {
  const { event } = visit.incoming;
  if (event.kind !== 'form') return undefined;
  const { form, id: faq, version = 0, fields } = event;
  if (form === 'faq-return') {
    const read = readReason(fields);
    return 'problems' in read ? read : { what: 'return', faq, version, ...read };
  }
  if (form === 'faq-new') {
    const read = await readWritten(visit.needs, fields);
    return 'problems' in read ? read : { what: 'new', written: read };
  }
  if (form !== 'faq-edit') return undefined;
  const read = await readWritten(visit.needs, fields, faq);
  if (!read) return undefined;
  return 'problems' in read ? read : { what: 'change', faq, version, written: read };
}

/** Reads the fields in which an entry is written (see faqFields): a new one, or one that stands. */
export async function readWritten(needs: Needs, fields: Filled): Promise<Written | Problems>;
export async function readWritten(needs: Needs, fields: Filled, faq: number): Promise<Written | Problems | undefined>;
export async function readWritten(needs: Needs, fields: Filled, faq?: number): Promise<Written | Problems | undefined> {
  const { db, knowledge } = needs;
  const stored = faq === undefined ? undefined : await findFaq(db, faq);
  const head = stored && (await headOf(db, stored));
  if (faq !== undefined && !head) return undefined;
  const today = todayOf(needs);
  const text = (name: string) => [fields[name] ?? ''].flat().join('\n');
  const read = readFaq(
    {
      question: text('question'),
      variants: Object.keys(fields).filter(isVariantsField).toSorted().map(text).join('\n'),
      answer: text('answer'),
      basis: text('basis'),
      practice: text('practice'),
      topic: text('topic'),
      reviewBy: text('reviewBy'),
      source: text('source'),
      sourceDate: text('sourceDate'),
      // No form asks for these: they stay as they are.
      outcome: head?.content.outcome ?? '',
      unit: head?.content.unit?.join(', ') ?? '',
    },
    {
      findBasis: knowledge.findBasis,
      unitFields: Object.keys({ ...knowledge.unit.facts, ...knowledge.unit.askWhom }),
      today,
      storedReview: stored?.review_by ?? undefined,
    },
  );
  const address = text('owner').trim();
  const owner = address === '' ? undefined : await findPersonAt(db, 'slack', address);
  const unfit = address !== '' && !may(owner?.roles ?? [], 'press:faq-reviewed');
  if (!read.ok || unfit) {
    const wrong = read.ok ? [] : read.problems.map((problem) => [problem.field, faqProblem(problem)] as const);
    // Slack shows one sentence below a field: the first that was found.
    return { problems: Object.fromEntries([...wrong.toReversed(), ...(unfit ? [['owner', ownerUnfit()]] : [])]) };
  }
  return { content: read.content, owner: owner?.id ?? null, reviewBy: read.reviewBy ?? reviewAfter(today) };
}

function readReason(fields: Filled): { reason: string } | Problems {
  const reason = [fields.reason ?? ''].flat().join('\n').trim();
  return reason.length >= SHORTEST_FAQ_REASON ? { reason } : { problems: { reason: faqReasonMissing() } };
}
