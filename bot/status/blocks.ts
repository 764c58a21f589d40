import { html } from 'hono/html';
import type { Block, Span } from '../../handlers/index.ts';

/** Text that is HTML already; everything else is escaped where it is put into a template. */
export type Html = ReturnType<typeof html>;

/**
 * A message as HTML. What people wrote is only ever text in it.
 * @param level of its headings, from 2 to 4
 */
export const drawn = (blocks: readonly Block[], level: number): Html[] => blocks.map((block) => draw(block, level));

function draw(block: Block, level: number): Html {
  switch (block.kind) {
    case 'heading':
      return heading(level, block.text);
    case 'paragraph':
      return html`<p>${spans(block.spans)}</p>`;
    case 'quote':
      return html`<blockquote>${lines(block.text)}</blockquote>`;
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${spans(item)}</li>`)}</ul>`;
    case 'note':
      return html`<p><small>${spans(block.spans)}</small></p>`;
  }
}

/** A heading of a level that is known only here. */
export function heading(level: number, text: string): Html {
  switch (level) {
    case 2:
      return html`<h2>${text}</h2>`;
    case 3:
      return html`<h3>${text}</h3>`;
    default:
      return html`<h4>${text}</h4>`;
  }
}

export const spans = (all: readonly Span[]): Html[] => all.map(span);

function span(one: Span): Html {
  if (typeof one === 'string') return lines(one);
  if ('bold' in one) return html`<strong>${lines(one.bold)}</strong>`;
  if ('italic' in one) return html`<em>${lines(one.italic)}</em>`;
  if ('code' in one) return html`<code>${one.code}</code>`;
  // Any other address could be a program.
  if (!/^https?:\/\//iu.test(one.url) || !URL.canParse(one.url)) return lines(one.text);
  // Out of the frame that the page may stand in: most pages refuse to be shown in one.
  return html`<a href="${new URL(one.url).href}" target="_top">${one.text}</a>`;
}

const lines = (text: string): Html =>
  html`${text.split('\n').map((line, at) => (at === 0 ? line : html`<br>${line}`))}`;
