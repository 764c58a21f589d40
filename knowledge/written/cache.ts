import { createHash } from 'node:crypto';
import { cacheAnswer, cachedAnswer } from '../../db/answer-cache.ts';
import type { Database } from '../../db/database.ts';
import { neutral } from './neutral.ts';
import { type Asked, PROMPT_VERSION } from './prompt.ts';
import { OUTPUT, type Output } from './schema.ts';

/** Longer questions are cut by the prompt as well. */
const LONGEST = 2_000;

/**
 * The key of what a model writes: all that it is made from, by SHA-256. The question counts without regard to capitals, spacing
 * and hidden characters; everything else to the letter, so that nothing is ever found across versions.
 * @param version of the sources
 */
export function cacheKey({ question, turns, given, register }: Asked, version: string, model: string): string {
  const passages = [...given].map(([token, { statement, text }]) => [token, statement.source, text]);
  const asked = neutral(question, LONGEST).toLowerCase().replace(/\s+/gu, ' ');
  const all = [PROMPT_VERSION, model, register, version, asked, turns, passages];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

/** What was written for the same before, as it was written: it is checked anew like everything that a model writes. */
export async function cachedOutput(db: Database, key: string, now: Date): Promise<Output | undefined> {
  const { data } = OUTPUT.safeParse(await cachedAnswer(db, key, now));
  return data;
}

/** Keeps what was written. */
export const keepOutput = (db: Database, key: string, output: Output, now: Date): Promise<void> =>
  cacheAnswer(db, key, output, now);
