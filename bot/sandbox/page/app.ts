import { html } from 'htm/preact';
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { TelegramView } from '../views.ts';
import { MenuHost } from './menu.ts';
import { attempt, inTelegram, useSandbox } from './sandbox.ts';
import { SlackPane } from './slack/pane.ts';
import { TelegramPane } from './telegram/pane.ts';
import type { Seat } from './telegram/seat.ts';
import { Toasts } from './toasts.ts';

const EXAMPLES = ['jam buka lpse?', 'gagal upload penawaran, tutup jam 2!', 'tolong mundurkan jadwal upload dong'];

/** The whole page: what it is, Telegram on the left, Slack on the right. */
export function App() {
  const { telegram, slack, connected } = useSandbox();
  const [chosen, setSeat] = useState<Seat>();
  const seat = chosen ?? firstSeat(telegram);
  const ask = (text: string) => {
    if (!seat) return;
    setSeat({ person: seat.person, chat: seat.person });
    void attempt(inTelegram('say', { person: seat.person, chat: seat.person, text }));
  };
  return html`
    <header class="top">
      <div class="top-words">
        <h1>Sandbox Helpdesk LPSE</h1>
        <p>Semua di sini tiruan: tidak ada akun, dan tidak ada pesan yang sampai ke Telegram atau Slack.</p>
      </div>
      <div class="examples" role="group" aria-label="Contoh pertanyaan">
        <span>Coba tanya</span>
        ${EXAMPLES.map((text) => html`<button disabled=${!seat} onClick=${() => ask(text)}>${text}</button>`)}
      </div>
    </header>
    <main class="halves">
      ${telegram ? h(TelegramPane, { view: telegram, seat, onSeat: setSeat }) : waiting()}
      ${slack ? h(SlackPane, { view: slack }) : waiting()}
    </main>
    ${!connected && html`<div class="offline" role="status">Sambungan ke sandbox terputus; menyambung lagi…</div>`}
    ${h(Toasts, {})}
    ${h(MenuHost, {})}
  `;
}

const waiting = () => html`<section class="half"><div class="empty"><p>Menyiapkan…</p></div></section>`;

function firstSeat(view: TelegramView | undefined): Seat | undefined {
  const person = view?.people[0];
  return person && { person: person.id, chat: person.id };
}
