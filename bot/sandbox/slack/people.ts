import { randomBytes, randomUUID } from 'node:crypto';
import type { SlackMessageView, SlackPeople, SlackView } from '../views.ts';
import type { Delivery } from './delivery.ts';
import type { Events } from './events.ts';
import { IDENTITY } from './identity.ts';
import type { Interactions } from './interactions.ts';
import { createMembership } from './membership.ts';
import { type Modals, withState } from './modals.ts';
import { messageObject } from './objects.ts';
import { createPressing } from './pressing.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Json } from './schema.ts';
import { typedArguments, typedBlocks, typedText } from './typed-text.ts';
import { filledIn } from './view-state.ts';
import type { Message, Workspace } from './workspace.ts';

/** Of one message. */
const MOST_FILES = 10;

export type Command = { command: string; description: string; usage: string };
/** A shortcut of messages, or of the whole client. */
export type Shortcut = { callbackId: string; name: string; kind?: 'message' | 'global' };

/** What people can do in the pretended Slack, also what the page does not offer. */
export type People = SlackPeople & {
  /** A shortcut of the whole client; resolves when the app acknowledged it. */
  globalShortcut: (user: string, callbackId: string) => Promise<void>;
  /** Lets somebody into a channel. */
  join: (user: string, channel: string) => void;
  /** Takes any message away, as an admin of the workspace can. */
  removeAny: (channel: string, ts: string) => void;
  /** Archives a channel, or with `false` brings it back. */
  archive: (channel: string, archived?: boolean) => void;
  /** Takes the app out of a channel. */
  removeBot: (channel: string) => void;
};

