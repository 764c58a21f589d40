import type { Session } from './session.ts';

/** Any fixed number but that of the migrations; every process of this program must use the same. */
const ADVISORY_LOCK = 3_112_013;

/** How long the server hears nothing from a session before it ends it, and frees its lock, in milliseconds. */
export const SILENCE_MS = 5_000;
/**
 * How long the lead is certain after the request of a sign of life has left, if that was answered: less than SILENCE_MS, which
 * the server counts from later. So nobody else leads before whoever led has stopped believing it.
 */
export const CERTAIN_MS = 4_000;

/** What is ended is waited for so long, in milliseconds. */
const LEAVING_MS = 1_000;

/** What came of an attempt to lead. `over`: another process has led since this one did. */
export type Claim = { kind: 'leads'; term: number } | { kind: 'waits' } | { kind: 'over' };

/**
 * Makes a session fit to hold the lead. The server ends it when nothing is heard for SILENCE_MS: whether the process was
 * killed, hangs, or its machine vanished. While the server is busy answering, only TCP can find that nobody is there.
 */
export async function prepareToLead(session: Session): Promise<void> {
  for (const [name, value] of [
    ['idle_session_timeout', SILENCE_MS],
    ['tcp_user_timeout', SILENCE_MS],
    ['tcp_keepalives_idle', 2],
    ['tcp_keepalives_interval', 1],
    ['tcp_keepalives_count', 3],
  ])
    await session.query('SELECT set_config($1, $2, false)', [name, String(value)]);
}

/**
 * Takes the lead if it is free. It is held until the session ends. What whoever led before still has under way on the server
 * is ended: it holds locks, or was held up on its way and would come late.
 * @param process the name of the connections of this process
 * @param before the term in which this process led; its lead goes on when nobody else led since
 */
export async function claimLead(session: Session, process: string, before: number | undefined): Promise<Claim> {
  const isOver = async () => before !== undefined && (await lastTerm(session)) !== before;
  if (await isOver()) return { kind: 'over' };
  const [lock] = await session.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [ADVISORY_LOCK]);
  if (!lock?.taken) return { kind: 'waits' };
  // Somebody may have led between the two looks.
  if (await isOver()) return { kind: 'over' };
  if (before !== undefined) return { kind: 'leads', term: before };
  await session.query(
    `SELECT pg_terminate_backend(pid, ${LEAVING_MS}) FROM pg_stat_activity JOIN leader ON application_name = process
     WHERE usename = current_user AND process <> $1`,
    [process],
  );
  const [row] = await session.query<{ term: number }>(
    'UPDATE leader SET term = term + 1, process = $1, since = now() RETURNING term',
    [process],
  );
  return { kind: 'leads', term: row?.term ?? 0 };
}

/** The last term there was; asking is a sign of life. */
export async function lastTerm(session: Session): Promise<number | undefined> {
  const [row] = await session.query<{ term: number }>('SELECT term FROM leader');
  return row?.term;
}
