import { recordDeed } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import {
  changeRoles,
  findPersonAt,
  listPeopleWithRoles,
  lockPeopleWithRole,
  meetPeople,
  type PersonRow,
} from '../db/people.ts';
import * as messages from './messages/index.ts';
import { notify } from './notice.ts';
import type { Form } from './reply.ts';
import { isRole, type Role } from './rules/permission.ts';
import { type Decision, say, type Visit } from './visit.ts';

type Change = { give: Role[]; take: Role[] };

/** /lpse peran: without words who has which role, else "beri @nama LPD" or "cabut @nama LPD". */
export async function rolesCommand(visit: Visit, text: string): Promise<Decision> {
  if (text.trim() === '') return say(messages.rolesList(await listPeopleWithRoles(visit.needs.db, 'slack')));
  const [, verb, rest = ''] = /^(beri|cabut)\s+(.*)$/isu.exec(text.trim()) ?? [];
  if (verb === undefined) return say(messages.rolesNotChanged('usage'));
  const [mention, address, handle = ''] = /<@([A-Z0-9]+)(?:\|([^>]*))?>/u.exec(rest) ?? [];
  if (mention === undefined || address === undefined) return say(messages.rolesNotChanged('no-person'));
  const words = rest
    .replace(mention, ' ')
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((word) => word !== '');
  if (words.length === 0 || !words.every(isRole) || words.includes('vendor'))
    return say(messages.rolesNotChanged('no-role'));
  const named = words.filter(isRole);
  return change(
    visit,
    { address, handle },
    verb.toLowerCase() === 'beri' ? { give: named, take: [] } : { give: [], take: named },
  );
}

/** The form in which an admin gives and takes roles. */
export const rolesForm = (): Form => messages.rolesForm();

/** The sent form: `person` is a Slack user id. */
export function rolesFromForm(visit: Visit, fields: Record<string, string | string[]>): Decision {
  const address = [fields.person ?? ''].flat()[0] ?? '';
  const chosen = (name: string) =>
    [fields[name] ?? []]
      .flat()
      .filter(isRole)
      .filter((role) => role !== 'vendor');
  if (address === '') return say(messages.rolesNotChanged('no-person'));
  return change(visit, { address, handle: '' }, { give: chosen('give'), take: chosen('take') });
}

/** Who has roles from the start, whatever the database says. */
export type FirstOfficer = { address: string; name?: string; roles: readonly string[] };

/** Gives people of Slack the roles that the configuration gives them; those they have besides stay. */
export async function ensureOfficers(db: Database, officers: FirstOfficer[]): Promise<void> {
  for (const { address, name = '', roles } of officers) {
    const [person] = await meetPeople(db, [{ channel: 'slack', address, name, roles: [] }]);
    if (person) await changeRoles(db, person.id, { give: roles, take: [] });
  }
}

function change(visit: Visit, { address, handle }: { address: string; handle: string }, changed: Change): Decision {
  const { give, take } = changed;
  if (give.length + take.length === 0) return say(messages.rolesNotChanged('nothing-chosen'));
  if (give.some((role) => take.includes(role))) return say(messages.rolesNotChanged('both'));
  return async (tx) => {
    if (take.includes('admin') && (await isLastAdmin(tx, address)))
      return { replies: [messages.rolesNotChanged('last-admin')] };
    const person =
      (await findPersonAt(tx, 'slack', address)) ??
      (await meetPeople(tx, [{ channel: 'slack', address, name: handle, roles: [] }]))[0];
    if (!person) return { replies: [messages.rolesNotChanged('no-person')] };
    const roles = await changeRoles(tx, person.id, changed);
    const detail = { person: person.id, give, take };
    await recordDeed(tx, { person: visit.person.id, deed: 'roles', allowed: true, detail });
    if (person.id !== visit.person.id) await tellThem(tx, person, roles, visit.person.name);
    return { replies: [messages.rolesChanged(person.name === '' ? address : person.name, roles)] };
  };
}

async function isLastAdmin(tx: Database, address: string): Promise<boolean> {
  const person = await findPersonAt(tx, 'slack', address);
  const admins = await lockPeopleWithRole(tx, 'admin');
  return admins.length === 1 && admins[0] === person?.id;
}

async function tellThem(tx: Database, { address }: PersonRow, roles: string[], by: string): Promise<void> {
  await notify(tx, { channel: 'slack', chat: address, audience: 'private' }, messages.yourRoles(roles, by));
}
