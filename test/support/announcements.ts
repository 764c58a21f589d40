import {
  type AnnouncementRow,
  addBulletin,
  type BulletinRow,
  listSentBulletins,
  saveAnnouncement,
} from '../../db/announcements.ts';
import { addBroadcast } from '../../db/broadcasts.ts';
import { findSubscription, type SubscriptionRow } from '../../db/subscriptions.ts';
import { bulletinReply } from '../../handlers/messages/announcement.ts';
import type { Facts } from '../../handlers/rules/announcement.ts';
import { announced, type Told } from './announced.ts';
import type { createWorld } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
let numbered = 0;

const MINUTE = 60_000;

/** What an announcement of a test begins with, where the test does not say otherwise. */
const FACTS = {
  title: 'SPSE tidak dapat dibuka',
  origin: 'lokal',
  services: ['spse'],
  impact: 'Halaman SPSE tidak terbuka.',
  advice: 'Coba lagi sesudah kabar pulih.',
} satisfies Partial<Facts>;

/**
 * An announcement as it stands once its texts went out, each with its broadcast.
 * @param now milliseconds since 1970; without `told` its one text went out a minute before
 */
export async function announcement(
  world: World,
  {
    now,
    kind = 'gangguan',
    state = 'berlangsung',
    audience = 'semua',
    facts = {},
    told = [{ kind: state === 'terjadwal' ? 'terjadwal' : 'berlangsung', at: now - MINUTE }],
  }: {
    now: number;
    kind?: AnnouncementRow['kind'];
    state?: AnnouncementRow['state'];
    audience?: AnnouncementRow['audience'];
    facts?: Partial<Facts>;
    told?: Told[];
  },
): Promise<AnnouncementRow> {
  const { db } = world.helpdesk;
  const number = `${kind === 'gangguan' ? 'G' : 'P'}-2026-${String(++numbered).padStart(4, '0')}`;
  const { id } = await announced(db, {
    number,
    kind,
    state,
    facts: { ...FACTS, startsAt: now - 30 * MINUTE, ...facts },
    told,
  });
  const row = await saveAnnouncement(db, id, { audience });
  for (const [at, text] of (await listSentBulletins(db, id)).entries()) await send(world, row, text, at + 1);
  return row;
}

/** One more text about it goes out. */
export async function news(
  world: World,
  row: AnnouncementRow,
  { kind, at, note }: Required<Omit<Told, 'facts'>>,
): Promise<void> {
  const { db } = world.helpdesk;
  const version = row.version + 1;
  const text = { announcement: row.id, kind, state: 'dikirim', facts: row.facts, note, drafted_by: null } as const;
  await send(world, row, await addBulletin(db, { ...text, made_at: new Date(at) }), version);
  await saveAnnouncement(db, row.id, { version });
}

/** Puts a text that went out on its way to all who get it. */
async function send(
  world: World,
  { id, number, kind, audience }: AnnouncementRow,
  text: BulletinRow,
  version: number,
): Promise<void> {
  const { db, knowledge } = world.helpdesk;
  const { facts, note, kind: bulletin } = text;
  const reply = bulletinReply({
    ...{ number, kind, bulletin, note, version, unit: knowledge.unit },
    facts: facts as Facts,
  });
  await db.transaction((tx) =>
    addBroadcast(
      tx,
      {
        subject: `bulletin:${text.id}`,
        thread: `announcement:${id}`,
        reply,
        topic: audience === 'semua' ? null : kind,
      },
      text.made_at,
    ),
  );
}

/** It is over, or called off, as far as handlers look at it. */
export const ended = (world: World, { id }: AnnouncementRow, state: 'pulih' | 'batal', now: number) =>
  saveAnnouncement(world.helpdesk.db, id, { state, closed_at: new Date(now) });

/** The subscription of a chat of Telegram. */
export const subscriptionOf = (world: World, chat: number): Promise<SubscriptionRow | undefined> =>
  findSubscription(world.helpdesk.db, 'telegram', String(chat));
