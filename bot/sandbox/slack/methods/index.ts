import { IDENTITY } from '../identity.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { files } from './files.ts';
import type { Method } from './method.ts';
import { users } from './users.ts';
import { views } from './views.ts';

const session: Record<string, Method> = {
  'auth.test': {
    tier: 'free',
    run: () => ({
      url: `https://${IDENTITY.teamDomain}.slack.com/`,
      team: IDENTITY.teamName,
      user: IDENTITY.botName,
      team_id: IDENTITY.teamId,
      user_id: IDENTITY.botUserId,
      bot_id: IDENTITY.botId,
      is_enterprise_install: false,
    }),
  },
  'apps.connections.open': {
    tier: 'free',
    token: 'app',
    run: (_, { socketAddress }) => ({ url: socketAddress() }),
  },
};

/** The methods of the Web API that are pretended here, by name. */
export const METHODS: Record<string, Method> = { ...session, ...chat, ...conversations, ...users, ...views, ...files };

export type { Context, Method } from './method.ts';
