import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Words that mean the same (`same`) or nearly (`near`) as the words `to`, which the documents use. */
export type SynonymGroup = { to: string; same: string[]; near: string[]; typos: string[] };

/** How people write, as data: hand-edited YAML in sources/lexicon. Words are lower case. */
export type Lexicon = {
  /** Chat form to standard words: gmn → bagaimana. */
  slang: Map<string, string>;
  /** Greetings, politeness, particles: no content at all. */
  fillers: Set<string>;
  /** Function and question words: no content for search, but they tell what is asked. */
  stopwords: Set<string>;
  english: { stopwords: Set<string>; words: Map<string, string> };
  synonyms: SynonymGroup[];
};

type SynonymRow = { to: string; same?: string[]; near?: string[]; typos?: string[] };

/** Reads the four files of `folder`; throws when one is missing or is not of its shape. */
export function readLexicon(folder: string): Lexicon {
  const read = (name: string): unknown => parse(readFileSync(join(folder, name), 'utf8'));
  const words = read('fillers.yaml') as { fillers: unknown[]; stopwords: unknown[]; english: unknown[] };
  const lower = (list: unknown[] | undefined) => (list ?? []).map((word) => String(word).toLowerCase());
  return {
    slang: lowerMap(read('slang.yaml') as Record<string, unknown>),
    fillers: new Set(lower(words.fillers)),
    stopwords: new Set(lower(words.stopwords)),
    english: { stopwords: new Set(lower(words.english)), words: lowerMap(read('english.yaml') as Record<string, unknown>) },
    synonyms: (read('synonyms.yaml') as SynonymRow[]).map((row) => ({
      to: row.to.toLowerCase(),
      same: lower(row.same),
      near: lower(row.near),
      typos: lower(row.typos),
    })),
  };
}

/** For tests and for documents in no known language: a lexicon that knows nothing. */
export const EMPTY_LEXICON: Lexicon = {
  slang: new Map(),
  fillers: new Set(),
  stopwords: new Set(),
  english: { stopwords: new Set(), words: new Map() },
  synonyms: [],
};

const lowerMap = (row: Record<string, unknown>) =>
  new Map(Object.entries(row).map(([key, value]) => [key.toLowerCase(), String(value).toLowerCase()]));
