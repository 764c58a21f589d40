import { type Context, Telegraf } from 'telegraf';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startTelegramServer, type TelegramOptions, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';

type Answer = {
  ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: every method has its own result
  result?: any;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
};

let server: TelegramServer;
let ending: (() => void)[] = [];

async function start(options: TelegramOptions = {}): Promise<TelegramServer> {
  server = await startTelegramServer(options);
  return server;
}

async function call(method: string, params: object = {}): Promise<Answer> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) };
  return (await (await fetch(`${server.apiRoot}/bot${server.token}/${method}`, init)).json()) as Answer;
}

const newUpdates = async (params: object = {}) => (await call('getUpdates', params)).result;

/** Somebody who has written, with nothing waiting. */
async function citizen(name = 'Sitti'): Promise<number> {
  const { id } = server.people.addPerson(name);
  server.people.say(id, id, '/start');
  await forget();
  return id;
}
const forget = () =>
  call('getUpdates', { offset: -1 }).then(({ result }) =>
    call('getUpdates', { offset: (result[0]?.update_id ?? 0) + 1 }),
  );

function telegraf(): Telegraf {
  return new Telegraf(server.token, { telegram: { apiRoot: server.apiRoot } });
}

afterEach(async () => {
  for (const end of ending) end();
  ending = [];
  await server.stop();
});

describe('long polling', () => {
  it('brings a message to telegraf and its reply to the person', async () => {
    await start();
    const bot = telegraf();
    bot.on('text', (context: Context) =>
      context.reply('Selamat datang', { reply_parameters: { message_id: context.msgId as number } }),
    );
    ending.push(() => bot.stop());
    void bot.launch();
    const { id } = server.people.addPerson('Sitti', 'sitti');
    const said = server.people.say(id, id, '/start halo');
    const messages = () => server.people.view().chats[0]?.messages ?? [];
    await vi.waitFor(() => expect(messages()).toHaveLength(2));
    expect(messages()[1]).toMatchObject({ text: 'Selamat datang', replyTo: said, from: server.people.view().bot.id });
  });

  it('describes what was written as the Bot API does', async () => {
    await start({ clock: () => 1_760_000_000_999 });
    const { id } = server.people.addPerson('Sitti', 'sitti');
    const message = server.people.say(id, id, '/tanya@helpdesk_lpse_bot lihat https://lpse.go.id/x, #daftar @budi_s');
    const [update] = await newUpdates();
    expect(update).toEqual({
      update_id: expect.any(Number),
      message: {
        message_id: message,
        from: { id, is_bot: false, first_name: 'Sitti', username: 'sitti', language_code: 'id' },
        chat: { id, type: 'private', first_name: 'Sitti', username: 'sitti' },
        date: 1_760_000_000,
        text: '/tanya@helpdesk_lpse_bot lihat https://lpse.go.id/x, #daftar @budi_s',
        entities: [
          { type: 'bot_command', offset: 0, length: 24 },
          { type: 'url', offset: 31, length: 20 },
          { type: 'hashtag', offset: 53, length: 7 },
          { type: 'mention', offset: 61, length: 7 },
        ],
      },
    });
  });

  it('hands out updates again until a higher offset is asked for', async () => {
    await start();
    const { id } = server.people.addPerson('Sitti');
    for (const text of ['satu', 'dua', 'tiga']) server.people.say(id, id, text);
    const first = await newUpdates({ limit: 2 });
    expect(first).toHaveLength(2);
    expect(await newUpdates({ limit: 2 })).toEqual(first);
    const rest = await newUpdates({ offset: first[1].update_id + 1 });
    expect(rest.map((update: { message: { text: string } }) => update.message.text)).toEqual(['tiga']);
    expect(await newUpdates()).toEqual(rest);
    expect(await newUpdates({ offset: rest[0].update_id + 1 })).toEqual([]);
  });

  it('waits for an update, and at most as long as asked', async () => {
    await start();
    const { id } = server.people.addPerson('Sitti');
    const waiting = newUpdates({ timeout: 20 });
    setTimeout(() => server.people.say(id, id, 'halo'), 50);
    expect(await waiting).toHaveLength(1);
    await forget();
    const before = performance.now();
    expect(await newUpdates({ timeout: 1 })).toEqual([]);
    expect(performance.now() - before).toBeGreaterThan(950);
  });

  it('ends the first getUpdates when a second one comes', async () => {
    await start();
    const first = call('getUpdates', { timeout: 20 });
    await vi.waitFor(async () => {
      const second = call('getUpdates', { timeout: 0 });
      const answered = await Promise.race([first, second.then(() => undefined)]);
      expect(answered).toMatchObject({
        ok: false,
        error_code: 409,
        description:
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      });
    });
  });

  it('keeps away what the bot did not ask for', async () => {
    await start();
    const person = await citizen();
    await call('getUpdates', { allowed_updates: ['message'] });
    server.people.edit(person, person, server.people.say(person, person, 'awal'), 'akhir');
    expect((await newUpdates()).map((update: object) => Object.keys(update)[1])).toEqual(['message']);
    await call('getUpdates', { allowed_updates: [] });
    server.people.block(person);
    expect((await newUpdates()).map((update: object) => Object.keys(update)[1])).toEqual(['message', 'my_chat_member']);
  });

  it('injects raw updates, also numbers that were confirmed', async () => {
    await start();
    const id = server.deliver({ poll: { id: '1' } });
    expect(await newUpdates()).toEqual([{ update_id: id, poll: { id: '1' } }]);
    expect(await newUpdates({ offset: id + 1 })).toEqual([]);
    server.deliver({ update_id: id, poll: { id: '1' } });
    expect(await newUpdates({ offset: id + 1 })).toHaveLength(1);
    expect(await newUpdates({ offset: id + 1 })).toEqual([]);
    expect(server.deliver({ poll: { id: '2' } })).toBe(id + 1);
  });

  it('forgets after a day', async () => {
    let now = 1_760_000_000_000;
    await start({ clock: () => now });
    server.deliver({ poll: { id: '1' } });
    now += 86_400_001;
    expect(await newUpdates()).toEqual([]);
  });
});

