import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from './embedded.ts';
import { DatabaseError, LOST_CONNECTION } from './errors.ts';
import { LockedError, takeLock } from './lock.ts';
import { openSession, type Session } from './session.ts';

export { DatabaseError, isDatabaseDown, isDatabaseFault } from './errors.ts';
export { LockedError } from './lock.ts';

/** PostgreSQL, on a server or embedded: both parse types alike (bigint and numeric as text, timestamptz as Date). */
export interface Database {
  /**
   * Runs one statement with `$1` parameters, or several statements without parameters, and returns the rows of the last.
   * A JavaScript array becomes a PostgreSQL array: give jsonb as JSON.stringify(value), a vector as '[1,2,3]'.
   * @throws the error of `pg` (SQLSTATE in `code`) for a bad statement; DatabaseError when the database is closed
   */
  query<Row>(sql: string, params?: unknown[]): Promise<Row[]>;
  /**
   * Commits when `work` resolves, rolls back and rethrows when it rejects. Inside `work` use only the `db` it is given:
   * the pool has one connection, so the outer one would wait for ever (it throws instead). Transactions run one after
   * another. A transaction inside a transaction is a savepoint; do not start two of those at once.
   */
  transaction<T>(work: (db: Database) => Promise<T>): Promise<T>;
  /** Aborted with a DatabaseError when this database is lost for good. A server may come back: it never is. */
  lost: AbortSignal;
  /** Waits for what runs, then closes; a second call does nothing more. */
  close(): Promise<void>;
  /** What only a server has: other processes may work on the same database. */
  shared?: {
    /** What the server knows the connections of this process by: their application_name. */
    name: string;
    /** A connection besides those of the pool; see openSession. @throws the error of `pg` when the server cannot be reached */
    connect(answerWithinMs?: number): Promise<Session>;
    /**
     * The same database for work that is right only as long as `still` says so. It is asked when a connection is at hand, just
     * before the statement or transaction leaves; when it says no, that rejects with a DatabaseError as if the server were away.
     */
    while(still: () => boolean): Database;
  };
}

/** pgvector and the SQL used here are tried from this version on. */
const OLDEST_SERVER = 15;
/** Long enough for a server far away, short enough for a person who waits at a terminal. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens the database: the server at `url`, else the embedded one in `dataDir` (':memory:' leaves nothing on disk).
 * @throws DatabaseError with an Indonesian sentence when it cannot be used; LockedError when another process has `dataDir`
 */
export async function openDatabase(options: { url?: string | undefined; dataDir: string }): Promise<Database> {
  return options.url ? await openServer(options.url) : await openEmbedded(options.dataDir);
}

async function openServer(url: string): Promise<Database> {
  const name = `helpdesk-lpse ${randomBytes(6).toString('hex')}`;
  const config = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: name,
  };
  // Not a client of the pool: the pool forgets one that fails to log in without closing its socket, and an open socket
  // keeps a program that only wants to report the error from ending.
  const first = new pg.Client(config);
  first.on('error', () => {});
  try {
    await first.connect();
    await checkServer(first);
  } catch (error) {
    throw error instanceof DatabaseError ? error : explain(error, url);
  } finally {
    await first.end();
  }
  return overPool(new pg.Pool({ ...config, max: 1 }), {
    shared: { name, connect: (answerWithinMs) => openSession(config, answerWithinMs) },
  });
}

async function openEmbedded(dataDir: string): Promise<Database> {
  const inMemory = dataDir === ':memory:';
  const lock = inMemory ? undefined : await lockFolder(dataDir);
  try {
    const embedded = await startEmbedded(inMemory ? undefined : join(dataDir, 'pg'));
    // Ending an idle client would end the one connection there is.
    const pool = new pg.Pool({ ...embedded.pgConfig, max: 1, idleTimeoutMillis: 0 } as pg.PoolConfig);
    return overPool(pool, {
      afterwards: async () => {
        await embedded.stop();
        lock?.release();
      },
      lost: embedded.lost,
    });
  } catch (error) {
    lock?.release();
    throw error;
  }
}

