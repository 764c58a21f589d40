import { DateTime } from 'luxon';
import type { Errand } from './errand.ts';
import type { ModelSettings, Sound } from './ports.ts';

type Prices = ModelSettings['prices'];

/** Bytes of a token, where the server does not count: rather too few, so that too much is reckoned. */
const BYTES_PER_TOKEN = 3;
/** A minute of a voice note, where nobody says how long it is. */
const BYTES_PER_MINUTE = 100_000;

/** When the day began in that zone, of which the budget is counted. */
export function startOfDay(now: number, zone: string): Date {
  return DateTime.fromMillis(now, { zone }).startOf('day').toJSDate();
}

/** As many tokens as so many bytes may be. */
export const tokensIn = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN);

/** The tokens of a request of so many bytes: as the server counted them, else as many as they may have been. */
export function tokensOf({ tokens, gotBytes = 0 }: Errand, sentBytes: number): { in: number; out: number } {
  return tokens ?? { in: tokensIn(sentBytes), out: tokensIn(gotBytes) };
}

/** Rupiah for a request to a model that writes. */
export const costOfWriting = (tokens: { in: number; out: number }, prices: Prices): number =>
  (tokens.in * prices.in + tokens.out * prices.out) / 1_000_000;

/** Rupiah for vectors. */
export const costOfEmbedding = (tokens: { in: number }, prices: Prices): number =>
  (tokens.in * prices.embed) / 1_000_000;

/** Rupiah for a voice note. */
export const costOfListening = ({ seconds, bytes }: Sound, prices: Prices): number =>
  (seconds === undefined ? bytes.length / BYTES_PER_MINUTE : seconds / 60) * prices.listen;
