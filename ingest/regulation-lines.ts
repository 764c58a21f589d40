/** A line that carries text: without the bullet and the white space around it, with its place in the source. */
export type Line = { text: string; start: number; end: number; blankBefore: boolean };

/** The words after which a number or a letter on the next line belongs to the sentence: "ayat / (2)". */
const NUMBERED = /\b(?:pasal|ayat|huruf|angka|nomor|no\.?|butir|bab|paragraf)$/iu;
const YEAR_AHEAD = /\btahun$/iu;
const BARE_NUMBER = /^\d{1,4}$/u;
const PAGE_NUMBER = /^(?:[-–—]\s{0,4}\d{1,4}\s{0,4}[-–—]?|\d{1,4}\s{0,4}[-–—]|hal(?:aman|\.)?\s{0,4}\d{1,4}.{0,20})$/iu;
/** At the foot of a page some offices repeat how the next one begins: "(2) Menteri . . .". */
const CATCHWORD = /(?:\s?\.){3,6}$|\s?…$/u;
/** Markdown and list bullets; "- 3 -" is no bullet. */
const LEAD = /^\s*(?:[-•–]\s+)?(?:#{1,6}\s+)?(?:\*\*(?=(?:BAB|Bagian|Paragraf|Pasal)\b))?/iu;
/** A page head stands this close to the page number, and on so many pages. */
const NEAR = 2;
const PAGES = 3;
const LONGEST_HEAD = 100;
const SENTENCE_END = /[.,;:]$/u;

/**
 * The lines of a document without what only its pages brought in: page numbers, page heads that come
 * back beside them, catchwords. A break of page is no blank line: it falls in the middle of sentences.
 */
export function splitLines(source: string): Line[] {
  const lines: (Line & { page: boolean })[] = [];
  let at = 0;
  let blank = true;
  for (const raw of source.split('\n')) {
    const lead = raw.match(LEAD)?.[0].length ?? 0;
    const text = raw.slice(lead).trimEnd();
    const isPage = isPageNumber(raw.trim(), lines.at(-1)?.text ?? '', blank);
    if (text === '' && !isPage) blank = true;
    else {
      lines.push({ text, start: at + lead, end: at + lead + text.length, blankBefore: blank, page: isPage });
      blank = false;
    }
    at += raw.length + 1;
  }
  return withoutPages(lines);
}

/** Whether the line before leaves its number to this one: "sebagaimana dimaksud dalam Pasal / 5". */
export const awaitsNumber = (previous: string) => NUMBERED.test(previous.slice(-12));

function isPageNumber(text: string, previous: string, blank: boolean): boolean {
  if (text.length > 40) return false;
  return (
    PAGE_NUMBER.test(text) ||
    (BARE_NUMBER.test(text) && (blank || !(awaitsNumber(previous) || YEAR_AHEAD.test(previous.slice(-12)))))
  );
}

function withoutPages(lines: (Line & { page: boolean })[]): Line[] {
  const heads = pageHeads(lines);
  const kept: Line[] = [];
  let broken = false;
  let blank = false;
  for (const [index, { page, text, start, end, blankBefore }] of lines.entries()) {
    blank ||= blankBefore;
    if (page || heads.has(index)) {
      broken = true;
      continue;
    }
    if (isCatchword(text, lines.slice(index + 1, index + 2 + 2 * NEAR))) continue;
    kept.push({ text, start, end, blankBefore: blank && !broken });
    broken = false;
    blank = false;
  }
  return kept;
}

/** Lines that come back on several pages, as far above or below the page number each time, and end no sentence. */
function pageHeads(lines: (Line & { page: boolean })[]): Set<number> {
  const places = new Map<string, number[]>();
  for (const [index, { page }] of lines.entries()) {
    if (!page) continue;
    for (let offset = -NEAR; offset <= NEAR; offset++) {
      const line = lines[index + offset];
      if (!line || line.page || line.text.length > LONGEST_HEAD || SENTENCE_END.test(line.text)) continue;
      const place = `${offset} ${line.text}`;
      const before = places.get(place);
      if (before) before.push(index + offset);
      else places.set(place, [index + offset]);
    }
  }
  return new Set([...places.values()].filter((at) => at.length >= PAGES).flat());
}

function isCatchword(text: string, following: Line[]): boolean {
  if (text.length > LONGEST_HEAD || !CATCHWORD.test(text)) return false;
  const words = text.replace(CATCHWORD, '').trimEnd();
  return words !== '' && following.some((line) => line.text.startsWith(words));
}
