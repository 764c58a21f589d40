import type { Database } from './database.ts';

/** Somebody who waits to be told, where, and what they asked; `answers` are the answers of the bot that left it open. */
export type Waiting = { person: number; channel: string; chat: string; answers: number[]; question: string };

/** Whether a person wants to be told when there is an answer to what they asked. */
export async function wants(db: Database, answer: number, person: number): Promise<boolean> {
  const rows = await db.query('SELECT FROM wishes WHERE answer = $1 AND person = $2 AND told_at IS NULL', [
    answer,
    person,
  ]);
  return rows.length > 0;
}

/** Turns a wish on, or off again; gives whether there is one now. One that was fulfilled may be made anew. */
export async function turnWish(tx: Database, answer: number, person: number, at: Date): Promise<boolean> {
  const gone = await tx.query(
    'DELETE FROM wishes WHERE answer = $1 AND person = $2 AND told_at IS NULL RETURNING answer',
    [answer, person],
  );
  if (gone.length > 0) return false;
  await tx.query(
    `INSERT INTO wishes (answer, person, made_at) VALUES ($1, $2, $3)
     ON CONFLICT (answer, person) DO UPDATE SET made_at = excluded.made_at, told_at = NULL`,
    [answer, person, at],
  );
  return true;
}

const WAITING = `SELECT wishes.person, answers.channel, answers.chat,
    array_agg(wishes.answer ORDER BY wishes.answer) AS answers, min(answers.question) AS question
  FROM wishes JOIN answers ON answers.id = wishes.answer JOIN people ON people.id = wishes.person
  WHERE wishes.told_at IS NULL AND people.reachable`;

/** Who waits for an answer to a question of these groups, each person once. */
export async function waitingIn(tx: Database, gaps: readonly number[]): Promise<Waiting[]> {
  return await tx.query(
    `${WAITING} AND EXISTS (SELECT FROM gap_answers
       WHERE gap_answers.answer = wishes.answer AND gap_answers.gap = ANY ($1::integer[]))
     GROUP BY wishes.person, answers.channel, answers.chat ORDER BY wishes.person`,
    [gaps],
  );
}

/** Everybody who waits for an answer, question by question. */
export async function waitingAtAll(db: Database, most: number): Promise<Waiting[]> {
  return await db.query(
    `${WAITING} GROUP BY wishes.person, answers.channel, answers.chat, answers.question
     ORDER BY min(wishes.answer) LIMIT $1`,
    [most],
  );
}

/** Who waits for an answer to a question that is in no group yet, question by question. */
export async function waitingUngrouped(tx: Database, most: number): Promise<Waiting[]> {
  return await tx.query(
    `${WAITING} AND NOT EXISTS (SELECT FROM gap_answers WHERE gap_answers.answer = wishes.answer)
     GROUP BY wishes.person, answers.channel, answers.chat, answers.question ORDER BY min(wishes.answer) LIMIT $1`,
    [most],
  );
}

/** Notes that they were told: nobody tells them again. */
export async function markTold(tx: Database, told: readonly Waiting[], at: Date): Promise<void> {
  await tx.query(
    `UPDATE wishes SET told_at = $2 FROM jsonb_to_recordset($1::jsonb) AS r(person integer, answers jsonb)
     WHERE wishes.person = r.person AND r.answers @> to_jsonb(wishes.answer)`,
    [JSON.stringify(told.map(({ person, answers }) => ({ person, answers }))), at],
  );
}
