import { type AnswerRow, addAnswer, findAnswer, findAnswerTo, saveChangedQuestion } from '../db/answers.ts';
import { saveTalk } from '../db/people.ts';
import type { Before, Citation, Turn } from '../knowledge/index.ts';
import type { Place } from './incoming.ts';
import { sources } from './messages/answers.ts';
import { changesFirst } from './messages/in-force.ts';
import * as messages from './messages/index.ts';
import {
  anywayButtons,
  complaintButtons,
  formStillOpen,
  heardComplaint,
  noTicket,
  seenByFew,
  ticketAnyway,
} from './messages/intake.ts';
import { detailButtons, otherTrouble, reportButton, runningNow } from './messages/running-trouble.ts';
import type { TicketName } from './messages/ticket-buttons.ts';
import { wishButton } from './messages/wishes.ts';
import { ticketsLike } from './open-tickets.ts';
import { type Response, respond, respondWith } from './question.ts';
import type { Block, Button, Reply } from './reply.ts';
import { asksForRules, asksWhenOver } from './rules/about-trouble.ts';
import { isOpen } from './rules/complaint-form.ts';
import { alleges, hear, onlyWantsPerson } from './rules/complaint-words.ts';
import { conversationOf, subjectOf, type Talk, turnsOf, withTurn } from './rules/conversation.ts';
import { may } from './rules/permission.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import { isRestricted } from './rules/ticket.ts';
import { troubleIn } from './running-trouble.ts';
import { type Decision, say, together, type Visit, whisper } from './visit.ts';

/** Outcomes that are worth keeping and judging; the rest is small talk. */
const JUDGED = new Set<Response['kind']>(['answer', 'clarify', 'not_found', 'out_of_authority', 'complaint']);
/** More than anybody reads; what is masked and answered must not take longer with more. */
const LONGEST_QUESTION = 4_096;

/**
 * What is kept of an answer to draw it again. `tickets` are those that the message may belong to, `running` is the trouble
 * that it begins with.
 */
type Drawn = Pick<Reply, 'blocks'> & { english: boolean; tickets?: TicketName[]; running?: AnnouncedName[] };
type AnnouncedName = { id: number; number: string };

/** What says nothing to somebody who has just read what is out of order. */
const WITHOUT_WORTH = new Set<Response['kind']>(['not_found', 'off_topic', 'smalltalk']);

/**
 * Answers a question in the conversation of whoever asks. A model may take its time over it here, before anything is decided.
 * @param remarks said after the answer
 * @param message the message that asked, so that an edit of it finds the answer
 * @param place where it is answered
 * @param stays the words must not leave for a model: they stood beside a file, or somebody else wrote them
 */
