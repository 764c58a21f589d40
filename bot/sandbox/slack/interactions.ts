import { IDENTITY } from './identity.ts';
import { withState } from './modals.ts';
import { channelName, messageObject } from './objects.ts';
import type { Json } from './schema.ts';
import type { Triggers } from './triggers.ts';
import type { Channel, Message, Modal, ViewValues, Workspace } from './workspace.ts';

/** Makes what Slack sends when people press, choose, send and close. */
export type Interactions = ReturnType<typeof createInteractions>;

export function createInteractions(workspace: Workspace, triggers: Triggers, baseUrl: () => string) {
  const shared = (userId: string): Json => {
    const { name } = workspace.user(userId);
    return {
      user: { id: userId, username: name, name, team_id: IDENTITY.teamId },
      api_app_id: IDENTITY.appId,
      token: IDENTITY.verificationToken,
      team: { id: IDENTITY.teamId, domain: IDENTITY.teamDomain },
      enterprise: null,
      is_enterprise_install: false,
    };
  };
  const place = (channel: Channel): Json => ({ id: channel.id, name: channelName(channel) });

  return {
    /** All fields are text, as in a form. */
    command(
      user: string,
      channel: Channel,
      command: string,
      text: string,
      responseUrl: string,
    ): Record<string, string> {
      return {
        token: IDENTITY.verificationToken,
        team_id: IDENTITY.teamId,
        team_domain: IDENTITY.teamDomain,
        channel_id: channel.id,
        channel_name: channelName(channel),
        user_id: user,
        user_name: workspace.user(user).name,
        command,
        text,
        api_app_id: IDENTITY.appId,
        is_enterprise_install: 'false',
        response_url: responseUrl,
        trigger_id: triggers.give({ user }),
      };
    },

    messageAction(
      user: string,
      { channel, message }: { channel: Channel; message: Message },
      actions: Json[],
      values: ViewValues,
      responseUrl: string,
    ): Json {
      return {
        type: 'block_actions',
        ...shared(user),
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: channel.id,
          is_ephemeral: message.onlyFor !== undefined,
          ...(message.threadTs && { thread_ts: message.threadTs }),
        },
        trigger_id: triggers.give({ user }),
        channel: place(channel),
        // Slack keeps no ephemeral message, and so has none to send along.
        ...(message.onlyFor === undefined && { message: messageObject(channel, message, baseUrl()) }),
        state: { values },
        response_url: responseUrl,
        actions,
      };
    },

    viewAction(user: string, view: Json, values: ViewValues, actions: Json[]): Json {
      return {
        type: 'block_actions',
        ...shared(user),
        container: { type: 'view', view_id: view.id },
        trigger_id: triggers.give({ user, ...(view.type === 'modal' && { view: String(view.id) }) }),
        view: withState(view, values),
        actions,
      };
    },

    submission(modal: Modal, values: ViewValues): Json {
      return {
        type: 'view_submission',
        ...shared(modal.user),
        trigger_id: triggers.give({ user: modal.user, view: String(modal.view.id) }),
        view: withState(modal.view, values),
        response_urls: [],
      };
    },

    closed(modal: Modal, cleared: boolean): Json {
      return {
        type: 'view_closed',
        ...shared(modal.user),
        view: withState(modal.view, modal.values),
        is_cleared: cleared,
      };
    },

    messageShortcut(
      user: string,
      { channel, message }: { channel: Channel; message: Message },
      callbackId: string,
      responseUrl: string,
    ): Json {
      return {
        type: 'message_action',
        ...shared(user),
        action_ts: workspace.ts(),
        channel: place(channel),
        callback_id: callbackId,
        trigger_id: triggers.give({ user }),
        response_url: responseUrl,
        message_ts: message.ts,
        message: messageObject(channel, message, baseUrl()),
      };
    },

    globalShortcut(user: string, callbackId: string): Json {
      return {
        type: 'shortcut',
        ...shared(user),
        action_ts: workspace.ts(),
        callback_id: callbackId,
        trigger_id: triggers.give({ user }),
      };
    },
  };
}

/** What is said of the pressed element: its own fields, and what it now holds. */
export function actionOf(block: Json, element: Json, holds: Json | undefined, at: string): Json {
  const { action_id, type, text, value, style, url } = element;
  const own = type === 'button' ? { text, value, style, url } : {};
  const defined = Object.fromEntries(Object.entries(own).filter(([, content]) => content !== undefined));
  return { action_id, block_id: block.block_id, type, ...defined, ...holds, action_ts: at };
}
