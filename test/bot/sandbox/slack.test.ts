import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import type { SlackServerOptions } from '../../../bot/sandbox/slack/index.ts';
import { eventually, type Helpdesk, overSocket, refusalOf } from './slack-app.ts';

let running: Helpdesk | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function start(listen: (app: App) => void, options: SlackServerOptions = {}) {
  running = await overSocket(listen, { retryDelaysMs: [20, 40, 60], ...options });
  const { people } = running.server;
  const ani = people.addUser('ani', 'Ani Wulandari').id;
  const channel = people.addChannel('layanan', [ani]);
  const messages = (id = channel) => people.view().channels.find((each) => each.id === id)?.messages ?? [];
  return { ...running, people, ani, channel, messages };
}

const modal = (more: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'jawab',
  title: { type: 'plain_text' as const, text: 'Jawab' },
  submit: { type: 'plain_text' as const, text: 'Kirim' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'jawaban',
      label: { type: 'plain_text' as const, text: 'Jawaban' },
      element: { type: 'plain_text_input' as const, action_id: 'isi', max_length: 100 },
    },
  ],
  ...more,
});

const button = (more: object = {}) => ({
  type: 'actions',
  block_id: 'tombol',
  elements: [
    { type: 'button', action_id: 'claim:1', text: { type: 'plain_text', text: 'Ambil' }, value: 'claim:1', ...more },
  ],
});

