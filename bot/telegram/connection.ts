import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The code of every error that happened before a connection stood: the request has surely not left. */
export const NOT_CONNECTED = 'NOT_CONNECTED';

/** Milliseconds for name look-up, connection and TLS together; less than any request may take. */
const CONNECT_LIMIT = 4_000;
/**
 * Milliseconds after which an unused connection is closed from our side. Telegram closes them too, after longer: a
 * request that meets such a closing could not be told from one that was taken.
 */
const IDLE_LIMIT = 30_000;

/** Keeps connections to the Bot API open between requests: a new one costs several round trips. */
export function createAgent(apiRoot: string): http.Agent {
  const secure = new URL(apiRoot).protocol === 'https:';
  const agent = new (secure ? https.Agent : http.Agent)({ keepAlive: true, timeout: IDLE_LIMIT });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => watched(connect(options, done), secure ? 'secureConnect' : 'connect');
  return agent;
}

/** Ends a connection that takes too long to stand, and marks the errors that happen before it does. */
function watched<Connection extends Duplex | null | undefined>(connection: Connection, ready: string): Connection {
  const socket = connection as Socket | null | undefined;
  if (!socket) return connection;
  const timer = setTimeout(() => socket.destroy(new Error('connecting took too long')), CONNECT_LIMIT);
  const mark = (error: Error) => Object.assign(error, { code: NOT_CONNECTED });
  const stop = () => {
    clearTimeout(timer);
    socket.off('error', mark);
  };
  socket.on('error', mark).once(ready, stop).once('close', stop);
  return connection;
}
