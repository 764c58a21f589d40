import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { respond } from '../../handlers/index.ts';
import type { FaqEntry } from '../../knowledge/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

let helpdesk: Helpdesk;
const PRACTICE = { practice: 'Kebiasaan layanan.' };
const ENTRIES: [question: string, answer: string, more?: Partial<FaqEntry>][] = [
  ['Apakah LPSE yang menetapkan pemenang?', 'Ya, LPSE yang menetapkan.'],
  ['Bisakah LPSE mengubah dokumen penawaran saya?', 'Bisa, hubungi kami.'],
  ['Bolehkah LPSE menambah syarat pendaftaran?', 'Boleh saja.'],
  ['Siapa yang berwenang menolak pendaftaran akun?', 'Bidang Pelatihan.'],
  [
    'Bagaimana cara memesan ruang bidding?',
    'Isi formulir peminjaman di loket.',
    { reviewBy: '2026-11-01', source: 'Surat Kepala LPSE 12/2026', sourceDate: '2026-10-01' },
  ],
  [
    'Apakah parkir di kantor LPSE gratis?',
    'Gratis.',
    { basisChanged: '2026-11-20', basis: [{ document: 'sop-a', bagian: 'langkah', angka: 1 }] },
  ],
  ['Menurut aturan siapa yang memimpin LPSE?', 'Kepala dinas.'],
  ['Siapa yang menunjuk Kepala LPSE?', 'Kepala dinas.'],
  ['Bagaimana cara LPSE menetapkan pemenang?', 'Lewat rapat LPSE.'],
  ['Kapan LPSE menetapkan pemenang?', 'Setiap Senin.'],
  ['LPSE tetapkan pemenang lewat menu apa?', 'Menu Pemenang.'],
  ['Apakah LPSE menyediakan ruang laktasi untuk penyedia?', 'Ya, di lantai 1.'],
  ['Apakah LPSE bisa mencetak surat penawaran saya?', 'Bisa, di loket 2.'],
  ['Apakah LPSE wajib memverifikasi dokumen penyedia?', 'Tidak selalu.'],
  ['Berapa lama masa jabatan Kepala LPSE sebelum harus diganti?', 'Lima tahun.', PRACTICE],
  ['Berapa rangkap salinan dokumen pendaftaran yang harus diserahkan?', 'Dua rangkap.', PRACTICE],
  ['SPSE versi berapa yang saat ini digunakan di LPSE Polewali Mandar?', 'Versi 4.5.', PRACTICE],
];

beforeAll(async () => {
  helpdesk = await testHelpdesk();
  const { db, knowledge } = helpdesk;
  const put = await knowledge.prepareFaq(
    ENTRIES.map(([question, answer, more], at) => ({
      ...{ id: 1001 + at, version: 1, variants: [], basis: [], topic: 'lain' as const },
      ...{ question, answer, ...more },
    })),
  );
  await db.transaction((tx) => knowledge.storeFaq(tx, { put, drop: [] }));
  await knowledge.refresh();
});
afterAll(() => helpdesk?.close());

const said = (question: string, today?: string) => {
  const { kind, text } = respond(helpdesk.knowledge, question, today === undefined ? {} : { today });
  return { kind, text };
};

describe('a FAQ that contradicts the regulation', () => {
  it('on what LPSE may not decide is no answer', () => {
    const winner = said('Apakah LPSE yang menetapkan pemenang?');
    expect(winner.text).toContain('tidak bertanggung jawab');
    expect(winner.text).not.toContain('LPSE yang menetapkan.');
    const changing = said('Bisakah LPSE mengubah dokumen penawaran saya?');
    expect(changing.kind).toBe('out_of_authority');
    expect(changing.text).not.toContain('Bisa, hubungi kami.');
  });

  it.each([
    ['Bolehkah LPSE menambah syarat pendaftaran?', 'tidak perlu menambahkan persyaratan', 'Boleh saja.'],
    ['Siapa yang berwenang menolak pendaftaran akun?', 'berhak untuk menyetujui atau menolak', 'Bidang Pelatihan.'],
    // "Menu" is asked for, "menurut" and "menunjuk" are not.
    ['Menurut aturan siapa yang memimpin LPSE?', 'Pasal 7', 'Kepala dinas.'],
    ['Siapa yang menunjuk Kepala LPSE?', 'Pasal 6 ayat (2)', 'Kepala dinas.'],
    // What LPSE may not decide it does not decide at any time, in any way.
    ['Bagaimana cara LPSE menetapkan pemenang?', 'tidak bertanggung jawab', 'Lewat rapat LPSE.'],
    ['Kapan LPSE menetapkan pemenang?', 'tidak bertanggung jawab', 'Setiap Senin.'],
    ['LPSE tetapkan pemenang lewat menu apa?', 'tidak bertanggung jawab', 'Menu Pemenang.'],
    ['Apakah LPSE wajib memverifikasi dokumen penyedia?', 'Pasal 21 ayat (2)', 'Tidak selalu.'],
  ])('%s: comes after it, as its explanation', (question, provision, answer) => {
    const { kind, text } = said(question);
    expect(kind).toBe('answer');
    expect(text.indexOf(provision)).toBeGreaterThanOrEqual(0);
    expect(text.indexOf('Penjelasan:')).toBeGreaterThan(text.indexOf(provision));
    expect(text.indexOf(answer)).toBeGreaterThan(text.indexOf('Penjelasan:'));
  });

  it('is told of before it is published: what the regulation says surely', () => {
    const { knowledge } = helpdesk;
    expect(knowledge.regulationSays('Bolehkah LPSE menambah syarat pendaftaran?')?.citation).toMatchObject({
      document: 'perbup-31-2012',
      pasal: 21,
      ayat: 3,
    });
    expect(knowledge.regulationSays('Apakah parkir di kantor LPSE gratis?')).toBeUndefined();
  });
});

