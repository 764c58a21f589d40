import type { Database } from '../db/database.ts';
import { addFiles } from '../db/files.ts';
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
};

/**
 * An officer answers: the only way in which words of officers leave the thread. Whoever answers has the ticket from then on.
 * In the thread it is shown how the answer fares.
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

async function tellAnswer(
  tx: Database,
  { needs, incoming, person }: Visit,
  ticket: TicketRow,
  { text, files = [], message }: Answer,
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
  const letter = await tellReporter(tx, ticket, replyNotice({ id: ticket.id, number: ticket.number, text }));
  if (letter !== undefined) await saveLetterOf(tx, said, letter);
  await noteInThread(
    tx,
    needs,
    ticket,
    replyInThread(person.name, text, files.length, letter === undefined ? 'told' : 'due', Number(letter ?? 0)),
    { subject: subjectOf(said) },
  );
}

/** Shows in the thread how an answer fares now. */
export async function showDelivery(tx: Database, needs: Needs, changed: ChangedDelivery): Promise<void> {
  await saveDelivery(tx, changed.id, changed.state);
  const said = await findTicketMessage(tx, changed.id);
  const ticket = await findTicket(tx, changed.ticket);
  if (!said || !ticket) return;
  const by = said.author === null ? '' : ((await findPerson(tx, said.author))?.name ?? '');
  await noteInThread(tx, needs, ticket, replyInThread(by, said.text, 0, changed.state, Number(changed.letter)), {
    subject: subjectOf(changed.id),
  });
}

const subjectOf = (message: number) => `reply:${message}`;
