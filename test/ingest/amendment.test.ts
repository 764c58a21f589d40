import { describe, expect, test } from 'vitest';
import { isAmendment, parseAmendment } from '../../ingest/amendment.ts';
import { placesNamed } from '../../knowledge/changed-by.ts';

const TEXT = `PERATURAN BUPATI CONTOH
NOMOR 5 TAHUN 2026
TENTANG
PERUBAHAN KEDUA ATAS PERATURAN BUPATI CONTOH NOMOR 7 TAHUN 2020

Menimbang :
a. bahwa perlu mengubah;

MEMUTUSKAN:
Menetapkan : PERATURAN BUPATI TENTANG PERUBAHAN.

Pasal I
Beberapa ketentuan diubah sebagai berikut:
1. Ketentuan Pasal 2 ayat (1) dan ayat (3) diubah sehingga berbunyi sebagai berikut:
Pasal 2
(1) Parkir berbayar dibagi atas:
1. parkir tepi jalan; dan
2. parkir gedung.
(3) Tarif ditetapkan Bupati.
2. Di antara Pasal 2 dan Pasal 3 disisipkan 1 (satu) pasal, yakni Pasal 2A, sehingga berbunyi:
Pasal 2A
Petugas wajib berseragam.
3. Ketentuan Pasal 9 dihapus.

Pasal II
Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.

Ditetapkan di Contoh
pada tanggal 2 Maret 2026
`;

describe('an amending instrument', () => {
  const { passages, counts, head } = parseAmendment(TEXT);

  test('is known by its own Pasal I and Pasal II', () => {
    expect(isAmendment(TEXT)).toBe(true);
    expect(isAmendment(TEXT.replaceAll(/^Pasal II$/gmu, 'Pasal 2'))).toBe(false);
  });

  test('has each change as one unit, whatever lists its new words hold', () => {
    expect(head).toMatchObject({ nomor: 5, tahun: 2026 });
    expect(counts).toMatchObject({ pasal: 2, items: 3 });
    expect(passages.map(({ address }) => address)).toEqual([
      { bagian: 'judul' },
      { bagian: 'menimbang' },
      { bagian: 'menimbang', huruf: 'a' },
      { bagian: 'menetapkan' },
      { bagian: 'Pasal I' },
      { bagian: 'Pasal I', angka: 1 },
      { bagian: 'Pasal I angka 1', pasal: 2 },
      { bagian: 'Pasal I angka 1', pasal: 2, ayat: 1 },
      { bagian: 'Pasal I angka 1', pasal: 2, ayat: 1, angka: 1 },
      { bagian: 'Pasal I angka 1', pasal: 2, ayat: 1, angka: 2 },
      { bagian: 'Pasal I angka 1', pasal: 2, ayat: 3 },
      { bagian: 'Pasal I', angka: 2 },
      { bagian: 'Pasal I angka 2', pasal: 2, sisipan: 'a' },
      { bagian: 'Pasal I', angka: 3 },
      { bagian: 'Pasal II' },
      { bagian: 'penutup' },
    ]);
    for (const { text, ordinal, parent } of passages) {
      expect(TEXT).toContain(text);
      if (parent !== undefined) expect(passages[parent]?.ordinal).toBeLessThan(ordinal);
    }
    expect(passages[4]?.text).toBe('Pasal I\nBeberapa ketentuan diubah sebagai berikut:');
    expect(passages[5]?.text).toMatch(/^1\. Ketentuan Pasal 2 ayat \(1\)[^\n]*berikut:$/u);
    expect(passages[6]?.text).toMatch(/^Pasal 2\n[\s\S]*Tarif ditetapkan Bupati\.$/u);
    expect(passages.map(({ ordinal }) => ordinal)).toEqual(passages.map((_, at) => at));
  });
});

test.each([
  [
    'Ketentuan Pasal 2 ayat (1) dan ayat (3) diubah sehingga',
    [
      { pasal: 2, ayat: 1 },
      { pasal: 2, ayat: 3 },
    ],
  ],
  ['Ketentuan Pasal 9\ndihapus.', [{ pasal: 9 }]],
  ['Pasal 4 huruf b dicabut dan dinyatakan tidak berlaku', [{ pasal: 4, huruf: 'b' }]],
  ['Di antara Pasal 2 dan Pasal 3 disisipkan Pasal 2A', []],
  ['Ketentuan Pasal 7 tetap. Jadwal diubah.', []],
])('%s', (text, places) => {
  expect(placesNamed(text)).toEqual(places);
});
