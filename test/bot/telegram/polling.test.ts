import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, startTelegramServer, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';
import { ok, startScriptedApi } from './scripted-api.ts';
import { stageBot, unconfirmed } from './stage.ts';

const SOON = { timeout: 15_000, interval: 20 };

let server: TelegramServer;
let siti: number;
let stage: ReturnType<typeof stageBot>;
beforeEach(async () => {
  server = await startTelegramServer();
  siti = server.people.addPerson('Siti Aminah').id;
  stage = stageBot(server);
});
afterEach(async () => {
  await stage.bot.stop();
  await server.stop();
  expect(JSON.stringify(stage.lines)).not.toContain(server.token.split(':')[1]);
});

const say = (text: string) => server.people.say(siti, siti, text);
const texts = () => stage.store.texts();
const polls = () => server.calls.filter(({ method }) => method === 'getUpdates').length;

describe('receiving by asking', () => {
  it('stores what people write, once and in order, also what came before the start', async () => {
    say('satu');
    await stage.bot.check();
    await stage.bot.start();
    await expect.poll(texts, SOON).toEqual(['satu']);
    say('dua');
    say('tiga');
    await expect.poll(texts, SOON).toEqual(['satu', 'dua', 'tiga']);
    await expect.poll(() => unconfirmed(server), SOON).toBe(0);
    expect(stage.levels()).toEqual([]);
  });

  it('tells Telegram what it wants and offers', async () => {
    await stage.bot.start();
    await expect
      .poll(() => server.people.view().commands, SOON)
      .toEqual([{ command: 'bantuan', description: 'Cara memakai' }]);
    say('halo');
    await expect.poll(polls, SOON).toBeGreaterThan(0);
    const paramsOf = (method: string) => server.calls.find((call) => call.method === method)?.params;
    expect(paramsOf('deleteWebhook')).toMatchObject({ drop_pending_updates: false });
    expect(paramsOf('getUpdates')?.allowed_updates).toEqual([
      'message',
      'edited_message',
      'channel_post',
      'callback_query',
      'my_chat_member',
    ]);
    await expect.poll(() => paramsOf('setChatMenuButton'), SOON).toEqual({ menu_button: { type: 'commands' } });
  });

  it('starts though the menu cannot be set', async () => {
    server.faults.next('setMyCommands', { kind: 'error', code: 400, description: 'Bad Request: BOT_COMMAND_INVALID' });
    server.faults.next('setChatMenuButton', { kind: 'bad-gateway' });
    await stage.bot.start();
    say('halo');
    await expect.poll(texts, SOON).toEqual(['halo']);
    await expect.poll(stage.levels, SOON).toEqual(['warn', 'warn']);
  });

  it('lets go of a button as soon as the press is stored', async () => {
    say('/start');
    await stage.bot.start();
    const place = { channel: 'telegram', chat: String(siti), audience: 'private' } as const;
    const [message] = stage.bot.out.render({
      blocks: [{ kind: 'paragraph', spans: ['Pilih'] }],
      buttons: [[{ label: 'Menu', action: { verb: 'menu', id: 7 } }]],
    });
    const sent = await stage.bot.out.send(place, message);
    const ref = 'ref' in sent ? Number(sent.ref) : -1;
    expect(await server.people.press(siti, siti, ref, 'menu:7')).toBeUndefined();
    await expect
      .poll(() => server.calls.find(({ method }) => method === 'answerCallbackQuery'), SOON)
      .toMatchObject({ ok: true });
    expect(stage.store.stored.at(-1)?.event).toEqual({ kind: 'press', action: { verb: 'menu', id: 7 } });
  });

  it('leads the readers of a channel to a chat with the bot, and takes only its topics from its administrator', async () => {
    const budi = server.people.addPerson('Budi').id;
    const channel = server.people.addChannel('Info LPSE', [siti, budi]);
    await stage.bot.start();
    const topic = { verb: 'topic', id: 0, choice: 'gangguan-on' } as const;
    const [message] = stage.bot.out.render({
      blocks: [{ kind: 'paragraph', spans: ['Pilih'] }],
      buttons: [[{ label: 'Gangguan', action: topic }], [{ label: 'Menu', action: { verb: 'menu', id: 7 } }]],
    });
    const place = { channel: 'telegram', chat: String(channel), audience: 'group' } as const;
    const sent = await stage.bot.out.send(place, message);
    const press = (person: number, data: string) =>
      server.people.press(person, channel, 'ref' in sent ? Number(sent.ref) : -1, data);
    const link = 'https://t.me/helpdesk_lpse_bot?start=kanal';
    expect(await press(budi, 'menu:7')).toBe(link);
    expect(await press(siti, 'menu:7')).toBe(link);
    expect(await press(budi, 'topic:0:gangguan-on')).toBe(link);
    expect(await press(siti, 'topic:0:gangguan-on')).toBeUndefined();
    const presses = stage.store.stored.filter(({ event }) => event.kind === 'press');
    expect(presses).toMatchObject([
      { from: { id: String(siti) }, place: { broadcast: true }, event: { action: topic } },
    ]);
  });
});

