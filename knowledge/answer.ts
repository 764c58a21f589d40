import { addressKey } from './address.ts';
import { asksForMeaning } from './asked.ts';
import { type Citation, cite, hasModalityFromAbove, type Statement, stateOf } from './compose.ts';
import type { Corpus, Entry } from './corpus.ts';
import { besidesTitle, documentNamed, stepsNamed } from './document-names.ts';
import { contentWords, type Evidence, gather, type Scope } from './find.ts';
import { classify } from './learn.ts';
import { type OpenOutcome, withOpen } from './open-outcomes.ts';
import type { Answer, Empty, Gap } from './outcome.ts';
import { comparedTerms, furtherParts, splitParts, wholeList } from './parts.ts';
import { absentPlace, namedPlaces, regulationMeant, withoutOwnName } from './places.ts';
import {
  askedInFaq,
  asksDuty,
  isAuthorityLimit,
  isDirect,
  isOutOfAuthority,
  regulationLeads,
  SURE,
} from './precedence.ts';
import { type AnswerNeeds, type Asking, isRelatedEntry, type Ranked, rank } from './ranking.ts';
import type { Matter } from './redirects.ts';
import type { SpeechAct } from './source.ts';
import { speechFeatures } from './speech.ts';
import { isUntaught, rankTier, tiersOf } from './tiers.ts';
import { type Reading, tokenize } from './words.ts';

const CITATIONS = 5;
/** Who is turned away wrongly is lost: only what is surely another topic is. */
const SURE_OF_TOPIC = 0.5;
/** What is greeted back is never known to have been asked in vain: a greeting is surer than this. */
const SURE_OF_TALK = 0.75;
/** A second candidate is shown beside a first one that is not surer than this … */
const UNSURE = 0.75;
/** … if it is itself at least this likely. */
const PLAUSIBLE = 0.1;
/** How sure it is that a place that was named is the one wanted. */
const NAMED = 0.95;

/**
 * Answers one message from the passages within `scope`. Never throws for what a person types; an empty
 * message is smalltalk.
 */
