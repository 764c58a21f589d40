import { setChore } from '../db/chores.ts';
import type { Database } from '../db/database.ts';
import { sentRef } from '../db/outbox.ts';
import { addStorm, findStorm, findStormOf, joinStorm, listLoose, listStorm, type StormRow } from '../db/storms.ts';
import type { TicketRow } from '../db/tickets.ts';
import { clock } from './messages/time.ts';
import { STORM_SHOWN, stormCard } from './messages/triage.ts';
import { notify } from './notice.ts';
import type { Category } from './rules/ticket.ts';
import type { Needs } from './visit.ts';

/** The cards of the tickets have to be sent before they can be linked. */
const LINKED_AFTER_MS = 60_000;

/** Looks whether a new ticket is one of many of its category: then one card tells of all of them. */
export async function noticeStorm(tx: Database, needs: Needs, ticket: TicketRow): Promise<void> {
  // What is about an announced outage tells nothing new.
  const isKnown = ticket.announcement !== null;
  if (ticket.restricted || ticket.kind === 'saran' || isKnown || !needs.triage) return;
  const { storm } = needs.knowledge.unit.service;
  const since = new Date(ticket.opened_at.getTime() - storm.minutes * 60_000);
  const running = await findStormOf(tx, ticket.category, since);
  const loose = running ? [ticket] : await listLoose(tx, ticket.category, since);
  const [first] = loose;
  if (!first || (!running && loose.length < storm.tickets)) return;
  const its = running ?? (await addStorm(tx, ticket.category, first.opened_at, ticket.opened_at));
  await joinStorm(
    tx,
    its.id,
    loose.map(({ id }) => id),
    ticket.opened_at,
  );
  await drawStorm(tx, needs, its);
  await setChore(tx, choreOf(its.id), new Date(needs.now() + LINKED_AFTER_MS));
}

const choreOf = (storm: number) => `storm:${storm}`;

/** Draws the card of the storm whose chore that is; false when it is no chore of a storm. */
export async function redrawStorm(tx: Database, needs: Needs, chore: string): Promise<boolean> {
  const [, id] = /^storm:(\d+)$/u.exec(chore) ?? [];
  if (id === undefined) return false;
  const storm = await findStorm(tx, Number(id));
  if (storm) await drawStorm(tx, needs, storm);
  return true;
}

async function drawStorm(tx: Database, needs: Needs, storm: StormRow): Promise<void> {
  const { triage, knowledge, linkTo } = needs;
  if (!triage) return;
  const tickets = [];
  for (const [at, { id, number, reporter_name }] of (await listStorm(tx, storm.id)).entries()) {
    // A storm may be large; only those that are shown are looked up.
    const ref = at < STORM_SHOWN ? await sentRef(tx, triage.channel, triage.chat, `ticket:${id}`) : undefined;
    const link = ref === undefined ? undefined : linkTo(triage.channel, triage.chat, ref);
    tickets.push({ number, name: reporter_name, link });
  }
  const since = clock(storm.began_at, knowledge.unit);
  const card = stormCard({ id: storm.id, category: storm.category as Category, since, tickets });
  await notify(tx, triage, card, { subject: `storm:${storm.id}` });
}
