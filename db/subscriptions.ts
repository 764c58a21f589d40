import type { Database } from './database.ts';

/** A chat of a channel. */
type Chat = { channel: string; chat: string };

/** A chat that announcements go to, or went to: the columns stand in migrations/0005_pengumuman.sql. */
export type SubscriptionRow = Chat & {
  id: number;
  kind: 'private' | 'group' | 'channel';
  name: string;
  topics: string[];
  began_at: Date;
  ended_at: Date | null;
  ended_why: string | null;
};

const COLUMNS = 'id, channel, chat, kind, name, topics, began_at, ended_at, ended_why';
/** Something can reach it, and it wants something. */
const LISTENS = 'ended_at IS NULL AND cardinality(topics) > 0';

/**
 * Makes a subscription, or revives one that had ended. One that is known keeps what it chose, be it nothing.
 * @param topics what a new one gets
 * @returns `began`: messages go there now that did not before
 */
export async function subscribe(
  tx: Database,
  { channel, chat, kind, name = '' }: Chat & Pick<SubscriptionRow, 'kind'> & { name?: string },
  topics: readonly string[],
): Promise<{ topics: string[]; began: boolean }> {
  const [row] = await tx.query<{ topics: string[]; began: boolean }>(
    `WITH before AS (SELECT ended_at FROM subscriptions WHERE channel = $1 AND chat = $2)
     INSERT INTO subscriptions (channel, chat, kind, name, topics) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (channel, chat) DO UPDATE SET kind = excluded.kind, ended_at = NULL, ended_why = NULL,
       name = CASE WHEN excluded.name = '' THEN subscriptions.name ELSE excluded.name END
     RETURNING topics, NOT EXISTS (SELECT FROM before WHERE ended_at IS NULL) AS began`,
    [channel, chat, kind, name, topics],
  );
  return row as { topics: string[]; began: boolean };
}

/** The subscription of a chat, also one that ended; undefined when it never had one. */
export async function findSubscription(
  db: Database,
  channel: string,
  chat: string,
): Promise<SubscriptionRow | undefined> {
  const [row] = await db.query<SubscriptionRow>(
    `SELECT ${COLUMNS} FROM subscriptions WHERE channel = $1 AND chat = $2`,
    [channel, chat],
  );
  return row;
}

/** What a chat wants from now on; empty: nothing. One that never subscribed stays as it is. */
export async function chooseTopics(
  tx: Database,
  channel: string,
  chat: string,
  topics: readonly string[],
): Promise<void> {
  await tx.query('UPDATE subscriptions SET topics = $3 WHERE channel = $1 AND chat = $2', [channel, chat, topics]);
}

/** Nothing reaches these chats any more; what they chose is kept for when they come back. */
export async function endSubscriptions(db: Database, ended: (Chat & { why: string })[]): Promise<void> {
  if (ended.length === 0) return;
  await db.query(
    `UPDATE subscriptions SET ended_at = now(), ended_why = r.why
     FROM jsonb_to_recordset($1::jsonb) AS r(channel text, chat text, why text)
     WHERE subscriptions.channel = r.channel AND subscriptions.chat = r.chat AND ended_at IS NULL`,
    [JSON.stringify(ended)],
  );
}

/** A chat lives on under another id. Where that one has a subscription already, its choice counts. */
export async function moveSubscription(db: Database, channel: string, from: string, to: string): Promise<void> {
  await db.query(
    `WITH known AS (SELECT FROM subscriptions WHERE channel = $1 AND chat = $3)
     UPDATE subscriptions SET
       chat = CASE WHEN EXISTS (SELECT FROM known) THEN chat ELSE $3 END,
       ended_at = CASE WHEN EXISTS (SELECT FROM known) THEN coalesce(ended_at, now()) ELSE ended_at END,
       ended_why = CASE WHEN EXISTS (SELECT FROM known) THEN coalesce(ended_why, 'moved') ELSE ended_why END
     WHERE channel = $1 AND chat = $2 AND $2 <> $3`,
    [channel, from, to],
  );
}

/** How many chats get what is told of a topic now; null: of anything. */
export async function countAudience(
  db: Database,
  topic: string | null,
): Promise<{ private: number; group: number; channel: number; total: number }> {
  const [row] = await db.query<{ private: number; group: number; channel: number; total: number }>(
    `SELECT count(*) FILTER (WHERE kind = 'private')::integer AS private,
       count(*) FILTER (WHERE kind = 'group')::integer AS "group",
       count(*) FILTER (WHERE kind = 'channel')::integer AS channel, count(*)::integer AS total
     FROM subscriptions WHERE ${LISTENS} AND ($1::text IS NULL OR $1 = ANY (topics))`,
    [topic],
  );
  return row ?? { private: 0, group: 0, channel: 0, total: 0 };
}
