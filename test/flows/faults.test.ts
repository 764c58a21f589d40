import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../bot/app.ts';
import { createChannels } from '../../bot/connect.ts';
import { openFileStore } from '../../bot/files/store.ts';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { type HttpServer, listen } from '../../bot/http.ts';
import { createInbox } from '../../bot/inbox.ts';
import { createLog } from '../../bot/log.ts';
import { startSlackServer } from '../../bot/sandbox/slack/index.ts';
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { type Database, DatabaseError } from '../../db/database.ts';
import { addLetters } from '../../db/outbox.ts';
import type { Decision, Incoming } from '../../handlers/index.ts';
import { testDatabase } from '../support/database.ts';
import { testHelpdesk } from '../support/helpdesk.ts';
import { freePort } from '../support/program.ts';
import { settled, vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;

const QUESTION = 'isi pasal 16';
const ANSWER = 'meningkatkan pengetahuan dan ketrampilan';

/** A database that can be taken away, or made to fail at the statements that `breaks` picks. */
function breakable() {
  const state: { away: boolean; breaks: (sql: string, params: string) => boolean } = {
    away: false,
    breaks: () => false,
  };
  const check = (sql = '', params: unknown[] = []) => {
    if (state.away) throw new DatabaseError('unreachable', 'Basis data tidak dapat dihubungi.');
    // PostgreSQL repeats the value that it does not take.
    if (state.breaks(sql, params.join(' ')))
      throw new Error(`invalid input syntax for type json: "${params.join(' ')}"`);
  };
  const wrap = (db: Database): Database => ({
    lost: db.lost,
    close: () => db.close(),
    query: async (sql, params) => {
      check(sql, params);
      return await db.query(sql, params);
    },
    transaction: async (work) => {
      check();
      return await db.transaction((tx) => work(wrap(tx)));
    },
  });
  return { state, wrap };
}

/** Everything that may be read by whoever reads the log. */
const written = ({ lines }: Pick<World, 'lines'>) => JSON.stringify(lines.filter(({ level }) => level !== 'debug'));

describe('the database is away', () => {
  const { state, wrap } = breakable();
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ slack: { retryDelaysMs: [400, 400, 400] }, wrap });
  });
  afterEach(() => {
    state.away = false;
  });
  afterAll(() => world.close());

  const offsets = (from: number) =>
    world.telegram.calls
      .slice(from)
      .filter(({ method }) => method === 'getUpdates')
      .map(({ params }) => Number(params.offset));

  it('confirms nothing to Telegram meanwhile, and then answers everything once', async () => {
    const andi = vendor(world);
    await andi.say('/start');
    state.away = true;
    const from = world.telegram.calls.length;
    const ask = (pasal: number) => world.telegram.people.say(andi.id, andi.id, `isi pasal ${pasal}`);
    ask(2);
    await expect.poll(() => world.lines.map(({ what }) => what)).toContain('telegram update not stored');
    ask(16);
    ask(27);
    await pause(700);
    // Only the one that brought the first; another would confirm that, and bring the others.
    expect(offsets(from)).toHaveLength(1);
    state.away = false;
    await expect.poll(() => andi.replies().length, { timeout: 10_000 }).toBe(4);
    await settled(world, () => andi.replies().length);
    const answers = andi
      .replies()
      .slice(1)
      .map(({ text }) => text);
    expect(answers.map((text) => /Pasal (\d+)/u.exec(text)?.[1])).toEqual(['2', '16', '27']);
    expect(world.lines.map(({ what }) => what)).toContain('telegram updates stored again');
  });

  it('goes away while an answer is thought about: it is tried again, in its turn', async () => {
    const andi = vendor(world);
    await andi.say('/start');
    // Stored, and then nothing works any more.
    await world.app.receive(said(andi.id, 1, QUESTION));
    state.away = true;
    await expect(world.app.receive(said(andi.id, 2, 'halo'))).rejects.toThrow(DatabaseError);
    await pause(300);
    expect(andi.replies()).toHaveLength(1);
    state.away = false;
    await expect.poll(() => andi.replies().length, { timeout: 10_000 }).toBe(2);
    await settled(world, () => andi.replies().length);
    expect(andi.replies()).toHaveLength(2);
    expect(andi.last().text).toContain(ANSWER);
  });

  it('acknowledges nothing to Slack meanwhile, and takes what Slack sends again', async () => {
    const { people } = world.slack;
    const direct = people.directChannel(world.officer);
    const answers = () =>
      (people.view().channels.find(({ id }) => id === direct)?.messages ?? []).filter(
        ({ user }) => user === world.slack.botUserId,
      );
    const before = answers().length;
    state.away = true;
    const from = world.slack.deliveries.length;
    people.say(world.officer, direct, QUESTION);
    // Socket Mode knows no refusal: what is not acknowledged within three seconds comes again.
    await expect.poll(() => world.slack.deliveries[from]?.outcome, { timeout: 5_000 }).toMatchObject({ ok: false });
    state.away = false;
    await expect.poll(() => answers().length, { timeout: 10_000 }).toBe(before + 1);
    await settled(world, () => answers().length);
    const event = world.slack.deliveries[from]?.body.event_id;
    const same = world.slack.deliveries.filter(({ body }) => body.event_id === event);
    expect(same.map(({ outcome }) => outcome?.ok)).toEqual([false, true]);
    expect(answers()).toHaveLength(before + 1);
    expect(JSON.stringify(answers().at(-1)?.blocks)).toContain(ANSWER);
  });
});

