import type { Database } from './database.ts';

/** What a model was used for. */
export type Purpose = 'write' | 'embed' | 'listen';

/** One request to a model that is about to leave, without its words. */
type Leaving = {
  at: Date;
  purpose: Purpose;
  model: string;
  promptVersion?: string | undefined;
  /** SHA-256 of what is sent, in hex. */
  sentHash: string;
  /** Rupiah: as dear as it may become. */
  cost: number;
};

/** What became of a request. */
type Ended = {
  tokensIn: number;
  tokensOut: number;
  /** Rupiah. */
  cost: number;
  ms: number;
  outcome: string;
  /** Of the claims of an answer; absent where there was none to look at. */
  kept?: number | undefined;
  dropped?: number | undefined;
};

/** Rupiah that may be spent from that moment on. */
type Budget = { most: number; from: Date };

/** Calls of one kind in some time. */
export type CallsRow = {
  purpose: Purpose;
  model: string;
  outcome: string;
  calls: number;
  tokens_in: number;
  tokens_out: number;
  /** Rupiah. */
  cost: number;
  mean_ms: number;
  kept: number;
  dropped: number;
};

/**
 * Puts a call on record before it leaves, with the outcome 'sent', and gives back its number; undefined when nothing is left of the
 * budget. Calls under way count with all that they may cost: of those that come at once, none passes the others by.
 */
export async function beginCall(db: Database, call: Leaving, budget: Budget | undefined): Promise<string | undefined> {
  return await db.transaction(async (tx) => {
    if (budget) {
      // Another process might look at the same sum.
      await tx.query('LOCK TABLE model_calls IN SHARE ROW EXCLUSIVE MODE');
      if ((await spentSince(tx, budget.from)) >= budget.most) return undefined;
    }
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO model_calls (at, purpose, model, prompt_version, sent_hash, cost, ms, outcome)
       VALUES ($1, $2, $3, $4, $5, $6, 0, 'sent')
       RETURNING id`,
      [call.at, call.purpose, call.model, call.promptVersion ?? null, call.sentHash, call.cost],
    );
    return row?.id;
  });
}

/** Puts on record what became of a call: once, and never again. */
export async function endCall(db: Database, id: string, call: Ended): Promise<void> {
  await db.query(
    `UPDATE model_calls SET tokens_in = $2, tokens_out = $3, cost = $4, ms = $5, outcome = $6, kept = $7, dropped = $8
     WHERE id = $1 AND outcome = 'sent'`,
    [
      id,
      ...[call.tokensIn, call.tokensOut, call.cost, call.ms, call.outcome],
      ...[call.kept ?? null, call.dropped ?? null],
    ],
  );
}

/** Rupiah spent from that moment on; a call of which nobody knows the end counts as dear as it may have been. */
export async function spentSince(db: Database, from: Date): Promise<number> {
  const [row] = await db.query<{ spent: number }>(
    'SELECT coalesce(sum(cost), 0)::float8 AS spent FROM model_calls WHERE at >= $1',
    [from],
  );
  return row?.spent ?? 0;
}

/** Calls from `from` to before `to`, by what they were for, model and outcome; the dearest first. */
export async function callsSummary(db: Database, from: Date, to: Date): Promise<CallsRow[]> {
  return await db.query<CallsRow>(
    `SELECT purpose, model, outcome, count(*)::integer AS calls,
       sum(tokens_in)::float8 AS tokens_in, sum(tokens_out)::float8 AS tokens_out, sum(cost)::float8 AS cost,
       avg(ms)::float8 AS mean_ms, coalesce(sum(kept), 0)::integer AS kept, coalesce(sum(dropped), 0)::integer AS dropped
     FROM model_calls WHERE at >= $1 AND at < $2
     GROUP BY purpose, model, outcome ORDER BY sum(cost) DESC, count(*) DESC, purpose, model, outcome`,
    [from, to],
  );
}

/** Forgets the calls before that moment. */
export async function forgetCalls(db: Database, before: Date): Promise<void> {
  await db.query('DELETE FROM model_calls WHERE at < $1', [before]);
}
