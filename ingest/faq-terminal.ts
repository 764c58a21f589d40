import { FAQ_FIELD_NAMES, withoutHidden } from '../knowledge/index.ts';
import type { FaqPlan, FaqRowProblem } from './faq-plan.ts';

/** Of what is as it should be so many are named; of what is wrong all. */
const NAMED = 20;
const WIDTH = 90;

/** What taking a file over would do, as lines for a terminal. `rows`: how many the file has. */
export function planLines(
  name: string,
  { fresh, changed, unchanged, notes: unheard = [], ...left }: FaqPlan,
  { rows, notes }: { rows: number; notes: string[] },
): string[] {
  const problems = [...left.wrong, ...left.stale, ...left.twice];
  // A row may have several problems, and is one row all the same.
  const wrong = rows - fresh.length - changed.length - unchanged;
  return [
    `${safe(name)}: ${fresh.length} baru, ${changed.length} berubah, ${unchanged} tetap, ${wrong} tidak dapat dipakai`,
    ...[...unheard, ...notes].map((note) => `  perhatian  ${safe(note)}`),
    ...some(fresh.map(({ at, content }) => [`  baru       ${at.padEnd(10)} ${safe(content.question)}`])),
    ...some(
      changed.map(({ number, content, changes }) => [
        `  berubah    nomor ${String(number).padEnd(4)} ${safe(content.question)}`,
        ...changes.flatMap(({ field, before, after }) => [
          `             ${FAQ_FIELD_NAMES[field]}`,
          `               − ${safe(before) || '(kosong)'}`,
          `               + ${safe(after) || '(kosong)'}`,
        ]),
      ]),
    ),
    ...problems.map(problemLine),
  ];
}

export const problemLine = ({ at, field, sentence }: FaqRowProblem): string =>
  `  salah      ${at.padEnd(10)} ${field === undefined ? '' : `${field}: `}${safe(sentence, 400)}`;

function some(entries: string[][]): string[] {
  const more = entries.length - NAMED;
  return [...entries.slice(0, NAMED).flat(), ...(more > 0 ? [`             … dan ${more} lagi`] : [])];
}

/** One line without anything that would move the cursor or turn the text around. */
function safe(text: string, most = WIDTH): string {
  const line = withoutHidden(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line;
}
