import type { DocumentFound } from '../knowledge/index.ts';
import type { FaqSuspicion } from './rules/faq-suspicion.ts';

/** What stands in the way of a row: `at` is its cell or line. */
export type RowProblem = { at: string; field: string; sentence: string };

/** What of a row should be looked at twice before it is taken over. */
export type RowWarning = { at: string; suspicions: FaqSuspicion[] };

/** A row of the whole dry run: what becomes of one field, in full. `what` is wrong when the row is left out. */
export type DryRunRow = {
  at: string;
  what: 'fresh' | 'changed' | 'wrong';
  number?: number;
  byQuestion?: boolean;
  field: string;
  before: string;
  after: string;
  suspicions?: FaqSuspicion[];
};

/** Numbers of entries, from the first to the last of each run. */
export type NumberRun = [first: number, last: number];

/** What was found in a list of FAQ, as its card shows it: how many rows, and the first few of each. */
export type FoundFaq = {
  kind: 'faq';
  counts: Record<'fresh' | 'changed' | 'unchanged' | 'wrong', number>;
  fresh: { at: string; question: string; answer?: string }[];
  changed: {
    number: number;
    question: string;
    /** It was recognised by its question. */
    byQuestion?: boolean;
    fields: { field: string; before: string; after: string }[];
  }[];
  problems: RowProblem[];
  /** Rows that should be looked at twice: how many, and the first few. */
  warned?: { count: number; first: RowWarning[] };
  /** The entries that were taken over, once they are. */
  taken?: { fresh: NumberRun[]; changed: NumberRun[] };
  notes: string[];
};

/** What was found in a file. */
export type Found = FoundFaq | { kind: 'dokumen'; document: DocumentFound };

/** What is kept of a list once it is taken over: what could not be, and entries of which only the owner or the day changed. */
export type UploadRest = { kind: 'problems'; problems: RowProblem[]; beside?: number[] };

/** How the document of an upload stands to another one. */
export type Relation = { verb: 'mengubah' | 'mencabut'; other: string; short: string };

/** What was chosen for an upload, and who (a row of people) did. Null: it does nothing to others; absent: as before. */
export type Chosen = { relation?: Relation | null; by?: number };