describe('what people write', () => {
  it('brings a mention to the app, and the answer into its thread', async () => {
    const { server, people, ani, channel, messages } = await start((app) => {
      app.event('app_mention', async ({ event, say }) => {
        await say({ text: `Halo <@${event.user}>`, thread_ts: event.ts });
      });
    });
    const ts = people.say(ani, channel, `<@${server.botUserId}> kapan LPSE buka?`);
    await eventually(() => expect(messages()).toHaveLength(2));
    expect(messages()[1]).toMatchObject({ user: server.botUserId, text: `Halo <@${ani}>`, threadTs: ts });
    const [mention, ...others] = server.deliveries.filter(({ body }) => Object(body.event).type === 'app_mention');
    expect(others).toEqual([]);
    expect(mention).toMatchObject({
      kind: 'events_api',
      outcome: { ok: true },
      body: {
        type: 'event_callback',
        event_id: expect.stringMatching(/^Ev[0-9A-Z]{10}$/),
        authorizations: [{ user_id: server.botUserId, is_bot: true }],
        event: { type: 'app_mention', channel, ts, client_msg_id: expect.any(String) },
      },
    });
  });

  it('brings direct messages, and the own answers of the app too', async () => {
    const heard: string[] = [];
    const { server, people, ani, client, messages } = await start((app) => {
      app.message(async ({ message }) => {
        heard.push(`${message.channel_type} ${'text' in message ? message.text : ''}`);
      });
    });
    const direct = people.directChannel(ani);
    people.say(ani, direct, 'syarat <daftar> & biaya? https://spse.go.id/x a@b.id');
    await eventually(() => expect(heard).toHaveLength(1));
    expect(heard).toEqual(['im syarat &lt;daftar&gt; &amp; biaya? <https://spse.go.id/x> <mailto:a@b.id|a@b.id>']);
    await client.chat.postMessage({ channel: ani, text: 'Gratis.' });
    expect(messages(direct)).toHaveLength(2);
    await eventually(() => expect(server.deliveries.at(-1)?.outcome).toBeDefined());
    expect(server.deliveries.at(-1)?.body).toMatchObject({ event: { bot_id: 'B0LPSE00001', text: 'Gratis.' } });
    expect(heard).toHaveLength(1);
    // Bolt leaves out what the app wrote itself, but not that it was edited.
    const ts = messages(direct).at(-1)?.ts ?? '';
    await client.chat.update({ channel: direct, ts, text: 'Tanpa biaya.' });
    await eventually(() => expect(heard).toEqual([expect.any(String), 'im ']));
  });

  it('tells of edits and deletions as Slack does', async () => {
    const { server, people, ani } = await start((app) => app.message(async () => {}));
    const direct = people.directChannel(ani);
    const ts = people.say(ani, direct, 'satu');
    people.edit(ani, direct, ts, 'dua');
    people.remove(ani, direct, ts);
    await eventually(() => expect(server.deliveries.filter((each) => each.outcome?.ok)).toHaveLength(3));
    expect(server.deliveries.map(({ body }) => body.event)).toMatchObject([
      { type: 'message', text: 'satu', channel_type: 'im' },
      {
        subtype: 'message_changed',
        message: { text: 'dua', ts, edited: { user: ani } },
        previous_message: { text: 'satu', ts },
      },
      { subtype: 'message_deleted', deleted_ts: ts, previous_message: { text: 'dua' } },
    ]);
  });

  it('lets nobody empty a message, change another’s, or send too many files', async () => {
    const { people, ani, channel } = await start(() => {});
    const ts = people.say(ani, channel, 'satu');
    expect(() => people.edit(ani, channel, ts, ' ')).toThrow('kosong');
    const other = people.addUser('budi', 'Budi').id;
    expect(() => people.remove(other, channel, ts)).toThrow('bukan anggota');
    const file = { name: 'a.txt', type: 'text/plain', bytes: new Uint8Array([1]) };
    expect(() => people.attach(ani, channel, Array(11).fill(file))).toThrow('10 berkas');
    people.attach(ani, channel, Array(10).fill(file));
  });

  it('keeps silent about what the app is not subscribed to, and where it is not', async () => {
    const { server, people, ani, channel } = await start(() => {}, { subscriptions: ['app_mention'] });
    people.say(ani, channel, 'tanpa sebutan');
    people.removeBot(channel);
    people.say(ani, channel, `<@${server.botUserId}> dengar?`);
    expect(server.deliveries).toEqual([]);
  });

  it('brings channel messages to those who subscribed', async () => {
    const { server, people, ani, channel } = await start(() => {}, { subscriptions: ['message.channels'] });
    people.say(ani, channel, 'halo');
    expect(server.deliveries[0]?.body).toMatchObject({ event: { type: 'message', channel_type: 'channel', channel } });
  });

  it('knows people again after a start anew, and repeats no event', async () => {
    let now = 1_700_000_000_000;
    const once = async () => {
      const { server, people, ani, channel } = await start(() => {}, { clock: () => now });
      people.say(ani, channel, `<@${server.botUserId}> halo`);
      await running?.stop();
      running = undefined;
      return { ani, channel, event: server.deliveries[0]?.body.event_id };
    };
    const before = await once();
    now += 60_000;
    const after = await once();
    expect(after).toMatchObject({ ani: before.ani, channel: before.channel });
    expect(after.event).not.toBe(before.event);
  });

  it('gives time stamps that never repeat', async () => {
    const { people, ani, channel } = await start(() => {}, { clock: () => 1_700_000_000_000 });
    const given = [1, 2, 3].map(() => people.say(ani, channel, 'x'));
    expect(new Set(given).size).toBe(3);
    expect(given).toEqual([...given].sort());
    expect(given[0]).toMatch(/^1700000000\.\d{6}$/);
  });
});

