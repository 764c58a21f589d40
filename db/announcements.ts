import type { Database } from './database.ts';

/** An outage or maintenance as stored. The meaning of the columns stands in migrations/0005_pengumuman.sql. */
export type AnnouncementRow = {
  id: number;
  number: string;
  kind: 'gangguan' | 'pemeliharaan';
  state: 'rancangan' | 'terjadwal' | 'berlangsung' | 'pulih' | 'batal' | 'dibuang';
  /** Facts of handlers/rules/announcement.ts. */
  facts: Record<string, unknown>;
  starts_at: Date;
  ends_at: Date | null;
  audience: 'semua' | 'topik';
  version: number;
  storm: number | null;
  drafted_by: number;
  made_at: Date;
  announced_at: Date | null;
  closed_at: Date | null;
  events: string[];
  next_event: string | null;
  next_event_at: Date | null;
};

/** What an announcement begins with. */
export type NewAnnouncement = Pick<
  AnnouncementRow,
  'number' | 'kind' | 'facts' | 'starts_at' | 'ends_at' | 'audience' | 'storm' | 'drafted_by' | 'made_at'
>;

/** The columns that change after it was drafted. */
export type AnnouncementChange = Partial<Omit<AnnouncementRow, 'id' | 'number' | 'kind' | 'storm' | 'made_at'>>;

/** One text about an announcement as stored. */
export type BulletinRow = {
  id: number;
  announcement: number;
  kind: 'terjadwal' | 'berlangsung' | 'pengingat' | 'pembaruan' | 'perpanjangan' | 'pulih' | 'batal' | 'koreksi';
  state: 'pratinjau' | 'dikonfirmasi' | 'dikirim' | 'ditarik' | 'dibuang';
  version: number;
  /** Facts of handlers/rules/announcement.ts. */
  facts: Record<string, unknown>;
  note: string;
  drafted_by: number | null;
  confirmed_by: number | null;
  alone_reason: string | null;
  made_at: Date;
  changed_at: Date;
  confirmed_at: Date | null;
  leaves_at: Date | null;
  broadcast: number | null;
  shown_at: Date | null;
  reported: boolean;
  pause_told: Date | null;
};

/** What a text begins with. */
export type NewBulletin = Pick<
  BulletinRow,
  'announcement' | 'kind' | 'state' | 'facts' | 'note' | 'drafted_by' | 'made_at'
>;

/** The columns that change after it was written. */
export type BulletinChange = Partial<Omit<BulletinRow, 'id' | 'announcement' | 'made_at'>>;

const COLUMNS = `id, number, kind, state, facts, starts_at, ends_at, audience, version, storm, drafted_by, made_at,
  announced_at, closed_at, events, next_event, next_event_at`;
const BULLETIN_COLUMNS = `id, announcement, kind, state, version, facts, note, drafted_by, confirmed_by, alone_reason, made_at,
  changed_at, confirmed_at, leaves_at, broadcast, shown_at, reported, pause_told`;
/** As in the index of open ones. */
const OPEN = `state IN ('terjadwal', 'berlangsung')`;
/** It may still go out. */
const PENDING = `state IN ('pratinjau', 'dikonfirmasi', 'ditarik')`;

/** Takes the next number of a kind in a year; the first is 1. Others who want one wait until the transaction ends. */
export async function takeAnnouncementNumber(
  tx: Database,
  kind: AnnouncementRow['kind'],
  year: number,
): Promise<number> {
  const [row] = await tx.query<{ last: number }>(
    `INSERT INTO announcement_numbers (kind, year, last) VALUES ($1, $2, 1)
     ON CONFLICT (kind, year) DO UPDATE SET last = announcement_numbers.last + 1 RETURNING last`,
    [kind, year],
  );
  return row?.last ?? 1;
}

