import { randomUUID } from 'node:crypto';
import { type Database, isDatabaseDown } from '../db/database.ts';
import { grouped } from '../db/grouped.ts';
import { type Ending, endIncoming, listWaiting, storeIncoming } from '../db/inbox.ts';
import { addLetters, type Letter } from '../db/outbox.ts';
import { type Decision, type Incoming, laneOf, messages, type Place, type Reply } from '../handlers/index.ts';
import type { Log, Receive } from './channel.ts';
import { createFlood, FLOOD_RATE, type FloodRate } from './flood.ts';

/** Stores what came in, then works on it: once each, in order for each person, different people side by side. */
export type Inbox = {
  /** Resolves when it is stored (or was before); rejects when it could not be, and then nothing may be acknowledged. */
  receive: Receive;
  /** Takes up what an earlier process stored and did not finish. */
  resume: () => Promise<void>;
  /** Begins nothing more; resolves when what is being worked on has ended. The rest stays stored. */
  stop: () => Promise<void>;
  /** Resolves when nothing waits or is worked on. */
  idle: () => Promise<void>;
};

/** Longer than any answer may take. After it the person is told, and the next message has its turn. */
const LONGEST_WORK_MS = 60_000;
/** More of one person are not answered one by one: nobody would read it. */
const LONGEST_LANE = 30;
const DATABASE_AGAIN_MS = 1_000;

type Row = { id: string; incoming: Incoming };
type Lane = { waiting: Row[]; working: Promise<void> | undefined; toldToSlowDown: boolean; toldTooMany: boolean };

/**
 * @param handle decides what to do; what it returns runs in one transaction with the end of the work
 * @param typing shows that an answer is on its way, and stops showing it
 * @param sent called when there is something to send
 */
