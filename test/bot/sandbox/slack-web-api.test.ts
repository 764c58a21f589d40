import { webApi } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { type SlackServer, type SlackServerOptions, startSlackServer } from '../../../bot/sandbox/slack/index.ts';
import { clientOf, refusalOf } from './slack-app.ts';

let server: SlackServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function start(options: SlackServerOptions = {}) {
  const started = await startSlackServer({ limits: 'off', retryDelaysMs: [], ...options });
  server = started;
  const { people } = started;
  const ani = people.addUser('ani', 'Ani Wulandari').id;
  const channel = people.addChannel('layanan', [ani]);
  const messages = () => people.view().channels.find((each) => each.id === channel)?.messages ?? [];
  return { server: started, people, ani, channel, messages, client: clientOf(started) };
}

const errorOf = async (call: Promise<unknown>): Promise<string> => (await refusalOf(call)).error;

describe('tokens', () => {
  it('are asked for, known, and of the right kind', async () => {
    const { server, client } = await start();
    const calls = (token: string) => clientOf(server, token);
    expect(await client.auth.test()).toMatchObject({ ok: true, user_id: server.botUserId, bot_id: 'B0LPSE00001' });
    expect(await errorOf(calls('xoxb-salah').auth.test())).toBe('invalid_auth');
    expect(await errorOf(calls('').auth.test())).toBe('not_authed');
    expect(await errorOf(calls(server.appToken).auth.test())).toBe('not_allowed_token_type');
    expect(await errorOf(client.apps.connections.open())).toBe('not_allowed_token_type');
    expect(await calls(server.appToken).apps.connections.open()).toMatchObject({ url: expect.stringMatching(/^ws:/) });
    expect(await errorOf(client.apiCall('chat.unknown'))).toBe('unknown_method');
  });

  it('of the app give an address for one connection, for half a minute', async () => {
    let now = 1_700_000_000_000;
    const { server } = await start({ clock: () => now });
    const { url = '' } = await clientOf(server, server.appToken).apps.connections.open();
    now += 30_001;
    await new Promise((refused) => {
      new WebSocket(url).onerror = refused;
    });
    expect(server.connections.count()).toBe(0);
  });

  it('are not kept in the list of calls', async () => {
    const { server, client } = await start();
    await client.auth.test({ token: server.botToken });
    expect(JSON.stringify(server.calls)).not.toContain(server.botToken);
  });
});

describe('messages', () => {
  it('are posted, edited and taken away by the app', async () => {
    const { client, channel, messages } = await start();
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'satu', blocks: [{ type: 'divider' }] });
    await client.chat.update({ channel, ts, text: 'dua' });
    expect(messages()).toMatchObject([{ ts, text: 'dua', edited: true, blocks: [{ type: 'divider' }] }]);
    await client.chat.update({ channel, ts, text: 'tiga', blocks: [] });
    expect(messages()[0]?.blocks).toEqual([]);
    expect((await client.chat.getPermalink({ channel, message_ts: ts })).permalink).toContain(ts.replace('.', ''));
    await client.reactions.add({ channel, timestamp: ts, name: 'eyes' });
    expect(await errorOf(client.reactions.add({ channel, timestamp: ts, name: 'eyes' }))).toBe('already_reacted');
    await client.chat.delete({ channel, ts });
    expect(messages()).toEqual([]);
  });

  it.each<[string, string, (use: Awaited<ReturnType<typeof start>>) => Promise<unknown>]>([
    ['to no channel', 'channel_not_found', ({ client }) => client.chat.postMessage({ channel: 'C404', text: 'x' })],
    [
      'without words or blocks',
      'no_text',
      ({ client, channel }) => client.chat.postMessage({ channel, text: '', blocks: [] }),
    ],
    [
      'of too many words',
      'msg_too_long',
      ({ client, channel }) => client.chat.postMessage({ channel, text: 'x'.repeat(40_001) }),
    ],
    [
      'of too much text in all blocks',
      'msg_blocks_too_long',
      ({ client, channel }) =>
        client.chat.postMessage({
          channel,
          text: 'x',
          blocks: [1, 2, 3, 4].map(() => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2_800) } })),
        }),
    ],
    [
      'with blocks that are no JSON',
      'invalid_blocks_format',
      ({ client, channel }) => client.apiCall('chat.postMessage', { channel, text: 'x', blocks: '[{' }),
    ],
    [
      'into a thread that is not there',
      'thread_not_found',
      ({ client, channel }) => client.chat.postMessage({ channel, text: 'x', thread_ts: '1.000100' }),
    ],
    [
      'to an archived channel',
      'is_archived',
      ({ client, channel, people }) => {
        people.archive(channel);
        return client.chat.postMessage({ channel, text: 'x' });
      },
    ],
    [
      'to a channel without the app',
      'not_in_channel',
      ({ client, channel, people }) => {
        people.removeBot(channel);
        return client.chat.postMessage({ channel, text: 'x' });
      },
    ],
    [
      'to a private channel without the app',
      'channel_not_found',
      ({ client, people, ani }) => {
        const secret = people.addChannel('rahasia', [ani], 'private');
        people.removeBot(secret);
        return client.chat.postMessage({ channel: secret, text: 'x' });
      },
    ],
    [
      'to the app itself',
      'cannot_dm_bot',
      ({ client, server }) => client.conversations.open({ users: server.botUserId }),
    ],
    ['to nobody', 'user_not_found', ({ client }) => client.conversations.open({ users: 'U404' })],
    [
      'over a message that is not there',
      'message_not_found',
      ({ client, channel }) => client.chat.update({ channel, ts: '1.000100', text: 'x' }),
    ],
    [
      "over somebody else's message",
      'cant_update_message',
      ({ client, channel, people, ani }) =>
        client.chat.update({ channel, ts: people.say(ani, channel, 'halo'), text: 'x' }),
    ],
    [
      'by an edit of too many words',
      'msg_too_long',
      async ({ client, channel }) => {
        const { ts = '' } = await client.chat.postMessage({ channel, text: 'x' });
        return client.chat.update({ channel, ts, text: 'x'.repeat(4_001) });
      },
    ],
  ])('are refused %s', async (_, error, call) => {
    expect(await errorOf(call(await start()))).toBe(error);
  });
});

