import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webApi } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { createFetchFile } from '../../../bot/slack/fetch-file.ts';
import { quiet } from '../../../bot/slack/quiet.ts';

const TOKEN = 'xoxb-rahasia-1';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((begun) => server.listen(0, '127.0.0.1', begun));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A Slack whose files.info tells of `file`, and which hands it out as `handOut` does. */
async function slackWith(
  file: (root: string) => Record<string, unknown>,
  handOut: (response: ServerResponse) => void = () => {},
) {
  const asked: string[] = [];
  const logged: unknown[] = [];
  const root = await listening((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    if (request.url !== '/api/files.info') return handOut(response);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: true, file: file(root) }));
  });
  const tell = (...said: unknown[]) => void logged.push(said);
  const client = new webApi.WebClient(TOKEN, {
    slackApiUrl: `${root}/api/`,
    logger: quiet({ debug: tell, info: tell, warn: tell, error: tell }),
    retryConfig: { retries: 0 },
  });
  const fetchFile = createFetchFile({ client, botToken: TOKEN, apiUrl: `${root}/api/` });
  const fetched = await fetchFile({ id: 'F1', kind: 'photo' }, 10);
  expect(JSON.stringify([fetched, logged])).not.toContain('xoxb');
  return { fetched, downloads: asked.filter((line) => !line.startsWith('/api/')) };
}

const here = (root: string) => ({ url_private_download: `${root}/f/layar.png`, mimetype: 'image/png' });

describe('a file of Slack', () => {
  it('is asked for with the token', async () => {
    const { fetched, downloads } = await slackWith(here, (response) => response.end('12345'));
    expect(fetched).toEqual({ kind: 'bytes', bytes: new TextEncoder().encode('12345') });
    expect(downloads).toEqual([`/f/layar.png Bearer ${TOKEN}`]);
  });

  it('is not asked for when it is known to be too big, and left when it proves to be', async () => {
    const known = await slackWith((root) => ({ ...here(root), size: 11 }));
    expect(known).toEqual({ fetched: { kind: 'too-big' }, downloads: [] });
    // Without a length, and without an end.
    const endless = await slackWith(here, (response) => {
      const more = setInterval(() => response.write('12345'), 5);
      response.on('close', () => clearInterval(more));
    });
    expect(endless.fetched).toEqual({ kind: 'too-big' });
  });

  it('shows its token to no other host, and to none that it is led to', async () => {
    const led: (string | undefined)[] = [];
    const elsewhere = await listening((request, response) => {
      led.push(request.headers.authorization);
      response.end('12345');
    });
    const outside = await slackWith(() => ({ url_private_download: `${elsewhere}/layar.png` }));
    expect(outside.fetched).toEqual({ kind: 'gone', why: 'kept outside of Slack' });
    const leading = await slackWith(here, (response) => response.writeHead(302, { location: elsewhere }).end());
    expect(leading.fetched).toEqual({ kind: 'gone', why: expect.stringContaining('files:read') });
    expect(led).toEqual([]);
  });

  it.each([
    'http://files.slack.com/f',
    'https://files.slack.com.evil.id/f',
    'https://slack.com@evil.id/f',
    'file:///etc/passwd',
    '',
  ])('is not fetched from %j', async (url_private_download) => {
    const { fetched } = await slackWith(() => ({ url_private_download }));
    expect(fetched.kind).toBe('gone');
  });

  it('is not the page on which one signs in', async () => {
    const page = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    expect((await slackWith(here, page)).fetched).toEqual({ kind: 'gone', why: expect.stringContaining('files:read') });
    const ofTheirs = (root: string) => ({ ...here(root), mimetype: 'text/html' });
    expect((await slackWith(ofTheirs, page)).fetched).toMatchObject({ kind: 'bytes' });
  });

  it('that breaks off comes another time', async () => {
    const { fetched } = await slackWith(here, (response) => {
      response.writeHead(200, { 'content-length': 9 });
      response.write('123');
      setTimeout(() => response.destroy(), 20);
    });
    expect(fetched).toMatchObject({ kind: 'retry' });
  });
});
