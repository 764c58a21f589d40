import { dropDraftFiles } from '../db/files.ts';
import { saveTalk } from '../db/people.ts';
import { hasDraft } from './complaint.ts';
import * as messages from './messages/index.ts';
import { formDropped } from './messages/intake.ts';
import { groupSubscriptionNote, subscribedNote } from './messages/subscriptions.ts';
import { may, type Role } from './rules/permission.ts';
import { cameBack, chosenTopics, subscriptionsCommand, welcomed } from './subscribing.ts';
import { type Decision, say, type Visit } from './visit.ts';

/** /start: who speaks, the privacy notice, and what they will be sent from now on; in a group a shorter word. */
export async function start(visit: Visit): Promise<Decision> {
  const { needs, incoming } = visit;
  const { unit } = needs.knowledge;
  const { channel, audience, broadcast } = incoming.place;
  if (broadcast) return await subscriptionsCommand(visit);
  if (audience === 'group') return await greetGroup(visit);
  const { blocks, ...welcome } = messages.welcome(unit, needs.ai !== undefined);
  if (channel === 'slack') return say({ blocks, ...welcome });
  return async (tx) => ({
    replies: [{ ...welcome, blocks: [...blocks, subscribedNote(await welcomed(tx, visit))] }],
  });
}

/** The first words in a group that the bot was added to. A channel is for its readers: there nothing is said unasked. */
export async function joined(visit: Visit): Promise<Decision> {
  const greeting = visit.incoming.place.broadcast ? say() : await greetGroup(visit);
  return async (tx) => {
    await cameBack(tx, visit);
    return await greeting(tx);
  };
}

async function greetGroup(visit: Visit): Promise<Decision> {
  const { knowledge, db, privateLink } = visit.needs;
  const { blocks, ...greeting } = messages.groupWelcome(knowledge.unit, privateLink());
  const { channel, chat } = visit.incoming.place;
  const note = channel === 'slack' ? [] : [groupSubscriptionNote(await chosenTopics(db, channel, chat))];
  return say({ ...greeting, blocks: [...blocks, ...note] });
}

/** /bantuan: for officers what officers can do. */
export function help(visit: Visit): Decision {
  const { needs, incoming } = visit;
  const { unit } = needs.knowledge;
  return say(incoming.place.channel === 'slack' ? messages.staffHelp(unit, ...duties(visit)) : messages.help(unit));
}

/** /batal: forgets what was asked back, what was talked about, and a form with its files. */
export function cancel({ person }: Visit): Decision {
  const { expects, before, reopening } = person.talk;
  const form = hasDraft(person.talk);
  const something = expects !== undefined || before !== undefined || reopening !== undefined || form;
  return async (tx) => {
    if (form) await dropDraftFiles(tx, person.id);
    await saveTalk(tx, person.id, {});
    return { replies: [form ? formDropped() : messages.cancelled(something)] };
  };
}

export function duties({ person: { roles } }: Visit): [roles: Role[], may: messages.Duties] {
  return [
    roles as Role[],
    {
      roles: may(roles, 'command:peran'),
      letters: may(roles, 'command:kiriman'),
      tickets: may(roles, 'press:claim'),
      announces: may(roles, 'command:gangguan'),
      trains: may(roles, 'press:faq-new'),
      models: may(roles, 'press:ai-off'),
    },
  ];
}
