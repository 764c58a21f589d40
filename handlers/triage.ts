import type { Database } from '../db/database.ts';
import { addFaqDraft } from '../db/faq-drafts.ts';
import { findPersonAt } from '../db/people.ts';
import { lockSuggestion, settleSuggestion } from '../db/suggestions.ts';
import { listTicketMessages } from '../db/ticket-messages.ts';
import {
  addTicketEvent,
  findTicket,
  findTicketNumbered,
  listMerged,
  lockTicket,
  saveTicket,
  type TicketRow,
} from '../db/tickets.ts';
import {
  claimedNotice,
  forwardedNotice,
  handedToBotNotice,
  mergedNotice,
  rejectedNotice,
  reopenedNotice,
  replyNotice,
  resolvedNotice,
  splitNotice,
  transferredNotice,
  waitingNotice,
} from './messages/reporter-notices.ts';
import { clock } from './messages/time.ts';
import * as words from './messages/triage.ts';
import { doing, incomplete, move, noteDeed, refused, seen } from './officer-deeds.ts';
import { toPlain } from './plain.ts';
import type { Reply } from './reply.ts';
import { packageCodeIn } from './rules/complaint-form.ts';
import { may } from './rules/permission.ts';
import {
  BIDANG,
  type Bidang,
  CATEGORIES,
  type Category,
  GROUNDS,
  type Ground,
  KINDS,
  type Kind,
  type Move,
  mayTriage,
  numberIn,
  ORIGINS,
  type Origin,
  PRIORITIES,
  possibleMoves,
} from './rules/ticket.ts';
import { showSettled, suggestedIn } from './suggestion.ts';
import { factsOf, redrawCard } from './ticket-card.ts';
import { wantPacket } from './ticket-packet.ts';
import { noteInThread, tellReporter } from './ticket-places.ts';
import { answerReporter, tellAnswer } from './ticket-reply.ts';
import { actorOf, type Moved, openTicket } from './ticketing.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

type Fields = Record<string, string | string[]>;

/** Ambil: of many who press at once one has it, the others are told who. */
export function claim(visit: Visit, id: number): Decision {
  return doing(visit, id, 'claim', async (tx, ticket) => {
    await noteDeed(tx, visit, ticket, { kind: 'claimed' });
    await tellReporter(tx, ticket, claimedNotice(ticket));
  });
}

/** Kembalikan ke bot: what the reporter writes is answered by the bot again. */
export function handToBot(visit: Visit, id: number): Decision {
  return doing(visit, id, 'hand-to-bot', async (tx, ticket) => {
    await noteDeed(tx, visit, ticket, { kind: 'handed-to-bot' });
    await tellReporter(tx, ticket, handedToBotNotice(ticket));
  });
}

/** Pisahkan lagi: takes a merge back; the ticket is worked on alone again, with clocks that begin anew. */
export function split(visit: Visit, id: number): Decision {
  return doing(visit, id, 'split', async (tx, ticket, before) => {
    await noteDeed(tx, visit, ticket, { kind: 'split' });
    const main = before.merged_into === null ? undefined : await findTicket(tx, before.merged_into);
    if (main) {
      await noteDeed(tx, visit, main, { kind: 'let-go', number: ticket.number });
      await redrawCard(tx, visit.needs, main);
    }
    await tellReporter(tx, ticket, splitNotice(ticket));
  });
}

/** Buka lagi, by an officer. */
export function reopenAsOfficer(visit: Visit, id: number): Decision {
  return doing(visit, id, 'reopen', async (tx, ticket) => {
    await noteDeed(tx, visit, ticket, { kind: 'reopened' });
    await tellReporter(tx, ticket, reopenedNotice(ticket));
  });
}

/** Balas, from the form. */
export function respondFromForm(visit: Visit, id: number, fields: Fields): Decision {
  const text = only(fields.text).trim();
  return async (tx) => {
    if (text === '') return await incomplete(visit, 'text')(tx);
    const moved = await sendAnswer(tx, visit, id, fields);
    return moved.ok ? { replies: [] } : await refused(visit, moved, text)(tx);
  };
}

