import type { Action } from './actions.ts';
import * as messages from './messages/index.ts';
import type { Form } from './reply.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** /lpse celah: what could not be answered. */
export async function gapsCommand(visit: Visit, _text: string): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

export async function pressGap(visit: Visit, _action: Action): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

export async function gapForm(_visit: Visit): Promise<Form | undefined> {
  return undefined;
}

/** What is wrong with a form, by field; undefined when it can be taken. */
export async function checkGapForm(_visit: Visit): Promise<Record<string, string> | undefined> {
  return undefined;
}

export async function gapFromForm(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}
