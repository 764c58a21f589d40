import type { Refused } from '../model/index.ts';
import type { Nearby } from '../nearby.ts';

/** How far the vectors of a model are: texts that have one, of all that need one. */
export type Filling = { model: string; done: number; total: number };

/** Finds passages and known questions by meaning, in vectors of a model. */
export type Meaning = {
  /** What lies near a question; undefined when nothing can be said, for whatever reason: then words alone decide. */
  nearby: (question: string, signal: AbortSignal) => Promise<Nearby | undefined>;
  /**
   * Makes the vectors that are missing, batch by batch; what is stored stays, so that it may be broken off and called again.
   * `why` says what kept it from finishing.
   */
  fill: (options: {
    signal: AbortSignal;
    progress?: (at: Filling) => void;
  }) => Promise<{ embedded: number; unchanged: number; dropped: number; left: number; why?: Refused['why'] }>;
  state: () => Promise<{ serving?: { model: string; dimension: number; texts: number }; filling?: Filling }>;
};
