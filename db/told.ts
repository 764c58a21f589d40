import type { BulletinRow } from './announcements.ts';
import type { Database } from './database.ts';

/** A text about an announcement that went out, and when it did. */
export type ToldRow = Pick<BulletinRow, 'announcement' | 'kind' | 'facts' | 'note'> & { told_at: Date };

/** The texts about several announcements that went out, in the order in which they left: one written first may leave later. */
export async function listTold(db: Database, announcements: readonly number[]): Promise<ToldRow[]> {
  return await db.query(
    `SELECT announcement, kind, facts, note, coalesce(broadcasts.made_at, leaves_at, bulletins.made_at) AS told_at
     FROM bulletins LEFT JOIN broadcasts ON broadcasts.id = broadcast
     WHERE announcement = ANY ($1::integer[]) AND bulletins.state = 'dikirim' ORDER BY broadcast, bulletins.id`,
    [announcements],
  );
}
