import { setImmediate } from 'node:timers/promises';
import { gramsOf } from './examples.ts';
import { type Intent, intentsOf, isBareIntent } from './intents.ts';
import type { Language, Reading, Word } from './words.ts';

/** Something that asks nearly the same; likeness from 0 to 1. */
export type Alike = { id: number; question: string; likeness: number };

/** Finds questions that ask the same in other words. Nothing here waits for the database. */
export type Alikeness = {
  /** Sets all wordings of an entry, in place of those it had: its question first. */
  put: (id: number, wordings: readonly Wording[]) => void;
  drop: (id: number) => void;
  /** Entries that were put and ask the same, best first; named by their question, whichever wording was met. */
  similar: (question: string, options?: { except?: number; most?: number }) => Alike[];
  /** Those of the others that ask the same, or are at least so alike, best first. */
  among: (question: string, others: readonly { id: number; question: string }[], least?: number) => Alike[];
  /** Parts questions into groups that ask the same, by their places in the list; lets others run meanwhile. */
  group: (questions: readonly string[]) => Promise<number[][]>;
};

/** A way to ask, and how it is read. */
type Wording = { question: string; reading: Reading };

/**
 * From here on two questions are taken for the same. Chosen, like WEIGHTS, on one half of the labelled pairs, where it is the
 * lowest with which seven of ten are right, and reported on the other; see npm run eval -- duplicates.
 */
export const ALIKE = 0.45;
/** From here on a question joins a group of others unseen: what is put together wrongly is hidden. */
const TOGETHER = 0.5;

/** What each trait adds to the likeness, before it is squeezed between 0 and 1. */
const WEIGHTS = {
  always: -3.1,
  /** The share of its content that each finds in the other: of the one that finds less, and of the one that finds more. */
  less: 1.0,
  more: 2.1,
  /** The weight of the weightiest word that the other has too, and of the weightiest that one of them lacks. */
  met: 3.2,
  missed: -0.6,
  /** Letters count in typing errors; beyond them, the same words around another matter are no likeness. */
  letters: -1.2,
  /** One asks when, the other who … */
  otherIntent: -2.0,
  /** One asks how, the other where or whether. */
  nearIntent: -1.7,
};

/** Wordings that share a weighty word are compared closely, so many at most. */
const CLOSELY = 20;
const MOST = 5;
/** Questions that are read again and again, such as those that groups are named by. */
const READ = 4_000;
/** Others get their turn after so many milliseconds. */
const STRETCH_MS = 8;
/** A word that the background does not know is not rarer than this. */
const SMOOTHED = 200;

/** A word that says what is asked about. */
type Term = {
  stem: string;
  unknown: boolean;
  /** All it may mean, and how surely. */
  meanings: ReadonlyMap<string, number>;
  weight: number;
  grams: string[];
  bones: string;
};
type Traits = { terms: Term[]; intents: ReadonlySet<Intent>; grams: ReadonlyMap<string, number>; length: number };

/** @param background questions of all kinds: a word that many of them have says little */
export function createAlikeness(language: Language, background: readonly Reading[]): Alikeness {
  const rarity = rarityIn(background);
  const index = createIndex(rarity);
  const read = new Map<string, Traits>();
  const traitsOfText = (question: string): Traits => {
    const earlier = read.get(question);
    if (earlier) return earlier;
    if (read.size >= READ) read.clear();
    const traits = readTraits(language.read(question), rarity);
    read.set(question, traits);
    return traits;
  };

  return {
    put: index.put,
    drop: index.drop,
    similar(question, { except, most = MOST } = {}) {
      const found = index.closest(traitsOfText(question), ALIKE, except);
      return found.slice(0, most);
    },
    among(question, others, least = ALIKE) {
      const traits = traitsOfText(question);
      return others
        .map((other) => ({ ...other, likeness: likenessOf(traits, traitsOfText(other.question)) }))
        .filter(({ likeness }) => likeness >= least)
        .sort((one, other) => other.likeness - one.likeness);
    },
    async group(questions) {
      const groups: number[][] = [];
      const groupOf = new Map<string, number[]>();
      const leaders = createIndex(rarity);
      let since = performance.now();
      for (const [at, question] of questions.entries()) {
        const standard = language.standardise(question);
        const said = standard.words.join(' ');
        const reading = language.understand(standard);
        const [nearest] = groupOf.has(said) ? [] : leaders.closest(readTraits(reading, rarity), TOGETHER);
        const group = groupOf.get(said) ?? (nearest && groups[nearest.id]) ?? [];
        if (group.length === 0) leaders.put(groups.push(group) - 1, [{ question, reading }]);
        group.push(at);
        groupOf.set(said, group);
        if (performance.now() - since < STRETCH_MS) continue;
        await setImmediate();
        since = performance.now();
      }
      return groups;
    },
  };
}