export function createInbox({
  db,
  handle,
  log,
  sent,
  typing = { begin: () => {}, end: () => {} },
  floodRate = FLOOD_RATE,
  longestWorkMs = LONGEST_WORK_MS,
}: {
  db: Database;
  handle: (incoming: Incoming) => Promise<Decision>;
  log: Log;
  sent: () => void;
  typing?: { begin: (place: Place) => void; end: (channel: string, chat: string) => void };
  floodRate?: FloodRate;
  longestWorkMs?: number;
}): Inbox {
  const lanes = new Map<string, Lane>();
  const flood = createFlood(floodRate);
  const stopping = new AbortController();
  let idlers: (() => void)[] = [];

  const store = grouped((all: Incoming[]) =>
    storeIncoming(
      db,
      all.map((incoming) => ({ key: incoming.key, lane: laneOf(incoming), position: incoming.order, incoming })),
    ),
  );

  function enqueue(row: Row): void {
    const name = laneOf(row.incoming);
    const lane = lanes.get(name) ?? { waiting: [], working: undefined, toldToSlowDown: false, toldTooMany: false };
    lanes.set(name, lane);
    // Nearly always the last: deliveries may overtake one another, what a person did first is still worked on first.
    let at = lane.waiting.length;
    while (at > 0 && (lane.waiting[at - 1]?.incoming.order ?? 0) > row.incoming.order) at--;
    lane.waiting.splice(at, 0, row);
    lane.working ??= work(name, lane);
  }

  async function work(name: string, lane: Lane): Promise<void> {
    // What is stored in the same moment shall stand in the lane before its first is taken.
    await Promise.resolve();
    while (!stopping.signal.aborted) {
      const row = lane.waiting.shift();
      if (!row) break;
      await workOn(row, lane, name);
    }
    lane.working = undefined;
    if (lane.waiting.length === 0) lanes.delete(name);
    if (lanes.size === 0) {
      for (const idle of idlers) idle();
      idlers = [];
    }
  }

  async function workOn(row: Row, lane: Lane, name: string): Promise<void> {
    const { incoming } = row;
    const isSuperseded = () => lane.waiting.some((later) => isEditOf(later.incoming, incoming));
    if (isSuperseded()) return await end(row, 'superseded', []);
    if (lane.waiting.length >= LONGEST_LANE) {
      const reply = lane.toldTooMany ? [] : [messages.tooMany()];
      lane.toldTooMany = true;
      return await end(row, 'flooded', reply);
    }
    const wait = flood.take(name);
    if (wait > 0) {
      if (!lane.toldToSlowDown) await say(incoming.place, messages.slowDown(floodRate.secondsEach));
      lane.toldToSlowDown = true;
      if (!(await pause(wait))) return;
    } else {
      lane.toldToSlowDown = false;
      lane.toldTooMany = false;
    }
    if (isAwaited(incoming)) typing.begin(incoming.place);
    try {
      const decision = await inTime(handle(incoming));
      // Changed while it was thought about: the answer to the old words would only confuse.
      if (isSuperseded()) return await end(row, 'superseded', []);
      await finish(row, decision);
    } catch (error) {
      if (stopping.signal.aborted && isDatabaseDown(error)) return;
      if (isDatabaseDown(error)) {
        // Not its fault: it keeps its place and is tried again.
        lane.waiting.unshift(row);
        await pause(DATABASE_AGAIN_MS);
        return;
      }
      const reference = randomUUID().slice(0, 8);
      log.error('handler', { reference, event: incoming.event.kind, key: incoming.key, fault: faultOf(error) });
      await end(row, 'failed', [messages.somethingBroke(reference)], reference);
    }
  }

  /** All that was decided, the letters and the end of the work: together or not at all. */
  async function finish({ id, incoming }: Row, decision: Decision): Promise<void> {
    const said = await db.transaction(async (tx) => {
      if (!(await endIncoming(tx, id, 'done'))) return [];
      const { replies, place = incoming.place } = await decision(tx);
      await addLetters(tx, lettersFor(incoming, place, replies));
      return replies;
    });
    if (said.length > 0) sent();
    else typing.end(incoming.place.channel, incoming.place.chat);
  }

  async function end({ id, incoming }: Row, state: Ending, replies: Reply[], reference?: string): Promise<void> {
    try {
      await db.transaction(async (tx) => {
        if (await endIncoming(tx, id, state, reference))
          await addLetters(tx, lettersFor(incoming, incoming.place, replies));
      });
      sent();
    } catch (error) {
      // It stays stored as waiting: the next start takes it up.
      log.error('inbox', { key: incoming.key, fault: faultOf(error) });
    }
  }

  async function say(place: Place, reply: Reply): Promise<void> {
    await addLetters(db, [{ lane: 0, channel: place.channel, chat: place.chat, place, reply }]).then(sent, (error) =>
      log.error('inbox', { fault: faultOf(error) }),
    );
  }

  async function inTime<T>(working: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${longestWorkMs} ms`)), longestWorkMs);
    });
    try {
      return await Promise.race([working, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** False when the process is stopping meanwhile. */
  function pause(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const stop = () => {
        clearTimeout(timer);
        resolve(false);
      };
      const timer = setTimeout(() => {
        stopping.signal.removeEventListener('abort', stop);
        resolve(!stopping.signal.aborted);
      }, ms);
      stopping.signal.addEventListener('abort', stop, { once: true });
    });
  }

  return {
    async receive(incoming) {
      if (stopping.signal.aborted) throw new Error('The inbox is closed.');
      const id = await store(incoming);
      if (id !== undefined && !stopping.signal.aborted) enqueue({ id, incoming });
    },
    async resume() {
      for (const { id, incoming } of await listWaiting(db)) enqueue({ id, incoming: incoming as Incoming });
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([...lanes.values()].map(({ working }) => working));
    },
    idle: () =>
      new Promise((resolve) => {
        if (lanes.size === 0) resolve();
        else idlers.push(resolve);
      }),
  };
}

function isEditOf(later: Incoming, earlier: Incoming): boolean {
  return (
    later.event.kind === 'text' &&
    later.event.edits !== undefined &&
    earlier.event.kind === 'text' &&
    later.event.edits === (earlier.event.edits ?? earlier.message) &&
    later.place.chat === earlier.place.chat
  );
}

/** Presses have their own sign, and nobody looks at a chat that was just left. */
const isAwaited = ({ event, place }: Incoming) =>
  !place.home && (event.kind === 'text' || event.kind === 'command' || event.kind === 'files');

function lettersFor(incoming: Incoming, place: Place, replies: Reply[]): Letter[] {
  return replies.map((reply) => ({
    lane: 0,
    channel: place.channel,
    chat: place.chat,
    place,
    reply,
    ...(reply.replaces && incoming.message !== undefined && { edits: incoming.message }),
  }));
}

/** What the log may hold of a fault: not the words of people, which an SQL error repeats in its detail. */
function faultOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).slice(0, 2_000) : String(error).slice(0, 200);
}
