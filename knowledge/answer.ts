import { type Address, addressKey, isRelated, isWithin } from './address.ts';
import { asksForList, asksForMeaning, type ValueType } from './asked.ts';
import type { Calibration } from './calibrate.ts';
import { type Citation, cite, type Statement, stateOf } from './compose.ts';
import type { Corpus, Entry } from './corpus.ts';
import type { Similar } from './examples.ts';
import { contentWords, type Evidence, gather, type Scope } from './find.ts';
import { choiceChances, classify } from './learn.ts';
import type { Matter } from './redirects.ts';
import type { SpeechAct } from './source.ts';
import { speechFeatures } from './speech.ts';
import { type Language, type Reading, tokenize } from './words.ts';

/** Every way a message can end; the same for the person, the report and the tests. */
export const OUTCOMES = [
  'answer',
  'clarify',
  'not_found',
  'out_of_authority',
  'complaint',
  'off_topic',
  'refusal',
  'smalltalk',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why nothing was found: the reader is told which. */
export type Gap =
  /** No passage speaks of it. */
  | { why: 'not_covered' }
  /** A passage speaks of it, without the asked value. */
  | { why: 'value_missing'; asked: ValueType[]; nearest: Statement }
  /** The named Pasal, ayat or item does not exist; `last` is the last one of its kind that does. */
  | { why: 'no_such_place'; named: Address; source: string; last?: number }
  /** The term is used and nowhere explained. */
  | { why: 'not_defined'; term: string; source: string }
  /** The unit's own facts would answer, and are not filled in. */
  | { why: 'unit_unknown'; fields: string[]; statement: Statement };

/** What the knowledge base has to say to a message, as data: handlers put it into words. */
export type Answer = {
  kind: Outcome;
  english: boolean;
  /** The message asks for yes or no. */
  yesOrNo: boolean;
  /** What answers, in order of the question's parts. */
  statements: Statement[];
  /** A second reading of the question, shown when the first is not certain. */
  alternatives: Statement[];
  /** All that is cited, best first, statements' before others'. */
  citations: Citation[];
  gap?: Gap;
  matter?: Matter;
  /** Facts of the unit that answer, by field of unit.yaml. */
  unitFacts?: Record<string, string>;
  /** For smalltalk. */
  talk?: 'greeting' | 'thanks' | 'identity' | 'farewell';
  /** Chance that the outcome is right, 0 to 1, as learned from the examples. */
  confidence: number;
};

export type AnswerNeeds = {
  corpus: Corpus;
  language: Language;
  calibration: Calibration;
  findMatter: (reading: Reading) => Matter | undefined;
  /** What is known of the unit itself, by field of unit.yaml. */
  unitFacts: Record<string, string>;
};

const CITATIONS = 5;
/** A second candidate is shown beside a first one that is not surer than this … */
const UNSURE = 0.7;
/** … if it is itself at least this likely. */
const PLAUSIBLE = 0.1;

/**
 * Answers one message from the passages within `scope`. Never throws for what a person types; an empty
 * message is smalltalk.
 */
export function answerQuestion(needs: AnswerNeeds, message: string, scope: Scope): Answer {
  const { corpus, language, calibration } = needs;
  const question = withoutOwnName(corpus, message, scope);
  const reading = language.read(question);
  const base = {
    english: reading.english,
    yesOrNo: asksYesOrNo(question, reading),
    statements: [],
    alternatives: [],
    citations: [],
  };
  if (reading.words.length === 0) return { ...base, kind: 'smalltalk', talk: 'greeting', confidence: 1 };

  const evidence = gather(corpus, question, reading, scope);
  const acts = classify(speechFeatures(corpus, question, reading, evidence), calibration.speech);
  const [act, chance] = likeliest(acts);

  // "bunyi pasal 5 dan 7" cannot be an attack: it says nothing but the places.
  const onlyPlaces = evidence.named.length > 0 && contentWords(reading).length === 0;
  if (act === 'injection' && !onlyPlaces) return { ...base, kind: 'refusal', confidence: chance };
  const absent = absentPlace(corpus, evidence, scope);
  if (absent && act !== 'complaint') return { ...base, kind: 'not_found', gap: absent, confidence: 0.95 };
  if (evidence.named.length > 0 && act !== 'complaint' && act !== 'out_of_authority') {
    const places = namedPlaces(needs, evidence, reading);
    return fromRanked(
      needs,
      question,
      reading,
      scope,
      { list: places.map((entry) => ({ entry, chance: 1 })), none: 0, similar: [], named: true },
      base,
      0.95,
    );
  }
  if (act === 'smalltalk') return { ...base, kind: 'smalltalk', talk: talkOf(reading, question), confidence: chance };
  if (act === 'off_topic') return { ...base, kind: 'off_topic', confidence: chance };
  if (act === 'complaint')
    return { ...base, ...complaintBasis(corpus, evidence, scope), kind: 'complaint', confidence: chance };
  if (act === 'out_of_authority')
    return { ...base, ...authority(needs, reading, scope), kind: 'out_of_authority', confidence: chance };
  return (
    undefinedTerm(corpus, question, reading, scope, base) ??
    unclear(needs, reading, evidence, base) ??
    answerFromTiers(needs, question, reading, scope, evidence, base, chance)
  );
}

/**
 * "Apa itu ULP?" for a term that the regulation uses without defining it: the place that at least spells it
 * out, or that nobody explains it.
 */
function undefinedTerm(
  corpus: Corpus,
  question: string,
  reading: Reading,
  scope: Scope,
  base: Empty,
): Answer | undefined {
  if (!asksForMeaning(question)) return undefined;
  const words = contentWords(reading)
    .map(({ text }) => text)
    .filter((text) => !MEANING_WORDS.has(text));
  for (const { id, meta, short } of corpus.documents.values()) {
    if (!scope.has(id)) continue;
    const term = (meta.undefined ?? []).find((name) => tokenize(name).join(' ') === words.join(' '));
    if (term === undefined) continue;
    const spelled = corpus.entries.find(
      (entry) => entry.document.id === id && entry.children.length === 0 && entry.text.includes(`(${term})`),
    );
    if (!spelled)
      return { ...base, kind: 'not_found', gap: { why: 'not_defined', term, source: short }, confidence: 0.9 };
    const statement = stateOf(corpus, spelled);
    return { ...base, kind: 'answer', statements: [statement], citations: [statement.citation], confidence: 0.9 };
  }
  return undefined;
}

const MEANING_WORDS = new Set([
  'singkatan',
  'kepanjangan',
  'arti',
  'artinya',
  'maksud',
  'maksudnya',
  'pengertian',
  'definisi',
  'istilah',
  'dimaksud',
  'meaning',
  'mean',
  'stand',
  'stands',
]);

/** A word or two without a question ("daftar") could mean many things: the likeliest are offered. */
function unclear(needs: AnswerNeeds, reading: Reading, evidence: Evidence, base: Empty): Answer | undefined {
  const [only, another] = contentWords(reading);
  if (!only || another || reading.words.length > 2 || reading.words.some(({ role }) => role === 'stop'))
    return undefined;
  const ranked = rank(needs, evidence);
  const [first] = ranked.list;
  if (!first || ranked.list.some(({ entry }) => entry.extra.defines && namesTerm(entry, only.text))) return undefined;
  const options: Entry[] = [];
  for (const { entry } of ranked.list)
    if (options.length < 3 && !options.some((one) => isRelatedEntry(one, entry))) options.push(entry);
  return {
    ...base,
    kind: 'clarify',
    alternatives: options.map((entry) => stateOf(needs.corpus, entry)),
    citations: options.map((entry) => cite(needs.corpus, entry)),
    confidence: 0.5,
  };
}

function namesTerm({ extra }: Entry, word: string): boolean {
  return [extra.defines?.term, ...(extra.defines?.aliases ?? [])].some((name) => name?.toLowerCase() === word);
}

/** An answer before anything is known but how it was asked. */
type Empty = Pick<Answer, 'english' | 'yesOrNo' | 'statements' | 'alternatives' | 'citations'>;

/** The regulation leads in duties and authority; what it leaves open, SOP and FAQ may answer. */
function answerFromTiers(
  needs: AnswerNeeds,
  question: string,
  reading: Reading,
  scope: Scope,
  evidence: Evidence,
  base: Empty,
  chance: number,
): Answer {
  const { corpus } = needs;
  const inScope = [...corpus.documents.values()].filter(({ id }) => scope.has(id));
  const tiers = [
    inScope.filter(({ kind }) => kind === 'peraturan'),
    inScope.filter(({ kind }) => kind !== 'peraturan'),
  ].filter((tier) => tier.length > 0);
  let first: { evidence: Evidence; none: number } | undefined;
  for (const tier of tiers) {
    const within: Scope = new Set(tier.map(({ id }) => id));
    const found = tiers.length === 1 ? evidence : gather(corpus, question, reading, within);
    const ranked = rank(needs, found);
    first ??= { evidence: found, none: ranked.none };
    if (ranked.none >= needs.calibration.threshold || ranked.list.length === 0) continue;
    if (tier !== tiers[0] && !isConvincing(found, ranked)) continue;
    const better =
      tier === tiers[0] && tiers[1] ? directAnswer(needs, question, reading, found, ranked, tiers[1]) : undefined;
    if (better) return fromRanked(needs, question, reading, better.scope, better.ranked, base, chance);
    return fromRanked(needs, question, reading, within, ranked, base, chance);
  }
  const none = first?.none ?? 1;
  const missing = first && valueGap(corpus, first.evidence);
  return {
    ...base,
    kind: 'not_found',
    gap: missing ?? { why: 'not_covered' },
    citations: missing?.why === 'value_missing' ? [missing.nearest.citation] : [],
    confidence: chance * none,
  };
}

/** "Peraturan Bupati Polewali Mandar Nomor 31 Tahun 2012" in a question means "this regulation", not a date in it. */
function withoutOwnName(corpus: Corpus, message: string, scope: Scope): string {
  let question = message;
  for (const { id, meta } of corpus.documents.values()) {
    if (!scope.has(id) || !meta.number) continue;
    const { nomor, tahun } = meta.number;
    question = question.replace(
      new RegExp(
        `\\b(?:peraturan\\s+\\w+|per\\w{2,3}|regulation|regulasi|aturan)(?:\\s+\\w+){0,3}?\\s*(?:nomor|no\\.?|nmr|number)?\\s*${nomor}\\s*(?:tahun|thn|th\\.?|/|of)\\s*${tahun}\\b`,
        'giu',
      ),
      'peraturan ini',
    );
  }
  return question;
}

/** A question that says little more than a place wants that place … */
const LITTLE_MORE = 1;
/** … and one that says more wants the unit inside it that fits, when one clearly does. */
const CLEARLY = 0.45;

function namedPlaces(needs: AnswerNeeds, evidence: Evidence, reading: Reading): Entry[] {
  const places = evidence.cited.flatMap((place) => {
    const inside = evidence.named.filter(({ address }) => isWithin(address, place));
    // "Pasal 21 huruf a" leaves out the ayat: the widest unit that fits is meant.
    const [widest] = inside.sort(
      (a, b) => Object.keys(a.address).length - Object.keys(b.address).length || a.at - b.at,
    );
    return widest ? [widest] : [];
  });
  const [only] = places;
  if (!only || places.length > 1 || only.children.length === 0 || contentWords(reading).length <= LITTLE_MORE)
    return [...new Set(places)];
  const inside = evidence.candidates.filter(({ entry }) => evidence.named.includes(entry));
  const ranked = rank(needs, { ...evidence, candidates: inside });
  const [best] = ranked.list;
  return best && best.chance / Math.max(1 - ranked.none, 1e-9) > CLEARLY ? [best.entry] : [only];
}

/** How alike a FAQ must be to the question, and by how much more than anything asked of the regulation. */
const DIRECT = { likeness: 0.72, lead: 0.15 };

/** A FAQ that asks this very thing goes before a provision that only touches it ("lupa password" is not the definition of a password). */
function directAnswer(
  needs: AnswerNeeds,
  question: string,
  reading: Reading,
  regulation: Evidence,
  ranked: Ranked,
  tier: { id: string }[],
): { ranked: Ranked; scope: Scope } | undefined {
  const scope: Scope = new Set(tier.map(({ id }) => id));
  const evidence = gather(needs.corpus, question, reading, scope);
  const direct = rank(needs, evidence);
  const likeness = (from: Evidence, entry: Entry | undefined) =>
    from.candidates.find((one) => one.entry.at === entry?.at)?.features.example ?? 0;
  const faq = likeness(evidence, direct.list[0]?.entry);
  const provision = likeness(regulation, ranked.list[0]?.entry);
  return faq >= DIRECT.likeness && faq >= provision + DIRECT.lead && isConvincing(evidence, direct)
    ? { ranked: direct, scope }
    : undefined;
}

/** What the regulation leaves open is answered from an SOP or FAQ only when that speaks of just this. */
const CONVINCING = { likeness: 0.55, coverage: 0.7 };

/**
 * Whether the best passage of an SOP or FAQ may answer where the regulation does not. Their own examples
 * of what they do not answer are missing, so that the evidence itself must be strong: nearly the question
 * of the FAQ, or nearly all its words — and the asked value, from something that is more than practice.
 */
function isConvincing(evidence: Evidence, { list }: Ranked): boolean {
  const best = evidence.candidates.find(({ entry }) => entry.at === list[0]?.entry.at);
  if (!best) return false;
  const { example = 0, coverage = 0 } = best.features;
  if (best.entry.extra.outcome === 'tidak_diatur') return true;
  if (evidence.asked.length > 0 && (best.features.valueMissing || best.entry.extra.practice !== undefined))
    return false;
  return example >= CONVINCING.likeness || (best.entry.kind !== 'faq' && coverage >= CONVINCING.coverage);
}

/** `named`: the question named the places itself, all of them are wanted. */
type Ranked = { list: { entry: Entry; chance: number }[]; none: number; similar: Similar[]; named?: boolean };

function rank({ calibration }: AnswerNeeds, evidence: Evidence): Ranked {
  const chances = choiceChances(
    evidence.candidates.map(({ features }) => features),
    evidence.none,
    calibration.choice,
  );
  const list = evidence.candidates.map(({ entry }, at) => ({ entry, chance: chances.of[at] ?? 0 }));
  list.sort((a, b) => b.chance - a.chance || a.entry.at - b.entry.at);
  return { list, none: chances.none, similar: evidence.similar };
}

function fromRanked(
  needs: AnswerNeeds,
  question: string,
  reading: Reading,
  scope: Scope,
  ranked: Ranked,
  base: Empty,
  chance: number,
): Answer {
  const { corpus } = needs;
  const top = ranked.list[0];
  if (!top) return { ...base, kind: 'not_found', gap: { why: 'not_covered' }, confidence: chance };
  const chosen = ranked.named
    ? ranked.list.map(({ entry }) => entry).slice(0, CITATIONS)
    : (comparedTerms(question, ranked) ?? [
        wholeList(corpus, question, ranked) ?? top.entry,
        ...furtherParts(needs, question, reading, scope, ranked),
      ]);
  for (const entry of [...chosen])
    for (const linked of mustFollow(corpus, entry)) if (!chosen.includes(linked)) chosen.push(linked);

  const statements = chosen.map((entry) => stateOf(corpus, entry));
  const [unitStatement] = statements;
  if (top.entry.extra.outcome === 'tidak_diatur' && unitStatement) {
    const fields = top.entry.extra.unit ?? [];
    const facts = Object.fromEntries(
      fields.flatMap((field) => (needs.unitFacts[field] === undefined ? [] : [[field, needs.unitFacts[field]]])),
    );
    const citations = [unitStatement.citation];
    const confidence = chance * top.chance;
    // Not regulated, but the unit has said it: that is an answer.
    if (fields.length > 0 && Object.keys(facts).length === fields.length)
      return { ...base, kind: 'answer', statements: [unitStatement], unitFacts: facts, citations, confidence };
    return {
      ...base,
      kind: 'not_found',
      gap: { why: 'unit_unknown', fields, statement: unitStatement },
      citations,
      confidence,
    };
  }
  const others = ranked.list.slice(1).filter(({ entry }) => !chosen.some((one) => isSame(one, entry)));
  const rival = others.find(({ entry }) => !chosen.some((one) => isRelatedEntry(one, entry)));
  const answered = 1 - ranked.none;
  const unsure = top.chance / Math.max(answered, 1e-9) < UNSURE;
  const alternatives =
    unsure && rival && rival.chance / Math.max(answered, 1e-9) > PLAUSIBLE && chosen.length === 1 ? [rival.entry] : [];
  const shown = [...chosen, ...alternatives];
  const linked = chosen
    .flatMap((entry) => linksOf(corpus, entry))
    .filter((entry) => scope.has(entry.document.id) && !shown.some((one) => isSame(one, entry)));
  const rest = others
    .filter(({ entry, chance: likely }) => likely > 0.05 && !shown.includes(entry) && !linked.includes(entry))
    .map(({ entry }) => entry);
  const cited = [...shown, ...new Set([...linked, ...rest])].slice(0, Math.max(CITATIONS, shown.length));
  return {
    ...base,
    kind: 'answer',
    statements,
    alternatives: alternatives.map((entry) => stateOf(corpus, entry)),
    citations: cited.map((entry) => cite(corpus, entry)),
    confidence: Math.min(1, chance * answered),
  };
}

const isSame = (a: Entry, b: Entry) => a.at === b.at;
const isRelatedEntry = (a: Entry, b: Entry) => a.document.id === b.document.id && isRelated(a.address, b.address);

/** What a provision cannot be understood without: the date that "mulai berlaku pada tanggal diundangkan" leaves to the closing. */
function mustFollow(corpus: Corpus, entry: Entry): Entry[] {
  return (entry.extra.references ?? []).flatMap(({ to, needed }) => {
    const found = needed ? corpus.find(entry.document.id, to) : undefined;
    return found ? [found] : [];
  });
}

/** Provisions that refer to this one or that this one refers to, without those around it. */
function linksOf(corpus: Corpus, entry: Entry): Entry[] {
  const outward = (entry.extra.references ?? []).flatMap(({ to }) => corpus.find(entry.document.id, to) ?? []);
  const inward = corpus.entries.filter(
    (other) =>
      other.document.id === entry.document.id &&
      other.kind !== 'pasal' &&
      (other.extra.references ?? []).some(
        ({ to }) => to.pasal !== undefined && addressKey(to) === addressKey(entry.address),
      ),
  );
  return [...inward, ...outward].filter((other) => !isRelatedEntry(other, entry));
}

/** So many items of one list among the first few passages mean that the list is asked for. */
const ITEMS = { of: 5, atLeast: 3 };

/** "UU apa saja yang menjadi dasar": several items of one list fit alike, so the whole list answers. */
function wholeList(corpus: Corpus, question: string, { list }: Ranked): Entry | undefined {
  const top = list[0]?.entry;
  if (!top || top.parentAt === undefined || top.children.length > 0 || top.kind === 'ayat' || !asksForList(question))
    return undefined;
  const items = list.slice(0, ITEMS.of).filter(({ entry }) => entry.parentAt === top.parentAt);
  return items.length >= ITEMS.atLeast ? corpus.entries[top.parentAt] : undefined;
}

/** "Apa beda User ID dan password": the definitions of all the terms named. */
function comparedTerms(question: string, { list }: Ranked): Entry[] | undefined {
  if (!/\b(beda\w*|perbedaan\w*|membedakan|dibedakan|bandingkan|differ\w*|versus|vs)\b/iu.test(question))
    return undefined;
  const asked = ` ${tokenize(question).join(' ')} `;
  const named = list
    .slice(0, COMPARED)
    .filter(({ entry }) =>
      [entry.extra.defines?.term, ...(entry.extra.defines?.aliases ?? [])].some(
        (name) => name !== undefined && asked.includes(` ${tokenize(name).join(' ')} `),
      ),
    )
    .map(({ entry }) => entry);
  return named.length > 1 ? named.slice(0, 3) : undefined;
}

/** A compared term must be among so many of the likeliest passages. */
const COMPARED = 12;

/** A further part is answered when its best passage is at least this likely among the passages … */
const PART_CHANCE = 0.3;
/** … or is the second of the whole message and at least this likely there. */
const SECOND_CHANCE = 0.15;

/** A message of several questions: every further part that finds a passage of its own. */
function furtherParts(needs: AnswerNeeds, question: string, reading: Reading, scope: Scope, whole: Ranked): Entry[] {
  const parts = splitParts(question);
  const first = whole.list[0];
  if (parts.length < 2 || !first) return [];
  const found: { entry: Entry; chance: number }[] = [];
  const readings = parts.map((part) => needs.language.read(part));
  for (const [at, own] of readings.entries()) {
    const others = readings.filter((_, index) => index !== at).flatMap((other) => contentWords(other));
    const context = contentWords(own).length < 3 ? others : [];
    const full: Reading = {
      english: reading.english,
      words: [
        ...own.words,
        ...context.map((word) => ({
          ...word,
          alternatives: word.alternatives.map((one) => ({ ...one, weight: one.weight * 0.3 })),
        })),
      ],
    };
    const ranked = rank(needs, gather(needs.corpus, parts[at] ?? '', full, scope));
    const best = ranked.list[0];
    if (!best) continue;
    const chance = best.chance / Math.max(1 - ranked.none, 1e-9);
    const inWhole = whole.list.find(({ entry }) => entry.at === best.entry.at)?.chance ?? 0;
    if (ranked.none < NONE_OF_PART && (chance > PART_CHANCE || inWhole > SECOND_CHANCE))
      found.push({ entry: best.entry, chance });
  }
  for (const entry of partsOfExample(needs.corpus, whole)) found.push({ entry, chance: 1 });
  const second = whole.list.find(({ entry }) => !isRelatedEntry(entry, first.entry));
  if (second && second.chance > SECOND_CHANCE) found.push(second);
  const kept: Entry[] = [];
  for (const { entry } of found) {
    if (![first.entry, ...kept].some((other) => isRelatedEntry(other, entry))) kept.push(entry);
  }
  return kept.slice(0, 2);
}

/** From this likeness on, an example of several parts shows which passages belong together. */
const SAME_PARTS = 0.5;

/** What the likest example of several parts needed, if the first of it is what was found here. */
function partsOfExample(corpus: Corpus, { similar, list }: Ranked): Entry[] {
  const [first] = list;
  const found = similar.find(
    ({ example, likeness }) => likeness >= SAME_PARTS && (corpus.examples.list[example]?.needs.length ?? 0) > 1,
  );
  const needed = (found && corpus.examples.list[found.example]?.needs) ?? [];
  return first && needed.includes(first.entry.at) ? needed.flatMap((at) => corpus.entries[at] ?? []) : [];
}

/** A part alone says less than the message: it may look unanswerable without being so. */
const NONE_OF_PART = 0.8;

const ASKS =
  /\b(apa|apakah|siapa|sapa|sp|berapa|brp|kapan|kpn|di ?mana|dmn|mana|bagaimana|gimana|gmn|kenapa|mengapa|bisa|bs|boleh|blh|apaan|ap|harus|hrs|wajib|adakah|who|whom|what|when|where|how|which|why|is|are|does|do|did|can|could|must|should|would|will|has|have)\b/iu;

/**
 * Cuts a message into the questions it holds: at question marks, and at connectives and commas after which
 * a new question begins. A piece that asks nothing belongs to the question beside it.
 */
export function splitParts(question: string): string[] {
  return question
    .split(/\?+|;|\.\s+/u)
    .map((part) => part.trim())
    .filter((part) => part.split(/\s+/u).length >= 3)
    .flatMap((sentence) => {
      const merged: string[] = [];
      for (const piece of sentence.split(
        /,?\s+(?:trus|terus|trs|lalu|lantas|kemudian|serta|sama|and also|and|dan|n|&)\s+|,\s+/iu,
      )) {
        const last = merged.length - 1;
        const short = piece.trim().split(/\s+/u).length < 2;
        if (last >= 0 && (short || !ASKS.test(piece) || !ASKS.test(merged[last] ?? '')))
          merged[last] += `, ${piece.trim()}`;
        else merged.push(piece.trim());
      }
      return merged;
    });
}

function likeliest(chances: Map<string, number>): [SpeechAct, number] {
  let best: [SpeechAct, number] = ['question', 0];
  for (const [act, chance] of chances) if (chance > best[1]) best = [act as SpeechAct, chance];
  return best;
}

function absentPlace(corpus: Corpus, evidence: Evidence, scope: Scope): Gap | undefined {
  const regulations = [...corpus.documents.values()].filter(({ kind, id }) => kind === 'peraturan' && scope.has(id));
  const [only] = regulations;
  if (!only || regulations.length > 1) return undefined;
  const units = corpus.entries.filter(({ document }) => document.id === only.id);
  for (const named of evidence.cited) {
    if (units.some(({ address }) => isWithin(address, named))) continue;
    const pasal = units.filter(({ address }) => address.pasal === named.pasal);
    const last = pasal.length > 0 ? Math.max(0, ...pasal.map(({ address }) => address.ayat ?? 0)) : only.meta.lastPasal;
    return { why: 'no_such_place', named, source: only.short, ...(last !== undefined && { last }) };
  }
  return undefined;
}

/** Only a passage that really speaks of the subject is worth showing to someone who did not get an answer. */
const ABOUT = 0.6;

function valueGap(corpus: Corpus, evidence: Evidence): Gap | undefined {
  if (evidence.asked.length === 0) return undefined;
  const about = evidence.candidates
    .map(({ entry, features }) => ({ entry, coverage: features.coverage ?? 0, likeness: features.example ?? 0 }))
    .filter(({ entry, coverage }) => coverage >= ABOUT && entry.children.length === 0)
    .sort((a, b) => b.coverage + b.likeness - (a.coverage + a.likeness));
  const [nearest] = about;
  return nearest && { why: 'value_missing', asked: evidence.asked, nearest: stateOf(corpus, nearest.entry) };
}

/** Pasal 3 ayat (3), with the matter that the message is about. */
function authority(
  { corpus, findMatter }: AnswerNeeds,
  reading: Reading,
  scope: Scope,
): Pick<Answer, 'statements' | 'citations'> & { matter?: Matter } {
  const matter = findMatter(reading);
  const limit = corpus.entries.find(
    (entry) =>
      scope.has(entry.document.id) &&
      entry.document.kind === 'peraturan' &&
      entry.children.length === 0 &&
      /tidak bertanggung jawab terhadap/iu.test(entry.text),
  );
  const statements = limit ? [stateOf(corpus, limit)] : [];
  return { statements, citations: statements.map(({ citation }) => citation), ...(matter && { matter }) };
}

/** Who handles complaints, and who technical trouble: whichever the message sounds more like. */
function complaintBasis(corpus: Corpus, evidence: Evidence, scope: Scope): Pick<Answer, 'statements' | 'citations'> {
  const duties = corpus.entries.filter(
    (entry) =>
      scope.has(entry.document.id) &&
      entry.document.kind === 'peraturan' &&
      entry.children.length === 0 &&
      /^\W*(?:\d\)|[a-z][.)]?)?\s*(?:LPSE\s+)?menangani (?:keluhan|kendala)/iu.test(entry.text),
  );
  const soundsLike = (entry: Entry) =>
    evidence.candidates.find((candidate) => candidate.entry.at === entry.at)?.features.wide ?? 0;
  const [duty] = duties.sort((a, b) => soundsLike(b) - soundsLike(a) || a.at - b.at);
  const statements = duty ? [stateOf(corpus, duty)] : [];
  return { statements, citations: statements.map(({ citation }) => citation) };
}

