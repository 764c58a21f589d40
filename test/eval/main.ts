import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openHelpdesk } from '../../bot/helpdesk.ts';
import { explainFailure, showPreparing } from '../../bot/process.ts';
import { loadDotEnv, readConfig } from '../../config.ts';
import { type Response, respond } from '../../handlers/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { evaluateDuplicates } from './duplicates.ts';
import { abstentionF1, type Question, type Score, scoreAnswer } from './score.ts';

const REGULATION = 'perbup-31-2012';
const DEVELOPMENT = fileURLToPath(new URL('./sets/dev.jsonl', import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean' }, document: { type: 'string', multiple: true } },
});
try {
  loadDotEnv('.env');
  const helpdesk = await openHelpdesk(readConfig(process.env), showPreparing());
  try {
    if (positionals.includes('duplicates')) showDuplicates(helpdesk.knowledge);
    const files = positionals.length > 0 ? positionals : [DEVELOPMENT];
    for (const file of files.filter((name) => name !== 'duplicates')) {
      const questions = readQuestions(file);
      const scopes = values.document ? [values.document] : [[REGULATION], []];
      for (const documents of scopes) {
        const rows = questions.map((question) => ({
          question,
          response: respond(helpdesk.knowledge, question.q, { documents }),
        }));
        process.stdout.write(
          `\n${file.split('/').pop()}, ${documents.length > 0 ? `hanya ${documents.join(', ')}` : 'semua sumber'}\n${table(rows)}\n`,
        );
        if (values.verbose)
          for (const { question, response } of rows) process.stdout.write(missLine(question, response));
      }
    }
  } finally {
    await helpdesk.close();
  }
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${explainFailure(error)}\n`);
}

function showDuplicates(knowledge: Knowledge): void {
  const { report, wrong } = evaluateDuplicates(knowledge);
  process.stdout.write(`${report}\n`);
  for (const what of wrong) process.stderr.write(`Tidak cukup: ${what}.\n`);
  if (wrong.length > 0) process.exitCode = 1;
}

type Row = { question: Question; response: Response };

function readQuestions(file: string): Question[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim().startsWith('{'))
    .map((line, at) => ({ id: `b${at + 1}`, ...(JSON.parse(line) as Omit<Question, 'id'>) }));
}

/** The table by kind and by register, then what concerns the whole set. */
function table(rows: Row[]): string {
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
  const columns = ['kind', 'cite1', 'exact1', 'cite5', 'must', 'good'] as const;
  const lines = [['', 'n', 'kind', 'cite@1', 'exact@1', 'cite@5', 'must', 'good'].map(cell).join('')];
  for (const [name, scores] of groups)
    lines.push(
      [name, String(scores.length), ...columns.map((column) => share(scores.map((score) => score[column])))]
        .map(cell)
        .join(''),
    );
  const times = rows.map(({ response }) => response.tookMs).sort((a, b) => a - b);
  const lengths = rows
    .flatMap(({ question, response }) => (question.kind === 'answerable' ? [response.text.length] : []))
    .sort((a, b) => a - b);
  const f1 = abstentionF1(rows.map(({ question, response }) => ({ question, answered: response.kind === 'answer' })));
  lines.push(
    `abstensi F1 ${f1.toFixed(3)} | ms p50 ${quantile(times, 0.5)} p95 ${quantile(times, 0.95)} | panjang jawaban p50 ${quantile(lengths, 0.5)} p95 ${quantile(lengths, 0.95)} huruf`,
  );
  return lines.join('\n');
}

function cell(text: string, column: number): string {
  return column === 0 ? text.padEnd(20) : text.padStart(9);
}

/** The value below which a share of the sorted numbers lies. */
function quantile(sorted: number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

function share(values: (boolean | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? '-' : (known.filter(Boolean).length / known.length).toFixed(3);
}

function missLine(question: Question, response: Response): string {
  const score = scoreAnswer(question, response);
  if (score.kind && score.good !== false) return '';
  const { quote: _quote, ...top } = response.citations[0] ?? { quote: '' };
  return `${question.id} [${question.register}] ${question.q}\n    → ${response.kind} ${JSON.stringify(top)}; benar: ${question.kind} ${JSON.stringify(question.gold?.[0] ?? '')}\n`;
}
