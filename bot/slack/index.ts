import { type ReceiverEvent, webApi } from '@slack/bolt';
import type { Form, Incoming } from '../../handlers/index.ts';
import { ChannelError, type Log, type ReadFile, type Receive, type Transport } from '../channel.ts';
import { createFetchFile } from './fetch-file.ts';
import { createFind, findable } from './find.ts';
import { modal } from './modal.ts';
import { createNames, withNames } from './names.ts';
import { parse } from './parse.ts';
import { quiet, safe } from './quiet.ts';
import { type Message, render } from './render.ts';
import { createRequests, PATH } from './requests.ts';
import { createSend } from './send.ts';
import { createSocket } from './socket.ts';
import { within } from './within.ts';

type Options = {
  botToken: string;
  /** With it Slack is received over a socket that is opened from here; without it over HTTP, signed with the secret. */
  appToken?: string;
  signingSecret?: string;
  /** Where the Web API is, ending with a slash; for tests. */
  apiUrl?: string;
  receive: Receive;
  /** The form that a press, command or shortcut asks for, to be shown at once; it has a second to answer. */
  openForm: (incoming: Incoming) => Promise<Form | undefined>;
  /** What is wrong with a form that was sent, by field; it stays open then. */
  checkForm?: (incoming: Incoming) => Promise<Record<string, string> | undefined>;
  /** The bytes of files that are sent. */
  readFile: ReadFile;
  /** Ids of the channels in whose threads every word and file of people is taken, not only mentions. */
  watched: readonly string[];
  log: Log;
  clock?: () => number;
};

const SLACK = 'https://slack.com/api/';
/** Milliseconds for one call of the Web API. */
const CALL = 10_000;
/** The same when asking who we are, so that a start does not hang. */
const CHECK = 8000;
/** What is being stored when we stop may take so long; with the goodbye of the socket it is less than two seconds. */
const STORING = 1200;

/**
 * The Slack channel. Bolt receives: its receivers only, without its App, because the App acknowledges events before any
 * of our code runs, and its authorization would ask Slack about a token that check() asks about anyway. So a receiver
 * here is given an app whose processEvent stores first, acknowledges then, and rejects when it could not be stored.
 * @throws ChannelError when there is neither an app token nor a signing secret
 */
