import { findAnnouncement } from '../db/announcements.ts';
import type { Database } from '../db/database.ts';
import { listFiles } from '../db/files.ts';
import { listTicketMessages } from '../db/ticket-messages.ts';
import { findTicket, listTicketEvents, type TicketRow } from '../db/tickets.ts';
import type { TicketShown } from './messages/my-tickets.ts';
import { clock } from './messages/time.ts';
import { hasEnded, mayReopen } from './own-ticket.ts';
import type { Category, Kind, TicketState } from './rules/ticket.ts';
import type { Needs } from './visit.ts';

/** The latest messages of a ticket that its view shows; of more than COUNTED nobody counts on. */
const SHOWN = 10;
const COUNTED = 500;
const FILES_SHOWN = 10;

/** What its reporter sees of a ticket: nothing internal, and of the one it was merged into only that it ended. */
export async function shownTicket(
  db: Database,
  needs: Pick<Needs, 'now' | 'knowledge'>,
  ticket: TicketRow,
): Promise<TicketShown> {
  const { unit } = needs.knowledge;
  const time = (at: Date) => clock(at, unit);
  const events = await listTicketEvents(db, ticket.id);
  const said = await listTicketMessages(db, ticket.id, { most: COUNTED });
  const files = (await listFiles(db, ticket.id)).filter(({ direction }) => direction !== 'packet');
  const into = ticket.merged_into === null ? undefined : await findTicket(db, ticket.merged_into);
  const about = ticket.announcement === null ? undefined : await findAnnouncement(db, ticket.announcement);
  // Whoever was merged into a ticket was told how that one ended.
  const ended = into && hasEnded(into) ? into.resolution : null;
  const resolution = ticket.resolution ?? ended;
  const revised = new Set(said.map(({ revises }) => revises));
  // How it ended stands above the conversation already.
  const standing = said.filter(
    ({ id, direction, text }) => !revised.has(id) && !(direction === 'out' && text === resolution),
  );
  const shown = standing.slice(-SHOWN);
  // The files of a message that was changed came with its first wording.
  const firstOf = (message: { id: number; revises: number | null }): number => {
    const before = said.find(({ id }) => id === message.revises);
    return before ? firstOf(before) : message.id;
  };
  return {
    id: ticket.id,
    number: ticket.number,
    state: ticket.state as TicketState,
    kind: ticket.kind as Kind,
    category: ticket.category as Category,
    ...(ticket.package_code !== null && { packageCode: ticket.package_code }),
    ...(ticket.response_due && !into && { answerBy: time(ticket.response_due) }),
    ...(resolution !== null && { resolution }),
    ...(ticket.lkpp_number !== null && { lkppNumber: ticket.lkpp_number }),
    ...(about && { announcement: { number: about.number, over: about.closed_at !== null } }),
    ...(into && {
      merged: {
        ended: hasEnded(into),
        ...(into.reporter === ticket.reporter && { into: { id: into.id, number: into.number } }),
      },
    }),
    steps: events.map(({ deed, state_before, state_after, at }) => ({
      deed,
      before: state_before,
      after: state_after,
      at: time(at),
    })),
    said: shown.map((message) => ({
      mine: message.direction === 'in',
      at: time(message.at),
      text: message.text,
      changed: message.revises !== null,
      files: files.filter((file) => file.message === firstOf(message)).length,
    })),
    earlier: standing.length - shown.length,
    files: files
      .slice(-FILES_SHOWN)
      .map(({ direction, name, state, why }) => ({ mine: direction === 'in', name, state, why })),
    stars: ticket.stars,
    mayReopen: mayReopen(needs, ticket),
  };
}
