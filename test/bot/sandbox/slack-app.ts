import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt';
import { vi } from 'vitest';
import { type SlackServer, type SlackServerOptions, startSlackServer } from '../../../bot/sandbox/slack/index.ts';

const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** Without these Bolt's client would go on trying for half an hour. */
const clientOptions = (slackApiUrl: string): webApi.WebClientOptions => ({
  slackApiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  logger: silent,
});

/** Waits until `check` throws no more; the machine may be busy. */
export const eventually = (check: () => void): Promise<void> => vi.waitFor(check, 10_000);

/** Bolt's own client for a server; `token` is the bot's unless told, `timeout` in milliseconds none. */
export const clientOf = (server: SlackServer, token = server.botToken, timeout = 0): webApi.WebClient =>
  new webApi.WebClient(token, { ...clientOptions(server.apiUrl), timeout });

/** Bolt asks who it is as soon as it is made, and nobody can wait for that answer but here. */
const introduced = (server: SlackServer): Promise<void> =>
  eventually(() => {
    if (!server.calls.some((call) => call.method === 'auth.test' && call.ok)) throw new Error('No auth.test came.');
  });

export type Helpdesk = { server: SlackServer; app: App; client: webApi.WebClient; stop: () => Promise<void> };

/** A server and a real Bolt app connected to it over Socket Mode. */
export async function overSocket(listen: (app: App) => void, options: SlackServerOptions = {}): Promise<Helpdesk> {
  const server = await startSlackServer(options);
  const receiver = new SocketModeReceiver({
    appToken: server.appToken,
    logger: silent,
    clientPingTimeout: 300,
    installerOptions: { clientOptions: clientOptions(server.apiUrl) },
  });
  const app = new App({
    token: server.botToken,
    receiver,
    logger: silent,
    clientOptions: clientOptions(server.apiUrl),
  });
  listen(app);
  await app.start();
  await introduced(server);
  return {
    server,
    app,
    client: clientOf(server),
    async stop() {
      await app.stop();
      await server.stop();
    },
  };
}

/** A server and a real Bolt app that gets signed HTTP requests. */
export async function overHttp(listen: (app: App) => void, options: SlackServerOptions = {}): Promise<Helpdesk> {
  const signingSecret = 'rahasia-tanda-tangan';
  const receiver = new HTTPReceiver({ signingSecret, logger: silent });
  const http = await receiver.start({ port: 0, host: '127.0.0.1' });
  const { port } = http.address() as AddressInfo;
  const server = await startSlackServer({
    signingSecret,
    requestUrl: `http://127.0.0.1:${port}/slack/events`,
    ...options,
  });
  const app = new App({
    token: server.botToken,
    receiver,
    logger: silent,
    clientOptions: clientOptions(server.apiUrl),
  });
  listen(app);
  await introduced(server);
  return {
    server,
    app,
    client: clientOf(server),
    async stop() {
      http.closeAllConnections();
      await receiver.stop();
      await server.stop();
    },
  };
}

/** Slack's name of the refusal that a call ended with; fails when it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<{ error: string; messages: string[] }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof webApi.WebAPIPlatformError)) throw error;
    return { error: error.data.error, messages: error.data.response_metadata?.messages ?? [] };
  }
  throw new Error('The call was not refused.');
}
