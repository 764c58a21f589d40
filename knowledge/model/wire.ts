import { createHash } from 'node:crypto';
import { currentErrand, type Errand } from './errand.ts';

/** More than any answer that we ask for: 32 vectors of 4096 numbers take about three million bytes. */
const MOST_BYTES = 8_000_000;

/** Nothing was sent: there was nobody, or no way. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * `fetch` for the clients of model servers. It carries `Response`: a client that does not find it there fetches an empty address
 * to see one, which would be taken for the request itself.
 */
export const wire: typeof fetch = Object.assign((...sent: Parameters<typeof fetch>) => sending(...sent), { Response });

/**
 * Puts on record what is about to leave, to the byte, and lets nothing leave that is not;
 * notes on the errand what comes back. It goes to no other address than the one named, takes no endless answer, and keeps the words
 * of a fault to itself: they may repeat what was sent, and errors end up in logs.
 */
const sending: typeof fetch = async (input, init) => {
  const errand = currentErrand();
  if (!errand) throw new Error('A request to a model that went past the gate');
  const leaving = await packed(init);
  await errand.leaving({ hash: createHash('sha256').update(leaving.body).digest('hex'), bytes: leaving.body.length });
  const response = await fetch(input, {
    ...init,
    ...leaving,
    // A redirect would carry the question to a server that nobody configured.
    redirect: 'error',
    signal: init?.signal ? AbortSignal.any([init.signal, errand.signal]) : errand.signal,
  }).catch((error: unknown) => {
    errand.unsent = isUnsent(error);
    throw error;
  });
  errand.status = response.status;
  const bytes = await readAtMost(response, MOST_BYTES);
  errand.gotBytes = bytes.length;
  if (response.ok) noteAnswer(errand, bytes);
  else noteFault(errand, response, bytes);
  const { status, headers } = response;
  // Its length and its packing were those of the body on the wire.
  const kept = new Headers([...headers].filter(([name]) => !/^content-(?:length|encoding)$/u.test(name)));
  return new Response(response.ok ? bytes : '{}', { status, headers: kept });
};

/** The very bytes that are to leave: those of a form are only known once its parts are divided. */
async function packed(init: RequestInit | undefined): Promise<{ body: Uint8Array<ArrayBuffer>; headers: Headers }> {
  const whole = new Response(init?.body ?? null);
  const headers = new Headers(init?.headers);
  const type = whole.headers.get('content-type');
  if (type !== null && !headers.has('content-type')) headers.set('content-type', type);
  return { headers, body: new Uint8Array(await whole.arrayBuffer()) };
}

/** However deep the fault is wrapped; a port that browsers block has no code. */
function isUnsent(error: unknown, depth = 0): boolean {
  const { code, message, cause } = Object(error) as { code?: unknown; message?: unknown; cause?: unknown };
  if (UNSENT.has(String(code)) || message === 'bad port') return true;
  return cause !== undefined && depth < 4 && isUnsent(cause, depth + 1);
}

async function readAtMost(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > most) throw new Error(`A model server answered more than ${most} bytes`);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function noteFault(errand: Errand, { status, headers }: Response, bytes: Uint8Array): void {
  const fault = Buffer.from(bytes).toString();
  errand.refusesSchema = status < 500 && /response_format|json_schema/iu.test(fault);
  errand.exhausted = /insufficient_quota|billing/iu.test(fault);
  const after = retryAfter(headers);
  if (after !== undefined) errand.retryAfterMs = after;
}

function noteAnswer(errand: Errand, bytes: Uint8Array): void {
  try {
    const { usage, choices } = JSON.parse(Buffer.from(bytes).toString()) as {
      usage?: Record<string, unknown>;
      choices?: { message?: { refusal?: unknown } }[];
    };
    // Chat counts prompt and completion, hearing input and output.
    const [sent, got] = [usage?.prompt_tokens ?? usage?.input_tokens, usage?.completion_tokens ?? usage?.output_tokens];
    if (isCount(sent)) errand.tokens = { in: sent, out: isCount(got) ? got : 0 };
    // The clients keep it to themselves.
    if (choices?.[0]?.message?.refusal) errand.refused = true;
  } catch {
    // Whoever reads the answer will say that it is none.
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Seconds or a date, in milliseconds from now. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null || text.trim() === '') return undefined;
  const ms = /^[\d.]+$/u.test(text.trim()) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