export function answerQuestion(needs: AnswerNeeds, message: string, wholeScope: Scope): Answer {
  const { corpus, language, calibration } = needs;
  const meant = regulationMeant(corpus, message, wholeScope);
  const scope = meant ?? wholeScope;
  const question = withoutOwnName(corpus, message, scope);
  const reading = language.read(question);
  const base = {
    english: reading.english,
    yesOrNo: asksYesOrNo(question, reading),
    statements: [],
    alternatives: [],
    citations: [],
  };
  const asking: Asking = { needs, question, reading, scope };
  if (reading.words.length === 0) return { ...base, kind: 'smalltalk', talk: 'greeting', confidence: 1 };

  if (!meant) return { ...base, kind: 'not_found', gap: { why: 'no_such_document' }, confidence: 0.9 };

  const tiers = tiersOf(corpus, scope);
  const [leading = scope] = tiers;
  const evidence = gather(corpus, question, reading, leading);
  const acts = classify(speechFeatures(corpus, question, reading, evidence), calibration.speech);
  const [likely, chance] = likeliest(acts);
  const faq = evidence.cited.length === 0 ? askedInFaq(asking) : undefined;
  if (faq && isOutOfAuthority(asking, acts)) {
    const said: Answer = {
      ...{ ...base, ...authority(needs, reading, scope), kind: 'out_of_authority' },
      confidence: acts.get('out_of_authority') ?? 0,
    };
    return asksDuty(asking) ? said : explained(said, corpus, faq);
  }
  if (faq) {
    const provisions = rank(needs, evidence);
    const leads = likely === 'question' && regulationLeads(asking, evidence, provisions, chance);
    return leads && faq.extra.outcome !== 'tidak_diatur'
      ? explained(fromRanked({ ...asking, scope: leading }, provisions, base, chance), corpus, faq)
      : fromRanked(asking, only(faq), base, DIRECTLY);
  }
  // What a document without examples speaks of looks like any other topic to what was learned from others.
  const unsureOfTopic = likely === 'off_topic' && chance < SURE_OF_TOPIC;
  const unsureOfTalk = likely === 'smalltalk' && chance < SURE_OF_TALK && isNoGreeting(asking);
  const isTopic =
    (likely === 'off_topic' || likely === 'smalltalk') && (unsureOfTopic || unsureOfTalk || spokenOf(asking));
  const act = isTopic ? 'question' : likely;

  // "bunyi pasal 5 dan 7" cannot be an attack: it says nothing but the places.
  const onlyPlaces = evidence.named.length > 0 && contentWords(reading).length === 0;
  if ((act === 'injection' && !onlyPlaces) || (evidence.cited.length > 0 && ALTERS.test(question)))
    return { ...base, kind: 'refusal', confidence: chance };
  const absent = absentPlace(corpus, evidence, scope);
  if (absent && act !== 'complaint') return { ...base, kind: 'not_found', gap: absent, confidence: 0.95 };
  if (evidence.named.length > 0 && act !== 'complaint' && act !== 'out_of_authority') {
    const places = namedPlaces(asking, evidence);
    return fromRanked(
      asking,
      { list: places.map((entry) => ({ entry, chance: 1 })), none: 0, similar: [], named: true },
      base,
      NAMED,
    );
  }
  const titled = evidence.cited.length === 0 && act !== 'complaint' ? documentNamed(corpus, asking) : undefined;
  if (titled) {
    const steps = stepsNamed(corpus, titled, question, reading);
    const own = { ...asking, scope: new Set([titled.id]) };
    const found =
      steps.length > 0 ? undefined : rank(needs, gather(corpus, question, besidesTitle(titled, reading), own.scope));
    const list = found ? found.list : steps.map((entry) => ({ entry, chance: 1 }));
    if (list.length > 0)
      return fromRanked(own, found ?? { list, none: 0, similar: [], named: true }, base, found ? chance : NAMED);
  }
  if (act !== 'question' && asksForPerson(reading))
    return { ...base, ...complaintBasis(corpus, evidence, scope), kind: 'complaint', confidence: chance };
  if (act === 'smalltalk') return { ...base, kind: 'smalltalk', talk: talkOf(reading, question), confidence: chance };
  if (act === 'off_topic') return { ...base, kind: 'off_topic', confidence: chance };
  if (act === 'complaint')
    return { ...base, ...complaintBasis(corpus, evidence, scope), kind: 'complaint', confidence: chance };
  if (act === 'out_of_authority')
    return { ...base, ...authority(needs, reading, scope), kind: 'out_of_authority', confidence: chance };
  return withOpen(
    undefinedTerm(asking, base) ??
      unclear(asking, evidence, base) ??
      answerFromTiers(asking, tiers, evidence, base, chance),
    acts,
  );
}

/** The same message taken for what it may have been as well; see `Answer.open`. */
export function answerAs(needs: AnswerNeeds, message: string, scope: Scope, kind: OpenOutcome): Answer {
  const reading = needs.language.read(message);
  const evidence = gather(needs.corpus, message, reading, scope);
  const acts = classify(speechFeatures(needs.corpus, message, reading, evidence), needs.calibration.speech);
  const base = {
    ...{ english: reading.english, yesOrNo: asksYesOrNo(message, reading), confidence: acts.get(kind) ?? 0 },
    ...{ statements: [], alternatives: [], citations: [] },
  };
  if (kind === 'complaint') return { ...base, ...complaintBasis(needs.corpus, evidence, scope), kind };
  if (kind === 'out_of_authority') return { ...base, ...authority(needs, reading, scope), kind };
  return { ...base, kind, ...(kind === 'smalltalk' && { talk: talkOf(reading, message) }) };
}

/** How sure it is that a FAQ that was asked for nearly word for word is the one wanted. */
const DIRECTLY = 0.95;

const only = (entry: Entry): Ranked => ({ list: [{ entry, chance: 1 }], none: 0, similar: [], named: true });

