import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../knowledge/corpus.ts';
import { withNearness } from '../../knowledge/fusion.ts';
import type { Nearness } from '../../knowledge/nearness.ts';
import type { Ranked } from '../../knowledge/ranking.ts';

const entries = Array.from({ length: 6 }, (_, at) => ({ at, document: { id: at < 5 ? 'aturan' : 'lain' } }) as Entry);
const corpus = { entries };
const scope = new Set(['aturan']);
const fits = () => true;

/** What words say of the first three passages; the rest is the chance of none. */
function byWords(...chances: number[]): Ranked {
  const list = chances.flatMap((chance, at) => (entries[at] ? [{ entry: entries[at], chance }] : []));
  return { list, none: 1 - chances.reduce((sum, chance) => sum + chance, 0), similar: [] };
}
const near = (parts: { asked?: [number, number][]; said?: [number, number][]; unanswered?: number }): Nearness => ({
  asked: new Map(parts.asked),
  said: new Map(parts.said),
  unanswered: new Map(parts.unanswered === undefined ? [] : [['aturan', parts.unanswered]]),
  order: [],
});
const fused = (ranked: Ranked, nearness: Nearness) => withNearness(ranked, nearness, corpus, scope, fits);
const chanceOf = ({ list }: Ranked, at: number) => list.find(({ entry }) => entry.at === at)?.chance ?? 0;

describe('what words and nearness say together', () => {
  it('is what words say where nothing near is trusted', () => {
    const words = byWords(0.5, 0.2, 0.1);
    expect(fused(words, near({}))).toEqual({
      ...words,
      none: expect.closeTo(words.none, 12),
      list: words.list.map((one) => ({ ...one, chance: expect.closeTo(one.chance, 12) })),
    });
  });

  it('gets surer where both say the same, and follows the surer where they do not', () => {
    const words = byWords(0.6, 0.1, 0.1);
    expect(chanceOf(fused(words, near({ asked: [[0, 0.7]] })), 0)).toBeGreaterThan(0.6);
    expect(fused(words, near({ asked: [[1, 0.55]] })).list[0]?.entry.at).toBe(0);
    expect(fused(words, near({ asked: [[1, 0.9]] })).list[0]?.entry.at).toBe(1);
    // Found by nothing in its words.
    expect(fused(words, near({ asked: [[4, 0.9]] })).list[0]?.entry.at).toBe(4);
  });

  it('makes "none" less likely by known questions alone, and likelier by those that nothing answers', () => {
    const words = byWords(0.2, 0.1, 0.1);
    expect(fused(words, near({ said: [[1, 0.95]] })).none).toBeCloseTo(words.none, 12);
    expect(fused(words, near({ said: [[1, 0.95]] })).list[0]?.entry.at).toBe(1);
    expect(fused(words, near({ asked: [[1, 0.95]] })).none).toBeLessThan(words.none / 2);
    expect(fused(words, near({ unanswered: 0.9 })).none).toBeGreaterThan(words.none);
  });

  it('leaves out what is of another document, or does not fit', () => {
    const words = byWords(0.2, 0.1, 0.1);
    expect(chanceOf(fused(words, near({ asked: [[5, 0.95]] })), 5)).toBe(0);
    const nearness = near({ asked: [[1, 0.95]] });
    expect(withNearness(words, nearness, corpus, scope, () => false).list[0]?.entry.at).toBe(0);
  });

  it('is always a choice among all passages and none', () => {
    const part = fc.double({ min: 0, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(part, part, part),
        fc.tuple(part, part, part),
        fc.tuple(part, part),
        (words, asked, said) => {
          const { list, none } = fused(
            byWords(...words),
            near({ asked: asked.map((share, at) => [at + 1, share]), said: said.map((share, at) => [at + 3, share]) }),
          );
          expect(none + list.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 9);
          for (const { chance } of list) expect(chance).toBeGreaterThanOrEqual(0);
          expect(list.every(({ chance }, at) => chance <= (list[at - 1]?.chance ?? 1))).toBe(true);
        },
      ),
    );
  });
});
