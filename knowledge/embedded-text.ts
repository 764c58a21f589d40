import { createHash } from 'node:crypto';
import type { Corpus, Entry } from './corpus.ts';
import type { KnownExample } from './examples.ts';
import type { Steps } from './steps.ts';

/** What a vector is made of, and the SHA-256 it is known by: the same words have one vector, wherever they stand. */
export type EmbeddableText = { hash: string; text: string };

/** Where a text stands in the corpus: passages and example questions, by their numbers. */
type Places = { entries: number[]; examples: number[] };

/** Some servers take 512 tokens at a time; the units inside a longer passage have vectors of their own. */
const LONGEST = 2_000;

const ITEMS = new Set<Entry['kind']>(['huruf', 'angka', 'sub']);

/** A unit that holds only items, to be read with them. */
export const isList = ({ children }: Entry, { entries }: Pick<Corpus, 'entries'>): boolean =>
  children.length > 0 && children.every((at) => ITEMS.has(entries[at]?.kind ?? 'pasal'));

/** Whether a passage says something by itself: a unit without parts, or a list. A Pasal is found by its ayat. */
export const standsAlone = (entry: Entry, corpus: Pick<Corpus, 'entries'>): boolean =>
  entry.children.length === 0 || isList(entry, corpus);

/** All texts that need a vector, each once, in the order of the corpus; in steps, since there may be many. */
export function* embeddable(corpus: Corpus): Steps<EmbeddableText[]> {
  const texts = new Map<string, string>();
  for (const entry of passagesOf(corpus)) {
    texts.set(hashOf(entry, textOf), textOf(entry));
    yield;
  }
  for (const [, example] of examplesOf(corpus)) {
    texts.set(hashOf(example, questionOf), questionOf(example));
    yield;
  }
  return [...texts].map(([hash, text]) => ({ hash, text }));
}

/** Where each text stands. Made when the first vector is looked up, and kept as long as the corpus. */
export function placesByHash(corpus: Corpus): ReadonlyMap<string, Places> {
  const known = placesOf.get(corpus);
  if (known) return known;
  const places = new Map<string, Places>();
  const at = (hash: string): Places => {
    const own = places.get(hash) ?? { entries: [], examples: [] };
    places.set(hash, own);
    return own;
  };
  for (const entry of passagesOf(corpus)) at(hashOf(entry, textOf)).entries.push(entry.at);
  for (const [number, example] of examplesOf(corpus)) at(hashOf(example, questionOf)).examples.push(number);
  placesOf.set(corpus, places);
  return places;
}

/** The hash by which an example question is found. */
export const hashOfExample = (example: KnownExample): string => hashOf(example, questionOf);

const placesOf = new WeakMap<Corpus, Map<string, Places>>();

function* passagesOf(corpus: Corpus): Generator<Entry> {
  for (const entry of corpus.entries)
    if (corpus.documents.has(entry.document.id) && entry.text.trim() !== '' && standsAlone(entry, corpus)) yield entry;
}

function* examplesOf({ documents, examples: { list, gone } }: Corpus): Generator<[number, KnownExample]> {
  for (const [at, example] of list.entries()) if (!gone.has(at) && documents.has(example.document)) yield [at, example];
}

/** Titles and the words that lead into it say what a unit is about; those beside it would only blur it. */
function textOf({ document, heading, lead, text, extra }: Entry): string {
  const parts = [document.short, ...heading, extra.question ?? '', lead, text.replaceAll('*', '')];
  return tidied(parts.filter((part) => part.trim() !== '').join(' · '));
}

const questionOf = ({ question }: KnownExample): string => tidied(question);

const tidied = (text: string) => text.replace(/\s+/gu, ' ').trim().slice(0, LONGEST);

/** Passages stay the same objects while others change: what was hashed once is not hashed again. */
const hashes = new WeakMap<object, string>();

function hashOf<T extends object>(of: T, text: (of: T) => string): string {
  const known = hashes.get(of);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(text(of)).digest('hex');
  hashes.set(of, hash);
  return hash;
}
