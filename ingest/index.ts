import { readFile } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import type { Database } from '../db/database.ts';
import { currentDocument } from '../db/document-versions.ts';
import { FAQ_DOCUMENT, type Knowledge, plainWords, type SourceDocument } from '../knowledge/index.ts';
import { readSeeds } from './faq.ts';
import { UnreadableFile } from './read.ts';
import { findSources, readDocument, type SourceFiles, StructurelessFile } from './sources.ts';
import { keepLearned } from './uploaded.ts';

/** What came of one file. */
export type Ingested =
  | {
      path: string;
      outcome: 'new' | 'changed' | 'unchanged';
      id: string;
      passages: number;
      examples: number;
      warnings: string[];
    }
  | { path: string; outcome: 'refused'; reason: string };

export type IngestReport = { files: Ingested[]; learned: boolean };

/** Told after each file and before learning begins, so that a person sees that it goes on. */
export type Progress = (
  step: { step: 'file'; done: number; total: number; file: Ingested } | { step: 'learning' },
) => void;

/** Somebody named these paths. `shipped`: the folder of the documents that come with the program. */
export type Named = { db: Database; shipped: string };

/**
 * Brings files and folders into the knowledge, each document whole or not at all, then learns anew if
 * anything changed. What is unchanged is left alone. A file that cannot be used is refused with a
 * sentence and does not stop the others.
 * @param named they take the place also of what a person brought; one from elsewhere than the shipped folder stays when that is
 *   brought again. Without it what a person brought stays
 * @throws UnreadableFile when a given path does not exist
 */
export async function ingest(
  knowledge: Knowledge,
  paths: string[],
  progress: Progress = () => {},
  named?: Named,
): Promise<IngestReport> {
  const found = (await Promise.all(paths.map(findSources))).flat();
  // How people write is read against the words of all documents: they come first.
  const sources = [...found.filter((one) => !isShippedFaq(one)), ...found.filter(isShippedFaq)];
  const files: Ingested[] = [];
  const finish = (file: Ingested) => {
    files.push(file);
    progress({ step: 'file', done: files.length, total: sources.length, file });
  };
  for (const source of sources) {
    try {
      finish({
        path: source.path,
        ...(isShippedFaq(source) ? await seed(knowledge, source) : await bring(knowledge, source, named)),
      });
    } catch (error) {
      if (!(error instanceof UnreadableFile || error instanceof StructurelessFile)) throw error;
      finish({ path: source.path, outcome: 'refused', reason: error.message });
    }
  }
  const learned = await knowledge.learn(() => progress({ step: 'learning' }));
  return { files, learned };
}

/** The list of the program itself: seeds that people change afterwards, not a document that follows its file. */
const isShippedFaq = ({ path }: SourceFiles) => basename(path) === `${FAQ_DOCUMENT}.yaml`;

type Brought = Omit<Extract<Ingested, { id: string }>, 'path'>;

async function seed(knowledge: Knowledge, { path }: SourceFiles): Promise<Brought> {
  const seeds = readSeeds(path, await readFile(path, 'utf8'));
  return {
    outcome: await knowledge.seedFaq(seeds),
    id: FAQ_DOCUMENT,
    passages: seeds.length,
    examples: seeds.reduce((sum, { content }) => sum + 1 + content.variants.length, 0),
    warnings: [],
  };
}

async function bring(knowledge: Knowledge, source: SourceFiles, named?: Named): Promise<Brought> {
  const read = await readDocument(source);
  const given = named !== undefined && !resolve(source.path).startsWith(resolve(named.shipped) + sep);
  // What people noted beside it holds for it, not what was noted about the stored one.
  const document = given && source.notes === undefined ? await keepLearned(named.db, read) : read;
  // What is there already is not learned anew for a name of a file.
  const isThere = given && source.notes === undefined && (await isStored(named.db, document));
  return {
    outcome: isThere ? 'unchanged' : await knowledge.remember(document, { over: named !== undefined, given }),
    id: document.id,
    passages: document.passages.length,
    examples: document.examples.length,
    warnings: document.meta.warnings ?? [],
  };
}

async function isStored(db: Database, { id, title, text }: SourceDocument): Promise<boolean> {
  const stored = await currentDocument(db, id);
  return stored?.title === title && plainWords(stored.source_text) === plainWords(text);
}

export { applyFaq } from './faq-apply.ts';
export { FAQ_FORMATS, type FaqFileRead, type FaqFormat, isFaqFile, readFaqFile } from './faq-file.ts';
export { exportFaq, planFaqRows } from './faq-lists.ts';
export { changedBeside, changesNothing, type FaqPlan } from './faq-plan.ts';
export { type FaqFileRow, placeOf } from './faq-table.ts';
export { UnreadableFile } from './read.ts';
export { StructurelessFile } from './sources.ts';
export { documentFound, keepLearned, type ReadDocument, readDocumentBytes } from './uploaded.ts';
