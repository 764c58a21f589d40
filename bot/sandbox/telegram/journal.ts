import type { Params } from './params.ts';

/** One call of the bot. */
export type JournalEntry = {
  method: string;
  /** When it was carried out, in milliseconds since 1970 UTC. */
  at: number;
  chat?: number;
  /** As they came; of uploads the names. */
  params: Record<string, unknown>;
  ok: boolean;
  errorCode?: number;
  /** The fault that kept it from being carried out. */
  fault?: string;
};

const KEPT = 100_000;
/** Forgotten at once, so that not every call moves the whole list. */
const FORGOTTEN = 10_000;

export type Journal = {
  entries: readonly JournalEntry[];
  /** Begins an entry; it is listed when its end is known. */
  open: (method: string, params: Params) => { ok: () => void; failed: (code?: number, fault?: string) => void };
};

export function createJournal(clock: () => number): Journal {
  const entries: JournalEntry[] = [];

  const add = (entry: JournalEntry) => {
    entries.push(entry);
    if (entries.length > KEPT) entries.splice(0, FORGOTTEN);
  };

  return {
    entries,
    open: (method, params) => {
      const chat = params.integer('chat_id');
      const common = { method, at: clock(), ...(chat !== undefined && { chat }), params: params.recorded() };
      return {
        ok: () => add({ ...common, ok: true }),
        failed: (code, fault) =>
          add({
            ...common,
            ok: false,
            ...(code !== undefined && { errorCode: code }),
            ...(fault !== undefined && { fault }),
          }),
      };
    },
  };
}
