import type { Basis, FaqContent } from '../../knowledge/index.ts';
import { type Hunk, textDifference } from './text-difference.ts';

/** What differs in a field: of a text its sentences, of a list its members, of one value the value; absent: none. */
export type FieldDifference =
  | { field: 'question' | 'answer' | 'practice' | 'source'; hunks: Hunk[] }
  | { field: 'variants' | 'basis' | 'unit'; added: string[]; removed: string[] }
  | { field: 'topic' | 'sourceDate' | 'outcome'; before?: string; after?: string };

/**
 * How what an entry says became what another version of it says, field by field; none when they say the same.
 * @param basisText how a provision is called
 */
export function faqDifference(
  before: FaqContent,
  after: FaqContent,
  basisText: (basis: Basis) => string,
): FieldDifference[] {
  const text = (field: 'question' | 'answer' | 'practice' | 'source'): FieldDifference[] => {
    const [old, now] = [before[field] ?? '', after[field] ?? ''];
    return old === now ? [] : [{ field, hunks: textDifference(old, now) }];
  };
  const value = (field: 'topic' | 'sourceDate' | 'outcome'): FieldDifference[] => {
    const [old, now] = [before[field], after[field]];
    return old === now
      ? []
      : [{ field, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) }];
  };
  const list = (field: 'variants' | 'basis' | 'unit', old: string[], now: string[]): FieldDifference[] => {
    const removed = old.filter((one) => !now.includes(one));
    const added = now.filter((one) => !old.includes(one));
    return removed.length + added.length === 0 ? [] : [{ field, added, removed }];
  };
  return [
    ...text('question'),
    ...list('variants', before.variants, after.variants),
    ...text('answer'),
    ...list('basis', before.basis.map(basisText), after.basis.map(basisText)),
    ...text('practice'),
    ...value('topic'),
    ...text('source'),
    ...value('sourceDate'),
    ...value('outcome'),
    ...list('unit', before.unit ?? [], after.unit ?? []),
  ];
}
