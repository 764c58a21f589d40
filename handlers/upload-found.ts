import type { DocumentFound } from '../knowledge/index.ts';

/** What stands in the way of a row: `at` is its cell or line. */
export type RowProblem = { at: string; field: string; sentence: string };

/** What was found in a list of FAQ, as its card shows it: how many, and the first few of each. */
export type FoundFaq = {
  kind: 'faq';
  counts: Record<'fresh' | 'changed' | 'unchanged' | 'wrong', number>;
  fresh: { at: string; question: string }[];
  changed: { number: number; question: string; fields: { field: string; before: string; after: string }[] }[];
  problems: RowProblem[];
  notes: string[];
};

/** What was found in a file. */
export type Found = FoundFaq | { kind: 'dokumen'; document: DocumentFound };

/** How the document of an upload stands to another one. */
export type Relation = { verb: 'mengubah' | 'mencabut'; other: string; short: string };

/** What was chosen for an upload. */
export type Chosen = { relation?: Relation };
