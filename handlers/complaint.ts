import { findAnnouncement } from '../db/announcements.ts';
import type { AnswerRow } from '../db/answers.ts';
import { findAnswer } from '../db/answers.ts';
import type { Database } from '../db/database.ts';
import { dropDraftFiles } from '../db/files.ts';
import { saveTalk } from '../db/people.ts';
import { findTicket, type TicketRow } from '../db/tickets.ts';
import { ask } from './asking.ts';
import { addTaken, sorted } from './complaint-files.ts';
import { judged, openDraft, saveDraft, show } from './draft.ts';
import type { Event } from './incoming.ts';
import { person as contacts, onlyInPrivate, outdated } from './messages/citizen.ts';
import * as messages from './messages/intake.ts';
import { belongsTo } from './messages/running-trouble.ts';
import { speak } from './own-ticket.ts';
import type { Block, Reply } from './reply.ts';
import {
  type Beginning,
  choose,
  type Draft,
  descriptionOf,
  emptyDraft,
  hasRoom,
  isUnsent,
  meantAt,
  nextStep,
  type Step,
  withChangedWords,
  withWords,
} from './rules/complaint-form.ts';
import { onlyWantsPerson } from './rules/complaint-words.ts';
import { looseFiles, type Talk } from './rules/conversation.ts';
import type { Category, Kind } from './rules/ticket.ts';
import { openTicket } from './ticketing.ts';
import { type Decision, say, type Visit, whisper } from './visit.ts';

export { fillFiles } from './complaint-files.ts';

/** Whether somebody fills in a form; one that became a ticket is none. */
export const hasDraft = ({ draft }: Talk): boolean => isUnsent(draft);

/** Forgets the form of a person, with its files. */
async function dropDraft(tx: Database, { id, talk }: Visit['person']): Promise<void> {
  const { draft: _given, ...rest } = talk;
  await dropDraftFiles(tx, id);
  await saveTalk(tx, id, rest);
}

/**
 * Somebody wants to report something or wants a person: a form in a private chat of Telegram, begun with what is known.
 * With another form open it is asked which one counts.
 */
export async function begin(visit: Visit, beginning: Beginning): Promise<Decision> {
  const { needs, incoming } = visit;
  const { channel, audience } = incoming.place;
  if (channel === 'slack') return whisper(visit, messages.ticketsInSlack());
  if (audience === 'group') return say(onlyInPrivate(needs.privateLink()));
  const { message } = incoming;
  const begun = { ...beginning, ...(beginning.text !== undefined && message !== undefined && { message }) };
  const open = openDraft(visit);
  if (!open) return await start(visit, begun);
  // The same button pressed twice, or another one below the same answer.
  if (begun.answer !== undefined && open.answer === begun.answer)
    return show(visit, { ...open, ...authorityIn(begun) }, [], false);
  return async (tx) => {
    await saveDraft(tx, visit, { ...open, waiting: begun });
    return { replies: [messages.formIsOpen(open)] };
  };
}

/** Answers that only say that a ticket can be made. */
const OFFERS: readonly string[] = ['complaint', 'out_of_authority'];

async function start(visit: Visit, beginning: Beginning, anew = false): Promise<Decision> {
  const { needs, person, incoming } = visit;
  const answer = beginning.answer === undefined ? undefined : await findAnswer(needs.db, beginning.answer);
  if (beginning.answer !== undefined && answer?.person !== person.id) return whisper(visit, outdated());
  const left = isUnsent(person.talk.draft) && !anew;
  const empty = emptyDraft(incoming.order % LARGEST_ID, incoming.place.chat, needs.now());
  const { taken, draft } = sorted(
    judged(visit, begunWith(empty, beginning, answer)),
    looseFiles(person.talk, needs.now()),
  );
  const first = { ...draft, step: nextStep(draft) };
  const wantsPerson = draft.brief && answer === undefined;
  const above = [
    ...(left ? [messages.formExpired()] : []),
    ...(wantsPerson ? contacts(needs.knowledge.unit).blocks : []),
    ...(hasRoom(empty, beginning.text ?? '') ? [] : [messages.noRoom()]),
    ...(wantsPerson || first.step === 'summary' || first.step === 'beyond' ? [] : messages.heardAlready(first)),
  ];
  // The message whose button was pressed stays, unless it asked whether to begin.
  const shown = show(visit, first, above, anew);
  return async (tx) => {
    // What an earlier form left behind is no part of this one.
    await dropDraftFiles(tx, person.id);
    await addTaken(tx, visit, taken);
    return await shown(tx);
  };
}

