import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramServer, type TelegramServer } from '../../../bot/sandbox/telegram/index.ts';
import { servePage } from '../../../bot/sandbox/web.ts';
import { fakeSlack } from './page-fake.ts';

// What runs in the browser names what only the browser has.
declare const DataTransfer: new () => { items: { add: (file: File) => void } };
declare const ClipboardEvent: new (type: string, options: object) => Event;

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const found = existsSync(CHROMIUM);
if (!found) console.warn(`Uji berkas di halaman sandbox dilewati: Chromium tidak ada di ${CHROMIUM}; isi CHROMIUM.`);

const PICTURE = PNG.sync.write(new PNG({ width: 64, height: 48 }));
const named = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.7 ${name}`) });

describe.skipIf(!found)('files and replies in the page', () => {
  let browser: Browser;
  let page: Page;
  let server: TelegramServer;
  let siti: number;
  let stop: () => Promise<void>;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    server = await startTelegramServer({ limits: 'off' });
    siti = server.people.addPerson('Siti').id;
    server.people.say(siti, siti, 'halo');
    const stage = { telegram: server.people, slack: fakeSlack().people };
    const served = await servePage(stage, { port: 0, host: '127.0.0.1' });
    stop = served.stop;
    page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    page.setDefaultTimeout(5_000);
    faults.length = 0;
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(served.url);
    await field().waitFor();
  });
  afterEach(async () => {
    expect(faults).toEqual([]);
    await page.close();
    await stop();
    await server.stop();
  });

  const half = () => page.getByRole('region', { name: 'Telegram tiruan' });
  const talk = () => half().getByRole('log');
  const field = () => half().getByRole('combobox', { name: /^Pesan ke/ });
  const bubble = (words: string) => talk().getByRole('article').filter({ hasText: words }).last();
  const said = () => server.people.view().chats.find(({ id }) => id === siti)?.messages ?? [];

  /** The bot posts something with a button in a channel of Fitriani's that Siti reads. */
  async function channelWithButton() {
    const fitriani = server.people.addPerson('Fitriani – Humas').id;
    const id = server.people.addChannel('Info LPSE', [fitriani, siti]);
    const reply_markup = { inline_keyboard: [[{ text: 'Pemeliharaan', callback_data: 'topic' }]] };
    await call('sendMessage', { chat_id: id, text: 'Kanal ini berlangganan gangguan.', reply_markup });
    return { id, fitriani };
  }
  async function call(method: string, params: object) {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) };
    const answer = await fetch(`${server.apiRoot}/bot${server.token}/${method}`, init);
    return ((await answer.json()) as { result: Record<string, unknown>[] }).result;
  }
  /** The bot sends a file, as any client does. */
  async function botSends(method: 'sendPhoto' | 'sendDocument', bytes: Buffer, name: string, caption = '') {
    const form = new FormData();
    form.set('chat_id', String(siti));
    form.set('caption', caption);
    form.set(method === 'sendPhoto' ? 'photo' : 'document', new File([new Uint8Array(bytes)], name));
    await fetch(`${server.apiRoot}/bot${server.token}/${method}`, { method: 'POST', body: form });
  }
  /** What somebody drags or copies, made inside the page. */
  const carried = (names: string[]) =>
    page.evaluateHandle((names) => {
      const data = new DataTransfer();
      for (const name of names) data.items.add(new File(['%PDF-1.7'], name, { type: 'application/pdf' }));
      return data;
    }, names);

  it('shows a photo of the bot as a picture, and a document by name and size, to be saved', async () => {
    await botSends('sendPhoto', PICTURE, 'layar.png', 'Lihat layar ini');
    const picture = bubble('Lihat layar ini').getByRole('img');
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(64);
    const bytes = Buffer.alloc(1_600_000, 'x');
    await botSends('sendDocument', bytes, 'paket keluhan.zip');
    const card = talk().getByRole('link', { name: 'paket keluhan.zip 1,5 MB' });
    const [saved] = await Promise.all([page.waitForEvent('download'), card.click()]);
    expect(saved.suggestedFilename()).toBe('paket keluhan.zip');
    expect((await readFile(await saved.path())).equals(bytes)).toBe(true);
  });

  it('replies to a message, which stands above the field until it is taken away', async () => {
    const asked = said()[0]?.id as number;
    await bubble('halo').hover();
    await bubble('halo').getByRole('button', { name: 'Tindakan pesan' }).click();
    await page.getByRole('menuitem', { name: 'Balas' }).click();
    await half().getByText('Membalas Siti').waitFor();
    await half().getByRole('button', { name: 'Batalkan' }).click();
    expect(await half().getByText('Membalas Siti').count()).toBe(0);

    await bubble('halo').focus();
    await page.keyboard.press('Enter');
    await page.locator('[role=menuitem]:focus').getByText('Balas').waitFor();
    await page.keyboard.press('Enter');
    await half().getByText('Membalas Siti').waitFor();
    await page.keyboard.type('masih sama');
    await page.keyboard.press('Enter');
    await expect.poll(() => said().at(-1)).toMatchObject({ text: 'masih sama', replyTo: asked });
    await bubble('masih sama').locator('.reply-preview').getByText('halo').waitFor();
    expect(await half().getByText('Membalas Siti').count()).toBe(0);
  });

  it('sends files that were chosen by keyboard as albums of at most ten', async () => {
    const choosing = page.waitForEvent('filechooser');
    await half().getByRole('button', { name: 'Lampirkan' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[role=menuitem]:focus').getByText('Foto atau berkas…').waitFor();
    await page.keyboard.press('Enter');
    const chooser = await choosing;
    const names = Array.from({ length: 12 }, (_, at) => `bukti-${at}.pdf`);
    await chooser.setFiles(names.map(named));
    await half().getByRole('dialog', { name: 'Kirim 12 berkas' }).getByRole('textbox').fill('Ini buktinya');
    await page.keyboard.press('Enter');
    await expect
      .poll(() =>
        said()
          .map(({ media }) => media?.name)
          .slice(1),
      )
      .toEqual(names);
    const [, ...files] = said();
    expect(files.map(({ text }) => text).join('')).toBe('Ini buktinya');
    const albums = files.map(({ album }) => album);
    expect(albums.map((album) => albums.indexOf(album))).toEqual([...Array(10).fill(0), 10, 10]);
  });

  it('sends files that are dropped or pasted', async () => {
    const conversation = half().locator('.conversation');
    const dragged = { dataTransfer: await carried(['satu.pdf', 'dua.pdf']) };
    await conversation.dispatchEvent('dragover', dragged);
    await half().getByText('Lepaskan untuk mengirim berkas ini.').waitFor();
    await conversation.dispatchEvent('drop', dragged);
    await half().getByRole('dialog', { name: 'Kirim 2 berkas' }).getByRole('button', { name: 'Kirim' }).click();
    await expect
      .poll(() =>
        said()
          .map(({ media }) => media?.name)
          .slice(1),
      )
      .toEqual(['satu.pdf', 'dua.pdf']);
    expect(await half().getByText('Lepaskan untuk mengirim berkas ini.').count()).toBe(0);

    await field().evaluate(
      (element, clipboardData) =>
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })),
      await carried(['tempel.pdf']),
    );
    await half().getByRole('dialog', { name: 'Kirim berkas' }).getByRole('button', { name: 'Kirim' }).click();
    await expect.poll(() => said().at(-1)?.media?.name).toBe('tempel.pdf');
  });

  it('sends a file in reply to a message', async () => {
    await bubble('halo').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Balas' }).click();
    await half().getByText('Membalas Siti').waitFor();
    await half()
      .getByLabel('Pilih berkas')
      .setInputFiles([named('surat.pdf')]);
    await half().getByRole('dialog', { name: 'Kirim berkas' }).getByRole('button', { name: 'Kirim' }).click();
    await expect.poll(() => said().at(-1)).toMatchObject({ media: { name: 'surat.pdf' }, replyTo: said()[0]?.id });
    expect(await half().getByText('Membalas Siti').count()).toBe(0);
  });

  it('lets everybody read and press in a channel, and only its administrator write', async () => {
    const { id, fitriani } = await channelWithButton();
    await half()
      .getByRole('button', { name: /^Info LPSE/ })
      .click();
    await half().getByText('Hanya admin kanal ini yang dapat menulis: Fitriani').waitFor();
    expect(await field().count()).toBe(0);
    const post = bubble('berlangganan gangguan');
    await post.locator('.sender').getByText('Info LPSE').waitFor();
    await post.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Teruskan' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Balas' }).count()).toBe(0);
    await page.keyboard.press('Escape');

    await post.getByRole('button', { name: 'Pemeliharaan' }).click();
    const pressed = () => call('getUpdates', {}).then((updates) => updates.at(-1)?.callback_query);
    await expect.poll(pressed).toMatchObject({ from: { id: siti }, message: { chat: { id } } });
    const query = (await pressed()) as { id: string };
    await call('answerCallbackQuery', { callback_query_id: query.id, text: 'Hanya admin yang memilih.' });
    await page.getByText('Hanya admin yang memilih.').waitFor();

    await half().getByRole('combobox', { name: 'Menulis sebagai' }).selectOption('Fitriani (admin)');
    await field().fill('/langganan');
    await page.keyboard.press('Enter');
    await bubble('/langganan').locator('.sender').getByText('Info LPSE').waitFor();
    const posts = server.people.view().chats.find((chat) => chat.id === id)?.messages;
    expect(posts?.at(-1)).toMatchObject({ from: fitriani, text: '/langganan' });
    const updates = await call('getUpdates', {});
    expect(updates.at(-1)).toMatchObject({ channel_post: { sender_chat: { id }, text: '/langganan' } });
  });

  it('shows the name of a group over what was written in it', async () => {
    const group = server.controls.addSupergroup('Penyedia Polman', [siti]);
    server.controls.sayAnonymously(group, 'Mohon dibaca');
    await half()
      .getByRole('button', { name: /^Penyedia Polman/ })
      .click();
    await bubble('Mohon dibaca').locator('.sender').getByText('Penyedia Polman').waitFor();
  });

  it('fits on a phone', async () => {
    await channelWithButton();
    await page.setViewportSize({ width: 375, height: 740 });
    await half()
      .getByRole('button', { name: /^Info LPSE/ })
      .click();
    const button = bubble('berlangganan gangguan').getByRole('button', { name: 'Pemeliharaan' });
    const box = await button.boundingBox();
    expect(box && box.x + box.width).toBeLessThan(375);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
    await half().getByRole('button', { name: /^Siti/ }).click();
    await field().fill('masih sama');
    await half().getByRole('button', { name: 'Kirim', exact: true }).click();
    await expect.poll(() => said().at(-1)).toMatchObject({ text: 'masih sama' });
  });
});