describe('redelivery', () => {
  it('sends an event again until it is acknowledged', async () => {
    const attempts: unknown[] = [];
    const { server, people, ani } = await start(
      (app) => {
        // Bolt acknowledges events before any listener: only in front of it one can be left lying.
        const process = app.processEvent.bind(app);
        app.processEvent = async (event) => {
          attempts.push([event.retryNum, event.retryReason]);
          if (attempts.length === 3) await process(event);
        };
        app.message(async () => {});
      },
      { ackWithinMs: 200 },
    );
    people.say(ani, people.directChannel(ani), 'halo');
    await eventually(() => expect(server.deliveries[2]?.outcome?.ok).toBe(true));
    expect(attempts).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
    ]);
    expect(new Set(server.deliveries.map(({ body }) => body.event_id)).size).toBe(1);
    await new Promise((done) => setTimeout(done, 150));
    expect(server.deliveries).toHaveLength(3);
  });

  it('gives up after the last retry', async () => {
    const { server, people, ani } = await start(
      (app) => {
        app.processEvent = async () => {};
      },
      { ackWithinMs: 30, retryDelaysMs: [5] },
    );
    people.say(ani, people.directChannel(ani), 'halo');
    await eventually(() => expect(server.deliveries[1]?.outcome?.ok).toBe(false));
    await new Promise((done) => setTimeout(done, 60));
    expect(server.deliveries).toHaveLength(2);
  });

  it('can send the same event and the same envelope twice', async () => {
    const heard: string[] = [];
    const { server, people, ani } = await start((app) => {
      app.message(async ({ body }) => {
        heard.push(body.event_id);
      });
    });
    people.say(ani, people.directChannel(ani), 'halo');
    await eventually(() => expect(server.deliveries[0]?.outcome?.ok).toBe(true));
    const { body } = server.deliveries[0] ?? { body: {} };
    await expect(server.deliver('events_api', body, { envelopeId: 'sama' })).resolves.toMatchObject({ ok: true });
    await expect(server.deliver('events_api', body, { envelopeId: 'sama' })).resolves.toMatchObject({ ok: true });
    expect(heard).toHaveLength(3);
    expect(new Set(heard).size).toBe(1);
  });

  it.each(['refresh', 'break'] as const)('goes on after %s of the connection', async (how) => {
    const { server, people, ani, messages } = await start((app) => {
      app.message(async ({ say }) => void (await say('baik')));
    });
    const direct = people.directChannel(ani);
    server.connections[how]();
    await eventually(() => expect(server.connections.count()).toBe(0));
    await eventually(() => expect(server.connections.count()).toBe(1));
    people.say(ani, direct, 'masih di sana?');
    await eventually(() => expect(messages(direct).at(-1)?.text).toBe('baik'));
    expect(server.calls.filter((call) => call.method === 'apps.connections.open')).toHaveLength(2);
  });

  it('shares what comes among several connections', async () => {
    const first: string[] = [];
    const { server, people, ani } = await start((app) => app.message(async () => void first.push('satu')));
    const direct = people.directChannel(ani);
    const { url } = (await running?.client.apps.connections.open({ token: server.appToken })) ?? {};
    const second = new WebSocket(url ?? '');
    const received: string[] = [];
    second.onmessage = ({ data }) => {
      const { type, envelope_id } = JSON.parse(String(data));
      received.push(type);
      if (envelope_id) second.send(JSON.stringify({ envelope_id }));
    };
    await eventually(() => expect(received).toEqual(['hello']));
    for (const text of ['a', 'b', 'c', 'd']) people.say(ani, direct, text);
    await eventually(() => expect(first).toHaveLength(2));
    await eventually(() => expect(received).toEqual(['hello', 'events_api', 'events_api']));

    const reused = new WebSocket(url ?? '');
    await new Promise((failed) => {
      reused.onerror = failed;
    });

    server.connections.refresh();
    await eventually(() => expect(received.at(-1)).toBe('disconnect'));
    await eventually(() => expect(server.connections.count()).toBe(1));
    for (const text of ['e', 'f']) people.say(ani, direct, text);
    await eventually(() => expect(first).toHaveLength(4));
    expect(received.at(-1)).toBe('disconnect');
    second.close();
  });
});

