import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A document as it is handed out. */
export type Document = { type: string; body: string; etag: string; changedAt: number };

/** How long others may keep a document, in seconds. */
const KEPT = 30;

/** @param changedAt when it last changed, in milliseconds since 1970 */
export function documentOf(type: string, body: string, changedAt: number): Document {
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url')}"`, changedAt };
}

/** Hands out a document, or says that the one who asks has it already. */
export function handOut(document: Document, request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('etag', document.etag);
  response.setHeader('last-modified', new Date(document.changedAt).toUTCString());
  response.setHeader('cache-control', `public, max-age=${KEPT}`);
  if (has(request, document)) response.writeHead(304).end();
  else end(response, 200, document);
}

/** Says that the document cannot be told now, in its own words. */
export function handOutLater(document: Pick<Document, 'type' | 'body'>, response: ServerResponse): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('retry-after', '30');
  end(response, 503, document);
}

/** RFC 9110, 13.2.2: a date counts only where there is no tag. */
function has({ headers }: IncomingMessage, { etag, changedAt }: Document): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined)
    return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//u, '') === etag);
  // Such a date has no milliseconds.
  return Math.floor(changedAt / 1_000) * 1_000 <= Date.parse(headers['if-modified-since'] ?? '');
}

function end(response: ServerResponse, status: number, { type, body }: Pick<Document, 'type' | 'body'>): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}
