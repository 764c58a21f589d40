import { IDENTITY } from '../identity.ts';
import { channelObject, userObject } from '../objects.ts';
import { page, required, text } from '../params.ts';
import { SlackError } from '../slack-error.ts';
import { visibleChannels } from './conversations.ts';
import type { Method } from './method.ts';

/** users.*, bots.info, team.info and reactions.add: who is there. */
export const users: Record<string, Method> = {
  'users.info': {
    tier: 'tier4',
    run: (params, { workspace }) => ({ user: userObject(workspace.user(required(params, 'user'))) }),
  },

  'users.list': {
    tier: 'tier2',
    run(params, { workspace }) {
      const { items, next_cursor } = page(params, [...workspace.users.values()]);
      return { members: items.map(userObject), cache_ts: workspace.seconds(), response_metadata: { next_cursor } };
    },
  },

  'users.conversations': {
    tier: 'tier3',
    run(params, context) {
      const user = text(params, 'user') ?? IDENTITY.botUserId;
      context.workspace.user(user);
      const { items, next_cursor } = page(
        params,
        visibleChannels(params, context).filter((channel) => channel.members.includes(user)),
      );
      return { channels: items.map(channelObject), response_metadata: { next_cursor } };
    },
  },

  'bots.info': {
    tier: 'tier3',
    run(params) {
      if ((text(params, 'bot') ?? IDENTITY.botId) !== IDENTITY.botId) throw new SlackError('bot_not_found');
      return {
        bot: {
          id: IDENTITY.botId,
          deleted: false,
          name: IDENTITY.botName,
          updated: 0,
          app_id: IDENTITY.appId,
          user_id: IDENTITY.botUserId,
          icons: {},
        },
      };
    },
  },

  'team.info': {
    tier: 'tier3',
    run: () => ({
      team: {
        id: IDENTITY.teamId,
        name: IDENTITY.teamName,
        domain: IDENTITY.teamDomain,
        email_domain: '',
        icon: {},
      },
    }),
  },

  'reactions.add': {
    tier: 'tier3',
    run(params, { workspace }) {
      const channel = workspace.writableChannel(required(params, 'channel'));
      const name = required(params, 'name');
      if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackError('invalid_name');
      const message = workspace.message(channel, required(params, 'timestamp'));
      const reacted = message.reactions[name] ?? [];
      if (reacted.includes(IDENTITY.botUserId)) throw new SlackError('already_reacted');
      message.reactions[name] = [...reacted, IDENTITY.botUserId];
      workspace.changed();
      return {};
    },
  },
};
