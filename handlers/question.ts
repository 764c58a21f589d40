import { performance } from 'node:perf_hooks';
import {
  type Ai,
  type Answer,
  type Before,
  type Citation,
  type Knowledge,
  type Outcome,
  remembered,
  type Turn,
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
import { writtenAnswer } from './messages/written.ts';
import { toPlain } from './plain.ts';
import type { Block } from './reply.ts';
import { alleges } from './rules/complaint-words.ts';
import { type HiddenData, hidePersonalData } from './rules/hidden-data.ts';
import { maskPersonalData } from './rules/personal-data.ts';

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
  /** What a model wrote, sentence by sentence with what each rests on. */
  written?: { claims: { text: string; citations: Citation[] }[]; completeness: 'lengkap' | 'sebagian'; model: string };
  /** The question without personal data, when its words may have gone to a model. */
  sent?: string;
  /** The blocks with what the asker said of themselves put back: for their eyes alone, and never stored with the answer. */
  forOwner?: Block[];
};

/** Longer messages are cut: nobody asks in a novel, and it would hold up others. */
const LONGEST = 2_000;

type Asking = {
  documents?: string[];
  /** What the conversation was about: the `next` of an earlier response. */
  before?: Before | undefined;
  /** The day in the zone of the unit, e.g. 2026-11-23: an answer that was to be looked at long before says so. */
  today?: string;
};

type WithModels = {
  /** What was asked before in the same conversation, without personal data. */
  turns?: Turn[];
  /** Names that the asker is known by. */
  known?: string[];
  /** What the conversation was about must not leave: a message that is only understood by it is not put into words. */
  beforeStays?: boolean;
  signal?: AbortSignal;
};

/** Answers a message from the documents named, or from all. */
export function respond(knowledge: Knowledge, question: string, asking: Asking = {}): Response {
  const start = performance.now();
  const asked = question.slice(0, LONGEST);
  return responseTo(knowledge, asked, answerTo(knowledge, asked, asking), asking, start);
}

/**
 * Answers a message as `respond` does, and has a model put into words what the rules leave to it. Without `ai`, and whenever
 * anything stands in the way, it is what `respond` says of the same message. What leaves has its personal data hidden; of an
 * allegation, a complaint or anything else that the rules decide nothing leaves.
 * @param question as it was typed
 */
export async function respondWith(
  ai: Ai | undefined,
  knowledge: Knowledge,
  question: string,
  { turns = [], known = [], beforeStays = false, signal, ...asking }: Asking & WithModels = {},
): Promise<Response> {
  const start = performance.now();
  const masked = maskPersonalData(question).text.slice(0, LONGEST);
  const offline = answerTo(knowledge, masked, asking);
  const quoted = () => responseTo(knowledge, masked, offline, asking, start);
  if (!ai || !leavesOpen(offline) || alleges(question)) return quoted();
  if (beforeStays && offline.understoodAs !== undefined) return quoted();
  const hidden = hidePersonalData(question, known);
  const asked = hidden.text.slice(0, LONGEST);
  const before = asking.before && !beforeStays ? withoutPeople(asking.before, known) : undefined;
  // Decided anew on the very words that leave: what was understood of others might hold some that must not.
  const isSame = asked === masked && before?.question === asking.before?.question;
  const decided = isSame ? offline : answerTo(knowledge, asked, { ...asking, before });
  if (!leavesOpen(decided)) return quoted();
  const { documents } = asking;
  const better = await ai.writing.improve(asked, decided, {
    ...(documents && { documents }),
    before,
    turns,
    ...(signal && { signal }),
  });
  const sent = hidden.mask(asked);
  if (better === decided) {
    const response = quoted();
    const { next } = response;
    // What stays in the conversation is told to a model again: it has no names either.
    return { ...response, ...(next && next !== asking.before && { next: withoutPeople(next, known) }), sent };
  }
  const stored = retold(better, hidden.mask);
  const owned = retold(better, hidden.restore);
  const response = { ...responseTo(knowledge, sent, stored, asking, start), sent };
  const isPersonal = JSON.stringify(stored) !== JSON.stringify(owned);
  return { ...response, ...(isPersonal && { forOwner: wordsFor(knowledge, owned, asking) }) };
}

/** Whether the rules leave it to a model: what they found an answer to, or nothing about, or are not sure of. */
function leavesOpen({ kind, gap, open = [] }: Answer): boolean {
  if (kind === 'answer') return true;
  if (kind === 'not_found') return gap === undefined || gap.why === 'not_covered' || open.length > 0;
  return kind === 'off_topic' && open.length > 0;
}

/** What was talked about, as it may leave. Its placeholders would be taken for those of the new question. */
function withoutPeople(before: Before, known: string[]): Before {
  const { text, mask } = hidePersonalData(before.question, known);
  return { ...before, question: mask(text) };
}

/** An answer with what a model wrote of it, and what it was understood as, changed. */
function retold({ written, understoodAs, ...answer }: Answer, change: HiddenData['mask']): Answer {
  return {
    ...answer,
    ...(understoodAs !== undefined && { understoodAs: change(understoodAs) }),
    ...(written && {
      written: { ...written, claims: written.claims.map((claim) => ({ ...claim, text: change(claim.text) })) },
    }),
  };
}

const answerTo = (knowledge: Knowledge, asked: string, { documents = [], before }: Asking): Answer =>
  knowledge.answer(asked, { documents, before });

/** @param start when the message came, by the performance clock */
function responseTo(knowledge: Knowledge, asked: string, answer: Answer, asking: Asking, start: number): Response {
  const blocks = wordsFor(knowledge, answer, asking);
  const next = remembered(asked, answer) ?? asking.before;
  const { written, statements } = answer;
  return {
    kind: answer.kind,
    text: toPlain(blocks),
    blocks,
    citations: answer.citations,
    english: answer.english,
    confidence: Math.round(Math.min(1, Math.max(0, answer.confidence)) * 1000) / 1000,
    tookMs: Math.round((performance.now() - start) * 100) / 100,
    ...(next && { next }),
    ...(written && {
      written: {
        ...written,
        claims: written.claims.map(({ text, statements: at }) => ({
          text,
          citations: at.flatMap((place) => statements[place]?.citation ?? []),
        })),
      },
    }),
  };
}

function wordsFor(knowledge: Knowledge, answer: Answer, { documents = [], today }: Asking): Block[] {
  switch (answer.kind) {
    case 'answer':
      return answer.written
        ? writtenAnswer(answer, answer.written, knowledge.unit, today)
        : answered(answer, knowledge.unit, today);
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
