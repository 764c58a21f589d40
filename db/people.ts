import type { Database } from './database.ts';
import { groupedIn } from './grouped.ts';

/** A person as stored. `talk` is plain JSON that belongs to the handlers. */
export type PersonRow = {
  id: number;
  channel: string;
  address: string;
  name: string;
  roles: string[];
  talk: Record<string, unknown>;
  reachable: boolean;
  /** They chose "Tanpa AI": nothing of theirs goes to a model. */
  without_models: boolean;
  /** The ticket of theirs that an officer has in hand, by itself or merged, the one that changed last; null when there is none. */
  attended: number | null;
};

const COLUMNS = `people.id, people.channel, people.address, people.name, people.roles, people.talk, people.reachable,
  people.without_models,
  (SELECT tickets.id FROM tickets LEFT JOIN tickets AS main ON main.id = tickets.merged_into
   WHERE tickets.reporter = people.id AND (tickets.attended OR main.attended)
   ORDER BY tickets.changed_at DESC LIMIT 1) AS attended`;

/** The people of these addresses, made with `roles` where they are new, in the order asked; a new name is kept. */
export async function meetPeople(
  db: Database,
  met: { channel: string; address: string; name: string; roles: readonly string[] }[],
): Promise<PersonRow[]> {
  // One row per address: a statement may not touch the same row twice.
  const distinct = new Map(met.map((person) => [`${person.channel}:${person.address}`, person]));
  const rows = await db.query<PersonRow>(
    `INSERT INTO people (channel, address, name, roles)
     SELECT r.channel, r.address, r.name, ARRAY(SELECT jsonb_array_elements_text(r.roles))
     FROM jsonb_to_recordset($1::jsonb) AS r(channel text, address text, name text, roles jsonb)
     ON CONFLICT (channel, address) DO UPDATE SET
       name = CASE WHEN excluded.name = '' THEN people.name ELSE excluded.name END, last_seen_at = now()
     RETURNING ${COLUMNS}`,
    [JSON.stringify([...distinct.values()])],
  );
  const found = new Map(rows.map((row) => [`${row.channel}:${row.address}`, row]));
  return met.map(({ channel, address }) => found.get(`${channel}:${address}`) as PersonRow);
}

/** The person of that number; undefined when there is none. */
export async function findPerson(db: Database, id: number): Promise<PersonRow | undefined> {
  const [row] = await db.query<PersonRow>(`SELECT ${COLUMNS} FROM people WHERE id = $1`, [id]);
  return row;
}

/** The person of that address; undefined when nobody of that address was ever met. */
export async function findPersonAt(db: Database, channel: string, address: string): Promise<PersonRow | undefined> {
  const [row] = await db.query<PersonRow>(`SELECT ${COLUMNS} FROM people WHERE channel = $1 AND address = $2`, [
    channel,
    address,
  ]);
  return row;
}

/** Everybody of a channel who has one of these roles, by name. */
export async function listPeopleWithRole(
  db: Database,
  channel: string,
  roles: readonly string[],
): Promise<PersonRow[]> {
  return await db.query(`SELECT ${COLUMNS} FROM people WHERE channel = $1 AND roles && $2::text[] ORDER BY name, id`, [
    channel,
    roles,
  ]);
}

/** Everybody of a channel who has a role, by name. */
export async function listPeopleWithRoles(db: Database, channel: string): Promise<PersonRow[]> {
  return await db.query(
    `SELECT ${COLUMNS} FROM people WHERE channel = $1 AND cardinality(roles) > 0 ORDER BY name, id`,
    [channel],
  );
}

/** The ids of all who have that role; nobody else changes them until the transaction ends. */
export async function lockPeopleWithRole(tx: Database, role: string): Promise<number[]> {
  const rows = await tx.query<{ id: number }>('SELECT id FROM people WHERE $1 = ANY (roles) ORDER BY id FOR UPDATE', [
    role,
  ]);
  return rows.map(({ id }) => id);
}

