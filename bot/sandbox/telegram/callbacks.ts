import type { Params } from './params.ts';
import { badRequest } from './refusal.ts';

/** A person sees the button turn for so long; afterwards the query is too old. */
const LIFETIME_MS = 15_000;
const LONGEST_NOTICE = 200;

/** A chat with the bot, to be opened with words for its /start. */
const DEEP_LINK = /^(?:https?:\/\/)?t\.me\/(\w+)\?start=[\w-]{1,64}$/;

/** Presses that wait for the bot. */
export type Callbacks = {
  /** A press; `answered` resolves with the words or the address that are shown, at the latest after 15 seconds with none. */
  open: () => { id: string; answered: Promise<string | undefined> };
  /** Answers answerCallbackQuery. @throws Refusal for a query that is unknown, answered or too old */
  answer: (params: Params) => true;
  stop: () => void;
};

export function createCallbacks(clock: () => number, username: string): Callbacks {
  const waiting = new Map<string, { at: number; settle: (notice?: string) => void }>();
  let lastId = 4_000_000_000_000_000;

  return {
    open: () => {
      const id = String(++lastId);
      const answered = new Promise<string | undefined>((resolve) => {
        const timer = setTimeout(resolve, LIFETIME_MS, undefined).unref();
        const settle = (notice?: string) => {
          clearTimeout(timer);
          resolve(notice);
        };
        waiting.set(id, { at: clock(), settle });
      });
      for (const [oldId, { at }] of waiting) {
        if (at >= clock() - LIFETIME_MS) break;
        waiting.delete(oldId);
      }
      return { id, answered };
    },
    answer: (params) => {
      const id = params.text('callback_query_id');
      const text = params.text('text');
      const url = params.text('url');
      if (url !== '' && DEEP_LINK.exec(url)?.[1] !== username) throw badRequest('URL_INVALID');
      if (text.length > LONGEST_NOTICE) throw badRequest('MESSAGE_TOO_LONG');
      const query = waiting.get(id);
      waiting.delete(id);
      if (!query || query.at < clock() - LIFETIME_MS) {
        throw badRequest('query is too old and response timeout expired or query ID is invalid');
      }
      query.settle(url || text || undefined);
      return true;
    },
    stop: () => {
      for (const { settle } of waiting.values()) settle();
      waiting.clear();
    },
  };
}
