import { listAnnouncements } from '../../db/announcements.ts';
import { serviceCalendar } from '../../handlers/rules/service-hours.ts';
import type { Needs } from '../../handlers/visit.ts';
import { officer, wordsOf } from './officer.ts';
import type { createWorld } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
type Officer = ReturnType<typeof officer>;

/** What an outage is announced with, where a test does not say otherwise. */
export const OUTAGE = {
  title: 'SPSE tidak dapat dibuka',
  origin: 'lokal',
  services: ['spse'],
  impact: 'Halaman SPSE tidak terbuka.',
  advice: 'Coba lagi nanti.',
  audience: 'semua',
};

/** The same of a maintenance. */
export const MAINTENANCE = { ...OUTAGE, title: 'Pemeliharaan server SPSE' };

/** What the handlers of a world are given, as far as announcing goes. */
export function needsToAnnounce(world: World, now: () => number): Needs {
  const { db, knowledge } = world.helpdesk;
  return {
    db,
    knowledge,
    now,
    calendar: serviceCalendar(knowledge.unit.service, knowledge.unit.zone),
    privateLink: () => undefined,
    perSecond: 25,
    isAdminOf: async () => false,
    linkTo: () => undefined,
    announcements: { channel: 'slack', chat: world.announcements, audience: 'group' },
  };
}

/** Where officers announce, and what is seen there. */
export function announcing(world: World) {
  const messages = () => officer(world, world.head).messages(world.announcements);
  const isCard = (number: string) => (one: ReturnType<typeof messages>[number]) =>
    one.user === world.slack.botUserId && !one.threadTs && !one.onlyFor && wordsOf(one).includes(` ${number} ·`);
  const card = (number: string) => messages().find(isCard(number));
  return {
    messages,
    card,
    /** All messages in the channel that are a card of it: there must be one. */
    cards: (number: string) => messages().filter(isCard(number)),
    /** What stands below a card, oldest first. */
    below: (number: string) => {
      const ts = card(number)?.ts;
      return messages().filter(({ threadTs, onlyFor }) => threadTs === ts && !onlyFor);
    },
    press: (who: Officer, number: string, label: string) => who.pressOn(card(number), label, world.announcements),
    /** What only that person was told in the channel, the last of it. */
    told: (who: Officer) => wordsOf(who.told(world.announcements).at(-1)),
    /** What is shown below the fields of the form that is open. */
    errors: (who: Officer) => who.modal()?.errors ?? {},
    last: async () => (await listAnnouncements(world.helpdesk.db, { most: 1 }))[0],
    broadcasts: async () => (await world.helpdesk.db.query('SELECT FROM broadcasts')).length,
  };
}

/** A moment as the unit's clock shows it, for the fields of a form. */
function at(ms: number, zone = 'Asia/Makassar'): { date: string; time: string } {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(ms);
  const [date = '', time = ''] = shown.split(' ');
  return { date, time };
}

/** The times of a form. */
export function times(starts: number, ends?: number): Record<string, string> {
  const [start, end] = [at(starts), ends === undefined ? undefined : at(ends)];
  return {
    startDate: start.date,
    startTime: start.time,
    ...(end && { endDate: end.date, endTime: end.time }),
  };
}