describe('slash commands', () => {
  it('shows the answer to the one who asked', async () => {
    const { people, ani, channel, messages, server } = await start((app) => {
      app.command('/lpse', async ({ ack, command, respond }) => {
        await ack(`Mencari ${command.text}`);
        await respond({ text: 'Ketemu', response_type: 'in_channel' });
      });
    });
    await people.command(ani, channel, '/lpse', 'tanya syarat & biaya');
    await eventually(() => expect(messages()).toHaveLength(2));
    expect(messages().find((each) => each.onlyFor === ani)?.text).toBe('Mencari tanya syarat &amp; biaya');
    expect(messages().find((each) => !each.onlyFor)?.text).toBe('Ketemu');
    expect(server.deliveries[0]?.body).toMatchObject({
      command: '/lpse',
      channel_id: channel,
      channel_name: 'layanan',
      user_name: 'ani',
    });
  });

  it('tells the person after three seconds that the app did not answer', async () => {
    const { people, ani, channel, server } = await start((app) => app.command('/lpse', async () => {}));
    const asked = Date.now();
    await expect(people.command(ani, channel, '/lpse', 'bantuan')).rejects.toThrow('operation_timeout');
    expect(Date.now() - asked).toBeGreaterThanOrEqual(2_990);
    expect(server.deliveries).toHaveLength(1);
  });

  it('knows only commands that are registered', async () => {
    const { people, ani, channel } = await start(() => {});
    await expect(people.command(ani, channel, '/lain', '')).rejects.toThrow('bukan perintah');
  });

  it('reaches nobody without a connection', async () => {
    const { people, ani, channel, app } = await start(() => {});
    await app.stop();
    await eventually(() => expect(running?.server.connections.count()).toBe(0));
    await expect(people.command(ani, channel, '/lpse', '')).rejects.toThrow('dispatch_failed');
  });
});

describe('response URLs', () => {
  it('serve five times within half an hour', async () => {
    let now = 1_700_000_000_000;
    const urls: string[] = [];
    const { people, ani, channel, messages } = await start(
      (app) => {
        app.command('/lpse', async ({ ack, body }) => {
          urls.push(body.response_url);
          await ack();
        });
      },
      { clock: () => now },
    );
    const post = async (url: string | undefined) => {
      const response = await fetch(url ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'lagi' }),
      });
      return [response.status, ((await response.json()) as { error?: string }).error];
    };
    await people.command(ani, channel, '/lpse', '');
    await people.command(ani, channel, '/lpse', '');
    for (let use = 0; use < 5; use += 1) expect(await post(urls[0])).toEqual([200, undefined]);
    expect(await post(urls[0])).toEqual([404, 'used_url']);
    expect(messages()).toHaveLength(5);
    expect(messages().every((each) => each.onlyFor === ani)).toBe(true);
    now += 30 * 60_000 + 1;
    expect(await post(urls[1])).toEqual([404, 'expired_url']);
  });

  it('replace and delete the message whose button was pressed, an ephemeral one too', async () => {
    const { people, ani, channel, client, messages } = await start((app) => {
      app.action('claim:1', async ({ ack, respond }) => {
        await ack();
        await respond({ replace_original: true, text: 'Sudah diambil' });
        await respond({ delete_original: true });
      });
    });
    const seen: string[][] = [];
    people.onChange(() => seen.push(messages().map((each) => each.text)));
    const shown = await client.chat.postEphemeral({ channel, user: ani, text: 'Kartu', blocks: [button()] as never });
    await people.press(ani, { channel, ts: shown.message_ts ?? '' }, 'claim:1');
    await eventually(() => expect(messages()).toHaveLength(0));
    expect(seen).toContainEqual(['Sudah diambil']);
  });
});

