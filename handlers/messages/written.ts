import type { Answer, Statement, Unit, Written } from '../../knowledge/index.ts';
import type { Block, Span } from '../reply.ts';
import {
  answered,
  basisBlocks,
  explaining,
  otherReadings,
  placeOf,
  remarksOf,
  takenFrom,
  unitHint,
} from './answers.ts';
import { list, note, paragraph, quote } from './blocks.ts';
import { changedWords, changesFirst } from './in-force.ts';

/** Sentences that are read as one paragraph; more of them, or longer ones, as a list. */
const MOST_IN_PARAGRAPH = 3;
const LONGEST_PARAGRAPH = 360;

/**
 * An answer that a model wrote, in words: its sentences first, then who wrote them, then each passage they rest on once, word
 * for word. Where there are several passages they have numbers, and each sentence names its own. `today` as in `answered`.
 */
export function writtenAnswer(answer: Answer, written: Written, unit: Unit, today?: string): Block[] {
  const { statements, explanation, alternatives, english, unitFacts, understoodAs } = answer;
  // Nothing is said but the words of the sources: those are shown as ever.
  if (written.claims.every(({ text }) => isQuotedAnyway(text, statements) || isFact(text, statements)))
    return answered({ ...answer, ...(written.completeness === 'sebagian' && { partial: true }) }, unit, today);
  const claims = written.claims.filter(({ text }) => !isQuotedAnyway(text, statements));
  const hasNumbers = statements.length > 1;
  const remarks = remarksOf([...statements, ...(explanation ? [explanation] : []), ...alternatives], today);
  return [
    ...(understoodAs === undefined
      ? []
      : [note(english ? `I understood: ${understoodAs}` : `Saya pahami: ${understoodAs}`)]),
    ...(unitFacts ? [paragraph(unitHint(Object.keys(unitFacts), unit, english).join('\n'))] : []),
    ...changesFirst([...statements, ...alternatives], english),
    ...sentences(claims, hasNumbers),
    note(writtenBy(written, english)),
    ...statements.flatMap((statement, at) => [
      ...(claims.some((claim) => claim.statements.includes(at)) ? [] : unsaid(statement)),
      ...passage(statement, hasNumbers ? at + 1 : undefined, statements, english),
    ]),
    ...(explanation ? explaining(explanation, english) : []),
    ...otherReadings(alternatives, english),
    ...(remarks.length > 0 ? [note(remarks.map((remark) => `Catatan: ${remark}`).join('\n'))] : []),
  ];
}

/** The same letters as a passage that is quoted below, with or without the "(3)" or "d." before it. */
const isQuotedAnyway = (text: string, statements: Statement[]): boolean =>
  statements.some(({ shown }) => [shown, shown.replace(MARKER, '')].some((one) => lettersOf(one) === lettersOf(text)));

const MARKER = /^(?:\(\d+\)|[a-z][.)]|\d+[.)]|[a-z]\s|\d+\s)\s*/iu;

/** What would be said of a passage without a model: an item with the words that lead into it, which its quotation lacks. */
const isFact = (text: string, statements: Statement[]): boolean =>
  statements.some(({ fact }) => fact !== undefined && lettersOf(fact) === lettersOf(text));

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function sentences(claims: Written['claims'], hasNumbers: boolean): Block[] {
  const said = claims.map(({ text, statements }): string => {
    const numbers = hasNumbers ? statements.map((at) => `[${at + 1}]`).join('') : '';
    return numbers === '' ? text : `${text} ${numbers}`;
  });
  const together = said.join(' ');
  if (said.length <= MOST_IN_PARAGRAPH && together.length <= LONGEST_PARAGRAPH) return [paragraph(together)];
  return [list(said.map((one): Span[] => [one]))];
}

function writtenBy({ completeness }: Written, english: boolean): string {
  const who = english
    ? 'Written by AI from the quotations below and checked by the program; the quotations are what counts.'
    : 'Disusun AI dari kutipan di bawah dan diperiksa program; yang berlaku adalah kutipannya.';
  if (completeness === 'lengkap') return who;
  return english
    ? `Part of your question is not answered here; please ask it separately. ${who}`
    : `Sebagian pertanyaan Anda belum terjawab di sini; tanyakan tersendiri. ${who}`;
}

/** An item of which no sentence speaks is not understood without the words that lead into it. */
const unsaid = ({ fact, citation }: Statement): Block[] =>
  fact === undefined || citation.pasal === undefined ? [] : [paragraph(fact)];

/** Where it stands, and the words that stand there. */
function passage(statement: Statement, number: number | undefined, all: Statement[], english: boolean): Block[] {
  const place = `${placeOf(statement)}${takenFrom(statement)}`;
  return [
    paragraph({ bold: `${number === undefined ? '' : `[${number}] `}${place}:` }),
    quote(statement.shown),
    ...changedWords(statement, english),
    ...basisBlocks(statement, all),
  ];
}
