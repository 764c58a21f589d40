import { afterEach, describe, expect, it } from 'vitest';
import { startTelegramServer, type TelegramOptions, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';

let server: TelegramServer;
let now: number;

async function start(options: TelegramOptions = {}): Promise<number> {
  now = 1_760_000_000_000;
  server = await startTelegramServer({ clock: () => now, ...options });
  const { id } = server.people.addPerson('Sitti');
  server.people.say(id, id, '/start');
  return id;
}

afterEach(() => server.stop());

async function call(method: string, params: object = {}) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) };
  const response = await fetch(`${server.apiRoot}/bot${server.token}/${method}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: every method has its own result
  return { status: response.status, retry: response.headers.get('retry-after'), ...((await response.json()) as any) };
}

const button = (more: object) => ({ reply_markup: { inline_keyboard: [[{ text: 'Ya', ...more }]] } });
const rows = (count: number, width: number) => ({
  reply_markup: { inline_keyboard: Array(count).fill(Array(width).fill({ text: 'x', callback_data: 'x' })) },
});

describe('what is refused', () => {
  it.each([
    ['no text', {}, 'message text is empty'],
    ['empty text', { text: '' }, 'message text is empty'],
    ['only white space', { text: ' \n ' }, 'text must be non-empty'],
    ['4097 units', { text: 'a'.repeat(4097) }, 'message is too long'],
    ['2049 emoji of two units', { text: '😀'.repeat(2049) }, 'message is too long'],
    ['a source over 32768 bytes', { text: `<b>${'&amp;'.repeat(7000)}</b>`, parse_mode: 'HTML' }, 'text is too long'],
    ['an unknown parse mode', { text: 'x', parse_mode: 'XML' }, 'unsupported parse_mode'],
    ['no chat', { chat_id: '' }, 'chat_id is empty', { text: 'x' }],
    ['an unknown chat', { chat_id: 42 }, 'chat not found', { text: 'x' }],
    ['an unknown name', { chat_id: '@tidak_ada' }, 'chat not found', { text: 'x' }],
    ['a reply to nothing', { text: 'x', reply_parameters: { message_id: 999 } }, 'message to be replied not found'],
    ['a reply to nothing, the old way', { text: 'x', reply_to_message_id: 999 }, 'message to be replied not found'],
    ['65 bytes of data', button({ callback_data: 'a'.repeat(65) }), 'BUTTON_DATA_INVALID', { text: 'x' }],
    ['22 characters of 3 bytes', button({ callback_data: 'あ'.repeat(22) }), 'BUTTON_DATA_INVALID', { text: 'x' }],
    [
      'empty data',
      button({ callback_data: '' }),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      { text: 'x' },
    ],
    [
      'a button that does nothing',
      button({}),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      { text: 'x' },
    ],
    [
      'a button that does two things',
      button({ callback_data: 'a', url: 'https://a.id' }),
      "can't parse inline keyboard button: exactly one of the optional fields must be used",
      { text: 'x' },
    ],
    [
      'a button without text',
      { reply_markup: { inline_keyboard: [[{ callback_data: 'a' }]] } },
      `can't parse inline keyboard button: Can't find field "text"`,
      { text: 'x' },
    ],
    [
      'a button to nowhere',
      button({ url: 'localhost' }),
      "inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL",
      { text: 'x' },
    ],
    [
      'a button with a script',
      button({ url: 'javascript:alert(1)' }),
      "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
      { text: 'x' },
    ],
    [
      'a button to a file',
      button({ url: 'ftp://lpse.go.id/x' }),
      "inline keyboard button URL 'ftp://lpse.go.id/x' is invalid: Unsupported URL protocol",
      { text: 'x' },
    ],
    ['101 buttons', rows(101, 1), 'reply markup is too long', { text: 'x' }],
    ['nine in a row', rows(1, 9), 'reply markup is too long', { text: 'x' }],
    ['a keyboard that is none', { reply_markup: '{' }, "can't parse reply keyboard markup JSON object", { text: 'x' }],
    [
      'a keyboard of one row',
      { reply_markup: { inline_keyboard: [{ text: 'x', callback_data: 'x' }] } },
      'field "inline_keyboard" of the ReplyMarkup must be an Array of Arrays',
      { text: 'x' },
    ],
  ] as [string, object, string, object?][])('%s', async (_name, params, description, more = {}) => {
    const chat_id = await start();
    const answer = await call('sendMessage', { chat_id, ...more, ...params });
    expect(answer).toMatchObject({
      ok: false,
      status: 400,
      error_code: 400,
      description: `Bad Request: ${description}`,
    });
    expect(server.people.view().chats[0]?.messages).toHaveLength(1);
  });

  it.each([
    ['4096 units', { text: 'a'.repeat(4096) }],
    ['4096 units after parsing', { text: `<b>${'a'.repeat(4096)}</b>`, parse_mode: 'HTML' }],
    ['2048 emoji', { text: '😀'.repeat(2048) }],
    ['64 bytes of data', { text: 'x', ...button({ callback_data: 'a'.repeat(64) }) }],
    ['100 buttons', { text: 'x', ...rows(20, 5) }],
    ['eight in a row', { text: 'x', ...rows(1, 8) }],
    [
      'a reply to nothing that is allowed',
      { text: 'x', reply_parameters: { message_id: 999, allow_sending_without_reply: true } },
    ],
    ['markup as text', { text: 'x', reply_markup: JSON.stringify(button({ url: 'lpse.go.id' }).reply_markup) }],
    ['another keyboard', { text: 'x', reply_markup: { remove_keyboard: true } }],
  ] as [string, object][])('but not %s', async (_name, params) => {
    expect(await call('sendMessage', { chat_id: await start(), ...params })).toMatchObject({ ok: true, status: 200 });
  });

  it('captions over 1024 units', async () => {
    const chat_id = await start();
    const file = { kind: 'document' as const, name: 'a.txt', type: '', bytes: new Uint8Array([1]) };
    server.people.attach(chat_id, chat_id, [file]);
    const update = (await call('getUpdates')).result.at(-1);
    const document = update.message.document.file_id;
    expect(await call('sendDocument', { chat_id, document, caption: 'a'.repeat(1024) })).toMatchObject({ ok: true });
    expect(await call('sendDocument', { chat_id, document, caption: 'a'.repeat(1025) })).toMatchObject({
      description: 'Bad Request: message caption is too long',
    });
    expect(await call('sendDocument', { chat_id })).toMatchObject({
      description: 'Bad Request: there is no document in the request',
    });
  });

  it('sending to people who do not want or cannot', async () => {
    const chat_id = await start();
    const { id: silent } = server.people.addPerson('Budi');
    expect(await call('sendMessage', { chat_id: silent, text: 'x' })).toMatchObject({
      status: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    });
    server.controls.deactivate(chat_id);
    expect(await call('sendMessage', { chat_id, text: 'x' })).toMatchObject({
      status: 403,
      description: 'Forbidden: user is deactivated',
    });
    expect(await call('sendChatAction', { chat_id, action: 'typing' })).toMatchObject({ status: 403 });
  });

  it.each([
    ['getme', 200, undefined],
    ['getMine', 404, 'Not Found'],
    ['', 404, 'Not Found'],
  ])('method %j: %i', async (method, status, description) => {
    await start();
    expect(await call(method)).toMatchObject({
      status,
      ...(description && { ok: false, error_code: status, description }),
    });
  });

  it.each([
    ['bot7000000001:AAHanotherTokenThatIsWellFormed0000000', 401, 'Unauthorized'],
    ['bot123', 404, 'Not Found'],
    ['', 404, 'Not Found'],
  ])('token %j: %i', async (token, status, description) => {
    await start();
    const response = await fetch(`${server.apiRoot}/${token}/getMe`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ ok: false, error_code: status, description });
  });
});

describe('edits', () => {
  const markup = button({ callback_data: 'a:1' });

  it('change text and buttons, and nothing else', async () => {
    const chat_id = await start();
    const { message_id } = (await call('sendMessage', { chat_id, text: 'satu', ...markup })).result;
    const notModified = {
      description: expect.stringMatching(/^Bad Request: message is not modified: specified new message content/),
    };
    const edit = (more: object) => call('editMessageText', { chat_id, message_id, ...more });
    expect(await edit({ text: 'satu', ...markup })).toMatchObject(notModified);
    now += 1_000;
    expect((await edit({ text: 'satu' })).result).toMatchObject({ text: 'satu', edit_date: 1_760_000_001 });
    expect(await edit({ text: 'satu' })).toMatchObject(notModified);
    expect(await edit({ text: '<i>satu</i>', parse_mode: 'HTML' })).toMatchObject({ ok: true });
    expect(server.people.view().chats[0]?.messages[1]?.edited).toBe(true);
    const keyboard = (more: object) => call('editMessageReplyMarkup', { chat_id, message_id, ...more });
    expect((await keyboard(markup)).result.reply_markup.inline_keyboard).toHaveLength(1);
    expect(await keyboard(markup)).toMatchObject(notModified);
  });

  it('of the buttons alone are not seen as edits', async () => {
    const chat_id = await start();
    const { message_id } = (await call('sendMessage', { chat_id, text: 'satu' })).result;
    await call('editMessageReplyMarkup', { chat_id, message_id, ...markup });
    expect(server.people.view().chats[0]?.messages[1]).toMatchObject({ edited: false, buttons: [[{ data: 'a:1' }]] });
  });

  it.each([
    ['editMessageText', { message_id: 999 }, 'message to edit not found'],
    ['editMessageText', {}, 'message identifier is not specified'],
    ['editMessageText', { message_id: 'theirs' }, "message can't be edited"],
    ['editMessageText', { message_id: 'theirs', text: 'a'.repeat(4097) }, 'message is too long'],
    ['deleteMessage', { message_id: 999 }, 'message to delete not found'],
  ] as [string, { message_id?: number | string }, string][])('%s %j: %s', async (method, params, description) => {
    const chat_id = await start();
    const theirs = server.people.view().chats[0]?.messages[0]?.id;
    const message_id = params.message_id === 'theirs' ? theirs : params.message_id;
    expect(await call(method, { chat_id, text: 'x', ...params, message_id })).toMatchObject({
      description: `Bad Request: ${description}`,
    });
  });

  it('cannot touch a caption as text; deleting ends after two days and at other people’s words in groups', async () => {
    const chat_id = await start();
    const group = server.people.addGroup('Penyedia', [chat_id]);
    const theirs = server.people.say(chat_id, group, '/x');
    expect(await call('deleteMessage', { chat_id: group, message_id: theirs })).toMatchObject({
      description: "Bad Request: message can't be deleted",
    });
    const { message_id } = (await call('sendMessage', { chat_id, text: 'x' })).result;
    now += 48 * 3_600_000 + 1;
    expect(await call('deleteMessage', { chat_id, message_id })).toMatchObject({
      description: "Bad Request: message can't be deleted for everyone",
    });
  });
});

describe('flood control', () => {
  const send = (chat_id: number) => call('sendMessage', { chat_id, text: 'x' });

  it('takes three messages at once in a private chat, then one a second', async () => {
    const chat = await start();
    for (let i = 0; i < 3; i++) expect(await send(chat)).toMatchObject({ ok: true });
    expect(await send(chat)).toEqual({
      ...{ status: 429, retry: '1', ok: false, error_code: 429 },
      ...{ description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } },
    });
    now += 1_000;
    expect(await send(chat)).toMatchObject({ ok: true });
    expect(await send(chat)).toMatchObject({ ok: false });
    expect(server.people.view().chats[0]?.messages).toHaveLength(5);
  });

  it('takes twenty messages a minute in a group', async () => {
    const chat = await start();
    const group = server.people.addGroup('Penyedia', [chat]);
    for (let i = 0; i < 20; i++) {
      expect(await send(group)).toMatchObject({ ok: true });
      now += 1_000;
    }
    expect(await send(group)).toMatchObject({ error_code: 429, parameters: { retry_after: 40 } });
    now += 40_000;
    expect(await send(group)).toMatchObject({ ok: true });
  });

  it('takes thirty messages in any second over all chats', async () => {
    await start();
    const people = Array.from({ length: 31 }, (_, i) => server.people.addPerson(`Orang ${i}`).id);
    for (const id of people) server.people.say(id, id, '/start');
    const codes: number[] = [];
    for (const id of people) {
      codes.push((await send(id)).status);
      now += 10;
    }
    expect(codes.filter((code) => code === 200)).toHaveLength(30);
    expect(codes.at(-1)).toBe(429);
    now += 700;
    expect(await send(people[30] as number)).toMatchObject({ ok: true });
  });

  it('can be set, or left out', async () => {
    const chat = await start({ limits: { privateBurst: 1 } });
    expect([(await send(chat)).status, (await send(chat)).status]).toEqual([200, 429]);
    await server.stop();
    const other = await start({ limits: 'off' });
    for (let i = 0; i < 40; i++) expect((await send(other)).ok).toBe(true);
  });

  it('takes twenty messages a minute in a channel too', async () => {
    const chat = await start();
    const channel = server.people.addChannel('Info', [chat]);
    for (let i = 0; i < 20; i++) expect((await send(channel)).ok).toBe(true);
    expect(await send(channel)).toMatchObject({ error_code: 429, parameters: { retry_after: 60 } });
  });

  it('can be told to take nothing for long, and says how long that still is', async () => {
    const chat = await start({ limits: 'off' });
    const { result } = await send(chat);
    server.controls.holdMessages(2_282);
    expect(await send(chat)).toMatchObject({ error_code: 429, parameters: { retry_after: 2_282 } });
    now += 2_000_500;
    const edit = { chat_id: chat, message_id: result.message_id, text: 'y' };
    expect(await call('editMessageText', edit)).toMatchObject({ error_code: 429, parameters: { retry_after: 282 } });
    expect((await call('sendChatAction', { chat_id: chat, action: 'typing' })).ok).toBe(true);
    now += 281_500;
    expect((await send(chat)).ok).toBe(true);
  });

  it('counts what was taken and refused, and the most that came in any rolling second', async () => {
    const chat = await start({ limits: { privateBurst: 2 } });
    for (let i = 0; i < 3; i++) await send(chat);
    now += 999;
    await send(chat);
    now += 1;
    await send(chat);
    expect(server.traffic()).toEqual({ taken: 3, refused: 2, mostInASecond: 4 });
    // What is refused for its content never came so far.
    await call('sendMessage', { chat_id: chat, text: '' });
    expect(server.traffic()).toEqual({ taken: 3, refused: 2, mostInASecond: 4 });
  });
});

describe('the profile', () => {
  const command = (name: string, description = 'Tanya') => ({ commands: [{ command: name, description }] });

  it.each([
    ['Tanya', command('Tanya'), 'BOT_COMMAND_INVALID'],
    ['33 letters', command('a'.repeat(33)), 'BOT_COMMAND_INVALID'],
    ['a slash', command('/tanya'), 'BOT_COMMAND_INVALID'],
    ['no description', command('tanya', ''), 'BOT_COMMAND_DESCRIPTION_INVALID'],
    ['257 characters', command('tanya', 'a'.repeat(257)), 'BOT_COMMAND_DESCRIPTION_INVALID'],
    ['101 commands', { commands: Array(101).fill({ command: 'a', description: 'b' }) }, 'BOT_COMMANDS_TOO_MUCH'],
    ['no list', { commands: '{}' }, 'expected an Array of BotCommand'],
    [
      'an unknown scope',
      { ...command('tanya'), scope: { type: 'semua' } },
      "can't parse BotCommandScope: Unsupported type specified",
    ],
    ['a long language', { ...command('tanya'), language_code: 'ind' }, 'invalid language code specified'],
  ])('refuses commands: %s', async (_name, params, description) => {
    await start();
    expect(await call('setMyCommands', params)).toMatchObject({
      ok: false,
      description: `Bad Request: ${description}`,
    });
    expect((await call('getMyCommands')).result).toEqual([]);
  });

  it('keeps commands per scope and shows them to people', async () => {
    await start();
    const scope = { type: 'all_private_chats' };
    await call('setMyCommands', command('tanya'));
    await call('setMyCommands', { ...command('daftar'), scope });
    expect(server.people.view().commands).toEqual([{ command: 'daftar', description: 'Tanya' }]);
    expect((await call('getMyCommands')).result).toEqual([{ command: 'tanya', description: 'Tanya' }]);
    await call('deleteMyCommands', { scope });
    expect(server.people.view().commands).toEqual([{ command: 'tanya', description: 'Tanya' }]);
  });

  it('keeps menu button and descriptions', async () => {
    const chat_id = await start();
    await call('setChatMenuButton', { menu_button: { type: 'commands' } });
    expect((await call('getChatMenuButton', { chat_id })).result).toEqual({ type: 'commands' });
    await call('setMyDescription', { description: 'Tanya jawab' });
    expect((await call('getMyDescription')).result).toEqual({ description: 'Tanya jawab' });
    expect(await call('setMyShortDescription', { short_description: 'a'.repeat(121) })).toMatchObject({ ok: false });
    expect((await call('getMe')).result).toMatchObject({
      id: 7000000001,
      is_bot: true,
      can_read_all_group_messages: false,
    });
  });
});

describe('parameters', () => {
  it.each([
    ['in the query', (chat: number) => ({ path: `?chat_id=${chat}&text=Halo`, init: {} })],
    [
      'urlencoded',
      (chat: number) => ({
        path: '',
        init: { method: 'POST', body: new URLSearchParams({ chat_id: `${chat}`, text: 'Halo' }) },
      }),
    ],
    [
      'as multipart',
      (chat: number) => {
        const body = new FormData();
        body.set('chat_id', String(chat));
        body.set('text', 'Halo');
        return { path: '', init: { method: 'POST', body } };
      },
    ],
  ])('may come %s', async (_name, request) => {
    const { path, init } = request(await start());
    const response = await fetch(`${server.apiRoot}/bot${server.token}/sendMessage${path}`, init);
    expect(await response.json()).toMatchObject({ ok: true, result: { text: 'Halo' } });
  });

  it('must be readable', async () => {
    await start();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
    expect((await fetch(`${server.apiRoot}/bot${server.token}/getMe`, init)).status).toBe(400);
  });
});
