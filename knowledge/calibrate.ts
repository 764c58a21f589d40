import { isWithin } from './address.ts';
import type { Corpus } from './corpus.ts';
import { type Evidence, gather } from './find.ts';
import {
  type Choice,
  type ChoiceModel,
  type ClassModel,
  choiceChances,
  type Features,
  trainChoice,
  trainClasses,
} from './learn.ts';
import { SPEECH_ACTS, speechActOf } from './source.ts';
import { speechFeatures } from './speech.ts';
import { ONLY_QUESTIONS, SHIPPED_WEIGHTS } from './weights.ts';

/** All numbers that answering needs, learned from the examples of the knowledge base itself. */
export type Calibration = {
  choice: ChoiceModel;
  speech: ClassModel;
  /** From this chance of "none" on, nothing is answered. */
  threshold: number;
};

/** Of fewer questions than this (each counts twice) only their accidents would be learned. */
const ENOUGH = 60;
const EVEN = 0.5;

/** Without examples half of the documents must still be found: so often learning looks away from them. */
const BLIND_WEIGHT = 0.4;

/**
 * Learns how to weigh the evidence, and how to tell what a message wants, from the examples in `corpus`.
 * Each example is judged without itself and without its writer's other examples. Only regulations teach:
 * the variants of a FAQ entry repeat each other, and would make likeness look surer than it is.
 * A knowledge base with hardly any example gets the shipped weights.
 */
export function calibrate(corpus: Corpus): Calibration {
  const choices: Choice[] = [];
  const rows: { features: Features; label: string }[] = [];
  for (const [at, example] of corpus.examples.list.entries()) {
    if (corpus.documents.get(example.document)?.kind !== 'peraturan') continue;
    const { reading } = example;
    const scope = new Set([example.document]);
    const skip = (other: typeof example, otherAt: number) =>
      otherAt === at || (example.writer !== '' && other.writer === example.writer);
    const evidence = gather(corpus, example.question, reading, scope, { skip, writer: example.writer });
    rows.push({
      features: speechFeatures(corpus, example.question, reading, evidence),
      label: speechActOf(example.kind),
    });
    if (example.kind !== 'answerable' && example.kind !== 'unanswerable') continue;
    choices.push(toChoice(corpus, evidence, example.passages, 1));
    const blind = gather(corpus, example.question, reading, scope, { withoutExamples: true });
    choices.push(toChoice(corpus, blind, example.passages, BLIND_WEIGHT));
  }
  const speech = rows.length === 0 ? ONLY_QUESTIONS : trainClasses(rows, [...SPEECH_ACTS]);
  if (choices.length < ENOUGH) return { choice: SHIPPED_WEIGHTS, speech, threshold: EVEN };
  const choice = trainChoice(choices);
  return { choice, speech, threshold: calibrateThreshold(choices, choice) };
}

/**
 * The chance of "none" at which most examples end right: answered with a right passage, or not answered
 * when nothing is right. Between equally good values the one nearest to a half.
 */
function calibrateThreshold(choices: Choice[], model: ChoiceModel): number {
  const ends = choices
    .filter(({ weight }) => weight === 1)
    .map(({ candidates, right, none }) => {
      const chances = choiceChances(candidates, none, model);
      return { none: chances.none, answerable: right.some(Boolean) };
    });
  let best = { threshold: EVEN, right: -1 };
  for (let step = 0; step <= 16; step++) {
    const threshold = EVEN + (step % 2 === 0 ? 1 : -1) * Math.ceil(step / 2) * 0.03;
    const right = ends.filter(({ none, answerable }) => none < threshold === answerable).length;
    if (right > best.right) best = { threshold, right };
  }
  return best.threshold;
}

function toChoice(corpus: Corpus, evidence: Evidence, answers: number[], weight: number): Choice {
  const addresses = answers.flatMap((at) => corpus.entries[at] ?? []);
  const right = evidence.candidates.map(({ entry }) =>
    addresses.some(
      (answer) =>
        answer.document.id === entry.document.id &&
        isWithin(entry.address, answer.address) &&
        isWithin(answer.address, entry.address),
    ),
  );
  return { candidates: evidence.candidates.map(({ features }) => features), right, none: evidence.none, weight };
}
