import { findAnswer } from '../db/answers.ts';
import { findPerson } from '../db/people.ts';
import * as messages from './messages/index.ts';
import { notify } from './notice.ts';
import type { Form } from './reply.ts';
import { type Decision, say, type Visit } from './visit.ts';

/**
 * Somebody wants a person: the officers are told, with the question it is about.
 * @param answer the answer below which it was pressed; 0 for none
 */
export async function wantPerson(visit: Visit, answer: number): Promise<Decision> {
  const { needs, incoming, person } = visit;
  const { triage, knowledge } = needs;
  if (incoming.place.audience === 'group' && incoming.place.channel === 'telegram')
    return say(messages.onlyInPrivate(needs.privateLink()));
  const asked = answer > 0 ? await findAnswer(needs.db, answer) : undefined;
  return async (tx) => {
    if (triage)
      await notify(
        tx,
        triage,
        messages.personWanted(
          person.name,
          asked?.person === person.id ? asked.question : undefined,
          person.id,
          incoming.place.channel,
        ),
        // Pressing twice tells once.
        `person:${person.id}:${answer}`,
      );
    return { replies: [messages.person(knowledge.unit, triage !== undefined)] };
  };
}

/** The form in which an officer answers somebody; undefined when there is no such person. */
export async function replyForm({ needs }: Visit, id: number): Promise<Form | undefined> {
  const person = await findPerson(needs.db, id);
  return person && messages.replyForm(id, person.name);
}

/** An officer answers somebody: it goes out as a letter, and the officers see that it was answered. */
export async function reply(visit: Visit, id: number, text: string): Promise<Decision> {
  const to = await findPerson(visit.needs.db, id);
  if (!to || text.trim() === '') return say(messages.outdated());
  return async (tx) => {
    await notify(
      tx,
      { channel: to.channel as 'telegram' | 'slack', chat: to.address, audience: 'private' },
      messages.fromOfficer(text),
    );
    return { replies: [messages.personAnswered(to.name, visit.person.name, text)] };
  };
}
