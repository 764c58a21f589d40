import { expect, it } from 'vitest';
import { embeddedLines, embeddingTrouble, progressWords } from '../../ingest/embedding-terminal.ts';

const FILLED = { embedded: 5, unchanged: 0, dropped: 0, left: 3 };

it.each<[status: number | undefined, words: RegExp]>([
  [undefined, /^Server model tidak terjangkau\. /u],
  [401, /^Server model menolak kuncinya\. /u],
  [404, /^Server model tidak mengenal alamat atau nama modelnya\. /u],
  [500, /^Server model menjawab dengan galat 500\. /u],
])('names what a server did that answered %s', (status, words) => {
  const trouble = embeddingTrouble({ ...FILLED, why: 'fault', ...(status !== undefined && { status }) });
  expect(trouble).toMatch(words);
  expect(trouble).toMatch(/ Yang sudah dibuat tersimpan: ulangi perintahnya untuk melanjutkan\.$/u);
});

it('says which texts were too long, and only where there were some', () => {
  const by = { serving: undefined, seconds: 1, spent: 0 };
  expect(embeddedLines({ ...FILLED, left: 0, cut: 4, tooLong: 2 }, by)).toEqual([
    'Vektor: 5 dibuat (4 dari awal teksnya saja), 0 tetap, 0 dihapus, 0 belum, 2 terlalu panjang, dalam 1.0 detik.',
  ]);
  expect(embeddedLines(FILLED, by)).toEqual(['Vektor: 5 dibuat, 0 tetap, 0 dihapus, 3 belum, dalam 1.0 detik.']);
});

it('says beside the bar that a busy server is waited for', () => {
  expect(progressWords('bge-m3', undefined)).toBe('bge-m3');
  expect(progressWords('bge-m3', 89_400)).toBe('bge-m3: server sibuk, menunggu 90 detik');
});
