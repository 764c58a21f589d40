import type { Json } from './schema.ts';

const REFERENCE = /<([@#!][^>\s]+)>/g;
const ADDRESS = /\bhttps?:\/\/[^\s<>]+[^\s<>.,;:!?)\]]|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g;

/**
 * What a person typed, as Slack hands it on: `&`, `<` and `>` escaped, addresses as links.
 * Mentions stand in it as `<@U…>`, `<#C…>`, `<!here>` already.
 */
export function typedText(typed: string): string {
  return pieces(typed)
    .map((piece) => (piece.reference ? `<${piece.reference}>` : escaped(piece.text)))
    .join('');
}

/** The same as the rich_text block that Slack makes of it. */
export function typedBlocks(typed: string, blockId: string): Json[] {
  const elements = pieces(typed).map(({ reference, text }): Json => {
    if (reference?.startsWith('@')) return { type: 'user', user_id: reference.slice(1) };
    if (reference?.startsWith('#')) return { type: 'channel', channel_id: reference.slice(1).split('|')[0] };
    if (reference) return { type: 'broadcast', range: reference.slice(1) };
    return { type: 'text', text };
  });
  return [{ type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] }];
}

/** Parts at mentions. `split` with a group gives text and reference in turn. */
function pieces(typed: string): { text: string; reference?: string }[] {
  return typed
    .split(REFERENCE)
    .map((part, index) => (index % 2 === 1 ? { text: '', reference: part } : { text: part }))
    .filter((piece) => piece.text !== '' || piece.reference !== undefined);
}

const html = (part: string): string => part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function escaped(text: string): string {
  let end = 0;
  let result = '';
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    const link = address.includes('://') ? `<${html(address)}>` : `<mailto:${address}|${address}>`;
    result += html(text.slice(end, index)) + link;
    end = index + address.length;
  }
  return result + html(text.slice(end));
}

/** What was typed after a slash command: escaped too, but addresses stay as they are. */
export const typedArguments = (typed: string): string =>
  pieces(typed)
    .map((piece) => (piece.reference ? `<${piece.reference}>` : html(piece.text)))
    .join('');
