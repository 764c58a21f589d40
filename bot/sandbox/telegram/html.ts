import type { Entity, Formatted } from './entities.ts';
import { badRequest, type Refusal } from './refusal.ts';
import { telegramUrl } from './url.ts';

const ENTITY_OF_TAG: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  blockquote: 'blockquote',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
  'tg-emoji': 'custom_emoji',
};

type OpenTag = { name: string; attributes: Map<string, string>; start: number };

/**
 * Parses `parse_mode: HTML`.
 * @throws Refusal with the place of the error in bytes, as the Bot API gives it
 */
export function parseHtml(source: string): Formatted {
  const open: OpenTag[] = [];
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const character = source[at] as string;
    if (character === '&') {
      const reference = characterReference(source, at);
      // Telegram itself lets such a `&` stand, its documentation forbids it; here it betrays words that were not escaped.
      if (!reference) throw wrong(`Unsupported character reference at byte offset ${bytes(source, at)}`);
      text += reference.text;
      at = reference.end;
    } else if (character !== '<') {
      text += character;
      at++;
    } else if (source[at + 1] === '/') {
      const tag = open.pop();
      at = endTag(source, at, tag);
      const entity = entityOf(tag as OpenTag, text);
      if (entity) add(entities, entity, tag as OpenTag);
    } else {
      const { tag, end } = startTag(source, at, text.length);
      open.push(tag);
      at = end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw wrong(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities: entities.map(withoutLanguage) };
}

const wrong = (why: string): Refusal => badRequest(`can't parse entities: ${why}`);
const bytes = (source: string, at: number) => Buffer.byteLength(source.slice(0, at));
const afterSpace = (source: string, from: number) => {
  let at = from;
  while (/\s/.test(source[at] ?? '')) at++;
  return at;
};

function characterReference(source: string, at: number): { text: string; end: number } | undefined {
  const pattern = /&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([\da-f]{1,6}));?/iy;
  pattern.lastIndex = at;
  const match = pattern.exec(source);
  if (!match) return undefined;
  const named = { lt: '<', gt: '>', amp: '&', quot: '"' }[match[1] ?? ''];
  if (named) return { text: named, end: pattern.lastIndex };
  const code = match[2] ? Number(match[2]) : Number.parseInt(match[3] ?? '0', 16);
  if (code === 0 || code > 0x10ffff) return undefined;
  if (code >= 0xd800 && code <= 0xdfff) {
    throw wrong(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    );
  }
  return { text: String.fromCodePoint(code), end: pattern.lastIndex };
}

function startTag(source: string, begin: number, start: number): { tag: OpenTag; end: number } {
  const place = bytes(source, begin);
  let at = begin + 1;
  while (at < source.length && !/[\s>]/.test(source[at] as string)) at++;
  if (at >= source.length) throw wrong(`Unclosed start tag at byte offset ${place}`);
  const name = source.slice(begin + 1, at).toLowerCase();
  if (!Object.hasOwn(ENTITY_OF_TAG, name)) throw wrong(`Unsupported start tag "${name}" at byte offset ${place}`);
  const attributes = new Map<string, string>();
  for (at = afterSpace(source, at); source[at] !== '>'; at = afterSpace(source, at)) {
    if (at >= source.length) throw wrong(`Unclosed start tag "${name}" at byte offset ${place}`);
    const from = at;
    while (at < source.length && !/[\s=>]/.test(source[at] as string)) at++;
    const attribute = source.slice(from, at).toLowerCase();
    if (attribute === '') throw wrong(`Empty attribute name in the tag "${name}" at byte offset ${place}`);
    at = afterSpace(source, at);
    if (source[at] !== '=') {
      attributes.set(attribute, '');
      continue;
    }
    const value = attributeValue(source, afterSpace(source, at + 1), name, place);
    attributes.set(attribute, value.text);
    at = value.end;
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw wrong(`Tag "span" must have class "tg-spoiler" at byte offset ${place}`);
  }
  return { tag: { name, attributes, start }, end: at + 1 };
}

function attributeValue(source: string, from: number, name: string, place: number): { text: string; end: number } {
  const quote = source[from];
  if (quote === undefined) throw wrong(`Unclosed start tag "${name}" at byte offset ${place}`);
  if (quote !== '"' && quote !== "'") {
    let end = from;
    while (end < source.length && !/[\s>]/.test(source[end] as string)) end++;
    if (end >= source.length) throw wrong(`Unexpected end of name token at byte offset ${bytes(source, from)}`);
    return { text: source.slice(from, end), end };
  }
  let text = '';
  let at = from + 1;
  while (source[at] !== quote) {
    if (at >= source.length) throw wrong(`Unclosed start tag at byte offset ${place}`);
    const reference = source[at] === '&' ? characterReference(source, at) : undefined;
    text += reference?.text ?? source[at];
    at = reference?.end ?? at + 1;
  }
  return { text, end: at + 1 };
}

function endTag(source: string, begin: number, tag: OpenTag | undefined): number {
  const place = bytes(source, begin);
  if (!tag) throw wrong(`Unexpected end tag at byte offset ${place}`);
  let at = begin + 2;
  while (at < source.length && !/[\s>]/.test(source[at] as string)) at++;
  const name = source.slice(begin + 2, at).toLowerCase();
  at = afterSpace(source, at);
  if (source[at] !== '>') throw wrong(`Unclosed end tag at byte offset ${place}`);
  if (name !== '' && name !== tag.name) {
    throw wrong(`Unmatched end tag at byte offset ${place}, expected "</${tag.name}>", found "</${name}>"`);
  }
  return at + 1;
}

function entityOf({ name, attributes, start }: OpenTag, text: string): Entity | undefined {
  const length = text.length - start;
  if (length === 0) return undefined;
  const type = ENTITY_OF_TAG[name] as string;
  if (name === 'blockquote' && attributes.has('expandable'))
    return { type: `expandable_${type}`, offset: start, length };
  if (name === 'tg-emoji') {
    return { type, offset: start, length, custom_emoji_id: attributes.get('emoji-id') ?? '' };
  }
  if (name !== 'a') return { type, offset: start, length };
  // A link that is none becomes plain text, without a word.
  const url = telegramUrl(attributes.get('href') || text.slice(start));
  return url === undefined ? undefined : { type, offset: start, length, url };
}

/** Only `pre` has a language; with code it is a note for the `pre` around it. */
function withoutLanguage({ language, ...entity }: Entity): Entity {
  return language !== undefined && entity.type === 'pre' ? { ...entity, language } : entity;
}

/** Code that fills its `pre` gives it the language, and both become one. */
function add(entities: Entity[], entity: Entity, { attributes }: OpenTag): void {
  const last = entities.at(-1);
  if (entity.type === 'pre' && last?.language && last.offset === entity.offset && last.length === entity.length) {
    entities.pop();
    entities.push({ ...entity, language: last.language });
    return;
  }
  const language = entity.type === 'code' ? attributes.get('class')?.match(/^language-(.+)$/)?.[1] : undefined;
  entities.push(language ? { ...entity, language } : entity);
}
