import type { Database } from './database.ts';

/**
 * Gives the space of removed rows back to the tables whose rows come and go. The embedded database does that by nothing
 * else; a server does it by itself, and is not harmed.
 */
export async function vacuum(db: Database): Promise<void> {
  await db.query('VACUUM (ANALYZE) inbox');
  await db.query('VACUUM (ANALYZE) outbox');
  await db.query('VACUUM (ANALYZE) people');
  await db.query('VACUUM (ANALYZE) answers');
  await db.query('VACUUM (ANALYZE) files');
  // Rows of these stay; what is known of them decides how they are searched.
  await db.query('VACUUM (ANALYZE) tickets');
  await db.query('VACUUM (ANALYZE) ticket_events');
  await db.query('VACUUM (ANALYZE) ticket_messages');
}
