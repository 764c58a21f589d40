import type { Database } from './database.ts';

/** 0: somebody waits for it. 1: a single notice. 2: one of many. A lower lane goes first. */
export type OutboxLane = 0 | 1 | 2;

/** Something to be sent; `place` and `reply` are the plain data of the handlers. */
export type Letter = {
  lane: OutboxLane;
  channel: string;
  chat: string;
  place: object;
  reply: object;
  /** The reference of the message that this one takes the place of. */
  edits?: string;
  /** A later letter of the same subject to the same chat edits the earlier message. */
  subject?: string;
  /** The place where it is told when this does not arrive, or may not have. */
  reportTo?: object;
  /** The subject of the message in whose thread it belongs; it is held back until that one was sent. */
  under?: string;
  /** The ticket that it is about. */
  ticket?: number;
  /** Its words are not for those who look after letters. */
  confidential?: boolean;
  /** An answer to this message of that person: it does not go out when by then an officer has taken over a ticket of theirs. */
  unlessAttended?: AttendedMessage;
};

/** A message that belongs to an officer as soon as one has taken over a ticket of its author. */
export type AttendedMessage = { person: number; text: string; message: string | null };

/** A stored letter that is due. `part` messages of it were sent, `refs` name them. */
export type DueLetter = Pick<Letter, 'lane' | 'channel' | 'chat' | 'place' | 'reply'> & {
  id: string;
  edits: string | null;
  subject: string | null;
  report_to: object | null;
  under: string | null;
  ticket: number | null;
  part: number;
  refs: string[];
  attempts: number;
  /** Since when its next message may have arrived all the same; null when it surely has not. */
  asked_at: Date | null;
};

/** A letter that may have arrived, and was looked for `looks` times in vain. */
export type UnsureLetter = DueLetter & { looks: number; why: string };

/** What became of a letter, or of one part of it. */
export type LetterEnd = {
  id: string;
  state: 'due' | 'sent' | 'gone' | 'unsure' | 'refused';
  part: number;
  refs: string[];
  /** For 'due': seconds until it may be tried again. */
  after?: number;
  /** The message may have been taken, now or by an earlier request. */
  doubtful?: boolean;
  /** For 'unsure': seconds until it is looked for; not at all without. */
  lookAfter?: number;
  why?: string;
  /** For 'due': where it goes now, when the chat moved. */
  movedTo?: string;
};

const COLUMNS =
  'id, lane, channel, chat, place, reply, edits, subject, report_to, under, ticket, part, refs, attempts, asked_at';

/** An earlier message of the same subject is being looked for: until that is settled nobody knows what to edit. */
const SUBJECT_SOUGHT = `EXISTS (
  SELECT FROM outbox AS sought WHERE sought.look_at IS NOT NULL AND sought.channel = outbox.channel
    AND sought.chat = outbox.chat AND sought.subject = outbox.subject AND sought.id <> outbox.id)`;

/**
 * Stores letters in their order. One that waits with the same subject for the same chat gives way to the newer.
 * @returns their numbers, in order
 */
export async function addLetters(db: Database, letters: Letter[]): Promise<string[]> {
  if (letters.length === 0) return [];
  const rows = letters.map((letter, at) => ({ at, ...letter }));
  if (letters.some(({ subject }) => subject !== undefined))
    await db.query(
      `UPDATE outbox SET state = 'superseded', ended_at = now()
       FROM jsonb_to_recordset($1::jsonb) AS r(channel text, chat text, subject text)
       WHERE outbox.state IN ('due', 'held') AND outbox.part = 0 AND outbox.channel = r.channel AND outbox.chat = r.chat
         AND outbox.subject = r.subject`,
      [JSON.stringify(rows)],
    );
  const stored = await db.query<{ id: string }>(
    `INSERT INTO outbox (lane, channel, chat, place, reply, edits, subject, report_to, under, ticket, confidential,
       unless_attended, state)
     SELECT r.lane, r.channel, r.chat, r.place, r.reply, r.edits, r.subject, r."reportTo", r.under, r.ticket,
       coalesce(r.confidential, false), r."unlessAttended",
       CASE WHEN r.under IS NULL OR EXISTS (
         SELECT FROM outbox AS root WHERE root.channel = r.channel AND root.chat = r.chat AND root.subject = r.under
           AND root.state = 'sent') THEN 'due' ELSE 'held' END
     FROM jsonb_to_recordset($1::jsonb)
       AS r(at integer, lane smallint, channel text, chat text, place jsonb, reply jsonb, edits text, subject text,
            "reportTo" jsonb, under text, ticket integer, confidential boolean, "unlessAttended" jsonb)
     ORDER BY r.at RETURNING id`,
    [JSON.stringify(rows)],
  );
  // Numbers are given in the order of the rows; in which order they come back is nowhere promised.
  return stored.map(({ id }) => id).sort((one, other) => Number(BigInt(one) - BigInt(other)));
}

