import { badRequest } from './refusal.ts';
import { telegramUrl } from './url.ts';

/** Markup of a stretch of text, in UTF-16 units. */
export type Entity = {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  user?: unknown;
  custom_emoji_id?: string;
};

export type Formatted = { text: string; entities: Entity[] };

const GIVEN = new Set([
  ...['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote', 'expandable_blockquote'],
  ...['code', 'pre', 'text_link', 'text_mention', 'custom_emoji'],
]);
/** Telegram finds these itself and passes over them when they are given. */
const FOUND = new Set([
  ...['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number', 'bank_card_number'],
]);

/**
 * Checks entities that came as a parameter.
 * @throws Refusal for an unknown type, a link without address, or bounds outside the text or inside a character
 */
export function checkEntities(text: string, given: unknown): Entity[] {
  if (!Array.isArray(given)) return [];
  return given.map((value) => checkEntity(text, value)).filter((entity) => !FOUND.has(entity.type));
}

function checkEntity(text: string, value: unknown): Entity {
  const wrong = (why: string) => badRequest(`can't parse MessageEntity: ${why}`);
  if (typeof value !== 'object' || value === null) throw wrong('expected an Object');
  const { type, offset, length, url } = value as Record<string, unknown>;
  if (!Number.isInteger(offset)) throw wrong(`Can't find field "offset"`);
  if (!Number.isInteger(length)) throw wrong(`Can't find field "length"`);
  if (typeof type !== 'string') throw wrong(`Can't find field "type"`);
  if (!GIVEN.has(type) && !FOUND.has(type)) throw wrong('Unsupported type specified');
  const entity = value as Entity;
  checkBounds(text, entity);
  if (type !== 'text_link') return { ...entity };
  if (typeof url !== 'string') throw wrong(`Can't find field "url"`);
  const address = telegramUrl(url);
  if (address === undefined) throw badRequest(`entity URL '${url}' is invalid: Wrong HTTP URL`);
  return { ...entity, url: address };
}

function checkBounds(text: string, { offset, length }: Entity): void {
  if (offset < 0 || length <= 0) throw badRequest('ENTITY_BOUNDS_INVALID');
  const end = offset + length;
  const bytesTo = (at: number) => Buffer.byteLength(text.slice(0, at));
  if (end > text.length) {
    const bounds = `${offset} ends after the end of the text at UTF-16 offset ${end}`;
    throw badRequest(`entity beginning at UTF-16 offset ${bounds}`);
  }
  if (insideCharacter(text, offset))
    throw badRequest(`entity begins in a middle of a UTF-16 symbol at byte offset ${bytesTo(offset)}`);
  if (insideCharacter(text, end)) {
    throw badRequest(
      `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at byte offset ${bytesTo(end)}`,
    );
  }
}

const insideCharacter = (text: string, at: number) =>
  /[\ud800-\udbff]/.test(text[at - 1] ?? '') && /[\udc00-\udfff]/.test(text[at] ?? '');

/**
 * Sorts entities, outer ones first.
 * @throws Refusal for a quotation inside a quotation, which the documentation forbids
 */
export function inOrder(entities: Entity[]): Entity[] {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  let quotedUntil = 0;
  for (const { type, offset, length } of sorted) {
    if (!type.endsWith('blockquote')) continue;
    if (offset < quotedUntil) throw badRequest("can't parse entities: blockquote entities can't be nested");
    quotedUntil = offset + length;
  }
  return sorted;
}

/** The text without white space around it, the entities moved along. */
export function trimmed({ text, entities }: Formatted): Formatted {
  const start = text.length - text.trimStart().length;
  const result = text.trim();
  if (result.length === text.length) return { text, entities };
  const moved = entities.map((entity) => {
    const from = Math.max(0, entity.offset - start);
    const to = Math.min(result.length, entity.offset + entity.length - start);
    return { ...entity, offset: from, length: to - from };
  });
  return { text: result, entities: moved.filter(({ length }) => length > 0) };
}

const PATTERNS: [type: string, pattern: RegExp][] = [
  ['email', /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['url', /(?<![\w@.])(?:https?:\/\/[^\s<>"]+|(?:[a-z\d-]+\.)+(?:id|com|org|net|me|io)(?![\w.]*\w)(?:\/[^\s<>"]*)?)/gi],
  ['mention', /(?<![\w@])@[A-Za-z]\w{2,31}(?!\w)/g],
  ['hashtag', /(?<![\p{L}\p{N}_#])#[\p{N}_]*\p{L}[\p{L}\p{N}_]*/gu],
  ['bot_command', /(?<![\w/@<>])\/\w{1,64}(?:@\w{3,32})?(?![\w/@])/g],
];

/** Adds what Telegram finds by itself: commands, mentions, links, addresses, hashtags; nothing inside code or a link. */
export function withFound({ text, entities }: Formatted): Formatted {
  // Most messages of a throughput run have none of it.
  if (!/[/@#.]/.test(text)) return { text, entities };
  const taken = entities.filter(({ type }) => ['code', 'pre', 'text_link', 'text_mention'].includes(type));
  const found: Entity[] = [];
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const offset = match.index;
      const length = type === 'url' ? match[0].replace(/[.,;:!?'")\]}]+$/, '').length : match[0].length;
      if (
        [...taken, ...found].some((other) => offset < other.offset + other.length && other.offset < offset + length)
      ) {
        continue;
      }
      found.push({ type, offset, length });
    }
  }
  if (found.length === 0) return { text, entities };
  return { text, entities: [...entities, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length) };
}
