import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fetched } from '../../../bot/channel.ts';
import { type Fault, startTelegramServer, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';
import { createCall } from '../../../bot/telegram/api.ts';
import { createDownload } from '../../../bot/telegram/download.ts';
import { fetchFile } from '../../../bot/telegram/fetch-file.ts';
import { parse } from '../../../bot/telegram/parse.ts';
import type { FileReference } from '../../../handlers/index.ts';
import { no, ok, type Script, says, startScriptedApi } from './scripted-api.ts';
import { ask, stageBot } from './stage.ts';

const MOST = 20 * 1024 * 1024;
const BYTES = new Uint8Array(randomBytes(300_000));

describe('a file that somebody sent', () => {
  let server: TelegramServer;
  let stage: ReturnType<typeof stageBot>;
  let file: FileReference;
  beforeEach(async () => {
    server = await startTelegramServer();
    stage = stageBot(server);
    file = await attached(BYTES);
  });
  afterEach(async () => {
    expect(JSON.stringify(stage.lines)).not.toContain(server.token.split(':')[1]);
    await stage.bot.stop();
    await server.stop();
  });

  /** What the bot is told of a document that a vendor sends. */
  async function attached(bytes: Uint8Array): Promise<FileReference> {
    const { id } = server.people.addPerson('Siti');
    server.people.attach(id, id, [{ kind: 'document', name: 'bukti.pdf', type: 'application/pdf', bytes }]);
    const updates = (await ask(server, 'getUpdates')) as unknown as unknown[];
    const event = parse(updates.at(-1), { id: 1, username: 'bot' }, 0)?.event;
    if (event?.kind !== 'files' || !event.files[0]) throw new Error('no file came');
    return event.files[0];
  }
  const fetched = async (most = MOST): Promise<Fetched> => {
    const found = await stage.bot.fetchFile(file, most);
    expect(JSON.stringify({ ...found, bytes: undefined })).not.toContain(server.token.split(':')[1]);
    return found;
  };
  const asked = () => server.calls.filter(({ method }) => method === 'getFile').length;

  it('comes whole', async () => {
    expect(await fetched()).toEqual({ kind: 'bytes', bytes: BYTES });
    expect(await fetched(BYTES.length)).toEqual({ kind: 'bytes', bytes: BYTES });
  });

  it('is not even asked for, or not loaded, when it is known to be too big', async () => {
    expect(await fetched(BYTES.length - 1)).toEqual({ kind: 'too-big' });
    expect(asked()).toBe(0);
    file = { id: file.id, kind: 'document' };
    server.faults.next('file', { kind: 'bad-gateway' });
    expect(await fetched(BYTES.length - 1)).toEqual({ kind: 'too-big' });
    expect(asked()).toBe(1);
  });

  it('over 20 MB is never given out', async () => {
    const { id, kind } = await attached(new Uint8Array(MOST + 1));
    file = { id, kind };
    expect(await fetched(2 * MOST)).toEqual({ kind: 'too-big' });
  });

  it('under a wrong id is gone', async () => {
    file = { id: 'BQACAgUAAxkBAAIBzWXsalahsekali', kind: 'document' };
    expect(await fetched()).toEqual({
      kind: 'gone',
      why: '400 Bad Request: wrong file_id or the file is temporarily unavailable',
    });
  });

  const REFUSED = { kind: 'error', code: 400, description: 'Bad Request: file is too big' } as const;
  const LIMITED = {
    kind: 'error',
    code: 429,
    description: 'Too Many Requests: retry after 17',
    parameters: { retry_after: 17 },
  } as const;
  it.each<[fault: Fault, ending: object]>([
    [REFUSED, { kind: 'too-big' }],
    [LIMITED, { kind: 'retry', after: 17 }],
    [
      { kind: 'error', code: 401, description: 'Unauthorized' },
      { kind: 'retry', after: 60 },
    ],
    [
      { kind: 'error', code: 500, description: 'Internal Server Error' },
      { kind: 'retry', after: 10 },
    ],
    [{ kind: 'bad-gateway' }, { kind: 'retry', after: 10 }],
    [{ kind: 'garbage' }, { kind: 'retry', after: 10 }],
    [{ kind: 'drop-before' }, { kind: 'retry', after: 10 }],
    [{ kind: 'drop-after' }, { kind: 'retry', after: 10 }],
    [{ kind: 'delay', ms: 100 }, { kind: 'bytes' }],
  ])('when asking for it ends with %j', async (fault, ending) => {
    server.faults.next('getFile', fault);
    expect(await fetched()).toMatchObject(ending);
    expect(await fetched()).toMatchObject({ kind: 'bytes' });
  });

  it.each<[fault: Fault, ending: object]>([
    [
      { kind: 'error', code: 404, description: 'Not Found' },
      { kind: 'retry', after: 10, why: 'status 404' },
    ],
    [LIMITED, { kind: 'retry', after: 17, why: 'status 429' }],
    [{ kind: 'bad-gateway' }, { kind: 'retry', after: 10, why: 'status 502' }],
    [{ kind: 'garbage' }, { kind: 'retry', after: 10 }],
    [{ kind: 'drop-before' }, { kind: 'retry', after: 10 }],
    [
      { kind: 'half', end: 'broken' },
      { kind: 'retry', after: 10 },
    ],
    [
      { kind: 'half', end: 'whole' },
      { kind: 'retry', after: 10, why: '150000 bytes came instead of 300000' },
    ],
    [
      { kind: 'redirect', to: '/media/x' },
      { kind: 'retry', after: 10, why: 'status 302' },
    ],
    [{ kind: 'delay', ms: 100 }, { kind: 'bytes' }],
  ])('when loading it ends with %j', async (fault, ending) => {
    server.faults.next('file', fault);
    expect(await fetched()).toMatchObject(ending);
    expect(await fetched()).toMatchObject({ kind: 'bytes' });
  });

  it('is not read beyond what was asked for, though its size was told wrongly', async () => {
    const call = createCall(server.token, server.apiRoot);
    const lying: typeof call = async (...given) => {
      const answer = await call(...given);
      return answer.kind === 'ok' ? { ...answer, result: { ...(answer.result as object), file_size: 1 } } : answer;
    };
    const download = createDownload(server.token, server.apiRoot);
    expect(await fetchFile(lying, download, { id: file.id, kind: 'document' }, 1_000)).toEqual({ kind: 'too-big' });
  });

  it.each<Fault>([{ kind: 'hang' }, { kind: 'half', end: 'silent' }, { kind: 'delay', ms: 2_000 }])(
    'is given up when the time is over: %j',
    async (fault) => {
      server.faults.next('file', fault);
      const download = createDownload(server.token, server.apiRoot, 300);
      const before = Date.now();
      expect(await fetchFile(createCall(server.token, server.apiRoot), download, file, MOST)).toEqual({
        kind: 'retry',
        after: 10,
        why: 'no end in time',
      });
      expect(Date.now() - before).toBeLessThan(1_500);
    },
  );

  it('is given up when the bot stops', async () => {
    server.faults.next('file', { kind: 'half', end: 'silent' });
    const loading = fetched();
    await expect.poll(asked).toBe(1);
    await stage.bot.stop();
    expect(await loading).toMatchObject({ kind: 'retry' });
  });

  it('is retried when nobody answers, and nothing that is told holds the token', async () => {
    const nowhere = stageBot({ token: server.token, apiRoot: 'http://127.0.0.1:1' });
    expect(await nowhere.bot.fetchFile(file, MOST)).toMatchObject({ kind: 'retry', after: 10 });
    const download = createDownload(server.token, 'http://127.0.0.1:1');
    const loaded = await download('documents/file_0.pdf', MOST);
    expect(loaded).toMatchObject({ kind: 'failed', why: expect.stringMatching(/^[A-Za-z_]+$/) });
    expect(nowhere.lines).toEqual([]);
  });
});

describe('a Bot API that answers strangely', () => {
  const TOKEN = '7000000001:AAH-uji_sangatRahasia';
  let api: Awaited<ReturnType<typeof startScriptedApi>>;
  beforeEach(async () => {
    api = await startScriptedApi(ok(true));
  });
  afterEach(() => api.stop());

  const place = (file_path: unknown, file_size = 3) => ok({ file_id: 'x', file_unique_id: 'y', file_size, file_path });
  const onlyAt =
    (name: string): Script =>
    (response, request) =>
      says(request.method === name ? 200 : 404, 'abc')(response, request);
  const LOCAL = { kind: 'gone', why: 'the Bot API server keeps its files to itself (--local)' };
  it.each<[name: string, getFile: Script, file: Script, ending: object]>([
    ['no path', place(undefined), says(200, 'abc'), { kind: 'retry' }],
    ['nothing of a file', ok(true), says(200, 'abc'), { kind: 'retry' }],
    ['a place on its disk', place('/var/lib/bot/documents/file_0.pdf'), says(200, 'abc'), LOCAL],
    ['a place on its Windows disk', place('C:\\bot\\file_0.pdf'), says(200, 'abc'), LOCAL],
    ['a place above', place('../getMe'), says(200, 'abc'), LOCAL],
    ['a path with signs', place('documents/a b#?.pdf'), onlyAt('a%20b%23%3F.pdf'), { kind: 'bytes' }],
    ['an empty file', place('documents/file_0.pdf', 0), says(200, ''), { kind: 'bytes', bytes: new Uint8Array() }],
    ['a page of refusal', place('documents/file_0.pdf'), says(403, '<html>'), { kind: 'retry', why: 'status 403' }],
    ['no content', place('documents/file_0.pdf'), says(204, ''), { kind: 'retry', why: 'status 204' }],
    [
      'its address in a refusal',
      place('documents/file_0.pdf'),
      says(404, { ok: false, error_code: 404, description: `no /file/bot${TOKEN}/x` }),
      { kind: 'retry', why: 'status 404' },
    ],
    [
      'the token in a refusal to tell the place',
      no(400, `Bad Request: bot${TOKEN} knows no such file`),
      says(200, 'abc'),
      { kind: 'gone', why: '400 Bad Request: bot*** knows no such file' },
    ],
  ])('%s', async (_, getFile, file, ending) => {
    api.answer((response, request) => (request.method === 'getFile' ? getFile : file)(response, request));
    const { bot, lines } = stageBot({ token: TOKEN, apiRoot: api.url });
    const found = await bot.fetchFile({ id: 'x', kind: 'document' }, 1_000_000);
    expect(found).toMatchObject(ending);
    expect(JSON.stringify([found, lines])).not.toContain('sangatRahasia');
  });

  it('without an end is left in the middle', async () => {
    let left = false;
    api.answer((response, request) => {
      if (request.method === 'getFile') return place('documents/file_0.pdf')(response, request);
      response.writeHead(200, { 'content-type': 'application/pdf' }).on('close', () => {
        left = true;
      });
      const pour = () => response.write(Buffer.alloc(64 * 1024), () => !left && pour());
      pour();
    });
    const { bot } = stageBot({ token: TOKEN, apiRoot: api.url });
    expect(await bot.fetchFile({ id: 'x', kind: 'document' }, 1_000_000)).toEqual({ kind: 'too-big' });
    await expect.poll(() => left).toBe(true);
  });
});
