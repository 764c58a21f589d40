import { existsSync } from 'node:fs';
import type { webApi } from '@slack/bolt';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SlackServer, startSlackServer } from '../../../bot/sandbox/slack/index.ts';
import { servePage } from '../../../bot/sandbox/web.ts';
import { createSlack } from '../../../bot/slack/index.ts';
import type { Form, Incoming } from '../../../handlers/index.ts';
import { fakeTelegram } from './page-fake.ts';
import { clientOf } from './slack-app.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const found = existsSync(CHROMIUM);
if (!found) console.warn(`Uji halaman Slack tiruan dilewati: Chromium tidak ada di ${CHROMIUM}; isi CHROMIUM.`);

const PICTURE = PNG.sync.write(new PNG({ width: 40, height: 30 }));

describe.skipIf(!found)('Slack in the page, with its real server', () => {
  let browser: Browser;
  let page: Page;
  let server: SlackServer;
  let bot: webApi.WebClient;
  let triage: string;
  let other: string;
  let rahma: string;
  let stop: () => Promise<void>;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    server = await startSlackServer({
      limits: 'off',
      retryDelaysMs: [],
      shortcuts: [
        { callbackId: 'ask', name: 'Tanya LPSE' },
        { callbackId: 'ticket', name: 'Buat tiket' },
      ],
    });
    bot = clientOf(server);
    rahma = server.people.addUser('rahma', 'Rahma (LPD)').id;
    const syamsul = server.people.addUser('syamsul', 'Syamsul (ASI)').id;
    triage = server.people.addChannel('helpdesk-lpse', [rahma, syamsul]);
    other = server.people.addChannel('pengumuman', [rahma]);
    server.people.addChannel('rahasia', [syamsul], 'private');
    const served = await servePage(
      { telegram: fakeTelegram().people, slack: server.people },
      { port: 0, host: '127.0.0.1' },
    );
    stop = async () => {
      await served.stop();
      await server.stop();
    };
    page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    page.setDefaultTimeout(5_000);
    faults.length = 0;
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(served.url);
    await field().waitFor();
  });
  afterEach(async () => {
    await page?.close();
    await stop?.();
    expect(faults).toEqual([]);
  });

  const slack = () => page.getByRole('region', { name: 'Slack tiruan' });
  const field = () => slack().getByRole('combobox', { name: /^Pesan ke/ });
  const thread = () => slack().getByRole('complementary', { name: 'Utas' });
  const at = (ts: string) => slack().locator(`[data-ts="${ts}"]`);
  const messages = (channel = triage) => server.people.view().channels.find(({ id }) => id === channel)?.messages ?? [];
  const post = async (text: string, channel = triage, thread_ts?: string) =>
    String((await bot.chat.postMessage({ channel, text, ...(thread_ts && { thread_ts }) } as never)).ts);

  it('attaches picked files, shows pictures and rows, and takes one back before it is sent', async () => {
    await slack()
      .getByLabel('Pilih berkas')
      .setInputFiles([
        { name: 'layar.png', mimeType: 'image/png', buffer: PICTURE },
        { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('x'.repeat(3_000)) },
        { name: 'keliru.txt', mimeType: 'text/plain', buffer: Buffer.from('x') },
      ]);
    await slack().getByRole('button', { name: 'Batal melampirkan keliru.txt' }).click();
    await field().fill('ini buktinya');
    await field().press('Enter');
    await slack().getByText('log.txt').waitFor();
    expect(messages()).toMatchObject([
      {
        text: 'ini buktinya',
        files: [
          { name: 'layar.png', size: PICTURE.length },
          { name: 'log.txt', size: 3_000 },
        ],
      },
    ]);
    expect(await slack().locator('.file-card').textContent()).toMatch(/log\.txt\s*3 KB/);
    const picture = slack().getByRole('img', { name: 'layar.png' });
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(40);
    expect(await slack().getByRole('list', { name: 'Berkas yang akan dikirim' }).count()).toBe(0);
  });

  it('takes files that are pasted, and dropped on a thread', async () => {
    const root = await post('kartu tiket');
    await at(root).hover();
    await at(root).getByRole('button', { name: 'Balas di utas' }).click();
    const give = (kind: 'paste' | 'drop', name: string) =>
      thread().evaluate(
        (area, [kind, name]) => {
          const page = area.ownerDocument.defaultView;
          if (!page) return;
          const given = new page.DataTransfer();
          given.items.add(new page.File(['isi'], name, { type: 'text/plain' }));
          const more = { bubbles: true, cancelable: true };
          const event =
            kind === 'drop'
              ? new page.DragEvent('drop', { ...more, dataTransfer: given })
              : new page.ClipboardEvent('paste', { ...more, clipboardData: given });
          area.querySelector(kind === 'drop' ? '.messages' : 'textarea')?.dispatchEvent(event);
        },
        [kind, name] as const,
      );
    await give('paste', 'tempel.txt');
    await give('drop', 'jatuh.txt');
    await thread().getByText('jatuh.txt').waitFor();
    await thread().getByRole('button', { name: 'Kirim' }).click();
    await expect
      .poll(() =>
        messages()
          .at(-1)
          ?.files.map(({ name }) => name),
      )
      .toEqual(['tempel.txt', 'jatuh.txt']);
    expect(messages().at(-1)).toMatchObject({ threadTs: root, user: rahma });
    await at(root)
      .getByRole('button', { name: /1 balasan/ })
      .waitFor();
  });

  it('shows a file that the app posts', async () => {
    await bot.filesUploadV2({
      channel_id: triage,
      filename: 'paket.pdf',
      file: Buffer.from('%PDF-1.4'),
      initial_comment: 'untuk LKPP',
    } as never);
    await slack().getByText('untuk LKPP').waitFor();
    expect(await slack().locator('.file-card').textContent()).toMatch(/paket\.pdf\s*8 B/);
  });

  it('changes and deletes one’s own message with the keyboard, and offers that for no other', async () => {
    const ts = server.people.say(rahma, triage, `<@${server.botUserId}> a <b> & https://lpse.go.id`);
    const card = await post('kartu tiket');
    await at(card).waitFor();
    await at(ts).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Ubah pesan' }).press('Enter');
    const editor = slack().getByRole('textbox', { name: 'Ubah pesan' });
    expect(await editor.inputValue()).toBe('@Helpdesk LPSE a <b> & https://lpse.go.id');
    await editor.fill('@Helpdesk LPSE jam buka?');
    await editor.press('Enter');
    await expect.poll(() => messages()[0]).toMatchObject({ text: `<@${server.botUserId}> jam buka?`, edited: true });
    await expect.poll(() => page.locator(':focus').getAttribute('data-ts')).toBe(ts);

    await at(ts).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Hapus pesan' }).press('Enter');
    await slack()
      .getByRole('dialog', { name: 'Hapus pesan' })
      .getByRole('button', { name: 'Hapus', exact: true })
      .click();
    await expect.poll(() => messages().map(({ text }) => text)).toEqual(['kartu tiket']);

    await at(card).focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual([
      'Balas di utas',
      expect.stringContaining('Tanya LPSE'),
      expect.stringContaining('Buat tiket'),
      'Salin teks',
      'Salin tautan',
    ]);
  });

  it('follows permalinks to the channel, the message and the thread, however old', async () => {
    const root = await post('kartu tiket lama');
    const reply = await post('balasan lama', triage, root);
    for (let number = 0; number < 100; number += 1) server.people.say(rahma, triage, `pesan ${number}`);
    const link = async (ts: string) =>
      String((await bot.chat.getPermalink({ channel: triage, message_ts: ts })).permalink);
    await post(`<${await link(root)}|kartu> dan <${await link(reply)}|balasan>`, other);
    await slack()
      .getByRole('button', { name: /pengumuman/ })
      .click();
    await slack().getByRole('link', { name: 'kartu' }).click();
    await expect.poll(() => page.locator(':focus').getAttribute('data-ts')).toBe(root);
    expect(await thread().count()).toBe(0);

    await slack()
      .getByRole('button', { name: /pengumuman/ })
      .click();
    await slack().getByRole('link', { name: 'balasan' }).click();
    await thread().getByText('balasan lama').waitFor();
    await expect.poll(() => page.locator(':focus').getAttribute('data-ts')).toBe(reply);
    expect(page.context().pages()).toHaveLength(1);
  });

  it('says where a permalink cannot lead', async () => {
    const secret = server.people.view().channels.find(({ name }) => name === 'rahasia')?.id;
    const start = server.people.view().url;
    await post(
      `<${start}/archives/${secret}/p1700000000000100|rahasia> <${start}/archives/${triage}/p1700000000000100|hilang>`,
    );
    await slack().getByRole('link', { name: 'rahasia' }).click();
    await page.getByRole('alert').getByText('Anda bukan anggota kanal itu.').waitFor();
    await slack().getByRole('link', { name: 'hilang' }).click();
    await page.getByRole('alert').getByText('Pesan itu sudah tidak ada.').waitFor();
  });

  it('shows what is wrong below each field, and keeps what was typed', async () => {
    const MANY = Array.from({ length: 10 }, (_, at) => ({ value: `${at}`, label: `Layanan ${at}` }));
    const form: Form = {
      ...{ name: 'announce-pemeliharaan', id: 0, title: 'Umumkan pemeliharaan', submit: 'Pratinjau' },
      fields: [
        { name: 'title', label: 'Judul', kind: 'text' },
        { name: 'services', label: 'Layanan', kind: 'choices', options: MANY },
        { name: 'startDate', label: 'Tanggal mulai', kind: 'date' },
        { name: 'startTime', label: 'Pukul mulai (WITA)', kind: 'time' },
        { name: 'impact', label: 'Dampak', kind: 'long', hint: 'Bagi penyedia' },
      ],
    };
    const stored: Incoming[] = [];
    const quiet = () => {};
    const helpdesk = createSlack({
      ...{ botToken: server.botToken, appToken: server.appToken, apiUrl: server.apiUrl },
      receive: async (incoming) => void stored.push(incoming),
      openForm: async ({ event }) => (event.kind === 'command' ? form : undefined),
      checkForm: async ({ event }) =>
        event.kind === 'form' && event.fields.startDate === '2026-02-16'
          ? { services: 'Pilih satu saja.', startDate: 'Tanggal mulai sudah lewat.', impact: 'Dampak terlalu singkat.' }
          : undefined,
      readFile: async () => undefined,
      watched: [],
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    try {
      await helpdesk.start();
      await field().fill('/lpse pemeliharaan');
      await field().press('Enter');
      const dialog = slack().getByRole('dialog', { name: 'Umumkan pemeliharaan' });
      await dialog.getByLabel('Judul').fill('Pembaruan <SPSE> & *APENDO*');
      await dialog.getByLabel('Layanan 0').check();
      await dialog.getByLabel('Tanggal mulai').fill('2026-02-16');
      await dialog.getByLabel('Pukul mulai').fill('20:00');
      await dialog.getByLabel('Dampak').fill('Mati');
      await dialog.getByRole('button', { name: 'Pratinjau' }).click();

      const wrong = (label: string) => dialog.locator('.block.input').filter({ hasText: label }).getByRole('alert');
      await wrong('Tanggal mulai').getByText('Tanggal mulai sudah lewat.').waitFor();
      await wrong('Dampak').getByText('Dampak terlalu singkat.').waitFor();
      expect(await dialog.getByRole('alert').count()).toBe(3);
      const focused = () => page.locator('label:has(:focus)').textContent();
      await expect.poll(focused).toMatch(/^\s*Layanan 0/);
      await wrong('Layanan 0').getByText('Pilih satu saja.').waitFor();
      // Whatever else happens in Slack leaves the one who fills it in where they are.
      await dialog.getByLabel('Dampak').focus();
      await post('kartu lain');
      await slack().getByText('kartu lain').waitFor();
      await expect.poll(() => page.locator(':focus').getAttribute('aria-label')).toBe('Dampak');
      expect(await dialog.getByLabel('Judul').inputValue()).toBe('Pembaruan <SPSE> & *APENDO*');
      expect(await dialog.getByLabel('Pukul mulai').inputValue()).toBe('20:00');
      expect(stored).toEqual([]);

      await dialog.getByLabel('Tanggal mulai').fill('2026-02-17');
      await dialog.getByRole('button', { name: 'Pratinjau' }).click();
      await dialog.waitFor({ state: 'detached' });
      const fields = { services: ['0'], startDate: '2026-02-17', startTime: '20:00', impact: 'Mati' };
      expect(stored).toMatchObject([{ event: { kind: 'form', form: 'announce-pemeliharaan', fields } }]);
    } finally {
      await helpdesk.stop();
    }
  });
});
