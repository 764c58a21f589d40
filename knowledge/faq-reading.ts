import { type Basis, FAQ_TOPIC_NAMES, FAQ_TOPICS, type FaqContent, type FaqTopic } from './faq-entry.ts';

/** What a form or a row of a file may give of an entry, as texts. */
export const FAQ_FIELDS = [
  'question',
  'variants',
  'answer',
  'basis',
  'practice',
  'topic',
  'owner',
  'reviewBy',
  'source',
  'sourceDate',
  'outcome',
  'unit',
] as const;
export type FaqField = (typeof FAQ_FIELDS)[number];
/** Fields as they were typed; one that is absent or blank says nothing. */
export type FaqFields = Partial<Record<FaqField, string>>;

/** Why a field can't be used. `said` is the part of it that is wrong, `most` and `least` the bounds, `known` what would do. */
export type FaqProblem = {
  field: FaqField;
  why: 'missing' | 'short' | 'long' | 'many' | 'unknown' | 'no_basis' | 'not_a_date' | 'past' | 'future' | 'far';
  said?: string;
  least?: number;
  most?: number;
  known?: readonly string[];
};

/** An entry as it was given, or everything that is wrong with it. `reviewBy` is a day, `owner` what was typed. */
export type FaqReading =
  | { ok: true; content: FaqContent; reviewBy?: string; owner?: string }
  | { ok: false; problems: FaqProblem[] };

export type FaqReadingContext = {
  /** The place in the documents that a text names. */
  findBasis: (text: string) => Basis | undefined;
  /** Fields of unit.yaml that an entry may name. */
  unitFields: readonly string[];
  /** The day in the zone of the unit, e.g. 2026-11-23. */
  today: string;
  /** The review day that is stored already: it may have passed, a new one may not. */
  storedReview?: string | undefined;
};

/** Bounds, in characters as people count them; a text that Slack's fields hold stays below 3,000. */
export const FAQ_LIMITS = {
  question: { least: 5, most: 300 },
  answer: { least: 5, most: 3_000 },
  variant: { least: 2, most: 200 },
  variants: 50,
  basis: 20,
  practice: { least: 10, most: 1_000 },
  source: { least: 2, most: 300 },
} as const;
/** A review day further ahead is a slip in the year. */
const FURTHEST_YEARS = 3;

/**
 * Reads an entry from what was typed in a form or stood in a row of a file. Texts of one line lose their surplus space, the
 * answer keeps its lines; characters that no text holds (control characters, half surrogates) go. What comes out, written and
 * read again, is the same.
 */
export function readFaq(fields: FaqFields, context: FaqReadingContext): FaqReading {
  const problems: FaqProblem[] = [];
  const question = line(fields.question);
  // Signs alone ask nothing, and could not be told from other such questions.
  const isAsking = question === '' || questionKey(question) !== '';
  if (isAsking) problems.push(...lengthProblem('question', question, FAQ_LIMITS.question));
  else problems.push({ field: 'question', why: 'short', least: FAQ_LIMITS.question.least });
  const variants = variantsOf(question, fields.variants, problems);
  const answer = lines(fields.answer);
  problems.push(...lengthProblem('answer', answer, FAQ_LIMITS.answer));
  const practice = line(fields.practice);
  if (practice !== '') problems.push(...lengthProblem('practice', practice, FAQ_LIMITS.practice));
  const basis = basisOf(fields.basis, context, problems);
  const topic = oneOf('topic', fields.topic, FAQ_TOPICS, problems, FAQ_TOPIC_NAMES);
  const outcome = oneOf('outcome', fields.outcome ?? 'jawab', ['jawab', 'tidak_diatur'] as const, problems);
  // What nothing regulates has nothing to rest on.
  if (line(fields.basis) === '' && practice === '' && outcome !== 'tidak_diatur')
    problems.push({ field: 'basis', why: 'no_basis' });
  const unit = unitOf(fields.unit, context.unitFields, problems);
  const source = line(fields.source);
  if (source !== '') problems.push(...lengthProblem('source', source, FAQ_LIMITS.source));
  const sourceDate = dayOf('sourceDate', fields.sourceDate, problems);
  if (sourceDate !== undefined && sourceDate > context.today)
    problems.push({ field: 'sourceDate', why: 'future', said: sourceDate });
  const reviewBy = dayOf('reviewBy', fields.reviewBy, problems);
  if (reviewBy !== undefined) problems.push(...reviewProblem(reviewBy, context));
  const owner = line(fields.owner);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    content: {
      question,
      variants,
      answer,
      basis,
      ...(practice !== '' && { practice }),
      topic: topic as FaqTopic,
      ...(source !== '' && { source }),
      ...(sourceDate !== undefined && { sourceDate }),
      ...(outcome === 'tidak_diatur' && { outcome }),
      ...(unit.length > 0 && { unit }),
    },
    ...(reviewBy !== undefined && { reviewBy }),
    ...(owner !== '' && { owner }),
  };
}

/** Equal for questions that differ only in case, punctuation, spaces and characters nobody sees. */
export const questionKey = (question: string) =>
  question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * A day as 2026-11-23 from the ways it is written here: 2026-11-23, 23-11-2026, 23/11/2026, 23.11.26, 23 November 2026,
 * 23-Nov-26; a year of two digits is one of this century. Undefined when it is none, e.g. 30 Februari.
 */
