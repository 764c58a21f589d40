import { randomUUID } from 'node:crypto';
import { type Database, isDatabaseDown } from '../db/database.ts';
import { grouped } from '../db/grouped.ts';
import { type Ending, endIncoming, listWaiting, storeIncoming } from '../db/inbox.ts';
import { addLetters, type Letter } from '../db/outbox.ts';
import {
  BrokenOff,
  type Deadline,
  type Decision,
  type Event,
  type Incoming,
  laneOf,
  messages,
  type Place,
  type Reply,
} from '../handlers/index.ts';
import type { Log, Receive } from './channel.ts';
import { graceBefore, type Running, startDeadline } from './deadline.ts';
import { faultOf } from './fault.ts';
import { createFlood, FLOOD_RATE, type FloodRate } from './flood.ts';

/** Stores what came in, then works on it: once each, in order for each person, different people side by side. */
export type Inbox = {
  /** Resolves when it is stored (or was before); rejects when it could not be, and then nothing may be acknowledged. */
  receive: Receive;
  /** Takes up what an earlier process stored and did not finish. */
  resume: () => Promise<void>;
  /** Another process may have stored something: take it up. */
  wake: () => void;
  /** Begins nothing more; resolves when what is being worked on has ended. The rest stays stored. */
  stop: () => Promise<void>;
  /** Resolves when nothing waits or is worked on. */
  idle: () => Promise<void>;
};

/** So much longer than an answer may take is no work: the person is told, and the next message has its turn. */
const LONGEST_WORK_MS = 40_000;
/** Within this an answer is given as it can be by then, where nothing else is said. */
const ANSWER_WITHIN_MS = 20_000;
/** What an earlier process left has this much at least, however long ago it came. */
const LEFT_MS = 5_000;
/** More of one person are not answered one by one: nobody would read it. */
const LONGEST_LANE = 30;
const DATABASE_AGAIN_MS = 1_000;

type Row = {
  id: string;
  incoming: Incoming;
  /** When it came to this process, in milliseconds since 1970. */
  since: number;
  /** When its answer is due, in milliseconds since 1970. */
  due: number;
  /** It has had its pause: a failing database must not make it pause again. */
  paused: boolean;
};
type Lane = {
  waiting: Row[];
  working: Promise<void> | undefined;
  album: string | undefined;
  /** What is thought about now. */
  current?: { row: Row; deadline: Running } | undefined;
};

/**
 * @param handle decides what to do; what it returns runs in one transaction with the end of the work
 * @param typing shows that an answer is on its way: while it is thought about, then until `end` or its arrival
 * @param sent called when there is something to send, with the kind of what was worked on
 * @param answerWithinMs from when something came to when its answer is due
 * @param door where it is stored, when several processes do that and one of them works on it: `db` is then only for the work
 */
