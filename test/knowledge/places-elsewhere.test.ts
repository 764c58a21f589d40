import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Helpdesk, SOURCES } from '../../bot/helpdesk.ts';
import { meetPeople } from '../../db/people.ts';
import { respond } from '../../handlers/index.ts';
import { keepLearned, readDocumentBytes } from '../../ingest/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

const PERBUP = readFileSync(join(SOURCES, 'perbup-31-2012/perbup-31-2012.txt'), 'utf8');
const AMENDING = `PERATURAN BUPATI POLEWALI MANDAR
NOMOR 9 TAHUN 2025
TENTANG
PERUBAHAN ATAS PERATURAN BUPATI NOMOR 31 TAHUN 2012 TENTANG LPSE

MEMUTUSKAN:

Pasal I

Beberapa ketentuan dalam Peraturan Bupati Nomor 31 Tahun 2012 diubah sebagai berikut:

1. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:

Pasal 5

Bentuk LPSE adalah unit tetap.

2. Di antara Pasal 5 dan Pasal 6 disisipkan 1 (satu) pasal, yakni Pasal 5A sehingga berbunyi sebagai berikut:

Pasal 5A

LPSE buka setiap hari kerja.

Pasal II

Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.
`;

let helpdesk: Helpdesk;
let by: number;
beforeAll(async () => {
  helpdesk = await testHelpdesk();
  const [person] = await meetPeople(helpdesk.db, [{ channel: 'slack', address: 'U1', name: 'Uji', roles: ['trn'] }]);
  by = person?.id ?? 0;
});
afterAll(() => helpdesk.close());

async function bring(name: string, text: string, more: object = {}): Promise<string> {
  const document = await keepLearned(helpdesk.db, (await readDocumentBytes(name, Buffer.from(text))).document);
  await helpdesk.knowledge.remember(document, { by, ...more });
  await helpdesk.knowledge.refresh();
  return document.id;
}
const ask = (question: string) => respond(helpdesk.knowledge, question);

test('a version that never was is not answered with the words of today', async () => {
  expect(ask('bunyi pasal 5 versi 9').text).toContain('hanya ada yang sekarang, versi 1.');
  expect(ask('bunyi pasal 5 versi 1')).toMatchObject({ kind: 'answer', text: expect.stringContaining('ad-hoc') });

  await bring('perbup.txt', PERBUP.replace('bersifat ad-hoc', 'bersifat tetap dan mandiri'));
  expect(ask('bunyi pasal 5 versi 9')).toMatchObject({
    kind: 'not_found',
    text: expect.stringContaining('tidak punya versi 9. Yang ada: versi 1, dan yang sekarang, versi 2.'),
  });
  expect(ask('what does article 5 versi 9 say').text).not.toContain('mandiri');
  expect(ask('bunyi pasal 5 versi 1').text).toContain('ad-hoc');
  expect(ask('bunyi pasal 5 versi 2').text).toContain('mandiri');
  // Programs have versions as well.
  expect(ask('apa pasal 5 berlaku juga untuk SPSE versi 4?').text).not.toContain('tidak punya versi');
});

test('a Pasal that a stored regulation inserts is found under its own number', async () => {
  expect(ask('bunyi pasal 5A').kind).toBe('not_found');
  const amending = await bring('perubahan.txt', AMENDING, {
    relations: [{ verb: 'mengubah', other: 'perbup-31-2012' }],
  });
  for (const question of ['pasal 5A', 'bunyi pasal 5A perbup 31/2012', 'isi pasal 5a'])
    expect(ask(question)).toMatchObject({
      kind: 'answer',
      text: expect.stringContaining('LPSE buka setiap hari kerja'),
      citations: [{ document: amending, bagian: 'Pasal I angka 2', pasal: 5, sisipan: 'a' }],
    });
  expect(ask('bunyi pasal 7A').kind).toBe('not_found');
});
