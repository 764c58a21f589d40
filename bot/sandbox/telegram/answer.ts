import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import type { StoredFile } from './files.ts';
import { notFound, Refusal } from './refusal.ts';

/** What the Bot API says to a call. */
export type Answer =
  | { ok: true; result: unknown; description?: string }
  | { ok: false; error_code: number; description: string; parameters?: object };

/** Anything but a Refusal is a fault of this server, and is passed on. */
export function refused(error: unknown): Answer & { ok: false } {
  if (!(error instanceof Refusal)) throw error;
  const { code, message, parameters } = error;
  return { ok: false, error_code: code, description: message, ...(parameters && { parameters }) };
}

/** Writes an answer, unless the client has gone. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (response.destroyed || response.headersSent) return;
  const body = JSON.stringify(answer);
  const retry = answer.ok ? undefined : (answer.parameters as { retry_after?: number } | undefined)?.retry_after;
  response.writeHead(answer.ok ? 200 : answer.error_code, {
    ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    ...(retry !== undefined && { 'retry-after': String(retry) }),
  });
  response.end(body);
}

/** Writes the content of a file, or that there is none. `half` of it only, when that is ordered. */
export function sendFile(response: ServerResponse, file: StoredFile | undefined, half?: Half['end']): void {
  if (!file) {
    sendAnswer(response, refused(notFound()));
    return;
  }
  const bytes = half === undefined ? file.bytes : file.bytes.subarray(0, Math.floor(file.bytes.length / 2));
  response.writeHead(200, {
    'content-type': file.type || 'application/octet-stream',
    'content-length': half === 'whole' ? bytes.length : file.bytes.length,
    // The page shows pictures; everything else, such as HTML that somebody sent, is only ever saved.
    ...(/^image\/(png|jpeg|gif|webp)$/.test(file.type) ? {} : { 'content-disposition': 'attachment' }),
    'x-content-type-options': 'nosniff',
  });
  if (half === 'broken') response.write(bytes, () => response.destroy());
  else if (half === 'silent') response.write(bytes);
  else response.end(bytes);
}

type Half = Extract<Fault, { kind: 'half' }>;

/** Does a fault that keeps a call from being carried out. */
export function misbehave(
  response: ServerResponse,
  fault: Exclude<Fault, { kind: 'drop-after' | 'delay' | 'half' }>,
): void {
  switch (fault.kind) {
    case 'error':
      sendAnswer(response, refused(new Refusal(fault.code, fault.description, fault.parameters)));
      return;
    case 'drop-before':
      response.destroy();
      return;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('<!doctype html>…');
      return;
    case 'bad-gateway':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>502 Bad Gateway</h1></html>');
      return;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      return;
    case 'hang':
      return;
  }
}
