import {
  type AnnouncementRow,
  addAnnouncement,
  addBulletin,
  type BulletinRow,
  saveAnnouncement,
  saveBulletin,
} from '../../db/announcements.ts';
import type { Database } from '../../db/database.ts';
import { meetPeople } from '../../db/people.ts';
import type { Facts } from '../../handlers/rules/announcement.ts';

/** One text that went out. @param at milliseconds since 1970 */
export type Told = { kind: BulletinRow['kind']; at: number; facts?: Partial<Facts>; note?: string };

/** Stores an announcement as it is after these texts went out; without any it is a draft. */
export async function announced(
  db: Database,
  {
    number,
    kind,
    state,
    facts,
    told,
  }: Pick<AnnouncementRow, 'number' | 'kind' | 'state'> & { facts: Facts; told: Told[] },
): Promise<AnnouncementRow> {
  const [officer] = await meetPeople(db, [{ channel: 'slack', address: 'U0RAHMA', name: 'Rahma Rahasia', roles: [] }]);
  const made = new Date((told[0]?.at ?? facts.startsAt) - 60_000);
  const { id } = await addAnnouncement(db, {
    number,
    kind,
    facts,
    starts_at: new Date(facts.startsAt),
    ends_at: facts.endsAt === undefined ? null : new Date(facts.endsAt),
    audience: 'semua',
    storm: null,
    drafted_by: officer?.id ?? 0,
    made_at: made,
  });
  let known = facts;
  for (const { kind, at, facts: changed, note = '' } of told) {
    known = { ...known, ...changed };
    const text = {
      announcement: id,
      kind,
      state: 'dikirim' as const,
      facts: known,
      note,
      drafted_by: null,
      made_at: made,
    };
    const bulletin = await addBulletin(db, text);
    await saveBulletin(db, bulletin.id, { leaves_at: new Date(at) });
  }
  const last = told.at(-1);
  return await saveAnnouncement(db, id, {
    state,
    facts: known,
    version: told.length,
    announced_at: told[0] ? new Date(told[0].at) : null,
    closed_at: last && (state === 'pulih' || state === 'batal') ? new Date(last.at) : null,
  });
}
