import { Worker } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { createPgConfig, type PGlitePgConfig } from '@electric-sql/pglite/node-postgres';
import type { FromWorker, ToWorker } from './embedded-worker.ts';
import { DatabaseError } from './errors.ts';

/** A PostgreSQL inside this process: what a `pg.Pool` needs to talk to it, and its end. */
export interface Embedded {
  pgConfig: PGlitePgConfig;
  /** Closes the database files and ends the thread. Call it once, when no query runs. */
  stop(): Promise<void>;
}

type ProtocolMessage = { name: string };

/** First bytes of Parse, Bind, Describe, Execute and Close: after one of these a client always sends more. */
const NOT_YET = new Set(Buffer.from('PBDEC'));

/**
 * Starts PGlite with pgvector in a thread of its own.
 * @param folder where the cluster lives; undefined keeps it in memory
 * @throws DatabaseError `embedded-broken` when the folder cannot be opened as a database
 */
export async function startEmbedded(folder: string | undefined): Promise<Embedded> {
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: folder });
  const waiting = new Map<number, (messages: ProtocolMessage[]) => void>();
  let lastId = 0;
  let stopped = false;

  /** A dead thread answers each request with a fatal protocol error: `pg` then rejects the query as for a lost server. */
  const die = () => {
    stopped = true;
    for (const answer of waiting.values()) answer(lost());
    waiting.clear();
  };
  worker.on('error', die);
  worker.on('exit', die);

  await new Promise<void>((ready, failed) => {
    const fail = (why: string) =>
      failed(new DatabaseError('embedded-broken', `Basis data di ${folder ?? 'memori'} tidak dapat dibuka: ${why}`));
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') ready();
      else if (message.kind === 'failed') fail(message.why);
      else if (message.kind === 'answer') {
        waiting.get(message.id)?.(message.messages.map(revive));
        waiting.delete(message.id);
      }
    });
    worker.once('error', (error) => fail(error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => fail('utas basis data berhenti.'));
  }).catch(async (error) => {
    await worker.terminate();
    throw error;
  });

  // A statement with parameters is five protocol messages; one trip to the thread instead of five more than halves its time.
  let batch: Uint8Array[] = [];
  const execProtocolStream = async (bytes: Uint8Array): Promise<ProtocolMessage[]> => {
    batch.push(bytes);
    if (NOT_YET.has(bytes[0] ?? 0)) return [];
    const id = ++lastId;
    const request: ToWorker = { id, batch };
    batch = [];
    if (stopped) return lost();
    return await new Promise((answer) => {
      waiting.set(id, answer);
      worker.postMessage(request);
    });
  };

  // createPgConfig uses these two members of PGlite and no other.
  const proxy = { waitReady: Promise.resolve(), execProtocolStream };
  return {
    pgConfig: createPgConfig(proxy as unknown as PGlite),
    async stop() {
      if (!stopped) {
        const closed = new Promise<void>((done) => {
          worker.on('message', (message: FromWorker) => message.kind === 'closed' && done());
          worker.once('exit', () => done());
        });
        worker.postMessage({ id: 0, batch: undefined } satisfies ToWorker);
        await closed;
      }
      await worker.terminate();
    },
  };
}

/** `pg` tells an error by its class, which does not survive the way between threads. */
function revive(message: unknown): ProtocolMessage {
  const plain = message as ProtocolMessage & { message?: string };
  return plain.name === 'error' ? Object.assign(new Error(plain.message), plain) : plain;
}

function lost(): ProtocolMessage[] {
  const error = new DatabaseError('embedded-broken', 'Basis data berhenti mendadak. Jalankan ulang program ini.');
  // `name` is what `pg` calls the protocol message, and readyForQuery lets its next query fail too instead of waiting.
  return [Object.assign(error, { name: 'error' }), { name: 'readyForQuery' }];
}
