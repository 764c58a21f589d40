import type { FileReference, SoundReference } from '../../handlers/index.ts';
import type { Fetched } from '../channel.ts';
import type { Answer, Call } from './api.ts';
import type { Download } from './download.ts';
import { fields, whole, words } from './json.ts';

/** Milliseconds for asking where the file is. */
const REQUEST_LIMIT = 10_000;
/** Seconds to wait: when Telegram asks without a number or cannot be reached, and when the token has to be changed. */
const AFTER_FAILURE = 10;
const AFTER_BAD_TOKEN = 60;

const TOO_BIG = /file is too big/i;

/** Fetches a file that somebody sent; `most` in bytes. Telegram itself gives a bot 20 MB at most. */
export async function fetchFile(
  call: Call,
  download: Download,
  file: FileReference | SoundReference,
  most: number,
  stop?: AbortSignal,
): Promise<Fetched> {
  if ((file.bytes ?? 0) > most) return { kind: 'too-big' };
  const answer = await call('getFile', { file_id: file.id }, REQUEST_LIMIT, stop);
  if (answer.kind !== 'ok') return failed(answer);
  const { file_path, file_size } = fields(answer.result);
  const [path, size] = [words(file_path), whole(file_size)];
  if (!path) return { kind: 'retry', after: AFTER_FAILURE, why: 'no path in the answer' };
  if (!isDownloadable(path)) return { kind: 'gone', why: 'the Bot API server keeps its files to itself (--local)' };
  if ((size ?? 0) > most) return { kind: 'too-big' };
  const loaded = await download(path, most, stop);
  if (loaded.kind === 'failed') return { kind: 'retry', after: loaded.after ?? AFTER_FAILURE, why: loaded.why };
  if (loaded.kind === 'bytes' && size !== undefined && loaded.bytes.length !== size)
    return { kind: 'retry', after: AFTER_FAILURE, why: `${loaded.bytes.length} bytes came instead of ${size}` };
  return loaded;
}

/** A server of one's own in local mode names a place on its own disk. */
function isDownloadable(path: string): boolean {
  return !/^([/\\]|[a-z]:)/i.test(path) && !path.split('/').includes('..');
}

function failed(answer: Exclude<Answer, { kind: 'ok' }>): Fetched {
  const { why } = answer;
  if (answer.kind !== 'no' || answer.code >= 500) return { kind: 'retry', after: AFTER_FAILURE, why };
  if (answer.code === 429) return { kind: 'retry', after: answer.retryAfter ?? AFTER_FAILURE, why };
  if (answer.code === 401 || answer.code === 404) return { kind: 'retry', after: AFTER_BAD_TOKEN, why };
  return TOO_BIG.test(why) ? { kind: 'too-big' } : { kind: 'gone', why };
}
