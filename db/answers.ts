import type { Database } from './database.ts';
import { groupedIn } from './grouped.ts';

/** An answered question. `reply` and `citations` are the plain data that was shown. */
export type AnswerRow = {
  id: number;
  person: number;
  channel: string;
  chat: string;
  message: string | null;
  question: string;
  changed_question: string | null;
  kind: string;
  confidence: number;
  /** The model that wrote it; null for one that only quotes. */
  model: string | null;
  reply: unknown;
  citations: unknown;
};

/** What somebody thought of an answer. */
export type Judgement = { useful: boolean; reason: string | null; comment: string | null };

type NewAnswer = Omit<AnswerRow, 'id' | 'changed_question' | 'model' | 'reply' | 'citations'> & {
  model?: string | undefined;
  reply: object;
  citations: object;
};

/** Stores an answer; returns its number. */
export async function addAnswer(db: Database, answer: NewAnswer): Promise<number> {
  return await addAnswers(db, answer);
}

const addAnswers = groupedIn(async (db, answers: NewAnswer[]) => {
  const rows = await db.query<{ id: number }>(
    `INSERT INTO answers (person, channel, chat, message, question, kind, confidence, model, reply, citations)
     SELECT r.person, r.channel, r.chat, r.message, r.question, r.kind, r.confidence, r.model, r.reply, r.citations
     FROM jsonb_to_recordset($1::jsonb)
       AS r(at integer, person integer, channel text, chat text, message text, question text, kind text,
            confidence real, model text, reply jsonb, citations jsonb)
     ORDER BY r.at RETURNING id`,
    [JSON.stringify(answers.map((answer, at) => ({ at, ...answer })))],
  );
  // Numbers are given in the order of the rows; in which order they come back is nowhere promised.
  return rows.map(({ id }) => id).sort((one, other) => one - other);
});

const COLUMNS =
  'id, person, channel, chat, message, question, changed_question, kind, confidence, model, reply, citations';

/** The answer of that number; undefined when there is none. */
export async function findAnswer(db: Database, id: number): Promise<AnswerRow | undefined> {
  const [row] = await db.query<AnswerRow>(`SELECT ${COLUMNS} FROM answers WHERE id = $1`, [id]);
  return row;
}

/** The answer to the message of that id in that chat; undefined when it has none. */
export async function findAnswerTo(
  db: Database,
  channel: string,
  chat: string,
  message: string,
): Promise<AnswerRow | undefined> {
  const [row] = await db.query<AnswerRow>(
    `SELECT ${COLUMNS} FROM answers WHERE channel = $1 AND chat = $2 AND message = $3 ORDER BY id DESC LIMIT 1`,
    [channel, chat, message],
  );
  return row;
}

/** Keeps the question as it was changed after its answer. */
export async function saveChangedQuestion(db: Database, id: number, question: string | null): Promise<void> {
  await db.query('UPDATE answers SET changed_question = $2 WHERE id = $1', [id, question]);
}

/** Keeps what a person thinks of an answer; the last judgement counts. */
export async function saveJudgement(db: Database, answer: number, person: number, judgement: Judgement): Promise<void> {
  await db.query(
    `INSERT INTO judgements (answer, person, useful, reason, comment) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (answer, person) DO UPDATE SET
       useful = excluded.useful, reason = excluded.reason, comment = excluded.comment, made_at = now()`,
    [answer, person, judgement.useful, judgement.reason, judgement.comment],
  );
}

/** What a person thinks of an answer; undefined: they have not said. */
export async function findJudgement(db: Database, answer: number, person: number): Promise<Judgement | undefined> {
  const [row] = await db.query<Judgement>(
    'SELECT useful, reason, comment FROM judgements WHERE answer = $1 AND person = $2',
    [answer, person],
  );
  return row;
}

/** Forgets answers given before `before`, with what people thought of them. */
export async function forgetAnswers(db: Database, before: Date): Promise<void> {
  await db.query('DELETE FROM answers WHERE made_at < $1', [before]);
}
