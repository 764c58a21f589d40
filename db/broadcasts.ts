import type { Database } from './database.ts';

/** One text for many chats. */
export type NewBroadcast = {
  /** What it tells; of each subject one goes out. */
  subject: string;
  /** Broadcasts of one thread belong together in a chat, and a later one takes the place of what is left of the earlier. */
  thread?: string;
  /** It replaces the last message of its thread in a chat, where there is one. */
  edits?: boolean;
  /** The Reply of the handlers, as plain data. It must fit into one message. */
  reply: object;
  /** Only for chats that want this topic; null: for all that want anything. */
  topic: string | null;
};

/** 'done': nothing was left to send. 'stopped': what was left is not sent. */
type BroadcastState = 'sending' | 'paused' | 'done' | 'stopped';

/** How far a broadcast is, in recipients. `left` counts those on their way too. */
export type Progress = {
  id: number;
  state: BroadcastState;
  total: number;
  sent: number;
  gone: number;
  unsure: number;
  refused: number;
  /** Not sent, because a later broadcast of the thread came first. */
  superseded: number;
  stopped: number;
  left: number;
  /** When the first message left. */
  beganAt: Date | null;
  endedAt: Date | null;
  /** Until then the service wants silence; null when it does not. */
  resumesAt: Date | null;
};

/** A chat that something is sent to. */
export type Recipient = { channel: string; chat: string; kind: 'private' | 'group' | 'channel' };

/** A recipient whose turn may come. */
export type DueDelivery = Recipient & { id: string; broadcast: number; late: boolean };

/** The messages of its thread in the chat, which the one that leaves now answers or replaces. */
export type Threaded = { id: string; first: string | null; last: string | null; attempts: number };

/** What became of a request. */
export type DeliveryEnd = {
  id: string;
  state: 'due' | 'sent' | 'gone' | 'unsure' | 'refused';
  ref?: string;
  why?: string;
  /** For 'due': seconds until it may be tried again. */
  after?: number;
  /** For 'due': where it goes now, when the chat moved. */
  movedTo?: string;
};

/** A row of the list of a broadcast. */
export type DeliveryRow = Pick<DueDelivery, 'id' | 'chat' | 'kind'> & {
  state: 'due' | 'sending' | 'sent' | 'gone' | 'unsure' | 'refused' | 'superseded' | 'stopped';
  why: string | null;
  ended_at: Date | null;
};

/** The longest a request may be on its way, in seconds: later nobody knows what became of it. */
const LEASE_S = 120;
/** Rows that are deleted at once. */
const FORGOTTEN_AT_ONCE = 5_000;

/** A chat `s` shall get the broadcast `b`. */
const WANTS = `s.ended_at IS NULL AND (b.topic = ANY (s.topics) OR b.topic IS NULL AND s.topics <> '{}')`;
/** A later broadcast of its thread has taken the place of `b`. */
const SUPERSEDED = `EXISTS (SELECT FROM broadcasts AS later WHERE later.thread = b.thread AND later.id > b.id)`;
/** The row `d` of the broadcast `b` may be sent. Who came late gets what was in force, also when that has ended. */
const OPEN = `(d.late AND b.state IN ('sending', 'done') OR NOT d.late AND b.state = 'sending' AND NOT ${SUPERSEDED})`;

/**
 * Stores a broadcast to all chats that are subscribed now; the machine collects and sends it.
 * @returns its number; undefined when that subject was sent before
 */
