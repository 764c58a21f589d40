import { setTimeout as pause } from 'node:timers/promises';
import { type Params, readParams } from './params.ts';
import { badRequest, conflict } from './refusal.ts';
import type { Pending, Updates } from './updates.ts';
import { seconds } from './world.ts';

const LONGEST_SECRET = 256;
const LONGEST_BACKOFF_MS = 10_000;
const PORTS = ['', '80', '88', '443', '8443'];
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

export type WebhookOptions = {
  clock: () => number;
  /** How long the bot may take to answer. */
  timeoutMs: number;
  /** The pause after the first failure; it doubles up to ten seconds. */
  backoffMs: number;
  /** Carries out the call that stands in the bot's answer. */
  execute: (method: string, params: Params) => Promise<void>;
};

/** Brings updates to the bot's own address. */
export type Webhook = {
  active: () => boolean;
  /** Answers setWebhook. @throws Refusal for an address or a secret that the service does not take */
  set: (params: Params) => string;
  remove: (params: Params) => string;
  info: () => Record<string, unknown>;
  stop: () => void;
};

type Hook = {
  url: string;
  secret: string;
  most: number;
  ended: AbortController;
  /** Updates of one chat go one after the other, those of different chats side by side. */
  lanes: Map<number, Pending[]>;
  running: number;
  waiting: (() => void)[];
  lastError?: { at: number; message: string };
};

export function createWebhook(updates: Updates, options: WebhookOptions): Webhook {
  let hook: Hook | undefined;

  updates.onQueued((entry) => {
    if (hook) enqueue(hook, entry);
  });

  const enqueue = (to: Hook, entry: Pending) => {
    const lane = laneOf(entry);
    const queue = to.lanes.get(lane);
    if (queue) queue.push(entry);
    else {
      to.lanes.set(lane, [entry]);
      void run(to, lane);
    }
  };

  const run = async (to: Hook, lane: number) => {
    const queue = to.lanes.get(lane) as Pending[];
    let backoff = options.backoffMs;
    for (let entry = queue[0]; entry && !to.ended.signal.aborted; entry = queue[0]) {
      const failure = updates.pending.has(entry) ? await inTurn(to, () => post(to, entry as Pending)) : undefined;
      if (to.ended.signal.aborted) return;
      if (failure === undefined) {
        updates.confirm(entry);
        queue.shift();
        backoff = options.backoffMs;
      } else {
        to.lastError = { at: options.clock(), message: failure };
        await pause(backoff, undefined, { signal: to.ended.signal, ref: false }).catch(() => undefined);
        backoff = Math.min(LONGEST_BACKOFF_MS, backoff * 2);
      }
    }
    to.lanes.delete(lane);
  };

  /** What went wrong, or undefined when the bot took the update. */
  const post = async (to: Hook, { update }: Pending): Promise<string | undefined> => {
    const request = new AbortController();
    const end = () => request.abort();
    const timer = setTimeout(end, options.timeoutMs);
    to.ended.signal.addEventListener('abort', end);
    try {
      const headers = {
        'content-type': 'application/json',
        ...(to.secret && { 'x-telegram-bot-api-secret-token': to.secret }),
      };
      const init = { method: 'POST', headers, body: JSON.stringify(update), signal: request.signal };
      const response = await fetch(to.url, { ...init, redirect: 'manual' });
      const body = Buffer.from(await response.arrayBuffer());
      if (!response.ok) return `Wrong response from the webhook: ${response.status} ${response.statusText}`.trim();
      await carryOut(response.headers.get('content-type') ?? '', body);
      return undefined;
    } catch (error) {
      if (request.signal.aborted) return 'Read timeout expired';
      return (error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED'
        ? 'Connection refused'
        : 'Connection reset by peer';
    } finally {
      clearTimeout(timer);
      to.ended.signal.removeEventListener('abort', end);
    }
  };

  const carryOut = async (type: string, body: Buffer) => {
    if (body.length === 0) return;
    const params = await readParams(new URLSearchParams(), { 'content-type': type }, body).catch(() => undefined);
    const method = params?.text('method');
    if (params && method) await options.execute(method, params);
  };

  const end = () => {
    hook?.ended.abort();
    hook = undefined;
  };

  const remove = (params: Params): string => {
    const had = hook !== undefined;
    end();
    if (params.flag('drop_pending_updates')) updates.clear();
    return had ? 'Webhook was deleted' : 'Webhook is already deleted';
  };

  return {
    active: () => hook !== undefined,
    set: (params) => {
      const url = params.text('url');
      if (url === '') return remove(params);
      const secret = params.text('secret_token');
      checkUrl(url);
      if (secret.length > LONGEST_SECRET) throw badRequest('secret token is too long');
      if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
      updates.allow(params);
      updates.interrupt(conflict('terminated by setWebhook request'));
      if (params.flag('drop_pending_updates')) updates.clear();
      const most = Math.min(100, Math.max(1, params.integer('max_connections') ?? 40));
      const same = hook?.url === url && hook.secret === secret && hook.most === most;
      if (same) return 'Webhook is already set';
      end();
      hook = { url, secret, most, ended: new AbortController(), lanes: new Map(), running: 0, waiting: [] };
      for (const entry of updates.pending) enqueue(hook, entry);
      return 'Webhook was set';
    },
    remove,
    info: () => ({
      url: hook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.pending.size,
      ...(hook && { max_connections: hook.most, ip_address: '127.0.0.1' }),
      ...(hook?.lastError && {
        last_error_date: seconds(hook.lastError.at),
        last_error_message: hook.lastError.message,
      }),
      ...(updates.allowed().length > 0 && { allowed_updates: updates.allowed() }),
    }),
    stop: end,
  };
}

/** Runs when one of the hook's connections is free. */
async function inTurn<T>(hook: Hook, work: () => Promise<T>): Promise<T> {
  while (hook.running >= hook.most) await new Promise<void>((resolve) => hook.waiting.push(resolve));
  hook.running++;
  try {
    return await work();
  } finally {
    hook.running--;
    hook.waiting.shift()?.();
  }
}

/** The service demands HTTPS; on this very machine plain HTTP does, on any port. */
function checkUrl(text: string): void {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (!url) throw badRequest('bad webhook: invalid URL specified');
  if (LOOPBACK.test(url.hostname)) return;
  if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.includes(url.port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
}

type Addressed = { chat?: { id?: number }; message?: { chat?: { id?: number } }; from?: { id?: number } };

function laneOf({ update: { update_id: _, ...kinds } }: Pending): number {
  const payload = Object.values(kinds)[0] as Addressed | undefined;
  return payload?.chat?.id ?? payload?.message?.chat?.id ?? payload?.from?.id ?? 0;
}
