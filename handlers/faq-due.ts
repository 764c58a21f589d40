import { progressOf } from '../db/broadcasts.ts';
import type { Database } from '../db/database.ts';
import { type FaqPushRow, saveFaqPush } from '../db/faq-pushes.ts';
import { type ReviewDueRow, takeBasisChanged, takeReviewsDue } from '../db/faq-reviews.ts';
import { lockFaq } from '../db/faqs.ts';
import { sentRef } from '../db/outbox.ts';
import { findPerson } from '../db/people.ts';
import { basisNamed, drawFaqCard, faqSubject, todayOf } from './faq-card.ts';
import type { Channel, Place } from './incoming.ts';
import { basisReminder, type DueFaq, type ReviewStage, reviewReminder } from './messages/faq-desk.ts';
import { notify } from './notice.ts';
import { dayAfter, lastLapsedDay, REMIND_DAYS } from './rules/faq.ts';
import { may } from './rules/permission.ts';
import type { Needs } from './visit.ts';

/** The chore that reminds of entries to be looked at again, once a day at opening. */
export const FAQ_REVIEWS = 'faq-reviews';

/** How many entries of which the basis changed are told of in one transaction. */
const MOST_TOLD = 1_000;

/** Reminds the owners of entries whose day of review is near, has come, or passed too long ago; each once, in one message. */
export async function remindReviews(tx: Database, needs: Needs): Promise<void> {
  const today = todayOf(needs);
  const due = await takeReviewsDue(tx, { today, near: dayAfter(today, REMIND_DAYS), lapsed: lastLapsedDay(today) });
  for (const { place, whose, rows } of await byOwner(tx, needs, due)) {
    const of = (stage: ReviewStage) => rows.filter((row) => row.stage === stage).map(dueFaq);
    await notify(tx, place, reviewReminder({ soon: of('soon'), today: of('today'), lapsed: of('lapsed') }, whose));
  }
  await redrawStanding(tx, needs, due);
}

/** Tells the owners that what their entries rest on has changed; gives how many entries. */
export async function tellBasisChanged(tx: Database, needs: Needs): Promise<number> {
  const due = await takeBasisChanged(tx, new Date(needs.now()), MOST_TOLD);
  for (const { place, whose, rows } of await byOwner(tx, needs, due)) {
    const told = rows.map((row) => ({ ...dueFaq(row), basis: basisNamed(needs, row.basis_changed) }));
    await notify(tx, place, basisReminder(told, whose));
  }
  await redrawStanding(tx, needs, due);
  return due.length;
}

/** Draws on its card how far the sending of an entry to subscribers is, and at the end what became of it. */
export async function showPush(
  tx: Database,
  needs: Needs,
  push: Pick<FaqPushRow, 'faq' | 'version' | 'broadcast'>,
): Promise<void> {
  // Whoever draws the card at the same moment is waited for: the later drawing has to know what the earlier one knew.
  await lockFaq(tx, push.faq);
  const progress = await progressOf(tx, push.broadcast);
  await saveFaqPush(tx, push, {
    shown_at: new Date(needs.now()),
    reported: progress === undefined || progress.endedAt !== null,
  });
  // Nothing moves while officers have it paused.
  if (progress?.state !== 'paused') await drawFaqCard(tx, needs, push.faq);
}

/** Cards that stand say so too; no new ones are posted, which may be very many. */
async function redrawStanding(tx: Database, needs: Needs, due: ReviewDueRow[]): Promise<void> {
  const { training } = needs;
  if (!training) return;
  for (const { id } of due)
    if ((await sentRef(tx, training.channel, training.chat, faqSubject(id))) !== undefined)
      await drawFaqCard(tx, needs, id);
}

/** One letter for all entries of an owner. What nobody owns who may still change it is told to all trainers. */
async function byOwner<Row extends ReviewDueRow>(
  tx: Database,
  { training }: Needs,
  due: Row[],
): Promise<{ place: Place; whose: 'own' | 'nobodys'; rows: Row[] }[]> {
  const letters: { place: Place; whose: 'own' | 'nobodys'; rows: Row[] }[] = [];
  const nobodys: Row[] = [];
  const owners = Map.groupBy(
    due.toSorted((one, other) => one.id - other.id),
    ({ owner }) => owner,
  );
  for (const [owner, rows] of owners) {
    const person = owner === null ? undefined : await findPerson(tx, owner);
    if (!person || !may(person.roles, 'press:faq-reviewed')) nobodys.push(...rows);
    else {
      const place: Place = { channel: person.channel as Channel, chat: person.address, audience: 'private' };
      letters.push({ place, whose: 'own', rows });
    }
  }
  if (training && nobodys.length > 0) letters.push({ place: training, whose: 'nobodys', rows: nobodys });
  return letters;
}

const dueFaq = ({ id, question, review_by }: ReviewDueRow): DueFaq => ({ id, question, reviewBy: review_by });
