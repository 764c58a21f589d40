import { type Address, addressKey } from './address.ts';
import type { Difference } from './document-found.ts';
import type { Passage } from './source.ts';

type Unit = Pick<Passage, 'ordinal' | 'address' | 'text'> & { parent?: number | null };

/** How a document differs from the one stored: what is new, gone and changed, by address, in reading order. */
export function differenceOf(stored: Unit[], next: Unit[]): Difference {
  const before = unitsOf(stored);
  const after = unitsOf(next);
  const difference: Difference = { added: [], removed: [], changed: [], same: 0 };
  for (const [key, unit] of after) {
    const old = before.get(key);
    if (!old && isWhole(unit, after, before)) difference.added.push({ address: unit.address, after: unit.text });
    if (!old) continue;
    if (old.own === unit.own) difference.same++;
    else difference.changed.push({ address: unit.address, before: old.text, after: unit.text });
  }
  for (const [key, unit] of before)
    if (!after.has(key) && isWhole(unit, before, after))
      difference.removed.push({ address: unit.address, before: unit.text });
  return difference;
}

type Known = { address: Address; text: string; own: string; parent: string | undefined };

/** By place; of two units with one address the first counts. */
function unitsOf(passages: Unit[]): Map<string, Known> {
  const texts = new Map(passages.map((unit) => [unit.ordinal, { ...unit, own: unit.text }]));
  // What stands inside a unit is compared as a unit of its own.
  for (const { parent, text } of passages) {
    const above = parent === undefined || parent === null ? undefined : texts.get(parent);
    if (above) above.own = above.own.replace(text, () => '');
  }
  const units = new Map<string, Known>();
  for (const { address, text, own, parent } of texts.values()) {
    const above = parent === undefined || parent === null ? undefined : texts.get(parent);
    const key = addressKey(address);
    if (!units.has(key))
      units.set(key, { address, text, own: plainWords(own), parent: above && addressKey(above.address) });
  }
  return units;
}

/** Whether the unit above it stands in both: otherwise that one is named instead. */
function isWhole({ parent }: Known, here: Map<string, Known>, there: Map<string, Known>): boolean {
  return parent === undefined || !here.has(parent) || there.has(parent);
}

/** Line breaks and bullets of a conversion are no change of the text. */
export const plainWords = (text: string): string =>
  text
    .replaceAll('*', '')
    .replace(/^\s*[-•–]\s+/gmu, '')
    .replace(/\s+/gu, ' ')
    .trim();
