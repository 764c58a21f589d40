import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { createSlack } from '../../../bot/slack/index.ts';

/** A Slack whose connections say hello and then hear nothing any more, as behind a network that dropped them. */
async function deafSlack() {
  let connections = 0;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/` }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    connections += 1;
    socket.send(JSON.stringify({ type: 'hello' }));
    socket.pause();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/`,
    connections: () => connections,
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

it('leaves a connection that went dead for a new one, and does not wait for it when it stops', async () => {
  const deaf = await deafSlack();
  const slack = createSlack({
    botToken: 'xoxb-1',
    appToken: 'xapp-1',
    apiUrl: deaf.apiUrl,
    receive: async () => {},
    openForm: async () => undefined,
    readFile: async () => undefined,
    watched: [],
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  await slack.start();
  await vi.waitFor(() => expect(deaf.connections()).toBe(2), { timeout: 20_000, interval: 50 });
  const began = performance.now();
  await slack.stop();
  expect(performance.now() - began).toBeLessThan(2000);
  deaf.stop();
});