function talkOf(reading: Reading, question: string): NonNullable<Answer['talk']> {
  const standard = reading.words.map(({ text }) => text).join(' ');
  if (/\b(terima kasih|makasih|thanks?|thank you|thx|tq|trims|sip|mantap)\b/iu.test(`${standard} ${question}`))
    return 'thanks';
  if (/\b(siapa|bot|robot|manusia|orang asli|who|ai|nama)\b/iu.test(standard)) return 'identity';
  if (/\b(dadah|bye|sampai jumpa|pamit|see you)\b/iu.test(`${standard} ${question}`)) return 'farewell';
  return 'greeting';
}

const YES_NO =
  /(?:\b(apakah|apa boleh|apa bisa|apa harus|apa wajib|bolehkah|bisakah|haruskah|perlukah|wajibkah|adakah)\b|\b(bisa|boleh|dapat|harus|wajib|perlu|ada|mesti)\b.{0,80}\b(tidak|ga|gak|nggak|ngga|kah|ya|enggak|apa tidak)\b|^\s*(?:can|is|are|do|does|must|may|will|should|could)\b|\b(?:bisa|boleh|wajib|harus|perlu)\b[^?]*\?)/iu;

function asksYesOrNo(question: string, reading: Reading): boolean {
  return YES_NO.test(question) || YES_NO.test(reading.words.map(({ text }) => text).join(' '));
}