describe('buttons and menus', () => {
  it('send what was pressed, with the message and the state', async () => {
    const bodies: unknown[] = [];
    const { people, ani, channel, client } = await start((app) => {
      app.action(/.*/, async ({ ack, body }) => {
        bodies.push(body);
        await ack();
      });
    });
    const options = ['a', 'b'].map((value) => ({ text: { type: 'plain_text', text: value }, value }));
    const menu = {
      type: 'section',
      block_id: 'pilih',
      text: { type: 'mrkdwn', text: 'Pilih' },
      accessory: { type: 'static_select', action_id: 'alasan', options },
    };
    const posted = await client.chat.postMessage({ channel, text: 'Kartu', blocks: [button(), menu] as never });
    const where = { channel, ts: posted.ts ?? '' };
    await people.press(ani, where, 'alasan', 'pilih', 'b');
    await people.press(ani, where, 'claim:1');
    expect(bodies).toMatchObject([
      { actions: [{ type: 'static_select', action_id: 'alasan', selected_option: { value: 'b' } }] },
      {
        type: 'block_actions',
        container: { type: 'message', message_ts: posted.ts, channel_id: channel, is_ephemeral: false },
        message: { ts: posted.ts, text: 'Kartu' },
        channel: { id: channel, name: 'layanan' },
        state: { values: { pilih: { alasan: { type: 'static_select', selected_option: { value: 'b' } } } } },
        actions: [{ type: 'button', action_id: 'claim:1', block_id: 'tombol', value: 'claim:1' }],
      },
    ]);
    await expect(people.press(ani, where, 'tidak-ada')).rejects.toThrow('untuk ditekan');
  });

  it('tell the person when the app does not acknowledge', async () => {
    const { people, ani, channel, client } = await start((app) => app.action('claim:1', async () => {}), {
      ackWithinMs: 40,
    });
    const posted = await client.chat.postMessage({ channel, text: 'Kartu', blocks: [button()] as never });
    await expect(people.press(ani, { channel, ts: posted.ts ?? '' }, 'claim:1')).rejects.toThrow('operation_timeout');
  });

  it('do not show an ephemeral message to others, and send none along', async () => {
    const bodies: object[] = [];
    const { people, ani, channel, client } = await start((app) => {
      app.action('claim:1', async ({ ack, body }) => {
        bodies.push(body);
        await ack();
      });
    });
    const budi = people.addUser('budi', 'Budi').id;
    await expect(refusalOf(client.chat.postEphemeral({ channel, user: budi, text: 'x' }))).resolves.toMatchObject({
      error: 'user_not_in_channel',
    });
    const shown = await client.chat.postEphemeral({ channel, user: ani, text: 'Kartu', blocks: [button()] as never });
    const where = { channel, ts: shown.message_ts ?? '' };
    await expect(people.press(budi, where, 'claim:1')).rejects.toThrow('bukan anggota');
    await people.press(ani, where, 'claim:1');
    expect(bodies[0]).toMatchObject({ container: { is_ephemeral: true } });
    expect(bodies[0]).not.toHaveProperty('message');
    await expect(refusalOf(client.chat.update({ ...where, text: 'y' }))).resolves.toMatchObject({
      error: 'message_not_found',
    });
  });
});

