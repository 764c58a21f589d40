import { findAnswer } from '../db/answers.ts';
import { recordDeed } from '../db/audit.ts';
import { grouped } from '../db/grouped.ts';
import { meetPeople, saveReachable, saveTalk } from '../db/people.ts';
import { type Action, CARD_VERBS } from './actions.ts';
import { aiCommand, chooseAi, showModels, switchOffForm, switchOffFromForm, switchOn } from './ai.ts';
import {
  announcementForm,
  announcementFromForm,
  announcementsForOfficers,
  checkAnnouncementForm,
  pressAnnouncement,
} from './announcing.ts';
import { ask, askAgain, changeQuestion, letBe, share, showChoice, showSources } from './asking.ts';
import { begin, fill, fillFiles, fillText } from './complaint.ts';
import { home, searchForm, searchFromForm, showTicket, showTickets, staysHome, ticketCommand } from './desk.ts';
import { createDue, type Due } from './due.ts';
import type { Event, Incoming, Place, Sender } from './incoming.ts';
import { decideLetter, uncertainLetters } from './letters.ts';
import * as messages from './messages/index.ts';
import { newTicketForm } from './messages/triage.ts';
import {
  add,
  confirm,
  hasTickets,
  myTicket,
  myTickets,
  reopen,
  revise,
  stars,
  ticketsCommand,
  toBot,
  toOfficer,
  toTicket,
} from './my-tickets.ts';
import { comment, reason, reasonForm, useful, useless } from './rating.ts';
import { recovered } from './recovered.ts';
import { register } from './registration.ts';
import type { Form } from './reply.ts';
import { rolesCommand, rolesForm, rolesFromForm } from './roles.ts';
import { asksForTicket } from './rules/asks-for-ticket.ts';
import { expected, looseFiles } from './rules/conversation.ts';
import { firstRoles, may } from './rules/permission.ts';
import { KINDS, type Kind } from './rules/ticket.ts';
import { announcementsCommand, showAnnouncement, statusCommand } from './running-trouble.ts';
import { cameBack, chooseTopic, subscriptionsCommand, wentAway } from './subscribing.ts';
import { ticketForm } from './ticket-forms.ts';
import { inThread } from './ticket-thread.ts';
import { checkTrainerForm, pressAsTrainer, trainerCommand, trainerForm, trainerFromForm } from './training.ts';
import {
  assignFromForm,
  claim,
  forwardFromForm,
  handToBot,
  mergeFromForm,
  openFromForm,
  priorityFromForm,
  rejectFromForm,
  reopenAsOfficer,
  resolveFromForm,
  respondFromForm,
  reveal,
  settle,
  split,
  statusFromForm,
  suggestionFromForm,
} from './triage.ts';
import { createTurns } from './turns.ts';
import { upload } from './uploads.ts';
import { aloneIn, type Deadline, type Decision, type Needs, say, type Visit, whisper } from './visit.ts';
import { hear, isHeard, unread } from './voice.ts';
import { cancel, help, joined, start } from './welcome.ts';
import { wish } from './wishes.ts';

/** What the helpdesk does with everything that comes in; the channels are not known here, and nothing is sent. */
export type Handlers = {
  /**
   * Thinks; what it returns is then run in one transaction with the end of the work.
   * @throws BrokenOff when the program ends meanwhile and it is to be taken up again
   */
  handle: (incoming: Incoming, deadline?: Deadline) => Promise<Decision>;
  /** The form that a press, command or shortcut opens for whoever waits; undefined when it opens none. Answers quickly. */
  formFor: (incoming: Incoming) => Promise<Form | undefined>;
  /** What is wrong with a form that was sent, by field, while it is still open; undefined when it can be taken. */
  checkForm: (incoming: Incoming) => Promise<Record<string, string> | undefined>;
  /** What time brings. */
  due: Due;
};

