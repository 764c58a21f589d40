import { describe, expect, it } from 'vitest';
import { judgeErrors, toldErrors } from './judge-errors.ts';
import { supportOf } from './support.ts';

describe('the judge of support', () => {
  const ADDING = [
    '(3) LPSE tidak perlu menambahkan persyaratan registrasi selain yang diatur pada ayat (1) peraturan ini.',
  ];
  const ACCESS = ['(6) LPSE memberikan akses kepada LKPP untuk melakukan monitoring server SPSE.'];
  const DUTIES = [
    'LPSE mempunyai tugas :\na. memfasilitasi PA/KPA;\nb. menangani kendala teknis apabila diminta; dan\nc. tugas lain.',
  ];

  it.each([
    ['LPSE tidak perlu menambahkan syarat pendaftaran selain yang diatur pada ayat (1).', ADDING],
    ['Tidak, persyaratan registrasi selain yang diatur tidak perlu ditambahkan oleh LPSE.', ADDING],
    ['LPSE memberikan akses kepada LKPP untuk monitoring server SPSE.', ACCESS],
    ['LPSE bertugas memfasilitasi PA/KPA.', DUTIES],
    ['LPSE mempunyai tugas berikut.', DUTIES],
    ['Apabila diminta, kendala teknis ditangani.', ['Kendala teknis ditangani apabila diminta.']],
  ])('finds in its source: %s', (claim, sources) => {
    expect(supportOf(claim, sources, false)).toEqual({ ok: true, missing: [] });
  });

  it.each([
    ['LPSE tidak perlu menambahkan SITU.', ADDING],
    ['LPSE perlu menambahkan persyaratan registrasi selain yang diatur pada ayat (1).', ADDING],
    ['LPSE tidak boleh menambahkan persyaratan registrasi selain yang diatur pada ayat (1).', ADDING],
    ['LPSE tidak perlu menambahkan persyaratan registrasi.', ADDING],
    ['LPSE tidak perlu menambahkan 2 persyaratan registrasi selain yang diatur pada ayat (1).', ADDING],
    ['Bupati tidak perlu menambahkan persyaratan registrasi selain yang diatur pada ayat (1).', ADDING],
    ['LKPP memberikan akses kepada LPSE untuk monitoring server SPSE.', ACCESS],
    ['LPSE diberikan akses kepada LKPP untuk monitoring server SPSE.', ACCESS],
    ['LPSE memberikan akses untuk monitoring server SPSE.', ACCESS],
    ['LPSE menangani kendala teknis.', DUTIES],
    ['LPSE tidak melaksanakan.', ['LPSE tidak melaksanakan dan tidak menjamin pengadaan.']],
    ['Semua LPSE memfasilitasi PA/KPA.', DUTIES],
    ['LPSE mеmfasilitasi PA/KPA.', DUTIES],
  ])('misses in its source: %s', (claim, sources) => {
    expect(supportOf(claim, sources, false).ok).toBe(false);
  });

  it('reads English by the lexicon', () => {
    const inspection = ['(4) LPSE tidak perlu melakukan pemeriksaan lapangan.'];
    expect(supportOf('LPSE does not need to carry out a field inspection.', inspection, true).ok).toBe(true);
    expect(supportOf('LPSE needs to carry out a field inspection.', inspection, true).ok).toBe(false);
    expect(supportOf('LKPP does not need to carry out a field inspection.', inspection, true).ok).toBe(false);
  });

  it('errs on the labelled sentences as seldom as its figures need', { timeout: 120_000 }, async () => {
    const errors = await judgeErrors();
    const { wrong, accepted, honest, refused } = errors;
    expect(wrong).toBeGreaterThan(300);
    expect(accepted.length / wrong, accepted.join('\n')).toBeLessThan(0.1);
    expect(refused.length / honest, refused.join('\n')).toBeLessThan(0.55);
    expect(toldErrors(errors)).toContain(`menerima ${accepted.length} dari ${wrong} klaim salah`);
  });
});
