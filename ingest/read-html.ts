import { load } from 'cheerio';
import { cleanLine } from './clean-text.ts';

/** In bytes. HTML, and the XML of a docx, become trees of a hundred times their size and more. */
export const MAX_MARKUP = 10 * 1024 * 1024;

/** Real pages stay below 100; the parser's time grows with the square of the depth. */
const MAX_NESTING = 1000;
/** Elements that never contain, or that the next one of their kind closes. */
const UNNESTED = new Set(
  'area base body br col dd dt embed head hr html img input li link meta option p param rp rt source tbody td tfoot th thead tr track wbr'.split(
    ' ',
  ),
);

type HtmlNode = ReturnType<ReturnType<ReturnType<typeof load>['root']>['contents']>[number];
type HtmlElement = Extract<HtmlNode, { attribs: unknown }>;

const DROPPED =
  'head, script, style, noscript, template, iframe, object, svg, nav, header, footer, aside, button, select, textarea, [hidden]';
const BLOCKS = new Set(
  'address article blockquote body br caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 hr html legend li main ol p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** A marker somebody typed: "a.", "12)", "(3)", "•". */
const TYPED_MARKER = /^(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[-–•*])\s/iu;

/**
 * The text of an HTML page, one block element a line, without script, style, nav, header, footer,
 * aside and form (a form is kept when it holds the whole page, as some portals do it).
 * List items get "- " or their number ("a. ", "3. "; from type, list-style-type, start and value;
 * `reversed` is not followed) unless their text starts with a marker of its own. A table row is a line, its
 * cells joined by " | "; when only the last cell has several lines, as in tables made for layout,
 * they stay lines. Entities are decoded, no-break spaces become spaces, soft hyphens and
 * zero-width characters go. Everything that is no text is lost: links, pictures, headings' rank.
 *
 * Gives '' when there is no text, and throws a plain Error when tags nest too deep. The caller checks
 * the size before (see MAX_MARKUP).
 */
export function htmlToText(html: string): string {
  if (nesting(html) > MAX_NESTING) throw new Error('html: nested too deep');
  const $ = load(html);
  $(DROPPED).remove();
  const remaining = () => linesOf($.root().contents().toArray()).join('\n');
  const withForms = remaining();
  $('form').remove();
  return remaining() || withForms;
}

/** How deep the tags nest, roughly: comments and scripts are counted in. */
function nesting(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (UNNESTED.has(name.toLowerCase())) continue;
    depth = Math.max(0, depth + (slash ? -1 : 1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function linesOf(nodes: HtmlNode[]): string[] {
  const lines: string[] = [];
  let line = '';
  let marker = '';

  const emit = (text: string) => {
    // A marker waits for its text: <li><p>…</p></li> is one line.
    if (text === '') return;
    lines.push(TYPED_MARKER.test(`${text} `) ? text : marker + text);
    marker = '';
  };
  const flush = () => {
    const text = cleanLine(line);
    line = '';
    emit(text);
  };
  const walk = (node: HtmlNode, inPre: boolean): void => {
    if (node.type === 'text') {
      const pieces = inPre ? node.data.split('\n') : [node.data];
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) flush();
        line += piece;
      }
      return;
    }
    if (!('attribs' in node)) return;
    const block = BLOCKS.has(node.name);
    if (block) flush();
    if (node.name === 'tr') rowLines(node).forEach(emit);
    else if (node.name === 'ol' || node.name === 'ul') walkList(node, inPre);
    else for (const child of node.children) walk(child, inPre || node.name === 'pre');
    if (block) flush();
  };
  const walkList = (list: HtmlElement, inPre: boolean) => {
    const next = itemMarkers(list);
    for (const child of list.children) {
      if (!('attribs' in child) || child.name !== 'li') {
        walk(child, inPre);
        continue;
      }
      marker += next(child);
      walk(child, inPre);
      marker = '';
    }
  };

  for (const node of nodes) walk(node, false);
  flush();
  return lines;
}

/** Gives the marker of each item in turn. */
function itemMarkers(list: HtmlElement): (item: HtmlElement) => string {
  const style = /list-style(?:-type)?\s*:[^;]*?(none|(?:lower|upper)-(?:alpha|latin|roman))/i.exec(
    list.attribs.style ?? '',
  );
  const kind = style?.[1]?.toLowerCase() ?? list.attribs.type ?? '1';
  let number = wholeNumber(list.attribs.start) ?? 1;
  return (item) => {
    number = wholeNumber(item.attribs.value) ?? number;
    const label = kind === 'none' ? '' : list.name === 'ul' ? '- ' : `${listNumber(number, kind)}. `;
    number += 1;
    return label;
  };
}

function wholeNumber(attribute: string | undefined): number | undefined {
  return attribute !== undefined && /^\s*-?\d{1,6}\s*$/.test(attribute) ? Number(attribute) : undefined;
}

function listNumber(number: number, kind: string): string {
  const upper = kind === 'A' || kind === 'I' || kind.startsWith('upper-');
  const roman = kind.toLowerCase() === 'i' || kind.endsWith('-roman');
  const letters = kind.toLowerCase() === 'a' || /-(?:alpha|latin)$/.test(kind);
  // Like browsers: what the system cannot write is written as a number.
  if (number < 1 || (roman && number > 3999) || !(roman || letters)) return String(number);
  const label = roman ? romanNumber(number) : alphabetNumber(number);
  return upper ? label.toUpperCase() : label;
}

function alphabetNumber(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return (rest > 0 ? alphabetNumber(rest) : '') + String.fromCharCode(97 + ((number - 1) % 26));
}

const ROMAN: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function romanNumber(number: number): string {
  let rest = number;
  let roman = '';
  for (const [value, letters] of ROMAN) {
    roman += letters.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return roman;
}

function rowLines(row: HtmlElement): string[] {
  const cells: string[][] = [];
  for (const child of row.children) {
    if ('attribs' in child && (child.name === 'td' || child.name === 'th')) cells.push(linesOf(child.children));
  }
  const last = cells.at(-1) ?? [];
  const isLayout = last.length > 1 && cells.slice(0, -1).every((cell) => cell.length < 2);
  const columns = cells.map((cell, index) => (isLayout && index === cells.length - 1 ? last[0] : cell.join(' ')));
  const first = cleanLine(columns.join(' | ')).replace(/(?: ?\|)+$/u, '');
  return isLayout ? [first, ...last.slice(1)] : [first];
}