describe('people', () => {
  it('press a button and see what the bot answers', async () => {
    await start();
    const person = await citizen();
    const markup = { inline_keyboard: [[{ text: 'Ya', callback_data: 'useful:1' }]] };
    const { result } = await call('sendMessage', { chat_id: person, text: 'Membantu?', reply_markup: markup });
    expect(() => server.people.press(person, person, result.message_id, 'lain:1')).toThrow('Tombol itu tidak ada');
    const shown = server.people.press(person, person, result.message_id, 'useful:1');
    const [{ callback_query: query }] = await newUpdates();
    expect(query).toMatchObject({ from: { id: person }, data: 'useful:1', message: { message_id: result.message_id } });
    expect(await call('answerCallbackQuery', { callback_query_id: query.id, text: 'Terima kasih' })).toEqual({
      ok: true,
      result: true,
    });
    expect(await shown).toBe('Terima kasih');
    const description = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
    expect(await call('answerCallbackQuery', { callback_query_id: query.id })).toMatchObject({
      error_code: 400,
      description,
    });
  });

  it('are led to a chat with the bot by a press, and nowhere else', async () => {
    await start();
    const person = await citizen();
    const markup = { inline_keyboard: [[{ text: 'Ya', callback_data: 'a:1' }]] };
    const { result } = await call('sendMessage', { chat_id: person, text: 'Lanjut?', reply_markup: markup });
    const shown = server.people.press(person, person, result.message_id, 'a:1');
    const [{ callback_query: query }] = await newUpdates();
    const answer = (url: string) => call('answerCallbackQuery', { callback_query_id: query.id, url });
    for (const url of ['https://lpse.go.id', 'https://t.me/helpdesk_lpse_bot', 'https://t.me/lain_bot?start=kanal'])
      expect(await answer(url)).toMatchObject({ error_code: 400, description: 'Bad Request: URL_INVALID' });
    const link = 'https://t.me/helpdesk_lpse_bot?start=kanal';
    expect((await answer(link)).ok).toBe(true);
    expect(await shown).toBe(link);
  });

  it('do not wait longer than 15 seconds for the answer to a press', async () => {
    let now = 1_760_000_000_000;
    await start({ clock: () => now });
    const person = await citizen();
    const markup = { inline_keyboard: [[{ text: 'Ya', callback_data: 'a:1' }]] };
    const { result } = await call('sendMessage', { chat_id: person, text: 'Membantu?', reply_markup: markup });
    void server.people.press(person, person, result.message_id, 'a:1');
    const [{ callback_query: query }] = await newUpdates();
    now += 15_001;
    expect(await call('answerCallbackQuery', { callback_query_id: query.id })).toMatchObject({ error_code: 400 });
  });

  it('edit, forward and send other things', async () => {
    await start();
    const person = await citizen();
    const id = server.people.say(person, person, 'awal');
    server.people.edit(person, person, id, 'akhir');
    server.people.say(person, person, 'kata orang', { forwardedFrom: 'Budi', replyTo: id });
    const kinds = ['voice', 'sticker', 'video', 'location', 'contact'] as const;
    for (const kind of kinds) server.people.sendOther(person, person, kind);
    const updates = await newUpdates();
    expect(updates[1].edited_message).toMatchObject({ message_id: id, text: 'akhir', edit_date: expect.any(Number) });
    expect(updates[2].message).toMatchObject({
      forward_origin: { type: 'hidden_user', sender_user_name: 'Budi' },
      reply_to_message: { message_id: id, text: 'akhir' },
    });
    expect(updates.slice(3).map(({ message }: { message: object }) => kinds.find((kind) => kind in message))).toEqual(
      kinds,
    );
    expect(server.people.view().chats[0]?.messages.map(({ media }) => media?.kind)).toEqual([
      undefined,
      undefined,
      undefined,
      ...kinds,
    ]);
  });

  it('part a text that is too long for one message', async () => {
    await start();
    const person = await citizen();
    server.people.say(person, person, `${'a'.repeat(4095)}😀b`);
    expect((await newUpdates()).map(({ message }: { message: { text: string } }) => message.text.length)).toEqual([
      4095, 3,
    ]);
  });

  it('find only the last five hundred messages of a chat', async () => {
    await start();
    const person = await citizen();
    for (let i = 0; i < 510; i++) server.people.say(person, person, String(i));
    const messages = server.people.view().chats[0]?.messages ?? [];
    expect([messages.length, messages[0]?.text, messages.at(-1)?.text]).toEqual([500, '10', '509']);
  });

  it('block the bot and let it in again', async () => {
    await start();
    const person = await citizen();
    server.people.block(person);
    expect(await call('sendMessage', { chat_id: person, text: 'Halo' })).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    expect(() => server.people.say(person, person, 'halo')).toThrow('blokir');
    server.people.unblock(person);
    const changes = (await newUpdates()).map(
      (update: { my_chat_member: { new_chat_member: { status: string } } }) =>
        update.my_chat_member.new_chat_member.status,
    );
    expect(changes).toEqual(['kicked', 'member']);
    expect((await call('sendMessage', { chat_id: person, text: 'Halo' })).ok).toBe(true);
  });

  it('see the bot write for five seconds, or until the message comes', async () => {
    let now = 1_760_000_000_000;
    await start({ clock: () => now });
    const person = await citizen();
    const typing = () => server.people.view().chats[0]?.typing;
    await call('sendChatAction', { chat_id: person, action: 'typing' });
    expect(typing()).toBe(true);
    now += 5_000;
    expect(typing()).toBe(false);
    await call('sendChatAction', { chat_id: person, action: 'typing' });
    await call('sendMessage', { chat_id: person, text: 'Halo' });
    expect(typing()).toBe(false);
  });

  it('are told of every change', async () => {
    await start();
    let changes = 0;
    const end = server.people.onChange(() => changes++);
    const person = await citizen();
    const { result } = await call('sendMessage', { chat_id: person, text: 'Halo' });
    const before = changes;
    await call('editMessageText', { chat_id: person, message_id: result.message_id, text: 'Halo lagi' });
    expect(changes).toBe(before + 1);
    expect(server.people.view().chats[0]?.messages[1]).toMatchObject({ text: 'Halo lagi', edited: true });
    end();
    await call('deleteMessage', { chat_id: person, message_id: result.message_id });
    expect(changes).toBe(before + 1);
    expect(server.people.view().chats[0]?.messages).toHaveLength(1);
  });
});

