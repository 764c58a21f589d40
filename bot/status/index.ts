import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Status, statusUnreadable } from '../../handlers/index.ts';
import type { Log, Route } from '../channel.ts';
import { faultOf } from '../fault.ts';
import { atomFeed, jsonFeed } from './feed.ts';
import { type Document, documentOf, handOut, handOutLater } from './hand-out.ts';
import { latestStatus, type ReadStatus } from './latest.ts';
import { drawPage, PAGE_POLICY } from './page.ts';

export type { ReadStatus } from './latest.ts';

/** One way to tell the status: where, as what, and while nobody can tell it. */
type Kind = {
  path: string;
  type: string;
  policy: string;
  draw: (status: Status, url: string) => Promise<string>;
  /** When that last changed, in milliseconds since 1970. */
  changedAt: (status: Status) => number;
  later: (url: string) => Promise<Pick<Document, 'type' | 'body'>>;
};

const HTML = 'text/html; charset=utf-8';

const FEED: Pick<Kind, 'policy' | 'changedAt' | 'later'> = {
  policy: "default-src 'none'",
  changedAt: ({ changedAt }) => changedAt,
  later: async () => ({ type: 'text/plain; charset=utf-8', body: `${statusUnreadable().verdict}\n` }),
};

const KINDS: Kind[] = [
  {
    path: '/status',
    type: HTML,
    policy: PAGE_POLICY,
    draw: ({ page }, url) => drawPage(page, url),
    // It tells the time, by the minute.
    changedAt: ({ page, changedAt }) => Math.max(changedAt, page.asOf?.at ?? 0),
    later: async (url) => ({ type: HTML, body: await drawPage(statusUnreadable(), url) }),
  },
  { ...FEED, path: '/status.atom', type: 'application/atom+xml; charset=utf-8', draw: atomFeed },
  { ...FEED, path: '/status.json', type: 'application/feed+json; charset=utf-8', draw: jsonFeed },
];

/**
 * The status page and its feeds, for anybody: at /status, /status.atom and /status.json.
 * @param url the public address of the page, without a slash at its end
 * @param read what the public is told at that moment
 */
export function statusRoutes({
  url,
  read,
  log,
  now = Date.now,
}: {
  url: string;
  read: ReadStatus;
  log: Log;
  now?: () => number;
}): Route[] {
  const latest = latestStatus(read, now, log);

  const routeOf = (kind: Kind): Route => {
    /** Drawn once, however many ask for it. */
    const documents = new WeakMap<Status, Promise<Document>>();
    const drawn = async (status: Status) => documentOf(kind.type, await kind.draw(status, url), kind.changedAt(status));

    async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const status = await latest();
      if (!status) return handOutLater(await kind.later(url), response);
      const document = documents.get(status) ?? drawn(status);
      documents.set(status, document);
      handOut(await document, request, response);
    }

    return {
      path: kind.path,
      listener(request, response) {
        permit(kind.policy, response);
        if (request.method !== 'GET' && request.method !== 'HEAD')
          return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
        void answer(request, response).catch((error) => {
          log.error('status', { fault: faultOf(error) });
          response.writeHead(500).end();
        });
      },
    };
  };

  return [
    ...KINDS.map(routeOf),
    { path: '/status/', listener: (_, response) => void response.writeHead(308, { location: url }).end() },
  ];
}

/** Anybody may read it from anywhere, and it may do nothing. */
function permit(policy: string, response: ServerResponse): void {
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
}
