import type { RefusalParameters } from './refusal.ts';

/** What goes wrong with a call. */
export type Fault =
  /** Answered with this refusal; not executed. */
  | { kind: 'error'; code: number; description: string; parameters?: RefusalParameters }
  /** Executed, and then the connection breaks without an answer. */
  | { kind: 'drop-after' }
  /** The connection breaks; not executed. */
  | { kind: 'drop-before' }
  /** Executed and answered after so long. */
  | { kind: 'delay'; ms: number }
  /** Neither executed nor ever answered. */
  | { kind: 'hang' }
  /** 200 with something that is no JSON; not executed. */
  | { kind: 'garbage' }
  /** 502 with a page of HTML; not executed. */
  | { kind: 'bad-gateway' }
  /** 302 to another address; not executed. */
  | { kind: 'redirect'; to: string }
  /** A download: half of the file; then the connection breaks, the file seems whole, or nothing more comes. */
  | { kind: 'half'; end: 'broken' | 'whole' | 'silent' };

/** What a download is called among the methods; its parameter is `file_path`. */
export const DOWNLOAD = 'file';

/** A call as a fault may look at it. */
export type FaultyCall = { method: string; chat?: number; params: Record<string, unknown> };

/** Misbehaviour that is ordered in advance. The oldest order that fits is used up first. */
export type Faults = {
  /** Strikes the next calls of a method. `*` is any but getUpdates: a waiting poll would use it up by chance. `file`: downloads. */
  next: (method: string, fault: Fault, times?: number) => void;
  /** Strikes the next calls that fit. */
  match: (predicate: (call: FaultyCall) => boolean, fault: Fault, times?: number) => void;
  /** Withdraws what has not struck yet. */
  clear: () => void;
};

export function createFaults(): Faults & { strike: (call: FaultyCall) => Fault | undefined } {
  let orders: { predicate: (call: FaultyCall) => boolean; fault: Fault; left: number }[] = [];

  const match: Faults['match'] = (predicate, fault, times = 1) => {
    orders.push({ predicate, fault, left: times });
  };

  return {
    match,
    next: (method, fault, times) =>
      match((call) => (method === '*' ? call.method !== 'getUpdates' : call.method === method), fault, times),
    clear: () => {
      orders = [];
    },
    strike: (call) => {
      const order = orders.find(({ predicate }) => predicate(call));
      if (!order) return undefined;
      order.left--;
      if (order.left <= 0) orders = orders.filter((other) => other !== order);
      return order.fault;
    },
  };
}
