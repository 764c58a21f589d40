import type { ValueType } from '../asked.ts';
import { basisOf, type Citation, type Statement, stateOf } from '../compose.ts';
import { entryOf } from '../context.ts';
import type { Corpus, Entry } from '../corpus.ts';
import { standsAlone } from '../embedded-text.ts';
import type { OpenOutcome } from '../open-outcomes.ts';
import type { Answer, Claim } from '../outcome.ts';
import { isRelatedEntry } from '../ranking.ts';
import type { Language } from '../words.ts';
import { addsNothing, distinct, shareSaid } from './alike-claims.ts';
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
/** What was not found is answered all the same from passages of at least this chance that say so much of the question. */
const LIFTED = { chance: 0.6, said: 0.6 };
/** What an SOP or FAQ says of its provision only says it again when less of it is new. */
const NEW = 0.35;

/** What is decided upon. */
export type Case = {
  /** The answer by quoting, which goes out unless another is better. */
  quoted: Answer;
  corpus: Corpus;
  language: Language;
  held: HeldClaim[];
  completeness: Output['kelengkapan'];
  /** Of what the model wrote, something was taken out before. */
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
  const held = withoutRepeats(one, distinct(one.held, one.language));
  const isNear = (entry: Entry) =>
    near.some((other) => isRelatedEntry(other, entry)) || restsOn(corpus, entry, anchors);
  const plausible = held.filter(({ given }) => given.some(({ entry, chance }) => chance >= PLAUSIBLE || isNear(entry)));
  const claims = fewPassages(quoted.kind === 'not_found' ? lifting(one, plausible) : plausible);
  if (claims.length === 0) return quoted;
  const lost = held.filter((claim) => !claims.includes(claim));
  if (quoted.kind === 'not_found') return written(one, { claims, lost, anchors: [] });
  if (anchors.length < quoted.statements.length) return quoted;
  const explaining = quoted.explanation && entryOf(corpus, quoted.explanation.citation);
  const stays = entriesOf(claims).some(
    (entry) =>
      (anchors[0] && isRelatedEntry(entry, anchors[0])) ||
      entry === explaining ||
      restsOn(corpus, entry, anchors.slice(0, 1)),
  );
  if (!stays && quoted.confidence >= SURE) return quoted;
  return written(one, { claims, lost, anchors: stays ? anchors : [] });
}

/** Without the sentences from an SOP or FAQ that says again what another sentence has from the provision itself. */
function withoutRepeats({ corpus, language }: Case, claims: HeldClaim[]): HeldClaim[] {
  const provisions = entriesOf(claims).filter((entry) => !isPractice(entry));
  const words = provisions.map((entry) => stateOf(corpus, entry).shown);
  const isRepeat = ({ given }: HeldClaim) =>
    given.every(
      ({ entry, statement }) =>
        isPractice(entry) &&
        basisOf(corpus, entry).some((basis) => provisions.includes(basis)) &&
        addsNothing(statement, words, language, NEW),
    );
  return claims.filter((claim) => !isRepeat(claim));
}

/** Whether an SOP or FAQ says on what provision it rests, and that is one of these. A whole Pasal says too little. */
const restsOn = (corpus: Corpus, entry: Entry, anchors: readonly Entry[]): boolean =>
  basisOf(corpus, entry).some(
    (basis) => standsAlone(basis, corpus) && anchors.some((anchor) => isRelatedEntry(anchor, basis)),
  );

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
 * The sentences by which what was not found is answered all the same: where that was doubtful and the message hardly anything
 * but a question, those from a passage that was likely without a model, speaks of what is asked and holds the asked value.
 */