/** The suggested answer, from the form in which it was edited. It is sent once, by whoever is first. */
export async function suggestionFromForm(visit: Visit, id: number, fields: Fields): Promise<Decision> {
  const text = only(fields.text).trim();
  if (!(await seen(visit, id))) return refused(visit, { ok: false, why: 'unseen' }, text);
  return async (tx) => {
    if (text === '') return await incomplete(visit, 'text')(tx);
    const found = await lockSuggestion(tx, id);
    if (found?.state !== 'open') return await incomplete(visit, 'suggestion-settled', text)(tx);
    const moved = await sendAnswer(tx, visit, id, fields);
    if (!moved.ok) return await refused(visit, moved, text)(tx);
    await settleSuggestion(tx, id, 'sent');
    await showSettled(tx, visit.needs, moved.ticket, suggestedIn(found), 'edited', visit.person.name);
    return { replies: [] };
  };
}

/** What was written in a form goes to the reporter, as a question where the officer waits for what they answer. */
async function sendAnswer(tx: Database, visit: Visit, id: number, fields: Fields): Promise<Moved> {
  const answer = { text: only(fields.text).trim(), alsoMerged: chosen(fields.also).includes('merged') };
  if (only(fields.then) !== 'wait') return await answerReporter(tx, visit, id, answer);
  const asked = await askReporter(tx, visit, id, answer);
  // One that cannot wait, such as one at LKPP, is answered all the same.
  return asked.ok || asked.why !== 'state' ? asked : await answerReporter(tx, visit, id, answer);
}

/** Writes to the reporter and waits for their answer: one message says both. Nothing is sent when it cannot wait. */
async function askReporter(
  tx: Database,
  visit: Visit,
  id: number,
  answer: { text: string; alsoMerged?: boolean },
): Promise<Moved> {
  const waits = await move(tx, visit, id, 'wait');
  if (!waits.ok) return waits;
  await noteDeed(tx, visit, waits.ticket, { kind: 'waiting' });
  return await answerReporter(tx, visit, id, {
    ...answer,
    notice: ({ id: to, number, merged_into }) =>
      // What the reporter of a merged ticket writes does not set the other going again.
      merged_into === null
        ? waitingNotice({ id: to, number, question: answer.text })
        : replyNotice({ id: to, number, text: answer.text }),
  });
}

/** Lihat asli: for the officer who has it in hand, and on record. */
export async function reveal(visit: Visit, id: number): Promise<Decision> {
  const { needs, incoming, person } = visit;
  const ticket = await seen(visit, id);
  if (!ticket) return refused(visit, { ok: false, why: 'unseen' });
  if (ticket.assignee === null) return incomplete(visit, 'unclaimed');
  if (ticket.assignee !== person.id) return refused(visit, { ok: false, why: 'owned', ticket });
  const said = await listTicketMessages(needs.db, id);
  const texts = said.flatMap(({ original }) => original ?? []);
  return async (tx) => {
    await addTicketEvent(tx, {
      ticket: id,
      at: new Date(needs.now()),
      person: person.id,
      source: incoming.place.channel,
      deed: 'reveal',
      state_before: ticket.state,
      state_after: ticket.state,
    });
    await noteDeed(tx, visit, ticket, { kind: 'revealed' });
    return { ...(await whisper(visit, words.original(ticket, texts))(tx)), confidential: true };
  };
}

/** What an officer does with an answer of the knowledge: sends it or lets it be. To edit it a form is opened. */
export async function settle(visit: Visit, id: number, choice: string | undefined): Promise<Decision> {
  const ticket = await seen(visit, id);
  if (!ticket) return refused(visit, { ok: false, why: 'unseen' });
  return async (tx) => {
    const found = await lockSuggestion(tx, id);
    if (found && found.state !== 'open') return await incomplete(visit, 'suggestion-settled')(tx);
    if (!found || (choice !== 'send' && choice !== 'drop')) return await incomplete(visit, 'no-suggestion')(tx);
    const blocks = suggestedIn(found);
    if (choice === 'send') {
      const moved = await answerReporter(tx, visit, id, { text: toPlain(blocks) });
      if (!moved.ok) return await refused(visit, moved)(tx);
    }
    const state = choice === 'send' ? 'sent' : 'dropped';
    await settleSuggestion(tx, id, state);
    await showSettled(tx, visit.needs, ticket, blocks, state, visit.person.name);
    return { replies: [] };
  };
}

