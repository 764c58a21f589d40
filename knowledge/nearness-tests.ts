import type { Corpus } from './corpus.ts';
import { hashOfExample, placesByHash } from './embedded-text.ts';
import { speechActOf } from './source.ts';

/**
 * An example question whose answer is known, to see whether nearness finds it. `judge` says what a neighbour is, and whether it
 * leads to the same answer; undefined for one that does not count: the question itself, another of its writer, an unknown text.
 */
export type NearnessTest = {
  hash: string;
  judge: (hash: string) => { of: 'question' | 'passage'; right: boolean } | undefined;
};

/** Up to `most` tests, spread evenly over the example questions. Only regulations teach; see `calibrate`. */
export function nearnessTests(corpus: Corpus, most: number): NearnessTest[] {
  const { list, gone } = corpus.examples;
  const known = [...list.keys()].filter((at) => {
    const example = list[at];
    return (
      example !== undefined &&
      !gone.has(at) &&
      corpus.documents.get(example.document)?.kind === 'peraturan' &&
      speechActOf(example.kind) === 'question'
    );
  });
  const every = Math.max(1, known.length / most);
  const chosen = Array.from({ length: Math.min(most, known.length) }, (_, number) => known[Math.floor(number * every)]);
  return chosen.flatMap((at) => (at === undefined ? [] : testOf(corpus, at)));
}

function testOf(corpus: Corpus, at: number): NearnessTest[] {
  const { list } = corpus.examples;
  const own = list[at];
  if (!own) return [];
  const hash = hashOfExample(own);
  const isRight = (place: number | undefined) => place !== undefined && own.passages.includes(place);
  return [
    {
      hash,
      judge(other) {
        const places = other === hash ? undefined : placesByHash(corpus).get(other);
        if (!places) return undefined;
        if (places.entries.length > 0) return { of: 'passage', right: places.entries.some(isRight) };
        const asked = places.examples.flatMap((number) => list[number] ?? []);
        const others = asked.filter(({ writer }) => own.writer === '' || writer !== own.writer);
        if (others.length === 0) return undefined;
        const right = others.some(({ kind, passages }) =>
          own.passages.length === 0 ? kind === own.kind : isRight(passages[0]),
        );
        return { of: 'question', right };
      },
    },
  ];
}
