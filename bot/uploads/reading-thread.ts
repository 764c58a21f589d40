import { parentPort, workerData } from 'node:worker_threads';
import {
  type FaqFileRead,
  isFaqFile,
  type ReadDocument,
  readDocumentBytes,
  readFaqFile,
  StructurelessFile,
  UnreadableFile,
} from '../../ingest/index.ts';

/** The file that is to be read. */
export type Task = { name: string; bytes: Uint8Array };
/** What was read; `why` is a sentence for whoever gave the file. */
export type Read =
  | ({ kind: 'faq' } & Omit<Extract<FaqFileRead, { ok: true }>, 'ok'>)
  | ({ kind: 'dokumen' } & ReadDocument)
  | { kind: 'refused'; why: string };
/** What the thread tells: how far it is, and at last what it read. */
export type Told = { kind: 'progress'; done: number; total: number } | Read;

const tell = (told: Told) => parentPort?.postMessage(told);

async function read({ name, bytes }: Task): Promise<Read> {
  if (isFaqFile(name, bytes)) {
    const read = readFaqFile(name, bytes);
    return read.ok ? { kind: 'faq', rows: read.rows, notes: read.notes } : { kind: 'refused', why: read.reason };
  }
  try {
    // It is told before each page.
    const progress = ({ page, pages }: { page: number; pages: number }) =>
      tell({ kind: 'progress', done: page - 1, total: pages });
    return { kind: 'dokumen', ...(await readDocumentBytes(name, bytes, { progress })) };
  } catch (error) {
    if (!(error instanceof UnreadableFile || error instanceof StructurelessFile)) throw error;
    return { kind: 'refused', why: error.message };
  }
}

// Whatever else goes wrong ends the thread, and whoever started it learns of that.
tell(await read(workerData as Task));
