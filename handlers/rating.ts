import { type AnswerRow, type Judgement, saveJudgement } from '../db/answers.ts';
import { saveTalk } from '../db/people.ts';
import { seenAnswer } from './asking.ts';
import * as messages from './messages/index.ts';
import type { Form, Reply } from './reply.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import { type Decision, say, type Visit } from './visit.ts';

/** 👍 */
export async function useful(visit: Visit, id: number): Promise<Decision> {
  return await judge(visit, id, { useful: true, reason: null, comment: null }, { state: 'useful' });
}

/** 👎: kept at once, then asked why. */
export async function useless(visit: Visit, id: number): Promise<Decision> {
  return await judge(visit, id, { useful: false, reason: null, comment: null }, { state: 'asked-why' });
}

/** Why it was of no use; 'other' asks for the reason in words. */
export async function reason(visit: Visit, id: number, choice: string | undefined): Promise<Decision> {
  const { person, incoming, needs } = visit;
  const known = choice !== undefined && choice in messages.REASONS ? choice : null;
  const rated = await judge(
    visit,
    id,
    { useful: false, reason: known, comment: null },
    { state: 'useless', reason: known ?? undefined, commented: false },
  );
  if (choice !== 'other') return rated;
  return async (tx) => {
    const said = await rated(tx);
    const expects = { what: 'reason', answer: id, chat: incoming.place.chat, at: needs.now() } as const;
    await saveTalk(tx, person.id, { ...person.talk, expects });
    return { ...said, replies: [...said.replies, messages.whyInWords()] };
  };
}

/** The reason in words, as the next message or from the form. */
export async function comment(visit: Visit, id: number, words: string): Promise<Decision> {
  const { person } = visit;
  if (!(await seenAnswer(visit, id))) return say(messages.outdated());
  return async (tx) => {
    await saveJudgement(tx, id, person.id, { useful: false, reason: 'other', comment: maskPersonalData(words).text });
    const { expects: _asked, ...talk } = person.talk;
    await saveTalk(tx, person.id, talk);
    return { replies: [messages.reasonKept()] };
  };
}

/** Slack asks for the words in a form. */
export const reasonForm = (id: number): Form => messages.reasonForm(id);

async function judge(visit: Visit, id: number, judgement: Judgement, rating: messages.Rating): Promise<Decision> {
  const { person, incoming } = visit;
  const answer = await seenAnswer(visit, id);
  if (!answer) return say(messages.outdated());
  return async (tx) => {
    await saveJudgement(tx, id, person.id, judgement);
    // Slack cannot change a message that only one person sees.
    if (incoming.place.onlyFor !== undefined) return { replies: [messages.ratedAlone(id, rating)] };
    return { replies: [{ ...drawn(answer, rating), replaces: 'buttons' }] };
  };
}

/** The answer again, from what is stored. */
function drawn(answer: AnswerRow, rating: messages.Rating): Reply {
  const { blocks } = answer.reply as Reply;
  return messages.ratedAnswer(answer.id, blocks, (answer.citations as unknown[]).length, rating);
}
