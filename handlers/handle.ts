import { recordDeed } from '../db/audit.ts';
import { grouped } from '../db/grouped.ts';
import { meetPeople, saveReachable, saveTalk } from '../db/people.ts';
import type { Action } from './actions.ts';
import { ask, askAgain, changeQuestion, letBe, share, showChoice, showSources } from './asking.ts';
import type { Event, Incoming, Place, Sender } from './incoming.ts';
import { decideLetter, uncertainLetters } from './letters.ts';
import * as messages from './messages/index.ts';
import { reply, replyForm, wantPerson } from './officer.ts';
import { comment, reason, reasonForm, useful, useless } from './rating.ts';
import { register } from './registration.ts';
import type { Form } from './reply.ts';
import { rolesCommand, rolesForm, rolesFromForm } from './roles.ts';
import { expected } from './rules/conversation.ts';
import { firstRoles, may } from './rules/permission.ts';
import { createTurns } from './turns.ts';
import { aloneIn, type Decision, type Needs, say, type Visit, whisper } from './visit.ts';
import { cancel, help, home, start } from './welcome.ts';

/** What the helpdesk does with everything that comes in; the channels are not known here, and nothing is sent. */
export type Handlers = {
  /** Thinks; what it returns is then run in one transaction with the end of the work. */
  handle: (incoming: Incoming) => Promise<Decision>;
  /** The form that a press, command or shortcut opens for whoever waits; undefined when it opens none. Answers quickly. */
  formFor: (incoming: Incoming) => Promise<Form | undefined>;
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
    async handle(incoming) {
      const visit: Visit = { needs, incoming, person: await meet(incoming.from) };
      await turn();
      const deed = deedOf(incoming.event);
      if (deed === undefined) return await route(visit);
      const allowed = may(visit.person.roles, deed);
      const decision = allowed ? await route(visit) : whisper(visit, messages.notAllowed(incoming));
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
  };
}

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
  tanya: askOrInvite,
  tanyakan: askOrInvite,
  daftar: (visit) => register(visit, 0, false),
  petugas: (visit) => wantPerson(visit, 0),
  batal: cancel,
  peran: rolesCommand,
  kiriman: uncertainLetters,
};

function askOrInvite(visit: Visit, text: string): Decision | Promise<Decision> {
  return text.trim() === '' ? whisper(visit, messages.askWhat()) : ask(visit, text);
}

async function route(visit: Visit): Promise<Decision> {
  const { needs, incoming } = visit;
  const { event, place, from } = incoming;
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
    case 'blocked':
    case 'unblocked':
      return async (tx) => {
        const reachable = event.kind === 'unblocked';
        await saveReachable(tx, [{ channel: from.channel, address: from.id, reachable }]);
        return { replies: [] };
      };
    case 'added':
      return say(messages.groupWelcome(needs.knowledge.unit, needs.privateLink()));
    case 'removed':
      return say();
    case 'home':
      return place.home ? home(visit) : say();
  }
}

/** Files, voices and the like: the words beside them are answered, else one word is said for all that came together. */
async function notRead(visit: Visit, event: Extract<Event, { kind: 'files' | 'unreadable' }>): Promise<Decision> {
  const { album, caption = '' } = event;
  const { person } = visit;
  // What was sent together arrives piece by piece.
  if (album !== undefined && person.talk.album === album) return say();
  const seen = { ...visit, person: { ...person, talk: { ...person.talk, ...(album !== undefined && { album }) } } };
  if (caption.trim() !== '') return await ask(seen, caption, { remarks: [messages.captionOnly()] });
  const reply =
    event.kind === 'unreadable'
      ? messages.unreadable(event.what)
      : messages.filesNotRead(album === undefined ? event.files.length : 2);
  return async (tx) => {
    if (album !== undefined) await saveTalk(tx, person.id, seen.person.talk);
    return { replies: [reply] };
  };
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
    const changed = await changeQuestion(visit, event.edits, event.text);
    if (changed) return changed;
  }
  const awaited = expected(person.talk, incoming.place.chat, needs.now());
  // Who asks something has gone on to something else.
  if (awaited?.what === 'reason' && !event.text.trim().endsWith('?'))
    return await comment(visit, awaited.answer, event.text, incoming.message);
  return await ask(visit, event.text, {
    message: event.edits ?? incoming.message,
    ...(event.forwarded && { remarks: [messages.forwardedNote()] }),
  });
}

async function press(visit: Visit, { verb, id, choice }: Action): Promise<Decision> {
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
      return await wantPerson(visit, id);
    case 'again':
      return await askAgain(visit, id);
    case 'cancel':
      return id === 0 ? cancel(visit) : await letBe(visit, id);
    case 'share':
      return await share(visit, id);
    case 'resend':
    case 'dismiss':
      return decideLetter(visit, id, verb);
    case 'reply':
    case 'roles':
      // Their forms were to be opened; the row is gone, or the channel has no forms.
      return whisper(visit, messages.outdated());
  }
}

async function form(visit: Visit, { form: name, id, fields }: Extract<Event, { kind: 'form' }>): Promise<Decision> {
  const text = (field: string) => [fields[field] ?? ''].flat().join(' ');
  if (name === 'ask') return await ask(visit, text('question'), { place: answeredIn(visit) });
  if (name === 'roles') return rolesFromForm(visit, fields);
  if (name === 'reason') return await comment(visit, id, text('comment'));
  if (name === 'reply') return await reply(visit, id, text('text'));
  return whisper(visit, messages.outdated());
}

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
  if (event.kind === 'command' && event.name === 'tanyakan') return messages.askForm(event.text);
  if (event.kind !== 'press') return undefined;
  const { verb, id, choice } = event.action;
  if (verb === 'ask') return messages.askForm('');
  if (verb === 'roles') return rolesForm();
  if (verb === 'reply') return await replyForm(visit, id);
  return verb === 'reason' && choice === 'other' ? reasonForm(id) : undefined;
}
