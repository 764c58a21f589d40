import { formatAddress } from './address.ts';
import { answerQuestion } from './answer.ts';
import { entryOf, type Turn, withBasis } from './context.ts';
import type { Corpus, Entry } from './corpus.ts';
import {
  ASKS,
  ASKS_MORE_THAN_HOW,
  asks,
  isPossessive,
  leans,
  MODAL,
  OPENER,
  ownWords,
  PERSON,
  pointsBack,
} from './leaning.ts';
import { type Answer, nothingFound } from './outcome.ts';
import { inPlaceOf } from './slots.ts';
import { type Reading, tokenize, type Word } from './words.ts';

/**
 * What answers the last question with something new in it: "kalau perorangan?", "berapa lama?". Undefined
 * when the message by itself is answered as well. A detail that is nowhere regulated stays not found.
 */
export function merged(turn: Turn): Answer | undefined {
  const { needs, scope, own, standard, alone } = turn;
  const isBare = own.length === 0;
  if (isBare ? !ASKS.test(standard) && !pointsBack(turn) : !leans(turn)) return undefined;
  const both = mergedQuestion(turn);
  if (!both) return undefined;
  const { question } = both;
  const answer = { ...answerQuestion(needs, question, scope), understoodAs: question };
  if (answer.kind === 'smalltalk' || answer.kind === 'off_topic' || answer.kind === 'refusal') return undefined;
  if (isBare) return givesReason(turn, answer) ? answer : { ...nothingFound(answer), understoodAs: question };
  if (answer.kind === 'complaint' && alone.kind !== 'complaint') return undefined;
  return isBetter(turn, both, answer) ? answer : undefined;
}

/** An answer in context must say clearly more of what both messages speak of … */
const LEAD = 0.15;
/** … and hardly less of what this one speaks of, … */
const LOSS = 0.1;
/** … namely most of it. */
const HELD = 0.5;
/** Without such words in the documents the answer must be as likely as this. */
const SURE = 0.8;
/** So much of a passage names what it is about. */
const NAMED = 8;

/** A question made of two messages. */
type Merged = {
  question: string;
  /** What it takes from the first. */
  topic: Word[];
  /** It must say so much more than the second message alone; 0 where little doubt is left. */
  lead: number;
};

/** The question that a leaning message stands for; it is shown to the person, so that a wrong guess can be seen. */
function mergedQuestion({ needs, message, standard, own, before, last }: Turn): Merged | undefined {
  const { corpus, language } = needs;
  const fresh = withoutMarks(message);
  const about = (topic: string, lead = LEAD): Merged => ({
    question: `${fresh} (${topic})`,
    topic: ownWords(language.read(topic)),
    lead,
  });
  const [place] = last;
  const previous = language.read(before.question);
  const subject = PERSON.test(standard) && place ? subjectOf(place) : undefined;
  if (subject !== undefined && !isNamedIn(language.read(subject), previous)) return about(subject);
  const topic = ownWords(previous).filter(({ text }) => !own.some((word) => word.text === text));
  // Only a place was asked for: it is the topic, or what it speaks of.
  if (ownWords(previous).length === 0) {
    if (!place) return undefined;
    const speaksOfIt = coverage(corpus, own, [place]) >= HELD;
    return speaksOfIt ? about(formatAddress(place.address), 0) : about(tokenize(place.text).slice(0, NAMED).join(' '));
  }
  if (ASKS_MORE_THAN_HOW.test(standard) || !OPENER.test(standard)) return about(topicOf(previous));
  const swapped = inPlaceOf(corpus, language, previous, own);
  if (swapped !== undefined) return { question: swapped, topic: ownWords(language.read(swapped)), lead: 0 };
  const said = previous.words.filter(({ role }) => role !== 'filler').map(({ text }) => text);
  return { question: `${said.join(' ')} ${fresh}`, topic, lead: LEAD };
}

const isNamedIn = (name: Reading, question: Reading) =>
  ownWords(name).every(({ stem }) => question.words.some((word) => word.stem === stem));

/** A question without what it asked: "backup server disimpan di mana" gives "backup server disimpan". */
function topicOf({ words }: Reading): string {
  const said = words.filter(({ role, text }) => role !== 'filler' && !ASKS.test(text) && !MODAL.has(text));
  const carries = ({ role, text }: Word) => role !== 'stop' && text !== 'tidak';
  return said
    .slice(said.findIndex(carries), said.findLastIndex(carries) + 1)
    .map(({ text }) => text)
    .join(' ');
}