describe('groups', () => {
  const texts = (updates: { message?: { text?: string } }[]) => updates.flatMap(({ message }) => message?.text ?? []);

  it('let the bot see only what is meant for it', async () => {
    await start();
    const person = await citizen();
    const group = server.people.addGroup('Penyedia', [person]);
    const { result: own } = await call('sendMessage', { chat_id: group, text: 'Halo semua' });
    const say = (text: string, replyTo?: number) =>
      server.people.say(person, group, text, replyTo === undefined ? {} : { replyTo });
    const plain = say('obrolan biasa');
    say('balasan', own.message_id);
    say('balasan lain', plain);
    say('/tanya syarat');
    say('/tanya@helpdesk_lpse_bot syarat');
    say('/tanya@bot_lain_bot syarat');
    say('tolong @helpdesk_lpse_bot');
    server.controls.otherBotWrites(group, 'aku di sini');
    say('/start');
    expect(texts(await newUpdates())).toEqual([
      'balasan',
      '/tanya syarat',
      '/tanya@helpdesk_lpse_bot syarat',
      'tolong @helpdesk_lpse_bot',
    ]);
    server.controls.setPrivacy(false);
    say('sekarang terbaca');
    expect(texts(await newUpdates()).at(-1)).toBe('sekarang terbaca');
  });

  it('tell the bot that it came and went', async () => {
    await start();
    const person = await citizen();
    const group = server.people.addGroup('Penyedia', [person]);
    server.controls.kickBot(group);
    const updates = await newUpdates();
    expect(updates.map((update: object) => Object.keys(update)[1])).toEqual([
      'my_chat_member',
      'message',
      'message',
      'my_chat_member',
    ]);
    expect(updates[3].my_chat_member).toMatchObject({ chat: { type: 'group' }, new_chat_member: { status: 'kicked' } });
    expect(await call('sendMessage', { chat_id: group, text: 'Halo' })).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was kicked from the group chat',
    });
    server.controls.addBot(group);
    expect((await call('sendMessage', { chat_id: group, text: 'Halo' })).ok).toBe(true);
    expect((await call('leaveChat', { chat_id: group })).ok).toBe(true);
    expect((await call('sendMessage', { chat_id: group, text: 'Halo' })).error_code).toBe(403);
  });

  it('become supergroups with another id', async () => {
    await start();
    const person = await citizen();
    const group = server.people.addGroup('Penyedia', [person]);
    await forget();
    const supergroup = server.controls.migrateGroup(group);
    const updates = await newUpdates();
    expect(updates[0].message).toMatchObject({ chat: { id: group }, migrate_to_chat_id: supergroup });
    expect(updates[1].my_chat_member).toMatchObject({
      chat: { id: supergroup },
      old_chat_member: { status: 'left' },
      new_chat_member: { status: 'member' },
    });
    expect(updates[2].message).toMatchObject({
      chat: { id: supergroup, type: 'supergroup' },
      migrate_from_chat_id: group,
    });
    expect(await call('sendMessage', { chat_id: group, text: 'Halo' })).toEqual({
      ok: false,
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: supergroup },
    });
    expect((await call('sendMessage', { chat_id: supergroup, text: 'Halo' })).ok).toBe(true);
  });

  it('know their members', async () => {
    await start();
    const [person, other] = [await citizen(), await citizen('Budi')];
    const group = server.people.addGroup('Penyedia', [person]);
    const member = (user_id: number) => call('getChatMember', { chat_id: group, user_id });
    expect((await member(server.people.view().bot.id)).result.status).toBe('member');
    // Of others only administrators are promised to be told.
    expect(await member(person)).toMatchObject({ error_code: 400, description: 'Bad Request: CHAT_ADMIN_REQUIRED' });
    expect(await member(other)).toMatchObject({ error_code: 400 });
    expect((await call('getChatAdministrators', { chat_id: group })).result).toEqual([
      { user: expect.objectContaining({ id: person }), status: 'creator', is_anonymous: false },
    ]);
    expect((await call('getChat', { chat_id: group })).result).toMatchObject({ type: 'group', title: 'Penyedia' });
    expect(await call('leaveChat', { chat_id: person })).toMatchObject({ ok: false, error_code: 400 });
  });

  it('hide an administrator who writes in their name', async () => {
    await start();
    const person = await citizen();
    const group = server.controls.addSupergroup('Penyedia', [person]);
    await forget();
    const id = server.controls.sayAnonymously(group, '/langganan');
    expect(await newUpdates()).toEqual([
      {
        update_id: expect.any(Number),
        message: expect.objectContaining({
          message_id: id,
          from: { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' },
          sender_chat: { id: group, type: 'supergroup', title: 'Penyedia' },
          text: '/langganan',
        }),
      },
    ]);
    const chat = server.people.view().chats.find((one) => one.id === group);
    expect(chat?.messages.at(-1)).toMatchObject({ from: group, text: '/langganan' });
    const small = server.people.addGroup('Kecil', [person]);
    expect(() => server.controls.sayAnonymously(small, 'halo')).toThrow('supergrup');
  });

  it('can mute the bot', async () => {
    await start();
    const group = server.people.addGroup('Penyedia', [await citizen()]);
    await forget();
    server.controls.letBotWrite(group, false);
    expect((await newUpdates())[0].my_chat_member).toMatchObject({
      old_chat_member: { status: 'member' },
      new_chat_member: { status: 'restricted', is_member: true, can_send_messages: false },
    });
    expect(await call('sendMessage', { chat_id: group, text: 'Halo' })).toMatchObject({
      error_code: 400,
      description: 'Bad Request: not enough rights to send text messages to the chat',
    });
    server.controls.letBotWrite(group, true);
    expect((await call('sendMessage', { chat_id: group, text: 'Halo' })).ok).toBe(true);
  });
});

