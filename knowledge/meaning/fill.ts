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
import { measureTrust } from './measure.ts';

/** How far the vectors of a model are: texts that have one, of all that need one. */
export type Filling = { model: string; done: number; total: number };

/** What became of filling; `why` says what kept it from finishing. */
export type Filled = {
  embedded: number;
  unchanged: number;
  dropped: number;
  left: number;
  why?: Refused['why'];
};

export type FillNeeds = {
  db: Database;
  knowledge: Pick<Knowledge, 'embeddable' | 'nearnessTests'>;
  models: Pick<Models, 'names' | 'embed'>;
};

/** What is paid for with one request is stored before the next. */
const BATCH = 32;
/** After so great a share of changed texts trust is measured anew. */
const CHANGED = 0.05;

/**
 * Makes the vectors that are missing and forgets those of texts that are gone; when all are there, the model serves. Waits for the
 * network outside of transactions, and goes on where it was when it is called again.
 * @param dimension how long the vectors of the model were seen to be lately; undefined if they were not seen
 */
export async function fill(
  needs: FillNeeds,
  {
    signal,
    progress = () => {},
    dimension,
  }: { signal: AbortSignal; progress?: ((at: Filling) => void) | undefined; dimension?: number | undefined },
): Promise<Filled> {
  const { db, knowledge, models } = needs;
  const model = models.names.embedder;
  if (model === undefined) return { embedded: 0, unchanged: 0, dropped: 0, left: 0, why: 'unset' };
  const texts = await knowledge.embeddable();
  let target = await begun(db, model, dimension);
  let known = target ? await embeddedHashes(db, target.id) : new Set<string>();
  let missing = without(texts, known);
  const unchanged = texts.length - missing.length;
  let embedded = 0;
  const told = () => progress({ model, done: texts.length - missing.length, total: texts.length });
  told();
  while (missing.length > 0) {
    const batch = missing.slice(0, BATCH);
    const made = await models.embed(
      batch.map(({ text }) => text),
      { signal },
    );
    if (!made.ok) return { embedded, unchanged, dropped: 0, left: missing.length, why: made.why };
    const length = made.vectors[0]?.length ?? 0;
    const isNew = target?.dimension !== length;
    if (isNew || !target) {
      // Vectors of another length cannot be compared with those that are there: everything is made anew beside them.
      target = await ensureEmbedder(db, model, length);
      known = await embeddedHashes(db, target.id);
      missing = without(texts, known);
    }
    await addEmbeddings(
      db,
      target.id,
      batch.map(({ hash }, at) => ({ hash, vector: made.vectors[at] ?? [] })),
    );
    const added = new Set(batch.map(({ hash }) => hash));
    missing = missing.filter(({ hash }) => !added.has(hash));
    embedded += batch.length;
    told();
  }
  if (!target) return { embedded, unchanged, dropped: 0, left: 0 };
  const wanted = new Set(texts.map(({ hash }) => hash));
  const gone = [...known].filter((hash) => !wanted.has(hash));
  if (gone.length > 0) await dropEmbeddings(db, target.id, gone);
  await indexEmbeddings(db, target);
  const isChanged = (embedded + gone.length) / Math.max(1, texts.length) >= CHANGED;
  const filled = { embedded, unchanged, dropped: gone.length, left: 0 };
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

const without = (texts: EmbeddableText[], known: ReadonlySet<string>) => texts.filter(({ hash }) => !known.has(hash));
