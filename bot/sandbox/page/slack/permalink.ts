import type { SlackChannelView, SlackMessageView, SlackView } from '../../views.ts';
import { visibleTo } from './people.ts';

/** A message, where it stands, and the first of its thread when it is in one. */
type Found = { channel: SlackChannelView; message: SlackMessageView; root?: string };

/** What an address of this workspace leads to, or why nowhere; undefined for an address of another site. */
export function followed(href: string, view: SlackView, me: string): Found | string | undefined {
  if (view.url === undefined || !href.startsWith(`${view.url}/archives/`)) return undefined;
  const [, id, seconds, fraction] = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(new URL(href).pathname) ?? [];
  const channel = view.channels.find((each) => each.id === id);
  if (!channel?.members.includes(me)) return 'Anda bukan anggota kanal itu.';
  const message = visibleTo(me, channel).find(({ ts }) => ts === `${seconds}.${fraction}`);
  if (!message) return 'Pesan itu sudah tidak ada.';
  const { threadTs } = message;
  return { channel, message, ...(threadTs !== undefined && threadTs !== message.ts && { root: threadTs }) };
}

/** The address of a message. */
export const permalink = (view: SlackView, channel: string, ts: string): string =>
  `${view.url}/archives/${channel}/p${ts.replace('.', '')}`;
