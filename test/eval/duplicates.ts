import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALIKE } from '../../knowledge/alike.ts';
import type { Knowledge } from '../../knowledge/index.ts';

/**
 * Two questions, and whether one answer serves both. `how` they differ: a casual wording, typing errors, other words; or they
 * share most words and ask something else ("mirip"), or are the likest of two matters that have nothing to do with each other
 * ("lain").
 */
type Pair = { group: string; how: string; same: boolean; a: string; b: string };
type Judged = Pair & { likeness: number };

/** What a threshold makes of some pairs. */
type Figures = { precision: number; recall: number; f1: number };

/** Below these the likeness is of no use to a trainer. */
const LEAST: Figures = { precision: 0.7, recall: 0.5, f1: 0.62 };
/** The threshold is the lowest one with which so many are right that are taken for the same. */
const RIGHT = 0.7;
const THRESHOLDS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6];

const PAIRS = fileURLToPath(new URL('./sets/pasangan.jsonl', import.meta.url));

/** Judges every pair; no group has pairs in both halves. */
function judgePairs({ similarAmong }: Pick<Knowledge, 'similarAmong'>): {
  chosen: Judged[];
  reported: Judged[];
} {
  const pairs = readFileSync(PAIRS, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Pair);
  const groups = [...new Set(pairs.map(({ group }) => group))];
  const judged = pairs.map((pair) => ({
    ...pair,
    likeness: similarAmong(pair.a, [{ id: 1, question: pair.b }], 0)[0]?.likeness ?? 0,
  }));
  const inHalf = (half: number) => judged.filter(({ group }) => groups.indexOf(group) % 2 === half);
  return { chosen: inHalf(0), reported: inHalf(1) };
}

/** Precision, recall and F1 of a threshold. */
function figuresOf(pairs: readonly Judged[], threshold: number): Figures {
  const taken = pairs.filter(({ likeness }) => likeness >= threshold);
  const right = taken.filter(({ same }) => same).length;
  const precision = right / Math.max(1, taken.length);
  const recall = right / Math.max(1, pairs.filter(({ same }) => same).length);
  return { precision, recall, f1: (2 * precision * recall) / Math.max(Number.EPSILON, precision + recall) };
}

/**
 * How well questions that ask the same are told from those that do not: the report for the terminal, and what is wrong with it.
 */
export function evaluateDuplicates(knowledge: Pick<Knowledge, 'similarAmong'>): { report: string; wrong: string[] } {
  const { chosen, reported } = judgePairs(knowledge);
  const figures = figuresOf(reported, ALIKE);
  const best = THRESHOLDS.find((threshold) => figuresOf(chosen, threshold).precision >= RIGHT);
  const lines = THRESHOLDS.map(
    (threshold) =>
      `${threshold === ALIKE ? '→' : ' '} ${threshold.toFixed(2)}   ${shown(figuresOf(chosen, threshold))}   ${shown(figuresOf(reported, threshold))}`,
  );
  const hows = [...new Set(reported.map(({ how }) => how))].map((how) => {
    const pairs = reported.filter((pair) => pair.how === how);
    const taken = pairs.filter(({ likeness }) => likeness >= ALIKE).length;
    const should = pairs.every(({ same }) => same) ? 'sama' : 'tidak sama';
    return `  ${how.padEnd(12)} ${String(pairs.length).padStart(4)} pasangan ${should.padEnd(10)} dianggap sama ${(taken / pairs.length).toFixed(3)}`;
  });
  const wrong = [
    ...(Object.keys(LEAST) as (keyof Figures)[]).flatMap((name) =>
      figures[name] < LEAST[name] ? [`${name} ${figures[name].toFixed(3)} di bawah ${LEAST[name]}`] : [],
    ),
    ...(best === ALIKE ? [] : [`ambang menurut paruh pemilih ${best ?? '-'}, yang dipakai ${ALIKE}`]),
  ];
  const report = [
    `pasangan.jsonl: ${chosen.length} pasangan untuk memilih ambang, ${reported.length} untuk melaporkan (presisi recall F1)`,
    '  ambang  memilih               melaporkan',
    ...lines,
    `ambang ${ALIKE} | presisi ${figures.precision.toFixed(3)} | recall ${figures.recall.toFixed(3)} | F1 ${figures.f1.toFixed(3)}`,
    'paruh pelapor, menurut jenis:',
    ...hows,
  ].join('\n');
  return { report, wrong };
}

const shown = ({ precision, recall, f1 }: Figures) => [precision, recall, f1].map((one) => one.toFixed(3)).join('  ');
