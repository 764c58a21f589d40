import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseGuide } from '../../ingest/guide.ts';
import { parseRegulation } from '../../ingest/regulation.ts';
import { addressKey } from '../../knowledge/address.ts';

const SOURCES = new URL('../../knowledge/sources/', import.meta.url);
const regulation = parseRegulation(readFileSync(new URL('perbup-31-2012/perbup-31-2012.txt', SOURCES), 'utf8'));
const units = new Set(regulation.passages.map(({ address }) => addressKey(address)));

const folder = new URL('sop/', SOURCES);
const files = readdirSync(folder).sort();

test('there are six SOPs, one for each letter of Pasal 20 ayat (2)', () => {
  expect(files.map((file) => file.slice(0, 6))).toEqual(['sop-a-', 'sop-b-', 'sop-c-', 'sop-d-', 'sop-e-', 'sop-f-']);
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const guide = parseGuide(file, text);
  const steps = guide.passages.filter(({ kind }) => kind === 'langkah');

  test('is an SOP with its banner', () => {
    expect(guide).toMatchObject({ id: file.slice(0, 5), kind: 'sop' });
    expect(guide.title).toMatch(/^SOP /u);
    expect(guide.meta.banner).toMatch(/^CONTOH – belum ditetapkan\. .*ditetapkan oleh Kepala LPSE/u);
  });

  test('has every step that the file numbers, once', () => {
    const numbers = [...text.matchAll(/^(\d+)\. /gmu)].map((match) => Number(match[1]));
    expect(numbers.length).toBeGreaterThan(5);
    expect(steps.map(({ address }) => address)).toEqual(numbers.map((angka) => ({ bagian: 'langkah', angka })));
    expect(steps.map(({ address }) => address.angka)).toEqual(steps.map((_, index) => index + 1));
  });

  test('quotes slices of the file, no address twice', () => {
    for (const passage of guide.passages) expect(text).toContain(passage.text);
    const keys = guide.passages.map(({ address }) => addressKey(address));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('says of every step what it rests on', () => {
    for (const { text: step, extra } of steps) {
      expect(step, step).toMatch(/\[[^\]]+\]$/u);
      expect((extra.basis ?? []).length > 0 || extra.practice !== undefined, step).toBe(true);
    }
  });

  test('points only to units that the regulation has', () => {
    for (const { text: step, extra } of steps) {
      const places = step.match(/\[([^\]]+)\]$/u)?.[1]?.match(/Pasal/gu)?.length ?? 0;
      expect(extra.basis ?? [], step).toHaveLength(places);
      for (const place of extra.basis ?? []) expect(units, step).toContain(addressKey(place));
    }
  });
});

describe('other guides', () => {
  test('steps go on over cut lines', () => {
    const { passages } = parseGuide(
      'a.md',
      '# Panduan\n\n## Langkah\n\n1. Buka laman\n   SPSE. [praktik]\n2. Masuk. [Pasal 22 huruf\nb]\n',
    );
    expect(passages.map(({ text, address }) => [address, text])).toEqual([
      [{ bagian: 'langkah', angka: 1 }, '1. Buka laman\n   SPSE. [praktik]'],
      [{ bagian: 'langkah', angka: 2 }, '2. Masuk. [Pasal 22 huruf\nb]'],
    ]);
    expect(passages[0]?.extra.practice).toBeDefined();
    expect(passages[1]?.extra.basis).toEqual([{ pasal: 22, huruf: 'b' }]);
  });

  test('sections with the same numbers have addresses of their own', () => {
    const paragraph = 'Paragraf ini cukup panjang untuk dikutip.';
    const { passages } = parseGuide(
      'a.md',
      `# Panduan\n\n## Langkah daftar\n1. Satu\n\n## Langkah verifikasi\n1. Dua\n\n## Umum\n${paragraph}\n\n1. Tiga\n\n## Umum\n${paragraph}\n`,
    );
    expect(passages.map(({ address }) => address)).toEqual([
      { bagian: 'langkah', angka: 1 },
      { bagian: 'langkah verifikasi', angka: 1 },
      { bagian: 'Umum', angka: 1 },
      { bagian: 'langkah Umum', angka: 1 },
      { bagian: 'Umum (2)', angka: 1 },
    ]);
    expect(passages[2]?.heading).toEqual(['Panduan', 'Umum']);
  });

  test('without headings there is nothing to cite', () => {
    expect(parseGuide('a.txt', 'Hanya satu paragraf tanpa judul apa pun di atasnya.').passages).toEqual([]);
  });
});
