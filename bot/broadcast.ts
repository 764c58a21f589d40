import { setTimeout as pause } from 'node:timers/promises';
import {
  collectPage,
  type DeliveryEnd,
  endFinished,
  listUnfinished,
  markDeliveriesUnsure,
  markDelivering,
  noteSilence,
  saveDeliveries,
  settlePage,
  silenceLeft,
} from '../db/broadcasts.ts';
import { type Database, isDatabaseDown } from '../db/database.ts';
import { grouped } from '../db/grouped.ts';
import { moveSubscription } from '../db/subscriptions.ts';
import type { Channel } from '../handlers/index.ts';
import { type Bulk, createBulk } from './bulk.ts';
import type { Log } from './channel.ts';
import type { Exit } from './exit.ts';
import { faultOf } from './fault.ts';
import { persistently } from './persistent.ts';
import { createUnreachable } from './unreachable.ts';

/** Carries broadcasts to their recipients: collects them, sends within the pace of each channel, and ends them. */
export type Broadcast = {
  /** Something may be due: look now. */
  wake: () => void;
  /** Notes what a crash left uncertain, and goes on where it stopped. */
  start: () => Promise<void>;
  /** Sends nothing more; resolves when nothing is on its way. What is due stays stored. */
  stop: () => Promise<void>;
  /** Resolves when nothing is due or on its way, or when the service wants silence for long. */
  idle: () => Promise<void>;
};

/** Recipients whose rows are written at once: so few that an answer to somebody never waits long for it. */
const PAGE = 500;
/** Between two pages others have the database for so many times as long as a page took. */
const REST = 1;
const LOOK_EVERY_MS = 1_000;
/** Whoever writes to the bot wakes it, and rarely is there a broadcast. */
const LOOK_APART_MS = 200;
/** How often is looked whether nothing is left, by who waits for that. */
const IDLE_APART_MS = 20;
/** How often is looked for requests of a process that ended without a word. */
const LAPSED_EVERY_MS = 30_000;

/**
 * @param exits the channels that are connected; recipients in others wait
 * @param settled called when a broadcast has ended, or the service wants a long pause
 * @param mayLeave asked right before a request leaves; false as long as another process sends
 */
export function createBroadcast({
  db,
  exits,
  log,
  settled = () => {},
  mayLeave = () => true,
}: {
  db: Database;
  exits: Partial<Record<Channel, Exit>>;
  log: Log;
  settled?: () => void;
  mayLeave?: () => boolean;
}): Broadcast {
  let stopped = true;
  let running: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let lastRun = 0;
  let lastLapsed = 0;

  const mark = grouped(async (ids: string[]) => {
    const marked = new Map((await markDelivering(db, ids)).map((one) => [one.id, one]));
    return ids.map((id) => marked.get(id));
  });
  const save = grouped(async (ends: DeliveryEnd[]) => {
    await saveDeliveries(db, ends);
    return ends;
  });
  const unreachable = createUnreachable(db);

  const bulks: Bulk[] = (Object.entries(exits) as [Channel, Exit][]).map(([channel, exit]) =>
    createBulk({
      db,
      channel,
      exit,
      log,
      mark,
      end: (one) =>
        persistently(
          () => save(one),
          () => stopped,
        ),
      gone: async ({ chat, kind }, why) =>
        void (await unreachable({ channel, chat, why, isPerson: kind === 'private' })),
      moved: ({ chat }, to) => moveSubscription(db, channel, chat, to),
      silence: async (seconds) => {
        await noteSilence(db, seconds);
        settled();
      },
      left: () => nudge(),
      mayLeave,
    }),
  );
  const wakeAll = () => {
    for (const bulk of bulks) bulk.wake();
  };

  const nudge = () => {
    if (stopped) return;
    again = true;
    running ??= run().finally(() => {
      running = undefined;
      if (again) nudge();
    });
  };

  async function run(): Promise<void> {
    clearTimeout(timer);
    again = false;
    lastRun = Date.now();
    try {
      await noteLapsed();
      while (!stopped && (await prepare()));
    } catch (error) {
      if (!isDatabaseDown(error)) log.error('broadcast', { fault: faultOf(error) });
    }
    if (!stopped) timer = setTimeout(nudge, LOOK_EVERY_MS).unref();
  }

  /**
   * Writes the next rows of those to whom something is sent, and of those to whom it is not any more; when there are none, ends
   * what is finished. True when there may be more.
   */
  async function prepare(): Promise<boolean> {
    let isMore = false;
    const unfinished = await listUnfinished(db);
    for (const { id, uncollected, over } of unfinished) {
      const began = Date.now();
      if (uncollected) {
        await collectPage(db, id, PAGE);
        if (!over) wakeAll();
      } else if (!over || (await settlePage(db, id, PAGE)) < PAGE) continue;
      isMore = true;
      await pause((Date.now() - began) * REST);
    }
    if (!isMore && unfinished.length > 0 && (await endFinished(db)) > 0) settled();
    return isMore;
  }

  /** A process may have ended while it sent, and this one was there already. */
  async function noteLapsed(): Promise<void> {
    if (Date.now() - lastLapsed < LAPSED_EVERY_MS) return;
    lastLapsed = Date.now();
    const lapsed = await markDeliveriesUnsure(
      db,
      bulks.flatMap((bulk) => bulk.onTheirWay()),
    );
    if (lapsed > 0) log.warn('unsure', { deliveries: lapsed, why: 'no word about them' });
  }

  return {
    wake() {
      wakeAll();
      if (stopped) return;
      clearTimeout(timer);
      timer = setTimeout(nudge, Math.max(0, lastRun + LOOK_APART_MS - Date.now())).unref();
    },
    async start() {
      const unsure = await markDeliveriesUnsure(db);
      if (unsure > 0) log.warn('unsure', { deliveries: unsure, why: 'stopped while sending' });
      const silence = await silenceLeft(db);
      for (const exit of Object.values(exits)) exit.pace.holdBulk(silence * 1_000);
      stopped = false;
      for (const bulk of bulks) bulk.start();
      nudge();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all([running, ...bulks.map((bulk) => bulk.stop())]);
    },
    async idle() {
      // The first calm look may have found something that has ended, or that is to be collected.
      for (let calm = 0; calm < 2 && !stopped; ) {
        nudge();
        while (running) await running;
        const isBusy = (await Promise.all(bulks.map((bulk) => bulk.isBusy()))).includes(true);
        calm = isBusy ? 0 : calm + 1;
        if (!isBusy) continue;
        wakeAll();
        await pause(IDLE_APART_MS);
      }
    },
  };
}
