import { createHash } from 'node:crypto';
import { load } from 'cheerio';
import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../bot/channel.ts';
import { type HttpServer, listen } from '../../../bot/http.ts';
import { type ReadStatus, statusRoutes } from '../../../bot/status/index.ts';
import { freePort } from '../../support/program.ts';
import { NASTY, statusWith, URL_OF_PAGE } from './stage.ts';

const ALL = ['/status', '/status.atom', '/status.json'];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let server: HttpServer | undefined;
let now = 0;
let warned = 0;
afterEach(() => server?.close());

async function serve(read: ReadStatus = async () => statusWith('SPSE sulit dibuka')): Promise<void> {
  now = Date.parse('2026-11-23T06:00:00Z');
  warned = 0;
  const log: Log = { debug: () => {}, info: () => {}, warn: () => warned++, error: (what) => expect.unreachable(what) };
  server = await listen('127.0.0.1', await freePort(), statusRoutes({ url: URL_OF_PAGE, read, log, now: () => now }));
}
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${server?.url}${path}`, { method, headers, redirect: 'manual' });

describe('what is served', () => {
  it.each([
    ['/status', 'text/html; charset=utf-8'],
    ['/status.atom', 'application/atom+xml; charset=utf-8'],
    ['/status.json', 'application/feed+json; charset=utf-8'],
  ])('%s is %s, for anybody, and may do nothing', async (path, type) => {
    await serve();
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'cache-control': 'public, max-age=30',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^default-src 'none'/),
      'content-length': String(Buffer.byteLength(await response.text())),
    });
    expect(response.headers.has('x-frame-options')).toBe(false);
  });

  it('lets the page use its own style and nothing else, and any site show it', async () => {
    await serve();
    const response = await get('/status');
    const style = load(await response.text())('style').text();
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors *`,
    );
  });

  it('answers HEAD without a body, forgives a slash, and takes nothing', async () => {
    await serve();
    for (const path of ALL) {
      const head = await get(path, {}, 'HEAD');
      expect([head.status, await head.text()]).toEqual([200, '']);
      expect(head.headers.get('etag')).toBe((await get(path)).headers.get('etag'));
      const post = await get(path, {}, 'POST');
      expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
    const slash = await get('/status/');
    expect([slash.status, slash.headers.get('location')]).toEqual([308, URL_OF_PAGE]);
    for (const other of ['/status.xml', '/status/x', '/']) expect((await get(other)).status).toBe(404);
  });

  it.each(ALL)('%s is not sent again to who has it', async (path) => {
    let status = statusWith('a');
    await serve(async () => status);
    const { headers } = await get(path);
    const [etag, changed] = [headers.get('etag') ?? '', headers.get('last-modified') ?? ''];
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const code = async (headers: Record<string, string>) => (await get(path, headers)).status;
    expect(await code({ 'if-none-match': etag })).toBe(304);
    expect(await code({ 'if-none-match': `"x", W/${etag}` })).toBe(304);
    expect(await code({ 'if-none-match': '*' })).toBe(304);
    expect(await code({ 'if-none-match': '"x"' })).toBe(200);
    expect(await code({ 'if-modified-since': changed })).toBe(304);
    expect(await code({ 'if-modified-since': new Date(Date.parse(changed) - SECOND).toUTCString() })).toBe(200);
    expect(await code({ 'if-modified-since': 'kemarin' })).toBe(200);
    // The tag says more than the date.
    expect(await code({ 'if-none-match': '"x"', 'if-modified-since': changed })).toBe(200);
    const again = await get(path, { 'if-none-match': etag });
    expect([await again.text(), again.headers.get('etag')]).toEqual(['', etag]);

    status = statusWith('b', Date.parse('2026-11-23T05:59:00.900Z'));
    now += 5 * SECOND;
    expect(await code({ 'if-none-match': etag })).toBe(200);
    expect(await code({ 'if-modified-since': changed })).toBe(200);
    const newer = (await get(path)).headers.get('last-modified') ?? '';
    expect(await code({ 'if-modified-since': newer })).toBe(304);
  });

  it('is told while the page is being prepared that nobody can tell yet, without complaint', async () => {
    await serve(async () => undefined);
    for (const path of ALL) {
      const response = await get(path);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.text()).toContain('Status sedang tidak dapat dibaca');
    }
    expect(warned).toBe(0);
  });
});

describe('the database behind it', () => {
  it('is asked once, however many look', async () => {
    let asked = 0;
    await serve(async () => {
      asked++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return statusWith('a');
    });
    const all = await Promise.all(Array.from({ length: 30 }, (_, at) => get(ALL[at % 3] ?? '')));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    expect(asked).toBe(1);
    now += 5 * SECOND;
    await get('/status');
    expect(asked).toBe(2);
  });

  it('may be away for a while: the last known is told, then that nobody can tell', async () => {
    let away = false;
    await serve(async () => {
      if (away) throw new Error('away');
      return statusWith('a');
    });
    const code = async () => (await get('/status')).status;
    expect(await code()).toBe(200);
    away = true;
    now += 9 * MINUTE;
    expect([await code(), await code(), await code()]).toEqual([200, 200, 200]);
    expect(warned).toBe(1);
    now += MINUTE;
    const response = await get('/status');
    expect(response.status).toBe(503);
    const page = load(await response.text());
    expect(page('h1').text()).toBe('Status sedang tidak dapat dibaca');
    // Nothing is claimed about the services.
    expect(page('main').text()).not.toMatch(/gangguan/i);
    away = false;
    now += 5 * SECOND;
    expect(await code()).toBe(200);
  });
});

describe('the page', () => {
  const read = async (words: string) => {
    await serve(async () => statusWith(words));
    return load(await (await get('/status')).text());
  };

  it('says the state first, in its title too, and where the feeds are', async () => {
    const $ = await read('SPSE sulit dibuka');
    expect($('title').text()).toMatch(/^Sedang ada gangguan/);
    expect($('h1').length).toBe(1);
    expect($('main').children().first().find('h1').text()).toMatch(/^Sedang ada gangguan/);
    expect($('html').attr('lang')).toBe('id');
    expect($('meta[http-equiv=refresh]').attr('content')).toBe('120');
    const feeds = $('link[rel=alternate]').map((_, one) => `${$(one).attr('type')} ${$(one).attr('href')}`);
    expect(feeds.get()).toEqual([
      `application/atom+xml ${URL_OF_PAGE}.atom`,
      `application/feed+json ${URL_OF_PAGE}.json`,
    ]);
    expect(
      $('.feeds a')
        .map((_, one) => $(one).attr('href'))
        .get(),
    ).toEqual([`${URL_OF_PAGE}.atom`, `${URL_OF_PAGE}.json`]);
  });

  it('takes what people wrote as text, everywhere', async () => {
    const [plain, nasty] = [await read('biasa'), await read(NASTY)];
    const tags = ($: typeof plain) =>
      $('*')
        .map((_, one) => ('name' in one ? one.name : ''))
        .get();
    expect(tags(nasty)).toEqual(tags(plain));
    expect(nasty('script').length).toBe(0);
    // One link leads nowhere good: it is text. All others leave a frame that the page may stand in.
    expect(nasty('[href^=javascript]').length).toBe(0);
    expect(
      nasty('a')
        .map((_, one) => nasty(one).attr('target'))
        .get(),
    ).toEqual(Array(nasty('a').length).fill('_top'));
    expect(nasty('blockquote').first().text()).toBe(NASTY.toWellFormed());
  });
});
