import * as messages from './messages/index.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** Whoever asked wants to be told when there is an answer. */
export async function wish(visit: Visit, _answer: number): Promise<Decision> {
  return whisper(visit, messages.outdated());
}