/** Stores a draft. */
export async function addAnnouncement(tx: Database, announcement: NewAnnouncement): Promise<AnnouncementRow> {
  const { number, kind, facts, starts_at, ends_at, audience, storm, drafted_by, made_at } = announcement;
  const [row] = await tx.query<AnnouncementRow>(
    `INSERT INTO announcements (number, kind, facts, starts_at, ends_at, audience, storm, drafted_by, made_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
    [number, kind, JSON.stringify(facts), starts_at, ends_at, audience, storm, drafted_by, made_at],
  );
  return row as AnnouncementRow;
}

/** The announcement of that number of the row; undefined when there is none. */
export async function findAnnouncement(db: Database, id: number): Promise<AnnouncementRow | undefined> {
  const [row] = await db.query<AnnouncementRow>(`SELECT ${COLUMNS} FROM announcements WHERE id = $1`, [id]);
  return row;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockAnnouncement(tx: Database, id: number): Promise<AnnouncementRow | undefined> {
  const [row] = await tx.query<AnnouncementRow>(`SELECT ${COLUMNS} FROM announcements WHERE id = $1 FOR UPDATE`, [id]);
  return row;
}

/** Changes columns of an announcement; gives it as it is then. */
export async function saveAnnouncement(tx: Database, id: number, change: AnnouncementChange): Promise<AnnouncementRow> {
  const [row] = await tx.query<AnnouncementRow>(
    `UPDATE announcements SET ${assigned(change)} WHERE id = $1 RETURNING ${COLUMNS}`,
    [id, ...Object.values(change)],
  );
  return row as AnnouncementRow;
}

/** What was announced and is not over, the first to begin first. */
export async function listOpenAnnouncements(db: Database): Promise<AnnouncementRow[]> {
  return await db.query(`SELECT ${COLUMNS} FROM announcements WHERE ${OPEN} ORDER BY starts_at, id`);
}

/** What was announced, the newest first; `since`: only what was announced, or was over, from then on. */
export async function listAnnouncements(
  db: Database,
  { since, most }: { since?: Date; most: number },
): Promise<AnnouncementRow[]> {
  return await db.query(
    `SELECT ${COLUMNS} FROM announcements
     WHERE announced_at IS NOT NULL AND ($1::timestamptz IS NULL OR greatest(announced_at, closed_at) >= $1 OR ${OPEN})
     ORDER BY announced_at DESC, id DESC LIMIT $2`,
    [since ?? null, most],
  );
}

/** The announcement that a storm was told of in, or is about to be; undefined when there is none. */
export async function findOfStorm(db: Database, storm: number): Promise<AnnouncementRow | undefined> {
  const [row] = await db.query<AnnouncementRow>(
    `SELECT ${COLUMNS} FROM announcements WHERE storm = $1 AND state NOT IN ('batal', 'dibuang') ORDER BY id DESC LIMIT 1`,
    [storm],
  );
  return row;
}

/** What is written and has not gone out yet, newest first. */
export async function listUnannounced(db: Database, most: number): Promise<AnnouncementRow[]> {
  return await db.query(`SELECT ${COLUMNS} FROM announcements WHERE state = 'rancangan' ORDER BY id DESC LIMIT $1`, [
    most,
  ]);
}

/** Nobody else decides on announcements of a kind until the transaction ends: two that exclude each other must not both pass. */
export async function lockKind(tx: Database, kind: AnnouncementRow['kind']): Promise<void> {
  await tx.query('SELECT FROM announcement_numbers WHERE kind = $1 ORDER BY year FOR UPDATE', [kind]);
}

/** A maintenance, and what it will be once a confirmed text about it has left; null: no other. */
export type PlannedRow = AnnouncementRow & { confirmed: AnnouncementRow['facts'] | null };

/** The maintenance that was announced or is confirmed, besides one, the first to begin first. */
export async function listPlanned(db: Database, besides: number): Promise<PlannedRow[]> {
  return await db.query(
    `SELECT ${columnsOf('announcements', COLUMNS)}, (
       SELECT bulletins.facts FROM bulletins
       WHERE bulletins.announcement = announcements.id AND bulletins.state = 'dikonfirmasi' LIMIT 1) AS confirmed
     FROM announcements
     WHERE kind = 'pemeliharaan' AND id <> $1 AND (${OPEN} OR (state = 'rancangan' AND EXISTS (
       SELECT FROM bulletins WHERE bulletins.announcement = announcements.id AND bulletins.state = 'dikonfirmasi')))
     ORDER BY starts_at, id`,
    [besides],
  );
}

/** The announcements that time brings something for; nobody else gets them until the transaction ends. */
export async function lockEventful(tx: Database, now: Date, most: number): Promise<AnnouncementRow[]> {
  return await tx.query(
    `SELECT ${COLUMNS} FROM announcements WHERE next_event_at <= $1 ORDER BY next_event_at, id LIMIT $2
     FOR UPDATE SKIP LOCKED`,
    [now, most],
  );
}

/** What runs, is planned or waits to be confirmed, and has no card in that chat. */
export async function listCardlessAnnouncements(db: Database, { channel, chat }: CardPlace): Promise<number[]> {
  const rows = await db.query<{ id: number }>(
    `SELECT id FROM announcements WHERE state IN ('rancangan', 'terjadwal', 'berlangsung') AND NOT EXISTS (
       SELECT FROM outbox WHERE outbox.channel = $1 AND outbox.chat = $2
         AND outbox.subject = 'announcement:' || announcements.id
         AND outbox.state IN ('due', 'held', 'sending', 'sent', 'unsure', 'refused'))
     ORDER BY id`,
    [channel, chat],
  );
  return rows.map(({ id }) => id);
}

/** Stores a text. */
export async function addBulletin(tx: Database, bulletin: NewBulletin): Promise<BulletinRow> {
  const { announcement, kind, state, facts, note, drafted_by, made_at } = bulletin;
  const [row] = await tx.query<BulletinRow>(
    `INSERT INTO bulletins (announcement, kind, state, facts, note, drafted_by, made_at, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING ${BULLETIN_COLUMNS}`,
    [announcement, kind, state, JSON.stringify(facts), note, drafted_by, made_at],
  );
  return row as BulletinRow;
}

/** The text of that number of the row; undefined when there is none. */
export async function findBulletin(db: Database, id: number): Promise<BulletinRow | undefined> {
  const [row] = await db.query<BulletinRow>(`SELECT ${BULLETIN_COLUMNS} FROM bulletins WHERE id = $1`, [id]);
  return row;
}

/** Changes columns of a text; gives it as it is then. */
export async function saveBulletin(tx: Database, id: number, change: BulletinChange): Promise<BulletinRow> {
  const [row] = await tx.query<BulletinRow>(
    `UPDATE bulletins SET ${assigned(change)} WHERE id = $1 RETURNING ${BULLETIN_COLUMNS}`,
    [id, ...Object.values(change)],
  );
  return row as BulletinRow;
}

/** The text of an announcement that may still go out; there is at most one. */
export async function findPendingBulletin(db: Database, announcement: number): Promise<BulletinRow | undefined> {
  const [row] = await db.query<BulletinRow>(
    `SELECT ${BULLETIN_COLUMNS} FROM bulletins WHERE announcement = $1 AND ${PENDING} ORDER BY id DESC LIMIT 1`,
    [announcement],
  );
  return row;
}

/** The texts of an announcement in the order in which they went out: one that was written first may go later. */
export async function listSentBulletins(db: Database, announcement: number): Promise<BulletinRow[]> {
  return await db.query(
    `SELECT ${BULLETIN_COLUMNS} FROM bulletins WHERE announcement = $1 AND state = 'dikirim' ORDER BY broadcast, id`,
    [announcement],
  );
}

/** Confirmed texts that leave now, with their announcements; nobody else gets either until the transaction ends. */
export async function lockLeaving(tx: Database, now: Date, most: number): Promise<BulletinRow[]> {
  return await tx.query(
    `SELECT ${columnsOf('bulletins', BULLETIN_COLUMNS)} FROM bulletins
     JOIN announcements ON announcements.id = bulletins.announcement
     WHERE bulletins.state = 'dikonfirmasi' AND bulletins.leaves_at <= $1
     ORDER BY bulletins.leaves_at, bulletins.id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, most],
  );
}

