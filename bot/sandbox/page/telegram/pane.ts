import { html } from 'htm/preact';
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { TelegramChatView, TelegramMessageView, TelegramView } from '../../views.ts';
import { avatar } from '../avatar.ts';
import { entered } from '../entered.ts';
import { icon } from '../icons.ts';
import { openMenu } from '../menu.ts';
import { attempt, inTelegram } from '../sandbox.ts';
import { useUnread } from '../unread.ts';
import { AttachDialog } from './attach.ts';
import { ChatList } from './chats.ts';
import { Conversation } from './conversation.ts';
import { Forward, NewGroup, NewPerson } from './dialogs.ts';
import { useDrop } from './drop.ts';
import { chatsOf, mayWrite, partsOfName, peopleIn, type Seat, seatIn } from './seat.ts';
import { VoiceDialog } from './voice.ts';

type PaneProps = { view: TelegramView; seat: Seat | undefined; onSeat: (seat: Seat) => void };
type Asking =
  | { kind: 'person' }
  | { kind: 'group' }
  | { kind: 'voice' }
  | { kind: 'forward'; message: TelegramMessageView }
  | { kind: 'attach'; files: File[]; replyTo?: number | undefined };

/** The pretended Telegram of all vendors: their chats, and the one that is open. */
export function TelegramPane({ view, seat, onSeat }: PaneProps) {
  const [asking, setAsking] = useState<Asking>();
  const chats = chatsOf(view);
  const chat = chats.find(({ id }) => id === seat?.chat);
  const counts = Object.fromEntries(
    chats.map(({ id, messages }) => [id, messages.filter(({ from }) => from === view.bot.id).length]),
  );
  const unread = useUnread(counts, seat ? [String(seat.chat)] : []);
  const done = () => setAsking(undefined);
  const writes = chat && seat && !chat.blocked && mayWrite(chat, seat);
  const attach = (files: File[], replyTo?: number) => writes && setAsking({ kind: 'attach', files, replyTo });
  const { over, onto } = useDrop(attach);

  return html`<section class="half telegram" aria-label="Telegram tiruan">
    <div class="half-content" inert=${asking !== undefined}>
      <div class="telegram-lists">
        <header class="app-name"><span class="dot"></span><h2>Telegram</h2><small>tiruan</small></header>
        ${h(ChatList, {
          view,
          open: seat?.chat,
          unread,
          onOpen: (opened: TelegramChatView) => onSeat(seatIn(opened, view, seat?.person)),
          onNewPerson: () => setAsking({ kind: 'person' }),
          onNewGroup: () => setAsking({ kind: 'group' }),
        })}
      </div>
      <div class="conversation" ...${onto}>
        ${
          chat && seat
            ? html`${chatHeader(chat, view, seat, onSeat)}
              ${h(Conversation, {
                key: chat.id,
                chat,
                view,
                seat,
                onFiles: attach,
                onVoice: () => setAsking({ kind: 'voice' }),
                onForward: (message: TelegramMessageView) => setAsking({ kind: 'forward', message }),
              })}`
            : html`<div class="empty"><p>Pilih penyedia di kiri, atau tambahkan yang baru.</p></div>`
        }
        ${over && writes && html`<div class="composer-notice">Lepaskan untuk mengirim berkas ini.</div>`}
      </div>
    </div>
    ${
      asking?.kind === 'person' &&
      h(NewPerson, { onClose: done, onAdded: (person: number) => onSeat({ person, chat: person }) })
    }
    ${
      asking?.kind === 'group' &&
      h(NewGroup, { view, onClose: done, onAdded: (id: number) => onSeat({ chat: id, person: seat?.person ?? id }) })
    }
    ${asking?.kind === 'attach' && seat && h(AttachDialog, { files: asking.files, replyTo: asking.replyTo, seat, onClose: done })}
    ${asking?.kind === 'voice' && seat && h(VoiceDialog, { seat, onClose: done })}
    ${
      asking?.kind === 'forward' &&
      seat &&
      h(Forward, {
        view,
        seat,
        message: asking.message,
        onClose: done,
        onSent: (id: number) => onSeat({ ...seat, chat: id }),
      })
    }
  </section>`;
}

function chatHeader(chat: TelegramChatView, view: TelegramView, seat: Seat, onSeat: PaneProps['onSeat']) {
  const shared = chat.kind !== 'private';
  const title = shared ? chat.title : view.bot.name;
  const people = peopleIn(chat, view);
  const who = {
    private: `bot · @${view.bot.username}`,
    group: `${people.length} orang dan bot`,
    channel: `${people.length} pelanggan dan bot`,
  };
  const blocking = (event: Event) =>
    openMenu(event.currentTarget as HTMLElement, 'Tindakan obrolan', [
      chat.blocked
        ? {
            label: 'Buka blokir bot',
            icon: 'lock',
            pick: () => void attempt(inTelegram('unblock', { person: seat.person })),
          }
        : {
            label: 'Blokir bot',
            hint: 'Bot tidak dapat lagi mengirim pesan ke penyedia ini',
            icon: 'lock',
            danger: true,
            pick: () => void attempt(inTelegram('block', { person: seat.person })),
          },
    ]);
  return html`<header class="conversation-header">
    ${avatar(title, shared ? chat.id : title, shared ? 'group' : 'bot')}
    <div class="conversation-title">
      <b>${title}</b>
      <span class="status">${chat.typing ? 'mengetik…' : who[chat.kind]}</span>
    </div>
    ${
      shared
        ? html`<label class="speaker">
            <select aria-label="Menulis sebagai" value=${String(seat.person)}
              onChange=${(event: Event) => onSeat({ ...seat, person: Number(entered(event)) })}>
              ${people.map(({ id, name }) => html`<option value=${String(id)} selected=${id === seat.person}>${partsOfName(name).short}${id === chat.admin ? ' (admin)' : ''}</option>`)}
            </select></label>`
        : html`<span class="speaker" title=${chat.title}><span>Anda</span><b>${partsOfName(chat.title).short}</b></span>
            <button class="icon-button" aria-label="Tindakan obrolan" aria-haspopup="menu" onClick=${blocking}>${icon('more')}</button>`
    }
  </header>`;
}