export function createHandlers(needs: Needs): Handlers {
  const meet = grouped((senders: Sender[]) =>
    meetPeople(
      needs.db,
      senders.map(({ channel, id, name }) => ({ channel, address: id, name, roles: firstRoles[channel] })),
    ),
  );

  const turn = createTurns();

  return {
    due: createDue(needs),
    async handle(came, deadline) {
      const incoming = asSaid(came);
      const person = await meet(incoming.from);
      const visit: Visit = { needs, incoming, person, ...(deadline && { deadline }) };
      await turn();
      const deed = deedOf(incoming.event);
      if (deed === undefined) return await route(visit);
      const allowed = may(visit.person.roles, deed);
      const decision = allowed ? atHome(visit, await route(visit)) : whisper(visit, messages.notAllowed(incoming));
      return async (tx) => {
        await recordDeed(tx, { person: visit.person.id, deed, allowed, detail: detailOf(incoming) });
        return await decision(tx);
      };
    },
    async formFor(incoming) {
      const visit: Visit = { needs, incoming, person: await meet(incoming.from) };
      const deed = deedOf(incoming.event);
      // A refused press goes the usual way, where it is refused in words and recorded.
      if (deed === undefined || !may(visit.person.roles, deed)) return undefined;
      const form = await formOf(visit);
      if (form)
        await recordDeed(needs.db, {
          person: visit.person.id,
          deed: `view:${form.name}`,
          allowed: true,
          detail: detailOf(incoming),
        });
      return form;
    },
    async checkForm(incoming) {
      const { event } = incoming;
      if (event.kind !== 'form') return undefined;
      const check = isOfAnnouncement(event.form)
        ? checkAnnouncementForm
        : isOfTrainers(event.form)
          ? checkTrainerForm
          : undefined;
      return await check?.({ needs, incoming, person: await meet(incoming.from) });
    },
  };
}

const isOfAnnouncement = (form: string) => /^(?:announce|bulletin|news)-/u.test(form);

const isOfTrainers = (name: string) => /^(?:faq|gap|upload|document)s?(?:-|$)/u.test(name);

/** What was done to a ticket from the App Home leads back to that ticket; see staysHome. */
function atHome(visit: Visit, decision: Decision): Decision {
  const { event } = visit.incoming;
  if (event.kind === 'form') return isOfTicket(event.form) ? staysHome(visit, event.id, decision) : decision;
  if (event.kind !== 'press') return decision;
  return isOfTicket(event.action.verb) ? staysHome(visit, event.action.id, decision) : decision;
}

const OF_TICKETS: readonly string[] = [...CARD_VERBS, 'reopen', 'new-ticket'];
const isOfTicket = (name: string) => OF_TICKETS.includes(name);

/** What the permission is asked for; undefined for words and files, which everybody may send, and for unknown commands. */
function deedOf(event: Event): string | undefined {
  switch (event.kind) {
    case 'command':
      return Object.hasOwn(COMMANDS, event.name) ? `command:${event.name}` : undefined;
    case 'press':
      return `press:${event.action.verb}`;
    case 'form':
      return `form:${event.form}`;
    case 'home':
      return 'view:home';
    default:
      return undefined;
  }
}

/** Whom or what it was about, by number. */
function detailOf({ event, place }: Incoming): object {
  const where = { channel: place.channel, chat: place.chat };
  if (event.kind === 'press') return { ...where, id: event.action.id, choice: event.action.choice };
  return event.kind === 'form' ? { ...where, id: event.id } : where;
}

/** What each command does with the words behind it. */
const COMMANDS: Record<string, (visit: Visit, text: string) => Decision | Promise<Decision>> = {
  start,
  bantuan: help,
  tanya: (visit, text) => askOrInvite(visit, text),
  tanyakan: (visit, text) => askOrInvite(visit, text, true),
  daftar: (visit) => register(visit, 0, false),
  petugas: (visit) => begin(visit, { kind: 'permintaan' }),
  keluhan: (visit, text) => begin(visit, { text }),
  saran: (visit, text) => begin(visit, { kind: 'saran', text }),
  tiket: (visit, text) =>
    visit.incoming.place.channel === 'slack' ? ticketCommand(visit, text) : ticketsCommand(visit, text),
  // Its form was to be opened.
  'tiket-dari-pesan': (visit) => whisper(visit, messages.outdated()),
  batal: cancel,
  peran: rolesCommand,
  kiriman: uncertainLetters,
  langganan: subscriptionsCommand,
  status: statusCommand,
  pengumuman: (visit) =>
    visit.incoming.place.channel === 'slack' ? announcementsForOfficers(visit) : announcementsCommand(visit),
  // Their forms were to be opened: it is said why they were not.
  gangguan: pressAnnouncement,
  pemeliharaan: pressAnnouncement,
  faq: trainerCommand,
  celah: trainerCommand,
  dokumen: trainerCommand,
  ai: aiCommand,
};

/** On Telegram these are what people look for in trouble, not what officers announce it with. */
const OF_OFFICERS = ['gangguan', 'pemeliharaan'];
function asSaid(incoming: Incoming): Incoming {
  const { event, place } = incoming;
  const means = event.kind === 'command' && place.channel === 'telegram' && OF_OFFICERS.includes(event.name);
  return means ? { ...incoming, event: { kind: 'command', name: 'status', text: '' } } : incoming;
}

