import type { Address } from './address.ts';
import type { ValueType } from './asked.ts';
import type { Citation, Statement } from './compose.ts';
import type { Matter } from './redirects.ts';

/** Every way a message can end; the same for the person, the report and the tests. */
export const OUTCOMES = [
  'answer',
  'clarify',
  'not_found',
  'out_of_authority',
  'complaint',
  'off_topic',
  'refusal',
  'smalltalk',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why nothing was found: the reader is told which. */
export type Gap =
  /** No passage speaks of it. */
  | { why: 'not_covered'; asked?: ValueType[] }
  /** A passage speaks of it, without the asked value. */
  | { why: 'value_missing'; asked: ValueType[]; nearest: Statement }
  /** The named Pasal, ayat or item does not exist; `last` is the last one of its kind that does. */
  | { why: 'no_such_place'; named: Address; source: string; last?: number; exists?: Address }
  /** A document never had the version of that number; `versions` are those it has, the last the one of now. */
  | { why: 'no_such_version'; named: number; source: string; versions: number[] }
  /** The question names a regulation that is not stored. */
  | { why: 'no_such_document' }
  /** The term is used and nowhere explained. */
  | { why: 'not_defined'; term: string; source: string }
  /** The unit's own facts would answer, and are not filled in. */
  | { why: 'unit_unknown'; fields: string[]; statement: Statement };

/** What the knowledge base has to say to a message, as data: handlers put it into words. */
export type Answer = {
  kind: Outcome;
  english: boolean;
  /** The message asks for yes or no. */
  yesOrNo: boolean;
  /** What answers, in order of the question's parts. */
  statements: Statement[];
  /** An entry of the FAQ that explains what the regulation says, shown below it. */
  explanation?: Statement;
  /** A second reading of the question, shown when the first is not certain. */
  alternatives: Statement[];
  /** All that is cited, best first, statements' before others'. */
  citations: Citation[];
  gap?: Gap;
  matter?: Matter;
  /** Facts of the unit that answer, by field of unit.yaml. */
  unitFacts?: Record<string, string>;
  /** For smalltalk. */
  talk?: 'greeting' | 'thanks' | 'identity' | 'farewell' | 'puzzled';
  /** The question that a follow-up was taken for, when the conversation was used to understand it. */
  understoodAs?: string;
  /** The message seems to ask more than is answered here. */
  partial?: boolean;
  /** Chance that the outcome is right, 0 to 1, as learned from the examples. */
  confidence: number;
  /** What the rules leave open: outcomes that a model may choose instead of this one, likeliest first. */
  open?: Outcome[];
  /** What a model wrote from the statements, held to them by code. The statements are shown with it. */
  written?: Written;
};

/** Sentences of a model, each with what it rests on. */
export type Written = {
  claims: Claim[];
  completeness: 'lengkap' | 'sebagian';
  /** Which model wrote it. */
  model: string;
};

/** `statements` are the places of its sources in the statements of the answer, never empty. */
export type Claim = { text: string; statements: number[] };

/** An answer before anything is known but how it was asked. */
export type Empty = Pick<Answer, 'english' | 'yesOrNo' | 'statements' | 'alternatives' | 'citations'>;

/** What a conversation was about last: plain data, kept by the caller between two messages. */
export type Before = {
  /** The question as it was understood, at most 300 characters. */
  question: string;
  /** Where its answer stands, first place first; empty when nothing was cited. */
  places: { document: string; address: Address }[];
  kind: Outcome;
};

/** That nothing answers, where `answer` was no answer either. */
export function nothingFound({ english, confidence }: Answer): Answer {
  const none = { statements: [], alternatives: [], citations: [] };
  return { ...none, kind: 'not_found', gap: { why: 'not_covered' }, english, yesOrNo: false, confidence };
}