export function createInbox({
  db,
  handle,
  log,
  sent,
  door = { db, name: undefined, works: () => true },
  typing = { begin: () => {}, decided: () => {}, end: () => {} },
  floodRate = FLOOD_RATE,
  answerWithinMs = ANSWER_WITHIN_MS,
  longestWorkMs = answerWithinMs + LONGEST_WORK_MS,
}: {
  db: Database;
  handle: (incoming: Incoming, deadline: Deadline) => Promise<Decision>;
  log: Log;
  sent: (kind?: Event['kind']) => void;
  door?: { db: Database; name: string | undefined; works: () => boolean };
  typing?: {
    begin: (place: Place) => void;
    decided: (place: Place) => void;
    end: (channel: string, chat: string) => void;
  };
  floodRate?: FloodRate;
  answerWithinMs?: number;
  longestWorkMs?: number;
}): Inbox {
  const lanes = new Map<string, Lane>();
  /** What stands in a lane, is worked on, or could not be ended and is left to the next start. */
  const inHand = new Set<string>();
  const flood = createFlood(floodRate);
  const stopping = new AbortController();
  let idlers: (() => void)[] = [];

  const store = grouped((all: Incoming[]) =>
    storeIncoming(
      door.db,
      all.map((incoming) => ({ key: incoming.key, lane: laneOf(incoming), position: incoming.order, incoming })),
      door.name,
    ),
  );
  const finishTogether = grouped(finishAll);

  function enqueue(row: Row): void {
    // Told of by another process, or found when taking over, while it was being stored here.
    if (inHand.has(row.id)) return;
    inHand.add(row.id);
    const name = laneOf(row.incoming);
    const lane = lanes.get(name) ?? { waiting: [], working: undefined, album: undefined };
    lanes.set(name, lane);
    // Nearly always the last: deliveries may overtake one another, what a person did first is still worked on first.
    let at = lane.waiting.length;
    while (at > 0 && (lane.waiting[at - 1]?.incoming.order ?? 0) > row.incoming.order) at--;
    lane.waiting.splice(at, 0, row);
    hurry(lane);
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
    if (lane.waiting.length >= LONGEST_LANE)
      return await end(row, 'flooded', flood.saysFirst(name, 'too many') ? [messages.tooMany()] : []);
    const wait = row.paused ? 0 : flood.take(name, tokensOf(incoming, lane));
    row.paused = true;
    if (wait > 0) {
      if (flood.saysFirst(name, 'slow down')) await say(incoming.place, messages.slowDown(floodRate.secondsEach));
      if (!(await pause(wait))) return;
    }
    try {
      const decision = await think(row, lane);
      // Changed while it was thought about: the answer to the old words would only confuse.
      if (isSuperseded()) return await end(row, 'superseded', []);
      await finish(row, decision);
    } catch (error) {
      if (stopping.signal.aborted && (error instanceof BrokenOff || isDatabaseDown(error))) return;
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

  async function think(row: Row, lane: Lane): Promise<Decision> {
    const { incoming } = row;
    const deadline = startDeadline(row.due - Date.now());
    lane.current = { row, deadline };
    hurry(lane);
    if (isAwaited(incoming)) typing.begin(incoming.place);
    try {
      return await inTime(handle(incoming, deadline));
    } finally {
      deadline.end();
      lane.current = undefined;
      if (isAwaited(incoming)) typing.decided(incoming.place);
    }
  }

  /** Who waits for something later need not wait for the best answer to what came before. */
  function hurry({ waiting, current }: Lane): void {
    if (!current) return;
    for (const { incoming } of waiting) {
      const grace = isEditOf(incoming, current.row.incoming) ? 0 : graceBefore(incoming);
      if (grace !== undefined) current.deadline.hurry(grace);
    }
  }

  async function finish(row: Row, decision: Decision): Promise<void> {
    const work = { row, decision };
    const letters = decision.together ? await finishTogether(work) : ((await finishAll([work]))[0] ?? 0);
    inHand.delete(row.id);
    if (letters === 0) typing.end(row.incoming.place.channel, row.incoming.place.chat);
    // Also what answers nobody may have left something to send or to fetch.
    sent(row.incoming.event.kind);
  }

  /** All that was decided, the letters and the end of the work: together or not at all. Gives the number of letters of each. */
  async function finishAll(works: { row: Row; decision: Decision }[]): Promise<number[]> {
    return await db.transaction(async (tx) => {
      const ended = await endIncoming(
        tx,
        works.map(({ row }) => row.id),
        'done',
      );
      const letters = await Promise.all(
        works.map(async ({ row, decision }) => {
          if (!ended.has(row.id)) return [];
          const { replies, place = row.incoming.place, ...about } = await decision(tx);
          return lettersFor(row, place, replies, about);
        }),
      );
      await addLetters(tx, letters.flat());
      return letters.map(({ length }) => length);
    });
  }

  async function end(row: Row, state: Ending, replies: Reply[], reference?: string): Promise<void> {
    const { id, incoming } = row;
    for (;;) {
      try {
        await db.transaction(async (tx) => {
          if ((await endIncoming(tx, [id], state, reference)).has(id))
            await addLetters(tx, lettersFor(row, incoming.place, replies));
        });
        inHand.delete(id);
        return sent();
      } catch (error) {
        if (!isDatabaseDown(error)) return log.error('inbox', { key: incoming.key, fault: faultOf(error) });
        // It stays stored as waiting; when the process stops meanwhile, the next start takes it up.
        if (!(await pause(DATABASE_AGAIN_MS))) return;
      }
    }
  }

  async function say(place: Place, reply: Reply): Promise<void> {
    await addLetters(db, [{ lane: 0, channel: place.channel, chat: place.chat, place, reply }]).then(
      () => sent(),
      (error) => log.error('inbox', { fault: faultOf(error) }),
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
    if (stopping.signal.aborted) return Promise.resolve(false);
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

  /** @param since when it came to this process; undefined when an earlier one left it */
  async function takeUp(since?: number): Promise<void> {
    const now = Date.now();
    for (const { id, incoming: stored } of await listWaiting(db, [...inHand])) {
      const incoming = stored as Incoming;
      const due = Math.max((since ?? Math.min(incoming.at, now)) + answerWithinMs, now + LEFT_MS);
      enqueue({ id, incoming, since: since ?? 0, due, paused: false });
    }
  }

  let looking: Promise<void> = Promise.resolve();
  let soon: Promise<void> | undefined;
  /** Looks once more when a look is under way: it may have missed what this is about. */
  function wake(): void {
    soon ??= looking.then(async () => {
      soon = undefined;
      if (stopping.signal.aborted) return;
      try {
        await takeUp(Date.now());
      } catch (error) {
        if (!isDatabaseDown(error)) log.error('inbox', { fault: faultOf(error) });
        if (await pause(DATABASE_AGAIN_MS)) wake();
      }
    });
    looking = soon;
  }

  return {
    async receive(incoming) {
      if (stopping.signal.aborted) throw new Error('The inbox is closed.');
      const since = Date.now();
      const id = await store(incoming);
      if (id !== undefined && door.works() && !stopping.signal.aborted)
        enqueue({ id, incoming, since, due: since + answerWithinMs, paused: false });
    },
    resume: () => takeUp(),
    wake,
    async stop() {
      stopping.abort();
      for (const { current } of lanes.values()) current?.deadline.pass();
      await Promise.allSettled([...lanes.values()].map(({ working }) => working));
    },
    idle: () =>
      new Promise((resolve) => {
        if (lanes.size === 0) resolve();
        else idlers.push(resolve);
      }),
  };
}

/** Words, a question behind /tanya or words beside a picture that were changed by a later message. */
function isEditOf({ event, place }: Incoming, earlier: Incoming): boolean {
  if (event.kind !== 'text' || event.edits === undefined || place.chat !== earlier.place.chat) return false;
  const said = earlier.event;
  if (said.kind === 'text') return event.edits === (said.edits ?? earlier.message);
  const asks =
    (said.kind === 'command' && said.name === 'tanya') || (said.kind === 'files' && said.caption !== undefined);
  return asks && event.edits === earlier.message;
}

/** What came by itself costs nothing, what was sent together costs once, a press is quickly done. */
function tokensOf({ event, place, overheard }: Incoming, lane: Lane): number {
  const album = 'album' in event ? event.album : undefined;
  const isLater = album !== undefined && album === lane.album;
  lane.album = album;
  if (isLater) return 0;
  // Whoever works in Slack may be quick; what they typed into a form must not be dropped.
  if (place.channel === 'slack' && (event.kind === 'form' || event.kind === 'press' || overheard)) return 0;
  switch (event.kind) {
    case 'text':
    case 'command':
    case 'form':
    case 'files':
    case 'voice':
    case 'unreadable':
      return 1;
    case 'press':
    case 'outdated':
      return 0.25;
    default:
      return 0;
  }
}

/** Presses have their own sign, and nobody looks at a chat that was just left. */
const isAwaited = ({ event, place }: Incoming) => !place.home && AWAITED.has(event.kind);
const AWAITED = new Set<Event['kind']>(['text', 'command', 'files', 'voice']);

/** A reply that comes late names what it answers: meanwhile other things were said. */
const LATE_MS = 4_000;

function lettersFor(
  { incoming, since }: Row,
  place: Place,
  replies: Reply[],
  about: Pick<Letter, 'unlessAttended' | 'confidential'> = {},
): Letter[] {
  const isLate = Date.now() - since > LATE_MS && incoming.event.kind !== 'press' && incoming.message !== undefined;
  const answered =
    isLate && place.channel === 'telegram' && place.thread === undefined
      ? { ...place, thread: incoming.message }
      : place;
  return replies.map((reply) => ({
    lane: 0,
    channel: place.channel,
    chat: queueOf(place),
    place: answered,
    reply,
    ...(reply.replaces && incoming.message !== undefined && { edits: incoming.message }),
    ...about,
  }));
}

/** Letters of one queue go out in order. What one person alone reads in a channel does not hold up what all read there. */
const queueOf = ({ chat, onlyFor }: Place): string => (onlyFor === undefined ? chat : `${chat}@${onlyFor}`);
