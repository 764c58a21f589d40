import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Telegraf } from 'telegraf';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTelegramServer, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';

type Received = { update_id: number; message?: { text: string; chat: { id: number } } };

let telegram: TelegramServer;
let own: Server;
let url: string;
let received: { secret: string | undefined; update: Received }[];
/** What the bot's own server does with a request; as at first: takes it. */
let react: (update: Received, response: ServerResponse) => void;

beforeEach(async () => {
  telegram = await startTelegramServer({ webhookTimeoutMs: 150, webhookBackoffMs: 20 });
  received = [];
  react = (_update, response) => response.end();
  own = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const update = JSON.parse(Buffer.concat(chunks).toString()) as Received;
      received.push({ secret: request.headers['x-telegram-bot-api-secret-token'] as string | undefined, update });
      react(update, response);
    });
  });
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(own.address() as AddressInfo).port}/hook`;
});

afterEach(async () => {
  await telegram.stop();
  own.closeAllConnections();
  await new Promise((resolve) => own.close(resolve));
});

async function call(method: string, params: object = {}) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) };
  const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/${method}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: every method has its own result
  return (await response.json()) as any;
}

const texts = () => received.map(({ update }) => update.message?.text);

describe('a webhook', () => {
  it('gets what waited and what comes, with the secret', async () => {
    const { id } = telegram.people.addPerson('Sitti');
    telegram.people.say(id, id, 'dulu');
    const answer = { ok: true, result: true, description: 'Webhook was set' };
    expect(await call('setWebhook', { url, secret_token: 'rahasia-1_A' })).toEqual(answer);
    expect(await call('setWebhook', { url, secret_token: 'rahasia-1_A' })).toMatchObject({
      description: 'Webhook is already set',
    });
    telegram.people.say(id, id, 'kini');
    await vi.waitFor(() => expect(texts()).toEqual(['dulu', 'kini']));
    expect(received.map(({ secret }) => secret)).toEqual(['rahasia-1_A', 'rahasia-1_A']);
    await vi.waitFor(async () =>
      expect((await call('getWebhookInfo')).result).toMatchObject({ url, pending_update_count: 0 }),
    );
  });

  it('gets a refused update again, in order, until it takes it', async () => {
    const { id } = telegram.people.addPerson('Sitti');
    const { id: other } = telegram.people.addPerson('Budi');
    let refusals = 0;
    react = (update, response) => {
      // Refused until the other chat's update has come, which so must not wait for this one.
      if (update.message?.text === 'satu' && (refusals < 2 || !texts().includes('lain'))) {
        refusals++;
        response.statusCode = 503;
      }
      response.end();
    };
    await call('setWebhook', { url });
    for (const text of ['satu', 'dua']) telegram.people.say(id, id, text);
    telegram.people.say(other, other, 'lain');
    await vi.waitFor(() => expect(texts()).toContain('dua'));
    expect(texts().filter((text) => text !== 'lain')).toEqual([...Array(refusals + 1).fill('satu'), 'dua']);
    expect((await call('getWebhookInfo')).result.last_error_message).toBe(
      'Wrong response from the webhook: 503 Service Unavailable',
    );
  });

  it('that does not answer in time, or breaks off, gets the update again', async () => {
    const { id } = telegram.people.addPerson('Sitti');
    let calls = 0;
    react = (_update, response) => {
      calls++;
      if (calls === 2) response.destroy();
      if (calls >= 3) response.end();
    };
    await call('setWebhook', { url });
    telegram.people.say(id, id, 'halo');
    await vi.waitFor(() => expect(texts()).toEqual(['halo']));
    await vi.waitFor(async () =>
      expect((await call('getWebhookInfo')).result.last_error_message).toBe('Read timeout expired'),
    );
    await vi.waitFor(async () => expect((await call('getWebhookInfo')).result.pending_update_count).toBe(0));
    expect(texts()).toEqual(['halo', 'halo', 'halo']);
  });

  it('may answer with a call', async () => {
    const { id } = telegram.people.addPerson('Sitti');
    react = (update, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ method: 'sendMessage', chat_id: update.message?.chat.id, text: 'Langsung' }));
    };
    await call('setWebhook', { url });
    telegram.people.say(id, id, 'halo');
    await vi.waitFor(() => expect(telegram.people.view().chats[0]?.messages.at(-1)?.text).toBe('Langsung'));
  });

  it('takes no more than max_connections at once', async () => {
    let running = 0;
    let most = 0;
    react = (_update, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running--;
        response.end();
      }, 20);
    };
    await call('setWebhook', { url, max_connections: 2 });
    for (let i = 0; i < 8; i++) {
      const { id } = telegram.people.addPerson(`Orang ${i}`);
      telegram.people.say(id, id, 'halo');
    }
    await vi.waitFor(() => expect(received).toHaveLength(8));
    expect(most).toBe(2);
  });

  it('and getUpdates exclude each other', async () => {
    const waiting = call('getUpdates', { timeout: 20 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await call('setWebhook', { url });
    expect(await waiting).toMatchObject({ error_code: 409, description: 'Conflict: terminated by setWebhook request' });
    expect(await call('getUpdates')).toMatchObject({
      error_code: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
    expect(await call('deleteWebhook')).toMatchObject({ description: 'Webhook was deleted' });
    expect(await call('getUpdates')).toEqual({ ok: true, result: [] });
  });

  it('leaves what it did not take, unless it is dropped', async () => {
    const { id } = telegram.people.addPerson('Sitti');
    react = (_update, response) => response.writeHead(500).end();
    await call('setWebhook', { url });
    telegram.people.say(id, id, 'halo');
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(0));
    await call('deleteWebhook');
    expect((await call('getUpdates')).result).toHaveLength(1);
    await call('deleteWebhook', { drop_pending_updates: true });
    expect((await call('getUpdates')).result).toEqual([]);
  });

  it.each([
    ['http://example.com/hook', 'bad webhook: An HTTPS URL must be provided for webhook', {}],
    ['https://example.com:8080/hook', 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443', {}],
    ['https://example.com/hook', 'secret token contains unallowed characters', { secret_token: 'a b' }],
    ['https://example.com/hook', 'secret token is too long', { secret_token: 'a'.repeat(257) }],
  ])('at %s is refused: %s', async (address, why, more) => {
    expect(await call('setWebhook', { url: address, ...more })).toEqual({
      ok: false,
      error_code: 400,
      description: `Bad Request: ${why}`,
    });
    expect((await call('getWebhookInfo')).result.url).toBe('');
  });

  it('of telegraf works', async () => {
    const bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
    const heard: string[] = [];
    bot.on('text', (context) => void heard.push(context.text));
    const listener = bot.webhookCallback('/hook', { secretToken: 'rahasia' });
    own.removeAllListeners('request');
    own.on('request', listener);
    const { id } = telegram.people.addPerson('Sitti');
    await bot.telegram.setWebhook(url, { secret_token: 'salah' });
    telegram.people.say(id, id, 'halo');
    await vi.waitFor(async () => expect((await call('getWebhookInfo')).result.last_error_message).toContain('403'));
    await bot.telegram.setWebhook(url, { secret_token: 'rahasia' });
    await vi.waitFor(() => expect(heard).toEqual(['halo']));
  });
});