const MARKS =
  /^(?:(?:oh|ok|oke|nah|eh|min|dan|lalu|lantas|terus|trus|trs|kemudian|kalau|kalo|klo|kl|jika|bila|bagaimana dengan|gimana dengan|yang|yg|and|then|what about|how about|what if|so)\s+)+|[\s?!.,]+$/giu;
const POINTERS = /\s*\b(?:itu|tersebut|tadi|tsb|dia|ia|mereka|beliau|that|they)\b/giu;

/** The message without the words that only tie it to the one before. */
function withoutMarks(message: string): string {
  const fresh = message.replace(MARKS, '').replace(POINTERS, '').trim();
  return fresh === '' ? message.trim() : fresh;
}

const SUBJECT = /\p{Lu}[\p{L}/]+(?:(?: (?:dan|atau))? \p{Lu}[\p{L}/]*)+/gu;

/** Whom a provision is about: its first name of several words. */
function subjectOf({ lead, text }: Entry): string | undefined {
  const names = [...`${lead} ${text}`.replaceAll('*', '').matchAll(SUBJECT)].map(([name]) => name);
  return names.find((name) => !/^(?:Dalam|Pasal|Peraturan)\b/u.test(name));
}

/** What a reason is told with. */
const REASON = /\b(?:karena|sebab|agar|supaya|untuk|guna|tujuan\w*|dalam rangka|apabila|jika|berkaitan dengan)\b/iu;
const ASKS_WHY = /\b(?:kenapa|mengapa|alasan\w*|why|reason)\b/u;

/** To "kenapa?" the words already given are no answer, unless a reason stands in them. */
function givesReason({ needs, standard, last }: Turn, { kind, statements }: Answer): boolean {
  if (!ASKS_WHY.test(standard) || kind !== 'answer') return true;
  const known = withBasis(needs.corpus, last);
  return statements.some(({ citation }) => {
    const entry = entryOf(needs.corpus, citation);
    return (
      REASON.test(citation.quote) || !entry || !withBasis(needs.corpus, [entry]).some((one) => known.includes(one))
    );
  });
}

/** Whether the conversation made the answer better: it speaks of the new words and of the old ones. */
function isBetter(turn: Turn, { topic, lead }: Merged, answer: Answer): boolean {
  const { needs, own, standard, alone, before } = turn;
  if (answer.kind === 'out_of_authority') return before.kind === 'out_of_authority' && ASKS.test(standard);
  // "Kalau perorangan?" asks no more for the definition of it than the question before did.
  const asksOtherwise = isDefinition(needs.corpus, alone);
  const isShort = own.length <= 1;
  if (answer.kind === 'not_found') {
    if (alone.kind === 'answer') return asksOtherwise && isShort;
    return answer.gap?.why === 'unit_unknown' || (alone.kind === 'not_found' && isShort);
  }
  if (answer.kind !== 'answer') return false;
  // "Siapa atasannya?" is no small talk, even if nothing speaks of that word.
  if (alone.kind === 'smalltalk' && asks(turn) && (OPENER.test(standard) || isPossessive(turn)))
    return answer.confidence >= SURE;
  if (alone.kind === 'answer' && isSamePlace(alone, answer)) return true;
  const share = (of: Word[], one: Answer) =>
    one.kind === 'answer' && !(one === alone && asksOtherwise)
      ? coverage(needs.corpus, of, entriesOf(needs.corpus, one))
      : 0;
  const fresh = share(own, answer);
  if (fresh < HELD || fresh < share(own, alone) - LOSS) return false;
  const both = [...own, ...topic.filter(({ stem }) => !own.some((word) => word.stem === stem))];
  return share(both, answer) >= share(both, alone) + lead;
}

function isSamePlace({ statements: [one] }: Answer, { statements: [other] }: Answer): boolean {
  return one !== undefined && one.citation.quote === other?.citation.quote;
}

function isDefinition(corpus: Corpus, { statements: [first] }: Answer): boolean {
  return first !== undefined && entryOf(corpus, first.citation)?.extra.defines !== undefined;
}

const entriesOf = (corpus: Corpus, { statements }: Answer) =>
  statements.flatMap(({ citation }) => entryOf(corpus, citation) ?? []);

/** The share of some words, rare ones counting more, that the best of some passages holds. */
function coverage({ index }: Corpus, words: Word[], entries: Entry[]): number {
  const worth = words.map(({ stem }) => index.idf(stem));
  const all = worth.reduce((sum, value) => sum + value, 0);
  const held = entries.map(({ at: entry }) =>
    words.reduce((sum, word, at) => sum + (worth[at] ?? 0) * index.holds(entry, word), 0),
  );
  return all > 0 ? Math.max(0, ...held) / all : 0;
}
