import type { Progress } from '../../db/broadcasts.ts';
import type { FaqListStatus, FaqVersionState } from '../../db/faqs.ts';
import type { Block, Button, Form, Reply } from '../../handlers/index.ts';
import * as difference from '../../handlers/messages/difference.ts';
import * as desk from '../../handlers/messages/faq-desk.ts';
import * as push from '../../handlers/messages/faq-push.ts';
import { faqDifference } from '../../handlers/rules/faq-difference.ts';
import { textDifference } from '../../handlers/rules/text-difference.ts';
import { FAQ_LIMITS, type FaqContent, type Unit } from '../../knowledge/index.ts';

type Said = (text: string, unit: Unit) => (Reply | Form | Block | Block[] | Button[][])[];

const AT = new Date('2026-11-23T01:05:00Z');
const LATER = new Date('2026-11-24T06:00:00Z');

/** As long as a form lets it be, and never empty. */
const atMost = (text: string, most: number): string =>
  (text.trim() === '' ? 'SPSE' : text).slice(0, most).toWellFormed();

const contentWith = (text: string): FaqContent => ({
  question: atMost(text, FAQ_LIMITS.question.most),
  variants: [atMost(text, FAQ_LIMITS.variant.most)],
  answer: atMost(text, FAQ_LIMITS.answer.most),
  basis: [{ document: 'perbup', pasal: 21 }],
  practice: atMost(text, FAQ_LIMITS.practice.most),
  topic: 'akun',
  source: atMost(text, FAQ_LIMITS.source.most),
  sourceDate: '2026-11-01',
});
const OTHER: FaqContent = {
  question: 'Bagaimana mengganti e-mail?',
  variants: ['ganti email'],
  answer: 'Kirim surat permohonan. Sertakan e-mail lama dan baru.',
  basis: [],
  topic: 'lain',
  outcome: 'tidak_diatur',
  unit: ['email'],
};
const fieldsWith = (text: string) => faqDifference(OTHER, contentWith(text), () => atMost(text, 300));

const PROGRESS: Progress = {
  id: 3,
  state: 'sending',
  total: 12_345,
  sent: 10_000,
  gone: 300,
  unsure: 4,
  refused: 1,
  superseded: 0,
  stopped: 0,
  left: 2_040,
  beganAt: AT,
  endedAt: null,
  resumesAt: LATER,
};
const pushedWith = (text: string): (push.PushShown | undefined)[] => [
  undefined,
  { version: 3, at: AT, by: text, progress: undefined },
  ...(['sending', 'paused', 'done', 'stopped'] as const).map((state) => ({
    ...{ version: 3, at: AT, by: text },
    progress: { ...PROGRESS, state },
  })),
];

const STATUSES = ['terbit', 'kedaluwarsa', 'ditinjau', 'draf', 'ditarik'] as const satisfies FaqListStatus[];
const STATES = [...['draf', 'ditinjau', 'terbit', 'lama', 'dikembalikan', 'dibuang', 'bersama']] as FaqVersionState[];

const listedWith = (text: string, many: number): desk.ListedFaq[] =>
  Array.from({ length: many }, (_, at) => ({
    id: at + 1,
    question: atMost(text, FAQ_LIMITS.question.most),
    status: STATUSES[at % STATUSES.length] ?? 'terbit',
    reviewBy: at % 2 === 0 ? '2027-02-01' : null,
    owner: at % 3 === 0 ? text : null,
    proposed: at % 2 === 0,
  }));
const COUNTS: desk.FaqCounts = { terbit: 5_000, kedaluwarsa: 12, ditinjau: 3, draf: 1, ditarik: 40 };

const NONE: desk.FaqCounts = { terbit: 0, kedaluwarsa: 0, ditinjau: 0, draf: 0, ditarik: 0 };

const dueWith = (text: string, many: number): desk.DueFaq[] =>
  listedWith(text, many).map(({ id, question, reviewBy }) => ({ id, question, reviewBy }));

const entryWith = (text: string): push.PushedEntry => ({
  ...contentWith(text),
  basis: Array.from({ length: FAQ_LIMITS.basis }, (_, at) => `Pasal ${at + 1} ayat (1) huruf a`),
});

