import type { Entry } from '../corpus.ts';
import { type DraftClaim, holdClaims } from './guard.ts';
import type { Given, Material } from './material.ts';
import { type HeldClaim, narrowed } from './narrow.ts';
import type { Output } from './schema.ts';

/** What is read of an answer; the rest of it was never written. */
const MOST = { claims: 8, tokens: 4 };

/**
 * Keeps the sentences that their passages bear out, in order, each once, on no more than they need. `dropped` counts the others,
 * `refused` those of them that say something of their own.
 * @param anchors what was found without a model
 */
export function heldClaims(
  { klaim }: Pick<Output, 'klaim'>,
  given: ReadonlyMap<string, Given>,
  { material, anchors }: { material: Pick<Material, 'corpus' | 'asksList'>; anchors: readonly Entry[] },
  by: Parameters<typeof holdClaims>[2],
): { held: HeldClaim[]; dropped: number; refused: number } {
  const drafts = new Map<string, DraftClaim>();
  for (const { teks, sumber } of klaim) {
    const text = teks.normalize('NFC').replace(/\s+/gu, ' ').trim();
    if (text !== '' && !drafts.has(text)) drafts.set(text, { text, tokens: sumber.slice(0, MOST.tokens).map(asToken) });
  }
  const { kept } = holdClaims([...drafts.values()].slice(0, MOST.claims), given, by);
  const held = kept
    .map(({ text, tokens }) => ({ text, given: tokens.flatMap((token) => given.get(token) ?? []) }))
    .filter((claim) => claim.given.length > 0)
    .map((claim) => narrowed(claim, anchors, material, by));
  const said = new Set(held.map(({ text }) => lettersOf(text)));
  const refused = [...drafts.keys()].filter((text) => !said.has(lettersOf(text))).length;
  return { held, dropped: klaim.length - held.length, refused };
}

/** A sentence is the same in other spacing, capitals and marks. */
const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** "[s2]" means S2. */
const asToken = (written: string) => written.replace(/[\s[\]]/gu, '').toUpperCase();
