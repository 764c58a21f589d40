import type { Incoming } from '../../handlers/index.ts';
import { isAdmin } from './admin.ts';
import type { Call } from './api.ts';

/**
 * Whether a press came from a reader of a channel, who is better answered alone: what the bot says there all readers see.
 * Only to choose its topics an administrator presses for the channel itself.
 */
export async function isByReader(call: Call, { event, place, from }: Incoming): Promise<boolean> {
  if (!place.broadcast || (event.kind !== 'press' && event.kind !== 'outdated')) return false;
  const choosesTopic = event.kind === 'press' && event.action.verb === 'topic';
  return !choosesTopic || !(await isAdmin(call, place.chat, from.id));
}
