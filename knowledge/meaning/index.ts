import type { Database } from '../../db/database.ts';
import { countEmbeddings, listEmbedders, nearestEmbeddings } from '../../db/embeddings.ts';
import type { Knowledge } from '../base.ts';
import type { Models } from '../model/index.ts';
import type { Nearby } from '../nearby.ts';
import { type Filled, type Filling, fill } from './fill.ts';
import { NEIGHBOURS, readTrusts } from './measure.ts';

/** Finds passages and known questions by meaning, in vectors of a model. */
export type Meaning = {
  /**
   * What lies near a question; undefined when nothing can be said, for whatever reason: then words alone decide. Nothing is sent
   * where what came back would not be trusted.
   */
  nearby: (question: string, signal: AbortSignal) => Promise<Nearby | undefined>;
  /**
   * Makes the vectors that are missing, batch by batch; what is stored stays, so that it may be broken off and called again.
   * A model that is not the serving one takes its place when its vectors are whole. `alone`: nobody is kept waiting by work in the
   * database.
   */
  fill: (options: { signal: AbortSignal; progress?: (at: Filling) => void; alone?: boolean }) => Promise<Filled>;
  /** Which model serves, and how far the configured one is, as long as it is not whole. */
  state: () => Promise<{ serving?: { model: string; dimension: number; texts: number }; filling?: Filling }>;
};

/** Vectors in `db` of what `knowledge` holds, made by the embedder of `models`. Nothing is sent before it is asked for. */
export function createMeaning({
  db,
  knowledge,
  models,
}: {
  db: Database;
  knowledge: Pick<Knowledge, 'embeddable' | 'nearnessTests'>;
  models: Pick<Models, 'names' | 'embed'>;
}): Meaning {
  /** How long the vectors of the configured model were when they did not fit the stored ones. */
  let otherDimension: number | undefined;
  /** Texts of which a model takes no part. Not stored: another day its server may have a wider window. */
  const tooLong = new Map<string, Set<string>>();
  const tooLongFor = (model = ''): Set<string> => {
    const hashes = tooLong.get(model) ?? new Set<string>();
    tooLong.set(model, hashes);
    return hashes;
  };

  return {
    async nearby(question, signal) {
      const configured = models.names.embedder;
      const [serving] = await listEmbedders(db);
      if (configured === undefined || serving?.state !== 'serving') return undefined;
      const { questions, passages } = readTrusts(serving.trust);
      if (questions.length === 0 && passages.length === 0) return undefined;
      const own = serving.model === configured;
      const made = await models.embed([question], { signal, ...(!own && { model: serving.model }) });
      const [vector] = made.ok ? made.vectors : [];
      if (!vector) return undefined;
      if (vector.length !== serving.dimension) {
        if (own) otherDimension = vector.length;
        return undefined;
      }
      const hits = await nearestEmbeddings(db, serving, vector, NEIGHBOURS);
      return { hits, trust: questions, ofPassages: passages };
    },
    async fill({ signal, progress, alone }) {
      const filled = await fill(
        { db, knowledge, models },
        { signal, progress, alone, dimension: otherDimension, tooLong: tooLongFor(models.names.embedder) },
      );
      if (filled.left === 0) otherDimension = undefined;
      return filled;
    },
    async state() {
      const embedders = await listEmbedders(db);
      const serving = embedders.find(({ state }) => state === 'serving');
      const model = models.names.embedder;
      const texts = serving ? await countEmbeddings(db, serving.id) : 0;
      const hopeless = tooLongFor(model);
      const total =
        model === undefined ? 0 : (await knowledge.embeddable()).filter(({ hash }) => !hopeless.has(hash)).length;
      const beside = embedders.find((one) => one.state === 'filling' && one.model === model);
      const target = beside ?? (serving?.model === model ? serving : undefined);
      const done = target ? await countEmbeddings(db, target.id) : 0;
      const isWhole = target?.state === 'serving' && done >= total;
      return {
        ...(serving && { serving: { model: serving.model, dimension: serving.dimension, texts } }),
        ...(model !== undefined && !isWhole && { filling: { model, done: Math.min(done, total), total } }),
      };
    },
  };
}
