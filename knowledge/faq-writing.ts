import type { Basis, FaqContent } from './faq-entry.ts';
import { FAQ_FIELDS, type FaqField, type FaqFields } from './faq-reading.ts';

/** What stands beside the content of an entry. */
type FaqBeside = { owner?: string | null; reviewBy?: string | null };

/**
 * The entry as a form or a row of a file holds it; `readFaq` reads the same content back from it. Every field is there, an empty
 * text where the entry says nothing.
 * @param basisText the text that names a basis, see Knowledge
 */
export function writeFaqFields(
  content: FaqContent,
  { owner, reviewBy }: FaqBeside,
  basisText: (basis: Basis) => string,
): Required<FaqFields> {
  return {
    question: content.question,
    variants: content.variants.join('\n'),
    answer: content.answer,
    basis: content.basis.map(basisText).join('\n'),
    practice: content.practice ?? '',
    topic: content.topic,
    owner: owner ?? '',
    reviewBy: reviewBy ?? '',
    source: content.source ?? '',
    sourceDate: content.sourceDate ?? '',
    outcome: content.outcome ?? 'jawab',
    unit: (content.unit ?? []).join(', '),
  };
}

/** The fields that differ, with what they hold before and after. */
export function changedFields(
  before: Required<FaqFields>,
  after: Required<FaqFields>,
): { field: FaqField; before: string; after: string }[] {
  return FAQ_FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({
    field,
    before: before[field],
    after: after[field],
  }));
}
