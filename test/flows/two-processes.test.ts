import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openHelpdesk } from '../../bot/helpdesk.ts';
import { type SlackServer, startSlackServer } from '../../bot/sandbox/slack/index.ts';
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { addBroadcast } from '../../db/broadcasts.ts';
import type { Database } from '../../db/database.ts';
import { emptyServerDatabase } from '../support/database.ts';
import { type Gate, startGate, startPipe } from '../support/gate.ts';
import { freePort, type Program, startProgram } from '../support/program.ts';

const QUESTION = 'isi pasal 16';
const ANSWER = 'meningkatkan pengetahuan dan ketrampilan';
const SECRET = '5f0c3b1e9a7d4c2f8b6e1d3a5c7f9b0e2d4a6c8e0f1b3d5a7c9e1f3b5d7a9c0e';
const WAITS = 'Proses lain sedang bekerja';

describe.skipIf(!process.env.DATABASE_URL)('two processes on one database of a server', { timeout: 180_000 }, () => {
  let db: Database;
  let databaseUrl: string;
  let telegram: TelegramServer;
  let slack: SlackServer;
  /** A process, and the way that its requests to Telegram take. */
  type Process = { program: Program; way: Gate };
  let processes: Process[];
  let gates: Gate[];

  beforeAll(async () => {
    ({ db, url: databaseUrl } = await emptyServerDatabase());
    await (await openHelpdesk({ databaseUrl, dataDir: '' })).close();
  }, 300_000);
  afterAll(() => db.close());

  beforeEach(async () => {
    // The people of each test have the same numbers.
    await db.query('DELETE FROM inbox; DELETE FROM outbox');
    telegram = await startTelegramServer({ limits: 'off' });
    slack = await startSlackServer({ limits: 'off' });
    processes = [];
    gates = [];
  });
  afterEach(async () => {
    for (const { program } of processes) program.signal('SIGKILL');
    await Promise.all(processes.map(({ program }) => program.ended));
    for (const gate of gates) gate.stop();
    await Promise.all([telegram.stop(), slack.stop()]);
  });

  const gate = async (targets: string[]) => {
    const made = await startGate(targets);
    gates.push(made);
    return made;
  };
  /** The first one leads. */
  const startTwo = async (envs: Record<string, string>[]): Promise<[leader: Process, other: Process]> => {
    for (const env of envs) {
      const way = await gate([telegram.apiRoot]);
      const program = await startProgram({
        DATABASE_URL: databaseUrl,
        ...env,
        LOG_LEVEL: 'warn',
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: way.url,
      });
      processes.push({ program, way });
      await program.says('Tersambung: ');
    }
    await processes[1]?.program.says(WAITS);
    return processes as [Process, Process];
  };
  /** Telegram calls both through one address. */
  const overWebhook = async (ofFirst: Record<string, string> = {}) => {
    const ports = [await freePort(), await freePort()];
    const door = await gate(ports.map((port) => `http://127.0.0.1:${port}`));
    const webhook = { TELEGRAM_WEBHOOK_URL: `${door.url}/telegram`, TELEGRAM_WEBHOOK_SECRET: SECRET };
    return await startTwo(ports.map((port, at) => ({ ...webhook, PORT: String(port), ...(at === 0 && ofFirst) })));
  };
  const ask = (count: number) =>
    Array.from({ length: count }, (_, at) => {
      const { id } = telegram.people.addPerson(`Orang ${at}`);
      telegram.people.say(id, id, QUESTION);
      return id;
    });
  const answersOf = (person: number) =>
    (telegram.people.view().chats.find(({ id }) => id === person)?.messages ?? [])
      .filter(({ from }) => from !== person)
      .map(({ text }) => text);
  const sent = ({ way }: Process) => way.passed('/sendMessage');
  const until = async (isTrue: () => boolean | Promise<boolean>, within = 60_000) =>
    await expect.poll(isTrue, { timeout: within, interval: 20 }).toBe(true);
  const isFinished = async () =>
    (
      await db.query(
        "SELECT FROM inbox WHERE state = 'waiting' UNION ALL SELECT FROM outbox WHERE state IN ('due', 'sending')",
      )
    ).length === 0 && telegram.unconfirmed() === 0;
  const unsure = async () =>
    new Set(
      (await db.query<{ chat: string }>("SELECT chat FROM outbox WHERE state = 'unsure'")).map(({ chat }) => chat),
    );

  const takesOver = (other: Process) => until(() => sent(other).length > 0, 10_000);

  /** Each was answered once with the right words, or is listed as unsure and was not answered twice. */
  const expectOnce = async (people: number[], mostUnsure: number) => {
    const listed = await unsure();
    const wrong = people.filter((person) => {
      const answers = answersOf(person);
      if (listed.has(String(person))) return answers.length > 1;
      return answers.length !== 1 || !answers[0]?.includes(ANSWER);
    });
    expect(wrong).toEqual([]);
    expect(people.filter((person) => listed.has(String(person))).length).toBeLessThanOrEqual(mostUnsure);
  };

  it('share the receiving; one of them works and sends', async () => {
    const [leader, other] = await overWebhook();
    const people = ask(40);
    await until(() => people.every((person) => answersOf(person).length > 0));
    await until(isFinished);
    await expectOnce(people, 0);
    expect(sent(leader).length).toBe(40);
    expect(sent(other)).toEqual([]);
    expect(await unsure()).toEqual(new Set());
  });

  it('killed in the middle of a burst, the leader is succeeded within ten seconds; nothing is lost or said twice', async () => {
    const [leader, other] = await overWebhook();
    const people = ask(100);
    await until(() => sent(leader).length >= 30);
    leader.program.signal('SIGKILL');
    await takesOver(other);
    await until(isFinished);
    await expectOnce(people, 64);
  });

  it('a leader that hangs is succeeded within ten seconds, and sends nothing when it comes back: it ends', async () => {
    const [leader, other] = await overWebhook();
    const people = ask(250);
    await until(() => sent(leader).length >= 30);
    leader.program.signal('SIGSTOP');
    await takesOver(other);
    await pause(1_000);
    const before = sent(leader).length;
    leader.program.signal('SIGCONT');
    expect(await Promise.race([leader.program.ended, pause(12_000, 'still runs')])).toBe(1);
    expect(leader.program.err()).toContain('Proses lain sudah mengambil alih');
    expect(sent(leader).length).toBe(before);
    expect(await isFinished()).toBe(false);
    await until(isFinished);
    await expectOnce(people, 64);
  });

  it('a leader that is cut off from the database sends nothing when another leads; reached again, it ends', async () => {
    const url = new URL(databaseUrl);
    const pipe = await startPipe(Number(url.port || 5432));
    url.host = `127.0.0.1:${pipe.port}`;
    try {
      const [leader, other] = await overWebhook({ DATABASE_URL: url.href });
      const people = ask(250);
      await until(() => sent(leader).length >= 30);
      pipe.freeze();
      await takesOver(other);
      const before = sent(leader).length;
      pipe.thaw();
      expect(await Promise.race([leader.program.ended, pause(12_000, 'still runs')])).toBe(1);
      expect(sent(leader).length).toBe(before);
      await until(isFinished);
      await expectOnce(people, 64);
    } finally {
      pipe.stop();
    }
  });

  /** Sends one text to this many people; gives them. */
  const announce = async (count: number) => {
    const people = Array.from({ length: count }, (_, at) => telegram.people.addPerson(`Pelanggan ${at}`).id);
    // They must have written before: a bot may not begin.
    for (const person of people) telegram.people.say(person, person, '/bantuan');
    await until(isFinished);
    await db.query('DELETE FROM broadcasts; DELETE FROM subscriptions');
    await db.query(
      "INSERT INTO subscriptions (channel, chat, kind, topics) SELECT 'telegram', unnest($1::text[]), 'private', '{gangguan}'",
      [people.map(String)],
    );
    const reply = { blocks: [{ kind: 'paragraph', spans: ['SPSE sedang terganggu.'] }] };
    await db.transaction((tx) => addBroadcast(tx, { subject: `test:${count}`, reply, topic: null }, new Date()));
    return people;
  };
  const told = (person: number) => answersOf(person).filter((text) => text.includes('sedang terganggu')).length;

  it.each([
    ['killed', 'SIGKILL', undefined],
    ['that hangs, and comes back,', 'SIGSTOP', 'SIGCONT'],
  ] as const)(
    'a leader %s in the middle of an announcement: it goes on within ten seconds; nobody gets it twice, and who did not is listed',
    async (_, stops, goesOn) => {
      const [leader, other] = await overWebhook();
      const people = await announce(goesOn ? 201 : 200);
      const before = sent(leader).length;
      await until(() => sent(leader).length >= before + 60);
      leader.program.signal(stops);
      await takesOver(other);
      if (goesOn) leader.program.signal(goesOn);
      const passed = sent(leader).length;
      await until(async () => (await db.query("SELECT FROM broadcasts WHERE state = 'done'")).length > 0);
      expect(sent(leader).length).toBe(passed);
      const rows = await db.query<{ chat: string; state: string }>('SELECT chat, state FROM deliveries');
      const states = new Map(rows.map(({ chat, state }) => [chat, state]));
      const wrong = people.filter((person) => {
        const state = states.get(String(person));
        return told(person) > 1 || (state === 'sent' ? told(person) !== 1 : state !== 'unsure');
      });
      expect(wrong).toEqual([]);
      const listed = [...states.values()].filter((state) => state === 'unsure').length;
      expect(listed).toBeLessThanOrEqual(64);
    },
  );

  it('asked to end, the leader is succeeded at once, over long polling too', async () => {
    const [leader, other] = await startTwo([{}, {}]);
    const [first] = ask(1);
    await until(() => answersOf(first as number).length > 0);
    expect(other.way.passed('/getUpdates')).toEqual([]);
    leader.program.signal('SIGTERM');
    expect(await leader.program.ended).toBe(0);
    const [second] = ask(1);
    await until(() => answersOf(second as number).length > 0, 10_000);
    await until(isFinished);
    expect(other.program.err()).toBe('');
  });

  it('on Slack both open forms, and each question is answered once', async () => {
    const { botToken, appToken, apiUrl, people } = slack;
    const onSlack = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl };
    const { id: officer } = people.addUser('rahma', 'Rahma');
    const channel = people.addChannel('helpdesk', [officer]);
    const [leader] = await startTwo(
      [{}, {}].map(() => ({ ...onSlack, SLACK_ADMINS: officer, SLACK_TRIAGE_CHANNEL: channel })),
    );
    const direct = people.directChannel(officer);
    // Slack gives what happens to the connections in turn.
    const forms = new Set<string | undefined>();
    for (let time = 1; time <= 4; time++) {
      await people.command(officer, channel, '/lpse', 'tiket baru');
      forms.add(people.view().modals.at(-1)?.id);
      expect(forms.size).toBe(time);
    }
    for (let time = 0; time < 4; time++) people.say(officer, direct, QUESTION);
    const answers = () =>
      (people.view().channels.find(({ id }) => id === direct)?.messages ?? []).filter(
        (message) => message.user === slack.botUserId && JSON.stringify(message).includes(ANSWER),
      ).length;
    await until(() => answers() === 4);
    await until(isFinished);
    expect(answers()).toBe(4);
    leader.program.signal('SIGKILL');
    people.say(officer, direct, QUESTION);
    await until(() => answers() === 5, 20_000);
  });
});