/** The people's side. What they see of errors is one Indonesian sentence, or Slack's own name such as operation_timeout. */
export function createPeople(needs: {
  workspace: Workspace;
  events: Events;
  modals: Modals;
  interactions: Interactions;
  responseUrls: ResponseUrls;
  delivery: Delivery;
  baseUrl: () => string;
  commands: Command[];
  shortcuts: Shortcut[];
}): People {
  const { workspace, events, modals, interactions, responseUrls, delivery, baseUrl, commands, shortcuts } = needs;
  const membership = createMembership(workspace);
  const press = createPressing({ workspace, membership, modals, interactions, responseUrls, delivery });

  const typed = (user: string, text: string) => ({
    user,
    byApp: false,
    text: typedText(text),
    blocks: text === '' ? [] : typedBlocks(text, randomBytes(3).toString('base64url')),
  });

  function write(
    user: string,
    channelId: string,
    text: string,
    more: Partial<Pick<Message, 'clientMessageId' | 'files'>>,
    threadTs?: string,
  ): string {
    const channel = membership.writable(user, channelId);
    const message = workspace.post(channel, { ...typed(user, text), ...more, ...membership.thread(channel, threadTs) });
    events.written(channel, message);
    return message.ts;
  }

  function knownShortcut(callbackId: string, kind: 'message' | 'global'): void {
    const known = shortcuts.some((each) => each.callbackId === callbackId && (each.kind ?? 'message') === kind);
    if (!known) throw new Error(`Pintasan ${callbackId} tidak terdaftar.`);
  }

  function messageView(message: Message): SlackMessageView {
    return {
      ts: message.ts,
      user: message.user,
      text: message.text,
      blocks: message.byApp ? message.blocks : [],
      edited: message.edited !== undefined,
      files: message.files.map(({ id, name, type, size }) => {
        const href = `${baseUrl()}/people/files/${id}`;
        return { id, name, type, size, href };
      }),
      ...(message.threadTs && { threadTs: message.threadTs }),
      ...(message.onlyFor && { onlyFor: message.onlyFor }),
    };
  }

  return {
    view(): SlackView {
      return {
        url: `https://${IDENTITY.teamDomain}.slack.com`,
        bot: { id: IDENTITY.botId, userId: IDENTITY.botUserId, name: IDENTITY.botName },
        commands,
        shortcuts: shortcuts.map(({ callbackId, name }) => ({ callbackId, name })),
        users: [...workspace.users.values()],
        channels: [...workspace.channels.values()].map(({ id, kind, name, members, messages }) => ({
          id,
          kind,
          name,
          members: [...members],
          messages: messages.map(messageView),
        })),
        modals: workspace.modals.map(({ view, user, errors, values }) => ({
          id: String(view.id),
          user,
          view: withState(view, values),
          errors,
        })),
        homes: Object.fromEntries(workspace.homes),
      };
    },

    onChange: workspace.onChange,

    addUser(name, realName) {
      const user = { id: workspace.lastingId('U'), name, realName, bot: false };
      workspace.users.set(user.id, user);
      workspace.changed();
      return user;
    },

    addChannel(name, members, kind = 'channel') {
      for (const member of members) workspace.user(member);
      return workspace.addChannel(name, [...new Set([...members, IDENTITY.botUserId])], kind).id;
    },

    directChannel: (user) => workspace.directChannel(user).id,

    say(user, channelId, text, threadTs) {
      if (text.trim() === '') throw new Error('Pesan kosong tidak dapat dikirim.');
      return write(user, channelId, text, { clientMessageId: randomUUID() }, threadTs);
    },

    attach(user, channelId, files, text = '', threadTs) {
      if (files.length > MOST_FILES) throw new Error(`Slack menerima paling banyak ${MOST_FILES} berkas sekaligus.`);
      const stored = files.map(({ name, type, bytes }) =>
        Object.assign(workspace.addFile(user, name, type, bytes.length), { bytes }),
      );
      return write(user, channelId, text, { files: stored }, threadTs);
    },

    edit(user, channelId, ts, text) {
      const { channel, message } = membership.own(user, channelId, ts);
      if (text.trim() === '' && message.files.length === 0) throw new Error('Pesan kosong tidak dapat dikirim.');
      const before = messageObject(channel, message, baseUrl());
      Object.assign(message, typed(user, text), { edited: { user, ts: workspace.ts() } });
      workspace.changed();
      events.edited(channel, message, before);
    },

    remove(user, channelId, ts) {
      const { channel, message } = membership.own(user, channelId, ts);
      const before = messageObject(channel, message, baseUrl());
      workspace.remove(channel, message);
      events.deleted(channel, before);
    },

    async command(user, channelId, command, text) {
      const channel = membership.writable(user, channelId);
      if (!commands.some((each) => each.command === command))
        throw new Error(`${command} bukan perintah yang dikenal.`);
      const origin = { channel, user };
      const body = interactions.command(user, channel, command, typedArguments(text), responseUrls.give(origin));
      responseUrls.showAnswer(origin, await delivery.interaction('slash_commands', body, true));
    },

    press,

    async shortcut(user, channelId, ts, callbackId) {
      knownShortcut(callbackId, 'message');
      const found = membership.seen(user, channelId, ts);
      const body = interactions.messageShortcut(user, found, callbackId, responseUrls.give({ ...found, user }));
      await delivery.interaction('interactive', body, false);
    },

    async globalShortcut(user, callbackId) {
      knownShortcut(callbackId, 'global');
      await delivery.interaction('interactive', interactions.globalShortcut(user, callbackId), false);
    },

    openHome: (user) => events.homeOpened(user),

    async submit(user, viewId, values) {
      const modal = modals.opened(user, viewId);
      if (!modal.view.submit) throw new Error('Modal ini tidak dapat dikirim.');
      modal.values = filledIn(modal.view.blocks as Json[], modal.values, values as Record<string, Json>);
      const answer = await delivery.interaction('interactive', interactions.submission(modal, modal.values), true);
      modals.answer(modal, answer);
    },

    closeModal(user, viewId) {
      const { gone, cleared } = modals.close(modals.opened(user, viewId));
      for (const modal of gone.filter((each) => each.view.notify_on_close === true)) {
        // Nobody waits for it: the modal is gone whatever the app says.
        delivery.interaction('interactive', interactions.closed(modal, cleared), false).catch(() => {});
      }
    },

    join(user, channelId) {
      workspace.user(user);
      workspace.channel(channelId).members.push(user);
      workspace.changed();
    },

    removeAny(channelId, ts) {
      const channel = workspace.channel(channelId);
      const message = channel.messages.find((each) => each.ts === ts);
      if (message) workspace.remove(channel, message);
    },

    archive(channelId, archived = true) {
      workspace.channel(channelId).archived = archived;
      workspace.changed();
    },

    removeBot(channelId) {
      const channel = workspace.channel(channelId);
      channel.members = channel.members.filter((member) => member !== IDENTITY.botUserId);
      workspace.changed();
    },
  };
}
