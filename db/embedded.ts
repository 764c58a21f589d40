import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './embedded-worker.ts';
import { DatabaseError } from './errors.ts';

/** A PostgreSQL inside this process: what a `pg.Pool` needs to talk to it, and its end. */
export interface Embedded {
  pgConfig: { stream: () => Duplex; user: string; database: string; password: string; ssl: false };
  /** Aborted when the thread died by itself: nothing brings this database back but a new process. */
  lost: AbortSignal;
  /** Closes the database files and ends the thread. Call it once, when no query runs. */
  stop(): Promise<void>;
}

/**
 * Starts PGlite with pgvector in a thread of its own.
 * @param folder where the cluster lives; undefined keeps it in memory
 * @throws DatabaseError `embedded-broken` when the folder cannot be opened as a database
 */
export async function startEmbedded(folder: string | undefined): Promise<Embedded> {
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: folder });
  let stopped = false;
  let closing = false;
  /** There is one at a time: PGlite is one session. */
  let connection: Duplex | undefined;

  const dead = new AbortController();
  const die = () => {
    if (!stopped && !closing) dead.abort(lost());
    stopped = true;
    connection?.destroy(lost());
  };
  worker.on('error', die);
  worker.on('exit', die);

  await new Promise<void>((ready, failed) => {
    const fail = (why: string) =>
      failed(new DatabaseError('embedded-broken', `Basis data di ${folder ?? 'memori'} tidak dapat dibuka: ${why}`));
    worker.on('message', (message: FromWorker) => {
      if (message instanceof Uint8Array) connection?.push(message);
      else if (message.kind === 'ready') ready();
      else if (message.kind === 'failed') fail(message.why);
    });
    worker.once('error', (error) => fail(error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => fail('utas basis data berhenti.'));
  }).catch(async (error) => {
    await worker.terminate();
    throw error;
  });

  /** What `pg` takes for a socket. What it writes at once, such as the five messages of a statement, goes over in one trip. */
  const connect = (): Duplex => {
    const send = (bytes: Uint8Array) => {
      // Of its own: a Buffer is often a piece of a larger memory, and all of that would be copied to the thread.
      worker.postMessage(new Uint8Array(bytes) satisfies ToWorker);
    };
    const stream = new Duplex({
      read: () => {},
      write: (bytes: Buffer, _encoding, done) => {
        send(bytes);
        done();
      },
      writev: (chunks, done) => {
        send(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)));
        done();
      },
      final: (done) => {
        stream.push(null);
        done();
      },
    });
    connection = stream;
    return Object.assign(stream, {
      connect: () => void process.nextTick(() => (stopped ? stream.destroy(lost()) : stream.emit('connect'))),
      setNoDelay: () => {},
      setKeepAlive: () => {},
      ref: () => {},
      unref: () => {},
    });
  };

  return {
    pgConfig: { stream: connect, user: 'postgres', database: 'postgres', password: '', ssl: false },
    lost: dead.signal,
    async stop() {
      closing = true;
      if (!stopped) {
        const ended = once(worker, 'exit');
        const closed = new Promise<void>((done) => {
          worker.on('message', (message: FromWorker) => 'kind' in message && message.kind === 'closed' && done());
        });
        worker.postMessage('close' satisfies ToWorker);
        await Promise.race([closed, ended]);
      }
      await worker.terminate();
    },
  };
}

/** To `pg` and its callers as the loss of a server. */
function lost(): DatabaseError {
  return new DatabaseError('embedded-broken', 'Basis data berhenti mendadak. Jalankan ulang program ini.');
}
