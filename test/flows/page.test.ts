import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramServer, type TelegramServer } from '../../bot/sandbox/telegram/index.ts';
import { browserFound, partsOf, type SandboxInBrowser, sandboxInBrowser, write } from '../support/browser.ts';
import { freePort, type Program, preparedData, startProgram } from '../support/program.ts';

const QUESTION = 'boleh gak LPSE minta syarat tambahan pas daftar?';
const ANSWER = /^Tidak perlu\./;
const QUOTED = /LPSE tidak perlu menambahkan persyaratan registrasi selain yang diatur pada ayat \(1\)/;

describe.skipIf(!browserFound)('the program without tokens, in a browser', () => {
  let sandbox: SandboxInBrowser;
  let page: Page;
  beforeAll(async () => {
    sandbox = await sandboxInBrowser();
  });
  afterAll(async () => expect(await sandbox?.stop()).toBe(0));
  beforeEach(async () => {
    page = await sandbox.open();
  });
  afterEach(async () => {
    expect(sandbox.faults()).toEqual([]);
    await page.close();
  });
  const { telegram, slack, telegramField, slackField, talk, channel, vendor, bubble, become } = partsOf(() => page);

  it('welcomes a vendor, answers, shows the quoted words, and takes the judgement', async () => {
    await vendor('Andi Baso').click();
    await telegram().getByRole('button', { name: 'Mulai', exact: true }).click();
    await bubble('Privasi').getByText('Jangan pernah mengirim kata sandi, OTP, atau KTP di sini.').waitFor();

    await write(telegramField(), QUESTION);
    const answer = talk()
      .getByRole('article')
      .filter({ has: page.getByText(ANSWER) });
    await answer.getByRole('button', { name: /Sumber/ }).click();
    await bubble('Sumber, kata demi kata').locator('blockquote').filter({ hasText: QUOTED }).first().waitFor();

    await answer.getByRole('button', { name: '👎' }).click();
    await answer.getByRole('button', { name: 'Tidak lengkap' }).click();
    await answer.getByText('Terima kasih, penilaian Anda (tidak lengkap) dicatat').waitFor();
    await answer.getByText('diedit').waitFor();
    expect(await answer.getByRole('button', { name: '👎 ✓' }).count()).toBe(1);
    expect(await answer.getByRole('button', { name: 'Tidak lengkap' }).count()).toBe(0);
  });

  it('brings a question and its answer to the officers, and what they reply back', async () => {
    await vendor('Andi Baso').click();
    const before = await talk().getByRole('article').count();
    await vendor('Nurhayati').click();
    await write(telegramField(), 'isi pasal 16');
    await bubble('meningkatkan pengetahuan dan ketrampilan').getByRole('button', { name: 'Hubungi petugas' }).click();
    const summary = bubble('Periksa sebelum dikirim');
    await summary.getByText('Jawaban bot ikut dikirim').waitFor();
    await summary.getByRole('button', { name: 'Kirim' }).click();
    await bubble('Tiket Anda dibuat').waitFor();

    const card = channel().getByRole('article').filter({ hasText: 'Permintaan layanan' });
    await card.getByText('Nurhayati – perorangan').waitFor();
    expect(await card.locator('blockquote').textContent()).toBe('isi pasal 16');
    await card.getByRole('button', { name: '2 balasan' }).click();
    const thread = slack().getByRole('complementary', { name: 'Utas' });
    await thread.getByText('meningkatkan pengetahuan dan ketrampilan').waitFor();
    await thread.getByRole('button', { name: 'Tutup utas' }).click();

    // The focus goes into a form and back, whether it is sent or not.
    const reply = card.getByRole('button', { name: 'Balas', exact: true });
    const form = slack().getByRole('dialog', { name: /^Balas L-/ });
    await reply.press('Enter');
    await form.waitFor();
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    // A press that Slack has not acknowledged yet is not made twice.
    await reply.and(page.locator('[aria-busy="false"]')).waitFor();
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: 'Kirim' }).click();
    await form.getByText('Bagian ini wajib diisi.').waitFor();
    await page.keyboard.type('Silakan datang <besok> jam *9*.');
    await form.getByRole('button', { name: 'Kirim' }).press('Enter');
    await bubble('Balasan petugas').getByText('Silakan datang <besok> jam *9*.').waitFor();
    expect(await form.count()).toBe(0);
    await card.getByRole('button', { name: /balasan/ }).click();
    await thread.getByText('Rahma (LPD) membalas pelapor:').waitFor();

    // Nobody else has any of it.
    await vendor('Andi Baso').click();
    expect(await talk().getByRole('article').count()).toBe(before);
    await vendor('Budi').click();
    await telegram().getByRole('button', { name: 'Mulai', exact: true }).waitFor();
    expect(await talk().getByRole('article').count()).toBe(0);
  });

  it('answers an officer alone', async () => {
    await write(slackField(), '/lpse tanya isi pasal 24');
    const answer = channel().getByRole('article').filter({ hasText: 'Hanya terlihat oleh Anda' });
    await answer
      .getByText(/Pasal 24/)
      .first()
      .waitFor();
    await answer.locator('blockquote').first().waitFor();
    await become('Hasnah (Kepala)');
    await channel().waitFor();
    expect(
      await channel()
        .getByText(/Pasal 24/)
        .count(),
    ).toBe(0);
  });

  it('has the status page beside it, with the way to the bot', async () => {
    await page.goto(new URL('/status', page.url()).href);
    await page.getByRole('heading', { level: 1, name: 'Tidak ada gangguan yang diumumkan' }).waitFor();
    await page.getByRole('link', { name: /^t\.me\// }).waitFor();
    const feed = await page.request.get(new URL('/status.json', page.url()).href);
    expect(await feed.json()).toMatchObject({ home_page_url: page.url(), _lpse: { state: 'normal' } });
  });

  it('gives a role to the one who is mentioned, when an admin says so', async () => {
    const giveRole = async () => {
      await slackField().fill('/lpse peran beri @Syam');
      await slack()
        .getByRole('option', { name: /Syamsul/ })
        .waitFor();
      await slackField().press('Enter');
      expect(await slackField().inputValue()).toBe('/lpse peran beri @Syamsul (ASI) ');
      await slackField().pressSequentially('TRN');
      await slackField().press('Enter');
    };
    await giveRole();
    await channel().getByText('Anda tidak mempunyai peran untuk itu.').waitFor();
    await become('Ilham (admin)');
    await giveRole();
    await channel()
      .getByText(/Peran Syamsul \(ASI\) sekarang: ASI.*TRN/)
      .waitFor();
  });

  it('needs no mouse', async () => {
    await vendor('Andi Baso').waitFor();
    const tabTo = async (name: RegExp, key: 'Tab' | 'Shift+Tab') => {
      for (let at = 0; at < 60; at++) {
        await page.keyboard.press(key);
        const here = page.locator(':focus');
        if ((await here.count()) === 0) continue;
        const called = `${await here.getAttribute('aria-label')} ${await here.textContent()}`;
        if (name.test(called)) return;
      }
      throw new Error(`${key} does not reach ${name}`);
    };
    await tabTo(/Andi Baso/, 'Shift+Tab');
    await page.keyboard.press('End');
    // The channel is last, before it the group.
    for (const key of ['ArrowUp', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
    await telegram().getByRole('button', { name: 'Mulai', exact: true }).waitFor();
    await tabTo(/Mulai/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await bubble('Privasi').waitFor();
    // Whoever has started wants to write.
    await page.keyboard.type(QUESTION);
    await page.keyboard.press('Enter');
    const answer = talk()
      .getByRole('article')
      .filter({ has: page.getByText(ANSWER) });
    await answer.getByRole('button', { name: /Sumber/ }).waitFor();
    await tabTo(/Sumber/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await bubble('Sumber, kata demi kata').locator('blockquote').filter({ hasText: QUOTED }).first().waitFor();
    await tabTo(/^null 👎/, 'Tab');
    await page.keyboard.press('Space');
    await answer.getByRole('button', { name: 'Tidak lengkap' }).waitFor();
    await tabTo(/Tidak lengkap/, 'Tab');
    await page.keyboard.press('Enter');
    await answer.getByText('Terima kasih, penilaian Anda (tidak lengkap) dicatat').waitFor();
  });
});

describe('the program with a token', () => {
  let telegram: TelegramServer;
  let data: Awaited<ReturnType<typeof preparedData>>;
  let program: Program;
  beforeEach(async () => {
    telegram = await startTelegramServer({ limits: 'off' });
    data = await preparedData();
  });
  afterEach(async () => {
    program?.signal('SIGKILL');
    await Promise.all([program?.ended, telegram.stop()]);
    await data.remove();
  });

  const PATHS = ['/', '/halaman/main.ts', '/peristiwa', '/telegram/say', '/slack/say'];
  const STATUS = ['/status', '/status.atom', '/status.json'];
  async function start(more: Record<string, string>): Promise<(path: string) => Promise<number | 'refused'>> {
    const port = await freePort();
    program = await startProgram({
      DATA_DIR: data.dataDir,
      PORT: String(port),
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      ...(more.statusUrl !== undefined && { STATUS_URL: more.statusUrl }),
      ...(more.path !== undefined && {
        TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}${more.path}`,
        TELEGRAM_WEBHOOK_SECRET: '5f0c3b1e9a7d4c2f8b6e1d3a5c7f9b0e2d4a6c8e0f1b3d5a7c9e1f3b5d7a9c0e',
      }),
    });
    await program.says('Tersambung: ');
    expect(program.out()).not.toContain('Buka ');
    return async (path) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
      await response?.body?.cancel();
      return response?.status ?? 'refused';
    };
  }

  it('has no page and no port, where it asks for what is new', async () => {
    const get = await start({});
    for (const path of [...PATHS, ...STATUS]) expect(await get(path)).toBe('refused');
  });

  it('has no page where it is called', async () => {
    const get = await start({ path: '/panggilan' });
    for (const path of [...PATHS, ...STATUS]) expect(await get(path)).toBe(404);
    expect(await get('/sehat')).toBe(200);
  });

  it('has the status page where its address is given, even where it asks for what is new, and nothing else', async () => {
    const get = await start({ statusUrl: 'https://lpse.contoh.go.id/status' });
    expect(program.out()).toContain('Halaman status: https://lpse.contoh.go.id/status');
    for (const path of STATUS) expect(await get(path)).toBe(200);
    for (const path of PATHS) expect(await get(path)).toBe(404);
  });
});
