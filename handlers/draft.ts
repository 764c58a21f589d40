import type { Database } from '../db/database.ts';
import { addLetters } from '../db/outbox.ts';
import { saveTalk } from '../db/people.ts';
import { outOfAuthority } from './messages/answers.ts';
import { formStep, UNNAMED_MATTER } from './messages/intake.ts';
import type { Block, Reply } from './reply.ts';
import { type Draft, descriptionOf, isOpen } from './rules/complaint-form.ts';
import { maskPersonalData } from './rules/personal-data.ts';
import { isRestricted } from './rules/ticket.ts';
import type { Decision, Visit } from './visit.ts';

// What the parts of the form of a complaint have in common. All of it is in the database, so that it survives a restart.

/** The form that is open in the chat of this visit; undefined when there is none, or one that is too old. */
export function openDraft({ person, incoming, needs }: Visit) {
  const { draft } = person.talk;
  return isOpen(draft, incoming.place.chat, needs.now()) ? draft : undefined;
}

/** The form with the matter that LPSE does not decide, if its description is about one. */
export function judged(visit: Visit, draft: Draft): Draft {
  const { matter: _before, ...rest } = draft;
  // A suggestion asks for no decision, and an allegation goes to those who decide where it belongs.
  if (draft.words.length === 0 || draft.kind === 'saran' || isRestricted(draft.category)) return rest;
  const answer = answerTo(visit, draft);
  return answer.kind === 'out_of_authority' ? { ...rest, matter: answer.matter?.name ?? UNNAMED_MATTER } : rest;
}

/** More of a description does not change what it is about. */
const LONGEST_JUDGED = 2_000;

const answerTo = ({ needs }: Visit, draft: Draft) =>
  needs.knowledge.answer(maskPersonalData(descriptionOf(draft)).text.slice(0, LONGEST_JUDGED));

/** The form at its step, as it is said. */
export function stepOf(visit: Visit, draft: Draft, above: Block[] = []): Reply {
  return formStep(draft, above, draft.step === 'beyond' ? outOfAuthority(answerTo(visit, draft)) : []);
}

/**
 * Keeps the form and shows its step.
 * @param above said above it
 * @param replaces in the place of the message whose button was pressed; only messages of the form give way
 */
export function show(
  visit: Visit,
  draft: Draft,
  above: Block[] = [],
  replaces = visit.incoming.event.kind === 'press',
): Decision {
  return async (tx) => {
    await saveDraft(tx, visit, draft);
    return await sayOf(tx, visit, draft, { ...stepOf(visit, draft, above), replaces });
  };
}

/** Notes the form as it is now. Nothing else is waited for then. */
export async function saveDraft(tx: Database, { needs, person }: Visit, draft: Draft): Promise<void> {
  const { expects: _nothing, ...talk } = person.talk;
  await saveTalk(tx, person.id, { ...talk, draft: { ...draft, at: needs.now() } });
}

/** Says something of the form to whoever fills it in. An allegation is kept from those who look after letters. */
export async function sayOf(tx: Database, visit: Visit, draft: Draft, reply: Reply): ReturnType<Decision> {
  if (!isRestricted(draft.category)) return { replies: [reply] };
  const { place, message } = visit.incoming;
  const edits = reply.replaces && message !== undefined ? { edits: message } : {};
  const { channel, chat } = place;
  await addLetters(tx, [{ lane: 0, channel, chat, place, reply, confidential: true, ...edits }]);
  return { replies: [] };
}
