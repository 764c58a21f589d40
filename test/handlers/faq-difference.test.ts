import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faqDifference } from '../../handlers/rules/faq-difference.ts';
import { type Hunk, type Piece, textDifference } from '../../handlers/rules/text-difference.ts';
import type { FaqContent } from '../../knowledge/index.ts';

/** What changed, as people see it: "-Senin [Kamis]" is gone, "+Senin [Jumat]" is new, changed words between brackets. */
const shown = (hunks: Hunk[]): string[] =>
  hunks.flatMap((hunk) => ('same' in hunk ? [` ${hunk.same}`] : [...line('-', hunk.before), ...line('+', hunk.after)]));
const line = (sign: string, pieces: Piece[]): string[] =>
  pieces.length === 0 ? [] : [sign + pieces.map(({ text, changed }) => (changed ? `[${text.trim()}]` : text)).join('')];

describe('the difference of two texts', () => {
  it('marks the words that changed in a sentence, and leaves the others alone', () => {
    const before = 'Layanan tatap muka buka Senin sampai Kamis pukul 08.00. Jumat tutup.\nBawa KTP asli.';
    const after =
      'Layanan tatap muka buka Senin sampai Jumat pukul 08.30. Jumat tutup.\nBawa KTP asli.\nParkir gratis.';
    expect(shown(textDifference(before, after))).toEqual([
      '-Layanan tatap muka buka Senin sampai [Kamis] pukul [08.00].',
      '+Layanan tatap muka buka Senin sampai [Jumat] pukul [08.30].',
      ' Jumat tutup. Bawa KTP asli.',
      '+[Parkir gratis.]',
    ]);
  });

  it('takes a sentence that has little in common with the other for another one', () => {
    expect(shown(textDifference('Formulir ada di SPSE.', 'Kantor buka pukul 08.00 setiap hari kerja.'))).toEqual([
      '-[Formulir ada di SPSE.]',
      '+[Kantor buka pukul 08.00 setiap hari kerja.]',
    ]);
  });

  it('finds which sentence became which among others that came and went', () => {
    const before = 'Isi formulir pendaftaran. Serahkan salinan KTP. Tunggu pemberitahuan lewat e-mail.';
    const after = 'Buka SPSE. Isi formulir pendaftaran penyedia. Tunggu pemberitahuan lewat WhatsApp.';
    expect(shown(textDifference(before, after))).toEqual([
      '+[Buka SPSE.]',
      '-Isi formulir pendaftaran.',
      '+Isi formulir pendaftaran[penyedia].',
      '-[Serahkan salinan KTP.]',
      '-Tunggu pemberitahuan lewat [e-mail].',
      '+Tunggu pemberitahuan lewat [WhatsApp].',
    ]);
  });

  it('is of no line breaks, and of nothing in what is the same', () => {
    expect(shown(textDifference('Buka SPSE.\nIsi formulir.', 'Buka SPSE. Isi formulir.'))).toEqual([
      ' Buka SPSE. Isi formulir.',
    ]);
    expect(textDifference('', '')).toEqual([]);
  });

  it('holds all of both texts, in their order', () => {
    const sentence = fc
      .array(fc.constantFrom('KTP', 'asli', 'dan', 'NPWP', 'dibawa', '08.00', '👩‍👧', 'ke', 'kantor'), { minLength: 1 })
      .map((words) => `${words.join(' ')}.`);
    const text = fc.array(fc.oneof(sentence, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 8 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [before, after] = [one.join('\n'), other.join('\n')];
        const hunks = textDifference(before, after);
        const side = (of: 'before' | 'after') =>
          hunks.map((hunk) => ('same' in hunk ? hunk.same : hunk[of].map(({ text: said }) => said).join(''))).join('');
        const bare = (said: string) => said.replace(/\s+/gu, '');
        expect(bare(side('before'))).toBe(bare(before));
        expect(bare(side('after'))).toBe(bare(after));
      }),
    );
  });
});

const CONTENT: FaqContent = {
  question: 'Apakah bisa daftar online?',
  variants: ['daftar lewat internet?', 'registrasi online'],
  answer: 'Bisa. Daftar di SPSE.',
  basis: [{ document: 'perbup', pasal: 21, ayat: 1 }],
  topic: 'registrasi',
};

describe('the difference of two versions of an entry', () => {
  const basisText = ({ pasal, ayat }: { pasal?: number | string; ayat?: number | string }) =>
    `Pasal ${pasal} ayat (${ayat})`;

  it('is none where they say the same, in whatever order', () => {
    expect(faqDifference(CONTENT, { ...CONTENT, variants: CONTENT.variants.toReversed() }, basisText)).toEqual([]);
  });

  it('names every field that differs, and what came and went', () => {
    const after: FaqContent = {
      ...CONTENT,
      variants: ['registrasi online', 'bisa daftar dari rumah?'],
      answer: 'Bisa. Daftar di INAPROC.',
      basis: [],
      practice: 'Kebiasaan di kantor, dikonfirmasi Kepala LPSE.',
      topic: 'akun',
      source: 'Surat 12/2026',
      sourceDate: '2026-11-01',
      outcome: 'tidak_diatur',
      unit: ['situs'],
    };
    const found = faqDifference(CONTENT, after, basisText);
    expect(found.map(({ field }) => field)).toEqual([
      ...['variants', 'answer', 'basis', 'practice', 'topic', 'source', 'sourceDate', 'outcome', 'unit'],
    ]);
    expect(found).toContainEqual({
      field: 'variants',
      removed: ['daftar lewat internet?'],
      added: ['bisa daftar dari rumah?'],
    });
    expect(found).toContainEqual({ field: 'basis', removed: ['Pasal 21 ayat (1)'], added: [] });
    expect(found).toContainEqual({ field: 'topic', before: 'registrasi', after: 'akun' });
    expect(found).toContainEqual({ field: 'sourceDate', after: '2026-11-01' });
  });
});