describe('conversations and people', () => {
  it('are listed in pages', async () => {
    const { client, people, ani } = await start();
    for (let number = 1; number <= 4; number += 1) people.addChannel(`kanal-${number}`, [ani]);
    const names: string[] = [];
    for await (const page of client.paginate('conversations.list', { limit: 2 })) {
      const { channels = [] } = page as { channels?: { name: string }[] };
      names.push(...channels.map((each) => each.name));
    }
    expect(names).toEqual(['layanan', 'kanal-1', 'kanal-2', 'kanal-3', 'kanal-4']);
    expect((await client.users.list({})).members?.map((each) => each.name)).toEqual(['helpdesk', 'ani']);
    expect((await client.users.info({ user: ani })).user).toMatchObject({ real_name: 'Ani Wulandari', is_bot: false });
    expect((await client.users.conversations({ user: ani })).channels).toHaveLength(5);
  });

  it('show history newest first and threads oldest first, never what only one person sees', async () => {
    const { client, people, ani, channel } = await start();
    const root = people.say(ani, channel, 'akar');
    const reply = people.say(ani, channel, 'balasan', root);
    const last = people.say(ani, channel, 'lain');
    await client.chat.postEphemeral({ channel, user: ani, text: 'hanya Anda' });
    expect((await client.conversations.history({ channel })).messages?.map((each) => each.ts)).toEqual([last, root]);
    const thread = await client.conversations.replies({ channel, ts: root });
    expect(thread.messages).toMatchObject([
      { ts: root, reply_count: 1 },
      { ts: reply, thread_ts: root, parent_user_id: ani },
    ]);
    expect(await errorOf(client.conversations.replies({ channel, ts: '1.000100' }))).toBe('thread_not_found');
  });

  it('include the app and its team', async () => {
    const { client, server } = await start();
    expect((await client.bots.info({ bot: 'B0LPSE00001' })).bot).toMatchObject({ user_id: server.botUserId });
    expect(await errorOf(client.bots.info({ bot: 'B404' }))).toBe('bot_not_found');
    expect((await client.team.info()).team).toMatchObject({ id: 'T0LPSE00001' });
    expect(await errorOf(client.users.info({ user: 'U404' }))).toBe('user_not_found');
  });

  it('can be joined and opened', async () => {
    const { client, people, ani, channel, server } = await start();
    people.removeBot(channel);
    expect(await errorOf(client.conversations.history({ channel }))).toBe('not_in_channel');
    expect((await client.conversations.join({ channel })).channel).toMatchObject({ id: channel, is_member: true });
    expect((await client.conversations.members({ channel })).members).toEqual([ani, server.botUserId]);
    const opened = await client.conversations.open({ users: ani });
    expect(await client.conversations.open({ users: ani })).toMatchObject({
      already_open: true,
      channel: { id: opened.channel?.id },
    });
    expect(opened.channel?.id).toBe(people.directChannel(ani));
  });
});

