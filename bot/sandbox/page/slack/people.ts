import type { SlackChannelView, SlackMessageView, SlackView } from '../../views.ts';

/** The app's name as people read it. */
export const botName = (view: SlackView): string =>
  view.users.find(({ id }) => id === view.bot.userId)?.realName ?? view.bot.name;

/** A user's name as it stands over messages. */
export const userName = (id: string, view: SlackView): string =>
  id === view.bot.userId || id === view.bot.id
    ? botName(view)
    : (view.users.find((user) => user.id === id)?.realName ?? id);

export const channelName = (channel: SlackChannelView, view: SlackView): string =>
  channel.kind === 'im' ? botName(view) : channel.name || botName(view);

/** The channels someone is in, direct ones not among them. */
export const channelsOf = (user: string, view: SlackView): SlackChannelView[] =>
  view.channels.filter(({ kind, members }) => kind !== 'im' && members.includes(user));

/** What someone sees of a channel. */
export const visibleTo = (user: string, { messages }: SlackChannelView): SlackMessageView[] =>
  messages.filter(({ onlyFor }) => onlyFor === undefined || onlyFor === user);

/** Messages that stand in the channel itself; the rest is in threads. */
export const roots = (messages: SlackMessageView[]): SlackMessageView[] =>
  messages.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts);

export const repliesTo = (root: string, messages: SlackMessageView[]): SlackMessageView[] =>
  messages.filter(({ threadTs, ts }) => threadTs === root && ts !== root);

/** What someone typed, with `@Name` of people in the team as mentions; the longest name wins. */
export function withMentions(text: string, view: SlackView): string {
  const names = [
    { id: view.bot.userId, name: botName(view) },
    ...view.users.map(({ id, realName }) => ({ id, name: realName })),
  ].toSorted((a, b) => b.name.length - a.name.length);
  return names.reduce((words, { id, name }) => words.replaceAll(`@${name}`, `<@${id}>`), text);
}

/** What someone wrote, as they typed it: what withMentions and Slack made of it, undone. */
export function asTyped(text: string, view: SlackView): string {
  return text
    .replace(/<@(\w+)(?:\|[^<>]*)?>/g, (_, id: string) => `@${userName(id, view)}`)
    .replace(/<(?:mailto:)?([^<>|@#!][^<>|]*)(?:\|[^<>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
