import { setTimeout as wait } from 'node:timers/promises';
import { type Database, DatabaseError, isDatabaseDown } from '../db/database.ts';
import { listenForIncoming } from '../db/inbox.ts';
import { CERTAIN_MS, claimLead, lastTerm, prepareToLead } from '../db/leader.ts';
import type { Session } from '../db/session.ts';
import type { Log } from './channel.ts';
import { faultOf } from './fault.ts';

/** Which of the processes on one database works on what came in, sends, and does what time brings: one of them leads. */
export type Leading = {
  /**
   * Takes the lead if it is free, and then resolves when the work has begun; else resolves at once and goes on trying.
   * @throws what beginning the work throws
   */
  start: () => Promise<void>;
  /** Takes the lead no more; resolves when the work is not just being begun. Whoever leads goes on until `stop`. */
  retire: () => Promise<void>;
  /** Gives the lead to whoever waits for it. */
  stop: () => Promise<void>;
  /** Whether this process has taken the lead. It stays true while the lead is in doubt. */
  leads: () => boolean;
  /** Whether it is certain at this moment that no other process leads. Asked right before a request leaves. */
  mayLeave: () => boolean;
  /** Resolves when the work has begun. */
  begun: Promise<void>;
  /** Aborted when this process led and another has taken over: what it holds in memory is not true any more. */
  lost: AbortSignal;
  /** The database for the work of the leader: as if it were away when it is not certain that this process leads. */
  db: Database;
  /** What other processes know this one by; undefined where there are none. */
  name: string | undefined;
};

type Work = { log: Log; begin: (takesOver: boolean) => Promise<void>; heard: () => void };

/** How often a process that waits tries to lead, and how often one that leads gives a sign of life. */
const TRY_EVERY_MS = 500;
const BEAT_EVERY_MS = 1_000;
/** Whoever led until the connection broke tries sooner than the others: nothing has to be taken over then. */
const REGAIN_EVERY_MS = 100;
/** What the process that led before sent in its last second still counts where a channel limits messages a second. */
const AFTER_THE_LAST_MS = 1_100;
/** A server that takes longer to answer is not there. */
const ANSWER_WITHIN_MS = 3_000;

/**
 * @param begin begins the work of the leader; called once. `takesOver`: this process has waited for the lead
 * @param heard called when another process may have stored something that came in
 */
export function createLeading({ db, ...work }: Work & { db: Database }): Leading {
  return db.shared ? oneOfMany(db.shared, work) : alone(db, work);
}

/** The embedded database has but one process, which leads from the start. */
function alone(db: Database, { begin }: Work): Leading {
  const begun = Promise.withResolvers<void>();
  return {
    start: () => begin(false).then(begun.resolve),
    retire: async () => {},
    stop: async () => {},
    leads: () => true,
    mayLeave: () => true,
    begun: begun.promise,
    lost: new AbortController().signal,
    db,
    name: undefined,
  };
}