/** Status, from the form. */
export function statusFromForm(visit: Visit, id: number, fields: Fields): Decision {
  const wanted = only(fields.state);
  const note = only(fields.note).trim();
  switch (wanted) {
    case 'wait':
      if (note === '') return incomplete(visit, 'question');
      return async (tx) => {
        const moved = await askReporter(tx, visit, id, { text: note });
        return moved.ok ? { replies: [] } : await refused(visit, moved, note)(tx);
      };
    case 'resume':
    case 'return-from-lkpp': {
      const deed = ({ resume: 'resumed', 'return-from-lkpp': 'returned' } as const)[wanted];
      return doing(
        visit,
        id,
        wanted,
        async (tx, ticket) => {
          await noteDeed(tx, visit, ticket, { kind: deed });
          if (note !== '') await answerReporter(tx, visit, id, { text: note });
        },
        { typed: note },
      );
    }
    case 'release':
      return async (tx) => {
        // Whoever answers has the ticket, so the note goes first; but only if it can be let go afterwards.
        if (note !== '' && (await canBe(tx, id, 'release'))) {
          const answered = await answerReporter(tx, visit, id, { text: note });
          if (!answered.ok) return await refused(visit, answered, note)(tx);
        }
        const moved = await move(tx, visit, id, 'release');
        if (!moved.ok) return await refused(visit, moved, note)(tx);
        await noteDeed(tx, visit, moved.ticket, { kind: 'released' });
        return { replies: [] };
      };
    default:
      return incomplete(visit, 'text', note);
  }
}

/** Whether a move leads somewhere from its state, which does not change until the transaction ends. */
async function canBe(tx: Database, id: number, what: Move): Promise<boolean> {
  const ticket = await lockTicket(tx, id);
  return ticket !== undefined && possibleMoves(factsOf(ticket)).includes(what);
}

/** Prioritas, from the form. */
export function priorityFromForm(visit: Visit, id: number, fields: Fields): Decision {
  const priority = PRIORITIES.find((one) => String(one) === only(fields.priority));
  const reason = only(fields.note).trim();
  if (priority === undefined) return incomplete(visit, 'text', reason);
  return doing(
    visit,
    id,
    'prioritize',
    async (tx, ticket) => await noteDeed(tx, visit, ticket, { kind: 'prioritized', priority, reason }),
    { change: { priority }, detail: { priority }, typed: reason },
  );
}

/** The Bidang that somebody belongs to: the one that was chosen, if it is one of theirs, else theirs. */
const bidangOf = (roles: readonly string[], wanted: Bidang): Bidang =>
  roles.includes(wanted) ? wanted : (BIDANG.find((one) => roles.includes(one)) ?? wanted);

/** Alihkan, from the form: to a Bidang, or to somebody of it. */
export async function assignFromForm(visit: Visit, id: number, fields: Fields): Promise<Decision> {
  const { db } = visit.needs;
  const bidang = BIDANG.find((one) => one === only(fields.bidang));
  const note = only(fields.note).trim();
  const address = only(fields.person);
  const to = address === '' ? undefined : await findPersonAt(db, 'slack', address);
  if (!bidang) return incomplete(visit, 'text', note);
  // Somebody without a role could not do anything with it.
  if (address !== '' && !(to && may(to.roles, 'press:claim'))) return incomplete(visit, 'no-person', note);
  const change = { bidang: to ? bidangOf(to.roles, bidang) : bidang, assignee: to?.id ?? null, with_bot: false };
  return doing(
    visit,
    id,
    to ? 'assign' : 'transfer',
    async (tx, ticket, before) => {
      await noteDeed(tx, visit, ticket, {
        kind: 'assigned',
        bidang: ticket.bidang as Bidang,
        ...(to && { to: to.name }),
        note,
      });
      if (before.bidang !== ticket.bidang)
        await tellReporter(tx, ticket, transferredNotice({ ...ticket, bidang: ticket.bidang as Bidang }));
    },
    { change, detail: { bidang, to: to?.id }, typed: note },
  );
}

