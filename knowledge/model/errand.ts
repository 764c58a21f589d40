import { AsyncLocalStorage } from 'node:async_hooks';

/** What is about to leave: SHA-256 in hex, and how much it is. */
export type Leaving = { hash: string; bytes: number };

/** One request on its way: what it may take along through the clients of others, and what is noted of it where it leaves. */
export type Errand = {
  /** Ends it: the interface for embeddings has no place for one. */
  signal: AbortSignal;
  /** Puts on record what is about to leave. Rejects when it may not. */
  leaving: (sent: Leaving) => Promise<void>;
  /** Nobody was there to take it. */
  unsent?: boolean;
  /** Status of the answer; undefined when none came. */
  status?: number;
  gotBytes?: number;
  /** Milliseconds after which the server wants to be asked again. */
  retryAfterMs?: number;
  /** What the server counted. */
  tokens?: { in: number; out: number };
  /** The model would not answer. */
  refused?: boolean;
  /** The server does not know how to keep to a schema. */
  refusesSchema?: boolean;
  /** What was paid for is used up: waiting does not help. */
  exhausted?: boolean;
};

const underWay = new AsyncLocalStorage<Errand>();

/** Does `work`; every request that it makes belongs to that errand. */
export const onErrand = <T>(errand: Errand, work: () => Promise<T>): Promise<T> => underWay.run(errand, work);

/** The errand that is being done here. */
export const currentErrand = (): Errand | undefined => underWay.getStore();
