import { asksForMeaning } from './asked.ts';
import type { Corpus, Entry } from './corpus.ts';
import { gramsOf } from './examples.ts';
import type { Reading, Word } from './words.ts';

/** A question taken apart for the comparison with passages. */
type Query = {
  raw: string;
  reading: Reading;
  /** Its content words, and how rare each is. */
  wanted: Word[];
  worth: number[];
  /** The numbers it names, those of a cited place left out. */
  numbers: string[];
};

/** Compares passages with one question. */
type Matcher = {
  /** What their words say for and against a passage, each from 0 to 1; `shares` is how much of each wanted word it holds. */
  features: (entry: Entry, shares: number[]) => Record<string, number>;
  asksWhen: boolean;
  asksWhere: boolean;
  asksMany: boolean;
};

/** How many terms name what a passage is about: "Pengguna akhir adalah …". */
const SUBJECT = 4;
/** A sentence that explains its subject says so within this many letters. */
const OPENING = 160;
const EXPLAINS = /\b(?:adalah|merupakan|ialah|yaitu|merujuk)\b/iu;

const ASKS_WHEN = /\b(?:kapan\w*|tanggal berapa|tahun berapa|when)\b/u;
const ASKS_WHERE = /\b(?:di ?mana\w*|ke mana|mana|where)\b/u;
const ASKS_MANY = /\b(?:berapa\w*|how many)\b/u;
/** A year, a date, a span, or an event by which a time is told. */
const TIME =
  /\b(?:1\d{3}|20\d\d|\d{1,2} (?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)|abad|\d+ (?:hari|bulan|tahun)|sejak|setelah|sebelum|paling lambat)\b/iu;
const PLACE = /\b(?:di|ke|dari) (?:\w+ )?[A-Z][a-z]+|\b(?:terletak|berlokasi|berada|bertempat|berkedudukan)\b/u;
const DIGIT = /\d/u;

export function createMatcher(corpus: Corpus, { raw, reading, wanted, worth, numbers }: Query): Matcher {
  const { index } = corpus;
  const standard = reading.words.map(({ text }) => text).join(' ');
  const asksWhen = ASKS_WHEN.test(standard);
  const asksWhere = ASKS_WHERE.test(standard);
  const asksMany = ASKS_MANY.test(standard);
  const asksMeaning = asksForMeaning(raw);
  const ideal = worth.reduce((sum, value) => sum + value, 0);
  const rarest = worth.indexOf(Math.max(...worth));
  const rarityOf = gramRarity(corpus);
  const rarityOfAll = passageRarity(corpus);
  const grams = [...new Set(wanted.flatMap(({ text }) => gramsOf(text)))].map((gram) => ({
    gram,
    rarity: rarityOf(gram),
  }));
  const gramsIdeal = grams.reduce((sum, { rarity }) => sum + rarity, 0);
  // Which wanted word a term stands for, so that a passage is walked through once.
  const wordOf = new Map<string, number>();
  for (const [at, { alternatives }] of wanted.entries())
    for (const { term } of alternatives) if (!wordOf.has(term)) wordOf.set(term, at);

  const features = (entry: Entry, shares: number[]): Record<string, number> => {
    const { own } = entry.terms;
    const seen = new Set<string>();
    const named = new Set<number>();
    let first = -1;
    let often = 0;
    let asked = 0;
    for (const [at, term] of own.entries()) {
      // Concepts come after the words they were found in, and have no place of their own.
      if (term.startsWith('=')) break;
      const word = wordOf.get(term);
      if (word === undefined) continue;
      if (first < 0) first = at;
      if (at < SUBJECT) named.add(word);
      if (word === rarest) often++;
      if (seen.has(term)) continue;
      seen.add(term);
      asked += index.idf(term);
    }
    const said = rarityOfAll(entry);
    const held = corpus.grams(entry);
    const gramsHeld = grams.reduce((sum, { gram, rarity }) => sum + (held.has(gram) ? rarity : 0), 0);
    const subject = ideal > 0 ? [...named].reduce((sum, word) => sum + (worth[word] ?? 0), 0) / ideal : 0;
    const numbersHeld = numbers.filter((number) => own.includes(number)).length / Math.max(1, numbers.length);
    return {
      // Runs of four letters, rare ones first: forgives spelling and inflection where it matters.
      rareGrams: gramsIdeal > 0 ? gramsHeld / gramsIdeal : 0,
      // The rarest word that is there at all, against a word that stands nowhere.
      rareHeld: Math.max(0, ...shares.map((share, at) => (worth[at] ?? 0) * share)) / index.idf(''),
      // A passage about the rarest word says it more than once.
      often: Math.min(1, Math.log1p(often) / 2),
      // How much of what it says was asked about: a short provision that fits wholly.
      filled: said > 0 ? asked / said : 0,
      // The subject stands first.
      subject,
      begins: first < 0 ? 0 : 1 / (1 + first / 5),
      explains: asksMeaning && EXPLAINS.test(entry.text.slice(0, OPENING)) ? subject : 0,
      number: numbers.length > 0 ? numbersHeld : 0,
      numberMissing: numbers.length > 0 ? 1 - numbersHeld : 0,
      whenMissing: asksWhen && !TIME.test(entry.text) ? 1 : 0,
      whereMissing: asksWhere && !PLACE.test(entry.text) ? 1 : 0,
      manyMissing: asksMany && !DIGIT.test(entry.text) ? 1 : 0,
    };
  };
  return { features, asksWhen, asksWhere, asksMany };
}

const totals = new WeakMap<Corpus, Float64Array>();

/** How rare all the terms of a passage are together; summed up once for each passage. */
function passageRarity(corpus: Corpus): (entry: Entry) => number {
  const known = totals.get(corpus) ?? new Float64Array(corpus.entries.length).fill(-1);
  totals.set(corpus, known);
  return ({ at, terms: { own } }) => {
    if ((known[at] ?? -1) >= 0) return known[at] ?? 0;
    let total = 0;
    const concepts = own.findIndex((term) => term.startsWith('='));
    for (const term of new Set(concepts < 0 ? own : own.slice(0, concepts))) total += corpus.index.idf(term);
    known[at] = total;
    return total;
  };
}

/** Enough passages to tell rare letters from common ones, and quick at 100 thousand. */
const SAMPLE = 1_000;

const rarities = new WeakMap<Corpus['documents'], (gram: string) => number>();

/**
 * How rare a run of four letters is among passages spread over the corpus; counted once. The FAQ is left out: its entries come
 * and go while others are answered.
 */
function gramRarity(corpus: Corpus): (gram: string) => number {
  const known = rarities.get(corpus.documents);
  if (known) return known;
  const spread = new Map<string, number>();
  const lasting = corpus.entries.filter(({ document }) => document.kind !== 'faq');
  const step = Math.max(1, Math.ceil(lasting.length / SAMPLE));
  const sample = lasting.filter((_, at) => at % step === 0);
  for (const entry of sample) for (const gram of corpus.grams(entry)) spread.set(gram, (spread.get(gram) ?? 0) + 1);
  const rarity = (gram: string) => {
    const count = spread.get(gram) ?? 0;
    return Math.log(1 + (sample.length - count + 0.5) / (count + 0.5));
  };
  rarities.set(corpus.documents, rarity);
  return rarity;
}