describe('channels', () => {
  async function channel() {
    await start();
    const [admin, reader] = [await citizen('Fitriani'), await citizen('Budi')];
    await forget();
    return { admin, reader, id: server.people.addChannel('Info LPSE', [admin, reader]) };
  }

  it('bring the bot in as an administrator who may post, without a word', async () => {
    const { admin, reader, id } = await channel();
    const [update, ...more] = await newUpdates();
    expect(more).toEqual([]);
    expect(update.my_chat_member).toMatchObject({
      chat: { id, type: 'channel', title: 'Info LPSE' },
      from: { id: admin },
      old_chat_member: { status: 'left' },
      new_chat_member: { status: 'administrator', can_post_messages: true, can_edit_messages: false },
    });
    expect(server.people.view().chats.at(-1)).toMatchObject({ kind: 'channel', members: [admin, reader], admin });
    const status = async (user_id: number) => (await call('getChatMember', { chat_id: id, user_id })).result.status;
    expect([await status(admin), await status(reader)]).toEqual(['creator', 'member']);
  });

  it('let only their administrator write, in the name of the channel, and the bot read all of it', async () => {
    const { admin, reader, id } = await channel();
    await forget();
    expect(() => server.people.say(reader, id, 'halo')).toThrow('Hanya admin');
    const post = server.people.say(admin, id, 'Selamat pagi');
    server.people.edit(admin, id, post, 'Selamat siang');
    const [written, edited] = await newUpdates();
    const itself = { id, type: 'channel', title: 'Info LPSE' };
    expect(written.channel_post).toEqual({
      ...{ message_id: post, sender_chat: itself, chat: itself, date: expect.any(Number), text: 'Selamat pagi' },
    });
    expect(edited.edited_channel_post).toMatchObject({ message_id: post, text: 'Selamat siang' });
  });

  it('show what the bot posts, edits and is pressed for by any reader', async () => {
    const { reader, id, admin } = await channel();
    const theirs = server.people.say(admin, id, 'Selamat pagi');
    await forget();
    const { result } = await call('sendMessage', {
      ...{ chat_id: id, text: 'Gangguan', reply_parameters: { message_id: theirs } },
      reply_markup: { inline_keyboard: [[{ text: 'Rincian', callback_data: 'x' }]] },
    });
    expect(result).toMatchObject({ sender_chat: { id }, reply_to_message: { message_id: theirs } });
    expect(result).not.toHaveProperty('from');
    void server.people.press(reader, id, result.message_id, 'x');
    expect((await newUpdates())[0].callback_query).toMatchObject({ from: { id: reader }, message: { chat: { id } } });
    const edit = (message_id: number) => call('editMessageText', { chat_id: id, message_id, text: 'Pulih' });
    expect((await edit(result.message_id)).ok).toBe(true);
    expect(await edit(theirs)).toMatchObject({ error_code: 400, description: "Bad Request: message can't be edited" });
  });

  it('take nothing from a bot without the right to post, or that is not there', async () => {
    const { id } = await channel();
    const sent = () => call('sendMessage', { chat_id: id, text: 'Halo' });
    await forget();
    server.controls.letBotWrite(id, false);
    expect((await newUpdates())[0].my_chat_member).toMatchObject({
      new_chat_member: { status: 'administrator', can_post_messages: false },
    });
    expect(await sent()).toMatchObject({
      error_code: 400,
      description: 'Bad Request: need administrator rights in the channel chat',
    });
    server.controls.kickBot(id);
    expect(await sent()).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was kicked from the channel chat',
    });
    server.controls.addBot(id);
    expect((await sent()).ok).toBe(true);
    await call('leaveChat', { chat_id: id });
    expect(await sent()).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot is not a member of the channel chat',
    });
  });
});

