import { recordDeed } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { ticketOfMessage } from '../db/outbox.ts';
import { findPerson } from '../db/people.ts';
import { addTicketMessage, findTicketMessageAt } from '../db/ticket-messages.ts';
import type { TicketRow } from '../db/tickets.ts';
import type { Event, FileReference } from './incoming.ts';
import { incomplete, refused, seen } from './officer-deeds.ts';
import { may } from './rules/permission.ts';
import { wordsToReporter } from './rules/to-reporter.ts';
import { answerReporter } from './ticket-reply.ts';
import type { Decision, Visit } from './visit.ts';

/**
 * Words or files in the thread of a card. Those that begin with !balas go to the reporter, the rest stays among officers.
 * @returns undefined when the thread is not that of a ticket
 */
export async function inThread(
  visit: Visit,
  event: Extract<Event, { kind: 'text' | 'files' }>,
): Promise<Decision | undefined> {
  const { needs, incoming, person } = visit;
  const { channel, chat, thread } = incoming.place;
  if (channel !== 'slack' || thread === undefined) return undefined;
  const id = await ticketOfMessage(needs.db, channel, chat, thread);
  const text = event.kind === 'text' ? event.text : (event.caption ?? '');
  // What was meant for a reporter is not passed over in silence, even where the thread is of no ticket that is known.
  if (id === undefined)
    return wordsToReporter(text) === undefined ? undefined : incomplete(visit, 'not-a-ticket', text);
  const files = event.kind === 'files' ? event.files : [];
  const edited = event.kind === 'text' ? event.edits : undefined;
  const toReporter = wordsToReporter(text);
  if (edited !== undefined) {
    const before = await findTicketMessageAt(needs.db, { channel, chat, message: edited });
    if (before?.direction === 'out') return incomplete(visit, 'edited');
  } else if (toReporter !== undefined) return await answerFromThread(visit, id, toReporter, files);
  return async (tx) => {
    await addTicketMessage(tx, {
      ticket: id,
      at: new Date(needs.now()),
      author: person.id,
      direction: 'internal',
      text,
      channel,
      chat,
      message: edited ?? incoming.message ?? null,
    });
    return toReporter === undefined ? { replies: [] } : await incomplete(visit, 'edited-into')(tx);
  };
}

async function answerFromThread(visit: Visit, id: number, text: string, files: FileReference[]): Promise<Decision> {
  const { db } = visit.needs;
  // Whoever writes in the channel need not be an officer.
  const allowed = may(visit.person.roles, 'form:respond');
  const ticket = allowed ? await seen(visit, id) : undefined;
  if (!ticket) {
    return async (tx) => {
      await recordDeed(tx, { person: visit.person.id, deed: 'form:respond', allowed: false, detail: { id } });
      return await refused(visit, { ok: false, why: 'unseen' }, text)(tx);
    };
  }
  if (text === '' && files.length === 0) return incomplete(visit, 'text');
  if (files.length > 0 && (await hasNoChat(db, ticket))) return incomplete(visit, 'no-chat', text);
  return async (tx) => {
    await recordDeed(tx, { person: visit.person.id, deed: 'form:respond', allowed: true, detail: { id } });
    const moved = await answerReporter(tx, visit, id, { text, files, message: visit.incoming.message });
    return moved.ok ? { replies: [] } : await refused(visit, moved, text)(tx);
  };
}

const hasNoChat = async (db: Database, { reporter }: TicketRow) =>
  reporter === null || (await findPerson(db, reporter)) === undefined;
