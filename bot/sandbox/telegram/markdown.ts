import type { Entity, Formatted } from './entities.ts';
import { badRequest, type Refusal } from './refusal.ts';
import { telegramUrl } from './url.ts';

const NAMES: Record<string, [name: string, type: string]> = {
  _: ['Italic', 'italic'],
  __: ['Underline', 'underline'],
  '*': ['Bold', 'bold'],
  '~': ['Strikethrough', 'strikethrough'],
  '||': ['Spoiler', 'spoiler'],
  '[': ['TextUrl', 'text_link'],
};

/**
 * Parses `parse_mode: MarkdownV2`.
 * @throws Refusal for a reserved character without backslash or an entity without end
 */
export function parseMarkdown(source: string): Formatted {
  const open: { mark: string; start: number; at: number }[] = [];
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  let quote: number | undefined;

  const add = (type: string, offset: number, more: Partial<Entity> = {}) => {
    if (text.length > offset) entities.push({ type, offset, length: text.length - offset, ...more });
  };
  const endQuote = (expandable: boolean) => {
    if (quote !== undefined) add(expandable ? 'expandable_blockquote' : 'blockquote', quote);
    quote = undefined;
  };

  while (at < source.length) {
    const lineStart = at === 0 || source[at - 1] === '\n';
    if (lineStart && quote !== undefined && source[at] !== '>') endQuote(false);
    if (lineStart && source[at] === '>') {
      quote ??= text.length;
      at++;
      continue;
    }
    const character = source[at] as string;
    if (character === '\\' && isEscapable(source[at + 1])) {
      text += source[at + 1];
      at += 2;
      continue;
    }
    if (character === '`') {
      at = code(source, at, (words, type, language) => {
        const start = text.length;
        text += words;
        add(type, start, language ? { language } : {});
      });
      continue;
    }
    const mark = markAt(source, at, open.at(-1)?.mark);
    const last = open.at(-1);
    if (
      quote !== undefined &&
      mark === '||' &&
      last?.mark !== '||' &&
      /^(\r?\n|$)/.test(source.slice(at + 2, at + 4))
    ) {
      at += 2;
      text += source[at] === '\n' ? '\n' : '';
      at += 1;
      endQuote(true);
    } else if (character === ']' && last?.mark === '[') {
      open.pop();
      const link = linkTarget(source, at + 1);
      const url = telegramUrl(link.target ?? text.slice(last.start));
      if (url !== undefined) add('text_link', last.start, { url });
      at = link.end;
    } else if (mark !== undefined && last?.mark === mark) {
      open.pop();
      add(NAMES[mark]?.[1] as string, last.start);
      at += mark.length;
    } else if (mark !== undefined) {
      open.push({ mark, start: text.length, at });
      at += mark.length;
    } else if (/[\](){}>#+\-=|.!]/.test(character)) {
      throw wrong(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
    } else {
      text += character;
      at++;
    }
  }
  endQuote(false);
  const unclosed = open.at(-1);
  if (unclosed)
    throw wrong(`Can't find end of ${NAMES[unclosed.mark]?.[0]} entity at byte offset ${bytes(source, unclosed.at)}`);
  return { text, entities };
}

const wrong = (why: string): Refusal => badRequest(`can't parse entities: ${why}`);
/** Any ASCII character may follow a backslash. */
const isEscapable = (character = '') => character > '\0' && character < '\x7f';
const bytes = (source: string, at: number) => Buffer.byteLength(source.slice(0, at));

/** `__` is read before `_`, also at the end of an italic: `_a___` closes italic inside underline only when italic is open. */
function markAt(source: string, at: number, innermost: string | undefined): string | undefined {
  if (innermost === '_' && source[at] === '_' && source.slice(at, at + 3) === '___') return '_';
  const two = source.slice(at, at + 2);
  if (two === '__' || two === '||') return two;
  return ['_', '*', '~', '['].find((mark) => mark === source[at]);
}

function code(source: string, begin: number, take: (words: string, type: string, language?: string) => void): number {
  const fence = source.startsWith('```', begin) ? '```' : '`';
  let words = '';
  let at = begin + fence.length;
  while (!source.startsWith(fence, at)) {
    if (at >= source.length) {
      throw wrong(`Can't find end of ${fence === '`' ? 'Code' : 'Pre'} entity at byte offset ${bytes(source, begin)}`);
    }
    if (source[at] === '\\' && /[`\\]/.test(source[at + 1] ?? '')) at++;
    words += source[at++];
  }
  const [, language, rest] = (fence === '```' && /^([^\s`]*)\r?\n([\s\S]*)$/.exec(words)) || [];
  if (fence === '`') take(words, 'code');
  else take(rest ?? words, 'pre', language);
  return at + fence.length;
}

function linkTarget(source: string, from: number): { target?: string; end: number } {
  if (source[from] !== '(') return { end: from };
  let target = '';
  let at = from + 1;
  while (source[at] !== ')') {
    if (at >= source.length) throw wrong(`Can't find end of a URL at byte offset ${bytes(source, from)}`);
    if (source[at] === '\\' && isEscapable(source[at + 1])) at++;
    target += source[at++];
  }
  return { target, end: at + 1 };
}
