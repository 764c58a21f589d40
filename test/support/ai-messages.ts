import type { CallsRow } from '../../db/model-calls.ts';
import type { Block, Button, Form, Reply } from '../../handlers/index.ts';
import * as ai from '../../handlers/messages/ai.ts';
import * as written from '../../handlers/messages/written.ts';
import type { Answer, Statement, Unit } from '../../knowledge/index.ts';

type Said = (text: string, unit: Unit) => (Reply | Form | Block | Block[] | Button[][])[];

const AT = new Date('2026-11-23T01:05:00Z');

const CALL: CallsRow = {
  ...{ purpose: 'write', model: 'gpt-4.1-mini', outcome: 'ok', calls: 1_204, tokens_in: 2_000_000, tokens_out: 90_000 },
  ...{ cost: 18_250.5, mean_ms: 1_840, kept: 3_020, dropped: 211 },
};
const callsWith = (text: string): CallsRow[] => [
  CALL,
  { ...CALL, outcome: 'fault', calls: 7, cost: 0, kept: 0, dropped: 0 },
  { ...CALL, purpose: 'embed', model: text, cost: 0.25, kept: 0, dropped: 0 },
  { ...CALL, purpose: 'listen', model: text, calls: 2 },
];
const statesWith = (text: string): ai.ModelsState[] => [
  { state: 'on' },
  { state: 'off', at: AT, by: text, reason: text },
  { state: 'budget' },
  { state: 'broken' },
];
const standingWith = (text: string, state: ai.ModelsState): ai.ModelsStanding => ({
  state,
  names: { writer: text, embedder: text, listener: text },
  budget: 25_000,
  today: callsWith(text),
  week: callsWith(text),
  month: callsWith(text),
  cache: { kept: 45, hits: 12 },
  vectors: {
    serving: { model: text, dimension: 1_536, texts: 1_234 },
    filling: { model: text, done: 120, total: 1_240 },
  },
});
const BARE: ai.ModelsStanding = {
  ...{ state: { state: 'on' }, names: {}, budget: undefined, today: [], week: [], month: [] },
  ...{ cache: { kept: 0, hits: 0 }, vectors: {} },
};

function statementWith(text: string, pasal: number): Statement {
  const citation = { document: 'd', pasal, ayat: 3, quote: text };
  return { citation, source: text, shown: text, notes: [text], validity: text };
}
/** A sentence that stands in no passage. */
const sentence = (text: string, at: number) => `Kalimat ${at} ${text}`;

function answersWith(text: string): Answer[] {
  const [first, second] = [statementWith(text, 21), statementWith(text, 22)];
  const faq: Statement = {
    ...statementWith(text, 3),
    citation: {
      document: 'f',
      bagian: 'FAQ',
      angka: 1,
      quote: text,
      basis: [first.citation, { ...second.citation, quote: 'x' }],
    },
    fact: text,
    taken: { text, date: '2026-11-01' },
  };
  const none: Omit<Answer, 'statements'> = {
    kind: 'answer',
    english: false,
    yesOrNo: true,
    alternatives: [],
    citations: [],
    confidence: 1,
  };
  const claims = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ text: sentence(text, at), statements: [at % 2, 1] }));
  return [
    {
      ...none,
      statements: [first],
      written: { claims: [{ text: sentence(text, 1), statements: [0] }], completeness: 'lengkap', model: 'm' },
    },
    { ...none, statements: [first, second, faq], written: { claims: claims(8), completeness: 'sebagian', model: 'm' } },
    {
      ...{ ...none, english: true, statements: [faq, first], explanation: faq, understoodAs: text },
      ...{ unitFacts: { biaya: text }, written: { claims: claims(2), completeness: 'sebagian', model: 'm' } },
    },
    // Nothing but the words of the passage.
    {
      ...none,
      statements: [first],
      written: { claims: [{ text, statements: [0] }], completeness: 'lengkap', model: 'm' },
    },
  ];
}

/** Every function of the messages about models, and of answers that they wrote. */
export const SAID_OF_AI: Record<string, { functions: object; said: Record<string, Said> }> = {
  ai: {
    functions: ai,
    said: {
      modelsBoard: (text, unit) => [
        ...statesWith(text).map((state) => ai.modelsBoard(standingWith(text, state), unit, state.state === 'on')),
        ai.modelsBoard(BARE, unit, true),
        ai.modelsBoard(undefined, unit, true),
      ],
      modelsLine: (text) => statesWith(text).map((state) => ai.modelsLine(state, 1_250)),
      switchOffForm: () => [ai.switchOffForm()],
      switched: () => [true, false].flatMap((off) => [true, false].map((already) => ai.switched(off, already))),
      modelsSwitched: (text) => [true, false].map((off) => ai.modelsSwitched(text, off, text)),
      aiChoice: (text) => [
        ai.aiChoice(undefined, false),
        ...[true, false].flatMap((without) => [
          ai.aiChoice({ writer: text, listener: text }, without),
          ai.aiChoice({}, without),
        ]),
      ],
      aiNotice: () => [{ kind: 'list', items: [ai.aiNotice()] }],
    },
  },
  written: {
    functions: written,
    said: {
      writtenAnswer: (text, unit) =>
        answersWith(text).flatMap((answer) =>
          answer.written ? [written.writtenAnswer(answer, answer.written, unit, '2026-11-23')] : [],
        ),
    },
  },
};
