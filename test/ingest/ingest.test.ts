import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { passagesOf, sourceText } from '../../db/documents.ts';
import { type Ingested, ingest, UnreadableFile } from '../../ingest/index.ts';
import { type Knowledge, openKnowledge } from '../../knowledge/index.ts';
import { temporaryFolder, testDatabase } from '../support/database.ts';

const SHIPPED = fileURLToPath(new URL('../../knowledge/sources', import.meta.url));

const REGULATION = `PERATURAN BUPATI CONTOH
NOMOR 7 TAHUN 2020
TENTANG
PARKIR

BAB I
KETENTUAN UMUM
Pasal 1
Dalam Peraturan Bupati ini yang dimaksud dengan :
1. Parkir adalah keadaan kendaraan tidak bergerak.
Pasal 2
(1) Setiap kendaraan wajib parkir di tempatnya.
(2) Petugas dapat menderek kendaraan yang melanggar.
`;

let db: Database;
let knowledge: Knowledge;
let folder: string;
const file = (name: string) => join(folder, name);
const outcomes = (files: Ingested[]) => files.map(({ outcome }) => outcome);

beforeAll(async () => {
  db = await testDatabase();
  knowledge = await openKnowledge(db, SHIPPED);
});
afterAll(() => db?.close());
beforeEach(async () => {
  folder = await temporaryFolder();
  return () => rm(folder, { recursive: true });
});

describe('ingest', () => {
  it('stores a new document, leaves an unchanged one alone, replaces a changed one whole', async () => {
    await writeFile(file('parkir.txt'), REGULATION);
    expect(outcomes((await ingest(knowledge, [folder])).files)).toEqual(['new']);
    const again = await ingest(knowledge, [folder]);
    expect(outcomes(again.files)).toEqual(['unchanged']);
    expect(again.learned).toBe(false);
    await writeFile(
      file('parkir.txt'),
      REGULATION.replace('(2) Petugas dapat menderek kendaraan yang melanggar.\n', ''),
    );
    const [changed] = (await ingest(knowledge, [folder])).files;
    expect(changed).toMatchObject({ outcome: 'changed', id: 'peraturan-bupati-contoh-nomor-7-tahun-2020' });
    const id = changed?.outcome === 'changed' ? changed.id : '';
    expect((await passagesOf(db, id)).map(({ address }) => address)).not.toContainEqual({ pasal: 2, ayat: 2 });
    expect(await sourceText(db, id)).not.toContain('menderek');
  });

  it('answers from a document that brings no example questions', async () => {
    await writeFile(file('parkir.txt'), REGULATION);
    await ingest(knowledge, [folder]);
    const answer = knowledge.answer('siapa yang dapat menderek kendaraan?', {
      documents: ['peraturan-bupati-contoh-nomor-7-tahun-2020'],
    });
    expect(answer.kind).toBe('answer');
    expect(answer.citations[0]).toMatchObject({ pasal: 2, ayat: 2 });
  });

  it.each([
    ['kosong.txt', '   \n', /kosong/iu],
    ['catatan.txt', 'hanya satu baris tanpa judul dan tanpa pasal', /tidak ditemukan Pasal/u],
    ['faq.yaml', '- id: 1\n  tanya: Apa?\n', /tidak punya jawab/u],
    ['rusak.pdf', '%PDF-1.4 bukan pdf', /tidak dapat dibaca/u],
  ])('refuses %s with a sentence, and stores the good file beside it', async (name, content, sentence) => {
    await writeFile(file(name), content);
    await writeFile(file('parkir.txt'), `${REGULATION}(3) Berkas ${name}.\n`);
    const { files } = await ingest(knowledge, [folder]);
    const refused = files.find(({ outcome }) => outcome === 'refused');
    expect(refused).toMatchObject({ reason: expect.stringMatching(sentence) });
    expect(files.filter(({ outcome }) => outcome !== 'refused')).toHaveLength(1);
  });

  it('keeps the old version when the new one cannot be used', async () => {
    await writeFile(file('parkir.txt'), REGULATION);
    await ingest(knowledge, [folder]);
    await writeFile(file('parkir.txt'), '');
    expect(outcomes((await ingest(knowledge, [folder])).files)).toEqual(['refused']);
    expect(await sourceText(db, 'peraturan-bupati-contoh-nomor-7-tahun-2020')).toBe(REGULATION);
  });

  it('says that a path does not exist', async () => {
    await expect(ingest(knowledge, [file('tiada.pdf')])).rejects.toThrow(UnreadableFile);
  });

  it('reads notes beside a regulation: the link goes where it was meant, the words stay as printed', async () => {
    await mkdir(file('x'));
    await writeFile(
      file('x/aturan.txt'),
      REGULATION.replace('di tempatnya.', 'sebagaimana dimaksud dalam pasal 9 ayat (1).'),
    );
    await writeFile(
      file('x/aturan.yaml'),
      `id: parkir-9\nsingkat: Perbup Parkir\ncatatan:\n  - di: { pasal: 2, ayat: 1 }\n    tertulis: "pasal 9 ayat (1)"\n    pesan: Tampaknya Pasal 2.\n    rujukan: { pasal: 2, ayat: 2 }\n`,
    );
    await ingest(knowledge, [file('x')]);
    const passage = (await passagesOf(db, 'parkir-9')).find(
      ({ address }) => JSON.stringify(address) === JSON.stringify({ ayat: 1, pasal: 2 }),
    );
    expect(passage?.extra).toMatchObject({
      notes: ['Tampaknya Pasal 2.'],
      references: [{ written: 'pasal 9 ayat (1)', to: { pasal: 2, ayat: 2 } }],
    });
  });
});
