import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type SlackServer, startSlackServer } from '../../../bot/sandbox/slack/index.ts';
import { createFind, findable } from '../../../bot/slack/find.ts';
import { render } from '../../../bot/slack/render.ts';
import { createSend } from '../../../bot/slack/send.ts';
import type { Place } from '../../../handlers/index.ts';
import { clientOf } from '../sandbox/slack-app.ts';

let server: SlackServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const [MESSAGE] = render({ blocks: [{ kind: 'paragraph', spans: ['halo'] }] });
if (!MESSAGE) throw new Error('no message');
const message = MESSAGE;

async function start(clock?: () => number) {
  const started = await startSlackServer({ limits: 'off', retryDelaysMs: [], ...(clock && { clock }) });
  server = started;
  const ani = started.people.addUser('ani', 'Ani').id;
  const chat = started.people.addChannel('layanan', [ani]);
  const client = clientOf(started);
  const send = createSend(client, async () => undefined);
  const place: Place = { channel: 'slack', chat, audience: 'group' };
  return {
    server: started,
    ani,
    client,
    place,
    find: createFind(client),
    async post(mark: string | undefined, where: Place = place): Promise<string> {
      const sent = await send(where, message, undefined, mark);
      if (sent.kind !== 'sent') throw new Error(sent.kind);
      return sent.ref;
    },
  };
}

describe('looking for a message in Slack', () => {
  it('finds it by its mark, among others and after an edit', async () => {
    const { find, post, place, client } = await start();
    await post('7:1');
    const ref = await post('8:0');
    await post(undefined);
    const [channel = '', ts = ''] = ref.split(':');
    await client.chat.update({ channel, ts, text: 'diubah' });
    expect(await find(place, '8:0', Date.now())).toEqual({ kind: 'found', ref });
    expect(await find(place, '8:1', Date.now())).toEqual({ kind: 'absent' });
  });

  it('finds a reply in its thread, and in the channel when the thread is gone', async () => {
    const { find, post, place, server } = await start();
    const root = await post('1:0');
    const inThread: Place = { ...place, thread: root };
    const reply = await post('2:0', inThread);
    expect(await find(inThread, '2:0', Date.now())).toEqual({ kind: 'found', ref: reply });
    expect(await find(place, '2:0', Date.now())).toEqual({ kind: 'absent' });
    for (const ref of [reply, root]) server.people.removeAny(place.chat, ref.split(':')[1] ?? '');
    expect(await find(inThread, '3:0', Date.now())).toEqual({ kind: 'absent' });
    const anew = await post('3:0', inThread);
    expect(await find(inThread, '3:0', Date.now())).toEqual({ kind: 'found', ref: anew });
  });

  it('finds what was written to a person, by the id of the person', async () => {
    const { find, post, place, ani } = await start();
    const direct: Place = { channel: 'slack', chat: ani, audience: 'private' };
    const ref = await post('4:0', direct);
    expect(ref).toMatch(/^D/);
    expect(await find(direct, '4:0', Date.now())).toEqual({ kind: 'found', ref });
    expect(await find({ ...place, audience: 'private', onlyFor: ani }, '4:0', Date.now())).toEqual({
      kind: 'found',
      ref,
    });
  });

  it('turns pages, not before its time, and gives up where too much was said', async () => {
    let now = 1_800_000_000_000;
    const { find, post, place, server, ani } = await start(() => now);
    const early = await post('5:0');
    now += 30 * 60_000;
    for (let at = 0; at < 250; at++) server.people.say(ani, place.chat, 'ramai');
    expect(await find(place, '5:0', now)).toEqual({ kind: 'absent' });
    expect(await find(place, '5:0', now - 30 * 60_000)).toEqual({ kind: 'found', ref: early });
    for (let at = 0; at < 800; at++) server.people.say(ani, place.chat, 'ramai');
    expect(await find(place, '5:0', now - 30 * 60_000)).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    [{ kind: 'error', error: 'missing_scope' } as const, 'SLACK_BOT_TOKEN: missing_scope'],
    [{ kind: 'error', error: 'channel_not_found' } as const, 'channel_not_found'],
    [{ kind: 'ratelimited', retryAfter: 9 } as const, 'ratelimited'],
    [{ kind: 'http', status: 500 } as const, 'HTTP 500'],
    [{ kind: 'http-after', status: 502 } as const, 'HTTP 502'],
  ])('does not know after %o', async (fault, why) => {
    const { find, post, place, server } = await start();
    await post('6:0');
    server.faults.next('conversations.history', fault);
    expect(await find(place, '6:0', Date.now())).toEqual({ kind: 'unknown', why });
    server.faults.next('conversations.history', { kind: 'drop-after' });
    expect(await find(place, '6:0', Date.now())).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    { ok: true },
    { ok: true, messages: [], has_more: true },
    { ok: true, messages: [{ ts: '1.000001', metadata: { event_type: 'helpdesk_letter' } }] },
  ])('takes no answer for absence that does not show all: %j', async (answer) => {
    const fake = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((listening) => fake.listen(0, '127.0.0.1', listening));
    const apiUrl = `http://127.0.0.1:${(fake.address() as AddressInfo).port}/`;
    const find = createFind(clientOf({ apiUrl, botToken: 'xoxb-1' } as SlackServer));
    expect(await find({ channel: 'slack', chat: 'C1', audience: 'group' }, '1:0', 0)).toMatchObject({
      kind: 'unknown',
    });
    fake.closeAllConnections();
    fake.close();
  });

  it('knows what bears no mark', async () => {
    const { place, ani } = await start();
    expect(findable(place, MESSAGE)).toBe(true);
    expect(findable({ ...place, onlyFor: ani, audience: 'private' }, MESSAGE)).toBe(true);
    expect(findable({ ...place, onlyFor: ani }, MESSAGE)).toBe(false);
    expect(findable({ ...place, chat: ani, audience: 'private', home: true }, MESSAGE)).toBe(false);
    expect(findable(place, { ...MESSAGE, file: { id: 1, name: 'a.png', type: 'image/png' } })).toBe(false);
  });
});

describe('the pretended Slack', () => {
  it('shows what was written down on a message only when asked for it, and refuses what is no metadata', async () => {
    const { post, place, client } = await start();
    await post('9:0');
    const history = async (more: object) =>
      (await client.conversations.history({ channel: place.chat, ...more })).messages;
    expect((await history({}))?.[0]?.metadata).toEqual({ event_type: 'helpdesk_letter' });
    expect((await history({ include_all_metadata: true }))?.[0]?.metadata).toEqual({
      event_type: 'helpdesk_letter',
      event_payload: { letter: '9:0' },
    });
    const posting = (metadata: unknown) =>
      client
        .apiCall('chat.postMessage', { channel: place.chat, text: 'x', metadata: JSON.stringify(metadata) })
        .then(() => 'ok')
        .catch((error) => error.data?.error);
    expect(await posting([1])).toBe('invalid_metadata_format');
    expect(await posting({ event_type: 'a b', event_payload: {} })).toBe('invalid_metadata_schema');
    expect(await posting({ event_type: 'a' })).toBe('invalid_metadata_schema');
    expect(await posting({ event_type: 'a', event_payload: { x: [1] } })).toBe('invalid_metadata_schema');
    expect(await posting({ event_type: 'a', event_payload: { x: 'y'.repeat(9_000) } })).toBe('metadata_too_large');
    expect(await posting({ event_type: 'a', event_payload: { x: { y: true } } })).toBe('ok');
  });
});
