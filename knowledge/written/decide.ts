import type { ValueType } from '../asked.ts';
import { type Citation, type Statement, stateOf } from '../compose.ts';
import { entryOf } from '../context.ts';
import type { Corpus, Entry } from '../corpus.ts';
import type { OpenOutcome } from '../open-outcomes.ts';
import type { Answer, Claim } from '../outcome.ts';
import { isRelatedEntry } from '../ranking.ts';
import { completed } from './lists.ts';
import { type HeldClaim, holds } from './narrow.ts';
import type { Output } from './schema.ts';

const CITATIONS = 5;
const ALTERNATIVES = 2;
/** Nobody reads more quotations than these. */
const PASSAGES = 4;
/** From this confidence on, what was found without a model is where the answer stands. */
const SURE = 0.6;
/** Below it, a model that finds no answer in the passages is believed. */
const DOUBTFUL = 0.5;
/** A passage of less chance, which the quoted answer does not cite either, is beside the question however true its words are. */
const PLAUSIBLE = 0.05;
/** What was not found is answered all the same from passages of at least this chance. */
const LIFTED = 0.5;

/** What is decided upon. */
export type Case = {
  /** The answer by quoting, which goes out unless another is better. */
  quoted: Answer;
  corpus: Corpus;
  held: HeldClaim[];
  completeness: Output['kelengkapan'];
  /** Of what the model wrote, something was taken out. */
  isCut: boolean;
  /** The question, for the list that it asks for. */
  question: string;
  /** The sorts of value that the question asks for. */
  asked: ValueType[];
  model: string;
};

/** Whether a model may write or change the answer. The rest is decided by rules alone. */
export function isOpen({ kind, gap, statements, unitFacts }: Answer): boolean {
  // What the unit says of itself, or what was in force once, is not among the passages.
  if (unitFacts || statements.some(({ inForce }) => inForce)) return false;
  return kind === 'answer' || (kind === 'not_found' && (gap === undefined || gap.why === 'not_covered'));
}

const MEANT: Record<Exclude<Output['maksud'], 'pertanyaan'>, OpenOutcome> = {
  keluhan: 'complaint',
  di_luar_wewenang: 'out_of_authority',
  di_luar_topik: 'off_topic',
  sapaan: 'smalltalk',
};

/** The outcome that a model chose among those the rules had left open where nothing was found; undefined otherwise. */
export function chosenOutcome(maksud: Output['maksud'], answered: Answer, quoted: Answer): OpenOutcome | undefined {
  if (maksud === 'pertanyaan' || quoted.kind !== 'not_found') return undefined;
  return answered.open?.includes(MEANT[maksud]) ? MEANT[maksud] : undefined;
}

/**
 * The answer that goes out, from sentences that hold: the written one; that nothing answers; or `quoted`, whenever the model
 * says nothing that is better. What was surely found stays and stays first; what was found at all is still shown.
 */
export function decided(one: Case): Answer {
  const { quoted, corpus, completeness } = one;
  if (completeness === 'tidak_ada') return notAnswered(one) ?? quoted;
  const anchors = quoted.statements.flatMap(({ citation }) => entryOf(corpus, citation) ?? []);
  const near = quoted.citations.flatMap((citation) => entryOf(corpus, citation) ?? []);
  const claims = fewPassages(
    one.held.filter(({ given }) =>
      given.some(({ entry, chance }) => chance >= PLAUSIBLE || near.some((other) => isRelatedEntry(other, entry))),
    ),
  );
  const cited = [...new Set(claims.flatMap(({ given }) => given.map(({ entry }) => entry)))];
  if (cited.length === 0) return quoted;
  if (quoted.kind === 'not_found') return isLifted(one, claims) ? written(one, claims, cited, []) : quoted;
  if (anchors.length < quoted.statements.length) return quoted;
  const explaining = quoted.explanation && entryOf(corpus, quoted.explanation.citation);
  const [first] = anchors;
  const stays = cited.some((entry) => (first && isRelatedEntry(entry, first)) || entry === explaining);
  if (!stays && quoted.confidence >= SURE) return quoted;
  return written(one, claims, cited, stays ? anchors : []);
}

/** A doubtful answer becomes none when a model does not find it in the passages either; what stands nearest is shown. */
function notAnswered({ quoted, asked }: Case): Answer | undefined {
  const [nearest] = quoted.statements;
  if (quoted.kind !== 'answer' || quoted.confidence >= DOUBTFUL || !nearest) return undefined;
  const { english, understoodAs } = quoted;
  return {
    kind: 'not_found',
    ...{ english, yesOrNo: false, statements: [], alternatives: [] },
    ...(understoodAs !== undefined && { understoodAs }),
    gap: { why: 'value_missing', asked, nearest },
    citations: [nearest.citation],
    confidence: 1 - quoted.confidence,
  };
}

