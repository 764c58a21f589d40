import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { respond } from '../../handlers/index.ts';
import type { FaqEntry } from '../../knowledge/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

let helpdesk: Helpdesk;
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
