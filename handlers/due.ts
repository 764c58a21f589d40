import { lockEventful, lockLeaving, lockUnasked, lockUnreported } from '../db/announcements.ts';
import { addChore, lockChores, moveChore } from '../db/chores.ts';
import type { Database } from '../db/database.ts';
import { type WhatIsDue, whatIsDue } from '../db/due.ts';
import { lockUnreportedPushes } from '../db/faq-pushes.ts';
import { type FileRow, lockUnpassed, markPassedOn } from '../db/files.ts';
import { lockWithheld, releaseHeld, settleWithheld, type WithheldLetter } from '../db/outbox.ts';
import { findPerson, listPeopleWithRole } from '../db/people.ts';
import { findTicketMessageAt, lockChangedDeliveries } from '../db/ticket-messages.ts';
import { findTicket, listCardless, listMerged, lockAlarming, type TicketRow } from '../db/tickets.ts';
import { lockUnshown } from '../db/uploads.ts';
import { noteBelowCard, postMissingAnnouncements } from './announcement-card.ts';
import { askToConfirm, bringEvent, leave, SHOWN_EVERY_MS, showProgress } from './announcement-due.ts';
import { isDeliveryList } from './delivery-list.ts';
import { digest } from './desk.ts';
import { postMissingFaqs } from './faq-card.ts';
import { FAQ_REVIEWS, remindReviews, showPush, tellBasisChanged } from './faq-due.ts';
import { followImport, thinkOfImports, workOnImport } from './faq-imported.ts';
import { collectGaps } from './gap-collecting.ts';
import { nextMonday, postGaps, WEEKLY_GAPS } from './gap-weekly.ts';
import type { Channel, Place } from './incoming.ts';
import { isMadeList } from './made-lists.ts';
import { deliveryFile } from './messages/announcing.ts';
import { closedNotice, fileRefusalName, fileRefusedNotice } from './messages/reporter-notices.ts';
import { clock } from './messages/time.ts';
import { alarm, alarmForOne, fileFrom, fileNotTaken } from './messages/triage.ts';
import { madeListFile } from './messages/uploads.ts';
import { notify } from './notice.ts';
import type { Reply } from './reply.ts';
import { may } from './rules/permission.ts';
import type { Alarm } from './rules/ticket-clock.ts';
import { redrawStorm } from './storm.ts';
import { redrawCard } from './ticket-card.ts';
import { chatOfReporter, deskOf, noteInThread } from './ticket-places.ts';
import { showDelivery } from './ticket-reply.ts';
import { addFollowUp, alarmGiven, makeMove } from './ticketing.ts';
import { askForUpload, workOnAsking } from './upload-asking.ts';
import { drawUpload } from './upload-card.ts';
import type { Needs } from './visit.ts';

/** How many of each kind are worked on in one transaction. */
const AT_ONCE = 20;
const DIGEST = 'digest';

/** What nobody asks for and time brings. */
export type Due = {
  /** Does what is due now; true when there may be more, or letters to send. */
  work: () => Promise<boolean>;
  /** Posts the cards that are missing where officers work: the channel was away, or is another one now. */
  postMissingCards: () => Promise<void>;
};

