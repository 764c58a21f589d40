import { recordDeed } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { addFaqDraft } from '../db/faq-drafts.ts';
import { listFiles } from '../db/files.ts';
import { ticketOfMessage } from '../db/outbox.ts';
import { findPerson, findPersonAt } from '../db/people.ts';
import { findSuggestion, settleSuggestion } from '../db/suggestions.ts';
import { addTicketMessage, findTicketMessageAt, listTicketMessages } from '../db/ticket-messages.ts';
import {
  addTicketEvent,
  findTicket,
  findTicketNumbered,
  listMerged,
  lockTicket,
  saveTicket,
  type TicketRow,
} from '../db/tickets.ts';
import type { Event, FileReference } from './incoming.ts';
import {
  claimedNotice,
  forwardedNotice,
  handedToBotNotice,
  mergedNotice,
  rejectedNotice,
  reopenedNotice,
  resolvedNotice,
  transferredNotice,
  waitingNotice,
} from './messages/reporter-notices.ts';
import { clock } from './messages/time.ts';
import * as words from './messages/triage.ts';
import { toPlain } from './plain.ts';
import type { Block, Form } from './reply.ts';
import { packageCodeIn } from './rules/complaint-form.ts';
import { may } from './rules/permission.ts';
import {
  BIDANG,
  CATEGORIES,
  type Category,
  GROUNDS,
  KINDS,
  type Kind,
  type Move,
  type MoveRefusal,
  mayTriage,
  numberIn,
  ORIGINS,
  type Origin,
  PRIORITIES,
} from './rules/ticket.ts';
import { factsOf, redrawCard } from './ticket-card.ts';
import { wantPacket } from './ticket-packet.ts';
import { noteInThread, tellReporter } from './ticket-places.ts';
import { answerReporter } from './ticket-reply.ts';
import { actorOf, type MoveAsked, type Moved, makeMove, openTicket } from './ticketing.ts';
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
    if (text === '') return await whisper(visit, words.formIncomplete('text'))(tx);
    const moved = await answerReporter(tx, visit, id, { text, alsoMerged: chosen(fields.also).includes('merged') });
    if (!moved.ok) return await refused(visit, moved, text)(tx);
    if (only(fields.then) === 'wait') await move(tx, visit, id, 'wait');
    return { replies: [] };
  };
}

/** Lihat asli: for the officer who has it in hand, and on record. */
export async function reveal(visit: Visit, id: number): Promise<Decision> {
  const { needs, incoming, person } = visit;
  const ticket = await seen(visit, id);
  if (!ticket) return refused(visit, { ok: false, why: 'unseen' });
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
  const found = (await seen(visit, id)) && (await findSuggestion(visit.needs.db, id));
  if (!found || (choice !== 'send' && choice !== 'drop')) return whisper(visit, words.formIncomplete('not-a-ticket'));
  const { blocks } = found.reply as { blocks: Block[] };
  return async (tx) => {
    const state = choice === 'send' ? 'sent' : 'dropped';
    if (choice === 'send') {
      if (found.state !== 'open') return { replies: [] };
      const moved = await answerReporter(tx, visit, id, { text: toPlain(blocks) });
      if (!moved.ok) return await refused(visit, moved)(tx);
    }
    if (!(await settleSuggestion(tx, id, state))) return { replies: [] };
    return { replies: [words.suggestionSettled(blocks, state, visit.person.name)] };
  };
}

/** Status, from the form. */
export function statusFromForm(visit: Visit, id: number, fields: Fields): Decision {
  const wanted = only(fields.state);
  const note = only(fields.note).trim();
  switch (wanted) {
    case 'wait':
      return doing(
        visit,
        id,
        'wait',
        async (tx, ticket) => {
          await noteDeed(tx, visit, ticket, { kind: 'waiting', question: note });
          await tellReporter(tx, ticket, waitingNotice({ ...ticket, question: note }));
        },
        { typed: note },
      );
    case 'resume':
    case 'return-from-lkpp':
    case 'release': {
      const deed = ({ resume: 'resumed', 'return-from-lkpp': 'returned', release: 'released' } as const)[wanted];
      return async (tx) => {
        const moved = await move(tx, visit, id, wanted);
        if (!moved.ok) return await refused(visit, moved, note)(tx);
        await noteDeed(tx, visit, moved.ticket, { kind: deed });
        if (note !== '' && wanted !== 'release') await answerReporter(tx, visit, id, { text: note });
        return { replies: [] };
      };
    }
    default:
      return whisper(visit, words.formIncomplete('text', note));
  }
}

