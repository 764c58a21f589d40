import { type Answer, limited, refused } from './calls.ts';
import type { Tier } from './limits.ts';
import { type Context, METHODS, type Method } from './methods/index.ts';
import type { Params } from './params.ts';
import { SlackError } from './slack-error.ts';

const SCOPES =
  'app_mentions:read,channels:history,channels:join,channels:read,chat:write,commands,files:read,files:write,' +
  'groups:history,groups:read,im:history,im:read,im:write,reactions:write,team:read,users:read';

/**
 * The methods of the Web API, behind tokens and limits.
 * @param takeLimit takes one call, and gives the seconds to wait when it is one too many
 */
export function createWebApi(
  context: Context,
  tokens: { bot: string; app: string },
  takeLimit: (method: string, tier: Tier, params: Params) => number | undefined,
) {
  function authorize(method: Method, token: string | undefined): void {
    if (!token) throw new SlackError('not_authed');
    const wanted = method.token ?? 'bot';
    if (token === tokens[wanted]) return;
    const isOther = token === tokens[wanted === 'bot' ? 'app' : 'bot'];
    throw new SlackError(isOther ? 'not_allowed_token_type' : 'invalid_auth');
  }

  function run(name: string, params: Params, token: string | undefined): Answer {
    const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (!method) throw new SlackError('unknown_method', { req_method: name });
    authorize(method, token);
    const seconds = takeLimit(name, method.tier, params);
    if (seconds !== undefined) return limited(seconds);
    return { status: 200, headers: { 'x-oauth-scopes': SCOPES }, body: { ok: true, ...method.run(params, context) } };
  }

  return (name: string, params: Params | undefined, token: string | undefined): Answer => {
    try {
      return params ? run(name, params, token) : refused('invalid_json');
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return refused(error.code, error.details);
    }
  };
}