/** What the regulation says, and below it an entry of the FAQ or a step of an SOP that explains it. */
function explained(answer: Answer, corpus: Corpus, entry: Entry): Answer {
  if (answer.kind !== 'answer' && answer.kind !== 'out_of_authority') return answer;
  const { alternatives: _unsure, ...said } = answer;
  const explanation = stateOf(corpus, entry);
  const cited = (place: Citation) => answer.statements.some(({ citation }) => isSamePlace(citation, place));
  const { basis, ...citation } = explanation.citation;
  // What was just quoted need not be quoted again as the basis of what explains it.
  const others = (basis ?? []).filter((one) => !cited(one));
  const shown = { ...citation, ...(others.length > 0 && { basis: others }) };
  return {
    ...said,
    alternatives: [],
    explanation: { ...explanation, citation: shown },
    citations: [...answer.statements.map((statement) => statement.citation), explanation.citation],
  };
}

const isSamePlace = (a: Citation, b: Citation) => a.document === b.document && addressKey(a) === addressKey(b);

/** Quotes some passages as the answer to a message that asked for just these. */
export function quoteEntries(needs: AnswerNeeds, message: string, entries: Entry[]): Answer {
  const reading = needs.language.read(message);
  const scope = new Set(entries.map(({ document }) => document.id));
  const base = { english: reading.english, yesOrNo: false, statements: [], alternatives: [], citations: [] };
  const list = entries.map((entry) => ({ entry, chance: 1 }));
  const asking = { needs, question: message, reading, scope };
  return fromRanked(asking, { list, none: 0, similar: [], named: true }, base, NAMED);
}

/** What the regulations alone answer surely, or that they put it out of the authority of LPSE; undefined when they do not. */
export function regulationSays(needs: AnswerNeeds, message: string): Statement | undefined {
  const regulations = [...needs.corpus.documents.values()].filter(({ kind }) => kind === 'peraturan');
  if (regulations.length === 0) return undefined;
  const { kind, statements, confidence } = answerQuestion(needs, message, new Set(regulations.map(({ id }) => id)));
  const says = kind === 'answer' || kind === 'out_of_authority';
  return says && confidence >= SURE ? statements[0] : undefined;
}

/**
 * "Apa itu ULP?" for a term that the regulation uses without defining it: the place that at least spells it
 * out, or that nobody explains it.
 */
