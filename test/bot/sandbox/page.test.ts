import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pageRoutes, servePage } from '../../../bot/sandbox/web.ts';
import { ANDI, fakeSlack, fakeTelegram, HELPDESK, RAHMA } from './page-fake.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function stage() {
  const telegram = fakeTelegram();
  const slack = fakeSlack();
  const routes = pageRoutes({ telegram: telegram.people, slack: slack.people });
  const get = (path: string, headers: Record<string, string> = {}) =>
    routes.request(path, { headers: { host: '127.0.0.1:3000', ...headers } });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    routes.request(path, {
      method: 'POST',
      headers: { host: '127.0.0.1:3000', ...JSON_TYPE, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { telegram, slack, get, post };
}

const SOUND = new File(['Ogg'], 'suara.oga', { type: 'audio/ogg; codecs=opus' });

/** What became of a form with a sound. */
async function sendVoice(fields: Record<string, string | File>) {
  const telegram = fakeTelegram();
  const routes = pageRoutes({ telegram: telegram.people, slack: fakeSlack().people });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const headers = { host: 'localhost:3000' };
  return { telegram, response: await routes.request('/telegram/voice', { method: 'POST', headers, body: form }) };
}

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

describe('what people do', () => {
  it.each<[path: string, body: Record<string, unknown>, asked: unknown[]]>([
    ['telegram/addPerson', { name: 'Sitti' }, ['addPerson', 'Sitti', undefined]],
    ['telegram/addPerson', { name: 'Sitti', username: 'sitti' }, ['addPerson', 'Sitti', 'sitti']],
    ['telegram/addGroup', { title: 'Penyedia', members: [ANDI] }, ['addGroup', 'Penyedia', [ANDI]]],
    ['telegram/say', { person: ANDI, chat: ANDI, text: 'halo' }, ['say', ANDI, ANDI, 'halo', {}]],
    [
      'telegram/say',
      { person: ANDI, chat: -5, text: 'halo', replyTo: 3, forwardedFrom: 'Budi' },
      ['say', ANDI, -5, 'halo', { replyTo: 3, forwardedFrom: 'Budi' }],
    ],
    ['telegram/edit', { person: ANDI, chat: ANDI, message: 3, text: 'hai' }, ['edit', ANDI, ANDI, 3, 'hai']],
    ['telegram/press', { person: ANDI, chat: ANDI, message: 3, data: 'a:1' }, ['press', ANDI, ANDI, 3, 'a:1']],
    ['telegram/sendOther', { person: ANDI, chat: ANDI, kind: 'voice' }, ['sendOther', ANDI, ANDI, 'voice']],
    ['telegram/block', { person: ANDI }, ['block', ANDI]],
    ['telegram/unblock', { person: ANDI }, ['unblock', ANDI]],
    ['slack/addUser', { name: 'jufri', realName: 'Jufri' }, ['addUser', 'jufri', 'Jufri']],
    [
      'slack/addChannel',
      { name: 'umum', members: [RAHMA], kind: 'private' },
      ['addChannel', 'umum', [RAHMA], 'private'],
    ],
    ['slack/directChannel', { user: RAHMA }, ['directChannel', RAHMA]],
    [
      'slack/say',
      { user: RAHMA, channel: HELPDESK, text: 'halo', threadTs: '1.2' },
      ['say', RAHMA, HELPDESK, 'halo', '1.2'],
    ],
    [
      'slack/command',
      { user: RAHMA, channel: HELPDESK, command: '/lpse', text: '' },
      ['command', RAHMA, HELPDESK, '/lpse', ''],
    ],
    [
      'slack/press',
      { user: RAHMA, where: { view: 'V01' }, actionId: 'a', blockId: 'b', selected: ['x'] },
      ['press', RAHMA, { view: 'V01' }, 'a', 'b', ['x']],
    ],
    [
      'slack/press',
      { user: RAHMA, where: { channel: HELPDESK, ts: '1.2' }, actionId: 'a' },
      ['press', RAHMA, { channel: HELPDESK, ts: '1.2' }, 'a', undefined, undefined],
    ],
    [
      'slack/press',
      { user: RAHMA, where: { home: true }, actionId: 'a' },
      ['press', RAHMA, { home: true }, 'a', undefined, undefined],
    ],
    [
      'slack/shortcut',
      { user: RAHMA, channel: HELPDESK, ts: '1.2', callbackId: 'ask' },
      ['shortcut', RAHMA, HELPDESK, '1.2', 'ask'],
    ],
    ['slack/edit', { user: RAHMA, channel: HELPDESK, ts: '1.2', text: 'x' }, ['edit', RAHMA, HELPDESK, '1.2', 'x']],
    ['slack/remove', { user: RAHMA, channel: HELPDESK, ts: '1.2' }, ['remove', RAHMA, HELPDESK, '1.2']],
    ['slack/openHome', { user: RAHMA }, ['openHome', RAHMA]],
    [
      'slack/submit',
      { user: RAHMA, view: 'V01', values: { apa: { v: { value: 'x' } } } },
      ['submit', RAHMA, 'V01', { apa: { v: { value: 'x' } } }],
    ],
    ['slack/closeModal', { user: RAHMA, view: 'V01' }, ['closeModal', RAHMA, 'V01']],
  ])('%s reaches the service', async (path, body, asked) => {
    const { telegram, slack, post } = stage();
    const response = await post(`/${path}`, body);
    expect(await response.json()).toHaveProperty('result');
    expect(response.status).toBe(200);
    expect([...telegram.asked, ...slack.asked]).toEqual([asked]);
  });

  it('gives back what the service gave', async () => {
    const { post } = stage();
    const pressed = await post('/telegram/press', { person: ANDI, chat: ANDI, message: 1, data: 'a:1' });
    expect(await pressed.json()).toEqual({ result: 'Terima kasih.' });
  });

  it('sends files with their bytes', async () => {
    const telegram = fakeTelegram();
    const routes = pageRoutes({ telegram: telegram.people, slack: fakeSlack().people });
    const form = new FormData();
    for (const [name, value] of Object.entries({
      person: `${ANDI}`,
      chat: `${ANDI}`,
      kind: 'document',
      caption: 'ini',
    }))
      form.set(name, value);
    form.append('files', new File([new Uint8Array([1, 2, 255])], 'bukti.pdf', { type: 'application/pdf' }));
    const response = await routes.request('/telegram/attach', {
      method: 'POST',
      headers: { host: 'localhost:3000' },
      body: form,
    });
    expect(response.status).toBe(200);
    const file = { kind: 'document', name: 'bukti.pdf', type: 'application/pdf', bytes: new Uint8Array([1, 2, 255]) };
    expect(telegram.asked).toEqual([['attach', ANDI, ANDI, [file], 'ini']]);
  });

  it.each<[what: string, fields: Record<string, string | File>, asked: unknown[]]>([
    ['a voice note', { seconds: '2.5' }, []],
    ['one that is passed on', { seconds: '2.5', forwardedFrom: 'Budi' }, [{ forwardedFrom: 'Budi' }]],
  ])('sends %s with its bytes and its length', async (_what, fields, options) => {
    const { telegram, response } = await sendVoice({ person: `${ANDI}`, chat: `${ANDI}`, sound: SOUND, ...fields });
    expect(response.status).toBe(200);
    const sound = { name: 'suara.oga', type: 'audio/ogg', seconds: 2.5 };
    expect(telegram.asked).toEqual([['sendVoice', ANDI, ANDI, sound, ...options]]);
    expect(telegram.sounds).toEqual([new Uint8Array([79, 103, 103])]);
  });

  it.each<[what: string, fields: Record<string, string | File>]>([
    ['without a sound', { person: `${ANDI}`, chat: `${ANDI}`, seconds: '2' }],
    ['without a length', { person: `${ANDI}`, chat: `${ANDI}`, seconds: 'x', sound: SOUND }],
    ['of nobody', { person: 'Andi', chat: `${ANDI}`, seconds: '2', sound: SOUND }],
  ])('refuses a voice note %s', async (_what, fields) => {
    const { telegram, response } = await sendVoice(fields);
    expect(response.status).toBe(400);
    expect(telegram.asked).toEqual([]);
  });

  it.each<[what: string, path: string, body: unknown, status: number, sentence: RegExp]>([
    [
      'a field of the wrong kind',
      '/telegram/say',
      { person: 'Andi', chat: ANDI, text: 'x' },
      400,
      /periksa isi permintaan/,
    ],
    ['a missing field', '/slack/say', { user: RAHMA, channel: HELPDESK }, 400, /periksa teks/],
    ['no JSON', '/slack/say', '{', 400, /periksa isi permintaan/],
    ['an unknown action', '/telegram/fly', {}, 404, /tidak ada/],
    ['a name every object has', '/telegram/constructor', {}, 404, /tidak ada/],
    ['what the service refuses', '/telegram/say', { person: ANDI, chat: ANDI, text: ' ' }, 400, /^Pesannya kosong\.$/],
  ])('answers %s with a sentence', async (_what, path, body, status, sentence) => {
    const { post } = stage();
    const response = await post(path, body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toMatch(sentence);
  });

  it('puts Slack’s names for failures into words', async () => {
    const { slack, post } = stage();
    slack.people.command = async () => {
      throw new Error('operation_timeout');
    };
    const response = await post('/slack/command', { user: RAHMA, channel: HELPDESK, command: '/lpse', text: '' });
    expect(await response.json()).toEqual({ error: 'Bot tidak menjawab dalam 3 detik (operation_timeout).' });
  });

  it('keeps the inside of a fault to the terminal', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { telegram, post } = stage();
    telegram.people.block = () => {
      throw new TypeError('x is not a function');
    };
    const response = await post('/telegram/block', { person: ANDI });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('not a function');
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});

describe('who may come in', () => {
  const say = { person: ANDI, chat: ANDI, text: 'halo' };

  it.each(['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST', '[::1]:3000'])('%s is this machine', async (host) => {
    const { get } = stage();
    expect((await get('/keadaan', { host })).status).toBe(200);
  });

  it.each(['evil.example', '127.0.0.1.evil.example:3000', 'localhost.evil.example', '192.168.1.5:3000', ''])(
    'the name %j is refused, whatever is asked',
    async (host) => {
      const { get, post, telegram } = stage();
      for (const path of ['/', '/keadaan', '/peristiwa']) expect((await get(path, { host })).status).toBe(403);
      expect((await post('/telegram/say', say, { host })).status).toBe(403);
      expect(telegram.asked).toEqual([]);
    },
  );

  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:4000' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
  ])('a page of someone else changes nothing: %j', async (headers) => {
    const { post, telegram } = stage();
    expect((await post('/telegram/say', say, headers)).status).toBeGreaterThanOrEqual(400);
    expect(telegram.asked).toEqual([]);
  });

  it('its own page and programs may act', async () => {
    const { post } = stage();
    expect((await post('/telegram/say', say, { origin: 'http://127.0.0.1:3000' })).status).toBe(200);
    expect((await post('/telegram/say', say)).status).toBe(200);
  });
});

describe('the page', () => {
  it('runs only its own scripts and the one import map', async () => {
    const { get } = stage();
    const response = await get('/');
    const policy = response.headers.get('content-security-policy') ?? '';
    const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(await response.text())?.[1] ?? '';
    expect(policy).toContain(`script-src 'self' 'sha256-${createHash('sha256').update(map).digest('base64')}';`);
    expect(policy).not.toContain('unsafe');
    expect(Object.keys((JSON.parse(map) as { imports: object }).imports)).toContain('preact');
  });

  it('finds every module it imports, without types', async () => {
    const { get } = stage();
    const html = await (await get('/')).text();
    const { imports } = JSON.parse(/importmap">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '') as {
      imports: Record<string, string>;
    };
    const todo = ['/halaman/main.ts', ...html.matchAll(/href="(\/[^"]+)"/g)].map((found) =>
      typeof found === 'string' ? found : (found[1] ?? ''),
    );
    const seen = new Set(todo);
    for (const path of todo) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 200]);
      if (!response.headers.get('content-type')?.startsWith('text/javascript')) continue;
      const text = await response.text();
      expect(text).not.toMatch(/\bimport type\b|^export type\b/m);
      for (const [, name = ''] of text.matchAll(/\bfrom\s*['"]([^'"]+)['"]/g)) {
        const next = imports[name] ?? new URL(name, `http://x${path}`).pathname;
        if (!seen.has(next)) todo.push(next);
        seen.add(next);
      }
    }
    expect(seen.size).toBeGreaterThan(30);
  });

  it.each(['/halaman/../web.ts', '/halaman/%2e%2e/web.ts', '/halaman/tsconfig.json', '/pustaka/../package.json'])(
    'has no %s',
    async (path) => {
      const { get } = stage();
      expect((await get(path)).status).toBe(404);
    },
  );

  it('prints no warning for stripping types', async () => {
    // In a process of its own: Node warns only once in each.
    const assets = new URL('../../../bot/sandbox/assets.ts', import.meta.url).href;
    const look = `const { pageAssets } = await import('${assets}');
      const { body } = await pageAssets()('/halaman/main.ts');
      process.stdout.write(body);`;
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', look]);
    expect(stdout).toContain('render(');
    expect(stderr).toBe('');
  });
});

