import { checkEntities, type Formatted, inOrder, trimmed, withFound } from './entities.ts';
import { parseHtml } from './html.ts';
import { parseMarkdown } from './markdown.ts';
import type { Params } from './params.ts';
import { badRequest } from './refusal.ts';

const LONGEST_TEXT = 4096;
const LONGEST_CAPTION = 1024;
/** Bytes of a text with its markup, before it is parsed. */
const LONGEST_SOURCE = 32_768;

/**
 * The text of a message, parsed and counted after parsing.
 * @throws Refusal when it is empty, too long or wrongly marked up
 */
export function messageText(params: Params): Formatted {
  const source = params.text('text');
  if (source === '') throw badRequest('message text is empty');
  const result = formatted(source, params.text('parse_mode'), params.nested('entities', 'entities'));
  if (result.text === '') throw badRequest('text must be non-empty');
  if (result.text.length > LONGEST_TEXT) throw badRequest('message is too long');
  return result;
}

/** The caption among the parameters, or of one item of an album; may be empty. Throws like messageText. */
export function messageCaption(source: string, parseMode: string, entities: unknown): Formatted {
  const result = formatted(source, parseMode, entities);
  if (result.text.length > LONGEST_CAPTION) throw badRequest('message caption is too long');
  return result;
}

function formatted(source: string, parseMode: string, entities: unknown): Formatted {
  if (Buffer.byteLength(source) > LONGEST_SOURCE) throw badRequest('text is too long');
  const { text, entities: found } = parsed(source, parseMode.toLowerCase(), entities);
  return withFound(trimmed({ text, entities: inOrder(found) }));
}

function parsed(source: string, parseMode: string, entities: unknown): Formatted {
  if (parseMode === 'html') return parseHtml(source);
  if (parseMode === 'markdownv2') return parseMarkdown(source);
  if (parseMode !== '' && parseMode !== 'none') throw badRequest('unsupported parse_mode');
  return { text: source, entities: checkEntities(source, entities) };
}
