import type { Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browserFound, partsOf, type SandboxInBrowser, sandboxInBrowser, write } from '../support/browser.ts';

const COMPLAINT = 'min gimana ini, spse error terus pas upload penawaran di paket 8123456, tutup jam 2 siang ini!!';
const [WIDTH, HEIGHT] = [320, 180];
const SCREENSHOT = {
  name: 'galat.png',
  mimeType: 'image/png',
  buffer: PNG.sync.write(new PNG({ width: WIDTH, height: HEIGHT, fill: true })),
};

describe.skipIf(!browserFound)('a ticket in the sandbox page', () => {
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

  const { telegram, slack, telegramField, talk, channel, vendor, bubble, become } = partsOf(() => page);
  const press = (words: string | RegExp, button: string | RegExp) =>
    bubble(words).getByRole('button', { name: button }).click();
  const modal = (title: RegExp) => slack().getByRole('dialog', { name: title });
  const card = (number: string) => channel().getByRole('article').filter({ hasText: number });
  const thread = () => slack().getByRole('complementary', { name: 'Utas' });
  const root = () => thread().getByRole('article').first();
  /** The message of the thread with these words, below the card. */
  const inThread = (words: string | RegExp) => thread().getByRole('article').filter({ hasText: words }).last();
  const numberIn = async (words: string) => {
    const number = /L-\d{4}-\d{5}/.exec((await bubble(words).textContent()) ?? '')?.[0];
    if (number === undefined) throw new Error(`no number in "${words}"`);
    return number;
  };
  /** What the page shows of a picture: its size once it has come. */
  const shown = async (picture: Locator) => {
    await picture.waitFor();
    return picture.evaluate(async (image: unknown) => {
      const drawn = image as { decode: () => Promise<void>; naturalWidth: number; naturalHeight: number };
      await drawn.decode();
      return [drawn.naturalWidth, drawn.naturalHeight];
    });
  };

  /** How much of the open chat lies below what the vendor sees, in pixels. */
  const belowSight = () =>
    talk().evaluate((log: unknown) => {
      type Scrolled = { scrollHeight: number; scrollTop: number; clientHeight: number };
      const { scrollHeight, scrollTop, clientHeight } = (log as { parentElement: Scrolled }).parentElement;
      return Math.round(scrollHeight - scrollTop - clientHeight);
    });

  it('is complained, claimed, answered, resolved, rated, opened again, and confirmed', async () => {
    await become('Rahma (LPD)');
    const triage = slack().getByRole('button', { name: 'helpdesk-lpse' });
    await slack().getByRole('button', { name: 'pengumuman' }).click();

    // The vendor complains; what the first words said is not asked again.
    await vendor('Andi Baso').click();
    await write(telegramField(), COMPLAINT);
    const heard = bubble('Yang saya pahami:');
    await heard.getByText('8123456').waitFor();
    await heard.getByText('dalam 24 jam').waitFor();
    await heard.getByRole('button', { name: 'Buat tiket' }).click();
    await bubble('Ada tangkapan layar atau dokumen?').getByRole('button', { name: 'Lewati' }).waitFor();

    await telegram().getByRole('button', { name: 'Lampirkan' }).click();
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Foto atau berkas' }).click();
    await (await choosing).setFiles(SCREENSHOT);
    const sending = telegram().getByRole('dialog', { name: 'Kirim berkas' });
    expect(await shown(sending.getByRole('img', { name: 'galat.png' }))).toEqual([WIDTH, HEIGHT]);
    await page.keyboard.type('ini errornya min');
    await page.keyboard.press('Enter');
    expect(await shown(bubble('ini errornya min').getByRole('img'))).toEqual([WIDTH, HEIGHT]);
    await press('1 berkas diterima', 'Lanjut');

    const summary = bubble('Periksa sebelum dikirim');
    await summary.getByText('Gangguan').waitFor();
    await summary.getByText('Berkas: 1').waitFor();
    const description = await summary.locator('blockquote').textContent();
    expect(description?.split('\n')).toEqual([COMPLAINT, 'ini errornya min']);
    await summary.getByRole('button', { name: 'Kirim' }).click();
    await bubble('Tiket Anda dibuat')
      .getByText(/paling lambat .* WITA/)
      .waitFor();
    const number = await numberIn('Tiket Anda dibuat');

    // The officer, who looks at another channel, is told of one new message, and finds all of it.
    await triage.getByLabel('1 belum dibaca').waitFor();
    await triage.click();
    expect(await triage.getByLabel('belum dibaca').count()).toBe(0);
    await card(number).getByText('P2 Tinggi').waitFor();
    await card(number).getByText(COMPLAINT).waitFor();
    await card(number).getByRole('button', { name: 'balasan' }).click();
    expect(await shown(thread().getByRole('img', { name: /\.png$/ }))).toEqual([WIDTH, HEIGHT]);

    await root().getByRole('button', { name: 'Ambil' }).click();
    await root().getByText('Rahma (LPD)').waitFor();
    await root().getByText('Diambil').waitFor();
    expect(await root().getByRole('button', { name: 'Ambil' }).count()).toBe(0);
    await bubble(`${number} sedang ditangani petugas`).waitFor();

    await root().getByRole('button', { name: 'Balas', exact: true }).click();
    await modal(/^Balas L-/)
      .getByRole('textbox', { name: 'Balasan untuk pelapor' })
      .fill('Coba perkecil PDF-nya <10 MB.');
    await modal(/^Balas L-/)
      .getByRole('button', { name: 'Kirim' })
      .click();
    await bubble('Balasan petugas').getByText('Coba perkecil PDF-nya <10 MB.').waitFor();
    await inThread('Coba perkecil PDF-nya').getByText('terkirim').waitFor();

    const field = thread().getByRole('combobox', { name: 'Balasan di utas' });
    await write(field, 'sepertinya batas unggahnya, cek dulu');
    await write(field, '!balas Sudah kami naikkan batasnya, silakan coba.');
    await bubble('Balasan petugas').getByText('Sudah kami naikkan batasnya, silakan coba.').waitFor();
    await inThread('membalas pelapor').getByText('Sudah kami naikkan').waitFor();
    await inThread('membalas pelapor').getByText('terkirim').waitFor();
    expect(await talk().getByText('sepertinya batas unggahnya').count()).toBe(0);

    await write(telegramField(), 'ok pak, sekarang jalan tapi lambat');
    await inThread('menulis:').getByText('ok pak, sekarang jalan tapi lambat').waitFor();

    await root().getByRole('button', { name: 'Selesai' }).click();
    await modal(/^Selesai L-/)
      .getByRole('textbox', { name: 'Penyelesaian' })
      .fill('Batas unggah dinaikkan.');
    await modal(/^Selesai L-/)
      .getByRole('button', { name: 'Selesai' })
      .click();
    await root().getByText('Penyelesaian: Batas unggah dinaikkan.').waitFor();
    await bubble(`${number} dinyatakan selesai`).getByText('Batas unggah dinaikkan.').waitFor();

    // The vendor judges, finds that it is not done after all, and says why.
    await press(`${number} dinyatakan selesai`, '4 ⭐');
    await bubble(`penilaian Anda untuk ${number}: ⭐⭐⭐⭐`).getByRole('button', { name: 'Lewati' }).click();
    await bubble('Terima kasih atas penilaian Anda').waitFor();
    await inThread('Penilaian pelapor').getByText('(4 dari 5)').waitFor();
    await press(`${number} dinyatakan selesai`, 'Belum beres, buka lagi');
    await bubble('Apa yang belum beres').waitFor();
    await write(telegramField(), 'muncul lagi errornya pas kirim');
    await bubble(`${number} dibuka kembali`).waitFor();
    await root().getByText('Dibuka kembali').waitFor();
    await inThread('menulis:').getByText('muncul lagi errornya pas kirim').waitFor();

    await root().getByRole('button', { name: 'Selesai' }).click();
    await modal(/^Selesai L-/)
      .getByRole('textbox', { name: 'Penyelesaian' })
      .fill('Server dimulai ulang.');
    await modal(/^Selesai L-/)
      .getByRole('button', { name: 'Selesai' })
      .click();
    await bubble(`${number} dinyatakan selesai`).getByText('Server dimulai ulang.').waitFor();
    await press(`${number} dinyatakan selesai`, 'Sudah beres');
    await bubble(`${number} ditutup`).waitFor();
    await root().getByText('Ditutup').waitFor();
    await inThread('Pelapor menyatakan masalahnya sudah beres').waitFor();

    // Nobody else has any of it, and the vendor has all.
    await press(`${number} ditutup`, /5 ⭐/);
    await bubble('⭐⭐⭐⭐⭐').getByRole('button', { name: 'Lewati' }).click();
    await write(telegramField(), `/tiket ${number}`);
    const own = bubble('Riwayat');
    for (const said of ['dibuka kembali', 'ditutup atas konfirmasi Anda', COMPLAINT, 'Sudah kami naikkan batasnya'])
      await own.getByText(said).first().waitFor();
    expect(await own.getByText('sepertinya batas unggahnya').count()).toBe(0);

    // Pictures come late: what is newest stays in sight all the same.
    await page.reload();
    await shown(talk().getByRole('img').first());
    await expect.poll(belowSight).toBe(0);

    await vendor('Nurhayati').click();
    await write(telegramField(), `/tiket ${number}`);
    await bubble('Tidak ada tiket Anda dengan nomor itu').waitFor();
  }, 90_000);
});