export async function addBroadcast(
  tx: Database,
  { subject, thread, edits = false, reply, topic }: NewBroadcast,
  at: Date,
): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO broadcasts (subject, thread, edits, reply, topic, upto, made_at)
     SELECT $1, $2, $3, $4::jsonb, $5, coalesce(max(id), 0), $6 FROM subscriptions
     ON CONFLICT (subject) DO NOTHING RETURNING id`,
    [subject, thread ?? null, edits, JSON.stringify(reply), topic, at],
  );
  if (row && thread !== undefined) {
    // What is left of it is settled in pages, and a pause must not keep it from that.
    await tx.query("UPDATE broadcasts SET state = 'sending' WHERE thread = $1 AND id < $2 AND state = 'paused'", [
      thread,
      row.id,
    ]);
    await tx.query(
      `UPDATE deliveries SET state = 'superseded', ended_at = now() WHERE state = 'due' AND late
         AND broadcast IN (SELECT id FROM broadcasts WHERE thread = $1 AND id < $2)`,
      [thread, row.id],
    );
  }
  return row?.id;
}

/** Pauses a broadcast, lets it go on, or stops it for good; false when it has ended or is so already. */
export async function setBroadcastState(
  tx: Database,
  id: number,
  state: 'paused' | 'sending' | 'stopped',
): Promise<boolean> {
  const from = { paused: ['sending'], sending: ['paused'], stopped: ['sending', 'paused'] }[state];
  const rows = await tx.query(
    `UPDATE broadcasts AS b SET state = $2
     WHERE id = $1 AND state = ANY ($3::text[]) AND ended_at IS NULL AND NOT ${SUPERSEDED} RETURNING id`,
    [id, state, from],
  );
  return rows.length > 0;
}

/** How far a broadcast is; undefined when there is none of that number. */
export async function progressOf(db: Database, id: number): Promise<Progress | undefined> {
  const [progress] = await db.query<Progress>(
    `SELECT b.id, b.state, d.total + waiting.uncollected AS total, d.sent, d.gone, d.unsure, d.refused,
       d.superseded + CASE WHEN over.why = 'superseded' THEN d.due + waiting.uncollected ELSE 0 END AS superseded,
       d.stopped + CASE WHEN over.why = 'stopped' THEN d.due + d.late + waiting.uncollected ELSE 0 END AS stopped,
       d.sending + CASE WHEN over.why IS NULL THEN d.due + waiting.uncollected ELSE 0 END
         + CASE WHEN over.why = 'stopped' THEN 0 ELSE d.late END AS left,
       b.began_at AS "beganAt", b.ended_at AS "endedAt",
       CASE WHEN b.resumes_at > now() AND b.ended_at IS NULL THEN b.resumes_at END AS "resumesAt"
     FROM broadcasts AS b
     CROSS JOIN LATERAL (
       SELECT CASE WHEN b.state = 'stopped' THEN 'stopped' WHEN ${SUPERSEDED} THEN 'superseded' END AS why) AS over
     CROSS JOIN LATERAL (
       SELECT count(*)::integer AS total,
         count(*) FILTER (WHERE state = 'due' AND NOT late)::integer AS due,
         count(*) FILTER (WHERE state = 'due' AND late)::integer AS late,
         count(*) FILTER (WHERE state = 'sending')::integer AS sending,
         count(*) FILTER (WHERE state = 'sent')::integer AS sent,
         count(*) FILTER (WHERE state = 'gone')::integer AS gone,
         count(*) FILTER (WHERE state = 'unsure')::integer AS unsure,
         count(*) FILTER (WHERE state = 'refused')::integer AS refused,
         count(*) FILTER (WHERE state = 'superseded')::integer AS superseded,
         count(*) FILTER (WHERE state = 'stopped')::integer AS stopped
       FROM deliveries WHERE broadcast = b.id) AS d
     CROSS JOIN LATERAL (
       SELECT count(*)::integer AS uncollected FROM subscriptions AS s
       WHERE s.id > b.collected AND s.id <= b.upto AND ${WANTS}) AS waiting
     WHERE b.id = $1`,
    [id],
  );
  return progress;
}

/**
 * Sends the last broadcast of a thread that was not stopped to one more chat, before all others. Does nothing when that chat
 * has it already, may have it, or is about to get it or an earlier one.
 * @returns whether it will be sent
 */
export async function sendLate(tx: Database, thread: string, { channel, chat, kind }: Recipient): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO deliveries (broadcast, channel, chat, kind, late)
     SELECT b.id, $2, $3, $4, true FROM (
       SELECT * FROM broadcasts WHERE thread = $1 AND state <> 'stopped' ORDER BY id DESC LIMIT 1) AS b
     WHERE NOT EXISTS (
         SELECT FROM deliveries AS other JOIN broadcasts AS its ON its.id = other.broadcast
         WHERE other.channel = $2 AND other.chat = $3 AND its.thread = $1
           AND (its.id = b.id AND other.state IN ('due', 'sent', 'unsure') OR other.state = 'sending'
             OR other.state = 'due' AND other.late))
       AND NOT EXISTS (
         SELECT FROM subscriptions AS s
         WHERE s.channel = $2 AND s.chat = $3 AND s.id > b.collected AND s.id <= b.upto AND ${WANTS})
     -- It was gone then, or nobody would have sent it any more.
     ON CONFLICT (broadcast, channel, chat) DO UPDATE
       SET state = 'due', late = true, due_at = now(), attempts = 0, why = NULL, ended_at = NULL
     RETURNING id`,
    [thread, channel, chat, kind],
  );
  return rows.length > 0;
}

