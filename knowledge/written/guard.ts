import type { Corpus, Entry } from '../corpus.ts';
import type { Language } from '../words.ts';
import type { ClaimWords } from './claim-words.ts';
import { isProse, withoutOpening } from './form.ts';
import type { Given } from './material.ts';
import { withoutPlace } from './names.ts';
import { saysThat } from './order.ts';
import { RESTRICTING } from './polarity.ts';
import { type Sentence, sentencesOf } from './sentences.ts';
import { type Token, tokensOf } from './tokens.ts';

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

type By = {
  language: Language;
  words: ClaimWords;
  english: boolean;
  /** Without it an item under a condition or a duty holds nothing alone: the items beside it are not known. */
  corpus?: Corpus;
};

/** A passage that a claim names, read. */
type Read = { token: string; entry: Entry; sentences: Sentence[] };

/**
 * Keeps of what a model wrote only what the passages it names say: each sentence must be said by one of them, in its order, with
 * its denials, conditions and limits. A "ya" or "tidak" in front is taken off, as is every token whose passage says nothing of
 * the claim. What cannot be told is dropped.
 */
export function holdClaims(
  claims: DraftClaim[],
  given: ReadonlyMap<string, Given>,
  by: By,
): { kept: DraftClaim[]; dropped: { text: string; why: DropReason }[] } {
  const kept: DraftClaim[] = [];
  const dropped: { text: string; why: DropReason }[] = [];
  const read = new Map<string, Read>();
  const readingOf = (token: string): Read | undefined => {
    const passage = given.get(token);
    if (!passage) return undefined;
    const known = read.get(token) ?? { token, entry: passage.entry, sentences: sentencesOf(passage.entry, by) };
    read.set(token, known);
    return known;
  };
  for (const { text, tokens } of claims) {
    const cited = [...new Set(tokens)].flatMap((token) => readingOf(token) ?? []);
    const held = cited.length === 0 ? { why: 'token' as const } : hold(text, cited, by);
    if ('why' in held) dropped.push({ text, why: held.why });
    else kept.push({ text: held.text, tokens: held.tokens });
  }
  return { kept, dropped };
}

function hold(text: string, cited: Read[], by: By): { text: string; tokens: string[] } | { why: DropReason } {
  if (!isProse(text)) return { why: 'form' };
  const shown = withoutOpening(text);
  const supporting = new Set<string>();
  const sentences = shown.split(/(?<=[.!?])\s+/u).filter((sentence) => /[\p{L}\d]/u.test(sentence));
  if (sentences.length === 0) return { why: 'form' };
  for (const sentence of sentences) {
    if (/\?\s*$/u.test(sentence)) return { why: 'form' };
    const saying = cited.filter((passage) => saysSentence(sentence, passage, by));
    if (saying.length === 0) return { why: reasonOf(sentence, cited, by) };
    for (const { token } of saying) supporting.add(token);
  }
  return { text: shown, tokens: cited.flatMap(({ token }) => (supporting.has(token) ? [token] : [])) };
}

function saysSentence(sentence: string, { entry, sentences }: Read, by: By): boolean {
  const claim = claimTokens(withoutPlace(sentence, entry), entry, by);
  if (!isStatement(claim)) return false;
  return sentences.some((said) => saysThat(claim, said));
}

const claimTokens = (text: string, entry: Entry, { words, language, english }: By): Token[] =>
  tokensOf(text, { words, language, side: 'claim', english, at: entry.address });

/** Whether it says something of something, and does not break off. */
function isStatement(claim: readonly Token[]): boolean {
  const told = claim.filter((token) => token.is !== 'light' && token.is !== 'mark');
  const last = claim.at(-1);
  if (last?.key === 'yang' || ['joint', 'relation', 'all'].includes(told.at(-1)?.is ?? '')) return false;
  return told.length >= 3 && told.filter((token) => token.is === 'word').length >= 2;
}

/** What is wrong with a sentence that no passage says, as near as can be told. */
function reasonOf(sentence: string, cited: Read[], by: By): DropReason {
  const [first] = cited;
  if (!first) return 'token';
  const claim = claimTokens(withoutPlace(sentence, first.entry), first.entry, by);
  const held = cited.flatMap(({ sentences }) => sentences.flatMap(({ tokens }) => tokens));
  const unheld = claim.filter(
    (token) => token.is !== 'light' && !held.some((other) => other.is === token.is && other.key === token.key),
  );
  const is = (kind: Token['is']) => unheld.some((token) => token.is === kind);
  if (is('number')) return 'number';
  if (is('place')) return 'name';
  const turns = unheld.flatMap((token) => (token.is === 'turn' ? [token.turn] : []));
  if (turns[0] !== undefined) return turns[0];
  if (is('word')) return 'word';
  const all = cited.flatMap(({ sentences }) => sentences);
  const near = all.filter(({ tokens }) =>
    claim.every(
      (token) => token.is !== 'word' || tokens.some((other) => other.is === 'word' && other.key === token.key),
    ),
  );
  const [nearest] = near;
  if (!nearest) return 'order';
  const own = new Set(claim.flatMap((token) => (token.is === 'turn' ? [token.key] : [])));
  const lost = nearest.tokens.find((token) => token.is === 'turn' && !own.has(token.key));
  if (lost?.is === 'turn') return RESTRICTING.has(lost.key) ? 'condition' : lost.turn;
  return claim.some((token) => token.is === 'all') ? 'list' : 'order';
}
