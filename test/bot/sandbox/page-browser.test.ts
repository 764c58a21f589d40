import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { servePage } from '../../../bot/sandbox/web.ts';
import { readSound } from '../../../bot/sound.ts';
import { wave } from '../../support/sounds.ts';
import { ANDI, BOT, fakeSlack, fakeTelegram, HELPDESK, NURHAYATI, RAHMA, SLACK_BOT, SYAMSUL } from './page-fake.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const found = existsSync(CHROMIUM);
/** One that beeps, and nobody is asked for leave. */
const MICROPHONE = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
if (!found) console.warn(`Uji halaman sandbox dilewati: Chromium tidak ada di ${CHROMIUM}; isi CHROMIUM.`);

describe.skipIf(!found)('the page in a browser', () => {
  let browser: Browser;
  let page: Page;
  let telegram: ReturnType<typeof fakeTelegram>;
  let slack: ReturnType<typeof fakeSlack>;
  let stop: () => Promise<void>;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', ...MICROPHONE] });
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    telegram = fakeTelegram();
    slack = fakeSlack();
    const served = await servePage({ telegram: telegram.people, slack: slack.people }, { port: 0, host: '127.0.0.1' });
    stop = served.stop;
    page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    page.setDefaultTimeout(5_000);
    faults.length = 0;
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(served.url);
    await page.getByRole('heading', { name: 'Sandbox Helpdesk LPSE' }).waitFor();
  });
  afterEach(async () => {
    await page?.close();
    await stop?.();
  });

  const left = () => page.getByRole('region', { name: 'Telegram tiruan' });
  const right = () => page.getByRole('region', { name: 'Slack tiruan' });
  const talk = () => left().getByRole('log');
  const telegramField = () => left().getByRole('combobox', { name: /^Pesan ke/ });
  const slackField = () => right().getByRole('combobox', { name: /^Pesan ke/ });

  const styleOf = (place: Locator, name: 'outlineStyle' | 'animationName') =>
    place.evaluate((element, name) => element.ownerDocument.defaultView?.getComputedStyle(element)[name], name);

  it('asks an example, shows the answer with its markup, and presses its button', async () => {
    await page.getByRole('button', { name: 'jam buka lpse?' }).click();
    await talk().getByText('Jawaban: jam buka lpse?').waitFor();
    expect(await talk().locator('strong').textContent()).toBe('Jawaban:');
    await talk().getByRole('button', { name: 'Membantu' }).click();
    await page.getByRole('alert').getByText('Terima kasih.').waitFor();
    expect(telegram.asked.map(([name]) => name)).toEqual(['say', 'press']);
    expect(faults).toEqual([]);
  });

  it('keeps lines, sends with Enter, and shows the sentence of a refusal', async () => {
    await telegramField().fill('baris satu');
    await telegramField().press('Shift+Enter');
    await telegramField().pressSequentially('baris dua');
    await telegramField().press('Enter');
    await talk().getByText('Jawaban: baris satu').waitFor();
    expect(telegram.asked).toEqual([['say', ANDI, ANDI, 'baris satu\nbaris dua', {}]]);

    telegram.people.say = () => {
      throw new Error('Bot sedang diblokir.');
    };
    await telegramField().fill('halo?');
    await telegramField().press('Enter');
    await page.getByRole('alert').getByText('Bot sedang diblokir.').waitFor();
    expect(await telegramField().inputValue()).toBe('halo?');
  });

  /** Seconds of a sound as the browser plays it, and whether anything is to be heard. */
  const played = (sound: Uint8Array = new Uint8Array()): Promise<{ duration: number; isHeard: boolean }> =>
    page.evaluate(`(async () => {
      const { buffer } = new Uint8Array(${JSON.stringify([...sound])});
      const decoded = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(buffer);
      const isHeard = decoded.getChannelData(0).some((sample) => Math.abs(sample) > 0.05);
      return { duration: decoded.duration, isHeard };
    })()`);
  const openVoice = async () => {
    await left().getByRole('button', { name: 'Lampirkan' }).click();
    await page.getByRole('menuitem', { name: 'Pesan suara…' }).click();
    return page.getByRole('dialog', { name: 'Pesan suara' });
  };

  it('sends a tone as a voice note that can be played, and shows its length', async () => {
    const dialog = await openVoice();
    expect(await dialog.getByRole('button', { name: 'Kirim' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Nada percobaan' }).click();
    await dialog.getByText('suara.oga, 0:02').waitFor();
    await dialog.getByRole('button', { name: 'Kirim' }).click();
    await talk().getByText('Pesan suara, 0:02').waitFor();
    expect(telegram.asked).toEqual([['sendVoice', ANDI, ANDI, { name: 'suara.oga', type: 'audio/ogg', seconds: 2 }]]);
    const { duration, isHeard } = await played(telegram.sounds[0]);
    expect(duration).toBeCloseTo(2, 1);
    expect(isHeard).toBe(true);
    expect(await readSound(telegram.sounds[0] ?? new Uint8Array())).toMatchObject({ type: 'audio/ogg' });
    expect(faults).toEqual([]);
  });

  it('records from the microphone', async () => {
    const dialog = await openVoice();
    await dialog.getByRole('button', { name: 'Rekam' }).click();
    await dialog.getByRole('button', { name: /Berhenti \(0:0[12]\)/ }).click();
    await dialog.getByText(/suara\.oga, 0:0\d/).waitFor();
    await dialog.getByRole('button', { name: 'Kirim' }).click();
    await expect.poll(() => telegram.sounds.length).toBe(1);
    expect((await played(telegram.sounds[0])).duration).toBeGreaterThan(0.5);
    expect(faults).toEqual([]);
  });

  it('sends a file of sound as it is, and refuses one that is none', async () => {
    const dialog = await openVoice();
    const [name, mimeType] = ['tanya.wav', 'audio/wav'];
    const choose = (buffer: Buffer) => page.getByLabel('Pilih berkas suara').setInputFiles({ name, mimeType, buffer });
    await choose(Buffer.from('bukan suara'));
    await page.getByRole('alert').getByText('Berkas itu tidak dapat diputar sebagai suara.').waitFor();
    await choose(Buffer.from(wave(3)));
    await dialog.getByText('tanya.wav, 0:03').waitFor();
    await dialog.getByRole('button', { name: 'Kirim' }).click();
    await expect.poll(() => telegram.asked).toEqual([['sendVoice', ANDI, ANDI, { name, type: mimeType, seconds: 3 }]]);
    expect(telegram.sounds).toEqual([wave(3)]);
  });

  it('shows what was written to another vendor as unread, until that one is opened', async () => {
    telegram.post(NURHAYATI, BOT, { text: 'Jawaban petugas' });
    const entry = left().getByRole('button', { name: /Nurhayati/ });
    await entry.getByLabel('1 belum dibaca').waitFor();
    await entry.click();
    await talk().getByText('Jawaban petugas').waitFor();
    expect(await entry.getByLabel(/belum dibaca/).count()).toBe(0);
    await telegramField().fill('terima kasih');
    await telegramField().press('Enter');
    await talk().getByText('Jawaban: terima kasih').waitFor();
    expect(telegram.asked).toEqual([['say', NURHAYATI, NURHAYATI, 'terima kasih', {}]]);
  });

  it('offers the bot’s commands while typing, and changes one’s last message with ArrowUp', async () => {
    await telegramField().fill('/su');
    await left()
      .getByRole('option', { name: /sumber/ })
      .waitFor();
    await telegramField().press('Enter');
    await talk().getByText('Jawaban: /sumber').waitFor();
    await telegramField().press('ArrowUp');
    await left().getByText('Mengubah pesan').waitFor();
    await telegramField().press('Escape');
    expect(await telegramField().inputValue()).toBe('');
    await telegramField().press('ArrowUp');
    await telegramField().fill('/start');
    await telegramField().press('Enter');
    await expect.poll(() => telegram.asked.at(-1)).toEqual(['edit', ANDI, ANDI, 1, '/start']);
  });

  it('stays where the reader is while messages come, and returns on request', async () => {
    for (let at = 0; at < 40; at += 1) telegram.post(ANDI, BOT, { text: `pesan lama ${at}` });
    await talk().getByText('pesan lama 39').waitFor();
    const frame = left().locator('.messages');
    const gap = () => frame.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await expect.poll(gap).toBeLessThan(3);
    await frame.evaluate((box) => box.scrollTo(0, 0));
    await left().getByRole('button', { name: 'Ke pesan terbaru' }).waitFor();
    telegram.post(ANDI, BOT, { text: 'pesan baru' });
    await talk().getByText('pesan baru').waitFor();
    expect(await frame.evaluate((box) => box.scrollTop)).toBe(0);
    await left().getByRole('button', { name: 'Ke pesan terbaru' }).click();
    await expect.poll(gap).toBeLessThan(3);
  });

  it('draws the end of a long conversation, and more of it on request', async () => {
    for (let at = 0; at < 200; at += 1) telegram.post(ANDI, BOT, { text: `pesan nomor ${at}.` });
    await talk().getByText('pesan nomor 199.').waitFor();
    expect(await talk().getByRole('article').count()).toBeLessThan(100);
    await talk()
      .getByRole('button', { name: /Tampilkan pesan sebelumnya/ })
      .click();
    await talk()
      .getByRole('button', { name: /Tampilkan pesan sebelumnya/ })
      .click();
    await talk().getByText('pesan nomor 0.').waitFor();
  });

  it('sends a form of the app: what is missing, what the app refuses, then the thanks only for oneself', async () => {
    await slackField().fill('/lpse lapor');
    await slackField().press('Enter');
    const form = right().getByRole('dialog', { name: 'Laporan' });
    await form.waitFor();
    await form.getByRole('button', { name: 'Kirim' }).click();
    expect(await form.getByText('Bagian ini wajib diisi.').count()).toBe(2);
    expect(slack.asked.map(([name]) => name)).toEqual(['command']);

    await form.getByRole('textbox', { name: 'Apa yang terjadi' }).fill('galat');
    await form.getByRole('combobox', { name: 'Topik' }).selectOption('Aplikasi');
    await form.getByRole('button', { name: 'Kirim' }).click();
    await form.getByText('Jelaskan lebih lengkap.').waitFor();
    await form.getByRole('textbox', { name: 'Apa yang terjadi' }).fill('tidak bisa unggah');
    await form.getByRole('button', { name: 'Kirim' }).click();
    await right().getByText('Hanya terlihat oleh Anda').waitFor();
    expect(await form.count()).toBe(0);
    expect(slack.asked.at(-1)?.[3]).toEqual({
      apa: { v: { type: 'plain_text_input', value: 'tidak bisa unggah' } },
      topik: {
        v: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: 'Aplikasi' }, value: 'aplikasi' },
        },
      },
    });

    await right().getByRole('button', { name: 'Anda Rahma (LPD)' }).click();
    await page.getByRole('menuitem', { name: 'Syamsul (ASI)' }).click();
    await expect.poll(() => right().getByText('Dicatat').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('draws rich text exactly, answers in the thread, and offers the shortcut', async () => {
    const ts = slack.post(SLACK_BOT, 'Jawaban', {
      blocks: [
        {
          type: 'rich_text',
          block_id: 'r',
          elements: [
            { type: 'rich_text_section', elements: [{ type: 'text', text: '<b>*bukan*</b>', style: { bold: true } }] },
            { type: 'rich_text_quote', elements: [{ type: 'text', text: 'bunyi pasal' }] },
          ],
        },
        {
          type: 'actions',
          block_id: 'a',
          elements: [{ type: 'button', action_id: 'useful:1', text: { type: 'plain_text', text: 'Membantu' } }],
        },
      ],
    });
    const message = right().locator(`[data-ts="${ts}"]`);
    expect(await message.locator('strong').textContent()).toBe('<b>*bukan*</b>');
    expect(await message.locator('blockquote').textContent()).toBe('bunyi pasal');
    await message.getByRole('button', { name: 'Membantu' }).click();
    await expect
      .poll(() => slack.asked.at(-1))
      .toEqual(['press', RAHMA, { channel: HELPDESK, ts }, 'useful:1', 'a', undefined]);

    await message.hover();
    await message.getByRole('button', { name: 'Tindakan pesan' }).click();
    await page.getByRole('menuitem', { name: /Tanya LPSE/ }).click();
    await expect.poll(() => slack.asked.at(-1)).toEqual(['shortcut', RAHMA, HELPDESK, ts, 'ask']);

    await message.hover();
    await message.getByRole('button', { name: 'Balas di utas' }).click();
    const thread = right().getByRole('complementary', { name: 'Utas' });
    const reply = thread.getByRole('combobox', { name: 'Balasan di utas' });
    await reply.fill('@Sya');
    await reply.press('Enter');
    await reply.pressSequentially('tolong cek');
    await reply.press('Enter');
    await thread.getByText('tolong cek').waitFor();
    expect(slack.asked.at(-1)).toEqual(['say', RAHMA, HELPDESK, `<@${SYAMSUL}> tolong cek`, ts]);
    await reply.press('Escape');
    await expect.poll(() => thread.count()).toBe(0);
    await message.getByRole('button', { name: /1 balasan/ }).waitFor();
  });

  it('needs no mouse', async () => {
    // Back to the list of vendors, down to the second, whose field then has the focus, and back to the answer.
    const focused = async () => (await page.locator(':focus').getAttribute('class')) ?? '';
    const tabTo = async (name: string, key = 'Tab') => {
      for (let at = 0; at < 40; at += 1) {
        await page.keyboard.press(key);
        if ((await focused()).includes(name)) return;
      }
      throw new Error(`Tab does not reach ${name}`);
    };
    await tabTo('chat-entry', 'Shift+Tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await left().getByText('Nurhayati', { exact: true }).nth(1).waitFor();
    await page.keyboard.type('halo');
    await page.keyboard.press('Enter');
    await talk().getByText('Jawaban: halo').waitFor();
    await tabTo('bubble-row', 'Shift+Tab');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Balas' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menuitem').count()).toBe(0);
    expect(await focused()).toContain('bubble-row');
    expect(await styleOf(page.locator(':focus'), 'outlineStyle')).toBe('solid');
  });

  it('moves nothing for those who mind', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await left().getByRole('button', { name: 'Penyedia baru' }).click();
    const dialog = left().getByRole('dialog', { name: 'Penyedia baru' });
    expect(await styleOf(dialog, 'animationName')).toBe('none');
    await dialog.press('Escape');
    expect(await dialog.count()).toBe(0);
  });
});