describe('modals', () => {
  async function withModal(listen: (app: App) => void = () => {}, view: object = modal()) {
    const helpdesk = await start((app) => {
      app.command('/lpse', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: view as never });
      });
      listen(app);
    });
    const { people, ani, channel } = helpdesk;
    await people.command(ani, channel, '/lpse', 'jawab');
    await eventually(() => expect(people.view().modals).toHaveLength(1));
    const opened = () => people.view().modals.at(-1)?.id ?? '';
    return { ...helpdesk, opened };
  }
  const filled = (value: string | null) => ({ jawaban: { isi: { type: 'plain_text_input', value } } });

  it('open, take what is filled in, and close', async () => {
    const sent: unknown[] = [];
    const { people, ani, opened } = await withModal((app) => {
      app.view('jawab', async ({ ack, view }) => {
        sent.push(view.state.values);
        await ack();
      });
    });
    await people.submit(ani, opened(), filled('Buka pukul 08.00'));
    expect(sent).toEqual([{ jawaban: { isi: { type: 'plain_text_input', value: 'Buka pukul 08.00' } } }]);
    expect(people.view().modals).toEqual([]);
  });

  it('stay open with errors, and do not leave the client with an empty or too long field', async () => {
    const { server, people, ani, opened } = await withModal((app) => {
      app.view('jawab', async ({ ack }) => {
        await ack({ response_action: 'errors', errors: { jawaban: 'Terlalu singkat' } });
      });
    });
    const before = server.deliveries.length;
    await expect(people.submit(ani, opened(), filled(null))).rejects.toThrow('wajib diisi');
    await expect(people.submit(ani, opened(), filled('x'.repeat(101)))).rejects.toThrow('lebih dari 100');
    expect(server.deliveries).toHaveLength(before);
    await people.submit(ani, opened(), filled('ya'));
    expect(people.view().modals).toMatchObject([{ errors: { jawaban: 'Terlalu singkat' } }]);
  });

  it('hold dates and times as Slack has them, and none that nobody can choose', async () => {
    const sent: unknown[] = [];
    const picker = (type: 'datepicker' | 'timepicker', more: object = {}) => ({
      ...{ type: 'input', block_id: type, label: { type: 'plain_text', text: type }, optional: true },
      element: { type, action_id: 'isi', ...more },
    });
    const blocks = [picker('datepicker', { initial_date: '2026-12-31' }), picker('timepicker')];
    const { people, ani, opened } = await withModal((app) => {
      app.view('jawab', async ({ ack, view }) => {
        sent.push(view.state.values);
        await ack({ response_action: 'errors', errors: { timepicker: 'Sudah lewat' } });
      });
    }, modal({ blocks }));
    const submit = (selected_date: string | null, selected_time: string | null) =>
      people.submit(ani, opened(), { datepicker: { isi: { selected_date } }, timepicker: { isi: { selected_time } } });
    await people.submit(ani, opened(), {});
    await submit(null, '07:30');
    const values = (selected_date: string | null, selected_time: string | null) => ({
      datepicker: { isi: { type: 'datepicker', selected_date } },
      timepicker: { isi: { type: 'timepicker', selected_time } },
    });
    expect(sent).toEqual([values('2026-12-31', null), values(null, '07:30')]);
    expect(people.view().modals).toMatchObject([{ errors: { timepicker: 'Sudah lewat' } }]);
    await expect(submit('2026-02-30', '07:30')).rejects.toThrow('2026-02-30 tidak dapat dipilih');
    await expect(submit('besok', '07:30')).rejects.toThrow('besok tidak dapat dipilih');
    await expect(submit('2026-12-31', '7.30')).rejects.toThrow('7.30 tidak dapat dipilih');
    expect(sent).toHaveLength(2);
  });

  it('refuse errors for a field that is not there', async () => {
    const { people, ani, opened } = await withModal((app) => {
      app.view('jawab', async ({ ack }) => {
        await ack({ response_action: 'errors', errors: { lain: 'salah' } });
      });
    });
    await expect(people.submit(ani, opened(), filled('ya'))).rejects.toThrow('invalid_response_errors');
  });

  it('are updated, pushed and cleared by the answer to a sent form', async () => {
    const answers = [
      { response_action: 'update', view: modal({ callback_id: 'jawab', title: { type: 'plain_text', text: 'Dua' } }) },
      { response_action: 'push', view: modal({ title: { type: 'plain_text', text: 'Tiga' } }) },
      { response_action: 'clear' },
    ];
    const { people, ani, opened } = await withModal((app) => {
      app.view('jawab', async ({ ack }) => {
        await ack(answers.shift() as never);
      });
    });
    const titles = () => people.view().modals.map(({ view }) => (view.title as { text: string }).text);
    const first = opened();
    await people.submit(ani, opened(), filled('ya'));
    expect(titles()).toEqual(['Dua']);
    expect(opened()).toBe(first);
    await people.submit(ani, opened(), filled('ya'));
    expect(titles()).toEqual(['Dua', 'Tiga']);
    expect(people.view().modals[1]?.view).toMatchObject({ previous_view_id: first, root_view_id: first });
    await people.submit(ani, opened(), filled('ya'));
    expect(titles()).toEqual([]);
  });

  it('are changed by views.update, only with the right hash, and keep what was typed', async () => {
    const { people, ani, client, opened } = await withModal((app) => app.action('isi', async ({ ack }) => ack()));
    await people.press(ani, { view: opened() }, 'isi', 'jawaban', 'setengah');
    const { hash } = people.view().modals[0]?.view ?? {};
    const update = (use: unknown, view_id = opened()) =>
      client.views.update({
        view_id,
        hash: String(use),
        view: modal({ title: { type: 'plain_text', text: 'Baru' } }) as never,
      });
    await update(hash);
    await expect(refusalOf(update(hash))).resolves.toMatchObject({ error: 'hash_conflict' });
    await expect(refusalOf(update('', 'V000'))).resolves.toMatchObject({ error: 'not_found' });
    expect(people.view().modals[0]?.view).toMatchObject({
      title: { text: 'Baru' },
      state: { values: { jawaban: { isi: { value: 'setengah' } } } },
    });
  });

  it.each([false, true])(
    'tell of being closed when the app asked for it, clear_on_close %s',
    async (clear_on_close) => {
      const closed: unknown[] = [];
      const { people, ani, opened } = await withModal(
        (app) => {
          app.view({ callback_id: 'jawab', type: 'view_closed' }, async ({ ack, body }) => {
            closed.push('is_cleared' in body && body.is_cleared);
            await ack();
          });
        },
        modal({ notify_on_close: true, clear_on_close }),
      );
      people.closeModal(ani, opened());
      await eventually(() => expect(closed).toEqual([clear_on_close]));
      expect(people.view().modals).toEqual([]);
    },
  );

  it('stack up to three, from within a modal only', async () => {
    const triggers: string[] = [];
    const { people, ani, channel, client, opened } = await withModal(
      (app) => {
        app.action('lagi', async ({ ack, body }) => {
          await ack();
          if ('trigger_id' in body) triggers.push(body.trigger_id);
        });
      },
      modal({
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'lagi', text: { type: 'plain_text', text: 'Lagi' } }],
          },
        ],
      }),
    );
    const more = modal({
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'lagi', text: { type: 'plain_text', text: 'Lagi' } }],
        },
      ],
    });
    const push = async () => {
      await people.press(ani, { view: opened() }, 'lagi');
      return client.views.push({ trigger_id: triggers.at(-1) ?? '', view: more as never });
    };
    await push();
    await push();
    await expect(refusalOf(push())).resolves.toMatchObject({ error: 'push_limit_reached' });
    expect(people.view().modals).toHaveLength(3);
    const posted = await client.chat.postMessage({
      channel,
      text: 'x',
      blocks: [button({ action_id: 'lagi' })] as never,
    });
    await people.press(ani, { channel, ts: posted.ts ?? '' }, 'lagi');
    await expect(
      refusalOf(client.views.push({ trigger_id: triggers.at(-1) ?? '', view: more as never })),
    ).resolves.toMatchObject({ error: 'not_found' });
  });

  it('give the state of every kind of field as Slack has it', async () => {
    const options = ['a', 'b', 'c'].map((value) => ({
      text: { type: 'plain_text', text: value.toUpperCase() },
      value,
    }));
    const field = (block_id: string, element: object) => ({
      type: 'input',
      block_id,
      optional: true,
      label: { type: 'plain_text', text: block_id },
      element: { action_id: 'x', ...element },
    });
    const states: unknown[] = [];
    const { people, ani, opened } = await withModal(
      (app) => {
        app.view('jawab', async ({ ack, view }) => {
          states.push(view.state.values);
          await ack();
        });
      },
      modal({
        blocks: [
          field('teks', { type: 'plain_text_input', initial_value: 'awal' }),
          field('kosong', { type: 'plain_text_input' }),
          field('satu', { type: 'static_select', options }),
          field('banyak', { type: 'multi_static_select', options }),
          field('centang', { type: 'checkboxes', options, initial_options: [options[0]] }),
          field('radio', { type: 'radio_buttons', options }),
          field('orang', { type: 'users_select' }),
          field('tanggal', { type: 'datepicker', initial_date: '2026-01-31' }),
          field('jam', { type: 'timepicker' }),
        ],
      }),
    );
    await people.submit(ani, opened(), {
      satu: { x: { selected_option: options[1] } },
      banyak: { x: { selected_options: [{ value: 'a' }, { value: 'c' }] } },
      orang: { x: { selected_user: ani } },
      jam: { x: { selected_time: '08:30' } },
    });
    expect(states[0]).toEqual({
      teks: { x: { type: 'plain_text_input', value: 'awal' } },
      kosong: { x: { type: 'plain_text_input', value: null } },
      satu: { x: { type: 'static_select', selected_option: options[1] } },
      banyak: { x: { type: 'multi_static_select', selected_options: [options[0], options[2]] } },
      centang: { x: { type: 'checkboxes', selected_options: [options[0]] } },
      radio: { x: { type: 'radio_buttons', selected_option: null } },
      orang: { x: { type: 'users_select', selected_user: ani } },
      tanggal: { x: { type: 'datepicker', selected_date: '2026-01-31' } },
      jam: { x: { type: 'timepicker', selected_time: '08:30' } },
    });
  });
});

