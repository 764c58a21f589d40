import type { AnnouncementRow, BulletinRow } from '../../db/announcements.ts';
import type { Progress } from '../../db/broadcasts.ts';
import type { Block, Button, Form, Reply } from '../../handlers/index.ts';
import { bulletinReply } from '../../handlers/messages/announcement.ts';
import * as card from '../../handlers/messages/announcement-card.ts';
import * as forms from '../../handlers/messages/announcement-forms.ts';
import * as announcing from '../../handlers/messages/announcing.ts';
import {
  ANNOUNCEMENT_KINDS,
  ANNOUNCEMENT_STATES,
  BULLETIN_KINDS,
  type Facts,
} from '../../handlers/rules/announcement.ts';
import { LONGEST } from '../../handlers/rules/announcement-form.ts';
import type { Unit } from '../../knowledge/index.ts';

type Said = (text: string, unit: Unit) => (Reply | Form | Block | Block[] | Button[][])[];

const AT = new Date('2026-11-23T01:05:00Z');
const LATER = new Date('2026-11-23T06:00:00Z');
const LINK = 'https://lpse-polman.slack.com/archives/C0123456789/p1795413900000100';

/** As long as a form lets it be. */
const atMost = (text: string, most: number): string =>
  (text.trim() === '' ? 'SPSE' : text).slice(0, most).toWellFormed();

const factsWith = (text: string): Facts => ({
  title: atMost(text, LONGEST.title),
  origin: 'nasional',
  services: ['spse', 'dokumen'],
  startsAt: AT.getTime(),
  endsAt: LATER.getTime(),
  impact: atMost(text, LONGEST.impact),
  advice: atMost(text, LONGEST.advice),
  pressing: true,
});

const announcementWith = (text: string, more: Partial<AnnouncementRow> = {}): AnnouncementRow => ({
  id: 7,
  number: 'G-2026-0007',
  kind: 'gangguan',
  state: 'berlangsung',
  facts: factsWith(text),
  starts_at: AT,
  ends_at: AT,
  audience: 'semua',
  version: 1,
  storm: null,
  drafted_by: 1,
  made_at: AT,
  announced_at: AT,
  closed_at: null,
  events: [],
  next_event: null,
  next_event_at: null,
  ...more,
});

const bulletinWith = (text: string, more: Partial<BulletinRow> = {}): BulletinRow => ({
  id: 9,
  announcement: 7,
  kind: 'pembaruan',
  state: 'pratinjau',
  version: 3,
  facts: factsWith(text),
  note: atMost(text, LONGEST.note),
  drafted_by: 1,
  confirmed_by: null,
  alone_reason: null,
  made_at: AT,
  changed_at: AT,
  confirmed_at: null,
  leaves_at: null,
  broadcast: null,
  shown_at: null,
  reported: false,
  pause_told: null,
  ...more,
});

const PROGRESS: Progress = {
  id: 3,
  state: 'sending',
  total: 12_345,
  sent: 10_000,
  gone: 300,
  unsure: 4,
  refused: 1,
  superseded: 0,
  stopped: 0,
  left: 2_040,
  beganAt: AT,
  endedAt: null,
  resumesAt: LATER,
};
const PROGRESSES: Progress[] = [
  PROGRESS,
  { ...PROGRESS, state: 'paused', resumesAt: null },
  { ...PROGRESS, state: 'stopped', left: 0, stopped: 2_040, endedAt: LATER },
  { ...PROGRESS, state: 'done', left: 0, superseded: 2_040, endedAt: LATER, resumesAt: null },
];
const RECIPIENTS = { private: 12_000, group: 300, channel: 45, total: 12_345 };

function cardsWith(text: string, unit: Unit): Reply[] {
  const announcement = announcementWith(text);
  const drawn = (row: BulletinRow): card.CardBulletin => ({
    row,
    blocks: bulletinReply({
      ...{ number: announcement.number, kind: announcement.kind, bulletin: row.kind, note: row.note },
      ...{ facts: factsWith(text), version: 2, unit, statusUrl: LINK },
    }).blocks,
    drafter: text,
    confirmer: text,
  });
  const at = { perSecond: 25, unit, now: AT };
  const pendings = [
    bulletinWith(text),
    bulletinWith(text, { state: 'ditarik' }),
    bulletinWith(text, { state: 'dikonfirmasi', leaves_at: LATER }),
    bulletinWith(text, { state: 'dikonfirmasi', leaves_at: LATER, alone_reason: text }),
  ].map((row) => ({ ...drawn(row), recipients: RECIPIENTS }));
  const lasts = [...PROGRESSES, undefined].map((progress) => ({
    ...drawn(bulletinWith(text, { state: 'dikirim', alone_reason: progress ? text : null })),
    progress,
  }));
  const [pending, last] = [pendings[0], lasts[0]];
  if (!pending || !last) throw new Error('nothing is drawn');
  return [
    ...pendings.map((one) => card.announcementCard({ announcement, pending: one, last, ...at })),
    ...lasts.map((one) => card.announcementCard({ announcement, last: one, ...at })),
    card.announcementCard({
      announcement: announcementWith(text, { state: 'rancangan', kind: 'pemeliharaan', audience: 'topik' }),
      pending: { ...pending, recipients: { private: 0, group: 0, channel: 0, total: 0 } },
      ...at,
    }),
    card.announcementCard({ announcement: announcementWith(text, { state: 'dibuang' }), ...at }),
  ];
}

