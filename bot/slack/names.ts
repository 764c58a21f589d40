import type { Event } from '../../handlers/index.ts';
import { within } from './within.ts';

/** A name is asked for again after an hour, a failed question after half a minute. */
const KEPT = 3_600_000;
const KEPT_FAILED = 30_000;
/** Slack waits three seconds for the acknowledgement, and storing takes its part of them. */
const PATIENCE = 2000;
/** With a handle there is a name already, and a form must be open three seconds after the press. */
const PATIENCE_WITH_HANDLE = 400;
const MOST = 1000;

type Options = { ask: (user: string) => Promise<string | undefined>; clock: () => number };

/**
 * Names of people by their ids. Never rejects.
 * @returns takes an id, and the handle where Slack sent one. A press brings only the handle and a message not even that;
 * so that one person does not go by two names, the handle serves only until the name is known, and the id itself where
 * there is no handle and the name is not to be had in two seconds.
 */
export function createNames({ ask, clock }: Options): (user: string, handle: string) => Promise<string> {
  const known = new Map<string, { name: Promise<string | undefined>; until: number }>();

  function remember(user: string, name: Promise<string | undefined>, until: number) {
    known.delete(user);
    known.set(user, { name, until });
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
  }

  function asked(user: string): Promise<string | undefined> {
    const kept = known.get(user);
    if (kept && kept.until > clock()) return kept.name;
    const name = ask(user).catch(() => {
      remember(user, Promise.resolve(undefined), clock() + KEPT_FAILED);
      return undefined;
    });
    remember(user, name, clock() + KEPT);
    return name;
  }

  return async (user, handle) =>
    (await within(handle === '' ? PATIENCE : PATIENCE_WITH_HANDLE, asked(user))) || handle || user;
}

/** How readable() leaves the mention of a person. */
const MENTION = /@([UW][A-Z0-9]{7,})\b/g;

/** What was said, with names where people are mentioned; whoever has no name stays an id. */
export async function withNames(event: Event, nameOf: (user: string) => Promise<string>): Promise<Event> {
  const said = event.kind === 'text' ? event.text : event.kind === 'files' ? (event.caption ?? '') : '';
  const users = [...new Set([...said.matchAll(MENTION)].map(([, user = '']) => user))];
  if (users.length === 0) return event;
  const names = new Map(await Promise.all(users.map(async (user) => [user, await nameOf(user)] as const)));
  const text = said.replaceAll(MENTION, (_, user: string) => `@${names.get(user)}`);
  if (event.kind === 'text') return { ...event, text };
  return event.kind === 'files' ? { ...event, caption: text } : event;
}
