import type { Database } from '../db/database.ts';
import { ticketOfLetter } from '../db/letters-of-tickets.ts';
import { countLetters, decideUncertain, listUncertain } from '../db/outbox.ts';
import { findTicket } from '../db/tickets.ts';
import * as messages from './messages/index.ts';
import { clock } from './messages/time.ts';
import { toPlain } from './plain.ts';
import type { Reply } from './reply.ts';
import { mayTriage } from './rules/ticket.ts';
import { factsOf } from './ticket-card.ts';
import { actorOf } from './ticketing.ts';
import { aloneIn, type Decision, say, type Visit } from './visit.ts';

const SHOWN = 5;
const EXCERPT = 200;

/** /lpse kiriman: letters of which nobody knows whether they arrived. They are never sent again by themselves. */
export async function uncertainLetters({ needs }: Visit): Promise<Decision> {
  const { db, knowledge } = needs;
  const letters = (await listUncertain(db, SHOWN)).map(({ id, channel, name, state, ended_at, why, reply }) => ({
    id,
    name: name ?? channel,
    state,
    at: clock(ended_at, knowledge.unit),
    why: why ?? '',
    text: reply == null ? messages.confidential : toPlain((reply as Reply).blocks).slice(0, EXCERPT),
  }));
  return say(messages.uncertainLetters(letters, await countLetters(db)));
}

/** Sends an uncertain letter once more, or lets it be. One about a ticket is for those who may see that ticket. */
export function decideLetter(visit: Visit, id: number, what: 'resend' | 'dismiss'): Decision {
  return async (tx) => {
    const decided = (await isForThem(tx, visit, id)) && (await decideUncertain(tx, id, what === 'resend'));
    return { replies: [messages.letterDecided(id, decided ? what : 'too-late')], place: aloneIn(visit) };
  };
}

async function isForThem(tx: Database, visit: Visit, letter: number): Promise<boolean> {
  const about = await ticketOfLetter(tx, letter);
  if (about === undefined || about === null) return about === null;
  const ticket = await findTicket(tx, about);
  return ticket !== undefined && mayTriage(factsOf(ticket), actorOf(visit));
}
