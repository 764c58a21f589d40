import { listFiles } from '../db/files.ts';
import { findSuggestion } from '../db/suggestions.ts';
import { listMerged } from '../db/tickets.ts';
import * as words from './messages/triage.ts';
import { seen } from './officer-deeds.ts';
import { toPlain } from './plain.ts';
import type { Form } from './reply.ts';
import { suggestedIn } from './suggestion.ts';
import type { Visit } from './visit.ts';

/** The form that a button of a card opens; undefined when the ticket is not for those eyes. */
export async function ticketForm(visit: Visit, verb: string, id: number, choice?: string): Promise<Form | undefined> {
  const { db } = visit.needs;
  const ticket = await seen(visit, id);
  if (!ticket) return undefined;
  switch (verb) {
    case 'respond':
      return words.respondForm(ticket, '', (await listMerged(db, id)).length);
    case 'suggestion': {
      const found = choice === 'edit' ? await findSuggestion(db, id) : undefined;
      // One that was settled is pressed as any button, and refused in words.
      if (found?.state !== 'open') return undefined;
      return words.respondForm(ticket, toPlain(suggestedIn(found)), (await listMerged(db, id)).length, 'suggestion');
    }
    case 'status':
      return words.statusForm(ticket);
    case 'priority':
      return words.priorityForm(ticket);
    case 'assign':
      return words.assignForm(ticket);
    case 'forward': {
      const files = (await listFiles(db, id)).filter(
        ({ state, direction }) => state === 'stored' && direction === 'in',
      );
      const [pictures, others] = [true, false].map((is) => files.filter(({ type }) => isPicture(type) === is));
      return words.forwardForm(
        ticket,
        pictures ?? [],
        (others ?? []).map(({ name }) => name),
        visit.needs.knowledge.unit,
      );
    }
    case 'merge':
      return words.mergeForm(ticket);
    case 'resolve':
      return words.resolveForm(ticket, (await listMerged(db, id)).length);
    case 'reject':
      return words.rejectForm(ticket);
    default:
      return undefined;
  }
}

const isPicture = (type: string | null) => type === 'image/png' || type === 'image/jpeg';
