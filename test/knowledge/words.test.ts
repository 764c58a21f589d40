import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLexiconData, toLexicon } from '../../knowledge/lexicon.ts';
import { createVocabulary, editDistance } from '../../knowledge/spelling.ts';
import { createLanguage, tokenize } from '../../knowledge/words.ts';

const language = createLanguage(
  toLexicon(readLexiconData(fileURLToPath(new URL('../../knowledge/sources/lexicon', import.meta.url)))),
);
language.learn(
  'Pendaftaran Pengguna SPSE, formulir, dokumen penawaran, Sekretariat, Bupati, laporan, aplikasi, verifikasi, kantor, perusahaan',
);
const standard = (text: string) => language.standardise(text).words.join(' ');

describe('reading chat', () => {
  it.each([
    ['gmn cara daftar', 'bagaimana cara daftar'],
    ['syarat2 dokumn', 'syarat dokumen'],
    ['tolooong', 'tolong'],
    ['lapran pak bupti', 'laporan bapak bupati'],
    ['prusahaan', 'perusahaan'],
    ['verifkasi', 'verifikasi'],
    ['nyimpen', 'simpan'],
    ['aplikasix', 'aplikasi'],
  ])('%s → %s', (typed, meant) => {
    expect(standard(typed)).toBe(meant);
  });

  it('splits at slashes and hyphens, and keeps numbers', () => {
    expect(tokenize('barang/jasa non-formal 31/2012')).toEqual(['barang', 'jasa', 'non', 'formal', '31', '2012']);
  });

  it('marks what nothing knows, and does not bend it to a far word', () => {
    expect(language.read('xqzvbk').words[0]).toMatchObject({ unknown: true });
  });

  it('meets the document at the same terms: synonyms of a question are concepts of the text', () => {
    const asked = language
      .read('duit buat LPSE dari mana')
      .words.flatMap(({ alternatives }) => alternatives.map(({ term }) => term));
    expect(language.terms('Semua biaya dibebankan kepada APBD').some((term) => asked.includes(term))).toBe(true);
  });

  it('knows English when it sees it', () => {
    const reading = language.read('Which division keeps the server running?');
    expect(reading.english).toBe(true);
    expect(reading.words.find(({ text }) => text === 'division')?.alternatives.map(({ term }) => term)).toContain(
      'bidang',
    );
    expect(language.read('bisa minta link download ga').english).toBe(false);
  });

  it('is read the same in two steps as in one', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        expect(language.understand(language.standardise(text))).toEqual(language.read(text));
      }),
    );
  });
});

describe('spelling', () => {
  it('counts a dropped vowel as less than a wrong letter', () => {
    expect(editDistance('dokmen', 'dokumen', 5)).toBeLessThan(editDistance('dokuxen', 'dokumen', 5));
    expect(editDistance('laporna', 'laporan', 5)).toBeLessThan(1);
  });

  it('is a distance: zero for the same word only, the same both ways', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdeiklmnoprstu'), minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b, 99) === 0).toBe(a === b);
        expect(editDistance(a, b, 99)).toBeCloseTo(editDistance(b, a, 99));
      }),
    );
  });

  it('finds a word after one slip of the finger, and prefers the frequent one', () => {
    const vocabulary = createVocabulary();
    for (const word of ['pendaftaran', 'pendidikan', 'penawaran']) vocabulary.add(word);
    expect(vocabulary.closest('pendaftarn')).toBe('pendaftaran');
    expect(vocabulary.closest('qqqqqq')).toBeUndefined();
    vocabulary.add('kantor', 100);
    vocabulary.add('kantin', 1);
    expect(vocabulary.closest('kantr')).toBe('kantor');
  });
});