/**
 * Whether what was not found is answered all the same: where that was doubtful and the message hardly anything but a question,
 * from a passage that was likely without a model and holds the asked value.
 */
function isLifted({ quoted, corpus, asked }: Case, claims: HeldClaim[]): boolean {
  if (quoted.confidence >= SURE || quoted.open) return false;
  return claims.some(({ given }) =>
    given.some(
      ({ entry, chance }) =>
        chance >= LIFTED && (asked.length === 0 || asked.some((type) => corpus.values(entry).has(type))),
    ),
  );
}

/** The first sentences, without those that would need more passages than an answer shows. */
function fewPassages(claims: HeldClaim[]): HeldClaim[] {
  const shown = new Set<Entry>();
  return claims.filter(({ given }) => {
    const more = given.filter(({ entry }) => !shown.has(entry));
    if (shown.size + more.length > PASSAGES) return false;
    for (const { entry } of more) shown.add(entry);
    return true;
  });
}

/** The written answer; `anchors` is what the quoted one rests on, where it stays. */
function written(one: Case, claims: HeldClaim[], cited: Entry[], anchors: Entry[]): Answer {
  const { quoted, corpus, completeness, isCut, question, model } = one;
  const texts = [question, ...claims.map(({ text }) => text)];
  const listed = completed(corpus, [...new Set([...cited, ...anchors])], texts);
  const shown = outermost([...listed, ...cited, ...anchors]);
  const first = shown.findIndex((entry) => anchors[0] && holds(entry, anchors[0]));
  // An SOP or FAQ explains a regulation and never stands before it, whatever a model says first.
  if (first > 0) shown.unshift(...shown.splice(first, 1));

  const isShown = ({ citation }: Statement) => {
    const entry = entryOf(corpus, citation);
    return entry !== undefined && shown.some((other) => holds(other, entry));
  };
  const given = claims.flatMap((claim) => claim.given);
  const statements = shown.map(
    (entry) =>
      quoted.statements.find(({ citation }) => entryOf(corpus, citation) === entry) ??
      given.find((passage) => passage.entry === entry)?.statement ??
      stateOf(corpus, entry),
  );
  const alternatives = [...(anchors.length > 0 ? [] : quoted.statements), ...quoted.alternatives]
    .filter((statement) => !isShown(statement))
    .slice(0, ALTERNATIVES);
  const explanation = quoted.explanation && !isShown(quoted.explanation) ? quoted.explanation : undefined;
  const leading = [...statements, ...alternatives, ...(explanation ? [explanation] : [])].map(
    ({ citation }) => citation,
  );
  return {
    kind: 'answer',
    english: quoted.english,
    yesOrNo: quoted.yesOrNo && statements[0] === quoted.statements[0],
    ...(quoted.understoodAs !== undefined && { understoodAs: quoted.understoodAs }),
    statements,
    ...(explanation && { explanation }),
    alternatives,
    citations: citationsOf(corpus, leading, quoted.citations),
    confidence: quoted.kind === 'answer' ? quoted.confidence : Math.max(...given.map(({ chance }) => chance)),
    written: {
      claims: claims.map((claim) => restingOn(claim, shown)),
      completeness: completeness === 'lengkap' && !isCut && !quoted.partial ? 'lengkap' : 'sebagian',
      model,
    },
  };
}

/** A sentence with the places of its passages among what is shown: `shown` holds each of them. */
function restingOn({ text, given }: HeldClaim, shown: readonly Entry[]): Claim {
  const statements = given.map(({ entry }) => shown.findIndex((other) => holds(other, entry)));
  return { text, statements: [...new Set(statements)].filter((at) => at >= 0).sort((a, b) => a - b) };
}

/** Each entry that lies in no other of them, once, in order. */
function outermost(entries: readonly Entry[]): Entry[] {
  const all = [...new Set(entries)];
  return all.filter((entry) => !all.some((other) => other !== entry && holds(other, entry)));
}

/** What leads, then the others, each place once: what stands in a place that is cited is cited with it. */
function citationsOf(corpus: Corpus, leading: Citation[], others: Citation[]): Citation[] {
  const places = leading.flatMap((citation) => entryOf(corpus, citation) ?? []);
  const rest = others.filter((citation) => {
    const entry = entryOf(corpus, citation);
    return entry && !places.some((place) => holds(place, entry));
  });
  return [...leading, ...rest].slice(0, Math.max(CITATIONS, leading.length));
}
