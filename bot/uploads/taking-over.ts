import type { Database } from '../../db/database.ts';
import { currentDocument } from '../../db/document-versions.ts';
import { payloadOf, type UploadChange, type UploadRow } from '../../db/uploads.ts';
import type { Chosen, Knowledge } from '../../handlers/index.ts';
import type { Log } from '../channel.ts';
import { letAnswer } from './answering.ts';
import { imported } from './faq-import.ts';
import { failed, finished, type Payload } from './payload.ts';

export type TakingOverNeeds = {
  db: Database;
  knowledge: Knowledge;
  log: Log;
  /** Milliseconds since 1970 UTC. */
  now: () => number;
};

/**
 * Takes over what was confirmed, all of it or nothing. What an earlier try took over before this program ended counts.
 * @param tell told of the entries done so far
 * @returns how the upload is then
 */
export async function takeOver(
  needs: TakingOverNeeds,
  row: UploadRow,
  tell: (done: number, total: number, storing: boolean) => void,
): Promise<UploadChange> {
  const payload = (await payloadOf(needs.db, row.id)) as Payload | null;
  if (payload === null || payload.kind === 'problems') throw new Error('nothing to take over');
  if (payload.kind === 'faq') return await imported(needs, row, payload, tell);
  return await takeOverDocument(needs, row, payload);
}

async function takeOverDocument(
  { db, knowledge, log }: TakingOverNeeds,
  row: UploadRow,
  { document, before }: Extract<Payload, { kind: 'dokumen' }>,
): Promise<UploadChange> {
  const stored = await currentDocument(db, document.id);
  const isOurs = stored?.source_text === document.text;
  if ((stored?.version ?? null) !== before && !isOurs) return failed('moved');
  const { relation } = row.chosen as Chosen;
  // Where nothing was chosen, what was said of an earlier text still holds.
  const relations = relation === null ? [] : relation && [{ verb: relation.verb, other: relation.other }];
  const outcome = await knowledge.remember(document, { by: row.person, ...(relations && { relations }) });
  await letAnswer({ knowledge, log });
  // With another version an earlier try stored it.
  const isSame = outcome === 'unchanged' && stored?.version === before;
  return isSame ? { ...finished([]), why: 'same' } : finished([]);
}
