import {
  anyDueDelivery,
  type DeliveryEnd,
  type DueDelivery,
  listDueDeliveries,
  readBroadcast,
  type Threaded,
} from '../db/broadcasts.ts';
import { type Database, isDatabaseDown } from '../db/database.ts';
import type { Channel, Place, Reply } from '../handlers/index.ts';
import type { Delivery, Log } from './channel.ts';
import { drawn } from './drawn.ts';
import type { Exit } from './exit.ts';
import { faultOf } from './fault.ts';

/** Sends what broadcasts have for one channel: behind the letters of the outbox, within the same pace. */
export type Bulk = {
  wake: () => void;
  start: () => void;
  /** Begins nothing more; resolves when nothing is on its way. */
  stop: () => Promise<void>;
  /** Whether something is on its way, or due before long: while the service wants a long silence nothing is. */
  isBusy: () => Promise<boolean>;
  /** The deliveries that are prepared or on their way. */
  onTheirWay: () => string[];
};

/** Recipients that are prepared or on their way at one time: enough for a slow service. What only waits is not marked yet. */
const AT_ONCE = 64;
/** So few are left when the next are fetched. */
const FEW = AT_ONCE / 2;
/** How often is looked without being woken: a retry may be due, a pause may be over, another process may have added something. */
const LOOK_EVERY_MS = 1_000;
/** Whoever writes to the bot wakes it too, and rarely is there a broadcast. */
const LOOK_APART_MS = 200;
/** A service that asks for a pause this long is worth telling. */
const LONG_PAUSE_S = 60;
/** An edit of which nobody knows whether it was made is made again after so long, so often: it does no harm twice. */
const AFTER_UNSURE_EDIT_S = 5;
const MOST_EDITS = 5;
/** More texts than ever run at one time. */
const MOST_TEXTS = 8;

/** What a broadcast says in this channel; without a message it cannot be said here. */
type Text = { message?: unknown; edits: boolean };

/**
 * @param mark notes that the request to a recipient leaves now; undefined when nothing is to be sent there any more
 * @param end notes what became of it
 * @param gone called with who cannot be reached any more
 * @param moved called when a chat lives on under another id
 * @param silence called when the service wants a long pause, in seconds
 * @param left called when nothing is left to do for now
 * @param mayLeave asked right before a request leaves; false as long as another process sends
 */
