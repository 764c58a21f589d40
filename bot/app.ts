import { forgetCached } from '../db/answer-cache.ts';
import { forgetAnswers } from '../db/answers.ts';
import { forgetDeliveries } from '../db/broadcasts.ts';
import { forgetIncoming } from '../db/inbox.ts';
import { forgetChanges } from '../db/knowledge-changes.ts';
import { forgetCalls } from '../db/model-calls.ts';
import { forgetLetters } from '../db/outbox.ts';
import { forgetTalks } from '../db/people.ts';
import { forgetOriginals } from '../db/tickets.ts';
import { vacuum } from '../db/vacuum.ts';
import {
  type Channel,
  createHandlers,
  type Event,
  ensureOfficers,
  type FirstOfficer,
  type Form,
  type Incoming,
  type Place,
  serviceCalendar,
} from '../handlers/index.ts';
import { createBroadcast } from './broadcast.ts';
import type { Log, ReadFile, Transport } from './channel.ts';
import { createClockwork } from './clockwork.ts';
import { createEmbedding } from './embedding.ts';
import type { Exit } from './exit.ts';
import { faultOf } from './fault.ts';
import { createFiles, type FileStore } from './files/index.ts';
import type { FloodRate } from './flood.ts';
import type { Helpdesk } from './helpdesk.ts';
import { createInbox } from './inbox.ts';
import { createLeading } from './leading.ts';
import { createListening } from './listening.ts';
import { createOutbox } from './outbox.ts';
import { type Clock, createPace, type Rates, REAL_CLOCK } from './pace.ts';
import { createRefresh } from './refresh.ts';
import { createTyping } from './typing.ts';
import { createListMaker, createUploads } from './uploads/index.ts';

/** A channel that was checked, and the rates at which it may be sent to. */
export type Connected = { transport: Transport; rates: Rates };

/** The running helpdesk. */
export type App = {
  receive: (incoming: Incoming) => Promise<void>;
  formFor: (incoming: Incoming) => Promise<Form | undefined>;
  checkForm: (incoming: Incoming) => Promise<Record<string, string> | undefined>;
  readFile: ReadFile;
  /**
   * Connects the channels, takes up what was left, and begins to send. Where another process does that it only stores what
   * comes in, until it can take over.
   */
  start: () => Promise<void>;
  /** Takes nothing more, finishes what is being worked on and sent, then resolves. What is left stays stored. */
  stop: () => Promise<void>;
  /** Forgets what was kept long enough, and posts cards that are missing; done each hour by itself. */
  tidy: () => Promise<void>;
  /** Resolves when everything that came in was worked on and sent. */
  idle: () => Promise<void>;
  /** Whether this process works on what came in and sends, alone of all on this database. */
  leads: () => boolean;
  /** Aborted with a DatabaseError when another process has taken that over. */
  lost: AbortSignal;
};

/** Telegram delivers again for a day, Slack for an hour: a key must be known at least as long. */
const KEYS_KEPT_DAYS = 7;
const LETTERS_KEPT_DAYS = 30;
/** A process that has not taken them in by then takes in everything. */
const CHANGES_KEPT_DAYS = 7;
/** As the privacy notice of /start says. */
const ANSWERS_KEPT_DAYS = 365;
/** What models have cost, year by year. */
const CALLS_KEPT_DAYS = 365;
/** An answer of a model that nobody asked for since. */
const CACHED_KEPT_DAYS = 30;
/** After a ticket is closed: what was typed with personal data in it, and how to reach somebody without a chat. */
const ORIGINALS_KEPT_DAYS = 30;
/** A form that was not confirmed by then is given up, with its files. */
const DRAFTS_KEPT_DAYS = 1;
/** Where no channel says how fast it may be sent to. */
const DEFAULT_PER_SECOND = 25;
const TIDY_EVERY_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** After these there may be a file to fetch, to make or to take over, or something new to know. */
const BRINGS_MORE = new Set<Event['kind']>(['files', 'press', 'form']);

