import type { Database } from '../db/database.ts';
import { grouped } from '../db/grouped.ts';
import {
  addLetters,
  countLetters,
  type DueLetter,
  type Letter,
  type LetterEnd,
  markSending,
  markUnsure,
  releaseHeld,
  saveEnds,
} from '../db/outbox.ts';
import { findPersonAt, listPeopleWithRole } from '../db/people.ts';
import { type Channel, messages, type Place, type Reply } from '../handlers/index.ts';
import type { Log } from './channel.ts';
import { createSender, type Exit, type Failure, LOOK_AFTER_MS } from './exit.ts';
import { persistently } from './persistent.ts';
import { createUnreachable } from './unreachable.ts';

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

/** Of all letters that are uncertain one notice tells, so that an outage does not fill the channel. */
const UNCERTAIN = 'uncertain-letters';
/** The same of a channel that nothing can be posted to any more. */
const DESK_GONE = 'desk-gone';

/**
 * @param exits the channels that are connected; letters to others wait
 * @param triage where officers are told of what may not have arrived
 * @param delivered called when a letter has reached its chat or never will
 * @param settled called when something is known of a letter that something waits for, such as one about a ticket
 * @param mayLeave asked right before a request leaves; false as long as another process sends
 * @param lookAfterMs when a message that may have arrived is looked for, after its request ended
 */
export function createOutbox({
  db,
  exits,
  log,
  triage,
  delivered = () => {},
  settled = () => {},
  mayLeave = () => true,
  lookAfterMs = LOOK_AFTER_MS,
}: {
  db: Database;
  exits: Partial<Record<Channel, Exit>>;
  log: Log;
  triage?: Place | undefined;
  delivered?: (channel: Channel, chat: string) => void;
  settled?: () => void;
  mayLeave?: () => boolean;
  lookAfterMs?: readonly number[];
}): Outbox {
  let stopped = true;

  const mark = grouped(async (ids: string[]) => {
    const still = await markSending(db, ids);
    return ids.map((id) => still.has(id));
  });
  const save = grouped(async (ends: LetterEnd[]) => {
    await saveEnds(db, ends);
    return ends;
  });
  const end = (one: LetterEnd) =>
    persistently(
      () => save(one),
      () => stopped,
    );

  const unreachable = createUnreachable(db);

  const senders = (Object.entries(exits) as [Channel, Exit][]).map(([channel, exit]) =>
    createSender({
      db,
      channel,
      exit,
      log,
      mark,
      end,
      delivered: (chat) => delivered(channel, chat),
      settled,
      mayLeave,
      lookAfterMs,
      failed: (letter, failure) => report(channel, letter, failure),
    }),
  );
  const wake = () => {
    for (const sender of senders) sender.wake();
  };

  /** Whoever has to know is told: who waits, who wrote it, the officers. */
  async function report(channel: Channel, letter: DueLetter, { state, why }: Failure): Promise<void> {
    log[state === 'refused' ? 'error' : 'warn'](state, { letter: letter.id, channel, why });
    const place = letter.place as Place;
    if (state === 'gone')
      await unreachable({ channel, chat: letter.chat, why, isPerson: place.audience === 'private' });
    if (letter.report_to) {
      const person = await findPersonAt(db, channel, letter.chat);
      await tell(letter.report_to as Place, messages.notDelivered(person?.name, state, why));
    }
    // Whoever waits is told even when the service does not take the words of the answer.
    if (state === 'refused' && letter.lane === 0) await tell(place, messages.somethingBroke(`k${letter.id}`));
    if (state !== 'gone' && letter.subject !== UNCERTAIN) await tellOfUncertain();
    if (state === 'gone' && letter.ticket !== null && place.audience === 'group') await tellDeskGone(place.chat, why);
    wake();
  }

  /** Tickets wait there for nobody: who can mend it is told directly. */
  async function tellDeskGone(chat: string, why: string): Promise<void> {
    for (const { channel, address } of await listPeopleWithRole(db, 'slack', ['admin']))
      await tell(
        { channel: channel as Channel, chat: address, audience: 'private' },
        messages.deskGone(chat, why),
        DESK_GONE,
      );
  }

  async function tellOfUncertain(): Promise<void> {
    if (triage) await tell(triage, messages.someUncertain(await countLetters(db)), UNCERTAIN);
  }

  async function tell(place: Place, reply: Reply, subject?: string): Promise<void> {
    const letter: Letter = { lane: 1, channel: place.channel, chat: place.chat, place, reply };
    await addLetters(db, [{ ...letter, ...(subject !== undefined && { subject }) }]);
  }

  return {
    wake,
    async start() {
      stopped = false;
      const lookers = Object.entries(exits).flatMap(([channel, { out }]) => (out.find ? [channel] : []));
      const unsure = await markUnsure(db, { lookers, after: (lookAfterMs[0] ?? 0) / 1000 });
      // The stop may have come between what let them go and noting it.
      await releaseHeld(db);
      if (unsure > 0) {
        log.warn('unsure', { letters: unsure, why: 'stopped while sending' });
        await tellOfUncertain();
      }
      for (const sender of senders) sender.start();
    },
    async stop() {
      stopped = true;
      await Promise.all(senders.map((sender) => sender.stop()));
    },
    async idle() {
      // What one of them could not deliver may have become a letter for another.
      for (let round = 0; round < 2; round++) await Promise.all(senders.map((sender) => sender.idle()));
    },
  };
}
