import type { Block, Button, Span } from '../reply.ts';
import { shortened } from './blocks.ts';

/**
 * How much of a card a block takes up, in characters of what is sent: a card that is drawn again in its place is one message,
 * and Slack takes some ten thousand of them. A little more than it really is.
 */
export const weightOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + weightOfOne(block), 0);

/** The same of rows of buttons. */
export const weightOfButtons = (rows: readonly Button[][]): number =>
  rows.reduce((sum, row) => sum + 60 + row.reduce((all, button) => all + 150 + JSON.stringify(button).length, 0), 0);

/** As many blocks as the room is for; the one that does not fit any more is cut, and those behind it are left out. */
export function fitted(blocks: readonly Block[], room: number): { blocks: Block[]; cut: boolean } {
  const kept: Block[] = [];
  let left = room;
  for (const block of blocks) {
    const weight = weightOfOne(block);
    if (weight > left) {
      const piece = cutTo(block, left);
      return { blocks: piece ? [...kept, piece] : kept, cut: true };
    }
    kept.push(block);
    left -= weight;
  }
  return { blocks: kept, cut: false };
}

/** Less than this says nothing. */
const LEAST_SHOWN = 40;

/** The beginning of a block that fits; undefined when too little of it does. */
function cutTo(block: Block, room: number): Block | undefined {
  if (block.kind === 'list') {
    const items = [...block.items];
    while (items.length > 0 && weightOfOne({ ...block, items }) > room) items.pop();
    return items.length > 0 ? { ...block, items } : undefined;
  }
  const text = block.kind === 'quote' || block.kind === 'heading' ? block.text : block.spans.map(textOf).join('');
  for (let most = text.length; most > LEAST_SHOWN; most = Math.floor(most * 0.8)) {
    const piece = withText(block, shortened(text, most));
    if (weightOfOne(piece) <= room) return piece;
  }
  return undefined;
}

const withText = (block: Exclude<Block, { kind: 'list' }>, text: string): Block =>
  block.kind === 'quote' || block.kind === 'heading' ? { ...block, text } : { ...block, spans: [text] };

function weightOfOne(block: Block): number {
  if (block.kind === 'heading' || block.kind === 'quote') return 140 + escaped(block.text);
  if (block.kind === 'list') return 160 + block.items.reduce((sum, item) => sum + 90 + weightOfSpans(item), 0);
  return 140 + weightOfSpans(block.spans);
}

const weightOfSpans = (spans: readonly Span[]): number =>
  spans.reduce(
    (sum, span) =>
      sum + 70 + escaped(textOf(span)) + (typeof span !== 'string' && 'url' in span ? escaped(span.url) : 0),
    0,
  );

/** Quotation marks and line ends are sent as two characters. */
const escaped = (text: string): number => JSON.stringify(text).length;

function textOf(span: Span): string {
  if (typeof span === 'string') return span;
  if ('bold' in span) return span.bold;
  if ('italic' in span) return span.italic;
  return 'code' in span ? span.code : span.text;
}
