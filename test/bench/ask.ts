import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SOURCES } from '../../bot/helpdesk.ts';
import { parseYaml } from '../../knowledge/index.ts';
import type { Question } from '../eval/score.ts';
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
  share,
  shown,
  times,
  whole,
} from './figures.ts';
import type { Filled, Learned, Repeated } from './filling.ts';
import { type Part, PartFailed, startPart } from './part.ts';
import type { Indexed, ToPeer } from './peer.ts';
import type { Asked } from './round.ts';

const FILLING = new URL('./filling.ts', import.meta.url);
const ANSWERING = new URL('./answering.ts', import.meta.url);
const PEER = new URL('./peer.ts', import.meta.url);
const QUESTIONS = fileURLToPath(new URL('../eval/sets/dev.jsonl', import.meta.url));

/** What was found out at one size; a step that failed or ran late leaves its numbers out and says why. */
type Column = {
  size: number;
  filled?: Filled;
  learned?: Learned;
  ready: number[];
  repeated?: Repeated;
  indexed?: Indexed;
  /** The very first question after the start, which pays for what is made on demand. */
  first?: number;
  ours: Asked[];
  peers: Asked[];
  troubles: string[];
};

/** Rounds of all questions, at least and at most; in between as many as fit into the time. */
const ROUNDS = { least: 3, most: 7, ms: 15_000 };
const STARTS = { least: 1, most: 2, ms: 10_000 };

/** Measures all sizes in turn within so many minutes and prints one table; `heap` is in MiB, for the helpdesk only. */
export async function benchAsk(sizes: number[], minutes: number, heap: number | undefined): Promise<void> {
  const begin = performance.now();
  const deadline = begin + minutes * 60_000;
  const folder = mkdtempSync(join(tmpdir(), 'lpse-bench-'));
  const clean = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', clean);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const columns: Column[] = [];
  try {
    for (const size of sizes) columns.push(await measure(size, join(folder, String(size)), deadline, heap));
  } finally {
    clean();
  }
  process.stdout.write(
    `${machine()}, heap helpdesk ${heap === undefined ? 'bawaan' : `${whole(heap)} MiB`}\n\n${table(columns)}\n`,
  );
  for (const { size, troubles } of columns)
    for (const trouble of troubles) process.stdout.write(`${nameOf(size)}: ${trouble}\n`);
  process.stdout.write(`Seluruhnya ${seconds(performance.now() - begin)} detik.\n`);
}

async function measure(size: number, folder: string, deadline: number, heap: number | undefined): Promise<Column> {
  const column: Column = { size, ready: [], ours: [], peers: [], troubles: [] };
  const dataDir = join(folder, 'data');
  const texts = join(folder, 'naskah');
  const tell = (what: string) => process.stderr.write(`[${nameOf(size)}] ${what}\n`);
  const step = async (what: string, script: URL, args: string[], work: (part: Part) => Promise<void>) => {
    tell(what);
    const part = startPart(script, args, deadline, heap);
    try {
      await work(part);
    } catch (error) {
      if (!(error instanceof PartFailed)) throw error;
      column.troubles.push(`${what}: ${error.message}`);
      tell(error.message);
    } finally {
      await part.end();
    }
  };

  await step('mengisi basis pengetahuan', FILLING, [dataDir, texts, String(size)], async (part) => {
    column.filled = await part.ask<Filled>('isi');
    tell(`belajar dari ${column.filled.passages} bagian`);
    column.learned = await part.ask<Learned>('pelajari');
  });
  if (!column.learned) return column;

  // What matters most comes first: the last steps are the ones that run out of time.
  const questions = readQuestions();
  await step('bertanya, bergantian dengan MiniSearch', ANSWERING, [dataDir], async (ours) => {
    column.ready.push(await timeOf(ours.ask([])));
    const peer = startPart(PEER, [`${texts}.jsonl`], deadline);
    try {
      column.indexed = await peer.ask<Indexed>({ index: stopWords() } satisfies ToPeer);
      const [opening] = questions;
      if (opening) column.first = (await ours.ask<Asked>([opening])).times[0] ?? 0;
      const end = performance.now() + ROUNDS.ms;
      for (let round = 0; round < ROUNDS.most && (round < ROUNDS.least || performance.now() < end); round++) {
        column.ours.push(await ours.ask<Asked>(questions));
        column.peers.push(await peer.ask<Asked>({ ask: questions } satisfies ToPeer));
        tell(`putaran ${round + 1}`);
      }
    } finally {
      await peer.end();
    }
  });

  const until = performance.now() + STARTS.ms;
  for (let start = 0; start < STARTS.most && (start < STARTS.least || performance.now() < until); start++)
    await step(`mulai dari data siap, kali ke-${start + 2}`, ANSWERING, [dataDir], async (part) => {
      column.ready.push(await timeOf(part.ask([])));
    });
  await step('memasukkan lagi sumber yang sama', FILLING, [dataDir, texts], async (part) => {
    column.repeated = await part.ask<Repeated>('ulang');
  });
  return column;
}

