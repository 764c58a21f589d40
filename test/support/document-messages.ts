import type { Block, Button, Form, Reply } from '../../handlers/index.ts';
import * as documents from '../../handlers/messages/documents.ts';
import * as inForce from '../../handlers/messages/in-force.ts';
import type { Address, Difference, DocumentFound, Statement, Unit } from '../../knowledge/index.ts';

type Said = (text: string, unit: Unit) => (Reply | Form | Block | Block[] | Button[][])[];

const PLACE: Address = { pasal: 24, ayat: 2 };
const STEP: Address = { bagian: 'langkah', angka: 3 };

const differenceWith = (text: string, times: number): Difference => ({
  added: Array.from({ length: times }, () => ({ address: PLACE, after: text })),
  removed: Array.from({ length: times }, () => ({ address: STEP, before: text })),
  changed: Array.from({ length: times }, () => ({
    address: { bagian: text, angka: 2 },
    before: `${text} Lama.`,
    after: `${text} Baru.`,
  })),
  same: 12,
});

function foundWith(text: string, times: number): DocumentFound {
  const { same, ...first } = differenceWith(text, Math.min(5, times));
  const counts = { added: times, removed: times, changed: times, same };
  return {
    id: 'd',
    summary: {
      ...{ kind: 'peraturan', title: text, short: text, bab: 8, bagian: 3, pasal: 31, ayat: 96, diktum: 0, langkah: 2 },
      ...{ passages: 1_240, warnings: Array.from({ length: times * 3 }, () => text) },
      ocr: { pages: 2, confidence: 91 },
    },
    stored: { version: 2, short: text, counts, first },
    suggested: times === 0 ? [] : [{ verb: 'mengubah', other: 'd2', short: text }],
  };
}

const shownWith = (text: string, number = 7): documents.ShownDocument => ({
  ...{ number, kind: 'peraturan', title: text, short: text, version: 3, since: '23 Nov 2026 09.05 WITA', by: text },
  passages: 240,
  warnings: [text],
  changedBy: [
    { verb: 'mengubah', short: text },
    { verb: 'mencabut', short: text },
  ],
  changes: [{ verb: 'mengubah', short: text }],
});
const bareWith = (text: string): documents.ShownDocument => ({
  ...shownWith(text),
  ...{ kind: 'sop', by: undefined, warnings: [], changedBy: [], changes: [] },
});
const versionsWith = (text: string, most: number): documents.ShownVersion[] =>
  Array.from({ length: most }, (_, at) => ({
    ...{ version: most - at, from: '1 Jan 2026 09.05 WITA', until: '23 Nov 2026 09.05 WITA' },
    by: at === 0 ? undefined : text,
  }));

function statementWith(text: string, more: Partial<Statement>): Statement {
  const citation = { document: 'd', pasal: 24, ayat: 1, quote: text };
  return { citation, source: text, shown: text, notes: [], ...more };
}
const changedWith = (text: string): Statement => {
  const change = { source: text, short: text };
  return statementWith(text, {
    changedBy: [
      { ...change, verb: 'mencabut' },
      { ...change, verb: 'mengubah', place: { where: 'Pasal 1 angka 1', quote: text } },
      { ...change, verb: 'mengubah', elsewhere: true },
      { ...change, verb: 'mengubah' },
    ],
  });
};

/** Every function of each module of messages about documents. */
export const SAID_OF_DOCUMENTS: Record<string, { functions: object; said: Record<string, Said> }> = {
  documents: {
    functions: documents,
    said: {
      documentPreview: (text) => {
        const { stored: _stored, ...fresh } = foundWith(text, 1);
        return [foundWith(text, 7), foundWith(text, 0), fresh].map(documents.documentPreview);
      },
      documentList: (text) => [
        documents.documentList(
          Array.from({ length: 10 }, (_, at) => shownWith(text, at + 1)),
          { total: 12, next: 10, trains: true },
        ),
        documents.documentList([bareWith(text)], { total: 1, next: undefined, trains: false }),
        documents.documentList([], { total: 0, next: undefined, trains: true }),
      ],
      documentCard: (text) => [
        documents.documentCard(shownWith(text), versionsWith(text, 2)),
        documents.documentCard(bareWith(text), []),
      ],
      documentHistory: (text) => [
        documents.documentHistory(shownWith(text), versionsWith(text, 12)),
        documents.documentHistory(bareWith(text), versionsWith(text, 1)),
      ],
      documentDifference: (text) => [
        documents.documentDifference(shownWith(text), { from: 1, to: 2 }, differenceWith(text, 5)),
        documents.documentDifference(shownWith(text), { from: 1, to: 2 }, differenceWith(text, 0)),
      ],
      documentGone: () => [documents.documentGone()],
    },
  },
  'in-force': {
    functions: inForce,
    said: {
      changesFirst: (text) => {
        const past = statementWith(text, { inForce: { version: 1, from: '2026-01-12', until: '2026-11-23' } });
        return [false, true].flatMap((english) => [
          inForce.changesFirst([changedWith(text), past, past], english),
          inForce.changesFirst([statementWith(text, {})], english),
        ]);
      },
      changedWords: (text) => [false, true].map((english) => inForce.changedWords(changedWith(text), english)),
    },
  },
};