export async function ask(
  visit: Visit,
  question: string,
  {
    remarks = [],
    message = visit.incoming.message,
    replaces = false,
    place = visit.incoming.place,
    stays = false,
  }: { remarks?: Block[]; message?: string | undefined; replaces?: boolean; place?: Place; stays?: boolean } = {},
): Promise<Decision> {
  const { needs, person } = visit;
  const where = conversationOf(place);
  const typed = question.slice(0, LONGEST_QUESTION);
  const masked = maskPersonalData(typed);
  const now = needs.now();
  const before = subjectOf(person.talk, where, now);
  const today = needs.calendar.dayOf(now).date;
  const offline = respond(needs.knowledge, masked.text, { today, ...(before && { before }) });
  // Money that was asked for is a report, whatever else it sounds like; a question on the rules stays one.
  const isReport =
    offline.kind !== 'answer' && hasForms(place) && !masked.text.trim().endsWith('?') && alleges(masked.text);
  const running = await troubleIn(needs, masked.text, isReport || offline.kind === 'complaint');
  const turns = turnsOf(person.talk, where, now);
  const mayLeave = running.length === 0 && !isReport && !stays && mayGoToModels(visit);
  const answered = mayLeave
    ? await respondWith(needs.ai, needs.knowledge, typed, {
        today,
        turns,
        known: [person.name],
        ...(visit.deadline && { signal: visit.deadline.hurried }),
        ...(before && { before, beforeStays: person.talk.before?.leaves !== true }),
      })
    : offline;
  const response = led(isReport ? { ...answered, kind: 'complaint' } : answered, masked.text, running.length > 0);
  const offered = await offerOf(visit, masked.text, response.kind, place);
  const around = (said: Block[]): Block[] => [
    ...runningNow(running, needs.knowledge.unit, response.english),
    ...withOffer({ ...response, blocks: said }, offered),
    ...remarks,
    ...(masked.found ? [messages.secretNote()] : []),
  ];
  const blocks = around(response.blocks);
  // What somebody said of themselves is said back to nobody else, and kept nowhere.
  const owned = place.audience === 'private' && response.forOwner ? around(response.forOwner) : undefined;
  // Whoever asks something while filling in a form shall find back to it.
  const { draft } = person.talk;
  const reminder = isOpen(draft, place.chat, now) ? [formStillOpen(draft)] : [];
  const { expects: _asked, ...talk } = person.talk;
  const next = talkAfter(response, { where, now, before, turns, leaves: person.talk.before?.leaves });

  const isConfidential = offered.restricted || owned !== undefined;
  const guard = { ...guardOf(visit, place, masked.text, message), ...(isConfidential && { confidential: true }) };

  return together(async (tx) => {
    await saveTalk(tx, person.id, { ...talk, ...next });
    if (response.kind === 'smalltalk')
      return { ...guard, replies: [{ ...messages.withMenu(blocks), replaces }, ...reminder] };
    const answer = {
      person: person.id,
      channel: place.channel,
      chat: place.chat,
      message: message ?? null,
      question: masked.text,
      kind: response.kind,
      confidence: response.confidence,
      model: response.written?.model,
      reply: {
        blocks,
        english: response.english,
        tickets: offered.tickets,
        ...(running.length > 0 && { running: running.map(({ id: its, number }) => ({ id: its, number })) }),
      } satisfies Drawn,
      citations: response.citations,
    };
    const id = await addAnswer(tx, answer);
    if (!JUDGED.has(response.kind)) return { ...guard, replies: [{ blocks, replaces }, ...reminder] };
    const shown = { ...answer, reply: { ...answer.reply, blocks: owned ?? blocks } };
    const reply = { ...drawn(visit, { id, ...shown }, { state: 'none' }, place), replaces };
    return { ...guard, replies: [reply, ...reminder] };
  });
}

/**
 * Whether words that came like this may go to a model at all: not of somebody who wants none, and not from where officers
 * speak of tickets.
 */
function mayGoToModels({ needs, person, incoming: { place, event } }: Visit): boolean {
  if (!needs.ai || person.without_models) return false;
  const isIn = (desk: Place | undefined) =>
    desk !== undefined && place.channel === desk.channel && place.chat === desk.chat;
  // There a message may be about a ticket; what was typed behind a command is a question.
  const isAskedOnPurpose = event.kind === 'command' || event.kind === 'form';
  return !isIn(needs.restricted) && (isAskedOnPurpose || !isIn(needs.triage));
}

/** What the conversation is about after an answer. Only what went to a model may be told to one again. */
function talkAfter(
  { next, sent, kind }: Response,
  at: { where: string; now: number; before: Before | undefined; turns: Turn[]; leaves: true | undefined },
): Pick<Talk, 'before' | 'turns'> {
  const isOpenStill = sent !== undefined && kind !== 'complaint';
  const leaves = next === at.before ? at.leaves : isOpenStill;
  const places = next === at.before ? [] : (next?.places ?? []);
  const turn = isOpenStill && { question: sent, places: places.map(nameOf) };
  const here = { chat: at.where, at: at.now };
  return {
    ...(next && { before: { about: next, ...here, ...(leaves && { leaves }) } }),
    ...(turn && { turns: { asked: withTurn(at.turns, turn), ...here } }),
  };
}

const nameOf = ({ document, address }: Before['places'][number]): string =>
  messages.placeName({ document, ...address, quote: '' });

/**
 * Below trouble that runs now: whoever asks when it is over has the answer in it, and of whoever only says that it is there
 * an article would be beside the point.
 */