/** Every function of each module of messages in which entries are looked after. */
export const SAID_OF_FAQ_DESK: Record<string, { functions: object; said: Record<string, Said> }> = {
  difference: {
    functions: difference,
    said: {
      differenceBlocks: (text) => [difference.differenceBlocks(fieldsWith(text)), difference.differenceBlocks([])],
      hunkBlocks: (text) => [
        difference.hunkBlocks(textDifference(OTHER.answer, text)),
        difference.hunkBlocks(textDifference(text, `${text} Tambahan.`)),
        difference.hunkBlocks(textDifference(text, text)),
      ],
    },
  },
  'faq-push': {
    functions: push,
    said: {
      pushedReply: (text, unit) => [
        push.pushedReply(entryWith(text), unit),
        push.pushedReply({ ...entryWith(text), basis: [], practice: undefined, changedAt: AT }, unit),
      ],
      pushLines: (text, unit) => pushedWith(text).map((one) => push.pushLines(one, { perSecond: 25, now: AT, unit })),
      pushButtons: (text) => pushedWith(text).map((one) => push.pushButtons(12, one)),
      pushForm: (text, unit) => [
        push.pushForm({ id: 12, version: 3, recipients: 12_345 }, push.pushedReply(entryWith(text), unit)),
      ],
      pushRefused: () =>
        Object.keys(push.PUSH_REFUSED).map((why) => push.pushRefused(why as keyof typeof push.PUSH_REFUSED)),
      alreadyPushed: (text, unit) => [push.alreadyPushed({ version: 3, at: AT, by: text }, unit)],
      pushBegun: () => [push.pushBegun(12, 12_345)],
      pushSteered: () => (['paused', 'sending', 'stopped'] as const).map((how) => push.pushSteered(12, how)),
    },
  },
  'faq-desk': {
    functions: desk,
    said: {
      deskButtons: (text) =>
        pushedWith(text).flatMap((one) =>
          [true, false].map((answers) =>
            desk.deskButtons({ id: 12, answers, published: 3, proposed: !answers, push: one }),
          ),
        ),
      faqList: (text, unit) => [
        desk.faqList(
          { shelf: 'semua', counts: COUNTS, rows: listedWith(text, 10), first: false, next: 10 },
          { writes: true, unit },
        ),
        ...desk.FAQ_SHELVES.map((shelf) =>
          desk.faqList({ shelf, counts: NONE, rows: [], first: true }, { writes: false, unit }),
        ),
      ],
      faqFound: (text) => [
        desk.faqFound(text, { holding: listedWith(text, 8), more: true, asking: listedWith(text, 5) }),
        desk.faqFound(text, { holding: [], more: false, asking: [] }),
      ],
      faqTold: () => Object.keys(desk.FAQ_TOLD).map((why) => desk.faqTold(why as keyof typeof desk.FAQ_TOLD)),
      faqHistory: (text, unit) => [
        desk.faqHistory(
          {
            id: 12,
            question: atMost(text, 300),
            versions: STATES.map((state, at) => ({
              version: at + 1,
              state,
              author: at === 0 ? null : text,
              madeAt: AT,
              decider: text,
              decidedAt: at % 2 === 0 ? LATER : null,
              note: at % 2 === 0 ? text : null,
              uploaded: at % 2 === 0,
            })),
            later: '0',
            earlier: '16',
          },
          { restores: true, unit },
        ),
        desk.faqHistory({ id: 12, question: 'Apa itu LPSE?', versions: [] }, { restores: false, unit }),
      ],
      faqDifferenceShown: (text, unit) => [
        desk.faqDifferenceShown(
          { id: 12, before: { version: 2, at: AT }, after: { version: 3, at: LATER } },
          fieldsWith(text),
          unit,
        ),
      ],
      faqRestored: () => [desk.faqRestored(12, 2, 5)],
      withdrawForm: (text) => [desk.withdrawForm({ id: 12, question: atMost(text, 300) })],
      faqWithdrawn: () => [desk.faqWithdrawn(12)],
      faqReviewed: () => [desk.faqReviewed(12, '2027-02-21')],
      faqExporting: () => ['xlsx', 'csv', 'md'].map(desk.faqExporting),
      faqExportWhat: () => [desk.faqExportWhat()],
      faqImportHow: () => [desk.faqImportHow()],
      reviewReminder: (text) =>
        (['own', 'nobodys'] as const).flatMap((whose) => [
          desk.reviewReminder({ soon: dueWith(text, 40), today: dueWith(text, 1), lapsed: dueWith(text, 9) }, whose),
          desk.reviewReminder({ soon: [], today: [], lapsed: dueWith(text, 1) }, whose),
        ]),
      basisReminder: (text) =>
        (['own', 'nobodys'] as const).map((whose) =>
          desk.basisReminder(
            dueWith(text, 40).map((one, at) => ({ ...one, basis: at % 2 === 0 ? [text, 'Pasal 3'] : [] })),
            whose,
          ),
        ),
      faqAtHome: () => [
        desk.faqAtHome(COUNTS, { mine: 3, writes: true }),
        desk.faqAtHome(NONE, { mine: 0, writes: false }),
      ],
      deskDeed: (text) =>
        (
          [
            { kind: 'withdrawn', reason: atMost(text, 500) },
            { kind: 'reviewed', reviewBy: '2027-02-21' },
            { kind: 'pushed', version: 3, recipients: 12_345 },
            ...(['paused', 'sending', 'stopped'] as const).map((kind) => ({ kind })),
          ] satisfies desk.DeskDeed[]
        ).map((deed) => desk.deskDeed(text, deed)),
      withdrawNotTaken: (text) => [
        desk.withdrawNotTaken('no-reason', atMost(text, 500)),
        desk.withdrawNotTaken('withdrawn', ''),
      ],
      trainersPage: (text) => [
        desk.trainersPage([desk.faqWithdrawn(12), { blocks: [{ kind: 'quote', text: atMost(text, 500) }] }]),
      ],
    },
  },
};

/** These say nothing by themselves. */
export const SILENT_OF_FAQ_DESK = ['restoredFrom'];
