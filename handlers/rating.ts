import { type Judgement, saveJudgement } from '../db/answers.ts';
import { saveTalk } from '../db/people.ts';
import { wants } from '../db/wishes.ts';
import { drawn, seenAnswer } from './asking.ts';
import * as messages from './messages/index.ts';
import type { Form } from './reply.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

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
  const known = messages.isReason(choice) ? choice : null;
  const judgement = { useful: false, reason: known, comment: null };
  const rated = await judge(visit, id, judgement, { state: 'useless', reason: known ?? undefined });
  if (choice !== 'other') return rated;
  return async (tx) => {
    const said = await rated(tx);
    const expects = { what: 'reason', answer: id, chat: incoming.place.chat, at: needs.now() } as const;
    await saveTalk(tx, person.id, { ...person.talk, expects });
    return { ...said, replies: [...said.replies, messages.whyInWords()] };
  };
}

/** The reason in words, as the next message, as a correction of it, or from the form. */
export async function comment(visit: Visit, id: number, words: string, message?: string): Promise<Decision> {
  const { person } = visit;
  const judgement = { useful: false, reason: 'other', comment: maskPersonalData(words.slice(0, LONGEST_COMMENT)).text };
  const rated = await judge(visit, id, judgement, { state: 'useless', reason: 'other' });
  return async (tx) => {
    const said = await rated(tx);
    const { expects: _asked, ...talk } = person.talk;
    await saveTalk(tx, person.id, { ...talk, ...(message !== undefined && { reason: { answer: id, message } }) });
    // Written as a message it is answered by one; sent as a form it changes the answer.
    return visit.incoming.event.kind === 'form' ? said : { replies: [messages.reasonKept()] };
  };
}

const LONGEST_COMMENT = 2_000;

/** Slack asks for the words in a form. */
export const reasonForm = (id: number): Form => messages.reasonForm(id);

async function judge(visit: Visit, id: number, judgement: Judgement, rating: messages.Rating): Promise<Decision> {
  const { place } = visit.incoming;
  const answer = await seenAnswer(visit, id);
  if (!answer) return whisper(visit, messages.outdated());
  const wanted = answer.kind === 'not_found' && (await wants(visit.needs.db, id, visit.person.id));
  // What one thinks of it is not shown to all, and what only one sees cannot be changed.
  const said =
    place.audience === 'group' || place.onlyFor !== undefined
      ? whisper(visit, messages.ratedAlone(id, rating))
      : async () => ({ replies: [{ ...drawn(visit, answer, rating, place, wanted), replaces: 'buttons' as const }] });
  return async (tx) => {
    await saveJudgement(tx, id, visit.person.id, judgement);
    return await said(tx);
  };
}
