import { performance } from 'node:perf_hooks';
import {
  type Answer,
  type Before,
  type Citation,
  type Knowledge,
  type Outcome,
  remembered,
} from '../knowledge/index.ts';
import {
  answered,
  clarified,
  complaint,
  notFound,
  offTopic,
  outOfAuthority,
  refused,
  smalltalk,
} from './messages/answers.ts';
import { toPlain } from './plain.ts';
import type { Block } from './reply.ts';

/** A reply to one message. */
export type Response = {
  kind: Outcome;
  /** What the person reads, without markup. */
  text: string;
  /** The same as pieces that a channel can draw. */
  blocks: Block[];
  /** Best first; every quote is a substring of the stored source. */
  citations: Citation[];
  /** The question was English. */
  english: boolean;
  /** Chance that the outcome is right, 0 to 1. */
  confidence: number;
  /** Milliseconds from the message to the text. */
  tookMs: number;
  /** What the conversation is about now. */
  next?: Before;
};

/** Longer messages are cut: nobody asks in a novel, and it would hold up others. */
const LONGEST = 2_000;

/**
 * Answers a message from the documents named, or from all.
 * @param before what the conversation was about: the `next` of an earlier response
 * @param today the day in the zone of the unit, e.g. 2026-11-23: an answer that was to be looked at long before says so
 */
export function respond(
  knowledge: Knowledge,
  question: string,
  { documents = [], before, today }: { documents?: string[]; before?: Before | undefined; today?: string } = {},
): Response {
  const start = performance.now();
  const asked = question.slice(0, LONGEST);
  const answer = knowledge.answer(asked, { documents, before });
  const blocks = wordsFor(knowledge, answer, documents, today);
  const next = remembered(asked, answer) ?? before;
  return {
    kind: answer.kind,
    text: toPlain(blocks),
    blocks,
    citations: answer.citations,
    english: answer.english,
    confidence: Math.round(Math.min(1, Math.max(0, answer.confidence)) * 1000) / 1000,
    tookMs: Math.round((performance.now() - start) * 100) / 100,
    ...(next && { next }),
  };
}

function wordsFor(knowledge: Knowledge, answer: Answer, documents: string[], today: string | undefined): Block[] {
  switch (answer.kind) {
    case 'answer':
      return answered(answer, knowledge.unit, today);
    case 'clarify':
      return clarified(answer);
    case 'not_found':
      return notFound(answer, knowledge.unit, sourceNames(knowledge, documents, answer.english));
    case 'out_of_authority':
      return outOfAuthority(answer, today);
    case 'complaint':
      return complaint(answer, knowledge.unit);
    case 'off_topic':
      return offTopic(answer, knowledge.unit);
    case 'refusal':
      return refused(answer);
    case 'smalltalk':
      return smalltalk(answer, knowledge.unit);
  }
}

/** "Perbup Polewali Mandar 31/2012 dan SOP/FAQ yang ada": what was looked through. */
function sourceNames(knowledge: Knowledge, documents: string[], english: boolean): string {
  const looked = knowledge.summary().filter(({ id }) => documents.length === 0 || documents.includes(id));
  const names = looked.filter(({ kind }) => kind === 'peraturan').map(({ short }) => short);
  if (looked.some(({ kind }) => kind !== 'peraturan'))
    names.push(english ? 'the SOP and FAQ at hand' : 'SOP/FAQ yang ada');
  return names.join(english ? ' and ' : ' dan ');
}
