import { afterEach, describe, expect, it, vi } from 'vitest';
import { startSlackServer } from '../../../bot/sandbox/slack/index.ts';
import { createSlack } from '../../../bot/slack/index.ts';
import type { FileReference, Form, Incoming, Place, Reply } from '../../../handlers/index.ts';

const until = (check: () => void) => vi.waitFor(check, { timeout: 8000, interval: 20 });
const BYTES = new Uint8Array([137, 80, 78, 71, 0, 255]);

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** A pretended Slack with Budi and Siti in #triase, which is watched, and #umum, which is not. */
async function world(openForm: (incoming: Incoming) => Promise<Form | undefined> = async () => undefined) {
  const stored: Incoming[] = [];
  const logged: string[] = [];
  const files = new Map<number, Uint8Array>([[1, BYTES]]);
  const server = await startSlackServer({ limits: 'off', shortcuts: [{ callbackId: 'ticket', name: 'Buat tiket' }] });
  endings.push(() => server.stop());
  const { people } = server;
  const budi = people.addUser('budi', 'Budi Santoso').id;
  const siti = people.addUser('siti', 'Siti Aminah').id;
  const triage = people.addChannel('triase', [budi, siti]);
  const open = people.addChannel('umum', [budi, siti]);
  const secret = people.addChannel('integritas', [budi], 'private');
  const tell = (what: string, facts?: Record<string, unknown>) => void logged.push(`${what} ${JSON.stringify(facts)}`);
  const slack = createSlack({
    botToken: server.botToken,
    appToken: server.appToken,
    apiUrl: server.apiUrl,
    receive: async (incoming) => void stored.push(incoming),
    openForm,
    readFile: async (id) => files.get(id),
    watched: [triage, secret],
    log: { debug: tell, info: tell, warn: tell, error: tell },
  });
  endings.push(() => slack.stop());
  await slack.check();
  await slack.start();
  const messages = (channel: string) => people.view().channels.find(({ id }) => id === channel)?.messages ?? [];
  const send = async (place: Place, reply: Reply, edits?: string) => {
    const [message, ...more] = slack.out.render(reply);
    expect(more).toEqual([]);
    return slack.out.send(place, message, edits);
  };
  /** A card of the bot; returns its ts. */
  const card = async (channel = triage) => {
    await send({ channel: 'slack', chat: channel, audience: 'group' }, say('L-2026-00042'));
    return messages(channel).at(-1)?.ts ?? '';
  };
  return { server, people, slack, stored, logged, files, budi, siti, triage, open, secret, messages, send, card };
}

type World = Awaited<ReturnType<typeof world>>;

const say = (text: string, more: Partial<Reply> = {}): Reply => ({
  blocks: [{ kind: 'paragraph', spans: [text] }],
  ...more,
});
const PICTURE = { id: 1, name: 'layar galat.png', type: 'image/png' };
const inThread = ({ triage }: World, thread: string): Place => ({
  channel: 'slack',
  chat: triage,
  audience: 'group',
  thread: `${triage}:${thread}`,
});

