import { addressKey } from './address.ts';
import { heldValues, type ValueType } from './asked.ts';
import { type Change, type Counts, countTerms, type Index, indexing, type Range } from './bm25.ts';
import type { DocumentChange } from './document-found.ts';
import { type ExampleIndex, gramSet, indexingExamples, type KnownExample } from './examples.ts';
import type { DocumentKind, DocumentMeta, Example, Passage } from './source.ts';
import { atOnce, type Steps } from './steps.ts';
import type { Language } from './words.ts';

/** What is known of a document besides its passages. */
export type DocumentInfo = {
  id: string;
  kind: DocumentKind;
  title: string;
  short: string;
  meta: DocumentMeta;
  /** What other documents do to it, the earliest first. */
  changes?: DocumentChange[];
};

/** A passage in memory, with what ranking needs. */
export type Entry = Passage & {
  document: DocumentInfo;
  /** Its number in the corpus. */
  at: number;
  parentAt: number | undefined;
  children: number[];
  terms: PassageTerms;
};

/** Terms by where they stand: in the unit itself, in the words that open it, in the titles above it. */
export type PassageTerms = { own: string[]; lead: string[]; heading: string[] };

/** Everything loaded, ready to be searched. */
export type Corpus = {
  /** The same object as long as nothing but single passages of the FAQ changes. */
  documents: ReadonlyMap<string, DocumentInfo>;
  /** The place of an entry that was taken out holds one of no document that is there. */
  entries: readonly Entry[];
  index: Index;
  examples: ExampleIndex;
  /** Documents of which people's questions are known. */
  taught: ReadonlySet<string>;
  /**
   * The index widened by the questions people ask of each passage. When learning from a writer's
   * questions, the index must not hold them: `without` names that writer.
   */
  widened: (without?: string) => Index;
  /** The entries of some documents, ascending. */
  rangesOf: (documents: ReadonlySet<string>) => Range[];
  /** The entry at an address of a document. */
  find: (document: string, address: Passage['address']) => Entry | undefined;
  values: (entry: Entry) => Set<ValueType>;
  grams: (entry: Entry) => Set<string>;
};

/** A document with all that it is made of. */
export type Part = { document: DocumentInfo; passages: LoadedPassage[]; examples: Example[] };
export type LoadedPassage = Passage & { terms: PassageTerms };

const OWN = 1;
const LEAD = 0.5;
const HEADING = 0.25;
const EXAMPLE = 0.4;

/** The terms of a passage, once per ingest; kept with it so that a start need not stem again. */
export function passageTerms(passage: Passage, language: Language): PassageTerms {
  const { question } = passage.extra;
  return {
    own: language.terms(question ? `${question}\n${passage.text}` : passage.text),
    lead: language.terms(passage.lead),
    heading: language.terms(passage.heading.join(' ')),
  };
}

/** What a corpus is made of; the rest follows from it. */
type Standing = Pick<Corpus, 'documents' | 'entries' | 'index' | 'examples' | 'taught'> & {
  wide: (without: string) => Index;
  ranges: readonly DocumentRange[];
  placeOf: (key: string) => number | undefined;
  /** The examples that aim at an entry first, by their places. */
  aimedAt: ReadonlyMap<number, readonly number[]>;
  language: Language;
  valuesOf: Map<Entry, Set<ValueType>>;
  gramsOf: Map<Entry, Set<string>>;
};
type DocumentRange = Range & { document: string };

const standings = new WeakMap<Corpus, Standing>();