function undefinedTerm({ needs: { corpus }, question, reading, scope }: Asking, base: Empty): Answer | undefined {
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
function unclear({ needs, reading }: Asking, evidence: Evidence, base: Empty): Answer | undefined {
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

/** So much of a question must stand in a document of which no questions are known for it to be about that. */
const SPOKEN_OF = { coverage: 0.75, words: 2, lead: 0.3 };

const bestCoverage = ({ candidates }: Evidence) =>
  Math.max(0, ...candidates.map(({ features }) => features.coverage ?? 0));

function spokenOf({ needs: { corpus }, question, reading, scope }: Asking): boolean {
  const untaught = new Set([...scope].filter((id) => isUntaught(corpus, id)));
  if (untaught.size === 0 || contentWords(reading).length < SPOKEN_OF.words) return false;
  return bestCoverage(gather(corpus, question, reading, untaught, { withoutExamples: true })) >= SPOKEN_OF.coverage;
}

/** Asks the leading documents, whose evidence is at hand, then the others. */
function answerFromTiers(asking: Asking, tiers: Scope[], evidence: Evidence, base: Empty, chance: number): Answer {
  const { needs } = asking;
  const [leading = new Set(), ...others] = tiers;
  const { ranked } = rankTier(asking, leading, evidence);
  const isFound = ({ none, list }: Ranked) =>
    list.length > 0 && none < needs.calibration.threshold && chance * (1 - none) >= LIKELY;
  const found = tiers.length > 0 && isFound(ranked);
  for (const tier of others) {
    const { byWords, evidence: other, ranked: otherRanked } = rankTier(asking, tier);
    const clearly = bestCoverage(other) >= Math.max(SPOKEN_OF.coverage, bestCoverage(evidence) + SPOKEN_OF.lead);
    const answers = byWords
      ? otherRanked.none < needs.calibration.threshold && (!found || clearly)
      : isNear(needs, otherRanked, found ? ranked : undefined) ||
        ((found ? isDirect(evidence, ranked, other, otherRanked) : isFound(otherRanked)) &&
          isConvincing(other, otherRanked));
    const [first] = otherRanked.list;
    if (!answers || !first) continue;
    if (found && !byWords && regulationLeads(asking, evidence, ranked, chance))
      return explained(fromRanked({ ...asking, scope: leading }, ranked, base, chance), needs.corpus, first.entry);
    return fromRanked({ ...asking, scope: tier }, otherRanked, base, chance);
  }
  if (found) return fromRanked({ ...asking, scope: leading }, ranked, base, chance);
  const missing = valueGap(needs.corpus, evidence);
  return {
    ...base,
    kind: 'not_found',
    gap: missing ?? { why: 'not_covered', asked: evidence.asked },
    citations: missing?.why === 'value_missing' ? [missing.nearest.citation] : [],
    confidence: chance * ranked.none,
  };
}

/** A known question of an SOP or FAQ that so surely means the same counts like one in nearly the same words. */
const MEANS_THE_SAME = 0.75;

/** Whether the best passage answers a known question that means the same, surer than the regulation answers this one. */
function isNear({ nearness }: AnswerNeeds, { list: [best] }: Ranked, provisions: Ranked | undefined): boolean {
  const chance = best ? (nearness?.asked.get(best.entry.at) ?? 0) : 0;
  return chance >= MEANS_THE_SAME && chance > (provisions?.list[0]?.chance ?? 0);
}

/** Below this chance that it is a question and has its answer here, it is left unanswered. */
const LIKELY = 0.4;

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

/** Makes statements and citations of what was found. */
function fromRanked(asking: Asking, ranked: Ranked, base: Empty, chance: number): Answer {
  const { needs, question, scope } = asking;
  const { corpus } = needs;
  const top = ranked.list[0];
  if (!top) return { ...base, kind: 'not_found', gap: { why: 'not_covered' }, confidence: chance };
  const chosen = ranked.named
    ? ranked.list.map(({ entry }) => entry).slice(0, CITATIONS)
    : (comparedTerms(question, ranked) ?? [wholeList(asking, ranked) ?? top.entry, ...furtherParts(asking, ranked)]);
  for (const entry of [...chosen])
    for (const linked of mustFollow(corpus, entry)) if (!chosen.includes(linked)) chosen.push(linked);

  const statements = chosen.map((entry) => stateOf(corpus, entry));
  const [unitStatement] = statements;
  if (top.entry.extra.outcome === 'tidak_diatur' && unitStatement) {
    const fields = top.entry.extra.unit ?? [];
    const facts = unitFactsOf(needs, top.entry);
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
  const known = unitFactsOf(needs, top.entry);
  const partial = !ranked.named && splitParts(question).length > statements.length;
  return {
    ...base,
    kind: 'answer',
    yesOrNo: base.yesOrNo && !partial && isModalityAsked(asking, ranked, top.entry),
    statements,
    ...(Object.keys(known).length > 0 && { unitFacts: known }),
    ...(partial && { partial }),
    alternatives: alternatives.map((entry) => stateOf(corpus, entry)),
    citations: cited.map((entry) => cite(corpus, entry)),
    confidence: Math.min(1, chance * answered),
  };
}

/** So alike must a question be to one that is known of an item to ask for that item. */
const ASKS_FOR_ITEM = 0.5;

/**
 * Whether the "wajib" of a provision is about what is asked. An item of a list has it from the words above all of its items: it is
 * no answer to "wajib bawa X?" where X is another thing, or in no list at all.
 */
function isModalityAsked({ needs: { corpus }, reading }: Asking, { named, similar }: Ranked, entry: Entry): boolean {
  if (named || !hasModalityFromAbove(entry)) return true;
  const own = new Set(entry.terms.own);
  const isNamed = contentWords(reading).some(
    ({ text, alternatives }) => !MODAL_WORDS.test(text) && alternatives.some(({ term }) => own.has(term)),
  );
  const isKnown = similar.some(
    ({ example, likeness }) =>
      likeness >= ASKS_FOR_ITEM && corpus.examples.list[example]?.passages.includes(entry.at) === true,
  );
  return isNamed && isKnown;
}

const MODAL_WORDS = /^(?:wajib|harus|perlu|boleh|dapat|bisa)/u;

/** What the unit has said of the facts that a FAQ leaves to it. */
function unitFactsOf(needs: AnswerNeeds, { extra }: Entry): Record<string, string> {
  return Object.fromEntries(
    (extra.unit ?? []).flatMap((field) =>
      needs.unitFacts[field] === undefined ? [] : [[field, needs.unitFacts[field]]],
    ),
  );
}

const isSame = (a: Entry, b: Entry) => a.at === b.at;

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

function likeliest(chances: Map<string, number>): [SpeechAct, number] {
  let best: [SpeechAct, number] = ['question', 0];
  for (const [act, chance] of chances) if (chance > best[1]) best = [act as SpeechAct, chance];
  return best;
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
  const limit = corpus.entries.find((entry) => scope.has(entry.document.id) && isAuthorityLimit(entry));
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

/** "Mau bicara dengan petugas": a person is wanted, not an answer. */
function asksForPerson(reading: Reading): boolean {
  const standard = reading.words.map(({ text }) => text).join(' ');
  return /\b(bicara|ngomong|chat|hubungi|sambung\w*|terhubung|minta|mau|speak|talk|human)\b.*\b(petugas|manusia|orang|operator|admin|cs|staf|person|human|officer|agent)\b/iu.test(
    standard,
  );
}

/** Of words that all mean something, and neither thanks nor a farewell: "ada klinik pendampingan hari Rabu ga?" */
const isNoGreeting = ({ reading, question }: Asking): boolean =>
  contentWords(reading).length >= 2 && talkOf(reading, question) === 'greeting';

function talkOf(reading: Reading, question: string): NonNullable<Answer['talk']> {
  const standard = reading.words.map(({ text }) => text).join(' ');
  if (/\b(terima kasih|makasih|thanks?|thank you|thx|tq|trims|sip|mantap)\b/iu.test(`${standard} ${question}`))
    return 'thanks';
  if (/\b(siapa|bot|robot|manusia|orang asli|who|ai|nama)\b/iu.test(standard)) return 'identity';
  if (/\b(dadah|bye|sampai jumpa|pamit|see you)\b/iu.test(`${standard} ${question}`)) return 'farewell';
  // No greeting in it, and words that nobody knows.
  if (reading.words.some(({ role, unknown }) => role === 'content' && unknown)) return 'puzzled';
  return 'greeting';
}

/** To have a provision rewritten is to have it made up. */
const ALTERS =
  /\b(?:tulis(?:kan)? ulang|(?:ubah|ganti|karang|palsukan)\w* (?:bunyi|isi|pasal|ayat|kutipan)|tambah\w* (?:pasal|ayat|syarat|kalimat)|rewrite|make up|invent|forge)\b/iu;

const YES_NO =
  /(?:\b(apakah|apa boleh|apa bisa|apa harus|apa wajib|bolehkah|bisakah|haruskah|perlukah|wajibkah|adakah)\b|\b(bisa|boleh|dapat|harus|wajib|perlu|ada|mesti)\b.{0,80}\b(tidak|ga|gak|nggak|ngga|kah|ya|enggak|apa tidak)\b|^\s*(?:can|is|are|do|does|must|may|will|should|could)\b|\b(?:bisa|boleh|wajib|harus|perlu)\b[^?]*\?)/iu;

function asksYesOrNo(question: string, reading: Reading): boolean {
  return YES_NO.test(question) || YES_NO.test(reading.words.map(({ text }) => text).join(' '));
}
