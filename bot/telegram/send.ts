import type { Place } from '../../handlers/index.ts';
import type { Delivery } from '../channel.ts';
import type { Call } from './api.ts';
import { deliveryOf } from './delivery.ts';
import type { TelegramMessage } from './render.ts';

/** Milliseconds that one message may take. */
const SEND_LIMIT = 10_000;
/** Milliseconds; who waits for the answer sees it soon anyway. */
const TYPING_LIMIT = 5_000;

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
