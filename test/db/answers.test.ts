import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addAnswer,
  findAnswer,
  findAnswerTo,
  forgetAnswers,
  saveChangedQuestion,
  saveJudgement,
} from '../../db/answers.ts';
import type { Database } from '../../db/database.ts';
import { meetPeople } from '../../db/people.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
let person: number;
let other: number;
beforeAll(async () => {
  db = await testDatabase();
  const people = ['1', '2'].map((address) => ({ channel: 'telegram', address, name: address, roles: [] }));
  [person, other] = (await meetPeople(db, people)).map(({ id }) => id) as [number, number];
});
afterAll(() => db.close());

const answer = (question: string, message: string | null = '7') => ({
  person,
  channel: 'telegram',
  chat: '1',
  message,
  question,
  kind: 'answer',
  confidence: 0.5,
  reply: { blocks: [{ kind: 'paragraph', spans: [question] }] },
  citations: [{ document: 'perbup', pasal: 2 }],
});

describe('answers', () => {
  it('are found as they were said, by their number', async () => {
    const id = await addAnswer(db, answer('jam buka?'));
    expect(await findAnswer(db, id)).toEqual({ ...answer('jam buka?'), id, changed_question: null, model: null });
    const written = await addAnswer(db, { ...answer('jam buka?'), model: 'penulis' });
    expect(await findAnswer(db, written)).toMatchObject({ model: 'penulis' });
    expect(await findAnswer(db, id + 1_000)).toBeUndefined();
  });

  it('get each their own number, also when they are stored at the same time', async () => {
    const questions = Array.from({ length: 20 }, (_, at) => `pertanyaan ${at}`);
    const ids = await db.transaction((tx) => Promise.all(questions.map((question) => addAnswer(tx, answer(question)))));
    const found = await Promise.all(ids.map((id) => findAnswer(db, id)));
    expect(found.map((one) => one?.question)).toEqual(questions);
  });

  it('are found by the message that asked, the latest first, in that chat only', async () => {
    await addAnswer(db, answer('lama', '8'));
    const id = await addAnswer(db, answer('baru', '8'));
    expect((await findAnswerTo(db, 'telegram', '1', '8'))?.id).toBe(id);
    expect(await findAnswerTo(db, 'telegram', '2', '8')).toBeUndefined();
    expect(await findAnswerTo(db, 'slack', '1', '8')).toBeUndefined();
  });

  it('keep the changed question until it is asked or left', async () => {
    const id = await addAnswer(db, answer('dulu'));
    await saveChangedQuestion(db, id, 'kini');
    expect(await findAnswer(db, id)).toMatchObject({ question: 'dulu', changed_question: 'kini' });
    await saveChangedQuestion(db, id, null);
    expect((await findAnswer(db, id))?.changed_question).toBeNull();
  });

  it('have one judgement of each person: the last', async () => {
    const id = await addAnswer(db, answer('jam buka?'));
    await saveJudgement(db, id, person, { useful: false, reason: 'other', comment: 'kurang' });
    await saveJudgement(db, id, person, { useful: true, reason: null, comment: null });
    await saveJudgement(db, id, other, { useful: false, reason: 'incomplete', comment: null });
    const judgements = db.query(
      'SELECT person, useful, reason, comment FROM judgements WHERE answer = $1 ORDER BY person',
      [id],
    );
    expect(await judgements).toEqual([
      { person, useful: true, reason: null, comment: null },
      { person: other, useful: false, reason: 'incomplete', comment: null },
    ]);
    await expect(saveJudgement(db, 999_999, person, { useful: true, reason: null, comment: null })).rejects.toThrow();
  });

  it('are forgotten with their judgements when they are old', async () => {
    const id = await addAnswer(db, answer('jam buka?'));
    await saveJudgement(db, id, person, { useful: true, reason: null, comment: null });
    await forgetAnswers(db, new Date(Date.now() - 60_000));
    expect(await findAnswer(db, id)).toBeDefined();
    await forgetAnswers(db, new Date(Date.now() + 60_000));
    expect(await findAnswer(db, id)).toBeUndefined();
    expect(await db.query('SELECT FROM judgements')).toEqual([]);
  });
});
