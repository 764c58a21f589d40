import type { Statement } from '../compose.ts';
import type { Corpus, Entry } from '../corpus.ts';
import type { Language } from '../words.ts';

/** A passage that a model is given. */
export type Given = {
  entry: Entry;
  statement: Statement;
  /** What the model reads of it: titles above it, the words that lead into it, its own words. */
  text: string;
  /** Chance that it answers, 0 to 1, as far as words and nearness tell. */
  chance: number;
};

/** What an answer may be written from, and held to. */
export type Material = {
  /** Best first. */
  passages: Given[];
  language: Language;
  corpus: Corpus;
  /** Changes with every change of the sources. */
  version: string;
  english: boolean;
  /** The question asks for a list. */
  asksList: boolean;
};
