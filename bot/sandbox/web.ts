import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Route } from '../channel.ts';
import { routed, started } from '../http.ts';
import { type Act, BadRequest, slackActions, telegramActions } from './actions.ts';
import { pageAssets } from './assets.ts';
import { streamViews } from './events.ts';
import { passOn, slackFile, telegramFile, withOwnSlackFiles, withOwnTelegramFiles } from './files.ts';
import { onlyOwnPage } from './guard.ts';
import type { SlackPeople, TelegramPeople } from './views.ts';

/** A little over the 20 MB that Telegram lets a bot fetch, so that its own limit can be tried. */
const LARGEST_UPLOAD = 25 * 1024 * 1024;
const LARGEST_REQUEST = 1024 * 1024;

/** What the page shows and does. */
export type Stage = { telegram: TelegramPeople; slack: SlackPeople };

export type Page = { url: string; stop: () => Promise<void> };

/**
 * Serves the page and what it needs at `host`, which must be a loopback address; port 0 takes a free one.
 * @param routes what else is served there, given its address; it is for everybody and passes the guard of the page
 * @throws RangeError for any other address, ChannelError when another program listens there
 */
export async function servePage(
  stage: Stage,
  { port, host, routes = () => [] }: { port: number; host: string; routes?: (url: string) => Route[] },
): Promise<Page> {
  if (!/^(127(\.\d+){3}|::1|localhost)$/.test(host)) throw new RangeError(`${host} is not a loopback address`);
  const server = createServer();
  await started(server, host, port);
  const taken = (server.address() as AddressInfo).port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  server.on('request', routed(routes(url), getRequestListener(pageRoutes(stage).fetch)));
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Pages that look on never end by themselves.
        server.closeAllConnections();
      }),
  };
}

/** Every address of the page, without a server. */
export function pageRoutes({ telegram, slack }: Stage): Hono {
  const app = new Hono();
  const assets = pageAssets();
  const halves = {
    telegram: { view: () => withOwnTelegramFiles(telegram.view()), onChange: telegram.onChange },
    slack: { view: () => withOwnSlackFiles(slack.view()), onChange: slack.onChange },
  };

  app.use(onlyOwnPage);
  app.use(async (c, next) => {
    await next();
    // Whatever is no page of ours gets no right to do anything.
    if (!c.res.headers.has('content-security-policy'))
      c.header('content-security-policy', "default-src 'none'; sandbox");
    c.header('x-content-type-options', 'nosniff');
    c.header('cross-origin-resource-policy', 'same-origin');
    c.header('referrer-policy', 'no-referrer');
    c.header('cache-control', 'no-store');
  });
  app.onError((error, c) => answerFailure(error, c));

  app.get('/keadaan', (c) => c.json({ telegram: halves.telegram.view(), slack: halves.slack.view() }));
  app.get('/peristiwa', streamViews(halves));

  app.get('/berkas/telegram/:chat/:message', (c) => {
    const found = telegramFile(telegram.view(), Number(c.req.param('chat')), Number(c.req.param('message')));
    return found ? passOn(found) : c.notFound();
  });
  app.get('/berkas/slack/:id', (c) => {
    const found = slackFile(slack.view(), c.req.param('id'));
    return found ? passOn(found) : c.notFound();
  });

  app.post('/telegram/attach', limit(LARGEST_UPLOAD), async (c) => {
    const form = await c.req.formData();
    return c.json({ result: telegram.attach(...(await attached(form))) });
  });
  app.post('/telegram/voice', limit(LARGEST_UPLOAD), async (c) => {
    const form = await c.req.formData();
    return c.json({ result: telegram.sendVoice(...(await spoken(form))) });
  });
  app.post('/telegram/:action', limit(LARGEST_REQUEST), carryOut(telegramActions(telegram)));
  app.post('/slack/attach', limit(LARGEST_UPLOAD), async (c) => {
    const form = await c.req.formData();
    return c.json({ result: slack.attach(...(await attachedInSlack(form))) });
  });
  app.post('/slack/:action', limit(LARGEST_REQUEST), carryOut(slackActions(slack)));

  app.get('*', async (c) => {
    const asset = await assets(c.req.path);
    if (!asset) return c.notFound();
    return c.body(asset.body, 200, { 'content-type': asset.type, 'content-security-policy': asset.policy });
  });
  app.notFound((c) => c.json({ error: 'Alamat ini tidak ada di sandbox.' }, 404));
  return app;
}

