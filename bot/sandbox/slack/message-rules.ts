import { MOST_TEXT_IN_BLOCKS, messageBlocks, textIn, withNames } from './blocks.ts';
import { nested, type Params, text } from './params.ts';
import type { Json } from './schema.ts';
import { SlackError } from './slack-error.ts';
import type { Channel } from './workspace.ts';

const LONGEST_TEXT = 40_000;
/** An edit may hold less than a new message. */
export const LONGEST_EDITED_TEXT = 4_000;

/**
 * The words and blocks of a message that the app wants to show.
 * @returns `blocks` undefined when none were given
 * @throws SlackError as the Web API gives it
 */
export function messageContent(params: Params, longest = LONGEST_TEXT): { text: string; blocks: Json[] | undefined } {
  const words = text(params, 'text') ?? text(params, 'markdown_text') ?? '';
  const blocks = nested(params, 'blocks', 'invalid_blocks_format');
  if (blocks !== undefined && !Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  if (words === '' && (blocks === undefined || blocks.length === 0)) throw new SlackError('no_text');
  if (words.length > longest) throw new SlackError('msg_too_long');
  const found = blocks === undefined ? [] : messageBlocks(blocks, '/blocks');
  if (found.length > 0) {
    throw new SlackError('invalid_blocks', {
      errors: found.map((each) => each.replace('[ERROR] ', '')),
      response_metadata: { messages: found },
    });
  }
  return { text: words, blocks: blocks && withNames(blocks as Json[]) };
}

/** @throws SlackError msg_blocks_too_long, which the ways around chat.postMessage do not know */
export function checkTextInBlocks(blocks: Json[] | undefined): void {
  if (blocks && textIn(blocks) > MOST_TEXT_IN_BLOCKS) throw new SlackError('msg_blocks_too_long');
}

/**
 * The thread that `thread_ts` names. Slack lets a message fall into a thread that does not exist, where nobody finds
 * it; here it is refused, as it is never meant.
 */
export function threadOf(params: Params, channel: Channel): { threadTs?: string } {
  const threadTs = text(params, 'thread_ts');
  if (threadTs === undefined) return {};
  const root = channel.messages.find((each) => each.ts === threadTs && !each.onlyFor && !each.threadTs);
  if (!root) throw new SlackError('thread_not_found');
  return { threadTs };
}
