import type { Database } from '../../db/database.ts';
import { cardNumber, type Look, type Reporter } from './ticket-people.ts';

/** What became of tickets, cards and answers: what people saw, held against the books. */
export type Account = {
  tickets: number;
  /** Reporters who were told a number. */
  acknowledged: number;
  /** Of those: without that ticket, or with other words or files. Must be 0. */
  lost: number;
  /** Reporters with more than one ticket. Must be 0. */
  twice: number;
  /** 'missing' and 'twice' are not noted as unsure and must be 0. */
  cards: Record<'once' | 'unsureOnce' | 'unsureMissing' | 'unsureTwice' | 'missing' | 'twice', number>;
  /**
   * Answers of officers. 'refused': they were told why not. 'unheard': never taken from Slack. 'ignored': taken, and nothing
   * came of it. 'lost': shown as sent and not there. The last two and 'twice' must be 0.
   */
  answers: Record<'once' | 'unsure' | 'refused' | 'unheard' | 'twice' | 'ignored' | 'lost', number>;
  /** Tickets claimed by more than one, and tickets whose record does not lead to their state. Must be 0. */
  owners: number;
  records: number;
  /** What came in and failed, letters and files that were never finished. Must be 0. */
  failed: number;
  unfinished: number;
  unsureLetters: number;
  /** Tickets that were resolved in the end. */
  resolved: number;
};

type Seen = {
  look: Look;
  channel: string;
  bot: string;
  reporters: Reporter[];
  answers: Map<string, string>;
  /** Whether the program has taken a message with these words from Slack. */
  taken: (words: string) => boolean;
};
type Row = { id: number; number: string; state: string; description: string; address: string; files: number };

export async function accountOf(db: Database, seen: Seen): Promise<Account> {
  const tickets = await db.query<Row>(
    `SELECT tickets.id, number, state, description, address,
       (SELECT count(*)::integer FROM files WHERE files.ticket = tickets.id AND files.state = 'stored') AS files
     FROM tickets JOIN people ON people.id = reporter`,
  );
  const byReporter = Map.groupBy(tickets, ({ address }) => Number(address));
  const told = seen.reporters.map((one) => ({ one, number: one.told(seen.look) }));
  const acknowledged = told.filter(({ number }) => number !== undefined);
  const count = async (sql: string) => (await db.query<{ count: number }>(sql))[0]?.count ?? -1;
  return {
    tickets: tickets.length,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter(({ one, number }) => {
      const ticket = byReporter.get(one.id)?.find((row) => row.number === number);
      return ticket?.description !== one.description || ticket.files !== 1;
    }).length,
    twice: [...byReporter.values()].filter(({ length }) => length > 1).length,
    cards: await cardsOf(db, seen, tickets),
    answers: await answersOf(db, seen, tickets),
    owners: await count(
      `SELECT count(*)::integer AS count FROM tickets WHERE (
         SELECT count(*) > 1 OR bool_or(person IS DISTINCT FROM tickets.assignee) FROM ticket_events
         WHERE ticket = tickets.id AND deed = 'claim')`,
    ),
    records: await count(
      `SELECT count(*)::integer AS count FROM tickets JOIN LATERAL (
         SELECT bool_and(state_before IS NOT DISTINCT FROM previous) AS leads, (array_agg(state_after ORDER BY id DESC))[1] AS last
         FROM (SELECT id, state_before, state_after, lag(state_after) OVER (ORDER BY id) AS previous
               FROM ticket_events WHERE ticket = tickets.id) AS steps) AS record ON true
       WHERE record.leads IS NOT TRUE OR record.last <> tickets.state`,
    ),
    failed: await count(`SELECT count(*)::integer AS count FROM inbox WHERE state = 'failed'`),
    unfinished: await count(
      `SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')::integer
         + (SELECT count(*) FROM outbox WHERE state IN ('due', 'sending', 'withheld'))::integer
         + (SELECT count(*) FROM files WHERE state = 'waiting' OR NOT passed_on)::integer AS count`,
    ),
    unsureLetters: await count(`SELECT count(*)::integer AS count FROM outbox WHERE state = 'unsure'`),
    resolved: tickets.filter(({ state }) => state === 'selesai').length,
  };
}

async function cardsOf(db: Database, { look, channel, bot }: Seen, tickets: Row[]): Promise<Account['cards']> {
  const unsure = await db.query<{ subject: string }>(
    `SELECT DISTINCT subject FROM outbox WHERE channel = 'slack' AND state = 'unsure' AND subject LIKE 'ticket:%'`,
  );
  const unsureCards = new Set(unsure.map(({ subject }) => subject));
  const messages = look.slack.channels.find(({ id }) => id === channel)?.messages ?? [];
  const standing = Map.groupBy(messages, (message) => cardNumber(message, bot));
  const cards = { once: 0, unsureOnce: 0, unsureMissing: 0, unsureTwice: 0, missing: 0, twice: 0 };
  for (const { id, number } of tickets) {
    const count = standing.get(number)?.length ?? 0;
    const isUnsure = unsureCards.has(`ticket:${id}`);
    if (count === 1) cards[isUnsure ? 'unsureOnce' : 'once'] += 1;
    else if (count === 0) cards[isUnsure ? 'unsureMissing' : 'missing'] += 1;
    else cards[isUnsure ? 'unsureTwice' : 'twice'] += 1;
  }
  return cards;
}

async function answersOf(
  db: Database,
  { look, channel, bot, answers, taken }: Seen,
  tickets: Row[],
): Promise<Account['answers']> {
  const chats = new Map(tickets.map(({ number, address }) => [number, Number(address)]));
  const kept = await db.query<{ text: string; state: string }>(
    `SELECT text, outbox.state FROM ticket_messages JOIN outbox ON outbox.id = letter WHERE direction = 'out'`,
  );
  const stateOf = new Map(kept.map(({ text, state }) => [text, state]));
  const notes = look.slack.channels.find(({ id }) => id === channel)?.messages.filter(({ user }) => user === bot) ?? [];
  const found = { once: 0, unsure: 0, refused: 0, unheard: 0, twice: 0, ignored: 0, lost: 0 };
  for (const [text, number] of answers) {
    const chat = look.chats.get(chats.get(number) ?? 0);
    const arrived =
      chat?.messages.filter((message) => message.from !== chat.id && message.text.includes(text)).length ?? 0;
    const shown = notes.some((note) => note.text.includes(text) && note.text.includes('✅ terkirim'));
    const state = stateOf.get(text);
    if (arrived > 1) found.twice += 1;
    else if (state === 'unsure' && !shown) found.unsure += 1;
    else if (state === 'sent' && arrived === 1) found.once += 1;
    else if (state !== undefined || shown || arrived > 0) found.lost += 1;
    else if (notes.some((note) => note.onlyFor !== undefined && note.text.includes(text))) found.refused += 1;
    else found[taken(text) ? 'ignored' : 'unheard'] += 1;
  }
  return found;
}
