import { describe, expect, test } from 'vitest';
import { planFaq, writtenRow } from '../../ingest/faq-plan.ts';
import type { FaqFileRow, FaqRowFields } from '../../ingest/faq-table.ts';
import { basisText, faqContent, faqHead, planContext } from '../support/faq-files.ts';

const COLUMNS = { number: 'A', question: 'B', answer: 'C', basis: 'D', topic: 'E', owner: 'F', version: 'G' };
const row = (fields: FaqRowFields, at = 2): FaqFileRow => ({
  row: at,
  kind: 'baris',
  columns: COLUMNS,
  fields,
  wrong: [],
});
const NEW = { question: 'Kapan buka?', answer: 'Setiap hari kerja.', basis: 'Pasal 3', topic: 'layanan' };

const content = faqContent();
const head = faqHead(12, content, { version: 3, published: 3 });
const exported = writtenRow(head, 'terbit', basisText);
const plan = (rows: FaqFileRow[], stored = [head]) => planFaq(rows, stored, planContext);
const NOTHING = { fresh: [], changed: [], unchanged: 0, wrong: [], stale: [], twice: [] };

test('a new entry is looked at again after ninety days when nobody says otherwise', () => {
  expect(
    plan([row(NEW), row({ ...NEW, question: 'Lain lagi?', reviewBy: '31 Desember 2026', owner: 'darwis' }, 3)]),
  ).toEqual({
    ...NOTHING,
    fresh: [
      { at: 'baris 2', reviewBy: '2027-02-21', content: { ...contentOf(NEW.question) } },
      { at: 'baris 3', reviewBy: '2026-12-31', owner: 8, content: { ...contentOf('Lain lagi?') } },
    ],
  });
});

const contentOf = (question: string) => ({
  question,
  variants: [],
  answer: NEW.answer,
  basis: [{ document: 'perbup', pasal: 3 }],
  topic: 'layanan' as const,
});

describe('an entry that there is', () => {
  test('is unchanged as it was exported, by its number or its question', () => {
    expect(plan([row(exported)])).toEqual({ ...NOTHING, unchanged: 1 });
    const { number: _, version: __, ...nameless } = exported;
    expect(plan([row({ ...nameless, question: 'bagaimana mengganti E-mail akun' })]).changed).toMatchObject([
      { number: 12, byQuestion: true, changes: [{ field: 'question' }] },
    ]);
    expect(plan([row(nameless)])).toEqual({ ...NOTHING, unchanged: 1 });
  });

  test('is changed field by field; columns that the file lacks stay as they are', () => {
    const { changed, ...rest } = plan([row({ number: '12', version: '3', answer: 'Datang saja.', variants: '' })]);
    expect(rest).toMatchObject({ fresh: [], unchanged: 0, wrong: [] });
    expect(changed).toEqual([
      {
        at: 'baris 2',
        number: 12,
        seen: { version: 3, proposed: null, withdrawn: false },
        isPublished: true,
        content: { ...content, answer: 'Datang saja.', variants: [] },
        reviewBy: '2027-02-01',
        changes: [
          { field: 'variants', before: 'ganti email gimana', after: '' },
          { field: 'answer', before: content.answer, after: 'Datang saja.' },
        ],
      },
    ]);
  });

  test('keeps its topic as the form calls it', () => {
    const { changed } = plan([row({ ...exported, topic: 'Dasar hukum' })]);
    expect(changed.map(({ content: { topic }, byQuestion }) => [topic, byQuestion])).toEqual([['hukum', undefined]]);
    expect(plan([row({ ...NEW, topic: 'Lain-lain' })]).fresh[0]?.content.topic).toBe('lain');
  });

  test('keeps its owner and review day where the cells are empty', () => {
    expect(plan([row({ ...exported, owner: '', reviewBy: '' })])).toEqual({ ...NOTHING, unchanged: 1 });
  });

  test('whose review day has passed is looked at by changing it, and its old day is no mistake', () => {
    const late = { ...head, review_by: '2026-11-01' };
    const written = writtenRow(late, 'kedaluwarsa', basisText);
    expect(plan([row(written)], [late])).toEqual({ ...NOTHING, unchanged: 1 });
    const [changed] = plan([row({ ...written, answer: 'Datang saja.' })], [late]).changed;
    expect(changed?.reviewBy).toBe('2027-02-21');
    const [owned] = plan([row({ ...written, owner: 'Darwis' })], [late]).changed;
    expect(owned).toMatchObject({ reviewBy: '2026-11-01', owner: 8 });
  });

  test('is unchanged though it rests on what is gone, and may be changed otherwise', () => {
    const gone = { ...head, content: faqContent({ basis: [{ document: 'perbup', pasal: 100 }] }) };
    const written = writtenRow(gone, 'terbit', basisText);
    expect(plan([row(written)], [gone])).toEqual({ ...NOTHING, unchanged: 1 });
    expect(plan([row({ ...written, answer: 'Datang saja.' })], [gone]).changed).toHaveLength(1);
  });

  test('that was changed since the export is not overwritten', () => {
    const { stale, ...rest } = plan([row({ ...exported, version: '2', answer: 'Datang saja.' })]);
    expect(rest).toEqual({ ...NOTHING, stale: undefined });
    expect(stale).toEqual([
      {
        at: 'baris 2',
        sentence:
          'Nomor 12 sudah diubah oleh Darwis (versi 3) sesudah berkas ini diekspor (versi 2). Tidak ditimpa; ekspor lagi, lalu ubah.',
      },
    ]);
    expect(plan([row({ ...exported, version: '2' })])).toEqual({ ...NOTHING, unchanged: 1 });
  });

  test('with a proposal that nobody decided on, or that was withdrawn, is left alone', () => {
    const changed = row({ ...exported, answer: 'Datang saja.' });
    expect(plan([changed], [{ ...head, proposed: 4, proposed_state: 'ditinjau' }]).stale[0]?.sentence).toMatch(
      /usulan/u,
    );
    expect(plan([changed], [{ ...head, withdrawn_at: new Date(0) }]).wrong[0]?.sentence).toMatch(/sudah ditarik/u);
  });
});