describe('the database is away from a webhook', () => {
  const { state, wrap } = breakable();
  let helpdesk: Helpdesk;
  let telegram: TelegramServer;
  let server: HttpServer;
  let app: App;
  const statuses: number[] = [];
  beforeAll(async () => {
    helpdesk = await testHelpdesk();
    telegram = await startTelegramServer({ limits: 'off', webhookBackoffMs: 100 });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/telegram`;
    const webhook = { url, secret: createHash('sha256').update(telegram.token).digest('hex') };
    const log = createLog('silent');
    const channels = createChannels(
      { telegram: { token: telegram.token, apiRoot: telegram.apiRoot, webhook, perSecond: 1_000 }, slack: undefined },
      {
        receive: (incoming) => app.receive(incoming),
        formFor: (incoming) => app.formFor(incoming),
        readFile: (id) => app.readFile(id),
      },
      log,
    );
    const [route] = Object.values(channels).flatMap(({ transport }) => transport.http ?? []);
    if (!route) throw new Error('no webhook');
    const noting: typeof route.listener = (request, response) => {
      response.once('finish', () => statuses.push(response.statusCode));
      route.listener(request, response);
    };
    server = await listen('127.0.0.1', port, [{ ...route, listener: noting }]);
    const files = openFileStore({ dataDir: ':memory:', s3: undefined });
    app = createApp({ helpdesk: { ...helpdesk, db: wrap(helpdesk.db) }, channels, files, log });
    await app.start();
  });
  afterAll(async () => {
    await app.stop();
    await telegram.stop();
    await server.close();
    await helpdesk.close();
  });

  it('answers 5xx meanwhile, then 200 once, and answers the question once', async () => {
    state.away = true;
    const { id } = telegram.people.addPerson('Andi');
    const replies = () =>
      (telegram.people.view().chats.find((chat) => chat.id === id)?.messages ?? []).filter(({ from }) => from !== id);
    telegram.people.say(id, id, QUESTION);
    await expect.poll(() => statuses.length).toBeGreaterThan(1);
    expect(statuses.every((status) => status >= 500)).toBe(true);
    state.away = false;
    await expect.poll(() => replies().length, { timeout: 10_000 }).toBe(1);
    await settled({ app }, () => replies().length);
    expect(replies().map(({ text }) => text)).toEqual([expect.stringContaining(ANSWER)]);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });
});

describe('a fault of ours', () => {
  const { state, wrap } = breakable();
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ slack: {}, wrap });
  });
  afterEach(() => {
    state.breaks = () => false;
  });
  afterAll(() => world.close());

  it('is told with a reference that the log has too, without the words of the person or a token', async () => {
    const [andi, budi] = [vendor(world), vendor(world, 'Budi')];
    const words = 'syarat daftar untuk CV Bukit Rahasia apa saja?';
    state.breaks = (sql, params) => sql.includes('INSERT INTO answers') && params.includes('Rahasia');
    world.telegram.people.say(budi.id, budi.id, QUESTION);
    const { text } = await andi.say(words);
    const [, reference] = /rujukan ([0-9a-f]{8}) kepada petugas/u.exec(text) ?? [];
    expect(reference).toBeDefined();
    const line = world.lines.find(({ level, facts }) => level === 'error' && facts.reference === reference);
    expect(line?.facts.fault).toContain('invalid input syntax');
    expect(await world.helpdesk.db.query('SELECT state FROM inbox WHERE reference = $1', [reference])).toEqual([
      { state: 'failed' },
    ]);
    for (const secret of ['Bukit Rahasia', words, world.telegram.token, world.slack.botToken, world.slack.appToken])
      expect(written(world)).not.toContain(secret);
    // Who asked at the same time does not notice, and the next question is answered.
    expect(budi.replies().map((reply) => reply.text)).toEqual([expect.stringContaining(ANSWER)]);
    expect((await andi.say(QUESTION)).text).toContain(ANSWER);
  });

  it('in one letter does not keep the outbox busy, nor hold up other people', async () => {
    const [andi, budi] = [vendor(world), vendor(world, 'Budi')];
    await andi.say('/start');
    const from = world.lines.length;
    const place = { channel: 'telegram', chat: String(andi.id), audience: 'private' };
    await addLetters(world.helpdesk.db, [{ lane: 0, channel: 'telegram', chat: String(andi.id), place, reply: {} }]);
    await pause(2_500);
    expect(world.lines.slice(from).filter(({ what }) => what === 'outbox').length).toBeLessThan(5);
    world.telegram.people.say(budi.id, budi.id, QUESTION);
    await expect.poll(() => budi.replies().length).toBe(1);
    world.telegram.people.say(andi.id, andi.id, QUESTION);
    await expect.poll(() => andi.last().text, { timeout: 5_000 }).toContain(ANSWER);
  });
});

describe('a handler that does not end', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());

  it('holds up nobody else, and its person is told with a reference', async () => {
    const answered: string[] = [];
    const log: string[] = [];
    const handle = async ({ from }: Incoming): Promise<Decision> => {
      if (from.id === '7') await new Promise(() => {});
      answered.push(from.id);
      return async () => ({ replies: [{ blocks: [{ kind: 'paragraph', spans: ['jawaban'] }] }] });
    };
    const inbox = createInbox({
      db,
      handle,
      log: createLog('info', [], { write: (line) => log.push(line) }),
      sent: () => {},
      longestWorkMs: 600,
    });
    const began = Date.now();
    await inbox.receive(said(7, 1, 'macet'));
    await Promise.all([1, 2, 3].map((person) => inbox.receive(said(person, 10 + person, 'halo'))));
    await expect.poll(() => answered.length).toBe(3);
    expect(Date.now() - began).toBeLessThan(500);
    await inbox.idle();
    const told = await db.query<{ reply: unknown }>("SELECT reply FROM outbox WHERE chat = '7'");
    expect(told).toHaveLength(1);
    const [, reference] = /"code":\s*"([0-9a-f]{8})"/u.exec(JSON.stringify(told)) ?? [];
    expect(reference).toBeDefined();
    expect(log.filter((line) => line.includes(`"reference":"${reference}"`))).toHaveLength(1);
    await inbox.stop();
  });
});

describe('what cannot be stored', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.close());

  it('is not taken, and keeps nothing out that comes at the same moment', async () => {
    const handled: string[] = [];
    const handle = async ({ key }: Incoming): Promise<Decision> => {
      handled.push(key);
      return async () => ({ replies: [] });
    };
    const inbox = createInbox({ db, handle, log: createLog('silent'), sent: () => {} });
    const [sound, bad] = [said(1, 1, 'halo'), said(2, 1, 'NUL \0')];
    const taken = await Promise.allSettled([bad, sound].map((incoming) => inbox.receive(incoming)));
    expect(taken.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    await inbox.idle();
    expect(handled).toEqual([sound.key]);
    await inbox.stop();
  });
});

describe('a channel that goes away', () => {
  it('leaves the other one working, and comes back by itself', async () => {
    const world = await createWorld({ slack: {} });
    const port = Number(new URL(world.telegram.apiRoot).port);
    const slackPort = Number(new URL(world.slack.apiUrl).port);
    const { token } = world.telegram;
    const slackAnswers = async (slack: World['slack'], user: string) => {
      const direct = slack.people.directChannel(user);
      slack.people.say(user, direct, QUESTION);
      const said = () => JSON.stringify(slack.people.view().channels.find(({ id }) => id === direct)?.messages);
      await expect.poll(said, { timeout: 15_000 }).toContain(ANSWER);
    };

    await world.telegram.stop();
    await slackAnswers(world.slack, world.officer);
    const telegram = await startTelegramServer({ port, token, limits: 'off' });
    // The real one never counts from the start again; what has a known number was worked on long ago.
    telegram.deliver({ update_id: 500_000_000 });
    const andi = vendor({ ...world, telegram });
    telegram.people.say(andi.id, andi.id, QUESTION);
    await expect.poll(() => andi.replies().at(-1)?.text ?? '', { timeout: 15_000 }).toContain(ANSWER);

    await world.slack.stop();
    telegram.people.say(andi.id, andi.id, 'isi pasal 27');
    await expect.poll(() => andi.last().text, { timeout: 10_000 }).toContain('Pasal 27');
    const slack = await startSlackServer({ port: slackPort, limits: 'off' });
    await expect.poll(() => slack.connections.count(), { timeout: 15_000 }).toBeGreaterThan(0);
    await slackAnswers(slack, slack.people.addUser('rahma', 'Rahma').id);

    await Promise.all([telegram.stop(), slack.stop()]);
    await world.close();
  });
});

function said(person: number, number: number, text: string): Incoming {
  return {
    key: `telegram:test:${person}:${number}`,
    order: number,
    at: Date.now(),
    from: { channel: 'telegram', id: String(person), name: 'Andi' },
    place: { channel: 'telegram', chat: String(person), audience: 'private' },
    message: String(number),
    event: { kind: 'text', text },
  };
}
