import type { UploadRow } from '../../db/uploads.ts';
import type { Block, Button, Form, Found, FoundFaq, Reply } from '../../handlers/index.ts';
import * as uploads from '../../handlers/messages/uploads.ts';
import type { UploadRefusal } from '../../handlers/rules/upload.ts';
import type { DocumentFound, Unit } from '../../knowledge/index.ts';

type Said = (text: string, unit: Unit) => (Reply | Form | Block | Block[] | Button[][])[];

const AT = new Date('2026-11-23T01:05:00Z');
/** As long as names of files get. */
const named = (text: string): string => (text.trim() === '' ? 'daftar.xlsx' : text).slice(0, 80).toWellFormed();

const foundFaq = (text: string): FoundFaq => {
  const field = { field: 'jawaban', before: text, after: text };
  const problem = { at: 'B12', field: 'dasar', sentence: text };
  return {
    kind: 'faq',
    counts: { fresh: 4_812, changed: 12, unchanged: 170, wrong: 9 },
    fresh: Array.from({ length: 5 }, (_, at) => ({ at: `A${at + 2}`, question: text, answer: text })),
    changed: Array.from({ length: 5 }, (_, at) => ({
      number: at + 1,
      question: text,
      byQuestion: at === 0,
      fields: [field, field, field, field],
    })),
    problems: Array.from({ length: 9 }, () => problem),
    notes: [text, text, text, text],
    warned: {
      count: 7,
      first: Array.from({ length: 5 }, () => ({
        at: 'A2',
        suspicions: [
          { what: 'hidden' as const, characters: ['⟨U+202E⟩'], shown: text },
          { what: 'planted' as const, words: text },
          { what: 'links' as const, hosts: [text, text] },
        ],
      })),
    },
    taken: {
      fresh: [[1004, 1010]],
      changed: Array.from({ length: 20 }, (_, at): [number, number] => [at * 2, at * 2]),
    },
  };
};

const foundDocument = (text: string): Found => {
  const counts = { bab: 9, bagian: 2, pasal: 27, ayat: 60, diktum: 0, langkah: 0, passages: 140 };
  const place = { address: { pasal: 5 }, before: text, after: text };
  const document: DocumentFound = {
    id: 'perbup-31-2012',
    summary: {
      ...counts,
      kind: 'peraturan',
      title: text,
      short: text,
      warnings: [text, text],
      ocr: { pages: 3, confidence: 88 },
    },
    stored: {
      version: 2,
      short: text,
      counts: { added: 1, removed: 1, changed: 1, same: 137 },
      first: { added: [place], removed: [place], changed: [place] },
    },
    suggested: [{ verb: 'mengubah', other: 'perbup-1-2010', short: text }],
  };
  return { kind: 'dokumen', document };
};

const STATES: UploadRow['state'][] = ['dibaca', 'siap', 'ditolak', 'diterapkan', 'selesai', 'dibuang', 'gagal'];
const REASONS = ['file:gone', 'too-much', 'too-long', 'broken', 'nothing', 'moved', 'fault', 'constructor'];
const REFUSALS: UploadRefusal[] = ['unknown', 'over', 'unread', 'changed', 'own', 'busy', 'relation', 'related'];

const cardWith = (text: string, unit: Unit, more: Partial<uploads.CardUpload> = {}): uploads.CardUpload => ({
  id: 7,
  revision: 2_147_483_647,
  name: named(text),
  state: 'siap',
  progress: { done: 2, total: 5, tries: 1 },
  why: text,
  found: foundFaq(text),
  chosen: { relation: { verb: 'mencabut', other: 'd', short: text } },
  inForce: [
    { verb: 'mengubah', other: 'e', short: text },
    { verb: 'mencabut', other: 'f', short: text },
  ],
  by: text,
  decider: text,
  madeAt: AT,
  decidedAt: AT,
  unit,
  ...more,
});

/** Every function of the messages about files that trainers give. */
export const SAID_OF_UPLOADS: Record<string, { functions: object; said: Record<string, Said> }> = {
  uploads: {
    functions: uploads,
    said: {
      uploadCard: (text, unit) =>
        [
          ...STATES.flatMap((state) => [
            cardWith(text, unit, { state }),
            cardWith(text, unit, { state, progress: { done: 0, total: 5_000, tries: 1, storing: true } }),
            cardWith(text, unit, { state, found: foundDocument(text), own: true }),
            cardWith(text, unit, { state, found: null, progress: null, why: null, decidedAt: null, chosen: {} }),
            cardWith(text, unit, { state, found: foundDocument(text), chosen: { relation: null }, why: 'same' }),
            cardWith(text, unit, { state, found: foundDocument(text), chosen: {} }),
          ]),
          ...REASONS.map((why) => cardWith(text, unit, { state: 'ditolak', found: null, why })),
        ].map(uploads.uploadCard),
      notForYou: () => [uploads.notForYou()],
      notRead: (text) => [
        uploads.notRead([
          { name: named(text), why: 'type' },
          { name: named(text), why: 'too-big' },
        ]),
      ],
      uploadRefused: () => REFUSALS.map(uploads.uploadRefused),
      problemsOrdered: (text) => [uploads.problemsOrdered(named(text))],
      dryRunOrdered: (text) => [uploads.dryRunOrdered(named(text))],
      pleaseTakeOver: (text) =>
        ['https://lpse.slack.com/archives/C1/p1', undefined].map((link) =>
          uploads.pleaseTakeOver(named(text), text, link),
        ),
      madeListFile: () =>
        (['faq-export', 'upload-problems', 'upload-rows'] as const).map((kind) => uploads.madeListFile(kind)),
      formToDrop: (text) => [uploads.formToDrop({ id: 7, name: text })],
      formToRelate: (text) => {
        const documents = Array.from({ length: 12 }, (_, at) => ({ id: `d${at}`, short: text }));
        const row = { id: 7, revision: 3, name: named(text) };
        return [
          uploads.formToRelate(row, documents, undefined),
          uploads.formToRelate(row, documents.slice(0, 1), { verb: 'mencabut', other: 'd0', short: text }),
        ];
      },
    },
  },
};

/** These say nothing by themselves. */
export const SILENT_OF_UPLOADS = ['problemColumns', 'problemRow', 'dryRunColumns', 'dryRunRow'];