/** Lets go the letters whose root was sent meanwhile, and of whose subject nothing is looked for any more; gives how many. */
export async function releaseHeld(db: Database): Promise<number> {
  const rows = await db.query(
    `UPDATE outbox SET state = 'due' WHERE state = 'held' AND (under IS NULL OR EXISTS (
       SELECT FROM outbox AS root WHERE root.channel = outbox.channel AND root.chat = outbox.chat
         AND root.subject = outbox.under AND root.state = 'sent')) AND NOT ${SUBJECT_SOUGHT} RETURNING id`,
  );
  return rows.length;
}

/**
 * The next letters of a channel that are due, in order of lane and age: of each chat only its first, none of the chats
 * `besides`, none of a lane after `lastLane`. A first letter that has to wait holds back the later ones of its chat, unless it
 * is a file: where files are kept or taken something may be wrong for long, and words must not wait for it.
 */
export async function listDue(
  db: Database,
  { channel, most, lastLane, besides }: { channel: string; most: number; lastLane: OutboxLane; besides: string[] },
): Promise<DueLetter[]> {
  return await db.query(
    `SELECT ${COLUMNS} FROM outbox
     WHERE state = 'due' AND due_at <= now() AND channel = $2 AND lane <= $3 AND chat <> ALL ($4::text[])
       AND NOT EXISTS (
         SELECT FROM outbox AS earlier
         WHERE earlier.state = 'due' AND earlier.channel = outbox.channel AND earlier.chat = outbox.chat
           AND (earlier.lane, earlier.id) < (outbox.lane, outbox.id)
           AND NOT (earlier.due_at > now() AND earlier.reply ? 'file'))
     ORDER BY lane, id LIMIT $1`,
    [most, channel, lastLane, besides],
  );
}

/** Whether a letter waits in this channel. */
export async function anyDue(db: Database, channel: string): Promise<boolean> {
  const rows = await db.query(`SELECT FROM outbox WHERE state = 'due' AND channel = $1 LIMIT 1`, [channel]);
  return rows.length > 0;
}

/**
 * Notes that the requests of these letters leave now; gives the ids of those that were still due. An answer of the bot to
 * somebody whose ticket an officer has taken over by now is withheld instead, and what would edit a message that is being
 * looked for is held.
 */
export async function markSending(db: Database, ids: string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string; state: string }>(
    `UPDATE outbox SET state = next.state, attempts = attempts + 1,
       asked_at = CASE next.state WHEN 'sending' THEN coalesce(asked_at, now()) ELSE asked_at END
     FROM (
       SELECT id, CASE WHEN ${SUBJECT_SOUGHT} THEN 'held' WHEN unless_attended IS NOT NULL AND EXISTS (
         SELECT FROM tickets LEFT JOIN tickets AS main ON main.id = tickets.merged_into
         WHERE tickets.reporter = (outbox.unless_attended->>'person')::integer AND (tickets.attended OR main.attended))
         THEN 'withheld' ELSE 'sending' END AS state
       FROM outbox WHERE id = ANY ($1::bigint[])) AS next
     WHERE outbox.id = next.id AND outbox.state = 'due' RETURNING outbox.id, outbox.state`,
    [ids],
  );
  return new Set(rows.filter(({ state }) => state === 'sending').map(({ id }) => id));
}

/** An answer that was withheld, with the message that it answers. */
export type WithheldLetter = { id: string; channel: string; chat: string; unless_attended: AttendedMessage };

/** Answers that were withheld; nobody else gets them until the transaction ends. */
export async function lockWithheld(tx: Database, most: number): Promise<WithheldLetter[]> {
  return await tx.query(
    `SELECT id, channel, chat, unless_attended FROM outbox WHERE state = 'withheld' ORDER BY id LIMIT $1
     FOR UPDATE SKIP LOCKED`,
    [most],
  );
}

/** Settles a withheld answer: it is not needed any more, or with `send` goes out after all. */
export async function settleWithheld(tx: Database, id: string, send: boolean): Promise<void> {
  await tx.query(
    `UPDATE outbox SET state = CASE WHEN $2 THEN 'due' ELSE 'superseded' END,
       ended_at = CASE WHEN $2 THEN NULL ELSE now() END WHERE id = $1`,
    [id, send],
  );
}

