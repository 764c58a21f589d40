// The thread in which the embedded PostgreSQL runs. WebAssembly computes without pause, so a heavy query would
// otherwise hold the event loop of the bot. Only bytes of the PostgreSQL protocol go in and parsed messages come out.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

/** What the main thread asks: run these protocol messages, or (without any) close the database. */
export type ToWorker = { id: number; batch: Uint8Array[] | undefined };

/** What this thread answers. An error inside `messages` travels as plain data: cloning would lose its fields. */
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'failed'; why: string }
  | { kind: 'answer'; id: number; messages: unknown[] }
  | { kind: 'closed' };

if (!parentPort) throw new Error('embedded-worker.ts runs as a worker thread only');
const port = parentPort;
const tell = (message: FromWorker) => port.postMessage(message);

try {
  const pglite = await open(workerData as string | undefined);
  port.on('message', async ({ id, batch }: ToWorker) => {
    if (batch) {
      const messages: object[] = [];
      for (const bytes of batch) messages.push(...(await pglite.execProtocolStream(bytes, { throwOnError: false })));
      tell({ kind: 'answer', id, messages: messages.map(asPlain) });
    } else {
      await pglite.close();
      tell({ kind: 'closed' });
    }
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

function asPlain(message: object): object {
  return message instanceof Error ? { ...message, name: 'error', message: message.message } : message;
}
