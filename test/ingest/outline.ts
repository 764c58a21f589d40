import { expect } from 'vitest';
import { addressKey, isWithin } from '../../knowledge/address.ts';
import type { Passage } from '../../knowledge/index.ts';

/**
 * The tree of a regulation, one line for each unit that stands alone: "Pasal 21: (1)[a[1 2[a) b)]] b] (2)".
 * An ayat is (1), a huruf a, an angka 1, a huruf-kurung a).
 */
export function outline(passages: Passage[]): string[] {
  const children = (parent: Passage | undefined) => passages.filter((passage) => passage.parent === parent?.ordinal);
  const branch = (passage: Passage): string => {
    const below = children(passage).map(branch).join(' ');
    return `${label(passage)}${below === '' ? '' : `[${below}]`}`;
  };
  return children(undefined).map((top) => {
    const below = children(top).map(branch).join(' ');
    return `${label(top)}${below === '' ? '' : `: ${below}`}`;
  });
}

function label({ kind, address }: Passage): string {
  if (kind === 'pasal') return `Pasal ${address.pasal}${address.sisipan?.toUpperCase() ?? ''}`;
  if (kind === 'ayat') return `(${address.ayat})`;
  if (kind === 'huruf') return `${address.huruf}`;
  if (kind === 'angka') return `${address.angka}`;
  if (kind === 'sub') return `${address.sub})`;
  return `${address.bagian}`;
}

/** What holds for every text whatever: slices in order, each child in its parent, no address twice. */
export function expectSound(source: string, passages: Passage[]): void {
  const seen = new Set<string>();
  let from = 0;
  for (const [index, { ordinal, parent, text, address }] of passages.entries()) {
    expect(ordinal).toBe(index);
    const at = source.indexOf(text, from);
    expect(at, `the slice ${JSON.stringify(text.slice(0, 60))}`).toBeGreaterThanOrEqual(from);
    from = at;
    expect(text).toBe(text.trim());
    if (parent !== undefined) {
      const above = passages[parent];
      expect(parent).toBeLessThan(ordinal);
      expect(above?.text).toContain(text);
      expect(above && isWithin(address, above.address)).toBe(true);
    }
    expect(seen, addressKey(address)).not.toContain(addressKey(address));
    seen.add(addressKey(address));
  }
}
