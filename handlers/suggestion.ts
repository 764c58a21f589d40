import { findAnswer } from '../db/answers.ts';
import type { Database } from '../db/database.ts';
import { addSuggestion, type SuggestionRow } from '../db/suggestions.ts';
import type { TicketRow } from '../db/tickets.ts';
import { answeredBefore, suggestion, suggestionSettled } from './messages/triage.ts';
import { respond } from './question.ts';
import type { Block } from './reply.ts';
import { noteInThread } from './ticket-places.ts';
import type { Needs } from './visit.ts';

/** Puts an answer of the knowledge into the thread of a new ticket; where the bot answered already, what it said. */
export async function suggest(tx: Database, needs: Needs, ticket: TicketRow): Promise<void> {
  if (ticket.restricted || ticket.kind === 'saran') return;
  const given = ticket.answer === null ? undefined : await findAnswer(tx, ticket.answer);
  if (given) return await noteInThread(tx, needs, ticket, answeredBefore((given.reply as { blocks: Block[] }).blocks));
  const { kind, blocks } = respond(needs.knowledge, ticket.description, {
    today: needs.calendar.dayOf(needs.now()).date,
  });
  if (kind !== 'answer') return;
  await addSuggestion(tx, ticket.id, { blocks });
  await noteInThread(tx, needs, ticket, suggestion(ticket.id, blocks), { subject: subjectOf(ticket) });
}

/** Shows in the thread what became of a suggestion, in the place of its buttons. */
export async function showSettled(
  tx: Database,
  needs: Needs,
  ticket: TicketRow,
  ...settled: Parameters<typeof suggestionSettled>
): Promise<void> {
  await noteInThread(tx, needs, ticket, suggestionSettled(...settled), { subject: subjectOf(ticket) });
}

/** The words of a stored suggestion. */
export const suggestedIn = ({ reply }: Pick<SuggestionRow, 'reply'>) => (reply as { blocks: Block[] }).blocks;

const subjectOf = ({ id }: TicketRow) => `suggestion:${id}`;
