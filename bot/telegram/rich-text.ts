/** Plain text and its markup; offsets and lengths in UTF-16 units, as the Bot API has them. */
export type RichText = { text: string; entities: Entity[] };
export type EntityType = 'bold' | 'italic' | 'code' | 'text_link' | 'blockquote' | 'expandable_blockquote';
export type Entity = { type: EntityType; offset: number; length: number; url?: string };

/** The Bot API takes at most so many UTF-16 units and shows at most so many entities in a message. */
const LONGEST_TEXT = 4_096;
const MOST_ENTITIES = 100;

/** Where a long text may be parted, the best first; each pattern finds the ends of its parts. */
const BORDERS = [/\n/g, /[.!?…;]["'”’)\]]*(?=\s)/g, /\s/g];

export function fits({ text, entities }: RichText): boolean {
  return text.length <= LONGEST_TEXT && entities.length <= MOST_ENTITIES;
}

/** Two texts with something between; the same markup on both sides of nothing becomes one. */
export function joined(before: RichText, between: string, after: RichText): RichText {
  const shift = before.text.length + between.length;
  const entities = [...before.entities];
  for (const entity of after.entities) {
    const offset = entity.offset + shift;
    const same = entities.find((other) => isContinued(other, entity, offset));
    if (same) entities[entities.indexOf(same)] = { ...same, length: same.length + entity.length };
    else entities.push({ ...entity, offset });
  }
  return { text: before.text + between + after.text, entities };
}

function isContinued(left: Entity, right: Entity, offset: number): boolean {
  return left.type === right.type && left.url === right.url && left.offset + left.length === offset;
}

/** Without white space around the text and at the ends of its markup: Telegram would take it away and move the markup. */
export function trimmed(rich: RichText): RichText {
  return part(rich, 0, rich.text.length);
}

/** The parts of a text, in order, that each fit a message: parted between lines, or else sentences, or else words. */
export function cutAt(rich: RichText): RichText[] {
  const parts: RichText[] = [];
  let rest = trimmed(rich);
  while (!fits(rest)) {
    const end = borderOf(rest);
    parts.push(part(rest, 0, end));
    rest = part(rest, end, rest.text.length);
  }
  return [...parts, rest].filter(({ text }) => text !== '');
}

/** At most so many UTF-16 units of a text, cut between words where there are any, with a sign that there was more. */
export function shortenedTo(longest: number, rich: RichText): RichText {
  const { text, entities } = trimmed(rich);
  if (text.length <= longest) return { text, entities: entities.slice(0, MOST_ENTITIES) };
  const window = text.slice(0, longest);
  const space = window.search(/\s\S*$/);
  const most = isInsidePair(text, longest - 1) ? longest - 2 : longest - 1;
  const kept = part({ text, entities }, 0, space >= longest / 2 ? Math.min(space, most) : most);
  return { text: `${kept.text}…`, entities: kept.entities.slice(0, MOST_ENTITIES) };
}

/** Where to part a text that does not fit. A border in the first half would leave a message nearly empty. */
function borderOf({ text, entities }: RichText): number {
  const starts = entities.map(({ offset }) => offset).sort((one, other) => one - other);
  const most = Math.min(LONGEST_TEXT, starts[MOST_ENTITIES] ?? LONGEST_TEXT);
  const window = text.slice(0, most + 1);
  for (const border of BORDERS) {
    const ends = [...window.matchAll(border)].map(
      (match) => match.index + (match[0].trim() === '' ? 0 : match[0].length),
    );
    const last = ends.findLast((end) => end <= most);
    if (last !== undefined && last >= most / 2) return last;
  }
  return isInsidePair(text, most) ? most - 1 : most;
}

function isInsidePair(text: string, index: number): boolean {
  return /[\uD800-\uDBFF]/.test(text.charAt(index - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(index));
}

function part({ text, entities }: RichText, from: number, to: number): RichText {
  const start = from + leading(text.slice(from, to));
  const end = start + text.slice(start, to).trimEnd().length;
  const clipped = entities.flatMap((entity) => {
    const inside = text.slice(Math.max(entity.offset, start), Math.min(entity.offset + entity.length, end));
    const length = inside.trim().length;
    const offset = Math.max(entity.offset, start) + leading(inside) - start;
    return length > 0 ? [{ ...entity, offset, length }] : [];
  });
  return { text: text.slice(start, end), entities: clipped };
}

function leading(text: string): number {
  return text.length - text.trimStart().length;
}
