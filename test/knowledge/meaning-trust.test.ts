import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Judged } from '../../knowledge/meaning/trust.ts';
import { trustFrom } from '../../knowledge/meaning/trust.ts';
import { trusted } from '../../knowledge/nearby.ts';

const many = (count: number, likeness: (at: number) => number, right: (at: number) => boolean): Judged[] =>
  Array.from({ length: count }, (_, at) => ({ likeness: likeness(at), right: right(at) }));

describe('trust in nearness', () => {
  it('is near certainty where the nearest was always right, and never certainty', () => {
    const trust = trustFrom(
      many(
        400,
        () => 0.9,
        () => true,
      ),
    );
    expect(trust).toHaveLength(1);
    expect(trusted(trust, 0.95)).toBeGreaterThan(0.99);
    expect(trusted(trust, 0.95)).toBeLessThan(1);
  });

  it('falls with likeness, and ends where the nearest is wrong more often than right', () => {
    // Right as often as it is near: at 0.9 in nine of ten, at 0.3 in three.
    const trust = trustFrom(
      many(
        1_000,
        (at) => at / 1_000,
        (at) => (at * 7_919) % 1_000 < at,
      ),
    );
    expect(trusted(trust, 0.95)).toBeGreaterThan(trusted(trust, 0.7));
    expect(trusted(trust, 0.7)).toBeGreaterThanOrEqual(0.5);
    expect(trusted(trust, 0.3)).toBe(0);
  });

  it('is none where likeness tells nothing, or too little was seen', () => {
    expect(
      trustFrom(
        many(
          1_000,
          (at) => (at * 7_919) % 1_000,
          (at) => at % 10 === 0,
        ),
      ),
    ).toEqual([]);
    expect(
      trustFrom(
        many(
          59,
          () => 0.9,
          () => true,
        ),
      ),
    ).toEqual([]);
  });

  it('is never more than the share that was right, and never less for the nearer', () => {
    const judged = fc.array(fc.record({ likeness: fc.double({ min: -1, max: 1, noNaN: true }), right: fc.boolean() }), {
      minLength: 60,
      maxLength: 200,
    });
    fc.assert(
      fc.property(judged, (all) => {
        const trust = trustFrom(all);
        for (const [at, { from, right }] of trust.entries()) {
          const nearer = trust[at - 1];
          if (nearer) expect(nearer.from > from && nearer.right >= right).toBe(true);
          expect(right).toBeGreaterThanOrEqual(0.5);
          expect(right).toBeLessThan(1);
        }
        if (all.every(({ right }) => !right)) expect(trust).toEqual([]);
      }),
    );
  });
});
