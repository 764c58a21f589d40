import { titleCase } from './title-case.ts';

/** What an office calls such a paper, at the head of it. */
const SOP_HEAD =
  /^\W*(?:STANDAR[DT]?\s+OPERA(?:SIONAL|TING)\s+PROSEDU?R?(?:E|S)?|STANDARD\s+OPERATING\s+PROCEDURE|SOP\b|PROSEDUR TETAP)\s*(?:\(SOP\))?\W*/iu;
const HEAD_LINES = 12;
const LETTERED = /^(?:[A-Z]|[IVX]{1,5})\.\s+\p{Lu}[^.;]{2,80}$/u;
const STEP = /^\s*\d{1,3}[.)]\s+\S/u;
const LONGEST_HEADING = 100;

/**
 * The text of a guide that came without marks for its headings (from Word, a PDF or a picture), with them: lines in capitals and
 * lines such as "B. Langkah" become headings of sections, and the head of an SOP says that it is one. Nothing else is changed. A
 * text that has such marks comes back as it is.
 */
export function withHeadings(text: string): string {
  if (/^#{1,4}\s/mu.test(text) || text.startsWith('---\n')) return text;
  const lines = text.split('\n');
  const head = lines.findIndex((line, at) => at < HEAD_LINES && SOP_HEAD.test(line));
  const titleEnd = head < 0 ? 0 : endOfTitle(lines, head);
  const body = lines.slice(titleEnd).map((line) => (isHeading(line) ? `## ${line.trim()}` : stepped(line)));
  if (head < 0) return body.join('\n');
  const name = lines
    .slice(head, titleEnd)
    .join(' ')
    .replace(SOP_HEAD, '')
    .replace(/["\\\s]+/gu, ' ')
    .trim();
  // Steps right below the title belong to the procedure.
  const opening = body.find((line) => line.trim() !== '');
  const section = opening && STEP.test(opening) ? ['## Langkah'] : [];
  return [`---\njenis: SOP\njudul: "SOP ${titleCase(name)}"\n---`, ...section, ...body].join('\n');
}

/** The title goes on in the lines below, as long as they are in capitals and no section begins. */
function endOfTitle(lines: string[], head: number): number {
  let end = head + 1;
  while (end < lines.length && isCapital(lines[end] ?? '') && !LETTERED.test((lines[end] ?? '').trim())) end++;
  return end;
}

const isHeading = (line: string): boolean => LETTERED.test(line.trim()) || isCapital(line);

function isCapital(line: string): boolean {
  const text = line.trim();
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return (
    letters >= 4 && text.length <= LONGEST_HEADING && !/\p{Ll}/u.test(text) && !/[.;,]$/u.test(text) && !STEP.test(text)
  );
}

/** Some write "1)" for "1.". */
const stepped = (line: string): string => line.replace(/^(\s*\d{1,3})\)(\s+\S)/u, '$1.$2');
