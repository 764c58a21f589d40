import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../../bot/channel.ts';
import { type Call, createCall } from '../../../bot/telegram/api.ts';
import type { TelegramMessage } from '../../../bot/telegram/render.ts';
import { send, typing } from '../../../bot/telegram/send.ts';
import type { Place } from '../../../handlers/index.ts';
import { no, ok, type Script, says, startScriptedApi } from './scripted-api.ts';

const TOKEN = '7000000001:AAH-uji_sangatRahasia';
const PLACE: Place = { channel: 'telegram', chat: '812345678', audience: 'private' };
const MESSAGE: TelegramMessage = {
  text: 'Halo Siti',
  entities: [{ type: 'bold', offset: 0, length: 4 }],
  buttons: [[{ text: 'Menu', callback_data: 'menu:0' }]],
};
const SENT = ok({ message_id: 77, date: 1, chat: { id: 812_345_678, type: 'private' }, text: 'Halo Siti' });

let api: Awaited<ReturnType<typeof startScriptedApi>>;
let call: Call;
beforeEach(async () => {
  api = await startScriptedApi(SENT);
  call = createCall(TOKEN, api.url);
});
afterEach(() => api.stop());

describe('a message', () => {
  it('is sent with its markup beside it and without previews', async () => {
    expect(await send(call, PLACE, MESSAGE)).toEqual({ kind: 'sent', ref: '77' });
    expect(api.requests).toEqual([
      {
        method: 'sendMessage',
        payload: {
          chat_id: 812_345_678,
          text: 'Halo Siti',
          entities: [{ type: 'bold', offset: 0, length: 4 }],
          reply_markup: { inline_keyboard: [[{ text: 'Menu', callback_data: 'menu:0' }]] },
          link_preview_options: { is_disabled: true },
        },
      },
    ]);
  });

  it('in a group replies to a message, though that is gone', async () => {
    await send(call, { ...PLACE, chat: '-100', audience: 'group', thread: '9' }, MESSAGE);
    expect(api.requests[0]?.payload).toMatchObject({
      chat_id: -100,
      reply_parameters: { message_id: 9, allow_sending_without_reply: true },
    });
  });

  it('takes the place of another', async () => {
    expect(await send(call, { ...PLACE, thread: '9' }, { ...MESSAGE, buttons: [] }, '77')).toEqual({
      kind: 'sent',
      ref: '77',
    });
    expect(api.requests[0]).toMatchObject({
      method: 'editMessageText',
      payload: { chat_id: 812_345_678, message_id: 77, text: 'Halo Siti', reply_markup: { inline_keyboard: [] } },
    });
    expect(api.requests[0]?.payload).not.toHaveProperty('reply_parameters');
  });

  it('travels on the connection of the one before', async () => {
    for (let times = 0; times < 5; times += 1) await send(call, PLACE, MESSAGE);
    expect(api.connections()).toBe(1);
  });

  it('leaves no connection hanging after a fault of the server', async () => {
    api.answer((response) => response.writeHead(502).write('<html>'));
    await send(call, PLACE, MESSAGE);
    await expect.poll(api.open).toBe(0);
  });

  it('is announced by "typing", and nobody minds when that fails', async () => {
    api.answer((response) => response.destroy());
    typing(call, PLACE);
    await expect
      .poll(() => api.requests)
      .toEqual([{ method: 'sendChatAction', payload: { chat_id: 812_345_678, action: 'typing' } }]);
  });
});

const GONE = [
  [403, 'Forbidden: bot was blocked by the user'],
  [403, 'Forbidden: user is deactivated'],
  [403, 'Forbidden: bot was kicked from the supergroup chat'],
  [400, 'Bad Request: chat not found'],
  [400, 'Bad Request: PEER_ID_INVALID'],
  [400, 'Bad Request: not enough rights to send text messages to the chat'],
  [400, 'Bad Request: have no rights to send a message'],
  [400, 'Bad Request: need administrator rights in the channel chat'],
  [403, 'Forbidden: bot is not a member of the channel chat'],
] as const;
const gone = GONE.map(([code, text]): [string, Script, Delivery] => [
  text,
  no(code, text),
  { kind: 'gone', why: `${code} ${text}` },
]);

