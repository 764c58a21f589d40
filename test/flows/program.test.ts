import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SlackServer, type SlackServerOptions, startSlackServer } from '../../bot/sandbox/slack/index.ts';
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { temporaryFolder } from '../support/database.ts';
import { freePort, type Program, preparedData, startProgram } from '../support/program.ts';

const READY = 'Tersambung: ';
const QUESTION = 'isi pasal 16';
const ANSWER = 'meningkatkan pengetahuan dan ketrampilan';
const SECRET = '5f0c3b1e9a7d4c2f8b6e1d3a5c7f9b0e2d4a6c8e0f1b3d5a7c9e1f3b5d7a9c0e';
const ANOTHER_TOKEN = '7000000001:AAHmohonMaafTokenIniSalah_0123456789';

let telegram: TelegramServer;
let slack: SlackServer;
const onTelegram = () => ({ TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot });
const onSlack = ({ botToken, appToken, apiUrl } = slack) => ({
  SLACK_BOT_TOKEN: botToken,
  SLACK_APP_TOKEN: appToken,
  SLACK_API_URL: apiUrl,
});

async function startServers(options: SlackServerOptions = {}): Promise<void> {
  telegram = await startTelegramServer({ limits: 'off' });
  slack = await startSlackServer({ limits: 'off', ...options });
}
afterEach(() => Promise.all([telegram.stop(), slack.stop()]));