/** The recipients of a broadcast in the order in which they were collected, a page after `after` ('0' for the first). */
export async function listDeliveries(
  db: Database,
  broadcast: number,
  { after, most }: { after: string; most: number },
): Promise<DeliveryRow[]> {
  return await db.query(
    `SELECT id, kind, chat, state, why, ended_at FROM deliveries WHERE broadcast = $1 AND id > $2 ORDER BY id LIMIT $3`,
    [broadcast, after, most],
  );
}

/** Forgets who got the broadcasts that ended before `before`. */
export async function forgetDeliveries(db: Database, before: Date): Promise<void> {
  for (let deleted = FORGOTTEN_AT_ONCE; deleted === FORGOTTEN_AT_ONCE; ) {
    const rows = await db.query(
      `DELETE FROM deliveries WHERE id IN (
         SELECT d.id FROM deliveries AS d JOIN broadcasts AS b ON b.id = d.broadcast WHERE b.ended_at < $1
           AND d.state NOT IN ('due', 'sending') LIMIT $2) RETURNING id`,
      [before, FORGOTTEN_AT_ONCE],
    );
    deleted = rows.length;
  }
}

/** A broadcast that has not ended: whether recipients are still to be collected, and whether what is left is not sent. */
export type Unfinished = { id: number; uncollected: boolean; over: boolean };

/** The broadcasts that have not ended. */
export async function listUnfinished(db: Database): Promise<Unfinished[]> {
  return await db.query(
    `SELECT id, collected < upto AS uncollected, state = 'stopped' OR ${SUPERSEDED} AS over
     FROM broadcasts AS b WHERE ended_at IS NULL ORDER BY id`,
  );
}

/** Gives the next recipients of a broadcast their rows, at most `most` of them. */
export async function collectPage(db: Database, id: number, most: number): Promise<void> {
  await db.query(
    `WITH b AS (SELECT *, CASE WHEN state = 'stopped' THEN 'stopped' WHEN ${SUPERSEDED} THEN 'superseded' ELSE 'due' END
         AS as_state FROM broadcasts AS b WHERE id = $1 FOR UPDATE),
       page AS (
         SELECT s.id, s.channel, s.chat, s.kind FROM b JOIN subscriptions AS s ON s.id > b.collected AND s.id <= b.upto
         WHERE ${WANTS} ORDER BY s.id LIMIT $2),
       added AS (
         INSERT INTO deliveries (broadcast, channel, chat, kind, state, ended_at)
         SELECT b.id, page.channel, page.chat, page.kind, as_state, CASE WHEN as_state <> 'due' THEN now() END
         FROM b, page ORDER BY page.id
         ON CONFLICT (broadcast, channel, chat) DO NOTHING)
     UPDATE broadcasts SET collected = CASE WHEN (SELECT count(*) FROM page) < $2 THEN upto ELSE (SELECT max(id) FROM page) END
     WHERE id = $1`,
    [id, most],
  );
}

