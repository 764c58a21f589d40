import type { IncomingMessage, ServerResponse } from 'node:http';
import { bearer } from './calls.ts';
import type { Fault } from './faults.ts';
import { uploadOf } from './request-body.ts';
import type { StoredFile, Workspace } from './workspace.ts';

/**
 * Takes uploads and hands out files: to the app with its token, to people under /people/files.
 * Without a token Slack leads to its sign-in page, and whoever follows gets a page instead of the file.
 * @param takeFault gives the fault of a transfer: of an `upload`, or of a `download` by the app
 */
export function createFileDoor(workspace: Workspace, botToken: string, takeFault: (door: string) => Fault | undefined) {
  function handOut(file: StoredFile | undefined, response: ServerResponse) {
    if (!file?.bytes) return notFound(response);
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': file.bytes.length,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    });
    response.end(file.bytes);
  }

  async function upload(file: StoredFile | undefined, request: IncomingMessage, response: ServerResponse) {
    const fault = takeFault('upload');
    const bytes = await uploadOf(request);
    if (fault) return fail(fault, response);
    if (!file || file.bytes) return notFound(response);
    if (bytes.length !== file.size) {
      response.writeHead(400, { 'content-type': 'text/plain' }).end('length mismatch');
      return;
    }
    file.bytes = bytes;
    response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${bytes.length}`);
  }

  return async (door: string, path: string[], request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (door === 'upload' && request.method === 'POST') {
      await upload(workspace.files.get(path.at(-1) ?? ''), request, response);
    } else if (door === 'files-pri') {
      const id = path[0]?.split('-').at(-1) ?? '';
      const fault = takeFault('download');
      if (fault) fail(fault, response);
      else if (bearer(request) === botToken) handOut(workspace.files.get(id), response);
      else response.writeHead(302, { location: '/login' }).end();
    } else if (door === 'people') {
      handOut(workspace.files.get(path.at(-1) ?? ''), response);
    } else if (door === 'login') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
    } else {
      notFound(response);
    }
  };
}

/** What a fault makes of a transfer; none is done late, and an error leads to the sign-in page. */
function fail(fault: Fault, response: ServerResponse): void {
  if (fault.kind === 'http' || fault.kind === 'http-after') response.writeHead(fault.status).end();
  else if (fault.kind === 'ratelimited') response.writeHead(429, { 'retry-after': String(fault.retryAfter) }).end();
  else if (fault.kind === 'error') response.writeHead(302, { location: '/login' }).end();
  else if (fault.kind !== 'hang') response.destroy();
}

const notFound = (response: ServerResponse) => response.writeHead(404).end();