function led(response: Response, text: string, isLed: boolean): Response {
  if (!isLed) return response;
  if (asksWhenOver(text) && !asksForRules(text)) return { ...response, kind: 'answer', blocks: [], citations: [] };
  const isBeside = WITHOUT_WORTH.has(response.kind) || (response.kind === 'answer' && !asksForRules(text));
  return isBeside
    ? { ...response, kind: 'complaint', blocks: [otherTrouble(response.english)], citations: [] }
    : response;
}

/** What is answered, with the ticket that is offered. Whoever is in a hurry finds the offer above the article it rests on. */
function withOffer({ kind, blocks }: Response, offered: { blocks: Block[]; restricted: boolean }): Block[] {
  if (offered.restricted) return [seenByFew(), ...offered.blocks];
  if (kind !== 'complaint' || offered.blocks.length === 0) return [...blocks, ...offered.blocks];
  const [opening, ...rest] = blocks;
  // What to have at hand is asked for by the form itself.
  return [...(opening ? [opening] : []), ...offered.blocks, ...rest.slice(0, -1)];
}

/** Where it is answered; what was written without calling the bot goes to an officer who takes over meanwhile. */
function guardOf({ incoming, person }: Visit, place: Place, text: string, message: string | undefined) {
  const called = incoming.event.kind !== 'text' && incoming.event.kind !== 'files';
  if (called || place.channel !== 'telegram' || place.audience !== 'private') return { place };
  return { place, unlessAttended: { person: person.id, text, message: message ?? null } };
}

/** What is said of a ticket below an answer, and the tickets that the message may belong to: in private, where forms are. */
async function offerOf(visit: Visit, text: string, kind: Response['kind'], place: Place) {
  const none: { blocks: Block[]; tickets: TicketName[]; restricted: boolean } = {
    blocks: [],
    tickets: [],
    restricted: false,
  };
  if (!hasForms(place)) return none;
  if (kind === 'out_of_authority') return { ...none, blocks: [ticketAnyway()] };
  if (kind !== 'complaint') return none;
  const heard = onlyWantsPerson(text) ? {} : hear(text);
  return {
    blocks: heardComplaint(heard),
    tickets: await ticketsLike(visit, text, heard.category),
    restricted: isRestricted(heard.category),
  };
}

const hasForms = ({ channel, audience }: Place) => channel === 'telegram' && audience === 'private';

/**
 * An answer with the buttons that fit where it stands, from what is stored of it.
 * @param wanted whether they asked to be told when there is a better one
 */
export function drawn(
  { person }: Visit,
  { id, kind, reply, citations }: Pick<AnswerRow, 'id' | 'kind' | 'reply' | 'citations'>,
  rating: messages.Rating,
  place: Place,
  wanted = false,
): Reply {
  const { channel, audience, onlyFor } = place;
  const inGroup = audience === 'group';
  const inTelegramGroup = inGroup && channel === 'telegram';
  const { tickets = [], running = [] } = reply as Drawn;
  const ticketOffers = hasForms(place) ? ticketButtons(id, kind, tickets, running.length > 0) : [];
  const wishes = hasForms(place) && kind === 'not_found' ? [[wishButton(id, wanted)]] : [];
  return messages.ratedAnswer(id, (reply as Drawn).blocks, (citations as Citation[]).length, rating, {
    choices: kind === 'clarify' ? (citations as Citation[]).map((citation, at) => choice(id, citation, at)) : [],
    // In a group of Telegram nobody can be spoken to alone.
    judged: !inTelegramGroup,
    shared: inGroup && onlyFor !== undefined,
    // Whoever makes a ticket reaches a person by that.
    person: !inTelegramGroup && ticketOffers.length === 0 && may(person.roles, 'press:person'),
    offers: [...detailButtons(running), ...ticketOffers, ...wishes],
  });
}

function ticketButtons(id: number, kind: string, tickets: TicketName[], isLed: boolean): Button[][] {
  if (kind === 'complaint') return complaintButtons(id, tickets);
  if (kind === 'out_of_authority') return anywayButtons(id);
  return isLed ? [[reportButton(id)]] : [];
}

const choice = (id: number, citation: Citation, at: number): Button => ({
  label: messages.placeName(citation),
  action: { verb: 'answer', id, choice: String(at) },
});

