import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Log } from '../../bot/channel.ts';
import { createInbox } from '../../bot/inbox.ts';
import { addAnswer } from '../../db/answers.ts';
import type { Database } from '../../db/database.ts';
import { meetPeople } from '../../db/people.ts';
import type { Decision, Incoming } from '../../handlers/index.ts';
import { together } from '../../handlers/visit.ts';
import { testDatabase } from '../support/database.ts';

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

let order = 0;
function said(name: string): Incoming {
  order++;
  return {
    key: `telegram:${order}`,
    order,
    at: order,
    from: { channel: 'telegram', id: name, name },
    place: { channel: 'telegram', chat: name, audience: 'private' },
    message: String(order),
    event: { kind: 'text', text: name },
  };
}

/** Stores the name of whoever asks as an answer, and says its number; who is called `broken` stores what cannot be. */
const answering = async ({ from: { id: name } }: Incoming): Promise<Decision> => {
  const [person] = await meetPeople(db, [{ channel: 'telegram', address: name, name, roles: [] }]);
  return together(async (tx) => {
    const answer = await addAnswer(tx, {
      ...{ person: person?.id ?? 0, channel: 'telegram', chat: name, message: null },
      ...{ question: name === 'broken' ? 'half\0' : name, kind: 'answer', confidence: 1, reply: {}, citations: [] },
    });
    return { replies: [{ blocks: [{ kind: 'paragraph', spans: [`answer ${answer}`] }] }] };
  });
};

async function work(names: string[]) {
  let transactions = 0;
  const counting: Database = {
    ...db,
    transaction(inner) {
      transactions++;
      return db.transaction(inner);
    },
  };
  const all = await Promise.all(
    names.map(said).map(async (incoming) => ({ incoming, decision: await answering(incoming) })),
  );
  const decided = new Map(all.map(({ incoming, decision }) => [incoming.key, decision]));
  const inbox = createInbox({
    ...{ db: counting, log: SILENT, sent: () => {} },
    handle: async ({ key }) => decided.get(key) as Decision,
  });
  await Promise.all(all.map(({ incoming }) => inbox.receive(incoming)));
  await inbox.idle();
  return transactions;
}

const letters = async (chat: string) =>
  (
    await db.query<{ text: string }>(
      `SELECT reply #>> '{blocks,0,spans,0}' AS text FROM outbox WHERE chat = $1 ORDER BY id`,
      [chat],
    )
  ).map(({ text }) => text);
const numberOf = async (question: string) =>
  (await db.query<{ id: number }>('SELECT id FROM answers WHERE question = $1', [question])).map(({ id }) => id);

it('stores what was decided for many at once in few transactions, to each their own', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `person ${at}`);
  expect(await work(names)).toBeLessThan(10);
  for (const name of names) {
    const [number] = await numberOf(name);
    expect(await letters(name)).toEqual([`answer ${number}`]);
  }
});

it('does not let one that cannot be stored fail those beside it', async () => {
  await work(['before', 'broken', 'after']);
  for (const name of ['before', 'after']) expect(await letters(name)).toEqual([`answer ${(await numberOf(name))[0]}`]);
  expect(await letters('broken')).toEqual([expect.stringContaining('Maaf, ada kesalahan')]);
  expect(await db.query("SELECT lane, state FROM inbox WHERE state <> 'done'")).toEqual([
    { lane: 'telegram:broken', state: 'failed' },
  ]);
});
