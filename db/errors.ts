/** Why the database cannot be used; the sentence for people is the message of the error. */
export type DatabaseFailure =
  | 'unreachable'
  | 'wrong-password'
  | 'no-database'
  | 'no-pgvector'
  | 'server-too-old'
  | 'data-dir'
  | 'embedded-broken'
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
