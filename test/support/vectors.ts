import { createHash } from 'node:crypto';
import type { Refused } from '../../knowledge/model/index.ts';

/** A vector that is the same for the same text and lies near none of another text. */
export function randomVector(text: string, dimension = 64): number[] {
  let state = createHash('sha256').update(text).digest().readUInt32LE();
  return Array.from({ length: dimension }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

/** A model that embeds as it is told, with all that was sent to it. */
export function embeddingModel(name: string, vectorOf: (text: string, model: string) => number[]) {
  const sent: { texts: string[]; model: string }[] = [];
  const model = {
    names: { embedder: name } as { embedder?: string },
    /** What happens to the next calls instead. */
    refuses: [] as (Refused['why'] | undefined)[],
    sent,
    async embed(texts: string[], { model: other }: { signal: AbortSignal; model?: string }) {
      const which = other ?? model.names.embedder ?? '';
      const why = model.refuses.shift();
      if (why) return { ok: false as const, why };
      sent.push({ texts, model: which });
      return { ok: true as const, vectors: texts.map((text) => vectorOf(text, which)) };
    },
  };
  return model;
}
