import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseFaq } from '../../ingest/faq.ts';
import { UnreadableFile } from '../../ingest/read.ts';
import { parseRegulation } from '../../ingest/regulation.ts';
import { addressKey } from '../../knowledge/address.ts';

const SOURCES = new URL('../../knowledge/sources/', import.meta.url);
const regulation = parseRegulation(readFileSync(new URL('perbup-31-2012/perbup-31-2012.txt', SOURCES), 'utf8'));
const units = new Set(regulation.passages.map(({ address }) => addressKey(address)));

describe('the FAQ of the unit', () => {
  const faq = parseFaq('faq-lpse.yaml', readFileSync(new URL('faq/faq-lpse.yaml', SOURCES), 'utf8'));

  test('has forty entries, each with its question', () => {
    expect(faq).toMatchObject({ id: 'faq-lpse', kind: 'faq' });
    expect(faq.passages.map(({ address }) => address)).toEqual(
      Array.from({ length: 40 }, (_, index) => ({ bagian: 'FAQ', angka: index + 1 })),
    );
    for (const { text, extra } of faq.passages) {
      expect(faq.text).toContain(text);
      expect(faq.text).toContain(extra.question);
    }
  });

  test('rests every entry on a basis or a practice', () => {
    for (const { text, extra } of faq.passages) {
      const rests = (extra.basis ?? []).length > 0 || (extra.practice ?? '') !== '';
      // What nothing regulates has no basis: the unit itself says it.
      expect(rests || (extra.outcome === 'tidak_diatur' && (extra.unit ?? []).length > 0), text).toBe(true);
    }
  });

  test('points only to units that the regulation has', () => {
    for (const { text, extra } of faq.passages)
      for (const place of extra.basis ?? []) expect(units, text).toContain(addressKey(place));
  });

  test('teaches every way to ask', () => {
    expect(faq.examples[0]).toEqual({
      question: 'Apa itu LPSE Polewali Mandar?',
      kind: 'answerable',
      answers: [{ bagian: 'FAQ', angka: 1 }],
    });
    expect(faq.examples.length).toBeGreaterThan(40 * 3);
  });
});

describe('a wrong file is refused, and the row named', () => {
  const good = '- id: 1\n  tanya: Apa?\n  jawab: Itu.\n';
  const row = (fields: string) => `${good}- id: 2\n  tanya: Siapa?\n  jawab: Dia.\n${fields}`;

  test('the rows of these tests are sound but for one thing', () => {
    expect(parseFaq('a.yaml', row('  dasar: ["Pasal 3 ayat (1)"]\n  ragam: [siapa]\n')).passages).toHaveLength(2);
  });

  test.each<[what: string, yaml: string, message: RegExp]>([
    ['no YAML', `${good}- id: 2\n  tanya: "Siapa\n`, /baris \d+/u],
    ['no list', 'id: 1\ntanya: Apa?\njawab: Itu.\n', /daftar tanya jawab/u],
    ['an empty file', '', /daftar tanya jawab/u],
    ['no id', `${good}- tanya: Siapa?\n  jawab: Dia.\n`, /butir ke-2 tidak punya id/u],
    ['an empty row', `${good}-\n`, /butir ke-2 tidak punya id/u],
    ['an id twice', `${good}- id: 1\n  tanya: Siapa?\n  jawab: Dia.\n`, /butir ke-2 memakai id 1/u],
    ['no question', `${good}- id: 2\n  jawab: Dia.\n`, /butir ke-2 \(id 2\) tidak punya tanya/u],
    ['no answer', `${good}- id: 2\n  tanya: Siapa?\n  jawab: " "\n`, /butir ke-2 \(id 2\) tidak punya jawab/u],
    ['variants as one text', row('  ragam: siapa dia\n'), /butir ke-2 \(id 2\): ragam/u],
    ['a basis as one text', row('  dasar: Pasal 3\n'), /butir ke-2 \(id 2\): dasar/u],
    ['a basis that is no place', row('  dasar: ["pasal tiga"]\n'), /butir ke-2 \(id 2\): dasar "pasal tiga"/u],
    ['a practice that is no sentence', row('  praktik: true\n'), /butir ke-2 \(id 2\): praktik/u],
    ['an unknown outcome', row('  hasil: mungkin\n'), /butir ke-2 \(id 2\): hasil/u],
    ['a unit that is no name', row('  unit: [1]\n'), /butir ke-2 \(id 2\): unit/u],
  ])('%s', (_, yaml, message) => {
    let refusal: unknown;
    try {
      parseFaq('tanya.yaml', yaml);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(UnreadableFile);
    expect((refusal as UnreadableFile).message).toMatch(message);
    expect((refusal as UnreadableFile).message).toContain('tanya.yaml');
    expect((refusal as UnreadableFile).reason).toBe('broken');
  });
});