describe('files', () => {
  it('are uploaded in three steps and shared in a message', async () => {
    const { client, channel, messages, people } = await start();
    await client.filesUploadV2({
      channel_id: channel,
      filename: 'laporan.csv',
      file: Buffer.from('a,b\n1,2'),
    } as never);
    const [file] = messages()[0]?.files ?? [];
    expect(file).toMatchObject({ name: 'laporan.csv', type: 'text/csv' });
    expect(await (await fetch(file?.href ?? '')).text()).toBe('a,b\n1,2');
    expect(people.view().channels[0]?.messages).toHaveLength(1);
  });

  it('must have the announced length, and must have come before they are shared', async () => {
    const { client } = await start();
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename: 'a.txt', length: 5 });
    const complete = () => client.files.completeUploadExternal({ files: [{ id: file_id }] } as never);
    expect(await errorOf(complete())).toBe('file_not_found');
    expect((await fetch(upload_url, { method: 'POST', body: 'pendek sekali' })).status).toBe(400);
    expect((await fetch(upload_url, { method: 'POST', body: 'lima!' })).status).toBe(200);
    expect(await complete()).toMatchObject({ files: [{ id: file_id, size: 5 }] });
  });

  it('of people are handed out with the token only', async () => {
    const { server, client, people, ani, channel } = await start({ subscriptions: ['message.channels'] });
    people.attach(ani, channel, [{ name: 'layar.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) }], 'ini');
    expect(server.deliveries[0]?.body).toMatchObject({
      event: { subtype: 'file_share', text: 'ini', files: [{ name: 'layar.png', mimetype: 'image/png', size: 3 }] },
    });
    const id = people.view().channels[0]?.messages[0]?.files[0]?.id ?? '';
    const { url_private = '' } = (await client.files.info({ file: id })).file ?? {};
    const bytes = await fetch(url_private, { headers: { authorization: `Bearer ${server.botToken}` } });
    expect(new Uint8Array(await bytes.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    const page = await fetch(url_private);
    expect(page.headers.get('content-type')).toBe('text/html');
  });
});

describe('limits', () => {
  it('let a short burst through per channel and say when to come again', async () => {
    let now = 1_700_000_000_000;
    const { client, channel, people, ani } = await start({ limits: {}, clock: () => now });
    const post = (to = channel) => client.chat.postMessage({ channel: to, text: 'x' });
    for (let sent = 0; sent < 5; sent += 1) await post();
    now += 1_500;
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 4 });
    await post(people.addChannel('lain', [ani]));
    now += 4_000;
    await post();
  });

  it('hold for other methods by the minute', async () => {
    const { client } = await start({ limits: { tier2: { calls: 2, windowMs: 60_000 } } });
    await client.users.list({});
    await client.users.list({});
    await expect(client.users.list({})).rejects.toBeInstanceOf(webApi.WebAPIRateLimitedError);
    await client.conversations.list({});
  });

  it('can be off', async () => {
    const { client, channel, messages } = await start();
    await Promise.all(Array.from({ length: 30 }, () => client.chat.postMessage({ channel, text: 'x' })));
    expect(messages()).toHaveLength(30);
  });
});

describe('faults', () => {
  const post = ({ client, channel }: Awaited<ReturnType<typeof start>>) =>
    client.chat.postMessage({ channel, text: 'x' });

  it('refuse, limit and fail for as many calls as told', async () => {
    const use = await start();
    use.server.faults.next('chat.postMessage', { kind: 'error', error: 'internal_error' }, 2);
    use.server.faults.next('*', { kind: 'ratelimited', retryAfter: 7 });
    use.server.faults.next('*', { kind: 'http', status: 503 });
    expect(await errorOf(post(use))).toBe('internal_error');
    expect(await errorOf(post(use))).toBe('internal_error');
    await expect(post(use)).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post(use)).rejects.toMatchObject({ statusCode: 503 });
    expect(use.messages()).toEqual([]);
    await post(use);
    expect(use.messages()).toHaveLength(1);
    expect(use.server.calls.map(({ ok, error, fault }) => [ok, error, fault])).toEqual([
      [false, 'internal_error', 'error'],
      [false, 'internal_error', 'error'],
      [false, 'ratelimited', 'ratelimited'],
      [false, 'http_503', 'http'],
      [true, undefined, undefined],
    ]);
  });

  it.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('break the connection: %s leaves %i messages', async (kind, left) => {
    const use = await start();
    use.server.faults.next('*', { kind });
    await expect(post(use)).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(use.messages()).toHaveLength(left);
    expect(use.server.calls.at(-1)).toMatchObject({ ok: left === 1, fault: kind });
  });

  it('answer late, never, or not at all when cleared', async () => {
    const use = await start();
    use.server.faults.next('*', { kind: 'delay', ms: 80 });
    const began = Date.now();
    await post(use);
    expect(Date.now() - began).toBeGreaterThanOrEqual(75);

    use.server.faults.next('*', { kind: 'hang' });
    const impatient = clientOf(use.server, use.server.botToken, 80);
    await expect(post({ ...use, client: impatient })).rejects.toThrow();
    expect(use.messages()).toHaveLength(1);

    use.server.faults.next('*', { kind: 'hang' });
    use.server.faults.clear();
    await post(use);
  });
});
