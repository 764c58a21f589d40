import { Telegram, TelegramError } from 'telegraf';
import type { Telegram as Methods, Opts } from 'telegraf/types';
import { createAgent, NOT_CONNECTED } from './connection.ts';
import { fields, whole, words } from './json.ts';

/** How one request to the Bot API ended. No `why` holds the token. */
export type Answer =
  | { kind: 'ok'; result: unknown }
  /** The Bot API said no. `retryAfter` in seconds; `movedTo`: the chat has this id now. */
  | { kind: 'no'; code: number; why: string; retryAfter?: number; movedTo?: number }
  /** The request has surely not left: no connection stood. */
  | { kind: 'unreached'; why: string }
  /** The request left, and no answer of the Bot API came back: whether it was taken is unknown. */
  | { kind: 'unclear'; why: string };

/**
 * One request to the Bot API; never rejects for what the network does.
 * @param limit milliseconds from now to the end of the answer
 * @param stop ends it early, as `unclear`
 */
export type Call = <Method extends keyof Methods>(
  method: Method,
  payload: Opts<Method>,
  limit: number,
  stop?: AbortSignal,
) => Promise<Answer>;

/** The way to the Bot API at this root, e.g. `https://api.telegram.org`. */
export function createCall(token: string, apiRoot: string): Call {
  const root = apiRoot.endsWith('/') ? apiRoot : `${apiRoot}/`;
  const telegram = new Telegram(token, { apiRoot: root, webhookReply: false });
  // Given to the constructor, the agent would be dropped for every root that is plain http.
  telegram.options.agent = createAgent(root);
  return async (method, payload, limit, stop) => {
    const request = new AbortController();
    const end = () => request.abort();
    const timer = setTimeout(end, limit);
    stop?.addEventListener('abort', end, { once: true });
    if (stop?.aborted) end();
    try {
      // telegraf's types name a look-alike of AbortSignal; it takes the real one.
      const signal = request.signal as never;
      return { kind: 'ok', result: await telegram.callApi(method, payload, { signal }) };
    } catch (error) {
      const answer = answerOf(error);
      // Of an answer with a status from 500 on telegraf reads no body, and the connection would never come free.
      end();
      return { ...answer, why: withoutSecrets(answer.why, token) };
    } finally {
      clearTimeout(timer);
      stop?.removeEventListener('abort', end);
    }
  };
}

function answerOf(error: unknown): Exclude<Answer, { kind: 'ok' }> {
  if (error instanceof TelegramError) return refusalOf(error);
  const { name, code, message } = fields(error);
  if (code === NOT_CONNECTED) return { kind: 'unreached', why: reasonOf(message) };
  if (name === 'AbortError') return { kind: 'unclear', why: 'no answer in time' };
  return { kind: 'unclear', why: reasonOf(message) };
}

function refusalOf({ code, description, parameters }: TelegramError): Exclude<Answer, { kind: 'ok' }> {
  // Any other service answers with JSON too; only the Bot API has these two.
  if (whole(code) === undefined || typeof description !== 'string')
    return { kind: 'unclear', why: 'not a Bot API answer' };
  const { retry_after, migrate_to_chat_id } = fields(parameters);
  const [retryAfter, movedTo] = [whole(retry_after), whole(migrate_to_chat_id)];
  return {
    kind: 'no',
    code,
    why: `${code} ${description}`.trim(),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(movedTo !== undefined && { movedTo }),
  };
}

/** node-fetch puts the whole address before the reason. */
function reasonOf(message: unknown): string {
  const text = words(message) ?? 'unknown';
  const [, reason] = /reason: (.*)$/s.exec(text) ?? [];
  return (reason ?? text) || 'no connection';
}

function withoutSecrets(text: string, token: string): string {
  const secret = token.slice(token.indexOf(':') + 1);
  return [token, encodeURI(token), secret]
    .filter((part) => part !== '')
    .reduce((rest, part) => rest.replaceAll(part, '***'), text);
}
