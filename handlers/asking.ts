import { type AnswerRow, addAnswer, findAnswer, findAnswerTo, saveChangedQuestion } from '../db/answers.ts';
import { saveTalk } from '../db/people.ts';
import type { Citation } from '../knowledge/index.ts';
import { sources } from './messages/answers.ts';
import * as messages from './messages/index.ts';
import { type Response, respond } from './question.ts';
import type { Block, Button, Reply } from './reply.ts';
import { subjectOf } from './rules/conversation.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import { type Decision, say, type Visit } from './visit.ts';

/** Outcomes that are worth keeping and judging; the rest is small talk. */
const JUDGED = new Set<Response['kind']>(['answer', 'clarify', 'not_found', 'out_of_authority', 'complaint']);

/**
 * Answers a question in the conversation of whoever asks.
 * @param remarks said after the answer
 * @param message the message that asked, so that an edit of it finds the answer
 */
export async function ask(
  { needs, incoming, person }: Visit,
  question: string,
  {
    remarks = [],
    message = incoming.message,
    replaces = false,
  }: { remarks?: Block[]; message?: string | undefined; replaces?: boolean } = {},
): Promise<Decision> {
  const { channel, chat, onlyFor } = incoming.place;
  const masked = maskPersonalData(question);
  const before = subjectOf(person.talk, chat, needs.now());
  const response = respond(needs.knowledge, masked.text, { ...(before && { before }) });
  const blocks = [...response.blocks, ...remarks, ...(masked.found ? [messages.secretNote()] : [])];
  const { expects: _asked, ...talk } = person.talk;
  const next = response.next && { before: { about: response.next, chat, at: needs.now() } };

  return async (tx) => {
    await saveTalk(tx, person.id, { ...talk, ...next });
    if (response.kind === 'smalltalk') return { replies: [{ ...messages.withMenu(blocks), replaces }] };
    const id = await addAnswer(tx, {
      person: person.id,
      channel,
      chat,
      message: message ?? null,
      question: masked.text,
      kind: response.kind,
      confidence: response.confidence,
      reply: { blocks },
      citations: response.citations,
    });
    if (!JUDGED.has(response.kind)) return { replies: [{ blocks, replaces }] };
    const reply = messages.ratedAnswer(id, blocks, response.citations.length, { state: 'none' }, onlyFor !== undefined);
    return { replies: [{ ...reply, buttons: [...choices(id, response), ...(reply.buttons ?? [])], replaces }] };
  };
}

/** One button for each thing that a short message may have meant. */
function choices(id: number, { kind, citations }: Response): Button[][] {
  if (kind !== 'clarify') return [];
  return citations.map((citation, at) => [
    { label: messages.placeName(citation), action: { verb: 'answer', id, choice: String(at) } },
  ]);
}

/** The words of the sources of an answer, exactly as they are stored. Seen by the one who pressed. */
export async function showSources(visit: Visit, id: number): Promise<Decision> {
  return await about(visit, id, (answer) => readOnly(visit, sources(citationsOf(visit, answer), false)));
}

/** One of the things that a short message may have meant. */
export async function showChoice(visit: Visit, id: number, choice: string | undefined): Promise<Decision> {
  return await about(visit, id, (answer) => {
    const chosen = citationsOf(visit, answer)
      .slice(Number(choice ?? 0))
      .slice(0, 1);
    const statement = chosen[0] && visit.needs.knowledge.statement(chosen[0].citation.document, chosen[0].citation);
    return readOnly(visit, statement ? messages.statementBlocks(statement) : sources(chosen, false));
  });
}

/** Puts an answer that only one person saw where all can read it. */
export async function share(visit: Visit, id: number): Promise<Decision> {
  const { onlyFor: _one, ...place } = visit.incoming.place;
  return await about(visit, id, (answer) => async () => ({
    place,
    replies: [{ blocks: [messages.sharedBy(visit.person.name, answer.question), ...(answer.reply as Reply).blocks] }],
  }));
}

/** An edited message: too late for its answer, so asks whether to answer anew; undefined when it has no answer yet. */
export async function changeQuestion(
  { needs, incoming }: Visit,
  edited: string,
  text: string,
): Promise<Decision | undefined> {
  const answer = await findAnswerTo(needs.db, incoming.place.channel, incoming.place.chat, edited);
  if (!answer) return undefined;
  const question = maskPersonalData(text).text;
  if (question === answer.question) return say();
  return async (tx) => {
    await saveChangedQuestion(tx, answer.id, question);
    return { replies: [messages.changedAfterwards(answer.id)] };
  };
}

/** Answers the question as it was changed. */
export async function askAgain(visit: Visit, id: number): Promise<Decision> {
  const answer = await findAnswer(visit.needs.db, id);
  if (!answer || answer.changed_question === null || answer.person !== visit.person.id) return say(messages.outdated());
  const decision = await ask(visit, answer.changed_question, { message: answer.message ?? undefined, replaces: true });
  return async (tx) => {
    await saveChangedQuestion(tx, id, null);
    return await decision(tx);
  };
}

/** Leaves the answer to a changed question as it is. */
export async function letBe(visit: Visit, id: number): Promise<Decision> {
  return async (tx) => {
    const answer = await findAnswer(tx, id);
    if (answer?.person === visit.person.id) await saveChangedQuestion(tx, id, null);
    return { replies: [messages.letItBe()] };
  };
}

async function about(visit: Visit, id: number, then: (answer: AnswerRow) => Decision): Promise<Decision> {
  const answer = await seenAnswer(visit, id);
  return answer ? then(answer) : say(messages.outdated());
}

/**
 * The answer of that number, if this person has it before them: it is theirs, or stands in the chat in which they pressed.
 * A changed client can press any number.
 */
export async function seenAnswer({ needs, person, incoming }: Visit, id: number): Promise<AnswerRow | undefined> {
  const answer = await findAnswer(needs.db, id);
  if (!answer) return undefined;
  const { channel, chat } = incoming.place;
  return answer.person === person.id || (answer.channel === channel && answer.chat === chat) ? answer : undefined;
}

/** In a Slack channel only the one who pressed reads it. */
function readOnly({ incoming: { place, from } }: Visit, blocks: Block[]): Decision {
  const alone = place.channel === 'slack' && place.audience === 'group';
  return async () => ({ replies: [{ blocks }], ...(alone && { place: { ...place, onlyFor: from.id } }) });
}

function citationsOf({ needs }: Visit, answer: AnswerRow): { citation: Citation; source: string }[] {
  const names = new Map(needs.knowledge.summary().map(({ id, short }) => [id, short]));
  return (answer.citations as Citation[]).map((citation) => ({
    citation,
    source: names.get(citation.document) ?? citation.document,
  }));
}
