import { type Address, findAddresses, isRelated, isWithin } from './address.ts';
import { askedValues, asksForList, asksForMeaning, type ValueType } from './asked.ts';
import type { Index } from './bm25.ts';
import type { Corpus, Entry } from './corpus.ts';
import type { KnownExample, Similar } from './examples.ts';
import { createMatcher } from './match.ts';
import { speechActOf } from './source.ts';
import type { Reading, Word } from './words.ts';

/** A passage that may answer, with what speaks for and against it. */
type Candidate = { entry: Entry; features: Record<string, number> };

/** All that was gathered about a question before anything is decided. */
export type Evidence = {
  candidates: Candidate[];
  /** What speaks for "no passage answers this". */
  none: Record<string, number>;
  similar: Similar[];
  asked: ValueType[];
  /** Places the question names itself. */
  cited: Address[];
  /** The units that stand there. */
  named: Entry[];
};

const CANDIDATES = 30;
const NEIGHBOURS = 60;
const VOTERS = 12;

/** The documents that may answer, by id. */
export type Scope = ReadonlySet<string>;

/**
 * Gathers the passages within `scope` that may answer, by their words and by example questions that were
 * asked of them. `skip` hides examples, for learning.
 */
export function gather(
  corpus: Corpus,
  question: string,
  reading: Reading,
  scope: Scope,
  options: { skip?: (example: KnownExample, at: number) => boolean; writer?: string; withoutExamples?: boolean } = {},
): Evidence {
  const asked = askedValues(reading, question);
  const cited = citedPlaces(question, reading);
  const wanted = contentWords(reading);
  const within = corpus.rangesOf(scope);
  const allowed = (at: number) => {
    const entry = corpus.entries[at];
    return entry !== undefined && scope.has(entry.document.id);
  };
  const hits = corpus.index.search(wanted, CANDIDATES, within);
  const known = corpus.examples.list;
  // Greetings and complaints are the same whatever the documents; a question counts only for its own document.
  const hidden = (example: KnownExample, at: number) =>
    (options.skip?.(example, at) ?? false) ||
    (!scope.has(example.document) && speechActOf(example.kind) === 'question');
  const similar = options.withoutExamples ? [] : corpus.examples.similar(reading, NEIGHBOURS, hidden);
  const widened = options.withoutExamples ? corpus.index : corpus.widened(options.writer);
  const wideHits = options.withoutExamples ? hits : widened.search(wanted, CANDIDATES, within);
  const inScope = similar.filter(({ example }) => corpus.examples.list[example]?.passages.some(allowed));

  const pool = new Map<number, Entry>();
  const add = (at: number | undefined) => {
    const entry = at === undefined ? undefined : corpus.entries[at];
    if (entry && scope.has(entry.document.id)) pool.set(entry.at, entry);
  };
  for (const { entry } of [...hits, ...wideHits.slice(0, 15)]) {
    add(entry);
    add(corpus.entries[entry]?.parentAt);
  }
  for (const { example } of inScope.slice(0, VOTERS * 2))
    for (const at of corpus.examples.list[example]?.passages ?? []) add(at);
  const named =
    cited.length > 0
      ? corpus.entries.filter(
          (entry) => scope.has(entry.document.id) && cited.some((place) => isWithin(entry.address, place)),
        )
      : [];
  for (const entry of named.slice(0, 40)) pool.set(entry.at, entry);

  const worth = wanted.map((word) => idealOf(corpus.index, word));
  const ideal = worth.reduce((sum, value) => sum + value, 0);
  const scores = new Map(hits.map(({ entry, score }) => [entry, score]));
  const best = hits[0]?.score ?? 0;
  const wideScores = new Map(wideHits.map(({ entry, score }) => [entry, score]));
  const wideBest = wideHits[0]?.score ?? 0;
  const wideIdeal = wanted.reduce((sum, word) => sum + idealOf(widened, word), 0);
  const pairs = adjacentPairs(reading);
  const weightsOf = weightsByTerm(wanted);
  const byPassage = likenessByPassage(corpus, similar);
  const bestLikeness = Math.max(0, ...[...byPassage.values()].map(({ top }) => top));
  const listed = asksForList(question);
  const meaning = asksForMeaning(question);
  const citedPasal = cited.some(({ pasal }) => pasal !== undefined);

  // The numbers of a cited place are its address, not words to look for.
  const numbers = cited.length > 0 ? [] : reading.words.flatMap(({ role, text }) => (role === 'number' ? text : []));
  const matcher = createMatcher(corpus, { raw: question, reading, wanted, worth, numbers });

  const candidates: Candidate[] = [...pool.values()].map((entry) => {
    const score = scores.get(entry.at) ?? 0;
    const own = byPassage.get(entry.at);
    const kin = kinLikeness(corpus, entry, byPassage);
    const held = corpus.values(entry);
    const shares = wanted.map((word) => corpus.index.holds(entry.at, word));
    const coverage = coverageOf(shares, worth, ideal);
    const exactlyCited = cited.some((place) => isWithin(entry.address, place) && isWithin(place, entry.address));
    const withinCited = cited.some((place) => isRelated(entry.address, place));
    const items = entry.children.length > 0;
    const likeness = own?.top ?? 0;
    const features: Record<string, number> = {
      words: ideal > 0 ? score / ideal : 0,
      wordsBest: best > 0 ? score / best : 0,
      wide: wideIdeal > 0 ? (wideScores.get(entry.at) ?? 0) / wideIdeal : 0,
      wideBest: wideBest > 0 ? (wideScores.get(entry.at) ?? 0) / wideBest : 0,
      early: earlyCoverage(entry, weightsOf, worth, ideal),
      pairs: pairShare(pairs, entry),
      coverage,
      example: likeness,
      exampleSquared: likeness * likeness,
      exampleWords: own?.words ?? 0,
      exampleLetters: own?.letters ?? 0,
      exampleBest: bestLikeness > 0 ? likeness / bestLikeness : 0,
      vote: own?.vote ?? 0,
      exampleFirst: bestLikeness > 0 && likeness === bestLikeness ? likeness : 0,
      agreed:
        wideBest > 0 && bestLikeness > 0 ? ((wideScores.get(entry.at) ?? 0) / wideBest) * (likeness / bestLikeness) : 0,
      voteRoot: Math.sqrt(own?.vote ?? 0),
      kin,
      ...matcher.features(entry, shares),
      cited: exactlyCited ? 1 : 0,
      citedNear: !exactlyCited && withinCited ? 1 : 0,
      citedElsewhere: citedPasal && !withinCited ? 1 : 0,
      valueHeld: asked.length > 0 && asked.some((type) => held.has(type)) ? 1 : 0,
      valueMissing: asked.length > 0 && !asked.some((type) => held.has(type)) ? 1 : 0,
      listItems: listed && items ? 1 : 0,
      listLeaf: listed && !items ? 1 : 0,
      plainItems: !listed && items ? 1 : 0,
      meaning: meaning && entry.extra.defines ? definesAsked(entry, reading) : 0,
      definition: !meaning && entry.extra.defines ? 1 : 0,
      whole: entry.kind === 'pasal' && items && !exactlyCited ? 1 : 0,
      opening: entry.kind === 'bagian' && items ? 1 : 0,
      title: entry.address.bagian === 'judul' || entry.address.bagian === 'menetapkan' ? 1 : 0,
    };
    return { entry, features };
  });

  const unanswered = similar.find(({ example }) => known[example]?.kind === 'unanswerable');
  const notHere = unanswered?.likeness ?? 0;
  const answeredLikeness = Math.max(0, ...candidates.map(({ features }) => features.example ?? 0));
  const bestCoverage = Math.max(0, ...candidates.map(({ features }) => features.coverage ?? 0));
  const bestWords = Math.max(0, ...candidates.map(({ features }) => features.words ?? 0));
  const unknown = wanted.filter((word) => word.unknown).length / Math.max(1, wanted.length);
  const none: Record<string, number> = {
    bias: 1,
    unanswered: notHere,
    unansweredSquared: notHere * notHere,
    unansweredLeads: notHere > answeredLikeness ? 1 : 0,
    unansweredBy: notHere - answeredLikeness,
    uncovered: 1 - bestCoverage,
    weakWords: 1 - bestWords,
    noExamples: similar.length === 0 ? 1 : 0,
    unknown,
    valueAsked: asked.length > 0 ? 1 : 0,
    valueMissing:
      asked.length > 0 &&
      !candidates.some(({ features }) => (features.valueHeld ?? 0) > 0 && (features.coverage ?? 0) > 0.5 * bestCoverage)
        ? 1
        : 0,
    citedAbsent: citedPasal && named.length === 0 ? 1 : 0,
    citedThere: named.length > 0 ? 1 : 0,
    whenAsked: matcher.asksWhen ? 1 : 0,
    whereAsked: matcher.asksWhere ? 1 : 0,
    manyAsked: matcher.asksMany ? 1 : 0,
    english: reading.english ? 1 : 0,
    vote: noneVote(corpus, similar),
    short: wanted.length <= 1 ? 1 : 0,
  };
  return { candidates, none, similar, asked, cited, named };
}