/** Settles rows of a broadcast that is over, at most `most`; gives how many. */
export async function settlePage(db: Database, id: number, most: number): Promise<number> {
  const rows = await db.query(
    `UPDATE deliveries SET state = CASE WHEN b.state = 'stopped' THEN 'stopped' ELSE 'superseded' END, ended_at = now()
     FROM broadcasts AS b WHERE b.id = $1 AND deliveries.state = 'due' AND deliveries.id IN (
       SELECT id FROM deliveries WHERE broadcast = $1 AND state = 'due' AND NOT late
       UNION ALL SELECT id FROM deliveries WHERE broadcast = $1 AND state = 'due' AND late AND b.state = 'stopped'
       LIMIT $2)
     RETURNING deliveries.id`,
    [id, most],
  );
  return rows.length;
}

/** Ends the broadcasts of which nothing is left; gives how many. */
export async function endFinished(db: Database): Promise<number> {
  const rows = await db.query(
    `UPDATE broadcasts AS b SET state = CASE state WHEN 'stopped' THEN state ELSE 'done' END, ended_at = now()
     WHERE ended_at IS NULL AND collected >= upto
       AND NOT EXISTS (SELECT FROM deliveries WHERE broadcast = b.id AND state = 'due' AND NOT late)
       AND NOT EXISTS (SELECT FROM deliveries WHERE broadcast = b.id AND state = 'due' AND late)
       AND NOT EXISTS (SELECT FROM deliveries WHERE broadcast = b.id AND state = 'sending')
     RETURNING id`,
  );
  return rows.length;
}

/**
 * The next recipients in a channel, none of the chats `besides`: first those who came late, then of each broadcast that runs
 * equally many, in order of age.
 * @param bulk false: only those who came late
 */
export async function listDueDeliveries(
  db: Database,
  { channel, most, bulk, besides }: { channel: string; most: number; bulk: boolean; besides: string[] },
): Promise<DueDelivery[]> {
  return await db.query(
    `WITH running AS (SELECT id FROM broadcasts AS b WHERE state = 'sending' AND $3 AND NOT ${SUPERSEDED}),
       found AS (
         (SELECT d.id, 0 AS turn FROM deliveries AS d JOIN broadcasts AS b ON b.id = d.broadcast
          WHERE d.state = 'due' AND d.late AND d.due_at <= now() AND d.channel = $1 AND d.chat <> ALL ($4::text[])
            AND ${OPEN} ORDER BY d.id LIMIT $2)
         UNION ALL
         SELECT one.id, one.turn FROM running CROSS JOIN LATERAL (
           SELECT d.id, row_number() OVER (ORDER BY d.id) AS turn FROM (
             SELECT id FROM deliveries
             WHERE broadcast = running.id AND state = 'due' AND NOT late AND due_at <= now() AND channel = $1
               AND chat <> ALL ($4::text[])
             ORDER BY id LIMIT $2) AS d) AS one)
     SELECT d.id, d.broadcast, d.channel, d.chat, d.kind, d.late FROM found JOIN deliveries AS d ON d.id = found.id
     ORDER BY found.turn, d.id LIMIT $2`,
    [channel, most, bulk, besides],
  );
}

/** Whether a recipient waits in a channel, now or later; `bulk` false: one who came late. */
export async function anyDueDelivery(db: Database, channel: string, bulk: boolean): Promise<boolean> {
  const rows = await db.query(
    `SELECT FROM deliveries AS d JOIN broadcasts AS b ON b.id = d.broadcast
     WHERE d.state = 'due' AND d.channel = $1 AND (d.late OR $2) AND ${OPEN} LIMIT 1`,
    [channel, bulk],
  );
  return rows.length > 0;
}

