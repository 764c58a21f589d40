import type { webApi } from '@slack/bolt';
import type { FileReference, SoundReference } from '../../handlers/index.ts';
import type { Fetched } from '../channel.ts';
import { AFTER_OUTAGE, codeOf, deliveryOf } from './outcome.ts';
import { secondsOf } from './upload.ts';

/** Milliseconds until the last byte. */
const TIME = 60_000;
const SLACK_HOSTS = /(?:^|\.)slack\.com$/;
/** Where Slack leads whoever it gives nothing to. */
const SIGN_IN = 'sign-in page instead of the file: files:read';

type Options = { client: webApi.WebClient; botToken: string; apiUrl: string };

/** Fetches what people sent: asks where a file is, and gets it there with the token, which no other host is shown. */
export function createFetchFile({ client, botToken, apiUrl }: Options) {
  const api = new URL(apiUrl);

  return async ({ id }: FileReference | SoundReference, most: number): Promise<Fetched> => {
    const found = await described(id);
    if ('kind' in found) return found;
    const address = URL.parse(found.url_private_download ?? found.url_private ?? '');
    if (!address) return { kind: 'gone', why: 'no address' };
    const isOurs = address.origin === api.origin;
    if (!isOurs && !(address.protocol === 'https:' && SLACK_HOSTS.test(address.hostname)))
      return { kind: 'gone', why: 'kept outside of Slack' };
    if ((found.size ?? 0) > most) return { kind: 'too-big' };
    try {
      return await download(address, found.mimetype, most);
    } catch (error) {
      return broken(error);
    }
  };

  async function described(file: string): Promise<Fetched | (webApi.FilesInfoResponse['file'] & object)> {
    try {
      const { file: found } = await client.files.info({ file });
      return found ?? { kind: 'gone', why: 'file_not_found' };
    } catch (error) {
      const failed = deliveryOf(error);
      if (failed.kind === 'retry') return { kind: 'retry', after: failed.after, why: failed.why };
      if (failed.kind === 'unsure') return { kind: 'retry', after: AFTER_OUTAGE, why: failed.why };
      return { kind: 'gone', why: 'why' in failed ? failed.why : failed.kind };
    }
  }

  async function download(address: URL, type: string | undefined, most: number): Promise<Fetched> {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${botToken}` },
      // The next host is not one that may see the token.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME),
    });
    const refused = refusal(response, type) ?? (lengthOf(response) > most ? ({ kind: 'too-big' } as const) : undefined);
    if (!refused) return atMost(most, response);
    await response.body?.cancel();
    return refused;
  }
}

function refusal(response: Response, type: string | undefined): Fetched | undefined {
  const { status, headers } = response;
  const why = `HTTP ${status}`;
  if (status === 429) return { kind: 'retry', after: secondsOf(response), why };
  if (status >= 500) return { kind: 'retry', after: AFTER_OUTAGE, why };
  const isRedirect = status >= 300 && status < 400;
  const isPage = headers.get('content-type')?.startsWith('text/html') && !type?.startsWith('text/html');
  if (isRedirect || isPage) return { kind: 'gone', why: SIGN_IN };
  if (status === 401 || status === 403) return { kind: 'gone', why: `${why}: files:read` };
  return status === 200 ? undefined : { kind: 'gone', why };
}

const lengthOf = ({ headers }: Response): number => Number(headers.get('content-length') ?? 0);

/** The body, unless it is longer; then the rest is left unread. */
async function atMost(most: number, { body }: Response): Promise<Fetched> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > most) return { kind: 'too-big' };
    parts.push(part);
  }
  return { kind: 'bytes', bytes: new Uint8Array(Buffer.concat(parts)) };
}

/** The connection broke, or was never there. Only codes and names are told: a message might quote the address. */
function broken(error: unknown): Fetched {
  if (!(error instanceof Error)) throw error;
  return { kind: 'retry', after: AFTER_OUTAGE, why: codeOf(error.cause) ?? codeOf(error) ?? error.name };
}
