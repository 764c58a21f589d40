import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { AIMessage } from '@langchain/core/messages';
import { HumanMessage, SystemMessage } from 'langchain';
import { type ZodType, z } from 'zod';
import type { Prompt } from './models.ts';
import { CallFailed } from './outcome.ts';

/** Models of which their client says that they know no schemas, before it asks. */
const OLD = /^gpt-(?:3|4-|4$)/u;

/** How a model is made to keep to a schema at first. */
export const formFor = (model: string): Form => (OLD.test(model) ? 'words' : 'schema');

/** How a model is made to keep to a schema: by its server, or told in words, for servers that cannot. */
export type Form = 'schema' | 'words';

const NAME = 'jawaban';

/**
 * Has a model fill in a schema.
 * @throws CallFailed for what cannot be read; whatever the client throws for the rest
 */
export async function fillIn<T>(
  chat: BaseChatModel,
  prompt: Prompt,
  schema: ZodType<T>,
  { form, signal }: { form: Form; signal: AbortSignal },
): Promise<T> {
  const model = keeping(chat, schema, form);
  const system = form === 'schema' ? prompt.system : `${prompt.system}\n\n${inWords(schema)}`;
  const { raw } = await model
    .invoke([new SystemMessage(system), new HumanMessage(prompt.user)], { signal })
    .catch((error: Error) => {
      const outcome = UNFINISHED[error.constructor.name];
      throw outcome ? new CallFailed(outcome) : error;
    });
  return read(raw as AIMessage, schema);
}

/** Faults of the client that tell of an answer without an end. */
const UNFINISHED: Record<string, CallFailed['outcome']> = {
  LengthFinishReasonError: 'truncated',
  ContentFilterFinishReasonError: 'refused',
};

function keeping(chat: BaseChatModel, schema: ZodType, form: Form) {
  return chat.withStructuredOutput<Record<string, unknown>>(schema as ZodType<Record<string, unknown>>, {
    name: NAME,
    includeRaw: true,
    ...(form === 'schema' ? { method: 'jsonSchema', strict: true } : { method: 'jsonMode' }),
  });
}

function inWords(schema: ZodType): string {
  return `Balas hanya dengan satu objek JSON menurut JSON Schema ini, tanpa kata lain:\n${JSON.stringify(z.toJSONSchema(schema))}`;
}

/** Reads strictly: the readers of langchain mend JSON that was cut off, and half an answer would pass for a whole one. */
function read<T>({ content, response_metadata: about }: AIMessage, schema: ZodType<T>): T {
  if (about.finish_reason === 'length') throw new CallFailed('truncated');
  if (about.finish_reason === 'content_filter') throw new CallFailed('refused');
  const text = typeof content === 'string' ? content : '';
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/u.exec(text)?.[1];
  try {
    return schema.parse(JSON.parse(fenced ?? text));
  } catch {
    // Not what was thrown: it repeats what the model wrote.
    throw new CallFailed('malformed');
  }
}
