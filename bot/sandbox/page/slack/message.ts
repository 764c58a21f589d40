import { html } from 'htm/preact';
import { h } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { SlackChannelView, SlackMessageView, SlackView } from '../../views.ts';
import { avatar } from '../avatar.ts';
import { hourOf, momentOf, momentOfTs } from '../clock.ts';
import { icon } from '../icons.ts';
import { type MenuItem, openMenu } from '../menu.ts';
import { attempt, inSlack } from '../sandbox.ts';
import { attachments } from './attachments.ts';
import type { Block, Confirm } from './block-kit.ts';
import { drawBlocks } from './blocks.ts';
import { Editing } from './editing.ts';
import type { Surface } from './elements.ts';
import { asTyped, botName, userName, withMentions } from './people.ts';
import { permalink } from './permalink.ts';
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

const REMOVAL: Confirm = {
  title: { type: 'plain_text', text: 'Hapus pesan' },
  text: { type: 'plain_text', text: 'Hapus pesan ini? Ini tidak dapat dibatalkan.' },
  confirm: { type: 'plain_text', text: 'Hapus' },
  deny: { type: 'plain_text', text: 'Batal' },
  style: 'danger',
};

const copy = (text: string) => void navigator.clipboard.writeText(text);

/** One message of a channel or thread. */
export function Message({ message, channel, view, me, confirm, compact, current, replies, onThread }: MessageProps) {
  const { ts } = message;
  const [editing, setEditing] = useState(false);
  const article = useRef<HTMLElement>(null);
  const place = { user: me, channel: channel.id, ts };
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
          pick: () => void attempt(inSlack('shortcut', { ...place, callbackId })),
        }))),
    { label: 'Salin teks', icon: 'file', pick: () => copy(message.text) },
    ...(message.onlyFor || view.url === undefined
      ? []
      : [{ label: 'Salin tautan', icon: 'outside' as const, pick: () => copy(permalink(view, channel.id, ts)) }]),
    ...(message.user === me
      ? [
          { label: 'Ubah pesan', icon: 'pencil' as const, pick: () => setEditing(true) },
          {
            label: 'Hapus pesan',
            icon: 'close' as const,
            danger: true,
            pick: () => confirm(REMOVAL, () => void attempt(inSlack('remove', place))),
          },
        ]
      : []),
  ];
  const open = (anchor: HTMLElement) => openMenu(anchor, 'Tindakan pesan', menu);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || !(event.key === 'Enter' || event.key === 'ContextMenu')) return;
    event.preventDefault();
    open(event.currentTarget as HTMLElement);
  };
  const stamp = html`<time title=${momentOf(at)}>${hourOf(at)}</time>`;

  return html`<article class=${`slack-message ${compact ? 'compact' : ''} ${message.onlyFor ? 'ephemeral' : ''}`}
    ref=${article} tabindex=${current ? 0 : -1} data-ts=${ts} aria-label=${`${name}, ${hourOf(at)}`} onKeyDown=${onKeyDown}>
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
          : editing
            ? h(Editing, {
                text: asTyped(message.text, view),
                save: (text: string) => inSlack('edit', { ...place, text: withMentions(text, view) }),
                onDone: () => {
                  setEditing(false);
                  article.current?.focus();
                },
              })
            : html`<div class="words">${mrkdwn(message.text, view)}</div>`
      }
      ${message.edited && html`<small class="edited">(diedit)</small>`}
      ${attachments(message.files)}
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
    <div class="message-tools" hidden=${editing}>
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
