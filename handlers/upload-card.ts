import type { Database } from '../db/database.ts';
import { relationsOf } from '../db/document-relations.ts';
import { findPerson } from '../db/people.ts';
import { markShown, type UploadRow } from '../db/uploads.ts';
import type { Place } from './incoming.ts';
import { type CardUpload, uploadCard } from './messages/uploads.ts';
import { notify } from './notice.ts';
import type { Chosen, Found } from './upload-found.ts';
import type { Needs } from './visit.ts';

/** What letters call the card of an upload. */
export const uploadSubject = (id: number): string => `upload:${id}`;

/**
 * Draws an upload as it is now: where it was given, and once there is something to decide also where the trainers are. A
 * direct message holds what whoever gave it may do.
 */
export async function drawUpload(tx: Database, needs: Needs, row: UploadRow): Promise<void> {
  const { training } = needs;
  const given = row.place as Place;
  const card = await cardOf(tx, needs, row);
  const subject = uploadSubject(row.id);
  const isDirect = given.chat !== training?.chat;
  if (isDirect) await notify(tx, given, uploadCard({ ...card, own: training !== undefined }), { subject });
  if (training && (!isDirect || isForAll(row))) await notify(tx, training, uploadCard(card), { subject });
  await markShown(tx, row.id, new Date(needs.now()));
}

/** What nobody else could do anything about is told to whoever gave it, and nobody else. */
const isForAll = ({ state, found, decided_at }: UploadRow): boolean =>
  state === 'siap' || (found !== null && decided_at !== null);

async function cardOf(tx: Database, { knowledge }: Needs, row: UploadRow): Promise<CardUpload> {
  const nameOf = async (person: number | null) => (person === null ? '' : ((await findPerson(tx, person))?.name ?? ''));
  const found = row.found as Found | null;
  return {
    id: row.id,
    revision: row.revision,
    name: row.name,
    state: row.state,
    found,
    chosen: row.chosen as Chosen,
    inForce: found?.kind === 'dokumen' ? await relationsOf(tx, found.document.id) : [],
    progress: row.progress,
    why: row.why,
    by: await nameOf(row.person),
    decider: await nameOf(row.decided_by),
    madeAt: row.made_at,
    decidedAt: row.decided_at,
    unit: knowledge.unit,
  };
}
