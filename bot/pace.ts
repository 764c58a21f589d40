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

/** Gives sends their turn, and keeps the senders of one channel from crossing each other. */
export type Pace = {
  /** The chats that have to wait, and how many milliseconds. */
  cooling: () => { id: string; ms: number }[];
  /** The chats that a sender has taken. */
  taken: () => string[];
  /** Takes a chat for one sender until it is let go: in each chat only one message is on its way. False when it is taken or cooling. */
  take: (chat: string) => boolean;
  letGo: (chat: string) => void;
  /**
   * Runs `send` when its turn has come; a lower lane goes first. `ready` is asked before, and false gives the turn back:
   * however long it takes, `send` keeps the rates. Few may wait here: what is due is kept in the database.
   */
  turn: <T>(lane: number, chat: Chat, ready: () => Promise<boolean>, send: () => Promise<T>) => Promise<T | undefined>;
  /** The service asked for a pause: bulk waits so many milliseconds, and those who send it look at `bulkWaits`. */
  holdBulk: (ms: number) => void;
  /** Milliseconds for which bulk still has to wait. */
  bulkWaits: () => number;
};

/** What time it is in milliseconds, waiting, and how many of its milliseconds pass in a real one. */
export type Clock = { now: () => number; sleep: (ms: number) => Promise<void>; speed: number };

export const REAL_CLOCK: Clock = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  speed: 1,
};

/** A second, and a little for clocks that do not agree to the millisecond. */
const CEILING_MS = 1_020;
/** A request that is not answered by then hangs, and must not keep others from leaving. */
const HANGS_MS = 2_000;
/** So many requests tell how long the quickest take. */
const LATEST = 50;
/** How often is looked whether there is room when only answers can make some. */
const ROOM_EVERY_MS = 10;
/** Turns that may come at once when the event loop stood still. More would be a burst. */
const PLANNED_AHEAD = 5;

/** Keeps the rates of one channel. */
export function createPace(rates: Rates, { now, sleep, speed }: Clock = REAL_CLOCK): Pace {
  const next = rates.perSecond === undefined ? undefined : createTurns(rates.perSecond * speed);
  const under =
    rates.ceiling === undefined
      ? <T>(request: () => Promise<T>) => request()
      : createCeiling(rates.ceiling, { now, sleep });
  const chats = new Map<string, ReturnType<typeof createWindow>>();
  const taken = new Set<string>();
  let bulkHeldUntil = 0;

  return {
    cooling() {
      for (const [id, window] of chats) if (window.isIdle(now())) chats.delete(id);
      return [...chats].map(([id, window]) => ({ id, ms: window.waitFor(now()) })).filter(({ ms }) => ms > 0);
    },
    taken: () => [...taken],
    take(chat) {
      if (taken.has(chat) || (chats.get(chat)?.waitFor(now()) ?? 0) > 0) return false;
      taken.add(chat);
      return true;
    },
    letGo: (chat) => void taken.delete(chat),
    async turn(lane, chat, ready, send) {
      // Only the turn is waited for here, not the answer of the service: a slow one must not slow the others.
      await next?.(lane);
      if (!(await ready())) return undefined;
      return await under(() => {
        const rules = chat.group ? rates.group : rates.private;
        if (rules.length > 0) {
          const window = chats.get(chat.id) ?? createWindow(rules);
          chats.set(chat.id, window);
          window.note(now());
        }
        return send();
      });
    },
    holdBulk(ms) {
      bulkHeldUntil = Math.max(bulkHeldUntil, now() + ms);
    },
    bulkWaits: () => Math.max(0, bulkHeldUntil - now()),
  };
}

/**
 * Gives out turns, evenly: a lower lane goes first, in a lane who came first. Who it is, is decided when the turn has come, so
 * that bulk which waits never goes before somebody who is waited for. The only place that knows Bottleneck.
 */
function createTurns(perSecond: number): (lane: number) => Promise<void> {
  const lanes: (() => void)[][] = [];
  // minTime, not a reservoir: a reservoir lets two full seconds follow one another within one. It counts from when a turn was
  // planned: with a few planned ahead, what an event loop that stood still has cost is made up for, and no more than those.
  const turns = new Bottleneck({ minTime: 1_000 / perSecond, maxConcurrent: PLANNED_AHEAD });
  return (lane) =>
    new Promise((resolve) => {
      while (lanes.length <= lane) lanes.push([]);
      lanes[lane]?.push(resolve);
      void turns.schedule(async () => lanes.find(({ length }) => length > 0)?.shift()?.());
    });
}

/**
 * Lets a request leave when `most` in any second is kept as the service sees it. There it arrives at some time between its
 * leaving and its answer: each counts until a second after its answer, less the time that even the quickest take.
 */
function createCeiling(
  most: number,
  { now, sleep }: Pick<Clock, 'now' | 'sleep'>,
): <T>(request: () => Promise<T>) => Promise<T> {
  const unanswered = new Set<{ at: number }>();
  /** Until when each that was answered counts. */
  let answered: number[] = [];
  /** What the latest requests took. */
  let took: number[] = [];

  function isFull(): boolean {
    const at = now();
    answered = answered.filter((until) => until > at);
    for (const one of unanswered) {
      if (one.at + HANGS_MS > at) continue;
      unanswered.delete(one);
      answered.push(at + CEILING_MS);
    }
    return unanswered.size + answered.length >= most;
  }

  return async (request) => {
    while (isFull()) await sleep(Math.max(1, Math.min(ROOM_EVERY_MS, ...answered.map((until) => until - now()))));
    const one = { at: now() };
    unanswered.add(one);
    try {
      return await request();
    } finally {
      if (unanswered.delete(one)) {
        took = [...took, now() - one.at].slice(-LATEST);
        const quickest = took.length < LATEST ? 0 : Math.min(...took);
        answered.push(now() + CEILING_MS - quickest);
      }
    }
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