function askOrInvite(visit: Visit, text: string, stays = false): Decision | Promise<Decision> {
  return text.trim() === '' ? whisper(visit, messages.askWhat()) : ask(visit, text, { stays });
}

async function route(visit: Visit): Promise<Decision> {
  const { event, place, from } = visit.incoming;
  switch (event.kind) {
    case 'text':
      return await routeText(visit, event);
    case 'command':
      if (Object.hasOwn(COMMANDS, event.name)) return (await COMMANDS[event.name]?.(visit, event.text)) ?? say();
      return unknown(visit, event.name, event.text);
    case 'outdated':
      return whisper(visit, messages.outdated());
    case 'press':
      return await press(visit, event.action);
    case 'form':
      return await form(visit, event);
    case 'files':
    case 'unreadable':
      return await notRead(visit, event);
    case 'voice':
      return await spoken(visit, event);
    case 'blocked':
    case 'unblocked':
      return async (tx) => {
        const reachable = event.kind === 'unblocked';
        await saveReachable(tx, [{ channel: from.channel, address: from.id, reachable }]);
        await (reachable ? cameBack(tx, visit) : wentAway(tx, visit, 'blocked'));
        return { replies: [] };
      };
    case 'added':
      return await joined(visit);
    case 'removed':
      return async (tx) => {
        await wentAway(tx, visit, 'removed');
        return { replies: [] };
      };
    case 'home':
      return place.home ? await home(visit) : say();
  }
}

/** Files, voices and the like: for a ticket or its form; else the words beside them are answered, or one word is said for all. */
async function notRead(visit: Visit, event: Extract<Event, { kind: 'files' | 'unreadable' }>): Promise<Decision> {
  const forTrainers = event.kind === 'files' ? await upload(visit, event) : undefined;
  if (forTrainers) return forTrainers;
  const forTicket = await ofTicket(visit, event);
  if (forTicket) return forTicket;
  const { album, caption = '' } = event;
  const { person, needs } = visit;
  const files = event.kind === 'files' ? event.files : [];
  const loose = [...looseFiles(person.talk, needs.now()), ...files].slice(-MOST_LOOSE);
  const talk = {
    ...person.talk,
    ...(album !== undefined && { album }),
    ...(loose.length > 0 && { loose: { files: loose, at: needs.now() } }),
  };
  const replies =
    // What was sent together arrives piece by piece.
    album !== undefined && person.talk.album === album
      ? []
      : [
          event.kind === 'unreadable'
            ? messages.unreadable(event.what)
            : messages.filesNotRead(album === undefined ? event.files.length : 2),
        ];
  if (replies.length > 0 && caption.trim() !== '')
    return await ask({ ...visit, person: { ...person, talk } }, caption, {
      remarks: [messages.captionOnly()],
      stays: true,
    });
  return async (tx) => {
    await saveTalk(tx, person.id, talk);
    return { replies };
  };
}

/** A voice note: what is said in a form or for a ticket goes to no model, the rest is heard where that can be. */
async function spoken(visit: Visit, event: Extract<Event, { kind: 'voice' }>): Promise<Decision> {
  const [seen, file] = unread(visit, event);
  if (!isHeard(visit, event)) return await notRead(seen, file);
  const answer = (written: Visit, text: string) => routeText(written, { kind: 'text', text });
  return (await ofTicket(seen, file)) ?? (await hear(visit, event, answer));
}

/** As many as a form takes. */
const MOST_LOOSE = 10;

/** What belongs to a ticket or to the form that becomes one; undefined for everything else. */
async function ofTicket(
  visit: Visit,
  event: Extract<Event, { kind: 'text' | 'files' | 'unreadable' }>,
): Promise<Decision | undefined> {
  const { place, answers } = visit.incoming;
  // Nobody spoke to the bot: it keeps what belongs to a ticket, and answers nothing.
  if (visit.incoming.overheard)
    return (event.kind === 'unreadable' ? undefined : await inThread(visit, event)) ?? say();
  if (place.channel === 'slack') return undefined;
  if (place.audience !== 'private') return undefined;
  // Whoever was just asked for words about a ticket, or replies to some, means that ticket even with a form open.
  const { expects, reopening } = visit.person.talk;
  const meansTicket =
    answers !== undefined || (expects !== undefined && expects.what !== 'reason') || reopening?.asked === true;
  const told = meansTicket ? await toOfficer(visit, event) : undefined;
  if (told) return told;
  const filled = event.kind === 'text' ? await fillText(visit, event) : await fillFiles(visit, event);
  return filled ?? (meansTicket ? undefined : await toOfficer(visit, event));
}