/** Other instruments have Pasal of their own: "Pasal 111 Perpres 54/2010" says nothing about ours. */
const OTHER_LAW =
  /\b(?:perpres|peraturan presiden|undang-undang|uu|perka|permendagri|perlem|peraturan pemerintah|pp|kuhp|kepres)\b\s*(?:no\w*\.?\s*)?\d/iu;

/** The places a question names, typed or in standard spelling ("psl 21(3)", "pasal 4 ayt 1"). */
function citedPlaces(question: string, reading: Reading): Address[] {
  if (OTHER_LAW.test(question)) return [];
  const typed = findAddresses(question);
  const standard = findAddresses(reading.words.map(({ text }) => text).join(' '));
  const depth = (places: Address[]) => places.reduce((sum, place) => sum + Object.keys(place).length, 0);
  return depth(typed) >= depth(standard) ? typed : standard;
}

/** The words that carry content; numbers count too, except those of a cited Pasal, which the address covers. */
export function contentWords(reading: Reading): Word[] {
  return reading.words.filter(({ role, text }) => role === 'content' && !STRUCTURE.has(text) && text !== 'tidak');
}

const STRUCTURE = new Set([
  ...[
    'pasal',
    'ayat',
    'huruf',
    'angka',
    'butir',
    'isi',
    'isinya',
    'bunyi',
    'bunyinya',
    'menurut',
    'jelaskan',
    'tampilkan',
    'kutip',
    'rinci',
    'peraturan',
  ],
  ...[
    'article',
    'section',
    'paragraph',
    'letter',
    'say',
    'says',
    'content',
    'contents',
    'regulation',
    'quote',
    'explain',
  ],
]);

