import type { Database } from '../db/database.ts';
import { addFiles, countFilesOf } from '../db/files.ts';
import { findPerson } from '../db/people.ts';
import {
  addTicketMessage,
  type ChangedDelivery,
  findTicketMessage,
  saveDelivery,
  saveLetterOf,
} from '../db/ticket-messages.ts';
import { findTicket, listMerged, type TicketRow } from '../db/tickets.ts';
import type { FileReference } from './incoming.ts';
import { replyNotice } from './messages/reporter-notices.ts';
import { replyInThread } from './messages/triage.ts';
import type { Reply } from './reply.ts';
import { noteInThread, tellReporter } from './ticket-places.ts';
import { actorOf, type Moved, makeMove } from './ticketing.ts';
import type { Needs, Visit } from './visit.ts';

/** What an officer writes to whoever reported a ticket. */
type Answer = {
  text: string;
  files?: FileReference[];
  /** The message in the thread that it was written in. */
  message?: string | undefined;
  /** It also goes to those whose tickets were merged into this one. */
  alsoMerged?: boolean;
  /** How it is put to the reporter; as an answer when this is absent. */
  notice?: (ticket: TicketRow) => Reply;
};

/**
 * An officer answers: with tellAnswer the only way in which words of officers leave the thread. Whoever answers has the
 * ticket from then on.
 */
export async function answerReporter(tx: Database, visit: Visit, id: number, answer: Answer): Promise<Moved> {
  const { needs, incoming } = visit;
  const moved = await makeMove(tx, needs, {
    ticket: id,
    move: 'reply',
    actor: actorOf(visit),
    source: incoming.place.channel,
    detail: { files: answer.files?.length ?? 0 },
  });
  if (!moved.ok) return moved;
  await tellAnswer(tx, visit, moved.ticket, answer);
  if (answer.alsoMerged) for (const other of await listMerged(tx, id)) await tellAnswer(tx, visit, other, answer);
  return moved;
}

/**
 * Takes the words of an officer to the reporter of a ticket, whatever move they belong to. They become part of what was said
 * in it, and the thread shows how they fare.
 */
export async function tellAnswer(
  tx: Database,
  { needs, incoming, person }: Visit,
  ticket: TicketRow,
  { text, files = [], message, notice }: Answer,
): Promise<void> {
  const said = await addTicketMessage(tx, {
    ticket: ticket.id,
    at: new Date(needs.now()),
    author: person.id,
    direction: 'out',
    text,
    channel: incoming.place.channel,
    chat: incoming.place.chat,
    message: message ?? null,
  });
  await addFiles(
    tx,
    files.map((file) => ({
      person: person.id,
      ticket: ticket.id,
      message: said,
      direction: 'out' as const,
      channel: incoming.place.channel,
      reference: file.id,
      kind: file.kind,
      name: file.name ?? file.kind,
    })),
  );
  const letter = await tellReporter(
    tx,
    ticket,
    notice?.(ticket) ?? replyNotice({ id: ticket.id, number: ticket.number, text }),
  );
  if (letter !== undefined) await saveLetterOf(tx, said, letter);
  await showAnswer(tx, needs, ticket, {
    id: said,
    by: person.name,
    text,
    delivery: letter === undefined ? 'told' : 'due',
    letter: Number(letter ?? 0),
  });
}

/** Shows in the thread how an answer fares now. */
export async function showDelivery(tx: Database, needs: Needs, changed: ChangedDelivery): Promise<void> {
  await saveDelivery(tx, changed.id, changed.state);
  const said = await findTicketMessage(tx, changed.id);
  const ticket = await findTicket(tx, changed.ticket);
  if (!said || !ticket) return;
  const by = said.author === null ? '' : ((await findPerson(tx, said.author))?.name ?? '');
  await showAnswer(tx, needs, ticket, {
    id: said.id,
    by,
    text: said.text,
    delivery: changed.state,
    letter: Number(changed.letter),
  });
}

/** Posts an answer in the thread, or draws the one that stands there again. `id` is its number as a message of the ticket. */
async function showAnswer(
  tx: Database,
  needs: Needs,
  ticket: TicketRow,
  { id, ...answer }: { id: number; by: string; text: string; delivery: string; letter: number },
): Promise<void> {
  const files = await countFilesOf(tx, id);
  const to = ticket.merged_into === null ? {} : { to: ticket.number };
  await noteInThread(tx, needs, ticket, replyInThread({ ...answer, ...to, files }), { subject: `reply:${id}` });
}
