// The thread in which the embedded PostgreSQL runs. WebAssembly computes without pause, so a heavy query would
// otherwise hold the event loop of the bot. Bytes of the PostgreSQL protocol go in and come out.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

/** What the main thread sends: whole messages of the protocol. */
export type ToWorker = Uint8Array | 'close';

/** What this thread answers: whole messages of the protocol, or how it stands with the thread. */
export type FromWorker = Uint8Array | { kind: 'ready' } | { kind: 'failed'; why: string } | { kind: 'closed' };

if (!parentPort) throw new Error('embedded-worker.ts runs as a worker thread only');
const port = parentPort;
const tell = (message: FromWorker) => port.postMessage(message);

try {
  const pglite = await open(workerData as string | undefined);
  // Nothing vacuums or gathers statistics here: a bitmap scan would visit every row that ever was in the index, while an
  // index scan leaves out the dead ones that it met before.
  await pglite.exec('SET enable_bitmapscan = off');
  port.on('message', async (asked: ToWorker) => {
    if (asked !== 'close') {
      // Not execProtocolRaw: it also parses what it returns, and keeps that for ever.
      const answer: Uint8Array[] = [];
      await pglite.execProtocolRawStream(asked, { onRawData: (bytes) => void answer.push(bytes.slice()) });
      return tell(new Uint8Array(Buffer.concat(answer)));
    }
    await pglite.close();
    tell({ kind: 'closed' });
  });
  tell({ kind: 'ready' });
} catch (error) {
  tell({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
}

/** `folder` undefined: in memory. */
async function open(folder: string | undefined): Promise<PGlite> {
  if (!folder) return await PGlite.create({ extensions: { vector } });
  if (!existsSync(folder)) {
    // A new cluster takes seconds to make. Made aside and renamed, a process killed meanwhile leaves no half cluster,
    // which every later start would fail to open.
    const unfinished = `${folder}.baru`;
    rmSync(unfinished, { recursive: true, force: true });
    await (await PGlite.create(unfinished)).close();
    renameSync(unfinished, folder);
  }
  return await PGlite.create(folder, { extensions: { vector } });
}
