import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Helpdesk } from '../../bot/helpdesk.ts';
import { type Address, formatAddress } from '../../knowledge/index.ts';
import { readClaimWords } from '../../knowledge/written/claim-words.ts';
import { heldClaims } from '../../knowledge/written/judge.ts';
import type { Given, Material } from '../../knowledge/written/material.ts';
import { testHelpdesk } from '../support/helpdesk.ts';

const PERBUP = 'perbup-31-2012';
const words = readClaimWords(fileURLToPath(new URL('../../knowledge/sources/klaim.yaml', import.meta.url)));

let helpdesk: Helpdesk;
let material: Material;
beforeAll(async () => {
  helpdesk = await testHelpdesk();
  material = helpdesk.knowledge.material('siapa yang menangani keluhan pengguna spse?');
}, 180_000);
afterAll(() => helpdesk?.close());

function passage(address: Address): Given {
  const entry = material.corpus.find(PERBUP, address);
  const statement = helpdesk.knowledge.statement(PERBUP, address);
  if (!entry || !statement) throw new Error(`There is no ${formatAddress(address)}.`);
  return { entry, statement, text: entry.text, chance: 0.5 };
}

const LIST = { pasal: 12, ayat: 2 };
const ITEM = { pasal: 12, ayat: 2, huruf: 'e' };
const SERVES = { pasal: 3, ayat: 2 };
const TRUE =
  'LPSE dapat melayani kebutuhan BUMN/BUMD/Organisasi non-Pemerintah melaksanakan pengadaan barang/jasa secara elektronik.';
const HANDLES = 'Bidang Layanan Pengguna dan Dukungan menangani keluhan tentang pelayanan LPSE.';

function hold(klaim: { teks: string; sumber: string[] }[], { asksList = false, anchors = [] as Address[] } = {}) {
  const given = new Map([
    ['S1', passage(LIST)],
    ['S2', passage(SERVES)],
  ]);
  const { held, dropped, refused } = heldClaims(
    { klaim },
    given,
    {
      material: { corpus: material.corpus, asksList },
      anchors: anchors.map((address) => passage(address).entry),
    },
    { language: material.language, words, english: false },
  );
  return {
    dropped,
    refused,
    texts: held.map(({ text }) => text),
    places: held.map((claim) => claim.given.map(({ entry }) => formatAddress(entry.address))),
  };
}

describe('the sentences that hold', () => {
  it('are those that their passages bear out, each once, in order', () => {
    const found = hold([
      { teks: 'LPSE memungut biaya.', sumber: ['S2'] },
      { teks: `  ${TRUE.replace(' ', '\n')} `, sumber: [' [s2] '] },
      { teks: TRUE, sumber: ['S2'] },
      { teks: HANDLES, sumber: ['S1'] },
    ]);
    expect(found.texts).toEqual([TRUE, HANDLES]);
    expect(found.dropped).toBe(2);
    expect(found.refused).toBe(1);
  });

  it('lose nothing by what is empty or said already', () => {
    const whole = { teks: TRUE, sumber: ['S2'] };
    expect(hold([whole, whole, { teks: ' ', sumber: ['S2'] }])).toMatchObject({ dropped: 2, refused: 0 });
    expect(hold([whole, { teks: TRUE.toUpperCase(), sumber: ['S1'] }])).toMatchObject({ dropped: 1, refused: 0 });
  });

  it('are the first eight at most, with the first four passages', () => {
    const bad = Array.from({ length: 8 }, (_, at) => ({ teks: `Ini karangan ke-${at}.`, sumber: ['S1'] }));
    expect(hold([...bad, { teks: TRUE, sumber: ['S2'] }])).toMatchObject({ texts: [], dropped: 9 });
    expect(hold([{ teks: TRUE, sumber: ['X', 'X', 'X', 'X', 'S2'] }]).texts).toEqual([]);
    expect(hold([])).toMatchObject({ texts: [], dropped: 0 });
  });

  it('rest on one item that says it, and not on its list', () => {
    // Huruf c has it as a noun, huruf e as a verb.
    const [item] = hold([{ teks: HANDLES, sumber: ['S1'] }]).places;
    expect(item).toEqual([expect.stringMatching(/^Pasal 12 ayat \(2\) huruf [ce]$/u)]);
    expect(hold([{ teks: HANDLES, sumber: ['S1'] }], { anchors: [ITEM] }).places).toEqual([[formatAddress(ITEM)]]);
  });

  it('rest on the list that is asked for, unless less of it was found to answer', () => {
    const asksList = true;
    expect(hold([{ teks: HANDLES, sumber: ['S1'] }], { asksList }).places).toEqual([[formatAddress(LIST)]]);
    expect(hold([{ teks: HANDLES, sumber: ['S1'] }], { asksList, anchors: [ITEM] }).places).toEqual([
      [formatAddress(ITEM)],
    ]);
    // What was found does not say it.
    expect(hold([{ teks: HANDLES, sumber: ['S1'] }], { asksList, anchors: [SERVES] }).places).toEqual([
      [formatAddress(LIST)],
    ]);
  });
});
