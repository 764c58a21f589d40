import { formatAddress } from './address.ts';
import { answerQuestion, quoteEntries } from './answer.ts';
import { basisOf } from './compose.ts';
import { entryOf, type Turn, withBasis } from './context.ts';
import type { Corpus, Entry } from './corpus.ts';
import type { Scope } from './find.ts';
import { ownWords, staysItself } from './leaning.ts';
import { merged } from './merge.ts';
import { type Answer, type Before, nothingFound, type Outcome } from './outcome.ts';
import { type AnswerNeeds, isRelatedEntry } from './ranking.ts';
import { relativePlace } from './relative.ts';

/** A remembered question is cut here, in characters. */
const LONGEST = 300;
const PLACES = 3;
/** Greetings, strange topics and attacks leave the conversation where it was. */
const FORGOTTEN: ReadonlySet<Outcome> = new Set(['smalltalk', 'off_topic', 'refusal']);

/**
 * What to hand over as `before` with the next message. Undefined when this message left nothing to come
 * back to: keep the `Before` of the message before it.
 */
export function remembered(question: string, answer: Answer): Before | undefined {
  if (FORGOTTEN.has(answer.kind)) return undefined;
  // A detail that is not regulated leaves its topic where it was.
  if (answer.kind === 'not_found' && answer.understoodAs !== undefined) return undefined;
  const { gap, statements, alternatives } = answer;
  const nearest =
    gap?.why === 'value_missing' ? [gap.nearest] : gap?.why === 'unit_unknown' ? [gap.statement] : alternatives;
  const places = (statements.length > 0 ? statements : nearest).slice(0, PLACES).map(({ citation }) => {
    const { document, quote: _quote, basis: _basis, ...address } = citation;
    return { document, address };
  });
  return { question: (answer.understoodAs ?? question).slice(0, LONGEST), places, kind: answer.kind };
}

/**
 * Answers a message that may lean on the one before it. A message that stands by itself is answered as if
 * nothing had been said; `understoodAs` is set only when the conversation changed the answer.
 */
export function answerInContext(needs: AnswerNeeds, message: string, scope: Scope, before: Before): Answer {
  // What it leans on is found by its words: vectors help to answer it once that is known.
  const alone = answerQuestion(withoutNearness(needs), message, scope);
  const reading = needs.language.read(message);
  const turn: Turn = {
    needs: withoutNearness(needs),
    scope,
    message,
    reading,
    standard: reading.words.map(({ text }) => text).join(' '),
    own: ownWords(reading),
    before,
    last: before.places.flatMap(({ document, address }) =>
      scope.has(document) ? (needs.corpus.find(document, address) ?? []) : [],
    ),
    alone,
  };
  const again = (question: string) => (needs.nearness ? answerQuestion(needs, question, scope) : undefined);
  if (before.question === '' || staysItself(turn)) return again(message) ?? alone;
  const placed = atPlace(turn) ?? aboutPlace(turn) ?? somethingElse(turn);
  if (placed) return placed;
  const both = merged(turn);
  if (!both?.understoodAs) return again(message) ?? alone;
  // A detail that is nowhere regulated stays not found.
  if (both.kind !== 'answer') return both;
  const better = again(both.understoodAs);
  return better ? { ...better, understoodAs: both.understoodAs } : both;
}

const withoutNearness = ({ nearness: _none, ...needs }: AnswerNeeds): AnswerNeeds => needs;

/** "Ayat 2 nya", "yang huruf b", "pasal berikutnya". */
function atPlace(turn: Turn): Answer | undefined {
  const { needs, standard, own, last } = turn;
  for (const from of withBasis(needs.corpus, last)) {
    const place = relativePlace(needs.corpus, standard, from);
    if (!place) continue;
    const entry = needs.corpus.find(from.document.id, place);
    const written = formatAddress(place);
    const question = own.length > 0 ? `${turn.message.trim()} (${written})` : written;
    if (entry && own.length === 0) return { ...quoteEntries(needs, turn.message, [entry]), understoodAs: question };
    return { ...answerQuestion(needs, question, new Set([from.document.id])), understoodAs: question };
  }
  return undefined;
}

const SOURCE =
  /\b(?:pasal\w*|ayat\w*|dasar\w*|landasan\w*|hukum\w*|aturan\w*|sumber\w*|rujukan\w*|diatur|tertulis|tercantum|regulated|written|perbup|peraturan\w*|article|section|basis|source|legal)\b/u;
const AGAIN =
  /\b(?:maksud\w*|arti(?:nya)?|(?:di)?jelaskan|penjelasan\w*|rinci\w*|detail\w*|lengkap\w*|selengkapnya|isi|isinya|bunyi\w*|ulang\w*|mean\w*|repeat|full)\b/u;
const WHOLE = /\b(?:(?:se)?lengkap\w*|full)\b/u;

/** "Itu pasal berapa?", "dasarnya?", "maksudnya?", "isi lengkapnya": what was cited, as the regulation says it. */
function aboutPlace(turn: Turn): Answer | undefined {
  const { needs, standard, own, last, message, before } = turn;
  const [place] = last;
  if (own.length > 0 || !place || before.kind === 'clarify') return undefined;
  const asksSource = SOURCE.test(standard);
  if (!asksSource && !AGAIN.test(standard)) return undefined;
  const bases = last.flatMap((entry) => {
    const basis = asksSource ? basisOf(needs.corpus, entry) : [];
    return basis.length > 0 ? basis : [entry];
  });
  const entries = WHOLE.test(standard) ? [pasalOf(needs.corpus, place)] : [...new Set(bases)];
  return { ...quoteEntries(needs, message, entries), understoodAs: before.question };
}

function pasalOf(corpus: Corpus, entry: Entry): Entry {
  const parent = entry.parentAt === undefined ? undefined : corpus.entries[entry.parentAt];
  return entry.kind === 'pasal' || !parent ? entry : pasalOf(corpus, parent);
}

const ELSE = /\b(?:selain (?:itu|tersebut|tadi)|yang lain(?:nya)?|apa lagi|ada lagi|lainnya|else|other)\b/u;

/** "Selain itu?": what else spoke to the last question. */
function somethingElse({ needs, scope, standard, own, message, before, last }: Turn): Answer | undefined {
  if (own.length > 0 || !ELSE.test(standard)) return undefined;
  const again = answerQuestion(needs, before.question, scope);
  // What only explains it was said with it.
  const explanation = again.explanation && entryOf(needs.corpus, again.explanation.citation);
  const [next] = again.citations
    .flatMap((citation) => entryOf(needs.corpus, citation) ?? [])
    .filter(
      (entry) => entry !== explanation && !withBasis(needs.corpus, last).some((one) => isRelatedEntry(one, entry)),
    );
  const found = next ? quoteEntries(needs, message, [next]) : nothingFound(again);
  return { ...found, understoodAs: before.question };
}
