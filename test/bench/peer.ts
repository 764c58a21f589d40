// A process that holds the same passages in MiniSearch, with its default options.
import { readFileSync } from 'node:fs';
import MiniSearch from 'minisearch';
import type { Address } from '../../knowledge/index.ts';
import { type Question, scoreAnswer } from '../eval/score.ts';
import type { PlainPassage } from './filling.ts';
import { servePart } from './part.ts';
import { type Asked, onlyFrom } from './round.ts';

export type Indexed = { passages: number; index: number };
export type ToPeer = { index: string[] } | { ask: Question[] };

const [file = ''] = process.argv.slice(2);
let search: MiniSearch | undefined;

servePart<ToPeer>((message) => ('index' in message ? index(message.index) : ask(message.ask)));

function index(stopWords: string[]): Indexed {
  const stop = new Set(stopWords);
  const passages = readFileSync(file, 'utf8')
    .split('\n')
    .map((line, id) => ({ id, ...(JSON.parse(line) as PlainPassage) }));
  const start = performance.now();
  const made = new MiniSearch({
    fields: ['text', 'lead', 'heading'],
    // The address goes with the hit, as it must to be cited.
    storeFields: ['document', 'address'],
    processTerm: (term) => {
      const word = term.toLowerCase();
      return stop.has(word) ? null : word;
    },
  });
  made.addAll(passages);
  search = made;
  return { passages: passages.length, index: performance.now() - start };
}

function ask(questions: Question[]): Asked {
  const times: number[] = [];
  let right = 0;
  let answerable = 0;
  for (const question of questions) {
    const start = performance.now();
    const [top] = search?.search(question.q) ?? [];
    times.push(performance.now() - start);
    if (question.kind !== 'answerable') continue;
    answerable++;
    const citations = top ? [{ document: String(top.document), ...(top.address as Address), quote: '' }] : [];
    if (scoreAnswer(question, { kind: 'answer', text: '', citations: onlyFrom(citations) }).cite1) right++;
  }
  return { times, cite1: right / Math.max(1, answerable), rss: process.memoryUsage.rss() };
}
