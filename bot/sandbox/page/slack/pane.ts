import { html } from 'htm/preact';
import { type ComponentChildren, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SlackChannelView, SlackView } from '../../views.ts';
import { avatar } from '../avatar.ts';
import { attempt, inSlack } from '../sandbox.ts';
import { notify } from '../toasts.ts';
import { useUnread } from '../unread.ts';
import type { Confirm } from './block-kit.ts';
import { Composer } from './composer.ts';
import { Ask, NewChannel, NewUser } from './dialogs.ts';
import { Home } from './home.ts';
import { MessageList } from './messages.ts';
import { Modal } from './modal.ts';
import { botName, channelName, roots, visibleTo } from './people.ts';
import { followed } from './permalink.ts';
import { Sidebar, type Spot } from './sidebar.ts';
import { Thread } from './thread.ts';

type Asking = { kind: 'channel' } | { kind: 'user' } | { kind: 'confirm'; asked: Confirm; onYes: () => void };

/** The pretended Slack of the office, seen by one of its users. */
export function SlackPane({ view }: { view: SlackView }) {
  const people = view.users.filter(({ bot }) => !bot);
  const [chosen, setMe] = useState(people[0]?.id);
  const [spot, setSpot] = useState<Spot>();
  const [thread, setThread] = useState<{ channel: string; ts: string }>();
  const [target, setTarget] = useState<{ ts: string; root?: string }>();
  const [asking, setAsking] = useState<Asking>();
  const me = chosen ?? people[0]?.id ?? '';
  const first = view.channels.find(({ kind, members }) => kind !== 'im' && members.includes(me));
  const place: Spot = spot ?? (first ? { kind: 'channel', id: first.id } : { kind: 'direct' });
  const channel = channelAt(place, me, view);

  useEffect(() => {
    if (place.kind === 'direct' && me !== '' && !channel) void attempt(inSlack('directChannel', { user: me }));
  }, [place.kind, me, channel === undefined]);

  const unread = useUnread(countsOf(view), channel && place.kind !== 'home' ? [`${me}/${channel.id}`] : []);
  const done = () => setAsking(undefined);
  const go = (next: Spot) => {
    setSpot(next);
    setThread(undefined);
    setTarget(undefined);
  };
  const switchTo = (user: string) => {
    setMe(user);
    setThread(undefined);
    const stays = place.kind !== 'channel' || view.channels.find(({ id }) => id === place.id)?.members.includes(user);
    if (!stays) setSpot(undefined);
  };
  const onClick = (event: MouseEvent) => {
    const href = (event.target as Element).closest('a')?.href;
    const found = href === undefined ? undefined : followed(href, view, me);
    if (found === undefined) return;
    event.preventDefault();
    if (typeof found === 'string') return notify(found);
    const { channel, message, root } = found;
    go(channel.kind === 'im' ? { kind: 'direct' } : { kind: 'channel', id: channel.id });
    if (root !== undefined) setThread({ channel: channel.id, ts: root });
    setTarget({ ts: message.ts, ...(root !== undefined && { root }) });
  };
  const confirm = (asked: Confirm, onYes: () => void) => setAsking({ kind: 'confirm', asked, onYes });
  const modal = view.modals.findLast(({ user }) => user === me);
  const openThread = channel && thread?.channel === channel.id ? thread.ts : undefined;

  return html`<section class="half slack" aria-label="Slack tiruan" onClick=${onClick}>
    <div class="half-content" inert=${asking !== undefined || modal !== undefined}>
      ${h(Sidebar, {
        view,
        me,
        spot: place,
        unread,
        onSpot: go,
        onMe: switchTo,
        onNewChannel: () => setAsking({ kind: 'channel' }),
        onNewUser: () => setAsking({ kind: 'user' }),
      })}
      <div class="slack-main">
        <div class="channel-pane">
          ${header(place, channel, view)}
          ${
            place.kind === 'home'
              ? h(Home, { key: me, view, me, confirm })
              : channel
                ? html`${h(MessageList, {
                    key: `${me}/${channel.id}`,
                    label: `Percakapan ${channelName(channel, view)}`,
                    messages: roots(visibleTo(me, channel)),
                    channel,
                    view,
                    me,
                    confirm,
                    empty: emptyChannel(channel, view),
                    onThread: (ts: string) => {
                      setThread({ channel: channel.id, ts });
                      setTarget(undefined);
                    },
                    target: target?.root === undefined ? target : undefined,
                  })}
                  ${h(Composer, { key: `to-${me}/${channel.id}`, channel, view, me, eager: spot !== undefined && target === undefined })}`
                : html`<div class="empty"><p>Belum ada kanal. Buat satu di kiri.</p></div>`
          }
        </div>
        ${
          openThread &&
          channel &&
          h(Thread, {
            key: openThread,
            root: openThread,
            channel,
            view,
            me,
            confirm,
            target: target?.root === openThread ? target : undefined,
            onClose: () => setThread(undefined),
          })
        }
      </div>
    </div>
    ${
      modal &&
      html`<div class="modal-layer" inert=${asking !== undefined}>${h(Modal, { key: modal.id, modal, view, me, confirm })}</div>`
    }
    ${asking?.kind === 'confirm' && h(Ask, { asked: asking.asked, onYes: asking.onYes, view, onClose: done })}
    ${
      asking?.kind === 'channel' &&
      h(NewChannel, { view, onClose: done, onAdded: (id: string) => go({ kind: 'channel', id }) })
    }
    ${asking?.kind === 'user' && h(NewUser, { onClose: done, onAdded: switchTo })}
  </section>`;
}

function channelAt(spot: Spot, me: string, view: SlackView): SlackChannelView | undefined {
  if (spot.kind === 'channel') return view.channels.find(({ id }) => id === spot.id);
  return view.channels.find(({ kind, members }) => kind === 'im' && members.includes(me));
}

/** Messages of others that each user sees in each channel; what is said in threads marks no channel as unread. */
function countsOf(view: SlackView): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const channel of view.channels)
    for (const user of channel.members)
      counts[`${user}/${channel.id}`] = roots(visibleTo(user, channel)).filter(
        (message) => message.user !== user,
      ).length;
  return counts;
}

function header(place: Spot, channel: SlackChannelView | undefined, view: SlackView): ComponentChildren {
  const title = (name: ComponentChildren, about: string) =>
    html`<header class="pane-header"><h3>${name}</h3><small>${about}</small></header>`;
  if (place.kind === 'home')
    return title(html`${avatar(botName(view), botName(view), 'bot')}${botName(view)}`, 'Beranda aplikasi');
  if (!channel) return null;
  if (channel.kind === 'im')
    return title(html`${avatar(botName(view), botName(view), 'bot')}${botName(view)}`, 'Pesan langsung dengan bot');
  const people = channel.members.filter((id) => id !== view.bot.userId).length;
  return title(`#${channel.name}`, `${people} orang dan bot`);
}

const emptyChannel = (channel: SlackChannelView, view: SlackView) => {
  const command = view.commands[0]?.command ?? '/lpse';
  return html`<div class="empty">
    <b>${channel.kind === 'im' ? botName(view) : `#${channel.name}`}</b>
    <p>${
      channel.kind === 'im'
        ? 'Tulis pertanyaan kepada bot, misalnya “jam buka lpse?”.'
        : html`Masih sepi. Coba <code>${command}</code>, atau sebut <code>@${botName(view)}</code> dengan sebuah pertanyaan.`
    }</p>
  </div>`;
};
