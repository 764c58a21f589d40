import { html } from 'htm/preact';
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { SlackChannelView, SlackView } from '../../views.ts';
import { icon } from '../icons.ts';
import { Composer } from './composer.ts';
import type { Surface } from './elements.ts';
import { MessageList } from './messages.ts';
import { channelName, repliesTo, visibleTo } from './people.ts';

type ThreadProps = {
  root: string;
  channel: SlackChannelView;
  view: SlackView;
  me: string;
  confirm: Surface['confirm'];
  /** The message of the thread that a link led to. */
  target?: { ts: string } | undefined;
  onClose: () => void;
};

/** One thread beside its channel; Escape closes it and leads back to what opened it. */
export function Thread({ root, channel, view, me, confirm, target, onClose }: ThreadProps) {
  const all = visibleTo(me, channel);
  const messages = [...all.filter(({ ts }) => ts === root), ...repliesTo(root, all)];
  const [before] = useState(() => document.activeElement as HTMLElement | null);
  const close = () => {
    onClose();
    before?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
  };
  return html`<aside class="thread" aria-label="Utas" onKeyDown=${onKeyDown}>
    <header class="pane-header"><h3>Utas</h3><small>${channel.kind === 'im' ? '' : '#'}${channelName(channel, view)}</small>
      <button class="icon-button" aria-label="Tutup utas" title="Tutup utas (Esc)" onClick=${close}>${icon('close')}</button>
    </header>
    ${h(MessageList, { label: 'Utas', messages, channel, view, me, confirm, empty: null, target })}
    ${h(Composer, { channel, view, me, threadTs: root, eager: target === undefined })}
  </aside>`;
}