/** What a word could be worth at best; a word that nothing knows is worth the most, since it is missed the most. */
function idealOf(index: Index, word: Word): number {
  if (index.has(word.stem)) return index.idf(word.stem);
  const known = word.alternatives.filter(({ term }) => index.has(term));
  if (known.length === 0) return index.idf(word.stem);
  return Math.max(...known.map(({ term }) => index.idf(term)));
}

function coverageOf(shares: number[], worth: number[], ideal: number): number {
  if (ideal === 0) return 0;
  let covered = 0;
  for (const [word, share] of shares.entries()) covered += (worth[word] ?? 0) * share;
  return covered / ideal;
}

/** How many words count as the beginning of a provision: its subject and verb. */
const EARLY = 9;

/** Which of the wanted words a term stands for, and with what weight. */
type WeightsByTerm = Map<string, { word: number; weight: number }[]>;

function weightsByTerm(wanted: Word[]): WeightsByTerm {
  const weights: WeightsByTerm = new Map();
  for (const [word, { alternatives }] of wanted.entries())
    for (const { term, weight } of alternatives) {
      const list = weights.get(term);
      if (list) list.push({ word, weight });
      else weights.set(term, [{ word, weight }]);
    }
  return weights;
}

/** The share of the question that the beginning of the provision covers, where the subject stands. */
function earlyCoverage({ terms }: Entry, weightsOf: WeightsByTerm, worth: number[], ideal: number): number {
  if (ideal === 0) return 0;
  const held = worth.map(() => 0);
  for (const beginning of [terms.lead, terms.own])
    for (let at = 0; at < Math.min(EARLY, beginning.length); at++)
      for (const { word, weight } of weightsOf.get(beginning[at] ?? '') ?? [])
        held[word] = Math.max(held[word] ?? 0, weight);
  return coverageOf(held, worth, ideal);
}

