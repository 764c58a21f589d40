import { describe, expect, it } from 'vitest';
import { MASK, maskPersonalData } from '../../handlers/rules/personal-data.ts';

describe('personal data are taken out of a text', () => {
  it.each([
    ['NIK saya 7604012345678901', `NIK saya ${MASK}`],
    ['npwp 12.345.678.9-012.345 ya', `npwp ${MASK} ya`],
    ['npwp 123456789012345', `npwp ${MASK}`],
    ['hp saya 0812-3456-7890', `hp saya ${MASK}`],
    ['wa +62 812 3456 7890', `wa ${MASK}`],
    ['email budi@contoh.co.id dong', `email ${MASK} dong`],
    ['password saya: rahasia', `password saya: ${MASK}`],
    ['sandinya Rahasia123 gak bisa', `sandinya ${MASK} gak bisa`],
    ['kode otp 483920', `kode otp ${MASK}`],
  ])('%s', (text, masked) => {
    expect(maskPersonalData(text)).toEqual({ text: masked, found: true });
  });

  it.each([
    'lupa password gak bisa masuk',
    'password tidak bisa direset',
    'kode tender 10023456 ditolak',
    'pasal 21 ayat (1) huruf a',
    'password 3 kali salah',
    'token saya tidak terkirim',
    'tiket L-2026-00042',
    'lupa password: gimana caranya?',
    'password adalah apa?',
    'kode RUP 45678901',
  ])('%s stays', (text) => {
    expect(maskPersonalData(text)).toEqual({ text, found: false });
  });
});