describe('trigger ids', () => {
  it('open one modal, within three seconds', async () => {
    let now = 1_700_000_000_000;
    const triggers: string[] = [];
    const { people, ani, channel, client } = await start(
      (app) => {
        app.command('/lpse', async ({ ack, body }) => {
          triggers.push(body.trigger_id);
          await ack();
        });
      },
      { clock: () => now },
    );
    const open = (trigger_id: string | undefined) =>
      client.views.open({ trigger_id: trigger_id ?? '', view: modal() as never });
    await people.command(ani, channel, '/lpse', '');
    await people.command(ani, channel, '/lpse', '');
    await open(triggers[0]);
    await expect(refusalOf(open(triggers[0]))).resolves.toMatchObject({ error: 'exchanged_trigger_id' });
    now += 3_001;
    await expect(refusalOf(open(triggers[1]))).resolves.toMatchObject({ error: 'expired_trigger_id' });
    await expect(refusalOf(open('1.2.T.x'))).resolves.toMatchObject({ error: 'invalid_trigger_id' });
  });

  it('are not used up by a view that is refused', async () => {
    const triggers: string[] = [];
    const { people, ani, channel, client } = await start((app) => {
      app.command('/lpse', async ({ ack, body }) => {
        triggers.push(body.trigger_id);
        await ack();
      });
    });
    await people.command(ani, channel, '/lpse', '');
    const trigger_id = triggers[0] ?? '';
    const bad = modal({ title: { type: 'plain_text', text: 'x'.repeat(25) } });
    await expect(refusalOf(client.views.open({ trigger_id, view: bad as never }))).resolves.toEqual({
      error: 'invalid_arguments',
      messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
    });
    await client.views.open({ trigger_id, view: modal() as never });
  });
});

