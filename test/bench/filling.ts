// A process that fills a knowledge base (`isi`), or looks through a filled one again (`ulang`).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES } from '../../bot/helpdesk.ts';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { ingest } from '../../ingest/index.ts';
import { findSources, readDocument } from '../../ingest/sources.ts';
import { openKnowledge, type SourceDocument } from '../../knowledge/index.ts';
import { servePart } from './part.ts';
import { inventRegulations } from './synthetic.ts';

/** Passages in all and times in milliseconds. */
export type Filled = { passages: number; documents: number; parse: number; store: number };
export type Learned = { learn: number; peak: number };
export type Repeated = { ingest: number; learned: boolean };

/** A passage as the peer indexes it. */
export type PlainPassage = { document: string; address: object; text: string; lead: string; heading: string };

const [dataDir = '', texts = '', size = '0'] = process.argv.slice(2);
const db = await openDatabase({ dataDir });
await migrate(db);
const knowledge = await openKnowledge(db, SOURCES);

servePart<'isi' | 'pelajari' | 'ulang'>(
  async (wanted) => (wanted === 'isi' ? await fill() : wanted === 'pelajari' ? await learn() : await repeat()),
  () => db.close(),
);

async function fill(): Promise<Filled> {
  const sources = (await findSources(SOURCES)).filter(({ path }) => !path.endsWith('faq-lpse.yaml'));
  const shipped = await Promise.all(sources.map(readDocument));
  const missing = Number(size) - shipped.reduce((sum, { passages }) => sum + passages.length, 0);
  mkdirSync(texts, { recursive: true });
  for (const { name, text } of inventRegulations(sentencesOf(shipped), missing)) writeFileSync(join(texts, name), text);

  const filled: Filled = { passages: 0, documents: 0, parse: 0, store: 0 };
  const plain: string[] = [];
  for (const source of [...sources, ...(await findSources(texts))]) {
    const start = performance.now();
    const document = await readDocument(source);
    const parsed = performance.now();
    await knowledge.remember(document);
    filled.store += performance.now() - parsed;
    filled.parse += parsed - start;
    filled.passages += document.passages.length;
    filled.documents++;
    plain.push(...document.passages.map((passage) => JSON.stringify(plainOf(document, passage))));
  }
  writeFileSync(`${texts}.jsonl`, plain.join('\n'));
  return filled;
}

async function learn(): Promise<Learned> {
  const start = performance.now();
  await knowledge.learn();
  return { learn: performance.now() - start, peak: process.resourceUsage().maxRSS * 1024 };
}

async function repeat(): Promise<Repeated> {
  const start = performance.now();
  const { learned } = await ingest(knowledge, [SOURCES, texts]);
  return { ingest: performance.now() - start, learned };
}

function plainOf(
  document: SourceDocument,
  { address, text, lead, heading, extra }: SourceDocument['passages'][number],
) {
  const passage: PlainPassage = {
    document: document.id,
    address,
    text: extra.question ? `${extra.question}\n${text}` : text,
    lead,
    heading: heading.join(' '),
  };
  return passage;
}

/** The sentences of the smallest units, without markers, emphasis and references in brackets. */
function sentencesOf(documents: SourceDocument[]): string[] {
  return documents.flatMap(({ passages }) => {
    const parents = new Set(passages.map(({ parent }) => parent));
    return passages
      .filter(({ ordinal }) => !parents.has(ordinal))
      .flatMap(({ text }) =>
        text
          .replaceAll(/\[[^\]]*\]|[*_>]/gu, '')
          .replaceAll(/\s+/gu, ' ')
          .replace(/^-? ?(?:\(\d+\)|[a-z][.)]|\d+\.|Pasal \d+)\s+/u, '')
          .split(/(?<=[a-z)])\. (?=[A-Z])/u),
      )
      .map((sentence) => sentence.replace(/[\s.;:]+$/u, '').trim());
  });
}
