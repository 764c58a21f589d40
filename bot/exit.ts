import { type Database, isDatabaseDown } from '../db/database.ts';
import {
  anyDue,
  type DueLetter,
  type Found,
  type LetterEnd,
  listDue,
  nextSought,
  releaseHeld,
  saveFound,
  sentRef,
  type UnsureLetter,
} from '../db/outbox.ts';
import type { Place, Reply } from '../handlers/index.ts';
import type { Delivery, Log, Outgoing, Sighting } from './channel.ts';
import { drawn } from './drawn.ts';
import { faultOf } from './fault.ts';
import { createLookups } from './lookups.ts';
import type { Pace } from './pace.ts';

/** One channel's way out and the pace at which it may be used. */
export type Exit = { out: Outgoing; pace: Pace };

/** How a letter ended that did not arrive, or may not have. */
export type Failure = { state: 'gone' | 'unsure' | 'refused'; why: string };

/** Sends what is due to one channel. A channel that hangs holds up nobody else's. */
export type Sender = {
  wake: () => void;
  start: () => void;
  /** Begins nothing more; resolves when nothing is on its way. */
  stop: () => Promise<void>;
  idle: () => Promise<void>;
};

/** Letters that are prepared or on their way at one time. Enough to use the pace, few enough for a crash to leave little unsure. */
const AT_ONCE = 64;
/** How often is looked without being woken: other processes add letters too. */
const LOOK_EVERY_MS = 1_000;
/** And how soon again: each look walks over what waits, so that one look a letter would be a square of them. */
const LOOK_APART_MS = 20;
/** A service that asks for a pause this long is worth telling. */
const LONG_PAUSE_S = 60;
const LONGEST_BACKOFF_S = 60;
/** An edit of which nobody knows whether it was made is made again after so long, so often. */
const AFTER_UNSURE_EDIT_S = 5;
const MOST_EDITS = 5;
/**
 * When a message that may have arrived is looked for, where the channel can be asked: milliseconds after its request ended.
 * After the last officers decide. Before the first a service may not show yet what it has taken.
 */
export const LOOK_AFTER_MS: readonly number[] = [30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000];

/**
 * @param mark notes that the request of a letter leaves now; false when it is not due any more
 * @param end notes what became of it
 * @param delivered called when a letter has reached its chat or never will
 * @param settled called when something is known of a letter that something waits for, such as one about a ticket
 * @param failed called when it did not arrive, or may not have and nobody can find out
 * @param mayLeave asked right before a request leaves; false as long as another process sends
 */