/** Lets the letters that wait for the card of a ticket wait for the one in that chat instead. */
export async function moveHeld(tx: Database, subject: string, place: { channel: string; chat: string }): Promise<void> {
  await tx.query(
    `UPDATE outbox SET channel = $2, chat = $3, place = $4::jsonb WHERE state = 'held' AND under = $1 AND chat <> $3`,
    [subject, place.channel, place.chat, JSON.stringify(place)],
  );
}

/** Notes what became of letters that were being sent. */
export async function saveEnds(db: Database, ends: LetterEnd[]): Promise<void> {
  await db.query(
    `UPDATE outbox SET state = r.state, part = r.part, refs = ARRAY(SELECT jsonb_array_elements_text(r.refs)), why = r.why,
       -- Words that are for one person only are kept no longer than they are on their way.
       reply = CASE WHEN outbox.confidential AND r.state = 'sent' THEN '{"blocks": []}' ELSE outbox.reply END,
       due_at = CASE WHEN r.after IS NULL THEN due_at ELSE now() + make_interval(secs => r.after) END,
       asked_at = CASE WHEN r.doubtful THEN asked_at END,
       look_at = now() + make_interval(secs => r."lookAfter"), looks = 0,
       chat = coalesce(r."movedTo", chat),
       place = CASE WHEN r."movedTo" IS NULL THEN place ELSE place || jsonb_build_object('chat', r."movedTo") END,
       ended_at = CASE WHEN r.state = 'due' THEN NULL ELSE now() END
     FROM jsonb_to_recordset($1::jsonb)
       AS r(id bigint, state text, part integer, refs jsonb, after float8, why text, "movedTo" text, doubtful boolean,
            "lookAfter" float8)
     WHERE outbox.id = r.id AND outbox.state = 'sending'`,
    [JSON.stringify(ends)],
  );
}

/** The reference of the message that tells of this subject in this chat now; undefined when there is none. */
export async function sentRef(
  db: Database,
  channel: string,
  chat: string,
  subject: string,
): Promise<string | undefined> {
  const [row] = await db.query<{ refs: string[] }>(
    `SELECT refs FROM outbox WHERE channel = $1 AND chat = $2 AND subject = $3 AND state = 'sent' ORDER BY id DESC LIMIT 1`,
    [channel, chat, subject],
  );
  return row?.refs[0];
}

/** The ticket that the message of that reference is about, if it is about one. */
export async function ticketOfMessage(
  db: Database,
  channel: string,
  chat: string,
  ref: string,
): Promise<number | undefined> {
  const [row] = await db.query<{ ticket: number }>(
    `SELECT ticket FROM outbox WHERE channel = $1 AND chat = $2 AND refs[1] = $3 AND ticket IS NOT NULL AND state = 'sent'
     LIMIT 1`,
    [channel, chat, ref],
  );
  return row?.ticket;
}

/**
 * After a crash nobody knows whether what was being sent arrived: it is never sent again by itself.
 * @param lookers channels that can be asked for a message, from `after` seconds on
 * @returns how many nobody looks for
 */
export async function markUnsure(
  db: Database,
  { lookers, after }: { lookers: string[]; after: number } = { lookers: [], after: 0 },
): Promise<number> {
  // A letter that an earlier version of this program was sending bears no mark, and would be missed where it stands.
  const rows = await db.query<{ sought: boolean }>(
    `UPDATE outbox SET state = 'unsure', why = 'stopped while sending', ended_at = now(), looks = 0,
       look_at = CASE WHEN channel = ANY ($1::text[]) AND asked_at IS NOT NULL THEN now() + make_interval(secs => $2) END
     WHERE state = 'sending' RETURNING look_at IS NOT NULL AS sought`,
    [lookers, after],
  );
  return rows.filter(({ sought }) => !sought).length;
}

/** The letter of a channel that is to be looked for now, if there is one. */
export async function nextSought(db: Database, channel: string): Promise<UnsureLetter | undefined> {
  const [letter] = await db.query<UnsureLetter>(
    `SELECT ${COLUMNS}, looks, why FROM outbox WHERE channel = $1 AND look_at <= now() ORDER BY look_at LIMIT 1`,
    [channel],
  );
  return letter;
}

/**
 * What was found of a letter that was looked for. 'absent': it never arrived, and is due again, unless a newer of its subject
 * waits. 'unseen': it is looked for again after so many seconds, and without them never.
 */
