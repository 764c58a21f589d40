import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeFaq } from '../../ingest/faq-file.ts';
import { browserFound, partsOf, type SandboxInBrowser, sandboxInBrowser, write } from '../support/browser.ts';

type InPage = { ownerDocument: { defaultView: unknown }; dispatchEvent: (event: unknown) => void };
type Made = Record<
  'DataTransfer' | 'File' | 'DragEvent',
  new (
    ...given: unknown[]
  ) => { items: { add: (file: unknown) => void } }
>;

const QUESTION = 'Apakah ruang bidding LPSE punya genset?';
/** A list as somebody keeps it in a spreadsheet. */
const LIST = await writeFaq('xlsx', [
  {
    number: '',
    question: QUESTION,
    variants: 'genset ruang bidding ada?\nkalau listrik padam saat bidding bagaimana',
    answer: 'Ya. Genset menyala dalam 10 detik, dan sesi tidak terputus.',
    basis: '',
    practice: 'Kebiasaan layanan, dikonfirmasi Sekretariat.',
    topic: 'layanan',
    owner: '',
    reviewBy: '',
    source: '',
    sourceDate: '',
    outcome: '',
    unit: '',
    status: '',
    version: '',
  },
]);

describe.skipIf(!browserFound)('the FAQ in the sandbox page', () => {
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

  const { slack, telegramField, slackField, channel, vendor, bubble, become } = partsOf(() => page);
  const card = (words: string | RegExp) => channel().getByRole('article').filter({ hasText: words }).last();
  const open = (name: string) => slack().getByRole('button', { name }).click();
  const staged = () => slack().getByRole('list', { name: 'Berkas yang akan dikirim' });

  /** Drags a file over the conversation; it is let go with `dropped`. */
  const dragging = (onto: Locator, name: string, bytes: Uint8Array) => {
    const happen = (kind: 'dragover' | 'drop') =>
      onto.evaluate(
        (area: unknown, [kind, name, coded]) => {
          const element = area as InPage;
          const made = element.ownerDocument.defaultView as Made & { atob: (text: string) => string };
          const given = new made.DataTransfer();
          const bytes = Uint8Array.from(made.atob(coded), (sign) => sign.charCodeAt(0));
          given.items.add(new made.File([bytes], name));
          element.dispatchEvent(new made.DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: given }));
        },
        [kind, name, Buffer.from(bytes).toString('base64')] as const,
      );
    return { over: () => happen('dragover'), dropped: () => happen('drop') };
  };

  it('is given as a dropped file, confirmed by another trainer, answers, and comes back as it was', async () => {
    await become('Mawar (TRN)');
    await open('pelatihan');
    const file = dragging(channel(), 'daftar.xlsx', LIST);
    await file.over();
    await slack().getByText('Lepaskan untuk melampirkan').waitFor();
    await file.dropped();
    await staged().getByText('daftar.xlsx').waitFor();
    expect(await slack().getByText('Lepaskan untuk melampirkan').count()).toBe(0);
    await slack().getByRole('button', { name: 'Kirim' }).click();

    const found = card('📥 daftar.xlsx');
    await found.getByText('1 baru · 0 berubah · 0 tetap').waitFor({ timeout: 30_000 });
    await found.getByText(QUESTION).waitFor();
    await found.getByRole('button', { name: 'Terapkan' }).click();
    await channel().getByText('tidak dapat menerapkan unggahannya sendiri').waitFor();

    await become('Darwis (TRN)');
    await card('📥 daftar.xlsx').getByRole('button', { name: 'Terapkan' }).click();
    await card('📥 daftar.xlsx').getByText('Sudah diterapkan.').waitFor({ timeout: 30_000 });
    await card('📥 daftar.xlsx').getByText('Disetujui Darwis (TRN)').waitFor();

    await vendor('Andi Baso').click();
    await write(telegramField(), 'kalau listrik padam saat bidding bagaimana');
    await bubble('Genset menyala dalam 10 detik').waitFor();

    // What is exported and given again as it is changes nothing.
    await write(slackField(), '/lpse faq ekspor csv');
    await slack().getByRole('button', { name: /LPSE/ }).first().click();
    const link = channel().getByRole('link', { name: /faq-lpse-.*\.csv/ });
    await link.waitFor({ timeout: 30_000 });
    const [saved] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const exported = await readFile(await saved.path());
    expect(exported.toString()).toContain(QUESTION);
    await dragging(channel(), 'kembali.csv', exported).dropped();
    await staged().getByText('kembali.csv').waitFor();
    await slack().getByRole('button', { name: 'Kirim' }).click();
    await card('📥 kembali.csv').getByText('Tidak ada yang perlu diterapkan').waitFor({ timeout: 30_000 });
  }, 120_000);
});
