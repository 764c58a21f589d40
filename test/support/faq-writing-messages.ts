import type { FaqRow, FaqVersionRow } from '../../db/faqs.ts';
import type { Block, Button, Form, Reply } from '../../handlers/index.ts';
import * as faq from '../../handlers/messages/faq.ts';
import * as card from '../../handlers/messages/faq-card.ts';
import * as form from '../../handlers/messages/faq-form.ts';
import type { FieldDifference } from '../../handlers/rules/faq-difference.ts';
import type { FaqSuspicion } from '../../handlers/rules/faq-suspicion.ts';
import { textDifference } from '../../handlers/rules/text-difference.ts';
import { FAQ_LIMITS, type FaqContent, type Statement, type Unit } from '../../knowledge/index.ts';

type Said = (text: string, unit: Unit) => (Reply | Form | Block | Block[] | Button[][])[];

const AT = new Date('2026-11-23T01:05:00Z');
const LINK = 'https://lpse-polman.slack.com/archives/C0123456789/p1795413900000100';

/** As long as a form lets it be. */
const atMost = (text: string, most: number): string =>
  (text.trim() === '' ? 'SPSE' : text).slice(0, most).toWellFormed();

const contentWith = (text: string): FaqContent => ({
  question: atMost(text, FAQ_LIMITS.question.most),
  variants: Array.from({ length: FAQ_LIMITS.variants }, () => atMost(text, FAQ_LIMITS.variant.most)),
  answer: atMost(text, FAQ_LIMITS.answer.most),
  basis: [{ document: 'd', pasal: 21, ayat: 1 }],
  practice: atMost(text, FAQ_LIMITS.practice.most),
  topic: 'akun',
  source: atMost(text, FAQ_LIMITS.source.most),
  sourceDate: '2026-11-01',
});

function statementWith(text: string): Statement {
  const { answer, practice = '' } = contentWith(text);
  const basis = Array.from({ length: FAQ_LIMITS.basis }, () => ({ document: 'd', pasal: 21, quote: text }));
  return {
    citation: { document: 'faq-lpse', bagian: 'FAQ', angka: 1001, quote: answer, basis },
    source: 'FAQ LPSE',
    fact: answer,
    shown: answer,
    notes: [],
    practice,
  };
}

const rowWith = (more: Partial<FaqRow> = {}): FaqRow => ({
  id: 1001,
  published: 2,
  proposed: null,
  proposed_state: null,
  revision: 4,
  owner: 1,
  review_by: '2027-02-21',
  reviewed_at: AT,
  reminded_for: null,
  basis_changed_at: null,
  basis_changed: null,
  basis_told_at: null,
  withdrawn_at: null,
  withdrawn_why: null,
  shipped: false,
  gap: null,
  made_at: AT,
  ...more,
});

const shownWith = (text: string, more: Partial<FaqVersionRow<FaqContent>> = {}): card.ShownVersion => ({
  row: {
    faq: 1001,
    version: 2,
    content: contentWith(text),
    state: 'terbit',
    made_from: 1,
    author: 1,
    made_at: AT,
    decided_by: 2,
    decided_at: AT,
    note: null,
    upload: null,
    beside: null,
    basis_changed: null,
    ...more,
  },
  statement: statementWith(text),
  author: text,
  decider: text,
});

const suspicionsWith = (text: string): FaqSuspicion[] => [
  { what: 'hidden', characters: ['⟨U+202E⟩', '⟨U+200B⟩'], shown: atMost(text, 100) },
  { what: 'planted', words: atMost(text, 80) },
  { what: 'links', hosts: Array.from({ length: 20 }, () => atMost(text, 200)) },
];

function cardsWith(text: string, unit: Unit): Reply[] {
  const facts: card.FaqCardFacts = {
    faq: rowWith(),
    status: 'terbit',
    published: shownWith(text),
    proposed: undefined,
    owner: text,
    aside: [],
    changedBasis: [],
    push: { version: 2, at: AT, by: text, progress: undefined },
    perSecond: 25,
    unit,
    now: AT,
  };
  const warnings: card.FaqWarnings = {
    suspicions: suspicionsWith(text),
    alike: [12, 13, 14].map((id) => ({ id, question: atMost(text, FAQ_LIMITS.question.most) })),
    regulation: statementWith(text),
    unseen: true,
  };
  const proposals = (['draf', 'ditinjau', 'dikembalikan'] as const).map((state) => ({
    ...shownWith(text, { version: 3, state, note: text, basis_changed: [] }),
    warnings,
    moves: { owner: text, reviewBy: '2027-05-05' },
    changedBasis: [text, text],
  }));
  const proposed = rowWith({ proposed: 3, proposed_state: 'draf' });
  const aside = Array.from({ length: 5 }, (_, at) => ({ version: at + 4, author: text }));
  return [
    card.faqCard(facts),
    card.faqCard({ ...facts, owner: undefined, push: undefined, status: 'kedaluwarsa' }),
    card.faqCard({ ...facts, faq: rowWith({ withdrawn_at: AT, withdrawn_why: text }), status: 'ditarik' }),
    card.faqCard({ ...facts, faq: rowWith({ basis_changed_at: AT }), changedBasis: [text, text], aside }),
    ...proposals.map((one) => card.faqCard({ ...facts, faq: proposed, proposed: one, aside })),
    card.faqCard({
      ...facts,
      faq: rowWith({ published: null, proposed: 3, proposed_state: 'draf' }),
      status: 'draf',
      published: undefined,
      proposed: proposals[0],
    }),
    card.faqCard({ ...facts, faq: rowWith({ published: null }), status: undefined, published: undefined }),
  ];
}

