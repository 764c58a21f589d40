import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';
import { type Program, preparedData, startProgram } from '../support/program.ts';
import { voiceNote } from '../support/sounds.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
  // It may have to be made first, which takes half a minute.
  await (await preparedData()).remove();
});
afterAll(() => server.stop());

it('the program, killed while it listens, hears the voice note after its next start, and answers once', {
  timeout: 120_000,
}, async () => {
  const telegram = await startTelegramServer({ limits: 'off' });
  const { dataDir, remove } = await preparedData();
  let program: Program | undefined;
  const start = async () => {
    program = await startProgram({
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      OPENAI_BASE_URL: server.url,
      OPENAI_TRANSCRIBE_MODEL: 'pendengar',
    });
    await program.says('Tersambung: ');
    return program;
  };
  try {
    server.hears('isi pasal 23 ayat 3');
    server.next('hang');
    const killed = await start();
    const { id } = telegram.people.addPerson('Andi Baso');
    const replies = () =>
      telegram.people
        .view()
        .chats.find((chat) => chat.id === id)
        ?.messages.filter(({ from }) => from !== id)
        .map(({ text }) => text) ?? [];
    telegram.people.sendVoice(id, id, voiceNote());
    await expect.poll(() => server.journal.length, { timeout: 30_000 }).toBe(1);
    killed.signal('SIGKILL');
    await killed.ended;
    expect(replies()).toEqual([]);

    const next = await start();
    await expect.poll(() => replies().length, { timeout: 30_000 }).toBe(2);
    expect(replies()).toEqual([
      expect.stringContaining('Saya mendengar: “isi pasal 23 ayat 3”'),
      expect.stringContaining('Pasal 23 ayat (3)'),
    ]);
    next.signal('SIGTERM');
    expect(await next.ended).toBe(0);
    expect(replies()).toHaveLength(2);
    expect(server.journal).toHaveLength(2);
    expect(killed.out() + killed.err() + next.out() + next.err()).not.toContain('isi pasal 23');
  } finally {
    program?.signal('SIGKILL');
    await program?.ended;
    await telegram.stop();
    await remove();
  }
});
