import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { SlackChannelView, SlackView } from '../../views.ts';
import { moveWithArrows } from '../arrows.ts';
import { avatar } from '../avatar.ts';
import { icon } from '../icons.ts';
import { openMenu } from '../menu.ts';
import { botName, channelsOf, userName } from './people.ts';

/** What stands in the main part of Slack. */
export type Spot = { kind: 'channel'; id: string } | { kind: 'direct' } | { kind: 'home' };

type SidebarProps = {
  view: SlackView;
  me: string;
  spot: Spot;
  unread: Record<string, number>;
  onSpot: (spot: Spot) => void;
  onMe: (user: string) => void;
  onNewChannel: () => void;
  onNewUser: () => void;
};

/** Channels, the direct messages with the bot, its home, and who "I" am. */
export function Sidebar({ view, me, spot, unread, onSpot, onMe, onNewChannel, onNewUser }: SidebarProps) {
  const direct = view.channels.find(({ kind, members }) => kind === 'im' && members.includes(me));
  const unreadIn = (channel: SlackChannelView | undefined) => (channel ? (unread[`${me}/${channel.id}`] ?? 0) : 0);
  const switchUser = (event: Event) =>
    openMenu(event.currentTarget as HTMLElement, 'Ganti pengguna', [
      ...view.users
        .filter(({ bot }) => !bot)
        .map(({ id, realName }) => ({
          label: realName,
          icon: 'person' as const,
          ...(id === me && { hint: 'Anda sekarang' }),
          pick: () => onMe(id),
        })),
      { label: 'Pengguna baru…', icon: 'plus', pick: onNewUser },
    ]);

  return html`<nav class="slack-sidebar" aria-label="Slack" onKeyDown=${(event: KeyboardEvent) => moveWithArrows(event, '.spot')}>
    <header class="app-name"><span class="dot"></span><h2>Slack</h2><small>tiruan</small></header>
    <div class="spots">
      <div class="list-title"><h3>Kanal</h3>
        <button class="icon-button" aria-label="Kanal baru" title="Kanal baru" onClick=${onNewChannel}>${icon('plus')}</button></div>
      ${channelsOf(me, view).map((channel) =>
        entry(
          channel.kind === 'private' ? icon('lock') : '#',
          channel.name,
          spot.kind === 'channel' && spot.id === channel.id,
          unreadIn(channel),
          () => onSpot({ kind: 'channel', id: channel.id }),
        ),
      )}
      <div class="list-title"><h3>Pesan langsung</h3></div>
      ${entry(avatar(botName(view), botName(view), 'bot'), botName(view), spot.kind === 'direct', unreadIn(direct), () => onSpot({ kind: 'direct' }))}
      <div class="list-title"><h3>Aplikasi</h3></div>
      ${entry(icon('home'), 'Beranda aplikasi', spot.kind === 'home', 0, () => onSpot({ kind: 'home' }))}
    </div>
    <button class="whoami" aria-haspopup="menu" title="Ganti pengguna" onClick=${switchUser}>
      ${avatar(userName(me, view), me)}<span><small>Anda</small><b>${userName(me, view)}</b></span>${icon('down')}
    </button>
  </nav>`;
}

const entry = (sign: ComponentChildren, name: string, open: boolean, unread: number, onOpen: () => void) =>
  html`<button class=${`spot ${open ? 'open' : ''} ${unread > 0 ? 'unread' : ''}`} aria-current=${open ? 'true' : undefined} onClick=${onOpen}>
    <span class="sign" aria-hidden="true">${sign}</span><span class="spot-name">${name}</span>
    ${unread > 0 && html`<span class="badge" aria-label=${`${unread} belum dibaca`}>${unread}</span>`}
  </button>`;
