import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webApi } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { render } from '../../../bot/slack/render.ts';
import { createSend } from '../../../bot/slack/send.ts';
import type { Place } from '../../../handlers/index.ts';

type Answer = { status?: number; headers?: Record<string, string>; body: unknown };
type Call = { method: string; body: Record<string, string> };

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A Web API that answers as told; `undefined` breaks the connection, 'never' leaves the request waiting. */
async function api(answers: Record<string, Answer | undefined | 'never'>) {
  const calls: Call[] = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const method = request.url?.slice(1) ?? '';
    calls.push({ method, body: Object.fromEntries(new URLSearchParams(body)) });
    const answer = answers[method];
    if (answer === 'never') return;
    if (!answer) return void request.socket.destroy();
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { calls, url, send: createSend(client(url), async () => undefined) };
}

const SILENT = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => 'error' as never,
  setName: () => {},
};
const client = (slackApiUrl: string) =>
  new webApi.WebClient('xoxb-1', {
    slackApiUrl,
    logger: SILENT,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 300,
  });

const CHANNEL: Place = { channel: 'slack', chat: 'C1', audience: 'group', thread: 'C1:1.000001' };
const WHISPER: Place = { ...CHANNEL, onlyFor: 'U1' };
const HOME: Place = { channel: 'slack', chat: 'U1', audience: 'private', home: true };
const [MESSAGE] = render({ blocks: [{ kind: 'paragraph', spans: ['<!channel> jam 8'] }] });
if (!MESSAGE) throw new Error('no message');
const SENT = { body: { ok: true, channel: 'C1', ts: '2.000002' } };
const refusing = (error: string, more = {}) => ({ body: { ok: false, error, ...more } });