const ENDINGS: [name: string, script: Script, delivery: unknown][] = [
  ...gone,
  [
    'group became a supergroup',
    no(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1_009 }),
    { kind: 'moved', to: '-1009' },
  ],
  [
    'too many',
    no(429, 'Too Many Requests: retry after 17', { retry_after: 17 }),
    { kind: 'retry', after: 17, limited: true },
  ],
  ['too many, for an unknown time', no(429, 'Too Many Requests'), { kind: 'retry', after: 5, limited: true }],
  ['bad token', no(401, 'Unauthorized'), { kind: 'retry', after: 60, limited: false }],
  ['malformed token', no(404, 'Not Found'), { kind: 'retry', after: 60, limited: false }],
  [
    'bad request',
    no(400, "Bad Request: can't parse entities"),
    { kind: 'refused', why: "400 Bad Request: can't parse entities" },
  ],
  ['too large', no(413, 'Request Entity Too Large'), { kind: 'refused' }],
  [
    'a description with the token',
    no(400, `Bad Request: /bot${TOKEN}/x`),
    { kind: 'refused', why: '400 Bad Request: /bot***/x' },
  ],
  ...[500, 502, 503, 504].map((code): [string, Script, unknown] => [
    `status ${code}`,
    says(code, '<html>'),
    { kind: 'unsure' },
  ]),
  ['a page', says(200, '<html>'), { kind: 'unsure' }],
  ['a page that forbids', says(403, '<html>'), { kind: 'unsure' }],
  ['JSON of another service', says(404, { message: 'not here' }), { kind: 'unsure' }],
  ['null', says(200, 'null'), { kind: 'unsure' }],
  ['no message', ok(true), { kind: 'unsure' }],
  ['closed before the answer', (response) => response.destroy(), { kind: 'unsure' }],
  [
    'closed within the answer',
    (response) => void response.writeHead(200).write('{"ok":tr', () => response.destroy()),
    { kind: 'unsure' },
  ],
];

describe('how sending ends', () => {
  it.each(ENDINGS)('%s', async (_, script, delivery) => {
    api.answer(script);
    const found = await send(call, PLACE, MESSAGE);
    expect(found).toMatchObject(delivery as object);
    expect(JSON.stringify(found)).not.toContain('sangatRahasia');
  });

  it.each([
    ['Bad Request: message is not modified: specified new message content …', { kind: 'sent', ref: '77' }],
    ['Bad Request: message to edit not found', { kind: 'unknown-message' }],
    ["Bad Request: message can't be edited", { kind: 'unknown-message' }],
  ])('of an edit: %s', async (description, delivery) => {
    api.answer(no(400, description));
    expect(await send(call, PLACE, MESSAGE, '77')).toEqual(delivery);
  });

  it('without an answer within 10 seconds', async () => {
    api.answer(() => undefined);
    const before = Date.now();
    expect(await send(call, PLACE, MESSAGE)).toMatchObject({ kind: 'unsure' });
    expect(Date.now() - before).toBeLessThan(11_000);
  });

  it.each([
    ['nobody listens', 'http://127.0.0.1:1'],
    ['the name does not exist', 'http://tidak-ada.invalid'],
  ])('%s', async (_, root) => {
    const found = await send(createCall(TOKEN, root), PLACE, MESSAGE);
    expect(found).toMatchObject({ kind: 'retry', after: 5, limited: false });
    expect(JSON.stringify(found)).not.toContain('sangatRahasia');
  });

  it.each([
    ['broken off', (socket: Socket) => socket.destroy()],
    ['without a word', () => undefined],
  ])('TLS %s: the message has not left', async (_, meet) => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      meet(socket);
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    expect(await send(createCall(TOKEN, `https://127.0.0.1:${port}`), PLACE, MESSAGE)).toMatchObject({
      kind: 'retry',
      after: 5,
    });
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});