/** Wordings by the terms in them. What is kept of each is how it was read, which is in memory already. */
function createIndex(rarity: (stem: string) => number) {
  const entries = new Map<number, { question: string; slots: number[] }>();
  const wordings = new Map<number, { id: number; reading: Reading }>();
  const postings = new Map<string, Set<number>>();
  let next = 0;
  // Only of those that came close to a question once.
  const closeOnes = new WeakMap<Reading, Traits>();
  const traitsOf = (reading: Reading): Traits => {
    const traits = closeOnes.get(reading) ?? readTraits(reading, rarity);
    closeOnes.set(reading, traits);
    return traits;
  };
  const keysIn = (reading: Reading) => keysOf(readTraits(reading, rarity)).keys();
  const drop = (id: number): void => {
    for (const slot of entries.get(id)?.slots ?? []) {
      const reading = wordings.get(slot)?.reading;
      wordings.delete(slot);
      for (const term of reading ? keysIn(reading) : []) {
        const found = postings.get(term);
        found?.delete(slot);
        if (found?.size === 0) postings.delete(term);
      }
    }
    entries.delete(id);
  };
  return {
    drop,
    put(id: number, all: readonly Wording[]): void {
      drop(id);
      const slots = all.map(({ reading }) => {
        const slot = next++;
        wordings.set(slot, { id, reading });
        for (const term of keysIn(reading)) postings.set(term, (postings.get(term) ?? new Set()).add(slot));
        return slot;
      });
      entries.set(id, { question: all[0]?.question ?? '', slots });
    },
    /** Entries that ask the same, best first. */
    closest(traits: Traits, least: number, except?: number): Alike[] {
      const shared = new Map<number, number>();
      for (const [term, weight] of keysOf(traits))
        for (const slot of postings.get(term) ?? []) shared.set(slot, (shared.get(slot) ?? 0) + weight);
      const best = new Map<number, number>();
      const likely = [...shared].sort(([, one], [, other]) => other - one).slice(0, CLOSELY);
      for (const [slot] of likely) {
        const wording = wordings.get(slot);
        if (!wording || wording.id === except) continue;
        const likeness = likenessOf(traits, traitsOf(wording.reading));
        if (likeness >= least) best.set(wording.id, Math.max(likeness, best.get(wording.id) ?? 0));
      }
      return [...best]
        .map(([id, likeness]) => ({ id, question: entries.get(id)?.question ?? '', likeness }))
        .sort((one, other) => other.likeness - one.likeness);
    },
  };
}

/** The terms under which a question is found: the words and what is the same as them, not what only goes with them. */
function keysOf({ terms }: Traits): Map<string, number> {
  const keys = new Map<string, number>();
  for (const { meanings, weight } of terms)
    for (const [meaning, surely] of meanings)
      if (surely >= SAME) keys.set(meaning, Math.max(keys.get(meaning) ?? 0, weight * surely));
  return keys;
}
const SAME = 0.75;

/** From 0 for a word of every question to 1 for one that nobody used yet. */
function rarityIn(background: readonly Reading[]): (stem: string) => number {
  const spread = new Map<string, number>();
  for (const { words } of background)
    for (const stem of new Set(words.map(({ stem }) => stem))) spread.set(stem, (spread.get(stem) ?? 0) + 1);
  const logged = (count: number) => Math.log(1 + (background.length + SMOOTHED) / (2 + count));
  const rarest = logged(0);
  return (stem) => logged(spread.get(stem) ?? 0) / rarest;
}

