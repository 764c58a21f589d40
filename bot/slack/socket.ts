import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, type ReceiverEvent, SocketModeReceiver, type webApi } from '@slack/bolt';
import { type Backoff, pauseAfter } from '../backoff.ts';
import type { Log } from '../channel.ts';
import { safe } from './quiet.ts';
import { within } from './within.ts';

/** Slack says hello at once; a connection on which it does not is none. */
const HELLO = 30_000;
const RECONNECTING: Backoff = { first: 1_000, longest: 60_000 };
/** A connection that held this long is no failure when it ends: Slack ends each after some hours. */
const STEADY = 10_000;
const GOODBYE = 500;

type Options = {
  appToken: string;
  client: webApi.WebClientOptions;
  /** Handles and acknowledges; when it rejects, nothing is acknowledged and Slack sends the same again. */
  take: (event: ReceiverEvent) => Promise<void>;
  log: Log;
  logger: Logger;
};

/**
 * Socket Mode that stays connected until it is stopped. The library's own reconnecting gives up, with a rejection that
 * nobody handles, when Slack cannot be reached; so each connection here is a new one, and the loop around them is ours.
 */
export function createSocket({ appToken, client, take, log, logger }: Options) {
  const stopping = new AbortController();
  const { promise: connected, resolve: connectedOnce } = Promise.withResolvers<void>();
  const stopped = new Promise<string>((stop) => {
    stopping.signal.addEventListener('abort', () => stop('stopped'), { once: true });
  });
  let running: Promise<void> | undefined;

  return {
    /** Resolves when connected for the first time, or stopped. */
    start(): Promise<void> {
      running ??= stayConnected().finally(connectedOnce);
      return connected;
    },
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };

  async function stayConnected(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const began = performance.now();
      const why = await connection();
      if (stopping.signal.aborted) return;
      failures = performance.now() - began > STEADY ? 0 : failures + 1;
      const pause = failures === 0 ? 0 : pauseAfter(failures, RECONNECTING);
      log.warn('slack socket ended', { why, again: pause });
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  /** One connection from its opening to its end; resolves with the reason of the end. */
  async function connection(): Promise<string> {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: { ...client, fetch: unlessStopped } },
      processEventErrorHandler: async () => false,
    });
    receiver.init({ processEvent: take } as unknown as Parameters<SocketModeReceiver['init']>[0]);
    const socket = receiver.client;
    const ended = Promise.race([
      stopped,
      new Promise<string>((end) => socket.once('disconnected', () => end('closed'))),
    ]);
    const opened = receiver.start().then(
      () => 'connected',
      (error: unknown) => (error instanceof Error ? safe(error.message) : 'closed before hello'),
    );
    let why = (await within(HELLO, Promise.race([opened, ended]))) ?? 'no hello';
    if (why === 'connected') {
      log.info('slack socket connected');
      connectedOnce();
      why = await ended;
    }
    await leave(socket);
    // Stopped just when its address had come, the library connects all the same.
    void opened.then(() => socket.disconnect());
    return why;
  }

  async function leave(socket: SocketModeReceiver['client']): Promise<void> {
    const left = socket.disconnect().then(() => true);
    // A peer that does not answer is waited for half a minute; asked a second time, the library breaks the connection.
    if (!(await within(GOODBYE, left))) void socket.disconnect();
  }

  function unlessStopped(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const signals = [stopping.signal, init?.signal].filter((signal) => signal instanceof AbortSignal);
    return fetch(input, { ...init, signal: AbortSignal.any(signals) });
  }
}
