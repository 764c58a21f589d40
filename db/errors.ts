/** Why the database cannot be used; the sentence for people is the message of the error. */
export type DatabaseFailure =
  | 'unreachable'
  | 'wrong-password'
  | 'no-database'
  | 'no-pgvector'
  | 'server-too-old'
  | 'data-dir'
  | 'embedded-broken'
  | 'not-leading'
  | 'taken-over'
  | 'closed';

/**
 * The database as a whole cannot be used. `message` is one Indonesian sentence for the operator, without secrets.
 * A mistake in a single statement is not this: it stays the error of `pg`, with its SQLSTATE in `code`.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly reason: DatabaseFailure;

  constructor(reason: DatabaseFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** SQLSTATEs after which the server hangs up. Its word arrives before the end of the socket, so `pg` does not know yet. */
export const LOST_CONNECTION = /^(08|57P|25P03)/;
/** Out of connections, memory or disk: the statement was right. */
const EXHAUSTED = /^53/;
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
/** How `pg` itself words a lost or unreachable server; these errors have no code. */
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/i;

/** Whether an error says that the database cannot be reached now, so that the same work may succeed later. */
export function isDatabaseDown(error: unknown): boolean {
  if (error instanceof DatabaseError) return true;
  const { code = '', message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const text = String(code);
  return LOST_CONNECTION.test(text) || EXHAUSTED.test(text) || NETWORK.test(text) || WORDS.test(message);
}

/** SQLSTATEs: five characters, as no code of the system has. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Whether an error comes from the database at all: it cannot be reached, or it would not do one statement. */
export function isDatabaseFault(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return isDatabaseDown(error) || (typeof code === 'string' && SQLSTATE.test(code));
}
