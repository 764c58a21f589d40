import type { types } from '@slack/bolt';
import { type Block, type Button, encodeAction, type HandedFile, type Reply, type Span } from '../../handlers/index.ts';
import { clean, pieces, shortened } from './pieces.ts';

/**
 * One message of Slack. `home` is the whole reply as an App Home, which is one page however long. With a `file` only it and
 * the text are sent: Slack takes no buttons below a file.
 */
export type Message = { text: string; blocks: types.KnownBlock[]; home: types.HomeView; file?: HandedFile };

/** A block with its words, which the notification shows. */
type Drawn = { block: types.KnownBlock; words: string };
type Leaf = types.RichTextText | types.RichTextLink;

/** Blocks of a message. */
const MOST_BLOCKS = 50;
/** Blocks of an App Home or a modal. */
const MOST_VIEW_BLOCKS = 100;
/** Slack refuses a message whose blocks are too long in all, and does not tell the limit; this is well within. */
const LONGEST_BLOCKS = 10_000;
/** Characters of a text object and, so as to be sure, of a rich text. */
const LONGEST_TEXT = 3000;
const LONGEST_HEADER = 150;
const LONGEST_LABEL = 75;
const LONGEST_URL = 3000;
const MOST_BUTTONS = 25;

/**
 * The messages that a reply takes; the buttons stand on the last one. All text goes into rich_text or plain_text, in
 * which Slack looks for no markup, no mention and no link.
 */
export function render(reply: Reply): Message[] {
  const content = reply.blocks.flatMap(drawn);
  if (reply.file) return [captioned(reply.file, content)];
  const rows = (reply.buttons ?? []).flatMap(actions);
  const view = home(content, rows);
  return packed(content, rows).map((part) => ({
    text: notification(part.map(({ words }) => words).join('\n')),
    blocks: part.map(({ block }) => block),
    home: view,
  }));
}

function captioned(file: HandedFile, content: Drawn[]): Message {
  const text = notification(content.map(({ words }) => words).join('\n'));
  return { text, blocks: content.map(({ block }) => block), home: home(content, []), file };
}

/** Blocks above the fields of a modal. */
export function introduction(blocks: Block[], most: number): types.KnownBlock[] {
  return blocks
    .flatMap(drawn)
    .slice(0, most)
    .map(({ block }) => block);
}

function home(content: Drawn[], rows: Drawn[]): types.HomeView {
  const buttons = rows.slice(0, MOST_VIEW_BLOCKS - 1);
  const blocks = [...content.slice(0, MOST_VIEW_BLOCKS - buttons.length), ...buttons];
  return { type: 'home', blocks: (blocks.length > 0 ? blocks : [NOTHING]).map(({ block }) => block) };
}

/** Shares blocks out to messages: one at least, none too long, the rows of buttons together as far as they fit. */
function packed(content: Drawn[], rows: Drawn[]): Drawn[][] {
  const messages: Drawn[][] = [];
  const rowsOfLast = rows.slice(0, MOST_BLOCKS);
  for (const unit of [...content.map((one) => [one]), rowsOfLast, rows.slice(MOST_BLOCKS)]) {
    const last = messages.at(-1);
    if (unit.length === 0) continue;
    if (last && last.length + unit.length <= MOST_BLOCKS && weight([...last, ...unit]) <= LONGEST_BLOCKS) {
      last.push(...unit);
    } else {
      messages.push([...unit]);
    }
  }
  return messages.length > 0 ? messages : [[NOTHING]];
}

const weight = (part: Drawn[]): number => part.reduce((sum, { block }) => sum + JSON.stringify(block).length, 0);

/** Slack takes no empty message and no empty view. */
const NOTHING: Drawn = { block: { type: 'section', text: { type: 'plain_text', text: '…' } }, words: '…' };

function drawn(block: Block): Drawn[] {
  switch (block.kind) {
    case 'heading':
      return heading(clean(block.text));
    case 'paragraph':
      return filled(block.spans).map((leaves) => rich({ type: 'rich_text_section', elements: leaves }));
    case 'quote':
      return filled([block.text]).map((leaves) => rich({ type: 'rich_text_quote', elements: leaves }));
    case 'list':
      return lists(block.items.flatMap(filled));
    case 'note':
      return note(block.spans);
  }
}

function heading(text: string): Drawn[] {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return [];
  if (line.length > LONGEST_HEADER) return drawn({ kind: 'paragraph', spans: [{ bold: line }] });
  return [{ block: { type: 'header', text: { type: 'plain_text', text: line, emoji: false } }, words: line }];
}

