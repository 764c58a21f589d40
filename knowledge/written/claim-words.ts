import { readFileSync } from 'node:fs';
import { parseYaml } from '../yaml.ts';

/** A row of words that stands for another. */
type Phrase = { words: readonly string[]; to: readonly string[] };

/** Rows of words by their first, the longest first. */
export type Phrases = ReadonlyMap<string, readonly Phrase[]>;

/** How sentences of a model may differ from the passages they rest on; from klaim.yaml. */
export type ClaimWords = {
  /** Say nothing of their own, wherever they stand. */
  glue: ReadonlySet<string>;
  /** What a sentence may leave out of a passage without saying more than it. */
  light: Phrases;
  /** With these a passage goes on about how, where and what for: a sentence may end before them. */
  tails: Phrases;
  /** Several words that name one thing, joined by "_": part of a name is another thing. */
  names: Phrases;
  /** Words for words that mean the same, both ways. */
  same: Phrases;
  /** English words, without their plural, and what they stand for. */
  english: Phrases;
};

type Rows = {
  hiasan: string[];
  ringan: string[];
  ekor: string[];
  nama: string[];
  sama: Record<string, string[]>;
  inggris: Record<string, string>;
};

/**
 * Reads klaim.yaml.
 * @throws YamlError, or Error when a part is missing
 */
export function readClaimWords(file: string): ClaimWords {
  const rows = parseYaml(readFileSync(file, 'utf8')) as Partial<Rows>;
  const { hiasan, ringan, ekor, nama, sama, inggris } = rows;
  if (!hiasan || !ringan || !ekor || !nama || !sama || !inggris)
    throw new Error('klaim.yaml: hiasan, ringan, ekor, nama, sama, dan inggris wajib ada.');
  const same = phrasesOf(
    Object.entries(sama).flatMap(([to, others]) => others.map((other): [string, string] => [other, to])),
  );
  // The other parts are looked up in words that were replaced already.
  const standard = (phrase: string) => withPhrases(same, withPhrases(same, splitWords(phrase))).join(' ');
  return {
    glue: new Set(hiasan),
    light: phrasesOf(ringan.map((phrase) => [standard(phrase), ''])),
    tails: phrasesOf(ekor.map((phrase) => [standard(phrase), ''])),
    names: phrasesOf(nama.map((phrase) => [standard(phrase), splitWords(phrase).join('_')])),
    same,
    english: phrasesOf(
      Object.entries(inggris).map(([from, to]) => [splitWords(from).map(inSingular).join(' '), String(to)]),
    ),
  };
}

function phrasesOf(rows: [string, string][]): Phrases {
  const found = new Map<string, Phrase[]>();
  for (const [from, to] of rows) {
    const words = splitWords(from);
    const [first] = words;
    if (first === undefined) continue;
    found.set(first, [...(found.get(first) ?? []), { words, to: splitWords(to) }]);
  }
  for (const list of found.values()) list.sort((a, b) => b.words.length - a.words.length);
  return found;
}

/** "problems" and "entities" without their ending; the same for a verb of the third person. */
export const inSingular = (word: string): string =>
  word.length < 4 || word.endsWith('ss') ? word : word.replace(/ies$/u, 'y').replace(/s$/u, '');

const PIECE = /[\p{L}_@]+|\d+(?:[.,]\d+)*|[,;:()/?!%]/gu;

/**
 * The words, numbers and marks of a text, lower case. A doubled word stands once ("pihak-pihak"); full stops end sentences and
 * are no marks.
 */
export function splitWords(text: string): string[] {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\b(\p{L}{3,})-\1/gu, '$1');
  return plain.match(PIECE) ?? [];
}

/** The row at a place of `words` that is the longest of those known. */
export function phraseAt(phrases: Phrases, words: readonly string[], at: number): Phrase | undefined {
  return phrases
    .get(words[at] ?? '')
    ?.find((phrase) => phrase.words.every((word, index) => words[at + index] === word));
}

/** `words` with the rows that are known replaced; `as` they are looked up. */
export function withPhrases(phrases: Phrases, words: readonly string[], as: (word: string) => string = same): string[] {
  const out: string[] = [];
  const looked = words.map(as);
  for (let at = 0; at < words.length; ) {
    const found = phraseAt(phrases, looked, at);
    out.push(...(found?.to ?? [words[at] ?? '']));
    at += found?.words.length ?? 1;
  }
  return out;
}

const same = (word: string): string => word;