/** Prioritas, from the form. */
export function priorityFromForm(visit: Visit, id: number, fields: Fields): Decision {
  const priority = PRIORITIES.find((one) => String(one) === only(fields.priority));
  const reason = only(fields.note).trim();
  if (priority === undefined) return whisper(visit, words.formIncomplete('text', reason));
  return doing(
    visit,
    id,
    'prioritize',
    async (tx, ticket) => await noteDeed(tx, visit, ticket, { kind: 'prioritized', priority, reason }),
    { change: { priority }, detail: { priority }, typed: reason },
  );
}

/** Alihkan, from the form: to a Bidang, or to somebody of it. */
export async function assignFromForm(visit: Visit, id: number, fields: Fields): Promise<Decision> {
  const { db } = visit.needs;
  const bidang = BIDANG.find((one) => one === only(fields.bidang));
  const note = only(fields.note).trim();
  const address = only(fields.person);
  const to = address === '' ? undefined : await findPersonAt(db, 'slack', address);
  if (!bidang) return whisper(visit, words.formIncomplete('text', note));
  // Somebody without a role could not do anything with it.
  if (address !== '' && !(to && may(to.roles, 'press:claim')))
    return whisper(visit, words.formIncomplete('no-person', note));
  const change = { bidang, assignee: to?.id ?? null, with_bot: false };
  return doing(
    visit,
    id,
    to ? 'assign' : 'transfer',
    async (tx, ticket, before) => {
      await noteDeed(tx, visit, ticket, { kind: 'assigned', bidang, ...(to && { to: to.name }), note });
      if (before.bidang !== bidang) await tellReporter(tx, ticket, transferredNotice({ ...ticket, bidang }));
    },
    { change, detail: { bidang, to: to?.id }, typed: note },
  );
}

/** Teruskan ke LKPP, from the form: on a ground of Pasal 23 ayat (3), with a packet to attach there. */
export async function forwardFromForm(visit: Visit, id: number, fields: Fields): Promise<Decision> {
  const ground = GROUNDS.find((one) => one === only(fields.ground));
  const number = only(fields.number).trim();
  const steps = only(fields.steps).trim();
  if (!ground) return whisper(visit, words.formIncomplete('text', steps));
  const pictures = chosen(fields.pictures).map(Number);
  return async (tx) => {
    const moved = await move(tx, visit, id, 'forward', {
      change: { lkpp_ground: ground, lkpp_number: number === '' ? null : number },
      detail: { ground, number },
    });
    if (!moved.ok) return await refused(visit, moved, steps)(tx);
    const { ticket, before } = moved;
    await noteDeed(tx, visit, ticket, { kind: 'forwarded', ground, ...(number !== '' && { number }) });
    await wantPacket(tx, visit.needs, ticket, {
      application: only(fields.application).trim(),
      error: only(fields.error).trim(),
      when: only(fields.when).trim(),
      steps,
      pictures,
    });
    if (before.state !== 'di_lkpp' || before.lkpp_number !== ticket.lkpp_number)
      await tellReporter(tx, ticket, forwardedNotice({ ...ticket, ...(number !== '' && { lkppNumber: number }) }));
    return { replies: [] };
  };
}