test('a status that a file changes is not heard, and that is said', () => {
  const asExported = [
    row({ ...exported }),
    row({ ...exported, number: '13', question: 'Kapan tutup?', status: 'Kedaluwarsa' }, 3),
  ];
  const two = [head, faqHead(13, faqContent({ question: 'Kapan tutup?' }), { version: 3, published: 3 })];
  expect(plan(asExported, two)).toEqual({ ...NOTHING, unchanged: 2 });
  expect(plan([row({ ...exported, status: 'ditarik' }), row({ ...NEW, status: 'draf' }, 3)])).toMatchObject({
    unchanged: 1,
    notes: [
      'Status di baris 2 tidak dipakai: berkas tidak menarik atau mengajukan entri. Lakukan lewat /lpse faq.',
      'Status di baris 3 tidak dipakai: entri baru langsung terbit saat diterapkan.',
    ],
  });
});

describe('a row is wrong, with its cell', () => {
  const other = faqHead(13, faqContent({ question: 'Kapan tutup?' }));

  test.each([
    [
      'a number that other words have',
      { ...NEW, number: '12' },
      'A2',
      /^Nomor 12 sudah dipakai oleh "Bagaimana mengganti e-mail akun\?"/u,
    ],
    ['a number that is none', { ...NEW, number: '1a' }, 'A2', /bilangan bulat/u],
    [
      'the question of another entry',
      { ...exported, question: 'kapan tutup' },
      'A2',
      /^Pertanyaan ini sudah ada di nomor 13/u,
    ],
    ['a version to come', { ...exported, version: '9', answer: 'Datang saja.' }, 'baris 2', /belum punya versi 9/u],
    ['an unknown owner', { ...NEW, owner: 'Siti' }, 'F2', /^"Siti" bukan nama pelatih/u],
    ['an unknown basis', { ...NEW, basis: 'Pasal 3\nPasal 100' }, 'D2', /^Dasar "Pasal 100" tidak ditemukan/u],
    ['no answer', { ...NEW, answer: ' ' }, 'C2', /^Isi jawaban/u],
    ['an unknown topic', { ...NEW, topic: 'rapat' }, 'E2', /^Topik "rapat" tidak dikenal/u],
  ] as [string, FaqRowFields, string, RegExp][])('for %s', (_, fields, at, sentence) => {
    const { wrong, fresh, changed } = plan([row(fields)], [head, other]);
    expect(wrong).toEqual([expect.objectContaining({ at, sentence: expect.stringMatching(sentence) })]);
    expect([fresh, changed]).toEqual([[], []]);
  });

  test('and so is one that the file itself makes unusable', () => {
    const wrong = [{ field: 'answer' as const, at: 'C2', sentence: 'Sel ini berisi rumus.' }];
    expect(plan([{ ...row(NEW), wrong }])).toEqual({
      ...NOTHING,
      wrong: [{ field: 'jawaban', at: 'C2', sentence: 'Sel ini berisi rumus.' }],
    });
  });
});

test('a number of a list of people does not hide that the question is known', () => {
  expect(plan([row({ ...exported, number: '1', version: '' })])).toEqual({ ...NOTHING, unchanged: 1 });
  expect(plan([row({ ...NEW, number: '977' })]).fresh).toHaveLength(1);
});

test('what a file says twice is taken once', () => {
  const { fresh, changed, twice } = plan([
    row(NEW),
    row({ ...NEW, question: 'KAPAN BUKA' }, 3),
    row({ ...exported, answer: 'Datang saja.' }, 4),
    row({ ...exported, answer: 'Jangan datang.' }, 5),
  ]);
  expect([fresh.length, changed.map(({ content: { answer } }) => answer)]).toEqual([1, ['Datang saja.']]);
  expect(twice).toEqual([
    { at: 'baris 3', sentence: 'Entri ini sudah ada di baris 2; yang dipakai baris 2.' },
    { at: 'baris 5', sentence: 'Entri ini sudah ada di baris 4; yang dipakai baris 4.' },
  ]);
});