async function lockFolder(dataDir: string) {
  try {
    return await takeLock(dataDir);
  } catch (error) {
    if (error instanceof LockedError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new DatabaseError('data-dir', `Folder data ${dataDir} tidak dapat ditulis (${why}). Periksa DATA_DIR.`, {
      cause: error,
    });
  }
}

function overPool(
  pool: pg.Pool,
  {
    afterwards = async () => {},
    lost = new AbortController().signal,
    shared,
  }: {
    afterwards?: () => Promise<void>;
    lost?: AbortSignal;
    shared?: Omit<NonNullable<Database['shared']>, 'while'>;
  },
): Database {
  const running = new Set<Promise<unknown>>();
  const here = new AsyncLocalStorage<{ open: boolean }>();
  let closing: Promise<void> | undefined;

  // A connection that breaks rejects its query and leaves the pool by itself; unheard, the event would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));

  const withClient = <T>(still: () => boolean, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    if (closing) return Promise.reject(new DatabaseError('closed', 'Basis data sudah ditutup.'));
    if (here.getStore()?.open) {
      return Promise.reject(new Error('Inside a transaction use the database that was given to it.'));
    }
    const job = pool.connect().then(async (client) => {
      try {
        if (!still()) throw new DatabaseError('not-leading', 'Proses ini tidak memimpin.');
        const result = await work(client);
        client.release();
        return result;
      } catch (error) {
        client.release(LOST_CONNECTION.test((error as { code?: string } | undefined)?.code ?? ''));
        throw error;
      }
    });
    running.add(job);
    const forget = () => running.delete(job);
    job.then(forget, forget);
    return job;
  };

  const whilst = (still: () => boolean): Database => ({
    lost,
    query: (sql, params) => withClient(still, (client) => run(client, sql, params)),
    transaction: (work) =>
      withClient(still, async (client) => {
        const scope = { open: true };
        try {
          return await inTransaction(client, 0, lost, (db) => here.run(scope, () => work(db)));
        } finally {
          scope.open = false;
        }
      }),
    close() {
      // The pool forgets, without a word, those who still wait for its connection: let them finish first.
      closing ??= Promise.allSettled(running)
        .then(() => pool.end())
        .finally(afterwards);
      return closing;
    },
    ...(shared && { shared: { ...shared, while: (also) => whilst(() => still() && also()) } }),
  });
  return whilst(() => true);
}

async function run<Row>(client: pg.ClientBase, sql: string, params?: unknown[]): Promise<Row[]> {
  const result: pg.QueryResult | pg.QueryResult[] = await client.query(sql, params);
  const last = Array.isArray(result) ? result.at(-1) : result;
  return (last?.rows ?? []) as Row[];
}

/** `depth` 0 is the transaction itself; deeper ones are savepoints, each with a name of its own. */
async function inTransaction<T>(
  client: pg.ClientBase,
  depth: number,
  lost: AbortSignal,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const savepoint = `savepoint_${depth}`;
  let open = true;
  const db: Database = {
    query: async (sql, params) => {
      // Later than the end it would run outside the transaction, on a connection that others use.
      if (!open) throw new Error('This transaction has ended: await every query inside it.');
      return await run(client, sql, params);
    },
    lost,
    transaction: (inner) => inTransaction(client, depth + 1, lost, inner),
    close: () => Promise.reject(new Error('A transaction cannot close the database.')),
  };
  await client.query(depth === 0 ? 'BEGIN' : `SAVEPOINT ${savepoint}`);
  try {
    const result = await work(db);
    open = false;
    const { command } = await client.query(depth === 0 ? 'COMMIT' : `RELEASE SAVEPOINT ${savepoint}`);
    // PostgreSQL answers so, without an error, when `work` swallowed the failure of a statement.
    if (command === 'ROLLBACK') throw new Error('The transaction was rolled back: a statement in it had failed.');
    return result;
  } catch (error) {
    open = false;
    // When the connection is lost the rollback fails too; the first error is the one that tells why.
    await client.query(depth === 0 ? 'ROLLBACK' : `ROLLBACK TO SAVEPOINT ${savepoint}`).catch(() => {});
    throw error;
  }
}

async function checkServer(client: pg.ClientBase): Promise<void> {
  const [server] = await run<{ version: number }>(
    client,
    "SELECT current_setting('server_version_num')::int / 10000 AS version",
  );
  if (server && server.version < OLDEST_SERVER) {
    throw new DatabaseError(
      'server-too-old',
      `Server PostgreSQL versi ${server.version} terlalu lama; perlu versi ${OLDEST_SERVER} atau lebih baru.`,
    );
  }
  const available = await run(client, "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'");
  if (available.length === 0) {
    throw new DatabaseError(
      'no-pgvector',
      `Server PostgreSQL belum memiliki ekstensi pgvector. Pasang paketnya di server (misalnya postgresql-${server?.version}-pgvector), atau kosongkan DATABASE_URL untuk memakai basis data bawaan.`,
    );
  }
}

/** Turns a failed connection into a sentence; only host and name of the database are told, never the password. */
function explain(cause: unknown, url: string): DatabaseError {
  const { host, pathname } = new URL(url);
  const where = `${host || 'soket lokal'}${pathname}`;
  const { code = '', message = '' } = cause as { code?: string; message?: string };
  // 28xxx: refused log-in; SASL: a password is asked and none (or an empty one) was given.
  if (code.startsWith('28') || message.startsWith('SASL')) {
    return new DatabaseError(
      'wrong-password',
      `Server PostgreSQL ${where} menolak nama pengguna atau kata sandi. Periksa DATABASE_URL.`,
      { cause },
    );
  }
  if (code === '3D000') {
    return new DatabaseError('no-database', `Basis data ${where} tidak ada. Buat dahulu, atau periksa DATABASE_URL.`, {
      cause,
    });
  }
  return new DatabaseError(
    'unreachable',
    `Server PostgreSQL ${where} tidak dapat dihubungi (${code || message}). Pastikan server menyala dan periksa DATABASE_URL.`,
    { cause },
  );
}
