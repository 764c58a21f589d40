import { addressKey } from './address.ts';
import { heldValues, type ValueType } from './asked.ts';
import { countTerms, createIndex, type Index, type Range } from './bm25.ts';
import { createExamples, type ExampleIndex, gramSet, type KnownExample } from './examples.ts';
import type { DocumentKind, DocumentMeta, Example, Passage } from './source.ts';
import type { Language } from './words.ts';

/** What is known of a document besides its passages. */
export type DocumentInfo = { id: string; kind: DocumentKind; title: string; short: string; meta: DocumentMeta };

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
  documents: Map<string, DocumentInfo>;
  entries: Entry[];
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

export function createCorpus(
  parts: { document: DocumentInfo; passages: (Passage & { terms: PassageTerms })[]; examples: Example[] }[],
  language: Language,
): Corpus {
  const entries: Entry[] = [];
  const places = new Map<string, number>();
  const known: KnownExample[] = [];
  const ranges: { document: string; from: number; to: number }[] = [];
  for (const { document, passages, examples } of parts) {
    const base = entries.length;
    ranges.push({ document: document.id, from: base, to: base + passages.length });
    for (const passage of passages) {
      const at = entries.length;
      const parentAt = passage.parent === undefined ? undefined : base + passage.parent;
      entries.push({ ...passage, document, at, parentAt, children: [] });
      if (parentAt !== undefined) entries[parentAt]?.children.push(at);
      places.set(`${document.id}|${addressKey(passage.address)}`, at);
    }
    for (const example of examples) {
      const placesOf = (addresses: Passage['address'][]) =>
        addresses.flatMap((address) => places.get(`${document.id}|${addressKey(address)}`) ?? []);
      const reading = example.standard ? language.understand(example.standard) : language.read(example.question);
      known.push({
        question: example.question,
        reading,
        kind: example.kind,
        document: document.id,
        writer: example.writer ?? '',
        passages: placesOf(example.answers),
        needs: placesOf(example.needs ?? []),
      });
    }
  }
  const countOwn = ({ terms }: Entry) => {
    const counts = countTerms(new Map(), terms.own, OWN);
    countTerms(counts, terms.lead, LEAD);
    return countTerms(counts, terms.heading, HEADING);
  };
  const index = createIndex(entries.map(countOwn));
  const exampleTerms = known.map(({ reading, passages }) =>
    passages.length > 0 ? language.terms(reading.words.map(({ text }) => text).join(' ')) : [],
  );
  const widened = new Map<string, Index>();
  const widen = (without: string): Index => {
    const changed = new Map<number, Map<string, number>>();
    for (const [at, example] of known.entries()) {
      if (without !== '' && example.writer === without) continue;
      const [aimed] = example.passages;
      const entry = aimed === undefined ? undefined : entries[aimed];
      if (!entry) continue;
      changed.set(entry.at, countTerms(changed.get(entry.at) ?? countOwn(entry), exampleTerms[at] ?? [], EXAMPLE));
    }
    return index.widen(changed);
  };
  const valuesOf = new Map<number, Set<ValueType>>();
  const gramsOf = new Map<number, Set<string>>();
  return {
    documents: new Map(parts.map(({ document }) => [document.id, document])),
    entries,
    index,
    examples: createExamples(known),
    taught: new Set(known.filter(({ passages }) => passages.length > 0).map(({ document }) => document)),
    widened(without = '') {
      return widened.get(without) ?? widened.set(without, widen(without)).get(without) ?? index;
    },
    rangesOf(documents) {
      const found: Range[] = [];
      for (const { document, from, to } of ranges) {
        if (!documents.has(document)) continue;
        const last = found.at(-1);
        if (last?.to === from) last.to = to;
        else found.push({ from, to });
      }
      return found;
    },
    find(document, address) {
      const at = places.get(`${document}|${addressKey(address)}`);
      return at === undefined ? undefined : entries[at];
    },
    values(entry) {
      return cached(valuesOf, entry.at, () => heldValues(entry.text));
    },
    grams(entry) {
      return cached(gramsOf, entry.at, () => gramSet(`${entry.lead} ${entry.text}`));
    },
  };
}

/** Bounded: at 100 thousand passages only those that come up are kept. */
const CACHE = 5_000;

function cached<T>(cache: Map<number, T>, key: number, make: () => T): T {
  let value = cache.get(key);
  if (value === undefined) {
    if (cache.size >= CACHE) cache.clear();
    value = make();
    cache.set(key, value);
  }
  return value;
}
