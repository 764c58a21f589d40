import { describe, expect, it } from 'vitest';
import { asksForTicket } from '../../handlers/rules/asks-for-ticket.ts';

describe('somebody asks how their ticket is doing', () => {
  it.each([
    'gimana tiket saya',
    'tiket saya sampai mana ya?',
    'min blm dibales jg, gmn tiket sy',
    'gmn keluhan sy td?',
    'cek status tiket',
    'status laporan saya dong',
    'laporan sy kemarin sdh diproses blm?',
    'gimana kabar aduan saya min',
  ])('in words: %s', (text) => {
    expect(asksForTicket(text)).toBe('');
  });

  it.each([
    ['L-2026-00001 gimana?', 'L-2026-00001'],
    ['tiket l 2026 12 sdh smp mana', 'L-2026-00012'],
  ])('with its number: %s', (text, number) => {
    expect(asksForTicket(text)).toBe(number);
  });

  it.each([
    'bagaimana cara membuat tiket',
    'siapa yang menangani keluhan pengguna?',
    'syarat daftar penyedia apa saja',
    'apakah keluhan ditangani LPSE?',
    'spse error 500 dari tadi, tolong',
    'laporan keuangan diunggah di mana',
    'bagaimana penanganan keluhan menurut perbup',
  ])('and not with: %s', (text) => {
    expect(asksForTicket(text)).toBeUndefined();
  });
});
