import { type AddressInfo, createServer, type Socket } from 'node:net';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, startTelegramServer, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';
import { createCall } from '../../../bot/telegram/api.ts';
import type { Place, Reply } from '../../../handlers/index.ts';
import { stageBot } from './stage.ts';

const picture = (width: number, height: number) => new Uint8Array(PNG.sync.write(new PNG({ width, height })));
const PICTURE = picture(64, 48);
const LETTER = new TextEncoder().encode('%PDF-1.7 surat');
const MB = 1024 * 1024;

let server: TelegramServer;
let siti: number;
let place: Place;
let files: Map<number, Uint8Array>;
let stage: ReturnType<typeof stageBot>;
const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);
beforeEach(async () => {
  process.on('uncaughtExceptionMonitor', note);
  server = await startTelegramServer({ limits: 'off' });
  siti = server.people.addPerson('Siti').id;
  server.people.say(siti, siti, '/start');
  place = { channel: 'telegram', chat: String(siti), audience: 'private' };
  files = new Map([
    [1, PICTURE],
    [2, LETTER],
  ]);
  stage = stageBot(server, { readFile: async (id) => files.get(id) });
});
afterEach(async () => {
  process.off('uncaughtExceptionMonitor', note);
  expect(uncaught).toEqual([]);
  expect(JSON.stringify(stage.lines)).not.toContain(server.token.split(':')[1]);
  await server.stop();
});

const PHOTO = { id: 1, name: 'layar.png', type: 'image/png' };
const DOCUMENT = { id: 2, name: 'surat.pdf', type: 'application/pdf' };
const reply = (file: Reply['file'], more: Partial<Reply> = {}): Reply => ({
  blocks: [{ kind: 'paragraph', spans: ['Lampiran ', { bold: 'tiket' }] }],
  ...(file && { file }),
  ...more,
});
const send = async (made: Reply, edits?: string, to = place) => {
  const messages = stage.bot.out.render(made);
  expect(messages).toHaveLength(1);
  const delivery = await stage.bot.out.send(to, messages[0], edits);
  expect(JSON.stringify(delivery)).not.toContain(server.token.split(':')[1]);
  return delivery;
};
const inbox = (chat = siti) => server.people.view().chats.find(({ id }) => id === chat)?.messages ?? [];
const called = () => server.calls.map(({ method }) => method);
const arrived = async () => new Uint8Array(await (await fetch(inbox().at(-1)?.media?.href ?? '')).arrayBuffer());

describe('a file', () => {
  it('that is a picture is shown, with words and buttons below', async () => {
    const delivery = await send(reply(PHOTO, { buttons: [[{ label: 'Menu', action: { verb: 'menu', id: 0 } }]] }));
    expect(delivery).toEqual({ kind: 'sent', ref: String(inbox().at(-1)?.id) });
    expect(inbox().at(-1)).toMatchObject({
      text: 'Lampiran tiket',
      entities: [{ type: 'bold', offset: 9, length: 5 }],
      buttons: [[{ text: 'Menu', data: 'menu:0' }]],
      media: { kind: 'photo' },
    });
    expect(await arrived()).toEqual(PICTURE);
  });

  it('that is anything else is a document under its name', async () => {
    expect(await send(reply(DOCUMENT))).toMatchObject({ kind: 'sent' });
    expect(inbox().at(-1)).toMatchObject({
      text: 'Lampiran tiket',
      media: { kind: 'document', name: 'surat.pdf', size: LETTER.length },
    });
    expect(await arrived()).toEqual(LETTER);
    expect(called()).toEqual(['sendDocument']);
  });

  it('goes without words, and under a name that is only a name', async () => {
    const name = '../"surat"\r\nx: y/rekap "final".pdf';
    expect(await send(reply({ ...DOCUMENT, name }, { blocks: [] }))).toMatchObject({ kind: 'sent' });
    expect(inbox().at(-1)).toMatchObject({ text: '', media: { name: "rekap 'final'.pdf" } });
  });

  it('in a group replies to a message, though that is gone', async () => {
    const chat = server.people.addGroup('Penyedia', [siti]);
    const asked = server.people.say(siti, chat, '/tiket');
    const group: Place = { channel: 'telegram', chat: String(chat), audience: 'group', thread: String(asked) };
    await send(reply(PHOTO), undefined, group);
    expect(inbox(chat).at(-1)).toMatchObject({ replyTo: asked, media: { kind: 'photo' } });
    expect(await send(reply(DOCUMENT), undefined, { ...group, thread: '999999' })).toMatchObject({ kind: 'sent' });
  });

  it('takes no place of another message', async () => {
    const before = inbox().length;
    expect(await send(reply(DOCUMENT), '1')).toMatchObject({ kind: 'sent' });
    expect(inbox()).toHaveLength(before + 1);
  });

  it('gives its place to no text: that is to be sent anew', async () => {
    const sent = await send(reply(DOCUMENT));
    const ref = sent.kind === 'sent' ? sent.ref : '';
    expect(await send(reply(undefined), ref)).toEqual({ kind: 'unknown-message' });
  });

  it('whose bytes are gone is not sent', async () => {
    files.clear();
    expect(await send(reply(DOCUMENT))).toEqual({ kind: 'refused', why: 'file is gone' });
    expect(called()).toEqual([]);
  });

  it('that cannot be read now is sent later', async () => {
    stage = stageBot(server, { readFile: () => Promise.reject(new TypeError(`fetch failed ${server.token}`)) });
    expect(await send(reply(DOCUMENT))).toEqual({
      kind: 'retry',
      after: 10,
      why: 'file not readable: TypeError',
      limited: false,
    });
    expect(called()).toEqual([]);
  });
});

