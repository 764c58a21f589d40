import { createHmac } from 'node:crypto';
import type { Carrier, Kind, Outcome, Request } from './delivery.ts';

/** How a signed request may differ from a sound one. */
export type Signing = {
  /** Seconds since 1970 UTC; the present unless told. */
  timestamp?: number;
  /** The whole header, instead of the right signature. */
  signature?: string;
  /** Signs with another secret. */
  secret?: string;
};

export type HttpDelivery = ReturnType<typeof createHttpDelivery>;

/** Sends requests to the URL of the app, signed with `secret`; the app must answer within `answerWithinMs`. */
export function createHttpDelivery(
  urlOfApp: () => string,
  secret: string,
  answerWithinMs: number,
  clock: () => number,
) {
  const stopping = new AbortController();

  async function post(
    contentType: string,
    body: string,
    headers: Record<string, string>,
    signing: Signing,
  ): Promise<Response> {
    const timestamp = String(signing.timestamp ?? Math.floor(clock() / 1000));
    return await fetch(urlOfApp(), {
      method: 'POST',
      headers: {
        'Content-Type': contentType,
        'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'X-Slack-Request-Timestamp': timestamp,
        'X-Slack-Signature': signing.signature ?? sign(signing.secret ?? secret, timestamp, body),
        ...headers,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(answerWithinMs)]),
    });
  }

  const carrier: Carrier = async (request) => {
    const retry: Record<string, string> = request.retry
      ? { 'X-Slack-Retry-Num': String(request.retry.attempt), 'X-Slack-Retry-Reason': request.retry.reason }
      : {};
    const { contentType, body } = encode(request);
    try {
      return await outcomeOf(await post(contentType, body, retry, {}));
    } catch (error) {
      return failure(error);
    }
  };

  return {
    carrier,

    /** Sends one request as it is told, whatever comes of it; repeating it is a replay. */
    async request(kind: Kind, body: Record<string, unknown>, signing: Signing = {}) {
      const encoded = encode({ kind, body });
      const response = await post(encoded.contentType, encoded.body, {}, signing);
      return { status: response.status, body: await response.text() };
    },

    /** Asks the app to prove that the address is its own; true when it repeats the challenge. */
    async verifyUrl(token: string): Promise<boolean> {
      const challenge = 'tantangan-sandbox';
      const body = JSON.stringify({ type: 'url_verification', token, challenge });
      const response = await post('application/json', body, {}, {});
      const text = await response.text();
      return response.status === 200 && (text === challenge || text === JSON.stringify({ challenge }));
    },

    stop: () => stopping.abort(),
  };
}

const sign = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

function encode({ kind, body }: Pick<Request, 'kind' | 'body'>): { contentType: string; body: string } {
  if (kind === 'events_api') return { contentType: 'application/json', body: JSON.stringify(body) };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(body) } : (body as Record<string, string>);
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const text = await response.text();
  if (response.ok) return { ok: true, payload: contentOf(text, response.headers.get('content-type') ?? '') };
  return {
    ok: false,
    shown: response.status >= 500 ? 'http_service_error' : 'http_client_error',
    reason: 'http_error',
    noRetry: response.headers.get('x-slack-no-retry') === '1',
  };
}

function contentOf(text: string, contentType: string): unknown {
  if (text === '') return {};
  if (!contentType.startsWith('application/json')) return { text };
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

function failure(error: unknown): Outcome {
  return error instanceof Error && error.name === 'TimeoutError'
    ? { ok: false, shown: 'operation_timeout', reason: 'http_timeout' }
    : { ok: false, shown: 'dispatch_failed', reason: 'connection_failed' };
}
