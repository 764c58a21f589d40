import { webApi } from '@slack/bolt';
import type { Delivery } from '../channel.ts';
import { safe } from './quiet.ts';

type Retry = Extract<Delivery, { kind: 'retry' }>;

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

/** Seconds. */
const AFTER_TOKEN = 60;
export const AFTER_OUTAGE = 5;
export const AFTER_LIMIT = 30;

/**
 * What a failed call of the Web API means for the message.
 * @throws whatever is no failure of a call
 */
export function deliveryOf(error: unknown): Delivery {
  if (error instanceof webApi.WebAPIRateLimitedError) return limited(error.retryAfter);
  if (error instanceof webApi.WebAPIPlatformError) return refusal(error);
  if (error instanceof webApi.WebAPIHTTPError) return httpFailure(error.statusCode);
  if (error instanceof webApi.WebAPIRequestError) return broken(error.original);
  if (error instanceof Error && /^Retry header/.test(error.message)) return limited(AFTER_LIMIT);
  // The answer broke off: the client passes on what fetch threw.
  if (error instanceof Error && (error.name === 'TimeoutError' || error.message === 'terminated')) return broken(error);
  throw error;
}

export const limited = (after: number): Retry => ({ kind: 'retry', after, why: 'ratelimited', limited: true });
export const later = (after: number, why: string): Retry => ({ kind: 'retry', after, why, limited: false });

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

/** The code of a broken connection, such as ECONNRESET. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
