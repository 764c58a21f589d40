import { type Database, DatabaseError } from '../../db/database.ts';
import type { Session } from '../../db/session.ts';

/** What processes see of a server when they want to lead: one lock, one term, and connections that can break. */
export type PretendedServer = {
  /** The server as one process sees it. */
  seenBy: () => Seen;
  term: () => number;
};

export type Seen = {
  db: Database;
  /** Breaks the connection; what was locked on it is free. */
  cut: () => void;
  /** No new connection is made, until it is set back. */
  away: boolean;
  /** Statements are not answered: they reject after `answerWithinMs`. */
  silent: boolean;
};

type Held = { session: Session; end: () => void; hear: (said: string) => void };

/** A server of which only the lead is pretended; it knows the statements of db/leader.ts and of LISTEN, and no others. */
export function pretendServer(): PretendedServer {
  let [term, holder] = [0, undefined as Held | undefined];
  const listening = new Set<Held>();

  const answer = (held: Held, sql: string, params: unknown[]): unknown[] => {
    if (sql.includes('pg_try_advisory_lock')) {
      holder ??= held;
      return [{ taken: holder === held }];
    }
    if (sql.includes('UPDATE leader')) return [{ term: ++term }];
    if (sql.includes('SELECT term')) return [{ term }];
    if (sql.startsWith('LISTEN')) listening.add(held);
    else if (sql.includes('pg_notify')) for (const { hear } of listening) hear(String(params[0]));
    else if (!sql.includes('set_config') && !sql.includes('pg_terminate_backend'))
      throw new Error(`no such statement: ${sql}`);
    return [];
  };

  let processes = 0;
  const seenBy = (): Seen => {
    const name = `process ${++processes}`;
    const open = new Set<Held>();
    const connect = async (answerWithinMs = 0): Promise<Session> => {
      if (seen.away) throw new DatabaseError('unreachable', 'Basis data tidak dapat dihubungi.');
      const ended = new AbortController();
      const held: Held = {
        session: {
          async query<Row>(sql: string, params: unknown[] = []) {
            if (seen.silent) await new Promise((resolve) => setTimeout(resolve, answerWithinMs));
            if (seen.silent || ended.signal.aborted) throw new Error('Query read timeout');
            return answer(held, sql, params) as Row[];
          },
          onNotice: (hear) => {
            held.hear = hear;
          },
          ended: ended.signal,
          close: async () => held.end(),
        },
        hear: () => {},
        end: () => {
          ended.abort();
          open.delete(held);
          listening.delete(held);
          if (holder === held) holder = undefined;
        },
      };
      open.add(held);
      return held.session;
    };
    const guarded = (still: () => boolean): Database => ({
      lost: new AbortController().signal,
      async query() {
        if (!still()) throw new DatabaseError('not-leading', 'Proses ini tidak memimpin.');
        return [];
      },
      transaction: (work) => work(guarded(still)),
      close: async () => {},
      shared: { name, connect, while: guarded },
    });
    const seen: Seen = {
      db: guarded(() => true),
      cut: () => {
        for (const { end } of open) end();
      },
      away: false,
      silent: false,
    };
    return seen;
  };

  return { seenBy, term: () => term };
}
