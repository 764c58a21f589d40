import type { Database } from '../../db/database.ts';
import { findFile } from '../../db/files.ts';
import type { UploadChange, UploadRow } from '../../db/uploads.ts';
import type { Found, Knowledge } from '../../handlers/index.ts';
import { documentFound, keepLearned } from '../../ingest/index.ts';
import type { Log, ReadFile } from '../channel.ts';
import { faultOf } from '../fault.ts';
import { planned } from './faq-import.ts';
import type { Payload } from './payload.ts';
import { READING_LIMITS, type ReadingLimits, readInThread } from './reader.ts';
import type { Read } from './reading-thread.ts';

export type LookingNeeds = {
  db: Database;
  knowledge: Knowledge;
  /** The bytes of a stored file. */
  read: ReadFile;
  log: Log;
  /** Milliseconds since 1970 UTC. */
  now: () => number;
  limits?: ReadingLimits;
};

/**
 * Reads the file of an upload, and finds out what taking it over would change; nothing is changed.
 * @param tell told of the pages read so far
 * @param signal breaks it off
 * @returns how the upload is then; undefined when it was broken off
 */
export async function look(
  needs: LookingNeeds,
  row: UploadRow,
  tell: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<UploadChange | undefined> {
  const file = row.file === null ? undefined : await findFile(needs.db, row.file);
  if (file?.state === 'refused') return refused(`file:${file.why ?? 'failed'}`);
  const bytes = file && (await needs.read(file.id));
  if (!bytes) return refused('file:lost');
  const { limits = READING_LIMITS } = needs;
  const read = await readInThread({ name: row.name, bytes }, { progress: tell, signal, limits });
  if (signal.aborted) return undefined;
  if (read.kind === 'broken') {
    // The file is refused and the program lives; what nobody foresaw is for whoever looks after the program.
    if (read.fault !== undefined) needs.log.error('reading', { upload: row.id, fault: faultOf(read.fault) });
    return refused(read.why);
  }
  return read.kind === 'refused' ? refused(read.why) : await findOut(needs, read);
}

const refused = (why: string): UploadChange => ({ state: 'ditolak', why });

async function findOut(needs: LookingNeeds, read: Exclude<Read, { kind: 'refused' }>): Promise<UploadChange> {
  if (read.kind === 'faq') return await planned(needs, read);
  const document = await keepLearned(needs.db, read.document);
  const found: Found = { kind: 'dokumen', document: await documentFound(needs.db, document, read.summary) };
  const before = found.document.stored?.version ?? null;
  return { kind: 'dokumen', found, state: 'siap', payload: { kind: 'dokumen', document, before } satisfies Payload };
}