describe('the threads of tickets', () => {
  it('bring what officers write, change and attach, with names in place of ids', async () => {
    const it = await world();
    const root = await it.card();
    const ts = it.people.say(it.budi, it.triage, `<@${it.siti}> tolong cek\nlog <SPSE>`, root);
    await until(() => expect(it.stored).toHaveLength(1));
    expect(it.stored[0]).toMatchObject({
      from: { id: it.budi, name: 'Budi Santoso' },
      place: { chat: it.triage, audience: 'group', thread: `${it.triage}:${root}` },
      message: `${it.triage}:${ts}`,
      event: { kind: 'text', text: '@Siti Aminah tolong cek\nlog <SPSE>' },
      overheard: true,
    });
    it.people.edit(it.budi, it.triage, ts, 'tidak jadi');
    it.people.attach(it.siti, it.triage, [{ name: 'log.png', type: 'image/png', bytes: BYTES }], 'ini lognya', root);
    await until(() => expect(it.stored).toHaveLength(3));
    expect(it.stored[1]?.event).toEqual({ kind: 'text', text: 'tidak jadi', edits: `${it.triage}:${ts}` });
    expect(it.stored[2]?.event).toMatchObject({ kind: 'files', caption: 'ini lognya', files: [{ name: 'log.png' }] });
  });

  it('bring a mention once, as a question, and nothing of the bot or of other places', async () => {
    const it = await world();
    const root = await it.card();
    await it.send(inThread(it, root), say('balasan terkirim'));
    await it.send(inThread(it, root), say('bukti', { file: PICTURE }));
    it.people.say(it.budi, it.triage, 'di luar utas');
    const other = it.people.say(it.budi, it.open, 'kanal lain');
    it.people.say(it.budi, it.open, 'utas di kanal lain', other);
    it.people.remove(it.budi, it.triage, it.people.say(it.budi, it.triage, 'keliru', root));
    it.people.say(it.budi, it.triage, `<@${it.server.botUserId}> syarat daftar?`, root);
    it.people.say(it.budi, it.secret, 'rahasia', await it.card(it.secret));
    await until(() => expect(it.stored).toHaveLength(3));
    expect(it.stored.map(({ event, overheard }) => [event, overheard])).toEqual([
      [{ kind: 'text', text: 'keliru' }, true],
      [{ kind: 'text', text: 'syarat daftar?' }, undefined],
      [{ kind: 'text', text: 'rahasia' }, true],
    ]);
    await until(() => expect(it.server.deliveries.every(({ outcome }) => outcome?.ok)).toBe(true));
    expect(it.stored).toHaveLength(3);
  });

  it('get what is said into a thread whose first message was deleted into the channel itself', async () => {
    const it = await world();
    const root = it.people.say(it.budi, it.triage, 'sebentar saja');
    it.people.remove(it.budi, it.triage, root);
    expect(await it.send(inThread(it, root), say('balasan'))).toMatchObject({ kind: 'sent' });
    expect(await it.send(inThread(it, root), say('bukti', { file: PICTURE }))).toMatchObject({ kind: 'sent' });
    expect(it.messages(it.triage)).toMatchObject([{ text: 'balasan' }, { text: 'bukti', files: [{}] }]);
    for (const message of it.messages(it.triage)) expect(message).not.toHaveProperty('threadTs');
  });

  it('bring the shortcut "Buat tiket"', async () => {
    const it = await world();
    const ts = it.people.say(it.siti, it.open, 'vendor menelepon:\ntidak bisa masuk');
    await it.people.shortcut(it.budi, it.open, ts, 'ticket');
    expect(it.stored).toMatchObject([
      {
        place: { chat: it.open, thread: `${it.open}:${ts}`, onlyFor: it.budi },
        event: { kind: 'command', name: 'tiket-dari-pesan', text: 'vendor menelepon:\ntidak bisa masuk' },
      },
    ]);
  });
});

describe('forms', () => {
  const OPTIONS = Array.from({ length: 100 }, (_, at) => ({
    value: `v${at}`,
    label: `${'Pilihan panjang '.repeat(8)}${at}`,
  }));
  const FORM: Form = {
    name: 'forward',
    id: 42,
    title: 'Alihkan tiket ke bidang atau petugas lain',
    submit: 'Alihkan',
    fields: [
      {
        name: 'to',
        label: 'Ke '.repeat(1000),
        hint: 'petunjuk '.repeat(500),
        kind: 'choice',
        options: OPTIONS,
        initial: 'v99',
      },
      { name: 'few', label: 'Dasar', kind: 'choice', options: OPTIONS.slice(0, 10) },
      { name: 'note', label: 'Catatan', kind: 'long', optional: true, longest: 9000 },
    ],
  };
  const fill = { few: { value: { selected_option: { value: 'v3' } } } };

  it.each(['a card', 'App Home'])('opened from %s come back with its place', async (from) => {
    const it = await world(async ({ event }) => (event.kind === 'press' ? FORM : undefined));
    const buttons = say('Tiket', { buttons: [[{ label: 'Alihkan', action: { verb: 'menu', id: 42 } }]] });
    const root = await it.card();
    const home: Place = { channel: 'slack', chat: it.budi, audience: 'private', home: true };
    const place = from === 'App Home' ? home : inThread(it, root);
    await it.send(place, buttons);
    const ts = it.messages(it.triage).at(-1)?.ts ?? '';
    await it.people.press(it.budi, from === 'App Home' ? { home: true } : { channel: it.triage, ts }, 'menu:42');
    const [modal] = it.people.view().modals;
    const elements = ((modal?.view.blocks ?? []) as { element: { type: string; options?: unknown[] } }[]).map(
      (one) => one.element,
    );
    expect(elements.map(({ type }) => type)).toEqual(['static_select', 'radio_buttons', 'plain_text_input']);
    expect(elements[0]?.options).toHaveLength(100);
    await it.people.submit(it.budi, modal?.id ?? '', fill);
    expect(it.stored).toMatchObject([
      { place, event: { kind: 'form', form: 'forward', id: 42, fields: { to: 'v99', few: 'v3' } } },
    ]);
  });
});

