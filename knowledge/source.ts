import type { Address } from './address.ts';

/** What a document is; it decides how a citation of it reads and which document leads when two answer. */
export type DocumentKind = 'peraturan' | 'sop' | 'faq' | 'lain';

/**
 * One unit that can be cited: a Pasal, an ayat, a huruf, a step of an SOP, an entry of a FAQ.
 * `text` is a verbatim slice of the document's source, printing errors included.
 */
export type Passage = {
  /** Position in the document, from 0; a parent comes before its children. */
  ordinal: number;
  /** The ordinal of the unit this one stands in. */
  parent?: number;
  kind: 'bagian' | 'pasal' | 'ayat' | 'huruf' | 'angka' | 'sub' | 'langkah' | 'faq' | 'paragraf';
  address: Address;
  /** Titles above it, widest first: ["BAB VIII STANDAR …", "Bagian Ketiga Penanganan Masalah"]. */
  heading: string[];
  /** The opening words of the parent that the unit completes: "LPSE mempunyai tugas :". */
  lead: string;
  text: string;
  extra: PassageExtra;
};

export type PassageExtra = {
  /** A definition: the term, and the names it "selanjutnya disebut". */
  defines?: { term: string; aliases: string[] };
  /**
   * Cross-references as written, and where they lead; `to` of a broken one is the place really meant.
   * `needed`: the provision says nothing without it.
   */
  references?: { written: string; to: Address; needed?: boolean }[];
  /** Remarks on drafting errors, shown with the quotation. */
  notes?: string[];
  /** A to D, see the document's `validity`. */
  validity?: string;
  /** For FAQ: the question, its outcome and what it rests on. */
  question?: string;
  answer?: string;
  outcome?: 'jawab' | 'tidak_diatur';
  /** Fields of unit.yaml that would hold the fact. */
  unit?: string[];
  /** Basis in other documents, without one in the regulation; for a step that is practice only, empty. */
  basis?: (Address & { document?: string })[];
  /** Why a step or an answer without basis is there, and who must confirm it. */
  practice?: string;
  /** Of an entry of the FAQ: where it was taken from, and the day of that. */
  taken?: { text: string; date?: string };
  /** The day until which somebody shall look at it again. */
  reviewBy?: string;
  /** The day on which a provision it rests on changed, and nobody has looked at it since. */
  basisChanged?: string;
};

/** An everyday way to ask for something of a document, used to find it and to learn how people ask. */
export type Example = {
  question: string;
  kind: ExampleKind;
  /** The places that answer it, best first; empty for a question that the document does not answer. */
  answers: Address[];
  /** For a question of several parts: all of these are needed. */
  needs?: Address[];
  /** Standard spelling, found once when it is stored. */
  standard?: { words: string[]; english: boolean };
  register?: string;
  /** Who wrote it; people ask alike to themselves, so learning never tests a writer on the same writer. */
  writer?: string;
};

export type ExampleKind =
  | 'answerable'
  | 'unanswerable'
  | 'out_of_authority'
  | 'off_topic'
  | 'complaint'
  | 'injection'
  | 'smalltalk';

/** A document as ingest hands it over. */
export type SourceDocument = {
  /** Stable name, e.g. perbup-31-2012. */
  id: string;
  kind: DocumentKind;
  title: string;
  /** How a citation names it, e.g. "Perbup Polewali Mandar 31/2012". */
  short: string;
  /** The whole text; every quotation is a substring of it. */
  text: string;
  /** SHA-256 over everything it was made from, hexadecimal. */
  hash: string;
  /** Facts about the instrument and messages by validity label. */
  meta: DocumentMeta;
  passages: Passage[];
  examples: Example[];
};

export type DocumentMeta = {
  /** Message per validity label, e.g. { B: "Catatan: Perbup ini terbit 2012 …" }. */
  validity?: Record<string, string>;
  /** Terms the instrument uses and does not define. */
  undefined?: string[];
  /** Number and year of a regulation, by which people name it. */
  number?: { nomor: number; tahun: number };
  /** Number of the last Pasal, to say that a higher one does not exist. */
  lastPasal?: number;
  /** A banner every citation must carry, e.g. that the SOP is an example. */
  banner?: string;
  /** Reading warnings of ingest. */
  warnings?: string[];
};

/** What a message wants of us, whatever the documents hold. */
export const SPEECH_ACTS = [
  'question',
  'out_of_authority',
  'complaint',
  'off_topic',
  'injection',
  'smalltalk',
] as const;
export type SpeechAct = (typeof SPEECH_ACTS)[number];

/** Whether the documents hold the answer is not the message's doing: both are questions. */
export function speechActOf(kind: ExampleKind): SpeechAct {
  return kind === 'answerable' || kind === 'unanswerable' ? 'question' : kind;
}
