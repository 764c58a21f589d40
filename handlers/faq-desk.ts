import type { Action } from './actions.ts';
import * as messages from './messages/index.ts';
import type { Form } from './reply.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** /lpse faq: the list, `cari …`, a number, `ekspor …`. */
export async function faqCommand(visit: Visit, _text: string): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

export async function pressFaqDesk(visit: Visit, _action: Action): Promise<Decision> {
  return whisper(visit, messages.outdated());
}

export async function faqDeskForm(_visit: Visit): Promise<Form | undefined> {
  return undefined;
}

export async function faqDeskFromForm(visit: Visit): Promise<Decision> {
  return whisper(visit, messages.outdated());
}
