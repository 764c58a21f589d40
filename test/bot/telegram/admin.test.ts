import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, startTelegramServer, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';
import { no, ok, startScriptedApi } from './scripted-api.ts';
import { stageBot } from './stage.ts';

describe('whether somebody administers a group or channel', () => {
  let server: TelegramServer;
  let stage: ReturnType<typeof stageBot>;
  let siti: number;
  let budi: number;
  beforeEach(async () => {
    server = await startTelegramServer();
    stage = stageBot(server);
    [siti, budi] = [server.people.addPerson('Siti').id, server.people.addPerson('Budi').id];
  });
  afterEach(async () => {
    await stage.bot.stop();
    await server.stop();
  });
  const isAdmin = (chat: number, person: number) => stage.bot.isAdmin?.(String(chat), String(person));

  it.each(['addGroup', 'addChannel'] as const)('is known: %s', async (add) => {
    const chat = server.people[add]('Penyedia', [siti, budi]);
    expect(await isAdmin(chat, siti)).toBe(true);
    expect(await isAdmin(chat, budi)).toBe(false);
  });

  it('needs no question when it was written in the name of the chat', async () => {
    const group = server.controls.addSupergroup('Penyedia', [siti]);
    expect(await isAdmin(group, group)).toBe(true);
    // A private chat has the id of its person.
    expect(await isAdmin(siti, siti)).toBe(false);
    expect(server.calls).toEqual([]);
  });

  it('is no where nobody can be asked', async () => {
    const group = server.people.addGroup('Penyedia', [siti]);
    const faults: Fault[] = [
      { kind: 'error', code: 429, description: 'Too Many Requests: retry after 9', parameters: { retry_after: 9 } },
      { kind: 'drop-before' },
      { kind: 'garbage' },
    ];
    for (const fault of faults) {
      server.faults.next('getChatAdministrators', fault);
      expect(await isAdmin(group, siti)).toBe(false);
    }
    expect(await isAdmin(group, siti)).toBe(true);
    server.controls.kickBot(group);
    expect(await isAdmin(group, siti)).toBe(false);
  });

  it('is read of every administrator that is told, and of nothing else', async () => {
    const api = await startScriptedApi(
      ok([
        { user: { id: 1, is_bot: false, first_name: 'A' }, status: 'creator', is_anonymous: true },
        { user: { id: 22, is_bot: false, first_name: 'B' }, status: 'administrator' },
        { user: { id: '3' }, status: 'administrator' },
        { user: {}, status: 'administrator' },
        null,
      ]),
    );
    const { bot } = stageBot({ apiRoot: api.url, token: server.token });
    const known = (person: string) => bot.isAdmin?.('-1001234567890', person);
    expect([await known('1'), await known('22'), await known('2'), await known('3')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(await known('undefined')).toBe(false);
    api.answer(no(400, 'Bad Request: chat not found'));
    expect(await known('1')).toBe(false);
    api.stop();
  });
});
