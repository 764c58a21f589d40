import type { Embeddings } from '@langchain/core/embeddings';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';

/** A model at an OpenAI-compatible server; `url` is that under which /chat/completions and the like stand, without a slash at the end. */
export type ModelAddress = { model: string; url: string; key: string };

/** Which models there are, and what may be spent on them. */
export type ModelSettings = {
  /** Writes answers. */
  writer?: ModelAddress | undefined;
  /** Makes vectors of texts. */
  embedder?: ModelAddress | undefined;
  /** Writes down what is said in a voice note. */
  listener?: ModelAddress | undefined;
  /** How long one question may take in all. */
  timeLimitMs: number;
  /** Requests a minute to each server. */
  perMinute: number;
  /** Rupiah: the first three for a million tokens, `listen` for a minute of sound. */
  prices: { in: number; out: number; embed: number; listen: number };
  /** Rupiah a day; undefined for no limit. */
  dailyBudget?: number | undefined;
};

/** A voice note as it was fetched. */
export type Sound = { bytes: Uint8Array; name: string; type: string; seconds?: number };

/** The models behind the interfaces of langchain: the seam at which tests put in their own. */
export type Ports = {
  /** `mostTokens`: the longest answer that it may give. */
  writer?: { name: string; chat: BaseChatModel; mostTokens: number };
  embedder?: {
    name: string;
    embeddings: Embeddings;
    /** Another model at the same server: the one whose vectors serve while those of `name` are made. */
    other?: (model: string) => Embeddings;
  };
  listener?: { name: string; transcribe: (sound: Sound, signal: AbortSignal) => Promise<string> };
};
