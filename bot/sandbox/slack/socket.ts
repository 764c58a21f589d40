import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Carrier, Outcome, Request } from './delivery.ts';
import { IDENTITY } from './identity.ts';
import { SlackError } from './slack-error.ts';

const MOST_CONNECTIONS = 10;
const TICKET_LIFETIME_MS = 30_000;
const PING_EVERY_MS = 5_000;
const NOT_TAKEN: Outcome = { ok: false, shown: 'operation_timeout', reason: 'timeout' };
const NOBODY_THERE: Outcome = { ok: false, shown: 'dispatch_failed', reason: 'timeout' };

/** Takes the WebSocket connections of `server`; an envelope must be acknowledged within `ackWithinMs`. */
export function createSockets(server: Server, ackWithinMs: number, clock: () => number) {
  const acceptor = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const open = new Set<WebSocket>();
  /** They were told to go and get nothing more. */
  const leaving = new Set<WebSocket>();
  const waiting = new Map<string, (outcome: Outcome) => void>();
  let turn = 0;

  const usable = () => [...open].filter((socket) => !leaving.has(socket));

  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    const givenAt = tickets.get(ticket);
    tickets.delete(ticket);
    if (givenAt === undefined || clock() - givenAt > TICKET_LIFETIME_MS) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    acceptor.handleUpgrade(request, socket, head, welcome);
  });

  function welcome(socket: WebSocket): void {
    open.add(socket);
    const pings = setInterval(() => socket.ping(`Ping from ${IDENTITY.appId}`), PING_EVERY_MS);
    socket.on('message', acknowledge);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pings);
      open.delete(socket);
      leaving.delete(socket);
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.size,
        connection_info: { app_id: IDENTITY.appId },
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
  }

  function acknowledge(data: RawData): void {
    const answer = parse(String(data));
    if (!answer) return;
    waiting.get(answer.envelope_id)?.({ ok: true, payload: answer.payload });
  }

  const carrier: Carrier = (request) => {
    const sockets = usable();
    turn += 1;
    const socket = sockets[turn % sockets.length];
    if (!socket) return Promise.resolve(NOBODY_THERE);
    return new Promise((resolve) => {
      const envelopeId = request.envelopeId ?? randomUUID();
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        // The same envelope may have been injected twice, and then somebody else waits under its id.
        if (waiting.get(envelopeId) === settle) waiting.delete(envelopeId);
        resolve(outcome);
      };
      const timer = setTimeout(() => settle(NOT_TAKEN), ackWithinMs);
      waiting.set(envelopeId, settle);
      socket.send(JSON.stringify(envelope(envelopeId, request)));
    });
  };

  return {
    carrier,

    /** The address of one connection, good for one use. @throws SlackError too_many_websockets */
    address(): string {
      if (usable().length >= MOST_CONNECTIONS) throw new SlackError('too_many_websockets');
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const ticket = randomBytes(16).toString('hex');
      tickets.set(ticket, clock());
      return `ws://127.0.0.1:${port}/link/?ticket=${ticket}&app_id=${IDENTITY.appId}`;
    },

    /** How many connections take envelopes. */
    count: () => usable().length,

    /** Asks every connection to be made anew, as Slack does every few hours; the old ones get nothing more. */
    refresh(): void {
      for (const socket of usable()) {
        leaving.add(socket);
        socket.send(
          JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'sandbox' } }),
        );
      }
    },

    /** Cuts every connection without a word. */
    break(): void {
      for (const socket of open) socket.terminate();
    },

    stop(): void {
      for (const settle of waiting.values()) settle(NOBODY_THERE);
      for (const socket of open) socket.terminate();
      acceptor.close();
    },
  };
}

function envelope(envelopeId: string, { kind, body, acceptsResponse, retry }: Request): Record<string, unknown> {
  return {
    envelope_id: envelopeId,
    type: kind,
    payload: body,
    accepts_response_payload: acceptsResponse,
    ...(kind === 'events_api' && { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }),
  };
}

function parse(text: string): { envelope_id: string; payload?: unknown } | undefined {
  try {
    const answer = JSON.parse(text);
    return typeof answer?.envelope_id === 'string' ? answer : undefined;
  } catch {
    return undefined;
  }
}
