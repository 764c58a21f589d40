import type { ZodType } from 'zod';
import type { Sound } from './ports.ts';

/** What is sent to a model that writes; `version` names the wording of the prompt. */
export type Prompt = { system: string; user: string; version: string };

/** Why nothing came of a call: a value, not a fault. */
export type Refused = {
  ok: false;
  why: /** Not configured. */
    | 'unset'
    /** Switched off by a person. */
    | 'off'
    /** The budget of the day is spent. */
    | 'budget'
    /** It failed again and again, and is left alone for a while. */
    | 'broken'
    /** Too many wait. */
    | 'busy'
    /** It took too long, or nobody waits for it any more. */
    | 'late'
    /** The provider failed. */
    | 'fault'
    /** It answered nothing that can be read, twice. */
    | 'malformed';
  /** What the server answered where it would not do what it was asked: it is there, and perhaps only this was too much for it. */
  status?: number;
};

/** Models behind one gate: nothing is sent but through here, and everything that is sent is on record. */
export type Models = {
  names: { writer?: string; embedder?: string; listener?: string };
  /** How long one question may take in all. */
  timeLimitMs: number;
  /** Rupiah that may be spent on one day; absent where there is no limit. */
  dailyBudget?: number | undefined;
  /** Why nothing may be sent now; undefined when it may. Asks the database each time, so that a switch works at once everywhere. */
  may: () => Promise<Refused | undefined>;
  /**
   * Has a model fill in `schema`. `judge` looks at what came, and counts what of it was kept, before the call is put on record;
   * `result` is what it gives back.
   */
  write: <T, R>(
    prompt: Prompt,
    schema: ZodType<T>,
    judge: (value: T) => { kept: number; dropped: number; result: R },
    signal: AbortSignal,
  ) => Promise<{ ok: true; result: R } | Refused>;
  /**
   * Vectors in the order of the texts. `model`: another than the configured one, of the same server. `background`: nobody waits for
   * them, so that a busy server is waited for some minutes, each time told to `waits`, in milliseconds.
   */
  embed: (
    texts: string[],
    options: { signal: AbortSignal; model?: string; background?: { waits: (ms: number) => void } },
  ) => Promise<{ ok: true; vectors: number[][] } | Refused>;
  /** What is said in a voice note. */
  listen: (sound: Sound, signal: AbortSignal) => Promise<{ ok: true; text: string } | Refused>;
  /** Whether calls are let through: 'open' means that they are not, for a while. */
  breaker: () => 'closed' | 'half-open' | 'open';
};
