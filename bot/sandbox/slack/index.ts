import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Call, createCallLine } from './calls.ts';
import { createDelivery, type Delivered, type Kind, type Outcome } from './delivery.ts';
import { createEvents, USUAL_SUBSCRIPTIONS } from './events.ts';
import { createFaults, type Faults } from './faults.ts';
import { createFileDoor } from './file-door.ts';
import { createHttpDelivery, type HttpDelivery } from './http-delivery.ts';
import { IDENTITY } from './identity.ts';
import { createInteractions } from './interactions.ts';
import { createLimits, type Limits } from './limits.ts';
import { createModals } from './modals.ts';
import { type Command, createPeople, type People, type Shortcut } from './people.ts';
import { createResponseUrls } from './response-urls.ts';
import { createSockets } from './socket.ts';
import { createTriggers } from './triggers.ts';
import { createWebApi } from './web-api.ts';
import { createWorkspace } from './workspace.ts';

const ACK_WITHIN_MS = 3_000;
/** Slack's own: nearly at once, after a minute, after five. */
const RETRY_DELAYS_MS = [1_000, 60_000, 300_000];
const COMMANDS: Command[] = [{ command: '/lpse', description: 'Helpdesk LPSE', usage: '[bantuan]' }];

export type SlackServerOptions = {
  /** Chosen by the system unless told. */
  port?: number;
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  /** Sends signed HTTP requests to this URL instead of using Socket Mode; a function when it is known only later. */
  requestUrl?: string | (() => string);
  /** Milliseconds since 1970 UTC; decides on time stamps, limits and lifetimes, not on time-outs. */
  clock?: () => number;
  /** Slack's own unless told. */
  limits?: Partial<Limits> | 'off';
  /** How long after a failed delivery an event is sent again. */
  retryDelaysMs?: number[];
  /** How long the app may take to acknowledge; Slack's three seconds unless told. */
  ackWithinMs?: number;
  commands?: Command[];
  shortcuts?: Shortcut[];
  /** Which events the app gets: app_mention, app_home_opened, message.im, message.channels, message.groups. */
  subscriptions?: string[];
};

/** The pretended Slack, with one team and one app. */
export type SlackServer = {
  /** For SLACK_API_URL; ends with /api/. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  botUserId: string;
  people: People;
  /** Every call of the Web API and of response URLs, oldest first. */
  calls: Call[];
  /** Everything sent to the app, oldest first, with what became of it. */
  deliveries: Delivered[];
  faults: Faults;
  /** Sends anything once, such as an event or an envelope that came before. Never rejects. */
  deliver: (kind: Kind, body: Record<string, unknown>, options?: DeliverOptions) => Promise<Outcome>;
  /** With requestUrl only: requests with a chosen time or signature, and the check of the URL. */
  http?: Pick<HttpDelivery, 'request' | 'verifyUrl'>;
  /** Socket Mode: how many connections there are, asking for new ones, and cutting them. */
  connections: { count: () => number; refresh: () => void; break: () => void };
  stop: () => Promise<void>;
};

type DeliverOptions = { envelopeId?: string; retry?: { attempt: number; reason: string } };

/** Starts a Slack of our own on 127.0.0.1. */
export async function startSlackServer(options: SlackServerOptions = {}): Promise<SlackServer> {
  const clock = options.clock ?? Date.now;
  const ackWithinMs = options.ackWithinMs ?? ACK_WITHIN_MS;
  const botToken = options.botToken ?? 'xoxb-sandbox-bot';
  const appToken = options.appToken ?? 'xapp-sandbox-app';
  const signingSecret = options.signingSecret ?? 'sandbox-signing-secret';

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      process.stderr.write(`Slack sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const baseUrl = () => address;

  const calls: Call[] = [];
  const faults = createFaults();
  const workspace = createWorkspace(clock);
  const triggers = createTriggers(clock);
  const modals = createModals(workspace, triggers);
  const sockets = createSockets(server, ackWithinMs, clock);
  const { requestUrl } = options;
  const urlOfApp = typeof requestUrl === 'string' ? () => requestUrl : requestUrl;
  const http = urlOfApp && createHttpDelivery(urlOfApp, signingSecret, ackWithinMs, clock);
  const delivery = createDelivery((http ?? sockets).carrier, options.retryDelaysMs ?? RETRY_DELAYS_MS, clock);
  const events = createEvents(workspace, options.subscriptions ?? USUAL_SUBSCRIPTIONS, baseUrl, delivery.event);
  const responseUrls = createResponseUrls(workspace, events, clock, baseUrl);
  const fileDoor = createFileDoor(workspace, botToken, faults.take);
  const callLine = createCallLine(calls, faults.take, clock);
  const runMethod = createWebApi(
    { workspace, events, modals, baseUrl, socketAddress: sockets.address },
    { bot: botToken, app: appToken },
    createLimits(options.limits ?? {}, clock),
  );
  const people = createPeople({
    workspace,
    events,
    modals,
    interactions: createInteractions(workspace, triggers, baseUrl),
    responseUrls,
    delivery,
    baseUrl,
    commands: options.commands ?? COMMANDS,
    shortcuts: options.shortcuts ?? [],
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', address);
    const [, door = '', ...rest] = pathname.split('/');
    if (door === 'api') {
      const method = rest.join('/');
      await callLine(method, request, response, (params, token) => runMethod(method, params, token));
    } else if (door === 'response') {
      await callLine('response_url', request, response, (params) => responseUrls.take(rest.at(-1) ?? '', params));
    } else {
      await fileDoor(door, rest, request, response);
    }
  }

  return {
    apiUrl: `${address}/api/`,
    botToken,
    appToken,
    signingSecret,
    botUserId: IDENTITY.botUserId,
    people,
    calls,
    deliveries: delivery.journal,
    faults,
    deliver: (kind, body, more = {}) =>
      delivery.send({ kind, body, acceptsResponse: kind === 'slash_commands', ...more }),
    ...(http && { http }),
    connections: sockets,
    async stop() {
      delivery.stop();
      http?.stop();
      sockets.stop();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
