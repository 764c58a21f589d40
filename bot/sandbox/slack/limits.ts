import type { Params } from './params.ts';

/** So many calls within so many milliseconds. */
type Budget = { calls: number; windowMs: number };

/** How often a method may be called. `message` is counted per channel, the tiers per method. */
export type Limits = { message: Budget; tier2: Budget; tier3: Budget; tier4: Budget };
export type Tier = keyof Limits | 'free';

const MINUTE_MS = 60_000;

/** Slack's published limits; a message per second and channel, with a short burst. */
const SLACK_LIMITS: Limits = {
  message: { calls: 5, windowMs: 5_000 },
  tier2: { calls: 20, windowMs: MINUTE_MS },
  tier3: { calls: 50, windowMs: MINUTE_MS },
  tier4: { calls: 100, windowMs: MINUTE_MS },
};

/**
 * Counts calls in a sliding window.
 * @returns a function that takes one call, and gives the seconds to wait when it is one too many
 */
export function createLimits(limits: Partial<Limits> | 'off', clock: () => number) {
  const budgets = limits === 'off' ? undefined : { ...SLACK_LIMITS, ...limits };
  const taken = new Map<string, number[]>();

  return (method: string, tier: Tier, params: Params): number | undefined => {
    if (!budgets || tier === 'free') return undefined;
    const { calls, windowMs } = budgets[tier];
    const key = tier === 'message' ? `${method} ${String(params.channel)}` : method;
    const recent = (taken.get(key) ?? []).filter((at) => clock() - at < windowMs);
    taken.set(key, recent);
    if (recent.length < calls) {
      recent.push(clock());
      return undefined;
    }
    const untilFree = windowMs - (clock() - (recent[0] ?? clock()));
    return Math.max(1, Math.ceil(untilFree / 1000));
  };
}
