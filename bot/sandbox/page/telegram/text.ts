import { html } from 'htm/preact';
import { type ComponentChildren, h } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TelegramEntity } from '../../views.ts';
import { type Piece, treeOf } from './entities.ts';

type TextProps = { text: string; entities: TelegramEntity[]; onCommand: (command: string) => void };

/** A text exactly as its entities mark it up; a press on a command says it. */
export function MarkedText({ text, entities, onCommand }: TextProps) {
  return html`<div class="marked-text">${treeOf(text, entities).map((piece) => drawn(piece, onCommand))}</div>`;
}

function drawn(piece: Piece, onCommand: (command: string) => void): ComponentChildren {
  if (typeof piece === 'string') return piece;
  const { entity, text } = piece;
  const inside = piece.pieces.map((inner) => drawn(inner, onCommand));
  switch (entity.type) {
    case 'bold':
      return html`<strong>${inside}</strong>`;
    case 'italic':
      return html`<em>${inside}</em>`;
    case 'underline':
      return html`<u>${inside}</u>`;
    case 'strikethrough':
      return html`<s>${inside}</s>`;
    case 'code':
      return html`<code>${inside}</code>`;
    case 'pre':
      return html`<pre>${inside}</pre>`;
    case 'spoiler':
      return h(Spoiler, null, inside);
    case 'blockquote':
      return html`<blockquote>${inside}</blockquote>`;
    case 'expandable_blockquote':
      return h(ExpandableQuote, null, inside);
    case 'text_link':
      return link(entity.url ?? '', inside);
    case 'url':
      return link(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`, inside);
    case 'email':
      return link(`mailto:${text}`, inside);
    case 'phone_number':
      return link(`tel:${text.replace(/[^+\d]/g, '')}`, inside);
    case 'bot_command':
      return html`<button class="link" onClick=${() => onCommand(text)}>${inside}</button>`;
    case 'mention':
    case 'text_mention':
    case 'hashtag':
    case 'cashtag':
      return html`<span class="mention">${inside}</span>`;
    default:
      return html`<span>${inside}</span>`;
  }
}

/** What a bot sends must not become a script of this page. */
const SAFE = /^(https?|mailto|tel|tg):/i;

const link = (url: string, inside: ComponentChildren) =>
  SAFE.test(url)
    ? html`<a href=${url} title=${url} target="_blank" rel="noopener noreferrer">${inside}</a>`
    : html`<span class="mention" title=${url}>${inside}</span>`;

function Spoiler({ children }: { children?: ComponentChildren }) {
  const [hidden, setHidden] = useState(true);
  if (!hidden) return html`<span>${children}</span>`;
  return html`<button class="spoiler" aria-label="Teks disembunyikan, tekan untuk membaca" onClick=${() => setHidden(false)}>${children}</button>`;
}

/** Shows its first lines; the toggle is only there when there is more. */
function ExpandableQuote({ children }: { children?: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const [longer, setLonger] = useState(false);
  const words = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = words.current;
    if (element && !open) setLonger(element.scrollHeight > element.clientHeight + 1);
  });
  return html`<blockquote class=${`expandable ${open ? 'open' : 'closed'}`}>
    <div class="quote-words" ref=${words}>${children}</div>
    ${
      (longer || open) &&
      html`<button class="link quote-toggle" aria-expanded=${open} onClick=${() => setOpen(!open)}>
        ${open ? 'Ciutkan' : 'Selengkapnya'}
      </button>`
    }
  </blockquote>`;
}
