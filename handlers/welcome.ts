import { dropDraftFiles } from '../db/files.ts';
import { saveTalk } from '../db/people.ts';
import { hasDraft } from './complaint.ts';
import * as messages from './messages/index.ts';
import { formDropped } from './messages/intake.ts';
import { may, type Role } from './rules/permission.ts';
import { type Decision, say, type Visit } from './visit.ts';

/** /start: who speaks and the privacy notice; in a group a shorter word. */
export function start({ needs, incoming }: Visit): Decision {
  const { unit } = needs.knowledge;
  return say(
    incoming.place.audience === 'group' ? messages.groupWelcome(unit, needs.privateLink()) : messages.welcome(unit),
  );
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

export function duties({
  person: { roles },
}: Visit): [roles: Role[], may: { roles: boolean; letters: boolean; tickets: boolean }] {
  return [
    roles as Role[],
    { roles: may(roles, 'command:peran'), letters: may(roles, 'command:kiriman'), tickets: may(roles, 'press:claim') },
  ];
}