describe('a picture that is no photo to Telegram goes as a document', () => {
  it.each([
    ['too long for its width', picture(2_100, 100)],
    ['too many pixels', picture(9_600, 500)],
    ['damaged', LETTER],
  ])('%s', async (_, bytes) => {
    files.set(1, bytes);
    expect(await send(reply(PHOTO))).toMatchObject({ kind: 'sent' });
    expect(inbox().at(-1)).toMatchObject({ text: 'Lampiran tiket', media: { kind: 'document', name: 'layar.png' } });
    expect(server.calls.map(({ method, ok }) => [method, ok])).toEqual([
      ['sendPhoto', false],
      ['sendDocument', true],
    ]);
  });

  it('over 10 MB, which is not even tried', async () => {
    const large = new Uint8Array(10 * MB + 1);
    large.set(PICTURE);
    files.set(1, large);
    expect(await send(reply(PHOTO))).toMatchObject({ kind: 'sent' });
    expect(called()).toEqual(['sendDocument']);
    expect(inbox().at(-1)?.media).toMatchObject({ kind: 'document', size: large.length });
  });

  it('but not for other reasons', async () => {
    server.faults.next('sendPhoto', { kind: 'error', code: 400, description: 'Bad Request: chat not found' });
    expect(await send(reply(PHOTO))).toMatchObject({ kind: 'gone' });
    expect(called()).toEqual(['sendPhoto']);
  });
});

/** Takes connections and does with them what `meet` does; nothing is ever read. */
async function deafServer(meet: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket.on('error', () => undefined));
    meet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('how sending a file ends', () => {
  const LARGE = new Uint8Array(8 * MB).fill(7);
  it.each<[fault: Fault, delivery: object, taken: number]>([
    [{ kind: 'drop-before' }, { kind: 'unsure' }, 0],
    [{ kind: 'drop-after' }, { kind: 'unsure' }, 1],
    [{ kind: 'garbage' }, { kind: 'unsure' }, 0],
    [{ kind: 'bad-gateway' }, { kind: 'unsure' }, 0],
    [{ kind: 'delay', ms: 300 }, { kind: 'sent' }, 1],
    [
      { kind: 'error', code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } },
      { kind: 'retry', after: 3, limited: true },
      0,
    ],
    [{ kind: 'error', code: 403, description: 'Forbidden: user is deactivated' }, { kind: 'gone' }, 0],
    [{ kind: 'error', code: 413, description: 'Request Entity Too Large' }, { kind: 'refused' }, 0],
  ])('%j', async (fault, delivery, taken) => {
    files.set(2, LARGE);
    const before = inbox().length;
    server.faults.next('sendDocument', fault);
    expect(await send(reply(DOCUMENT))).toMatchObject(delivery);
    expect(inbox().length - before).toBe(taken);
  });

  it('over 50 MB it is refused here', async () => {
    files.set(2, new Uint8Array(50 * MB + 1));
    expect(await send(reply(DOCUMENT))).toEqual({ kind: 'refused', why: 'file is too big for Telegram' });
    expect(called()).toEqual([]);
  });

  it('where nobody listens it has surely not left', async () => {
    stage = stageBot({ token: server.token, apiRoot: 'http://127.0.0.1:1' }, { readFile: async () => LETTER });
    expect(await send(reply(DOCUMENT))).toMatchObject({ kind: 'retry', after: 5, limited: false });
  });

  const LIMIT = 400;
  it.each([
    ['that nobody reads', () => undefined, 'no answer in time'],
    ['that breaks', (socket: Socket) => void setTimeout(() => socket.resetAndDestroy(), 50), expect.any(String)],
  ])('in the middle of an upload %s: it may have been taken', async (_, meet, why) => {
    const deaf = await deafServer(meet);
    const call = createCall(server.token, deaf.url);
    const upload = { source: Buffer.alloc(40 * MB), filename: 'a.zip' };
    const before = Date.now();
    expect(await call('sendDocument', { chat_id: 1, document: upload }, LIMIT)).toEqual({ kind: 'unclear', why });
    expect(Date.now() - before).toBeLessThan(LIMIT + 1_000);
    deaf.stop();
  });
});
