import type { Delivery } from '../channel.ts';
import type { Answer } from './api.ts';
import { fields, whole } from './json.ts';

/** Seconds to wait: when Telegram cannot be reached, when it asks without a number, and when the token has to be changed. */
const AFTER_UNREACHED = 5;
const AFTER_LIMIT = 5;
const AFTER_BAD_TOKEN = 60;

/** What Telegram says when nobody can be reached in a chat any more; with 403 it always means that. */
const GONE =
  /chat not found|user is deactivated|PEER_ID_INVALID|bot was (kicked|blocked)|not enough rights|have no rights to send|need administrator rights in the channel|CHAT_(WRITE|SEND_PLAIN)_FORBIDDEN|CHAT_ADMIN_REQUIRED|group chat was (deactivated|deleted)/i;
/** A message with a file is one of these: its text cannot be replaced. */
const UNKNOWN_MESSAGE =
  /message to edit not found|message can't be edited|MESSAGE_ID_INVALID|there is no text in the message to edit/i;

/** What the answer to a sent or edited message means for it; `ref` is the id of the message. */
export function deliveryOf(answer: Answer): Delivery {
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