it('follows when Telegram counts on from a lower number', async () => {
  const answers = [[{ update_id: 50 }], [{ update_id: 51 }], [], [{ update_id: 7 }]];
  const api = await startScriptedApi((response, request) => {
    if (request.method === 'getMe') return ok({ id: 7, is_bot: true, username: 'b' })(response, request);
    if (request.method !== 'getUpdates') return ok(true)(response, request);
    const answer = answers.shift();
    if (answer) ok(answer)(response, request);
  });
  const bot = stageBot({ token: server.token, apiRoot: api.url });
  await bot.bot.start();
  const offsets = () =>
    api.requests.filter(({ method }) => method === 'getUpdates').map(({ payload }) => payload.offset);
  await expect.poll(offsets, SOON).toEqual([0, 51, 52, 0, 8]);
  await bot.bot.stop();
  api.stop();
});

describe('a store that is down', () => {
  it('leaves the update with Telegram until it is back, and asks for nothing else', async () => {
    await stage.bot.start();
    stage.store.broken = true;
    say('jangan hilang');
    await expect.poll(() => stage.store.attempts, SOON).toBeGreaterThanOrEqual(3);
    const asked = polls();
    say('kedua');
    expect(await unconfirmed(server)).toBe(2);
    stage.store.broken = false;
    await expect.poll(texts, SOON).toEqual(['jangan hilang', 'kedua']);
    expect(polls()).toBe(asked + 1);
    await expect.poll(() => unconfirmed(server), SOON).toBe(0);
    expect(stage.levels()).toEqual(['warn', 'info']);
    expect(JSON.stringify(stage.lines)).not.toContain('jangan hilang');
  });

  it('leaves it there also when we stop meanwhile; the next start brings it', async () => {
    await stage.bot.start();
    stage.store.broken = true;
    say('jangan hilang');
    await expect.poll(() => stage.store.attempts, SOON).toBeGreaterThanOrEqual(1);
    await stage.bot.stop();
    const attempts = stage.store.attempts;
    expect(await unconfirmed(server)).toBe(1);
    const next = stageBot(server);
    await next.bot.start();
    await expect.poll(() => next.store.texts(), SOON).toEqual(['jangan hilang']);
    await next.bot.stop();
    expect(stage.store.attempts).toBe(attempts);
  });

  it('does not bring again what was stored before it broke', async () => {
    ['satu', 'dua', 'tiga'].map(say);
    const half = stageBot(server, {
      receive: async (incoming) => {
        if (half.store.stored.length === 2) throw new Error('tidak tersambung');
        half.store.stored.push(incoming);
      },
    });
    await half.bot.start();
    await expect.poll(half.levels, SOON).toEqual(['warn']);
    await wait(1_500);
    expect(half.store.texts()).toEqual(['satu', 'dua']);
    await half.bot.stop();
    expect(await unconfirmed(server)).toBe(3);
  });
});

describe('stopping', () => {
  it('waits for what is half received', async () => {
    const { promise: stored, resolve: finish } = Promise.withResolvers<void>();
    const events: string[] = [];
    const slow = stageBot(server, {
      receive: async () => {
        events.push('begun');
        await stored;
        events.push('stored');
      },
    });
    await slow.bot.start();
    say('halo');
    await expect.poll(() => events, SOON).toEqual(['begun']);
    const stopped = slow.bot.stop().then(() => events.push('stopped'));
    await wait(100);
    finish();
    await stopped;
    expect(events).toEqual(['begun', 'stored', 'stopped']);
  });

  it('is at once while nothing comes, before a start, and twice', async () => {
    await stage.bot.start();
    await wait(50);
    const before = Date.now();
    await stage.bot.stop();
    await stage.bot.stop();
    await stageBot(server).bot.stop();
    expect(Date.now() - before).toBeLessThan(1_000);
  });

  it('ends a start that finds nobody', async () => {
    const alone = stageBot({ token: server.token, apiRoot: 'http://127.0.0.1:1' });
    const started = alone.bot.start();
    await expect.poll(alone.levels, SOON).toEqual(['warn']);
    await alone.bot.stop();
    await started;
    expect(alone.levels()).toEqual(['warn']);
  });
});

