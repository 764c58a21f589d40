import type { Events } from '../events.ts';
import type { Tier } from '../limits.ts';
import type { Modals } from '../modals.ts';
import type { Params } from '../params.ts';
import type { Json } from '../schema.ts';
import type { Workspace } from '../workspace.ts';

/** What methods work on. */
export type Context = {
  workspace: Workspace;
  events: Events;
  modals: Modals;
  /** Where this server is, without a slash at the end. */
  baseUrl: () => string;
  /** The address for one connection of Socket Mode. */
  socketAddress: () => string;
};

/** A method of the Web API: gives the fields of the answer besides `ok`, or throws a SlackError. */
export type Method = {
  tier: Tier;
  /** Which token it takes; the bot's unless told. */
  token?: 'bot' | 'app';
  run: (params: Params, context: Context) => Json;
};
