import { isRelated } from './address.ts';
import type { Calibration } from './calibrate.ts';
import type { Corpus, Entry } from './corpus.ts';
import type { Similar } from './examples.ts';
import type { Evidence, Scope } from './find.ts';
import { choiceChances } from './learn.ts';
import type { Nearness } from './nearness.ts';
import type { Matter } from './redirects.ts';
import type { Language, Reading } from './words.ts';

export type AnswerNeeds = {
  corpus: Corpus;
  language: Language;
  calibration: Calibration;
  findMatter: (reading: Reading) => Matter | undefined;
  /** What is known of the unit itself, by field of unit.yaml. */
  unitFacts: Record<string, string>;
  /** What vectors say of the question; absent where words alone decide. */
  nearness?: Nearness | undefined;
};

/** One message, understood, on its way to an answer. */
export type Asking = { needs: AnswerNeeds; question: string; reading: Reading; scope: Scope };

/** Candidates, best first, and the chance of none. `named`: the question named the places itself, all are wanted. */
export type Ranked = { list: { entry: Entry; chance: number }[]; none: number; similar: Similar[]; named?: boolean };

/** Orders the candidates by their chance to be what answers. */
export function rank({ calibration }: AnswerNeeds, evidence: Evidence): Ranked {
  const chances = choiceChances(
    evidence.candidates.map(({ features }) => features),
    evidence.none,
    calibration.choice,
  );
  const list = evidence.candidates.map(({ entry }, at) => ({ entry, chance: chances.of[at] ?? 0 }));
  list.sort((a, b) => b.chance - a.chance || a.entry.at - b.entry.at);
  return { list, none: chances.none, similar: evidence.similar };
}

/** Whether one of the two holds the other, or both are the same. */
export const isRelatedEntry = (a: Entry, b: Entry) =>
  a.document.id === b.document.id && isRelated(a.address, b.address);
