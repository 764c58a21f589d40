import { findAnswer } from '../db/answers.ts';
import { findPerson, saveTalk } from '../db/people.ts';
import type { Channel } from './incoming.ts';
import * as messages from './messages/index.ts';
import { notify } from './notice.ts';
import type { Form } from './reply.ts';
import { conversationOf, justWanted, subjectOf } from './rules/conversation.ts';
import { type Decision, say, type Visit, whisper } from './visit.ts';

/**
 * Somebody wants a person: the officers are told, with the question it is about. Pressing twice tells once.
 * @param id the answer below which it was pressed; 0 for none
 */
export async function wantPerson(visit: Visit, id: number): Promise<Decision> {
  const { needs, incoming, person } = visit;
  const { triage, knowledge } = needs;
  const { channel, audience } = incoming.place;
  if (audience === 'group' && channel === 'telegram') return say(messages.onlyInPrivate(needs.privateLink()));
  const asked = id > 0 ? await findAnswer(needs.db, id) : undefined;
  const talked = subjectOf(person.talk, conversationOf(incoming.place), needs.now())?.question;
  const question = asked?.person === person.id ? asked.question : talked;
  const again = justWanted(person.talk, id, needs.now());
  return async (tx) => {
    if (triage && !again) {
      await notify(tx, triage, messages.personWanted(person.name, channel, question, person.id));
      await saveTalk(tx, person.id, { ...person.talk, wanted: { answer: id, at: needs.now() } });
    }
    const told = triage ? (again ? 'before' : 'now') : 'not';
    return await whisper(visit, messages.person(knowledge.unit, told, audience === 'private'))(tx);
  };
}

/** The form in which an officer answers somebody; undefined when there is no such person. */
export async function replyForm({ needs }: Visit, id: number): Promise<Form | undefined> {
  const person = await findPerson(needs.db, id);
  return person && messages.replyForm(id, person.name);
}

/** An officer answers somebody: it goes out as a letter, and the officers see that it was answered, or that it failed. */
export async function reply(visit: Visit, id: number, text: string): Promise<Decision> {
  const to = await findPerson(visit.needs.db, id);
  if (!to || text.trim() === '') return whisper(visit, messages.outdated());
  const chat = { channel: to.channel as Channel, chat: to.address, audience: 'private' } as const;
  return async (tx) => {
    await notify(tx, chat, messages.fromOfficer(text), { reportTo: visit.incoming.place });
    return { replies: [messages.personAnswered(to.name, visit.person.name, text)] };
  };
}
