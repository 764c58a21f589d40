import { html } from 'htm/preact';
import type { TelegramChatView, TelegramView } from '../../views.ts';
import { moveWithArrows } from '../arrows.ts';
import { avatar } from '../avatar.ts';
import { hourOf } from '../clock.ts';
import { icon } from '../icons.ts';
import { chatsOf, inOneLine, partsOfName } from './seat.ts';

type ChatListProps = {
  view: TelegramView;
  open: number | undefined;
  unread: Record<string, number>;
  onOpen: (chat: TelegramChatView) => void;
  onNewPerson: () => void;
  onNewGroup: () => void;
};

/** The vendors, groups and channels of the pretended Telegram; arrow keys go through them. */
export function ChatList({ view, open, unread, onOpen, onNewPerson, onNewGroup }: ChatListProps) {
  const chats = chatsOf(view);
  const section = (title: string, kind: TelegramChatView['kind'], add?: string, onAdd?: () => void) => html`
    <div class="list-title"><h3>${title}</h3>
      ${add && html`<button class="icon-button" aria-label=${add} title=${add} onClick=${onAdd}>${icon('plus')}</button>`}
    </div>
    <ul>
      ${chats
        .filter((chat) => chat.kind === kind)
        .map((chat) => html`<li key=${chat.id}>${entry(chat, chat.id === open, unread[chat.id] ?? 0, onOpen)}</li>`)}
    </ul>`;
  return html`<nav class="chat-list" aria-label="Penyedia, grup, dan kanal" onKeyDown=${(event: KeyboardEvent) => moveWithArrows(event, '.chat-entry')}>
    ${section('Penyedia', 'private', 'Penyedia baru', onNewPerson)}
    ${section('Grup', 'group', 'Grup baru', onNewGroup)}
    ${!chats.some(({ kind }) => kind === 'group') && html`<p class="hint">Bot juga bisa dimasukkan ke grup.</p>`}
    ${chats.some(({ kind }) => kind === 'channel') && section('Kanal', 'channel')}
  </nav>`;
}

function entry(chat: TelegramChatView, open: boolean, unread: number, onOpen: ChatListProps['onOpen']) {
  const last = chat.messages.at(-1);
  const { short, firm } = partsOfName(chat.title);
  return html`<button class=${`chat-entry ${open ? 'open' : ''}`} aria-current=${open ? 'true' : undefined} onClick=${() => onOpen(chat)}>
    ${avatar(chat.title, chat.id, chat.kind === 'private' ? 'person' : 'group')}
    <span class="chat-words">
      <span class="chat-line" title=${chat.title}><span class="chat-name"><b>${short}</b>${firm && html` <small>${firm}</small>`}</span>
        ${last && html`<time>${hourOf(last.at)}</time>`}</span>
      <span class="chat-line">
        ${
          chat.typing
            ? html`<span class="preview typing">mengetik…</span>`
            : html`<span class="preview">${chat.blocked ? 'Bot diblokir' : last ? inOneLine(last) : 'Belum ada percakapan'}</span>`
        }
        ${unread > 0 && html`<span class="badge" aria-label=${`${unread} belum dibaca`}>${unread}</span>`}
      </span>
    </span>
  </button>`;
}
