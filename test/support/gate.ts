import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createPlainServer, type Socket } from 'node:net';

/** One address in front of others. */
export type Gate = {
  url: string;
  /** When each request to a path that ends so came, in milliseconds since 1970. */
  passed: (end: string) => number[];
  stop: () => void;
};

/** Hands each request to the next of `targets` in turn, as a load balancer does; one that cannot be reached is passed over. */
export async function startGate(targets: string[]): Promise<Gate> {
  const seen: { path: string; at: number }[] = [];
  let turn = 0;
  const server = createServer(async (incoming, response) => {
    seen.push({ path: incoming.url ?? '', at: Date.now() });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    turn += 1;
    for (let at = 0; at < targets.length; at++) {
      const target = targets[(turn + at) % targets.length] as string;
      if (await pass(target, incoming, Buffer.concat(chunks), response)) return;
    }
    response.writeHead(502).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: (end) => seen.filter(({ path }) => path.endsWith(end)).map(({ at }) => at),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** False when nobody is there: then another may be asked. A target that breaks off is not replaced: it may have worked. */
function pass(target: string, incoming: IncomingMessage, body: Buffer, response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    const { method, headers, url = '/' } = incoming;
    const onward = request(`${target}${url}`, { method, headers, agent: false });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
      resolve(true);
    });
    onward.on('error', (error) => {
      const isNobody = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
      if (!isNobody) response.destroy();
      resolve(!isNobody);
    });
    response.on('close', () => onward.destroy());
    onward.end(body);
  });
}

/** A way to a port of this machine that can be cut without either end being told: what is on it waits. */
export async function startPipe(
  port: number,
): Promise<{ port: number; freeze: () => void; thaw: () => void; stop: () => void }> {
  const ends = new Set<Socket>();
  let isFrozen = false;
  const server = createPlainServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => ends.delete(from));
      from.pipe(to);
      if (isFrozen) from.pause();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      isFrozen = true;
      for (const end of ends) end.pause();
    },
    thaw() {
      isFrozen = false;
      for (const end of ends) end.resume();
    },
    stop() {
      server.close();
      for (const end of ends) end.destroy();
    },
  };
}