const limit = (maxSize: number) =>
  bodyLimit({ maxSize, onError: (c) => c.json({ error: 'Kiriman terlalu besar untuk sandbox.' }, 413) });

/** Only JSON is read: a form of another site could not send it without being asked for leave first. */
function carryOut(actions: Record<string, Act>) {
  return async (c: Context<object, '/:action'>) => {
    const name = c.req.param('action');
    const act = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!act) return c.notFound();
    if (!c.req.header('content-type')?.startsWith('application/json')) throw new BadRequest('Kirim sebagai JSON.');
    const body: unknown = await c.req.json().catch(() => undefined);
    return c.json({ result: (await act(body)) ?? null });
  };
}

async function attached(form: FormData): Promise<Parameters<TelegramPeople['attach']>> {
  const person = Number(form.get('person'));
  const chat = Number(form.get('chat'));
  const kind = form.get('kind');
  const uploads = form.getAll('files').filter((entry) => entry instanceof File);
  if (!Number.isInteger(person) || !Number.isInteger(chat) || (kind !== 'photo' && kind !== 'document'))
    throw new BadRequest('Permintaan tidak dapat dijalankan: periksa person, chat, kind.');
  if (uploads.length === 0) throw new BadRequest('Pilih sedikitnya satu berkas.');
  const files = await Promise.all(
    uploads.map(async (file) => ({
      kind: kind as 'photo' | 'document',
      name: file.name,
      type: file.type || 'application/octet-stream',
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  const caption = String(form.get('caption') ?? '');
  const replyTo = form.has('replyTo') ? Number(form.get('replyTo')) : undefined;
  if (replyTo !== undefined && !Number.isInteger(replyTo))
    throw new BadRequest('Permintaan tidak dapat dijalankan: periksa replyTo.');
  if (replyTo !== undefined) return [person, chat, files, caption, { replyTo }];
  return caption === '' ? [person, chat, files] : [person, chat, files, caption];
}

async function spoken(form: FormData): Promise<Parameters<TelegramPeople['sendVoice']>> {
  const [person, chat, seconds] = ['person', 'chat', 'seconds'].map((name) => Number(form.get(name)));
  if (!Number.isInteger(person) || !Number.isInteger(chat) || !Number.isFinite(seconds))
    throw new BadRequest('Permintaan tidak dapat dijalankan: periksa person, chat, seconds.');
  const sound = form.get('sound');
  if (!(sound instanceof File)) throw new BadRequest('Rekam atau pilih satu suara.');
  const { name } = sound;
  const type = sound.type.split(';')[0] ?? '';
  const given = { name, type, bytes: new Uint8Array(await sound.arrayBuffer()), seconds: seconds as number };
  const forwardedFrom = form.get('forwardedFrom');
  const who = [person as number, chat as number] as const;
  return typeof forwardedFrom === 'string' ? [...who, given, { forwardedFrom }] : [...who, given];
}

async function attachedInSlack(form: FormData): Promise<Parameters<SlackPeople['attach']>> {
  const said = (name: string) => String(form.get(name) ?? '');
  const uploads = form.getAll('files').filter((entry) => entry instanceof File);
  if (uploads.length === 0) throw new BadRequest('Pilih sedikitnya satu berkas.');
  const files = await Promise.all(
    uploads.map(async (file) => ({
      name: file.name,
      type: file.type || 'application/octet-stream',
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  return [said('user'), said('channel'), files, said('text'), said('threadTs') || undefined];
}

const FAULTS = [TypeError, RangeError, ReferenceError, SyntaxError];

/** What people are told: a refusal in its own words; a fault of the program without its inside. */
function answerFailure(error: Error, c: Context): Response {
  if (FAULTS.some((fault) => error instanceof fault)) {
    console.error(error);
    return c.json({ error: 'Ada kesalahan di dalam sandbox; rinciannya tertulis di terminal.' }, 500);
  }
  return c.json({ error: inWords(error.message) }, 400);
}

/** Slack tells some failures by a name only. */
function inWords(message: string): string {
  if (message === 'operation_timeout') return 'Bot tidak menjawab dalam 3 detik (operation_timeout).';
  return /^[a-z]+(_[a-z]+)*$/.test(message) ? `Slack menolak: ${message}.` : message;
}
