import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log, Transport } from '../channel.ts';
import { factsOf } from './insist.ts';
import { STORING, type Take } from './polling.ts';

/** Bytes; an update has a few thousand. */
const LONGEST_BODY = 1024 * 1024;

export type Webhook = {
  listener: NonNullable<Transport['http']>['listener'];
  /** Takes nothing more; resolves when nothing is half received. */
  close: () => Promise<void>;
};

/** Answers Telegram's calls: 200 only after `take` has stored the update; after anything else Telegram calls again. */
export function createWebhook(secret: string, take: Take, log: Log): Webhook {
  const open = new Set<Promise<number>>();
  let closed = false;
  let failing = false;

  const store = async (update: unknown): Promise<number> => {
    try {
      await take(update);
      if (failing) log.info(STORING.works);
      failing = false;
      return 200;
    } catch (error) {
      if (!failing) log.warn(STORING.failed, factsOf(error));
      failing = true;
      return 500;
    }
  };

  const admit = async (update: unknown): Promise<number> => {
    if (closed) return 503;
    const stored = store(update);
    open.add(stored);
    return stored.finally(() => open.delete(stored));
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request, secret);
    const status = 'update' in body ? await admit(body.update) : body.status;
    // What we did not read to its end would be taken for the next request.
    response.writeHead(status, request.complete ? {} : { connection: 'close' }).end();
  };

  return {
    listener: (request, response) => {
      // A caller that breaks off in the middle is owed no answer.
      answer(request, response).catch(() => response.destroy());
    },
    close: async () => {
      closed = true;
      await Promise.all(open);
    },
  };
}

/** The update that Telegram sent, or the status with which to refuse. Nothing is read before the secret is right. */
async function bodyOf(request: IncomingMessage, secret: string): Promise<{ update: unknown } | { status: number }> {
  if (request.method !== 'POST') return { status: 405 };
  if (!isSame(request.headers['x-telegram-bot-api-secret-token'], secret)) return { status: 401 };
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > LONGEST_BODY) return { status: 413 };
    chunks.push(chunk);
  }
  try {
    return { update: JSON.parse(Buffer.concat(chunks).toString()) };
  } catch {
    return { status: 400 };
  }
}

/** Compares digests: how long it takes tells nothing of the secret, not even its length. */
function isSame(given: string | string[] | undefined, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret));
}
