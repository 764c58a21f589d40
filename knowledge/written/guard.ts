import type { Corpus, Entry } from '../corpus.ts';
import type { Language } from '../words.ts';
import type { ClaimWords } from './claim-words.ts';
import { isIndonesian, isProse, withoutOpening } from './form.ts';
import { halvesOf } from './halves.ts';
import type { Given } from './material.ts';
import { withoutPlace } from './names.ts';
import { withFigures } from './numbers.ts';
import { saysThat, type Whole } from './order.ts';
import { RESTRICTING } from './polarity.ts';
import { type Reading, readingsOf } from './readings.ts';
import { movedToEnd, type Sentence, sentencesOf } from './sentences.ts';
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
  if (!isProse(text) || (by.english && isIndonesian(text))) return { why: 'form' };
  const shown = withoutOpening(text);
  const supporting = new Set<string>();
  const sentences = shown.split(/(?<=[.!?])\s+/u).filter((sentence) => /[\p{L}\d]/u.test(sentence));
  if (sentences.length === 0) return { why: 'form' };
  for (const sentence of sentences) {
    if (/\?\s*$/u.test(sentence)) return { why: 'form' };
    const saying = sayingOf(sentence, cited, by);
    if (saying.length === 0) return { why: reasonOf(sentence, cited, by) };
    for (const { token } of saying) supporting.add(token);
  }
  return { text: shown, tokens: cited.flatMap(({ token }) => (supporting.has(token) ? [token] : [])) };
}

/** The passages that say a sentence: each of them alone, or one the one half of it and one the other. */
function sayingOf(sentence: string, cited: Read[], by: By): Read[] {
  const alone = cited.filter((passage) => saysSentence(sentence, passage, by));
  if (alone.length > 0) return alone;
  const halves = cited.flatMap(({ entry }) => halvesOf(claimTokens(withoutPlace(sentence, entry), entry, by)));
  for (const two of halves) {
    const saying = two.map((half) => cited.filter((passage) => saysTokens(half, passage)));
    if (saying.every((some) => some.length > 0)) return [...new Set(saying.flat())];
  }
  return [];
}

function saysSentence(sentence: string, passage: Read, by: By): boolean {
  return readingsOf(withoutPlace(sentence, passage.entry)).some((reading) => {
    const claim = claimTokens(reading.text, passage.entry, by);
    return reading.opens ? opensList(claim, reading, passage) : saysTokens(claim, passage, reading.whole);
  });
}

function saysTokens(claim: readonly Token[], { sentences }: Read, whole: Whole = false): boolean {
  if (!isStatement(claim)) return false;
  const orders = [claim, ...movedToEnd({ tokens: claim, items: new Set() }).map(({ tokens }) => tokens)];
  return orders.some((order) => sentences.some((said) => said.opens === undefined && saysThat(order, said, whole)));
}

/** Whether a sentence that leads into a list is what leads into it here. */
function opensList(claim: readonly Token[], { opens }: Reading, { sentences }: Read): boolean {
  const [count] = withFigures([opens?.count ?? '']);
  const lead = claim.slice(0, claim.at(-1)?.is === 'all' ? -1 : undefined);
  const tells = (token: Token) =>
    token.is === 'turn' || token.is === 'all' || (token.is === 'word' ? token.verb : token.is === 'light' && token.own);
  if (!lead.some((token) => token.is === 'word') || !claim.some(tells)) return false;
  const isDuty = (token: Token) => token.is === 'light' && token.key === 'tugas';
  return sentences.some(
    (said) =>
      said.opens !== undefined &&
      said.tokens.some(isDuty) === lead.some(isDuty) &&
      (count === '' || count === String(said.opens)) &&
      saysThat(lead, said),
  );
}

const claimTokens = (text: string, entry: Entry, { words, language, english }: By): Token[] =>
  tokensOf(text, { words, language, side: 'claim', english, at: entry.address });

/** Plain verbs with which passages bid somebody do something. */
const BIDDING: ReadonlySet<string> = new Set([
  'buat',
  'isi',
  'simpan',
  'siap',
  'cari',
  'coba',
  'lihat',
  'baca',
  'ikut',
  'pakai',
]);

/** Words that tell something of a thing, or bid one do something; a name tells nothing. */
const tellsOf = (token: Token, at: number): boolean =>
  token.is === 'turn' ||
  token.is === 'all' ||
  (token.is === 'word' &&
    (token.verb || token.voice === 'ter' || token.key === 'mulai' || (at === 0 && BIDDING.has(token.key)))) ||
  (token.is === 'light' && (token.own === true || token.key === 'is' || token.key === 'are'));

/** "Bupati adalah Bupati" says nothing. */
function isSameAgain(claim: readonly Token[]): boolean {
  const is = claim.findIndex((token) => token.is === 'all');
  const keysOf = (tokens: readonly Token[]) => tokens.flatMap(({ is, key }) => (is === 'light' ? [] : [key]));
  const subject = new Set(keysOf(claim.slice(0, Math.max(is, 0))));
  return subject.size > 0 && keysOf(claim.slice(is + 1)).every((key) => subject.has(key));
}

/** Whether it says something of something, and does not break off. */
function isStatement(claim: readonly Token[]): boolean {
  if (isSameAgain(claim) || !claim.some(tellsOf)) return false;
  const [first, second] = claim.filter((token) => token.is !== 'light');
  if (first?.is === 'relation' && ((second?.is === 'turn' && second.key !== 'umum') || second?.is === 'all'))
    return false;
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