function oneOfMany(shared: NonNullable<Database['shared']>, { log, begin, heard }: Work): Leading {
  const { name } = shared;
  const stopping = new AbortController();
  const lost = new AbortController();
  const begun = Promise.withResolvers<void>();
  let session: Session | undefined;
  /** The term in which this process leads, or led until its connection broke. */
  let term: number | undefined;
  /** When the last sign of life left that was answered, on the connection that holds the lead. */
  let certainAt: Moment | undefined;
  let watching: Promise<void> | undefined;
  let beginning: Promise<void> | undefined;
  let retired = false;
  let isAway = false;

  const pause = (ms: number, unless = stopping.signal) =>
    wait(ms, undefined, { signal: AbortSignal.any([stopping.signal, unless]) }).catch(() => {});
  const mayLeave = () =>
    certainAt !== undefined &&
    session?.ended.aborted === false &&
    !lost.signal.aborted &&
    since(certainAt) < CERTAIN_MS;

  /** One look at the lead: takes it if it is free, or shows that whoever has it is alive. */
  async function look(): Promise<void> {
    const now = moment();
    if (session?.ended.aborted) await leave();
    if (!session) {
      session = await shared.connect(ANSWER_WITHIN_MS);
      await prepareToLead(session);
      // The server was away: whoever led until then may go on, and nothing has to be taken over.
      if (watching && term === undefined) return;
    }
    if (certainAt === undefined) return await claim(session, now);
    // A connection that several processes share through a pooler holds the lead for all of them.
    if ((await lastTerm(session)) !== term) throw over();
    certainAt = now;
  }

  async function claim(on: Session, now: Moment): Promise<void> {
    const found = await claimLead(on, name, term);
    if (found.kind === 'over') throw over();
    if (found.kind === 'waits') return;
    await listenForIncoming(on, (from) => from !== name && heard());
    const again = term !== undefined;
    term = found.term;
    certainAt = now;
    log.info(again ? 'leading again' : 'leading', { term, process: name });
    if (again) heard();
  }

  async function leave(): Promise<void> {
    if (certainAt !== undefined) log.warn('lead in doubt', { term });
    certainAt = undefined;
    const left = session;
    session = undefined;
    await left?.close();
  }

  /** A look that fails leaves the lead in doubt until one succeeds. */
  async function lookSafely(): Promise<void> {
    try {
      await look();
      if (isAway) log.info('database connected again');
      isAway = false;
    } catch (error) {
      await leave();
      if (error instanceof DatabaseError && error.reason === 'taken-over') return lost.abort(error);
      if (!isAway) log.warn('lead not reachable', { fault: isDatabaseDown(error) ? 'database' : faultOf(error) });
      isAway = true;
    }
  }

  async function watch(): Promise<void> {
    const isOver = () => stopping.signal.aborted || lost.signal.aborted;
    for (; !isOver(); ) {
      if (retired && term === undefined) return;
      const every = mayLeave() ? BEAT_EVERY_MS : term === undefined ? TRY_EVERY_MS : REGAIN_EVERY_MS;
      await pause(every, session?.ended);
      if (isOver()) return;
      const waited = term === undefined;
      await lookSafely();
      if (waited && term !== undefined) beginning = work(true);
    }
  }

  /** Begins the work; a database that is away meanwhile is waited for. */
  async function work(takesOver: boolean): Promise<void> {
    if (takesOver) await pause(AFTER_THE_LAST_MS);
    for (; !retired && !stopping.signal.aborted && !lost.signal.aborted; ) {
      try {
        await begin(takesOver);
        return begun.resolve();
      } catch (error) {
        if (!takesOver) throw error;
        if (!isDatabaseDown(error)) return lost.abort(error);
        await pause(TRY_EVERY_MS);
      }
    }
  }

  return {
    async start() {
      await lookSafely();
      watching = watch();
      if (term === undefined) return log.info('waiting to lead');
      beginning = work(false);
      await beginning;
    },
    async retire() {
      retired = true;
      await beginning?.catch(() => {});
    },
    async stop() {
      stopping.abort();
      await watching;
      certainAt = undefined;
      await session?.close();
    },
    leads: () => term !== undefined,
    mayLeave,
    begun: begun.promise,
    lost: lost.signal,
    db: shared.while(mayLeave),
    name,
  };
}

function over(): DatabaseError {
  return new DatabaseError(
    'taken-over',
    'Proses lain sudah mengambil alih pekerjaan karena proses ini lama tidak memberi kabar. Jalankan ulang proses ini.',
  );
}

type Moment = { steady: number; wall: number };

const moment = (): Moment => ({ steady: performance.now(), wall: Date.now() });

/** By whichever clock says more: one stands still while a machine sleeps, the other can be set back. */
const since = ({ steady, wall }: Moment) => Math.max(performance.now() - steady, Date.now() - wall);
