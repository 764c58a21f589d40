import type { Corpus, DocumentInfo, Entry } from './corpus.ts';
import { contentWords, type Scope } from './find.ts';
import { type Reading, tokenize } from './words.ts';

/** What such a document is called by; a title without these words is no name of it in a question. */
const CALLED = /\b(?:sop|panduan|pedoman|prosedur|juknis|juklak|langkah|guide|procedure|step)\b/iu;
/** Words of nearly every title. */
const COMMON = new Set('sop standar operasional prosedur panduan pedoman juknis juklak tentang langkah'.split(' '));
const STEP = /\b(?:langkah|step)\s*(?:ke-?\s*)?(\d{1,3})\b/iu;
/** Steps that are quoted when nothing but the document is named. */
const FIRST_STEPS = 5;

/** The SOP or guide whose whole title a question says, the longest if several; undefined when it says none. */
export function documentNamed(
  corpus: Corpus,
  { question, reading, scope }: { question: string; reading: Reading; scope: Scope },
): DocumentInfo | undefined {
  if (!CALLED.test(question)) return undefined;
  const said = new Set(reading.words.flatMap(({ text, stem }) => [text, stem]));
  const named = [...corpus.documents.values()]
    .filter(({ id, kind }) => scope.has(id) && (kind === 'sop' || kind === 'lain'))
    .map((document) => ({ document, words: titleWords(document) }))
    .filter(({ words }) => words.length >= 2 && words.every((word) => said.has(word)));
  return named.sort((one, other) => other.words.length - one.words.length)[0]?.document;
}

/** What of a document a question wants that names it: the step of a number, or, when nothing else is asked, its first steps. */
export function stepsNamed(corpus: Corpus, document: DocumentInfo, question: string, reading: Reading): Entry[] {
  const steps = corpus.entries.filter((entry) => entry.document.id === document.id && entry.kind === 'langkah');
  const number = STEP.exec(question)?.[1];
  if (number !== undefined) return steps.filter(({ address }) => address.angka === Number(number)).slice(0, 1);
  return contentWords(besidesTitle(document, reading)).length === 0 ? steps.slice(0, FIRST_STEPS) : [];
}

/** What is asked of a document that is named: the words of its title speak for no passage of it. */
export function besidesTitle(document: DocumentInfo, reading: Reading): Reading {
  const title = new Set([...titleWords(document), ...COMMON]);
  return { ...reading, words: reading.words.filter(({ text, stem }) => !title.has(text) && !title.has(stem)) };
}

const titleWords = ({ title }: DocumentInfo): string[] =>
  tokenize(title).filter((word) => word.length > 2 && !COMMON.has(word));
