import { Embeddings } from '@langchain/core/embeddings';

const DIMENSION = 256;

/**
 * A vector that is the same for the same text everywhere: parts of its words, thrown into `dimension` places and brought to
 * length 1. Texts that share words and parts of words lie near; it knows nothing of meaning.
 */
export function embedText(text: string, dimension: number = DIMENSION): number[] {
  const vector = new Array<number>(dimension).fill(0);
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words) {
    throwIn(vector, word, 2);
    const framed = `_${word}_`;
    for (let at = 0; at + 4 <= framed.length; at++) throwIn(vector, framed.slice(at, at + 4), 1);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector.with(0, 1) : vector.map((value) => value / length);
}

function throwIn(vector: number[], part: string, weight: number): void {
  let hash = 0x811c9dc5;
  for (const letter of part) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const place = hash % vector.length;
  // A sign of its own keeps parts that share a place from adding up.
  vector[place] = (vector[place] ?? 0) + (hash & 0x10000 ? weight : -weight);
}

/** The same behind the interface of langchain, for tests without a server. */
export class WordEmbeddings extends Embeddings {
  constructor() {
    super({ maxRetries: 0 });
  }
  override embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.resolve(texts.map((text) => embedText(text)));
  }
  override embedQuery(text: string): Promise<number[]> {
    return Promise.resolve(embedText(text));
  }
}
