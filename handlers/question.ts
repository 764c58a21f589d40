import { performance } from 'node:perf_hooks';
import type { Answer, Citation, Knowledge, Outcome } from '../knowledge/index.ts';
import { answered, clarified, complaint, notFound, offTopic, outOfAuthority, refused, smalltalk } from './messages.ts';

/** A reply to one message. */
export type Response = {
  kind: Outcome;
  /** What the person reads, without markup. */
  text: string;
  /** Best first; every quote is a substring of the stored source. */
  citations: Citation[];
  /** Chance that the outcome is right, 0 to 1. */
  confidence: number;
  /** Milliseconds from the message to the text. */
  tookMs: number;
};

/** Longer messages are cut: nobody asks in a novel, and it would hold up others. */
const LONGEST = 2_000;

/** Answers a message from the documents named, or from all. */
export function respond(knowledge: Knowledge, question: string, documents: string[] = []): Response {
  const start = performance.now();
  const answer = knowledge.answer(question.slice(0, LONGEST), { documents });
  const text = wordsFor(knowledge, answer, documents);
  return {
    kind: answer.kind,
    text,
    citations: answer.citations,
    confidence: Math.round(Math.min(1, Math.max(0, answer.confidence)) * 1000) / 1000,
    tookMs: Math.round((performance.now() - start) * 100) / 100,
  };
}

function wordsFor(knowledge: Knowledge, answer: Answer, documents: string[]): string {
  switch (answer.kind) {
    case 'answer':
      return answered(answer, knowledge.unit);
    case 'clarify':
      return clarified(answer);
    case 'not_found':
      return notFound(answer, knowledge.unit, sourceNames(knowledge, documents, answer.english));
    case 'out_of_authority':
      return outOfAuthority(answer);
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
