import { type FaqBeside, findFaq } from '../db/faqs.ts';
import { findPersonAt } from '../db/people.ts';
import { type FaqContent, type FaqProblem, faqProblem, readFaq } from '../knowledge/index.ts';
import { todayOf } from './faq-card.ts';
import { headOf } from './faq-forms.ts';
import { faqAlsoWrong, faqReasonMissing, ownerUnfit, SHORTEST_FAQ_REASON } from './messages/faq.ts';
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
  /** `version` is what the form was opened on; `moved`: whom or what day the writer has put there instead. */
  | { what: 'change'; faq: number; version: number; written: Written; moved: FaqBeside }
  | { what: 'return'; faq: number; version: number; reason: string }
  | { what: 'drop'; faq: number; version: number };

/** Reads a form about an entry; undefined when what it is about is not there. */
export async function readFaqForm(visit: Visit): Promise<AskedOfFaq | Problems | undefined> {
  const { event } = visit.incoming;
  if (event.kind !== 'form') return undefined;
  const { form, id: faq, version = 0, before, fields } = event;
  if (form === 'faq-return') {
    const read = readReason(fields);
    return 'problems' in read ? read : { what: 'return', faq, version, ...read };
  }
  if (form === 'faq-drop') return { what: 'drop', faq, version };
  if (form === 'faq-new') {
    const read = await readWritten(visit.needs, fields);
    return 'problems' in read ? read : { what: 'new', written: read };
  }
  if (form !== 'faq-edit') return undefined;
  const read = await readWritten(visit.needs, fields, { faq, before });
  if (!read || 'problems' in read) return read;
  return { what: 'change', faq, version, written: read, moved: movedIn(fields, read, before) };
}

/** Owner and review day where they are others than when the form was opened: whoever left them alone decides nothing. */
function movedIn(fields: Filled, { owner, reviewBy }: Written, before: Record<string, string> | undefined): FaqBeside {
  const isOther = (name: string) => before === undefined || typed(fields, name).trim() !== (before[name] ?? '');
  return { ...(isOther('owner') && { owner }), ...(isOther('reviewBy') && { review_by: reviewBy }) };
}

/** The form of an entry that stands, and what stood in it when it was opened. */
type Opened = { faq: number; before: Record<string, string> | undefined };

/** Reads the fields in which an entry is written (see faqFields): a new one, or one that stands. */
export async function readWritten(needs: Needs, fields: Filled): Promise<Written | Problems>;
export async function readWritten(needs: Needs, fields: Filled, on: Opened): Promise<Written | Problems | undefined>;
export async function readWritten(needs: Needs, fields: Filled, on?: Opened): Promise<Written | Problems | undefined> {
  const { db, knowledge } = needs;
  const stored = on && (await findFaq(db, on.faq));
  const head = stored && (await headOf(db, stored));
  if (on && !head) return undefined;
  const today = todayOf(needs);
  const text = (name: string) => typed(fields, name);
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
      storedReview: on?.before?.reviewBy ?? stored?.review_by ?? undefined,
    },
  );
  const address = text('owner').trim();
  const owner = address === '' ? undefined : await findPersonAt(db, 'slack', address);
  const unfit = address !== '' && !may(owner?.roles ?? [], 'press:faq-reviewed');
  if (!read.ok || unfit) {
    return { problems: { ...(!read.ok && sentencesOf(read.problems)), ...(unfit && { owner: ownerUnfit() }) } };
  }
  return { content: read.content, owner: owner?.id ?? null, reviewBy: read.reviewBy ?? reviewAfter(today) };
}

/** Below a field stands all that is wrong with it. */
function sentencesOf(problems: FaqProblem[]): Record<string, string> {
  const byField = Map.groupBy(problems, ({ field }) => field);
  return Object.fromEntries(
    [...byField].map(([field, [first, ...others]]) => {
      const sentences = first === undefined ? [] : [faqProblem(first)];
      // What to write instead is said once.
      const alsoWrong = others.flatMap(({ why, said }) => (why === first?.why && said !== undefined ? [said] : []));
      const differing = others.filter(({ why }) => why !== first?.why).map(faqProblem);
      return [field, [...sentences, ...alsoWrongToo(alsoWrong), ...differing].join(' ')];
    }),
  );
}

const alsoWrongToo = (said: string[]): string[] => (said.length > 0 ? [faqAlsoWrong(said)] : []);

const typed = (fields: Filled, name: string): string => [fields[name] ?? ''].flat().join('\n');

function readReason(fields: Filled): { reason: string } | Problems {
  const reason = [fields.reason ?? ''].flat().join('\n').trim();
  return reason.length >= SHORTEST_FAQ_REASON ? { reason } : { problems: { reason: faqReasonMissing() } };
}