/** The words of the sources of an answer, exactly as they are stored. Seen by the one who pressed. */
export async function showSources(visit: Visit, id: number): Promise<Decision> {
  return await about(visit, id, (answer) =>
    whisper(visit, { blocks: sources(citationsOf(visit, answer), (answer.reply as Drawn).english) }),
  );
}

/** One of the things that a short message may have meant. */
export async function showChoice(visit: Visit, id: number, at: string | undefined): Promise<Decision> {
  return await about(visit, id, (answer) => {
    const [chosen] = citationsOf(visit, answer).slice(Number(at ?? 0));
    const statement = chosen && visit.needs.knowledge.statement(chosen.citation.document, chosen.citation);
    if (statement) return whisper(visit, { blocks: [...changesFirst([statement]), ...messages.stated(statement)] });
    return whisper(visit, chosen ? { blocks: sources([chosen], false) } : messages.outdated());
  });
}

/** Puts an answer that only one person saw where all can read it. */
export async function share(visit: Visit, id: number): Promise<Decision> {
  const { onlyFor: _one, ...place } = visit.incoming.place;
  return await about(visit, id, (answer) => async () => ({
    place,
    replies: [{ blocks: [messages.sharedBy(visit.person.name, answer.question), ...(answer.reply as Drawn).blocks] }],
  }));
}

/**
 * An edited message: too late for its answer, so asks whether to answer anew; undefined when it has no answer yet, or has
 * become the description in a form.
 */
export async function changeQuestion(
  { needs, incoming, person }: Visit,
  edited: string,
  text: string,
): Promise<Decision | undefined> {
  const answer = await findAnswerTo(needs.db, incoming.place.channel, incoming.place.chat, edited);
  const { draft } = person.talk;
  const isTold =
    isOpen(draft, incoming.place.chat, needs.now()) && draft.words.some(({ message }) => message === edited);
  if (!answer || isTold) return undefined;
  const question = maskPersonalData(text.slice(0, LONGEST_QUESTION)).text;
  if (question === answer.question) return say();
  return async (tx) => {
    await saveChangedQuestion(tx, answer.id, question);
    return { replies: [messages.changedAfterwards(answer.id)] };
  };
}

/** Answers the question as it was changed. */
export async function askAgain(visit: Visit, id: number): Promise<Decision> {
  const answer = await findAnswer(visit.needs.db, id);
  if (!answer || answer.changed_question === null || answer.person !== visit.person.id)
    return whisper(visit, messages.outdated());
  const decision = await ask(visit, answer.changed_question, { message: answer.message ?? undefined, replaces: true });
  return async (tx) => {
    await saveChangedQuestion(tx, id, null);
    return await decision(tx);
  };
}

/** Leaves the answer to a changed question as it is, or makes no ticket of what was taken for a complaint. */
export async function letBe(visit: Visit, id: number): Promise<Decision> {
  const answer = await findAnswer(visit.needs.db, id);
  if (answer?.person !== visit.person.id) return whisper(visit, messages.outdated());
  return async (tx) => {
    await saveChangedQuestion(tx, id, null);
    const isOffer = answer.kind === 'complaint' && answer.changed_question === null;
    return { replies: [isOffer ? noTicket() : messages.letItBe()] };
  };
}

/**
 * The answer of that number, if this person has it before them: it is theirs, or stands in the chat in which they pressed.
 * A changed client can press any number.
 */
export async function seenAnswer({ needs, person, incoming }: Visit, id: number): Promise<AnswerRow | undefined> {
  const answer = await findAnswer(needs.db, id);
  if (!answer) return undefined;
  const { channel, chat } = incoming.place;
  return answer.person === person.id || (answer.channel === channel && answer.chat === chat) ? answer : undefined;
}

async function about(visit: Visit, id: number, then: (answer: AnswerRow) => Decision): Promise<Decision> {
  const answer = await seenAnswer(visit, id);
  return answer ? then(answer) : whisper(visit, messages.outdated());
}

function citationsOf({ needs }: Visit, answer: AnswerRow): { citation: Citation; source: string }[] {
  const names = new Map(needs.knowledge.summary().map(({ id, short }) => [id, short]));
  return (answer.citations as Citation[]).map((citation) => ({
    citation,
    source: names.get(citation.document) ?? citation.document,
  }));
}