describe('a program that cannot start', () => {
  let folder: string;
  let taken: number;
  const other = createServer();
  beforeAll(async () => {
    folder = await temporaryFolder();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    taken = (other.address() as AddressInfo).port;
  });
  afterAll(async () => {
    other.close();
    await rm(folder, { recursive: true });
  });

  const webhook = () => ({ TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${taken}/t`, TELEGRAM_WEBHOOK_SECRET: SECRET });

  it.each<[what: string, env: () => Record<string, string>, sentence: RegExp]>([
    ['a wrong Telegram token', () => ({ ...onTelegram(), TELEGRAM_BOT_TOKEN: ANOTHER_TOKEN }), /^TELEGRAM_BOT_TOKEN /],
    [
      'no Bot API at the address',
      () => ({ ...onTelegram(), TELEGRAM_API_ROOT: 'http://127.0.0.1:1' }),
      /^TELEGRAM_API_ROOT tidak dapat dihubungi/,
    ],
    [
      'a wrong Slack bot token',
      () => ({ ...onTelegram(), ...onSlack(), SLACK_BOT_TOKEN: 'xoxb-salah-sekali' }),
      /^Slack menolak SLACK_BOT_TOKEN \(invalid_auth\)/,
    ],
    [
      'a wrong Slack app token',
      () => ({ ...onTelegram(), ...onSlack(), SLACK_APP_TOKEN: 'xapp-salah-sekali' }),
      /^Slack menolak SLACK_APP_TOKEN \(invalid_auth\)/,
    ],
    ['no Slack at the address', () => ({ ...onSlack(), SLACK_API_URL: 'http://127.0.0.1:1/api/' }), /SLACK_API_URL/],
    [
      'a port that another program has',
      () => ({ ...onTelegram(), ...webhook(), PORT: String(taken) }),
      /^PORT \d+ sudah dipakai program lain/,
    ],
    [
      'a webhook without its secret',
      () => ({ ...onTelegram(), TELEGRAM_WEBHOOK_URL: 'https://contoh.go.id/telegram' }),
      /^Konfigurasi salah: TELEGRAM_WEBHOOK_SECRET wajib bila TELEGRAM_WEBHOOK_URL diisi/,
    ],
  ])('%s: says so in one sentence, and has done nothing', async (_what, env, sentence) => {
    await startServers();
    const given = env();
    const dataDir = join(folder, 'data');
    const program = await startProgram({ ...given, DATA_DIR: dataDir });
    expect(await program.ended).toBe(1);
    expect(program.out()).toBe('');
    expect(program.err()).toMatch(sentence);
    expect(program.err()).toMatch(/^[^\n]+\.\n$/);
    for (const [name, value] of Object.entries(given))
      if (/TOKEN|SECRET/.test(name)) expect(program.err()).not.toContain(value.slice(value.indexOf(':') + 1));
    expect(existsSync(dataDir)).toBe(false);
    const asked = new Set([...telegram.calls, ...slack.calls].map(({ method }) => method));
    for (const check of ['getMe', 'auth.test', 'apps.connections.open']) asked.delete(check);
    expect([...asked]).toEqual([]);
  });
});

describe('a program that runs', () => {
  let data: Awaited<ReturnType<typeof preparedData>>;
  let program: Program | undefined;
  beforeEach(async () => {
    data = await preparedData();
  });
  afterEach(async () => {
    program?.signal('SIGKILL');
    await program?.ended;
    await data.remove();
  });

  const start = async (env: Record<string, string>) => {
    program = await startProgram({ ...env, DATA_DIR: data.dataDir, LOG_LEVEL: 'warn' });
    await program.says(READY);
    return program;
  };
  const saidTo = (person: number) =>
    (telegram.people.view().chats.find(({ id }) => id === person)?.messages ?? []).filter(
      ({ from }) => from !== person,
    );
  const askOnTelegram = (name: string) => {
    const { id } = telegram.people.addPerson(name);
    telegram.people.say(id, id, QUESTION);
    return id;
  };
  const blocksIn = (channel: string) =>
    JSON.stringify(
      slack.people
        .view()
        .channels.find(({ id }) => id === channel)
        ?.messages.filter(({ user }) => user === slack.botUserId)
        .map(({ blocks }) => blocks),
    );

  async function answersOnBoth(): Promise<void> {
    const person = askOnTelegram('Andi');
    const { id: user } = slack.people.addUser('rahma', 'Rahma');
    const direct = slack.people.directChannel(user);
    slack.people.say(user, direct, QUESTION);
    await expect.poll(() => saidTo(person).at(-1)?.text, { timeout: 10_000 }).toContain(ANSWER);
    await expect.poll(() => blocksIn(direct), { timeout: 10_000 }).toContain(ANSWER);
  }

  it('answers over long polling and Socket Mode, and ends when it is told to', async () => {
    await startServers();
    const { out, err, signal, ended } = await start({ ...onTelegram(), ...onSlack() });
    expect(out()).toContain('Tersambung: Telegram (long polling) dan Slack (Socket Mode).');
    await answersOnBoth();
    expect(err()).toBe('');
    // Slack's own library makes a rejection of this that nobody can hear.
    void slack.deliver('events_api', { type: 'event_callback' });
    await expect.poll(err, { timeout: 5_000 }).toContain('"unhandled"');
    await answersOnBoth();
    signal('SIGINT');
    expect(await ended).toBe(0);
  });

  it('answers over a webhook and signed requests', async () => {
    const port = await freePort();
    await startServers({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
    const { SLACK_APP_TOKEN: _, ...slackOverHttp } = onSlack();
    const { out, err, signal, ended } = await start({
      ...onTelegram(),
      ...slackOverHttp,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      PORT: String(port),
    });
    expect(out()).toContain('Tersambung: Telegram (webhook) dan Slack (HTTP).');
    expect((await fetch(`http://127.0.0.1:${port}/sehat`)).status).toBe(200);
    await answersOnBoth();
    signal('SIGTERM');
    expect(await ended).toBe(0);
    expect(err()).toBe('');
    expect(telegram.calls.filter(({ method }) => method === 'getUpdates')).toEqual([]);
  });

  it('told to end while it answers, ends soon; what is left is answered after the next start, once', async () => {
    await startServers();
    const env = { ...onTelegram(), TELEGRAM_PER_SECOND: '1000' };
    const first = await start(env);
    const people = Array.from({ length: 40 }, (_, at) => askOnTelegram(`Orang ${at}`));
    const answered = () => people.filter((person) => saidTo(person).length > 0).length;
    await expect.poll(answered, { timeout: 10_000, interval: 2 }).toBeGreaterThan(0);
    const told = Date.now();
    first.signal('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(Date.now() - told).toBeLessThan(10_000);
    expect(answered()).toBeLessThan(people.length);
    expect(first.err()).toBe('');

    const second = await start(env);
    await expect.poll(answered, { timeout: 20_000 }).toBe(people.length);
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
    for (const person of people)
      expect(saidTo(person).map(({ text }) => text)).toEqual([expect.stringContaining(ANSWER)]);
  });

  it('told to end twice, ends at once', async () => {
    await startServers();
    const { signal, ended } = await start(onTelegram());
    telegram.faults.next('sendMessage', { kind: 'hang' });
    askOnTelegram('Andi');
    await expect.poll(() => telegram.calls.some(({ method }) => method === 'sendMessage')).toBe(true);
    signal('SIGINT');
    expect(await Promise.race([ended, pause(300, 'waits for Telegram')])).toBe('waits for Telegram');
    const told = Date.now();
    signal('SIGINT');
    expect(await ended).toBe(130);
    expect(Date.now() - told).toBeLessThan(1_000);
  });

  it('told to end before it is connected, ends', async () => {
    await startServers();
    telegram.faults.next('deleteWebhook', { kind: 'hang' });
    program = await startProgram({ ...onTelegram(), DATA_DIR: data.dataDir });
    await expect
      .poll(() => telegram.calls.some(({ method }) => method === 'deleteWebhook'), { timeout: 20_000 })
      .toBe(true);
    const told = Date.now();
    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(Date.now() - told).toBeLessThan(5_000);
    expect(program.out()).not.toContain(READY);
  });
});
