import { webApi } from '@slack/bolt';
import type { Place } from '../../handlers/index.ts';
import type { Delivery } from '../channel.ts';
import { safe } from './quiet.ts';
import type { Message } from './render.ts';

/** No previews of links, no names turned into mentions, and nothing of the notification text taken for markup. */
const PLAIN = { unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none', mrkdwn: false } as const;

/** Sends one message with one call of the Web API (two for a whisper that must take the other way). */
export function createSend(client: webApi.WebClient) {
  return async (place: Place, message: Message, edits?: string): Promise<Delivery> => {
    if (place.home) return publish(place.chat, message);
    const { chat, thread, onlyFor, audience } = place;
    if (onlyFor !== undefined && audience === 'group') return whisper(chat, onlyFor, message, thread);
    if (edits !== undefined) return update(edits, message);
    // A command may come from a direct channel of two people, where the app cannot write: then to its own with the one.
    return onlyFor === undefined ? post(chat, message, thread) : post(onlyFor, message);
  };

  function publish(user: string, { home }: Message): Promise<Delivery> {
    return delivered(async () => {
      await client.views.publish({ user_id: user, view: home });
      return `home:${user}`;
    });
  }

  function post(channel: string, { text, blocks }: Message, thread?: string): Promise<Delivery> {
    return delivered(async () => {
      const where = { channel, ...(thread !== undefined && { thread_ts: thread }) };
      const sent = await client.chat.postMessage({ ...PLAIN, ...where, text, blocks });
      return `${sent.channel}:${sent.ts}`;
    });
  }

  function update(ref: string, { text, blocks }: Message): Promise<Delivery> {
    const [channel, ts] = ref.split(':');
    if (!channel || !ts) return Promise.resolve({ kind: 'unknown-message' });
    return delivered(async () => {
      await client.chat.update({ channel, ts, link_names: false, parse: 'none', text, blocks });
      return ref;
    });
  }

  /** Only the one person sees it; where the app is not in the channel, it goes to their direct channel. */
  async function whisper(channel: string, user: string, message: Message, thread?: string): Promise<Delivery> {
    const { text, blocks } = message;
    const where = { channel, user, ...(thread !== undefined && { thread_ts: thread }) };
    const plain = { link_names: false, parse: 'none' } as const;
    const delivery = await delivered(async () => {
      const sent = await client.chat.postEphemeral({ ...plain, ...where, text, blocks });
      return `${channel}:${sent.message_ts}`;
    });
    return delivery.kind === 'gone' ? post(user, message) : delivery;
  }
}

async function delivered(call: () => Promise<string>): Promise<Delivery> {
  try {
    return { kind: 'sent', ref: await call() };
  } catch (error) {
    return deliveryOf(error);
  }
}

const GONE = [
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'user_not_in_channel',
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'cannot_dm_bot',
];
const UNKNOWN_MESSAGE = ['message_not_found', 'cant_update_message', 'edit_window_closed'];
/** The token, or what it may do, is wrong: nobody is unreachable and no message bad, so it waits until that is mended. */
const TOKEN = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
  'no_permission',
  'access_denied',
  'org_login_required',
  'ekm_access_denied',
  'team_access_not_granted',
];
const PASSING = ['service_unavailable', 'team_added_to_org', 'request_timeout', 'accesslimited'];
/** By Slack's own words, something may have happened all the same. */
const UNSURE = ['internal_error', 'fatal_error'];

/** The connection was never made, so nothing can have been taken. */
const UNCONNECTED = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

const AFTER_TOKEN = 60;
const AFTER_OUTAGE = 5;
const AFTER_LIMIT = 30;

/**
 * What a failed call of the Web API means for the message.
 * @throws whatever is no failure of a call
 */
function deliveryOf(error: unknown): Delivery {
  if (error instanceof webApi.WebAPIRateLimitedError) return limited(error.retryAfter);
  if (error instanceof webApi.WebAPIPlatformError) return refusal(error);
  if (error instanceof webApi.WebAPIHTTPError) return httpFailure(error.statusCode);
  if (error instanceof webApi.WebAPIRequestError) return broken(error.original);
  if (error instanceof Error && /^Retry header/.test(error.message)) return limited(AFTER_LIMIT);
  // The answer broke off: the client passes on what fetch threw.
  if (error instanceof Error && (error.name === 'TimeoutError' || error.message === 'terminated')) return broken(error);
  throw error;
}

const limited = (after: number): Delivery => ({ kind: 'retry', after, why: 'ratelimited', limited: true });
const later = (after: number, why: string): Delivery => ({ kind: 'retry', after, why, limited: false });

function refusal({ data }: webApi.WebAPIPlatformError): Delivery {
  const why = safe(data.error);
  if (why === 'ratelimited' || why === 'rate_limited')
    return limited(data.response_metadata?.retryAfter ?? AFTER_LIMIT);
  if (GONE.includes(why)) return { kind: 'gone', why };
  if (UNKNOWN_MESSAGE.includes(why)) return { kind: 'unknown-message' };
  if (TOKEN.includes(why)) return later(AFTER_TOKEN, `SLACK_BOT_TOKEN: ${why}`);
  if (PASSING.includes(why)) return later(AFTER_OUTAGE, why);
  // Something answered in Slack's place, a proxy perhaps, and may have passed the request on.
  if (!/^[a-z0-9_]+$/.test(why)) return { kind: 'unsure', why: 'no answer of Slack' };
  if (UNSURE.includes(why)) return { kind: 'unsure', why };
  const details = data.response_metadata?.messages ?? [];
  return { kind: 'refused', why: safe([why, ...details].join(' ')) };
}

function httpFailure(status: number): Delivery {
  const why = `HTTP ${status}`;
  return status >= 500 ? { kind: 'unsure', why } : later(AFTER_TOKEN, `SLACK_API_URL: ${why}`);
}

function broken(error: Error): Delivery {
  const code = codeOf(error.cause) ?? codeOf(error) ?? error.name;
  return UNCONNECTED.includes(code) ? later(AFTER_OUTAGE, code) : { kind: 'unsure', why: code };
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
