import type { Call } from './api.ts';
import { fields, list, whole } from './json.ts';

/** Milliseconds; somebody waits for what depends on it. */
const ADMIN_LIMIT = 5_000;

/**
 * Whether that person administers that group or channel; false too when Telegram does not say. The list of all who do is
 * asked for: of a single person Telegram tells only bots that are administrators themselves.
 * @param person a user id, or the id of the chat itself for who wrote in its name
 */
export async function isAdmin(call: Call, chat: string, person: string): Promise<boolean> {
  // A private chat has the id of its person.
  if (!chat.startsWith('-')) return false;
  // Only its administrators can write in the name of a chat.
  if (person === chat) return true;
  const answer = await call('getChatAdministrators', { chat_id: Number(chat) }, ADMIN_LIMIT);
  if (answer.kind !== 'ok') return false;
  return list(answer.result).some((member) => whole(fields(fields(member).user).id) === Number(person));
}
