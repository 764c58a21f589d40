import pg from 'pg';

/** One connection to a server that nobody else uses: what is locked on it stays locked as long as it lasts. */
export interface Session {
  /** Runs one statement with `$1` parameters and returns its rows. */
  query<Row>(sql: string, params?: unknown[]): Promise<Row[]>;
  /** Hears what is said on the channels that this session listens to; `said` is the text of a NOTIFY. */
  onNotice(hear: (said: string) => void): void;
  /** Aborted when the connection is gone, whoever ended it. */
  ended: AbortSignal;
  /** Ends the connection; never rejects, and does not wait for a server that is silent. */
  close(): Promise<void>;
}

/** A silent server is not waited for any longer when the connection is closed. */
const GOODBYE_MS = 500;

/**
 * Opens a connection besides those of the pool.
 * @param answerWithinMs a statement that takes longer rejects, and the session is of no more use: close it
 */
export async function openSession(config: pg.ClientConfig, answerWithinMs?: number): Promise<Session> {
  const patience = { connectionTimeoutMillis: answerWithinMs, query_timeout: answerWithinMs };
  const client = new pg.Client({ ...config, ...(answerWithinMs !== undefined && patience) });
  const ended = new AbortController();
  client.on('error', () => ended.abort());
  client.on('end', () => ended.abort());
  await client.connect();
  return {
    query: async (sql, params) => (await client.query(sql, params)).rows,
    onNotice: (hear) => void client.on('notification', ({ payload = '' }) => hear(payload)),
    ended: ended.signal,
    async close() {
      ended.abort();
      await Promise.race([
        client.end().catch(() => {}),
        new Promise<void>((resolve) => setTimeout(resolve, GOODBYE_MS).unref()),
      ]);
    },
  };
}
