import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FixtureResponse, LLMock } from '@copilotkit/aimock';
import { embedText } from './embedder.ts';

/** What a chat was asked for, as the server got it. */
export type Asked = { model: string; system: string; user: string; schema?: object; body: Record<string, unknown> };

/** What the server does with one request. */
export type Reply =
  /** Writes this as JSON, or these words as they are. */
  | { writes: unknown; finish?: 'stop' | 'length' | 'content_filter' }
  /** A fault in the provider's own words. */
  | { status: number; retryAfter?: number; message?: string }
  /** Refuses as a model does. */
  | { refusal: string }
  /** These bytes with status 200, whatever they are. */
  | { raw: string }
  /** Does it later; the client may be gone by then. */
  | { afterMs: number; then: Reply }
  /** Takes the request and never answers. */
  | 'hang'
  /** Takes the request and closes the connection. */
  | 'drop';

/** One request as it came over the wire. */
type Got = { path: string; body: string; headers: Record<string, string> };

export type ModelServer = {
  /** For OPENAI_BASE_URL. */
  url: string;
  /** Everything that came in, oldest first; tests may empty it. */
  journal: Got[];
  /** How every chat is answered from now on; `{ writes: {} }` before. */
  answers: (how: (asked: Asked) => Reply | Promise<Reply>) => void;
  /** What happens to the next requests of any kind instead, one each. */
  next: (...replies: Reply[]) => void;
  /** What is heard in every sound; "syarat daftar penyedia apa saja?" before. */
  hears: (text: string) => void;
  /** False: `response_format` of type json_schema is refused with 400, as simple servers do. */
  knowsSchemas: (knows: boolean) => void;
  /** How long a text may be of which a vector is made, in tokens, of which this server counts one for each character; a request with a longer one is refused as llama.cpp does. */
  window: (tokens: number) => void;
  stop: () => Promise<void>;
};

const HEARD = 'syarat daftar penyedia apa saja?';
/** What the real services take at once. */
const MOST_TEXTS = 2_048;

/**
 * A server that speaks as OpenAI's and others do: chat and sound by aimock, vectors by our own embedder (a model whose name
 * ends in `-512` makes vectors of that length). It keeps every request as it came, and is as strict as the real ones.
 */
export async function startModelServer(): Promise<ModelServer> {
  let how: Parameters<ModelServer['answers']>[0] = () => ({ writes: {} });
  let [heard, schemas, window] = [HEARD, true, Number.POSITIVE_INFINITY];
  const journal: Got[] = [];
  const queue: Reply[] = [];
  /** What aimock is to say to the request of that number. */
  const told = new Map<number, FixtureResponse>();
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
  mock.on({ endpoint: 'chat' }, (request) => told.get(Number(request.told)) ?? { content: '' });
  mock.on({ endpoint: 'transcription' }, () => ({ transcription: { text: heard } }));
  await mock.start();

  async function serve(got: Got, bytes: Buffer, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(got, schemas, window);
    if (refusal) return await obey(refusal, got, bytes, response);
    const next = queue.shift();
    if (next !== undefined) return await obey(next, got, bytes, response);
    if (got.path === '/v1/chat/completions') return await obey(await how(askedIn(got)), got, bytes, response);
    if (got.path === '/v1/embeddings') return send(response, 200, embeddings(JSON.parse(got.body)));
    await relay(got, bytes, response);
  }

  async function obey(reply: Reply, got: Got, bytes: Buffer, response: ServerResponse): Promise<void> {
    if (reply === 'hang') return;
    if (reply === 'drop') return void response.socket?.destroy();
    if ('afterMs' in reply) {
      await new Promise((resolve) => setTimeout(resolve, reply.afterMs).unref());
      return await obey(reply.then, got, bytes, response);
    }
    if ('raw' in reply) return void response.writeHead(200, { 'content-type': 'application/json' }).end(reply.raw);
    if ('refusal' in reply) return send(response, 200, refusing(reply.refusal));
    if ('writes' in reply) return await chat(reply, got, response);
    const { status, retryAfter, message = `fault ${status}` } = reply;
    const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    send(response, status, { error: { message, type: 'server_error', param: null, code: null } }, headers);
  }

  async function chat(reply: Extract<Reply, { writes: unknown }>, got: Got, response: ServerResponse): Promise<void> {
    const number = journal.indexOf(got) + 1;
    const content = typeof reply.writes === 'string' ? reply.writes : JSON.stringify(reply.writes);
    told.set(number, {
      content,
      finishReason: reply.finish ?? 'stop',
      usage: { prompt_tokens: Math.ceil(got.body.length / 4), completion_tokens: Math.ceil(content.length / 4) },
    });
    await relay(got, Buffer.from(JSON.stringify({ ...JSON.parse(got.body), told: number })), response);
    told.delete(number);
  }

  async function relay(got: Got, body: Buffer, response: ServerResponse): Promise<void> {
    const headers = { 'content-type': got.headers['content-type'] ?? 'application/json' };
    const answer = await fetch(`${mock.url}${got.path}`, { method: 'POST', headers, body: new Uint8Array(body) });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    response.end(await answer.text());
  }

  const server = createServer((request, response) => {
    void read(request).then(({ got, bytes }) => {
      journal.push(got);
      return serve(got, bytes, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    journal,
    answers: (answer) => {
      how = answer;
    },
    next: (...replies) => void queue.push(...replies),
    hears: (text) => {
      heard = text;
    },
    knowsSchemas: (knows) => {
      schemas = knows;
    },
    window: (tokens) => {
      window = tokens;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mock.stop();
    },
  };
}

async function read(request: IncomingMessage): Promise<{ got: Got; bytes: Buffer }> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : `${value}`,
    ]),
  );
  return { got: { path: request.url ?? '', body: bytes.toString(), headers }, bytes };
}

