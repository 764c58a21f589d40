import type { Block, Button, Form, Reply } from '../../handlers/index.ts';
import * as gaps from '../../handlers/messages/gaps.ts';
import * as wishes from '../../handlers/messages/wishes.ts';
import { FAQ_LIMITS, type Unit } from '../../knowledge/index.ts';

type Said = (text: string, unit: Unit) => (Reply | Form | Block | Block[] | Button[][])[];

const AT = new Date('2026-11-23T01:05:00Z');
const LINK = 'https://lpse-polman.slack.com/archives/C0123456789/p1795413900000100';
const STATES = ['terbuka', 'dikerjakan', 'terjawab', 'diabaikan'] as const;
const CLOSINGS = Object.keys(gaps.GAP_CLOSINGS).filter(gaps.isGapClosing);

/** As long as a form lets it be. */
const atMost = (text: string, most: number): string =>
  (text.trim() === '' ? 'SPSE' : text).slice(0, most).toWellFormed();

const gapWith = (question: string, more: Partial<gaps.ShownGap> = {}): gaps.ShownGap => ({
  id: 12,
  question,
  state: 'terbuka',
  faq: null,
  why: null,
  times: 8,
  people: 5,
  not_found: 6,
  unsure: 1,
  useless: 2,
  officer: 1,
  wishes: 3,
  last_at: AT,
  solved: true,
  ...more,
});

/** A page: as many groups as it holds, in every state. */
const pageOf = (text: string): gaps.ShownGap[] => [
  ...STATES.map((state, at) => gapWith(text, { id: at + 1, state, faq: state === 'terbuka' ? null : 1001 })),
  gapWith(text, { id: 9, not_found: 0, unsure: 0, useless: 0, officer: 0, wishes: 0, solved: false }),
];

const answersWith = (text: string) => [
  { number: 'L-2026-00042', question: text, answer: text },
  { number: null, question: text, answer: text },
];

/** What officers are shown of questions that were not answered, and what is told to those who asked them. */
export const SAID_OF_GAPS: Record<string, { functions: object; said: Record<string, Said> }> = {
  gaps: {
    functions: gaps,
    said: {
      gapList: (text, unit) => [
        gaps.gapList({ gaps: pageOf(text), skip: 5, more: true, total: 11 }, { writes: true, unit }),
        gaps.gapList({ gaps: pageOf(text), skip: 0, more: false, total: 5 }, { writes: false, unit }),
        gaps.gapList({ gaps: [], skip: 0, more: false, total: 0 }, { writes: true, unit }),
      ],
      gapsOfWeek: (text, unit) => [
        gaps.gapsOfWeek(pageOf(text), { total: 17, unit }),
        gaps.gapsOfWeek([], { total: 0, unit }),
      ],
      gapInFull: (text, unit) =>
        STATES.flatMap((state) =>
          [true, false].map((writes) =>
            gaps.gapInFull(
              {
                gap: gapWith(text, { state, faq: 1001, why: state === 'diabaikan' ? 'luar' : null }),
                questions: Array.from({ length: 20 }, (_, at) => ({ question: text, times: at + 1 })),
                more: writes,
                answers: writes ? answersWith(text) : [],
                like: writes ? [{ id: 3, question: text }] : [],
              },
              { writes, unit },
            ),
          ),
        ),
      gapClosed: () => CLOSINGS.map((why) => gaps.gapClosed(12, why)),
      gapReopened: () => [gaps.gapReopened(12)],
      gapJoined: () => [gaps.gapJoined(12, 3, 2, LINK), gaps.gapJoined(12, 3, 2, undefined)],
      gapAnswered: () => [gaps.gapAnswered(12, 3, 0), gaps.gapAnswered(12, 3, 4)],
      gapHindered: () =>
        (['unknown', 'taken', 'no-desk', 'no-entry', 'too-many'] as const).map((why) => gaps.gapHindered(why)),
      gapDraftForm: (text) =>
        [undefined, ...answersWith(text)].map((from) =>
          gaps.gapDraftForm(
            12,
            {
              question: atMost(text, FAQ_LIMITS.question.most),
              variants: [atMost(text, FAQ_LIMITS.variant.most)],
              answer: atMost(text, FAQ_LIMITS.answer.most),
              reviewBy: '2027-02-21',
              owner: 'U0123456789',
            },
            from,
          ),
        ),
      gapJoinForm: (text) => [
        gaps.gapJoinForm({ id: 12, question: text }, 3),
        gaps.gapJoinForm({ id: 12, question: text }, undefined),
      ],
    },
  },
  wishes: {
    functions: wishes,
    said: {
      wishButton: () => [[[wishes.wishButton(1, true)], [wishes.wishButton(2, false)]]],
      wishNoted: () => [true, false].map((wanted) => wishes.wishNoted(wanted)),
      wishFulfilled: (text) => [wishes.wishFulfilled(text, [{ kind: 'quote', text }])],
    },
  },
};

/** These say nothing by themselves. */
export const SILENT_OF_GAPS = ['isGapClosing', 'gapFieldWrong'];
