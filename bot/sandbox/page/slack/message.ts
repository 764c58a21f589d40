import { html } from 'htm/preact';
import type { SlackChannelView, SlackMessageView, SlackView } from '../../views.ts';
import { avatar } from '../avatar.ts';
import { hourOf, momentOf, momentOfTs } from '../clock.ts';
import { icon } from '../icons.ts';
import { type MenuItem, openMenu } from '../menu.ts';
import { attempt, inSlack } from '../sandbox.ts';
import type { Block } from './block-kit.ts';
import { drawBlocks } from './blocks.ts';
import type { Surface } from './elements.ts';
import { botName, userName } from './people.ts';
import { mrkdwn } from './text.ts';

type MessageProps = {
  message: SlackMessageView;
  channel: SlackChannelView;
  view: SlackView;
  me: string;
  confirm: Surface['confirm'];
  /** Follows another of the same author closely: no need to say who it is again. */
  compact: boolean;
  current: boolean;
  replies: SlackMessageView[];
  /** Absent inside a thread. */
  onThread?: (() => void) | undefined;
};

/** One message of a channel or thread. */
export function Message({ message, channel, view, me, confirm, compact, current, replies, onThread }: MessageProps) {
  const { ts } = message;
  const at = momentOfTs(ts);
  const name = userName(message.user, view);
  const bot = message.user === view.bot.userId;
  const press: Surface['press'] = (blockId, actionId, selected) =>
    attempt(
      inSlack('press', {
        user: me,
        where: { channel: channel.id, ts },
        actionId,
        blockId,
        ...(selected !== undefined && { selected }),
      }),
    );
  const menu: MenuItem[] = [
    ...(onThread && !message.onlyFor ? [{ label: 'Balas di utas', icon: 'thread' as const, pick: onThread }] : []),
    ...(message.onlyFor
      ? []
      : view.shortcuts.map(({ callbackId, name }) => ({
          label: name,
          hint: botName(view),
          icon: 'commands' as const,
          pick: () => void attempt(inSlack('shortcut', { user: me, channel: channel.id, ts, callbackId })),
        }))),
    { label: 'Salin teks', icon: 'file', pick: () => void navigator.clipboard.writeText(message.text) },
  ];
  const open = (anchor: HTMLElement) => openMenu(anchor, 'Tindakan pesan', menu);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || !(event.key === 'Enter' || event.key === 'ContextMenu')) return;
    event.preventDefault();
    open(event.currentTarget as HTMLElement);
  };
  const stamp = html`<time title=${momentOf(at)}>${hourOf(at)}</time>`;

  return html`<article class=${`slack-message ${compact ? 'compact' : ''} ${message.onlyFor ? 'ephemeral' : ''}`}
    tabindex=${current ? 0 : -1} data-ts=${ts} aria-label=${`${name}, ${hourOf(at)}`} onKeyDown=${onKeyDown}>
    <div class="gutter">${compact ? stamp : avatar(name, message.user, bot ? 'bot' : 'person')}</div>
    <div class="message-body">
      ${message.onlyFor && html`<div class="only-you">${icon('eye')} Hanya terlihat oleh Anda</div>`}
      ${
        !compact &&
        html`<div class="message-head"><b>${name}</b>${bot && html`<span class="app-mark">Aplikasi</span>`}${stamp}</div>`
      }
      ${
        message.blocks.length > 0
          ? html`<div class="blocks">${drawBlocks(message.blocks as Block[], { view, press, confirm })}</div>`
          : html`<div class="words">${mrkdwn(message.text, view)}</div>`
      }
      ${message.edited && html`<small class="edited">(diedit)</small>`}
      ${message.files.map(
        ({ id, name, type, href }) =>
          html`<a key=${id} class="file-card" href=${href} download=${name}>
            ${type.startsWith('image/') ? html`<img src=${href} alt="" />` : html`<span class="media-icon">${icon('file')}</span>`}
            <span>${name}<small>${type}</small></span></a>`,
      )}
      ${
        onThread &&
        replies.length > 0 &&
        html`<button class="thread-link" onClick=${onThread}>
          ${[...new Set(replies.map(({ user }) => user))]
            .slice(0, 3)
            .map((user) => avatar(userName(user, view), user, user === view.bot.userId ? 'bot' : 'person'))}
          <b>${replies.length} balasan</b><small>terakhir ${hourOf(momentOfTs(replies.at(-1)?.ts ?? ts))}</small>
        </button>`
      }
    </div>
    <div class="message-tools">
      ${
        onThread &&
        !message.onlyFor &&
        html`<button class="icon-button" tabindex="-1" aria-label="Balas di utas" title="Balas di utas" onClick=${onThread}>${icon('thread')}</button>`
      }
      <button class="icon-button" tabindex="-1" aria-label="Tindakan pesan" title="Tindakan lain" aria-haspopup="menu"
        onClick=${(event: Event) => open(event.currentTarget as HTMLElement)}>${icon('more')}</button>
    </div>
  </article>`;
}

/** Messages of one author within so many milliseconds are shown as one. */
const TOGETHER_MS = 5 * 60 * 1_000;

/** Whether a message can stand below the one before without its author's name. */
export const followsClosely = (message: SlackMessageView, before: SlackMessageView | undefined): boolean =>
  before !== undefined &&
  before.user === message.user &&
  before.onlyFor === message.onlyFor &&
  momentOfTs(message.ts) - momentOfTs(before.ts) < TOGETHER_MS;