export function readDay(text: string): string | undefined {
  const said = text.trim().toLowerCase();
  const [, year, month, day] =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{1,2}:\d{2}[\d:.]*z?)?$/u.exec(said) ??
    reversed(/^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/u.exec(said)) ??
    named(/^(\d{1,2})(?:\s+|-)(\p{L}+)(?:\s+|-)(\d{4}|\d{2})$/u.exec(said)) ??
    [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const written = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written) ? written : undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'mei', 'jun', 'jul', 'agu', 'sep', 'okt', 'nov', 'des'];

const reversed = (match: RegExpExecArray | null): string[] | undefined =>
  match ? ['', match[3] ?? '', match[2] ?? '', match[1] ?? ''] : undefined;

function named(match: RegExpExecArray | null): string[] | undefined {
  const month = MONTHS.indexOf((match?.[2] ?? '').slice(0, 3)) + 1;
  return match && month > 0 ? ['', match[3] ?? '', String(month), match[1] ?? ''] : undefined;
}

/** Line ends that only some programs know become LF; what is no character goes. */
const clean = (text: string) =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/gu, '\n')
    .replace(/[^\P{Cc}\n\t]|\p{Noncharacter_Code_Point}|\ufffd/gu, '');

const line = (text: string | undefined) =>
  clean(text ?? '')
    .replace(/\s+/gu, ' ')
    .trim();

const lines = (text: string | undefined) => clean(text ?? '').trim();

/** As people count: an emoji is one character. */
const lengthOf = (text: string) => [...text].length;

function lengthProblem(field: FaqField, text: string, { least, most }: { least: number; most: number }): FaqProblem[] {
  if (text === '') return [{ field, why: 'missing' }];
  const length = lengthOf(text);
  if (length < least) return [{ field, why: 'short', least }];
  return length > most ? [{ field, why: 'long', most }] : [];
}

/** One a line; what repeats the question or another one says nothing new and is left out. */
function variantsOf(question: string, text: string | undefined, problems: FaqProblem[]): string[] {
  const said = new Set([questionKey(question)]);
  const variants: string[] = [];
  for (const variant of clean(text ?? '')
    .split('\n')
    .map(line)) {
    const key = questionKey(variant);
    if (key === '' || said.has(key)) continue;
    said.add(key);
    variants.push(variant);
  }
  const wrong = variants.find((variant) => lengthProblem('variants', variant, FAQ_LIMITS.variant).length > 0);
  if (wrong !== undefined)
    problems.push(
      ...lengthProblem('variants', wrong, FAQ_LIMITS.variant).map((problem) => ({ ...problem, said: wrong })),
    );
  if (variants.length > FAQ_LIMITS.variants)
    problems.push({ field: 'variants', why: 'many', most: FAQ_LIMITS.variants });
  return variants;
}

/** One a line, or apart by ";". */
function basisOf(text: string | undefined, { findBasis }: FaqReadingContext, problems: FaqProblem[]): Basis[] {
  const places = clean(text ?? '')
    .split(/[\n;]/u)
    .map(line)
    .filter((place) => place !== '');
  const found: Basis[] = [];
  for (const place of places) {
    const basis = findBasis(place);
    if (!basis) problems.push({ field: 'basis', why: 'unknown', said: place });
    else if (!found.some((other) => JSON.stringify(other) === JSON.stringify(basis))) found.push(basis);
  }
  if (found.length > FAQ_LIMITS.basis) problems.push({ field: 'basis', why: 'many', most: FAQ_LIMITS.basis });
  return found;
}

function oneOf<T extends string>(
  field: FaqField,
  text: string | undefined,
  known: readonly T[],
  problems: FaqProblem[],
  names?: Record<T, string>,
): T | undefined {
  const said = line(text);
  if (said === '' && field === 'outcome') return known[0];
  const word = asWord(said);
  const found = known.find((name) => name === word || (names && asWord(names[name]) === word));
  if (found === undefined)
    problems.push(said === '' ? { field, why: 'missing', known } : { field, why: 'unknown', said, known });
  return found;
}

const asWord = (text: string) => text.toLowerCase().replace(/[\s_-]+/gu, '_');

/** Apart by comma, ";" or line. */
function unitOf(text: string | undefined, known: readonly string[], problems: FaqProblem[]): string[] {
  const names = clean(text ?? '')
    .split(/[\n;,]/u)
    .map((name) => line(name).toLowerCase().replace(/\s+/gu, '_'))
    .filter((name) => name !== '');
  for (const said of names.filter((name) => !known.includes(name)))
    problems.push({ field: 'unit', why: 'unknown', said, known });
  return [...new Set(names)];
}

function dayOf(field: FaqField, text: string | undefined, problems: FaqProblem[]): string | undefined {
  const said = line(text);
  if (said === '') return undefined;
  const day = readDay(said);
  if (day === undefined) problems.push({ field, why: 'not_a_date', said });
  return day;
}

function reviewProblem(day: string, { today, storedReview }: FaqReadingContext): FaqProblem[] {
  if (day === storedReview) return [];
  if (day < today) return [{ field: 'reviewBy', why: 'past', said: day }];
  const furthest = `${Number(today.slice(0, 4)) + FURTHEST_YEARS}${today.slice(4)}`;
  return day > furthest ? [{ field: 'reviewBy', why: 'far', said: day, most: FURTHEST_YEARS }] : [];
}
