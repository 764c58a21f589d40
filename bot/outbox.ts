import { type Database, isDatabaseDown } from '../db/database.ts';
import { grouped } from '../db/grouped.ts';
import {
  addLetters,
  type DueLetter,
  type LetterEnd,
  listDue,
  markSending,
  markUnsure,
  nextDue,
  saveEnds,
  sentRef,
} from '../db/outbox.ts';
import { saveReachable } from '../db/people.ts';
import { type Channel, messages, type Place, type Reply } from '../handlers/index.ts';
import type { Delivery, Log, Outgoing } from './channel.ts';
import type { Pace } from './pace.ts';

/** One channel's way out and the pace at which it may be used. */
export type Exit = { out: Outgoing; pace: Pace };

/** Sends what is due, in order of lane and age, within the pace of each channel. */
export type Outbox = {
  /** Something may be due: look now. */
  wake: () => void;
  /** Notes what a crash left uncertain, and begins. */
  start: () => Promise<void>;
  /** Sends nothing more; resolves when nothing is on its way. What is due stays stored. */
  stop: () => Promise<void>;
  /** Resolves when nothing is due or on its way. */
  idle: () => Promise<void>;
};

/** Letters that are prepared or on their way at one time. Enough to use the pace, few enough for a crash to leave little unsure. */
const AT_ONCE = 64;
/** How often is looked without being woken: other processes add letters too. */
const LOOK_EVERY_MS = 1_000;
/** A service that asks for a pause this long is worth telling. */
const LONG_PAUSE_S = 60;
const LONGEST_BACKOFF_S = 60;

/**
 * @param exits the channels that are connected; letters to others wait
 * @param delivered called when a letter has reached its chat or never will
 */
