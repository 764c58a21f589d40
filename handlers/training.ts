import type { Action } from './actions.ts';
import { documentsCommand, pressDocument } from './documents.ts';
import { checkFaqDeskForm, faqCommand, faqDeskForm, faqDeskFromForm, pressFaqDesk } from './faq-desk.ts';
import { checkFaqForm, faqForm, faqFromForm, pressFaq } from './faq-writing.ts';
import { checkGapForm, gapForm, gapFromForm, gapsCommand, pressGap } from './gaps.ts';
import { trainersPage } from './messages/faq-desk.ts';
import * as messages from './messages/index.ts';
import type { Form } from './reply.ts';
import { pressUpload, uploadForm, uploadFromForm } from './uploads.ts';
import { type Decision, type Visit, whisper } from './visit.ts';

/** What is done with an entry that stands already; all else about the FAQ is writing. */
const DESK = [
  'faqs',
  'faq',
  'faq-history',
  'faq-difference',
  'faq-restore',
  'faq-withdraw',
  'faq-reviewed',
  'faq-push',
  'faq-push-state',
  'faq-export',
];

/** /lpse faq …, /lpse celah, /lpse dokumen. */
export async function trainerCommand(visit: Visit, text: string): Promise<Decision> {
  const { event } = visit.incoming;
  const name = event.kind === 'command' ? event.name : '';
  if (name === 'faq') return await faqCommand(visit, text);
  return name === 'celah' ? await gapsCommand(visit, text) : await documentsCommand(visit, text);
}

/** A press on what concerns the FAQ, the gaps, the uploads or the documents. */
export async function pressAsTrainer(visit: Visit, action: Action): Promise<Decision> {
  return withWayBack(visit, await pressed(visit, action));
}

async function pressed(visit: Visit, action: Action): Promise<Decision> {
  const { verb } = action;
  if (DESK.includes(verb)) return await pressFaqDesk(visit, action);
  if (verb.startsWith('faq')) return await pressFaq(visit, action);
  if (verb.startsWith('gap')) return await pressGap(visit, action);
  return verb.startsWith('upload') ? await pressUpload(visit, action) : await pressDocument(visit, action);
}

/** The form that a command or press opens; undefined when it opens none. */
export async function trainerForm(visit: Visit): Promise<Form | undefined> {
  const { event } = visit.incoming;
  if (event.kind === 'command') return event.name === 'faq' ? await faqForm(visit) : undefined;
  if (event.kind !== 'press') return undefined;
  const { verb } = event.action;
  if (DESK.includes(verb)) return await faqDeskForm(visit);
  if (verb.startsWith('faq')) return await faqForm(visit);
  if (verb.startsWith('gap')) return await gapForm(visit);
  return verb.startsWith('upload') ? await uploadForm(visit) : undefined;
}

/** What is wrong with a form, by field; undefined when it can be taken. Answers quickly. */
export async function checkTrainerForm(visit: Visit): Promise<Record<string, string> | undefined> {
  const { event } = visit.incoming;
  if (event.kind !== 'form') return undefined;
  if (DESK.includes(event.form)) return checkFaqDeskForm(visit);
  return event.form.startsWith('gap') ? await checkGapForm(visit) : await checkFaqForm(visit);
}

/** A form that was sent. */
export async function trainerFromForm(visit: Visit): Promise<Decision> {
  return withWayBack(visit, await fromForm(visit));
}

async function fromForm(visit: Visit): Promise<Decision> {
  const { event } = visit.incoming;
  if (event.kind !== 'form') return whisper(visit, messages.outdated());
  const { form } = event;
  if (form.startsWith('gap')) return await gapFromForm(visit);
  if (form.startsWith('upload')) return await uploadFromForm(visit);
  return DESK.includes(form) ? await faqDeskFromForm(visit) : await faqFromForm(visit);
}

/** What is said at home takes the place of the desk there: it has a button that leads back. */
function withWayBack({ incoming: { place } }: Visit, decision: Decision): Decision {
  if (place.home !== true) return decision;
  return async (tx) => {
    const { replies, ...said } = await decision(tx);
    const isHere = said.place === undefined || said.place.home === true;
    return { replies: isHere && replies.length > 0 ? [trainersPage(replies)] : replies, ...said };
  };
}