describe('a file that is sent', () => {
  it('stands in the thread, its caption without a mention', async () => {
    const it = await world();
    const root = await it.card();
    const sent = await it.send(inThread(it, root), say('dari <!channel> & Andi', { file: PICTURE }));
    const message = it.messages(it.triage).at(-1);
    expect(message).toMatchObject({ threadTs: root, text: 'dari &lt;!channel&gt; &amp; Andi' });
    const [file] = message?.files ?? [];
    expect(file).toMatchObject({ name: 'layar galat.png', type: 'image/png', size: BYTES.length });
    expect(sent).toEqual({ kind: 'sent', ref: `file:${file?.id}` });
    expect(new Uint8Array(await (await fetch(file?.href ?? '')).arrayBuffer())).toEqual(BYTES);
  });

  it('reaches a person by their direct channel', async () => {
    const it = await world();
    const place: Place = { channel: 'slack', chat: it.budi, audience: 'private' };
    expect(await it.send(place, say('', { file: PICTURE }))).toMatchObject({ kind: 'sent' });
    expect(it.messages(it.people.directChannel(it.budi))).toMatchObject([{ text: '', files: [{}] }]);
  });

  it('is refused where it cannot stand, and when it is gone', async () => {
    const it = await world();
    const place: Place = { channel: 'slack', chat: it.triage, audience: 'group' };
    const bukti = say('bukti', { file: PICTURE });
    expect(await it.send({ ...place, onlyFor: it.budi }, bukti)).toMatchObject({ kind: 'refused' });
    expect(await it.send({ ...place, chat: it.budi, home: true }, bukti)).toMatchObject({ kind: 'refused' });
    it.files.clear();
    expect(await it.send(place, bukti)).toEqual({ kind: 'refused', why: 'file is gone' });
    expect(it.server.calls.filter(({ method }) => method.startsWith('files.'))).toEqual([]);
  });

  it.each([
    ['files.getUploadURLExternal', { kind: 'drop-after' }, { kind: 'retry', limited: false }],
    ['files.getUploadURLExternal', { kind: 'http', status: 500 }, { kind: 'retry', limited: false }],
    ['files.getUploadURLExternal', { kind: 'ratelimited', retryAfter: 7 }, { kind: 'retry', after: 7, limited: true }],
    ['files.getUploadURLExternal', { kind: 'error', error: 'missing_scope' }, { kind: 'retry', after: 60 }],
    ['upload', { kind: 'drop-before' }, { kind: 'retry', limited: false }],
    ['upload', { kind: 'http', status: 503 }, { kind: 'retry', why: 'upload: HTTP 503' }],
    ['upload', { kind: 'ratelimited', retryAfter: 9 }, { kind: 'retry', after: 9, limited: true }],
    ['files.completeUploadExternal', { kind: 'drop-before' }, { kind: 'unsure' }],
    ['files.completeUploadExternal', { kind: 'http', status: 500 }, { kind: 'unsure', why: 'HTTP 500' }],
    [
      'files.completeUploadExternal',
      { kind: 'ratelimited', retryAfter: 5 },
      { kind: 'retry', after: 5, limited: true },
    ],
    [
      'files.completeUploadExternal',
      { kind: 'error', error: 'not_in_channel' },
      { kind: 'gone', why: 'not_in_channel' },
    ],
    ['files.completeUploadExternal', { kind: 'error', error: 'is_archived' }, { kind: 'gone' }],
    ['files.completeUploadExternal', { kind: 'error', error: 'invalid_arguments' }, { kind: 'refused' }],
  ] as const)('shows nothing when %s ends with %j', async (step, fault, expected) => {
    const it = await world();
    const place: Place = { channel: 'slack', chat: it.triage, audience: 'group' };
    it.server.faults.next(step, fault);
    expect(await it.send(place, say('bukti', { file: PICTURE }))).toMatchObject(expected);
    expect(it.messages(it.triage)).toEqual([]);
    expect(await it.send(place, say('bukti', { file: PICTURE }))).toMatchObject({ kind: 'sent' });
  });

  it('is in doubt when the last answer is lost, though it stands there', async () => {
    const it = await world();
    it.server.faults.next('files.completeUploadExternal', { kind: 'drop-after' });
    const place: Place = { channel: 'slack', chat: it.triage, audience: 'group' };
    expect(await it.send(place, say('bukti', { file: PICTURE }))).toMatchObject({ kind: 'unsure' });
    expect(it.messages(it.triage)).toHaveLength(1);
  });
});

