import type { Channel, Place } from '../handlers/index.ts';
import type { Outgoing } from './channel.ts';

/** A quick answer needs no sign; a person who sees nothing for a second asks again. */
const BEGIN_MS = 400;
/** Telegram takes the sign away after five seconds. */
const REPEAT_MS = 4_500;
/** Nothing may look busy for ever. */
const LONGEST_MS = 120_000;

type Sign = {
  timer?: NodeJS.Timeout;
  /** When the last question in this chat had its turn, in milliseconds since 1970. */
  since: number;
  place: Place;
  /** How many questions of this chat are thought about. */
  thinking: number;
};

/**
 * Shows "mengetik…" to whoever waits, from shortly after the question until the answer has arrived.
 * @param mayLeave false as long as another process sends
 */
export function createTyping(outs: Partial<Record<Channel, Outgoing>>, mayLeave: () => boolean) {
  const signs = new Map<string, Sign>();
  const keyOf = (channel: string, chat: string) => `${channel} ${chat}`;

  /** Telegram takes the sign away with each message, so that it is shown anew. */
  function show(sign: Sign): void {
    clearTimeout(sign.timer);
    sign.timer = setTimeout(function again() {
      const { channel, chat } = sign.place;
      if (Date.now() - sign.since > LONGEST_MS) return void signs.delete(keyOf(channel, chat));
      if (mayLeave()) outs[channel]?.typing(sign.place);
      sign.timer = setTimeout(again, REPEAT_MS);
    }, BEGIN_MS);
  }

  return {
    /** A question has its turn. */
    begin(place: Place): void {
      const key = keyOf(place.channel, place.chat);
      const sign = signs.get(key) ?? { since: 0, place, thinking: 0 };
      signs.set(key, sign);
      sign.since = Date.now();
      sign.thinking++;
      show(sign);
    },
    /** It was thought about: what is said to it is on its way. */
    decided({ channel, chat }: Place): void {
      const sign = signs.get(keyOf(channel, chat));
      if (sign && sign.thinking > 0) sign.thinking--;
    },
    /** Something has arrived, or nothing will; the sign stays for those who still wait in that chat. */
    end(channel: string, chat: string): void {
      const key = keyOf(channel, chat);
      const sign = signs.get(key);
      if (sign && sign.thinking > 0) show(sign);
      else {
        clearTimeout(sign?.timer);
        signs.delete(key);
      }
    },
    stop(): void {
      for (const { timer } of signs.values()) clearTimeout(timer);
      signs.clear();
    },
  };
}