async function timeOf(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

function readQuestions(): Question[] {
  return readFileSync(QUESTIONS, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Question);
}

function stopWords(): string[] {
  const lists = parseYaml(readFileSync(join(SOURCES, 'lexicon', 'fillers.yaml'), 'utf8')) as Record<string, unknown[]>;
  return Object.values(lists).flat().map(String);
}

type Line = [what: string, of: (column: Column) => number | undefined, write: (value: number) => string];

const LINES: (Line | string)[] = [
  'Basis pengetahuan',
  ['  bagian (pasal, ayat, huruf …)', ({ filled }) => filled?.passages, whole],
  ['  dokumen', ({ filled }) => filled?.documents, whole],
  'Satu balasan, milidetik',
  ['  respond p50', ({ ours }) => ofRounds(ours, 0.5), fine],
  ['  MiniSearch p50', ({ peers }) => ofRounds(peers, 0.5), fine],
  ['  nisbah p50', (column) => ratio(ofRounds(column.ours, 0.5), ofRounds(column.peers, 0.5)), times],
  ['  respond p95', ({ ours }) => ofRounds(ours, 0.95), fine],
  ['  MiniSearch p95', ({ peers }) => ofRounds(peers, 0.95), fine],
  ['  nisbah p95', (column) => ratio(ofRounds(column.ours, 0.95), ofRounds(column.peers, 0.95)), times],
  ['  balasan pertama sesudah mulai', ({ first }) => first, fine],
  'Mutu, pertanyaan yang terjawab, semua sumber',
  ['  respond cite@1', ({ ours }) => ours[0]?.cite1, share],
  ['  MiniSearch cite@1', ({ peers }) => peers[0]?.cite1, share],
  'Menyiapkan',
  ['  membaca naskah, bagian/detik', ({ filled }) => filled && perSecond(filled.passages, filled.parse), whole],
  ['  menyimpan, bagian/detik', ({ filled }) => filled && perSecond(filled.passages, filled.store), whole],
  [
    '  MiniSearch mengindeks, bagian/detik',
    ({ indexed }) => indexed && perSecond(indexed.passages, indexed.index),
    whole,
  ],
  ['  belajar, detik', ({ learned }) => learned?.learn, seconds],
  ['  MiniSearch mengindeks, detik', ({ indexed }) => indexed?.index, seconds],
  ['  memasukkan lagi yang tak berubah, detik', ({ repeated }) => repeated?.ingest, seconds],
  ['  mulai dari data siap, detik', ({ ready }) => median(ready), seconds],
  'Memori (RSS), MiB',
  ['  sesudah semua pertanyaan', ({ ours }) => ours.at(-1)?.rss, mebibytes],
  ['  MiniSearch sesudah semua pertanyaan', ({ peers }) => peers.at(-1)?.rss, mebibytes],
  ['  nisbah', ({ ours, peers }) => ratio(ours.at(-1)?.rss, peers.at(-1)?.rss), times],
  ['  puncak saat mengisi dan belajar', ({ learned }) => learned?.peak, mebibytes],
  'Putaran',
  ['  putaran pertanyaan', ({ ours }) => ours.length, whole],
  ['  kali mulai', ({ ready }) => ready.length, whole],
];

function table(columns: Column[]): string {
  const rows = [['', ...columns.map(({ size }) => nameOf(size))]];
  for (const line of LINES)
    if (typeof line === 'string') rows.push([line]);
    else {
      const [what, of, write] = line;
      rows.push([what, ...columns.map((column) => shown(of(column), write))]);
    }
  return aligned(rows);
}

function nameOf(size: number): string {
  return size === 0 ? 'bawaan' : size % 1000 === 0 ? `${size / 1000} ribu` : String(size);
}

/** The median over the rounds of a round's percentile. */
function ofRounds(rounds: Asked[], part: number): number | undefined {
  return median(rounds.map(({ times: list }) => percentile(list, part) ?? 0));
}
