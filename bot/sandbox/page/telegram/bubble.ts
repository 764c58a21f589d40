import { html } from 'htm/preact';
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { TelegramChatView, TelegramMessageView, TelegramView } from '../../views.ts';
import { hourOf, momentOf } from '../clock.ts';
import { icon } from '../icons.ts';
import { type MenuItem, openMenu } from '../menu.ts';
import { attempt, inTelegram } from '../sandbox.ts';
import { notify } from '../toasts.ts';
import { mediaBubble } from './media.ts';
import { authorOf, inOneLine, type Seat } from './seat.ts';
import { MarkedText } from './text.ts';

type BubbleProps = {
  message: TelegramMessageView;
  chat: TelegramChatView;
  view: TelegramView;
  seat: Seat;
  /** The one message of the list that the Tab key reaches. */
  current: boolean;
  menu: MenuItem[];
  onCommand: (command: string) => void;
};

/** One message with all that belongs to it. */
export function Bubble({ message, chat, view, seat, current, menu, onCommand }: BubbleProps) {
  const own = chat.kind !== 'channel' && message.from === seat.person;
  const author = authorOf(message.from, chat, view);
  const answered = chat.messages.find(({ id }) => id === message.replyTo);
  const open = (anchor: HTMLElement) => openMenu(anchor, 'Tindakan pesan', menu);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || !(event.key === 'Enter' || event.key === 'ContextMenu')) return;
    event.preventDefault();
    open(event.currentTarget as HTMLElement);
  };
  const showsName = chat.kind !== 'private' && !own;
  return html`<article class=${`bubble-row ${own ? 'own' : 'other'}`} tabindex=${current ? 0 : -1} data-message=${message.id}
    aria-label=${`${author}, ${hourOf(message.at)}`} onKeyDown=${onKeyDown}>
    <div class="bubble-column">
      <div class=${`bubble ${message.media && !message.text ? 'media-only' : ''}`}>
        ${showsName && html`<div class="sender">${author}</div>`}
        ${message.forwardedFrom && html`<div class="forwarded">Diteruskan dari <b>${message.forwardedFrom}</b></div>`}
        ${
          answered &&
          html`<div class="reply-preview">
            <b>${authorOf(answered.from, chat, view)}</b><span>${inOneLine(answered)}</span>
          </div>`
        }
        ${message.media && mediaBubble(message.media)}
        ${message.text && h(MarkedText, { text: message.text, entities: message.entities, onCommand })}
        <div class="stamp">
          ${message.edited && html`<span>diedit</span>`}
          <time title=${momentOf(message.at)}>${hourOf(message.at)}</time>
        </div>
        <button class="icon-button bubble-menu" tabindex="-1" aria-label="Tindakan pesan" aria-haspopup="menu"
          onClick=${(event: Event) => open(event.currentTarget as HTMLElement)}>${icon('down')}</button>
      </div>
      ${message.buttons.length > 0 && h(InlineKeyboard, { message, seat })}
    </div>
  </article>`;
}

/** A press may be answered with the address of a chat instead of words. */
const OPENS = /^https:\/\/t\.me\//;

function InlineKeyboard({ message, seat }: Pick<BubbleProps, 'message' | 'seat'>) {
  const [pressed, setPressed] = useState<string>();
  const press = async (data: string) => {
    if (pressed !== undefined) return;
    setPressed(data);
    const answer = await attempt(inTelegram('press', { ...seat, message: message.id, data }));
    setPressed(undefined);
    if (answer)
      notify(OPENS.test(answer) ? 'Di Telegram, tombol ini membuka obrolan pribadi dengan bot.' : answer, 'answer');
  };
  return html`<div class="inline-keyboard" role="group" aria-label="Tombol pesan">
    ${message.buttons.map(
      (row) => html`<div class="keyboard-row">
        ${row.map(({ text, url, data }) =>
          url === undefined
            ? html`<button aria-busy=${pressed === data} onClick=${() => press(data ?? '')}>
                ${pressed !== undefined && pressed === data && html`<span class="spinner" aria-hidden="true"></span>`}${text}
              </button>`
            : html`<a href=${url} target="_blank" rel="noopener noreferrer">${text}${icon('outside')}</a>`,
        )}
      </div>`,
    )}
  </div>`;
}
