import type { Action } from './actions.ts';
import type { Event } from './incoming.ts';
import * as messages from './messages/index.ts';
import type { Form } from './reply.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** A file that a trainer gave to the bot; undefined when it is none for the knowledge. */
export async function upload(_visit: Visit, _event: Extract<Event, { kind: 'files' }>): Promise<Decision | undefined> {
  return undefined;
}

export async function pressUpload(visit: Visit, _action: Action): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

export async function uploadForm(_visit: Visit): Promise<Form | undefined> {
  return undefined;
}

export async function uploadFromForm(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}