export type Found =
  | { kind: 'found'; ref: string; more: boolean }
  | { kind: 'absent' }
  | { kind: 'unseen'; after?: number };

/** Notes what was found; false when it was decided or sent meanwhile, and then nothing changes. */
export async function saveFound(db: Database, { id, attempts }: UnsureLetter, found: Found): Promise<boolean> {
  const ref = found.kind === 'found' ? found.ref : null;
  const more = found.kind === 'found' && found.more;
  const after = found.kind === 'unseen' ? (found.after ?? null) : null;
  const rows = await db.query(
    `UPDATE outbox SET
       state = CASE $3 WHEN 'unseen' THEN state WHEN 'found' THEN CASE WHEN $5 THEN 'due' ELSE 'sent' END
         ELSE CASE WHEN part = 0 AND EXISTS (
           SELECT FROM outbox AS newer WHERE newer.channel = outbox.channel AND newer.chat = outbox.chat
             AND newer.subject = outbox.subject AND newer.id > outbox.id AND newer.state IN ('due', 'held', 'sending', 'sent'))
           THEN 'superseded' ELSE 'due' END END,
       part = CASE $3 WHEN 'found' THEN part + 1 ELSE part END,
       refs = CASE $3 WHEN 'found' THEN refs || $4::text ELSE refs END,
       asked_at = CASE $3 WHEN 'unseen' THEN asked_at END,
       why = CASE $3 WHEN 'unseen' THEN why END,
       ended_at = CASE WHEN $3 = 'absent' OR $5 THEN NULL WHEN $3 = 'found' THEN now() ELSE ended_at END,
       due_at = now(), look_at = now() + make_interval(secs => $6), looks = looks + 1
     WHERE id = $1 AND state = 'unsure' AND attempts = $2 RETURNING id`,
    [id, attempts, found.kind, ref, more, after],
  );
  return rows.length > 0;
}

/** How many letters are in each state. */
export async function countLetters(db: Database): Promise<Record<string, number>> {
  const rows = await db.query<{ state: string; count: number }>(
    'SELECT state, count(*)::integer AS count FROM outbox GROUP BY state',
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/**
 * Forgets what ended before `before`, and before `long` also what is still of use: where the message of a subject is, and
 * what nobody has decided on.
 */
export async function forgetLetters(db: Database, before: Date, long: Date): Promise<void> {
  await db.query(
    `DELETE FROM outbox WHERE ended_at < $2
       OR (ended_at < $1 AND state IN ('sent', 'gone', 'superseded', 'dismissed') AND subject IS NULL)`,
    [before, long],
  );
}

/** A letter that did not arrive, or may not have. `name` is whom it was for, where that is one person. */
export type UncertainLetter = {
  id: number;
  channel: string;
  state: 'unsure' | 'refused' | 'gone';
  name: string | null;
  ended_at: Date;
  why: string | null;
  /** Absent when its words are not for those who look after letters. */
  reply: unknown;
};

/** Letters that may not have arrived, were refused, or are notices to somebody who cannot be reached; latest first. */
export async function listUncertain(db: Database, most: number): Promise<UncertainLetter[]> {
  return await db.query(
    `SELECT outbox.id::integer AS id, outbox.channel, outbox.state,
       CASE WHEN confidential THEN NULL ELSE people.name END AS name, coalesce(ended_at, made_at) AS ended_at, why,
       CASE WHEN confidential THEN NULL ELSE reply END AS reply
     FROM outbox LEFT JOIN people ON people.channel = outbox.channel AND people.address = outbox.chat
     WHERE state IN ('unsure', 'refused') OR (state = 'gone' AND lane = 1) ORDER BY outbox.id DESC LIMIT $1`,
    [most],
  );
}

/** Sends an uncertain letter once more, or lets it be; false when it was decided before. */
export async function decideUncertain(db: Database, id: number, again: boolean): Promise<boolean> {
  const rows = await db.query(
    `UPDATE outbox SET state = CASE WHEN $2 THEN 'due' ELSE 'dismissed' END, due_at = now(),
       ended_at = CASE WHEN $2 THEN NULL ELSE now() END, why = CASE WHEN $2 THEN NULL ELSE why END,
       asked_at = CASE WHEN state = 'unsure' THEN asked_at END, look_at = NULL
     WHERE id = $1 AND (state IN ('unsure', 'refused') OR (state = 'gone' AND lane = 1)) RETURNING id`,
    [id, again],
  );
  if (rows.length > 0) await releaseHeld(db);
  return rows.length > 0;
}
