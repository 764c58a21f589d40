import type { Address } from '../knowledge/index.ts';
import * as messages from './messages/index.ts';
import { type Decision, say, type Visit } from './visit.ts';

/** /daftar: the checklist of Pasal 21, by kind of user. `kind` counts from 1; 0 asks. */
export function register({ needs: { knowledge } }: Visit, kind: number, replaces: boolean): Decision {
  const checklist = knowledge.checklists[kind - 1];
  if (!checklist) return say(messages.registerAs(knowledge.checklists, replaces));
  const statements = (addresses: Address[]) =>
    addresses.flatMap((address) => knowledge.statement(checklist.document, address) ?? []);
  return say(messages.checklist(checklist, statements(checklist.items), statements(checklist.rules)));
}
