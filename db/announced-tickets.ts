import type { Database } from './database.ts';
import type { TicketRow } from './tickets.ts';

/** An open ticket that belongs to no announcement yet. */
export type OpenReport = Pick<TicketRow, 'id' | 'kind' | 'category' | 'description' | 'restricted' | 'storm'>;

/** Tickets that are open and unrestricted, since that moment or in that storm, and belong to no announcement; oldest first. */
export async function listOpenReports(
  db: Database,
  { since, storm }: { since: Date; storm: number | null },
): Promise<OpenReport[]> {
  return await db.query(
    `SELECT id, kind, category, description, restricted, storm FROM tickets
     WHERE resolved_at IS NULL AND closed_at IS NULL AND NOT restricted AND announcement IS NULL
       AND (opened_at >= $1 OR storm = $2) ORDER BY id`,
    [since, storm],
  );
}

/** From now on these tickets belong to an announcement. */
export async function linkTickets(tx: Database, announcement: number, tickets: number[]): Promise<void> {
  await tx.query('UPDATE tickets SET announcement = $1 WHERE id = ANY ($2::integer[])', [announcement, tickets]);
}

/** No ticket belongs to it any more. */
export async function unlinkTickets(tx: Database, announcement: number): Promise<void> {
  await tx.query('UPDATE tickets SET announcement = NULL WHERE announcement = $1', [announcement]);
}

/**
 * A ticket about an announced matter that is still worked on, by itself or in the one that it was merged into; `channel` and
 * `chat` are where its reporter is written to, null for somebody who has no chat with us.
 */
export type AffectedTicket = Pick<TicketRow, 'id' | 'number' | 'restricted' | 'merged_into'> & {
  channel: string | null;
  chat: string | null;
};

/** The tickets of an announcement that are still worked on, and those that were merged into one of them; oldest first. */
export async function listAffected(db: Database, announcement: number): Promise<AffectedTicket[]> {
  return await db.query(
    `WITH linked AS (SELECT id FROM tickets WHERE announcement = $1)
     SELECT tickets.id, tickets.number, tickets.restricted, tickets.merged_into, people.channel, people.address AS chat
     FROM (SELECT id FROM linked
           UNION SELECT tickets.id FROM tickets JOIN linked ON linked.id = tickets.merged_into) AS about
       JOIN tickets ON tickets.id = about.id
       JOIN tickets AS main ON main.id = coalesce(tickets.merged_into, tickets.id)
       LEFT JOIN people ON people.id = tickets.reporter
     WHERE main.resolved_at IS NULL AND main.closed_at IS NULL ORDER BY tickets.id`,
    [announcement],
  );
}