function lifting({ quoted, corpus, language, asked, question }: Case, claims: HeldClaim[]): HeldClaim[] {
  if (quoted.confidence >= SURE || quoted.open) return [];
  const { words } = language.read(question);
  return claims.filter(({ given }) =>
    given.some(
      ({ entry, chance }) =>
        chance >= LIFTED.chance &&
        shareSaid(corpus, words, entry) >= LIFTED.said &&
        (asked.length === 0 || asked.some((type) => corpus.values(entry).has(type))),
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

/** The written answer; `anchors` is what the quoted one rests on, where it stays, and `lost` what is not said. */
function written(
  one: Case,
  { claims, lost, anchors }: { claims: HeldClaim[]; lost: HeldClaim[]; anchors: Entry[] },
): Answer {
  const { quoted, corpus, language, question, model } = one;
  const said = regulationsFirst(claims, (claim) => entriesOf([claim]));
  const cited = entriesOf(said);
  const texts = [question, ...said.map(({ text }) => text)];
  // What was found and no sentence speaks of leads; the rest has the numbers in which the sentences name it.
  const unsaid = anchors.slice(0, 1).filter((anchor) => !cited.some((entry) => isRelatedEntry(entry, anchor)));
  const all = [...new Set([...unsaid, ...cited, ...anchors])];
  const listed = completed(corpus, all, texts);
  // An SOP or FAQ explains a regulation and never stands before it, whatever a model says first.
  const shown = regulationsFirst(outermost([...listed, ...all]), (entry) => [entry]);

  const isShown = ({ citation }: Pick<Statement, 'citation'>) => {
    const entry = entryOf(corpus, citation);
    return entry !== undefined && shown.some((other) => holds(other, entry));
  };
  const given = said.flatMap((claim) => claim.given);
  const statements = shown.map(
    (entry) =>
      quoted.statements.find(({ citation }) => entryOf(corpus, citation) === entry) ??
      given.find((passage) => passage.entry === entry)?.statement ??
      stateOf(corpus, entry),
  );
  const alternatives = [...(anchors.length > 0 ? [] : quoted.statements), ...quoted.alternatives]
    .filter((statement) => !isShown(statement))
    .slice(0, ALTERNATIVES);
  const explanation =
    quoted.explanation &&
    !isShown(quoted.explanation) &&
    !addsNothing(quoted.explanation, [...statements.map(({ shown }) => shown), ...texts.slice(1)], language, NEW)
      ? quoted.explanation
      : undefined;
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
      claims: said.map((claim) => restingOn(claim, shown)),
      completeness: isWhole(one, { claims, lost, anchors, shown }) ? 'lengkap' : 'sebagian',
      model,
    },
  };
}

/**
 * Whether the whole question is answered, as far as can be told. What was taken out is no loss where all that was found without a
 * model is shown, and that seemed to be all that was asked.
 */
function isWhole(
  { quoted, completeness, isCut }: Case,
  { claims, lost, anchors, shown }: { claims: HeldClaim[]; lost: HeldClaim[]; anchors: Entry[]; shown: Entry[] },
): boolean {
  if (completeness !== 'lengkap') return false;
  const isShown = (entry: Entry) => shown.some((other) => holds(other, entry));
  const isLost = lost.some(({ given }) => !given.some(({ entry }) => isShown(entry)));
  if (quoted.partial) return !isCut && !isLost && claims.length > 1;
  const isAllQuoted = anchors.length > 0 && anchors.every(isShown);
  return !isLost && (!isCut || isAllQuoted);
}

const entriesOf = (claims: readonly HeldClaim[]): Entry[] => [
  ...new Set(claims.flatMap(({ given }) => given.map(({ entry }) => entry))),
];

/** In the same order, but for what rests on no regulation, which comes last. */
function regulationsFirst<T>(all: readonly T[], entriesOf: (one: T) => Entry[]): T[] {
  const isLast = (one: T) => entriesOf(one).every(isPractice);
  return [...all.filter((one) => !isLast(one)), ...all.filter(isLast)];
}

const isPractice = ({ document: { kind } }: Entry): boolean => kind === 'sop' || kind === 'faq';

/** A sentence with the places of its passages among what is shown: `shown` holds each of them. */
function restingOn({ text, given }: HeldClaim, shown: readonly Entry[]): Claim {
  const statements = given.map(({ entry }) => shown.findIndex((other) => holds(other, entry)));
  return { text, statements: [...new Set(statements)].filter((at) => at >= 0).sort((a, b) => a - b) };
}

/** Each entry that lies in no other of them, once, in the place of the first that lies in it. */
function outermost(entries: readonly Entry[]): Entry[] {
  const around = (entry: Entry): Entry => {
    const outer = entries.find((other) => other !== entry && holds(other, entry));
    return outer ? around(outer) : entry;
  };
  return [...new Set(entries.map(around))];
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
