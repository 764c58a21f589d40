import type { Database } from '../db/database.ts';
import { passagesAt } from '../db/documents.ts';
import { changesSince, type KnowledgeChange, knowledgeVersion } from '../db/knowledge-changes.ts';
import { type Alikeness, createAlikeness } from './alike.ts';
import { type Amendment, amendCorpus, type Corpus, readAmendment } from './corpus.ts';
import { FAQ_DOCUMENT } from './faq-entry.ts';
import { FAQ_INFO, WAYS } from './faq-store.ts';
import type { Lexicon } from './lexicon.ts';
import { type Built, exampleFrom, loadAll, passageFrom, teach } from './loading.ts';
import { inSteps, type Steps } from './steps.ts';

/** What answers now: all that was built, and what became of single entries of the FAQ since. */
type Standing = Built & {
  /** The corpus with the amendments. */
  corpus: Corpus;
  built: Corpus;
  /** By the number of the entry, in the order in which they came. */
  amendments: ReadonlyMap<number, Amendment>;
  alikeness: Alikeness;
  /** The last change that is in it. */
  seen: number;
  /** The last change of a whole document that is known; in it only if it was built after that. */
  wanted: number;
};

/** Keeps in memory what is stored. */
export type Live = {
  /** What answers now; undefined before all was loaded once. */
  standing: () => Standing | undefined;
  /** Reads everything anew. */
  load: () => Promise<Standing>;
  /**
   * Takes in what was stored since, also while another call does; true when something was. It resolves when what had been stored
   * at the call answers.
   */
  refresh: () => Promise<boolean>;
};

/** Changed entries of which so many at once are taken in by themselves; of more, everything is read anew. */
const SINGLE = 200;
/** Amendments beyond which everything is built anew in the background: each makes the next take a little longer. */
const MANY = 400;

/** @param lexicon how words are read */
export function createLive(db: Database, lexicon: Lexicon): Live {
  let standing: Standing | undefined;
  let rebuilding: Promise<void> | undefined;
  /** One after another: each goes on from what the one before left. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next;
    return next;
  };

  /** The same with what changed since; single entries are taken in, whole documents only noted. */
  async function caughtUp(before: Standing): Promise<Standing> {
    const now = await knowledgeVersion(db);
    if (now <= before.seen) return before;
    const changes = await changesSince(db, before.seen);
    const numbers = [...new Set(changes.flatMap(({ ordinals }) => ordinals ?? []))];
    const seen = Math.max(now, changes.at(-1)?.version ?? 0);
    if (numbers.length > SINGLE) return { ...before, seen, wanted: seen };
    // Building anew takes long: what can be taken in at once is not kept waiting for it.
    const wanted = isWhole(changes, before.seen) ? seen : before.wanted;
    if (numbers.length === 0) return { ...before, seen, wanted };
    const amendments = new Map(before.amendments);
    for (const [number, amendment] of await readEntries(before, numbers)) amendments.set(number, amendment);
    for (const number of numbers) {
      const { examples } = amendments.get(number)?.now ?? {};
      if (examples) before.alikeness.put(number, examples);
      else before.alikeness.drop(number);
    }
    const { built } = before;
    const corpus = amendCorpus(built, built.documents.get(FAQ_DOCUMENT) ?? FAQ_INFO, amendments.values());
    return { ...before, corpus, amendments, seen, wanted, counts: countsOf(before, corpus) };
  }

  async function readEntries({ language }: Standing, numbers: number[]): Promise<Map<number, Amendment>> {
    const { passages, examples } = await passagesAt(db, FAQ_DOCUMENT, { ordinals: numbers, examplesEach: WAYS });
    const same = new Map<string, string>();
    const found = new Map<number, Amendment>();
    for (const row of passages) {
      const passage = passageFrom(row, same);
      const own = examples.filter(({ ordinal }) => Math.floor(ordinal / WAYS) === row.ordinal).map(exampleFrom);
      teach(language, [passage], own);
      found.set(row.ordinal, readAmendment(FAQ_DOCUMENT, { passage, examples: own }, language));
    }
    for (const number of numbers)
      if (!found.has(number)) found.set(number, { address: { bagian: 'FAQ', angka: number }, now: undefined });
    return found;
  }

  async function read(): Promise<Standing> {
    const built = await loadAll(db, lexicon);
    const { corpus, language, at } = built;
    const alikeness = createAlikeness(
      language,
      corpus.examples.list.map(({ reading }) => reading),
    );
    await inSteps(comparing(corpus, alikeness));
    return { ...built, built: corpus, amendments: new Map(), alikeness, seen: at, wanted: at };
  }

  async function rebuild(): Promise<void> {
    const fresh = await read();
    await inTurn(async () => {
      standing = await caughtUp(fresh);
    });
  }

  /** Everything anew, unless that is under way already. */
  const rebuilt = () => {
    rebuilding ??= rebuild().finally(() => {
      rebuilding = undefined;
    });
    return rebuilding;
  };

  return {
    standing: () => standing,
    async load() {
      standing = await read();
      return standing;
    },
    async refresh() {
      const changed = await inTurn(async () => {
        if (!standing) return false;
        const before = standing;
        standing = await caughtUp(before);
        return standing !== before;
      });
      const wanted = standing?.wanted ?? 0;
      while (standing && standing.at < wanted) await rebuilt();
      // Nobody waits for it: all is there already. When it fails, the next change tries again.
      if (standing && standing.amendments.size > MANY) void rebuilt().catch(() => {});
      return changed;
    },
  };
}

/** A whole document changed, or changes are missing that were forgotten meanwhile. */
const isWhole = (changes: KnowledgeChange[], seen: number) =>
  changes[0]?.version !== seen + 1 ||
  changes.some(({ document, ordinals }) => document !== FAQ_DOCUMENT || ordinals === null);

/** Sets all entries of the FAQ as what others are compared with. */
function* comparing({ examples, entries }: Corpus, alikeness: Alikeness): Steps<void> {
  const ways = new Map<number, { question: string; reading: (typeof examples.list)[number]['reading'] }[]>();
  for (const { document, passages, question, reading } of examples.list) {
    const number = document === FAQ_DOCUMENT ? entries[passages[0] ?? -1]?.address.angka : undefined;
    if (number === undefined) continue;
    const list = ways.get(number);
    if (list) list.push({ question, reading });
    else ways.set(number, [{ question, reading }]);
    yield;
  }
  for (const [number, wordings] of ways) {
    alikeness.put(number, wordings);
    yield;
  }
}

function countsOf({ counts }: Standing, { entries, examples }: Corpus): Standing['counts'] {
  const faq = { passages: 0, examples: 0 };
  for (const { document } of entries) if (document.id === FAQ_DOCUMENT) faq.passages++;
  for (const [at, { document }] of examples.list.entries())
    if (document === FAQ_DOCUMENT && !examples.gone.has(at)) faq.examples++;
  return new Map([...counts, [FAQ_DOCUMENT, faq]]);
}
