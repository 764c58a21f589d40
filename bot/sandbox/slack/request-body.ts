import type { IncomingMessage } from 'node:http';
import type { Params } from './params.ts';

/** The whole body of a request. */
async function bytesOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const contentType = (request: IncomingMessage): string => request.headers['content-type'] ?? '';

/** The arguments of a call: from the address, and from a body that is a form, a multipart form or JSON. */
export async function paramsOf(request: IncomingMessage): Promise<Params> {
  const address = new URL(request.url ?? '/', 'http://localhost');
  const given = Object.fromEntries(address.searchParams);
  const body = await bytesOf(request);
  if (body.length === 0) return given;
  if (contentType(request).startsWith('application/json')) return { ...given, ...JSON.parse(body.toString()) };
  if (contentType(request).startsWith('multipart/form-data')) {
    return { ...given, ...Object.fromEntries(await formOf(request, body)) };
  }
  return { ...given, ...Object.fromEntries(new URLSearchParams(body.toString())) };
}

/** The bytes of an uploaded file: the first file of a multipart form, or the body itself. */
export async function uploadOf(request: IncomingMessage): Promise<Uint8Array> {
  const body = await bytesOf(request);
  if (!contentType(request).startsWith('multipart/form-data')) return body;
  const file = [...(await formOf(request, body)).values()].find((value) => value instanceof Blob);
  return file === undefined ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
}

const formOf = (request: IncomingMessage, body: Buffer<ArrayBuffer>): Promise<FormData> =>
  new Response(body, { headers: { 'content-type': contentType(request) } }).formData();
