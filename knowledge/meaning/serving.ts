import type { Database } from '../../db/database.ts';
import { countEmbeddings, listEmbedders } from '../../db/embeddings.ts';
import { readTrusts } from './measure.ts';

/**
 * One text for all that decides what lies near a question: which model serves, how far it is trusted, and of how many texts it
 * has vectors. Empty where nothing would be looked up.
 */
export async function servingMark(db: Database): Promise<string> {
  const [serving] = await listEmbedders(db);
  if (serving?.state !== 'serving') return '';
  const trusts = readTrusts(serving.trust);
  if (trusts.questions.length === 0 && trusts.passages.length === 0) return '';
  const { id, model, dimension } = serving;
  return JSON.stringify([id, model, dimension, trusts, await countEmbeddings(db, id)]);
}