/** A button counts no further. */
const LARGEST_ID = 2_000_000_000;

/** What is known before the first question. */
function begunWith(empty: Draft, beginning: Beginning, answer: AnswerRow | undefined): Draft {
  const { kind, text = '', message, technical } = beginning;
  const draft: Draft = {
    ...empty,
    ...(kind && { kind }),
    ...(answer && { answer: answer.id }),
    ...(answer && !OFFERS.includes(answer.kind) && { answered: true as const }),
    ...authorityIn(beginning),
    ...(isForPerson(beginning, answer) && { brief: true as const, kind: 'permintaan' as const }),
  };
  const said = answer ? answer.question : text;
  const from = answer ? (answer.message ?? undefined) : message;
  // "Mau bicara dengan petugas" says nothing of what about.
  const isTold = said.trim() !== '' && !onlyWantsPerson(said) && hasRoom(draft, said);
  const told = isTold ? withWords(draft, said, from) : draft;
  return technical ? { ...told, kind: 'gangguan' } : told;
}

function authorityIn({ insist, technical }: Beginning): Pick<Draft, 'authority'> {
  if (insist) return { authority: 'insist' };
  return technical ? { authority: 'technical' } : {};
}

function isForPerson({ kind, text }: Beginning, answer: AnswerRow | undefined): boolean {
  if (kind === 'permintaan' && text === undefined) return true;
  // What it is was said by the button.
  if (kind !== undefined && kind !== 'permintaan') return false;
  return answer !== undefined && (!OFFERS.includes(answer.kind) || onlyWantsPerson(answer.question));
}

/** A button of a form was pressed. */
export async function fill(visit: Visit, id: number, choice: string): Promise<Decision> {
  const { person } = visit;
  const { draft } = person.talk;
  if (draft?.step === 'sent' && draft.id === id) return await sentBefore(visit, draft);
  const open = openDraft(visit);
  if (!open || open.id !== id) return stale(visit, open);
  const { waiting, ...form } = open;
  switch (choice) {
    case 'cancel':
      return drop(visit, true);
    case 'resume':
      return show(visit, form);
    case 'anew':
      return waiting ? await start(visit, waiting, true) : show(visit, form);
    case 'summary-send':
      return confirm(visit, form);
    default:
      // Of a button that was pressed twice the second press finds another step: it is shown once more.
      return show(visit, choose(form, choice) ?? form);
  }
}

/** A button of an older form: says so, and shows the one that is open. */
function stale(visit: Visit, open: Draft | undefined): Decision {
  const { person } = visit;
  if (open)
    return async (tx) => {
      const said = await show(visit, open, [], false)(tx);
      return { replies: [messages.formOutdated(), ...said.replies] };
    };
  if (!isUnsent(person.talk.draft)) return say(messages.formOutdated());
  return async (tx) => {
    await dropDraft(tx, person);
    return { replies: [{ blocks: [messages.formExpired(), ...messages.formOutdated().blocks] }] };
  };
}

function drop({ person }: Visit, replaces: boolean): Decision {
  return async (tx) => {
    await dropDraft(tx, person);
    return { replies: [{ ...messages.formDropped(), replaces }] };
  };
}

/** A text while a form is open in this chat; undefined when it is not for the form. */
export async function fillText(visit: Visit, event: Extract<Event, { kind: 'text' }>): Promise<Decision | undefined> {
  const open = openDraft(visit);
  if (!open) return event.edits === undefined ? await expired(visit, event.text) : undefined;
  const { waiting: _other, ...form } = open;
  if (event.edits !== undefined) return corrected(visit, form, event.edits, event.text);
  return await answered(visit, form, event.text, visit.incoming.message);
}

/** A form that was left for a day ends with the next message, which is answered like any other. */
async function expired(visit: Visit, text: string): Promise<Decision | undefined> {
  const { person, incoming } = visit;
  const { draft, ...talk } = person.talk;
  // What belongs to an officer is not answered here.
  if (!isUnsent(draft) || draft.chat !== incoming.place.chat || person.attended !== null) return undefined;
  const asked = await ask({ ...visit, person: { ...person, talk } }, text, { remarks: [messages.formExpired()] });
  return async (tx) => {
    await dropDraft(tx, person);
    return await asked(tx);
  };
}