export function createBulk({
  db,
  channel,
  exit: { out, pace },
  log,
  mark,
  end,
  gone,
  moved,
  silence,
  left,
  mayLeave,
}: {
  db: Database;
  channel: Channel;
  exit: Exit;
  log: Log;
  mark: (id: string) => Promise<Threaded | undefined>;
  end: (end: DeliveryEnd) => Promise<void>;
  gone: (delivery: DueDelivery, why: string) => Promise<void>;
  moved: (delivery: DueDelivery, to: string) => Promise<void>;
  silence: (seconds: number) => Promise<void>;
  left: () => void;
  mayLeave: () => boolean;
}): Bulk {
  /** By chat: what is prepared, waits for its turn, or is on its way. */
  const underway = new Map<string, { id: string; work: Promise<void> }>();
  /** The chats whose turn has come. */
  const leaving = new Set<string>();
  const texts = new Map<number, Promise<Text>>();
  /** The broadcasts of which the service refused a message. */
  const refused = new Set<number>();
  let stopped = true;
  let looking = false;
  let again = false;
  /** The last look found as many as it asked for. */
  let more = false;
  let lastLook = 0;
  let timer: NodeJS.Timeout | undefined;

  const wake = () => {
    if (stopped) return;
    again = true;
    if (!looking) lookIn(Math.max(0, lastLook + LOOK_APART_MS - Date.now()));
  };

  function lookIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), ms);
  }

  async function look(): Promise<void> {
    if (looking || stopped) return;
    looking = true;
    clearTimeout(timer);
    again = false;
    lastLook = Date.now();
    try {
      if (underway.size <= FEW) await fetchMore();
    } catch (error) {
      more = false;
      if (!isDatabaseDown(error)) log.error('broadcast', { fault: faultOf(error) });
    } finally {
      looking = false;
      if (isShort()) void look();
      else if (again) wake();
      else if (!stopped) lookIn(LOOK_EVERY_MS);
    }
  }

  const isShort = () => more && underway.size <= FEW;

  async function fetchMore(): Promise<void> {
    const most = AT_ONCE - underway.size;
    const found = await listDueDeliveries(db, {
      channel,
      most,
      bulk: pace.bulkWaits() === 0,
      besides: [...underway.keys(), ...pace.taken(), ...pace.cooling().map(({ id }) => id)],
    });
    more = found.length === most;
    // Two broadcasts may have the same chat.
    for (const delivery of found) if (!stopped && !underway.has(delivery.chat)) send(delivery);
  }

  function send(delivery: DueDelivery): void {
    const work = deliver(delivery)
      .catch((error) => {
        if (!isDatabaseDown(error)) log.error('broadcast', { delivery: delivery.id, fault: faultOf(error) });
        // What is still due would be taken up at once, and again, and again.
        return new Promise<void>((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      })
      .finally(() => {
        underway.delete(delivery.chat);
        if (isShort()) void look();
        else if (underway.size === 0) {
          wake();
          left();
        }
      });
    underway.set(delivery.chat, { id: delivery.id, work });
  }

  async function deliver(delivery: DueDelivery): Promise<void> {
    const { chat, kind, late } = delivery;
    const { message, edits } = await textOf(delivery.broadcast);
    let threaded: Threaded | undefined;
    const ready = async () => {
      const isHeldBack = !late && pace.bulkWaits() > 0;
      if (stopped || !mayLeave() || isHeldBack || !pace.take(chat)) return false;
      leaving.add(chat);
      threaded = await mark(delivery.id);
      return threaded !== undefined;
    };
    const request = (isReady: () => Promise<boolean>, isNew: boolean) =>
      pace.turn(late ? 1 : 2, { id: chat, group: kind !== 'private' }, isReady, async (): Promise<Delivery> => {
        if (!mayLeave()) return { kind: 'retry', after: 0, why: 'another process sends', limited: false };
        if (message === undefined) return { kind: 'refused', why: 'is not one message' };
        const edited = edits && !isNew ? threaded?.last : undefined;
        try {
          return await out.send(placeOf(delivery, threaded), message, edited ?? undefined);
        } catch (error) {
          // A fault of ours, after which nobody knows whether the request had left.
          log.error('broadcast', { delivery: delivery.id, fault: faultOf(error) });
          return { kind: 'unsure', why: 'fault while sending' };
        }
      });
    try {
      let outcome = await request(ready, false);
      if (outcome?.kind === 'unknown-message') outcome = await request(async () => true, true);
      if (outcome && threaded) await settle(delivery, outcome, isEditOnce(edits, threaded));
    } finally {
      if (leaving.delete(chat)) pace.letGo(chat);
    }
  }

  /** @param isRepeatable it may be made again though it may have been taken */
  async function settle(delivery: DueDelivery, outcome: Delivery, isRepeatable: boolean): Promise<void> {
    const { id } = delivery;
    switch (outcome.kind) {
      case 'sent':
        return await end({ id, state: 'sent', ref: outcome.ref });
      case 'moved':
        await end({ id, state: 'due', after: 0, movedTo: outcome.to });
        return await moved(delivery, outcome.to);
      case 'retry':
        hold(outcome);
        await end({ id, state: 'due', after: outcome.after, why: outcome.why });
        if (outcome.limited && outcome.after >= LONG_PAUSE_S) await silence(outcome.after);
        return;
      case 'unsure':
        if (isRepeatable) return await end({ id, state: 'due', after: AFTER_UNSURE_EDIT_S, why: outcome.why });
        return await end({ id, state: 'unsure', why: outcome.why });
      case 'gone':
        await end({ id, state: 'gone', why: outcome.why });
        return await gone(delivery, outcome.why);
      case 'refused':
      case 'unknown-message': {
        const why = outcome.kind === 'refused' ? outcome.why : outcome.kind;
        // It may be the same for thousands; the rows tell of each.
        if (!refused.has(delivery.broadcast)) log.error('refused', { delivery: id, channel, why });
        refused.add(delivery.broadcast);
        return await end({ id, state: 'refused', why });
      }
    }
  }

  /** What keeps one from being sent keeps all: the service cannot be reached, or wants a pause. */
  function hold({ after, why }: Extract<Delivery, { kind: 'retry' }>): void {
    if (pace.bulkWaits() === 0 && after > 0) log.warn('bulk waits', { channel, seconds: after, why });
    pace.holdBulk(after * 1_000);
  }

  function textOf(broadcast: number): Promise<Text> {
    if (texts.size >= MOST_TEXTS && !texts.has(broadcast)) texts.clear();
    const known = texts.get(broadcast) ?? draw(broadcast);
    texts.set(broadcast, known);
    known.catch(() => texts.delete(broadcast));
    return known;
  }

  /** Drawn once for all. More than one message has no row to be noted in. */
  async function draw(broadcast: number): Promise<Text> {
    const stored = await readBroadcast(db, broadcast);
    const edits = stored?.edits ?? false;
    try {
      const parts = drawn(out, stored?.reply as Reply);
      if (parts.length === 1) return { message: parts[0], edits };
      log.error('broadcast', { broadcast, channel, messages: parts.length });
    } catch (error) {
      log.error('broadcast', { broadcast, channel, fault: faultOf(error) });
    }
    return { edits };
  }

  return {
    wake,
    start() {
      stopped = false;
      wake();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      // What still waits for its turn will not be ready for it.
      await Promise.allSettled([...leaving].map((chat) => underway.get(chat)?.work));
    },
    isBusy: async () =>
      underway.size > 0 || (await anyDueDelivery(db, channel, pace.bulkWaits() < LONG_PAUSE_S * 1_000)),
    onTheirWay: () => [...underway.values()].map(({ id }) => id),
  };
}

/** It answers the first message of its thread in the chat. */
function placeOf({ channel, chat, kind }: DueDelivery, threaded: Threaded | undefined): Place {
  return {
    channel: channel as Channel,
    chat,
    audience: kind === 'private' ? 'private' : 'group',
    ...(kind === 'channel' && { broadcast: true }),
    ...(threaded?.first && { thread: threaded.first }),
  };
}

const isEditOnce = (edits: boolean, { last, attempts }: Threaded): boolean =>
  edits && last !== null && attempts < MOST_EDITS;
