import type { Block, Span } from './reply.ts';

/** Blocks as plain lines, for a terminal and for whoever wants text only. Quotations stand between quotation marks. */
export function toPlain(blocks: Block[]): string {
  return blocks
    .map((block, at) => {
      // A quotation belongs to the line that says where it stands, other pieces are a blank line apart.
      const gap = at === 0 ? '' : block.kind === 'quote' ? '\n' : '\n\n';
      return gap + plainBlock(block);
    })
    .join('');
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return block.text;
    case 'quote':
      return `“${block.text}”`;
    case 'list':
      return block.items.map((item) => `- ${plainSpans(item)}`).join('\n');
    default:
      return plainSpans(block.spans);
  }
}

function plainSpans(spans: Span[]): string {
  return spans
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('italic' in span) return span.italic;
      if ('code' in span) return span.code;
      return `${span.text} (${span.url})`;
    })
    .join('');
}