/** Gives and takes roles; returns those the person has now. A second call with the same changes nothing. */
export async function changeRoles(
  db: Database,
  id: number,
  change: { give: readonly string[]; take: readonly string[] },
): Promise<string[]> {
  const [row] = await db.query<{ roles: string[] }>(
    `UPDATE people SET roles = ARRAY(
       SELECT DISTINCT role FROM unnest(roles || $2::text[]) AS role WHERE role <> ALL ($3::text[]) ORDER BY role)
     WHERE id = $1 RETURNING roles`,
    [id, change.give, change.take],
  );
  return row?.roles ?? [];
}

/** Notes what is going on with a person. */
export async function saveTalk(db: Database, id: number, talk: object): Promise<void> {
  await saveTalks(db, { id, talk });
}

const saveTalks = groupedIn(async (db, talks: { id: number; talk: object }[]) => {
  await db.query(
    `UPDATE people SET talk = r.talk FROM jsonb_to_recordset($1::jsonb) AS r(id integer, talk jsonb)
     WHERE people.id = r.id`,
    [JSON.stringify(talks)],
  );
  return talks;
});

/**
 * Notes whether a person wants to be answered without models. What was talked about is forgotten with it, in `talk`: words said
 * under one choice are not sent under the other.
 */
export async function saveWithoutModels(db: Database, id: number, without: boolean, talk: object): Promise<void> {
  await db.query('UPDATE people SET without_models = $2, talk = $3 WHERE id = $1', [id, without, JSON.stringify(talk)]);
}

/** Notes whether messages still reach the people of these addresses. */
export async function saveReachable(
  db: Database,
  people: { channel: string; address: string; reachable: boolean }[],
): Promise<void> {
  await db.query(
    `UPDATE people SET reachable = r.reachable
     FROM jsonb_to_recordset($1::jsonb) AS r(channel text, address text, reachable boolean)
     WHERE people.channel = r.channel AND people.address = r.address AND people.reachable <> r.reachable`,
    [JSON.stringify(people)],
  );
}

/**
 * Forgets what was going on with people who were last seen before `before`: every conversation has ended by then. Words that
 * wait until a ticket is opened again are kept until `long` is passed.
 */
export async function forgetTalks(db: Database, before: Date, long: Date): Promise<void> {
  await db.query(
    `UPDATE people SET talk = CASE WHEN talk ? 'reopening' AND last_seen_at >= $2
       THEN jsonb_build_object('reopening', talk->'reopening') ELSE '{}' END
     WHERE last_seen_at < $1 AND talk <> '{}'`,
    [before, long],
  );
}

/**
 * Forgets all people with everything they said and were told; the FAQ and the documents stay, and nobody knows who wrote them.
 * Only for a database whose people were invented.
 */
export async function forgetEverybody(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(`TRUNCATE inbox, outbox, answers, judgements, tickets, ticket_numbers, ticket_events, ticket_messages, files,
       suggestions, storms, chores, faq_drafts, subscriptions, broadcasts, deliveries, announcements, announcement_numbers,
       bulletins, uploads, gaps, gap_answers, wishes, faq_pushes, model_calls, model_switches, answer_cache RESTART IDENTITY`);
    // Numbers of uploads and gaps begin anew: an entry must not be taken for one that came with another.
    await tx.query('UPDATE faqs SET owner = NULL, gap = NULL');
    await tx.query('UPDATE faq_versions SET author = NULL, decided_by = NULL, upload = NULL');
    await tx.query('UPDATE documents SET brought_by = NULL');
    await tx.query('UPDATE document_versions SET brought_by = NULL');
    await tx.query('UPDATE document_relations SET by_person = NULL');
    await tx.query('DELETE FROM people');
    await tx.query('ALTER TABLE people ALTER COLUMN id RESTART');
  });
}