describe('App Home and shortcuts', () => {
  it('shows the published home and takes what is pressed there', async () => {
    const pressed: unknown[] = [];
    const { server, people, ani } = await start((app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [button()] as never } });
      });
      app.action('claim:1', async ({ ack, body }) => {
        pressed.push(body);
        await ack();
      });
    });
    people.openHome(ani);
    await eventually(() => expect(people.view().homes[ani]).toBeDefined());
    await people.press(ani, { home: true }, 'claim:1');
    expect(pressed).toMatchObject([{ container: { type: 'view' }, view: { type: 'home' } }]);
    people.openHome(ani);
    await eventually(() => expect(server.deliveries.at(-1)?.outcome?.ok).toBe(true));
    expect(server.deliveries.at(-1)?.body).toMatchObject({ event: { tab: 'home', view: { type: 'home' } } });
  });

  it('send message and global shortcuts', async () => {
    const taken: string[] = [];
    const { people, ani, channel } = await start(
      (app) => {
        app.shortcut({ callback_id: 'jadikan-laporan', type: 'message_action' }, async ({ ack, shortcut }) => {
          taken.push(`pesan ${shortcut.message.text}`);
          await ack();
        });
        app.shortcut({ callback_id: 'pengumuman', type: 'shortcut' }, async ({ ack }) => {
          taken.push('umum');
          await ack();
        });
      },
      {
        shortcuts: [
          { callbackId: 'jadikan-laporan', name: 'Jadikan laporan' },
          { callbackId: 'pengumuman', name: 'Pengumuman', kind: 'global' },
        ],
      },
    );
    const ts = people.say(ani, channel, 'Tidak bisa masuk');
    await people.shortcut(ani, channel, ts, 'jadikan-laporan');
    await people.globalShortcut(ani, 'pengumuman');
    expect(taken).toEqual(['pesan Tidak bisa masuk', 'umum']);
    await expect(people.shortcut(ani, channel, ts, 'pengumuman')).rejects.toThrow('tidak terdaftar');
  });
});
