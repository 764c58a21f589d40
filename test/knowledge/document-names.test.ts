import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { respond } from '../../handlers/index.ts';
import { keepLearned, readDocumentBytes } from '../../ingest/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

const guide = (hours: number) => `# SOP Peminjaman Ruang Bidding Room

## Tujuan

Mengatur peminjaman ruang bidding room oleh penyedia.

## Langkah

1. Penyedia mengisi formulir peminjaman dua hari sebelumnya.
2. Bidang Pelatihan memeriksa pemakaian ruang dan menyetujuinya.
3. Penyedia memakai ruang paling lama ${hours} jam.
`;

let helpdesk: Helpdesk;
beforeAll(async () => {
  helpdesk = await testHelpdesk();
  const { db, knowledge } = helpdesk;
  for (const hours of [3, 5]) {
    const { document } = await readDocumentBytes(`ruang-${hours}.md`, Buffer.from(guide(hours)));
    await knowledge.remember(await keepLearned(db, document));
    await knowledge.refresh();
  }
});
afterAll(() => helpdesk?.close());
const said = (question: string) => respond(helpdesk.knowledge, question);

it.each([
  ['langkah 3 SOP peminjaman ruang bidding room', 'paling lama 5 jam'],
  ['langkah ke-2 sop peminjaman ruang bidding room apa', 'memeriksa pemakaian ruang'],
  ['SOP peminjaman ruang bidding room', 'mengisi formulir peminjaman'],
  ['di sop peminjaman ruang bidding room, siapa yang menyetujui?', 'Bidang Pelatihan'],
])('a document that is named by its title answers: %s', (question, words) => {
  const { kind, text } = said(question);
  expect([kind, text]).toEqual(['answer', expect.stringContaining(words)]);
  expect(text).toContain('SOP Peminjaman Ruang Bidding Room');
});

it('answers from its earlier version too', () => {
  const { text } = said('langkah 3 SOP peminjaman ruang bidding room versi lama');
  expect(text).toContain('paling lama 3 jam');
  expect(text).toContain('versi 1');
});

it('leaves a question to the regulation that only shares a word with a title', () => {
  expect(said('LPSE menyediakan bidding room ga?').citations[0]).toMatchObject({ pasal: 22 });
});

it('does not greet back whoever asks for something it does not know', () => {
  expect(said('parkir bayar gak').kind).toBe('not_found');
  expect(said('ada klinik pendampingan rabu ga?').kind).not.toBe('smalltalk');
  for (const greeting of ['selamat pagi admin', 'apa kabar?', 'ada orang?', 'mau tanya dong'])
    expect(said(greeting).kind).toBe('smalltalk');
});
