import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type SlackServer, type SlackServerOptions, startSlackServer } from '../../../bot/sandbox/slack/index.ts';
import { createSlack } from '../../../bot/slack/index.ts';
import type { Form, Incoming, Place, Reply } from '../../../handlers/index.ts';

const until = (check: () => void | Promise<void>, timeout = 8000) => vi.waitFor(check, { timeout, interval: 20 });

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

const FORM: Form = {
  name: 'report',
  id: 7,
  title: 'Laporkan',
  submit: 'Kirim',
  fields: [
    { name: 'subject', label: 'Perihal', kind: 'text' },
    { name: 'note', label: 'Uraian', kind: 'long', optional: true },
    { name: 'area', label: 'Bidang', kind: 'choice', options: [{ value: 'spse', label: 'SPSE' }], initial: 'spse' },
  ],
};

const TIMED: Form = {
  name: 'announce-pemeliharaan',
  id: 0,
  title: 'Umumkan pemeliharaan',
  submit: 'Pratinjau',
  fields: [
    { name: 'title', label: 'Judul', kind: 'text', initial: 'Pembaruan SPSE' },
    { name: 'startDate', label: 'Tanggal mulai', kind: 'date', initial: '2026-12-31' },
    { name: 'startTime', label: 'Pukul (WITA)', kind: 'time' },
    { name: 'endDate', label: 'Tanggal selesai', kind: 'date', optional: true },
  ],
};

type Wishes = {
  server?: SlackServerOptions;
  http?: boolean;
  openForm?: (incoming: Incoming) => Promise<Form | undefined>;
  checkForm?: (incoming: Incoming) => Promise<Record<string, string> | undefined>;
};

/** A pretended Slack with Budi and Siti in #umum, and a connected helpdesk that keeps what comes in. */
async function world({ server: wishes = {}, http = false, openForm = async () => undefined, checkForm }: Wishes = {}) {
  const stored: Incoming[] = [];
  const logged: string[] = [];
  const state = { failing: 0 };
  const door = http ? await listening() : undefined;
  const server = await startSlackServer({
    limits: 'off',
    retryDelaysMs: [50, 100, 200],
    shortcuts: [
      { callbackId: 'ask', name: 'Tanya LPSE' },
      { callbackId: 'ticket', name: 'Buat tiket' },
    ],
    ...wishes,
    ...(door && { requestUrl: `${door.root}/slack/events` }),
  });
  endings.push(() => server.stop());
  const tell = (what: string, facts?: Record<string, unknown>) => void logged.push(`${what} ${JSON.stringify(facts)}`);
  const slack = createSlack({
    botToken: server.botToken,
    ...(http ? { signingSecret: server.signingSecret } : { appToken: server.appToken }),
    apiUrl: server.apiUrl,
    receive: async (incoming) => {
      if (state.failing > 0) {
        state.failing -= 1;
        throw new Error('no database');
      }
      if (!stored.some(({ key }) => key === incoming.key)) stored.push(incoming);
    },
    openForm,
    ...(checkForm && { checkForm }),
    readFile: async () => undefined,
    watched: [],
    log: { debug: tell, info: tell, warn: tell, error: tell },
  });
  if (slack.http) door?.server.on('request', slack.http.listener);
  endings.push(() => slack.stop());
  await slack.check();
  await slack.start();
  const { people } = server;
  const budi = people.addUser('budi', 'Budi Santoso').id;
  const siti = people.addUser('siti', 'Siti Aminah').id;
  return { server, people, slack, stored, logged, state, budi, siti, channel: people.addChannel('umum', [budi, siti]) };
}

