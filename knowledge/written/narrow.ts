import { isWithin } from '../address.ts';
import { stateOf } from '../compose.ts';
import type { Corpus, Entry } from '../corpus.ts';
import { holdClaims } from './guard.ts';
import type { Given, Material } from './material.ts';

/** So many items are tried, those with the most of the sentence's words. */
const TRIED = 4;
/** A sentence that needs more items speaks of the list. */
const ITEMS = 2;

/** A sentence that holds, with the passages that it rests on: at least one. */
export type HeldClaim = { text: string; given: Given[] };

type By = Parameters<typeof holdClaims>[2];

/**
 * The same sentence resting on no more than says it: where it rests on a list, on what was found in there without a model
 * (`anchors`), or on one or two of the items unless a list is asked for.
 */
export function narrowed(
  claim: HeldClaim,
  anchors: readonly Entry[],
  { corpus, asksList }: Pick<Material, 'corpus' | 'asksList'>,
  by: By,
): HeldClaim {
  const said = new Set(by.language.terms(claim.text));
  const shared = ({ terms }: Entry) => terms.own.filter((term) => said.has(term)).length;
  const within = (passage: Given): Given[] => {
    const { entry } = passage;
    if (entry.children.length === 0) return [passage];
    const found = anchors.filter((anchor) => anchor !== entry && holds(entry, anchor));
    const items = asksList ? [] : leavesOf(entry, corpus).filter((item) => shared(item) > 0);
    items.sort((a, b) => shared(b) - shared(a) || a.at - b.at);
    for (const units of [found, items.slice(0, TRIED)]) {
      const enough = needed(
        claim.text,
        units.map((unit) => ({ ...passage, entry: unit, statement: stateOf(corpus, unit) })),
        by,
      );
      if (enough.length > 0 && enough.length <= ITEMS) return enough;
    }
    return [passage];
  };
  return { ...claim, given: [...new Map(claim.given.flatMap(within).map((one) => [one.entry.at, one])).values()] };
}

/** Those of the units that say it, only the first where that says it alone; none when they do not even together. */
function needed(text: string, units: Given[], by: By): Given[] {
  const saying = (some: Given[]): Given[] => {
    const byToken = new Map(some.map((unit, at) => [String(at), unit]));
    const { kept } = holdClaims([{ text, tokens: [...byToken.keys()] }], byToken, by);
    return (kept[0]?.tokens ?? []).flatMap((token) => byToken.get(token) ?? []);
  };
  const all = saying(units);
  const alone = all.length > 1 ? saying(all.slice(0, 1)) : [];
  return alone.length > 0 ? alone : all;
}

/** The units of a list that hold no others. */
function leavesOf({ children }: Entry, corpus: Corpus): Entry[] {
  return children
    .flatMap((at) => corpus.entries[at] ?? [])
    .flatMap((child) => (child.children.length > 0 ? leavesOf(child, corpus) : [child]));
}

/** Whether one unit is the other or stands inside of it. */
export const holds = (outer: Entry, inner: Entry): boolean =>
  outer.document.id === inner.document.id && isWithin(inner.address, outer.address);
