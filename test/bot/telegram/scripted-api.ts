import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type ApiRequest = { method: string; payload: Record<string, unknown> };
/** Writes an answer, or does what a network does instead. */
export type Script = (response: ServerResponse, request: ApiRequest) => void;

/** A Bot API that says what the script says, to the letter. */
export async function startScriptedApi(script: Script) {
  const requests: ApiRequest[] = [];
  let connections = 0;
  let current = script;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const one = { method: request.url?.split('/').at(-1) ?? '', payload: body === '' ? {} : JSON.parse(body) };
    requests.push(one);
    current(response, one);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    /** All that were ever made, and those open now. */
    connections: () => connections,
    open: () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
    answer: (script: Script) => {
      current = script;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function ok(result: unknown): Script {
  return says(200, { ok: true, result });
}

export function no(error_code: number, description: string, parameters?: object): Script {
  return says(error_code, { ok: false, error_code, description, ...(parameters && { parameters }) });
}

export function says(status: number, body: unknown): Script {
  return (response) => response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
}