describe('files', () => {
  const bytes = new TextEncoder().encode('%PDF-1.7 isi surat');
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
    'base64',
  );

  it('come from people and can be downloaded', async () => {
    await start();
    const person = await citizen();
    server.people.attach(
      person,
      person,
      [{ kind: 'document', name: 'surat.pdf', type: 'application/pdf', bytes }],
      'Ini',
    );
    const [{ message }] = await newUpdates();
    expect(message).toMatchObject({
      caption: 'Ini',
      document: { file_name: 'surat.pdf', mime_type: 'application/pdf', file_size: bytes.length },
    });
    const link = await telegraf().telegram.getFileLink(message.document.file_id);
    expect(link.href).toMatch(/\/file\/bot.*\/documents\/file_\d+\.pdf$/);
    expect(new Uint8Array(await (await fetch(link)).arrayBuffer())).toEqual(bytes);
    expect((await fetch(`${server.apiRoot}/file/bot${server.token}/documents/file_99.pdf`)).status).toBe(404);
    const href = server.people.view().chats[0]?.messages[1]?.media?.href as string;
    expect(href).not.toContain(server.token);
    expect(new Uint8Array(await (await fetch(href)).arrayBuffer())).toEqual(bytes);
  });

  it('come as albums, one update each', async () => {
    await start();
    const person = await citizen();
    const photo = { kind: 'photo' as const, name: 'layar.png', type: 'image/png', bytes: png };
    server.people.attach(person, person, [photo, photo, photo], 'Tiga');
    const messages = (await newUpdates()).map((update: { message: object }) => update.message);
    expect(messages).toHaveLength(3);
    expect(new Set(messages.map(({ media_group_id }: { media_group_id: string }) => media_group_id)).size).toBe(1);
    expect(messages.map(({ caption }: { caption?: string }) => caption)).toEqual(['Tiga', undefined, undefined]);
    const sizes = messages[0].photo.map(({ file_size }: { file_size: number }) => file_size);
    expect(sizes).toHaveLength(4);
    expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
    const { result } = await call('getFile', { file_id: messages[0].photo[3].file_id });
    expect(result.file_size).toBe(png.length);
  });

  const document = (name: string) => ({ kind: 'document' as const, name, type: '', bytes });

  it('come up to ten in an album, in reply to a message', async () => {
    await start();
    const person = await citizen();
    const asked = server.people.say(person, person, 'mana suratnya?');
    await forget();
    const names = Array.from({ length: 10 }, (_, at) => `${at}.pdf`);
    const ids = server.people.attach(person, person, names.map(document), 'Ini', { replyTo: asked });
    const messages = (await newUpdates()).map((update: { message: object }) => update.message);
    expect(messages).toMatchObject(
      names.map((file_name) => ({ document: { file_name }, reply_to_message: { message_id: asked } })),
    );
    const shown = server.people.view().chats[0]?.messages.filter(({ id }) => ids.includes(id)) ?? [];
    expect(shown.map(({ media }) => media)).toMatchObject(names.map((name) => ({ name, size: bytes.length })));
    expect(shown.map(({ replyTo }) => replyTo)).toEqual(names.map(() => asked));
    expect(new Set(shown.map(({ album }) => album))).toEqual(new Set([messages[0].media_group_id]));
    expect(() => server.people.attach(person, person, [...names, 'x'].map(document))).toThrow('sepuluh');
  });

  it('reply to nothing that is not in this chat', async () => {
    await start();
    const [person, other] = [await citizen(), await citizen('Budi')];
    const elsewhere = server.people.say(other, other, 'halo');
    await forget();
    for (const replyTo of [elsewhere, 999_999]) {
      expect(() => server.people.say(person, person, 'ini', { replyTo })).toThrow('Pesan itu tidak ada.');
      expect(() => server.people.attach(person, person, [document('a.pdf')], '', { replyTo })).toThrow(
        'Pesan itu tidak ada.',
      );
    }
    expect(await newUpdates()).toEqual([]);
  });

  it('over 20 MB cannot be downloaded', async () => {
    await start();
    const person = await citizen();
    const large = new Uint8Array(20 * 1024 * 1024 + 1);
    server.people.attach(person, person, [{ kind: 'document', name: 'besar.zip', type: '', bytes: large }]);
    const [{ message }] = await newUpdates();
    expect(await call('getFile', { file_id: message.document.file_id })).toMatchObject({
      error_code: 400,
      description: 'Bad Request: file is too big',
    });
  });

  it('go up from telegraf', async () => {
    await start();
    const person = await citizen();
    const { telegram } = telegraf();
    const sent = await telegram.sendDocument(
      person,
      { source: Buffer.from(bytes), filename: 'jawaban.pdf' },
      {
        caption: '<b>Jawaban</b>',
        parse_mode: 'HTML',
        reply_markup: { inline_keyboard: [[{ text: 'Ya', callback_data: 'a:1' }]] },
      },
    );
    expect(sent).toMatchObject({ caption: 'Jawaban', caption_entities: [{ type: 'bold', offset: 0, length: 7 }] });
    expect(sent.document).toMatchObject({
      file_name: 'jawaban.pdf',
      mime_type: 'application/pdf',
      file_size: bytes.length,
    });
    expect(Buffer.from(server.file(sent.document.file_id)?.bytes ?? [])).toEqual(Buffer.from(bytes));
    const again = await telegram.sendDocument(person, sent.document.file_id);
    expect(again.document.file_id).toBe(sent.document.file_id);
    const photo = await telegram.sendPhoto(person, { source: png, filename: 'layar.png' });
    expect(photo.photo).toHaveLength(4);
  });

  it('go up as an album from telegraf', async () => {
    await start();
    const person = await citizen();
    const item = (name: string) => ({
      type: 'document' as const,
      media: { source: Buffer.from(name), filename: name },
      caption: name,
    });
    const sent = await telegraf().telegram.sendMediaGroup(person, [item('a.txt'), item('b.txt')]);
    expect(sent).toMatchObject([{ caption: 'a.txt', document: { file_name: 'a.txt' } }, { caption: 'b.txt' }]);
    expect((sent[0] as { media_group_id?: string }).media_group_id).toBe(
      (sent[1] as { media_group_id?: string }).media_group_id,
    );
  });

  it('are refused when they are no picture, or unknown', async () => {
    await start({ limits: 'off' });
    const person = await citizen();
    const { telegram } = telegraf();
    await expect(telegram.sendPhoto(person, { source: Buffer.from('bukan gambar') })).rejects.toThrow(
      'IMAGE_PROCESS_FAILED',
    );
    await expect(telegram.sendDocument(person, { source: Buffer.alloc(0), filename: 'x' })).rejects.toThrow(
      'file must be non-empty',
    );
    await expect(telegram.sendPhoto(person, 'entah')).rejects.toThrow('wrong file identifier/HTTP URL specified');
    const { document } = await telegram.sendDocument(person, { source: Buffer.from('x'), filename: 'x.txt' });
    await expect(telegram.sendPhoto(person, document.file_id)).rejects.toThrow(
      "can't use file of type Document as Photo",
    );
  });
});