async function listening(): Promise<{ server: Server; root: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { server, root: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const say = (text: string, more: Partial<Reply> = {}): Reply => ({
  blocks: [{ kind: 'paragraph', spans: [text] }],
  ...more,
});

const messagesOf = (server: SlackServer, channel: string) =>
  server.people.view().channels.find(({ id }) => id === channel)?.messages ?? [];

async function answer(
  { slack }: { slack: ReturnType<typeof createSlack> },
  place: Place,
  reply: Reply,
  edits?: string,
) {
  const deliveries = [];
  for (const message of slack.out.render(reply)) deliveries.push(await slack.out.send(place, message, edits));
  return deliveries;
}

describe.each([
  ['Socket Mode', false],
  ['HTTP', true],
])('Slack over %s', (_, http) => {
  it('stores a mention, answers in its thread, and edits the answer', async () => {
    const it = await world({ http });
    it.people.say(it.budi, it.channel, `<@${it.server.botUserId}> jam &amp; hari buka?`);
    await until(() => expect(it.stored).toHaveLength(1));
    const [asked] = it.stored as [Incoming];
    expect(asked.event).toMatchObject({ kind: 'text' });
    expect(asked.from).toEqual({ channel: 'slack', id: it.budi, name: 'Budi Santoso' });
    const [sent] = await answer(it, asked.place, say('Senin <!channel> *Jumat*'));
    expect(sent).toMatchObject({ kind: 'sent' });
    const ref = sent?.kind === 'sent' ? sent.ref : '';
    expect(await answer(it, asked.place, say('Senin–Kamis'), ref)).toEqual([{ kind: 'sent', ref }]);
    const reply = messagesOf(it.server, it.channel).at(-1);
    expect(reply).toMatchObject({ threadTs: asked.place.thread?.split(':')[1], text: 'Senin–Kamis', edited: true });
    // The answer and its edit came back as events, or would have; nothing of the bot's own is stored.
    expect(it.stored).toHaveLength(1);
  });

  it('does not acknowledge what it could not store, and takes it when it comes again', async () => {
    const it = await world({ http, server: { ackWithinMs: 200 } });
    it.state.failing = 2;
    it.people.say(it.budi, it.people.directChannel(it.budi), 'jam buka?');
    await until(() => expect(it.stored).toHaveLength(1));
    const events = it.server.deliveries.filter(({ kind }) => kind === 'events_api');
    await until(() => expect(events.map(({ outcome }) => outcome?.ok).slice(0, 2)).toEqual([false, false]));
    expect(it.stored[0]?.event).toEqual({ kind: 'text', text: 'jam buka?' });
  });

  it('lets the person know when a command could not be stored', async () => {
    const it = await world({ http, server: { ackWithinMs: 300 } });
    it.state.failing = 1;
    await expect(it.people.command(it.budi, it.channel, '/lpse', 'tanya jam buka')).rejects.toThrow();
    await it.people.command(it.budi, it.channel, '/lpse', 'tanya jam buka');
    expect(it.stored).toHaveLength(1);
    const [asked] = it.stored as [Incoming];
    expect(await answer(it, asked.place, say('Pukul 8'))).toMatchObject([{ kind: 'sent' }]);
    expect(messagesOf(it.server, it.channel).at(-1)).toMatchObject({ onlyFor: it.budi });
  });

  it('opens a form from a button, stores nothing for that, and stores what was sent', async () => {
    const asked: Incoming[] = [];
    const openForm = async (incoming: Incoming) => {
      asked.push(incoming);
      return incoming.event.kind === 'press' ? FORM : undefined;
    };
    const it = await world({ http, openForm });
    const direct = it.people.directChannel(it.budi);
    const place: Place = { channel: 'slack', chat: direct, audience: 'private' };
    await answer(it, place, say('Ada kendala?', { buttons: [[{ label: 'Lapor', action: { verb: 'menu', id: 1 } }]] }));
    const ts = messagesOf(it.server, direct).at(-1)?.ts ?? '';
    await it.people.press(it.budi, { channel: direct, ts }, 'menu:1');
    const [modal] = it.people.view().modals;
    expect(asked).toMatchObject([{ message: `${direct}:${ts}`, event: { kind: 'press' } }]);
    expect(it.stored).toEqual([]);
    await it.people.submit(it.budi, modal?.id ?? '', { subject: { value: { value: 'Tidak bisa unggah' } } });
    expect(it.people.view().modals).toEqual([]);
    expect(it.stored).toMatchObject([
      { key: `slack:form:${modal?.id}`, place, event: { kind: 'form', form: 'report', id: 7 } },
    ]);
    expect(it.stored[0]?.event).toMatchObject({ fields: { subject: 'Tidak bisa unggah', area: 'spse' } });
  });

  it('keeps a form open that is filled in wrongly, and stores only what was right', async () => {
    const checked: Incoming[] = [];
    const it = await world({
      http,
      openForm: async ({ event }) => (event.kind === 'command' ? TIMED : undefined),
      checkForm: async (incoming) => {
        checked.push(incoming);
        return checked.length === 1 ? { startTime: 'Pukul itu sudah lewat.' } : undefined;
      },
    });
    await it.people.command(it.budi, it.channel, '/lpse', 'pemeliharaan');
    const modal = () => it.people.view().modals[0];
    const first = modal()?.id ?? '';
    await it.people.submit(it.budi, first, { startTime: { value: { selected_time: '07:30' } } });
    expect(it.stored).toEqual([]);
    expect(modal()).toMatchObject({ id: first, errors: { startTime: 'Pukul itu sudah lewat.' } });
    await it.people.submit(it.budi, first, { startTime: { value: { selected_time: '20:00' } } });
    expect(modal()).toBeUndefined();
    const filled = (startTime: string) => ({ title: 'Pembaruan SPSE', startDate: '2026-12-31', startTime });
    expect(checked.map(({ event }) => event)).toMatchObject([{ fields: filled('07:30') }, { fields: filled('20:00') }]);
    expect(it.stored).toMatchObject([{ event: { form: 'announce-pemeliharaan', fields: filled('20:00') } }]);
    // What was left empty is not there.
    expect(it.stored[0]?.event).not.toHaveProperty('fields.endDate');
  });
});

describe('Slack over Socket Mode', () => {
  it('takes the shortcut on a message, App Home, and answers there', async () => {
    const it = await world();
    const ts = it.people.say(it.siti, it.channel, 'apa itu SPSE?');
    await it.people.shortcut(it.budi, it.channel, ts, 'ask');
    it.people.openHome(it.budi);
    await until(() => expect(it.stored).toHaveLength(2));
    expect(it.stored[0]?.event).toEqual({ kind: 'command', name: 'tanyakan', text: 'apa itu SPSE?' });
    expect(it.stored[1]?.event).toEqual({ kind: 'home' });
    const place = it.stored[1]?.place as Place;
    const home: Reply = say('Selamat datang', { buttons: [[{ label: 'Tanya', action: { verb: 'ask', id: 0 } }]] });
    expect(await answer(it, place, home)).toEqual([{ kind: 'sent', ref: `home:${it.budi}` }]);
    await it.people.press(it.budi, { home: true }, 'ask:0');
    expect(it.stored[2]).toMatchObject({ event: { kind: 'press' }, place: { home: true, chat: it.budi } });
  });

  it('whispers by direct message where it is not in the channel', async () => {
    const it = await world();
    it.people.removeBot(it.channel);
    await it.people.command(it.budi, it.channel, '/lpse', 'tanya jam buka');
    expect(await answer(it, it.stored[0]?.place as Place, say('Pukul 8'))).toMatchObject([{ kind: 'sent' }]);
    expect(messagesOf(it.server, it.people.directChannel(it.budi)).at(-1)).toMatchObject({ text: 'Pukul 8' });
  });

  it('comes back after the connection broke and the service was away', async () => {
    const it = await world();
    it.server.faults.next('apps.connections.open', { kind: 'http', status: 503 });
    it.server.faults.next('apps.connections.open', { kind: 'drop-before' });
    it.server.connections.break();
    await until(() => expect(it.server.connections.count()).toBe(0));
    await until(() => expect(it.server.connections.count()).toBe(1), 15_000);
    it.people.say(it.budi, it.people.directChannel(it.budi), 'sudah kembali?');
    await until(() => expect(it.stored).toHaveLength(1));
  });

  it('comes back to a service that was gone altogether', async () => {
    const it = await world();
    const port = Number(new URL(it.server.apiUrl).port);
    await it.server.stop();
    await new Promise((later) => setTimeout(later, 1500));
    const again = await startSlackServer({ port, botToken: it.server.botToken, appToken: it.server.appToken });
    endings[0] = () => again.stop();
    await until(() => expect(again.connections.count()).toBe(1), 15_000);
    const dewi = again.people.addUser('dewi', 'Dewi').id;
    again.people.say(dewi, again.people.directChannel(dewi), 'halo');
    await until(() => expect(it.stored).toHaveLength(1));
  });

  it('makes a new connection when Slack asks for it', async () => {
    const it = await world();
    it.server.connections.refresh();
    await until(() => expect(it.server.connections.count()).toBe(0));
    await until(() => expect(it.server.connections.count()).toBe(1));
  });

  it('stops within two seconds: connected, in an outage, and while storing', async () => {
    const connected = await world();
    await expectQuickStop(connected.slack);
    await until(() => expect(connected.server.connections.count()).toBe(0));

    const away = await world();
    await away.server.stop();
    endings.splice(-2, 1);
    await new Promise((later) => setTimeout(later, 300));
    await expectQuickStop(away.slack);

    const hanging = await world();
    hanging.server.faults.next('apps.connections.open', { kind: 'hang' });
    hanging.server.connections.break();
    await new Promise((later) => setTimeout(later, 1500));
    await expectQuickStop(hanging.slack);
  });

  it('logs neither tokens nor what people wrote', async () => {
    const it = await world({ server: { ackWithinMs: 200, retryDelaysMs: [] } });
    it.state.failing = 1;
    it.people.say(it.budi, it.people.directChannel(it.budi), 'NIK saya 7604011234567890');
    it.server.faults.next('chat.postMessage', { kind: 'error', error: 'invalid_blocks' });
    await answer(it, { channel: 'slack', chat: it.channel, audience: 'group' }, say('NIK 7604011234567890'));
    await until(() => expect(it.logged.join('\n')).toContain('not stored'));
    expect(it.logged.join('\n')).not.toMatch(/7604|xoxb-|xapp-/);
  });

  it('names what to mend when it cannot be used', async () => {
    const { server } = await world();
    const slack = (more: { botToken?: string; appToken?: string; apiUrl?: string }) =>
      createSlack({
        botToken: server.botToken,
        appToken: server.appToken,
        apiUrl: server.apiUrl,
        receive: async () => {},
        openForm: async () => undefined,
        readFile: async () => undefined,
        watched: [],
        log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
        ...more,
      });
    await expect(slack({ botToken: 'xoxb-wrong' }).check()).rejects.toThrow('SLACK_BOT_TOKEN (invalid_auth)');
    await expect(slack({ appToken: 'xapp-wrong' }).check()).rejects.toThrow('SLACK_APP_TOKEN');
    await expect(slack({ apiUrl: 'http://127.0.0.1:9/api/' }).check()).rejects.toThrow('SLACK_API_URL');
    expect(() => slack({ appToken: '' })).toThrow('SLACK_SIGNING_SECRET');
    server.faults.next('auth.test', { kind: 'hang' });
    const began = performance.now();
    await expect(slack({}).check()).rejects.toThrow('SLACK_API_URL');
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('draws only what Slack takes', async () => {
    const it = await world();
    const place: Place = { channel: 'slack', chat: it.channel, audience: 'group' };
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom('<!channel>', '*a* _b_ ~c~ `d`', '👩🏽‍💻 '.repeat(900), 'kata '.repeat(2000), '\u0000\ud800', ''),
    );
    const span = fc.oneof(
      text,
      fc.record({ bold: text }),
      fc.record({ italic: text }),
      fc.record({ code: text }),
      fc.record({ text, url: fc.oneof(fc.webUrl(), text) }),
    );
    const spans = fc.array(span, { maxLength: 4 });
    const block = fc.oneof(
      fc.record({ kind: fc.constant('heading' as const), text }),
      fc.record({ kind: fc.constant('paragraph' as const), spans }),
      fc.record({ kind: fc.constant('quote' as const), text }),
      fc.record({ kind: fc.constant('list' as const), items: fc.array(spans, { maxLength: 5 }) }),
      fc.record({ kind: fc.constant('note' as const), spans }),
    );
    const button = fc.oneof(
      fc.record({ label: text, action: fc.record({ verb: fc.constant('answer' as const), id: fc.nat(9) }) }),
      fc.record({ label: text, url: fc.webUrl() }),
    );
    const reply = fc.record({
      blocks: fc.array(block, { maxLength: 9 }),
      buttons: fc.array(fc.array(button, { maxLength: 12 }), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(reply, async (one) => {
        for (const delivery of await answer(it, place, one)) expect(delivery).toMatchObject({ kind: 'sent' });
        const home: Place = { channel: 'slack', chat: it.budi, audience: 'private', home: true };
        expect((await answer(it, home, one))[0]).toMatchObject({ kind: 'sent' });
      }),
      { numRuns: 60 },
    );
  });
});

async function expectQuickStop(slack: { stop: () => Promise<void> }): Promise<void> {
  const began = performance.now();
  await slack.stop();
  expect(performance.now() - began).toBeLessThan(2000);
}