/** On Slack `/lpse syarat daftar` is a question; in a group a command that is not ours is for somebody else. */
function unknown(visit: Visit, name: string, text: string): Decision | Promise<Decision> {
  const { channel, audience } = visit.incoming.place;
  if (channel === 'slack') return ask(visit, `${name} ${text}`.trim());
  return audience === 'group' ? say() : say(messages.unknownCommand(name));
}

async function routeText(visit: Visit, event: Extract<Event, { kind: 'text' }>): Promise<Decision> {
  const { needs, incoming, person } = visit;
  if (event.edits !== undefined) {
    const { reason: given } = person.talk;
    if (given?.message === event.edits) return await comment(visit, given.answer, event.text, event.edits);
    const changed =
      (await revise(visit, event.edits, event.text)) ?? (await changeQuestion(visit, event.edits, event.text));
    if (changed) return changed;
  }
  const forTicket = await ofTicket(visit, event);
  if (forTicket) return forTicket;
  // Before it is taken for a question on LPSE, or for another complaint.
  const ticket = incoming.place.audience === 'private' ? asksForTicket(event.text) : undefined;
  if (ticket !== undefined && incoming.place.channel === 'telegram' && (await hasTickets(visit)))
    return await ticketsCommand(visit, ticket);
  const awaited = expected(person.talk, incoming.place.chat, needs.now());
  // Who asks something has gone on to something else.
  if (awaited?.what === 'reason' && !event.text.trim().endsWith('?'))
    return await comment(visit, awaited.answer, event.text, incoming.message);
  return await ask(visit, event.text, {
    message: event.edits ?? incoming.message,
    ...(event.forwarded && { remarks: [messages.forwardedNote()], stays: true }),
  });
}

async function press(visit: Visit, action: Action): Promise<Decision> {
  const { verb, id, choice } = action;
  if (isOfTrainers(verb)) return await pressAsTrainer(visit, action);
  switch (verb) {
    case 'menu':
      return help(visit);
    case 'ask':
      return whisper(visit, messages.askWhat());
    case 'register':
      return register(visit, id, true);
    case 'sources':
      return await showSources(visit, id);
    case 'answer':
      return await showChoice(visit, id, choice);
    case 'useful':
      return await useful(visit, id);
    case 'useless':
      return await useless(visit, id);
    case 'reason':
      return await reason(visit, id, choice);
    case 'person':
      return await begin(visit, { kind: 'permintaan', ...(id > 0 && { answer: id }) });
    case 'again':
      return await askAgain(visit, id);
    case 'cancel':
      return id === 0 ? cancel(visit) : await letBe(visit, id);
    case 'share':
      return await share(visit, id);
    case 'resend':
    case 'dismiss':
      return decideLetter(visit, id, verb);
    case 'complain':
      return await begin(visit, {
        ...(id > 0 && { answer: id }),
        ...(isKind(choice) && { kind: choice }),
        ...(choice === 'insist' && { insist: true }),
        ...(choice === 'technical' && { technical: true }),
      });
    case 'fill':
      return await fill(visit, id, choice ?? '');
    case 'my-tickets':
      return await myTickets(visit, id);
    case 'my-ticket':
      return await myTicket(visit, id);
    case 'add':
      return await add(visit, id);
    case 'confirm':
      return await confirm(visit, id);
    case 'reopen':
      return visit.incoming.place.channel === 'slack' ? reopenAsOfficer(visit, id) : await reopen(visit, id);
    case 'stars':
      return await stars(visit, id, choice);
    case 'to-bot':
      return await toBot(visit, id);
    case 'to-ticket':
      return await toTicket(visit, id);
    case 'claim':
      return claim(visit, id);
    case 'hand-to-bot':
      return handToBot(visit, id);
    case 'split':
      return split(visit, id);
    case 'reveal':
      return await reveal(visit, id);
    case 'suggestion':
      return await settle(visit, id, choice);
    case 'ticket':
      return await showTicket(visit, id);
    case 'tickets':
      return await showTickets(visit, choice ?? 'home');
    case 'bulletin-confirm':
    case 'bulletin-discard':
    case 'bulletin-recall':
    case 'bulletin-pause':
    case 'bulletin-resume':
    case 'bulletin-stop':
    case 'announcements':
    // Forms of theirs that did not open: it is said why.
    case 'outage':
    case 'announce':
    case 'bulletin-edit':
    case 'bulletin-alone':
    case 'news':
      return await pressAnnouncement(visit);
    case 'topic':
      return await chooseTopic(visit, choice);
    case 'announcement':
      return await showAnnouncement(visit, id);
    case 'recovered':
      return await recovered(visit, id);
    case 'wish':
      return await wish(visit, id);
    // The form of the second was to be opened.
    case 'ai':
    case 'ai-off':
      return await showModels(visit);
    case 'ai-on':
      return switchOn(visit);
    case 'ai-choice':
      return chooseAi(visit, choice);
    case 'respond':
    case 'status':
    case 'priority':
    case 'assign':
    case 'forward':
    case 'merge':
    case 'resolve':
    case 'reject':
    case 'search':
    case 'new-ticket':
    case 'roles':
      // Their forms were to be opened; the row is gone, or the channel has no forms.
      return whisper(visit, messages.outdated());
    default:
      return whisper(visit, messages.outdated());
  }
}

