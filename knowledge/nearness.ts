import type { Corpus } from './corpus.ts';
import { placesByHash } from './embedded-text.ts';
import { type Nearby, type Trust, trusted } from './nearby.ts';
import { speechActOf } from './source.ts';

/** What the vectors near a question say of the corpus, as far as they are trusted. */
export type Nearness = {
  /** By passage: the chance that it answers, since a known question near this one is answered by it. */
  asked: ReadonlyMap<number, number>;
  /** By document: the chance that nothing in it answers, since it does not answer a known question near this one. */
  unanswered: ReadonlyMap<string, number>;
  /** By passage: the chance that it answers, since its own words are near. */
  said: ReadonlyMap<number, number>;
  /** All passages that are near in one way or the other, nearest first, trusted or not. */
  order: readonly number[];
};

/** Further neighbours say little that the first do not. */
const NEIGHBOURS = 5;

/** Undefined where the embedder earned no trust at all: then nothing may change. */
export function nearnessOf(corpus: Corpus, { hits, trust, ofPassages = [] }: Nearby): Nearness | undefined {
  if (trust.length === 0 && ofPassages.length === 0) return undefined;
  const places = placesByHash(corpus);
  const asked = new Map<number, number>();
  const unanswered = new Map<string, number>();
  const said = new Map<number, number>();
  const order = new Set<number>();
  const byQuestion = sharing(trust);
  const byPassage = sharing(ofPassages);
  for (const { hash, likeness } of hits) {
    const { entries, examples } = places.get(hash) ?? { entries: [], examples: [] };
    for (const number of examples) {
      const example = corpus.examples.list[number];
      if (!example) continue;
      const share = byQuestion(likeness);
      const [aimed] = example.passages;
      // What is no question at all takes its share, and gives it to nobody.
      if (example.kind === 'unanswerable') raise(unanswered, example.document, share);
      else if (aimed !== undefined && speechActOf(example.kind) === 'question') {
        raise(asked, aimed, share);
        order.add(aimed);
      }
    }
    for (const at of entries) {
      raise(said, at, byPassage(likeness));
      order.add(at);
    }
  }
  return { asked, unanswered, said, order: [...order] };
}

/** Each neighbour is trusted with what those nearer left. */
function sharing(trust: Trust): (likeness: number) => number {
  let left = 1;
  let seen = 0;
  return (likeness) => {
    if (seen++ >= NEIGHBOURS) return 0;
    const share = left * trusted(trust, likeness);
    left -= share;
    return share;
  };
}

function raise<Key>(shares: Map<Key, number>, key: Key, by: number): void {
  if (by > 0) shares.set(key, (shares.get(key) ?? 0) + by);
}
