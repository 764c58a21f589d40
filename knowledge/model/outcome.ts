import type { Errand } from './errand.ts';
import type { Refused } from './models.ts';

/** How a call ended, as it is put on record. */
export type CallOutcome =
  | 'ok'
  /** Thrown away: models were switched off while it was under way. */
  | 'off'
  /** Not what was asked for. */
  | 'malformed'
  /** It had more to say than it may. */
  | 'truncated'
  /** The model would not. */
  | 'refused'
  /** Too many requests, says the server. */
  | 'limited'
  | 'late'
  /** Nobody waited for it any more. */
  | 'cancelled'
  | 'fault';

/** An answer came, and it is none; without the words of the provider. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly outcome: 'malformed' | 'truncated' | 'refused';
  constructor(outcome: CallFailed['outcome']) {
    super(outcome);
    this.outcome = outcome;
  }
}

/** What follows from a call that came to nothing. */
export type Failure = {
  outcome: Exclude<CallOutcome, 'ok' | 'off'>;
  why: Refused['why'];
  /** May be sent once more: nothing was done with it, or it cost nothing. */
  again: 'no' | 'at-once' | { afterMs: number };
  /** Tells of a server that is not well. */
  breaks: boolean;
  /** Whether it may cost something all the same. */
  charged: boolean;
  /** What the server answered, where it would not do what it was asked. */
  status?: number;
};

/** A server that says no number means this. */
const USUAL_WAIT_MS = 1_000;
/** What is wrong with the request, not with the server. */
const ITS_OWN_FAULT = new Set([400, 413, 414, 422]);

/** Judges what a client threw by what was noted on the way, never by the words of the provider. */
export function failureOf(error: unknown, errand: Errand): Failure {
  if (errand.signal.aborted) {
    const inTime = Object(errand.signal.reason).name !== 'TimeoutError';
    return { outcome: inTime ? 'cancelled' : 'late', why: 'late', again: 'no', breaks: !inTime, charged: true };
  }
  const failed = errand.refused ? 'refused' : error instanceof CallFailed ? error.outcome : undefined;
  const status = errand.status ?? statusOf(error);
  const cameWhole = status === 200 && errand.gotBytes !== undefined;
  if (failed !== undefined || cameWhole) return { ...UNREADABLE, ...(failed && FAILED[failed]) };
  const afterMs = errand.retryAfterMs ?? USUAL_WAIT_MS;
  if (status === 429 && !errand.exhausted)
    return { outcome: 'limited', why: 'busy', again: { afterMs }, breaks: false, charged: false };
  if (errand.refusesSchema) return { outcome: 'fault', why: 'fault', again: 'at-once', breaks: false, charged: false };
  const isSafe = status === 503 || errand.unsent === true;
  return {
    outcome: 'fault',
    why: 'fault',
    again: isSafe ? { afterMs } : 'no',
    breaks: status === undefined || !ITS_OWN_FAULT.has(status),
    // A fault that the server tells of costs nothing; where it fell silent nobody knows.
    charged: !isSafe && (status === undefined || status === 200),
    ...(status !== undefined && { status }),
  };
}

const UNREADABLE: Failure = { outcome: 'malformed', why: 'malformed', again: 'at-once', breaks: false, charged: true };
const FAILED: Record<CallFailed['outcome'], Partial<Failure>> = {
  malformed: {},
  // The same would come again.
  truncated: { outcome: 'truncated', again: 'no' },
  refused: { outcome: 'refused', again: 'no' },
};

function statusOf(error: unknown): number | undefined {
  const { status } = Object(error) as { status?: unknown };
  return typeof status === 'number' ? status : undefined;
}
