import { type AnnouncementRow, type BulletinRow, lockKind, saveBulletin } from '../db/announcements.ts';
import { recordDeed } from '../db/audit.ts';
import { setBroadcastState } from '../db/broadcasts.ts';
import type { Database } from '../db/database.ts';
import { countAudience } from '../db/subscriptions.ts';
import { redrawAnnouncement } from './announcement-card.ts';
import { onText, PREVIEW, tellBelow } from './announcement-drafts.ts';
import { factsOf, standingOf, topicOf } from './announcement-facts.ts';
import { clashOf } from './announcement-reading.ts';
import { overlapRefused } from './messages/announcing.ts';
import type { Reply } from './reply.ts';
import { RECALL_MS, whyNotAlone, whyNotConfirm, whyNotRecall } from './rules/bulletin.ts';
import type { Decision, Visit } from './visit.ts';

type Text = { bulletin: BulletinRow; announcement: AnnouncementRow };

/** Konfirmasi: a second person lets the preview of that version go; it leaves a minute later. */
export const confirm = (visit: Visit, id: number, version: number): Decision =>
  onText(visit, id, async (tx, text) => {
    const { needs, person } = visit;
    const { total: recipients } = await countAudience(tx, topicOf(text.announcement));
    const standing = standingOf(text.bulletin, text.announcement);
    const why = whyNotConfirm(standing, { person: person.id, version, recipients }, needs.now());
    if (why) return why;
    const clash = await clashAtLast(tx, visit, text);
    if (clash) return clash;
    await release(tx, visit, text, { confirmed_by: person.id });
    await tellBelow(tx, visit, text.bulletin, { kind: 'confirmed' });
    return undefined;
  });

/** Kirim sendiri, from the form: whoever wrote it sends it alone, with a reason that stays on record. */
export const sendAlone = (visit: Visit, id: number, reason: string): Decision =>
  onText(visit, id, async (tx, text) => {
    const { needs, person } = visit;
    const { total: recipients } = await countAudience(tx, topicOf(text.announcement));
    const standing = standingOf(text.bulletin, text.announcement);
    const why = whyNotAlone(standing, { person: person.id, recipients, reason }, needs.now());
    if (why) return why;
    await recordDeed(tx, {
      person: person.id,
      deed: 'bulletin-alone',
      allowed: true,
      detail: { bulletin: id, announcement: text.announcement.id, reason },
    });
    await release(tx, visit, text, { alone_reason: reason });
    await tellBelow(tx, visit, text.bulletin, { kind: 'alone', reason });
    return undefined;
  });

/** Tarik kembali: it is a preview again, and a button below the earlier one does nothing. */
export const recall = (visit: Visit, id: number): Decision =>
  onText(visit, id, async (tx, { bulletin, announcement }) => {
    const why = whyNotRecall(standingOf(bulletin, announcement), visit.needs.now());
    if (why) return why;
    await saveBulletin(tx, id, { ...PREVIEW, state: 'ditarik', version: bulletin.version + 1 });
    await redrawAnnouncement(tx, visit.needs, announcement);
    await tellBelow(tx, visit, bulletin, { kind: 'recalled' });
    return undefined;
  });

/** Jeda, Lanjutkan, Batalkan: of a text that is on its way. */
export const steer = (visit: Visit, id: number, how: 'paused' | 'resumed' | 'stopped'): Decision =>
  onText(visit, id, async (tx, { bulletin, announcement }) => {
    const state = how === 'resumed' ? 'sending' : how;
    const isSo = bulletin.broadcast !== null && (await setBroadcastState(tx, bulletin.broadcast, state));
    if (!isSo) return 'ended';
    await redrawAnnouncement(tx, visit.needs, announcement);
    await tellBelow(tx, visit, bulletin, { kind: how });
    return undefined;
  });

/** Another maintenance may have been confirmed since the form was sent; undefined: none. */
async function clashAtLast(
  tx: Database,
  { needs }: Visit,
  { bulletin, announcement }: Text,
): Promise<Reply | undefined> {
  await lockKind(tx, announcement.kind);
  const clash = await clashOf(tx, announcement, bulletin.kind, factsOf(bulletin));
  return clash && overlapRefused(clash, needs.knowledge.unit);
}

async function release(
  tx: Database,
  { needs }: Visit,
  { bulletin, announcement }: Text,
  by: { confirmed_by: number } | { alone_reason: string },
): Promise<void> {
  const now = needs.now();
  await saveBulletin(tx, bulletin.id, {
    state: 'dikonfirmasi',
    confirmed_at: new Date(now),
    leaves_at: new Date(now + RECALL_MS),
    ...by,
  });
  await redrawAnnouncement(tx, needs, announcement);
}
