import type { Response } from '../../handlers/index.ts';
import { abstentionF1, type Question, type Score, scoreAnswer } from './score.ts';

/** A question with the reply to it. */
export type Row = { question: Question; response: Response };

const COLUMNS = ['kind', 'cite1', 'exact1', 'cite5', 'must', 'good'] as const;
const TITLES = ['kind', 'cite@1', 'exact@1', 'cite@5', 'must', 'good'];

/**
 * The table by kind and by register, then what concerns the whole set.
 * @param sides the same questions answered in one or more ways, side by side: "0.950 0.967"
 */
export function table(...sides: Row[][]): string {
  const grouped = sides.map(groupsOf);
  const width = 3 + sides.length * 6;
  const line = (name: string, n: string, cells: string[]) =>
    [name.padEnd(20), n.padStart(9), ...cells.map((cell) => cell.padStart(width))].join('');
  const lines = [line('', 'n', TITLES)];
  for (const [name, scores] of grouped[0] ?? []) {
    const beside = grouped.map((groups) => groups.get(name) ?? []);
    const cells = COLUMNS.map((column) => beside.map((some) => share(some.map((score) => score[column]))).join(' '));
    lines.push(line(name, String(scores.length), cells));
  }
  return [...lines, ...sides.map(summary)].join('\n');
}

function groupsOf(rows: Row[]): Map<string, Score[]> {
  const scored = rows.map((row) => ({ ...row, score: scoreAnswer(row.question, row.response) }));
  const groups = new Map<string, Score[]>();
  const add = (name: string, score: Score) => groups.set(name, [...(groups.get(name) ?? []), score]);
  for (const { question, score } of scored) {
    add('semua', score);
    add(question.kind, score);
  }
  for (const { question, score } of scored) {
    if (question.kind !== 'answerable') continue;
    add(`  ragam ${question.register}`, score);
    if (question.gold_all) add('  beberapa bagian', score);
  }
  return groups;
}

function summary(rows: Row[]): string {
  const times = rows.map(({ response }) => response.tookMs).sort((a, b) => a - b);
  const lengths = rows
    .flatMap(({ question, response }) => (question.kind === 'answerable' ? [response.text.length] : []))
    .sort((a, b) => a - b);
  const f1 = abstentionF1(rows.map(({ question, response }) => ({ question, answered: response.kind === 'answer' })));
  return `abstensi F1 ${f1.toFixed(3)} | ms p50 ${quantile(times, 0.5)} p95 ${quantile(times, 0.95)} | panjang jawaban p50 ${quantile(lengths, 0.5)} p95 ${quantile(lengths, 0.95)} huruf`;
}

/** The value below which a share of the sorted numbers lies. */
export function quantile(sorted: number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

/** The share of those that hold, e.g. "0.950"; "-" of none. */
export function share(values: (boolean | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? '-' : (known.filter(Boolean).length / known.length).toFixed(3);
}
