import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Log } from '../../bot/channel.ts';
import { createInbox } from '../../bot/inbox.ts';
import { addAnswer } from '../../db/answers.ts';
import { type Database, DatabaseError } from '../../db/database.ts';
import { storeIncoming } from '../../db/inbox.ts';
import { meetPeople } from '../../db/people.ts';
import { BrokenOff, type Deadline, type Decision, type Event, type Incoming } from '../../handlers/index.ts';
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

describe('of several processes on one database', () => {
  const works = { first: true, second: false };
  const done: string[] = [];
  const inboxOf = (name: keyof typeof works) =>
    createInbox({
      ...{ db, log: SILENT, sent: () => {} },
      door: { db, name, works: () => works[name] },
      handle: async ({ key }) => {
        done.push(`${name} ${key}`);
        return async () => ({ replies: [] });
      },
    });
  const waiting = async () => (await db.query("SELECT FROM inbox WHERE state = 'waiting'")).length;

  it('one that only stores leaves to the one that works, which takes it up once', async () => {
    const [first, second] = [inboxOf('first'), inboxOf('second')];
    const [here, there] = [said('here'), said('there')];
    await second.receive(there);
    await first.receive(here);
    await first.idle();
    expect(done).toEqual([`first ${here.key}`]);
    expect(await waiting()).toBe(1);
    for (let time = 0; time < 3; time++) first.wake();
    await expect.poll(waiting).toBe(0);
    first.wake();
    await first.resume();
    await first.idle();
    expect(done).toEqual([`first ${here.key}`, `first ${there.key}`]);

    done.length = 0;
    works.second = true;
    const many = Array.from({ length: 20 }, (_, at) => said(`many ${at}`));
    const stored = Promise.all(many.map((one) => second.receive(one)));
    for (let time = 0; time < 20; time++) {
      second.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await stored;
    await expect.poll(waiting).toBe(0);
    await second.idle();
    expect(done.toSorted()).toEqual(many.map(({ key }) => `second ${key}`).toSorted());
  });

  it('looks again when it could not see what there is', async () => {
    const message = said('later');
    let isAway = true;
    await storeIncoming(db, [{ key: message.key, lane: 'later', position: 1, incoming: message }]);
    const away: Database = {
      ...db,
      query: (sql, params) => (isAway ? Promise.reject(new DatabaseError('unreachable', '')) : db.query(sql, params)),
    };
    const inbox = createInbox({
      ...{ db: away, log: SILENT, sent: () => {} },
      handle: async () => async () => ({ replies: [] }),
    });
    inbox.wake();
    await new Promise((resolve) => setTimeout(resolve, 100));
    isAway = false;
    await expect.poll(waiting, { timeout: 5_000 }).toBe(0);
    await inbox.stop();
  });
});

describe('how long there is for an answer', () => {
  const nothing: Decision = async () => ({ replies: [] });
  const raised = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  const state = async (key: string) =>
    (await db.query<{ state: string }>('SELECT state FROM inbox WHERE key = $1', [key]))[0]?.state;

  /** An inbox that thinks about everything until its deadline is hurried; `begun` are those deadlines. */
  function thinking(answerWithinMs?: number) {
    const begun: { incoming: Incoming; deadline: Deadline; before: { due: boolean; hurried: boolean } }[] = [];
    const inbox = createInbox({
      ...{ db, log: SILENT, sent: () => {} },
      ...(answerWithinMs !== undefined && { answerWithinMs }),
      handle: async (incoming, deadline) => {
        const { due, hurried } = deadline;
        begun.push({ incoming, deadline, before: { due: due.aborted, hurried: hurried.aborted } });
        await raised(hurried);
        return nothing;
      },
    });
    return { inbox, begun };
  }

  it('is counted from when it came, however long it waited for its turn', async () => {
    const begun: boolean[] = [];
    const inbox = createInbox({
      ...{ db, log: SILENT, sent: () => {}, answerWithinMs: 200 },
      handle: async (_incoming, { due }) => {
        begun.push(due.aborted);
        await raised(due);
        return nothing;
      },
    });
    await Promise.all([said('patient'), said('patient'), said('patient')].map((one) => inbox.receive(one)));
    await inbox.idle();
    expect(begun).toEqual([false, true, true]);
  });

  const behind = (event: Event) => ({ ...said('hasty'), event });
  it.each<[string, Event]>([
    ['a command', { kind: 'command', name: 'batal', text: '' }],
    ['a press', { kind: 'press', action: { verb: 'ai-choice', id: 0, choice: 'without' } }],
    ['other words', { kind: 'text', text: 'lalu?' }],
    ['another question behind a command', { kind: 'command', name: 'tanya', text: 'lalu?' }],
  ])('is cut short, and not over, when the same person waits for %s', async (_, event) => {
    const { inbox, begun } = thinking();
    await inbox.receive(said('hasty'));
    await expect.poll(() => begun.length).toBe(1);
    const [first] = begun;
    expect(first?.before).toEqual({ due: false, hurried: false });
    await inbox.receive(behind(event));
    const isAsked = event.kind === 'text' || (event.kind === 'command' && event.name === 'tanya');
    // A quick model gets to its end before the next words have their turn.
    expect(first?.deadline.hurried.aborted).toBe(!isAsked);
    await expect.poll(() => begun.length, { timeout: 5_000 }).toBe(2);
    expect([first?.deadline.hurried.aborted, first?.deadline.due.aborted]).toEqual([true, false]);
    expect(begun[1]?.before).toEqual({ due: false, hurried: false });
    await inbox.stop();
  });

  it('is not cut short by an edit of other words, by what nobody waits for, nor by somebody else', async () => {
    const { inbox, begun } = thinking();
    const asked = said('calm');
    await inbox.receive(asked);
    await expect.poll(() => begun.length).toBe(1);
    await inbox.receive({ ...said('calm'), event: { kind: 'home' } });
    await inbox.receive({ ...said('calm'), event: { kind: 'blocked' } });
    await inbox.receive({ ...said('calm'), overheard: true });
    await inbox.receive(said('another'));
    await expect.poll(() => begun.length).toBe(2);
    expect(begun[0]?.deadline.hurried.aborted).toBe(false);
    const edit: Event = { kind: 'text', text: 'calm?', edits: asked.message ?? '' };
    await inbox.receive({ ...said('calm'), event: edit });
    expect(begun[0]?.deadline.hurried.aborted).toBe(true);
    await expect.poll(() => state(asked.key)).toBe('superseded');
    await inbox.stop();
  });

  it('is over when the program ends; what was broken off waits for the next start and has some time then', async () => {
    const [answered, brokenOff] = [said('answered'), said('broken off')];
    const inbox = createInbox({
      ...{ db, log: SILENT, sent: () => {} },
      handle: async ({ key }, { due }) => {
        await raised(due);
        if (key === brokenOff.key) throw new BrokenOff();
        return nothing;
      },
    });
    await Promise.all([answered, brokenOff].map((one) => inbox.receive(one)));
    await inbox.stop();
    expect([await state(answered.key), await state(brokenOff.key)]).toEqual(['done', 'waiting']);

    const next = thinking();
    await next.inbox.resume();
    await expect.poll(() => next.begun.map(({ incoming }) => incoming.key)).toContain(brokenOff.key);
    expect(next.begun.map(({ before }) => before.due)).not.toContain(true);
    await next.inbox.stop();
    expect(await state(brokenOff.key)).toBe('done');
  });
});
