import { createServer, type RequestListener, type Server } from 'node:http';
import { ChannelError, type Route } from './channel.ts';

/** The HTTP server that the channels are called on. */
export type HttpServer = { url: string; close: () => Promise<void> };

/**
 * Listens, and hands each request to the route of its path; any other path is 404, and `/sehat` says that the process lives.
 * @throws ChannelError when the port is taken or the address is not one of this machine
 */
export async function listen(host: string, port: number, routes: Route[]): Promise<HttpServer> {
  const server = createServer(
    routed([...routes, { path: '/sehat', listener: said(200, 'ok\n') }], said(404, 'not found\n')),
  );
  // A caller that sends half a request must not hold a connection for ever.
  server.requestTimeout = 30_000;
  await started(server, host, port);
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** Hands each request to the route of its path, and every other to `otherwise`. */
export const routed =
  (routes: readonly Route[], otherwise: RequestListener): RequestListener =>
  (request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    const route = routes.find((one) => one.path === path);
    (route?.listener ?? otherwise)(request, response);
  };

const said =
  (status: number, words: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'text/plain' }).end(words);

/**
 * Lets a server listen.
 * @throws ChannelError when the port is taken or the address is not one of this machine
 */
export async function started(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    throw new ChannelError(portProblem(host, port, (error as NodeJS.ErrnoException).code ?? ''));
  }
}

/** Why an address cannot be listened on, with the variable to change. */
function portProblem(host: string, port: number, code: string): string {
  if (code === 'EADDRINUSE') return `PORT ${port} sudah dipakai program lain. Hentikan program itu, atau ubah PORT.`;
  if (code === 'EACCES') return `PORT ${port} tidak boleh dipakai pengguna ini. Pilih PORT di atas 1023.`;
  return `HOST ${host} bukan alamat mesin ini (${code}). Periksa HOST.`;
}