/** Teruskan ke LKPP, from the form: on a ground of Pasal 23 ayat (3), with a packet to attach there. */
export async function forwardFromForm(visit: Visit, id: number, fields: Fields): Promise<Decision> {
  const ground = GROUNDS.find((one) => one === only(fields.ground));
  const number = only(fields.number).trim();
  const steps = only(fields.steps).trim();
  if (only(fields.what) === 'number') return noteLkppNumber(visit, id, number);
  if (!ground) return incomplete(visit, 'text', steps);
  const pictures = chosen(fields.pictures).map(Number);
  return doing(
    visit,
    id,
    'forward',
    async (tx, ticket, before) => {
      await noteDeed(tx, visit, ticket, { kind: 'forwarded', ground, ...(number !== '' && { number }) });
      await wantPacket(tx, visit.needs, ticket, {
        application: only(fields.application).trim(),
        error: only(fields.error).trim(),
        when: only(fields.when).trim(),
        steps,
        pictures,
      });
      if (before.state !== 'di_lkpp' || before.lkpp_number !== ticket.lkpp_number)
        await tellForwarded(tx, ticket, ground);
    },
    { change: { lkpp_ground: ground, lkpp_number: number === '' ? null : number }, detail: { ground }, typed: steps },
  );
}

/** LKPP has given the number of a ticket that is there already: no packet is made again. */
function noteLkppNumber(visit: Visit, id: number, number: string): Decision {
  if (number === '') return incomplete(visit, 'lkpp-number');
  return async (tx) => {
    const before = await lockTicket(tx, id);
    const isElsewhere =
      before !== undefined && before.state !== 'di_lkpp' && mayTriage(factsOf(before), actorOf(visit));
    // It came back meanwhile: to note a number must not send it there again.
    if (isElsewhere) return await refused(visit, { ok: false, why: 'state', ticket: before }, number)(tx);
    const ground = before?.lkpp_ground === 'b' ? 'b' : 'a';
    const moved = await move(tx, visit, id, 'forward', { change: { lkpp_number: number }, detail: { ground } });
    if (!moved.ok) return await refused(visit, moved, number)(tx);
    if (moved.before.lkpp_number === number) return { replies: [] };
    await noteDeed(tx, visit, moved.ticket, { kind: 'lkpp-number', number });
    await tellForwarded(tx, moved.ticket, ground);
    return { replies: [] };
  };
}

async function tellForwarded(tx: Database, ticket: TicketRow, ground: Ground): Promise<void> {
  const { id, number, lkpp_number } = ticket;
  await tellReporter(
    tx,
    ticket,
    forwardedNotice({ id, number, ground, ...(lkpp_number !== null && { lkppNumber: lkpp_number }) }),
  );
}

/** Gabung, from the form: the same trouble as another ticket, which goes on alone. */
export async function mergeFromForm(visit: Visit, id: number, fields: Fields): Promise<Decision> {
  const { db } = visit.needs;
  const typed = only(fields.number).trim();
  const number = numberIn(typed);
  const into = number === undefined ? undefined : await findTicketNumbered(db, number);
  const ticket = await seen(visit, id);
  if (!ticket) return refused(visit, { ok: false, why: 'unseen' }, typed);
  if (!into || !mayTriage(factsOf(into), actorOf(visit))) return incomplete(visit, 'no-ticket', typed);
  if (into.id === id) return incomplete(visit, 'same-ticket', typed);
  return async (tx) => {
    // Always in the same order: two that are merged into each other at once must not wait for each other.
    for (const one of [id, into.id].sort((first, second) => first - second)) await lockTicket(tx, one);
    const target = (await findTicket(tx, into.id)) ?? into;
    const unfit = unfitFor(target, ticket);
    if (unfit) return await incomplete(visit, unfit, typed)(tx);
    const change = { merged_into: target.id };
    const moved = await move(tx, visit, id, 'merge', { change, detail: { into: target.id } });
    if (!moved.ok) return await refused(visit, moved, typed)(tx);
    // Those that were merged into it before go along: in a chain they would be lost.
    for (const earlier of await listMerged(tx, id))
      await redrawCard(tx, visit.needs, await saveTicket(tx, earlier.id, change));
    // Below its own card; from now on it speaks below the other's.
    const farewell = words.deedInThread(visit.person.name, { kind: 'merged', into: target.number });
    await noteInThread(tx, visit.needs, { ...moved.ticket, merged_into: null }, farewell);
    await noteDeed(tx, visit, target, { kind: 'absorbed', number: moved.ticket.number });
    await redrawCard(tx, visit.needs, target);
    await tellReporter(tx, moved.ticket, mergedNotice(moved.ticket));
    return { replies: [] };
  };
}

