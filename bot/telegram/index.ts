import { ChannelError, type Log, type Outgoing, type ReadFile, type Receive, type Transport } from '../channel.ts';
import { isAdmin } from './admin.ts';
import { type Answer, createCall } from './api.ts';
import { createDownload } from './download.ts';
import { fetchFile } from './fetch-file.ts';
import { Failure, insist } from './insist.ts';
import { fields, whole, words } from './json.ts';
import { type BotIdentity, parse } from './parse.ts';
import { ALLOWED_UPDATES, CONNECTION, poll, RECONNECTING, type Take } from './polling.ts';
import { isByReader } from './reader.ts';
import { render, type TelegramMessage } from './render.ts';
import { send, typing } from './send.ts';
import { sendFile } from './send-file.ts';
import { createWebhook } from './webhook.ts';

export type TelegramOptions = {
  token: string;
  /** `https://api.telegram.org`, or where a Bot API server of one's own answers. */
  apiRoot: string;
  /** Where Telegram calls us; without it we ask Telegram. */
  webhook?: { url: string; secret: string };
  /** What people see in the menu of commands. */
  commands: { command: string; description: string }[];
  receive: Receive;
  /** The bytes of the files that replies carry. */
  readFile: ReadFile;
  log: Log;
};

/** Milliseconds for one request that brings no message. */
const REQUEST_LIMIT = 10_000;
/** How many calls Telegram may have open at once; each is only a row to store. */
const MOST_CALLS = 20;

/** Telegram as a channel: what comes in goes to `receive`, and is confirmed to Telegram only when that has resolved. */
export function createTelegram({
  token,
  apiRoot,
  webhook,
  commands,
  receive,
  readFile,
  log,
}: TelegramOptions): Transport {
  const call = createCall(token, apiRoot);
  const download = createDownload(token, apiRoot);
  const stopping = new AbortController();
  const stop = stopping.signal;
  let bot: BotIdentity | undefined;
  let polling: Promise<void> | undefined;

  const take: Take = async (update) => {
    if (!bot) throw new Failure('not started');
    const incoming = parse(update, bot, Date.now());
    const byReader = incoming !== undefined && (await isByReader(call, incoming));
    if (incoming && !byReader) await receive(incoming);
    const pressed = words(fields(fields(update).callback_query).id);
    // Else the button would look busy until the reply comes. For a reader it opens a chat with us.
    const opens = byReader && { url: `${linkTo(bot)}?start=kanal` };
    if (pressed) void call('answerCallbackQuery', { callback_query_id: pressed, ...opens }, REQUEST_LIMIT);
  };

  const hook = webhook && createWebhook(webhook.secret, take, log);

  /** @returns what Telegram says against the address of the webhook, if anything */
  const connect = async (): Promise<string | undefined> => {
    bot ??= identityOf(succeeded(await call('getMe', {}, REQUEST_LIMIT, stop)));
    if (!bot) throw new Failure('not a Bot API answer');
    const answer = webhook
      ? await call('setWebhook', webhookOf(webhook), REQUEST_LIMIT, stop)
      : await call('deleteWebhook', { drop_pending_updates: false }, REQUEST_LIMIT, stop);
    if (webhook && answer.kind === 'no' && answer.code === 400) return answer.why;
    succeeded(answer);
    return undefined;
  };

  const introduce = async () => {
    const answers = await Promise.all([
      call('setMyCommands', { commands }, REQUEST_LIMIT, stop),
      call('setChatMenuButton', { menu_button: { type: 'commands' } }, REQUEST_LIMIT, stop),
    ]);
    for (const answer of answers)
      if (answer.kind !== 'ok' && !stop.aborted) log.warn('telegram commands not set', { why: answer.why });
  };

  return {
    out: {
      render,
      // A message with a file takes no other's place.
      send: (place, message, edits) =>
        message.file ? sendFile(call, readFile, place, message, message.file) : send(call, place, message, edits),
      typing: (place) => typing(call, place),
    } satisfies Outgoing<TelegramMessage> as Outgoing,
    check: async () => {
      const answer = await call('getMe', {}, REQUEST_LIMIT);
      bot = answer.kind === 'ok' ? identityOf(answer.result) : undefined;
      if (!bot) throw new ChannelError(misconfiguration(answer));
    },
    start: async () => {
      const objection = await insist(connect, RECONNECTING, CONNECTION, log, stop).catch(whenStopped);
      if (objection) throw new ChannelError(`TELEGRAM_WEBHOOK_URL ditolak oleh Telegram (${objection}).`);
      if (stop.aborted) return;
      void introduce();
      if (!webhook) polling = poll(call, take, log, stop).catch(whenStopped);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([polling, hook?.close()]);
    },
    fetchFile: (file, most) => fetchFile(call, download, file, most, stop),
    isAdmin: (chat, person) => isAdmin(call, chat, person),
    privateLink: () => bot && linkTo(bot),
    ...(!webhook && { alone: true }),
    ...(webhook && hook && { http: { path: new URL(webhook.url).pathname, listener: hook.listener } }),
  };
}

const linkTo = ({ username }: BotIdentity): string => `https://t.me/${username}`;

/** Nothing that insists ends otherwise than by being stopped. */
function whenStopped(): undefined {}

function webhookOf({ url, secret }: { url: string; secret: string }) {
  return { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES, max_connections: MOST_CALLS };
}

function succeeded(answer: Answer): unknown {
  if (answer.kind === 'ok') return answer.result;
  throw new Failure(answer.why, answer.kind === 'no' ? answer.retryAfter : undefined);
}

function identityOf(user: unknown): BotIdentity | undefined {
  const { id, username } = fields(user);
  const [number, name] = [whole(id), words(username)];
  return number !== undefined && name ? { id: number, username: name } : undefined;
}

function misconfiguration(answer: Answer): string {
  if (answer.kind === 'no' && (answer.code === 401 || answer.code === 404))
    return 'TELEGRAM_BOT_TOKEN tidak dikenal di TELEGRAM_API_ROOT; salin lagi token itu dari @BotFather.';
  const why = answer.kind === 'ok' ? 'jawabannya bukan dari Bot API' : answer.why;
  return `TELEGRAM_API_ROOT tidak dapat dihubungi atau bukan alamat Bot API (${why}); periksa alamat itu dan sambungan internet.`;
}
