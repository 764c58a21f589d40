import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SOURCES } from '../../bot/helpdesk.ts';
import { type HttpServer, listen } from '../../bot/http.ts';
import { atomFeed } from '../../bot/status/feed.ts';
import { statusRoutes } from '../../bot/status/index.ts';
import type { Database } from '../../db/database.ts';
import { readStatus } from '../../handlers/index.ts';
import type { Facts } from '../../handlers/rules/announcement.ts';
import { openKnowledge } from '../../knowledge/index.ts';
import { NASTY, statusWith } from '../bot/status/stage.ts';
import { announced } from '../support/announced.ts';
import { announcing, OUTAGE, times } from '../support/announcing.ts';
import { browserFound, CHROMIUM } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { officer, wordsOf } from '../support/officer.ts';
import { freePort } from '../support/program.ts';
import { vendor } from '../support/vendor.ts';
import { createWorld } from '../support/world.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-23T14:05:12+08:00');
const FACTS: Facts = {
  title: 'SPSE sulit dibuka dan unggah dokumen penawaran sering gagal',
  origin: 'lokal',
  services: ['spse', 'dokumen'],
  startsAt: NOW - 6 * HOUR,
  endsAt: NOW - HOUR,
  impact: `Halaman lambat. ${'https://spse.contoh.go.id/'.repeat(8)} & <b>tebal</b>`,
  advice: 'Coba lagi setiap 15 menit.',
};
const VERDICT = 'Sedang ada gangguan';

/** What is used of an element in the page. */
type Drawn = {
  textContent: string;
  parentElement: Drawn | null;
  childNodes: Iterable<{ nodeType: number; textContent: string }>;
  querySelectorAll: (selector: string) => Iterable<Drawn>;
  scrollWidth: number;
  ownerDocument: {
    defaultView: { getComputedStyle: (one: Drawn) => { color: string; backgroundColor: string } };
  };
};

/** Words too pale for their ground (WCAG 2.2, 1.4.3), as the browser draws them. Runs inside the page. */
function paleWords(body: Drawn): string[] {
  const styleOf = (one: Drawn) => body.ownerDocument.defaultView.getComputedStyle(one);
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (colour: string) => {
    const [r = 0, g = 0, b = 0] = channels(colour).map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (one: Drawn): string => {
    const ground = styleOf(one).backgroundColor;
    const seesThrough = (channels(ground)[3] ?? 1) === 0;
    return seesThrough && one.parentElement ? groundOf(one.parentElement) : ground;
  };
  return [...body.querySelectorAll('*')]
    .filter((one) => [...one.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent.trim()))
    .flatMap((one) => {
      const [words, ground] = [light(styleOf(one).color), light(groundOf(one))];
      const contrast = (Math.max(words, ground) + 0.05) / (Math.min(words, ground) + 0.05);
      return contrast >= 4.5 ? [] : [`${contrast.toFixed(2)} ${one.textContent.slice(0, 40)}`];
    });
}

/** The root, the number of entries and the mistakes of an XML document, as a browser reads it. */
function parsed(text: string): { root: string; entries: number; mistakes: number } {
  type Xml = { documentElement: { nodeName: string }; getElementsByTagName: (name: string) => { length: number } };
  type Parser = { parseFromString: (text: string, type: string) => Xml };
  const { DOMParser } = globalThis as unknown as { DOMParser: new () => Parser };
  const feed = new DOMParser().parseFromString(text, 'application/xml');
  const count = (name: string) => feed.getElementsByTagName(name).length;
  return { root: feed.documentElement.nodeName, entries: count('entry'), mistakes: count('parsererror') };
}

describe.skipIf(!browserFound)('the status page in a browser without scripts', () => {
  let db: Database;
  let server: HttpServer;
  let browser: Browser;
  let page: Page;
  const seen: string[] = [];
  beforeAll(async () => {
    db = await testDatabase();
    const knowledge = await openKnowledge(db, SOURCES);
    await announced(db, {
      number: 'G-2026-0007',
      kind: 'gangguan',
      state: 'berlangsung',
      facts: FACTS,
      told: [
        { kind: 'berlangsung', at: NOW - 5 * HOUR },
        { kind: 'pembaruan', at: NOW - 3 * HOUR, note: 'Server sedang dinyalakan ulang.' },
      ],
    });
    await announced(db, {
      number: 'P-2026-0003',
      kind: 'pemeliharaan',
      state: 'terjadwal',
      facts: { ...FACTS, title: 'Pembaruan SPSE', startsAt: NOW + DAY, endsAt: NOW + DAY + HOUR },
      told: [{ kind: 'terjadwal', at: NOW - HOUR }],
    });
    await announced(db, {
      number: 'G-2026-0006',
      kind: 'gangguan',
      state: 'pulih',
      facts: { ...FACTS, title: 'Listrik padam', startsAt: NOW - 9 * DAY },
      told: [
        { kind: 'berlangsung', at: NOW - 9 * DAY },
        { kind: 'pulih', at: NOW - 9 * DAY + HOUR, facts: { endedAt: NOW - 9 * DAY + HOUR } },
      ],
    });
    const port = await freePort();
    const read = () => readStatus({ db, knowledge, now: NOW, telegram: 'https://t.me/lpse_polman_bot' });
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    server = await listen('127.0.0.1', port, statusRoutes({ url: `http://127.0.0.1:${port}/status`, read, log }));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await db?.close();
  });
  afterEach(async () => {
    await page.context().close();
    expect(seen.splice(0)).toEqual([]);
  });

  async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: false, ...options });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => message.type() === 'error' && seen.push(message.text()));
    await page.goto(address);
    return page;
  }
  const status = () => `${server.url}/status`;

  it.each([320, 375, 1280])('fits a screen of %i px, and the state stands on it at once', async (width) => {
    await open(status(), { viewport: { width, height: 568 } });
    const state = page.getByRole('heading', { level: 1, name: VERDICT });
    const box = await state.boundingBox();
    expect(box && box.y + box.height).toBeLessThan(200);
    for (const summary of await page.locator('summary').all()) await summary.click();
    const inside = page.locator('html').evaluate((html: Drawn) => html.scrollWidth);
    expect(await inside).toBeLessThanOrEqual(width);
    // What a thumb presses is not too small (WCAG 2.2, 2.5.8).
    for (const one of await page.locator('summary, .feeds a').all())
      expect((await one.boundingBox())?.height).toBeGreaterThanOrEqual(24);
  });

  it.each(['light', 'dark'] as const)('can be read in its %s colours', async (colorScheme) => {
    await open(status(), { colorScheme });
    const body = page.locator('body');
    const ground = await body.evaluate(
      (one: Drawn) => one.ownerDocument.defaultView.getComputedStyle(one).backgroundColor,
    );
    expect(ground).toBe(colorScheme === 'light' ? 'rgb(243, 245, 248)' : 'rgb(16, 21, 28)');
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await body.evaluate(paleWords)).toEqual([]);
  });

  it('opens what was told before by the keyboard alone', async () => {
    await open(status());
    const earlier = page.getByText('Server sedang dinyalakan ulang.');
    await earlier.waitFor();
    const before = page.getByText('Tim kami sedang menanganinya.').first();
    expect(await before.isVisible()).toBe(false);
    await page.locator('summary', { hasText: 'Kabar sebelumnya' }).focus();
    await page.keyboard.press('Enter');
    expect(await before.isVisible()).toBe(true);
  });

  it('opens the past announcement that a feed links to', async () => {
    const feed = (await (await fetch(`${status()}.json`)).json()) as { items: { url: string; title: string }[] };
    const link = feed.items.find(({ title }) => title.includes('Listrik padam'))?.url ?? '';
    await open(link);
    const past = page.getByText('Layanan yang terdampak sudah dapat digunakan kembali.');
    await past.waitFor({ state: 'visible' });
    expect((await past.boundingBox())?.y).toBeLessThan(page.viewportSize()?.height ?? 0);
  });

  it('stands in a frame of another site', async () => {
    const site: Server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<!doctype html><iframe src="${status()}" title="Status" width="360" height="500"></iframe>`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    try {
      // Another name is another site.
      await open(`http://localhost:${(site.address() as AddressInfo).port}/`);
      await page.frameLocator('iframe').getByRole('heading', { level: 1, name: VERDICT }).waitFor();
    } finally {
      site.closeAllConnections();
      site.close();
    }
  });

  it('has feeds that the browser itself can parse', async () => {
    await open('about:blank', { javaScriptEnabled: true });
    const xml = await (await fetch(`${status()}.atom`)).text();
    expect(await page.evaluate(parsed, xml)).toEqual({ root: 'feed', entries: 3, mistakes: 0 });
    const nasty = await atomFeed(statusWith(NASTY), status());
    expect(await page.evaluate(parsed, nasty)).toEqual({ root: 'feed', entries: 1, mistakes: 0 });
    expect((await page.evaluate(parsed, nasty.replace('</entry>', '\u0007</entry>'))).mistakes).toBe(1);
  });
});

