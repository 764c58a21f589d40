import { html } from 'htm/preact';
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { TelegramChatView, TelegramMessageView, TelegramView } from '../../views.ts';
import { moveWithArrows } from '../arrows.ts';
import { dayOf } from '../clock.ts';
import { icon } from '../icons.ts';
import type { MenuItem } from '../menu.ts';
import { attempt, inTelegram } from '../sandbox.ts';
import { useStickToEnd } from '../scroll.ts';
import { useTail } from '../tail.ts';
import { Bubble } from './bubble.ts';
import { Composer, type Draft } from './composer.ts';
import { mayWrite, nameOf, type Seat } from './seat.ts';

type ConversationProps = {
  chat: TelegramChatView;
  view: TelegramView;
  seat: Seat;
  onForward: (message: TelegramMessageView) => void;
  onFiles: (files: File[], replyTo?: number) => void;
  onVoice: () => void;
};

/** The messages of one chat and the field to write in. */
export function Conversation({ chat, view, seat, onForward, onFiles, onVoice }: ConversationProps) {
  const [draft, setDraft] = useState<Draft>({});
  const lastOwn = chat.messages.findLast(({ from }) => from === seat.person);
  const { frame, content, onScroll, atEnd, toEnd } = useStickToEnd(lastOwn?.id);
  const { tail, more } = useTail(chat.messages);
  const last = chat.messages.at(-1);

  const say = (text: string) => attempt(inTelegram('say', { ...seat, text }));
  const writes = mayWrite(chat, seat);
  const menuOf = (message: TelegramMessageView): MenuItem[] => [
    ...(writes ? [{ label: 'Balas', icon: 'reply' as const, pick: () => setDraft({ replyTo: message }) }] : []),
    ...(message.from === seat.person && message.text !== '' && !message.media
      ? [{ label: 'Ubah', icon: 'pencil' as const, pick: () => setDraft({ edits: message }) }]
      : []),
    { label: 'Teruskan', icon: 'outside', pick: () => onForward(message) },
    { label: 'Salin teks', icon: 'file', pick: () => void navigator.clipboard.writeText(message.text) },
  ];

  return html`
    <div class="messages-frame">
      <div class="messages" ref=${frame} onScroll=${onScroll} onKeyDown=${(event: KeyboardEvent) => {
        if ((event.target as HTMLElement).closest('.bubble-row')) moveWithArrows(event, '.bubble-row');
      }}>
        <div class="messages-content" role="log" aria-live="polite" aria-label=${`Percakapan ${chat.title}`} ref=${content}>
          ${chat.messages.length === 0 && emptyChat(view, chat)}
          ${more}
          ${tail.map((message, at) => {
            const day = dayOf(message.at);
            const before = tail[at - 1];
            return [
              (!before || dayOf(before.at) !== day) &&
                html`<div class="day" key=${`day-${message.id}`}><span>${day} · WITA</span></div>`,
              h(Bubble, {
                key: message.id,
                message,
                chat,
                view,
                seat,
                current: message === last,
                menu: menuOf(message),
                onCommand: (command: string) => void say(command),
              }),
            ];
          })}
          ${chat.typing && typing()}
        </div>
      </div>
      ${
        !atEnd &&
        html`<button class="to-end" aria-label="Ke pesan terbaru" title="Ke pesan terbaru" onClick=${toEnd}>${icon('down')}</button>`
      }
    </div>
    ${
      chat.blocked
        ? html`<div class="composer-notice">
            <span>${nameOf(seat.person, view)} memblokir bot.</span>
            <button class="button primary" onClick=${() => attempt(inTelegram('unblock', { person: seat.person }))}>Buka blokir</button>
          </div>`
        : chat.messages.length === 0 && chat.kind === 'private'
          ? html`<div class="composer-notice">
              <button class="button primary wide" onClick=${() => say('/start')}>Mulai</button>
            </div>`
          : null
    }
    ${
      !writes &&
      html`<div class="composer-notice"><span>Hanya admin kanal ini yang dapat menulis: ${nameOf(chat.admin ?? 0, view)}. Pilih namanya di kanan atas.</span></div>`
    }
    ${writes && !chat.blocked && h(Composer, { chat, view, seat, draft, onDraft: setDraft, lastOwn, onFiles, onVoice })}
  `;
}

const typing = () =>
  html`<div class="bubble-row other"><div class="bubble typing-bubble" aria-label="Bot sedang mengetik">
    <i></i><i></i><i></i></div></div>`;

const emptyChat = (view: TelegramView, chat: TelegramChatView) =>
  html`<div class="empty">
    <b>${view.bot.name}</b>
    <p>${EMPTY[chat.kind](view)}</p>
  </div>`;

const EMPTY: Record<TelegramChatView['kind'], (view: TelegramView) => string> = {
  private: () =>
    'Belum ada percakapan. Tekan Mulai, atau langsung tulis pertanyaan seperti “syarat daftar penyedia apa saja?”.',
  group: ({ bot }) => `Di grup, bot menjawab bila disebut atau diperintah, misalnya “@${bot.username} jam buka lpse?”.`,
  channel: () => 'Di kanal, bot hanya menurut pada perintah admin, misalnya /langganan.',
};
