import type { Action } from './actions.ts';
import * as messages from './messages/index.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** /lpse dokumen: what the bot answers from. */
export async function documentsCommand(visit: Visit, _text: string): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

export async function pressDocument(visit: Visit, _action: Action): Promise<Decision> {
  return whisper(visit, messages.outdated());
}
