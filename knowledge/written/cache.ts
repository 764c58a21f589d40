import { createHash } from 'node:crypto';
import { cacheAnswer, cachedAnswer, useCached } from '../../db/answer-cache.ts';
import type { Database } from '../../db/database.ts';
import type { Nearby } from '../nearby.ts';
import type { Before } from '../outcome.ts';
import { neutral } from './neutral.ts';
import { type Asked, PROMPT_VERSION, promptFor, type Turn } from './prompt.ts';
import { KEPT, type Output } from './schema.ts';

/** Longer questions are cut by the prompt as well. */
const LONGEST = 2_000;

/** All that decides what a model is asked, known before anything is sent. */
export type Occasion = {
  question: string;
  before: Before | undefined;
  turns: readonly Turn[];
  documents: readonly string[] | undefined;
  /** Of the sources. */
  version: string;
  writer: string;
  /** What makes vectors, as it serves now; empty where vectors said nothing. */
  embedder: string;
};

/**
 * The key of an occasion, by SHA-256. The question counts without regard to capitals, spacing and hidden characters; everything
 * else to the letter, so that nothing is ever found across versions.
 */
export function cacheKey({ question, before, turns, documents, version, writer, embedder }: Occasion): string {
  return sha256([PROMPT_VERSION, plain(question), before, turns, documents, version, writer, embedder]);
}

/**
 * What was written before, as it was written: it is checked anew like everything that a model writes. `nearby` is what lay near
 * the question then, and `prompt` the fingerprint of what the model read: what it would not read now is not what it answered.
 */
export type Kept = { output: Output; nearby?: Nearby; prompt: string };

/** What was kept for the same occasion; undefined as well for what has another form. */
export async function keptOutput(db: Database, key: string): Promise<Kept | undefined> {
  return KEPT.safeParse(await cachedAnswer(db, key)).data;
}

/** What was kept spared a call. */
export const countUse = (db: Database, key: string, now: Date): Promise<void> => useCached(db, key, now);

/** Keeps what was written, in place of what could not be used. */
export const keepOutput = (db: Database, key: string, kept: Kept, now: Date): Promise<void> =>
  cacheAnswer(db, key, kept, now);

/** All that a model reads, by SHA-256; the question as in the key. */
export function fingerprint(asked: Asked): string {
  return sha256(promptFor({ ...asked, question: plain(asked.question) }));
}

const plain = (question: string) => neutral(question, LONGEST).toLowerCase().replace(/\s+/gu, ' ');

const sha256 = (all: unknown) => createHash('sha256').update(JSON.stringify(all)).digest('hex');
