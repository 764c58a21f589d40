import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { FileStore } from './file-store.ts';

/** A bucket of an S3-compatible service, addressed by path: `<endpoint>/<bucket>/<place>`. */
export type S3 = { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string };

/** Milliseconds from the request to the last byte. */
const LIMIT = 60_000;

/** A service refused or could not be reached; the message holds neither keys nor addresses. */
class FileStoreError extends Error {
  override readonly name = 'FileStoreError';
}

/** Keeps files in a bucket. Every request carries the hash of its body, so what arrives is what was sent. */
export function createS3Store(
  { endpoint, bucket, region, accessKeyId, secretAccessKey }: S3,
  limit = LIMIT,
): FileStore {
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    service: 's3',
    region,
    // Who waits for a file tries again anyway.
    retries: 0,
  });
  const root = `${endpoint.replace(/\/+$/u, '')}/${encodeURIComponent(bucket)}`;

  async function call(method: string, place: string, bytes?: Uint8Array, type?: string): Promise<Answer> {
    const headers = new Headers({
      'x-amz-content-sha256': createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
    });
    if (type !== undefined) headers.set('content-type', type);
    try {
      const response = await client.fetch(`${root}/${place}`, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(limit),
        ...(bytes && { body: Buffer.from(bytes) }),
      });
      return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
    } catch (error) {
      throw new FileStoreError(`${method}: ${reasonOf(error)}`);
    }
  }

  return {
    async put(place, bytes, type) {
      const answer = await call('PUT', place, bytes, type);
      if (!isOk(answer)) throw refusal('PUT', answer);
    },
    async get(place) {
      const answer = await call('GET', place);
      if (isOk(answer)) return answer.body;
      if (isMissing(answer)) return undefined;
      throw refusal('GET', answer);
    },
    async remove(place) {
      const answer = await call('DELETE', place);
      if (!isOk(answer) && !isMissing(answer)) throw refusal('DELETE', answer);
    },
  };
}

type Answer = { status: number; body: Uint8Array };

const isOk = ({ status }: Answer) => status >= 200 && status < 300;
/** A bucket that is not there is no file that is not there. */
const isMissing = (answer: Answer) => answer.status === 404 && (codeOf(answer) ?? 'NoSuchKey') === 'NoSuchKey';

const codeOf = ({ body }: Answer) =>
  /<Code>(\w{1,64})<\/Code>/u.exec(Buffer.from(body).toString('utf8', 0, 4_096))?.[1];

const refusal = (method: string, answer: Answer) =>
  new FileStoreError(`${method}: status ${answer.status} ${codeOf(answer) ?? ''}`.trim());

/** Only names and codes: the message of such an error holds the address. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return name === 'TimeoutError' ? 'no end in time' : (cause?.code ?? name ?? 'unknown');
}
