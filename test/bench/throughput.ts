import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { preparedFolder } from '../support/helpdesk.ts';
import {
  aligned,
  fine,
  machine,
  mebibytes,
  median,
  percentile,
  perSecond,
  ratio,
  seconds,
  shown,
  times,
  whole,
} from './figures.ts';
import type { Opened, Round, ToLoad } from './load.ts';
import { type Part, PartFailed, startPart } from './part.ts';
import type { Used } from './used.ts';

const LOAD = new URL('./load.ts', import.meta.url);
const OURS = new URL('./running-bot.ts', import.meta.url);
const ECHO = new URL('./echo-bot.ts', import.meta.url);
const QUESTIONS = ['validasi', 'ujian'].map((name) =>
  fileURLToPath(new URL(`../eval/sets/${name}.jsonl`, import.meta.url)),
);

/** A bot in a process, and its Telegram in another. */
type Pair = { bot: Part; load: Part };
type Rated = Round & { cpu: number };
type Measured = { rounds: Rated[]; stuck?: Rated; memory?: number };

const WARM_UP_MS = 3_000;
/** Of all together; preparing the data folder, when the sources have changed, comes before. */
const LONGEST_MS = 170_000;

/** Measures the whole bot beside an echo under the same load, and prints one table; `roundMs` for each of `rounds` of both. */
export async function benchThroughput(people: number, rounds: number, roundMs: number): Promise<void> {
  const dataDir = await preparedFolder();
  const begin = performance.now();
  const deadline = begin + LONGEST_MS;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const pairs: Pair[] = [];
  const tell = (what: string) => process.stderr.write(`${what}\n`);
  const [ours, echo]: [Measured, Measured] = [{ rounds: [] }, { rounds: [] }];
  try {
    const [our, its] = [await startPair(OURS, people, deadline, dataDir), await startPair(ECHO, people, deadline)];
    pairs.push(our, its);
    tell('pemanasan');
    for (const pair of pairs) await roundOf(pair, WARM_UP_MS);
    for (let round = 1; round <= rounds; round++) {
      tell(`putaran ${round} dari ${rounds}`);
      ours.rounds.push(await roundOf(our, roundMs));
      echo.rounds.push(await roundOf(its, roundMs));
    }
    ours.memory = (await our.bot.ask<Used>('terpakai')).memory;
    echo.memory = (await its.bot.ask<Used>('terpakai')).memory;
    tell('pekerjaan seorang tidak pernah selesai');
    await our.load.ask({ change: true } satisfies ToLoad);
    ours.stuck = await roundOf(our, roundMs, true);
  } catch (error) {
    if (!(error instanceof PartFailed)) throw error;
    process.stdout.write(`${error.message}\n`);
    process.exitCode = 1;
  } finally {
    for (const { bot, load } of pairs) {
      await bot.end();
      await load.end();
    }
    await rm(dataDir, { recursive: true, force: true });
  }
  process.stdout.write(`${machine()}, ${people} orang, ${rounds} × ${seconds(roundMs)} detik\n\n`);
  process.stdout.write(`${table(ours, echo)}\n\nSeluruhnya ${seconds(performance.now() - begin)} detik.\n`);
}

async function startPair(script: URL, people: number, deadline: number, ...args: string[]): Promise<Pair> {
  const load = startPart(LOAD, [], deadline);
  const { apiRoot, token, first } = await load.ask<Opened>({ open: { questions: readQuestions(), people } });
  const bot = startPart(script, [apiRoot, token, ...args, String(first)], deadline);
  await bot.ask<Used>('siap');
  return { bot, load };
}

function readQuestions(): string[] {
  return QUESTIONS.flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => (JSON.parse(line) as { q: string }).q);
}

async function roundOf({ bot, load }: Pair, ms: number, stuck = false): Promise<Rated> {
  const before = await bot.ask<Used>('terpakai');
  const round = await load.ask<Round>({ round: { ms, stuck } } satisfies ToLoad);
  return { ...round, cpu: (await bot.ask<Used>('terpakai')).cpu - before.cpu };
}

const LINES: [what: string, of: (measured: Measured) => number | undefined, write: (value: number) => string][] = [
  ['jawaban per detik', ({ rounds }) => median(rounds.map(({ times: list, ms }) => perSecond(list.length, ms))), whole],
  ['p50, milidetik', ({ rounds }) => ofRounds(rounds, 0.5), fine],
  ['p95, milidetik', ({ rounds }) => ofRounds(rounds, 0.95), fine],
  ['p99, milidetik', ({ rounds }) => ofRounds(rounds, 0.99), fine],
  [
    'waktu prosesor tiap jawaban, milidetik',
    ({ rounds }) => median(rounds.map(({ cpu, answered }) => cpu / answered)),
    fine,
  ],
  ['puncak memori (RSS), MiB', ({ memory }) => memory, mebibytes],
  ['tidak terjawab', ({ rounds }) => rounds.reduce((sum, { unanswered }) => sum + unanswered, 0), whole],
  ['satu orang macet: p95 yang lain', ({ stuck }) => stuck && percentile(stuck.times, 0.95), fine],
  ['satu orang macet: yang lain per detik', ({ stuck }) => stuck && perSecond(stuck.times.length, stuck.ms), whole],
  ['satu orang macet: yang lain tidak terjawab', ({ stuck }) => stuck?.unanswered, whole],
];

function table(ours: Measured, echo: Measured): string {
  const rows = LINES.map(([what, of, write]) => {
    const [our, its] = [of(ours), of(echo)];
    return [what, shown(our, write), shown(its, write), shown(ratio(our, its), times)];
  });
  return aligned([['', 'bot ini', 'gema telegraf', 'nisbah'], ...rows]);
}

/** The median over the rounds of a round's percentile. */
function ofRounds(rounds: Rated[], part: number): number | undefined {
  return median(rounds.map(({ times: list }) => percentile(list, part) ?? 0));
}
