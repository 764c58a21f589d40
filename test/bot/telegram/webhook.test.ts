import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramServer, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';
import type { Incoming } from '../../../handlers/index.ts';
import { ask, stageBot, unconfirmed } from './stage.ts';

const SECRET = 'rahasia-webhook_0123456789';
const HEADER = 'x-telegram-bot-api-secret-token';
const SOON = { timeout: 10_000, interval: 20 };
const UPDATE = {
  update_id: 9,
  message: { message_id: 1, from: { id: 5, first_name: 'S' }, chat: { id: 5, type: 'private' }, date: 1, text: 'halo' },
};

let telegram: TelegramServer;
let server: Server;
let url: string;
let stage: ReturnType<typeof stageBot>;
let gate: (incoming: Incoming) => Promise<void>;
beforeEach(async () => {
  telegram = await startTelegramServer({ webhookBackoffMs: 100 });
  gate = async (incoming) => {
    if (stage.store.broken) throw new Error('tidak tersambung: halo');
    stage.store.stored.push(incoming);
  };
  server = createServer((request, response) => stage.bot.http?.listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kait/telegram`;
  stage = stageBot(telegram, { webhook: { url, secret: SECRET }, receive: (incoming) => gate(incoming) });
});
afterEach(async () => {
  await stage.bot.stop();
  await telegram.stop();
  server.closeAllConnections();
  server.close();
  expect(JSON.stringify(stage.lines)).not.toContain(telegram.token.split(':')[1]);
  expect(JSON.stringify(stage.lines)).not.toContain(SECRET);
});

const post = (body: string, headers: Record<string, string> = { [HEADER]: SECRET }, method = 'POST') =>
  fetch(url, { method, headers, ...(method === 'POST' && { body }) }).then(({ status }) => status);
const texts = () => stage.store.texts();

describe('receiving by being called', () => {
  it('registers and takes what Telegram brings', async () => {
    const siti = telegram.people.addPerson('Siti').id;
    telegram.people.say(siti, siti, 'sebelum mulai');
    await stage.bot.check();
    await stage.bot.start();
    expect(stage.bot.http?.path).toBe('/kait/telegram');
    expect(await ask(telegram, 'getWebhookInfo')).toMatchObject({
      url,
      max_connections: 20,
      allowed_updates: ['message', 'edited_message', 'channel_post', 'callback_query', 'my_chat_member'],
    });
    telegram.people.say(siti, siti, 'sesudah');
    await expect.poll(texts, SOON).toEqual(['sebelum mulai', 'sesudah']);
    await expect.poll(() => unconfirmed(telegram), SOON).toBe(0);
    expect(telegram.calls.map(({ method }) => method)).not.toContain('getUpdates');
  });

  it('says 500 while the store is down, so that Telegram comes again', async () => {
    await stage.bot.start();
    stage.store.broken = true;
    const siti = telegram.people.addPerson('Siti').id;
    telegram.people.say(siti, siti, 'jangan hilang');
    await expect.poll(stage.levels, SOON).toEqual(['warn']);
    expect(await post(JSON.stringify(UPDATE))).toBe(500);
    expect(await unconfirmed(telegram)).toBe(1);
    stage.store.broken = false;
    await expect.poll(texts, SOON).toEqual(['jangan hilang']);
    await expect.poll(() => unconfirmed(telegram), SOON).toBe(0);
    expect(stage.levels()).toEqual(['warn', 'info']);
    expect(JSON.stringify(stage.lines)).not.toContain('halo');
  });

  it('names the variable when Telegram does not take the address', async () => {
    const odd = stageBot(telegram, { webhook: { url: 'http://helpdesk.example/kait', secret: SECRET } });
    await expect(odd.bot.start()).rejects.toThrow(/^TELEGRAM_WEBHOOK_URL .*HTTPS/);
  });

  it('tries again when Telegram is not there', async () => {
    telegram.faults.next('setWebhook', { kind: 'bad-gateway' });
    await stage.bot.start();
    expect(stage.levels()).toEqual(['warn', 'info']);
    expect(await ask(telegram, 'getWebhookInfo')).toMatchObject({ url });
  });
});

describe('a caller', () => {
  beforeEach(() => stage.bot.start());

  it.each([
    ['no secret', {}, 401],
    ['an empty one', { [HEADER]: '' }, 401],
    ['a short one', { [HEADER]: SECRET.slice(0, -1) }, 401],
    ['a long one', { [HEADER]: `${SECRET}a` }, 401],
    ['another of the same length', { [HEADER]: SECRET.toUpperCase() }, 401],
    ['the right one', { [HEADER]: SECRET }, 200],
  ])('with %s', async (_, headers, status) => {
    expect(await post(JSON.stringify(UPDATE), headers as Record<string, string>)).toBe(status);
    expect(texts()).toEqual(status === 200 ? ['halo'] : []);
  });

  it('with something else than an update', async () => {
    expect(await post('{"update_id":')).toBe(400);
    expect(await post('')).toBe(400);
    expect(await post('[]')).toBe(200);
    expect(await post('null')).toBe(200);
    expect(await post('', { [HEADER]: SECRET }, 'GET')).toBe(405);
    expect(await post(JSON.stringify({ ...UPDATE, filler: 'x'.repeat(1024 * 1024) }))).toBe(413);
    expect(await post(JSON.stringify({ ...UPDATE, filler: 'x'.repeat(1000 * 1024) }))).toBe(200);
    expect(texts()).toEqual(['halo']);
  });

  it('that sends without end is told so before it is cut off', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8');
    socket.write(
      `POST /kait/telegram HTTP/1.1\r\nhost: a\r\n${HEADER}: ${SECRET}\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    const chunk = 1024 * 1024 + 1;
    socket.write(`${chunk.toString(16)}\r\n${'x'.repeat(chunk)}\r\n`);
    const [answer] = await once(socket, 'data');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    await once(socket, 'close');
  });

  it('that breaks off in the middle, and the next is served', async () => {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /kait/telegram HTTP/1.1\r\nhost: a\r\n${HEADER}: ${SECRET}\r\ncontent-length: 999\r\n\r\n{"update_id"`,
    );
    await wait(50);
    socket.destroy();
    await wait(50);
    expect(await post(JSON.stringify(UPDATE))).toBe(200);
  });

  it('that was half served when we stop is served; later ones come back another time', async () => {
    const { promise: stored, resolve: finish } = Promise.withResolvers<void>();
    gate = () => stored;
    const early = post(JSON.stringify(UPDATE));
    await wait(50);
    let stopped = false;
    const stopping = stage.bot.stop().then(() => {
      stopped = true;
    });
    expect(await post(JSON.stringify(UPDATE))).toBe(503);
    expect(stopped).toBe(false);
    finish();
    expect(await early).toBe(200);
    await stopping;
  });
});

it('takes nothing before it is started', async () => {
  expect(await post(JSON.stringify(UPDATE))).toBe(500);
  expect(texts()).toEqual([]);
});
