import { problem } from './schema.ts';
import { refusal, SlackError } from './slack-error.ts';

/** The arguments of a call; from a form all values are text, nested ones as JSON. */
export type Params = Record<string, unknown>;

/** A text, undefined when it was not given. Numbers and booleans are taken as Slack takes them from forms. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  return value === undefined || value === null ? undefined : String(value);
}

/** A text that must be there. @throws SlackError invalid_arguments */
export function required(params: Params, name: string): string {
  const value = text(params, name);
  if (!value) throw refusal('invalid_arguments', [problem(`missing required field: ${name}`, `/${name}`)]);
  return value;
}

export const flag = (params: Params, name: string): boolean => ['true', '1'].includes(text(params, name) ?? '');

/** A nested value. @throws SlackError with `error` when it is not JSON */
export function nested(params: Params, name: string, error: string): unknown {
  const value = params[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackError(error);
  }
}

const MOST_PER_PAGE = 1_000;
const USUAL_PAGE = 100;

/** The part of `all` that `limit` and `cursor` ask for, and the cursor of the next (empty at the end). */
export function page<Item>(params: Params, all: Item[]): { items: Item[]; next_cursor: string } {
  const limit = Number(text(params, 'limit') ?? USUAL_PAGE) || USUAL_PAGE;
  if (limit < 1 || limit > MOST_PER_PAGE) throw new SlackError('invalid_limit');
  const cursor = text(params, 'cursor');
  const start = cursor ? Number(Buffer.from(cursor, 'base64').toString().replace('next:', '')) : 0;
  if (!Number.isInteger(start)) throw new SlackError('invalid_cursor');
  const end = start + limit;
  return {
    items: all.slice(start, end),
    next_cursor: end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  };
}
