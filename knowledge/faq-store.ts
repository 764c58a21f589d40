import type { Database } from '../db/database.ts';
import { type ExampleRow, ensureDocument, type PassageRow, replacePassages } from '../db/documents.ts';
import { recordChange } from '../db/knowledge-changes.ts';
import { type DocumentInfo, passageTerms } from './corpus.ts';
import { FAQ_DOCUMENT, type FaqContent, type FaqEntry } from './faq-entry.ts';
import { teach } from './loading.ts';
import type { Example, Passage } from './source.ts';
import type { Steps } from './steps.ts';
import { writeTerms } from './stored-terms.ts';
import type { Language } from './words.ts';

/** Entries with all that their words are found by, ready to be stored; made by `prepareFaq`. */
export type PreparedFaq = { passages: PassageRow[]; examples: ExampleRow[] };

/** An entry has so many ways to ask at most, its question among them: their ordinals are the number of the entry × 100 and on. */
export const WAYS = 100;

/** The document that the entries are passages of. */
export const FAQ_INFO: DocumentInfo = {
  id: FAQ_DOCUMENT,
  kind: 'faq',
  title: 'Tanya jawab layanan',
  short: 'FAQ LPSE',
  meta: {},
};

/** The passage that an entry is; a draft has no number yet. */
export function passageOf({ id, ...entry }: FaqContent & Partial<FaqEntry>): Passage {
  return {
    ordinal: id ?? 0,
    kind: 'faq',
    address: { bagian: 'FAQ', ...(id !== undefined && { angka: id }) },
    heading: [],
    lead: '',
    text: entry.answer,
    extra: {
      question: entry.question,
      outcome: entry.outcome ?? 'jawab',
      ...(entry.unit && entry.unit.length > 0 && { unit: entry.unit }),
      ...(entry.basis.length > 0 && { basis: entry.basis }),
      ...(entry.practice !== undefined && { practice: entry.practice }),
      ...(entry.source !== undefined && {
        taken: { text: entry.source, ...(entry.sourceDate !== undefined && { date: entry.sourceDate }) },
      }),
      ...(entry.reviewBy !== undefined && { reviewBy: entry.reviewBy }),
      ...(entry.basisChanged !== undefined && { basisChanged: entry.basisChanged }),
    },
  };
}

/** The ways to ask of an entry, as examples of it: its question as it is to be written, the others as people type. */
export function waysToAsk({ id, question, variants }: Pick<FaqEntry, 'id' | 'question' | 'variants'>): Example[] {
  return [question, ...variants].slice(0, WAYS).map((way, at) => ({
    ...{ question: way, kind: 'answerable', answers: [{ bagian: 'FAQ', angka: id }] },
    ...(at > 0 && { register: 'ragam' }),
  }));
}

/**
 * The rows of some entries: their terms, and their ways to ask in standard spelling. Their own words are known when they are
 * read, but `known` learns nothing: they may never be stored. Yields after each entry, with how many are done.
 */
export function* preparing(
  entries: readonly FaqEntry[],
  known: Language,
  progress: (done: number, total: number) => void,
): Steps<PreparedFaq> {
  const language = known.copy();
  for (const entry of entries) {
    teach(language, [passageOf(entry)], waysToAsk(entry));
    yield;
  }
  const prepared: PreparedFaq = { passages: [], examples: [] };
  for (const [at, entry] of entries.entries()) {
    const passage = passageOf(entry);
    prepared.passages.push({ ...passage, parent: null, terms: writeTerms(passageTerms(passage, language)) });
    for (const [way, { question, kind, answers, register }] of waysToAsk(entry).entries())
      prepared.examples.push({
        ordinal: entry.id * WAYS + way,
        question,
        kind,
        address: answers,
        extra: { standard: language.standardise(question), register },
      });
    progress(at + 1, entries.length);
    yield;
  }
  return prepared;
}

/**
 * Stores prepared entries in place of those of the same numbers and takes out the entries `drop`; says so to all processes.
 * @param hash what their words were read by: another one means that they must be read anew
 */
export async function storeFaq(
  tx: Database,
  { put, drop }: { put: PreparedFaq; drop: readonly number[] },
  hash: string,
): Promise<void> {
  const numbers = [...new Set([...put.passages.map(({ ordinal }) => ordinal), ...drop])];
  if (numbers.length === 0) return;
  await ensureDocument(tx, { ...FAQ_INFO, source_hash: hash });
  await replacePassages(tx, FAQ_DOCUMENT, {
    passages: put.passages,
    examples: put.examples,
    instead: { ordinals: numbers, examplesEach: WAYS },
  });
  await recordChange(tx, FAQ_DOCUMENT, numbers);
}
