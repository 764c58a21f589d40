import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import OpenAI, { toFile } from 'openai';
import type { ModelAddress, ModelSettings, Ports } from './ports.ts';
import { wire } from './wire.ts';

/** More than eight short claims take; models that think first count their thoughts. */
const MOST_TOKENS = 1_500;
const MOST_THOUGHT_TOKENS = 6_000;
const THINKS = /^(?:o\d|gpt-5(?!-chat))/u;
/** Far above every limit of ours: the gate ends what takes too long. */
const NEVER_MS = 10 * 60_000;

/** The models of OpenAI-compatible servers. The only file that knows their clients. */
export function openPorts({ writer, embedder, listener }: ModelSettings): Ports {
  const thinks = writer !== undefined && THINKS.test(writer.model);
  const mostTokens = thinks ? MOST_THOUGHT_TOKENS : MOST_TOKENS;
  return {
    ...(writer && {
      writer: {
        name: writer.model,
        mostTokens,
        chat: new ChatOpenAI({
          ...common(writer),
          // Those that think refuse to be told how much is left to chance.
          ...(thinks ? { reasoning: { effort: 'low' as const } } : { temperature: 0 }),
          maxTokens: mostTokens,
          streaming: false,
          verbose: false,
          // Not the interface of which the server keeps what was said.
          useResponsesApi: false,
        }),
      },
    }),
    ...(embedder && {
      embedder: {
        name: embedder.model,
        embeddings: embeddingsOf(embedder),
        other: (model: string) => embeddingsOf({ ...embedder, model }),
      },
    }),
    ...(listener && { listener: { name: listener.model, transcribe: transcriber(listener) } }),
  };
}

function embeddingsOf(address: ModelAddress): OpenAIEmbeddings {
  // Servers other than OpenAI's know no base64. What is sent is what was given, line breaks and all.
  return new OpenAIEmbeddings({ ...common(address), encodingFormat: 'float', stripNewLines: false });
}

/** Retries, rates and limits are the gate's: it must see every request. */
const common = ({ model, ...server }: ModelAddress) => ({
  model,
  apiKey: server.key,
  maxRetries: 0,
  // Its queue would let a request leave as part of another's errand.
  maxConcurrency: Number.POSITIVE_INFINITY,
  timeout: NEVER_MS,
  configuration: clientOf(server),
});

const clientOf = ({ url, key }: Omit<ModelAddress, 'model'>) => ({
  // All given: what is missing would be looked for in the environment, and the log would tell what was sent.
  baseURL: url,
  apiKey: key,
  organization: null,
  project: null,
  logLevel: 'off' as const,
  fetch: wire,
});

function transcriber(address: ModelAddress): NonNullable<Ports['listener']>['transcribe'] {
  const client = new OpenAI({ ...clientOf(address), maxRetries: 0, timeout: NEVER_MS });
  return async ({ bytes, name, type }, signal) => {
    const file = await toFile(bytes, name, { type });
    const { text } = await client.audio.transcriptions.create(
      // Not told which language: English is spoken too.
      { file, model: address.model, response_format: 'json', temperature: 0 },
      { signal },
    );
    return text;
  };
}