export function createSender({
  db,
  channel,
  exit: { out, pace },
  log,
  mark,
  end,
  delivered,
  settled,
  failed,
  mayLeave = () => true,
  lookAfterMs = LOOK_AFTER_MS,
}: {
  db: Database;
  channel: string;
  exit: Exit;
  log: Log;
  mark: (id: string) => Promise<boolean>;
  end: (end: LetterEnd) => Promise<void>;
  delivered: (chat: string) => void;
  settled: () => void;
  failed: (letter: DueLetter, failure: Failure) => Promise<void>;
  mayLeave?: () => boolean;
  lookAfterMs?: readonly number[];
}): Sender {
  /** By chat: in each only one, so that messages arrive in order. */
  const onTheirWay = new Map<string, Promise<void>>();
  let stopped = true;
  let looking = false;
  let again = false;
  /** A look is at most LOOK_APART_MS away. */
  let soon = false;
  let lastLook = 0;
  let timer: NodeJS.Timeout | undefined;
  let idlers: (() => void)[] = [];

  const wake = () => {
    if (stopped) return;
    again = true;
    if (!looking) lookWithin(Math.max(0, lastLook + LOOK_APART_MS - Date.now()));
  };

  /** One look is enough for all who woke it. */
  function lookWithin(ms: number): void {
    if (ms === 0) return void look();
    if (soon) return;
    soon = true;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), ms);
  }

  async function look(): Promise<void> {
    looking = true;
    soon = false;
    clearTimeout(timer);
    lastLook = Date.now();
    try {
      while (again && !stopped && onTheirWay.size < AT_ONCE) {
        again = false;
        const most = AT_ONCE - onTheirWay.size;
        const besides = [...pace.taken(), ...pace.cooling().map(({ id }) => id)];
        const lastLane = pace.bulkWaits() > 0 ? 1 : 2;
        const letters = await listDue(db, { channel, most, lastLane, besides });
        // A broadcast may have taken a chat meanwhile.
        for (const letter of letters) if (pace.take(letter.chat)) send(letter);
        if (letters.length === most) again = true;
      }
      if (idlers.length > 0 && onTheirWay.size === 0 && !again && !(await anyDue(db, channel))) {
        for (const idle of idlers) idle();
        idlers = [];
      }
    } catch (error) {
      if (!isDatabaseDown(error)) log.error('outbox', { fault: faultOf(error) });
    } finally {
      looking = false;
      if (!stopped) {
        if (again && onTheirWay.size < AT_ONCE) wake();
        if (!soon && !looking) timer = setTimeout(wake, soonest());
      }
    }
  }

  /** Until the next chat may be sent to, at most LOOK_EVERY_MS. */
  function soonest(): number {
    const wait = Math.min(LOOK_EVERY_MS, ...pace.cooling().map(({ ms }) => ms));
    return Math.max(wait, 5);
  }

  function send(letter: DueLetter): void {
    const work = deliver(letter)
      .catch((error) => {
        log.error('outbox', { letter: letter.id, fault: faultOf(error) });
        // What is still due would be taken up at once, and again, and again.
        return new Promise<void>((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      })
      .finally(() => {
        onTheirWay.delete(letter.chat);
        pace.letGo(letter.chat);
        if (isAwaited(letter)) settled();
        wake();
      });
    onTheirWay.set(letter.chat, work);
  }

  /** Sends the next message of a letter: the first, or of a long one the one after those that were sent. */
  async function deliver(letter: DueLetter): Promise<void> {
    const place = await placeOf(letter);
    const parts = partsOf(letter);
    if (parts.length === 0) {
      if (await mark(letter.id)) await settle(letter, 1, { kind: 'refused', why: 'cannot be drawn' });
      return;
    }
    const edited = letter.part > 0 ? undefined : await editedBy(letter);
    let outcome = await request(edited);
    if (outcome?.kind === 'unknown-message') outcome = await request(undefined, true);
    // Where nobody can look: in a chat of one's own the same edit twice does no harm, as a message twice would.
    else if (outcome?.kind === 'unsure' && edited !== undefined && !out.find && letter.attempts < MOST_EDITS)
      outcome = { kind: 'retry', after: AFTER_UNSURE_EDIT_S, why: outcome.why, limited: false };
    if (outcome) await settle(letter, parts.length, outcome, canFind(letter, place, parts[letter.part]));
    // It was not due any more; perhaps it was withheld, and an officer shall have what it answers.
    else settled();

    /** Undefined when the letter is not due any more. `repeated`: it is already marked as being sent. */
    async function request(edits: string | undefined, repeated = false): Promise<Delivery | undefined> {
      const chat = { id: letter.chat, group: place.audience === 'group' };
      const ready = async () => repeated || (!stopped && mayLeave() && !isHeldBack(letter) && (await mark(letter.id)));
      return await pace.turn(letter.lane, chat, ready, async () => {
        if (!mayLeave()) return { kind: 'retry', after: 0, why: 'another process sends', limited: false };
        try {
          // An officer lets it go once more, and by now it may show that it had arrived.
          const seen = letter.asked_at && (await sighting(letter, place, parts[letter.part]));
          if (seen?.kind === 'found') return { kind: 'sent', ref: seen.ref };
          return await out.send(place, parts[letter.part], edits, markOf(letter));
        } catch (error) {
          // A fault of ours, after which nobody knows whether the request had left.
          log.error('outbox', { letter: letter.id, fault: faultOf(error) });
          return { kind: 'unsure', why: 'fault while sending' };
        }
      });
    }
  }

  /** @param findable whether the message can be looked for */
  async function settle(letter: DueLetter, parts: number, result: Delivery, findable = false): Promise<void> {
    const { id, part, refs } = letter;
    const doubtful = letter.asked_at !== null;
    switch (result.kind) {
      case 'sent': {
        const more = part + 1 < parts;
        await end({ id, state: more ? 'due' : 'sent', part: part + 1, refs: [...refs, result.ref] });
        if (!more) await ended(letter);
        return;
      }
      case 'moved':
        return await end({ id, part, refs, state: 'due', movedTo: result.to, after: 0, doubtful });
      case 'retry': {
        const { after, why, limited } = result;
        if (limited) pauseBulk(after);
        const wait = limited ? after : Math.max(after, Math.min(LONGEST_BACKOFF_S, 2 ** letter.attempts));
        return await end({ id, part, refs, state: 'due', after: wait, why, doubtful });
      }
      case 'unsure': {
        const { why } = result;
        const [first] = lookAfterMs;
        if (!findable || first === undefined) {
          await end({ id, part, refs, state: 'unsure', why, doubtful: true });
          await ended(letter);
          return await failed(letter, { state: 'unsure', why });
        }
        log.info('unsure', { letter: id, channel, why, lookInMs: first });
        await end({ id, part, refs, state: 'unsure', why, doubtful: true, lookAfter: first / 1000 });
        return delivered(letter.chat);
      }
      case 'gone':
      case 'refused':
      case 'unknown-message': {
        const state = result.kind === 'unknown-message' ? 'refused' : result.kind;
        const why = result.kind === 'unknown-message' ? result.kind : result.why;
        await end({ id, part, refs, state, why });
        await ended(letter);
        await failed(letter, { state, why });
      }
    }
  }

  /** No more of it is sent by itself. What belongs in its thread, or edits it, has waited for it. */
  async function ended({ subject, chat }: DueLetter): Promise<void> {
    if (subject !== null) await releaseHeld(db);
    delivered(chat);
  }

  const lookups = createLookups({
    next: () => nextSought(db, channel),
    lookFor,
    failed: (error) => {
      if (!isDatabaseDown(error)) log.error('outbox', { fault: faultOf(error) });
    },
  });

  /** Looks for a letter that may have arrived, once. */
  async function lookFor(letter: UnsureLetter): Promise<void> {
    const { id, looks, part, why } = letter;
    const place = await placeOf(letter);
    const parts = partsOf(letter);
    const seen = await sighting(letter, place, parts[part]);
    const after = seen.kind === 'unknown' && canFind(letter, place, parts[part]) ? secondsAfter(looks) : undefined;
    const isNoted = await saveFound(db, letter, foundOf(seen, part + 1 < parts.length, after));
    log.info('looked for', { letter: id, channel, ...seen, isNoted });
    if (!isNoted || after !== undefined) return;
    await ended(letter);
    if (seen.kind === 'unknown') await failed(letter, { state: 'unsure', why });
    if (isAwaited(letter)) settled();
    wake();
  }

  /** Until the next look after so many in vain, and one more; undefined when that was the last. */
  function secondsAfter(looks: number): number | undefined {
    const [last = 0, next] = lookAfterMs.slice(looks);
    return next === undefined ? undefined : (next - last) / 1000;
  }

  /** What the channel shows of the next message of a letter. */
  async function sighting(letter: DueLetter, place: Place, message: unknown): Promise<Sighting> {
    if (!letter.asked_at || !canFind(letter, place, message) || !out.find)
      return { kind: 'unknown', why: 'leaves no trace' };
    try {
      return await out.find(place, markOf(letter), letter.asked_at.getTime());
    } catch (error) {
      log.error('outbox', { letter: letter.id, fault: faultOf(error) });
      return { kind: 'unknown', why: 'fault while looking' };
    }
  }

  /** An edit bears no mark. Made again, it would undo a later one of the same message, unless their subject keeps the order. */
  const canFind = ({ edits }: DueLetter, place: Place, message: unknown): boolean =>
    edits === null && message !== undefined && out.findable?.(place, message) === true;

  /** The messages it takes. None when it cannot be drawn: that would not change, and it would hold up its chat for ever. */
  function partsOf({ id, reply }: DueLetter): unknown[] {
    try {
      return drawn(out, reply as Reply);
    } catch (error) {
      log.error('outbox', { letter: id, fault: faultOf(error) });
      return [];
    }
  }

  /** Where it goes: in the thread of its root, wherever that was sent. */
  async function placeOf({ place, under, chat }: DueLetter): Promise<Place> {
    const thread = under === null ? undefined : await sentRef(db, channel, chat, under);
    return thread === undefined ? (place as Place) : { ...(place as Place), thread };
  }

  async function editedBy({ edits, subject, chat }: DueLetter): Promise<string | undefined> {
    if (edits !== null) return edits;
    return subject === null ? undefined : await sentRef(db, channel, chat, subject);
  }

  const isHeldBack = ({ lane }: DueLetter): boolean => lane === 2 && pace.bulkWaits() > 0;

  function pauseBulk(seconds: number): void {
    pace.holdBulk(seconds * 1000);
    if (seconds >= LONG_PAUSE_S) log.warn('paused', { channel, seconds });
  }

  return {
    wake,
    start() {
      stopped = false;
      wake();
      if (out.find) lookups.start();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.allSettled([...onTheirWay.values(), lookups.stop()]);
    },
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        wake();
      }),
  };
}

/** Whether something waits for it: the card of a ticket or of an announcement, or what is told about a ticket. */
const isAwaited = ({ ticket, subject }: DueLetter): boolean => ticket !== null || subject !== null;

/** What a message of a letter is found by: the letter, and which of its messages. */
const markOf = ({ id, part }: DueLetter): string => `${id}:${part}`;

/** @param more whether the letter has further messages; `after` seconds until it is looked for again */
function foundOf(seen: Sighting, more: boolean, after: number | undefined): Found {
  if (seen.kind === 'found') return { ...seen, more };
  return seen.kind === 'absent' ? seen : { kind: 'unseen', ...(after !== undefined && { after }) };
}
