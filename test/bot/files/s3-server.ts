import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import aws4 from 'aws4';

const REGION = 'ap-southeast-3';
const KEYS = { accessKeyId: 'KUNCI123', secretAccessKey: 'rahasia+/rahasia' };
const BUCKET = 'lpse-berkas';

/** What the server does to the next requests instead of answering. */
type Fault = 'busy' | 'silent' | 'broken' | 'moved';

/**
 * A strict S3 service on this machine with one bucket: it works out the signature of each request by itself (aws4) and
 * refuses what is not signed, signed for another time or whose body is not what was signed.
 */
export async function startS3() {
  const kept = new Map<string, { bytes: Buffer; type: string | undefined }>();
  const seen: string[] = [];
  const faults: Fault[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const { method = '', url = '' } = request;
    seen.push(`${method} ${url}`);
    const fault = faults.shift();
    if (fault === 'silent') return;
    if (fault === 'broken') return void request.socket.destroy();
    if (fault === 'busy') return refuse(response, 503, 'SlowDown');
    if (fault === 'moved') return void response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end();
    const wrong = wrongSignature(request, body);
    if (wrong) return refuse(response, 403, wrong);
    const [, bucket, ...path] = url.split('/');
    if (bucket !== BUCKET) return refuse(response, 404, 'NoSuchBucket');
    const key = path.join('/');
    if (method === 'PUT') {
      kept.set(key, { bytes: body, type: request.headers['content-type'] });
      return void response.writeHead(200).end();
    }
    if (method === 'DELETE') {
      kept.delete(key);
      return void response.writeHead(204).end();
    }
    const found = kept.get(key);
    if (!found) return refuse(response, 404, 'NoSuchKey');
    response.writeHead(200, { 'content-type': found.type }).end(found.bytes);
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    kept,
    seen,
    faults,
    config: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      bucket: BUCKET,
      region: REGION,
      ...KEYS,
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const xml = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${KEYS.accessKeyId}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(xml);
}

function wrongSignature(request: IncomingMessage, body: Buffer): string | undefined {
  const { authorization = '', 'x-amz-date': date = '', 'x-amz-content-sha256': hash = '', host = '' } = request.headers;
  if (hash !== createHash('sha256').update(body).digest('hex')) return 'XAmzContentSHA256Mismatch';
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  for (const name of ['host', 'x-amz-date', 'x-amz-content-sha256']) if (!names.includes(name)) return 'AccessDenied';
  const at = String(date).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  if (!(Math.abs(Date.now() - Date.parse(at)) < 15 * 60_000)) return 'RequestTimeTooSkewed';
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? '')]));
  const signed = aws4.sign(
    {
      service: 's3',
      region: REGION,
      method: request.method ?? '',
      host,
      path: request.url ?? '',
      headers,
    },
    KEYS,
  );
  const expected = new Headers(signed.headers as Record<string, string>).get('authorization') ?? '';
  const signatureOf = (text: string) => /Signature=([0-9a-f]{64})/.exec(text)?.[1];
  const credentialOf = (text: string) => /Credential=([^,]+)/.exec(text)?.[1];
  if (credentialOf(authorization) !== credentialOf(expected)) return 'InvalidAccessKeyId';
  return signatureOf(authorization) === signatureOf(expected) ? undefined : 'SignatureDoesNotMatch';
}
