import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { TelegramPeople } from '../views.ts';
import { type Answer, misbehave, refused, sendAnswer, sendFile } from './answer.ts';
import { createCallbacks } from './callbacks.ts';
import { createFaults, DOWNLOAD, type Fault, type Faults } from './faults.ts';
import { createFiles, type StoredFile } from './files.ts';
import { createJournal, type JournalEntry } from './journal.ts';
import { createFlood, type Limits, type Traffic } from './limits.ts';
import { Described, type Service } from './method.ts';
import { methodTable } from './methods.ts';
import { Params, readParams } from './params.ts';
import { type Controls, createPeople } from './people.ts';
import { createProfile } from './profile.ts';
import { notFound, Refusal } from './refusal.ts';
import { createUpdates } from './updates.ts';
import { createWebhook } from './webhook.ts';
import { createWorld } from './world.ts';

export type { Fault } from './faults.ts';

const BOT_ID = 7_000_000_001;
const TOKEN_PATTERN = /^\d+:[\w-]{30,}$/;
/** A little over the largest file that a bot may upload. */
const LARGEST_BODY = 51 * 1024 * 1024;

export type TelegramServer = {
  /** For `telegram.apiRoot` of the client. */
  apiRoot: string;
  token: string;
  people: TelegramPeople;
  controls: Controls;
  /** What the bot called, the latest hundred thousand. */
  calls: readonly JournalEntry[];
  faults: Faults;
  /** Queues a raw update; without `update_id` it gets the next one, with it the same may come twice. Returns the id. */
  deliver: (update: Record<string, unknown>) => number;
  /** How many messages the bot brought, and how fast. */
  traffic: () => Traffic;
  /** How many updates the bot has not confirmed. */
  unconfirmed: () => number;
  /** A file that somebody sent, by its file_id; undefined when there is none. */
  file: (id: string) => StoredFile | undefined;
  stop: () => Promise<void>;
};

export type TelegramOptions = {
  /** 0, as by default: the system chooses. */
  port?: number;
  token?: string;
  /** Milliseconds since 1970 UTC; dates, flood control and expiry follow it, waiting does not. */
  clock?: () => number;
  /** What differs from the real flood control, or none at all. */
  limits?: Partial<Limits> | 'off';
  /** How long a webhook may take to answer. */
  webhookTimeoutMs?: number;
  /** The pause after a webhook failed for the first time. */
  webhookBackoffMs?: number;
  /** Who the bot is; its id is the number in the token. */
  bot?: { name: string; username: string };
};

/**
 * Starts a Telegram of one's own on 127.0.0.1: the Bot API for one bot, and the people who write to it. Refusals come with
 * the real service's descriptions. Stricter than it: `&` must be escaped in HTML, a button does exactly one thing,
 * quotations do not nest, a press is answered once, of other members only administrators are told. Looser: webhooks on
 * this machine need no HTTPS. Missing: the old `Markdown` mode, files by URL, quotes in replies, topics, inline mode, more
 * than one person who administers a group or channel.
 */