const listedWith = (text: string, count: number, link?: string): announcing.Listed[] =>
  Array.from({ length: count }, (_, at) => ({
    ...announcementWith(text, { id: at + 1, state: ANNOUNCEMENT_STATES[at % 6] ?? 'pulih' }),
    link,
  }));

/** Every function of each module of messages in which officers announce. */
export const SAID_OF_ANNOUNCING: Record<string, { functions: object; said: Record<string, Said> }> = {
  'announcement-card': {
    functions: card,
    said: {
      announcementCard: cardsWith,
      deliveryReport: (_text, unit) =>
        PROGRESSES.map((progress) => card.deliveryReport('perpanjangan', progress, { unit })),
    },
  },
  'announcement-forms': {
    functions: forms,
    said: {
      announceForm: (text, unit) => [
        ...ANNOUNCEMENT_KINDS.map((kind) => forms.announceForm(kind, { id: 0, known: {} }, unit)),
        forms.announceForm(
          'pemeliharaan',
          { id: 9, name: 'bulletin-edit', known: { ...factsWith(text), audience: 'topik' } },
          unit,
        ),
      ],
      newsForm: (text, unit) =>
        (['pembaruan', 'perpanjangan', 'pulih', 'batal', 'koreksi'] as const).map((bulletin, at) => {
          const known = { ...factsWith(text), endedAt: LATER.getTime(), note: atMost(text, LONGEST.note) };
          const kind = ANNOUNCEMENT_KINDS[at % 2] ?? 'gangguan';
          return forms.newsForm(bulletin, { kind, number: 'G-2026-0007', id: 7, known }, unit);
        }),
      aloneForm: () => [forms.aloneForm({ id: 9, number: 'G-2026-0007' })],
    },
  },
  announcing: {
    functions: announcing,
    said: {
      refused: () =>
        [...Object.keys(announcing.REFUSED), ...Object.keys(announcing.HINDERED)].map((why) =>
          announcing.refused(why as Parameters<typeof announcing.refused>[0]),
        ),
      overlapRefused: (text, unit) => [announcing.overlapRefused(announcementWith(text), unit)],
      stormAnnounced: () => [
        announcing.stormAnnounced('G-2026-0007', LINK),
        announcing.stormAnnounced('G-2026-0007', undefined),
      ],
      notTaken: (text) => [announcing.notTaken([text, 'x'], [text, '']), announcing.notTaken(['x'], [])],
      drafted: () => [announcing.drafted('G-2026-0007')],
      pleaseConfirm: (text) =>
        [LINK, undefined].map((link) =>
          announcing.pleaseConfirm({ number: 'G-2026-0007', facts: factsWith(text), bulletin: 'pulih' }, text, link),
        ),
      deedBelow: (text) =>
        [
          ...(
            ['drafted', 'changed', 'discarded', 'confirmed', 'recalled', 'paused', 'resumed', 'stopped'] as const
          ).map((kind): announcing.Deed => ({ kind })),
          { kind: 'alone' as const, reason: text },
        ].map((deed) => announcing.deedBelow(text, 'berlangsung', deed)),
      withdrawn: () => BULLETIN_KINDS.map(announcing.withdrawn),
      left: (_text, unit) => [announcing.left('pulih', 3, AT, unit)],
      serviceWaits: (_text, unit) => [announcing.serviceWaits(PROGRESS, LATER, { perSecond: 25, now: AT, unit })],
      endsSoon: (text, unit) =>
        [true, false].map((endsByItself) =>
          announcing.endsSoon({ number: 'P-2026-0003', facts: { ...factsWith(text), endsByItself } }, unit),
        ),
      overdue: (text, unit) =>
        [LINK, undefined].map((link) =>
          announcing.overdue({ number: 'P-2026-0003', facts: factsWith(text) }, unit, link),
        ),
      announcementsBoard: (text, unit) => [
        announcing.announcementsBoard(
          { open: listedWith(text, 6, LINK), drafts: listedWith(text, 2), past: listedWith(text, 5, LINK) },
          { announces: true, home: true },
          unit,
        ),
        announcing.announcementsBoard({ open: [], drafts: [], past: [] }, { announces: false, home: false }, unit),
      ],
      openAnnouncements: (text, unit) => [
        announcing.openAnnouncements(listedWith(text, 3, LINK), true, unit),
        announcing.openAnnouncements([], false, unit),
      ],
      deliveryFile: () => BULLETIN_KINDS.map(announcing.deliveryFile),
    },
  },
};

/** These say nothing by themselves. */
export const SILENT_OF_ANNOUNCING = [
  'endOf',
  'count',
  'progressIcon',
  'progressWords',
  'reasonMissing',
  'formTooOld',
  'overlapsWith',
  'stormDraft',
  'deliveryWords',
];