const isKind = (choice: string | undefined): choice is Kind => KINDS.some((kind) => kind === choice);

async function form(visit: Visit, { form: name, id, fields }: Extract<Event, { kind: 'form' }>): Promise<Decision> {
  const text = (field: string) => [fields[field] ?? ''].flat().join(' ');
  if (name === 'ask')
    return await ask(visit, text('question'), { place: answeredIn(visit), stays: id === OF_A_MESSAGE });
  if (name === 'roles') return rolesFromForm(visit, fields);
  if (name === 'reason') return await comment(visit, id, text('comment'));
  if (name === 'ai-off') return switchOffFromForm(visit, fields);
  if (isOfAnnouncement(name)) return await announcementFromForm(visit);
  if (isOfTrainers(name)) return await trainerFromForm(visit);
  switch (name) {
    case 'search':
      return await searchFromForm(visit, fields);
    case 'new-ticket':
      return openFromForm(visit, fields);
    case 'respond':
      return respondFromForm(visit, id, fields);
    case 'suggestion':
      return await suggestionFromForm(visit, id, fields);
    case 'status':
      return statusFromForm(visit, id, fields);
    case 'priority':
      return priorityFromForm(visit, id, fields);
    case 'assign':
      return await assignFromForm(visit, id, fields);
    case 'forward':
      return await forwardFromForm(visit, id, fields);
    case 'merge':
      return await mergeFromForm(visit, id, fields);
    case 'resolve':
      return resolveFromForm(visit, id, fields);
    case 'reject':
      return rejectFromForm(visit, id, fields);
    default:
      return whisper(visit, messages.outdated());
  }
}

/** The number of a form for a question that began with somebody else's message: its words go to no model. */
const OF_A_MESSAGE = 1;

/** What was asked in a form is answered to the one who asked: alone in a channel, directly when it was in the App Home. */
function answeredIn(visit: Visit): Place {
  const { home: fromHome, ...place } = aloneIn(visit);
  return fromHome ? { channel: place.channel, chat: visit.incoming.from.id, audience: 'private' } : place;
}

async function formOf(visit: Visit): Promise<Form | undefined> {
  const { event, place } = visit.incoming;
  if (place.channel !== 'slack') return undefined;
  if (event.kind === 'command' && event.name === 'tanya' && event.text.trim() === '') return messages.askForm('');
  // A message shortcut: the words of that message, to be changed before they are asked.
  if (event.kind === 'command' && event.name === 'tanyakan') return messages.askForm(event.text, OF_A_MESSAGE);
  if (event.kind === 'command' && event.name === 'tiket-dari-pesan') return newTicketForm(event.text);
  if (event.kind === 'command' && event.name === 'tiket' && /^\s*baru\s*$/iu.test(event.text)) return newTicketForm('');
  const opened = (await announcementForm(visit)) ?? (await trainerForm(visit));
  if (opened || event.kind !== 'press') return opened;
  const { verb, id, choice } = event.action;
  switch (verb) {
    case 'ask':
      return messages.askForm('');
    case 'roles':
      return rolesForm();
    case 'reason':
      return choice === 'other' ? reasonForm(id) : undefined;
    case 'search':
      return searchForm();
    case 'ai-off':
      return switchOffForm();
    case 'new-ticket':
      return newTicketForm('');
    case 'complain':
    case 'person':
      return newTicketForm((await ownAnswer(visit, id))?.question ?? '');
    default:
      return await ticketForm(visit, verb, id, choice);
  }
}

/** The answer of that number that this person was given. */
async function ownAnswer({ needs, person }: Visit, id: number) {
  const answer = id > 0 ? await findAnswer(needs.db, id) : undefined;
  return answer?.person === person.id ? answer : undefined;
}
