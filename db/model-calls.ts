import type { Database } from './database.ts';

/** What a model was used for. */
export type Purpose = 'write' | 'embed' | 'listen';

/** One request to a model, without its words. */
export type ModelCall = {
  at: Date;
  purpose: Purpose;
  model: string;
  promptVersion?: string | undefined;
  /** SHA-256 of what was sent, in hex. */
  sentHash: string;
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

/** Puts a call on record. */
export async function addCall(db: Database, call: ModelCall): Promise<void> {
  await db.query(
    `INSERT INTO model_calls (at, purpose, model, prompt_version, sent_hash, tokens_in, tokens_out, cost, ms, outcome,
       kept, dropped)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      call.at,
      call.purpose,
      call.model,
      call.promptVersion ?? null,
      call.sentHash,
      call.tokensIn,
      call.tokensOut,
      call.cost,
      call.ms,
      call.outcome,
      call.kept ?? null,
      call.dropped ?? null,
    ],
  );
}

/** Rupiah spent from that moment on. */
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
