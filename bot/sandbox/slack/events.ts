import { randomBytes } from 'node:crypto';
import { IDENTITY } from './identity.ts';
import { messageObject } from './objects.ts';
import type { Json } from './schema.ts';
import type { Channel, Message, Workspace } from './workspace.ts';

/** What the app is told about when nothing else is chosen. */
export const USUAL_SUBSCRIPTIONS = [
  'app_mention',
  'message.im',
  'message.channels',
  'message.groups',
  'app_home_opened',
];

const MESSAGE_EVENTS = { im: 'message.im', channel: 'message.channels', private: 'message.groups' } as const;
const CHANNEL_TYPES = { im: 'im', channel: 'channel', private: 'group' } as const;

/** Tells the app what happened, if it is subscribed to that. */
export type Events = ReturnType<typeof createEvents>;

export function createEvents(
  workspace: Workspace,
  subscriptions: string[],
  baseUrl: () => string,
  send: (body: Json) => void,
) {
  function tell(subscription: string, event: Json): void {
    if (subscriptions.includes(subscription)) send(callback(event, workspace));
  }

  function tellOfMessage(channel: Channel, event: Json): void {
    if (!channel.members.includes(IDENTITY.botUserId)) return;
    tell(MESSAGE_EVENTS[channel.kind], {
      type: 'message',
      channel: channel.id,
      channel_type: CHANNEL_TYPES[channel.kind],
      ...event,
    });
  }

  return {
    /** A message was written, by a person or by the app itself. */
    written(channel: Channel, message: Message): void {
      const content = messageObject(channel, message, baseUrl());
      tellOfMessage(channel, { ...content, event_ts: message.ts });
      const mentioned = message.text.includes(`<@${IDENTITY.botUserId}>`);
      const listens = channel.kind !== 'im' && channel.members.includes(IDENTITY.botUserId);
      if (mentioned && listens && !message.byApp) {
        tell('app_mention', { ...content, type: 'app_mention', channel: channel.id, event_ts: message.ts });
      }
    },

    /** `before` is the message as messageObject gave it before the change. */
    edited(channel: Channel, message: Message, before: Json): void {
      const ts = workspace.ts();
      tellOfMessage(channel, {
        subtype: 'message_changed',
        message: messageObject(channel, message, baseUrl()),
        previous_message: before,
        hidden: true,
        ts,
        event_ts: ts,
      });
    },

    deleted(channel: Channel, before: Json): void {
      const ts = workspace.ts();
      tellOfMessage(channel, {
        subtype: 'message_deleted',
        previous_message: before,
        deleted_ts: before.ts,
        hidden: true,
        ts,
        event_ts: ts,
      });
    },

    homeOpened(user: string): void {
      const view = workspace.homes.get(user);
      tell('app_home_opened', {
        type: 'app_home_opened',
        user,
        channel: workspace.directChannel(user).id,
        tab: 'home',
        ...(view && { view }),
        event_ts: workspace.ts(),
      });
    },
  };
}

function callback(event: Json, workspace: Workspace): Json {
  return {
    token: IDENTITY.verificationToken,
    team_id: IDENTITY.teamId,
    context_team_id: IDENTITY.teamId,
    context_enterprise_id: null,
    api_app_id: IDENTITY.appId,
    event,
    type: 'event_callback',
    event_id: workspace.freshId('Ev'),
    event_time: workspace.seconds(),
    authorizations: [
      {
        enterprise_id: null,
        team_id: IDENTITY.teamId,
        user_id: IDENTITY.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${randomBytes(24).toString('base64url')}`,
  };
}
