import type { Address } from './address.ts';
import type { DocumentKind } from './source.ts';

/** What one document does to another. */
export const RELATION_VERBS = ['mengubah', 'mencabut'] as const;
export type RelationVerb = (typeof RELATION_VERBS)[number];
export type Relation = { verb: RelationVerb; other: string };

/** What another document, known by its id and called `short`, does to one. */
export type DocumentChange = { verb: RelationVerb; by: string; short: string };

/** What was found in a file that holds a document: its structure in numbers, and what to look at before it is taken over. */
export type DocumentSummary = {
  kind: DocumentKind;
  title: string;
  short: string;
  bab: number;
  bagian: number;
  pasal: number;
  ayat: number;
  diktum: number;
  langkah: number;
  /** Units that can be cited, of every kind. */
  passages: number;
  /** Sentences for the person who gave it. */
  warnings: string[];
  /** What was read from pictures: how many pages, and how surely on average, 0 to 100. */
  ocr?: { pages: number; confidence: number };
};

/** How two texts of a document differ, place by place. A place that is new or gone as a whole is named once, not with all inside it. */
export type Difference = {
  added: { address: Address; after: string }[];
  removed: { address: Address; before: string }[];
  changed: { address: Address; before: string; after: string }[];
  /** Places that read as before. */
  same: number;
};

/** A document that was read and waits to be taken over, beside the one it would replace. Plain data, small. */
export type DocumentFound = {
  id: string;
  summary: DocumentSummary;
  /** The stored one of the same id; absent when the document is new. */
  stored?: {
    version: number;
    short: string;
    counts: { added: number; removed: number; changed: number; same: number };
    /** The first of each sort, texts shortened. */
    first: Omit<Difference, 'same'>;
  };
  /** What its own words say it does to stored documents. */
  suggested: (Relation & { short: string })[];
};
