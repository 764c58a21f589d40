import type { TelegramEntity } from '../../views.ts';

/** A text with its markup as a tree. */
export type Piece = string | { entity: TelegramEntity; text: string; pieces: Piece[] };

/** Stand on lines of their own: the line break after them is theirs. */
const BLOCKS = ['blockquote', 'expandable_blockquote', 'pre'];

/**
 * Puts the flat list of entities into a tree.
 * @param entities offsets and lengths in UTF-16 units; one that reaches past the one around it is cut at its end
 */
export function treeOf(text: string, entities: readonly TelegramEntity[]): Piece[] {
  const sorted = entities
    .filter(({ offset, length }) => length > 0 && offset >= 0 && offset < text.length)
    .toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  return piecesBetween(text, 0, text.length, sorted);
}

function piecesBetween(text: string, start: number, end: number, entities: TelegramEntity[]): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...later] = rest as [TelegramEntity, ...TelegramEntity[]];
    const close = Math.min(entity.offset + entity.length, end);
    const inside = later.filter(({ offset }) => offset < close);
    if (entity.offset > at) pieces.push(text.slice(at, entity.offset));
    pieces.push({
      entity,
      text: text.slice(entity.offset, close),
      pieces: piecesBetween(text, entity.offset, close, inside),
    });
    at = close;
    if (BLOCKS.includes(entity.type) && text[at] === '\n') at += 1;
    rest = later.filter(({ offset }) => offset >= close);
  }
  if (at < end) pieces.push(text.slice(at, end));
  return pieces;
}
