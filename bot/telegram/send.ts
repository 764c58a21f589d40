import type { Place } from '../../handlers/index.ts';
import type { Delivery } from '../channel.ts';
import type { Answer, Call } from './api.ts';
import { fields, whole } from './json.ts';
import type { TelegramMessage } from './render.ts';

/** Milliseconds that one message may take. */
const SEND_LIMIT = 10_000;
/** Milliseconds; who waits for the answer sees it soon anyway. */
const TYPING_LIMIT = 5_000;

/** Seconds to wait: when Telegram cannot be reached, when it asks without a number, and when the token has to be changed. */
const AFTER_UNREACHED = 5;
const AFTER_LIMIT = 5;
const AFTER_BAD_TOKEN = 60;

/** What Telegram says when nobody can be reached in a chat any more; with 403 it always means that. */
const GONE =
  /chat not found|user is deactivated|PEER_ID_INVALID|bot was (kicked|blocked)|not enough rights|have no rights to send|CHAT_WRITE_FORBIDDEN|group chat was (deactivated|deleted)/i;
const UNKNOWN_MESSAGE = /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i;
const NOT_MODIFIED = /message is not modified/i;

/**
 * Sends one message, or replaces the one whose id is `edits`.
 * @returns how it ended; `ref` is the id of the message
 */
export async function send(call: Call, place: Place, message: TelegramMessage, edits?: string): Promise<Delivery> {
  const { text, entities, buttons } = message;
  const content = {
    chat_id: Number(place.chat),
    text,
    // The types of telegraf are older than the folded quote.
    entities: entities as never,
    reply_markup: { inline_keyboard: buttons },
    link_preview_options: { is_disabled: true },
  };
  if (edits !== undefined) {
    const answer = await call('editMessageText', { ...content, message_id: Number(edits) }, SEND_LIMIT);
    return answer.kind === 'no' && NOT_MODIFIED.test(answer.why) ? { kind: 'sent', ref: edits } : deliveryOf(answer);
  }
  const answers = place.thread !== undefined && {
    reply_parameters: { message_id: Number(place.thread), allow_sending_without_reply: true },
  };
  const answer = await call('sendMessage', { ...content, ...answers }, SEND_LIMIT);
  return deliveryOf(answer);
}

/** Shows "typing …" in a chat. */
export function typing(call: Call, place: Place): void {
  void call('sendChatAction', { chat_id: Number(place.chat), action: 'typing' }, TYPING_LIMIT);
}

/** What the answer to a sent or edited message means for it. */
function deliveryOf(answer: Answer): Delivery {
  if (answer.kind === 'unreached') return { kind: 'retry', after: AFTER_UNREACHED, why: answer.why, limited: false };
  if (answer.kind === 'unclear') return { kind: 'unsure', why: answer.why };
  if (answer.kind === 'no') return refused(answer);
  const ref = whole(fields(answer.result).message_id);
  return ref === undefined
    ? { kind: 'unsure', why: 'no message id in the answer' }
    : { kind: 'sent', ref: String(ref) };
}

function refused({ code, why, retryAfter, movedTo }: Extract<Answer, { kind: 'no' }>): Delivery {
  if (movedTo !== undefined) return { kind: 'moved', to: String(movedTo) };
  if (code === 429) return { kind: 'retry', after: retryAfter ?? AFTER_LIMIT, why, limited: true };
  if (code === 401 || code === 404) return { kind: 'retry', after: AFTER_BAD_TOKEN, why, limited: false };
  // A gateway may say so after it passed the message on.
  if (code >= 500) return { kind: 'unsure', why };
  if (UNKNOWN_MESSAGE.test(why)) return { kind: 'unknown-message' };
  if (code === 403 || GONE.test(why)) return { kind: 'gone', why };
  return { kind: 'refused', why };
}
