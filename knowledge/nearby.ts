/** What lies near a question in meaning, as found among the stored vectors: plain data, to be handed to `Knowledge.answer`. */
export type Nearby = {
  /** Texts by their SHA-256, nearest first; `likeness` is the cosine, -1 to 1. */
  hits: { hash: string; likeness: number }[];
  /** How far nearness of this embedder means the same; see `Trust`. */
  trust: Trust;
};

/**
 * How far the nearness of one embedder can be trusted, measured on the example questions whose answer is known: of the
 * questions whose nearest neighbour of another writer lies at least at `from`, the share `right` has the same answer. In
 * falling order of `from`; likeness below the last is worth nothing.
 */
export type Trust = { from: number; right: number }[];
