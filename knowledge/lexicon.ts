import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from './yaml.ts';

/** Words that mean the same (`same`) or nearly (`near`) as the words `to`, which the documents use. */
type SynonymGroup = { to: string; same: string[]; near: string[]; typos: string[] };

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

/** The same as plain data, as it is stored. */
export type LexiconData = {
  slang: [string, string][];
  fillers: string[];
  stopwords: string[];
  englishStopwords: string[];
  englishWords: [string, string][];
  synonyms: SynonymGroup[];
};

type SynonymRow = { to: string; same?: string[]; near?: string[]; typos?: string[] };

/** Reads the four files of `folder`; throws when one is missing or is not of its shape. */
export function readLexiconData(folder: string): LexiconData {
  const read = (name: string): unknown => parseYaml(readFileSync(join(folder, name), 'utf8'));
  const words = read('fillers.yaml') as { fillers: unknown[]; stopwords: unknown[]; english: unknown[] };
  return {
    slang: lowerPairs(read('slang.yaml')),
    fillers: lower(words.fillers),
    stopwords: lower(words.stopwords),
    englishStopwords: lower(words.english),
    englishWords: lowerPairs(read('english.yaml')),
    synonyms: (read('synonyms.yaml') as SynonymRow[]).map((row) => ({
      to: row.to.toLowerCase(),
      same: lower(row.same),
      near: lower(row.near),
      typos: lower(row.typos),
    })),
  };
}

/** Plain data made fit for looking up. */
export function toLexicon(data: LexiconData): Lexicon {
  return {
    slang: new Map(data.slang),
    fillers: new Set(data.fillers),
    stopwords: new Set(data.stopwords),
    english: { stopwords: new Set(data.englishStopwords), words: new Map(data.englishWords) },
    synonyms: data.synonyms,
  };
}

const lower = (list: unknown[] | undefined) => (list ?? []).map((word) => String(word).toLowerCase());

const lowerPairs = (row: unknown) =>
  Object.entries(row as Record<string, unknown>).map(([key, value]): [string, string] => [
    key.toLowerCase(),
    String(value).toLowerCase(),
  ]);
