import type { Language } from '../words.ts';
import type { ClaimWords } from './claim-words.ts';
import type { Given } from './material.ts';

/** A sentence of a model with the tokens of the passages it names. */
export type DraftClaim = { text: string; tokens: string[] };

/** Why a sentence is not shown. */
export type DropReason =
  | 'token'
  | 'word'
  | 'number'
  | 'name'
  | 'negation'
  | 'modality'
  | 'order'
  | 'condition'
  | 'quantity'
  | 'list'
  | 'form';

/** Keeps of what a model wrote only what the passages it names say. */
export function holdClaims(
  _claims: DraftClaim[],
  _given: ReadonlyMap<string, Given>,
  _by: { language: Language; words: ClaimWords; english: boolean },
): { kept: DraftClaim[]; dropped: { text: string; why: DropReason }[] } {
  return { kept: [], dropped: [] };
}