function askedIn({ body }: Got): Asked {
  const parsed = JSON.parse(body) as {
    model: string;
    messages: { role: string; content: string }[];
    response_format?: { json_schema?: { schema?: object } };
  };
  const said = (role: string) => parsed.messages.find((message) => message.role === role)?.content ?? '';
  const schema = parsed.response_format?.json_schema?.schema;
  return { model: parsed.model, system: said('system'), user: said('user'), ...(schema && { schema }), body: parsed };
}

/** What the real services refuse. */
function refusalOf({ path, body, headers }: Got, knowsSchemas: boolean, window: number): Reply | undefined {
  const wrong = (message: string, status = 400): Reply => ({ status, message });
  if (!/^Bearer \S+$/u.test(headers.authorization ?? '')) return wrong('You did not provide an API key', 401);
  if (path === '/v1/audio/transcriptions') return /name="model"/u.test(body) ? undefined : wrong('no model');
  if (path !== '/v1/chat/completions' && path !== '/v1/embeddings') return wrong('unknown URL', 404);
  const asked = JSON.parse(body) as Record<string, unknown>;
  if (typeof asked.model !== 'string' || asked.model === '') return wrong('you must provide a model parameter');
  if (path === '/v1/embeddings') {
    const texts = asked.input;
    if (!Array.isArray(texts) || texts.length === 0 || texts.length > MOST_TEXTS || texts.includes(''))
      return wrong("'$.input' is invalid");
    const long = texts.find((text) => String(text).length > window);
    if (long !== undefined)
      return wrong(
        `input (${String(long).length} tokens) is too large to process. increase the physical batch size`,
        500,
      );
    return asked.encoding_format === 'float' ? undefined : wrong('encoding_format not supported');
  }
  const format = asked.response_format as { type?: string; json_schema?: { strict?: boolean; schema?: object } };
  if (format?.type === 'json_schema' && !knowsSchemas) return wrong("response_format.type 'json_schema' is unknown");
  const { strict, schema } = format?.json_schema ?? {};
  const fault = strict === true ? schemaFault(schema) : undefined;
  if (fault !== undefined) return wrong(`Invalid schema for response_format: ${fault}`);
  // So says OpenAI, lest the model writes blanks without end.
  if (format?.type === 'json_object' && !/json/iu.test(JSON.stringify(asked.messages)))
    return wrong("'messages' must contain the word 'json' to use 'response_format' of type 'json_object'");
  return undefined;
}

/** What a schema lacks for being kept to strictly. */
function schemaFault(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return 'schema is missing';
  const { type, properties, required, additionalProperties, items } = schema as Record<string, unknown>;
  if (type === 'array') return schemaFault(items);
  if (type !== 'object') return undefined;
  if (additionalProperties !== false) return "'additionalProperties' is required to be false";
  const names = Object.keys(properties ?? {});
  if (!names.every((name) => Array.isArray(required) && required.includes(name))) return "'required' misses a property";
  return names.map((name) => schemaFault((properties as Record<string, unknown>)[name])).find(Boolean);
}

function embeddings({ model, input }: { model: string; input: string[] }): object {
  const length = Number(/-(\d+)$/u.exec(model)?.[1] ?? 256);
  return {
    object: 'list',
    data: input.map((text, index) => ({ object: 'embedding', index, embedding: embedText(text, length) })),
    model,
    usage: { prompt_tokens: input.join(' ').length, total_tokens: input.join(' ').length },
  };
}

function refusing(refusal: string): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'any',
    choices: [{ index: 0, message: { role: 'assistant', content: null, refusal }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  };
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