export function createOutbox({
  db,
  exits,
  log,
  delivered = () => {},
  now = Date.now,
}: {
  db: Database;
  exits: Partial<Record<Channel, Exit>>;
  log: Log;
  delivered?: (channel: Channel, chat: string) => void;
  now?: () => number;
}): Outbox {
  const onTheirWay = new Map<string, Promise<void>>();
  /** Bulk waits until then, in milliseconds since 1970, because a service asked for a pause. */
  const bulkWaitsUntil: Partial<Record<Channel, number>> = {};
  let stopped = true;
  let looking = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let idlers: (() => void)[] = [];

  const marked = grouped(async (ids: string[]) => {
    const still = await markSending(db, ids);
    return ids.map((id) => still.has(id));
  });
  const saved = grouped(async (ends: LetterEnd[]) => {
    await saveEnds(db, ends);
    return ends;
  });
  /** What was sent must be written down, even if the database is away just now: else a restart would call it unsure. */
  async function ended(end: LetterEnd): Promise<void> {
    for (;;) {
      try {
        await saved(end);
        return;
      } catch (error) {
        if (stopped || !isDatabaseDown(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    }
  }

  const wake = () => {
    if (stopped) return;
    again = true;
    if (!looking) void look();
  };

  async function look(): Promise<void> {
    looking = true;
    clearTimeout(timer);
    let waiting = false;
    try {
      while (again && !stopped) {
        again = false;
        const free = AT_ONCE - onTheirWay.size;
        if (free <= 0) break;
        const letters = await listDue(db, free, bulkIsPaused() ? 1 : 2, busyChats());
        for (const letter of letters) send(letter);
        if (letters.length === free) again = true;
        waiting = letters.length > 0;
      }
      if (!waiting && onTheirWay.size === 0 && (await nextDue(db)) === undefined && !again) {
        for (const idle of idlers) idle();
        idlers = [];
      }
    } catch (error) {
      if (!isDatabaseDown(error)) log.error('outbox', { fault: String(error) });
    } finally {
      looking = false;
      if (!stopped) {
        timer = setTimeout(wake, soonest());
        if (again && onTheirWay.size < AT_ONCE) wake();
      }
    }
  }

  const bulkIsPaused = () => Object.values(bulkWaitsUntil).some((until) => until > now());

  function busyChats() {
    const cooling = Object.entries(exits).flatMap(([channel, exit]) =>
      exit.pace.cooling().map(({ id }) => ({ channel, chat: id })),
    );
    return [...[...onTheirWay.keys()].map(splitKey), ...cooling];
  }

  /** Until the next chat may be sent to, at most LOOK_EVERY_MS. */
  function soonest(): number {
    let wait = LOOK_EVERY_MS;
    for (const exit of Object.values(exits)) for (const { ms } of exit.pace.cooling()) wait = Math.min(wait, ms);
    return Math.max(wait, 5);
  }

  function send(letter: DueLetter): void {
    const key = `${letter.channel} ${letter.chat}`;
    const work = deliver(letter)
      .catch((error) => {
        // The row stays as it is: 'due' when the request had not left, else 'sending', which a restart shows as unsure.
        log.error('outbox', { letter: letter.id, fault: String(error) });
      })
      .finally(() => {
        onTheirWay.delete(key);
        wake();
      });
    onTheirWay.set(key, work);
  }

  async function deliver(letter: DueLetter): Promise<void> {
    const channel = letter.channel as Channel;
    const exit = exits[channel];
    if (!exit) return await postpone();
    const place = letter.place as Place;
    const chat = { id: letter.chat, group: place.audience === 'group' };
    const reply = letter.reply as Reply;
    const rendered = exit.out.render(reply);
    const parts = reply.replaces === 'buttons' ? rendered.slice(-1) : rendered;
    const edited = letter.part > 0 ? undefined : await editedBy(letter);
    let outcome = await request(edited);
    if (outcome?.kind === 'unknown-message') outcome = await request(undefined, true);
    if (!outcome) return;
    await settle(outcome);

    /** Undefined when the letter is not due any more. `repeated`: it is already marked as being sent. */
    async function request(edits: string | undefined, repeated = false): Promise<Delivery | undefined> {
      return await (exit as Exit).pace.turn(letter.lane, chat, async () => {
        if (stopped && !repeated) return undefined;
        if (!repeated && !(await marked(letter.id))) return undefined;
        return await (exit as Exit).out.send(place, parts[letter.part], edits);
      });
    }

    async function postpone(): Promise<void> {
      if (await marked(letter.id))
        await ended({ id: letter.id, state: 'due', part: letter.part, refs: letter.refs, after: LONGEST_BACKOFF_S });
    }

    async function settle(result: Delivery): Promise<void> {
      const { id, part, refs } = letter;
      const same = { id, part, refs };
      switch (result.kind) {
        case 'sent': {
          const all = [...refs, result.ref];
          const more = part + 1 < parts.length;
          await ended({ id, state: more ? 'due' : 'sent', part: part + 1, refs: all });
          if (!more) delivered(channel, letter.chat);
          return;
        }
        case 'gone':
          await ended({ ...same, state: 'gone', why: result.why });
          if (!chat.group) await saveReachable(db, channel, letter.chat, false);
          delivered(channel, letter.chat);
          return;
        case 'moved':
          await ended({ ...same, state: 'due', movedTo: result.to, after: 0 });
          return;
        case 'retry': {
          if (result.limited) pauseBulk(channel, result.after);
          const after = result.limited
            ? result.after
            : Math.max(result.after, Math.min(LONGEST_BACKOFF_S, 2 ** letter.attempts));
          await ended({ ...same, state: 'due', after, why: result.why });
          return;
        }
        case 'unsure':
          log.warn('unsure', { letter: id, channel, why: result.why });
          await ended({ ...same, state: 'unsure', why: result.why });
          delivered(channel, letter.chat);
          return;
        case 'unknown-message':
        case 'refused':
          log.error('refused', { letter: id, channel, why: result.kind === 'refused' ? result.why : result.kind });
          await ended({ ...same, state: 'refused', why: result.kind === 'refused' ? result.why : result.kind });
          delivered(channel, letter.chat);
          if (letter.lane === 0) await apologise();
      }
    }

    /** Whoever waits is told even when the service does not take the words of the answer. */
    async function apologise(): Promise<void> {
      const reply = messages.somethingBroke(`k${letter.id}`);
      await addLetters(db, [{ lane: 1, channel, chat: letter.chat, place, reply }]);
    }
  }

  async function editedBy({ edits, subject, channel, chat }: DueLetter): Promise<string | undefined> {
    if (edits !== null) return edits;
    return subject === null ? undefined : await sentRef(db, channel, chat, subject);
  }

  function pauseBulk(channel: Channel, seconds: number): void {
    bulkWaitsUntil[channel] = Math.max(bulkWaitsUntil[channel] ?? 0, now() + seconds * 1000);
    if (seconds >= LONG_PAUSE_S) log.warn('paused', { channel, seconds });
  }

  return {
    wake,
    async start() {
      const unsure = await markUnsure(db);
      if (unsure > 0) log.warn('unsure', { letters: unsure, why: 'stopped while sending' });
      stopped = false;
      wake();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.allSettled(onTheirWay.values());
    },
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        wake();
      }),
  };
}

function splitKey(key: string): { channel: string; chat: string } {
  const at = key.indexOf(' ');
  return { channel: key.slice(0, at), chat: key.slice(at + 1) };
}
