import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type Logger, type ReceiverEvent } from '@slack/bolt';
import type { Log } from '../channel.ts';

export const PATH = '/slack/events';
/** Milliseconds that Slack's clock may be ahead of ours. Bolt itself takes any time to come. */
const AHEAD = 60_000;
/** Bolt takes a request for five minutes; longer than that, and its clock's error, no request comes again. */
const REMEMBERED = 600_000;
const MOST_REMEMBERED = 10_000;

type Options = {
  signingSecret: string;
  /** Handles and acknowledges; when it rejects, Slack is answered 500 and sends the same again. */
  take: (event: ReceiverEvent) => Promise<void>;
  log: Log;
  logger: Logger;
  clock: () => number;
};

/** What answers Slack's signed requests. Bolt checks the signature; what it lets through wrongly is stopped here. */
export function createRequests({ signingSecret, take, log, logger, clock }: Options) {
  const once = createOnce(clock);
  const receiver = new HTTPReceiver({
    signingSecret,
    logger,
    endpoints: PATH,
    // Of `v0=<hash>` Bolt looks at the hash and lets anything follow it, so only the hash tells requests apart.
    customPropertiesExtractor: ({ headers }) => ({ hash: String(headers['x-slack-signature']).split('=')[1] }),
    processEventErrorHandler: async ({ response }) => {
      answer(response, 500);
      return true;
    },
    unhandledRequestHandler: ({ response }) => {
      log.error('slack request not stored within 3 seconds');
      answer(response, 500);
    },
  });
  receiver.init({
    processEvent: async (event: ReceiverEvent) => {
      const repeated = await once(String(event.customProperties?.hash), () => take(event));
      if (repeated) await event.ack();
    },
  } as unknown as Parameters<HTTPReceiver['init']>[0]);

  return (request: IncomingMessage, response: ServerResponse): void => {
    response.once('finish', () => {
      if (response.statusCode === 401) log.warn('slack request refused: signature or time is wrong');
    });
    try {
      if (aheadOf(clock(), request)) answer(response, 401);
      else receiver.requestListener(request, response);
    } catch {
      // Bolt throws for another path or method.
      answer(response, 404);
    }
  };
}

function aheadOf(now: number, { headers }: IncomingMessage): boolean {
  return Number(headers['x-slack-request-timestamp']) * 1000 > now + AHEAD;
}

function answer(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status);
  response.end();
}

/**
 * Runs work once for each request: resolves with true where the same was done before, or is being done and succeeds.
 * Work that rejected was not done, and the same may come again.
 */
export function createOnce(clock: () => number): (hash: string, work: () => Promise<void>) => Promise<boolean> {
  const seen = new Map<string, { until: number; done: Promise<void> }>();
  return async (hash, work) => {
    for (const [old, { until }] of seen) {
      if (until > clock() && seen.size < MOST_REMEMBERED) break;
      seen.delete(old);
    }
    const before = seen.get(hash);
    if (before) {
      await before.done;
      return true;
    }
    const done = work();
    seen.set(hash, { until: clock() + REMEMBERED, done });
    try {
      await done;
    } catch (error) {
      seen.delete(hash);
      throw error;
    }
    return false;
  };
}
