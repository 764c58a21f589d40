import type { Corpus, Entry } from './corpus.ts';
import { contentWords } from './find.ts';
import { type Language, type Reading, tokenize, type Word } from './words.ts';

/** How many terms at the beginning of a list item name what it is about. */
const HEAD = 4;
/** In so many passages a word is looked for beside another. */
const PASSAGES = 30;

/**
 * `previous` asked of something else of the same sort: "tugas sekretariat apa" and "kepala" give "tugas
 * kepala apa". Two words are of one sort when the documents define both, head two items of one list with
 * them, or name them in one breath ("Badan Usaha/Perusahaan Perseorangan"). Undefined when nothing in the
 * previous question has that part.
 */
export function inPlaceOf(corpus: Corpus, language: Language, previous: Reading, fresh: Word[]): string | undefined {
  const old = contentWords(previous);
  const replaced = sharedRun(previous, fresh) ?? sameSort(corpus, language, old, fresh);
  if (!replaced || replaced.size === 0) return undefined;
  const [first] = replaced;
  const words = previous.words.flatMap((word) => {
    if (word === first) return fresh.map(({ text }) => text);
    return replaced.has(word) ? [] : [word.text];
  });
  return words.join(' ');
}

/** "bidang registrasi dan verifikasi" and "bidang pelatihan" begin with one word: the whole name is replaced. */
function sharedRun({ words }: Reading, fresh: Word[]): Set<Word> | undefined {
  const from = words.findIndex((word) => isContent(word) && fresh.some(({ stem }) => stem === word.stem));
  if (from < 0) return undefined;
  // "bidang registrasi tugasnya apa": a word with -nya says something of the name and is no part of it.
  const isFree = (word: Word | undefined) => isContent(word) && !word?.text.endsWith('nya');
  let to = from;
  while (words[to + 1] && (isFree(words[to + 1]) || (words[to + 1]?.text === 'dan' && isFree(words[to + 2])))) to++;
  return new Set(words.slice(from, to + 1));
}

const isContent = (word: Word | undefined) => word?.role === 'content';

function sameSort(corpus: Corpus, language: Language, old: Word[], fresh: Word[]): Set<Word> | undefined {
  const beside = new Map<string, number>();
  for (const word of fresh) for (const term of termsBeside(corpus, language, word)) add(beside, term);
  const oftenOf = ({ alternatives }: Word) =>
    Math.max(0, ...alternatives.map(({ term, weight }) => (weight < SAME ? 0 : (beside.get(term) ?? 0))));
  const [most] = [...old].sort((a, b) => oftenOf(b) - oftenOf(a));
  if (!most || oftenOf(most) === 0) return undefined;
  // "badan usaha" is one name: both its words carry the same concept.
  const concepts = most.alternatives.flatMap(({ term, weight }) => (isConcept(term) && weight >= SAME ? term : []));
  const name = namedBy(corpus, old, most);
  return new Set(
    old.filter(
      (word) => word === most || name.includes(word) || word.alternatives.some(({ term }) => concepts.includes(term)),
    ),
  );
}

/** All the words of the defined term that a word belongs to: "pejabat" of "pejabat pengadaan". */
function namedBy(corpus: Corpus, old: Word[], word: Word): Word[] {
  let longest: Word[] = [];
  for (const { entry } of corpus.index.search([word], PASSAGES)) {
    const { defines } = corpus.entries[entry]?.extra ?? {};
    for (const term of defines ? [defines.term, ...defines.aliases] : []) {
      const tokens = tokenize(term);
      const held = old.filter(({ text }) => tokens.includes(text));
      if (held.length === tokens.length && held.includes(word) && held.length > longest.length) longest = held;
    }
  }
  return longest;
}

/** An alternative of at least this weight is the word itself or a synonym. */
const SAME = 0.85;

const add = (counts: Map<string, number>, term: string) => counts.set(term, (counts.get(term) ?? 0) + 1);

const isConcept = (term: string) => term.startsWith('=');

/** The terms that the documents put beside a word as its equals, as often as they do. */
function termsBeside(corpus: Corpus, language: Language, { alternatives }: Word): string[] {
  const own = new Set(alternatives.flatMap(({ term, weight }) => (weight >= SAME ? term : [])));
  const isOwn = (terms: string[]) => terms.some((term) => own.has(term));
  const beside: string[] = [];
  for (const { entry: at } of corpus.index.search([{ alternatives }], PASSAGES)) {
    const entry = corpus.entries[at];
    if (!entry) continue;
    if (isOwn(headsOf(language, entry)))
      for (const sibling of corpus.entries[entry.parentAt ?? -1]?.children ?? []) {
        const other = corpus.entries[sibling];
        if (other && other !== entry && !entry.extra.defines === !other.extra.defines)
          beside.push(...headsOf(language, other));
      }
    for (const series of coordinated(entry.text)) {
      const names = series.map((name) => language.terms(name));
      if (names.some(isOwn)) beside.push(...names.flat());
    }
  }
  return beside.filter((term) => !own.has(term));
}

/** A definition is headed by its names; another item by its first words. */
function headsOf(language: Language, { extra, terms, children }: Entry): string[] {
  if (extra.defines) return language.terms([extra.defines.term, ...extra.defines.aliases].join(' '));
  return children.length > 0 ? [] : terms.own.slice(0, HEAD);
}

const NAME = String.raw`\p{L}[\p{L}-]*(?: \p{Lu}[\p{L}-]*){0,2}`;
const SERIES = new RegExp(String.raw`${NAME}(?:(?:\s?/\s?|, (?:atau |dan )?| atau | dan/atau )${NAME})+`, 'gu');

/** "Badan Usaha/Perusahaan Perseorangan, atau Perorangan" as three names. */
function coordinated(text: string): string[][] {
  return [...text.replaceAll('*', '').matchAll(SERIES)].map(([series]) =>
    series.split(/\s?\/\s?|, (?:atau |dan )?| atau | dan\/atau /u),
  );
}