/**
 * Joins inbox, handlers and outbox with the channels.
 * @param triage where tickets are triaged
 * @param restricted the same for allegations about staff and integrity
 * @param announcements where officers announce; where tickets are triaged, if nowhere else
 * @param training where trainers look after the FAQ; where tickets are triaged, if nowhere else
 * @param statusUrl the public address of the status page
 * @param files where the bytes of files are kept
 * @param officers people of Slack who have roles from the start
 * @param paceClock the time by which is paused between messages; another one only to measure in less time
 */
export function createApp({
  helpdesk: { db, knowledge, ai },
  channels,
  triage,
  restricted,
  announcements = triage,
  training = triage,
  statusUrl,
  files: store,
  officers = [],
  log,
  floodRate,
  now = Date.now,
  paceClock = REAL_CLOCK,
}: {
  helpdesk: Pick<Helpdesk, 'db' | 'knowledge' | 'ai'>;
  channels: Partial<Record<Channel, Connected>>;
  triage?: Place | undefined;
  restricted?: Place | undefined;
  announcements?: Place | undefined;
  training?: Place | undefined;
  statusUrl?: string | undefined;
  files: FileStore;
  officers?: FirstOfficer[];
  log: Log;
  floodRate?: FloodRate;
  now?: () => number;
  paceClock?: Clock;
}): App {
  const connected = Object.entries(channels) as [Channel, Connected][];
  const leading = createLeading({ db, log, begin: lead, heard: () => inbox.wake() });
  const typing = createTyping(
    Object.fromEntries(connected.map(([name, { transport }]) => [name, transport.out])),
    leading.mayLeave,
  );
  const exits: Partial<Record<Channel, Exit>> = Object.fromEntries(
    connected.map(([name, { transport, rates }]) => [name, { out: transport.out, pace: createPace(rates, paceClock) }]),
  );
  const outbox = createOutbox({
    db: leading.db,
    exits,
    log,
    triage,
    mayLeave: leading.mayLeave,
    delivered: typing.end,
    settled: () => clockwork.nudge(),
  });
  const broadcast = createBroadcast({
    db: leading.db,
    exits,
    log,
    mayLeave: leading.mayLeave,
    settled: () => clockwork.nudge(),
  });
  const wakeSenders = () => {
    outbox.wake();
    broadcast.wake();
  };
  const stopping = new AbortController();
  const handlers = createHandlers({
    db,
    knowledge,
    now,
    stopping: stopping.signal,
    calendar: serviceCalendar(knowledge.unit.service, knowledge.unit.zone),
    privateLink: () => channels.telegram?.transport.privateLink?.(),
    linkTo: (channel, chat, ref) => channels[channel]?.transport.linkTo?.(chat, ref),
    perSecond: channels.telegram?.rates.perSecond ?? DEFAULT_PER_SECOND,
    isAdminOf: async (place, sender) =>
      (await channels[place.channel]?.transport.isAdmin?.(place.chat, sender.id)) === true,
    ...(triage && { triage }),
    ...(restricted && { restricted }),
    ...(announcements && { announcements }),
    ...(training && { training }),
    ...(statusUrl !== undefined && { statusUrl }),
    ...(ai && { ai }),
    ...(ai?.models.names.listener !== undefined &&
      channels.telegram && {
        listen: createListening({ models: ai.models, fetch: channels.telegram.transport.fetchFile }),
      }),
  });
  const embedding = ai && createEmbedding({ meaning: ai.meaning, log, mayWork: leading.mayLeave });
  const refresh = createRefresh(knowledge, log, embedding?.wake);
  const clockwork = createClockwork({
    work: async () => {
      refresh.wake();
      return leading.mayLeave() && (await handlers.due.work());
    },
    log,
    sent: wakeSenders,
  });
  const files = createFiles({
    db: leading.db,
    store,
    fetch: Object.fromEntries(connected.map(([name, { transport }]) => [name, transport.fetchFile])),
    log,
    now,
    ready: () => {
      clockwork.nudge();
      uploads.wake();
    },
    make: createListMaker({ db: leading.db, knowledge, now }),
  });
  const uploads = createUploads({
    db: leading.db,
    knowledge,
    read: files.read,
    log,
    now,
    ready: clockwork.nudge,
  });
  const inbox = createInbox({
    db: leading.db,
    door: { db, name: leading.name, works: leading.leads },
    handle: handlers.handle,
    log,
    sent: (kind) => {
      wakeSenders();
      if (kind === undefined || !BRINGS_MORE.has(kind)) return;
      refresh.wake();
      files.wake();
      uploads.wake();
    },
    typing,
    ...(ai && { answerWithinMs: ai.models.timeLimitMs }),
    ...(floodRate && { floodRate }),
  });
  let tidying: NodeJS.Timeout | undefined;
  const daysAgo = (days: number) => new Date(now() - days * DAY_MS);

  async function tidy(): Promise<void> {
    try {
      await forgetIncoming(db, daysAgo(KEYS_KEPT_DAYS));
      await forgetLetters(db, daysAgo(LETTERS_KEPT_DAYS), daysAgo(ANSWERS_KEPT_DAYS));
      await forgetChanges(db, daysAgo(CHANGES_KEPT_DAYS));
      await forgetAnswers(db, daysAgo(ANSWERS_KEPT_DAYS));
      await forgetDeliveries(db, daysAgo(ANSWERS_KEPT_DAYS));
      await forgetCalls(db, daysAgo(CALLS_KEPT_DAYS));
      await forgetCached(db, daysAgo(CACHED_KEPT_DAYS));
      await forgetTalks(db, daysAgo(1), daysAgo(knowledge.unit.service.reopenWithinDays));
      await forgetOriginals(db, daysAgo(ORIGINALS_KEPT_DAYS));
      await files.forget(daysAgo(DRAFTS_KEPT_DAYS));
      await handlers.due.postMissingCards();
      await vacuum(db);
    } catch (error) {
      log.warn('tidy', { fault: faultOf(error) });
    }
  }

  /** How many steps of `lead` are done: when the database goes away between them, it goes on where it was. */
  let begun = 0;
  async function lead(takesOver: boolean): Promise<void> {
    const steps = [
      () => ensureOfficers(db, officers),
      // What the process that led before has published.
      () => (takesOver ? knowledge.refresh() : undefined),
      // Whoever takes over has people waiting, and whoever led before has tidied.
      () => (takesOver ? undefined : tidy()),
      () => {
        tidying = setInterval(() => void tidy(), TIDY_EVERY_MS).unref();
      },
      ...[outbox.start, broadcast.start, files.start, uploads.start, clockwork.start, inbox.resume],
      () => embedding?.start(),
    ];
    for (; begun < steps.length; begun++) await steps[begun]?.();
  }

  async function connect(transport: Transport): Promise<void> {
    if (!transport.alone || leading.leads()) return await transport.start();
    void leading.begun.then(() => transport.start()).catch((error) => log.error('start', { fault: faultOf(error) }));
  }

  return {
    receive: inbox.receive,
    formFor: handlers.formFor,
    checkForm: handlers.checkForm,
    readFile: files.read,
    tidy,
    leads: leading.leads,
    lost: leading.lost,
    async start() {
      await leading.start();
      await Promise.all(connected.map(([, { transport }]) => connect(transport)));
    },
    async stop() {
      await leading.retire();
      clearInterval(tidying);
      await Promise.all(connected.map(([, { transport }]) => transport.stop()));
      stopping.abort();
      await inbox.stop();
      await files.stop();
      await uploads.stop();
      await clockwork.stop();
      await refresh.idle();
      await embedding?.stop();
      await broadcast.stop();
      await outbox.stop();
      typing.stop();
      await leading.stop();
    },
    async idle() {
      await inbox.idle();
      // What was sent is told of, and what was told is sent.
      for (let round = 0; round < 2; round++) {
        await files.idle();
        await uploads.idle();
        await clockwork.idle();
        await refresh.idle();
        await broadcast.idle();
        await outbox.idle();
      }
    },
  };
}