/** Each step takes its rows under a lock and ends in one transaction with what it tells: a crash repeats or loses nothing. */
export function createDue(needs: Needs): Due {
  const { db, calendar, now } = needs;
  let faults: unknown[] = [];
  let mayAnswer: Awaited<ReturnType<typeof thinkOfImports>>;
  /** Each row in a savepoint of its own: one that fails stays as it is, and does not keep the others from being done. */
  const each =
    <Row>(take: (tx: Database) => Promise<Row[]>, work: (tx: Database, row: Row) => Promise<void>) =>
    async (tx: Database): Promise<number> => {
      let done = 0;
      for (const row of await take(tx))
        try {
          await tx.transaction((inner) => work(inner, row));
          done++;
        } catch (fault) {
          faults.push(fault);
        }
      return done;
    };
  const moment = () => new Date(now());
  const shownBefore = () => new Date(now() - SHOWN_EVERY_MS);
  const steps: Record<keyof WhatIsDue, (tx: Database) => Promise<number>> = {
    held: releaseHeld,
    withheld: each(
      (tx) => lockWithheld(tx, AT_ONCE),
      (tx, letter) => handOver(tx, needs, letter),
    ),
    deliveries: each(
      (tx) => lockChangedDeliveries(tx, AT_ONCE),
      (tx, changed) => showDelivery(tx, needs, changed),
    ),
    files: each(
      (tx) => lockUnpassed(tx, AT_ONCE),
      (tx, file) => passOn(tx, needs, file),
    ),
    alarms: each(
      (tx) => lockAlarming(tx, moment(), AT_ONCE),
      (tx, ticket) => giveAlarm(tx, needs, ticket),
    ),
    chores: each(
      (tx) => lockChores(tx, moment()),
      (tx, chore) => doChore(tx, needs, chore, mayAnswer),
    ),
    uploads: each(
      (tx) => lockUnshown(tx, AT_ONCE),
      async (tx, upload) => {
        await drawUpload(tx, needs, upload);
        await followImport(tx, needs, upload);
        await askForUpload(tx, needs, upload);
      },
    ),
    basis: (tx) => tellBasisChanged(tx, needs),
    pushes: each(
      (tx) => lockUnreportedPushes(tx, shownBefore(), AT_ONCE),
      (tx, push) => showPush(tx, needs, push),
    ),
    leaving: each(
      (tx) => lockLeaving(tx, moment(), AT_ONCE),
      (tx, bulletin) => leave(tx, needs, bulletin),
    ),
    events: each(
      (tx) => lockEventful(tx, moment(), AT_ONCE),
      (tx, announcement) => bringEvent(tx, needs, announcement),
    ),
    previews: each(
      (tx) => lockUnasked(tx, needs.announcements, AT_ONCE),
      (tx, bulletin) => askToConfirm(tx, needs, bulletin),
    ),
    broadcasts: each(
      (tx) => lockUnreported(tx, shownBefore(), AT_ONCE),
      (tx, bulletin) => showProgress(tx, needs, bulletin),
    ),
  };
  return {
    async work() {
      faults = [];
      const due = await whatIsDue(db, { now: moment(), shown: shownBefore(), cards: needs.announcements });
      let done = 0;
      // The weekly list is thought out before the transaction in which it is posted.
      if (due.chores) await collectGaps(db, needs).catch((fault: unknown) => faults.push(fault));
      mayAnswer = undefined;
      if (due.chores) mayAnswer = await thinkOfImports(db, needs).catch((fault: unknown) => void faults.push(fault));
      for (const [what, step] of Object.entries(steps))
        if (due[what as keyof WhatIsDue]) done += await db.transaction(step);
      if (faults.length > 0) throw faults[0];
      return done > 0;
    },
    async postMissingCards() {
      await addChore(db, DIGEST, new Date(calendar.nextDay(now())));
      await addChore(db, FAQ_REVIEWS, new Date(calendar.nextDay(now())));
      await addChore(db, WEEKLY_GAPS, new Date(nextMonday(calendar, now())));
      await postMissingAnnouncements(needs);
      await postMissingFaqs(needs);
      for (const restricted of [false, true]) {
        const place = deskOf(needs, { restricted });
        if (!place) continue;
        for (const id of await listCardless(db, { ...place, restricted }))
          await db.transaction(async (tx) => {
            const ticket = await findTicket(tx, id);
            if (ticket) await redrawCard(tx, needs, ticket);
          });
      }
    },
  };
}

/** A message that the bot was about to answer when an officer took over belongs to the officer. */
async function handOver(
  tx: Database,
  needs: Needs,
  { id, channel, chat, unless_attended }: WithheldLetter,
): Promise<void> {
  const { person: author, text, message } = unless_attended;
  const place = { channel: channel as Channel, chat };
  const known = message === null ? undefined : await findTicketMessageAt(tx, { ...place, message });
  if (known) return await settleWithheld(tx, id, false);
  const attended = (await findPerson(tx, author))?.attended ?? undefined;
  const said = { author, ...place, text, message: message ?? undefined };
  const moved = attended === undefined ? undefined : await addFollowUp(tx, needs, { ticket: attended, ...said });
  // Nobody has it in hand any more: the answer of the bot is wanted after all.
  await settleWithheld(tx, id, moved?.ok !== true);
}

