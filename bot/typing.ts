import type { Channel, Place } from '../handlers/index.ts';
import type { Outgoing } from './channel.ts';

/** A quick answer needs no sign; a person who sees nothing for a second asks again. */
const BEGIN_MS = 400;
/** Telegram takes the sign away after five seconds. */
const REPEAT_MS = 4_500;
/** Nothing may look busy for ever. */
const LONGEST_MS = 120_000;

/**
 * Shows "mengetik…" to whoever waits, from shortly after the question until the answer has arrived.
 * @param mayLeave false as long as another process sends
 */
export function createTyping(outs: Partial<Record<Channel, Outgoing>>, mayLeave: () => boolean) {
  const waiting = new Map<string, NodeJS.Timeout>();
  const end = (channel: string, chat: string) => {
    clearTimeout(waiting.get(`${channel} ${chat}`));
    waiting.delete(`${channel} ${chat}`);
  };
  return {
    begin(place: Place): void {
      end(place.channel, place.chat);
      const since = Date.now();
      const show = () => {
        if (mayLeave()) outs[place.channel]?.typing(place);
        if (Date.now() - since > LONGEST_MS) return end(place.channel, place.chat);
        waiting.set(`${place.channel} ${place.chat}`, setTimeout(show, REPEAT_MS));
      };
      waiting.set(`${place.channel} ${place.chat}`, setTimeout(show, BEGIN_MS));
    },
    end,
    stop(): void {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