describe('a file that was sent to the bot', () => {
  /** Budi attaches a file in a thread; gives it as it came in. */
  async function attached(
    it: World,
    file = { name: 'layar.png', type: 'image/png', bytes: BYTES },
  ): Promise<FileReference> {
    it.people.attach(it.budi, it.triage, [file], '', await it.card());
    await until(() => expect(it.stored).toHaveLength(1));
    const [{ event }] = it.stored as [Incoming];
    return (event as Extract<Incoming['event'], { kind: 'files' }>).files[0] as FileReference;
  }

  it('is fetched, up to the size that is asked for', async () => {
    const it = await world();
    const file = await attached(it);
    expect(await it.slack.fetchFile(file, BYTES.length)).toEqual({ kind: 'bytes', bytes: BYTES });
    expect(await it.slack.fetchFile(file, BYTES.length - 1)).toEqual({ kind: 'too-big' });
    expect(await it.slack.fetchFile({ id: 'F404', kind: 'photo' }, 99)).toEqual({
      kind: 'gone',
      why: 'file_not_found',
    });
  });

  it.each([
    ['files.info', { kind: 'error', error: 'file_deleted' }, { kind: 'gone', why: 'file_deleted' }],
    ['files.info', { kind: 'ratelimited', retryAfter: 11 }, { kind: 'retry', after: 11 }],
    ['files.info', { kind: 'http', status: 502 }, { kind: 'retry', why: 'HTTP 502' }],
    ['files.info', { kind: 'drop-before' }, { kind: 'retry' }],
    ['files.info', { kind: 'error', error: 'missing_scope' }, { kind: 'retry', why: 'SLACK_BOT_TOKEN: missing_scope' }],
    ['download', { kind: 'error', error: 'sign in' }, { kind: 'gone', why: expect.stringContaining('files:read') }],
    ['download', { kind: 'http', status: 403 }, { kind: 'gone', why: expect.stringContaining('files:read') }],
    ['download', { kind: 'http', status: 404 }, { kind: 'gone', why: 'HTTP 404' }],
    ['download', { kind: 'http', status: 500 }, { kind: 'retry', why: 'HTTP 500' }],
    ['download', { kind: 'ratelimited', retryAfter: 13 }, { kind: 'retry', after: 13 }],
    ['download', { kind: 'drop-before' }, { kind: 'retry' }],
  ] as const)('ends, when %s does with %j, as it should', async (step, fault, expected) => {
    const it = await world();
    const file = await attached(it);
    it.server.faults.next(step, fault);
    const fetched = await it.slack.fetchFile(file, 1000);
    expect(fetched).toMatchObject(expected);
    expect(JSON.stringify(fetched) + it.logged.join('\n')).not.toMatch(/xoxb-|xapp-/);
  });
});

it('knows the addresses of messages, and none of files and homes', async () => {
  const it = await world();
  const { linkTo } = it.slack;
  expect(linkTo?.('C1', 'C1:1700000000.000100')).toBe('https://lpse-sandbox.slack.com/archives/C1/p1700000000000100');
  // To a person's id no address leads, but to the direct channel that the ref names.
  expect(linkTo?.('U1', 'D1:1700000000.000100')).toContain('/archives/D1/p1700000000000100');
  for (const ref of ['file:F1', 'home:U1', '', 'C1:', 'C1:satu.dua']) expect(linkTo?.('C1', ref)).toBeUndefined();
});