/** The beginning of a JPEG of this size, as far as it is looked at. */
const jpeg = (width: number, height: number) => {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1]), frame]);
};

describe('photos that are too large', () => {
  it.each([
    [5_000, 5_000, true],
    [5_001, 5_000, false],
    [2_000, 100, true],
    [100, 2_001, false],
  ])('%d × %d: %s', async (width, height, taken) => {
    await start();
    const photo = { source: jpeg(width, height), filename: 'layar.jpg' };
    const sent = telegraf().telegram.sendPhoto(await citizen(), photo);
    if (taken) await expect(sent).resolves.toMatchObject({ photo: expect.any(Array) });
    else await expect(sent).rejects.toThrow('PHOTO_INVALID_DIMENSIONS');
  });
});

describe('faults', () => {
  it.each([
    [{ kind: 'error', code: 404, description: 'Not Found' }, 404],
    [{ kind: 'redirect', to: 'http://127.0.0.1:1/' }, 302],
    [{ kind: 'half', end: 'whole' }, 'ab'],
    [{ kind: 'half', end: 'broken' }, undefined],
    [{ kind: 'drop-after' }, undefined],
    [{ kind: 'drop-before' }, undefined],
  ] as const)('of a download: %j', async (fault, ending) => {
    await start();
    const person = await citizen();
    server.people.attach(person, person, [
      { kind: 'document', name: 'a.txt', type: 'text/plain', bytes: Buffer.from('abcd') },
    ]);
    const [{ message }] = await newUpdates();
    const { href } = await telegraf().telegram.getFileLink(message.document.file_id);
    server.faults.next('file', fault);
    const load = async () => {
      const response = await fetch(href, { redirect: 'manual' });
      return response.ok ? response.text() : response.status;
    };
    expect(await load().catch(() => undefined)).toBe(ending);
    expect(await load()).toBe('abcd');
  });

  it.each([
    ['error', { kind: 'error', code: 502, description: 'Bad Gateway' }, 0],
    ['drop-before', { kind: 'drop-before' }, 0],
    ['drop-after', { kind: 'drop-after' }, 1],
    ['garbage', { kind: 'garbage' }, 0],
    ['bad-gateway', { kind: 'bad-gateway' }, 0],
  ] as const)('%s: the call fails, and what was done is as promised', async (_kind, fault, sent) => {
    await start();
    const person = await citizen();
    const { telegram } = telegraf();
    server.faults.next('sendMessage', fault);
    await expect(telegram.sendMessage(person, 'Halo')).rejects.toThrow();
    expect(server.people.view().chats[0]?.messages.slice(1)).toHaveLength(sent);
    await telegram.sendMessage(person, 'Halo');
    expect(server.people.view().chats[0]?.messages.slice(1)).toHaveLength(sent + 1);
  });

  it('delays and hangs', async () => {
    await start();
    const person = await citizen();
    server.faults.next('*', { kind: 'delay', ms: 200 });
    const before = performance.now();
    expect((await call('sendMessage', { chat_id: person, text: 'Halo' })).ok).toBe(true);
    expect(performance.now() - before).toBeGreaterThan(190);
    server.faults.next('sendMessage', { kind: 'hang' });
    const request = fetch(`${server.apiRoot}/bot${server.token}/sendMessage?chat_id=${person}&text=x`, {
      signal: AbortSignal.timeout(200),
    });
    await expect(request).rejects.toThrow(/timeout|aborted/);
    expect(server.people.view().chats[0]?.messages).toHaveLength(2);
  });

  it('hit one chat, so often, or are withdrawn', async () => {
    await start({ limits: 'off' });
    const [one, other] = [await citizen(), await citizen('Budi')];
    const error = {
      kind: 'error',
      code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    } as const;
    server.faults.match(({ chat }) => chat === one, error, 2);
    const send = async (chat_id: number) =>
      (await call('sendMessage', { chat_id, text: 'Halo' })).parameters?.retry_after;
    expect([await send(other), await send(one), await send(one), await send(one)]).toEqual([
      undefined,
      7,
      7,
      undefined,
    ]);
    server.faults.next('*', error, 5);
    expect((await call('getUpdates')).ok).toBe(true);
    server.faults.clear();
    expect(await send(one)).toBeUndefined();
  });

  it('leave a trace in the journal, like everything else', async () => {
    await start({ clock: () => 1_760_000_000_000 });
    const person = await citizen();
    server.faults.next('sendMessage', { kind: 'drop-before' });
    await call('sendMessage', { chat_id: person, text: 'Halo' }).catch(() => undefined);
    await call('sendMessage', { chat_id: 1, text: 'Halo' });
    await call('sendMessage', { chat_id: person, text: 'Halo' });
    const common = {
      method: 'sendMessage',
      at: 1_760_000_000_000,
      chat: person,
      params: { chat_id: person, text: 'Halo' },
    };
    expect(server.calls.filter(({ method }) => method === 'sendMessage')).toEqual([
      { ...common, ok: false, fault: 'drop-before' },
      { ...common, chat: 1, params: { chat_id: 1, text: 'Halo' }, ok: false, errorCode: 400 },
      { ...common, ok: true },
    ]);
  });
});
