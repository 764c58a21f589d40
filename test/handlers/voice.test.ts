import { describe, expect, it } from 'vitest';
import { wordsHeard } from '../../handlers/rules/voice.ts';

describe('the words of a voice note', () => {
  it.each([
    ['syarat daftar penyedia apa saja?', 'syarat daftar penyedia apa saja?'],
    ['  syarat\n daftar\tpenyedia  ', 'syarat daftar penyedia'],
    ['[Musik] Jam buka LPSE? (tertawa) ♪', 'Jam buka LPSE?'],
    ['Terima kasih, kapan kantornya buka?', 'Terima kasih, kapan kantornya buka?'],
    ['Teksnya tidak bisa dibuka di SPSE', 'Teksnya tidak bisa dibuka di SPSE'],
    ['tidak, tidak, tidak bisa masuk', 'tidak, tidak, tidak bisa masuk'],
    ['NIB', 'NIB'],
  ])('%j are %j', (written, words) => {
    expect(wordsHeard(written, 100)).toBe(words);
  });

  it.each(['', ' . ', 'ya', '?!', '[Musik]', '♪♪♪', '*suara angin*', '(tidak ada suara)'])(
    'are none in %j',
    (written) => {
      expect(wordsHeard(written, 100)).toBeUndefined();
    },
  );

  it.each([
    'Terima kasih telah menonton!',
    'Terima kasih sudah menonton.',
    'Thanks for watching!',
    'Subtitle oleh komunitas Amara.org',
    'Jangan lupa like dan subscribe ya',
    'www.lpse.com',
    'iya iya iya iya iya iya iya iya iya',
  ])('are none in what models write down of silence: %j', (written) => {
    expect(wordsHeard(written, 100)).toBeUndefined();
  });

  it('are cut, and never in the middle of a character', () => {
    expect(wordsHeard('a'.repeat(200), 100)).toHaveLength(100);
    expect(wordsHeard(`abc${'👍'.repeat(60)}`, 100)?.isWellFormed()).toBe(true);
  });
});
