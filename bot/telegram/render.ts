import { type Block, type Button, encodeAction, LONGEST_ACTION, type Reply, type Span } from '../../handlers/index.ts';
import { cutAt, type Entity, type EntityType, fits, joined, type RichText, shortenedTo, trimmed } from './rich-text.ts';

/** One message as the Bot API takes it: text and markup apart, so that no text is ever read as markup. */
export type TelegramMessage = RichText & {
  buttons: TelegramButton[][];
  /** Sent along; the text is its caption and may be empty. */
  file?: TelegramFile;
};
/** A stored file by the number of its row. */
export type TelegramFile = NonNullable<Reply['file']>;
type TelegramButton = { text: string } & ({ callback_data: string } | { url: string });

/** A quote that is longer, in UTF-16 units, is shown folded. The documents to bring for a registration are not. */
const LONGEST_OPEN_QUOTE = 1_200;
const LONGEST_LABEL = 64;
/** In UTF-16 units. */
const LONGEST_CAPTION = 1_024;

/**
 * The messages that a reply takes, in order, each within the limits of Telegram; the buttons are below the last. A reply
 * with a file is one message.
 * @throws for a reply with neither text nor file, a button without label and an action that no button can carry: faults of who made it
 */
export function render({ blocks, buttons = [], file }: Reply): TelegramMessage[] {
  const pieces = underHeadings(blocks);
  const keyboard = buttons.filter((row) => row.length > 0).map((row) => row.map(buttonOf));
  if (file) return [{ ...captionOf(pieces), buttons: keyboard, file }];
  const texts = packed(pieces);
  if (texts.length === 0) throw new Error('a reply without text cannot be sent');
  return texts.map((text, index) => ({ ...text, buttons: index === texts.length - 1 ? keyboard : [] }));
}

/** A piece of a message, and what parts it from the piece above. */
type Piece = { rich: RichText; gap: string };

/** Each block as text, with the heading above it: a heading at the end of a message would announce nothing. */
function underHeadings(blocks: Block[]): Piece[] {
  const pieces: Piece[] = [];
  let headed = false;
  for (const block of blocks) {
    const rich = trimmed(drawn(block));
    if (rich.text === '') continue;
    const gap = gapAbove(block);
    const heading = headed ? pieces.pop() : undefined;
    pieces.push(heading ? { ...heading, rich: joined(heading.rich, gap, rich) } : { rich, gap });
    headed = block.kind === 'heading';
  }
  return pieces;
}

/** Quotations and lists belong to the line that announces them. */
const gapAbove = ({ kind }: Block): string => (kind === 'quote' || kind === 'list' ? '\n' : '\n\n');

function packed(pieces: Piece[]): RichText[] {
  const messages: RichText[] = [];
  for (const { rich, gap } of pieces) {
    const last = messages.at(-1);
    const together = last && joined(last, gap, rich);
    if (together && fits(together)) messages[messages.length - 1] = together;
    else messages.push(...cutAt(rich));
  }
  return messages;
}

function captionOf(pieces: Piece[]): RichText {
  const whole = pieces.reduce(
    (above, { rich, gap }) => (above.text === '' ? rich : joined(above, gap, rich)),
    plain(''),
  );
  return shortenedTo(LONGEST_CAPTION, whole);
}

function drawn(block: Block): RichText {
  switch (block.kind) {
    case 'heading':
      return marked(block.text, 'bold');
    case 'quote':
      return marked(block.text, block.text.length > LONGEST_OPEN_QUOTE ? 'expandable_blockquote' : 'blockquote');
    case 'paragraph':
      return line(block.spans);
    case 'list':
      return block.items.map(line).filter(hasText).map(bulleted).reduce(below, plain(''));
    case 'note':
      return inRow(block.spans.map((span) => spanOf(span, ['italic'])));
  }
}

function hasText({ text }: RichText): boolean {
  return text.trim() !== '';
}

function bulleted(item: RichText): RichText {
  return joined(plain('• '), '', trimmed(item));
}

function below(above: RichText, item: RichText): RichText {
  return above.text === '' ? item : joined(above, '\n', item);
}

function line(spans: Span[]): RichText {
  return inRow(spans.map((span) => spanOf(span, [])));
}

function inRow(texts: RichText[]): RichText {
  return texts.reduce((before, after) => joined(before, '', after), plain(''));
}

/** @param around the markup of all that the span stands in */
function spanOf(span: Span, around: EntityType[]): RichText {
  if (typeof span === 'string') return marked(span, ...around);
  if ('bold' in span) return marked(span.bold, ...around, 'bold');
  if ('italic' in span) return marked(span.italic, 'italic');
  // Telegram allows nothing around code.
  if ('code' in span) return marked(span.code, 'code');
  const { text, entities } = marked(span.text, ...around);
  return { text, entities: [...entities, { type: 'text_link', offset: 0, length: text.length, url: span.url }] };
}

function plain(text: string): RichText {
  return { text, entities: [] };
}

function marked(words: string, ...types: EntityType[]): RichText {
  // Half a surrogate pair would make Telegram refuse all of it.
  const text = words.toWellFormed();
  return { text, entities: types.map((type): Entity => ({ type, offset: 0, length: text.length })) };
}

function buttonOf(button: Button): TelegramButton {
  const text = shortened(button.label.toWellFormed().trim());
  if (text === '') throw new Error('a button without label cannot be sent');
  if ('url' in button) return { text, url: button.url };
  const data = encodeAction(button.action);
  if (Buffer.byteLength(data) > LONGEST_ACTION) throw new Error(`no button can carry ${data}`);
  return { text, callback_data: data };
}

function shortened(label: string): string {
  if (label.length <= LONGEST_LABEL) return label;
  return `${label.slice(0, LONGEST_LABEL - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
