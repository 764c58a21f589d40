import type { Database } from './database.ts';

/** Something that was said in a ticket. */
export type TicketMessageRow = {
  id: number;
  ticket: number;
  at: Date;
  author: number | null;
  direction: 'in' | 'out' | 'internal';
  /** Without personal data. */
  text: string;
  /** As typed, where something was taken out. */
  original: string | null;
  channel: string | null;
  chat: string | null;
  message: string | null;
  revises: number | null;
  /** The letter that takes it to the reporter, and the state of that letter that officers were last shown. */
  letter: string | null;
  delivery: string | null;
};

type NewMessage = Omit<
  TicketMessageRow,
  'id' | 'letter' | 'delivery' | 'original' | 'revises' | 'channel' | 'chat' | 'message'
> &
  Partial<Pick<TicketMessageRow, 'original' | 'revises' | 'channel' | 'chat' | 'message'>>;

const COLUMNS = 'id, ticket, at, author, direction, text, original, channel, chat, message, revises, letter, delivery';

/** Keeps what was said; returns its number. */
export async function addTicketMessage(tx: Database, said: NewMessage): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO ticket_messages (ticket, at, author, direction, text, original, channel, chat, message, revises)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
    [
      said.ticket,
      said.at,
      said.author,
      said.direction,
      said.text,
      said.original ?? null,
      said.channel ?? null,
      said.chat ?? null,
      said.message ?? null,
      said.revises ?? null,
    ],
  );
  return row?.id ?? 0;
}

/** The message of that number; undefined when there is none. */
export async function findTicketMessage(db: Database, id: number): Promise<TicketMessageRow | undefined> {
  const [row] = await db.query<TicketMessageRow>(`SELECT ${COLUMNS} FROM ticket_messages WHERE id = $1`, [id]);
  return row;
}

/** What the message of that id of a channel said in a ticket, as last revised; undefined when it said nothing there. */
export async function findTicketMessageAt(
  db: Database,
  { channel, chat, message }: { channel: string; chat: string; message: string },
): Promise<TicketMessageRow | undefined> {
  const [row] = await db.query<TicketMessageRow>(
    `SELECT ${COLUMNS} FROM ticket_messages WHERE channel = $1 AND chat = $2 AND message = $3 ORDER BY id DESC LIMIT 1`,
    [channel, chat, message],
  );
  return row;
}

/** What was said in a ticket, oldest first; `name` is that of the author. Internal words only when asked for. */
export async function listTicketMessages(
  db: Database,
  ticket: number,
  { internal = false, most = 100 }: { internal?: boolean; most?: number } = {},
): Promise<(TicketMessageRow & { name: string | null })[]> {
  const latest = await db.query<TicketMessageRow & { name: string | null }>(
    `SELECT ticket_messages.*, people.name FROM ticket_messages LEFT JOIN people ON people.id = ticket_messages.author
     WHERE ticket = $1 AND ($2 OR direction <> 'internal') ORDER BY ticket_messages.id DESC LIMIT $3`,
    [ticket, internal, most],
  );
  return latest.reverse();
}

/** Whether something was taken out of what was said in a ticket, and is still kept. */
export async function hidesOriginals(db: Database, ticket: number): Promise<boolean> {
  const rows = await db.query('SELECT FROM ticket_messages WHERE ticket = $1 AND original IS NOT NULL LIMIT 1', [
    ticket,
  ]);
  return rows.length > 0;
}

/** Notes which letter takes an answer to the reporter. */
export async function saveLetterOf(tx: Database, id: number, letter: string): Promise<void> {
  await tx.query(`UPDATE ticket_messages SET letter = $2, delivery = 'due' WHERE id = $1`, [id, letter]);
}

/** An answer whose letter is in another state than officers were shown. */
export type ChangedDelivery = { id: number; ticket: number; letter: string; state: string; why: string | null };

/** Answers of which officers have to be shown a new state of delivery; nobody else gets them until the transaction ends. */
export async function lockChangedDeliveries(tx: Database, most: number): Promise<ChangedDelivery[]> {
  return await tx.query(
    `SELECT said.id, said.ticket, said.letter, outbox.state, outbox.why
     FROM ticket_messages AS said JOIN outbox ON outbox.id = said.letter
     WHERE said.delivery NOT IN ('sent', 'dismissed') AND outbox.state IN ('sent', 'unsure', 'gone', 'refused', 'dismissed')
       AND outbox.state <> said.delivery AND NOT (outbox.state = 'unsure' AND outbox.look_at IS NOT NULL)
     ORDER BY said.id LIMIT $1 FOR UPDATE OF said SKIP LOCKED`,
    [most],
  );
}

/** Notes the state of delivery that officers are shown. */
export async function saveDelivery(tx: Database, id: number, delivery: string): Promise<void> {
  await tx.query('UPDATE ticket_messages SET delivery = $2 WHERE id = $1', [id, delivery]);
}
