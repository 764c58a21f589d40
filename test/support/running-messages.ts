import type { Block, Button, Form, Reply } from '../../handlers/index.ts';
import * as running from '../../handlers/messages/running-trouble.ts';
import * as subscriptions from '../../handlers/messages/subscriptions.ts';
import {
  ANNOUNCEMENT_KINDS,
  ANNOUNCEMENT_STATES,
  BULLETIN_KINDS,
  SERVICES,
  TOPICS,
} from '../../handlers/rules/announcement.ts';
import type { Unit } from '../../knowledge/index.ts';

type Said = (text: string, unit: Unit) => (Reply | Form | Block | Block[] | Button[][])[];

const AT = new Date('2026-11-23T01:05:00Z');
const LATER = new Date('2026-11-23T06:00:00Z');
const LINK = 'https://lpse.polmankab.go.id/status';
const TICKET = { id: 42, number: 'L-2026-00042' };
const CHATS = ['private', 'group', 'channel'] as const;
/** What a chat has chosen: nothing, one topic, all. */
const CHOICES = [[], ['gangguan'], [...TOPICS]] as const;

const announced = (text: string, more: Partial<running.Announced> = {}): running.Announced => ({
  id: 7,
  number: 'G-2026-0007',
  kind: 'gangguan',
  state: 'berlangsung',
  facts: {
    title: text,
    origin: 'lokal',
    services: [...SERVICES],
    startsAt: AT.getTime(),
    impact: text,
    advice: text,
  },
  ...more,
});
const ending = (text: string, more: Partial<running.Announced> = {}): running.Announced => {
  const one = announced(text, { kind: 'pemeliharaan', number: 'P-2026-0003', ...more });
  return { ...one, facts: { ...one.facts, endsAt: LATER.getTime(), endedAt: LATER.getTime() } };
};
const NAMES = [
  { number: 'G-2026-0007', kind: 'gangguan' },
  { number: 'P-2026-0003', kind: 'pemeliharaan' },
] as const;

/** What people in Telegram are told of announcements besides their texts. */
export const SAID_OF_RUNNING: Record<string, { functions: object; said: Record<string, Said> }> = {
  subscriptions: {
    functions: subscriptions,
    said: {
      subscriptionPanel: () =>
        CHATS.flatMap((kind) => CHOICES.map((topics) => subscriptions.subscriptionPanel(kind, topics))),
      subscribedNote: () => CHOICES.map((topics) => subscriptions.subscribedNote(topics)),
      groupSubscriptionNote: () => CHOICES.map((topics) => subscriptions.groupSubscriptionNote(topics)),
      onlyForAdmins: () => CHATS.map((kind) => subscriptions.onlyForAdmins(kind)),
      subscriptionsOnTelegram: () => [subscriptions.subscriptionsOnTelegram()],
    },
  },
  running: {
    functions: running,
    said: {
      runningNow: (text, unit) =>
        [true, false].flatMap((english) => [
          running.runningNow([announced(text), ending(text)], unit, english),
          running.runningNow([], unit, english),
        ]),
      otherTrouble: () => [running.otherTrouble(true), running.otherTrouble(false)],
      detailButtons: () => [running.detailButtons([TICKET])],
      reportButton: () => [[[running.reportButton(1)]]],
      statusNow: (text, unit) => [
        running.statusNow([announced(text), ending(text, { state: 'terjadwal' })], AT, unit, LINK),
        running.statusNow([], AT, unit, undefined),
      ],
      announcementList: (text, unit) => [
        running.announcementList(
          ANNOUNCEMENT_STATES.flatMap((state) => [announced(text, { state }), ending(text, { state })]),
          unit,
          LINK,
        ),
        running.announcementList([], unit, undefined),
      ],
      announcementInFull: (text, unit) => {
        const told = BULLETIN_KINDS.map((kind, at) => ({
          kind,
          at: AT,
          facts: ending(text).facts,
          note: text,
          version: at + 1,
        }));
        return [
          running.announcementInFull(ending(text), [...told, ...told], unit, LINK),
          ...ANNOUNCEMENT_KINDS.map((kind) =>
            running.announcementInFull(announced(text, { kind }), told.slice(0, 1), unit, undefined),
          ),
        ];
      },
      belongsTo: () => NAMES.map((name) => running.belongsTo(name)),
      overNotice: () => NAMES.map((name) => running.overNotice(TICKET, name)),
      calledOffNotice: () => NAMES.map((name) => running.calledOffNotice(TICKET, name)),
      overNote: () =>
        NAMES.flatMap((name) => [running.overNote(name, true, TICKET), running.overNote(name, false, TICKET)]),
      calledOffNote: () => NAMES.map((name) => running.calledOffNote(name)),
      reporterRecovered: () => [true, false].map((ended) => running.reporterRecovered(TICKET.number, ended)),
      recoveredNoted: () => [running.recoveredNoted(TICKET)],
    },
  },
};
/** A part of a card. */
export const SILENT_OF_RUNNING = ['recoveredResolution'];
