import { findPersonAt, meetPeople } from '../../db/people.ts';
import { findTicketNumbered, type TicketRow } from '../../db/tickets.ts';
import { serviceCalendar } from '../../handlers/rules/service-hours.ts';
import { type Complaint, openTicket } from '../../handlers/ticketing.ts';
import type { Needs, Visit } from '../../handlers/visit.ts';
import type { createWorld } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
let opened = 0;

/** What the handlers of a world are given. */
export function needsOf(world: World, now: () => number = Date.now): Needs {
  const { db, knowledge } = world.helpdesk;
  const desk = (chat: string) => ({ channel: 'slack', chat, audience: 'group' }) as const;
  return {
    db,
    knowledge,
    now,
    calendar: serviceCalendar(knowledge.unit.service, knowledge.unit.zone),
    privateLink: () => undefined,
    perSecond: 25,
    isAdminOf: async () => false,
    linkTo: () => undefined,
    ...(world.channel !== '' && { triage: desk(world.channel) }),
    ...(world.restricted !== '' && { restricted: desk(world.restricted) }),
  };
}

/** A visit of somebody of Telegram, as if they had just written. */
async function visitOf(needs: Needs, id: number, name = 'Andi Baso'): Promise<Visit> {
  const person = { channel: 'telegram', address: String(id), name, roles: ['vendor'] };
  const [met] = await meetPeople(needs.db, [person]);
  if (!met) throw new Error('nobody was met');
  return {
    needs,
    person: met,
    incoming: {
      key: `test:${++opened}`,
      order: opened,
      at: needs.now(),
      from: { channel: 'telegram', id: String(id), name },
      place: { channel: 'telegram', chat: String(id), audience: 'private' },
      event: { kind: 'text', text: '' },
    },
  };
}

/** Opens a ticket of somebody of Telegram, and waits until its card stands. */
export async function ticketOf(
  world: World,
  id: number,
  complaint: Partial<Complaint> = {},
  { now, name }: { now?: () => number; name?: string } = {},
): Promise<TicketRow> {
  const needs = needsOf(world, now);
  const visit = await visitOf(needs, id, name);
  const ticket = await needs.db.transaction((tx) =>
    openTicket(tx, visit, {
      reporter: { person: visit.person.id, name: visit.person.name },
      origin: 'internet',
      kind: 'gangguan',
      category: 'aplikasi',
      description: 'Saya tidak bisa masuk ke SPSE sejak pagi.',
      urgent: false,
      withDraftFiles: false,
      ...complaint,
    }),
  );
  await world.app.idle();
  return ticket;
}

/** A ticket as it is now. */
export async function now(world: World, { number }: Pick<TicketRow, 'number'>): Promise<TicketRow> {
  const ticket = await findTicketNumbered(world.helpdesk.db, number);
  if (!ticket) throw new Error(`no ticket ${number}`);
  return ticket;
}

/** The number of a person in the database, by their Slack or Telegram id. */
export async function personId(world: World, channel: 'telegram' | 'slack', address: string): Promise<number> {
  return (await findPersonAt(world.helpdesk.db, channel, address))?.id ?? 0;
}
