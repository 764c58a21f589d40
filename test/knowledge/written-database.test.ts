import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { forgetCached } from '../../db/answer-cache.ts';
import type { Database } from '../../db/database.ts';
import { openAi } from '../../knowledge/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { modelsAt } from '../support/models.ts';

const BUMN = 'apakah LPSE bisa melayani BUMN?';

let helpdesk: Helpdesk;
let server: ModelServer;
/** Statements that the database will not do, and how many it was asked for. */
let refused: RegExp;
let tried: number;
beforeAll(async () => {
  helpdesk = await testHelpdesk();
}, 240_000);
afterAll(() => helpdesk?.close());
beforeEach(async () => {
  server = await startModelServer();
  tried = 0;
  await forgetCached(helpdesk.db, new Date('2999-01-01'));
});
afterEach(() => server.stop());

/** The database, but for the statements that it will not do. */
const faulty = (db: Database, code: string): Database => ({
  ...db,
  query: (sql, params) => {
    if (!refused.test(sql)) return db.query(sql, params);
    tried++;
    return Promise.reject(Object.assign(new Error('not now'), { code }));
  },
  transaction: (work) => db.transaction((tx) => work(faulty(tx, code))),
});

const improve = async (code: string) => {
  const { db, knowledge } = helpdesk;
  const settings = modelsAt(server.url, { embedder: undefined });
  const ai = await openAi({ db: faulty(db, code), knowledge, settings });
  const answered = knowledge.answer(BUMN);
  return { answered, improved: await ai?.writing.improve(BUMN, answered) };
};

it.each(['57P01', '23514', '42501'])('quotes, and sends nothing, when no record can be made (%s)', async (code) => {
  refused = /INSERT INTO model_calls/u;
  const { answered, improved } = await improve(code);
  expect(improved).toEqual(answered);
  expect(tried).toBe(1);
  expect(server.journal).toEqual([]);
});

it.each<[what: string, statement: RegExp, sent: number]>([
  ['cannot be completed', /UPDATE model_calls/u, 1],
  ['cannot be cached', /INSERT INTO answer_cache/u, 1],
  ['cannot be looked for in the cache', /FROM answer_cache|UPDATE answer_cache/u, 0],
  ['may be switched off', /model_switches/u, 0],
])('quotes, and asks no second time, when it %s', async (_what, statement, sent) => {
  refused = statement;
  server.answers(() => ({ writes: { maksud: 'pertanyaan', kelengkapan: 'tidak_ada', klaim: [] } }));
  const { answered, improved } = await improve('57P01');
  expect(improved).toEqual(answered);
  expect(tried).toBe(1);
  expect(server.journal).toHaveLength(sent);
});
