import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Knowledge } from '../../knowledge/index.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

let knowledge: Knowledge;
let close: () => Promise<void>;
beforeAll(async () => {
  const helpdesk = await testHelpdesk();
  knowledge = helpdesk.knowledge;
  close = () => helpdesk.close();
});
afterAll(() => close());

const REGULATION = 'perbup-31-2012';

describe('a basis as people write it', () => {
  test.each([
    ['Pasal 3 ayat (1)', { document: REGULATION, pasal: 3, ayat: 1 }],
    [
      'psl 21 ayat 1 huruf a angka 2 huruf c',
      { document: REGULATION, pasal: 21, ayat: 1, huruf: 'a', angka: 2, sub: 'c' },
    ],
    ['Pasal 1 angka 10', { document: REGULATION, pasal: 1, angka: 10 }],
    ['Perbup 31/2012 Pasal 3', undefined],
    ['Perbup Polewali Mandar 31/2012, Pasal 3 ayat (1)', { document: REGULATION, pasal: 3, ayat: 1 }],
    [
      'Peraturan Bupati Polewali Mandar Nomor 31 Tahun 2012 Pasal 3 ayat (1)',
      { document: REGULATION, pasal: 3, ayat: 1 },
    ],
    ['SOP A, langkah 4', { document: 'sop-a', bagian: 'langkah', angka: 4 }],
    ['SOP Registrasi dan Verifikasi Pengguna SPSE, langkah ke-4', { document: 'sop-a', bagian: 'langkah', angka: 4 }],
  ])('%s', (text, basis) => {
    const found = knowledge.findBasis(text);
    if (basis === undefined) expect(found).toMatchObject({ document: REGULATION, pasal: 3 });
    else expect(found).toEqual(basis);
  });

  test.each([
    'Pasal 99',
    'Pasal 3 ayat (9)',
    'Pasal 3 Perpres 54/2010',
    'Pasal 3 dan Pasal 4',
    'Perda 31/2012 Pasal 3',
    'SOP A, langkah 400',
    'SOP Z, langkah 1',
    'FAQ 12',
    'lihat saja Pasal 3',
    '',
  ])('none: %s', (text) => {
    expect(knowledge.findBasis(text)).toBeUndefined();
  });
});

test('every place of every document is written so that it is found again', () => {
  for (const { id, kind } of knowledge.summary().filter(({ kind }) => kind !== 'faq')) {
    const places = placesOf(id);
    expect(places.length, `${kind} ${id}`).toBeGreaterThan(5);
    for (const basis of places)
      expect(knowledge.findBasis(knowledge.basisText(basis)), JSON.stringify(basis)).toEqual(basis);
  }

  function placesOf(document: string) {
    const found = [];
    const seen = Array.from({ length: 60 }, (_, at) => at + 1);
    for (const number of seen)
      for (const address of [{ bagian: 'langkah', angka: number }, { pasal: number }])
        if (knowledge.statement(document, address)) found.push(...below(document, address));
    return found;
  }

  function below(document: string, address: object): { document: string }[] {
    const inside = knowledge.statement(document, address)?.inside ?? [];
    return [{ document, ...address }, ...inside.flatMap((one) => below(document, one))];
  }
});

test('a place of the regulation that leads stands by itself, another one comes with its document', () => {
  expect(knowledge.basisText({ document: REGULATION, pasal: 21, ayat: 1, huruf: 'a' })).toBe(
    'Pasal 21 ayat (1) huruf a',
  );
  expect(knowledge.basisText({ document: 'sop-a', bagian: 'langkah', angka: 4 })).toBe(
    'SOP Registrasi dan Verifikasi Pengguna SPSE, langkah 4',
  );
});
