import type { Action } from './actions.ts';
import * as messages from './messages/index.ts';
import type { Form } from './reply.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

export async function pressFaq(visit: Visit, _action: Action): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

export async function faqForm(_visit: Visit): Promise<Form | undefined> {
  return undefined;
}

/** What is wrong with a form of the FAQ, by field; undefined when it can be taken. */
export async function checkFaqForm(_visit: Visit): Promise<Record<string, string> | undefined> {
  return undefined;
}

export async function faqFromForm(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}