export async function startTelegramServer(options: TelegramOptions = {}): Promise<TelegramServer> {
  const {
    port = 0,
    // Another one each time: it shall be of no use to anybody who read an old one.
    token = `${BOT_ID}:${randomBytes(26).toString('base64url')}`,
    clock = Date.now,
    limits = {},
    webhookTimeoutMs = 30_000,
    webhookBackoffMs = 200,
  } = options;
  const { name, username } = options.bot ?? { name: 'Helpdesk LPSE', username: 'helpdesk_lpse_bot' };
  const world = createWorld({ id: Number(token.split(':')[0]), name, username, readsAll: false }, clock);
  const files = createFiles();
  const updates = createUpdates(clock);
  const callbacks = createCallbacks(clock, username);
  const profile = createProfile();
  const faults = createFaults();
  const journal = createJournal(clock);
  const methods = methodTable(profile.methods);
  const webhook = createWebhook(updates, {
    ...{ clock, timeoutMs: webhookTimeoutMs, backoffMs: webhookBackoffMs },
    execute: async (method, params) => void (await execute(method, params, never)),
  });
  const flood = createFlood(limits, clock);
  const service: Service = { world, files, flood, updates, webhook, callbacks };

  /** Carries out one call and notes it. */
  const execute = async (method: string, params: Params, gone: AbortSignal): Promise<Answer> => {
    const found = methods.get(method.toLowerCase());
    const note = journal.open(found?.name ?? method, params);
    try {
      if (!found) throw notFound();
      const result = await found.method(service, params, gone);
      note.ok();
      if (result instanceof Described) return { ok: true, result: true, description: result.description };
      return { ok: true, result };
    } catch (error) {
      const answer = refused(error);
      note.failed(answer.error_code);
      return answer;
    }
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      sendAnswer(response, refused(new Refusal(500, `Internal Server Error: ${String(error)}`)));
    });
  });
  // Longer than any client keeps an idle connection, or calls would break by chance.
  server.keepAliveTimeout = 120_000;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://telegram');
    const [, first = '', ...rest] = pathname.split('/');
    if (first === 'media') return sendFile(response, files.get(rest[0] ?? ''));
    if (first === 'file' && rest[0] === `bot${token}`) return download(response, rest.slice(1).join('/'));
    const given = decodeURIComponent(first.replace(/^bot/, ''));
    const addressed = first.startsWith('bot') && TOKEN_PATTERN.test(given) && rest.length === 1;
    if (!addressed) return sendAnswer(response, refused(notFound()));
    const body = await bodyOf(request);
    if (given !== token) return sendAnswer(response, refused(new Refusal(401, 'Unauthorized')));
    if (!body) return sendAnswer(response, refused(new Refusal(413, 'Request Entity Too Large')));
    const params = await readParams(searchParams, request.headers, body).catch((error: unknown) => refused(error));
    if (!(params instanceof Params)) return sendAnswer(response, params);
    await answer(response, rest[0] as string, params);
  };

  const answer = async (response: ServerResponse, method: string, params: Params): Promise<void> => {
    const known = methods.get(method.toLowerCase())?.name ?? method;
    const chat = params.integer('chat_id');
    const fault = faults.strike({ method: known, params: params.values, ...(chat !== undefined && { chat }) });
    if (fault && isInstead(fault)) {
      journal.open(known, params).failed(fault.kind === 'error' ? fault.code : undefined, fault.kind);
      return misbehave(response, fault);
    }
    if (fault?.kind === 'delay') await pause(fault.ms, undefined, { ref: false });
    const client = new AbortController();
    response.on('close', () => client.abort());
    const result = await execute(method, params, client.signal);
    if (fault?.kind === 'drop-after') response.destroy();
    else sendAnswer(response, result);
  };

  const download = async (response: ServerResponse, path: string): Promise<void> => {
    const fault = faults.strike({ method: DOWNLOAD, params: { file_path: path } });
    if (fault && isInstead(fault)) return misbehave(response, fault);
    if (fault?.kind === 'delay') await pause(fault.ms, undefined, { ref: false });
    const half = fault?.kind === 'drop-after' ? 'broken' : fault?.kind === 'half' ? fault.end : undefined;
    sendFile(response, files.atPath(path), half);
  };

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const both = createPeople({
    ...{ world, updates, files, callbacks, flood, commands: profile.offered },
    href: ({ id, name }) => `${apiRoot}/media/${id}/${encodeURIComponent(name)}`,
  });

  return {
    ...{ apiRoot, token, people: both, controls: both, calls: journal.entries, faults },
    deliver: updates.deliver,
    traffic: flood.traffic,
    unconfirmed: () => updates.pending.size,
    file: files.get,
    stop: async () => {
      webhook.stop();
      callbacks.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Whether a fault takes the place of what was asked for. */
function isInstead(fault: Fault): fault is Exclude<Fault, { kind: 'drop-after' | 'delay' | 'half' }> {
  return fault.kind !== 'drop-after' && fault.kind !== 'delay' && fault.kind !== 'half';
}

/** A webhook's answer has no client that could go away. */
const never = new AbortController().signal;

/** The body of a request, or undefined when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks);
}