function readTraits({ words }: Reading, rarity: (stem: string) => number): Traits {
  const terms: Term[] = [];
  const grams = new Map<string, number>();
  for (const word of words) {
    if (word.role === 'filler') continue;
    const own = gramsOf(word.text);
    for (const gram of own) grams.set(gram, (grams.get(gram) ?? 0) + (word.role === 'stop' ? FUNCTION_WORD : 1));
    if (word.role === 'stop' || isBareIntent(word) || isLetter(word)) continue;
    terms.push({
      stem: word.stem,
      unknown: word.unknown,
      meanings: new Map(word.alternatives.map(({ term, weight }) => [term, weight])),
      weight: rarity(word.stem),
      grams: own,
      bones: consonantsOf(word.text),
    });
  }
  let square = 0;
  for (const count of grams.values()) square += count * count;
  return { terms, intents: intentsOf(words), grams, length: Math.sqrt(square) || 1 };
}
const FUNCTION_WORD = 0.3;
/** The "e" of "e-mail" and "e-katalog" says nothing. */
const isLetter = ({ text }: Word) => /^[a-z]$/u.test(text);

function likenessOf(one: Traits, other: Traits): number {
  const here = found(one.terms, other.terms);
  const there = found(other.terms, one.terms);
  const intent = compareIntents(one.intents, other.intents);
  const sum =
    WEIGHTS.always +
    WEIGHTS.less * Math.min(here.share, there.share) +
    WEIGHTS.more * Math.max(here.share, there.share) +
    WEIGHTS.met * Math.max(here.met, there.met) +
    WEIGHTS.missed * Math.max(here.missed, there.missed) +
    WEIGHTS.letters * cosine(one, other) +
    (intent === 'other' ? WEIGHTS.otherIntent : intent === 'near' ? WEIGHTS.nearIntent : 0);
  return 1 / (1 + Math.exp(-sum));
}

/** How much of its content a question finds in another; the weightiest word that it finds, and that it does not. */
function found(terms: readonly Term[], others: readonly Term[]): { share: number; met: number; missed: number } {
  let all = 0;
  let sum = 0;
  let met = 0;
  let missed = 0;
  for (const term of terms) {
    let best = 0;
    for (const other of others) best = Math.max(best, matchOf(term, other));
    all += term.weight;
    sum += term.weight * best;
    met = Math.max(met, term.weight * best);
    missed = Math.max(missed, term.weight * (1 - best));
  }
  return { share: all === 0 ? 0 : sum / all, met, missed };
}

/** Whether two words mean the same, 0 to 1. */
function matchOf(one: Term, other: Term): number {
  if (one.stem === other.stem) return 1;
  let best = 0;
  for (const [meaning, surely] of one.meanings) best = Math.max(best, surely * (other.meanings.get(meaning) ?? 0));
  return one.unknown || other.unknown ? Math.max(best, spelledAlike(one, other)) : best;
}

/** "bts" is batas, "enkrpsi" is enkripsi: of a word that nothing knows only its letters tell. */
function spelledAlike(one: Term, other: Term): number {
  if (one.bones.length > 1 && one.bones === other.bones) return 0.9;
  const shared = one.grams.filter((gram) => other.grams.includes(gram)).length;
  return (2 * shared) / (one.grams.length + other.grams.length) - 0.2;
}

const consonantsOf = (word: string) => word.replace(/[aiueo]/gu, '');

function cosine(one: Traits, other: Traits): number {
  let product = 0;
  for (const [gram, count] of one.grams) product += count * (other.grams.get(gram) ?? 0);
  return product / one.length / other.length;
}

function compareIntents(one: ReadonlySet<Intent>, other: ReadonlySet<Intent>): 'same' | 'near' | 'other' {
  if (one.size === 0 || other.size === 0 || [...one].some((intent) => other.has(intent))) return 'same';
  return one.has('cara') || other.has('cara') ? 'near' : 'other';
}
