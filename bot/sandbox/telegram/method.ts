import type { Callbacks } from './callbacks.ts';
import type { Files } from './files.ts';
import type { Flood } from './limits.ts';
import type { Params } from './params.ts';
import type { Updates } from './updates.ts';
import type { Webhook } from './webhook.ts';
import type { World } from './world.ts';

/** What the methods of the Bot API work on. */
export type Service = {
  world: World;
  files: Files;
  flood: Flood;
  updates: Updates;
  webhook: Webhook;
  callbacks: Callbacks;
};

/** What a method gives back where the Bot API adds words to a plain `true`. */
export class Described {
  readonly description: string;
  constructor(description: string) {
    this.description = description;
  }
}

/**
 * One method: takes the parameters, gives the result, or throws a Refusal. `gone` aborts when the client went away.
 */
export type Method = (service: Service, params: Params, gone: AbortSignal) => unknown;
