import type { Database } from '../../db/database.ts';
import { listRelations } from '../../db/document-relations.ts';
import { currentDocument } from '../../db/document-versions.ts';
import { payloadOf, type UploadChange, type UploadRow, wasTakenOver } from '../../db/uploads.ts';
import type { Chosen } from '../../handlers/index.ts';
import { listTaken } from './faq-taken.ts';
import { finished, type Payload } from './payload.ts';

/** How an upload is of which all was stored before something went wrong; undefined when nothing was. */
export async function takenOver(db: Database, row: UploadRow): Promise<UploadChange | undefined> {
  const payload = (await payloadOf(db, row.id)) as Payload | null;
  if (payload?.kind === 'faq') return (await wasTakenOver(db, row.id)) ? await listTaken(db, row, payload) : undefined;
  return payload?.kind === 'dokumen' && (await isStored(db, row, payload)) ? finished([]) : undefined;
}

async function isStored(
  db: Database,
  { chosen }: UploadRow,
  { document: { id, text }, before }: Extract<Payload, { kind: 'dokumen' }>,
): Promise<boolean> {
  const stored = await currentDocument(db, id);
  if (stored?.source_text !== text) return false;
  if (stored.version !== before) return true;
  const { relation } = chosen as Chosen;
  const said = (await listRelations(db)).filter(({ document }) => document === id);
  if (relation === null) return said.length === 0;
  return said.some(({ verb, other }) => verb === relation?.verb && other === relation.other);
}
