import type { Database } from './database.ts';

/** How far a group is: nobody looked at it, an entry is being written, an entry answers it, it is left as it is. */
export type GapState = 'terbuka' | 'dikerjakan' | 'terjawab' | 'diabaikan';

/** A group of questions that were not answered well. */
export type GapRow = {
  id: number;
  /** The one that stands for all, without personal data. */
  question: string;
  state: GapState;
  /** The entry that is written for it, or answers it. */
  faq: number | null;
  /** Why it is left as it is. */
  why: string | null;
  decided_by: number | null;
  decided_at: Date | null;
  made_at: Date;
};

/** A group with what is known of those who asked; `question` is the wording that most of them used. */
export type CountedGap = GapRow & {
  /** Answers, and the people who got them. */
  times: number;
  people: number;
  /** How many were not found, unsure, judged useless, and followed by a request for an officer; one may be several. */
  not_found: number;
  unsure: number;
  useless: number;
  officer: number;
  /** How many wait to be told. */
  wishes: number;
  last_at: Date;
  /** An officer answered one of the questions in a ticket that all officers may see. */
  solved: boolean;
};

/** An answer that helped nobody. */
export type PoorAnswer = { id: number; question: string; kind: string; made_at: Date };

/** What an officer answered to one of the questions of a group. */
export type OfficersAnswer = { number: string | null; question: string; answer: string };

const NOT_FOUND = `answers.kind = 'not_found'`;
// Nine of ten that are surer are right, of those below every third is wrong.
const UNSURE = `answers.kind = 'answer' AND answers.confidence < 0.9`;
const USELESS = 'EXISTS (SELECT FROM judgements WHERE judgements.answer = answers.id AND NOT judgements.useful)';
// A complaint leads to a ticket as a matter of course.
const OFFICER = `answers.kind IN ('answer', 'clarify', 'not_found')
  AND EXISTS (SELECT FROM tickets WHERE tickets.answer = answers.id)`;
/** Tickets about staff or integrity are not for trainers, and neither is the question that led to one. */
const RESTRICTED = 'EXISTS (SELECT FROM tickets WHERE tickets.answer = answers.id AND tickets.restricted)';
/** Nobody writes any more what was begun for it. */
const LET_GO = `gaps.state = 'dikerjakan' AND NOT EXISTS (
  SELECT FROM faqs WHERE faqs.id = gaps.faq AND (faqs.proposed IS NOT NULL OR faqs.published IS NOT NULL)
    AND faqs.withdrawn_at IS NULL)`;
const STATE = `CASE WHEN ${LET_GO} THEN 'terbuka' ELSE gaps.state END`;
const COLUMNS = `id, question, ${STATE} AS state, faq, why, decided_by, decided_at, made_at`;

/** Answers that helped nobody and are in no group yet, after the one of that number, oldest first. */
export async function listUngrouped(db: Database, after: number, most: number): Promise<PoorAnswer[]> {
  return await db.query(
    `SELECT answers.id, answers.question, answers.kind, answers.made_at FROM answers
     WHERE answers.id > $1 AND answers.id IN (
         SELECT id FROM answers WHERE ${NOT_FOUND}
         UNION ALL SELECT id FROM answers WHERE ${UNSURE}
         UNION ALL SELECT answer FROM judgements WHERE NOT useful
         UNION ALL SELECT answers.id FROM answers JOIN tickets ON tickets.answer = answers.id WHERE ${OFFICER})
       AND NOT EXISTS (SELECT FROM gap_answers WHERE gap_answers.answer = answers.id) AND NOT ${RESTRICTED}
     ORDER BY answers.id LIMIT $2`,
    [after, most],
  );
}

/** All groups that somebody still asks about, oldest first. */
export async function listGapQuestions(
  db: Database,
): Promise<Pick<GapRow, 'id' | 'question' | 'state' | 'decided_at'>[]> {
  return await db.query(
    `SELECT id, question, state, decided_at FROM gaps
     WHERE EXISTS (SELECT FROM gap_answers WHERE gap_answers.gap = gaps.id) ORDER BY id`,
  );
}

