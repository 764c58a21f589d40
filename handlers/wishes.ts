import { type AnswerRow, findJudgement, type Judgement } from '../db/answers.ts';
import type { Database } from '../db/database.ts';
import { publishedEntries } from '../db/faqs.ts';
import { findGapOf, lockGapsOf, saveGap } from '../db/gaps.ts';
import { addLetters } from '../db/outbox.ts';
import { markTold, turnWish, type Waiting, waitingIn, waitingUngrouped } from '../db/wishes.ts';
import type { FaqContent, FaqEntry } from '../knowledge/index.ts';
import { drawn, seenAnswer } from './asking.ts';
import type { Place } from './incoming.ts';
import { faqPreview } from './messages/faq-card.ts';
import * as messages from './messages/index.ts';
import { wishFulfilled, wishNoted } from './messages/wishes.ts';
import { respond } from './question.ts';
import type { Block } from './reply.ts';
import { type Decision, type Needs, type Visit, whisper } from './visit.ts';

/** Those whose question nobody has put into a group yet: more than a week brings. */
const MOST_UNGROUPED = 1_000;

/** Whoever asked wants to be told when there is an answer, or does not any more; what is there already is told at once. */
export async function wish(visit: Visit, id: number): Promise<Decision> {
  const { needs, person, incoming } = visit;
  const { place } = incoming;
  const answer = await seenAnswer(visit, id);
  const isTheirs = answer?.person === person.id && answer.kind === 'not_found';
  if (!isTheirs || place.channel !== 'telegram' || place.audience !== 'private')
    return whisper(visit, messages.outdated());
  const known = await answeredByNow(needs, answer);
  if (known) return whisper(visit, wishFulfilled(answer.question, known));
  const judged = await findJudgement(needs.db, id, person.id);
  return async (tx) => {
    const wanted = await turnWish(tx, id, person.id, new Date(needs.now()));
    const below = drawn(visit, answer, ratingOf(judged), place, wanted);
    return { replies: [{ ...below, replaces: 'buttons' }, wishNoted(wanted)] };
  };
}

function ratingOf(judged: Judgement | undefined): messages.Rating {
  if (!judged) return { state: 'none' };
  return judged.useful ? { state: 'useful' } : { state: 'useless', reason: judged.reason ?? undefined };
}

/** What is known by now about a question that found nothing when it was asked. */
async function answeredByNow({ db, knowledge }: Needs, { id, question }: AnswerRow): Promise<Block[] | undefined> {
  const gap = await findGapOf(db, id);
  const ids = gap?.state === 'terjawab' && gap.faq !== null ? [gap.faq] : [];
  const [entry] = ids.length > 0 ? await publishedEntries<FaqContent>(db, { zone: knowledge.unit.zone, ids }) : [];
  if (entry) return answerOf({ knowledge }, entry);
  const asked = respond(knowledge, question);
  return asked.kind === 'answer' ? asked.blocks : undefined;
}

/**
 * Tells everybody once who asked for it, when what they asked is answered by an entry that is published now: what was asked in
 * its groups, and what nobody has put into a group yet and asks the same. Gives how many people.
 */
export async function tellWaiting(tx: Database, needs: Needs, entry: FaqEntry): Promise<number> {
  const ungrouped = await waitingUngrouped(tx, MOST_UNGROUPED);
  const waiting = [
    ...(await answerGroups(tx, needs, entry.id)),
    ...ungrouped.filter(({ question }) => answers(needs, entry, question)),
  ];
  return await tell(tx, needs, entry, waiting);
}

/** The groups for which an entry was written are answered by it from now on; gives who waits in them. */
export async function answerGroups(tx: Database, needs: Pick<Needs, 'now'>, faq: number): Promise<Waiting[]> {
  const gaps = await lockGapsOf(tx, faq);
  const answered = { state: 'terjawab', faq, why: null, by: null, at: new Date(needs.now()) } as const;
  for (const gap of gaps) await saveGap(tx, gap, answered);
  return gaps.length > 0 ? await waitingIn(tx, gaps) : [];
}

/** Tells each of those who wait once what an entry says; gives how many people. */
export async function tell(tx: Database, needs: Needs, entry: FaqEntry, waiting: Waiting[]): Promise<number> {
  if (waiting.length === 0) return 0;
  const answer = answerOf(needs, entry);
  const people = onceEach(waiting);
  await addLetters(
    tx,
    people.map(({ channel, chat, question }) => {
      const place = { channel, chat, audience: 'private' } as Place;
      return { lane: 1 as const, channel, chat, place, reply: wishFulfilled(question, answer) };
    }),
  );
  await markTold(tx, waiting, new Date(needs.now()));
  return people.length;
}

/** As whoever asks is answered now, with all its remarks. */
const answerOf = ({ knowledge }: Pick<Needs, 'knowledge'>, entry: FaqEntry): Block[] =>
  faqPreview(knowledge.drawFaq(entry), knowledge.unit);

const answers = ({ knowledge }: Needs, { question, variants }: FaqEntry, asked: string): boolean =>
  knowledge.similarAmong(
    asked,
    [question, ...variants].map((wording, id) => ({ id, question: wording })),
  ).length > 0;

const onceEach = (waiting: Waiting[]): Waiting[] => [...new Map(waiting.map((one) => [one.person, one])).values()];
