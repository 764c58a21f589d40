import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FAQ_FORMATS, readFaqFile, writeFaq } from '../../ingest/faq-file.ts';
import { planFaq, writtenRow } from '../../ingest/faq-plan.ts';
import {
  FAQ_TOPICS,
  type FaqContent,
  type FaqFields,
  readFaq,
  withoutHidden,
  writeFaqFields,
} from '../../knowledge/index.ts';
import { basisText, faqContent, faqHead, planContext } from '../support/faq-files.ts';

/** What files, formulas and headings are made of. */
const NASTY = fc.constantFrom(
  ...[
    '=',
    '+',
    '-',
    '@',
    "'",
    "''",
    '"',
    ';',
    ',',
    '\t',
    '\n',
    '\r\n',
    '\\',
    '#',
    '## 3. ',
    '- topik: x',
    '  - ',
    '1. ',
  ],
  ...[
    '_x0041_',
    '_x005F_',
    '&amp;',
    '<b>',
    ']]>',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\u0085',
    '\u2028',
    '\u00a0',
    '😀',
    '👩‍👧',
    'é',
  ],
  ...[
    'sep=;',
    '＝',
    '＋',
    '\ud800',
    '\u0000',
    '\u0001',
    '\uffff',
    '{{',
    '|',
    '---',
    '0812',
    '1e5',
    '2026-11-23',
    'TRUE',
    'null',
    'valueOf',
    '__proto__',
  ],
);
const text = (most: number) =>
  fc
    .array(fc.oneof(NASTY, fc.string({ unit: 'binary', maxLength: 12 }), fc.lorem({ maxCount: 4 })), {
      minLength: 1,
      maxLength: most,
    })
    .map((parts) => parts.join(''));
const maybe = (some: fc.Arbitrary<string>) => fc.option(some, { nil: '' });
const day = fc.integer({ min: 0, max: 900 }).map((days) => dayAfter('2026-11-23', days));

/** Entries as people could have typed them. */
const entry = fc
  .record({
    question: text(6),
    variants: fc.array(text(3), { maxLength: 4 }).map((lines) => lines.join('\n')),
    answer: text(12),
    basis: fc
      .array(fc.integer({ min: 1, max: 99 }), { maxLength: 3 })
      .map((all) => all.map((at) => `Pasal ${at}`).join('; ')),
    practice: text(5),
    topic: fc.constantFrom(...FAQ_TOPICS),
    reviewBy: maybe(day),
    source: maybe(text(3)),
    sourceDate: fc.constantFrom('', '2026-11-01'),
    outcome: fc.constantFrom('', 'tidak_diatur'),
    unit: fc.constantFrom('', 'telepon', 'telepon, jam_layanan'),
  })
  .map((fields) => readFaq(fields, planContext))
  .filter((read) => read.ok);
const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 6, selector: ({ content }) => content.question });

/** Nothing in them is hidden: a file that brings such characters to a new entry brings it without. */
const seenEntry = entry
  .map(({ content }) => readFaq(shown(writeFaqFields(content, {}, basisText)), planContext))
  .filter((read) => read.ok);
const shown = (fields: FaqFields): FaqFields =>
  Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, withoutHidden(text)]));

const dayAfter = (from: string, days: number) =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe.each(FAQ_FORMATS)('a list of FAQ as %s', (format) => {
  test('exported and taken over again changes nothing, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (all) => {
        const heads = all.map(({ content, reviewBy }, at) =>
          faqHead(at + 1001, content, { review_by: reviewBy ?? null, version: at + 1, published: at + 1 }),
        );
        const file = await writeFaq(
          format,
          heads.map((head) => writtenRow(head, 'terbit', basisText)),
        );
        const read = readFaqFile(`faq.${format}`, file);
        if (!read.ok) throw new Error(read.reason);
        const nothing = { fresh: [], changed: [], wrong: [], stale: [], twice: [] };
        expect(planFaq(read.rows, heads, planContext)).toEqual({ ...nothing, unchanged: heads.length });
      }),
      { numRuns: 60 },
    );
  });

  test('brings the very same entries where there are none', async () => {
    await fc.assert(
      fc.asyncProperty(seenEntry, async ({ content }) => {
        const row = writtenRow(faqHead(1001, content), 'terbit', basisText);
        const read = readFaqFile(`faq.${format}`, await writeFaq(format, [{ ...row, number: '', version: '' }]));
        if (!read.ok) throw new Error(read.reason);
        const { fresh } = planFaq(read.rows, [], planContext);
        expect(fresh.map((one): FaqContent => one.content)).toEqual([content]);
      }),
      { numRuns: 60 },
    );
  });
});

test('a workbook keeps words that mean something to programs', async () => {
  const words = ['valueOf', '__proto__', 'constructor', '_x0041_', 'toString'];
  const heads = words.map((answer, at) => faqHead(at + 1, faqContent({ question: `Kata ${at}?`, answer })));
  const file = await writeFaq(
    'xlsx',
    heads.map((head) => writtenRow(head, 'terbit', basisText)),
  );
  const read = readFaqFile('faq.xlsx', file);
  expect(read.ok && read.rows.map(({ fields }) => fields.answer)).toEqual(words);
});

test('what was typed, written as fields and read again, is the same', () => {
  fc.assert(
    fc.property(entry, ({ content, reviewBy }) => {
      const fields = writeFaqFields(content, { reviewBy: reviewBy ?? null }, basisText);
      expect(readFaq(fields, planContext)).toEqual({ ok: true, content, ...(reviewBy !== undefined && { reviewBy }) });
    }),
  );
});
