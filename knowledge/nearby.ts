/** What lies near a question in meaning, as found among the stored vectors: plain data, to be handed to `Knowledge.answer`. */
export type Nearby = {
  /** Texts by their SHA-256, nearest first; `likeness` is the cosine, -1 to 1. */
  hits: { hash: string; likeness: number }[];
  /** How far the nearest known question can be trusted. */
  trust: Trust;
  /** The same for the nearest passage. Nothing if absent. */
  ofPassages?: Trust;
};

/**
 * How far the nearness of one embedder means the same, measured on the example questions whose answer is known: of those whose
 * nearest neighbour of another writer lay at `from` or nearer, but less near than the step above, at least the share `right` has
 * the same answer. In falling order of `from` and of `right`; likeness below the last step is worth nothing.
 */
export type Trust = { from: number; right: number }[];

/** The share of neighbours at that likeness that mean the same, 0 to 1. */
export function trusted(trust: Trust, likeness: number): number {
  return trust.find(({ from }) => likeness >= from)?.right ?? 0;
}