/** Notes that the requests to these recipients leave now; gives those that still were to be sent. */
export async function markDelivering(db: Database, ids: string[]): Promise<Threaded[]> {
  return await db.query(
    `WITH marked AS (
       UPDATE deliveries AS d SET state = 'sending', attempts = d.attempts + 1,
         leased_until = now() + make_interval(secs => ${LEASE_S})
       FROM broadcasts AS b WHERE b.id = d.broadcast AND d.id = ANY ($1::bigint[]) AND d.state = 'due' AND ${OPEN}
       RETURNING d.id, d.channel, d.chat, d.attempts, d.broadcast, b.thread),
     begun AS (
       UPDATE broadcasts SET began_at = now() WHERE began_at IS NULL AND id IN (SELECT broadcast FROM marked))
     SELECT marked.id, marked.attempts, earlier.first, earlier.last FROM marked LEFT JOIN LATERAL (
       SELECT (array_agg(d.ref ORDER BY d.broadcast))[1] AS first, (array_agg(d.ref ORDER BY d.broadcast DESC))[1] AS last
       FROM deliveries AS d JOIN broadcasts AS its ON its.id = d.broadcast
       WHERE d.channel = marked.channel AND d.chat = marked.chat AND d.ref IS NOT NULL AND its.thread = marked.thread
         AND d.broadcast <> marked.broadcast) AS earlier ON true`,
    [ids],
  );
}

/**
 * Notes what became of requests. A chat that moved to one that is a recipient too gets it only there.
 */
export async function saveDeliveries(db: Database, ends: DeliveryEnd[]): Promise<void> {
  await db.query(
    `UPDATE deliveries AS d SET state = CASE WHEN twice THEN 'superseded' ELSE r.state END, ref = coalesce(r.ref, d.ref),
       why = CASE WHEN twice THEN 'moved' ELSE r.why END, leased_until = NULL,
       chat = CASE WHEN twice THEN chat ELSE coalesce(r."movedTo", chat) END,
       due_at = CASE WHEN r.after IS NULL THEN due_at ELSE now() + make_interval(secs => r.after) END,
       ended_at = CASE WHEN r.state = 'due' AND NOT twice THEN NULL ELSE now() END
     FROM jsonb_to_recordset($1::jsonb) AS r(id bigint, state text, ref text, why text, after float8, "movedTo" text)
     CROSS JOIN LATERAL (SELECT EXISTS (
       SELECT FROM deliveries AS mine JOIN deliveries AS there ON there.broadcast = mine.broadcast
         AND there.channel = mine.channel AND there.chat = r."movedTo" AND there.id <> mine.id
       WHERE mine.id = r.id) AS twice) AS here
     WHERE d.id = r.id AND d.state = 'sending'`,
    [JSON.stringify(ends)],
  );
}

/**
 * Nobody knows what became of requests that were on their way when their sender ended, and they are not repeated. Gives how
 * many there are.
 * @param besides those of this process that are on their way now; without it those of any process that has ended
 */
export async function markDeliveriesUnsure(db: Database, besides?: string[]): Promise<number> {
  const rows = await db.query(
    `UPDATE deliveries SET state = 'unsure', why = 'stopped while sending', ended_at = now(), leased_until = NULL
     WHERE state = 'sending' AND ($1::bigint[] IS NULL OR leased_until < now() AND id <> ALL ($1::bigint[])) RETURNING id`,
    [besides ?? null],
  );
  return rows.length;
}

/** What a broadcast says. */
export async function readBroadcast(db: Database, id: number): Promise<{ reply: unknown; edits: boolean } | undefined> {
  const [row] = await db.query<{ reply: unknown; edits: boolean }>(
    'SELECT reply, edits FROM broadcasts WHERE id = $1',
    [id],
  );
  return row;
}

/** Notes that the service wants silence for so many seconds from now. */
export async function noteSilence(db: Database, seconds: number): Promise<void> {
  await db.query(
    `UPDATE broadcasts SET resumes_at = greatest(resumes_at, now() + make_interval(secs => $1)) WHERE ended_at IS NULL`,
    [seconds],
  );
}

/** Seconds for which the service still wants silence, as far as was noted; 0: none. */
export async function silenceLeft(db: Database): Promise<number> {
  const [row] = await db.query<{ left: number | null }>(
    `SELECT extract(epoch FROM max(resumes_at) - now())::float8 AS left FROM broadcasts
     WHERE ended_at IS NULL AND resumes_at > now()`,
  );
  return row?.left ?? 0;
}
