import { fields, whole, words } from './json.ts';

/** Milliseconds from the request to the last byte. */
const DOWNLOAD_LIMIT = 60_000;

/** How one download ended. The address holds the token: no `why` holds a part of it. */
type Downloaded =
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'too-big' }
  /** `after` in seconds when the service asked for it. */
  | { kind: 'failed'; why: string; after?: number };

/** Loads what stands at a path of `getFile`, at most `most` bytes of it; never rejects for what the network does. */
export type Download = (path: string, most: number, stop?: AbortSignal) => Promise<Downloaded>;

/**
 * The way to the files of the Bot API at this root.
 * @param limit milliseconds for a whole download
 */
export function createDownload(token: string, apiRoot: string, limit = DOWNLOAD_LIMIT): Download {
  const root = apiRoot.endsWith('/') ? apiRoot : `${apiRoot}/`;
  return async (path, most, stop) => {
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(limit), ...(stop ? [stop] : [])]);
    try {
      const address = new URL(`./file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`, root);
      // Another address would be told this one, or give us something else.
      const response = await fetch(address, { redirect: 'manual', signal });
      if (response.status !== 200) return refusalOf(response);
      return await bodyOf(response, most);
    } catch (error) {
      return { kind: 'failed', why: reasonOf(error) };
    } finally {
      // What is not read to its end would keep the connection.
      end.abort();
    }
  };
}

async function bodyOf(response: Response, most: number): Promise<Downloaded> {
  if (Number(response.headers.get('content-length') ?? 0) > most) return { kind: 'too-big' };
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > most) return { kind: 'too-big' };
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { kind: 'bytes', bytes };
}

/** Of the body nothing is told: a server between may repeat the address in it. */
function refusalOf({ status, headers }: Response): Downloaded {
  const after = whole(Number(headers.get('retry-after') ?? Number.NaN));
  return { kind: 'failed', why: `status ${status}`, ...(after !== undefined && { after }) };
}

/** Only names and codes: the messages of such errors hold the address. */
function reasonOf(error: unknown): string {
  const { name, cause } = fields(error);
  const code = words(fields(cause).code);
  if (name === 'TimeoutError' || name === 'AbortError') return 'no end in time';
  return code ?? words(name) ?? 'unknown';
}