/** Content words that follow each other in the question. */
function adjacentPairs(reading: Reading): [string, string][] {
  const stems = reading.words.filter(({ role }) => role === 'content').map(({ stem }) => stem);
  return stems.slice(1).map((stem, at) => [stems[at] ?? '', stem]);
}

function pairShare(pairs: [string, string][], { terms: { own, lead } }: Entry): number {
  if (pairs.length === 0) return 0;
  const stands = (terms: string[], first: string, second: string) => {
    for (let at = terms.indexOf(second, 1); at > 0; at = terms.indexOf(second, at + 1))
      if (terms[at - 1] === first) return true;
    return false;
  };
  return (
    pairs.filter(([first, second]) => stands(own, first, second) || stands(lead, first, second)).length / pairs.length
  );
}

type Likeness = { top: number; vote: number; words: number; letters: number };

/** The best likeness of an example to each passage, and the passage's share of the votes of the nearest ones. */
function likenessByPassage(corpus: Corpus, similar: Similar[]): Map<number, Likeness> {
  const found = new Map<number, Likeness>();
  const voters = similar.slice(0, VOTERS);
  const all = voters.reduce((sum, { likeness }) => sum + likeness ** 2, 0) || 1;
  for (const [rank, { example, likeness, words, letters }] of similar.entries()) {
    for (const [order, at] of (corpus.examples.list[example]?.passages ?? []).entries()) {
      const own = found.get(at) ?? { top: 0, vote: 0, words: 0, letters: 0 };
      // Further right answers of an example are right too, but less aimed at.
      own.top = Math.max(own.top, order === 0 ? likeness : likeness * 0.9);
      own.words = Math.max(own.words, words);
      own.letters = Math.max(own.letters, letters);
      if (rank < VOTERS) own.vote += likeness ** 2 / all;
      found.set(at, own);
    }
  }
  return found;
}

function noneVote(corpus: Corpus, similar: Similar[]): number {
  const voters = similar.slice(0, VOTERS);
  const all = voters.reduce((sum, { likeness }) => sum + likeness ** 2, 0) || 1;
  return (
    voters.reduce(
      (sum, { example, likeness }) =>
        sum + (corpus.examples.list[example]?.kind === 'unanswerable' ? likeness ** 2 : 0),
      0,
    ) / all
  );
}

/** The likeness of examples asked of the unit above or of units inside it. */
function kinLikeness(corpus: Corpus, entry: Entry, byPassage: Map<number, Likeness>): number {
  let most = 0;
  for (const at of entry.children) most = Math.max(most, byPassage.get(at)?.top ?? 0);
  if (entry.parentAt !== undefined) {
    most = Math.max(most, byPassage.get(entry.parentAt)?.top ?? 0);
    for (const at of corpus.entries[entry.parentAt]?.children ?? [])
      if (at !== entry.at) most = Math.max(most, (byPassage.get(at)?.top ?? 0) * 0.5);
  }
  return most;
}

/** How much of a definition's term the question holds: "apa itu SPSE" meets the alias, 1. */
function definesAsked(entry: Entry, reading: Reading): number {
  const { defines } = entry.extra;
  if (!defines) return 0;
  const asked = new Set(reading.words.flatMap(({ text, stem }) => [text, stem]));
  const share = (name: string) => {
    const words = name
      .toLowerCase()
      .split(/[^a-z0-9]+/u)
      .filter((word) => word !== '');
    return words.filter((word) => asked.has(word)).length / Math.max(1, words.length);
  };
  return Math.max(share(defines.term), ...defines.aliases.map(share));
}
