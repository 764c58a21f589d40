import type { Params } from './params.ts';
import { badRequest, conflict, type Refusal } from './refusal.ts';

type Update = { update_id: number } & Record<string, unknown>;

/** An update that the bot has not confirmed. `replayed`: an old number again, which no offset confirms. */
export type Pending = { update: Update; at: number; replayed: boolean };

/** Numbers go on where an earlier start may have ended, or a kept database would take new updates for old ones. */
const FIRST_ID = 100_000_000;
const SINCE_MS = Date.UTC(2026, 0);
const MOST_AT_ONCE = 100;
const LONGEST_POLL = 50;
/** Telegram keeps what nobody fetches for a day. */
const KEPT_FOR = 24 * 60 * 60 * 1_000;
/** Sent only when they are asked for by name. */
const EXCLUDED = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/** The queue between what happens and the bot. */
export type Updates = {
  /** Queues an update unless the bot does not want this kind. */
  add: (kind: string, payload: unknown) => void;
  /** Queues a raw update, wanted or not, also a number that was confirmed before; returns its number. */
  deliver: (update: Record<string, unknown>) => number;
  /** Remembers `allowed_updates` when it is among the parameters. */
  allow: (params: Params) => void;
  allowed: () => string[];
  pending: ReadonlySet<Pending>;
  /** The bot has got this one. */
  confirm: (entry: Pending) => void;
  clear: () => void;
  /** Answers getUpdates; `gone` aborts when the client went away. */
  poll: (params: Params, gone: AbortSignal) => Promise<Update[]>;
  /** Ends a waiting getUpdates. */
  interrupt: (why: Refusal) => void;
  onQueued: (listener: (entry: Pending) => void) => void;
};

export function createUpdates(clock: () => number): Updates {
  const pending = new Set<Pending>();
  const listeners: ((entry: Pending) => void)[] = [];
  let nextId = FIRST_ID + Math.max(0, Math.floor((clock() - SINCE_MS) / 1_000));
  let confirmedUpTo = 0;
  let allowed: string[] = [];
  let waiting: { wake: () => void; fail: (why: Refusal) => void } | undefined;

  const queue = (update: Update) => {
    const entry = { update, at: clock(), replayed: update.update_id <= confirmedUpTo };
    pending.add(entry);
    for (const listener of listeners) listener(entry);
    waiting?.wake();
  };

  const confirm = (entry: Pending) => {
    pending.delete(entry);
    confirmedUpTo = Math.max(confirmedUpTo, entry.update.update_id);
  };

  const forget = (offset: number) => {
    const oldest = clock() - KEPT_FOR;
    for (const entry of pending) {
      if ((!entry.replayed && entry.update.update_id < offset) || entry.at < oldest) pending.delete(entry);
    }
    confirmedUpTo = Math.max(confirmedUpTo, offset - 1);
  };

  const take = (limit: number): Update[] => {
    // Old numbers first: the bot asks for one more than the last, which must not be a step back.
    const order = (a: Pending, b: Pending) =>
      Number(b.replayed) - Number(a.replayed) || a.update.update_id - b.update.update_id;
    const batch = [...pending].sort(order).slice(0, limit);
    for (const entry of batch) if (entry.replayed) pending.delete(entry);
    return batch.map(({ update }) => update);
  };

  const updateToCome = (milliseconds: number, gone: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => () => {
        clearTimeout(timer);
        gone.removeEventListener('abort', wake);
        if (waiting === own) waiting = undefined;
        settle();
      };
      const wake = end(resolve);
      const own = { wake, fail: (why: Refusal) => end(() => reject(why))() };
      const timer = setTimeout(wake, milliseconds);
      gone.addEventListener('abort', wake);
      waiting = own;
    });

  return {
    add: (kind, payload) => {
      if (allowed.length > 0 ? allowed.includes(kind) : !EXCLUDED.has(kind))
        queue({ update_id: nextId++, [kind]: payload });
    },
    deliver: (update) => {
      const id = typeof update.update_id === 'number' ? update.update_id : nextId;
      nextId = Math.max(nextId, id + 1);
      queue({ ...update, update_id: id });
      return id;
    },
    allow: (params) => {
      const given = params.nested('allowed_updates', 'allowed_updates');
      if (given === undefined) return;
      if (!Array.isArray(given)) throw badRequest('expected an Array of String as allowed_updates');
      allowed = given.filter((kind) => typeof kind === 'string');
    },
    allowed: () => allowed,
    pending,
    confirm,
    clear: () => {
      for (const entry of [...pending]) confirm(entry);
    },
    poll: async (params, gone) => {
      waiting?.fail(
        conflict('terminated by other getUpdates request; make sure that only one bot instance is running'),
      );
      const offset = params.integer('offset') ?? 0;
      const limit = Math.min(MOST_AT_ONCE, Math.max(1, params.integer('limit') ?? MOST_AT_ONCE));
      const timeout = Math.min(LONGEST_POLL, Math.max(0, params.integer('timeout') ?? 0));
      if (offset < 0)
        forget(
          [...pending]
            .map(({ update }) => update.update_id)
            .sort((a, b) => a - b)
            .at(offset) ?? 0,
        );
      else forget(offset);
      if (pending.size === 0 && timeout > 0) await updateToCome(timeout * 1_000, gone);
      // Nobody would read the answer, and an old number is handed out only once.
      return gone.aborted ? [] : take(limit);
    },
    interrupt: (why) => waiting?.fail(why),
    onQueued: (listener) => void listeners.push(listener),
  };
}