/** Reads everything, in steps. */
export function* buildCorpus(parts: readonly Part[], language: Language): Steps<Corpus> {
  const entries: Entry[] = [];
  const places = new Map<string, number>();
  const known: KnownExample[] = [];
  const ranges: DocumentRange[] = [];
  for (const { document, passages, examples } of parts) {
    const base = entries.length;
    ranges.push({ document: document.id, from: base, to: base + passages.length });
    for (const passage of passages) {
      const at = entries.length;
      const parentAt = passage.parent === undefined ? undefined : base + passage.parent;
      entries.push({ ...passage, document, at, parentAt, children: [] });
      if (parentAt !== undefined) entries[parentAt]?.children.push(at);
      places.set(placeKey(document.id, passage.address), at);
      yield;
    }
    for (const example of examples) {
      known.push(readExample(example, document.id, language, (address) => places.get(placeKey(document.id, address))));
      yield;
    }
  }
  const counts: Counts[] = [];
  for (const entry of entries) {
    counts.push(countOwn(entry.terms));
    yield;
  }
  const index = yield* indexing(counts);
  const examples = yield* indexingExamples(known);
  const aimedAt = new Map<number, number[]>();
  for (const [at, { passages }] of known.entries()) {
    const [aimed] = passages;
    if (aimed === undefined) continue;
    const list = aimedAt.get(aimed);
    if (list) list.push(at);
    else aimedAt.set(aimed, [at]);
  }
  const widening = function* (without: string): Steps<Index> {
    const changed = new Map<number, Counts>();
    for (const [at, aiming] of aimedAt) {
      const counting = aiming.flatMap((one) => known[one] ?? []).filter(({ writer }) => !without || writer !== without);
      if (counting.length > 0) changed.set(at, countWide(counts[at] ?? new Map(), counting, language));
      yield;
    }
    return yield* index.widening(changed);
  };
  const wide = new Map([['', yield* widening('')]]);
  return overEntries({
    documents: new Map(parts.map(({ document }) => [document.id, document])),
    entries,
    index,
    examples,
    taught: new Set(known.filter(({ passages }) => passages.length > 0).map(({ document }) => document)),
    wide: (without) => remembered(wide, without, () => atOnce(widening(without))),
    ranges,
    placeOf: (key) => places.get(key),
    aimedAt,
    language,
    valuesOf: new Map(),
    gramsOf: new Map(),
  });
}

function overEntries(standing: Standing): Corpus {
  const { documents, entries, index, examples, taught, wide, ranges, placeOf, valuesOf, gramsOf } = standing;
  const corpus: Corpus = {
    documents,
    entries,
    index,
    examples,
    taught,
    widened: (without = '') => wide(without),
    rangesOf(wanted) {
      const found: Range[] = [];
      for (const { document, from, to } of ranges) {
        if (!wanted.has(document)) continue;
        const last = found.at(-1);
        if (last?.to === from) last.to = to;
        else found.push({ from, to });
      }
      return found;
    },
    find(document, address) {
      const at = placeOf(placeKey(document, address));
      return at === undefined ? undefined : entries[at];
    },
    values: (entry) => cached(valuesOf, entry, () => heldValues(entry.text)),
    grams: (entry) => cached(gramsOf, entry, () => gramSet(`${entry.lead} ${entry.text}`)),
  };
  standings.set(corpus, standing);
  return corpus;
}

const placeKey = (document: string, address: Passage['address']) => `${document}|${addressKey(address)}`;

function readExample(
  example: Example,
  document: string,
  language: Language,
  placeOf: (address: Passage['address']) => number | undefined,
): KnownExample {
  const placesOf = (addresses: Passage['address'][]) => addresses.flatMap((address) => placeOf(address) ?? []);
  return {
    question: example.question,
    reading: example.standard ? language.understand(example.standard) : language.read(example.question),
    kind: example.kind,
    document,
    writer: example.writer ?? '',
    passages: placesOf(example.answers),
    needs: placesOf(example.needs ?? []),
  };
}

function countOwn({ own, lead, heading }: PassageTerms): Map<string, number> {
  const counts = countTerms(new Map(), own, OWN);
  countTerms(counts, lead, LEAD);
  return countTerms(counts, heading, HEADING);
}

function countWide(own: Counts, examples: readonly Pick<KnownExample, 'reading'>[], language: Language): Counts {
  const counts = new Map(own);
  for (const { reading } of examples)
    countTerms(counts, language.terms(reading.words.map(({ text }) => text).join(' ')), EXAMPLE);
  return counts;
}

