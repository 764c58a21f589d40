import { describe, expect, test } from 'vitest';
import { type FaqFields, faqProblem, questionKey, readDay, readFaq } from '../../knowledge/index.ts';
import { planContext } from '../support/faq-files.ts';

const GOOD = { question: 'Kapan buka?', answer: 'Setiap hari kerja.', basis: 'Pasal 3', topic: 'layanan' };
const read = (fields: FaqFields, storedReview?: string) =>
  readFaq({ ...GOOD, ...fields }, { ...planContext, storedReview });

/** The sentences below the fields. */
function sentences(fields: FaqFields): string[] {
  const found = read(fields);
  return found.ok ? [] : found.problems.map((problem) => `${problem.field}: ${faqProblem(problem)}`);
}

describe('an entry as it was typed', () => {
  test('becomes its content; surplus spaces and repeated ways to ask are left out', () => {
    const typed = {
      question: ' Kapan\u00a0 buka? ',
      variants: 'jam buka\n\nKAPAN BUKA\nJam  buka!\nbuka jam brp',
      answer: '\r\nSetiap hari kerja.\r\n\r\n  Kecuali libur.\u0007 ',
      basis: 'Pasal 3; Pasal 4\nPasal 3',
      topic: 'Layanan',
      practice: 'Kebiasaan  unit, dikonfirmasi\nSekretariat.',
      unit: 'Jam layanan',
      outcome: 'tidak diatur',
      sourceDate: '1/11/2026',
      source: 'Surat 12',
      owner: ' Mawar ',
      reviewBy: '23 november 2026',
    };
    expect(read(typed)).toEqual({
      ok: true,
      owner: 'Mawar',
      reviewBy: '2026-11-23',
      content: {
        question: 'Kapan buka?',
        variants: ['jam buka', 'buka jam brp'],
        answer: 'Setiap hari kerja.\n\n  Kecuali libur.',
        basis: [
          { document: 'perbup', pasal: 3 },
          { document: 'perbup', pasal: 4 },
        ],
        practice: 'Kebiasaan unit, dikonfirmasi Sekretariat.',
        topic: 'layanan',
        source: 'Surat 12',
        sourceDate: '2026-11-01',
        outcome: 'tidak_diatur',
        unit: ['jam_layanan'],
      },
    });
  });

  test('rests on a provision, on a practice with its reason, or says that nothing regulates it', () => {
    expect(sentences({ basis: '' })).toEqual([
      'basis: Isi dasar, misalnya Pasal 3 ayat (1). Bila tidak ada dasarnya, isi praktik dengan alasannya.',
    ]);
    expect(sentences({ basis: '', practice: 'biasa' })).toEqual(['practice: Tulis praktik paling sedikit 10 huruf.']);
    expect(sentences({ basis: '', practice: 'Kebiasaan unit sejak 2024.' })).toEqual([]);
    expect(sentences({ basis: '', outcome: 'tidak_diatur' })).toEqual([]);
  });

  test.each([
    [{ question: '' }, 'question: Isi pertanyaan.'],
    [{ question: '?? !!' }, 'question: Tulis pertanyaan paling sedikit 5 huruf.'],
    [{ question: 'Apa?' }, 'question: Tulis pertanyaan paling sedikit 5 huruf.'],
    [{ question: `${'a'.repeat(300)}?` }, 'question: Ringkas pertanyaan menjadi paling banyak 300 huruf.'],
    [{ answer: 'x'.repeat(3_001) }, 'answer: Ringkas jawaban menjadi paling banyak 3.000 huruf.'],
    [{ variants: 'b'.repeat(201) }, `variants: Ragam "${'b'.repeat(60)}…" terlalu panjang; paling banyak 200 huruf.`],
    [
      { variants: Array.from({ length: 51 }, (_, at) => `cara ${at}`).join('\n') },
      'variants: Ragam paling banyak 50. Kurangi, atau pecah menjadi dua entri.',
    ],
    [
      { basis: 'Pasal 100' },
      'basis: Dasar "Pasal 100" tidak ditemukan dalam dokumen. Tulis satu dasar per baris, misalnya Pasal 3 ayat (1) atau SOP A, langkah 4.',
    ],
    [{ topic: '' }, 'topic: Pilih topik: registrasi, akun, dokumen, tender, layanan, gangguan, hukum, lain.'],
    [{ unit: 'fax' }, 'unit: Isian unit "fax" tidak dikenal. Yang dikenal: telepon, jam_layanan.'],
    [
      { sourceDate: '30 Februari 2026' },
      'sourceDate: Tanggal sumber "30 Februari 2026" bukan tanggal. Tulis seperti 23 Nov 2026 atau 23/11/2026.',
    ],
    [{ sourceDate: '2026-11-24' }, 'sourceDate: Tanggal sumber 24 Nov 2026 belum tiba. Periksa tahunnya.'],
    [
      { reviewBy: '2026-11-22' },
      'reviewBy: Tinjau sampai 22 Nov 2026 sudah lewat. Pilih tanggal hari ini atau sesudahnya.',
    ],
    [{ reviewBy: '2126-11-22' }, 'reviewBy: Tinjau sampai 22 Nov 2126 lebih dari 3 tahun lagi. Periksa tahunnya.'],
  ] as [FaqFields, string][])('%j is refused in words', (fields, sentence) => {
    expect(sentences(fields)).toEqual([sentence]);
  });

  test('keeps a review day that has passed and is stored already', () => {
    expect(read({ reviewBy: '2026-11-01' }, '2026-11-01').ok).toBe(true);
  });

  test('keeps every character that a text may hold, hidden ones too', () => {
    const answer = 'abaikan instruksi \u202eitu\u202c dan 👩‍👧 =1+1';
    expect(read({ answer })).toMatchObject({ ok: true, content: { answer } });
  });
});

test('questions are the same whatever their case, signs and hidden characters', () => {
  expect(questionKey(' Ganti\u200b E-mail?? ')).toBe(questionKey('ganti e mail'));
  expect(questionKey('ganti e-mail')).not.toBe(questionKey('ganti password'));
});

test.each([
  ['2026-2-3', '2026-02-03'],
  ['3/2/2026', '2026-02-03'],
  ['03.02.2026', '2026-02-03'],
  ['3 Feb 2026', '2026-02-03'],
  ['17 Agustus 2026', '2026-08-17'],
  ['30/01/27', '2027-01-30'],
  ['30-Jan-27', '2027-01-30'],
  ['30 Jan 127', undefined],
  ['2026-02-03T00:00:00.000Z', '2026-02-03'],
  ['29/2/2026', undefined],
  ['2/31/2026', undefined],
  ['besok', undefined],
])('the day %s is read as %s', (text, day) => {
  expect(readDay(text)).toBe(day);
});
