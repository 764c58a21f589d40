import { html } from 'htm/preact';
import { type ComponentChildren, h } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SlackChannelView, SlackMessageView, SlackView } from '../../views.ts';
import { moveWithArrows } from '../arrows.ts';
import { dayOf, momentOfTs } from '../clock.ts';
import { icon } from '../icons.ts';
import { useStickToEnd } from '../scroll.ts';
import { useTail } from '../tail.ts';
import type { Surface } from './elements.ts';
import { followsClosely, Message } from './message.ts';
import { repliesTo, visibleTo } from './people.ts';

type MessageListProps = {
  label: string;
  messages: SlackMessageView[];
  channel: SlackChannelView;
  view: SlackView;
  me: string;
  confirm: Surface['confirm'];
  empty: ComponentChildren;
  onThread?: (ts: string) => void;
  /** The message that a link led to; another object leads there again. */
  target?: { ts: string } | undefined;
};

/** A scrolled list of messages; arrow keys go through it. */
export function MessageList({
  label,
  messages,
  channel,
  view,
  me,
  confirm,
  empty,
  onThread,
  target,
}: MessageListProps) {
  const { frame, content, onScroll, atEnd, toEnd } = useStickToEnd(messages.findLast(({ user }) => user === me)?.ts);
  const all = visibleTo(me, channel);
  const targetAt = target ? messages.findIndex(({ ts }) => ts === target.ts) : -1;
  const { tail, more } = useTail(messages, targetAt < 0 ? 0 : messages.length - targetAt);
  useEffect(() => {
    const message = target && frame.current?.querySelector<HTMLElement>(`[data-ts="${target.ts}"]`);
    message?.scrollIntoView({ block: 'center' });
    message?.focus({ preventScroll: true });
  }, [target]);
  const last = messages.at(-1);
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (target.closest('.slack-message') && !target.matches('input, textarea, select'))
      moveWithArrows(event, '.slack-message');
  };
  return html`<div class="messages-frame">
    <div class="messages" ref=${frame} onScroll=${onScroll} onKeyDown=${onKeyDown}>
      <div class="messages-content" role="log" aria-live="polite" aria-label=${label} ref=${content}>
        ${messages.length === 0 && empty}
        ${more}
        ${tail.map((message, at) => {
          const before = tail[at - 1];
          const day = dayOf(momentOfTs(message.ts));
          const newDay = !before || dayOf(momentOfTs(before.ts)) !== day;
          const answers = before ? repliesTo(before.ts, all).length : 0;
          return [
            newDay && html`<div class="day" key=${`day-${message.ts}`}><span>${day} · WITA</span></div>`,
            // In a thread only its first message has replies, and they follow.
            !onThread &&
              answers > 0 &&
              html`<div class="reply-count" key="reply-count"><span>${answers} balasan</span></div>`,
            h(Message, {
              key: message.ts,
              message,
              channel,
              view,
              me,
              confirm,
              compact: !newDay && answers === 0 && followsClosely(message, before),
              current: message === last,
              replies: repliesTo(message.ts, all),
              onThread: onThread && (() => onThread(message.ts)),
            }),
          ];
        })}
      </div>
    </div>
    ${
      !atEnd &&
      html`<button class="to-end" aria-label="Ke pesan terbaru" title="Ke pesan terbaru" onClick=${toEnd}>${icon('down')}</button>`
    }
  </div>`;
}
