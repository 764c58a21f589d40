import type { Knowledge } from '../knowledge/index.ts';
import { UnreadableFile } from './read.ts';
import { findSources, readDocument, StructurelessFile } from './sources.ts';

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

/**
 * Brings files and folders into the knowledge, each document whole or not at all, then learns anew if
 * anything changed. What is unchanged is left alone. A file that cannot be used is refused with a
 * sentence and does not stop the others.
 * @throws UnreadableFile when a given path does not exist
 */
export async function ingest(
  knowledge: Knowledge,
  paths: string[],
  progress: Progress = () => {},
): Promise<IngestReport> {
  const sources = (await Promise.all(paths.map(findSources))).flat();
  const files: Ingested[] = [];
  const finish = (file: Ingested) => {
    files.push(file);
    progress({ step: 'file', done: files.length, total: sources.length, file });
  };
  for (const source of sources) {
    try {
      const document = await readDocument(source);
      const outcome = await knowledge.remember(document);
      finish({
        path: source.path,
        outcome,
        id: document.id,
        passages: document.passages.length,
        examples: document.examples.length,
        warnings: document.meta.warnings ?? [],
      });
    } catch (error) {
      if (!(error instanceof UnreadableFile || error instanceof StructurelessFile)) throw error;
      finish({ path: source.path, outcome: 'refused', reason: error.message });
    }
  }
  const learned = await knowledge.learn(() => progress({ step: 'learning' }));
  return { files, learned };
}

export { UnreadableFile } from './read.ts';
