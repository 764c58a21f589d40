import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSlack } from '../../../bot/slack/index.ts';
import { createOnce } from '../../../bot/slack/requests.ts';
import type { Form, Incoming } from '../../../handlers/index.ts';
import { command, mention } from './payloads.ts';

const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const LOG = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let server: Server | undefined;
afterEach(() => server?.close());

/** A helpdesk that is called over HTTP; `failing` makes storing fail. */
async function world(openForm: (incoming: Incoming) => Promise<Form | undefined> = async () => undefined) {
  const stored: Incoming[] = [];
  const state = { failing: false, attempts: 0 };
  const slack = createSlack({
    botToken: 'xoxb-1',
    signingSecret: SECRET,
    apiUrl: 'http://127.0.0.1:1/',
    receive: async (incoming) => {
      state.attempts += 1;
      if (state.failing) throw new Error('no database');
      stored.push(incoming);
    },
    openForm,
    readFile: async () => undefined,
    watched: [],
    log: LOG,
  });
  if (!slack.http) throw new Error('not over HTTP');
  server = createServer(slack.http.listener);
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = root + slack.http.path;
  return { slack, stored, state, url, root };
}

type Signed = { body: string; headers: Record<string, string> };

function signed(payload: Record<string, unknown>, seconds = 0, type = 'application/json'): Signed {
  const body = type === 'application/json' ? JSON.stringify(payload) : `${new URLSearchParams(payload as never)}`;
  const timestamp = Math.floor(Date.now() / 1000) + seconds;
  const hash = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': `${timestamp}`,
      'x-slack-signature': `v0=${hash}`,
    },
  };
}

const post = async (url: string, request: Signed) => (await fetch(url, { method: 'POST', ...request })).status;

describe('Slack over HTTP', () => {
  it('stores, then answers 200', async () => {
    const { url, stored } = await world();
    expect(await post(url, signed(mention()))).toBe(200);
    expect(stored).toMatchObject([{ key: 'slack:Ev0PV52K25', from: { name: 'U0BUDI0001' } }]);
    expect(await post(url, signed(command(), 0, 'application/x-www-form-urlencoded'))).toBe(200);
    expect(stored[1]?.event).toMatchObject({ kind: 'command', name: 'tanya' });
  });

  it('answers 500 when it cannot store, and takes the same request when it can again', async () => {
    const { url, stored, state } = await world();
    const request = signed(mention());
    state.failing = true;
    expect(await post(url, request)).toBe(500);
    state.failing = false;
    expect(await post(url, request)).toBe(200);
    expect(stored).toHaveLength(1);
  });

  it('does the same signed request once, but a retry of Slack again', async () => {
    const { url, state } = await world();
    const request = signed(mention());
    expect(await Promise.all([post(url, request), post(url, request)])).toEqual([200, 200]);
    expect(await post(url, request)).toBe(200);
    const disguised = { ...request.headers, 'x-slack-signature': `${request.headers['x-slack-signature']}=again` };
    expect(await post(url, { ...request, headers: disguised })).toBe(200);
    expect(state.attempts).toBe(1);
    const retry = signed(mention(), 1);
    retry.headers['x-slack-retry-num'] = '1';
    expect(await post(url, retry)).toBe(200);
    expect(state.attempts).toBe(2);
  });

  it.each<[string, (request: Signed) => void, number]>([
    [
      'a wrong signature',
      ({ headers }) => void Object.assign(headers, { 'x-slack-signature': `v0=${'0'.repeat(64)}` }),
      0,
    ],
    ['no signature', ({ headers }) => void delete headers['x-slack-signature'], 0],
    ['another body', (request) => void Object.assign(request, { body: `${request.body} ` }), 0],
    ['a time six minutes ago', () => {}, -360],
    ['a time in two minutes', () => {}, 120],
  ])('answers 401 to %s', async (_, spoil, seconds) => {
    const { url, state } = await world();
    const request = signed(mention(), seconds);
    spoil(request);
    expect(await post(url, request)).toBe(401);
    expect(state.attempts).toBe(0);
  });

  it('takes a clock that is half a minute ahead', async () => {
    const { url } = await world();
    expect(await post(url, signed(mention(), 30))).toBe(200);
  });

  it('answers 404 to other paths and methods', async () => {
    const { url, root } = await world();
    expect(await post(`${root}/slack/other`, signed(mention()))).toBe(404);
    expect((await fetch(url)).status).toBe(404);
  });

  it('answers the challenge of the app page', async () => {
    const { url } = await world();
    const response = await fetch(url, { method: 'POST', ...signed({ type: 'url_verification', challenge: '3eZb' }) });
    expect(await response.json()).toEqual({ challenge: '3eZb' });
  });

  it('acknowledges what it has nothing to do for', async () => {
    const { url, state } = await world();
    expect(await post(url, signed(mention({ bot_id: 'B1' })))).toBe(200);
    expect(await post(url, signed({ type: 'event_callback' }))).toBe(200);
    expect(state.attempts).toBe(0);
  });

  it('stores a command whose form Slack will not show, so that it is answered in words', async () => {
    const form: Form = { name: 'report', id: 1, title: 'Lapor', submit: 'Kirim', fields: [] };
    const { url, state } = await world(async ({ event }) => (event.kind === 'command' ? form : undefined));
    expect(await post(url, signed(command(), 0, 'application/x-www-form-urlencoded'))).toBe(200);
    expect(state.attempts).toBe(1);
  });

  it('takes nothing more once stopped', async () => {
    const { url, slack, state } = await world();
    await slack.stop();
    expect(await post(url, signed(mention()))).toBe(500);
    expect(state.attempts).toBe(0);
  });
});

describe('work done once for a signature', () => {
  it('is forgotten after ten minutes', async () => {
    let now = 0;
    let done = 0;
    const once = createOnce(() => now);
    const work = async () => {
      done += 1;
    };
    expect(await once('a', work)).toBe(false);
    now = 599_999;
    expect(await once('a', work)).toBe(true);
    now = 600_001;
    expect(await once('a', work)).toBe(false);
    expect(done).toBe(2);
  });

  it('fails for all who waited for it', async () => {
    const once = createOnce(() => 0);
    const failing = () => Promise.reject(new Error('no database'));
    const outcomes = await Promise.allSettled([once('a', failing), once('a', failing)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('is remembered for ten thousand at most', async () => {
    const once = createOnce(() => 0);
    const work = async () => {};
    for (let n = 0; n <= 10_000; n++) await once(`${n}`, work);
    expect(await once('10000', work)).toBe(true);
    expect(await once('0', work)).toBe(false);
  });
});
