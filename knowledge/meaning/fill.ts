import type { Database } from '../../db/database.ts';
import {
  addEmbeddings,
  dropEmbedder,
  dropEmbeddings,
  type EmbedderRow,
  embeddedHashes,
  ensureEmbedder,
  indexEmbeddings,
  listEmbedders,
  serveEmbedder,
} from '../../db/embeddings.ts';
import type { Knowledge } from '../base.ts';
import type { EmbeddableText } from '../embedded-text.ts';
import type { Models, Refused } from '../model/index.ts';
import { embedBeginning, mayBeTooLong } from './beginning.ts';
import { measureTrust } from './measure.ts';

/** How far the vectors of a model are: texts that need none any more, of all. */
export type Filling = {
  model: string;
  done: number;
  total: number;
  /** The server is busy, and is left alone for so long. */
  waitsMs?: number;
};

/** What became of filling; `why` says what kept it from finishing, and `status` what the server answered then. */
export type Filled = {
  embedded: number;
  /** Of those, texts of which only the beginning went into the window of the model. */
  cut?: number;
  /** Of these the server takes no part: they are found by their words alone. */
  tooLong?: number;
  unchanged: number;
  dropped: number;
  left: number;
  why?: Refused['why'];
  status?: number;
};

export type FillNeeds = {
  db: Database;
  knowledge: Pick<Knowledge, 'embeddable' | 'nearnessTests'>;
  models: Pick<Models, 'names' | 'embed'>;
};

/** What is paid for with one request is stored before the next; where a server refuses so many, fewer are sent. */
const BATCH = 32;
/** After so great a share of changed texts trust is measured anew. */
const CHANGED = 0.05;

type Options = {
  signal: AbortSignal;
  progress?: ((at: Filling) => void) | undefined;
  /** How long the vectors of the model were seen to be lately; undefined if they were not seen. */
  dimension?: number | undefined;
  /** The hashes of texts that are known to be too long; those that are found to be are added. */
  tooLong?: Set<string>;
  /** Nobody is kept waiting by work in the database. */
  alone?: boolean | undefined;
};

/**
 * Makes the vectors that are missing and forgets those of texts that are gone; when all are there, the model serves. Waits for the
 * network outside of transactions, and goes on where it was when it is called again. A text longer than the server takes gets the
 * vector of its beginning.
 */
export async function fill(
  needs: FillNeeds,
  { signal, progress = () => {}, dimension, tooLong = new Set(), alone = false }: Options,
): Promise<Filled> {
  const { db, knowledge, models } = needs;
  const model = models.names.embedder;
  if (model === undefined) return { embedded: 0, unchanged: 0, dropped: 0, left: 0, why: 'unset' };
  const texts = await knowledge.embeddable();
  let target = await begun(db, model, dimension);
  let known = target ? await embeddedHashes(db, target.id) : new Set<string>();
  const unchanged = texts.filter(({ hash }) => known.has(hash)).length;
  let missing = without(texts, known, tooLong);
  let [embedded, cut, most] = [0, 0, BATCH];
  const told = (more?: { waitsMs: number }) =>
    progress({ model, done: texts.length - missing.length, total: texts.length, ...more });
  const background = { waits: (waitsMs: number) => told({ waitsMs }) };
  const embed = (some: string[]) => models.embed(some, { signal, background });
  const soFar = (): Omit<Filled, 'dropped'> => {
    const long = texts.filter(({ hash }) => tooLong.has(hash)).length;
    return { embedded, unchanged, left: missing.length, ...(cut > 0 && { cut }), ...(long > 0 && { tooLong: long }) };
  };
  const ended = ({ why, status }: Refused): Filled => ({
    ...{ ...soFar(), dropped: 0, why },
    ...(status !== undefined && { status }),
  });

  async function store(batch: EmbeddableText[], vectors: number[][]): Promise<void> {
    const length = vectors[0]?.length ?? 0;
    if (!target || target.dimension !== length) {
      // Vectors of another length cannot be compared with those that are there: everything is made anew beside them.
      target = await ensureEmbedder(db, model as string, length);
      known = await embeddedHashes(db, target.id);
      missing = without(texts, known, tooLong);
    }
    await addEmbeddings(
      db,
      target.id,
      batch.map(({ hash }, at) => ({ hash, vector: vectors[at] ?? [] })),
    );
    const added = new Set(batch.map(({ hash }) => hash));
    missing = missing.filter(({ hash }) => !added.has(hash));
    embedded += batch.length;
  }

  told();
  while (missing.length > 0) {
    const batch = missing.slice(0, most);
    const [first] = batch as [EmbeddableText];
    const made = await embed(batch.map(({ text }) => text));
    if (made.ok) {
      await store(batch, made.vectors);
      most = Math.min(BATCH, 2 * most);
    } else if (!mayBeTooLong(made)) return ended(made);
    else if (batch.length > 1) most = Math.ceil(batch.length / 2);
    else {
      const part = await embedBeginning(first.text, (text) => embed([text]));
      if (part === 'too-long') {
        tooLong.add(first.hash);
        missing = missing.slice(1);
      } else if ('vector' in part) {
        await store(batch, [part.vector]);
        cut++;
      } else return ended(part);
    }
    told();
  }
  const filled = { ...soFar(), dropped: 0 };
  if (!target) return filled;
  const wanted = new Set(texts.map(({ hash }) => hash));
  const gone = [...known].filter((hash) => !wanted.has(hash));
  if (gone.length > 0) await dropEmbeddings(db, target.id, gone);
  filled.dropped = gone.length;
  await indexEmbeddings(db, target, { alone });
  const isChanged = (embedded + gone.length) / Math.max(1, texts.length) >= CHANGED;
  if (target.state === 'serving' && target.trust !== null && !isChanged) return filled;
  const trust = await measureTrust(needs, target, signal);
  if (!trust) return { ...filled, why: 'late' };
  await serveEmbedder(db, target.id, trust);
  return filled;
}

/** The embedder of that model that is to be filled, if there is one; what was begun with another model is given up. */
async function begun(db: Database, model: string, dimension: number | undefined): Promise<EmbedderRow | undefined> {
  const all = await listEmbedders(db);
  for (const one of all) if (one.state === 'filling' && one.model !== model) await dropEmbedder(db, one.id);
  const own = all.filter((one) => one.model === model);
  if (dimension !== undefined) return own.find((one) => one.dimension === dimension);
  // One that is being filled beside the serving one is where it goes on.
  return own.find(({ state }) => state === 'filling') ?? own[0];
}

/** What is still to be made, the shortest first: only the last may be too long, and the others need not be sent one by one. */
const without = (texts: EmbeddableText[], known: ReadonlySet<string>, tooLong: ReadonlySet<string>) =>
  texts
    .filter(({ hash }) => !known.has(hash) && !tooLong.has(hash))
    .sort((one, other) => one.text.length - other.text.length);