describe('what officers announce', () => {
  let world: Awaited<ReturnType<typeof createWorld>>;
  let later = 0;
  const now = () => Date.now() + later;
  beforeAll(async () => {
    world = await createWorld({ slack: {}, now });
  });
  afterAll(() => world.close());

  /** What the page shows, by its parts. */
  async function shown() {
    const { db, knowledge } = world.helpdesk;
    const { page, state, announcements } = await readStatus({ db, knowledge, now: now() });
    const parts = page.parts.map(({ heading, entries }) => [heading, entries.map(({ badge }) => badge)]);
    return { state, verdict: page.verdict, parts: Object.fromEntries(parts), feed: announcements.length };
  }

  it('is on the page when it has left, not before, and in the history when it is over', async () => {
    const desk = announcing(world);
    const [lpd, head] = [officer(world, world.officer), officer(world, world.head)];
    await officer(world, world.admin).command(`peran beri <@${lpd.id}> LPD`);
    await vendor(world, 'Andi Baso').say('/start');
    const nothing = {
      state: 'normal',
      verdict: 'Tidak ada gangguan yang diumumkan',
      parts: { 'Riwayat 90 hari': [] },
      feed: 0,
    };
    const leave = async () => {
      later += 61_000;
      await lpd.settle();
    };

    await lpd.command('gangguan', world.announcements);
    await lpd.submit({ ...OUTAGE, ...times(now() - HOUR, now() + HOUR) });
    const [number = ''] = /G-\d{4}-\d{4}/u.exec(desk.messages().map(wordsOf).join(' ')) ?? [];
    expect(number).not.toBe('');
    expect(await shown()).toEqual(nothing);
    await desk.press(head, number, 'Konfirmasi');
    expect(await shown()).toEqual(nothing);
    await leave();
    expect(await shown()).toEqual({
      state: 'gangguan',
      verdict: VERDICT,
      parts: { Sekarang: ['Gangguan sedang berlangsung'], 'Riwayat 90 hari': [] },
      feed: 1,
    });

    await desk.press(lpd, number, 'Sudah pulih');
    await lpd.submit({});
    await desk.press(head, number, 'Konfirmasi');
    await leave();
    expect(await shown()).toEqual({ ...nothing, parts: { 'Riwayat 90 hari': ['Gangguan selesai'] }, feed: 1 });
  });
});