/** What came goes to the officers, what officers sent to the reporter; who sent one that is not taken is told so. */
async function passOn(tx: Database, needs: Needs, file: FileRow): Promise<void> {
  await markPassedOn(tx, [file.id]);
  const ticket = file.ticket === null ? undefined : await findTicket(tx, file.ticket);
  if (file.state === 'refused') return await tellRefused(tx, needs, file, ticket);
  const handed: Reply['file'] = { id: file.id, name: file.name, type: file.type ?? '' };
  const { recipe } = file;
  if (isDeliveryList(recipe))
    await noteBelowCard(tx, needs, recipe.announcement, { ...deliveryFile(recipe.bulletin), file: handed });
  if (isMadeList(recipe)) await notify(tx, recipe.to, { ...madeListFile(recipe.kind), file: handed });
  if (!ticket) return;
  const reply: Reply = { blocks: fileFrom(file.name).blocks, file: handed };
  if (file.direction !== 'out') return await noteInThread(tx, needs, ticket, reply);
  const chat = await chatOfReporter(tx, ticket);
  const desk = deskOf(needs, ticket);
  if (chat)
    await notify(tx, chat, reply, {
      ticket: ticket.id,
      confidential: ticket.restricted,
      ...(desk && { reportTo: desk }),
    });
}

async function tellRefused(tx: Database, needs: Needs, file: FileRow, ticket: TicketRow | undefined): Promise<void> {
  const why = file.why ?? 'failed';
  if (ticket) await noteInThread(tx, needs, ticket, fileNotTaken(file.name, fileRefusalName(why), file.direction));
  const sender = file.person === null || file.direction !== 'in' ? undefined : await findPerson(tx, file.person);
  if (sender)
    await notify(
      tx,
      { channel: sender.channel as Channel, chat: sender.address, audience: 'private' },
      fileRefusedNotice({ name: file.name, why, ...(ticket && { id: ticket.id, number: ticket.number }) }),
      ticket && { ticket: ticket.id, confidential: ticket.restricted },
    );
}

async function giveAlarm(tx: Database, needs: Needs, ticket: TicketRow): Promise<void> {
  const what = ticket.next_alarm as Alarm['what'];
  if (what === 'close') await closeByItself(tx, needs, ticket);
  else await warn(tx, needs, ticket, what);
}

async function closeByItself(tx: Database, needs: Needs, ticket: TicketRow): Promise<void> {
  const moved = await makeMove(tx, needs, { ticket: ticket.id, move: 'close', actor: 'clock', source: 'clock' });
  if (!moved.ok) return;
  for (const one of [moved.ticket, ...(await listMerged(tx, ticket.id))]) {
    const chat = await chatOfReporter(tx, one);
    if (chat) await notify(tx, chat, closedNotice(one), { ticket: one.id, confidential: one.restricted });
  }
}

/** Whoever has it is told directly too; when nobody has it, everybody who could. */
async function warn(
  tx: Database,
  needs: Needs,
  ticket: TicketRow,
  what: Exclude<Alarm['what'], 'close'>,
): Promise<void> {
  const due = what.startsWith('response') ? ticket.response_due : ticket.resolution_due;
  const blocks = alarm(what, ticket.number, due === null ? '' : clock(due, needs.knowledge.unit));
  const warned = await alarmGiven(tx, needs, ticket, what);
  await redrawCard(tx, needs, warned);
  await noteInThread(tx, needs, ticket, { blocks });
  for (const chat of await responsible(tx, ticket))
    await notify(tx, chat, alarmForOne(ticket.id, blocks), { ticket: ticket.id, confidential: ticket.restricted });
}

async function responsible(tx: Database, { assignee, restricted, bidang }: TicketRow): Promise<Place[]> {
  const assigned = assignee === null ? undefined : await findPerson(tx, assignee);
  // Whoever lost the role could do nothing about it.
  const people =
    assigned && may(assigned.roles, 'press:claim')
      ? [assigned]
      : await listPeopleWithRole(tx, 'slack', [restricted ? 'kepala' : bidang]);
  return people.map(({ channel, address }) => ({ channel: channel as Channel, chat: address, audience: 'private' }));
}

async function doChore(
  tx: Database,
  needs: Needs,
  { name }: { name: string },
  mayAnswer: Awaited<ReturnType<typeof thinkOfImports>>,
): Promise<void> {
  if (name === DIGEST) {
    await digest(tx, needs);
    await moveChore(tx, name, new Date(needs.calendar.nextDay(needs.now())));
  } else if (name === WEEKLY_GAPS) await postGaps(tx, needs);
  else if (name === FAQ_REVIEWS) {
    await remindReviews(tx, needs);
    await moveChore(tx, name, new Date(needs.calendar.nextDay(needs.now())));
  } else if (!(await workOnAsking(tx, needs, name)) && !(await workOnImport(tx, needs, name, mayAnswer))) {
    await redrawStorm(tx, needs, name);
    await moveChore(tx, name, undefined);
  }
}
