import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import type { SlackServerOptions } from '../../../bot/sandbox/slack/index.ts';
import { eventually, type Helpdesk, overHttp } from './slack-app.ts';

let running: Helpdesk | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function start(listen: (app: App) => void, options: SlackServerOptions = {}) {
  running = await overHttp(listen, { retryDelaysMs: [20, 40], ...options });
  const { people, http } = running.server;
  if (!http) throw new Error('The server does not deliver over HTTP.');
  const ani = people.addUser('ani', 'Ani Wulandari').id;
  const channel = people.addChannel('layanan', [ani]);
  const messages = (id = channel) => people.view().channels.find((each) => each.id === id)?.messages ?? [];
  return { ...running, http, people, ani, channel, messages };
}

describe('over signed HTTP', () => {
  it('brings events, commands, presses and forms to Bolt', async () => {
    const { people, server, ani, channel, client, messages } = await start((app) => {
      app.event('app_mention', async ({ event, say }) => {
        await say({ text: 'Halo', thread_ts: event.ts });
      });
      app.command('/lpse', async ({ ack, body, client }) => {
        await client.views.open({
          trigger_id: body.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'jawab',
            title: { type: 'plain_text', text: 'Jawab' },
            submit: { type: 'plain_text', text: 'Kirim' },
            blocks: [
              {
                type: 'input',
                block_id: 'jawaban',
                label: { type: 'plain_text', text: 'Jawaban' },
                element: { type: 'plain_text_input', action_id: 'isi' },
              },
            ],
          },
        });
        await ack({ text: 'Baik & siap' });
      });
      app.action('claim:1', async ({ ack, respond }) => {
        await ack();
        await respond({ replace_original: true, text: 'Diambil' });
      });
      app.view('jawab', async ({ ack, view }) => {
        const value = view.state.values.jawaban?.isi?.value;
        await ack(value === 'ya' ? { response_action: 'errors', errors: { jawaban: 'Singkat' } } : undefined);
      });
    });
    const ts = people.say(ani, channel, `<@${server.botUserId}> halo`);
    await eventually(() => expect(messages().at(-1)).toMatchObject({ text: 'Halo', threadTs: ts }));

    await people.command(ani, channel, '/lpse', 'jawab & tutup');
    expect(messages().at(-1)).toMatchObject({ text: 'Baik & siap', onlyFor: ani });
    const [modal] = people.view().modals;
    const answer = (value: string) => ({ jawaban: { isi: { value } } });
    await people.submit(ani, modal?.id ?? '', answer('ya'));
    expect(people.view().modals[0]?.errors).toEqual({ jawaban: 'Singkat' });
    await people.submit(ani, modal?.id ?? '', answer('lengkap'));
    expect(people.view().modals).toEqual([]);

    const posted = await client.chat.postMessage({
      channel,
      text: 'Kartu',
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'claim:1', text: { type: 'plain_text', text: 'Ambil' } }],
        },
      ],
    });
    await people.press(ani, { channel, ts: posted.ts ?? '' }, 'claim:1');
    await eventually(() => expect(messages().find((each) => each.ts === posted.ts)?.text).toBe('Diambil'));
  });

  it('sends an event again with the number and reason of the retry', async () => {
    const seen: unknown[] = [];
    const { people, server, ani } = await start((app) => {
      const process = app.processEvent.bind(app);
      app.processEvent = async (event) => {
        seen.push([event.retryNum, event.retryReason]);
        if (seen.length === 1) throw new Error('The database is away.');
        await process(event);
      };
    });
    people.say(ani, people.directChannel(ani), 'halo');
    await eventually(() => expect(server.deliveries[1]?.outcome?.ok).toBe(true));
    expect(seen).toEqual([
      [undefined, undefined],
      [1, 'http_error'],
    ]);
  });

  it.each([
    ['keeps trying', {}, 3],
    ['stops when the app asks for it', { 'x-slack-no-retry': '1' }, 1],
  ])('%s after a failure', async (_, headers: Record<string, string>, tries) => {
    const requests: unknown[] = [];
    const failing = createServer((request, response) => {
      requests.push(request.headers['x-slack-retry-num']);
      response.writeHead(500, headers).end();
    });
    failing.listen(0, '127.0.0.1');
    await once(failing, 'listening');
    const { port } = failing.address() as AddressInfo;
    const { people, ani } = await start(() => {}, { requestUrl: () => `http://127.0.0.1:${port}/` });
    people.say(ani, people.directChannel(ani), 'halo');
    await eventually(() => expect(requests).toHaveLength(tries));
    await new Promise((done) => setTimeout(done, 100));
    expect(requests).toEqual([undefined, '1', '2'].slice(0, tries));
    failing.closeAllConnections();
    failing.close();
  });

  it('gives a silent app its time and then tells the person', async () => {
    const { people, ani, channel } = await start((app) => app.command('/lpse', async () => {}), { ackWithinMs: 60 });
    await expect(people.command(ani, channel, '/lpse', '')).rejects.toThrow('operation_timeout');
  });

  it('tells the person when nobody answers at the address', async () => {
    const { people, ani, channel } = await start(() => {}, { requestUrl: 'http://127.0.0.1:9/slack/events' });
    await expect(people.command(ani, channel, '/lpse', '')).rejects.toThrow('dispatch_failed');
  });

  it('proves the address', async () => {
    const { http } = await start(() => {});
    await expect(http.verifyUrl('token')).resolves.toBe(true);
  });

  it('sends requests that are sound, stale, forged, and from the future', async () => {
    let heard = 0;
    const { http, people, server, ani } = await start((app) => {
      app.message(async () => {
        heard += 1;
      });
    });
    people.say(ani, people.directChannel(ani), 'halo');
    await eventually(() => expect(heard).toBe(1));
    const { body } = server.deliveries[0] ?? { body: {} };
    const now = Math.floor(Date.now() / 1000);
    const status = async (signing: Parameters<typeof http.request>[2]) =>
      (await http.request('events_api', body, signing)).status;

    expect(await status({ timestamp: now - 301 })).toBe(401);
    expect(await status({ signature: `v0=${'0'.repeat(64)}` })).toBe(401);
    expect(await status({ secret: 'lain' })).toBe(401);
    expect(heard).toBe(1);
    // Bolt itself lets these two through; whoever wants them refused has to do it.
    expect(await status({ timestamp: now + 360 })).toBe(200);
    expect(await status({ timestamp: now })).toBe(200);
    await eventually(() => expect(heard).toBe(3));
  });
});
