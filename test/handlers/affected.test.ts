import { describe, expect, it } from 'vitest';
import { isReportOf, mayBeAbout, type Reported } from '../../handlers/rules/affected.ts';
import { SERVICES } from '../../handlers/rules/announcement.ts';
import { CATEGORIES } from '../../handlers/rules/ticket.ts';

describe('whether trouble with some services may be meant', () => {
  it.each<[text: string, services: Parameters<typeof mayBeAbout>[0], may: boolean]>([
    ['kok ga bisa dibuka', ['spse'], true],
    ['kok spse ga bisa dibuka', ['spse'], true],
    ['kok spse ga bisa dibuka', ['sikap'], false],
    ['kok spse ga bisa dibuka', ['jaringan'], false],
    ['lemot bgt', ['jaringan'], true],
    ['login spse gagal', ['inaproc'], true],
    ['e-katalog error ya', ['spse'], false],
    ['e-katalog error ya', ['katalog'], true],
    ['ekatalog error ya', ['katalog', 'spse'], true],
    ['SIKaP error terus', ['sikap'], true],
    ['ga bisa masuk aplikasi sikap', ['spse'], false],
    // An attitude, not the application.
    ['spse error, sikap admin gimana ini', ['spse'], true],
    ['lemot bgt', ['kantor'], false],
    ['inaproc down?', ['lain'], true],
  ])('%s, while %j is out of order: %s', (text, services, may) => {
    expect(mayBeAbout(services, text)).toBe(may);
  });
});

describe('whether a ticket reports announced trouble', () => {
  const report = (more: Partial<Reported>): Reported => ({
    kind: 'gangguan',
    category: 'jaringan',
    restricted: false,
    description: 'Tidak bisa dibuka sejak pagi.',
    ...more,
  });

  it.each<[what: string, report: Partial<Reported>, services: Parameters<typeof isReportOf>[0], is: boolean]>([
    ['the network', {}, ['spse'], true],
    ['the application', { category: 'aplikasi', description: 'Tombol kirim tidak muncul.' }, ['spse'], true],
    ['a complaint on it', { kind: 'keluhan', category: 'jaringan' }, ['spse'], true],
    ['a login that fails', { category: 'akun', description: 'Tidak bisa login dari pagi' }, ['spse'], true],
    ['a forgotten password', { category: 'akun', description: 'Saya lupa password' }, ['spse'], false],
    ['an upload that fails', { category: 'dokumen', description: 'upload penawaran gagal terus' }, ['dokumen'], true],
    ['a request', { kind: 'permintaan', category: 'jaringan' }, ['spse'], false],
    ['an idea', { kind: 'saran', category: 'aplikasi' }, ['spse'], false],
    ['an officer', { kind: 'keluhan', category: 'petugas' }, ['spse'], false],
    ['something restricted', { restricted: true }, ['spse'], false],
    ['the catalogue while SPSE is down', { category: 'aplikasi', description: 'e-katalog error' }, ['spse'], false],
    ['SPSE while the catalogue is down', { category: 'aplikasi', description: 'SPSE error' }, ['katalog'], false],
    ['the office', { category: 'fasilitas', description: 'AC ruang tunggu mati' }, ['kantor'], true],
    ['the wifi of the office', { description: 'wifi ruang tunggu mati' }, ['jaringan'], true],
    ['the office while SPSE is down', { category: 'fasilitas', description: 'AC ruang tunggu mati' }, ['spse'], false],
  ])('%s', (_what, more, services, is) => {
    expect(isReportOf(services, report(more))).toBe(is);
  });

  it('is never one when few may see it, or when it asks for something', () => {
    for (const category of CATEGORIES)
      for (const more of [{ restricted: true }, { kind: 'permintaan' as const }, { kind: 'saran' as const }])
        expect(isReportOf(SERVICES, report({ category, ...more })), category).toBe(false);
  });
});
