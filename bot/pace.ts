import Bottleneck from 'bottleneck';

/** At most `most` messages in any `ms` milliseconds. */
type Rule = { most: number; ms: number };

/** How fast one channel may be sent to. */
export type Rates = {
  /** Over all chats, spread evenly; undefined for no limit. */
  perSecond?: number;
  /** Over all chats, in any rolling second, whatever the event loop does. */
  ceiling?: number;
  private: Rule[];
  group: Rule[];
};

/** Telegram's limits: 30 a second over all, one a second in a chat, twenty a minute in a group. */
export const TELEGRAM_RATES: Rates = {
  perSecond: 25,
  ceiling: 30,
  private: [{ most: 1, ms: 1_000 }],
  group: [
    { most: 1, ms: 1_000 },
    { most: 20, ms: 60_000 },
  ],
};
/** Slack: one message a second in a channel. */
export const SLACK_RATES: Rates = {
  perSecond: 20,
  ceiling: 30,
  private: [{ most: 1, ms: 1_000 }],
  group: [{ most: 1, ms: 1_000 }],
};
/** For measuring what the rest can do. */
export const NO_RATES: Rates = { private: [], group: [] };

/** A chat that is sent to. */
type Chat = { id: string; group: boolean };

/** Gives sends their turn. */
export type Pace = {
  /** The chats that have to wait, and how many milliseconds. */
  cooling: () => { id: string; ms: number }[];
  /**
   * Runs `send` when its turn has come; a lower lane goes first. `ready` is asked before, and false gives the turn back:
   * however long it takes, `send` keeps the rates. Few may wait here: what is due is kept in the database.
   */
  turn: <T>(lane: number, chat: Chat, ready: () => Promise<boolean>, send: () => Promise<T>) => Promise<T | undefined>;
};

/** A second, and what a request may be late on its way to the wire. */
const CEILING_MS = 1_050;

/** Keeps the rates of one channel. The only place that knows Bottleneck. */
export function createPace(rates: Rates, now: () => number = Date.now): Pace {
  // minTime, not a reservoir: a reservoir lets two full seconds follow one another within one. One at a time, because
  // Bottleneck takes a job out of its order of priority as soon as one may run.
  const even =
    rates.perSecond === undefined
      ? undefined
      : new Bottleneck({ minTime: Math.ceil(1000 / rates.perSecond), maxConcurrent: 1 });
  const rolling = rates.ceiling === undefined ? undefined : createWindow([{ most: rates.ceiling, ms: CEILING_MS }]);
  const chats = new Map<string, ReturnType<typeof createWindow>>();

  /** Bottleneck's timers fire late when the event loop was busy: only a look at the clock keeps the ceiling. */
  const underCeiling = async () => {
    for (let wait = rolling?.waitFor(now()) ?? 0; wait > 0; wait = rolling?.waitFor(now()) ?? 0)
      await new Promise((resolve) => setTimeout(resolve, wait));
    rolling?.note(now());
  };

  return {
    cooling() {
      for (const [id, window] of chats) if (window.isIdle(now())) chats.delete(id);
      return [...chats].map(([id, window]) => ({ id, ms: window.waitFor(now()) })).filter(({ ms }) => ms > 0);
    },
    async turn(lane, chat, ready, send) {
      // Only the turn is waited for here, not the answer of the service: a slow one must not slow the others.
      await even?.schedule({ priority: 1 + 3 * lane }, async () => {});
      if (!(await ready())) return undefined;
      await underCeiling();
      const rules = chat.group ? rates.group : rates.private;
      if (rules.length > 0) {
        const window = chats.get(chat.id) ?? createWindow(rules);
        chats.set(chat.id, window);
        window.note(now());
      }
      return await send();
    },
  };
}

/** Remembers when was sent, just long enough for its rules. */
function createWindow(rules: Rule[]) {
  const longest = Math.max(...rules.map(({ most }) => most));
  const keep = Math.max(...rules.map(({ ms }) => ms));
  const times: number[] = [];
  return {
    note(at: number) {
      times.push(at);
      if (times.length > longest) times.shift();
    },
    waitFor(at: number) {
      let wait = 0;
      for (const { most, ms } of rules) {
        const nth = times[times.length - most];
        if (nth !== undefined) wait = Math.max(wait, nth + ms - at);
      }
      return wait;
    },
    isIdle: (at: number) => at - (times.at(-1) ?? 0) > keep,
  };
}
