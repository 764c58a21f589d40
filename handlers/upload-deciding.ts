import type { Database } from '../db/database.ts';
import { lockUpload, saveUpload, type UploadRow } from '../db/uploads.ts';
import { orderDryRun, orderProblems } from './made-lists.ts';
import { outdated } from './messages/index.ts';
import { dryRunOrdered, problemsOrdered, uploadRefused } from './messages/uploads.ts';
import type { Reply } from './reply.ts';
import { type UploadRefusal, whyNotDrop, whyNotTakeOver } from './rules/upload.ts';
import { drawUpload } from './upload-card.ts';
import type { Chosen } from './upload-found.ts';
import { aloneIn, type Decision, type Visit } from './visit.ts';

/** Somebody else than who gave it lets it be taken over; that is done afterwards, and the card tells how far it is. */
export const takeOver = (visit: Visit, id: number, seen: number): Decision => {
  const { needs, person } = visit;
  return onUpload(visit, id, async (tx, row) => {
    const { by } = row.chosen as Chosen;
    const why = whyNotTakeOver({ ...row, related: by }, seen, person.id);
    if (why) return why;
    const decided = { decided_by: person.id, decided_at: new Date(needs.now()) };
    const now = await saveUpload(tx, id, 'siap', { ...decided, state: 'diterapkan', progress: null });
    if (now) await drawUpload(tx, needs, now);
    return undefined;
  });
};

/** It is not wanted; what is being read of it is broken off. `asked`: they have said so once more. */
export const drop = (visit: Visit, id: number, asked: boolean): Decision => {
  const { needs, person } = visit;
  return onUpload(visit, id, async (tx, row) => {
    const why = whyNotDrop(row);
    if (why) return why;
    // The form that asks did not open.
    if (!asked && row.state !== 'dibaca') return outdated();
    const at = new Date(needs.now());
    const decided = { decided_by: person.id, decided_at: at, ended_at: at };
    const now = await saveUpload(tx, id, row.state, { ...decided, state: 'dibuang', progress: null, payload: null });
    if (now) await drawUpload(tx, needs, now);
    return undefined;
  });
};

/** The rows that cannot be taken, as a file for whoever asks. */
export const problems = (visit: Visit, id: number): Decision =>
  onUpload(visit, id, async (tx, row) => {
    await orderProblems(tx, visit, row);
    return problemsOrdered(row.name);
  });

/** All that it would change, as a file for whoever asks; once it is decided on there is nothing of it any more. */
export const dryRun = (visit: Visit, id: number): Decision =>
  onUpload(visit, id, async (tx, row) => {
    if (row.state !== 'siap') return row.state === 'dibaca' ? 'unread' : 'over';
    await orderDryRun(tx, visit, row);
    return dryRunOrdered(row.name);
  });

/** What is decided on an upload, looked at again while nobody else changes it; a refusal is told to the one who came. */
export function onUpload(
  visit: Visit,
  id: number,
  work: (tx: Database, row: UploadRow) => Promise<UploadRefusal | Reply | undefined>,
): Decision {
  return async (tx) => {
    const row = await lockUpload(tx, id);
    const said = row ? await work(tx, row) : 'unknown';
    if (said === undefined) return { replies: [] };
    return { replies: [typeof said === 'string' ? uploadRefused(said) : said], place: aloneIn(visit) };
  };
}