/** The message of the description or of the last answer was changed. */
function corrected(visit: Visit, form: Draft, message: string, text: string): Decision | Promise<Decision> | undefined {
  const changed = withChangedWords(form, message, text);
  if (changed) {
    if (!hasRoom(changed, '')) return show(visit, form, [messages.noRoom()]);
    const draft = judged(visit, changed);
    const step = draft.words.length === 0 || nextStep(draft) === 'beyond' ? nextStep(draft) : draft.step;
    return show(visit, { ...draft, step }, [messages.wordsChanged()]);
  }
  if (form.said?.message !== message) return undefined;
  return answered(visit, { ...form, step: form.said.step }, text, message);
}

/** What was written at a step of the form. */
async function answered(visit: Visit, form: Draft, text: string, message: string | undefined): Promise<Decision> {
  const meant = meantAt(form, text);
  const isUnfit = 'trouble' in meant || 'words' in meant;
  // The description may well be a question; anywhere else one is about something else.
  if (isUnfit && form.step !== 'description' && text.trim().endsWith('?')) return await ask(visit, text, { message });
  const said = message === undefined ? {} : { said: { message, step: form.step as Step } };
  if ('deed' in meant) return meant.deed === 'cancel' ? drop(visit, false) : confirm(visit, form);
  if ('trouble' in meant) return show(visit, { ...form, ...said }, [messages.tryAgain(meant.trouble)]);
  if ('choice' in meant) return show(visit, { ...(choose(form, meant.choice) ?? form), ...said });
  if ('code' in meant) {
    const coded = { ...form, packageCode: meant.code, ...said };
    return show(visit, { ...coded, step: nextStep(coded) });
  }
  return addWords(visit, form, meant.words, message);
}

/** Words for the description; where it was asked for anew they take its place. */
function addWords(visit: Visit, form: Draft, text: string, message: string | undefined): Decision {
  const isNew = form.step === 'description';
  const before = isNew ? { ...form, words: [] } : form;
  if (!hasRoom(before, text)) return show(visit, form, [messages.noRoom()]);
  const above: Block[] = !isNew && form.words.length > 0 ? [messages.wordsAdded()] : [];
  const draft = judged(visit, withWords(before, text, message));
  return show(visit, { ...draft, step: nextStep(draft) }, above);
}

/** The person has seen the summary: the ticket is opened. */
function confirm(visit: Visit, form: Draft): Decision {
  const { needs, person } = visit;
  const next = nextStep(form);
  if (form.step !== 'summary' || next !== 'summary') return show(visit, { ...form, step: next });
  const { kind = 'permintaan', category = kind === 'permintaan' ? 'informasi' : 'lain', packageCode } = form;
  const [first] = form.words;
  return async (tx) => {
    const ticket = await openTicket(tx, visit, {
      reporter: { person: person.id, name: person.name },
      origin: 'internet',
      kind,
      category,
      description: descriptionOf(form),
      urgent: form.urgent ?? false,
      withDraftFiles: form.files.length > 0,
      ...(typeof packageCode === 'string' && { packageCode }),
      ...(form.matter !== undefined && form.authority === 'insist' && { beyondAuthority: form.matter }),
      ...(form.answered && form.answer !== undefined && { answer: form.answer }),
      ...(first?.message !== undefined && { message: first.message }),
    });
    // Its number is said again to whoever presses twice.
    const sent: Draft = { ...emptyDraft(form.id, form.chat, needs.now()), step: 'sent', ticket: ticket.id };
    await saveDraft(tx, visit, sent);
    return await speak(tx, visit, ticket, await receipt(tx, visit, ticket, false));
  };
}

async function sentBefore(visit: Visit, { ticket: id = 0 }: Draft): Promise<Decision> {
  const ticket = await findTicket(visit.needs.db, id);
  if (!ticket) return say(messages.formOutdated());
  return async (tx) => await speak(tx, visit, ticket, await receipt(tx, visit, ticket, true));
}

async function receipt(tx: Database, { needs, incoming }: Visit, ticket: TicketRow, before: boolean): Promise<Reply> {
  const { calendar, knowledge } = needs;
  const now = needs.now();
  const opens = calendar.isOpen(now) ? undefined : new Date(calendar.nextOpening(now));
  const { id, number, response_due: responseDue } = ticket;
  const [category, kind] = [ticket.category as Category, ticket.kind as Kind];
  const opened = messages.ticketOpened({ id, number, category, kind, responseDue, opens, before }, knowledge.unit);
  const about = ticket.announcement === null ? undefined : await findAnnouncement(tx, ticket.announcement);
  const blocks = about?.state === 'berlangsung' ? [...opened.blocks, belongsTo(about)] : opened.blocks;
  return { ...opened, blocks, replaces: incoming.event.kind === 'press' };
}
