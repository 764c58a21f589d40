import { describe, expect, it } from 'vitest';
import { personalBoxes } from '../../../bot/files/personal-boxes.ts';
import type { Line } from '../../../bot/files/read-words.ts';

/** Words of letters 10 wide and 20 high; a blank is 10 wide. `   ` between words is a column further on. */
function line(text: string, row = 0, left = 0): Line {
  return [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
    text: word,
    sure: 90,
    left: left + index * 10,
    right: left + (index + word.length) * 10,
    top: row * 40,
    bottom: row * 40 + 20,
  }));
}

/** The words of the lines that lie in a box. */
function covered(lines: Line[]): string[] {
  const boxes = personalBoxes(lines);
  return lines
    .flat()
    .filter((word) =>
      boxes.some(
        (box) => box.left < word.left && box.right > word.right && box.top < word.top && box.bottom > word.bottom,
      ),
    )
    .map(({ text }) => text);
}

describe('what a reader of pictures misreads is covered too', () => {
  it.each([
    ['NIK 76O4O12345678901', ['76O4O12345678901']],
    ['NIK 76040123456789O1', ['76040123456789O1']],
    ['71604012345678901', ['71604012345678901']],
    ['hp O812-3456-789O', ['O812-3456-789O']],
    ['hp 0812 345B 789O', ['0812', '345B', '789O']],
    ['Pak, 162 812 3456 7890', ['162', '812', '3456', '7890']],
    ['NPWP 12.345.678.9-0l2.345', ['12.345.678.9-0l2.345']],
    ['budi©contoh.co.id', ['budi©contoh.co.id']],
    ['budi@contohcoid', ['budi@contohcoid']],
    ['Password | Rahasia', ['Rahasia']],
    ['7 6 0 4 0 1 2 3 4 5 6 7 8 9 0 1', [...'7604012345678901']],
    ['Password: Raha sia123', ['Raha', 'sia123']],
    ['No. Rek 0021-01-OOO123-30-5', ['0021-01-OOO123-30-5']],
  ])('%s', (text, words) => {
    expect(covered([line(text)])).toEqual(words);
  });
});

describe('what is spread over lines is covered', () => {
  it('a name and its value in two columns', () => {
    const lines = [line('NIK', 0), line('Kode', 1), line('7604O12', 0, 300), line('10023456', 1, 300)];
    expect(covered([...lines, line('Rekening', 2), line('1234567890', 2, 300)])).toEqual(['1234567890']);
  });

  it('a name above its value', () => {
    expect(covered([line('Kata sandi', 0), line('rahasia', 1)])).toEqual(['rahasia']);
    expect(covered([line('Nomor rekening', 0), line('1234567890', 1)])).toEqual(['1234567890']);
  });

  it('a date of birth on the next line', () => {
    expect(covered([line('Ia lahir di', 0), line('Polewali 12 Mei 1985', 1)])).toEqual(['12', 'Mei', '1985']);
  });
});

describe('what helps to find the cause stays', () => {
  it.each([
    ['Kode Tender 10023456000'],
    ['Tiket L-2026-00042 paket 10023456'],
    ['Waktu 23-11-2026 07.30 WITA'],
    ['ERR_UPLOAD_502'],
    ['HPS Rp 1.250.000.000,00'],
    ['IP 103.145.226.101'],
    ['User ID atau password salah'],
    ['10023456   10023457   10023458'],
  ])('%s', (text) => {
    expect(covered([line(text)])).toEqual([]);
  });

  it('the message below a form', () => {
    expect(covered([line('Lupa password?', 0), line('Hubungi LPSE setempat segera', 1)])).toEqual([]);
  });

  it('codes below each other', () => {
    expect(covered([line('12345678', 0), line('87654321', 1)])).toEqual([]);
  });
});