/** Previews whose card stands and that nobody was asked to confirm yet; nobody else gets them until the transaction ends. */
export async function lockUnasked(tx: Database, cards: CardPlace | undefined, most: number): Promise<BulletinRow[]> {
  return await tx.query(
    `SELECT ${BULLETIN_COLUMNS} FROM bulletins WHERE ${unasked('$1', '$2')} ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [cards?.channel ?? '', cards?.chat ?? '', most],
  );
}

/**
 * Texts that are on their way and were last shown before `shown`, and those of which nothing is left to send; none whose
 * report was made. Those shown longest ago come first.
 */
export async function lockUnreported(tx: Database, shown: Date, most: number): Promise<BulletinRow[]> {
  return await tx.query(
    `SELECT ${BULLETIN_COLUMNS} FROM bulletins WHERE ${unreported('$1')}
     ORDER BY shown_at, id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [shown, most],
  );
}

/** Of what something is due. */
export type AnnouncementsDue = { leaving: boolean; events: boolean; previews: boolean; broadcasts: boolean };

/** Columns that say of what something is due, for a statement with these parameters. */
export const announcementsDue = ({
  now,
  shown,
  channel,
  chat,
}: Record<'now' | 'shown' | 'channel' | 'chat', string>) => `
  EXISTS (SELECT FROM bulletins WHERE state = 'dikonfirmasi' AND leaves_at <= ${now}) AS leaving,
  EXISTS (SELECT FROM announcements WHERE next_event_at <= ${now}) AS events,
  EXISTS (SELECT FROM bulletins WHERE ${unasked(channel, chat)}) AS previews,
  EXISTS (SELECT FROM bulletins WHERE ${unreported(shown)}) AS broadcasts`;

/** Where the cards of announcements stand. */
export type CardPlace = { channel: string; chat: string };

const unasked = (channel: string, chat: string) => `state = 'pratinjau' AND shown_at IS NULL AND EXISTS (
  SELECT FROM outbox WHERE outbox.channel = ${channel} AND outbox.chat = ${chat} AND outbox.state = 'sent'
    AND outbox.subject = 'announcement:' || bulletins.announcement)`;

const unreported = (shown: string) => `state = 'dikirim' AND NOT reported AND (shown_at <= ${shown} OR EXISTS (
  SELECT FROM broadcasts WHERE broadcasts.id = bulletins.broadcast AND broadcasts.ended_at IS NOT NULL))`;

const columnsOf = (table: string, columns: string) =>
  columns
    .split(',')
    .map((column) => `${table}.${column.trim()}`)
    .join(', ');

/** The columns of a change, from the second parameter on. */
const assigned = (change: object): string =>
  Object.keys(change)
    .map((column, at) => `${column} = $${at + 2}`)
    .join(', ');
