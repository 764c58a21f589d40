import { progressOf } from '../db/broadcasts.ts';
import type { Database } from '../db/database.ts';
import { findFaqPush } from '../db/faq-pushes.ts';
import type { PushShown } from './messages/faq-push.ts';

/** How far the last version of an entry that was sent to subscribers is; undefined when none was. */
export async function pushedOf(db: Database, faq: number): Promise<PushShown | undefined> {
  const push = await findFaqPush(db, faq);
  const progress = push && (await progressOf(db, push.broadcast));
  return push && { version: push.version, at: push.made_at, by: push.name, progress };
}