describe('an outage of Telegram', () => {
  const FAULTS: Fault[] = [
    { kind: 'bad-gateway' },
    { kind: 'garbage' },
    { kind: 'drop-before' },
    { kind: 'drop-after' },
    { kind: 'error', code: 401, description: 'Unauthorized' },
    { kind: 'error', code: 409, description: 'Conflict: terminated by other getUpdates request' },
    { kind: 'error', code: 429, description: 'Too Many Requests: retry after 2', parameters: { retry_after: 2 } },
  ];
  it.each(FAULTS)('$kind $code passes', async (fault) => {
    server.faults.next('getUpdates', fault, 2);
    await stage.bot.start();
    say('halo');
    await expect.poll(texts, SOON).toEqual(['halo']);
    // A wait that Telegram asks for is kept.
    const at = server.calls.filter(({ method }) => method === 'getUpdates').map((call) => call.at);
    if ('code' in fault && fault.code === 429) expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(1_990);
    expect(stage.levels()).toEqual(['warn', 'info']);
  });

  it('is outlived, from a server that is gone to one that is back', async () => {
    await stage.bot.start();
    say('sebelum');
    await expect.poll(texts, SOON).toEqual(['sebelum']);
    await server.stop();
    await expect.poll(stage.levels, SOON).toEqual(['warn']);
    await wait(2_000);
    server = await startTelegramServer({ port: Number(new URL(server.apiRoot).port), token: server.token });
    await expect.poll(stage.levels, SOON).toEqual(['warn', 'info']);
    siti = server.people.addPerson('Siti Aminah').id;
    server.deliver({
      update_id: 2_000_000_000,
      message: {
        message_id: 5,
        from: { id: siti, first_name: 'Siti' },
        chat: { id: siti, type: 'private' },
        date: 1,
        text: 'sesudah',
      },
    });
    await expect.poll(texts, SOON).toEqual(['sebelum', 'sesudah']);
  });

  it.each([
    ['no list', { a: 1 }],
    ['updates without a number', [{ message: {} }]],
  ])('an answer that holds %s is none', async (_, result) => {
    const api = await startScriptedApi((response, { method, payload }) => {
      if (method === 'getMe') return ok({ id: 7, is_bot: true, username: 'b' })(response, { method, payload });
      return ok(method === 'getUpdates' ? result : true)(response, { method, payload });
    });
    const odd = stageBot({ token: server.token, apiRoot: api.url });
    await odd.bot.start();
    await wait(400);
    expect(odd.levels()).toEqual(['warn']);
    expect(api.requests.filter(({ method }) => method === 'getUpdates')).toHaveLength(1);
    await odd.bot.stop();
    api.stop();
  });
});

describe('the check before the start', () => {
  const complaintOf = (token: string, apiRoot: string) =>
    stageBot({ token, apiRoot })
      .bot.check()
      .then(
        () => undefined,
        (error: Error) => `${error.name}: ${error.message}`,
      );

  it('is content with a bot', async () => {
    expect(await complaintOf(server.token, server.apiRoot)).toBeUndefined();
  });

  it('names the token, and does not tell it', async () => {
    for (const token of ['7000000001:AAHqAnotherTokenThatNobodyKnows00', 'bukan-token']) {
      const complaint = await complaintOf(token, server.apiRoot);
      expect(complaint).toMatch(/^ChannelError: TELEGRAM_BOT_TOKEN /);
      expect(complaint).not.toContain(token);
    }
  });

  it('names the address when nobody or something else answers there', async () => {
    const api = await startScriptedApi((response) => response.end('<html>'));
    for (const root of ['http://127.0.0.1:1', api.url]) {
      const complaint = await complaintOf(server.token, root);
      expect(complaint).toMatch(/^ChannelError: TELEGRAM_API_ROOT /);
      expect(complaint).not.toContain(server.token);
    }
    api.stop();
  });
});
