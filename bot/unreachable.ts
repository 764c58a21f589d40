import type { Database } from '../db/database.ts';
import { grouped } from '../db/grouped.ts';
import { saveReachable } from '../db/people.ts';
import { endSubscriptions } from '../db/subscriptions.ts';

/** A chat that nothing reaches any more, and what the channel said; `isPerson`: it is somebody's own. */
type Ended = { channel: string; chat: string; why: string; isPerson: boolean };

/** Notes chats that nothing reaches any more: they are subscribed to nothing until they come back. Many at once in one go. */
export function createUnreachable(db: Database): (ended: Ended) => Promise<unknown> {
  return grouped(async (all: Ended[]) => {
    await endSubscriptions(
      db,
      all.map(({ channel, chat, why }) => ({ channel, chat, why })),
    );
    await saveReachable(
      db,
      all.filter(({ isPerson }) => isPerson).map(({ channel, chat }) => ({ channel, address: chat, reachable: false })),
    );
    return all;
  });
}