/** A passage as it is now, read: with all that the indexes hold of it. */
export type Amendment = {
  address: Passage['address'];
  /** Undefined: it is no more. */
  now: { passage: LoadedPassage; examples: KnownExample[]; own: Counts; wide: Counts } | undefined;
};

/** Reads a passage that changed, with the examples that aim at it; `undefined` for one that is no more. */
export function readAmendment(
  document: string,
  { passage, examples }: { passage: LoadedPassage; examples: Example[] },
  language: Language,
): Amendment {
  const known = examples.map((example) => readExample(example, document, language, () => undefined));
  const own = countOwn(passage.terms);
  return {
    address: passage.address,
    now: { passage, examples: known, own, wide: countWide(own, known, language) },
  };
}

/** No document that is there: what was taken out is in no scope. */
const WITHDRAWN: DocumentInfo = { id: '', kind: 'faq', title: '', short: '', meta: {} };
const NO_TERMS: PassageTerms = { own: [], lead: [], heading: [] };

/**
 * A built corpus with some passages of a document changed, added or taken out; the document has no units within units. It
 * answers as if it were built anew, and takes a moment that grows with the number of amendments: give all those made since it
 * was built, in the order in which they came first. A changed passage keeps its place, a new one comes behind the last, the
 * place of one that is no more stays empty. `built` stays as it was.
 */
export function amendCorpus(built: Corpus, document: DocumentInfo, amendments: Iterable<Amendment>): Corpus {
  const standing = standings.get(built);
  if (!standing) throw new Error('This corpus was not built here.');
  const { aimedAt, language, wide } = standing;
  const entries = [...built.entries];
  const size = entries.length;
  const places = new Map<string, number | undefined>();
  const own = new Map<number, Change>();
  const wider = new Map<number, Change>();
  const dropped = new Set<number>();
  const added: KnownExample[] = [];
  for (const { address, now } of amendments) {
    const key = placeKey(document.id, address);
    const before = standing.placeOf(key);
    const old = before === undefined ? undefined : entries[before];
    if (!now && !old) continue;
    const at = before ?? entries.length;
    const asked = aimedAt.get(at) ?? [];
    for (const example of asked) dropped.add(example);
    const was = old && countOwn(old.terms);
    const asking = asked.flatMap((example) => built.examples.list[example] ?? []);
    own.set(at, { was, is: now?.own });
    wider.set(at, { was: was && countWide(was, asking, language), is: now?.wide });
    places.set(key, now && at);
    entries[at] = now
      ? { ...now.passage, document, at, parentAt: undefined, children: [] }
      : { ...(old as Entry), document: WITHDRAWN, terms: NO_TERMS, extra: {} };
    for (const example of now?.examples ?? []) added.push({ ...example, passages: [at] });
  }
  const wides = new Map([['', wide('').amend(wider)]]);
  return overEntries({
    ...standing,
    documents: built.documents.has(document.id)
      ? built.documents
      : new Map([...built.documents, [document.id, document]]),
    entries,
    index: built.index.amend(own),
    examples: built.examples.amend(dropped, added),
    taught: built.taught.has(document.id) ? built.taught : new Set([...built.taught, document.id]),
    wide: (without) => remembered(wides, without, () => wide(without).amend(wider)),
    ranges: [...standing.ranges, { document: document.id, from: size, to: entries.length }],
    placeOf: (key) => (places.has(key) ? places.get(key) : standing.placeOf(key)),
    aimedAt: new Map(),
  });
}

/** Bounded: at 100 thousand passages only those that come up are kept. */
const CACHE = 5_000;

function cached<Key, Value>(cache: Map<Key, Value>, key: Key, make: () => Value): Value {
  if (!cache.has(key) && cache.size >= CACHE) cache.clear();
  return remembered(cache, key, make);
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
