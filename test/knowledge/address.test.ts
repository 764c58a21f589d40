import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Address,
  findAddresses,
  findReferences,
  formatAddress,
  isRelated,
  isWithin,
} from '../../knowledge/address.ts';

describe('an address', () => {
  it.each<[Address, string]>([
    [{ pasal: 21, ayat: 1, huruf: 'a', angka: 2, sub: 'b' }, 'Pasal 21 ayat (1) huruf a angka 2 huruf b)'],
    [{ pasal: 22, huruf: 'd' }, 'Pasal 22 huruf d'],
    [{ pasal: 1, angka: 15 }, 'Pasal 1 angka 15'],
    [{ pasal: 5, sisipan: 'a', ayat: 2 }, 'Pasal 5A ayat (2)'],
    [{ bagian: 'menimbang', huruf: 'a' }, 'Menimbang huruf a'],
    [{ bagian: 'penutup' }, 'Penutup'],
  ])('%j is written %s', (address, written) => {
    expect(formatAddress(address)).toBe(written);
  });

  it.each<[string, Address[]]>([
    ['isi pasal 23 ayat 3', [{ pasal: 23, ayat: 3 }]],
    ['psl 21 huruf a', [{ pasal: 21, huruf: 'a' }]],
    ['Pasal 21(1)a', [{ pasal: 21, ayat: 1, huruf: 'a' }]],
    [
      'pasal 1 angka 15 dan pasal 2 ayat (2)',
      [
        { pasal: 1, angka: 15 },
        { pasal: 2, ayat: 2 },
      ],
    ],
    ['article 7', [{ pasal: 7 }]],
    ['ada berapa pasal di perbup ini', []],
  ])('is read out of "%s"', (text, addresses) => {
    expect(findAddresses(text)).toEqual(addresses);
  });

  it('is read back as it was written', () => {
    const address = fc
      .record({
        pasal: fc.integer({ min: 1, max: 999 }),
        ayat: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
        huruf: fc.option(fc.constantFrom('a', 'b', 'k', 'z'), { nil: undefined }),
        angka: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      })
      .map((parts) => Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Address);
    fc.assert(
      fc.property(address, (one) => {
        expect(findAddresses(formatAddress(one))).toEqual([one]);
      }),
    );
  });

  it('holds what stands inside it, and nothing beside it', () => {
    const ayat = { pasal: 21, ayat: 1 };
    expect(isWithin({ pasal: 21, ayat: 1, huruf: 'b' }, ayat)).toBe(true);
    expect(isWithin(ayat, { pasal: 21, ayat: 1, huruf: 'b' })).toBe(false);
    expect(isRelated(ayat, { pasal: 21 })).toBe(true);
    expect(isRelated(ayat, { pasal: 21, ayat: 2 })).toBe(false);
  });
});

describe('a cross-reference', () => {
  it.each<[string, Address, string, Address]>([
    ['sebagaimana dimaksud pada ayat (1), LPSE', { pasal: 4, ayat: 2 }, 'ayat (1)', { pasal: 4, ayat: 1 }],
    [
      'sebagaimana dimaksud dalam pasal 21 ayat (2) huruf a wajib',
      { pasal: 21, ayat: 1 },
      'pasal 21 ayat (2) huruf a',
      { pasal: 21, ayat: 2, huruf: 'a' },
    ],
    [
      'sebagaimana dimaksud dalam huruf a, perlu',
      { bagian: 'menimbang', huruf: 'b' },
      'huruf a',
      { bagian: 'menimbang', huruf: 'a' },
    ],
    [
      'sebagaimana dimaksud dalam Pasal 6 (1) huruf f mempunyai',
      { pasal: 12, ayat: 1 },
      'Pasal 6 (1) huruf f',
      { pasal: 6, ayat: 1, huruf: 'f' },
    ],
  ])('%s', (text, at, written, to) => {
    expect(findReferences(text, at)).toEqual([{ written, to }]);
  });
});