describe('sending to Slack', () => {
  it('posts into the thread, without previews or mentions', async () => {
    const { calls, send } = await api({ 'chat.postMessage': SENT });
    expect(await send(CHANNEL, MESSAGE)).toEqual({ kind: 'sent', ref: 'C1:2.000002' });
    expect(calls).toMatchObject([
      {
        method: 'chat.postMessage',
        body: {
          channel: 'C1',
          thread_ts: '1.000001',
          text: '&lt;!channel&gt; jam 8',
          unfurl_links: 'false',
          link_names: 'false',
          mrkdwn: 'false',
        },
      },
    ]);
    expect(JSON.parse(calls[0]?.body.blocks ?? '')).toEqual(MESSAGE.blocks);
  });

  it('edits the message of a ref and keeps the ref', async () => {
    const { calls, send } = await api({ 'chat.update': SENT });
    expect(await send(CHANNEL, MESSAGE, 'C1:2.000002')).toEqual({ kind: 'sent', ref: 'C1:2.000002' });
    expect(calls).toMatchObject([{ method: 'chat.update', body: { channel: 'C1', ts: '2.000002' } }]);
    expect(await send(CHANNEL, MESSAGE, 'nonsense')).toEqual({ kind: 'unknown-message' });
  });

  it('publishes an App Home', async () => {
    const { calls, send } = await api({ 'views.publish': { body: { ok: true } } });
    expect(await send(HOME, MESSAGE)).toEqual({ kind: 'sent', ref: 'home:U1' });
    expect(calls[0]?.body).toMatchObject({ user_id: 'U1', view: JSON.stringify(MESSAGE.home) });
  });

  it('whispers anew, even for an edit, as nobody can edit a whisper', async () => {
    const { calls, send } = await api({ 'chat.postEphemeral': { body: { ok: true, message_ts: '3.000003' } } });
    expect(await send(WHISPER, MESSAGE, 'C1:2.000002')).toEqual({ kind: 'sent', ref: 'C1:3.000003' });
    expect(calls).toMatchObject([{ method: 'chat.postEphemeral', body: { user: 'U1', thread_ts: '1.000001' } }]);
  });

  it.each(['channel_not_found', 'not_in_channel', 'user_not_in_channel'])(
    'whispers in the direct channel after %s',
    async (error) => {
      const { calls, send } = await api({
        'chat.postEphemeral': refusing(error),
        'chat.postMessage': { body: { ok: true, channel: 'D1', ts: '4.000004' } },
      });
      expect(await send(WHISPER, MESSAGE)).toEqual({ kind: 'sent', ref: 'D1:4.000004' });
      expect(calls[1]?.body).toMatchObject({ channel: 'U1' });
      expect(calls[1]?.body).not.toHaveProperty('thread_ts');
    },
  );

  it.each(['thread_not_found', 'cannot_reply_to_message'])('writes into the channel itself after %s', async (error) => {
    let calls = 0;
    const answers = {
      get 'chat.postMessage'() {
        return calls++ === 0 ? refusing(error) : SENT;
      },
    };
    const { calls: made, send } = await api(answers);
    expect(await send(CHANNEL, MESSAGE)).toEqual({ kind: 'sent', ref: 'C1:2.000002' });
    expect(made.map(({ body }) => body.thread_ts)).toEqual(['1.000001', undefined]);
    calls = 0;
    expect(await send({ channel: 'slack', chat: 'C1', audience: 'group' }, MESSAGE)).toEqual({
      kind: 'refused',
      why: error,
    });
  });

  it('never edits a file', async () => {
    const { calls, send } = await api({ 'chat.update': SENT });
    expect(await send(CHANNEL, MESSAGE, 'file:F1')).toEqual({ kind: 'unknown-message' });
    expect(calls).toEqual([]);
  });

  it('writes to the person where a command came from a direct channel', async () => {
    const { calls, send } = await api({ 'chat.postMessage': { body: { ok: true, channel: 'D1', ts: '4.000004' } } });
    await send({ channel: 'slack', chat: 'D9', audience: 'private', onlyFor: 'U1' }, MESSAGE);
    expect(calls).toMatchObject([{ method: 'chat.postMessage', body: { channel: 'U1' } }]);
  });

  it.each<[string, Answer | undefined | 'never', object]>([
    ['channel_not_found', refusing('channel_not_found'), { kind: 'gone', why: 'channel_not_found' }],
    ['is_archived', refusing('is_archived'), { kind: 'gone' }],
    ['not_in_channel', refusing('not_in_channel'), { kind: 'gone' }],
    ['user_not_found', refusing('user_not_found'), { kind: 'gone' }],
    ['cannot_dm_bot', refusing('cannot_dm_bot'), { kind: 'gone' }],
    ['message_not_found', refusing('message_not_found'), { kind: 'unknown-message' }],
    ['cant_update_message', refusing('cant_update_message'), { kind: 'unknown-message' }],
    ['edit_window_closed', refusing('edit_window_closed'), { kind: 'unknown-message' }],
    ['msg_too_long', refusing('msg_too_long'), { kind: 'refused', why: 'msg_too_long' }],
    [
      'invalid_blocks',
      refusing('invalid_blocks', { response_metadata: { messages: ['[ERROR] must be less than 51 items'] } }),
      { kind: 'refused', why: 'invalid_blocks [ERROR] must be less than 51 items' },
    ],
    ['invalid_auth', refusing('invalid_auth'), { kind: 'retry', after: 60, why: 'SLACK_BOT_TOKEN: invalid_auth' }],
    ['token_revoked', refusing('token_revoked'), { kind: 'retry', after: 60, limited: false }],
    // A dead token, not a dead person: nobody may be struck off for it.
    ['account_inactive', refusing('account_inactive'), { kind: 'retry', after: 60 }],
    ['429', { status: 429, headers: { 'retry-after': '17' }, body: '' }, { kind: 'retry', after: 17, limited: true }],
    ['429 without a time', { status: 429, body: '' }, { kind: 'retry', after: 30, limited: true }],
    ['ratelimited in the body', refusing('ratelimited'), { kind: 'retry', after: 30, limited: true }],
    ['500', { status: 500, body: '' }, { kind: 'unsure', why: 'HTTP 500' }],
    ['503', { status: 503, body: '' }, { kind: 'unsure', why: 'HTTP 503' }],
    ['404', { status: 404, body: '' }, { kind: 'retry', after: 60, why: 'SLACK_API_URL: HTTP 404' }],
    ['fatal_error', refusing('fatal_error'), { kind: 'unsure' }],
    ['a page in place of an answer', { body: '<html>Masuk dahulu</html>' }, { kind: 'unsure' }],
    ['a broken connection', undefined, { kind: 'unsure' }],
    ['no answer in time', 'never', { kind: 'unsure', why: 'TimeoutError' }],
  ])('takes %s for what it means', async (_, answer, expected) => {
    const { send } = await api({ 'chat.postMessage': answer });
    expect(await send({ channel: 'slack', chat: 'C1', audience: 'group' }, MESSAGE)).toMatchObject(expected);
  });

  it('takes an answer that breaks off for unsure', async () => {
    const { send } = await api({
      'chat.postMessage': { headers: { 'content-length': '500' }, body: '{"ok":' },
    });
    setTimeout(() => server?.closeAllConnections(), 100);
    expect(await send(CHANNEL, MESSAGE)).toMatchObject({ kind: 'unsure' });
  });

  it('knows that nothing was sent where nobody listens, or nobody is', async () => {
    const { url } = await api({});
    await new Promise((closed) => server?.close(closed));
    const refused = createSend(client(url), async () => undefined);
    expect(await refused(CHANNEL, MESSAGE)).toEqual({ kind: 'retry', after: 5, why: 'ECONNREFUSED', limited: false });
    const unknown = createSend(client('http://slack.invalid/'), async () => undefined);
    expect(await unknown(CHANNEL, MESSAGE)).toMatchObject({ kind: 'retry', after: 5 });
  });
});