describe('a FAQ on steps', () => {
  it('leads, with where it was taken from', () => {
    const { text } = said('Bagaimana cara memesan ruang bidding?');
    expect(text.startsWith('Isi formulir peminjaman di loket.')).toBe(true);
    expect(text).toContain('(FAQ LPSE nomor 1005; sumber: Surat Kepala LPSE 12/2026, 1 Okt 2026)');
  });

  it('says that nobody looked at it, after two weeks of grace', () => {
    const question = 'Bagaimana cara memesan ruang bidding?';
    expect(said(question, '2026-11-15').text).not.toContain('belum ditinjau');
    expect(said(question, '2026-11-16').text).toContain('Catatan: belum ditinjau sejak 1 Nov 2026.');
  });

  it('names the SOP that it rests on, and that this changed', () => {
    const { text } = said('Apakah parkir di kantor LPSE gratis?');
    expect(text).toMatch(/Dasar: .*SOP.*, langkah 1/u);
    expect(text).toContain('dasarnya berubah pada 20 Nov 2026; jawaban ini sedang ditinjau ulang.');
  });
});

describe('a FAQ asked in its own words', () => {
  it.each([
    ['Berapa lama masa jabatan Kepala LPSE sebelum harus diganti?', 'Lima tahun.'],
    ['Berapa rangkap salinan dokumen pendaftaran yang harus diserahkan?', 'Dua rangkap.'],
    ['SPSE versi berapa yang saat ini digunakan di LPSE Polewali Mandar?', 'Versi 4.5.'],
  ])('%s: answers what nothing answered before', (question, answer) => {
    expect(helpdesk.knowledge.answer(question, { documents: ['perbup-31-2012'] }).kind).toBe('not_found');
    expect(said(question).text.startsWith(answer)).toBe(true);
  });

  it.each([
    ['Apakah LPSE menyediakan ruang laktasi untuk penyedia?', 'Ya, di lantai 1.'],
    ['Apakah LPSE bisa mencetak surat penawaran saya?', 'Bisa, di loket 2.'],
  ])('%s: stands below no provision that speaks of something else', (question, answer) => {
    expect(said(question).text.startsWith(answer)).toBe(true);
  });

  it('is told of before it is published when it would be shown nowhere', () => {
    const { knowledge } = helpdesk;
    const draft = { id: 1900, answer: 'Bisa.', variants: [], basis: [], ...PRACTICE, topic: 'lain' as const };
    const shows = (question: string) => knowledge.answersItself({ ...draft, question });
    expect(shows('Berapa lama salinan cadangan database harus disimpan sebelum boleh dihapus?')).toBe(true);
    expect(shows('Bolehkah LPSE menambah syarat registrasi?')).toBe(true);
    expect(shows('Bisakah LPSE membatalkan tender?')).toBe(false);
    // Trying is not publishing.
    expect(knowledge.statement('faq-lpse', { bagian: 'FAQ', angka: 1900 })).toBeUndefined();
    expect(knowledge.answer('Berapa lama salinan cadangan database harus disimpan sebelum boleh dihapus?').kind).toBe(
      'not_found',
    );
  });
});

describe('an item of a list of what is required', () => {
  it('answers yes to who asks for it, and not to who asks for another thing', () => {
    expect(said('wajib bawa ktp?').text.startsWith('Wajib.')).toBe(true);
    for (const question of ['wajib bawa situ ga?', 'verifikasi wajib direktur?'])
      expect(said(question).text).not.toMatch(/^Wajib\./u);
  });
});