/** Nobody else makes groups until the transaction ends; gives the number of the newest one, 0 without any. */
export async function lockGaps(tx: Database): Promise<number> {
  await tx.query('LOCK TABLE gaps IN SHARE ROW EXCLUSIVE MODE');
  const [newest] = await tx.query<{ id: number | null }>('SELECT max(id) AS id FROM gaps');
  return newest?.id ?? 0;
}

/** Stores a group; gives its number. */
export async function addGap(tx: Database, { question, at }: { question: string; at: Date }): Promise<number> {
  const [row] = await tx.query<{ id: number }>('INSERT INTO gaps (question, made_at) VALUES ($1, $2) RETURNING id', [
    question,
    at,
  ]);
  return row?.id ?? 0;
}

/** Puts answers into groups; one that is in a group already stays there, one that was forgotten meanwhile is left out. */
export async function addToGaps(tx: Database, rows: { answer: number; gap: number }[]): Promise<void> {
  await tx.query(
    `INSERT INTO gap_answers (answer, gap)
     SELECT r.answer, r.gap FROM jsonb_to_recordset($1::jsonb) AS r(answer integer, gap integer)
       JOIN answers ON answers.id = r.answer
     ON CONFLICT (answer) DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** The group of that number; undefined when there is none. */
export async function findGap(db: Database, id: number): Promise<GapRow | undefined> {
  const [row] = await db.query<GapRow>(`SELECT ${COLUMNS} FROM gaps WHERE id = $1`, [id]);
  return row;
}

/** The same, which nobody else changes until the transaction ends. */
export async function lockGap(tx: Database, id: number): Promise<GapRow | undefined> {
  const [row] = await tx.query<GapRow>(`SELECT ${COLUMNS} FROM gaps WHERE id = $1 FOR UPDATE`, [id]);
  return row;
}

/** The group that an answer is in. */
export async function findGapOf(db: Database, answer: number): Promise<GapRow | undefined> {
  const [row] = await db.query<GapRow>(
    `SELECT ${COLUMNS} FROM gaps WHERE id = (SELECT gap FROM gap_answers WHERE answer = $1)`,
    [answer],
  );
  return row;
}

/** Changes what became of a group. */
export async function saveGap(
  tx: Database,
  id: number,
  { state, faq, why, by, at }: { state: GapState; faq: number | null; why: string | null; by: number | null; at: Date },
): Promise<void> {
  await tx.query('UPDATE gaps SET state = $2, faq = $3, why = $4, decided_by = $5, decided_at = $6 WHERE id = $1', [
    id,
    state,
    faq,
    why,
    by,
    at,
  ]);
}

/** The groups for which an entry was written, that are not answered by it yet. */
export async function lockGapsOf(tx: Database, faq: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `SELECT id FROM gaps WHERE faq = $1 AND state = 'dikerjakan' ORDER BY id FOR UPDATE`,
    [faq],
  );
  return rows.map(({ id }) => id);
}

const COUNTED = `SELECT gaps.id, mode() WITHIN GROUP (ORDER BY answers.question) AS question, ${STATE} AS state, gaps.faq, gaps.why, gaps.decided_by, gaps.decided_at,
    gaps.made_at, count(*)::integer AS times, count(DISTINCT answers.person)::integer AS people,
    (count(*) FILTER (WHERE ${NOT_FOUND}))::integer AS not_found, (count(*) FILTER (WHERE ${UNSURE}))::integer AS unsure,
    (count(*) FILTER (WHERE ${USELESS}))::integer AS useless, (count(*) FILTER (WHERE ${OFFICER}))::integer AS officer,
    (SELECT count(*) FROM wishes JOIN gap_answers AS wished ON wished.answer = wishes.answer
     WHERE wished.gap = gaps.id AND wishes.told_at IS NULL)::integer AS wishes,
    max(answers.made_at) AS last_at,
    bool_or(EXISTS (SELECT FROM tickets WHERE tickets.answer = answers.id AND tickets.resolution IS NOT NULL
      AND tickets.resolved_at IS NOT NULL)) AS solved
  FROM gaps JOIN gap_answers ON gap_answers.gap = gaps.id JOIN answers ON answers.id = gap_answers.answer
  WHERE NOT ${RESTRICTED}`;

/** Groups in one of these states that somebody asked about since, most asked first. */
export async function listGaps(
  db: Database,
  { states, since, skip, most }: { states: readonly GapState[]; since?: Date; skip: number; most: number },
): Promise<CountedGap[]> {
  return await db.query(
    `${COUNTED} AND ${STATE} = ANY ($1::text[]) GROUP BY gaps.id
     HAVING max(answers.made_at) >= $2 ORDER BY people DESC, times DESC, gaps.id LIMIT $4 OFFSET $3`,
    [states, since ?? new Date(0), skip, most],
  );
}

/** One group with its counts; undefined when there is none, or nobody asks about it any more. */
export async function findCountedGap(db: Database, id: number): Promise<CountedGap | undefined> {
  const [row] = await db.query<CountedGap>(`${COUNTED} AND gaps.id = $1 GROUP BY gaps.id`, [id]);
  return row;
}

/** How many groups there are in each state. */
export async function countGaps(db: Database): Promise<Partial<Record<GapState, number>>> {
  const rows = await db.query<{ state: GapState; count: number }>(
    `SELECT ${STATE} AS state, count(*)::integer AS count FROM gaps
     WHERE EXISTS (SELECT FROM gap_answers JOIN answers ON answers.id = gap_answers.answer
       WHERE gap_answers.gap = gaps.id AND NOT ${RESTRICTED}) GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** The ways in which a group was asked, the most frequent first. */
export async function questionsOf(
  db: Database,
  gap: number,
  most: number,
): Promise<{ question: string; times: number }[]> {
  return await db.query(
    `SELECT answers.question, count(*)::integer AS times
     FROM gap_answers JOIN answers ON answers.id = gap_answers.answer
     WHERE gap_answers.gap = $1 AND NOT ${RESTRICTED}
     GROUP BY answers.question ORDER BY times DESC, min(answers.id) LIMIT $2`,
    [gap, most],
  );
}

/** What officers answered to questions of a group, what they proposed as FAQ first; nothing of restricted tickets. */
export async function officersAnswers(db: Database, gap: number, most: number): Promise<OfficersAnswer[]> {
  return await db.query(
    `SELECT tickets.number, coalesce(faq_drafts.question, tickets.description) AS question,
       coalesce(faq_drafts.answer, tickets.resolution) AS answer
     FROM gap_answers JOIN tickets ON tickets.answer = gap_answers.answer
       LEFT JOIN faq_drafts ON faq_drafts.ticket = tickets.id
     WHERE gap_answers.gap = $1 AND NOT tickets.restricted
       AND (faq_drafts.id IS NOT NULL OR (tickets.resolved_at IS NOT NULL AND tickets.resolution IS NOT NULL))
     ORDER BY faq_drafts.id IS NULL, tickets.resolved_at DESC NULLS LAST, tickets.id DESC LIMIT $2`,
    [gap, most],
  );
}

/** What officers proposed as FAQ, newest first; nothing of restricted tickets. */
export async function listProposedByOfficers(db: Database, most: number): Promise<(OfficersAnswer & { id: number })[]> {
  return await db.query(
    `SELECT faq_drafts.id, tickets.number, faq_drafts.question, faq_drafts.answer
     FROM faq_drafts LEFT JOIN tickets ON tickets.id = faq_drafts.ticket
     WHERE tickets.restricted IS NOT TRUE ORDER BY faq_drafts.id DESC LIMIT $1`,
    [most],
  );
}

/** The last entry that was written for a group; undefined: none was. */
export async function lastEntryFor(db: Database, gap: number): Promise<number | undefined> {
  const [row] = await db.query<{ id: number | null }>('SELECT max(id) AS id FROM faqs WHERE gap = $1', [gap]);
  return row?.id ?? undefined;
}