/** Gabung, from the form: the same trouble as another ticket, which goes on alone. */
export async function mergeFromForm(visit: Visit, id: number, fields: Fields): Promise<Decision> {
  const { db } = visit.needs;
  const typed = only(fields.number).trim();
  const number = numberIn(typed);
  const into = number === undefined ? undefined : await findTicketNumbered(db, number);
  const ticket = await seen(visit, id);
  if (!ticket) return refused(visit, { ok: false, why: 'unseen' }, typed);
  if (!into || !mayTriage(factsOf(into), actorOf(visit)))
    return whisper(visit, words.formIncomplete('no-ticket', typed));
  if (into.id === id) return whisper(visit, words.formIncomplete('same-ticket', typed));
  return async (tx) => {
    // Always in the same order: two that are merged into each other at once must not wait for each other.
    for (const one of [id, into.id].sort((first, second) => first - second)) await lockTicket(tx, one);
    const target = (await findTicket(tx, into.id)) ?? into;
    const unfit = unfitFor(target, ticket);
    if (unfit) return await whisper(visit, words.formIncomplete(unfit, typed))(tx);
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
export function resolveFromForm(visit: Visit, id: number, fields: Fields): Decision {
  const resolution = only(fields.resolution).trim();
  const faq = chosen(fields.faq).includes('faq');
  if (resolution === '') return whisper(visit, words.formIncomplete('text'));
  const days = visit.needs.knowledge.unit.service.reopenWithinDays;
  return doing(
    visit,
    id,
    'resolve',
    async (tx, ticket) => {
      await noteDeed(tx, visit, ticket, { kind: 'resolved', resolution, faq });
      for (const one of [ticket, ...(await listMerged(tx, id))])
        await tellReporter(tx, one, resolvedNotice({ ...one, resolution, reopenDays: days }));
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
  if (reason === '') return whisper(visit, words.formIncomplete('text'));
  return doing(
    visit,
    id,
    'reject',
    async (tx, ticket) => {
      await noteDeed(tx, visit, ticket, { kind: 'rejected', reason });
      for (const one of [ticket, ...(await listMerged(tx, id))])
        await tellReporter(tx, one, rejectedNotice({ ...one, reason }));
    },
    { change: { resolution: reason }, typed: reason },
  );
}

/** A ticket for somebody who came or called, or about a message. */
export function openFromForm(visit: Visit, fields: Fields): Decision {
  const description = only(fields.description).trim();
  const code = only(fields.package).trim();
  if (description === '') return whisper(visit, words.formIncomplete('text'));
  const packageCode = code === '' ? undefined : packageCodeIn(code);
  if (code !== '' && packageCode === undefined) return whisper(visit, words.formIncomplete('code', description));
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
      description,
      urgent: chosen(fields.urgent).includes('urgent'),
      withDraftFiles: false,
    });
    const due = ticket.response_due && clock(ticket.response_due, visit.needs.knowledge.unit);
    return await whisper(visit, words.ticketMade(ticket, due ?? undefined))(tx);
  };
}

/** The form that a button of a card opens; undefined when the ticket is not for those eyes. */
export async function ticketForm(visit: Visit, verb: string, id: number, choice?: string): Promise<Form | undefined> {
  const { db } = visit.needs;
  const ticket = await seen(visit, id);
  if (!ticket) return undefined;
  switch (verb) {
    case 'respond':
      return words.respondForm(ticket, '', (await listMerged(db, id)).length);
    case 'suggestion': {
      const found = choice === 'edit' ? await findSuggestion(db, id) : undefined;
      const text = found && toPlain((found.reply as { blocks: Block[] }).blocks);
      return text === undefined ? undefined : words.respondForm(ticket, text, (await listMerged(db, id)).length);
    }
    case 'status':
      return words.statusForm(ticket);
    case 'priority':
      return words.priorityForm(ticket);
    case 'assign':
      return words.assignForm(ticket);
    case 'forward': {
      const files = (await listFiles(db, id)).filter(
        ({ state, direction }) => state === 'stored' && direction === 'in',
      );
      const [pictures, others] = [true, false].map((is) => files.filter(({ type }) => isPicture(type) === is));
      return words.forwardForm(
        ticket,
        pictures ?? [],
        (others ?? []).map(({ name }) => name),
      );
    }
    case 'merge':
      return words.mergeForm(ticket);
    case 'resolve':
      return words.resolveForm(ticket, (await listMerged(db, id)).length);
    case 'reject':
      return words.rejectForm(ticket);
    default:
      return undefined;
  }
}

const isPicture = (type: string | null) => type === 'image/png' || type === 'image/jpeg';
const ANSWERS_REPORTER = /^!balas\b[ \t]*\n?/iu;

/**
 * Words or files in the thread of a card. Those that begin with !balas go to the reporter, the rest stays among officers.
 * @returns undefined when the thread is not that of a ticket
 */
export async function inThread(
  visit: Visit,
  event: Extract<Event, { kind: 'text' | 'files' }>,
): Promise<Decision | undefined> {
  const { needs, incoming, person } = visit;
  const { channel, chat, thread } = incoming.place;
  if (channel !== 'slack' || thread === undefined) return undefined;
  const id = await ticketOfMessage(needs.db, channel, chat, thread);
  if (id === undefined) return undefined;
  const text = event.kind === 'text' ? event.text : (event.caption ?? '');
  const files = event.kind === 'files' ? event.files : [];
  const edited = event.kind === 'text' ? event.edits : undefined;
  const toReporter = ANSWERS_REPORTER.test(text);
  if (edited !== undefined) {
    const before = await findTicketMessageAt(needs.db, { channel, chat, message: edited });
    if (before?.direction === 'out') return whisper(visit, words.formIncomplete('edited'));
  } else if (toReporter) return await answerFromThread(visit, id, text.replace(ANSWERS_REPORTER, '').trim(), files);
  return async (tx) => {
    await addTicketMessage(tx, {
      ticket: id,
      at: new Date(needs.now()),
      author: person.id,
      direction: 'internal',
      text,
      channel,
      chat,
      message: edited ?? incoming.message ?? null,
    });
    return { replies: [] };
  };
}

async function answerFromThread(visit: Visit, id: number, text: string, files: FileReference[]): Promise<Decision> {
  const { db } = visit.needs;
  // Whoever writes in the channel need not be an officer.
  const allowed = may(visit.person.roles, 'form:respond');
  const ticket = allowed ? await seen(visit, id) : undefined;
  if (!ticket) {
    return async (tx) => {
      await recordDeed(tx, { person: visit.person.id, deed: 'form:respond', allowed: false, detail: { id } });
      return await refused(visit, { ok: false, why: 'unseen' }, text)(tx);
    };
  }
  if (text === '' && files.length === 0) return whisper(visit, words.formIncomplete('text'));
  if (files.length > 0 && (await hasNoChat(db, ticket))) return whisper(visit, words.formIncomplete('no-chat', text));
  return async (tx) => {
    await recordDeed(tx, { person: visit.person.id, deed: 'form:respond', allowed: true, detail: { id } });
    const moved = await answerReporter(tx, visit, id, { text, files, message: visit.incoming.message });
    return moved.ok ? { replies: [] } : await refused(visit, moved, text)(tx);
  };
}

const hasNoChat = async (db: Database, { reporter }: TicketRow) =>
  reporter === null || (await findPerson(db, reporter)) === undefined;

/** The ticket, if this person may see it as an officer. */
async function seen(visit: Visit, id: number): Promise<TicketRow | undefined> {
  const ticket = await findTicket(visit.needs.db, id);
  return ticket && mayTriage(factsOf(ticket), actorOf(visit)) ? ticket : undefined;
}

type More = Pick<MoveAsked, 'change' | 'detail'> & { typed?: string };

/** A move of the one who came, and what is told besides when it was made; else why it was not. */
function doing(
  visit: Visit,
  id: number,
  what: Move,
  then: (tx: Database, ticket: TicketRow, before: TicketRow) => Promise<void>,
  { typed = '', ...more }: More = {},
): Decision {
  return async (tx) => {
    const moved = await move(tx, visit, id, what, more);
    if (!moved.ok) return await refused(visit, moved, typed)(tx);
    await then(tx, moved.ticket, moved.before);
    return { replies: [] };
  };
}

const move = async (tx: Database, visit: Visit, ticket: number, what: Move, more: More = {}): Promise<Moved> =>
  await makeMove(tx, visit.needs, {
    ticket,
    move: what,
    actor: actorOf(visit),
    source: visit.incoming.place.channel,
    ...more,
  });

/** Why it was not done, to whoever wanted it; what was typed is given back. */
function refused(
  visit: Visit,
  { why, ticket }: { ok: false; why: MoveRefusal; ticket?: TicketRow },
  typed = '',
): Decision {
  return async (tx) => {
    const has = ticket?.assignee == null ? undefined : await findPerson(tx, ticket.assignee);
    return await whisper(visit, words.moveRefused(why, ticket, has?.name, typed))(tx);
  };
}

async function noteDeed(tx: Database, visit: Visit, ticket: TicketRow, deed: words.Deed): Promise<void> {
  await noteInThread(tx, visit.needs, ticket, words.deedInThread(visit.person.name, deed));
}

const only = (value: string | string[] | undefined): string => [value ?? ''].flat()[0] ?? '';
const chosen = (value: string | string[] | undefined): string[] => [value ?? []].flat();