describe('files', () => {
  const serveFile = async (type: string) => {
    const server = createServer((_request, response) => response.writeHead(200, { 'content-type': type }).end('<b>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endings.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/rahasia`;
  };

  it('come from an address of the page; a document is only saved, never shown', async () => {
    const { telegram, get } = stage();
    const href = await serveFile('text/html');
    const id = telegram.post(ANDI, ANDI, { media: { kind: 'document', name: 'surat "1".html', href } });
    const state = (await (await get('/keadaan')).json()) as { telegram: { chats: [{ messages: unknown[] }] } };
    expect(state.telegram.chats[0].messages[0]).toMatchObject({ media: { href: `/berkas/telegram/${ANDI}/${id}` } });

    const file = await get(`/berkas/telegram/${ANDI}/${id}`);
    expect(await file.text()).toBe('<b>');
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
    expect(file.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''surat%20%221%22.html");
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('that are pictures are shown', async () => {
    const { slack, get } = stage();
    const href = await serveFile('image/png');
    slack.post(RAHMA, '', { files: [{ id: 'F01', name: 'layar.png', type: 'image/png', href }] });
    const file = await get('/berkas/slack/F01');
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(file.headers.get('content-disposition')).toMatch(/^inline/);
  });

  it('nobody sent are not there', async () => {
    const { get } = stage();
    expect((await get(`/berkas/telegram/${ANDI}/7`)).status).toBe(404);
    expect((await get('/berkas/slack/F99')).status).toBe(404);
  });
});

describe('the stream of views', () => {
  async function follow() {
    const telegram = fakeTelegram();
    const slack = fakeSlack();
    const page = await servePage({ telegram: telegram.people, slack: slack.people }, { port: 0, host: '127.0.0.1' });
    endings.push(page.stop);
    const leave = new AbortController();
    const response = await fetch(`${page.url}/peristiwa`, { signal: leave.signal });
    const events: { name: string; data: string }[] = [];
    const reading = (async () => {
      let text = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        const whole = text.split('\n\n');
        text = whole.pop() ?? '';
        for (const part of whole)
          events.push({
            name: /^event: (.*)$/m.exec(part)?.[1] ?? '',
            data: /^data: (.*)$/m.exec(part)?.[1] ?? '',
          });
      }
    })().catch(() => {});
    endings.unshift(() => {
      leave.abort();
      return reading;
    });
    return { telegram, slack, events, leave, page };
  }

  it('begins with both halves, then tells only what changed', async () => {
    const { slack, events } = await follow();
    await vi.waitFor(() => expect(events.map(({ name }) => name)).toEqual(['sandbox', 'telegram', 'slack']));
    slack.post(RAHMA, 'halo semua');
    await vi.waitFor(() => expect(events.map(({ name }) => name)).toEqual(['sandbox', 'telegram', 'slack', 'slack']));
    expect(events.at(-1)?.data).toContain('halo semua');
  });

  it('skips views when they come too fast, but never the last', async () => {
    const { telegram, events } = await follow();
    await vi.waitFor(() => expect(events).toHaveLength(3));
    for (let at = 0; at < 60; at += 1) {
      telegram.post(ANDI, ANDI, { text: `pesan ${at}` });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await vi.waitFor(() => expect(events.at(-1)?.data).toContain('pesan 59'));
    expect(events.length - 3).toBeLessThanOrEqual(7);
  });

  it('listens no longer when the page is gone', async () => {
    const { telegram, slack, events, leave } = await follow();
    await vi.waitFor(() => expect(events).toHaveLength(3));
    leave.abort();
    await vi.waitFor(() => {
      telegram.changed();
      expect(telegram.listeners.size + slack.listeners.size).toBe(0);
    });
  });

  it('does not keep the sandbox from stopping', async () => {
    const { events, page } = await follow();
    await vi.waitFor(() => expect(events).toHaveLength(3));
    await page.stop();
    await expect(fetch(page.url)).rejects.toThrow();
  });
});

it('says in Indonesian which variable to change when the port is taken', async () => {
  const people = { telegram: fakeTelegram().people, slack: fakeSlack().people };
  const first = await servePage(people, { port: 0, host: '127.0.0.1' });
  endings.push(first.stop);
  const port = Number(new URL(first.url).port);
  const second = servePage(people, { port, host: '127.0.0.1' });
  await expect(second).rejects.toThrow('PORT');
  await expect(second).rejects.toThrow(new RegExp(`^PORT ${port} sudah dipakai.*ubah PORT`));
});

it.each(['0.0.0.0', '192.168.1.5', '::'])('does not listen on %s', async (host) => {
  const people = { telegram: fakeTelegram().people, slack: fakeSlack().people };
  await expect(servePage(people, { port: 0, host })).rejects.toThrow(RangeError);
});