export function createSlack(options: Options): Transport {
  const { botToken, appToken, signingSecret, receive, openForm, readFile, watched, log } = options;
  const { apiUrl = SLACK, clock = Date.now, checkForm = async () => undefined } = options;
  const logger = quiet(log);
  const api: webApi.WebClientOptions = {
    logger,
    // A message is sent again only by the outbox, which knows whether the first may have been taken.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL,
    slackApiUrl: apiUrl,
  };
  const client = new webApi.WebClient(botToken, api);
  const nameOf = createNames({ ask: (user) => realName(client, user), clock });
  const pending = new Set<Promise<void>>();
  let stopped = false;
  /** The address of the team, ending with a slash. */
  let home: string | undefined;

  const receiving = { take, log, logger };
  const socket = appToken ? createSocket({ ...receiving, appToken, client: api }) : undefined;
  const requests = !appToken && signingSecret ? createRequests({ ...receiving, signingSecret, clock }) : undefined;
  if (!socket && !requests) throw new ChannelError('Isi SLACK_APP_TOKEN atau, untuk HTTP, SLACK_SIGNING_SECRET.');

  const send = createSend(client, readFile);
  return {
    out: {
      render,
      send: (place, message, edits, mark) => send(place, message as Message, edits, mark),
      findable: (place, message) => findable(place, message as Message),
      find: createFind(client),
      // Slack shows nothing of the kind for apps.
      typing: () => {},
    },
    async check() {
      const [us] = await Promise.all([
        checked('SLACK_BOT_TOKEN', botToken, 'auth.test'),
        appToken && checked('SLACK_APP_TOKEN', appToken, 'apps.connections.open'),
      ]);
      if (typeof us?.url === 'string') home = us.url;
    },
    async start() {
      await socket?.start();
    },
    async stop() {
      stopped = true;
      await within(STORING, Promise.allSettled(pending));
      await socket?.stop();
    },
    fetchFile: createFetchFile({ client, botToken, apiUrl }),
    linkTo(chat, ref) {
      const [, channel = chat, seconds, fraction] = /^(?:(\w+):)?(\d+)\.(\d+)$/.exec(ref) ?? [];
      return home && seconds && `${home}archives/${channel}/p${seconds}${fraction}`;
    },
    ...(requests && { http: { path: PATH, listener: requests } }),
  };

  /** Stores what came in, opens the form that it asks for, or says what is wrong with one; acknowledges only then. */
  async function take(event: ReceiverEvent): Promise<void> {
    if (stopped) throw new Error('stopped');
    const work = handled(event.body).then((errors) =>
      // Slack shows each below its field.
      event.ack(errors && { response_action: 'errors', errors }),
    );
    pending.add(work);
    try {
      await work;
    } catch (error) {
      log.error('slack: not stored or not acknowledged', { why: error instanceof Error ? error.name : 'unknown' });
      throw error;
    } finally {
      pending.delete(work);
    }
  }

  async function handled(body: Record<string, unknown>): Promise<Record<string, string> | undefined> {
    const parsed = understood(body);
    if (!parsed) return undefined;
    const incoming = await named(parsed);
    const { kind } = incoming.event;
    const form = kind === 'press' || kind === 'command' ? await openForm(incoming) : undefined;
    // Whoever gets no form is told so by the handlers: the press takes the usual way.
    if (form && (await show(form, incoming, String(body.trigger_id)))) return undefined;
    const errors = kind === 'form' ? await checkForm(incoming) : undefined;
    if (!errors) await receive(incoming);
    return errors;
  }

  /** A body that cannot be read will not be readable the next time: it is acknowledged as if it were nothing. */
  function understood(body: Record<string, unknown>): Incoming | undefined {
    try {
      const incoming = parse(body, clock(), watched);
      return incoming && storable(incoming);
    } catch (error) {
      log.error('slack: a body that cannot be read', { type: body.type, why: error instanceof Error && error.name });
      return undefined;
    }
  }

  /** With the names of who wrote and of who is mentioned. */
  async function named(incoming: Incoming): Promise<Incoming> {
    const { from } = incoming;
    const [name, event] = await Promise.all([
      nameOf(from.id, from.name),
      withNames(incoming.event, (user) => nameOf(user, '')),
    ]);
    return { ...incoming, from: { ...from, name }, event };
  }

  /** False when Slack does not open it, mostly because the press is more than three seconds old. */
  async function show(form: Form, { place, message }: Incoming, trigger: string): Promise<boolean> {
    try {
      await client.views.open({ trigger_id: trigger, view: modal(form, place, message) });
      return true;
    } catch (error) {
      log.warn('slack: form not opened', { form: form.name, why: error instanceof Error && safe(error.message) });
      return false;
    }
  }

  /** What Slack answered; nothing when it had no time. */
  async function checked(
    variable: string,
    token: string,
    method: string,
  ): Promise<Record<string, unknown> | undefined> {
    try {
      return { ...(await new webApi.WebClient(token, { ...api, timeout: CHECK }).apiCall(method)) };
    } catch (error) {
      // Slack knows the token, and the socket or the outbox waits as long as it asks.
      if (error instanceof webApi.WebAPIRateLimitedError) return undefined;
      const code = error instanceof webApi.WebAPIPlatformError ? safe(error.data.error) : undefined;
      if (code !== undefined && /^[a-z_]+$/.test(code)) {
        throw new ChannelError(`Slack menolak ${variable} (${code}); periksa ${variable}.`);
      }
      throw new ChannelError('Slack tidak dapat dihubungi; periksa jaringan dan SLACK_API_URL.');
    }
  }
}

/** Without the two things that PostgreSQL cannot store: NUL and halves of surrogate pairs. */
function storable(incoming: Incoming): Incoming {
  const clean = (_: string, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
  return JSON.parse(JSON.stringify(incoming, clean));
}

async function realName(client: webApi.WebClient, id: string): Promise<string | undefined> {
  const { user } = await client.users.info({ user: id });
  return user?.real_name || user?.profile?.display_name || user?.name;
}