const differenceWith = (text: string): FieldDifference[] => [
  { field: 'answer', hunks: textDifference('Isi yang lama. Tetap.', atMost(text, 500)) },
  { field: 'variants', added: [atMost(text, 200)], removed: [atMost(text, 200)] },
  { field: 'sourceDate', before: '2026-11-01', after: '2026-11-02' },
];

const KNOWN = (text: string): form.KnownFaq => {
  const { basis: _, ...known } = contentWith(text);
  return { ...known, basis: ['Pasal 21 ayat (1)'], owner: 'U0123456789', reviewBy: '2027-02-21' };
};

/** Every function of each module of messages in which entries of the FAQ are written. */
export const SAID_OF_FAQ_WRITING: Record<string, { functions: object; said: Record<string, Said> }> = {
  'faq-card': {
    functions: card,
    said: {
      faqCard: cardsWith,
      faqPreview: (text, unit) => [card.faqPreview(statementWith(text), unit)],
    },
  },
  'faq-form': {
    functions: form,
    said: {
      newFaqForm: (text) => [form.newFaqForm({}), form.newFaqForm(KNOWN(text))],
      editFaqForm: (text) => [form.editFaqForm({ id: 1001, version: 3, stood: KNOWN('') }, KNOWN(text))],
      dropFaqForm: (text) => [form.dropFaqForm({ id: 1001, version: 3, question: text })],
      returnFaqForm: () => [form.returnFaqForm({ id: 1001, version: 3 })],
    },
  },
  faq: {
    functions: faq,
    said: {
      faqRefused: () =>
        [...Object.keys(faq.FAQ_REFUSED), ...Object.keys(faq.FAQ_HINDERED)].map((why) =>
          faq.faqRefused(why as faq.FaqHindrance),
        ),
      faqNotTaken: (text) => [faq.faqNotTaken([text, 'x'], [text, '']), faq.faqNotTaken(['x'], [])],
      faqSaved: () => [faq.faqSaved(1001, LINK), faq.faqSaved(1001, undefined)],
      faqKept: () => [faq.faqKept(1001, false), faq.faqKept(1001, true)],
      faqClash: (text) => [
        faq.faqClash({ id: 1001, version: 4, theirs: text }, differenceWith(text)),
        faq.faqClash({ id: 1001, version: 4, theirs: undefined }, []),
      ],
      faqKeptAside: (text) => [text, undefined].map((theirs) => faq.faqKeptAside(1001, { version: 4, theirs })),
      faqClashOver: () => (['dropped', 5] as const).map((became) => faq.faqClashOver(1001, 4, became)),
      draftReplaced: (text) =>
        [LINK, undefined].map((link) =>
          faq.draftReplaced({ id: 1001, from: 3, to: 5 }, text, link, differenceWith(text)),
        ),
      waitingTold: () => [faq.waitingTold(3)],
      pleaseApprove: (text) =>
        [LINK, undefined].map((link) => faq.pleaseApprove({ id: 1001, question: text }, text, link)),
      decidedOn: (text) =>
        [LINK, undefined].flatMap((link) => [
          faq.decidedOn({ id: 1001, question: text }, { what: 'published', by: text, link }),
          faq.decidedOn({ id: 1001, question: text }, { what: 'returned', reason: text, by: text, link }),
        ]),
      faqDeed: (text) =>
        [
          ...(['drafted', 'changed', 'dropped', 'submitted', 'published', 'kept', 'aside'] as const).map((kind) => ({
            kind,
            version: 3,
          })),
          { kind: 'returned' as const, version: 3, reason: text },
          { kind: 'variants' as const, version: 3, added: [text, text] },
          { kind: 'merged' as const, version: 3, into: 12 },
        ].map((deed) => faq.faqDeed(text, deed)),
      faqChanges: (text) => [faq.faqChanges({ from: 2, to: 3 }, differenceWith(text))],
      faqPreviewBelow: (text, unit) => [faq.faqPreviewBelow(3, card.faqPreview(statementWith(text), unit))],
      faqMerged: () => [faq.faqMerged(1001, 12, LINK), faq.faqMerged(1001, 12, undefined)],
    },
  },
};

/** These say nothing by themselves. */
export const SILENT_OF_FAQ_WRITING = [
  'isCutShort',
  'isVariantsField',
  'fitsForm',
  'faqReasonMissing',
  'ownerUnfit',
  'faqAlsoWrong',
  'weightOf',
  'weightOfButtons',
  'fitted',
];
