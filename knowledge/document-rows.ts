import type { Database } from '../db/database.ts';
import { currentDocument } from '../db/document-versions.ts';
import { type ExampleRow, examplesOf, listDocuments, type PassageRow, passagesOf } from '../db/documents.ts';
import { passageTerms } from './corpus.ts';
import { FAQ_DOCUMENT } from './faq-entry.ts';
import { exampleFrom, passageFrom, teach } from './loading.ts';
import type { SourceDocument } from './source.ts';
import { inSteps, type Steps } from './steps.ts';
import { writeTerms } from './stored-terms.ts';
import { takeOver } from './taking-over.ts';
import type { Language } from './words.ts';

/** What is stored of the passages and examples of a document: with the words they are found by. In steps. */
export function* rowsOf(
  { passages, examples }: Pick<SourceDocument, 'passages' | 'examples'>,
  language: Language,
): Steps<{ passages: PassageRow[]; examples: ExampleRow[] }> {
  for (const passage of passages) {
    teach(language, [passage], []);
    yield;
  }
  teach(language, [], examples);
  const passageRows: PassageRow[] = [];
  for (const passage of passages) {
    const { ordinal, parent = null, kind, address, heading, lead, text, extra } = passage;
    const terms = writeTerms(passageTerms(passage, language));
    passageRows.push({ ordinal, parent, kind, address, heading, lead, text, extra, terms });
    yield;
  }
  const exampleRows: ExampleRow[] = [];
  for (const [ordinal, { question, kind, answers, needs, register, writer }] of examples.entries()) {
    const extra = { needs, register, writer, standard: language.standardise(question) };
    exampleRows.push({ ordinal, question, kind, address: answers, extra });
    yield;
  }
  return { passages: passageRows, examples: exampleRows };
}

/** What a document was made from, and by which rules its words were read. */
export const madeFrom = (hash: string, rules: string): string => `${hash} ${rules}`;

/** Reads the words of stored documents anew that were read by other rules than `rules`: those that no file brings again. */
export async function readAnew(db: Database, rules: string, language: Language, today: string): Promise<void> {
  for (const { id, source_hash } of await listDocuments(db)) {
    if (id === FAQ_DOCUMENT || source_hash.endsWith(rules)) continue;
    const stored = await currentDocument(db, id);
    if (!stored) continue;
    const same = new Map<string, string>();
    const passages = (await passagesOf(db, id)).map((row) => passageFrom(row, same));
    const examples = (await examplesOf(db, id)).map(exampleFrom);
    const rows = await inSteps(rowsOf({ passages, examples }, language));
    const [hash = ''] = source_hash.split(' ');
    await takeOver(db, { document: { ...stored, source_hash: madeFrom(hash, rules) }, ...rows }, {}, today);
  }
}
