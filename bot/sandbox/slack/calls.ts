import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import type { Params } from './params.ts';
import { paramsOf } from './request-body.ts';
import type { Json } from './schema.ts';

/**
 * A call that came: of a method of the Web API, or `response_url`. `ok` tells whether it was done, even when a fault kept
 * the answer from the app; `error` is Slack's name for the refusal, `fault` the kind of the fault it met.
 */
export type Call = { method: string; at: number; params: Params; ok: boolean; error?: string; fault?: Fault['kind'] };

/** `body` of a refusal holds `error`. */
export type Answer = { status: number; headers?: Record<string, string>; body: Json };

/** Does a call. `params` is undefined for a body that cannot be read. */
type Work = (params: Params | undefined, token: string | undefined) => Answer;

/** Lets calls meet their faults, and notes each in `calls`. */
export function createCallLine(calls: Call[], takeFault: (method: string) => Fault | undefined, clock: () => number) {
  return async (method: string, request: IncomingMessage, response: ServerResponse, work: Work): Promise<void> => {
    const given = await paramsOf(request).catch(() => undefined);
    const { token, ...params } = given ?? {};
    const fault = takeFault(method);
    const call: Call = { method, at: clock(), params, ok: false, ...(fault && { fault: fault.kind }) };
    calls.push(call);

    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'delay') await wait(fault.ms, undefined, { ref: false });
    const planned = fault && plannedAnswer(fault);
    const bodyToken = typeof token === 'string' ? token : undefined;
    const breaksFirst = fault?.kind === 'drop-before';
    const answer = breaksFirst ? undefined : (planned ?? work(given && params, bearer(request) ?? bodyToken));
    call.ok = answer?.body.ok === true;
    if (typeof answer?.body.error === 'string') call.error = answer.body.error;

    if (!answer || fault?.kind === 'drop-after') {
      request.socket.destroy();
      return;
    }
    if (fault?.kind === 'http-after') {
      response.writeHead(fault.status).end();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  };
}

export const refused = (error: string, details: Json = {}): Answer => ({
  status: 200,
  body: { ok: false, error, ...details },
});

/** Too many calls; `seconds` until the next may come. */
export const limited = (seconds: number): Answer => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: { ok: false, error: 'ratelimited' },
});

/** The token of the Authorization header. */
export function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function plannedAnswer(fault: Fault): Answer | undefined {
  if (fault.kind === 'error') return refused(fault.error);
  if (fault.kind === 'ratelimited') return limited(fault.retryAfter);
  if (fault.kind === 'http') return { status: fault.status, body: { ok: false, error: `http_${fault.status}` } };
  return undefined;
}
