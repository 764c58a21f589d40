import type { Database } from '../db/database.ts';
import {
  type DocumentRow,
  type ExampleRow,
  examplesOf,
  listDocuments,
  type PassageRow,
  passagesOf,
} from '../db/documents.ts';
import { knowledgeVersion } from '../db/knowledge-changes.ts';
import type { Address } from './address.ts';
import { changesByDocument } from './changed-by.ts';
import { buildCorpus, type Corpus, type DocumentInfo, type LoadedPassage, type Part } from './corpus.ts';
import type { DocumentChange } from './document-found.ts';
import type { Lexicon } from './lexicon.ts';
import { loadPastVersions, type PastVersions } from './past-versions.ts';
import type { DocumentKind, DocumentMeta, Example, ExampleKind, Passage, PassageExtra } from './source.ts';
import { inSteps, type Steps } from './steps.ts';
import { readTerms } from './stored-terms.ts';
import { createLanguage, type Language } from './words.ts';

/** All that is stored, in memory. */
export type Built = {
  corpus: Corpus;
  language: Language;
  /** The change that was the last when it was read; later ones may be in it too. */
  at: number;
  /** What each document was made from, by id. */
  hashes: ReadonlyMap<string, string>;
  /** How documents read before they were replaced. */
  past: PastVersions;
  /** Of every document, how much of it there is. */
  counts: ReadonlyMap<string, { passages: number; examples: number }>;
};

/** Rows at a time: what is read from the database is parsed in one go. */
const PAGE = 500;

/** Reads everything that is stored, a little at a time, so that others run meanwhile. */
export async function loadAll(db: Database, lexicon: Lexicon): Promise<Built> {
  const at = await knowledgeVersion(db);
  const language = createLanguage(lexicon);
  const same = new Map<string, string>();
  const stored = await listDocuments(db);
  const changes = await changesByDocument(db);
  const parts: Part[] = [];
  for (const row of stored) {
    const part: Part = { document: documentOf(row, changes.get(row.id)), passages: [], examples: [] };
    for await (const rows of pagesOf((page) => passagesOf(db, row.id, page)))
      part.passages.push(...(await inSteps(reading(rows, (passage) => passageFrom(passage, same), language))));
    for await (const rows of pagesOf((page) => examplesOf(db, row.id, page))) {
      const examples = rows.map(exampleFrom);
      teach(language, [], examples);
      part.examples.push(...examples);
    }
    parts.push(part);
  }
  return {
    at,
    language,
    corpus: await inSteps(buildCorpus(parts, language)),
    past: await loadPastVersions(db, language),
    hashes: new Map(stored.map(({ id, source_hash }) => [id, source_hash])),
    counts: new Map(
      parts.map(({ document, passages, examples }) => [
        document.id,
        { passages: passages.length, examples: examples.length },
      ]),
    ),
  };
}

async function* pagesOf<Row extends { ordinal: number }>(
  read: (page: { after: number; most: number }) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let after = -1; ; ) {
    const rows = await read({ after, most: PAGE });
    const last = rows.at(-1);
    if (last) yield rows;
    if (!last || rows.length < PAGE) return;
    after = last.ordinal;
  }
}

function* reading(
  rows: PassageRow[],
  read: (row: PassageRow) => LoadedPassage,
  language: Language,
): Steps<LoadedPassage[]> {
  const passages: LoadedPassage[] = [];
  for (const row of rows) {
    const passage = read(row);
    teach(language, [passage], []);
    passages.push(passage);
    yield;
  }
  return passages;
}

const documentOf = ({ id, kind, title, short, meta }: DocumentRow, changes: DocumentChange[] = []): DocumentInfo => ({
  id,
  kind: kind as DocumentKind,
  title,
  short,
  meta: meta as DocumentMeta,
  ...(changes.length > 0 && { changes }),
});

/** @param same the terms of other passages; see readTerms */
export const passageFrom = (row: PassageRow, same: Map<string, string>): LoadedPassage => ({
  ordinal: row.ordinal,
  ...(row.parent !== null && { parent: row.parent }),
  kind: row.kind as Passage['kind'],
  address: row.address as Address,
  heading: row.heading as string[],
  lead: row.lead,
  text: row.text,
  extra: row.extra as PassageExtra,
  terms: readTerms(row.terms, same),
});

export const exampleFrom = ({ question, kind, address, extra }: ExampleRow): Example => ({
  question,
  kind: kind as ExampleKind,
  answers: address as Address[],
  ...(extra as Pick<Example, 'needs' | 'register' | 'writer' | 'standard'>),
});

/** Fills the vocabulary. Typing errors must not enter what typing errors are mended against. */
export function teach(
  language: Language,
  passages: Pick<Passage, 'text' | 'parent' | 'extra'>[],
  examples: Pick<Example, 'question' | 'register'>[],
): void {
  for (const { extra } of passages)
    if (extra.defines && extra.defines.aliases.length > 0)
      language.alias([extra.defines.term, ...extra.defines.aliases]);
  for (const passage of passages) if (passage.parent === undefined) language.learn(passage.text);
  for (const example of examples)
    if (example.register === 'formal' || example.register === undefined) language.learn(example.question);
}
