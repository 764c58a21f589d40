import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { SlackView } from '../../views.ts';
import type { RichElement, RichPart, TextObject } from './block-kit.ts';
import { emojiOf } from './emoji.ts';
import { type Mrkdwn, readMrkdwn } from './mrkdwn.ts';
import { userName } from './people.ts';

/** A text object of Block Kit. */
export const textObject = (text: TextObject | undefined, view: SlackView): ComponentChildren =>
  text === undefined ? null : text.type === 'mrkdwn' ? mrkdwn(text.text, view) : plainText(text.text);

/** Plain text knows no markup but emoji names. */
export const plainText = (text: string): string =>
  text.replace(/:([a-z0-9_+'-]+):/g, (whole, name: string) => {
    const emoji = emojiOf(name);
    return emoji.startsWith(':') ? whole : emoji;
  });

/** Slack's markup as it is shown. */
export const mrkdwn = (text: string, view: SlackView): ComponentChildren =>
  readMrkdwn(text).map((piece) => drawn(piece, view));

function drawn(piece: Mrkdwn, view: SlackView): ComponentChildren {
  if (typeof piece === 'string') return piece;
  switch (piece.kind) {
    case 'bold':
      return html`<strong>${piece.inside.map((inner) => drawn(inner, view))}</strong>`;
    case 'italic':
      return html`<em>${piece.inside.map((inner) => drawn(inner, view))}</em>`;
    case 'strike':
      return html`<s>${piece.inside.map((inner) => drawn(inner, view))}</s>`;
    case 'quote':
      return html`<blockquote>${piece.inside.map((inner) => drawn(inner, view))}</blockquote>`;
    case 'code':
      return html`<code>${piece.text}</code>`;
    case 'pre':
      return html`<pre>${piece.text}</pre>`;
    case 'link':
      return link(piece.url, piece.inside);
    case 'user':
      return mention(`@${userName(piece.name, view)}`);
    case 'channel':
      return mention(`#${view.channels.find(({ id }) => id === piece.name)?.name ?? piece.name}`);
    case 'broadcast':
      return mention(`@${piece.name}`);
    case 'emoji':
      return emojiOf(piece.name);
  }
}

const mention = (name: string) => html`<span class="mention">${name}</span>`;

/** What an app sends must not become a script of this page. */
const SAFE = /^(https?|mailto|tel|slack):/i;

const link = (url: string, inside: ComponentChildren) =>
  SAFE.test(url)
    ? html`<a href=${url} title=${url} target="_blank" rel="noopener noreferrer">${inside}</a>`
    : html`<span title=${url}>${inside}</span>`;

/** The parts of a rich_text block. Lists that follow each other may be levels of one outline: each has its own indent. */
export const richText = (parts: RichPart[], view: SlackView): ComponentChildren =>
  parts.map((part) => {
    switch (part.type) {
      case 'rich_text_section':
        return html`<div class="rich-section">${inline(part, view)}</div>`;
      case 'rich_text_quote':
        return html`<blockquote>${inline(part, view)}</blockquote>`;
      case 'rich_text_preformatted':
        return html`<pre>${inline(part, view)}</pre>`;
      case 'rich_text_list': {
        const items = part.elements.map((item) => html`<li>${inline(item as RichPart, view)}</li>`);
        const level = `rich-list indent-${part.indent ?? 0}`;
        return part.style === 'ordered'
          ? html`<ol class=${level} start=${(part.offset ?? 0) + 1}>${items}</ol>`
          : html`<ul class=${level}>${items}</ul>`;
      }
      default:
        return null;
    }
  });

const inline = (part: RichPart, view: SlackView): ComponentChildren =>
  part.elements.map((element) => {
    const piece = element as RichElement;
    const { style = {} } = piece;
    let face: ComponentChildren = richFace(piece, view);
    if (style.code) face = html`<code>${face}</code>`;
    if (style.strike) face = html`<s>${face}</s>`;
    if (style.underline) face = html`<u>${face}</u>`;
    if (style.italic) face = html`<em>${face}</em>`;
    if (style.bold) face = html`<strong>${face}</strong>`;
    return face;
  });

function richFace(piece: RichElement, view: SlackView): ComponentChildren {
  switch (piece.type) {
    case 'link':
      return link(piece.url ?? '', piece.text || piece.url);
    case 'user':
      return mention(`@${userName(piece.user_id ?? '', view)}`);
    case 'channel':
      return mention(`#${view.channels.find(({ id }) => id === piece.channel_id)?.name ?? piece.channel_id}`);
    case 'usergroup':
      return mention(`@${piece.usergroup_id}`);
    case 'broadcast':
      return mention(`@${piece.range}`);
    case 'emoji':
      return emojiOf(piece.name ?? '', piece.unicode);
    default:
      return piece.text;
  }
}
