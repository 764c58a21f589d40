import type { ChoiceModel, ClassModel } from './learn.ts';
import { SPEECH_ACTS } from './source.ts';

/**
 * Weights for a knowledge base that has too few example questions to learn its own.
 *
 * Learned once, by `trainChoice`, from two sources together. What words say about a passage comes from public
 * Indonesian questions: 4,799 of the train split of IDK-MRC and 2,401 of that of FacQA, asked of paragraphs
 * without structure and without examples. What only a regulation has (Pasal and ayat, definitions, lists), when
 * nothing answers, and what examples are worth comes from the example questions of Peraturan Bupati Polewali
 * Mandar Nomor 31 Tahun 2012, each taken with the other writers' examples and once more without any.
 */
export const SHIPPED_WEIGHTS: ChoiceModel = {
  candidate: {
    words: 0.19,
    wordsBest: 1.85,
    wide: 0.82,
    wideBest: 2.81,
    early: 0.98,
    pairs: 0.13,
    coverage: 0.53,
    example: 0.59,
    exampleSquared: 1.81,
    exampleWords: 1.16,
    exampleLetters: 0.53,
    exampleBest: 0.2,
    vote: 1.28,
    exampleFirst: 0.58,
    agreed: 1.1,
    voteRoot: 1.47,
    kin: 2.15,
    rareGrams: 1.81,
    rareHeld: 2.05,
    often: 0.59,
    filled: 1.5,
    subject: 0.74,
    begins: 1.23,
    explains: 2.02,
    number: 0.8,
    numberMissing: -0.93,
    whenMissing: -2.12,
    whereMissing: -0.91,
    manyMissing: -1.16,
    cited: 3.82,
    citedNear: 1.79,
    citedElsewhere: -8.33,
    valueHeld: 0.43,
    valueMissing: -1.54,
    listItems: 1.57,
    listLeaf: -0.52,
    plainItems: -1.14,
    meaning: 3.69,
    definition: -0.45,
    whole: -2.81,
    opening: -6.1,
    title: -5.46,
  },
  none: {
    bias: 4.73,
    unanswered: 6.43,
    unansweredSquared: 5.34,
    unansweredLeads: 0.74,
    unansweredBy: -0.47,
    uncovered: 1.52,
    weakWords: 0.22,
    noExamples: 0.95,
    unknown: -4.24,
    valueAsked: 0.04,
    valueMissing: 4.01,
    citedThere: -5.75,
    whenAsked: -1.28,
    whereAsked: -0.61,
    manyAsked: 3.24,
    english: 0.43,
    vote: 4.98,
    short: -3.02,
  },
};

/** Takes every message for a question: for where no example shows what a greeting or a complaint looks like. */
export const ONLY_QUESTIONS: ClassModel = {
  classes: [...SPEECH_ACTS],
  weights: { bias: SPEECH_ACTS.map((act) => (act === 'question' ? 5 : 0)) },
};