/** Why nothing can be merged into that ticket. */
function unfitFor(into: TicketRow, ticket: TicketRow): keyof typeof words.INCOMPLETE | undefined {
  if (into.merged_into !== null) return 'merged-ticket';
  if (into.resolved_at !== null || into.closed_at !== null) return 'closed-ticket';
  return into.restricted === ticket.restricted ? undefined : 'other-desk';
}

/** Selesai, from the form: the reporter is told how, with those whose tickets were merged into it. */
export async function resolveFromForm(visit: Visit, id: number, fields: Fields): Promise<Decision> {
  const resolution = only(fields.resolution).trim();
  const reopenDays = visit.needs.knowledge.unit.service.reopenWithinDays;
  if (resolution === '') return incomplete(visit, 'text');
  // What few may see is never for everybody.
  const faq = chosen(fields.faq).includes('faq') && (await seen(visit, id))?.restricted === false;
  return doing(
    visit,
    id,
    'resolve',
    async (tx, ticket) => {
      await noteDeed(tx, visit, ticket, { kind: 'resolved', faq });
      await tellAll(tx, visit, ticket, resolution, (one) => resolvedNotice({ ...one, resolution, reopenDays }));
      if (faq)
        await addFaqDraft(tx, {
          ticket: id,
          question: ticket.description,
          answer: resolution,
          person: visit.person.id,
        });
    },
    { change: { resolution }, detail: { faq }, typed: resolution },
  );
}

/** Tolak, from the form: with the reason, which the reporter reads. */
export function rejectFromForm(visit: Visit, id: number, fields: Fields): Decision {
  const reason = only(fields.reason).trim();
  if (reason === '') return incomplete(visit, 'text');
  return doing(
    visit,
    id,
    'reject',
    async (tx, ticket) => {
      await noteDeed(tx, visit, ticket, { kind: 'rejected' });
      await tellAll(tx, visit, ticket, reason, (one) => rejectedNotice({ ...one, reason }));
    },
    { change: { resolution: reason }, typed: reason },
  );
}

/** How it ended, to its reporter and to those whose tickets were merged into it. */
async function tellAll(
  tx: Database,
  visit: Visit,
  ticket: TicketRow,
  text: string,
  notice: (one: TicketRow) => Reply,
): Promise<void> {
  for (const one of [ticket, ...(await listMerged(tx, ticket.id))]) await tellAnswer(tx, visit, one, { text, notice });
}

/** A ticket for somebody who came or called, or about a message. */
export function openFromForm(visit: Visit, fields: Fields): Decision {
  const description = only(fields.description).trim();
  const code = only(fields.package).trim();
  if (description === '') return incomplete(visit, 'text');
  const packageCode = code === '' ? undefined : packageCodeIn(code);
  const codeTaken = code === '' || packageCode !== undefined;
  const among = <One extends string>(all: readonly One[], value: unknown, otherwise: One) =>
    all.find((one) => one === value) ?? otherwise;
  const name = only(fields.name).trim();
  const contact = only(fields.contact).trim();
  return async (tx) => {
    const ticket = await openTicket(tx, visit, {
      reporter: { person: null, name: name === '' ? visit.person.name : name, ...(contact !== '' && { contact }) },
      origin: among<Origin>(ORIGINS, only(fields.origin), 'langsung'),
      kind: among<Kind>(KINDS, only(fields.kind), 'gangguan'),
      category: among<Category>(CATEGORIES, only(fields.category), 'lain'),
      ...(packageCode !== undefined && { packageCode }),
      description: codeTaken ? description : words.withUnsureCode(description, code),
      urgent: chosen(fields.urgent).includes('urgent'),
      withDraftFiles: false,
    });
    const due = ticket.response_due && clock(ticket.response_due, visit.needs.knowledge.unit);
    return await whisper(visit, words.ticketMade(ticket, due ?? undefined, codeTaken))(tx);
  };
}

const only = (value: string | string[] | undefined): string => [value ?? ''].flat()[0] ?? '';
const chosen = (value: string | string[] | undefined): string[] => [value ?? []].flat();
