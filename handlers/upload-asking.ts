import { addChore, moveChore } from '../db/chores.ts';
import type { Database } from '../db/database.ts';
import { sentRef } from '../db/outbox.ts';
import { findPerson, listPeopleWithRole } from '../db/people.ts';
import { findUpload, type UploadRow } from '../db/uploads.ts';
import type { Channel } from './incoming.ts';
import { pleaseTakeOver } from './messages/uploads.ts';
import { notify } from './notice.ts';
import { APPROVERS } from './rules/permission.ts';
import { uploadSubject } from './upload-card.ts';
import type { Needs } from './visit.ts';

const BEGINNING = 'upload-ask:';
/** The card that is linked to is sent by then; where it is not, it is looked for again. */
const AFTER_MS = 2_000;
const AGAIN_MS = 30_000;

/** Those who may let a file be taken over are asked to, once its card stands where the trainers are. */
export async function askForUpload(tx: Database, { training, now }: Needs, { id, state }: UploadRow): Promise<void> {
  if (state === 'siap' && training) await addChore(tx, `${BEGINNING}${id}`, new Date(now() + AFTER_MS));
}

/** Does such a chore; false when it is another one. */
export async function workOnAsking(tx: Database, needs: Needs, chore: string): Promise<boolean> {
  if (!chore.startsWith(BEGINNING)) return false;
  const { training, linkTo, now } = needs;
  const row = await findUpload(tx, Number(chore.slice(BEGINNING.length)));
  if (row?.state !== 'siap' || !training) {
    await moveChore(tx, chore, undefined);
    return true;
  }
  const { channel, chat } = training;
  const ref = await sentRef(tx, channel, chat, uploadSubject(row.id));
  if (ref === undefined) {
    await moveChore(tx, chore, new Date(now() + AGAIN_MS));
    return true;
  }
  const by = (await findPerson(tx, row.person))?.name ?? '';
  const reply = pleaseTakeOver(row.name, by, linkTo(channel, chat, ref));
  for (const { id, channel: where, address } of await listPeopleWithRole(tx, 'slack', APPROVERS))
    if (id !== row.person) await notify(tx, { channel: where as Channel, chat: address, audience: 'private' }, reply);
  await moveChore(tx, chore, undefined);
  return true;
}
