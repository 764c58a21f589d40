import * as messages from './messages/index.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** /langganan: what this chat gets, with a button for each topic. */
export async function subscriptionsCommand(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

/** Takes a topic or leaves it out; 'none' stops all. */
export async function chooseTopic(visit: Visit, _choice: string | undefined): Promise<Decision> {
  return whisper(visit, messages.outdated());
}
