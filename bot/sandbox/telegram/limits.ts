/** How many messages the service takes; the Bot API's own figures stand in REAL_LIMITS. */
export type Limits = {
  /** Messages in any rolling second, over all chats. */
  perSecond: number;
  /** Messages a second that one private chat takes for long … */
  privatePerSecond: number;
  /** … and how many it takes at once after a pause. */
  privateBurst: number;
  /** Messages in any rolling minute that one group or channel takes. */
  groupPerMinute: number;
};

const REAL_LIMITS: Limits = { perSecond: 30, privatePerSecond: 1, privateBurst: 3, groupPerMinute: 20 };

/** What came to be admitted so far, edits among it. */
export type Traffic = {
  taken: number;
  refused: number;
  /** The most that came, taken or not, in any rolling second. */
  mostInASecond: number;
};

/** Says of each message whether it may go now. */
export type Flood = {
  /** Seconds to wait before `count` messages to this chat are taken; 0: they are taken now and counted. */
  admit: (chat: { id: number; kind: string }, count?: number) => number;
  /** Takes nothing for so many seconds, whatever the limits are. */
  hold: (seconds: number) => void;
  traffic: () => Traffic;
};

/**
 * The flood control of one bot. A refused message is not counted.
 *
 * @param limits what differs from the real figures, or `off` for no control at all
 * @param clock milliseconds since 1970 UTC
 */
export function createFlood(limits: Partial<Limits> | 'off', clock: () => number): Flood {
  const waitFor = limits === 'off' ? () => 0 : meters({ ...REAL_LIMITS, ...limits });
  const traffic: Traffic = { taken: 0, refused: 0, mostInASecond: 0 };
  const lastSecond: number[] = [];
  let heldUntil = Number.NEGATIVE_INFINITY;

  const count = (now: number, messages: number, wait: number) => {
    traffic[wait > 0 ? 'refused' : 'taken'] += messages;
    while (lastSecond[0] !== undefined && lastSecond[0] <= now - 1_000) lastSecond.shift();
    for (let i = 0; i < messages; i++) lastSecond.push(now);
    traffic.mostInASecond = Math.max(traffic.mostInASecond, lastSecond.length);
  };

  return {
    admit: (chat, messages = 1) => {
      const now = clock();
      const wait = heldUntil > now ? heldUntil - now : waitFor(chat, now, messages);
      count(now, messages, wait);
      return Math.ceil(wait / 1_000);
    },
    hold: (seconds) => {
      heldUntil = clock() + seconds * 1_000;
    },
    traffic: () => ({ ...traffic }),
  };
}

/** Milliseconds until so many messages to a chat fit; 0: they are counted. */
function meters({ perSecond, privatePerSecond, privateBurst, groupPerMinute }: Limits) {
  const overall = rollingWindow(perSecond, 1_000);
  const chats = new Map<number, Meter>();

  const meterOf = (chat: { id: number; kind: string }): Meter => {
    let meter = chats.get(chat.id);
    if (!meter) {
      meter = chat.kind === 'private' ? bucket(privateBurst, privatePerSecond) : rollingWindow(groupPerMinute, 60_000);
      chats.set(chat.id, meter);
    }
    return meter;
  };

  return (chat: { id: number; kind: string }, now: number, count: number): number => {
    const meter = meterOf(chat);
    const wait = Math.max(overall.wait(now, count), meter.wait(now, count));
    if (wait > 0) return wait;
    overall.take(now, count);
    meter.take(now, count);
    return 0;
  };
}

/** Milliseconds until so many more fit, and the taking of them. */
type Meter = { wait: (now: number, count: number) => number; take: (now: number, count: number) => void };

function rollingWindow(most: number, length: number): Meter {
  const taken: number[] = [];
  return {
    wait: (now, count) => {
      while (taken.length > 0 && (taken[0] as number) <= now - length) taken.shift();
      const tooMany = taken.length + count - most;
      if (tooMany <= 0) return 0;
      const last = taken[Math.min(tooMany, taken.length) - 1];
      // An album larger than the whole window goes alone, otherwise it would never go.
      return last === undefined ? 0 : last + length - now;
    },
    take: (now, count) => {
      for (let i = 0; i < count; i++) taken.push(now);
    },
  };
}

function bucket(size: number, perSecond: number): Meter {
  let level = size;
  let filledAt: number | undefined;
  const fill = (now: number) => {
    level = Math.min(size, level + ((now - (filledAt ?? now)) * perSecond) / 1_000);
    filledAt = now;
  };
  return {
    wait: (now, count) => {
      fill(now);
      const missing = Math.min(count, size) - level;
      return missing <= 1e-9 ? 0 : (missing / perSecond) * 1_000;
    },
    take: (_now, count) => {
      level -= count;
    },
  };
}