/** Only a context block is small, and it has no links that are safe; so a note with a link is a paragraph. */
function note(spans: Span[]): Drawn[] {
  if (spans.some((span) => typeof span !== 'string' && 'url' in span)) return drawn({ kind: 'paragraph', spans });
  const text = spans.flatMap(leavesOf).map(wordsOf).join('');
  return pieces(text, LONGEST_TEXT)
    .filter((piece) => piece.trim() !== '')
    .map((piece) => ({
      block: { type: 'context', elements: [{ type: 'plain_text', text: piece, emoji: false }] },
      words: piece,
    }));
}

function lists(items: Leaf[][]): Drawn[] {
  const shares: Leaf[][][] = [];
  let room = 0;
  for (const item of items) {
    const size = item.reduce((sum, leaf) => sum + wordsOf(leaf).length, 0);
    if (size > room) {
      shares.push([]);
      room = LONGEST_TEXT;
    }
    shares.at(-1)?.push(item);
    room -= size;
  }
  return shares.map((share) => ({
    block: {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: share.map((leaves) => ({ type: 'rich_text_section', elements: leaves })),
        },
      ],
    },
    words: share.map((leaves) => `• ${leaves.map(wordsOf).join('')}`).join('\n'),
  }));
}

const rich = (part: types.RichTextSection | types.RichTextQuote): Drawn => ({
  block: { type: 'rich_text', elements: [part] },
  words: (part.elements as Leaf[]).map(wordsOf).join(''),
});

/** The spans as the contents of as many rich texts as they need; a text that shows nothing needs none. */
function filled(spans: Span[]): Leaf[][] {
  const texts: Leaf[][] = [[]];
  let room = LONGEST_TEXT;
  for (const leaf of spans.flatMap(leavesOf)) {
    pieces(wordsOf(leaf), LONGEST_TEXT, room).forEach((piece, index) => {
      if (index > 0) {
        texts.push([]);
        room = LONGEST_TEXT;
      }
      if (piece !== '') texts.at(-1)?.push({ ...leaf, text: piece });
      room -= piece.length;
    });
  }
  return texts.filter((leaves) => leaves.some((leaf) => wordsOf(leaf).trim() !== ''));
}

function leavesOf(span: Span): Leaf[] {
  if (typeof span === 'string') return text(span);
  if ('bold' in span) return text(span.bold, { bold: true });
  if ('italic' in span) return text(span.italic, { italic: true });
  if ('code' in span) return text(span.code, { code: true });
  const label = clean(span.text).trim() === '' ? clean(span.url) : clean(span.text);
  const url = address(span.url);
  if (url === undefined) return text(label === clean(span.url) ? label : `${label} (${span.url})`);
  return [{ type: 'link', url, text: label }];
}

function text(words: string, style?: types.RichTextText['style']): Leaf[] {
  const shown = clean(words);
  return shown === '' ? [] : [{ type: 'text', text: shown, ...(style && { style }) }];
}

const wordsOf = (leaf: Leaf): string => leaf.text ?? '';

/** The address as Slack takes it; undefined for any other, as one that it does not take costs the whole message. */
function address(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const { href } = new URL(url);
  return href.length <= LONGEST_URL ? href : undefined;
}

/** A row of buttons as actions blocks: one, or more where it holds too many or the same action twice. */
function actions(row: Button[]): Drawn[] {
  const shares: types.Button[][] = [];
  for (const button of row.flatMap(drawnButton)) {
    const last = shares.at(-1);
    const fits = last && last.length < MOST_BUTTONS && !last.some(({ action_id }) => action_id === button.action_id);
    if (fits) last.push(button);
    else shares.push([button]);
  }
  return shares.map((elements) => ({
    block: { type: 'actions', elements },
    words: elements.map(({ text }) => `[${text.text}]`).join(' '),
  }));
}

/** A link is pressed too, as far as Slack is concerned; its action_id is none that an Action has. */
function drawnButton(button: Button, index: number): types.Button[] {
  const label = shortened(clean(button.label).trim(), LONGEST_LABEL) || '…';
  const common = { type: 'button', text: { type: 'plain_text', text: label, emoji: false } } as const;
  if ('url' in button) {
    const url = address(button.url);
    return url === undefined ? [] : [{ ...common, action_id: `link-${index}`, url }];
  }
  return [{ ...common, action_id: encodeAction(button.action), ...(button.style && { style: button.style }) }];
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text for notifications; unlike the blocks it is read for mentions, so it is escaped. */
function notification(words: string): string {
  let text = '';
  for (const character of words.trim()) {
    const escaped = ESCAPES[character] ?? character;
    if (text.length + escaped.length > LONGEST_TEXT - 1) return `${text}…`;
    text += escaped;
  }
  return text;
}
